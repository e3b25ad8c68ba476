# test_python.py: the same road from python3-libvirt, over the socket and over hyperv+ext
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import os
import sys
import threading

import libvirt
import libvirt_qemu

import tap
from tap import case, contains, equal
from world import DAEMON, NAMESPACE, World, wait_for

P, R = "hv-primary", "hv-replica"


def quiet(_context, _error):
    """libvirt prints every error by default."""


def start_loop():
    libvirt.registerErrorHandler(quiet, None)
    libvirt.virEventRegisterDefaultImpl()

    def run():
        while True:
            libvirt.virEventRunDefaultImpl()
    threading.Thread(target=run, daemon=True).start()


def run(domain, name, **arguments):
    text = json.dumps({"execute": name, "arguments": {k.replace("_", "-"): v for k, v in arguments.items()}})
    return json.loads(libvirt_qemu.qemuMonitorCommand(domain, text, 0))["return"]


def stdio_uri(world, host):
    """hyperv+ext runs a command without arguments: a wrapper that names the configuration."""
    path = world.path("virthypervd-stdio")
    if not os.path.exists(path):
        with open(path, "w", encoding="ascii") as file:
            file.write(f"#!/bin/sh\nexec {DAEMON} --stdio --config {world.path('hosts.conf')}\n")
        os.chmod(path, 0o755)
    return f"hyperv+ext:///{host}?command={path}"


@case
def reads(world):
    """Lists, XML, job statistics and metadata have libvirt's types."""
    connection = libvirt.open(world.uri(P))
    equal(connection.getType(), "Hyper-V")
    equal(sorted(d.name() for d in connection.listAllDomains()), ["app01", "db01", "web01"])
    domain = connection.lookupByName("web01")
    equal(domain.UUIDString(), "11111111-1111-4111-8111-111111111111")
    equal(domain.info()[:4], [libvirt.VIR_DOMAIN_RUNNING, 2097152, 2097152, 2])
    equal(domain.isActive(), 1)
    equal(domain.jobStats(), {"type": libvirt.VIR_DOMAIN_JOB_NONE})
    equal(connection.lookupByUUIDString(domain.UUIDString()).name(), "web01")
    equal(connection.lookupByID(domain.ID()).name(), "web01")
    contains(domain.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, NAMESPACE), "role")
    equal(len(connection.getInfo()), 8)
    connection.close()


@case
def story(world):
    """Enable, copy with job statistics and events, in an event loop."""
    connection = libvirt.open(world.uri(P))
    domain = connection.lookupByName("web01")
    seen = []
    callbacks = [
        connection.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                          lambda c, d, event, detail, o: seen.append(("lifecycle", d.name(), event)), None),
        connection.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,
                                          lambda c, d, stats, o: seen.append(("job", d.name(), stats)), None),
        connection.domainEventRegisterAny(domain, libvirt.VIR_DOMAIN_EVENT_ID_METADATA_CHANGE,
                                          lambda c, d, kind, uri, o: seen.append(("metadata", d.name(), uri)), None)]
    monitor = libvirt_qemu.qemuMonitorEventRegister(
        connection, None, "REPLICATION_STATE_CHANGE",
        lambda c, d, event, seconds, micros, details, o: seen.append(("monitor", d.name(), json.loads(details))), None, 0)

    run(domain, "replication-enable", replica_server="hv-replica")
    equal(run(domain, "replication-start", wait=False)["job"]["status"], "running")
    stats = wait_for(lambda: (s := domain.jobStats())["type"] == libvirt.VIR_DOMAIN_JOB_BOUNDED and s, "job statistics")
    for name in ("time_elapsed", "data_total", "data_processed", "data_remaining", "operation"):
        equal(isinstance(stats[name], int), True)
    equal(domain.jobInfo()[0], libvirt.VIR_DOMAIN_JOB_BOUNDED)
    jobs = wait_for(lambda: [s for kind, name, s in seen if kind == "job" and name == "web01" and
                             s.get("replication.kind") == "initial-replication"], "the job's end")
    equal(jobs[0]["success"], True)
    wait_for(lambda: ("metadata", "web01", NAMESPACE) in seen, "a metadata event")
    wait_for(lambda: [d for kind, name, d in seen if kind == "monitor" and d["state"] == "replicating"], "a monitor event")
    completed = domain.jobStats(libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED | libvirt.VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED)
    equal(completed["type"], libvirt.VIR_DOMAIN_JOB_COMPLETED)
    equal(domain.jobStats(libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED)["type"], libvirt.VIR_DOMAIN_JOB_COMPLETED)
    equal(domain.jobStats(libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED)["type"], libvirt.VIR_DOMAIN_JOB_NONE)

    connection.lookupByName("db01").create()
    wait_for(lambda: ("lifecycle", "db01", libvirt.VIR_DOMAIN_EVENT_STARTED) in seen, "a lifecycle event")
    libvirt_qemu.qemuMonitorEventDeregister(connection, monitor)
    for callback in callbacks:
        connection.domainEventDeregisterAny(callback)
    connection.close()


