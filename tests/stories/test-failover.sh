#!/bin/bash
# test-failover.sh: rehearse the failover of app01 while it replicates
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Test failover with clean-up' pair.world

say 'What test machines are connected to is chosen on the replica: nothing, or a switch for tests.'
run virsh -c "$R" qemu-monitor-command app01 query-failover-network --pretty
refused "'Network Adapter'" virsh -c "$R" qemu-monitor-command app01 replication-set-test-switch '"adapter": "00:00:00:00:00:00", "switch": "Test"'
run virsh -c "$R" qemu-monitor-command app01 replication-set-test-switch '"switch": "Test"'
run virsh -c "$R" qemu-monitor-command app01 query-failover-network --pretty
shows '"test-switch": "Test"'
run virsh -c "$R" qemu-monitor-command app01 query-failover-network '"format": "xml"'
shows 'Test'

say 'The test machine is one of its own, off, with its own UUID; replication goes on.'
run virsh -c "$R" qemu-monitor-command app01 replication-test-failover --pretty
shows '"name": "app01 - Test"'
state R 'app01 - Test' test
state R app01 replica replicating ok
state P app01 primary replicating ok
run virsh -c "$R" list --all
shows 'app01 - Test shut off'
run virsh -c "$R" domuuid 'app01 - Test'
lacks '33333333-3333-4333-8333-333333333333'
run virsh -c "$R" domblklist 'app01 - Test'
shows '.avhdx'
run virsh -c "$R" qemu-monitor-command 'app01 - Test' query-failover-network --pretty
run virsh -c "$R" start 'app01 - Test'
run virsh -c "$R" domstate 'app01 - Test'
shows 'running'
step 2 hours
state R app01 replica replicating ok

say 'One test at a time; nothing else can be done to a test machine.'
refused 'app01' virsh -c "$R" qemu-monitor-command app01 replication-test-failover
refused 'app01 - Test' virsh -c "$R" qemu-monitor-command 'app01 - Test' replication-failover
refused 'app01' virsh -c "$P" qemu-monitor-command app01 replication-test-cleanup

say 'Clean up, running or not: all test machines of the replica.'
run virsh -c "$R" qemu-monitor-command app01 replication-test-cleanup
refused "failed to get domain 'app01 - Test'" virsh -c "$R" domstate 'app01 - Test'
run virsh -c "$R" list --all
state R app01 replica replicating ok
run virsh -c "$R" qemu-monitor-command app01 query-replication-statistics --pretty
shows '"last-test-failover": "2026-05-01T03:00:'

say 'An older state can be tested, too.'
run virsh -c "$R" qemu-monitor-command app01 replication-test-failover '"point": "rp-2026-05-01T01:00:00Z"'
state R 'app01 - Test' test

say 'If the replica is removed first, its test machine is an orphan, and is cleaned up by its own name.'
run virsh -c "$P" qemu-monitor-command app01 replication-remove
run virsh -c "$R" qemu-monitor-command app01 replication-remove
state R app01 none
state R 'app01 - Test' test
run virsh -c "$R" qemu-monitor-command 'app01 - Test' replication-test-cleanup
refused "failed to get domain 'app01 - Test'" virsh -c "$R" domstate 'app01 - Test'
state R app01 none
