# test_virsh_power.py: power verbs by stock virsh, and the events they make
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys

import tap
from listener import Listener
from tap import case, contains, equal
from world import World, wait_for


def state(world, name):
    return world.virsh("hv-primary", "domstate", name).strip()


@case
def cycle(world):
    """start, suspend, resume, destroy: each shows its effect to the next reader, and its event."""
    with Listener(world, "hv-primary") as listener:
        for verb, after, event in (("start", "running", "Started Booted"), ("suspend", "paused", "Suspended Paused"),
                                   ("resume", "running", "Resumed Unpaused"), ("destroy", "shut off", "Stopped Destroyed")):
            world.virsh("hv-primary", verb, "db01")
            equal(state(world, "db01"), after)
            listener.wait_for(f"event 'lifecycle' for domain 'db01': {event}")


@case
def shutdown(world):
    """shutdown asks the guest, which goes off by itself."""
    world.virsh("hv-primary", "start", "db01")
    world.virsh("hv-primary", "shutdown", "db01")
    wait_for(lambda: state(world, "db01") == "shut off", "shutdown of db01")


@case
def wrong_states(world):
    """A verb in the wrong state gets one line that says why."""
    contains(world.virsh("hv-primary", "destroy", "db01", code=1), "Requested operation is not valid: domain is not running")
    contains(world.virsh("hv-primary", "suspend", "db01", code=1), "Requested operation is not valid")
    contains(world.virsh("hv-primary", "start", "web01", code=1), "Domain is already active")


@case
def replica_does_not_start(world):
    """A replica may not be started before failover."""
    error = world.virsh("hv-replica", "start", "app01", code=1)
    contains(error, "app01")
    contains(error, "Requested operation is not valid: domain is a replica that has not been failed over")
    equal(world.virsh("hv-replica", "domstate", "app01").strip(), "shut off")


@case
def created_and_gone(world):
    """A VM that somebody else makes shows up by itself."""
    before = len(world.virsh("hv-replica", "list", "--all", "--name").split())
    world.control("add-vms hv-replica 2")
    wait_for(lambda: len(world.virsh("hv-replica", "list", "--all", "--name").split()) == before + 2, "the new VMs")


if __name__ == "__main__":
    sys.exit(tap.main(World))
