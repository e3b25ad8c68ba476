# test_night.py: virt-replica on a bad night: in which order, to which point, and with hosts that are gone
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import contextlib
import json
import re
import socket
import sys
import time

from cli_world import MANY, CliWorld, look, wait_for
from tap import case, contains, equal, main

P, R = "hv-primary", "hv-replica"
FORMS = ("--yes", "--reason", "drill")
# What one host may take to be given up.
PATIENCE = 2
SILENT = ("silent-a", "silent-b", "silent-c")
DEAD = "".join(rf"""
[{name}]
address = 127.0.0.1
port = {{port}}
transport = http
auth = basic
user = Administrator
password-file = {{directory}}/hv-primary.password
allow-basic-over-http = yes
connect-timeout = {PATIENCE}s
""" for name in SILENT)


def soon(limit, act):
    """What it returns, and how long that took: the first of some tries within the limit, since any may meet a busy machine."""
    for _ in range(4):
        begin = time.monotonic()
        found = act()
        took = time.monotonic() - begin
        if took < limit:
            return found, took
    raise AssertionError(f"it takes {took:.1f} s, not {limit}")


class Silence:
    """A port where connections are neither taken nor refused: its queue is full, so that the kernel drops what comes."""

    def __init__(self):
        self.sockets = [socket.socket()]
        self.sockets[0].bind(("127.0.0.1", 0))
        self.sockets[0].listen(0)
        self.port = self.sockets[0].getsockname()[1]
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            self.sockets.append(filler)
            with contextlib.suppress(BlockingIOError):
                filler.connect(("127.0.0.1", self.port))

    def close(self):
        for one in self.sockets:
            one.close()


class NightWorld(CliWorld):
    def __enter__(self):
        self.silence = Silence()
        self.hosts_extra = DEAD.replace("{port}", str(self.silence.port))
        return super().__enter__()

    def __exit__(self, *details):
        self.silence.close()
        return super().__exit__(*details)


def results(items):
    return [(item["name"], item["result"]) for item in items]


def methods(item):
    return [(call["host"], call["class"], call["method"]) for call in item["calls"]]


@case
def as_typed(world):
    """machines that are named are taken as they are typed; what a glob or --all stands for is sorted"""
    for words, names in ((["web01", "app01", "db01"], ["web01", "app01", "db01"]),
                         (["file*", "app01"], ["file01", "file02", "app01"]),
                         (["web01", "*01"], ["web01", "app01", "crm01", "db01", "file01", "test01"]),
                         (["--all"], ["app01", "crm01", "db01", "file01", "file02", "test01", "web01"])):
        equal(world.replica(P, "status", *words, "-o", "name")[0].split(), names)
    equal(results(world.items(P, "enable", "file02", "file01", "--replica-server", R)), [("file02", "done"), ("file01", "done")])


@case
def one_by_one(world):
    """with --one-by-one the second begins when the first has ended"""
    with world.terminal(P, "start", "file02", "file01", "--one-by-one") as terminal:
        terminal.expect(r"file02 +Sending the initial copy")
        equal(world.replication(P, "file01"), ("primary", "ready"))
        world.control("step 200")
        terminal.expect(r"file01 +Sending the initial copy")
        equal(world.replication(P, "file02"), ("primary", "replicating"))
        world.control("step 200")
        equal(terminal.end(), 0)
        contains(re.sub(" +", " ", terminal.screen()), "file02 done\nfile01 done")


@case
def stopped(world):
    """it ends with the first that fails, and says which were not begun"""
    items = world.items(P, "suspend", "file01", "db01", "app01", "crm01", "--one-by-one", code=3)
    equal(results(items), [("file01", "done"), ("db01", "failed"), ("app01", "not-begun"), ("crm01", "not-begun")])
    contains(items[2]["message"], "'db01'")
    equal([world.replication(P, name)[1] for name in ("file01", "app01")], ["suspended", "replicating"])
    equal([line.split() for line in look(world, "resume", "db01", "file01", "--one-by-one", host=P, code=4)[-2:]],
          [["db01", "failed", "-"], ["file01", "not", "begun", "because", "'db01'", "failed"]])
    world.replica(P, "resume", "file01")
    _, err = world.replica(P, "resume", "file01", "--one-by-one", "--no-wait", code=2)
    contains(err, "exclude each other")


@case
def clean_up_all(world):
    """cleaning up --all, or a glob, is about the replicas that have a test machine, not about the test machines"""
    equal(world.items(R, "failover", "--test", "--cleanup", "--all", *FORMS), [])
    world.replica(R, "failover", "--test", "app01", "crm01")
    with world.terminal(R, "failover", "--test", "--cleanup", "--all") as terminal:
        terminal.expect("Type how many")
        equal(re.findall(r"'(.*)' on 'hv-replica'", terminal.screen()), ["app01", "crm01"])
        terminal.type("0\n")
        equal(terminal.end(), 4)
    equal(results(world.items(R, "failover", "--test", "--cleanup", "c*", *FORMS)), [("crm01", "done")])
    equal(results(world.items(R, "failover", "--test", "--cleanup", "--all", *FORMS)), [("app01", "done")])
    equal([name for name in world.replica(R, "list", "-o", "name")[0].splitlines() if "Test" in name], [])


