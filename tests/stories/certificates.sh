#!/bin/bash
# certificates.sh: replicate over HTTPS, and renew a certificate before, or rather after, it has expired
#
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck source=story.sh source-path=SCRIPTDIR
. "$(dirname "$0")/story.sh"
story 'Certificate authentication' certificates.world

say 'Certificates have long numbers; what a host could use it shows with the day on which it ends.'
run virsh -c "$P" qemu-monitor-command hv-primary query-system-certificates --pretty
shows '"thumbprint": "ABDAEE5B32AD6F543D84DA68059FDAEB97A43278"'
shows '"not-after": "2026-05-03T00:00:00Z"'
run virsh -c "$R" qemu-monitor-command hv-replica query-system-certificates --pretty
shows '"thumbprint": "1F8D105BF891EA694C95FAC90BFECA60C443FED8"'

say 'The replica server takes nothing but certificates from now on.'
run virsh -c "$R" qemu-monitor-command hv-replica replication-service-modify '"authentication": "certificate", "certificate-thumbprint": "1F8D105BF891EA694C95FAC90BFECA60C443FED8"'
refused 'does not accept this authentication type' virsh -c "$P" qemu-monitor-command hv-primary replication-test-connection '"replica-server": "hv-replica.example.com", "port": 80, "authentication": "kerberos"'

say 'An expired certificate is refused, and so is one that the primary does not have.'
refused 'has expired' virsh -c "$P" qemu-monitor-command hv-primary replication-test-connection '"replica-server": "hv-replica.example.com", "port": 443, "authentication": "certificate", "certificate-thumbprint": "2526443C49A7C49886F62C884A35061B3EFF0A31"'
refused 'not in the personal store' virsh -c "$P" qemu-monitor-command hv-primary replication-test-connection '"replica-server": "hv-replica.example.com", "port": 443, "authentication": "certificate", "certificate-thumbprint": "1F8D105BF891EA694C95FAC90BFECA60C443FED8"'
refused 'has expired' virsh -c "$P" qemu-monitor-command web01 replication-enable '"replica-server": "hv-replica.example.com", "port": 443, "authentication": "certificate", "certificate-thumbprint": "2526443C49A7C49886F62C884A35061B3EFF0A31"'
state P web01 none

say 'The one that ends the day after tomorrow is good, today.'
run virsh -c "$P" qemu-monitor-command hv-primary replication-test-connection '"replica-server": "hv-replica.example.com", "port": 443, "authentication": "certificate", "certificate-thumbprint": "ABDAEE5B32AD6F543D84DA68059FDAEB97A43278"'
run virsh -c "$P" qemu-monitor-command web01 replication-enable '"replica-server": "hv-replica.example.com", "port": 443, "authentication": "certificate", "certificate-thumbprint": "ABDAEE5B32AD6F543D84DA68059FDAEB97A43278"'
run virsh -c "$P" qemu-monitor-command web01 replication-start '"wait": false'
step 21 minutes
state P web01 primary replicating ok
state R web01 replica replicating ok
run virsh -c "$P" qemu-monitor-command web01 query-replication --pretty
shows '"authentication": "certificate"'
shows '"certificate-thumbprint": "ABDAEE5B32AD6F543D84DA68059FDAEB97A43278"'

say 'Two days later it is not.'
step 2 days
state P web01 primary critical critical
refused 'has expired' virsh -c "$P" qemu-monitor-command web01 replication-resume

say 'Take the new one, and go on.'
run virsh -c "$P" qemu-monitor-command web01 replication-modify '"certificate-thumbprint": "2A421CA59F4901DF8331479B2CBA1AC95FF9B2F7"'
run virsh -c "$P" qemu-monitor-command web01 replication-resume
step 10 minutes
state P web01 primary replicating ok
run virsh -c "$P" qemu-monitor-command web01 query-replication --pretty
shows '"certificate-thumbprint": "2A421CA59F4901DF8331479B2CBA1AC95FF9B2F7"'
