#!/bin/bash
# initial-by-export.sh: the first copy of web01 travels to hv-replica on a disk
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Initial replication by export and import' pair.world

state P web01 none
run virsh -c "$P" qemu-monitor-command web01 replication-enable '"replica-server": "hv-replica.example.com"'
state P web01 primary ready warning
state R web01 replica initial-replication warning

say 'Export to a disk: that is a job like any other, and virsh can watch it.'
run virsh -c "$P" qemu-monitor-command web01 replication-start '"transfer": "export", "export-location": "E:\\Export", "wait": false'
state P web01 primary initial-replication warning
step 10 minutes
run virsh -c "$P" domjobinfo web01
shows 'Data processed: 50.000 B'
step 11 minutes
run virsh -c "$P" domjobinfo web01 --completed
shows 'Data processed: 100.000 B'

say 'The primary replicates already; its changes wait on hv-replica until the disk arrives.'
state P web01 primary replicating warning
state R web01 replica initial-replication warning
refused 'web01' virsh -c "$P" qemu-monitor-command web01 replication-cancel-initial
step 2 days
state R web01 replica initial-replication warning

say 'The disk is there. What has to be named is the folder of the machine: its name and its UUID.'
run virsh -c "$R" domuuid web01
shows '11111111-1111-4111-8111-111111111111'
refused 'location' virsh -c "$R" qemu-monitor-command web01 replication-import
refused 'web01' virsh -c "$R" qemu-monitor-command web01 replication-import '"location": "F:\\Export"'
state R web01 replica initial-replication warning
run virsh -c "$R" qemu-monitor-command web01 replication-import '"location": "F:\\Export\\web01_11111111-1111-4111-8111-111111111111", "wait": false'
step 21 minutes
state R web01 replica replicating ok
state P web01 primary replicating ok

say 'From here on it is like any other replica.'
step 1 hours
run virsh -c "$R" domblklist web01
shows 'D:\Replica'
run virsh -c "$R" qemu-monitor-command web01 replication-test-failover
run virsh -c "$R" qemu-monitor-command web01 replication-test-cleanup
refused 'web01' virsh -c "$R" qemu-monitor-command web01 replication-import '"location": "F:\\Export\\web01_11111111-1111-4111-8111-111111111111"'
