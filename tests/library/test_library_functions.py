# test_library_functions.py: every function of the C library against the daemon against the simulator
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import re
import sys

import tap
from command_world import P, R, X, CommandWorld
from library import (BEFORE, EXTENDED, INVALID_ARG, INVALID_DOMAIN, NO_DOMAIN_SNAPSHOT, NO_SUPPORT, NO_WAIT, OPERATION_DENIED, OPERATION_FAILED,
                     OPERATION_INVALID, OPERATION_UNSUPPORTED, RPC, SHUTDOWN, XML_ERROR, Library)
from tap import case, contains, equal
from world import SOURCE, wait_for

D, C = "virDomainHypervRepl", "virConnectHypervRepl"
EVENTS = {C + "EventRegister", C + "EventDeregister"}  # are for test_library_examples.py and a unit test


def list_functions():
    with open(os.path.join(SOURCE, "include/libvirt-hyperv-repl.h"), encoding="utf-8") as file:
        return set(re.findall(r"^(?:\w+ \**)?(vir(?:Domain|Connect)HypervRepl\w+)\(", file.read(), re.M))


def state(library, domain):
    answer = library.call(D + "GetState", domain)
    return answer["role"], answer.get("relationships.0.state", "disabled")


@case
def reads_machine(world):
    """Role, states and settings as paths, each with its type."""
    with Library(world.uri(P)) as here, Library(world.uri(R)) as there:
        answer = here.call(D + "GetState", "app01")
        equal((answer["role"], answer["role-number"], answer["relationships.count"]), ("primary", 1, 1))
        equal((answer["relationships.0.state"], answer["relationships.0.state-number"]), ("replicating", 3))
        equal(answer["relationships.0.settings.compression"], True)
        equal(answer["relationships.0.settings.frequency"], 300)
        equal(answer["relationships.0.settings.included-disks.count"], 1)
        contains(answer["relationships.0.settings.included-disks.0"], "app01")
        equal(here.call(D + "GetState", "web01")["relationships.count"], 0)
        contains(here.call(D + "GetXMLDesc", "app01")["document"], "<replication")
        contains(here.call(D + "GetNetworkXMLDesc", "app01")["document"], "<failovernetwork")
        contains(here.call(D + "GetNetwork", "app01"), "adapter.0.name")
        equal(here.call(D + "GetStatistics", "app01")["health"], "ok")
        equal([name for name in here.call(D + "GetJob", "app01") if name.startswith("running.")], [])
        equal(there.call(D + "GetPoints", "app01")["point.count"], 4)
        equal(here.call(D + "GetPoints", "app01"), {"point.count": 0})
        contains(here.refused(OPERATION_INVALID, D + "GetStatistics", "app01", EXTENDED), "extended relationship")


@case
def points(world):
    """Points as snapshots, the oldest first, and the one nearest to a time."""
    with Library(world.uri(R)) as there:
        answer = there.call(D + "GetPoints", "app01")
        names = [answer[f"point.{i}.name"] for i in range(4)]
        created = [answer[f"point.{i}.created"] for i in range(4)]
        equal(created, sorted(created))
        equal(there.call(D + "ListPoints", "app01")["point"], names)
        # The world's own clock: points are made on the hour, before 2026-05-01T03:00:00Z.
        hour = 1777604400 - 3600 * 2
        texts = {"2026-05-01T01:00:00Z", "2026-05-01T00:00:00Z", "2026-05-01T02:00:00Z"}
        equal(len(texts & set(created)) > 0, True)
        nearest = dict(zip(created, names))["2026-05-01T01:00:00Z"]
        for seconds, flags in ((hour, 0), (hour + 1799, 0), (hour - 1799, 0), (hour, BEFORE), (hour + 3599, BEFORE)):
            equal(there.call(D + "PointLookupByTime", "app01", flags, TIME=seconds)["point"], nearest)
        equal(there.call(D + "PointLookupByTime", "app01", TIME=0)["point"], names[0])
        equal(there.call(D + "PointLookupByTime", "app01", TIME=2**62)["point"], names[-1])
        equal(there.call(D + "PointLookupByTime", "app01", TIME=-2**63)["point"], names[0])
        contains(there.refused(NO_DOMAIN_SNAPSHOT, D + "PointLookupByTime", "app01", BEFORE, TIME=0), "'app01' has no recovery point from")
    with Library(world.uri(P)) as here:
        equal(here.call(D + "ListPoints", "app01"), {})
        contains(here.refused(NO_DOMAIN_SNAPSHOT, D + "PointLookupByTime", "app01", TIME=0), "'app01' has no recovery point")


