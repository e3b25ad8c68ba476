# test_virsh_read.py: what stock virsh reads of a simulated host
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import subprocess
import sys

import tap
from tap import case, contains, equal
from world import NAMESPACE, SOURCE, World

WEB01 = "11111111-1111-4111-8111-111111111111"


def names(world, *filters, host="hv-primary"):
    return sorted(world.virsh(host, "list", "--name", *filters).split())


@case
def connection(world):
    """version, hostname, uri and nodeinfo tell the host."""
    # libvirt packs major * 100000000 + minor * 1000000 + build, virsh unpacks by thousands.
    contains(world.virsh("hv-primary", "version"), "Running hypervisor: Hyper-V 1000.20.348")
    equal(world.virsh("hv-primary", "hostname").strip(), "hv-primary")
    equal(world.virsh("hv-primary", "uri").strip(), world.uri("hv-primary"))
    contains(world.virsh("hv-primary", "nodeinfo"), "CPU(s):")


@case
def capabilities(world):
    """capabilities name guests of type hyperv."""
    contains(world.virsh("hv-primary", "capabilities"), "<domain type='hyperv'/>".replace("'", '"'))


@case
def listing(world):
    """list knows all its filters."""
    for wanted, filters in {
            "app01 db01 web01": ["--all"], "web01": [], "app01 db01": ["--inactive"],
            "web01 ": ["--state-running"], "app01 db01 ": ["--state-shutoff", "--all"], " ": ["--state-paused", "--all"],
            " app01 db01 web01": ["--persistent", "--all"], "  ": ["--transient", "--all"],
            " db01 app01 web01": ["--all", "--without-managed-save"], "   ": ["--all", "--with-managed-save"],
            "  app01 db01 web01": ["--all", "--without-snapshot"], "    ": ["--all", "--with-snapshot"],
            "db01 web01 app01": ["--all", "--no-autostart"]}.items():
        equal(names(world, *filters), sorted(wanted.split()))
    equal(names(world, "--all", "--with-snapshot", host="hv-replica"), ["app01"])
    contains(world.virsh("hv-primary", "list", "--all"), "web01   running")


@case
def one_domain(world):
    """dominfo, domstate, domuuid, domname and domid agree."""
    info = world.virsh("hv-primary", "dominfo", "web01")
    for part in ("OS Type:        hvm", "State:          running", "CPU(s):         2", "Max memory:     2097152 KiB",
                 "Persistent:     yes", "Managed save:   no", WEB01):
        contains(info, part)
    # How it came to run happened before anybody looked.
    equal(world.virsh("hv-primary", "domstate", "--reason", "web01").strip(), "running (unknown)")
    contains(world.virsh("hv-primary", "domstate", "--reason", "db01"), "shut off")
    equal(world.virsh("hv-primary", "domuuid", "web01").strip(), WEB01)
    equal(world.virsh("hv-primary", "domname", WEB01).strip(), "web01")
    identity = world.virsh("hv-primary", "domid", "web01").strip()
    equal(int(identity) > 0, True)
    equal(world.virsh("hv-primary", "domid", "db01").strip(), "-")
    contains(world.virsh("hv-primary", "dominfo", identity), "Name:           web01")


@case
def domain_xml(world):
    """The domain XML is valid for libvirt's own schema, running, off, replicated."""
    for host, domain in (("hv-primary", "web01"), ("hv-primary", "db01"), ("hv-replica", "app01")):
        path = world.write("domain.xml", world.virsh(host, "dumpxml", domain))
        subprocess.run(["virt-xml-validate", path, "domain"], check=True, capture_output=True)
    text = world.virsh("hv-primary", "dumpxml", "web01")
    contains(text, "C:\\VMs\\web01.vhdx")
    contains(world.virsh("hv-primary", "dumpxml", "--inactive", "web01").splitlines()[0], '<domain type="hyperv">')


@case
def metadata(world):
    """The metadata element is valid for replication.rng, on every host and domain."""
    for host, domain, role in (("hv-primary", "web01", "none"), ("hv-primary", "app01", "primary"), ("hv-replica", "app01", "replica")):
        text = world.virsh(host, "metadata", domain, NAMESPACE)
        contains(text, f">{role}</")
        path = world.write("metadata.xml", text)
        subprocess.run(["xmllint", "--noout", "--relaxng", f"{SOURCE}/schemas/replication.rng", path], check=True,
                       capture_output=True)
    contains(world.virsh("hv-primary", "metadata", "web01", "urn:nobody", code=1), "metadata not found")


