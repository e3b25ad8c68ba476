#!/bin/bash
# windows-2012.sh: a host of 2012 replicates to one of 2012 R2, as far as the older one can
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'From Windows Server 2012 to 2012 R2' windows-2012.world

state P app01 primary replicating ok
state R app01 replica replicating ok

say 'What 2012 does not have is refused before anything is sent, naming the version that has it.'
refused '2012 R2' virsh -c "$P" qemu-monitor-command app01 replication-modify '"frequency": 30'
run virsh -c "$P" qemu-monitor-command web01 replication-enable '"replica-server": "hv-replica.example.com", "recovery-history": 4'
run virsh -c "$P" qemu-monitor-command web01 replication-start '"wait": false'
step 21 minutes
state P web01 primary replicating ok
state R web01 replica replicating ok

say 'The rest works by the older methods.'
run virsh -c "$P" qemu-monitor-command app01 query-replication-statistics --pretty
shows '"misses": 0'
run virsh -c "$P" qemu-monitor-command app01 replication-reset-statistics
run virsh -c "$P" qemu-monitor-command app01 replication-suspend
state P app01 primary suspended warning
run virsh -c "$P" qemu-monitor-command app01 replication-resume
run virsh -c "$P" destroy app01
run virsh -c "$P" qemu-monitor-command app01 replication-prepare
run virsh -c "$R" qemu-monitor-command app01 replication-failover
run virsh -c "$R" start app01
run virsh -c "$R" qemu-monitor-command app01 replication-commit
state R app01 replica committed warning

say 'There is no way back to the older version: the replica stays, the old primary is removed.'
run virsh -c "$P" qemu-monitor-command app01 replication-remove
run virsh -c "$R" qemu-monitor-command app01 replication-remove
state P app01 none
state R app01 none
run virsh -c "$R" domstate app01
shows 'running'
