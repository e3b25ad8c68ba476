# test_kill.py: the daemon is killed before and after every request of a story, and the next one puts things right
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_kill.py STORY; or test_kill.py STORY POSITION before|after request|change, to look at one
# HVR_KILL_STRIDE: every n-th request that only reads, 1: all; without it a few of them, see SPREAD
#
# A story is one wish.  First it runs undisturbed, and its requests are counted; then
# it is killed at each of them, in a world of its own.  The daemon that comes back
# must have told truthfully what became of it, without sending anything twice; and what
# the host did not get can be asked for again.

import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor

import libvirt
import libvirt_qemu

from killer import READS, Plan, Road
from world import World, wait_for

P, R = "hv-primary", "hv-replica"
GUIDS = {"web01": "11111111", "db01": "22222222", "app01": "33333333"}
OPEN = ("running", "undoing")
DISK = r"C:\VMs\data.vhdx"
NEW = rf"""<domain type="hyperv">
  <name>new01</name><memory unit="MiB">512</memory><vcpu>1</vcpu><os><type>hvm</type></os>
  <devices>
    <disk type="file" device="disk"><source file="{DISK}"/><target dev="hda" bus="ide"/></disk>
  </devices>
</domain>"""
# As many worlds at a time; they mostly wait for a host that may still be at work on what the dead have sent.
N_PARALLEL = int(os.environ.get("HVR_KILL_PARALLEL", "12"))
STRIDE = int(os.environ.get("HVR_KILL_STRIDE", "0"))
# Between two changes one read is like the other: so many, from the first request to the last, in turn before and after.
SPREAD = 8
POWER = {libvirt.VIR_DOMAIN_RUNNING: "running", libvirt.VIR_DOMAIN_PAUSED: "paused", libvirt.VIR_DOMAIN_SHUTOFF: "shut off"}


class KillWorld(World):
    """Hosts behind roads on which the daemon can be killed; it is not started again by itself."""

    def __init__(self):
        super().__init__()
        self.plan = Plan(self.kill)
        self.roads = []
        self.connections = {}

    def start_simulator(self):
        super().start_simulator()
        for name, ports in self.addresses.items():
            road = Road(name, ports["http"], self.plan)
            self.roads.append(road)
            ports["http"] = road.port

    def start_daemon(self):
        super().start_daemon()
        wait_for(self.takes_calls, "listening")

    def kill(self):
        os.kill(self.daemon.pid, signal.SIGKILL)
        self.daemon.wait()

    def takes_calls(self):
        with socket.socket(socket.AF_UNIX) as caller:
            return caller.connect_ex(self.path("virthypervd-sock")) == 0

    def revive(self):
        """What systemd does."""
        self.hang_up()
        os.unlink(self.path("virthypervd-sock"))
        self.start_daemon()

    def __exit__(self, *arguments):
        self.hang_up()
        super().__exit__(*arguments)
        for road in self.roads:
            road.close()

    def hang_up(self):
        self.connections.clear()

    def connect(self, host):
        """By the library: what is asked again and again is too much for a program each."""
        if host not in self.connections:
            self.connections[host] = libvirt.open(self.uri(host))
        return self.connections[host]

    def ask(self, host, question):
        """Calls @question with the connection; failures are told like those of virsh."""
        try:
            return question(self.connect(host))
        except libvirt.libvirtError as error:
            self.connections.pop(host, None)
            raise AssertionError(str(error)) from error

    def command(self, host, domain, name, **arguments):
        text = json.dumps({"execute": name, "arguments": {k.replace("_", "-"): v for k, v in arguments.items()}})
        answer = json.loads(self.ask(host, lambda link: libvirt_qemu.qemuMonitorCommand(link.lookupByName(domain), text, 0)))
        if "return" not in answer:
            raise AssertionError(f"{text} answered {answer}")
        return answer["return"]

    def power(self, host, vm):
        return POWER[self.ask(host, lambda link: link.lookupByName(vm).state()[0])]

    def names(self, host):
        return self.ask(host, lambda link: [domain.name() for domain in link.listAllDomains()])

    def checkpoints(self, host, vm):
        return self.ask(host, lambda link: link.lookupByName(vm).snapshotListNames())

    def vcpus(self, host, vm):
        return self.ask(host, lambda link: link.lookupByName(vm).maxVcpus())

    def document(self, host, vm):
        return self.ask(host, lambda link: link.lookupByName(vm).XMLDesc())

    def find_lines(self, story):
        """What the journal says of it, the last one first."""
        lines = self.command(story.host, story.host, "query-operations")
        return [line for line in lines if line["name"] in story.names and line["domain"] == story.vm]


