#!/bin/bash
# initial-scheduled.sh: copy web01 tonight, when the line is free
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Scheduled initial replication' pair.world

run virsh -c "$P" qemu-monitor-command web01 replication-enable '"replica-server": "hv-replica.example.com"'

say 'It is 03:00 UTC. Times have an offset; they may be seven days ahead.'
refused 'no time with offset' virsh -c "$P" qemu-monitor-command web01 replication-start '"start-time": "22:00"'
refused 'web01' virsh -c "$P" qemu-monitor-command web01 replication-start '"start-time": "2026-05-09T00:00:00Z"'
run virsh -c "$P" qemu-monitor-command web01 replication-start '"start-time": "2026-05-02T00:00:00+02:00"'
state P web01 primary ready warning
state R web01 replica initial-replication warning

say 'A change of mind, then the other night.'
run virsh -c "$P" qemu-monitor-command web01 replication-cancel-initial
step 20 hours
state P web01 primary ready warning
run virsh -c "$P" qemu-monitor-command web01 replication-start '"start-time": "2026-05-02T22:00:00Z"'
step 22 hours
state P web01 primary ready warning

say 'At ten it begins by itself, and nobody has to be there.'
step 70 minutes
state P web01 primary initial-replication warning
run virsh -c "$P" domjobinfo web01
shows 'Job type: Bounded'
step 20 minutes
state P web01 primary replicating ok
state R web01 replica replicating ok
