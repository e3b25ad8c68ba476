#!/bin/bash
# planned-failover.sh: move app01 to hv-replica and back home; nothing is lost
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Planned failover and back' pair.world

state P app01 primary replicating ok
state R app01 replica replicating ok

say 'A replica does not start, and a primary that runs cannot be prepared.'
refused 'Requested operation is not valid' virsh -c "$R" start app01
refused 'app01' virsh -c "$P" qemu-monitor-command app01 replication-prepare

say 'Turn the machine off and send the last changes: they are a recovery point of their own.'
run virsh -c "$P" destroy app01
run virsh -c "$P" qemu-monitor-command app01 replication-prepare
state P app01 primary prepared ok
state R app01 replica replicating ok
run virsh -c "$R" qemu-monitor-command app01 query-recovery-points --pretty
shows '"kind": "planned"'

say 'A change of mind costs nothing.'
run virsh -c "$P" qemu-monitor-command app01 replication-cancel-prepare
state P app01 primary replicating ok
run virsh -c "$P" qemu-monitor-command app01 replication-prepare

say 'Over: fail over, reverse the direction, start. No copy is needed.'
run virsh -c "$R" qemu-monitor-command app01 replication-failover
shows '"state":"failed-over"'
state R app01 replica failed-over warning
run virsh -c "$R" qemu-monitor-command app01 replication-reverse
state R app01 primary replicating ok
state P app01 replica replicating ok
run virsh -c "$R" start app01
run virsh -c "$P" list --all
run virsh -c "$R" list --all
shows 'app01 running'

say 'Recovery points gather on the other side now.'
step 2 hours
run virsh -c "$P" snapshot-list app01
shows 'rp-2026-05-01T04:'
state R app01 primary replicating ok
state P app01 replica replicating ok

say 'And home the same way.'
run virsh -c "$R" destroy app01
run virsh -c "$R" qemu-monitor-command app01 replication-prepare
run virsh -c "$P" qemu-monitor-command app01 replication-failover
run virsh -c "$P" qemu-monitor-command app01 replication-reverse
run virsh -c "$P" start app01
state P app01 primary replicating ok
state R app01 replica replicating ok
run virsh -c "$P" domstate app01
shows 'running'