def run_command(name, **arguments):
    return lambda world, host, vm: world.command(host, vm, name, **arguments)


def run_virsh(verb, after=()):
    return lambda world, host, vm: world.virsh(host, verb, vm, *after)


def fail_over(world):
    world.command(P, "app01", "replication-prepare")


def fail_over_fully(world):
    fail_over(world)
    world.command(R, "app01", "replication-failover")


def get_history(world):
    return world.command(P, "app01", "query-replication")["relationships"][0]["settings"]["recovery-history"]


class Story:
    """@names: as the journal calls it; @setup: what comes before; @effect: what is seen when it has taken effect."""

    def __init__(self, names, host, vm, run, effect, setup=None):
        self.names = [names] if isinstance(names, str) else names
        self.host, self.vm, self.run, self.effect, self.setup = host, vm, run, effect, setup

    def is_done(self, world):
        return self.effect(world)


def is_power(host, vm, wanted):
    return lambda world: world.power(host, vm) == wanted


def is_replication(host, vm, *wanted):
    return lambda world: world.replication(host, vm) == wanted


STORIES = {
    "start": Story("start", P, "db01", run_virsh("start"), is_power(P, "db01", "running")),
    "destroy": Story("destroy", P, "web01", run_virsh("destroy"), is_power(P, "web01", "shut off")),
    "suspend": Story("suspend", P, "web01", run_virsh("suspend"), is_power(P, "web01", "paused")),
    "enable": Story("enable", P, "web01", run_command("replication-enable", replica_server=R),
                    lambda world: world.replication(P, "web01")[0] == "primary"),
    "initial": Story("start", P, "web01", run_command("replication-start"),
                     is_replication(P, "web01", "primary", "replicating"),
                     lambda world: world.command(P, "web01", "replication-enable", replica_server=R)),
    "replication-suspend": Story("suspend", P, "app01", run_command("replication-suspend"),
                                 is_replication(P, "app01", "primary", "suspended")),
    "resume": Story("resume", P, "app01", run_command("replication-resume"), is_replication(P, "app01", "primary", "replicating"),
                    lambda world: world.command(P, "app01", "replication-suspend")),
    "resynchronize": Story("resynchronize", P, "app01", run_command("replication-resynchronize", wait=False),
                           lambda world: world.replication(P, "app01")[1] in ("resynchronizing", "replicating"),
                           lambda world: world.command(P, "app01", "replication-suspend")),
    "modify": Story("modify", P, "app01", run_command("replication-modify", recovery_history=6),
                    lambda world: get_history(world) == 6),
    "remove": Story("remove", P, "app01", run_command("replication-remove"), is_replication(P, "app01", "none", "disabled")),
    "prepare": Story("prepare", P, "app01", run_command("replication-prepare"),
                     is_replication(P, "app01", "primary", "prepared")),
    "failover": Story("failover", R, "app01", run_command("replication-failover"),
                      is_replication(R, "app01", "replica", "failed-over"), fail_over),
    "revert": Story("revert", R, "app01", run_command("replication-revert"),
                    is_replication(R, "app01", "replica", "replicating"), fail_over_fully),
    "reverse": Story("reverse", R, "app01", run_command("replication-reverse"),
                     is_replication(R, "app01", "primary", "replicating"), fail_over_fully),
    "commit": Story("commit", R, "app01", run_command("replication-commit"),
                    is_replication(R, "app01", "replica", "committed"), fail_over_fully),
    "test-failover": Story("test-failover", R, "app01", run_command("replication-test-failover"),
                           lambda world: any("Test" in name for name in world.names(R))),
}


class Migration(Story):
    """Planned failover: the next daemon finishes or undoes it."""

    HOME = (("primary", "replicating"), ("replica", "replicating"))
    AWAY = (("replica", "replicating"), ("primary", "replicating"))

    def __init__(self, options, runs):
        super().__init__("planned-failover", P, "app01", self.migrate, self.is_away)
        self.options, self.runs = options, runs
        if runs:
            self.setup = lambda world: world.virsh(P, "start", "app01")

    def migrate(self, world, host, vm):
        target = "hyperv://hv-replica/" if "--p2p" in self.options else world.uri(R)
        words = [f"--desturi={target}", vm] if "--p2p" in self.options else [vm, target]
        return world.virsh(host, "migrate", "--persistent", *self.options, *words)

    def places(self, world):
        return world.replication(P, self.vm), world.replication(R, self.vm)

    def power(self, world):
        return [world.power(host, self.vm) for host in (P, R)]

    def is_away(self, world):
        return self.places(world) == self.AWAY

    def check_end(self, world, wanted_places):
        """Roles on both hosts, and the guest runs on that one of the primary if it ran before."""
        wait_for(lambda: self.places(world) == wanted_places, f"{wanted_places}, not {self.places(world)}", pause=0.1)
        power = ["running" if self.runs else "shut off", "shut off"]
        power = power if wanted_places == self.HOME else power[::-1]
        wait_for(lambda: self.power(world) == power, f"{power}, not {self.power(world)}")


