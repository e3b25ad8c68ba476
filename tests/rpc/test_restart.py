# test_restart.py: a host that restarts, vanishes or freezes while a job of it runs
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import re
import signal
import socket
import subprocess
import sys
import time

import tap
from tap import case, contains, equal
from world import STORY, World, wait_for

P, R = "hv-primary", "hv-replica"

# An initial copy takes some seconds, so that things can happen meanwhile.
TEXT = STORY.replace("initial-rate = 40G", "initial-rate = 12G").replace("db01.vhdx:20G", "db01.vhdx:60G")


class RestartWorld(World):
    def __init__(self):
        super().__init__(text=TEXT)

    def hosts_conf(self):
        return super().hosts_conf().replace("busy-poll-interval = 100ms\n", "busy-poll-interval = 100ms\nrequest-timeout = 4s\n")

    def takes_calls(self, host):
        with socket.socket() as caller:
            return caller.connect_ex(("127.0.0.1", self.addresses[host]["http"])) == 0

    def refresh(self, host):
        """One look at the host, made now."""
        return self.command(host, host, "refresh")

    def start_initial(self, domain):
        """A client that waits for the machine's initial copy, which runs by now."""
        client = subprocess.Popen(["virsh", "-c", self.uri(P), "qemu-monitor-command", domain, '{"execute": "replication-start"}'],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        wait_for(lambda: self.command(P, domain, "query-job")["running"], "the job")
        return client

    def has_missed(self, host):
        return not self.query_host(host)["reachable"]


def run_virsh_job(world):
    return dict(re.findall(r"^([A-Za-z ]+):\s+(.*?)\s*$", world.virsh(P, "domjobinfo", "web01"), re.MULTILINE))


@case
def restart(world):
    """A host that restarts forgets its jobs: the one that waited is told so, and the state is that of the host at once."""
    world.command(P, "web01", "replication-enable", replica_server=R)
    client = world.start_initial("web01")
    world.control(f"restart {P}")
    world.refresh(P)
    equal(world.command(P, "web01", "query-job")["running"], None)
    output, error = client.communicate(timeout=30)
    equal((client.returncode, output.strip()), (1, ""))
    contains(error, "host 'hv-primary' forgot the job ")
    contains(error, "its replication: primary, ")
    equal(run_virsh_job(world)["Job type"], "None")


@case
def asked_again(world):
    """Asked again it runs, once."""
    if world.replication(P, "web01")[1] != "replicating":
        client = world.start_initial("web01")
        output, error = client.communicate(timeout=60)
        equal((client.returncode, error.strip()), (0, ""))
        contains(output, "return")
    wait_for(lambda: world.replication(P, "web01") == ("primary", "replicating"), "the initial copy")


@case
def vanishes(world):
    """A host that is gone while its job goes on: the job is found again, and whoever waits for it gets its end."""
    world.command(P, "db01", "replication-enable", replica_server=R)
    client = world.start_initial("db01")
    world.control(f"host {P} down")
    wait_for(lambda: world.has_missed(P), "the host's being missed", 30)
    contains(world.virsh(P, "list", "--all", "--name"), "web01")
    equal(client.poll(), None)
    contains(world.virsh(P, "start", "app01", code=1), "; no connection since ")
    world.control(f"host {P} up")
    wait_for(lambda: world.takes_calls(P), "the host's return")
    world.refresh(P)
    equal(world.has_missed(P), False)
    output, error = client.communicate(timeout=60)
    equal((client.returncode, error.strip()), (0, ""))
    contains(output, '"return"')
    equal(world.replication(P, "db01"), ("primary", "replicating"))
    last = world.command(P, "db01", "query-job")["last"]
    equal((last["kind"], last["status"]), ("initial-replication", "completed"))


@case
def freezes(world):
    """A host that takes calls and does not answer them for a while is missed, and found again by itself."""
    os.kill(world.simulator.pid, signal.SIGSTOP)
    try:
        # With events nobody asks in the meantime; their heartbeat is missed.
        wait_for(lambda: world.has_missed(P), "the host's being missed", 45)
        start = time.monotonic()
        contains(world.virsh(P, "start", "app01", code=1), "; no connection since ")
        equal(time.monotonic() - start < 1.5, True)
    finally:
        os.kill(world.simulator.pid, signal.SIGCONT)
    world.refresh(P)
    equal(world.has_missed(P), False)
    world.virsh(P, "start", "app01")
    equal(world.virsh(P, "domstate", "app01").strip(), "running")


if __name__ == "__main__":
    sys.exit(tap.main(RestartWorld))
