#!/bin/bash
# initial-seeded.sh: hv-replica has a copy of web01 from a backup, so that only differences travel
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Seeded initial replication' seeded.world

say 'The restored machine has the UUID of the original, whatever it is called.'
run virsh -c "$P" domuuid web01
shows '11111111-1111-4111-8111-111111111111'
run virsh -c "$R" domuuid web01-restored
shows '11111111-1111-4111-8111-111111111111'
state P web01 none
state R web01-restored none

say 'As long as it is a machine of its own, it is not overwritten.'
refused 'web01' virsh -c "$P" qemu-monitor-command web01 replication-enable '"replica-server": "hv-replica.example.com"'
state P web01 none
state R web01-restored none

say 'Make it a replica that only hv-primary may send to, then replicate to it.'
run virsh -c "$R" qemu-monitor-command web01-restored replication-become-replica
state R web01-restored replica initial-replication warning
run virsh -c "$R" qemu-monitor-command hv-replica query-replication-authorization --pretty
shows '"allowed-primary": "*"'
run virsh -c "$R" qemu-monitor-command web01-restored replication-authorize '"allowed-primary": "*"'
run virsh -c "$P" qemu-monitor-command web01 replication-enable '"replica-server": "hv-replica.example.com"'
state P web01 primary ready warning
run virsh -c "$P" qemu-monitor-command web01 replication-start '"transfer": "seeded", "wait": false'
state P web01 primary initial-replication warning
step 10 minutes
run virsh -c "$P" qemu-monitor-command web01 query-job --pretty
shows '"kind": "seeded-initial"'
step 11 minutes
state P web01 primary replicating ok
state R web01-restored replica replicating ok

say 'A machine that has no such copy cannot be seeded.'
run virsh -c "$P" qemu-monitor-command app01 replication-enable '"replica-server": "hv-replica.example.com"'
refused 'app01' virsh -c "$P" qemu-monitor-command app01 replication-start '"transfer": "seeded"'
state P app01 primary ready warning