@case
def reads_host(world):
    """Settings, entries, relationships, certificates, hosts, operations, commands."""
    with Library(world.uri(P)) as here, Library(world.uri(R)) as there:
        equal(here.call(C + "GetHost")["name"], P)
        equal(here.call(C + "GetService")["settings.enabled"], True)
        contains(here.call(C + "GetServiceXMLDesc")["document"], "<replicationservice")
        answer = here.call(C + "GetReplications")
        equal((answer["replication.count"], answer["replication.0.domain"]), (1, "app01"))
        equal(here.call(C + "GetReplications", role="replica"), {"replication.count": 0})
        equal(there.call(C + "GetReplications", state="replicating", role="replica")["replication.count"], 1)
        equal(here.call(C + "GetStatistics")["statistics.count"], 1)
        equal(here.call(C + "GetStatistics", health="critical")["statistics.count"], 0)
        contains(here.call(C + "GetCertificates"), "certificate.count")
        contains(there.call(C + "GetAuthorization"), "entry.count")
        equal(there.call(C + "GetAuthorization", allowed_primary="nobody.example.com"), {"entry.count": 0})
        answer = here.call(C + "GetHosts")
        equal({answer[f"host.{i}.name"] for i in range(answer["host.count"])}, {P, R, X})
        contains(here.call(C + "GetCommands"), "command.0.name")
        contains(here.refused(INVALID_ARG, C + "GetReplications", state="nonsense"), "'nonsense'")
        contains(here.refused(INVALID_ARG, C + "GetReplications", nonsense=1), "nonsense")


@case
def relationship(world):
    """A relationship from its beginning to its end."""
    with Library(world.uri(P)) as here, Library(world.uri(R)) as there:
        contains(here.refused(INVALID_ARG, D + "Enable", "db01"), "replica-server")
        here.call(D + "Enable", "db01", replica_server=R, recovery_history=4, compression=False,
                  lists=[("excluded-disks", "C:\\VMs\\db01-log.vhdx")])
        equal(state(here, "db01"), ("primary", "ready"))
        settings = here.call(D + "GetState", "db01")
        equal(settings["relationships.0.settings.compression"], False)
        equal(settings["relationships.0.settings.included-disks.count"], 1)
        here.call(D + "Start", "db01", NO_WAIT)
        wait_for(lambda: state(here, "db01") == ("primary", "replicating"), "the end of the copy")
        equal(here.call(D + "GetJob", "db01")["last.status"], "completed")
        here.call(D + "Suspend", "db01")
        equal(state(here, "db01"), ("primary", "suspended"))
        here.call(D + "Resume", "db01")
        here.call(D + "Modify", "db01", frequency=900)
        equal(here.call(D + "GetState", "db01")["relationships.0.settings.frequency"], 900)
        contains(here.refused(XML_ERROR, D + "Modify", "db01", document="<replication"), "not well-formed")
        here.call(D + "ResetStatistics", "db01")
        contains(here.refused(OPERATION_INVALID, D + "Resynchronize", "db01"), "db01")
        contains(here.refused(OPERATION_INVALID, D + "CancelResynchronize", "db01"), "db01")
        contains(here.refused(OPERATION_INVALID, D + "CancelInitial", "db01"), "db01")
        wait_for(lambda: "db01" in world.virsh(R, "list", "--all", "--name").split(), "the replica")
        contains(there.refused(OPERATION_INVALID, D + "Import", "db01", location="C:\\nowhere"), "db01")
        here.call(D + "Prepare", "db01")
        here.call(D + "CancelPrepare", "db01")
        here.call(D + "SetNetwork", "app01", adapter="Backup", dhcp=False, lists=[
            ("addresses", "10.0.0.5"), ("subnets", "255.255.255.0"), ("gateways", "10.0.0.1"), ("dns-servers", "10.0.0.2"),
            ("dns-servers", "10.0.0.3")])
        network = here.call(D + "GetNetwork", "app01")
        equal([value for name, value in network.items() if "dns-servers." in name and name[-1].isdigit()], ["10.0.0.2", "10.0.0.3"])
        contains(there.refused(INVALID_ARG, D + "Authorize", "db01"), "allowed-primary")
        here.call(D + "Remove", "db01")
        there.call(D + "Remove", "db01")
        equal(state(here, "db01"), ("none", "disabled"))
        contains(here.refused(OPERATION_INVALID, D + "Failback", "db01"), "db01")


