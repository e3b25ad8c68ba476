# test_commands_host.py: every command of a host by stock virsh, and what the host shows of it
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import re
import sys
import xml.etree.ElementTree as ElementTree

import tap
from command_world import CommandWorld, P, R, X
from tap import case, contains, equal
from world import wait_for

NAMES = ("hv-primary.example.com", "hv-third.example.com")


def entries(world, host=R, **filters):
    return world.command(host, host, "query-replication-authorization", **filters)


def primaries(world, **filters):
    return sorted(entry["allowed-primary"] for entry in entries(world, **filters))


@case
def service(world):
    """The host as replication server, as JSON and as a document."""
    answer = world.command(R, R, "query-replication-service")
    equal((answer["settings"]["enabled"], answer["listening"]), (True, True))
    equal([entry["allowed-primary"] for entry in answer["authorization"]], ["*"])
    root = ElementTree.fromstring(world.command(R, R, "query-replication-service", format="xml"))
    equal(root.tag.rpartition("}")[2], "replicationservice")


@case
def service_modify(world):
    """Settings of the service change by argument; the job is the host's own."""
    answer = world.command(R, R, "replication-service-modify", http_port=8080, monitoring_start="09:30",
                           monitoring_interval=43200)
    equal(answer["job"] is None or answer["job"]["status"] == "completed", True)
    settings = world.command(R, R, "query-replication-service")["settings"]
    equal((settings["http-port"], settings["monitoring-start"], settings["monitoring-interval"]), (8080, "09:30", 43200))
    if answer["job"] is not None:
        equal(world.command(R, R, "query-job")["last"]["kind"], "modify-service")
        contains(world.virsh(R, "domjobinfo", R, "--completed"), "Completed")
    world.command(R, R, "replication-service-modify", http_port=80)


@case
def authorization(world):
    """Entries are added, listed with filters, changed and removed one by one, and by trust group."""
    world.command(R, R, "replication-authorization-remove", allowed_primary="*")
    equal(entries(world), [])
    for name in NAMES:
        world.command(R, R, "replication-authorization-add", allowed_primary=name, storage_location="D:\\Replica",
                      trust_group="office")
    equal(primaries(world), sorted(NAMES))
    contains(world.refused(R, R, "replication-authorization-add", allowed_primary=NAMES[0], storage_location="E:\\",
                           trust_group="x"), R)
    world.command(R, R, "replication-authorization-modify", allowed_primary=NAMES[1], trust_group="lab")
    equal(primaries(world, trust_group="lab"), [NAMES[1]])
    equal(primaries(world, allowed_primary=NAMES[0].upper()), [NAMES[0]])
    equal(primaries(world, storage_location="D:\\Replica"), sorted(NAMES))
    contains(world.refused(R, R, "replication-authorization-remove", trust_group="nobody"),
             "'hv-replica' has no such authorization entry")
    world.command(R, R, "replication-authorization-modify", allowed_primary=NAMES[1], trust_group="office")
    world.command(R, R, "replication-authorization-remove", trust_group="office")
    equal(entries(world), [])
    contains(world.refused(R, R, "replication-authorization-remove", allowed_primary=NAMES[0]), R)


@case
def service_document(world):
    """A document makes settings and entries what it says: adds, changes, removes."""
    world.command(R, R, "replication-authorization-add", allowed_primary=NAMES[0], storage_location="D:\\Replica",
                  trust_group="office")
    text = world.command(R, R, "query-replication-service", format="xml")
    contains(text, NAMES[0])
    world.command(R, R, "replication-service-modify", document=text.replace(NAMES[0], NAMES[1]).replace("43200", "86400"))
    equal(primaries(world), [NAMES[1]])
    equal(world.command(R, R, "query-replication-service")["settings"]["monitoring-interval"], 86400)
    text = world.command(R, R, "query-replication-service", format="xml")
    world.command(R, R, "replication-service-modify", document=text.replace("office", "lab"))
    equal(primaries(world, trust_group="lab"), [NAMES[1]])
    equal(world.command(R, R, "replication-service-modify",
                        document=world.command(R, R, "query-replication-service", format="xml"))["job"], None)
    before = entries(world)
    world.command(R, R, "replication-service-modify", document=re.sub("<authorization>.*</authorization>", "", text, flags=re.S))
    equal(entries(world), before)
    contains(world.refused(R, R, "replication-service-modify", document=text.replace("86400", "5")), "monitoring-interval")
    contains(world.refused(R, R, "replication-service-modify", document="<replicationservice"), "XML")
    world.command(R, R, "replication-authorization-remove", trust_group="lab")
    world.command(R, R, "replication-authorization-add", allowed_primary="*", storage_location="D:\\Replica",
                  trust_group="DEFAULT")