STORIES |= {
    "save": Story("save", P, "web01", run_virsh("managedsave"), is_power(P, "web01", "shut off")),
    "checkpoint": Story(["make-checkpoint", "describe-checkpoint"], P, "db01", run_virsh("snapshot-create-as", after=["one"]),
                        lambda world: world.checkpoints(P, "db01") == ["one"]),
    "checkpoint-delete": Story("remove-checkpoint", P, "db01", run_virsh("snapshot-delete", after=["one"]),
                               lambda world: world.checkpoints(P, "db01") == [],
                               lambda world: world.virsh(P, "snapshot-create-as", "db01", "one")),
    "set-vcpus": Story("set-vcpus", P, "db01", run_virsh("setvcpus", after=["2", "--config"]), lambda world: world.vcpus(P, "db01") == 2),
    "attach-disk": Story("change-device", P, "db01", run_virsh("attach-disk", after=[DISK, "sdb", "--config"]),
                         lambda world: DISK in world.document(P, "db01")),
    "define": Story("define", P, P, lambda world, host, vm: world.virsh(host, "define", world.write("new.xml", NEW)),
                    lambda world: "new01" in world.names(P) and DISK in world.document(P, "new01")),
    "rename": Story("rename", P, "db01", run_virsh("domrename", after=["db02"]), lambda world: "db02" in world.names(P)),
    "undefine": Story("undefine", P, "db01", run_virsh("undefine"), lambda world: "db01" not in world.names(P)),
    "migrate-managed": Migration(["--offline"], False),
    "migrate-p2p": Migration(["--offline", "--p2p"], False),
    "migrate-running": Migration(["--unsafe", "--p2p"], True),
}


def prepare(story, world):
    """Up to where the story begins."""
    if story.setup:
        story.setup(world)
    for host in (P, R):
        world.command(host, host, "refresh")


def count(story):
    """Its requests, undisturbed: (host, action)."""
    with KillWorld() as world:
        prepare(story, world)
        world.plan.reset()
        story.run(world, story.host, story.vm)
        requests = list(world.plan.requests)
        assert story.is_done(world), "the story does not end as it should"
        lines = world.find_lines(story)
        assert lines and all(line["phase"] in ("done", "started") and not line["interrupted"] for line in lines), f"the journal says {lines}"
    return requests


def run_and_be_killed(story, world):
    """The client of a daemon that dies is told so, whatever the words."""
    try:
        story.run(world, story.host, story.vm)
    except (AssertionError, subprocess.SubprocessError, ValueError):
        if world.plan.killed_at is None:
            raise


def is_settled(story, world):
    return all(line["phase"] not in OPEN for line in world.find_lines(story))


def wait_for_verdict(story, world):
    """Returns the last line, if there is one, and the phases of all."""
    wait_for(lambda: is_settled(story, world), "the verdict", 60, 0.1)
    lines = world.find_lines(story)
    return lines[0] if lines else None, [line["phase"] for line in lines]


def check_verb(story, world, sent, n_changes, line, phases):
    """A verb is never sent again, and what is said of it is true.  @sent: of @n_changes that make it up"""
    after = world.plan.changes()
    assert not after, f"the next daemon sent {after}"
    if line is None:
        assert not sent, "nothing is in the journal, but it was sent"
    elif line["interrupted"]:
        assert line["request"], f"no step is named in {line}"
        if not sent:
            assert line["phase"] in ("undone", "unclear"), f"it was never sent, but: {line}"
        elif len(sent) < n_changes:
            assert set(phases) & {"unclear", "undone"}, f"only {sent} were sent, but: {phases} {line}"
        else:
            assert line["phase"] in ("done", "started", "unclear"), f"it was sent, but: {line}"
    if sent and len(sent) < n_changes:
        assert line["interrupted"], f"only {sent} were sent, but: {line}"
        return
    if sent:
        wait_for(lambda: story.is_done(world), f"the effect of {line}")
        return
    assert not story.is_done(world), "it was never sent, but took effect"
    story.run(world, story.host, story.vm)
    assert story.is_done(world), "it cannot be asked for again"