@case
def plans(world):
    """A plan tells the calls in their order, and changes nothing."""
    with Library(world.uri(P)) as here, Library(world.uri(R)) as there:
        before = state(here, "web01")
        plan = here.call(D + "GetPlan", "web01", COMMAND="replication-enable", replica_server=R)
        equal(plan["calls.count"], 1)
        equal((plan["calls.0.class"], plan["calls.0.method"]), ("Msvm_ReplicationService", "CreateReplicationRelationship"))
        equal(state(here, "web01"), before)
        plan = there.call(D + "GetPlan", "app01", COMMAND="replication-failover", point=there.call(D + "ListPoints", "app01")["point"][1])
        equal(plan["calls.0.method"], "InitiateFailover")
        plan = here.call(C + "GetPlan", COMMAND="replication-service-modify", http_port=8080)
        equal(plan["calls.0.method"], "ModifyServiceSettings")
        contains(here.refused(NO_SUPPORT, D + "GetPlan", "web01", COMMAND="no-such-command"), "no-such-command")
        here.refused(INVALID_ARG, D + "GetPlan", "web01", COMMAND="query-job")


@case
def read_only(world):
    """On a read-only connection state and points come of the metadata, and agree; the rest is refused in libvirt's words."""
    with Library(world.uri(R)) as there, Library(world.uri(R), read_only=True) as reader:
        whole, shown = there.call(D + "GetState", "app01"), reader.call(D + "GetState", "app01")
        equal({name: whole.get(name) for name in shown}, shown)
        for name in ("role", "role-number", "relationships.0.state", "relationships.0.state-number", "relationships.0.health",
                     "relationships.0.last-replication", "relationships.0.settings.frequency", "relationships.0.settings.compression",
                     "relationships.0.settings.included-disks.0"):
            contains(shown, name)
        whole, shown = there.call(D + "GetPoints", "app01"), reader.call(D + "GetPoints", "app01")
        equal({name: value for name, value in whole.items() if not name.endswith(".id")}, shown)
        equal(reader.call(D + "ListPoints", "app01"), there.call(D + "ListPoints", "app01"))
        equal(reader.call(D + "PointLookupByTime", "app01", TIME=0), there.call(D + "PointLookupByTime", "app01", TIME=0))
        contains(reader.call(D + "GetXMLDesc", "app01")["document"], "<replication")
        contains(reader.refused(OPERATION_DENIED, D + "GetJob", "app01"), "read only")
        contains(reader.refused(OPERATION_DENIED, D + "Suspend", "app01"), "read only")
        contains(reader.refused(OPERATION_DENIED, C + "GetHost"), "read only")


@case
def over_and_back(world):
    """Test failover, failover to a point, commit, reverse, home again."""
    with Library(world.uri(P)) as here, Library(world.uri(R)) as there:
        names = there.call(D + "ListPoints", "app01")["point"]
        there.call(D + "SetTestSwitch", "app01")
        test = there.call(D + "TestFailover", "app01", POINT=names[0])["domain"]
        equal(there.call(D + "GetState", test)["role"], "test")
        there.call(D + "TestCleanup", "app01")
        contains(there.refused(INVALID_ARG, D + "TestFailover", "app01", NO_WAIT), "unsupported flags (0x2)")
        there.call(D + "Failover", "app01", POINT=names[1])
        equal(state(there, "app01"), ("replica", "failed-over"))
        there.call(D + "Revert", "app01")
        there.call(D + "Failover", "app01")
        there.call(D + "Commit", "app01")
        contains(there.refused(OPERATION_INVALID, D + "BecomePrimary", "app01"), "app01")
        here.call(D + "BecomeReplica", "app01")
        there.call(D + "Reverse", "app01", frequency=30)
        equal(there.call(D + "GetState", "app01")["relationships.0.settings.frequency"], 30)
        there.call(D + "Start", "app01", timeout=100)
        equal(state(there, "app01"), ("primary", "replicating"))
        wait_for(lambda: state(here, "app01") == ("replica", "replicating"), "the other side")


