# test_rare.py: commands of virt-replica that few need, and those few seldom
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import sys

from cli_world import MANY, CliWorld
from tap import case, contains, equal, main

P, R, T = "hv-primary", "hv-replica", "hv-third"
FORMS = ("--yes", "--reason", "drill")
EXPORTED = "F:\\Export\\web01_11111111-1111-4111-8111-111111111111"


def result(world, host, *arguments):
    """Of the one target of a command that goes well."""
    item, = world.items(host, *arguments)
    return item["result"]


def planned(world, host, *arguments):
    """Methods and arguments of what it would call."""
    plan, = world.items(host, *arguments, "--dry-run")
    return [(call["method"], call.get("arguments", {})) for call in plan["calls"]]


@case
def by_disk(world):
    """a first copy that travels on a disk: export, import, and a folder that is the wrong one"""
    world.replica(P, "enable", "web01", "--replica-server", R)
    equal(result(world, P, "start", "web01", "--transfer", "export", "--export-location", "E:\\Export"), "done")
    equal(world.replication(R, "web01"), ("replica", "initial-replication"))
    _, err = world.replica(R, "import", "web01", code=2)
    contains(err, "--location")
    world.replica(R, "import", "web01", "--location", "F:\\Export", code=2)
    equal(planned(world, R, "import", "web01", "--location", EXPORTED)[0][1]["InitialReplicationImportLocation"], EXPORTED)
    equal(world.replication(R, "web01"), ("replica", "initial-replication"))
    equal(result(world, R, "import", "web01", "--location", EXPORTED), "done")
    equal(world.replication(R, "web01"), ("replica", "replicating"))
    equal(result(world, R, "import", "web01", "--location", EXPORTED), "unchanged")


@case
def extended(world):
    """the leg to the third site is paused, changed, counted and removed for itself"""
    def settings():
        return [leg["settings"]["frequency"] for leg in world.command(R, "app01", "query-replication")["relationships"]]

    def states():
        return [leg["state"] for leg in world.command(R, "app01", "query-replication")["relationships"]]

    for words in (["suspend"], ["resume"], ["resync", *FORMS], ["set", "--frequency", "5m"]):
        world.replica(R, *words, "app01", "--extended", code=4)
    equal(result(world, R, "remove", "app01", "--extended", *FORMS), "unchanged")
    world.replica(R, "enable", "app01", "--replica-server", T, "--frequency", "15m")
    world.replica(R, "start", "app01")
    equal((states(), settings()), (["replicating", "replicating"], [300, 900]))
    world.replica(R, "suspend", "app01", "--extended")
    equal(states(), ["replicating", "suspended"])
    world.replica(R, "resume", "app01", "--extended")
    world.replica(R, "set", "app01", "--extended", "--frequency", "5m")
    equal((states(), settings()), (["replicating", "replicating"], [300, 300]))
    equal(world.items(R, "stats", "app01", "--extended")[0]["relationship"], "extended")
    equal([line.split()[3] for line in world.replica(R, "list", "app01")[0].splitlines()], ["LEG", "primary", "extended"])
    world.replica(R, "suspend", "app01")
    equal(states(), ["suspended", "replicating"])
    world.replica(R, "resume", "app01")


@case
def promote(world):
    """the middle of three becomes the primary of the third, once its failover is final"""
    world.replica(R, "failover", "app01", *FORMS)
    world.replica(R, "promote", "app01", code=4)
    world.replica(R, "commit", "app01", *FORMS)
    equal(result(world, R, "promote", "app01"), "done")
    equal(world.replication(R, "app01"), ("primary", "replicating"))
    equal(result(world, R, "promote", "app01"), "unchanged")
    equal(world.replication(T, "app01"), ("replica", "replicating"))


@case
def failback(world):
    """Hyper-V's own provider does not fail back, and says so; what another would be asked can be seen"""
    (method, arguments), = planned(world, R, "failback", "crm01", "--recovery-history", "7")
    equal((method, json.loads(arguments["ReplicationSettingData"])["RecoveryHistory"]), ("InitiateFailback", 7))
    _, err = world.replica(R, "failback", "crm01", code=1)
    contains(err, "InitiateFailback: not supported")
    world.replica(P, "failback", "crm01", code=4)


@case
def bound(world):
    """a replica is bound to an entry that the host has"""
    world.replica(R, "auth", "remove", "--allowed-primary", "*", *FORMS)
    world.replica(R, "auth", "add", "hv-primary.example.com", "--storage-location", "D:\\Replica", "--trust-group", "main")
    (method, arguments), = planned(world, R, "auth", "bind", "crm01", "--allowed-primary", "hv-primary.example.com")
    equal(method, "SetAuthorizationEntry")
    contains(json.dumps(arguments), "hv-primary.example.com")
    equal(result(world, R, "auth", "bind", "crm01", "--allowed-primary", "hv-primary.example.com"), "done")
    _, err = world.replica(R, "auth", "bind", "crm01", "--allowed-primary", "hv-nobody.example.com", code=2)
    contains(err, "only 'hv-primary.example.com'")
    _, err = world.replica(R, "auth-bind", "crm01", code=2)
    contains(err, "--allowed-primary")


@case
def test_switch(world):
    """what test machines are connected to, by switch, and to nothing again"""
    def found():
        adapter, = world.items(P, "net", "app01")
        return adapter.get("test-switch")

    world.replica(P, "net", "test-switch", "app01", "--switch", "Drill")
    equal(found(), "Drill")
    world.replica(P, "net-test-switch", "app01")
    equal(found(), None)
    _, err = world.replica(P, "net", "test-switch", "app01", "--adapter", "00:00:00:00:00:01", code=2)
    contains(err, "00:00:00:00:00:01")


@case
def service(world):
    """starting and stopping the service: one call each, asked for first; hosts that cannot do it say so"""
    equal(planned(world, P, "service", "start"), [("StartService", {})])
    equal(planned(world, P, "service", "stop"), [("StopService", {})])
    _, err = world.replica(P, "service", "stop", code=2)
    contains(err, "--yes")
    for words in (["start"], ["stop", *FORMS]):
        _, err = world.replica(P, "service", *words, code=1)
        contains(err, "not supported")
    with world.terminal(P, "service", "stop") as terminal:
        terminal.expect("host 'hv-primary'[^\\0]*Nothing is replicated from or to the host[^\\0]*Type 'hv-primary'")
        terminal.type("no\n")
        equal(terminal.end(), 4)


@case
def doctor(world):
    """over a read-only connection it looks at what can be read, and takes nothing else for broken"""
    items = world.items(P, "-r", "doctor", "--hosts", f"{P},{R}", code=10)
    equal([(item["host"], item["name"], item["verdict"]) for item in items],
          [(host, *check) for host in (P, R) for check in (("connection", "warning"), ("versions", "ok"))])
    contains(items[0]["message"], "read-only")
    contains(items[0]["remedy"], "-r")


if __name__ == "__main__":
    sys.exit(main(lambda: CliWorld(MANY)))