def check_migration(story, world, line, before):
    """Finished or undone, and each step sent but once each way."""
    places = story.HOME
    if line is not None:
        assert line["phase"] in ("done", "undone"), f"it is left as {line}"
        places = story.AWAY if line["phase"] == "done" else story.HOME
    story.check_end(world, places)
    sent = before + world.plan.changes()
    for method in ("ReverseReplicationRelationship", "ReverseReplicationRelationshipEx", "InitiateShutdown"):
        assert sent.count(method) <= 1, f"{method} was sent twice: {sent}"
    if line is not None and line["interrupted"] and line["phase"] == "undone":
        told = world.virsh(story.host, "dominfo", story.vm)
        assert "Messages:" in told and line["message"][:20] in told, f"no message in {told}"
    if places == story.HOME:
        story.run(world, story.host, story.vm)
        story.check_end(world, story.AWAY)


def recover_and_be_killed(story, world, change, is_before):
    """The next daemon is killed while it puts things right, if it has that much to do; returns what it sent."""
    def is_over():
        try:
            return world.plan.killed_at or is_settled(story, world)
        except AssertionError:
            return world.plan.killed_at  # the daemon is dead
    world.plan.reset(change, is_before, True)
    world.revive()
    wait_for(is_over, "the second death", 60, 0.1)
    is_dead, sent = world.plan.disarm() is not None, world.plan.changes()
    world.plan.reset()
    if is_dead:
        world.revive()
    return sent


def try_kill(story, n_changes, position, is_before, only_changes, again=None):
    """Returns what was killed, as text; raises what is wrong with how it ended.
    @n_changes: of the story
    @again: at which change the next daemon is killed, and whether before it."""
    with KillWorld() as world:
        try:
            prepare(story, world)
            world.plan.reset(position, is_before, only_changes)
            run_and_be_killed(story, world)
            killed_at, sent = world.plan.disarm(), world.plan.changes()
            if killed_at is None:
                assert not only_changes, "the change was not made"
                return "not reached"
            if again:
                sent += recover_and_be_killed(story, world, *again)
            else:
                world.plan.reset()
                world.revive()
            line, phases = wait_for_verdict(story, world)
            if isinstance(story, Migration):
                check_migration(story, world, line, sent)
            else:
                check_verb(story, world, sent, n_changes, line, phases)
            return f"{killed_at[0]} {killed_at[1]}: {', '.join(phases) or 'nothing begun'}"
        except Exception as error:
            raise AssertionError(f"{error}\n{world.logs()}\nkilled at {world.plan.killed_at}") from error


def count_changes(requests):
    return sum(1 for _, action in requests if not READS.match(action))


def list_requests(n_requests):
    """Those to be killed at, whatever they are: all before and after, or some."""
    if STRIDE > 0:
        return [(position, is_before, False) for position in range(1, n_requests + 1, STRIDE) for is_before in (True, False)]
    positions = sorted({1 + i * (n_requests - 1) // (SPREAD - 1) for i in range(SPREAD)})
    return [(position, i % 2 == 0, False) for i, position in enumerate(positions)]


def list_cases(requests):
    """Each change before and after, then the requests.  What hosts are asked meanwhile comes between in no certain order,
    so that changes are counted by themselves."""
    return [(position, is_before, True) for position in range(1, count_changes(requests) + 1) for is_before in (True, False)] + \
        list_requests(len(requests))


def list_second_deaths(requests):
    """After each change, then before and after the first and the second one of the daemon that puts things right."""
    return [(position, False, True, (change, is_before)) for position in range(1, count_changes(requests) + 1)
            for change in (1, 2) for is_before in (True, False)]


def main():
    libvirt.registerErrorHandler(lambda *_: None, None)
    story = STORIES[sys.argv[1]]
    requests = count(story)
    n_changes = count_changes(requests)
    if len(sys.argv) > 2:
        print(try_kill(story, n_changes, int(sys.argv[2]), sys.argv[3] == "before", sys.argv[4] == "change"))
        return 0
    cases = list_cases(requests)
    if isinstance(story, Migration):
        cases += list_second_deaths(requests)
    print(f"1..{len(cases)}")
    failed = 0
    with ThreadPoolExecutor(N_PARALLEL) as pool:
        futures = [pool.submit(try_kill, story, n_changes, *case) for case in cases]
        for number, ((position, is_before, only_changes, *again), future) in enumerate(zip(cases, futures), 1):
            title = f"killed {'before' if is_before else 'after'} {'change' if only_changes else 'request'} {position}"
            if again:
                title += f", and again {'before' if again[0][1] else 'after'} change {again[0][0]}"
            try:
                print(f"ok {number} - {title}: {future.result()}")
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"not ok {number} - {title}")
                print("\n".join("# " + text for text in traceback.format_exc().splitlines()[-60:]))
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
