# test_commands_machine.py: every command of a machine by stock virsh, and what the hosts show of it
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys
import xml.etree.ElementTree as ElementTree

import tap
from command_world import CommandWorld, P, R, X
from tap import case, contains, equal
from world import NAMESPACE, wait_for

LOG = "C:\\VMs\\db01-log.vhdx"


def follows(world, host, domain, role, state):
    wait_for(lambda: domain in world.virsh(host, "list", "--all", "--name").split()
             and world.replication(host, domain) == (role, state), f"{domain} on {host}: {role} {state}")


@case
def describe(world):
    """query-commands names scope, arguments, types, choices, units and ranges."""
    rows = {(row["name"], row["scope"]): row for row in world.describe()}
    start = {a["name"]: a for a in rows[("replication-start", "vm")]["arguments"]}
    equal(start["transfer"]["choices"], ["network", "export", "seeded"])
    equal((start["timeout"]["unit"], start["timeout"]["minimum"]), ("s", 1))
    equal(rows[("replication-start", "vm")]["method"], "StartReplication")
    equal([scope for name, scope in sorted(rows) if name == "query-replication-statistics"], ["host", "vm"])
    equal(len(world.command(P, "web01", "query-commands")), len(rows))


@case
def host_and_refresh(world):
    """query-host, query-job and refresh answer for machines and for the host."""
    for domain in ("app01", P):
        equal(world.query_host(P, domain)["name"], P)
        equal(world.command(P, domain, "query-job")["running"], None)
        equal(world.command(P, domain, "refresh"), None)


@case
def enable(world):
    """Enabling with settings, and with disks left out."""
    answer = world.command(P, "web01", "replication-enable", replica_server="hv-replica", frequency=30, compression=False,
                           auto_resync=True, auto_resync_start="18:30", auto_resync_end="06:00")
    equal((answer["role"], answer["state"], answer["job"]["kind"]), ("primary", "ready", "enable"))
    settings = world.settings(P, "web01")
    equal((settings["frequency"], settings["compression"], settings["auto-resync-start"]), (30, False, "18:30"))
    world.command(P, "db01", "replication-enable", replica_server="hv-replica", excluded_disks=[LOG])
    equal(len(world.settings(P, "db01")["included-disks"]), 1)
    follows(world, R, "db01", "replica", "initial-replication")
    disks = world.virsh(R, "domblklist", "db01")
    equal((disks.count("db01.vhdx"), disks.count("db01-log.vhdx")), (1, 0))
    contains(world.refused(P, "app01", "replication-modify", excluded_disks=["C:\\none.vhdx"]), "app01.vhdx")


@case
def query(world):
    """query-replication as JSON and as the <replication> element."""
    equal(world.command(P, "web01", "query-replication", format="json")["relationships"][0]["state"], "ready")
    root = ElementTree.fromstring(world.command(P, "web01", "query-replication", format="xml"))
    equal(root.tag, f"{{{NAMESPACE}}}replication")
    equal(root.findtext(f"{{{NAMESPACE}}}role"), "primary")
    points = world.command(R, "app01", "query-recovery-points")
    equal([p["name"] for p in points], world.virsh(R, "snapshot-list", "app01", "--name").split())


@case
def start_and_cancel(world):
    """An initial replication is started, cancelled, scheduled, started again."""
    world.command(P, "web01", "replication-start", start_time="2026-05-02T03:00:00Z", wait=False)
    world.command(P, "web01", "replication-cancel-initial")
    equal(world.replication(P, "web01"), ("primary", "ready"))
    answer = world.command(P, "web01", "replication-start", transfer="network")
    equal((answer["state"], answer["job"]["kind"]), ("replicating", "initial-replication"))
    follows(world, R, "web01", "replica", "replicating")


