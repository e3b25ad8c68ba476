#!/bin/bash
# lost-link.sh: what an administrator sees of a line that breaks, and afterwards
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Statistics and health over a lost link' pair.world

say 'All is well: what was sent, and how long it took.'
step 1 hours
run virsh -c "$P" qemu-monitor-command app01 query-replication-statistics --pretty
shows '"health": "ok"'
shows '"successes": 12'
shows '"misses": 0'

say 'A short break: a missed cycle or two, and replication catches up by itself.'
world 'link hv-primary hv-replica down'
step 10 minutes
state P app01 primary replicating ok
world 'link hv-primary hv-replica up'
step 10 minutes
state P app01 primary replicating ok
run virsh -c "$P" qemu-monitor-command app01 query-replication-statistics --pretty
shows '"network-failures": 2'

say 'A long one: it stops, and says so.'
world 'link hv-primary hv-replica down'
step 1 hours
state P app01 primary critical critical
state R app01 replica replicating warning
run virsh -c "$P" qemu-monitor-command app01 query-replication-statistics --pretty
shows "Replication for virtual machine 'app01' is in error"
run virsh -c "$P" qemu-monitor-command hv-primary query-replications '"health": "critical"' --pretty
shows '"domain": "app01"'
run virsh -c "$P" domstats app01 --vm
shows 'vm.replication.healthy.cur=no'
refused 'app01' virsh -c "$P" qemu-monitor-command app01 replication-resume
state P app01 primary critical critical

say 'The line is mended; somebody has to say that it may go on.'
world 'link hv-primary hv-replica up'
run virsh -c "$P" qemu-monitor-command app01 replication-resume
step 10 minutes
state P app01 primary replicating warning
state R app01 replica replicating warning
run virsh -c "$P" qemu-monitor-command app01 query-replication-statistics --pretty
shows 'More than 20 percent of replication cycles have been missed'

say 'Both remember what they missed until the interval ends, or until they are told to forget.'
run virsh -c "$P" qemu-monitor-command app01 replication-reset-statistics
run virsh -c "$R" qemu-monitor-command app01 replication-reset-statistics
state P app01 primary replicating ok
state R app01 replica replicating ok
run virsh -c "$R" qemu-monitor-command hv-replica query-replication-statistics --pretty
shows '"misses": 0'

say 'Intervals are a setting of the host: here every six hours, from midnight.'
run virsh -c "$P" qemu-monitor-command hv-primary replication-service-modify '"monitoring-start": "00:00", "monitoring-interval": 21600'
step 1 days
run virsh -c "$P" qemu-monitor-command app01 query-replication-statistics --pretty
shows '"end": "2026-05-02T06:00:00Z"'
shows '"misses": 0'
state P app01 primary replicating ok
state R app01 replica replicating ok
