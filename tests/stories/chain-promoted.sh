#!/bin/bash
# chain-promoted.sh: a third site takes over the role of the second when the first is lost
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Extended replication, broken in the middle, promoted' chain.world

say 'The replica of app01 replicates on to a third host: every 5 or 15 minutes, as often as the first leg at most.'
refused '300 or 900 s' virsh -c "$R" qemu-monitor-command app01 replication-enable '"replica-server": "hv-extended.example.com", "frequency": 30'
refused 'application-consistent' virsh -c "$R" qemu-monitor-command app01 replication-enable '"replica-server": "hv-extended.example.com", "frequency": 300, "recovery-history": 4, "consistent-interval": 1'
run virsh -c "$R" qemu-monitor-command app01 replication-enable '"replica-server": "hv-extended.example.com", "frequency": 900, "recovery-history": 4'
state R app01 replica replicating ok + ready warning
state X app01 extended initial-replication warning

say 'On the replica, starting is about the extended relationship; other commands take "extended".'
run virsh -c "$R" qemu-monitor-command app01 replication-start '"wait": false'
state R app01 replica replicating ok + initial-replication warning
step 21 minutes
state P app01 primary replicating ok
state R app01 replica replicating ok + replicating ok
state X app01 extended replicating ok
run virsh -c "$R" qemu-monitor-command app01 replication-suspend '"extended": true'
state R app01 replica replicating ok + suspended warning
run virsh -c "$R" qemu-monitor-command app01 replication-resume '"extended": true'
state R app01 replica replicating ok + replicating ok

say 'A chain is taken apart from its end, and grows no fourth link.'
refused 'app01' virsh -c "$R" qemu-monitor-command app01 replication-remove
refused 'app01' virsh -c "$X" qemu-monitor-command app01 replication-enable '"replica-server": "hv-primary.example.com"'
step 3 hours
run virsh -c "$X" snapshot-list app01 --name
shows 'rp-'

say 'The first host is lost. The second takes over, and keeps the third as its replica.'
world 'host hv-primary down'
run virsh -c "$R" qemu-monitor-command app01 replication-failover '"acknowledge-primary-down": true'
refused 'app01' virsh -c "$R" qemu-monitor-command app01 replication-become-primary
run virsh -c "$R" qemu-monitor-command app01 replication-commit
state R app01 replica committed warning + replicating ok
run virsh -c "$R" qemu-monitor-command app01 replication-become-primary
state R app01 primary replicating ok
run virsh -c "$R" start app01
step 20 minutes
state R app01 primary replicating ok
state X app01 replica replicating ok

say 'The first host comes back and replicates into the void: it has to be told.'
world 'host hv-primary up'
step 1 hours
state P app01 primary critical critical
run virsh -c "$P" destroy app01
run virsh -c "$P" qemu-monitor-command app01 replication-remove
state P app01 none

say 'The third host is a full replica now.'
run virsh -c "$R" destroy app01
run virsh -c "$R" qemu-monitor-command app01 replication-prepare
run virsh -c "$X" qemu-monitor-command app01 replication-failover
run virsh -c "$X" qemu-monitor-command app01 replication-reverse
run virsh -c "$X" start app01
state X app01 primary replicating ok
state R app01 replica replicating ok
