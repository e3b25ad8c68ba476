#!/bin/bash
# suspend-and-resync.sh: pause app01 for too long, then bring both sides together again
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Suspend and resynchronize' small.world

say 'Pause and go on: what was written meanwhile is sent.'
run virsh -c "$P" qemu-monitor-command app01 replication-suspend
state P app01 primary suspended warning
state R app01 replica replicating warning
step 4 minutes
run virsh -c "$P" qemu-monitor-command app01 replication-resume
state P app01 primary replicating ok
state R app01 replica replicating ok

say 'The replica may pause, too; the primary is told, and cannot send.'
run virsh -c "$R" qemu-monitor-command app01 replication-suspend
state R app01 replica suspended critical
run virsh -c "$R" qemu-monitor-command app01 replication-resume
state R app01 replica replicating ok

say 'Paused for so long that the log of changes is full: the disks have to be compared.'
run virsh -c "$P" qemu-monitor-command app01 replication-modify '"auto-resync": false'
run virsh -c "$P" qemu-monitor-command app01 replication-suspend
step 1 days
state P app01 primary resync-required critical
refused 'app01' virsh -c "$P" qemu-monitor-command app01 replication-resume

say 'Compare tonight, or rather now, or rather not now.'
run virsh -c "$P" qemu-monitor-command app01 replication-resynchronize '"start-time": "2026-05-02T22:00:00Z"'
state P app01 primary resync-required critical
run virsh -c "$P" qemu-monitor-command app01 replication-resynchronize '"wait": false'
state P app01 primary resynchronizing warning
refused 'app01' virsh -c "$R" qemu-monitor-command app01 replication-test-failover
step 10 minutes
run virsh -c "$P" domjobinfo app01
shows 'Data processed: 50.000 B'
run virsh -c "$P" qemu-monitor-command app01 replication-cancel-resynchronize
state P app01 primary resync-required critical

say 'It can be paused in the middle, and goes on where it was.'
run virsh -c "$R" snapshot-list app01 --name
shows 'rp-'
run virsh -c "$P" qemu-monitor-command app01 replication-resynchronize '"wait": false'
step 10 minutes
run virsh -c "$P" qemu-monitor-command app01 replication-suspend
state P app01 primary resync-suspended warning
step 1 hours
run virsh -c "$P" qemu-monitor-command app01 replication-resume
state P app01 primary resynchronizing warning
step 11 minutes
state P app01 primary replicating ok

say 'The replica still counts the changes that did not come for a day, until it is told to forget them.'
state R app01 replica replicating warning
run virsh -c "$R" qemu-monitor-command app01 replication-reset-statistics
state R app01 replica replicating ok

say 'The old recovery points belong to disks that are no more.'
run virsh -c "$R" snapshot-list app01 --name
lacks 'rp-'

say 'Or let it happen by itself, at night: from 22:00 to 05:00.'
run virsh -c "$P" qemu-monitor-command app01 replication-modify '"auto-resync": true, "auto-resync-start": "22:00", "auto-resync-end": "05:00"'
run virsh -c "$P" qemu-monitor-command app01 replication-suspend
step 16 hours
state P app01 primary resync-required critical
step 2 hours
state P app01 primary replicating ok
state R app01 replica replicating warning
