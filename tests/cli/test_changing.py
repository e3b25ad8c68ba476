# test_changing.py: virt-replica's commands that change something
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys

from cli_world import MANY, CliWorld
from tap import case, contains, equal, main

FORMS = ("--yes", "--reason", "drill")


def results(items):
    return [(item["name"], item["result"]) for item in items]


@case
def enable_and_copy(world):
    """a machine is replicated, and each step has a result"""
    equal(results(world.items("hv-primary", "enable", "web01", "--replica-server", "hv-replica", "--recovery-history", "4",
                              "--frequency", "5m")), [("web01", "done")])
    equal(world.replication("hv-primary", "web01"), ("primary", "ready"))
    settings = world.command("hv-primary", "web01", "query-replication")["relationships"][0]["settings"]
    equal((settings["recovery-history"], settings["frequency"]), (4, 300))
    equal(results(world.items("hv-primary", "start", "web01")), [("web01", "done")])
    equal(world.replication("hv-primary", "web01"), ("primary", "replicating"))


@case
def no_wait(world):
    """--no-wait comes back at once, and wait waits for the end"""
    world.replica("hv-primary", "enable", "db01", "--replica-server", "hv-replica")
    equal(results(world.items("hv-primary", "start", "db01", "--no-wait")), [("db01", "started")])
    equal(world.items("hv-primary", "wait", "db01", "--timeout", "20s")[0]["state"], "replicating")


@case
def progress_in_a_log(world):
    """without a terminal progress is a line a change on standard error, data alone on standard output"""
    world.replica("hv-primary", "enable", "file01", "--replica-server", "hv-replica")
    out, err = world.replica("hv-primary", "start", "file01", "-o", "name")
    equal(out, "file01\n")
    contains(err.splitlines()[-1], "file01: Sending the initial copy: ")
    equal("\x1b" in err, False)
    out, err = world.replica("hv-primary", "set", "file01", "--compression", "no", "-q", "-o", "name")
    equal((out, err), ("file01\n", ""))


@case
def unchanged(world):
    """what is so already is no failure, and says so"""
    equal(results(world.items("hv-primary", "start", "web01")), [("web01", "unchanged")])
    equal(results(world.items("hv-primary", "suspend", "web01")), [("web01", "done")])
    world.replica("hv-primary", "start", "web01", code=4)
    equal(results(world.items("hv-primary", "resume", "web01")), [("web01", "done")])


@case
def some_of_many(world):
    """a glob over several hosts: a result for each, and exit status 3 if only some were done"""
    items = world.items("hv-primary", "set", "crm*", "test01", "--frequency", "15m", "--hosts", "hv-primary,hv-replica", code=3)
    equal([(item["host"], item["name"], item["result"], item.get("exit-status")) for item in items],
          [("hv-primary", "crm01", "done", None), ("hv-replica", "crm01", "failed", 4), ("hv-primary", "test01", "failed", 4)])
    contains(items[2]["message"], "test01")


@case
def nothing_selected(world):
    """a selector that matches nothing is an error, and then nothing is done"""
    _, err = world.replica("hv-primary", "suspend", "web01", "nosuch*", code=2)
    contains(err, "nosuch*")
    equal(world.replication("hv-primary", "web01"), ("primary", "replicating"))


@case
def settings(world):
    """set changes what is given and keeps the rest"""
    world.replica("hv-primary", "set", "web01", "--frequency", "30s", "--compression", "no")
    found = world.command("hv-primary", "web01", "query-replication")["relationships"][0]["settings"]
    equal((found["frequency"], found["compression"], found["recovery-history"]), (30, False, 4))
    _, err = world.replica("hv-primary", "set", "web01", "--frequency", "77", code=2)
    contains(err, "frequency")
    _, err = world.replica("hv-primary", "set", "web01", "--compression", "perhaps", code=2)
    contains(err, "yes|no")


@case
def editor(world):
    """edit sends what the editor left, and nothing if it left it alone"""
    equal(results(world.items("hv-primary", "edit", "web01", EDITOR="sed -i 's/>30</>300</'")), [("web01", "done")])
    found = world.command("hv-primary", "web01", "query-replication")["relationships"][0]["settings"]
    equal(found["frequency"], 300)
    equal(results(world.items("hv-primary", "edit", "web01", EDITOR="true")), [("web01", "unchanged")])
    _, err = world.replica("hv-primary", "edit", "web01", EDITOR="sed -i 's/>300</>7777</'", code=2)
    contains(err, "'7777'")
    _, err = world.replica("hv-primary", "edit", "web01", EDITOR="false", code=1)
    contains(err, "editor 'false'")
    equal(world.items("hv-primary", "edit", "web01", "--network", EDITOR="true")[0]["result"], "unchanged")


@case
def service_editor(world):
    """service edit changes the host's entries"""
    equal(world.items("hv-third", "service", "edit", EDITOR="sed -i 's/>80</>8080</'")[0]["result"], "done")
    equal(world.command("hv-third", "hv-third", "query-replication-service")["settings"]["http-port"], 8080)


