#!/bin/bash
# unplanned-failover.sh: hv-primary is lost; app01 goes on from an older point, until the old primary returns
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Unplanned failover' pair.world

say 'While the primary runs, nobody makes a second one by mistake.'
refused 'is running on' virsh -c "$R" qemu-monitor-command app01 replication-failover
refused "needs a 'reason'" virsh -c "$R" qemu-monitor-command app01 replication-failover '"force": true'
state R app01 replica replicating ok

say 'Disaster: nobody answers on hv-primary. What hv-replica has, it has.'
world 'host hv-primary down'
step 3 hours
state R app01 replica replicating warning
run virsh -c "$R" snapshot-list app01 --tree
shows 'rp-2026-05-01T00:00:00Z'

say 'Fail over to the latest point, and have a look. Nobody can ask the primary, so somebody has to know.'
refused 'does not answer' virsh -c "$R" qemu-monitor-command app01 replication-failover
run virsh -c "$R" qemu-monitor-command app01 replication-failover '"acknowledge-primary-down": true'
state R app01 replica failed-over warning
run virsh -c "$R" start app01

say 'The virus is in there already. Undo; the machine has to be off for that.'
refused 'app01' virsh -c "$R" qemu-monitor-command app01 replication-revert
run virsh -c "$R" destroy app01
run virsh -c "$R" qemu-monitor-command app01 replication-revert
state R app01 replica replicating warning
refused 'app01' virsh -c "$R" qemu-monitor-command app01 replication-commit

say 'An older point is clean.'
refused 'rp-2020' virsh -c "$R" qemu-monitor-command app01 replication-failover '"point": "rp-2020-01-01T00:00:00Z"'
run virsh -c "$R" qemu-monitor-command app01 replication-failover '"point": "rp-2026-05-01T00:00:00Z", "acknowledge-primary-down": true'
run virsh -c "$R" qemu-monitor-command app01 query-replication --pretty
shows '"failed-over-kind": "application-consistent"'
run virsh -c "$R" start app01

say 'Make it final: there is no way back, and the recovery points are gone.'
run virsh -c "$R" qemu-monitor-command app01 replication-commit
state R app01 replica committed warning
run virsh -c "$R" snapshot-list app01 --name
lacks 'rp-'
run virsh -c "$R" domstate app01
shows 'running'

say 'Days later the old primary is repaired. It must not run, and knows of nothing.'
world 'host hv-primary up'
step 1 hours
state P app01 primary critical critical
run virsh -c "$P" destroy app01
refused 'app01' virsh -c "$R" qemu-monitor-command app01 replication-reverse

say 'It becomes the replica; the new primary copies back to it while it runs.'
run virsh -c "$P" qemu-monitor-command app01 replication-become-replica
state P app01 replica initial-replication warning
run virsh -c "$R" qemu-monitor-command app01 replication-reverse
state R app01 primary ready warning
run virsh -c "$R" qemu-monitor-command app01 replication-start '"wait": false'
step 21 minutes
state R app01 primary replicating ok
state P app01 replica replicating ok
run virsh -c "$R" domstate app01
shows 'running'