@case
def export_and_import(world):
    """An initial copy travels by export to a folder, and import from the machine's own folder in it."""
    contains(world.refused(P, "db01", "replication-start", transfer="export"), "an export needs a location")
    contains(world.refused(P, "db01", "replication-start", export_location="E:\\copy"), "only an export has a location")
    answer = world.command(P, "db01", "replication-start", transfer="export", export_location="E:\\copy")
    equal(answer["job"]["status"], "completed")
    uuid = world.virsh(P, "domuuid", "db01").strip().upper()
    contains(world.refused(R, "db01", "replication-import", location="E:\\elsewhere"), "hv-replica")
    world.command(R, "db01", "replication-import", location=f"E:\\copy\\db01_{uuid}")
    equal(world.replication(R, "db01"), ("replica", "replicating"))


@case
def suspend_and_resync(world):
    """Suspend, resume, resynchronize at a time, cancel that, resynchronize now."""
    world.command(P, "web01", "replication-suspend")
    equal(world.replication(P, "web01"), ("primary", "suspended"))
    world.command(P, "web01", "replication-resume")
    equal(world.replication(P, "web01"), ("primary", "replicating"))
    world.command(P, "web01", "replication-suspend")
    world.command(P, "web01", "replication-resynchronize", wait=False)
    world.command(P, "web01", "replication-cancel-resynchronize")
    equal(world.replication(P, "web01"), ("primary", "resync-required"))
    world.command(P, "web01", "replication-resynchronize", start_time="2026-05-02T03:00:00Z", wait=False)
    equal(world.replication(P, "web01"), ("primary", "resync-required"))
    world.command(P, "web01", "replication-resynchronize")
    equal(world.replication(P, "web01"), ("primary", "replicating"))


@case
def modify(world):
    """Settings change by argument and by document; the others stay."""
    world.command(P, "web01", "replication-modify", recovery_history=6, consistent_interval=2)
    text = world.command(P, "web01", "query-replication", format="xml")
    contains(text, "recovery-history>6<")
    world.command(P, "web01", "replication-modify", document=text.replace("recovery-history>6<", "recovery-history>7<"))
    settings = world.settings(P, "web01")
    equal((settings["recovery-history"], settings["consistent-interval"], settings["frequency"]), (7, 2, 30))
    equal(world.command(P, "web01", "replication-modify",
                        document=world.command(P, "web01", "query-replication", format="xml"))["job"], None)
    error = world.refused(P, "web01", "replication-modify",
                          document=text.replace("recovery-history>6<", "recovery-history>60<"))
    contains(error, "recovery-history")


@case
def planned(world):
    """Preparing a planned failover, and giving it up."""
    world.command(P, "db01", "replication-prepare")
    equal(world.replication(P, "db01"), ("primary", "prepared"))
    world.command(P, "db01", "replication-cancel-prepare")
    equal(world.replication(P, "db01"), ("primary", "replicating"))


@case
def query_planned(world):
    """Whether a planned failover would go well: what is looked at, and the calls that it would make."""
    seen = world.command(P, "db01", "query-planned-failover", destination=f"hyperv:///{R}")
    equal((seen["ready"], "blocking" in {finding["severity"] for finding in seen["findings"]}), (True, False))
    equal([(call["host"], call["method"]) for call in seen["calls"]],
          [(P, "RequestReplicationStateChange"), (R, "InitiateFailover"), (R, "ReverseReplicationRelationship")])
    equal(world.command(P, "db01", "query-planned-failover"), seen)
    for domain, arguments, host, text in (
            ("web01", {}, P, "'web01' is running on host 'hv-primary'"), ("db01", {"destination": P}, P, "same host"),
            ("db01", {"destination": X}, X, "not to host 'hv-third'"), ("db01", {"destination": "nowhere"}, P, "'nowhere'")):
        seen = world.command(P, domain, "query-planned-failover", **arguments)
        found = [finding for finding in seen["findings"] if finding["severity"] == "blocking"]
        equal((seen["ready"], seen["calls"], found[0]["host"], bool(found[0]["remedy"])), (False, [], host, True))
        contains(found[0]["text"], text)
    contains(world.refused(R, "app01", "query-planned-failover", destination="hyperv:///"), "names no host")