@case
def failover(world):
    """Recovery points as snapshots, failover and its refusals as libvirt errors."""
    connection = libvirt.open(world.uri(R))
    domain = connection.lookupByName("app01")
    points = domain.listAllSnapshots()
    equal(len(points), 4)
    equal(sorted(p.numChildren() for p in points), [0, 1, 1, 1])
    run(domain, "replication-failover", point=points[1].getName())
    try:
        run(domain, "replication-failover")
    except libvirt.libvirtError as error:
        equal(error.get_error_code(), libvirt.VIR_ERR_OPERATION_INVALID)
        equal(error.get_error_domain(), libvirt.VIR_FROM_HYPERV)
    else:
        raise AssertionError("a second failover was accepted")
    run(domain, "replication-revert")
    connection.close()


@case
def stdio(world):
    """The same calls through hyperv+ext, without a daemon."""
    connection = libvirt.open(stdio_uri(world, R))
    domain = connection.lookupByName("app01")
    equal(run(domain, "query-replication")["role"], "replica")
    run(domain, "replication-failover")
    equal(run(domain, "query-replication")["relationships"][0]["state"], "failed-over")
    run(domain, "replication-revert")
    equal(len(domain.listAllSnapshots()), 4)
    connection.close()
    contains(world.virsh(P, "list", "--all", uri=stdio_uri(world, P)), "web01")


@case
def there_and_back(world):
    """Commit, reverse, and home by a planned failover, from two connections."""
    primary, replica = libvirt.open(world.uri(P)), libvirt.open(world.uri(R))
    here, there = primary.lookupByName("app01"), replica.lookupByName("app01")
    for domain, verb, arguments, after in (
            (there, "failover", {}, ("replica", "failed-over")), (there, "commit", {}, ("replica", "committed")),
            (here, "become-replica", {}, ("replica", "initial-replication")), (there, "reverse", {}, ("primary", "ready")),
            (there, "start", {}, ("primary", "replicating")), (there, "prepare", {}, ("primary", "prepared")),
            (here, "failover", {}, ("replica", "failed-over")), (here, "reverse", {}, ("primary", "replicating")),
            (here, "suspend", {}, ("primary", "suspended")), (here, "resume", {}, ("primary", "replicating"))):
        answer = run(domain, "replication-" + verb, **arguments)
        equal((verb, answer["role"], answer["state"]), (verb, *after))
    primary.close()
    replica.close()


@case
def errors(world):
    """Unknown things have libvirt's error codes."""
    connection = libvirt.open(world.uri(P))
    domain = connection.lookupByName("web01")
    for code, call in (
            (libvirt.VIR_ERR_NO_DOMAIN, lambda: connection.lookupByName("nosuch")),
            (libvirt.VIR_ERR_NO_DOMAIN, lambda: connection.lookupByID(99999999)),
            (libvirt.VIR_ERR_NO_DOMAIN_SNAPSHOT, lambda: domain.snapshotLookupByName("nosuch")),
            (libvirt.VIR_ERR_NO_DOMAIN_METADATA, lambda: domain.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, "urn:x")),
            (libvirt.VIR_ERR_INVALID_ARG, lambda: libvirt_qemu.qemuMonitorCommand(domain, "{", 0)),
            (libvirt.VIR_ERR_OPERATION_INVALID, domain.abortJob),
            (libvirt.VIR_ERR_NO_SUPPORT, connection.listAllDevices),
            (libvirt.VIR_ERR_OPERATION_INVALID, lambda: run(domain, "replication-commit"))):
        try:
            call()
        except libvirt.libvirtError as error:
            equal(error.get_error_code(), code)
        else:
            raise AssertionError(f"no error {code}")
    connection.close()


if __name__ == "__main__":
    start_loop()
    sys.exit(tap.main(World))