@case
def asked(world):
    """who is asked sees the point, its time, its age and its kind, and what is lost by it"""
    with world.terminal(R, "failover", "app01", "crm01", "--before", "2026-05-01T01:30:00Z") as terminal:
        terminal.expect("Type how many")
        text = re.sub(r"\s+", " ", terminal.screen())
        point = r"recovery point 'rp-2026-05-01T01:00:00Z' \(Standard\), of 2026-05-01 01:00:00 \+00:00; changes of the 2h \d+m since then are lost"
        equal(bool(re.search(f"'app01' on 'hv-replica' {point} 'crm01' on 'hv-replica' {point}", text)), True)
        contains(text, "Changes made since the recovery point are lost.")
        equal(max(len(line) for line in terminal.screen().splitlines()) < 80, True)
        terminal.type("1\n")
        equal(terminal.end(), 4)
    with world.terminal(R, "failover", "app01") as terminal:
        terminal.expect("Type 'app01'")
        text = re.sub(r"\s+", " ", terminal.screen())
        equal(bool(re.search(r"the latest state, of 2026-05-01 \d\d:\d\d:\d\d \+00:00; changes of the \S+( \d+s)? since then are lost", text)), True)
        terminal.type("no\n")
        equal(terminal.end(), 4)
    with world.terminal(R, "failover", "app01", "--point", "rp-none") as terminal:
        terminal.expect("Type 'app01'")
        contains(terminal.screen(), "rp-none")
        terminal.type("no\n")
        equal(terminal.end(), 4)


@case
def power_on(world):
    """a rehearsal with --boot has the call that starts the machine, too, and of a test the test machine's"""
    start = ("hv-replica", "Msvm_ComputerSystem", "RequestStateChange")
    plan = world.items(R, "failover", "app01", "--boot", "--dry-run")[0]
    equal(methods(plan), [("hv-replica", "Msvm_ReplicationService", "InitiateFailover"), start])
    contains(plan["calls"][1]["object"], 'Name="33333333-3333-4333-8333-333333333333"')
    equal(plan["calls"][1]["arguments"], {"RequestedState": 2})
    plan = world.items(R, "failover", "app01", "--test", "--boot", "--dry-run")[0]
    equal(methods(plan), [("hv-replica", "Msvm_ReplicationService", "TestReplicaSystem"), start])
    plan = world.items(P, "failover", "app01", "--planned", "--boot", "--dry-run")[0]
    equal(methods(plan)[-1], start)
    equal(start in methods(world.items(P, "failover", "app01", "--planned", "--dry-run")[0]), False)
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def silent_hosts(world):
    """hosts that do not answer are waited for together; the others are shown, and told from them"""
    for command in ("list", "health", "service"):
        (out, err), took = soon(2 * PATIENCE, lambda what=command: world.replica(P, what, "-H", ",".join((SILENT[0], P, *SILENT[1:])),
                                                                                "-o", "name", code=3))
        equal((command, took >= PATIENCE), (command, True))
        contains(out.split(), P if command == "service" else "app01")
        equal(sorted(re.findall(r"error: host '([a-z-]+)'", err)), sorted(SILENT))


@case
def first_silent(world):
    """where the host of -c is silent, any that was there the last time tells which others there are"""
    _, err = world.replica(SILENT[0], "list", "--hosts", "all", code=6, XDG_CACHE_HOME=world.path("new"))
    contains(err, "'--hosts A,B'")
    world.replica(P, "list", "--hosts", "all", code=3)
    for command in ("list", "service"):
        (out, err), took = soon(2 * PATIENCE, lambda what=command: world.replica(SILENT[0], what, "--hosts", "all", "-o", "json", code=3))
        equal((command, took >= PATIENCE), (command, True))
        equal({item["host"] for item in json.loads(out)["items"]}, {P, R} | ({"hv-third"} if command == "service" else set()))
        equal(sorted(re.findall(r"error: host '([a-z-]+)'", err)), sorted(SILENT))
    contains(world.replica(SILENT[0], "hosts", "--hosts", "all", "-o", "name")[0].split(), R)
    found = world.items(SILENT[0], "doctor", "--hosts", "all", code=11)
    equal({(item["host"], item["verdict"]) for item in found if item["name"] == "connection"},
          {(name, "failed" if name in SILENT else "ok") for name in (P, R, "hv-third", *SILENT)})


@case
def all_silent(world):
    """where no host answers, each has its line"""
    out, err = world.replica(SILENT[0], "list", "--hosts", ",".join(SILENT), "-o", "json", code=6)
    equal(json.loads(out)["items"], [])
    equal(sorted(re.findall(r"error: host '([a-z-]+)'", err)), sorted(SILENT))
    equal(world.replica(SILENT[0], "status", "app01", "--hosts", ",".join(SILENT), code=6)[0], "")


@case
def lost_host(world):
    """a host that went away holds up nobody: what it said last is shown, and that it is out of reach"""
    world.control("host hv-replica down")
    wait_for(lambda: not world.items(R, "status", "app01")[0]["reachable"], "the loss")
    found, _ = soon(PATIENCE, lambda: {item["host"]: item["reachable"] for item in world.items(P, "list", "app01", "-H", f"{P},{R}")})
    equal(found, {P: True, R: False})
    contains(soon(PATIENCE, lambda: world.replica(P, "health", "-H", f"{P},{R}")[0])[0], "hv-replica")


if __name__ == "__main__":
    sys.exit(main(lambda: NightWorld(MANY.replace("initial-rate = 40G", "initial-rate = 2G"))))
