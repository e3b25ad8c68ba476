# test_dry_run.py: what would be done is told, not done, and is then done just so
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# That each command's dry run announces the calls that the hosts get is held by
# command_world.py, wherever a command is run.

import json
import struct
import sys

import tap
from command_world import TEXT, CommandWorld, P, R
from listener import Listener
from tap import case, contains, equal
from wire import QEMU, Client, Refused, domain, text
from world import wait_for

# app01 runs and replicates, as does db01, which is off.
WORLD = TEXT.replace("memory = 1G\nvcpus = 1\n", "memory = 1G\nvcpus = 1\nstate = running\n") + \
    "\n[replication db01]\nreplica = hv-replica\npoints = 2\n"
MOVE = ("migrate", "--persistent", "--p2p", "--desturi", f"hyperv://{R}/")


class DryRunWorld(CommandWorld):
    def __init__(self):
        super().__init__(text=WORLD)


def picture(world):
    return [(world.replication(host, name), world.virsh(host, "domstate", name).strip(),
             world.command(host, name, "query-recovery-points")) for host in (P, R) for name in ("app01", "db01")]


def plan(world, name, **arguments):
    seen = world.command(P, name, "query-planned-failover", destination=R, **arguments)
    blocking = [finding["text"] for finding in seen["findings"] if finding["severity"] == "blocking"]
    equal((seen["ready"], blocking), (True, []))
    return seen


def moves_as_announced(world, name, methods, *options, **arguments):
    calls, before = plan(world, name, **arguments)["calls"], len(world.calls)
    equal([call["method"] for call in calls], methods)
    world.virsh(P, *MOVE, *options, name)
    world.compare(calls, world.calls[before:])


@case
def nothing_happens(world):
    """Neither hosts, machines, journal nor listeners notice a dry run."""
    before, n_calls = picture(world), len(world.calls)
    journal = world.command(P, P, "query-operations")
    with Listener(world, R) as listener:
        for host, name, command, arguments in (
                (P, "app01", "replication-suspend", {}), (P, "app01", "replication-remove", {}),
                (R, "app01", "replication-failover", {"force": True, "reason": "a test"}), (R, "db01", "replication-test-failover", {}),
                (P, "web01", "replication-enable", {"replica-server": "hv-replica"}), (P, P, "replication-service-modify", {"enabled": False})):
            calls = world.rehearse(host, name, command, arguments)
            equal((len(calls), calls[0]["host"]), (1, host))
        world.command(R, R, "refresh")
        heard = listener.text()
    equal(("forced" in heard or "metadata" in heard or "Suspended" in heard), False)
    equal((picture(world), len(world.calls), world.command(P, P, "query-operations")), (before, n_calls, journal))
    equal("is forced" in world.logs(), False)
    equal("forced" in world.command(R, "app01", "query-replication"), False)


@case
def same_checks(world):
    """What a state forbids, or the guard, is refused in the same words."""
    for host, name, command, arguments in (
            (P, "web01", "replication-suspend", {}), (R, "app01", "replication-prepare", {}), (R, "app01", "replication-failover", {}),
            (P, "app01", "replication-prepare", {}), (R, "db01", "replication-test-cleanup", {}),
            (P, "db01", "replication-modify", {"excluded_disks": ["C:\\none.vhdx"]})):
        equal(world.rehearse(host, name, command, arguments), None)
        wanted = world.refused(host, name, command, **arguments)
        equal(world.refused(host, name, command, dry_run=True, **arguments), wanted)


@case
def not_for_readers(world):
    """Commands that change nothing have no dry run."""
    contains(world.refused(P, "app01", "query-replication", dry_run=True), "has no argument 'dry-run'")
    contains(world.refused(P, "app01", "replication-suspend", dry_run="yes"), "must be true or false")


@case
def rights(world):
    """A read-only connection may ask what would be done, and do nothing."""
    client = Client(world.path("virthypervd-sock-ro"))
    client.open(P)

    def run(**arguments):
        command = json.dumps({"execute": "replication-suspend", "arguments": arguments})
        payload = domain("app01", "33333333-3333-4333-8333-333333333333", 1) + text(command) + struct.pack(">I", 0)
        return client.call(1, payload, QEMU)

    before = len(world.calls)
    answer = run(**{"dry-run": True})
    answer = json.loads(answer[4:4 + struct.unpack(">I", answer[:4])[0]])
    equal([call["method"] for call in answer["return"]["calls"]], ["RequestReplicationStateChange"])
    for arguments in ({}, {"dry-run": False}, {"dry-run": 1}, {"dry-run": None}, {"dry-run": [True]}):
        try:
            run(**arguments)
        except Refused:
            pass
        else:
            raise AssertionError(f"{arguments} was run")
    client.close()
    equal((world.calls[before:], world.replication(P, "app01")), ([], ("primary", "replicating")))


