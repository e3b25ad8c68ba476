# test_faults.py: hosts that are out of reach, say no or are slow trouble nobody but themselves
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import datetime
import json
import re
import statistics
import subprocess
import sys
import threading
import time

import libvirt
import libvirt_qemu

import tap
from proxy import Proxy
from tap import case, contains, equal
from world import World, wait_for

P, R = "hv-primary", "hv-replica"
DEAD, WRONG = "hv-dead", "hv-wrong"
N_CLIENTS = 50


class FaultWorld(World):
    """The primary behind a proxy, the replica as it is, a host that never answers, and the primary again with a wrong password."""

    def __init__(self):
        super().__init__()
        self.proxies = {}

    def hosts_conf(self):
        port = self.addresses[P]["http"]
        self.proxies = {P: Proxy(port), WRONG: Proxy(port), DEAD: Proxy(None)}
        self.addresses[P] = {"http": self.proxies[P].port}
        text = super().hosts_conf()
        for name, password in ((WRONG, "not-it"), (DEAD, "secret-1")):
            text += (f"[{name}]\naddress = 127.0.0.1\nport = {self.proxies[name].port}\ntransport = http\nauth = basic\n"
                     f"user = Administrator\npassword-file = {self.write(name + '.password', password)}\n"
                     "allow-basic-over-http = yes\nrequest-timeout = 3s\n\n")
        return text

    def __exit__(self, *arguments):
        try:
            return super().__exit__(*arguments)
        finally:
            for proxy in self.proxies.values():
                proxy.end()


def ask(domain, name):
    return json.loads(libvirt_qemu.qemuMonitorCommand(domain, json.dumps({"execute": name}), 0))["return"]


def measure(domains):
    """Median seconds of a read that goes to the host itself."""
    spans = []
    for _ in range(15):
        for domain in domains:
            start = time.monotonic()
            ask(domain, "query-replication-service")
            spans.append(time.monotonic() - start)
    return statistics.median(spans)


@case
def dead_host(world):
    """A host that takes calls and never answers slows no other one."""
    connections = [libvirt.open(world.uri(host)) for host in (P, R)]
    domains = [connection.lookupByName(host) for connection, host in zip(connections, (P, R))]
    alone = measure(domains)
    words = ["virsh", "-c", world.uri(DEAD), "list"]
    clients = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(5)]
    wait_for(lambda: world.proxies[DEAD].n_connections, "a call of the dead host")
    beside = measure(domains)
    equal([client.poll() for client in clients], [None] * 5)
    equal((beside < 3 * alone + 0.05, alone, beside), (True, alone, beside))
    for client in clients:
        _, error = client.communicate(timeout=30)
        equal(client.returncode, 1)
        contains(error, "host 'hv-dead': 'Enumerate' failed: no answer ")
    for connection in connections:
        connection.close()


@case
def polite(world):
    """However many clients there are, a host sees at most five connections and eight requests at once."""
    world.proxies[P].reset()
    errors = []

    def work():
        try:
            connection = libvirt.open(world.uri(P))
            for _ in range(3):
                ask(connection.lookupByName(P), "query-replication-service")
                ask(connection.lookupByName("web01"), "refresh")
            connection.close()
        except libvirt.libvirtError as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(N_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    equal(errors, [])
    peaks = world.proxies[P].peak_connections, world.proxies[P].peak_requests
    equal((2 <= peaks[0] <= 5, 2 <= peaks[1] <= 8, peaks), (True, True, peaks))


@case
def out_of_reach(world):
    """A host that refuses calls: what was seen last can be read, changes fail at once, and it is found again."""
    names = world.virsh(P, "list", "--all", "--name")
    equal([key for key in world.query_host(P) if key.startswith("unreachable")], [])
    world.proxies[P].close()
    wait_for(lambda: not world.query_host(P)["reachable"], "the host's being missed")
    answer = world.query_host(P)
    equal(bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answer["unreachable-since"])), True)
    contains(answer["unreachable-reason"], "host 'hv-primary': 'Enumerate' failed: ")
    equal(world.virsh(P, "list", "--all", "--name"), names)
    start = time.monotonic()
    line = world.virsh(P, "start", "db01", code=1)
    equal(time.monotonic() - start < 1.5, True)
    contains(line, "'start' of 'db01': host 'hv-primary': ")
    contains(line, f"; no connection since {answer['unreachable-since']}; check that the host is up and that WinRM listens")
    world.proxies[P].open()
    wait_for(lambda: world.query_host(P)["reachable"], "the host's being found again", 40)
    equal([key for key in world.query_host(P) if key.startswith("unreachable")], [])
    world.virsh(P, "start", "db01")
    world.virsh(P, "destroy", "db01")


@case
def wrong_password(world):
    """A password that was refused is not sent again by whoever asks next, and another one at once."""
    proxy = world.proxies[WRONG]
    lines = {world.virsh(WRONG, "list", code=1).strip() for _ in range(10)}
    equal(len(lines), 1)
    contains(lines.pop(), "host 'hv-wrong': 'Enumerate' failed: ")
    equal(proxy.n_connections <= 2, True)
    world.write(f"{WRONG}.password", "secret-1")
    start = time.monotonic()
    contains(world.virsh(WRONG, "list", "--all"), "web01")
    equal(time.monotonic() - start < 5, True)


@case
def wrong_clock(world):
    """A host whose clock is wrong is told by how much."""
    now = datetime.datetime.strptime(world.control("now"), "ok %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    skew = now.timestamp() - time.time()
    equal(abs(skew) > 3600, True)  # the story's time is not ours
    equal(abs(world.query_host(R)["clock-skew-seconds"] - skew) < 60, True)


@case
def clock_set(world):
    """A host whose clock is set while it is up: ages are told by the new time from the next look on."""
    def age():
        world.command(R, R, "refresh")
        return world.command(R, "app01", "query-replication")["relationships"][0]["rpo-seconds"]

    world.control("link hv-primary hv-replica down")
    before = age()
    skew = world.query_host(R)["clock-skew-seconds"]
    world.control("step 600")
    equal(600 <= age() - before < 660, True)
    equal(600 <= world.query_host(R)["clock-skew-seconds"] - skew < 660, True)
    world.control("link hv-primary hv-replica up")


@case
def answer_lost(world):
    """A command whose answer is lost is not sent again: it is told as done once that shows."""
    for command, state in (("start", "running"), ("destroy", "shut off")) * 3:
        world.control(f"upset {P} drop-reply")
        world.virsh(P, command, "db01")
        equal(world.virsh(P, "domstate", "db01").strip(), state)


if __name__ == "__main__":
    libvirt.registerErrorHandler(lambda _context, _error: None, None)
    sys.exit(tap.main(FaultWorld))