@case
def replications(world):
    """All relationships of a host, filtered by server, state, health, role and kind."""
    def names(host=P, **filters):
        return [row["domain"] for row in world.command(host, host, "query-replications", **filters)]
    world.command(P, "web01", "replication-enable", replica_server="hv-replica")
    equal(sorted(names()), ["app01", "web01"])
    row = [row for row in world.command(P, P, "query-replications") if row["domain"] == "app01"][0]
    equal((row["uuid"], row["role"], row["relationship"], row["state"]),
          (world.virsh(P, "domuuid", "app01").strip(), "primary", "primary", "replicating"))
    equal(names(state="ready"), ["web01"])
    equal(names(health="ok", role="primary"), names(health="ok"))
    equal(names(role="replica"), [])
    equal(sorted(names(replica_server="HV-Replica.example.com")), ["app01", "web01"])
    equal(names(replica_server="hv-third"), [])
    equal(names(relationship="extended"), [])
    wait_for(lambda: sorted(names(R)) == ["app01", "web01"], "the placeholder")
    equal(sorted(names(R, role="replica", primary_server=row["settings"].get("primary-server", "hv-primary"))),
          ["app01", "web01"])
    equal(names(R, trust_group="nobody"), [])
    equal(names(R, trust_group="DEFAULT"), ["web01"])  # by the entry that let it in
    world.command(R, "app01", "replication-authorize", allowed_primary="*")
    equal((sorted(names(R, trust_group="default")), names(R, trust_group="nobody")), (["app01", "web01"], []))


@case
def statistics(world):
    """Statistics of all relationships, one each, with the same filters."""
    rows = world.command(P, P, "query-replication-statistics")
    equal(sorted(row["domain"] for row in rows), ["app01", "web01"])
    row = [row for row in rows if row["domain"] == "app01"][0]
    equal(row["statistics"]["health"], "ok")
    equal(len(world.command(P, P, "query-replication-statistics", state="replicating")), 1)


@case
def certificates(world):
    """The certificates that replication could use."""
    found = world.command(P, P, "query-system-certificates")
    equal(len(found) >= 1, True)
    equal(len(found[0]["thumbprint"]), 40)
    equal(found[0]["thumbprint"], found[0]["thumbprint"].upper())
    contains(found[0]["subject"], "CN=")
    equal(found[0]["not-before"] < found[0]["not-after"], True)


@case
def connection(world):
    """The way to a replica server is tried out, and what is wrong with it told."""
    answer = world.command(P, P, "replication-test-connection", replica_server="hv-replica", authentication="kerberos", port=80)
    equal(answer["job"] is None or answer["job"]["status"] == "completed", True)
    contains(world.refused(P, P, "replication-test-connection", replica_server="nowhere.example.com"), "hv-primary")
    world.control(f"link {P} {R} down")
    contains(world.refused(P, P, "replication-test-connection", replica_server="hv-replica"), "hv-primary")
    world.control(f"link {P} {R} up")


@case
def service_states(world):
    """Starting and stopping the service: Hyper-V refuses, and the line says what it said."""
    for name, arguments in (("replication-service-start", {}), ("replication-service-stop", {}),
                            ("replication-service-request-state", {"state": 2})):
        contains(world.refused(P, P, name, **arguments), "hv-primary")


@case
def scopes(world):
    """A command sent to the wrong kind of domain says where it belongs."""
    contains(world.refused(P, "web01", "query-replication-service"), "send it to the domain 'hv-primary'")
    contains(world.refused(P, P, "replication-start"), "'replication-start' is for virtual machines, 'hv-primary' is the host itself")


@case
def read_only(world):
    """On a read-only connection stock clients send no command at all."""
    contains(world.virsh(P, "qemu-monitor-command", "app01", '{"execute": "query-replication"}', read_only=True, code=1), "read only access")


@case
def third_host(world):
    """The other hosts answer, too."""
    equal(world.command(X, X, "query-replications"), [])


@case
def all_ran(world):
    """No command of a host was left out, and no member of an answer, but what takes a fault."""
    equal(world.missing("host"), [])
    rare = {"job error", "job phase", "job phase-title", "job reason", "error"}
    equal([path for path in world.answers.list_unseen("host") if path.split(") ", 1)[1] not in rare], [])


if __name__ == "__main__":
    sys.exit(tap.main(CommandWorld))
