#!/bin/bash
# chain-reversed.sh: the first site of three comes back, and the third has to be connected again
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Extended replication, broken in the middle, reversed' chain.world

run virsh -c "$R" qemu-monitor-command app01 replication-enable '"replica-server": "hv-extended.example.com"'
run virsh -c "$R" qemu-monitor-command app01 replication-start '"wait": false'
step 21 minutes
state R app01 replica replicating ok + replicating ok
state X app01 extended replicating ok

say 'The second site takes over from the first, for good.'
run virsh -c "$P" destroy app01
run virsh -c "$R" qemu-monitor-command app01 replication-failover
run virsh -c "$R" qemu-monitor-command app01 replication-commit
run virsh -c "$R" start app01
state R app01 replica committed warning + replicating ok

say 'The first becomes its replica. A machine replicates to one host only: the third is left behind.'
run virsh -c "$P" qemu-monitor-command app01 replication-become-replica
run virsh -c "$R" qemu-monitor-command app01 replication-reverse
state R app01 primary ready warning
state P app01 replica initial-replication warning
run virsh -c "$R" qemu-monitor-command app01 replication-start '"wait": false'
step 21 minutes
state R app01 primary replicating ok
state P app01 replica replicating ok
step 1 hours
state X app01 extended replicating warning

say 'So the chain is built again from its new end: the third host forgets, then the first extends to it.'
run virsh -c "$X" qemu-monitor-command app01 replication-remove
state X app01 none
run virsh -c "$X" qemu-monitor-command app01 replication-become-replica
run virsh -c "$P" qemu-monitor-command app01 replication-enable '"replica-server": "hv-extended.example.com"'
run virsh -c "$P" qemu-monitor-command app01 replication-start '"transfer": "seeded", "wait": false'
step 21 minutes
state R app01 primary replicating ok
state P app01 replica replicating ok + replicating ok
state X app01 extended replicating ok
