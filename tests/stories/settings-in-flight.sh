#!/bin/bash
# settings-in-flight.sh: change how db01 replicates while it does
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Settings changed in flight' disks.world

say 'Settings that are given change, the others stay; the replica hears of it.'
run virsh -c "$P" qemu-monitor-command db01 replication-modify '"frequency": 30, "recovery-history": 8, "consistent-interval": 4, "compression": false'
state P db01 primary replicating ok
run virsh -c "$R" qemu-monitor-command db01 query-replication --pretty
shows '"frequency": 30'
shows '"recovery-history": 8'
shows '"consistent-interval": 4'
shows '"compression": false'

say 'What cannot be is refused, and the line says what can.'
refused "'30', '300', '900'" virsh -c "$P" qemu-monitor-command db01 replication-modify '"frequency": 60'
refused 'from 0 to 24' virsh -c "$P" qemu-monitor-command db01 replication-modify '"recovery-history": 25'
refused "'replica-host'" virsh -c "$P" qemu-monitor-command db01 replication-modify '"replica-host": "hv-other.example.com"'
refused 'db01' virsh -c "$R" qemu-monitor-command db01 replication-modify '"frequency": 900'

say 'Or with an editor: the settings are metadata of the machine.'
run env EDITOR='sed -i s,recovery-history\>8\<,recovery-history\>12\<,' virsh -c "$P" metadata db01 https://libvirt.org/schemas/domain/hyperv/replication/1.0 --edit --key replication
run virsh -c "$P" metadata db01 https://libvirt.org/schemas/domain/hyperv/replication/1.0
shows '<replication:recovery-history>12</replication:recovery-history>'
refused 'recovery-history' virsh -c "$P" metadata db01 https://libvirt.org/schemas/domain/hyperv/replication/1.0 --key replication \
    --set '<replication><relationship kind="primary"><settings><recovery-history>99</recovery-history></settings></relationship></replication>'
refused 'replication-remove' virsh -c "$P" metadata db01 https://libvirt.org/schemas/domain/hyperv/replication/1.0 --remove
state P db01 primary replicating ok

say 'The set of disks can change, too: here the temporary database is not worth the line.'
run virsh -c "$P" domblklist db01
run virsh -c "$P" qemu-monitor-command db01 replication-modify '"excluded-disks": ["C:\\VMs\\db01-temp.vhdx"]'
step 30 minutes
state P db01 primary replicating ok
state R db01 replica replicating ok
run virsh -c "$R" qemu-monitor-command db01 query-replication --pretty
shows 'db01.vhdx"'
lacks 'db01-temp.vhdx"'
run virsh -c "$P" qemu-monitor-command db01 replication-modify '"included-disks": ["C:\\VMs\\db01.vhdx", "C:\\VMs\\db01-temp.vhdx"]'
step 30 minutes
state P db01 primary replicating ok
state R db01 replica replicating ok
run virsh -c "$R" qemu-monitor-command db01 query-replication --pretty
shows 'db01-temp.vhdx"'
refused 'C:\VMs\none.vhdx' virsh -c "$P" qemu-monitor-command db01 replication-modify '"included-disks": ["C:\\VMs\\none.vhdx"]'

say 'Addresses for the time after a failover; each site has its own network.'
run virsh -c "$R" qemu-monitor-command db01 replication-set-failover-network '"dhcp": false, "addresses": ["192.0.2.10", "2001:db8::10"], "subnets": ["255.255.255.0", "64"], "gateways": ["192.0.2.1"], "dns-servers": ["192.0.2.53"]'
run virsh -c "$R" qemu-monitor-command db01 query-failover-network '"format": "xml"'
shows '192.0.2.10'
refused '192.0.2.300' virsh -c "$R" qemu-monitor-command db01 replication-set-failover-network '"dhcp": false, "addresses": ["192.0.2.300"], "subnets": ["255.255.255.0"]'
run virsh -c "$R" qemu-monitor-command db01 replication-set-failover-network '"clear": "ipv6"'
run virsh -c "$R" qemu-monitor-command db01 query-failover-network --pretty
shows '192.0.2.10'
lacks '2001:db8::10'