@case
def statistics(world):
    """Statistics of a relationship count cycles; resetting begins anew."""
    world.control("step 3600")
    seen = world.command(P, "app01", "query-replication-statistics")
    equal(seen["successes"] > 0, True)
    equal(seen["size"] >= seen["maximum-size"] >= seen["average-size"], True)
    equal(isinstance(seen["issues"], list), True)
    world.command(P, "app01", "replication-reset-statistics")
    equal(world.command(P, "app01", "query-replication-statistics")["successes"] < seen["successes"], True)
    contains(world.refused(P, "app01", "query-replication-statistics", extended=True), "'app01' has no extended relationship")


@case
def network(world):
    """The guest's addresses after failover: set for one adapter, shown, cleared by family and as a document."""
    adapters = world.command(R, "app01", "query-failover-network")
    equal([a["name"] for a in adapters], ["Network Adapter", "Backup"])
    world.command(R, "app01", "replication-set-failover-network", adapter="Backup", addresses=["10.0.0.5", "fd00::5"],
                  subnets=["255.255.255.0", "64"], gateways=["10.0.0.1"], dns_servers=["10.0.0.2"])
    first, second = world.command(R, "app01", "query-failover-network")
    equal(second["settings"]["addresses"], ["10.0.0.5", "fd00::5"])
    equal(second["settings"]["dhcp"], False)
    equal("addresses" in first["settings"], False)
    world.command(R, "app01", "replication-set-failover-network", adapter=second["id"], clear="ipv6")
    equal(world.command(R, "app01", "query-failover-network")[1]["settings"]["addresses"], ["10.0.0.5"])
    text = world.command(R, "app01", "query-failover-network", format="xml")
    contains(text, "10.0.0.5")
    equal(world.command(R, "app01", "replication-set-failover-network", document=text)["job"], None)
    world.command(R, "app01", "replication-set-failover-network", document=text.replace("10.0.0.5", "10.0.0.6"))
    equal(world.command(R, "app01", "query-failover-network")[1]["settings"]["addresses"], ["10.0.0.6"])
    world.command(R, "app01", "replication-set-failover-network", clear="all")
    equal(["addresses" in a["settings"] for a in world.command(R, "app01", "query-failover-network")], [False, False])
    error = world.refused(R, "app01", "replication-set-failover-network", adapter="Backup", addresses=["10.0.0.5"])
    contains(error, "subnet")
    contains(world.refused(R, "app01", "replication-set-failover-network", adapter="eth9", dhcp=True), "eth9")


@case
def test_switch(world):
    """Test machines are connected to a switch of their own, or to none."""
    world.command(R, "app01", "replication-set-test-switch", adapter="Backup", switch="Lab")
    equal([a["test-switch"] for a in world.command(R, "app01", "query-failover-network")], [None, "Lab"])
    world.command(R, "app01", "replication-set-test-switch", switch="Lab")
    equal([a["test-switch"] for a in world.command(R, "app01", "query-failover-network")], ["Lab", "Lab"])
    world.command(R, "app01", "replication-set-test-switch")
    equal([a["test-switch"] for a in world.command(R, "app01", "query-failover-network")], [None, None])


@case
def test_failover(world):
    """A test failover answers with the test machine; the replica's clean-up removes it, running or not."""
    points = world.virsh(R, "snapshot-list", "app01", "--name").split()
    answer = world.command(R, "app01", "replication-test-failover", point=points[0])
    test = answer["test-machine"]
    equal(world.virsh(R, "domuuid", test["name"]).strip(), test["uuid"])
    equal(world.replication(R, test["name"])[0], "test")
    equal(world.replication(R, "app01"), ("replica", "replicating"))
    contains(world.refused(R, "app01", "replication-test-failover"), "app01")
    world.virsh(R, "start", test["name"])
    equal(world.command(R, "app01", "replication-test-cleanup"), {"removed": [test]})
    contains(world.virsh(R, "dominfo", test["name"], code=1), "failed to get domain")
    contains(world.refused(R, "app01", "replication-test-cleanup"), "'app01' has no test machine")


