# command_world.py: three hosts on which every command can be tried, and a list of those that were
#
# SPDX-License-Identifier: LGPL-2.1-or-later

from tap import equal
from world import PASSWORDS, STORY, World

P, R, X = "hv-primary", "hv-replica", "hv-third"

# A third host, adapters on each machine, a second disk.
TEXT = STORY.replace("disks = C:\\VMs\\db01.vhdx:20G", "disks = C:\\VMs\\db01.vhdx:20G; C:\\VMs\\db01-log.vhdx:10G").replace(
    "\n\n[vm db01]", "\nnics = Network Adapter:Production\n\n[vm db01]").replace(
    "disks = C:\\VMs\\app01.vhdx:10G", "disks = C:\\VMs\\app01.vhdx:10G\nnics = Network Adapter:Production; Backup:Storage") + r"""
[host hv-third]
fqdn = hv-third.example.com
version = 10.0.20348
user = Administrator
password = secret-3
basic = yes
allow-unencrypted = yes
replica-listener = yes
storage-location = D:\Replica
initial-rate = 40G
quick-job-ms = 60
"""
PASSWORDS[X] = "secret-3"


class CommandWorld(World):
    """Notes which commands ran, and whether a host or a machine was asked."""

    def __init__(self):
        super().__init__(text=TEXT)
        self.ran = set()

    def command(self, host, domain, name, **arguments):
        answer = super().command(host, domain, name, **arguments)
        self.ran.add((name, "host" if domain in (P, R, X) else "vm"))
        return answer

    def refused(self, host, domain, name, **arguments):
        self.ran.add((name, "host" if domain in (P, R, X) else "vm"))
        line = super().refused(host, domain, name, **arguments)
        # virsh prints "error: " and the line; a reader should not have to look for more.
        equal(len(line.strip().splitlines()), 1)
        return line

    def settings(self, host, domain, leg=0):
        return self.command(host, domain, "query-replication")["relationships"][leg]["settings"]

    def describe(self):
        return self.command(P, P, "query-commands")

    def missing(self, scope):
        """Commands of the scope that no test has run so far."""
        wanted = {(row["name"], scope) for row in self.describe() if row["scope"] == scope}
        return sorted(wanted - self.ran)