@case
def planned(world):
    """A planned failover to a host, and home again by a connection to it; what stands against it is told before."""
    with Library(world.uri(P)) as here, Library(world.uri(R)) as there:
        plan = there.call(D + "GetPlannedFailover", "app01", DESTINATION=P)
        equal(plan["ready"], True)
        equal(plan["calls.count"] >= 3, True)
        equal(there.call(D + "PlannedFailover", "app01", DESTINATION=P, reason="works over there")["domain"], "app01")
        equal((state(here, "app01"), state(there, "app01")), (("primary", "replicating"), ("replica", "replicating")))
        equal(there.call(C + "GetOperations", limit=1)["operation.0.reason"], "works over there")
        world.virsh(P, "start", "app01")
        contains(here.refused(OPERATION_INVALID, D + "PlannedFailover", "app01", DESTINATION=R), "'app01' is running")
        equal(here.call(D + "GetPlannedFailover", "app01", DESTINATION=R)["ready"], False)
        equal(here.call(D + "GetPlannedFailover", "app01", SHUTDOWN, DESTINATION=f"hyperv://{R}/")["ready"], True)
        equal(here.call(D + "PlannedFailover", "app01", SHUTDOWN, DESTINATION=world.uri(R))["domain"], "app01")
        equal((state(there, "app01"), world.virsh(R, "domstate", "app01").strip()), (("primary", "replicating"), "running"))
        world.virsh(R, "destroy", "app01")
        there.call(D + "PlannedFailover", "app01", DESTINATION=f"hyperv://{P}/")


@case
def hosts(world):
    """A host's settings, entries, service and connection."""
    with Library(world.uri(X)) as third, Library(world.uri(P)) as here:
        third.call(C + "RemoveAuthorization", allowed_primary="*")
        third.call(C + "AddAuthorization", allowed_primary="a.example.com", storage_location="D:\\A", trust_group="g")
        third.call(C + "ModifyAuthorization", allowed_primary="a.example.com", trust_group="h")
        answer = third.call(C + "GetAuthorization", trust_group="h")
        equal((answer["entry.count"], answer["entry.0.allowed-primary"]), (1, "a.example.com"))
        third.call(C + "RemoveAuthorization", trust_group="h")
        third.call(C + "ModifyService", monitoring_interval=7200)
        equal(third.call(C + "GetService")["settings.monitoring-interval"], 7200)
        here.call(C + "TestConnection", replica_server=R)
        here.refused(OPERATION_FAILED, C + "TestConnection", replica_server="nowhere.example.com")
        for function, arguments in (("StopService", {}), ("StartService", {}), ("RequestServiceState", {"state": 2})):
            contains(third.refused(OPERATION_UNSUPPORTED, C + function, **arguments), "not supported")  # says Hyper-V itself
        third.call(C + "Refresh")
        equal(here.call(C + "GetOperations", limit=2)["operation.count"], 2)


@case
def stranger(world):
    """A connection to something else says so."""
    with Library("test:///default") as library:
        contains(library.refused(NO_SUPPORT, D + "GetState", "test"), "virDomainQemuMonitorCommand")
        contains(library.refused(NO_SUPPORT, C + "GetHost"), "virConnectHypervReplGetHost needs a connection to virthypervd")


@case
def unreachable(world):
    """A host that is gone is told as such, and what is known of it is still told."""
    with Library(world.uri(P)) as here:
        world.control(f"host {P} down")
        here.refused(RPC, C + "Refresh")
        equal(here.call(C + "GetHost")["reachable"], False)
        equal(here.call(D + "GetState", "web01")["role"], "none")
        world.control(f"host {P} up")
        here.call(C + "Refresh")
        equal(here.call(C + "GetHost")["reachable"], True)


@case
def all_of_them(world):
    """Every function of the header was called."""
    equal(list_functions() - Library.ran, EVENTS)


@case
def wrong(world):
    """Each function refuses a flag that nobody knows, and each of a machine one that is none."""
    others = {"TIME": 0, "COMMAND": "replication-suspend", "DESTINATION": R}
    with Library(world.uri(P)) as here:
        for name in list_functions() - EVENTS:
            contains(here.refused(INVALID_ARG, name, "app01", 1 << 31, **others), f"unsupported flags (0x80000000) in function {name}")
            if name.startswith(D):
                contains(here.refused(INVALID_DOMAIN, name, None, **others), "invalid domain")


if __name__ == "__main__":
    sys.exit(tap.main(CommandWorld))