@case
def schema_refuses(world):
    """replication.rng refuses what is wrong: a state without number, an unknown word, a local time."""
    good = world.virsh("hv-replica", "metadata", "app01", NAMESPACE)
    for old, new in ((' number="3"', ""), (">replicating<", ">mirroring<"), ("Z</replication:last-apply>", "</replication:last-apply>"),
                     ('kind="standard"', 'kind="nice"'), ("<replication:settings>", "<replication:settings><replication:colour/>")):
        contains(good, old)
        path = world.write("metadata.xml", good.replace(old, new, 1))
        result = subprocess.run(["xmllint", "--noout", "--relaxng", f"{SOURCE}/schemas/replication.rng", path], check=False,
                                capture_output=True)
        equal(result.returncode, 3)


@case
def snapshots(world):
    """Recovery points are a chain of snapshots with valid XML."""
    tree = world.virsh("hv-replica", "snapshot-list", "app01", "--tree")
    points = world.virsh("hv-replica", "snapshot-list", "app01", "--name").split()
    equal(len(points), 4)
    equal(tree.split()[0], points[0])
    equal(world.virsh("hv-replica", "snapshot-parent", "app01", points[1]).strip(), points[0])
    contains(world.virsh("hv-replica", "snapshot-parent", "app01", points[0], code=1), "has no parent")
    listing_text = world.virsh("hv-replica", "snapshot-list", "app01", "--parent")
    for point in points:
        contains(listing_text, point)
        path = world.write("snapshot.xml", world.virsh("hv-replica", "snapshot-dumpxml", "app01", point))
        subprocess.run(["virt-xml-validate", path, "domainsnapshot"], check=True, capture_output=True)
    info = world.virsh("hv-replica", "snapshot-info", "app01", points[0])
    for part in ("Children:       1", "Descendants:    3", "Current:        no", "Metadata:       no", "Parent:         -"):
        contains(info, part)
    equal(world.virsh("hv-replica", "snapshot-list", "app01", "--roots", "--name").split(), points[:1])
    equal(world.virsh("hv-replica", "snapshot-list", "app01", "--leaves", "--name").split(), points[3:])
    equal(world.virsh("hv-replica", "snapshot-list", "app01", "--from", points[1], "--descendants", "--name").split(), points[2:])
    contains(world.virsh("hv-replica", "snapshot-current", "app01", code=1), "no current snapshot")
    equal(world.virsh("hv-primary", "snapshot-list", "web01", "--name").split(), [])


@case
def own_partition(world):
    """The host's own partition is found by name, and never listed."""
    equal("hv-primary" in names(world, "--all"), False)
    answer = world.query_host("hv-primary")
    equal((answer["name"], answer["reachable"], answer["domains"]), ("hv-primary", True, 3))


@case
def commands(world):
    """query-commands lists every verb, with the arguments it takes."""
    rows = {row["name"]: row for row in world.command("hv-primary", "web01", "query-commands")}
    for verb in ("enable", "start", "cancel-initial", "suspend", "resume", "resynchronize", "prepare", "failover", "revert",
                 "commit", "reverse", "failback", "remove", "modify"):
        equal(rows[f"replication-{verb}"]["access"], "write")
    required = [a["name"] for a in rows["replication-enable"]["arguments"] if a["required"]]
    equal(required, ["replica-server"])
    history = [a for a in rows["replication-modify"]["arguments"] if a["name"] == "recovery-history"][0]
    equal((history["type"], history["minimum"], history["maximum"]), ("number", 0, 24))


@case
def unknown_command(world):
    """An unknown command is answered as QEMU does, with its id."""
    answer = json.loads(world.virsh("hv-primary", "qemu-monitor-command", "web01", '{"execute":"nosuch","id":[1]}'))
    equal(answer, {"error": {"class": "CommandNotFound", "desc": "The command nosuch has not been found"}, "id": [1]})


@case
def read_only(world):
    """A read-only connection reads everything and changes nothing."""
    contains(world.virsh("hv-primary", "list", "--all", read_only=True), "web01")
    contains(world.virsh("hv-primary", "dominfo", "web01", read_only=True), "running")
    contains(world.virsh("hv-primary", "start", "db01", read_only=True, code=1), "read only access prevents")
    contains(world.virsh("hv-primary", "qemu-monitor-command", "web01", '{"execute":"replication-start"}', read_only=True, code=1),
             "read only access prevents")


@case
def host_lists(world):
    """What this driver does not serve is refused as unsupported, in libvirt's words."""
    contains(world.virsh("hv-primary", "nodedev-list", code=1), "not supported by the connection driver")
    contains(world.virsh("hv-primary", "emulatorpin", "db01", code=1), "not supported by the connection driver: virDomainGetEmulatorPinInfo")


if __name__ == "__main__":
    sys.exit(tap.main(World))
