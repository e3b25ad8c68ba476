#!/bin/bash
# windows-versions.sh: move a machine from each Windows Server to the next one, and back where that is possible
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'From each Windows Server to the next' windows-versions.world

for pair in 2012:2012r2 2012r2:2016 2016:2019 2019:2022 2022:2025; do
    old=${pair%:*} new=${pair#*:} vm=vm-${pair%:*}
    P=${uris[hv-$old]} R=${uris[hv-$new]}
    say "From $old to $new: P is hv-$old, R is hv-$new."
    run virsh -c "$P" qemu-monitor-command "$vm" replication-enable "\"replica-server\": \"hv-$new.example.com\""
    run virsh -c "$P" qemu-monitor-command "$vm" replication-start '"wait": false'
    step 5 minutes
    state P "$vm" primary replicating ok
    state R "$vm" replica replicating ok
    run virsh -c "$R" qemu-monitor-command "$vm" replication-test-failover
    state R "$vm - Test" test
    run virsh -c "$R" qemu-monitor-command "$vm" replication-test-cleanup
    run virsh -c "$P" qemu-monitor-command "$vm" replication-prepare
    run virsh -c "$R" qemu-monitor-command "$vm" replication-failover
    state R "$vm" replica failed-over warning
    if [ "$old" = 2012 ]; then
        refused 'does not support' virsh -c "$R" qemu-monitor-command "$vm" replication-reverse
        run virsh -c "$R" qemu-monitor-command "$vm" replication-commit
        state R "$vm" replica committed warning
    else
        run virsh -c "$R" qemu-monitor-command "$vm" replication-reverse
        state R "$vm" primary replicating ok
        state P "$vm" replica replicating ok
    fi
    run virsh -c "$R" start "$vm"
done
