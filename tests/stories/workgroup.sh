#!/bin/bash
# workgroup.sh: make a host without a domain a replica server that takes any primary with a good certificate
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'A workgroup host with authorization entry *' workgroup.world

say 'The host is a domain of its own name. It does not take replicas yet.'
run virsh -c "$R" list --all
lacks 'hv-replica'
run virsh -c "$R" qemu-monitor-command hv-replica query-replication-service --pretty
shows '"enabled": false'

say 'Without a domain there is no Kerberos: each side has a certificate, known by its thumbprint.'
run virsh -c "$P" qemu-monitor-command hv-primary query-system-certificates --pretty
shows '"thumbprint": "5E0F6369A5B619C117C2260B1BD1D8BE0A00805D"'
refused 'not configured to receive' virsh -c "$P" qemu-monitor-command hv-primary replication-test-connection '"replica-server": "hv-replica", "port": 8443, "authentication": "certificate", "certificate-thumbprint": "5E0F6369A5B619C117C2260B1BD1D8BE0A00805D"'
run virsh -c "$R" qemu-monitor-command hv-replica query-system-certificates --pretty
shows '"thumbprint": "05977F6A2A1DA30EBD36A81B0484D0E8FAD2C418"'
refused 'hv-replica' virsh -c "$R" qemu-monitor-command hv-replica replication-service-modify '"enabled": true, "authentication": "certificate"'
run virsh -c "$R" qemu-monitor-command hv-replica replication-service-modify '"enabled": true, "authentication": "certificate", "https-port": 8443, "certificate-thumbprint": "05977F6A2A1DA30EBD36A81B0484D0E8FAD2C418"'
run virsh -c "$R" qemu-monitor-command hv-replica query-replication-service --pretty
shows '"https-port": 8443'
shows '"listening": true'

say 'Who may send? A single host needs a full name, which no host has here. So: any.'
refused 'hv-replica' virsh -c "$R" qemu-monitor-command hv-replica replication-authorization-add '"allowed-primary": "hv-primary", "storage-location": "D:\\Replica", "trust-group": "main"'
run virsh -c "$R" qemu-monitor-command hv-replica replication-authorization-add '"allowed-primary": "*", "storage-location": "D:\\Replica", "trust-group": "DEFAULT"'
refused 'hv-replica' virsh -c "$R" qemu-monitor-command hv-replica replication-authorization-add '"allowed-primary": "hv-other.example.com", "storage-location": "D:\\Other", "trust-group": "main"'
run virsh -c "$R" qemu-monitor-command hv-replica replication-authorization-modify '"allowed-primary": "*", "storage-location": "E:\\Replica"'
run virsh -c "$R" qemu-monitor-command hv-replica query-replication-authorization --pretty
shows '"storage-location": "E:\\Replica"'

say 'Try the way from the other side.'
refused 'hv-replica' virsh -c "$P" qemu-monitor-command hv-primary replication-test-connection '"replica-server": "hv-replica", "port": 80, "authentication": "kerberos"'
refused 'hv-replica' virsh -c "$P" qemu-monitor-command hv-primary replication-test-connection '"replica-server": "hv-replica", "port": 443, "authentication": "certificate", "certificate-thumbprint": "5E0F6369A5B619C117C2260B1BD1D8BE0A00805D"'
run virsh -c "$P" qemu-monitor-command hv-primary replication-test-connection '"replica-server": "hv-replica", "port": 8443, "authentication": "certificate", "certificate-thumbprint": "5E0F6369A5B619C117C2260B1BD1D8BE0A00805D"'

say 'And replicate.'
run virsh -c "$P" qemu-monitor-command web01 replication-enable '"replica-server": "hv-replica", "port": 8443, "authentication": "certificate", "certificate-thumbprint": "5E0F6369A5B619C117C2260B1BD1D8BE0A00805D"'
run virsh -c "$P" qemu-monitor-command web01 replication-start '"wait": false'
step 21 minutes
state P web01 primary replicating ok
state R web01 replica replicating ok
run virsh -c "$R" domblklist web01
shows 'E:\Replica'

say 'Without its entry the machine stops replicating.'
run virsh -c "$R" qemu-monitor-command hv-replica replication-authorization-remove '"trust-group": "DEFAULT"'
run virsh -c "$R" qemu-monitor-command hv-replica query-replication-authorization --pretty
lacks '"*"'
step 1 hours
state P web01 primary critical critical
refused 'not authorized' virsh -c "$P" qemu-monitor-command web01 replication-resume

say 'Settings and entries are a document, too: the host has what stands in it, and the machine is bound to its entry again.'
run virsh -c "$R" qemu-monitor-command hv-replica replication-service-modify '"document": "<replicationservice xmlns=\"https://libvirt.org/schemas/domain/hyperv/replication/1.0\"><authorization><allowed-primary>*</allowed-primary><storage-location>E:\\Replica</storage-location><trust-group>DEFAULT</trust-group></authorization></replicationservice>"'
run virsh -c "$R" qemu-monitor-command hv-replica query-replication-service '"format": "xml"'
shows '<allowed-primary>*</allowed-primary>'
shows '<https-port>8443</https-port>'
run virsh -c "$R" qemu-monitor-command web01 replication-authorize '"allowed-primary": "*"'
run virsh -c "$P" qemu-monitor-command web01 replication-resume
step 10 minutes
state P web01 primary replicating warning
run virsh -c "$P" qemu-monitor-command web01 query-replication-statistics --pretty
shows 'More than 20 percent of replication cycles have been missed'

say 'The service itself cannot be stopped or started: it says so.'
refused 'hv-replica' virsh -c "$R" qemu-monitor-command hv-replica replication-service-stop
refused 'hv-replica' virsh -c "$R" qemu-monitor-command hv-replica replication-service-start
