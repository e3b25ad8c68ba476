# test_ext.py: the whole road without a daemon: each virsh runs virthypervd itself, over hyperv+ext
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import sys

import tap
from tap import case, contains, equal
from world import DAEMON, World, wait_for

P, R = "hv-primary", "hv-replica"


class ExtWorld(World):
    """No daemon; clients find a command that takes no arguments."""

    def __init__(self):
        super().__init__(daemon=False)

    def __enter__(self):
        super().__enter__()
        configuration = self.write("hosts.conf", self.hosts_conf())
        os.chmod(self.write("virthypervd-stdio", f"#!/bin/sh\nexec {DAEMON} --stdio --config {configuration}\n"), 0o755)
        return self

    def uri(self, host):
        return f"hyperv+ext:///{host}?command={self.path('virthypervd-stdio')}"


@case
def reads(world):
    """Lists, states and recovery points."""
    contains(world.virsh(P, "list", "--all"), "web01")
    equal(world.virsh(P, "domstate", "db01").strip(), "shut off")
    equal(len(world.virsh(R, "snapshot-list", "app01", "--name").split()), 4)
    contains(world.virsh(P, "list", "--all", read_only=True), "web01")


@case
def initial_replication(world):
    """Enable and copy; the job is seen by a client that did not start it."""
    world.command(P, "web01", "replication-enable", replica_server="hv-replica", recovery_history=2)
    equal(world.command(P, "web01", "replication-start", wait=False)["job"]["status"], "running")
    contains(world.virsh(P, "domjobinfo", "web01"), "Job type:         Bounded")
    wait_for(lambda: world.replication(P, "web01") == ("primary", "replicating"), "the end of the copy")


@case
def over(world):
    """Failover to a point, commit."""
    points = world.virsh(R, "snapshot-list", "app01", "--name").split()
    world.command(R, "app01", "replication-failover", point=points[0])
    contains(world.refused(R, "app01", "replication-failover"), "Requested operation is not valid")
    world.virsh(R, "start", "app01")
    world.command(R, "app01", "replication-commit")
    equal(world.replication(R, "app01"), ("replica", "committed"))


@case
def and_back(world):
    """Reverse, copy, and a planned failover home."""
    world.command(P, "app01", "replication-become-replica")
    world.command(R, "app01", "replication-reverse")
    world.command(R, "app01", "replication-start")
    world.virsh(R, "destroy", "app01")
    world.command(R, "app01", "replication-prepare")
    world.command(P, "app01", "replication-failover")
    world.command(P, "app01", "replication-reverse")
    equal(world.replication(P, "app01"), ("primary", "replicating"))
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def wrong_host(world):
    """A host that is not configured."""
    contains(world.virsh("nosuch", "list", code=1), "no host 'nosuch'")


if __name__ == "__main__":
    sys.exit(tap.main(ExtWorld))
