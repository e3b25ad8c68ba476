# test_events.py: stock virsh hears the same, whether the host tells the daemon or the daemon asks
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import sys

import tap
from listener import Listener
from tap import case, contains, equal
from world import DAEMON, STORY, World, wait_for

# The same simulated host twice: one that tells what happens, and is hardly looked at; one that is polled.
TOLD, POLLED = "hv-primary", "polled"


class EventsWorld(World):
    """Two drivers for one host, and an administrator who works elsewhere, with a client of his own."""

    def __init__(self):
        # A job must last longer than the host takes to tell of it.
        super().__init__(text=STORY.replace("initial-rate = 40G", "initial-rate = 10G"))

    def hosts_conf(self):
        password = self.write("polled.password", "secret-1")
        text = super().hosts_conf().replace(f"[{TOLD}]\n", f"[{TOLD}]\nresync-interval = 1h\n")
        return text + (f"[{POLLED}]\naddress = 127.0.0.1\nauth = basic\nuser = Administrator\n"
                       f"password-file = {password}\ntransport = http\nport = {self.addresses[TOLD]['http']}\n"
                       "allow-basic-over-http = yes\nevents = no\npoll-interval = 200ms\nbusy-poll-interval = 100ms\n")

    def __enter__(self):
        super().__enter__()
        configuration = self.path("hosts.conf")
        os.chmod(self.write("elsewhere", f"#!/bin/sh\nexec {DAEMON} --stdio --config {configuration}\n"), 0o755)
        return self

    def elsewhere(self, *arguments):
        return self.virsh(TOLD, *arguments, uri=f"hyperv+ext:///{TOLD}?command={self.path('elsewhere')}")


def has_events(world, host=TOLD):
    return world.query_host(host)["events"] == "subscribed"


def listen(world, host):
    """virsh event on one of the two drivers; whichever it is, the simulator knows the host by one name."""
    listener = Listener(world, host)
    listener.host = TOLD
    return listener


def is_up_to_date(world):
    """Whether the driver that is told knows all machines that there are."""
    names = {line.split()[0] for line in world.control(f"vms {TOLD}").removeprefix("ok ").splitlines()}
    return set(world.virsh(TOLD, "list", "--all", "--name").split()) == names


def told(listener, name):
    """What was told of the life of a machine; whether it is seen on its way to the end is chance."""
    return [line for line in listener.text().splitlines()
            if f"event 'lifecycle' for domain '{name}'" in line and "Shutdown Finished" not in line]


@case
def subscribes(world):
    """The daemon subscribes where it may, and says so."""
    wait_for(lambda: has_events(world), "the subscription")
    answer = world.query_host(POLLED, TOLD)
    equal(answer["events"], "polling")
    equal(answer["events-reason"], "nobody has subscribed to them")
    equal("events-reason" in world.query_host(TOLD), False)


@case
def same(world):
    """What somebody else does to a machine is told the same either way."""
    with listen(world, TOLD) as one, listen(world, POLLED) as other:
        for verb, event in (("start", "Started Booted"), ("suspend", "Suspended Paused"), ("resume", "Resumed Unpaused"),
                            ("destroy", "Stopped ")):
            world.elsewhere(verb, "db01")
            for listener in one, other:
                listener.wait_for(f"event 'lifecycle' for domain 'db01': {event}")
        equal(told(one, "db01"), told(other, "db01"))


@case
def replication(world):
    """So is a replication that somebody else sets up."""
    with listen(world, TOLD) as one, listen(world, POLLED) as other:
        world.elsewhere("qemu-monitor-command", "web01",
                        '{"execute": "replication-enable", "arguments": {"replica-server": "hv-replica"}}')
        for listener in one, other:
            listener.wait_for("event 'metadata-change' for domain 'web01'")
        world.elsewhere("qemu-monitor-command", "web01",
                        '{"execute": "replication-start", "arguments": {"wait": false}}')
        for host, listener in (TOLD, one), (POLLED, other):
            listener.wait_for("event 'job-completed' for domain 'web01'")
            wait_for(lambda host=host: world.replication(host, "web01") == ("primary", "replicating"), f"the copy on {host}")


@case
def created(world):
    """A machine that somebody makes shows without anybody looking for it."""
    world.control(f"add-vms {TOLD} 1")
    wait_for(lambda: is_up_to_date(world), "the new VM")


@case
def restart(world):
    """A host that restarted has forgotten the subscription; it gets a new one."""
    world.control(f"host {TOLD} down")
    wait_for(lambda: not world.query_host(TOLD)["reachable"], "the loss")
    answer = world.query_host(TOLD)
    equal(answer["events"], "polling")
    contains(answer["events-reason"], TOLD)
    world.control(f"restart {TOLD}")
    world.control(f"host {TOLD} up")
    wait_for(lambda: has_events(world), "the new subscription", 40)
    world.control(f"add-vms {TOLD} 1")
    wait_for(lambda: is_up_to_date(world), "the new VM")


if __name__ == "__main__":
    sys.exit(tap.main(EventsWorld))