@case
def dry_run(world):
    """--dry-run shows the calls in their order, and nothing is changed"""
    items = world.items("hv-primary", "suspend", "web01", "--dry-run")
    equal([(item["name"], item["result"]) for item in items], [("web01", "planned")])
    equal([call["method"] for call in items[0]["calls"]], ["RequestReplicationStateChange"])
    equal(items[0]["calls"][0]["host"], "hv-primary")
    equal(world.replication("hv-primary", "web01"), ("primary", "replicating"))
    items = world.items("hv-replica", "failover", "app01", "--at", "2026-05-01T01:20:00Z", "--dry-run")
    contains(items[0]["calls"][0]["arguments"]["SnapshotSettingData"], "InstanceID=")
    equal(world.replication("hv-replica", "app01"), ("replica", "replicating"))
    items = world.items("hv-third", "auth", "add", "y.example.com", "--storage-location", "D:\\X", "--trust-group", "x", "--dry-run")
    equal([call["method"] for call in items[0]["calls"]], ["AddAuthorizationEntry"])


@case
def host_service(world):
    """entries and settings of the host as replication server"""
    def entries():
        return {entry["allowed-primary"]: entry["trust-group"]
                for entry in world.command("hv-third", "hv-third", "query-replication-authorization")}

    world.replica("hv-third", "auth", "remove", "--allowed-primary", "*", *FORMS)
    world.replica("hv-third", "auth", "add", "x.example.com", "--storage-location", "D:\\X", "--trust-group", "x")
    world.replica("hv-third", "auth-modify", "x.example.com", "--trust-group", "y")
    equal(entries(), {"x.example.com": "y"})
    world.replica("hv-third", "auth", "remove", "--trust-group", "y", *FORMS)
    equal(entries(), {})
    _, err = world.replica("hv-third", "auth", "remove", *FORMS, code=2)
    contains(err, "--allowed-primary")
    world.replica("hv-third", "service", "set", "--monitoring-interval", "2h")
    equal(world.command("hv-third", "hv-third", "query-replication-service")["settings"]["monitoring-interval"], 7200)
    world.replica("hv-primary", "test-connection", "hv-replica")
    _, err = world.replica("hv-primary", "test-connection", "nowhere", code=1)
    contains(err, "nowhere")
    equal(len(world.items("hv-primary", "refresh", "--hosts", "all")), 3)


@case
def networks(world):
    """addresses for after a failover, and what test machines are connected to"""
    world.replica("hv-replica", "net", "set", "app01", "--addresses", "192.0.2.10", "--subnets", "255.255.255.0",
                  "--gateways", "192.0.2.1", "--dns-servers", "192.0.2.2", "--dns-servers", "192.0.2.3")
    found = world.command("hv-replica", "app01", "query-failover-network")[0]["settings"]
    equal((found["addresses"], found["dns-servers"]), (["192.0.2.10"], ["192.0.2.2", "192.0.2.3"]))
    world.replica("hv-replica", "net", "clear", "app01")
    equal(world.command("hv-replica", "app01", "query-failover-network")[0]["settings"].get("addresses", []), [])


@case
def unplanned(world):
    """failover to the point nearest to a time, revert, then to the one before it, commit"""
    _, err = world.replica("hv-replica", "failover", "app01", code=2)
    contains(err, "--yes")
    out, err = world.replica("hv-replica", "failover", "app01", "--at", "2026-05-01T01:40:00Z", *FORMS)
    contains(err, "'rp-2026-05-01T02:00:00Z'")
    equal(world.replication("hv-replica", "app01"), ("replica", "failed-over"))
    world.replica("hv-replica", "revert", "app01", *FORMS)
    _, err = world.replica("hv-replica", "failover", "app01", "--before", "2026-05-01T01:40:00Z", "--boot", *FORMS)
    contains(err, "'rp-2026-05-01T01:00:00Z'")
    contains(world.virsh("hv-replica", "domstate", "app01"), "running")
    world.replica("hv-replica", "commit", "app01", *FORMS)
    equal(results(world.items("hv-replica", "commit", "app01", *FORMS)), [("app01", "unchanged")])


@case
def home_again(world):
    """demote, reverse, start, and planned failover back"""
    world.replica("hv-primary", "demote", "app01", *FORMS)
    world.replica("hv-replica", "reverse", "app01")
    world.replica("hv-replica", "start", "app01")
    items = world.items("hv-replica", "failover", "app01", "--planned", "--check", code=4)
    equal((items[0]["ready"], [f["severity"] for f in items[0]["findings"]].count("blocking")), (False, 1))
    items = world.items("hv-replica", "failover", "app01", "--planned", "--shutdown", "--check")
    equal(items[0]["ready"], True)
    items = world.items("hv-replica", "failover", "app01", "--planned", "--shutdown", "--dry-run")
    methods = [call["method"] for call in items[0]["calls"]]
    equal([methods.index(m) < methods.index("ReverseReplicationRelationship") for m in ("InitiateShutdown", "InitiateFailover")],
          [True, True])
    equal(results(world.items("hv-replica", "failover", "app01", "--planned", "--to", "hv-primary", "--shutdown", *FORMS)),
          [("app01", "done")])
    equal(world.replication("hv-primary", "app01"), ("primary", "replicating"))
    contains(world.virsh("hv-primary", "domstate", "app01"), "running")