@case
def several(world):
    """Of what takes several calls all are announced, in order."""
    calls = world.rehearse(R, "app01", "replication-set-test-switch", {"switch": "Lab"})
    equal([call["method"] for call in calls], ["ModifyResourceSettings"] * 2)
    test = world.command(R, "db01", "replication-test-failover")["test-machine"]
    world.virsh(R, "start", test["name"])
    calls = world.rehearse(R, "db01", "replication-test-cleanup", {})
    equal([call["method"] for call in calls], ["RequestStateChange", "DestroySystem"])
    world.command(R, "db01", "replication-test-cleanup")


@case
def issues(world):
    """What is the matter with a replication is said beside its health, with what to do."""
    seen = world.command(P, "db01", "query-replication")
    leg = seen["relationships"][0]
    equal((leg["partner"]["server"], leg["partner"]["host"], leg["partner"]["reachable"]), ("hv-replica.example.com", R, True))
    equal((leg["rpo-seconds"] >= 0, leg["health"]), (True, "ok"))
    world.command(P, "db01", "replication-suspend")
    found = world.command(P, "db01", "query-replication")["issues"]
    equal(found, [{"text": "the replication is paused", "remedy": "let it go on with replication-resume"}])
    world.command(P, "db01", "replication-resume")
    row = [row for row in world.command(R, R, "query-replications") if row["domain"] == "db01"][0]
    equal((row["partner"]["host"], row["rpo-seconds"] >= 0), (P, True))


@case
def forced(world):
    """A failover that is forced is announced quietly, and told when it is done."""
    world.command(R, "app01", "replication-failover", force=True, reason="a drill")
    wait_for(lambda: "REPLICATION_FAILOVER_FORCED" in world.check_events(), "the event")
    equal([issue["text"] for issue in world.command(R, "app01", "query-replication")["issues"]], ["a failover waits for a decision"])
    world.command(R, "app01", "replication-revert")
    world.command(P, P, "refresh")
    if world.replication(P, "app01")[1] == "critical":
        world.command(P, "app01", "replication-resume")
    wait_for(lambda: world.replication(P, "app01") == ("primary", "replicating"), "the replication")


@case
def planned(world):
    """A planned failover makes the calls that were announced, of a machine that is off and of one that runs."""
    moves_as_announced(world, "db01", ["RequestReplicationStateChange", "InitiateFailover", "ReverseReplicationRelationship"], "--offline")
    before = picture(world)
    seen = world.command(P, "app01", "query-planned-failover", destination=R)
    equal((seen["ready"], seen["calls"]), (False, []))
    world.command(P, P, "replication-service-modify", enabled=False)
    seen = world.command(P, "app01", "query-planned-failover", destination=R, shutdown=True)
    equal([finding["text"][:80] for finding in seen["findings"] if finding["severity"] == "blocking"],
          ["Requested operation is not valid: host 'hv-primary' does not accept replication,"])
    world.command(P, P, "replication-service-modify", enabled=True)
    equal(picture(world), before)
    moves_as_announced(world, "app01", ["InitiateShutdown", "RequestReplicationStateChange", "InitiateFailover",
                                        "ReverseReplicationRelationship", "RequestStateChange"], "--unsafe", shutdown=True)
    equal(world.virsh(R, "domstate", "app01").strip(), "running")


@case
def unreachable(world):
    """A host that does not answer is found to be the reason."""
    world.control(f"host {P} down")
    wait_for(lambda: not world.query_host(P)["reachable"], "the loss")
    seen = world.command(R, "app01", "query-planned-failover")
    found = [finding for finding in seen["findings"] if finding["severity"] == "blocking"]
    equal((seen["ready"], seen["calls"], [finding["host"] for finding in found]), (False, [], [P]))
    equal(world.rehearse(P, "app01", "replication-suspend", {}), None)
    hosts = {host["name"]: host for host in world.command(R, R, "query-hosts")}
    equal((hosts[P]["reachable"], "unreachable-reason" in hosts[P], hosts[R]["reachable"]), (False, True, True))
    equal((hosts["hv-third"]["open"], hosts["hv-third"]["address"]), (False, "127.0.0.1"))
    world.control(f"host {P} up")


if __name__ == "__main__":
    sys.exit(tap.main(DryRunWorld))