@case
def orphan(world):
    """A test machine can be told to go itself; nothing else can."""
    test = world.command(R, "web01", "replication-test-failover")["test-machine"]
    contains(world.refused(P, "web01", "replication-test-cleanup"), "'web01' has no test machine")
    equal(world.command(R, test["name"], "replication-test-cleanup"), {"removed": [test]})
    contains(world.virsh(R, "dominfo", test["uuid"], code=1), "failed to get domain")
    equal(world.virsh(P, "domstate", "web01").strip(), "running")


@case
def authorize(world):
    """A replica is bound to an authorization entry of its host."""
    world.command(R, "app01", "replication-authorize", allowed_primary="*")
    contains(world.refused(R, "app01", "replication-authorize", allowed_primary="nobody.example.com"), "nobody.example.com")


@case
def extended(world):
    """A replica is extended to a third host; both relationships are told apart."""
    world.command(R, "app01", "replication-enable", replica_server="hv-third", frequency=300)
    follows(world, X, "app01", "extended", "initial-replication")
    world.command(R, "app01", "replication-start", extended=True)
    legs = world.command(R, "app01", "query-replication")["relationships"]
    equal([(leg["index"], leg["state"]) for leg in legs], [(0, "replicating"), (1, "replicating")])
    answer = world.command(R, "app01", "replication-suspend", extended=True)
    equal(answer["state"], "suspended")
    equal(world.replication(R, "app01"), ("replica", "replicating"))
    world.command(R, "app01", "replication-resume", extended=True)
    world.command(R, "app01", "replication-modify", extended=True, frequency=900)
    equal(world.settings(R, "app01", 1)["frequency"], 900)
    world.command(R, "app01", "query-replication-statistics", extended=True)
    world.command(R, "app01", "replication-reset-statistics", extended=True)


@case
def failover(world):
    """Failover to a point, undone, done again, committed."""
    point = world.virsh(R, "snapshot-list", "app01", "--name").split()[0]
    world.command(R, "app01", "replication-failover", point=point)
    equal(world.replication(R, "app01"), ("replica", "failed-over"))
    world.command(R, "app01", "replication-revert")
    equal(world.replication(R, "app01"), ("replica", "replicating"))
    contains(world.refused(R, "app01", "replication-failback"), "app01")
    world.command(R, "app01", "replication-failover")
    world.command(R, "app01", "replication-commit")
    equal(world.replication(R, "app01"), ("replica", "committed"))


@case
def become_primary(world):
    """After the failover is committed the replica goes on to the extended one, as its primary."""
    world.command(R, "app01", "replication-become-primary")
    role, state = world.replication(R, "app01")
    equal(role, "primary")
    equal(state in ("replicating", "suspended", "ready"), True)
    wait_for(lambda: world.replication(X, "app01")[0] == "replica", "the extended replica to follow")


@case
def reverse(world):
    """The old primary becomes a replica, and the direction is reversed."""
    world.virsh(P, "destroy", "web01")
    world.command(R, "web01", "replication-failover")
    world.command(P, "web01", "replication-become-replica")
    equal(world.replication(P, "web01"), ("replica", "initial-replication"))
    world.command(R, "web01", "replication-reverse")
    equal(world.replication(R, "web01"), ("primary", "ready"))


@case
def remove(world):
    """Removing is done on each host."""
    world.command(P, "db01", "replication-remove")
    equal(world.replication(P, "db01"), ("none", "disabled"))
    world.command(R, "db01", "replication-remove")
    equal(world.replication(R, "db01"), ("none", "disabled"))


@case
def events(world):
    """What clients are told of all this has the members that the table of events has."""
    told = world.check_events()
    equal(told, set(world.answers.events) - {"REPLICATION_FAILOVER_FORCED"})  # test_guard.py forces one


@case
def all_ran(world):
    """No command of a machine was left out, and no member of an answer, but what takes a fault."""
    equal(world.missing("vm"), [])
    rare = {"job error", "job phase", "job phase-title", "job reason", "forced"}
    equal([path for path in world.answers.list_unseen("vm") if path.split(") ", 1)[1] not in rare], [])


if __name__ == "__main__":
    sys.exit(tap.main(CommandWorld))