@case
def test_failover(world):
    """a test machine is made, started and cleaned up"""
    items = world.items("hv-replica", "failover", "crm01", "--test", "--boot", "--at", "2026-05-01T02:00:00Z")
    equal(items[0]["message"], "test machine 'crm01 - Test'")
    contains(world.virsh("hv-replica", "domstate", "crm01 - Test"), "running")
    world.replica("hv-replica", "failover", "crm01", "--test", "--cleanup", code=2)
    world.replica("hv-replica", "failover", "crm01", "--test", "--cleanup", *FORMS)
    contains(world.virsh("hv-replica", "domstate", "crm01 - Test", code=1), "crm01 - Test")
    equal(world.replication("hv-replica", "crm01"), ("replica", "replicating"))


@case
def options_that_exclude(world):
    """options that contradict each other, or mean nothing, are refused before anything is opened"""
    for words in (["--planned", "--test"], ["--planned", "--at", "now"], ["--point", "x", "--at", "now"], ["--to", "x"],
                  ["--shutdown"], ["--cleanup"], ["--force"], ["--test", "--no-wait"], ["--planned", "--no-wait"],
                  ["--at", "now", "--before", "now"], ["--boot", "--no-wait"]):
        _, err = world.replica("nowhere", "failover", "app01", *words, code=2)
        contains(err, words[0] if words[0] != "--no-wait" else "--no-wait")
    _, err = world.replica("hv-replica", "failover", "app01", "--at", "noonish", *FORMS, code=2)
    contains(err, "'noonish' is no time")
    _, err = world.replica("hv-primary", "start", "web01", "--transfer", "export", code=2)
    contains(err, "--export-location")
    _, err = world.replica("hv-primary", "start", "web01", "--start-time", "whenever", code=2)
    contains(err, "'whenever' is no time")


@case
def refusals(world):
    """each kind of failure has its exit status"""
    equal(world.replica("hv-primary", "failover", "web01", "--dry-run", code=4)[0], "")
    equal(results(world.items("hv-primary", "failover", "web01", "--dry-run", code=4)), [("web01", "failed")])
    out, _ = world.replica("hv-primary", "suspend", "test01", "app01", "--dry-run", "--one-by-one", code=3)
    equal([line.split()[1] for line in out.splitlines() if line.startswith("For:")], ["app01"])
    _, err = world.replica("hv-primary", "prepare", "web01", code=4)
    contains(err, "web01")
    world.replica("hv-primary", "-r", "suspend", "web01", code=5)
    world.replica("nowhere", "suspend", "web01", code=6)
    world.replica("hv-primary", "failover", "web01", "--planned", "--to", "nowhere", "--shutdown", *FORMS, code=6)


@case
def time_out(world):
    """--timeout ends the waiting, not the job"""
    world.replica("hv-primary", "enable", "test01", "--replica-server", "hv-replica")
    items = world.items("hv-primary", "start", "test01", "--timeout", "1s", code=8)
    equal((items[0]["result"], items[0]["exit-status"]), ("failed", 8))
    world.replica("hv-primary", "wait", "test01", "--state", "suspended", "--timeout", "1s", code=8)
    equal(world.items("hv-primary", "wait", "test01", "--timeout", "30s")[0]["state"], "replicating")


@case
def cancel(world):
    """remove on both sides, and start --cancel takes a scheduled copy back"""
    world.replica("hv-primary", "remove", "web01", "-H", "hv-primary,hv-replica", *FORMS)
    equal(world.replication("hv-primary", "web01"), ("none", "disabled"))
    equal(world.replication("hv-replica", "web01"), ("none", "disabled"))
    equal(results(world.items("hv-primary", "remove", "web01", *FORMS)), [("web01", "unchanged")])
    world.virsh("hv-replica", "undefine", "web01")
    world.replica("hv-primary", "enable", "web01", "--replica-server", "hv-replica")
    world.replica("hv-primary", "start", "web01", "--start-time", "2026-05-01T06:00:00Z")
    equal(world.replication("hv-primary", "web01"), ("primary", "ready"))
    equal(results(world.items("hv-primary", "start", "web01", "--cancel")), [("web01", "done")])
    equal(world.replication("hv-primary", "web01"), ("primary", "ready"))


if __name__ == "__main__":
    sys.exit(main(lambda: CliWorld(MANY)))
