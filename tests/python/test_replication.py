# test_replication.py: what administrators do, by the module against daemon and simulated hosts
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import dataclasses
import datetime
import sys
import threading

import libvirt

import tap
from libvirt_hyperv_repl import (
    BusyError, DeadlineError, DeniedError, DomainNotFoundError, Entry, InvalidArgumentError, OutcomeUnknownError,
    PointNotFoundError, Replication, ReplicationError, ReplicationHost, RiskyError, StateError, UnsupportedError)
from python_world import LONG, ModuleWorld, P, R, fails
from tap import case, contains, equal
from world import DAEMON, wait_for


def undefine(replica):
    """Removing a relationship on the primary leaves the replica's machine."""
    replica.remove()
    replica.domain.undefine()
    return replica


def at(hour, minute=0):
    return datetime.datetime(2026, 5, 1, hour, minute, tzinfo=datetime.timezone.utc)


@case
def reads(world):
    """State, points, statistics, network and job have their types."""
    app = world.replica_of(R, "app01")
    state = app.get_state()
    leg = state.relationships[0]
    equal((state.role, state.role_number, state.reachable, state.state, state.health), ("replica", 2, True, "replicating", "ok"))
    equal((leg.index, leg.last_replication.tzinfo, leg.settings.frequency, leg.settings.compression), (0, datetime.timezone.utc, 300, True))
    equal(type(leg.settings.included_disks), tuple)
    equal([point.created for point in app.get_points()][:2], [at(0), at(1)])
    equal([snapshot.getName() for snapshot in app.list_points()], [point.name for point in app.get_points()])
    equal(app.get_statistics().health, "ok")
    equal(app.get_job().running, None)
    contains(app.get_xml_desc(), "<replication:role number=\"2\">replica</replication:role>")
    contains(app.get_network_xml_desc(), "failovernetwork")
    equal([type(adapter.settings.addresses) for adapter in app.get_network()], [tuple])
    equal(repr(app), "<Replication of app01>")


@case
def host_reads(world):
    """So have the host's answers."""
    host = ReplicationHost(world.connections[P])
    equal(host.get_host().hostname, "hv-primary")
    equal(sorted((row.domain, row.relationship, row.state) for row in host.get_replications()),
          [("app01", "primary", "replicating"), ("db01", "primary", "replicating")])
    equal(host.get_replications(state="suspended"), [])
    equal([row.statistics.misses for row in host.get_statistics(role="primary")], [0, 0])
    equal(host.get_service().authorization[0].allowed_primary, "*")
    contains(host.get_service_xml_desc(), "<replicationservice")
    equal([certificate.subject for certificate in host.get_certificates()], ["CN=hv-primary.example.com"])
    equal({row.name for row in host.get_commands()} > {"refresh", "replication-failover"}, True)
    equal((host.refresh(), repr(host)), (None, "<ReplicationHost hv-primary>"))


@case
def story(world):
    """Enable, copy, suspend, resume, modify, remove."""
    web = world.replica_of(P, "web01")
    equal(web.enable("hv-replica", recovery_history=4, frequency=datetime.timedelta(minutes=15), compression=False,
                     auto_resync_start=datetime.time(22)).state, "ready")
    settings = web.get_state().relationships[0].settings
    equal((settings.frequency, settings.compression, settings.recovery_history, settings.auto_resync_start), (900, False, 4, "22:00"))
    outcome = web.start(wait=False)
    equal((outcome.job.kind, outcome.job.status), ("initial-replication", "running"))
    equal(web.get_job().running.id, outcome.job.id)
    fails(BusyError, web.start)
    wait_for(lambda: web.get_state().state == "replicating", "the copy")
    equal([web.suspend().state, web.resume().state], ["suspended", "replicating"])
    web.modify(recovery_history=2)
    equal(web.get_state().relationships[0].settings.recovery_history, 2)
    equal(web.remove().state, "disabled")
    equal([row.name for row in ReplicationHost(world.connections[P]).get_operations(limit=1)], ["remove"])


@case
def failover(world):
    """Fail over to a point near to a time, revert; a point can be given in three ways."""
    app = world.replica_of(R, "app01")
    world.replica_of(P, "app01").domain.destroy()
    points = app.get_points()
    for point in app.point_lookup_by_time(at(1, 20)), points[1].name, app.list_points()[1]:
        equal(app.failover(point=point).state, "failed-over")
        fails(StateError, app.failover)
        equal(app.revert().state, "replicating")
    equal([app.point_lookup_by_time(at(hour, minute), before=before).name for hour, minute, before in
           ((0, 0, True), (1, 40, False), (1, 40, True), (1, 59, True))],
          [points[i].name for i in (0, 2, 1, 1)])
    equal(app.point_lookup_by_time(at(23)), app.get_points()[-1])
    error = fails(PointNotFoundError, app.point_lookup_by_time, at(0) - datetime.timedelta(days=1), before=True)
    contains(str(error), "'app01' has no recovery point from before that time")


@case
def trial(world):
    """A test failover gives the test machine, and takes it away again."""
    app = world.replica_of(R, "app01")
    test = app.test_failover()
    equal((test.get_state().role, test.domain.name()), ("test", "app01 - Test"))
    equal([machine.name for machine in test.test_cleanup().removed], ["app01 - Test"])
    equal(app.test_failover(wait=False), None)
    wait_for(lambda: app.get_job().running is None, "the test machine")
    equal(len(app.test_cleanup().removed), 1)


@case
def moves(world):
    """A planned failover goes there with two connections, home with one; a guest that runs is not shut down unasked."""
    here = world.replica_of(P, "db01")
    there = here.planned_failover(world.connections[R], reason="works here")
    equal((there.get_state().role, here.get_state().role), ("primary", "replica"))
    equal(there.planned_failover("hyperv://hv-primary/", reason="works there"), None)
    equal([row.reason for row in ReplicationHost(world.connections[P]).get_operations(limit=2)], ["works there", "works here"])
    equal((there.get_state().role, here.get_state().role), ("replica", "primary"))
    app = world.replica_of(P, "app01")
    app.domain.create()
    contains(str(fails(RiskyError, app.planned_failover, "hyperv://hv-replica/")), "shut down")
    equal(app.planned_failover(world.connections[R], shutdown=True).domain.isActive(), 1)


@case
def back(world):
    """All the verbs of a way there and back that is not a planned failover, and of the setting up of either end."""
    here, there = world.replica_of(P, "db01"), world.replica_of(R, "db01")
    equal(there.failover().state, "failed-over")
    equal(there.commit().state, "committed")
    equal(here.become_replica().role, "replica")
    equal((there.reverse().role, there.start().state), ("primary", "replicating"))
    equal(there.prepare().state, "prepared")
    equal(there.cancel_prepare().state, "replicating")
    equal(there.prepare().state, "prepared")
    equal(here.failover().state, "failed-over")
    equal((here.reverse().role, here.get_state().state), ("primary", "replicating"))
    here.suspend()
    equal(here.resynchronize().state, "replicating")
    equal(here.reset_statistics().state, "replicating")
    equal(there.authorize("*").state, "replicating")


@case
def addresses(world):
    """What a guest gets after a failover is set, shown and forgotten."""
    app = world.replica_of(P, "app01")
    app.set_network(adapter="Network Adapter", addresses=["192.0.2.5", "2001:db8::5"], subnets=("255.255.255.0", "64"))
    equal([(row.settings.dhcp, row.settings.addresses, row.settings.subnets) for row in app.get_network()],
          [(False, ("192.0.2.5", "2001:db8::5"), ("255.255.255.0", "64"))])
    app.set_network(clear="ipv6")
    app.set_test_switch(switch="Production")
    equal([(row.settings.addresses, row.test_switch, row.test_pool) for row in app.get_network()], [(("192.0.2.5",), "Production", None)])


@case
def service(world):
    """A host's settings are changed, and shown as they are then."""
    outcome = ReplicationHost(world.connections[R]).modify_service(monitoring_interval=datetime.timedelta(hours=6))
    equal(outcome.job.status, "completed")
    host = ReplicationHost(world.connections[R])
    equal(host.get_service().settings.monitoring_interval, 21600)
    host.remove_authorization("*")
    host.add_authorization("hv-primary.example.com", "D:\\First", "first")
    host.modify_authorization("hv-primary.example.com", storage_location="D:\\Second")
    equal(host.get_authorization(), [Entry(allowed_primary="hv-primary.example.com", storage_location="D:\\Second", trust_group="first")])
    equal(ReplicationHost(world.connections[P]).test_connection("hv-replica").job.status, "completed")
    equal({row.name for row in host.get_hosts()} >= {P, R}, True)


@case
def long_name(world):
    """A host that libvirt knows by another name than its own machine has is asked like any other."""
    connection = libvirt.open(world.uri(LONG))
    host = ReplicationHost(connection)
    equal((host.get_host().name, host.domain.name()), (LONG, LONG))
    connection.close()


@case
def stranger(_world):
    """A connection to something else says so."""
    connection = libvirt.open("test:///default")
    contains(str(fails(UnsupportedError, ReplicationHost(connection).get_host)), "needs a connection to virthypervd")
    fails(UnsupportedError, Replication(connection.lookupByName("test")).get_state)
    connection.close()


@case
def stdio(world):
    """The same without a daemon, over hyperv+ext."""
    path = world.write("stdio", f"#!/bin/sh\nexec {DAEMON} --stdio --config {world.path('hosts.conf')}\n", 0o755)
    connection = libvirt.open(f"hyperv+ext:///{R}?command={path}")
    equal(Replication(connection.lookupByName("db01")).get_state().role, "replica")
    equal(ReplicationHost(connection).get_host().name, R)
    connection.close()


@case
def read_only(world):
    """A read-only connection shows state and points by the metadata, and does nothing else."""
    with world.read_only(R) as connection:
        db, full = Replication(connection.lookupByName("db01")), world.replica_of(R, "db01")
        equal([dataclasses.replace(leg, rpo_seconds=None, partner=None) for leg in full.get_state().relationships],
              list(db.get_state().relationships))
        equal(db.get_points(), [dataclasses.replace(point, id=None) for point in full.get_points()])
        equal([snapshot.getName() for snapshot in db.list_points()], [point.name for point in full.get_points()])
        equal(db.get_xml_desc(), full.get_xml_desc())
        contains(str(fails(DeniedError, db.failover)), "read only access prevents")
        fails(DeniedError, db.get_statistics)
        fails(DeniedError, ReplicationHost(connection).get_service)


@case
def errors(world):
    """What goes wrong is an exception of its own, with what the host said."""
    db, host = world.replica_of(P, "db01"), ReplicationHost(world.connections[P])
    fails(StateError, db.commit)
    fails(InvalidArgumentError, db.modify, recovery_history=99)
    fails(InvalidArgumentError, db.modify, included_disks="C:\\one.vhdx")
    fails(PointNotFoundError, world.replica_of(R, "db01").failover, point="rp-never")
    fails(UnsupportedError, db.run, "no-such-command")
    error = fails(UnsupportedError, host.stop_service)
    equal((error.host, error.wmi_value, error.get_error_code()), ("hv-primary", 1, libvirt.VIR_ERR_OPERATION_UNSUPPORTED))
    ReplicationHost(world.connections[R]).refresh()
    fails(DomainNotFoundError, undefine(world.replica_of(R, "web01")).get_state)


@case
def wrong(world):
    """Wrong arguments are Python's own errors, before anything is sent."""
    db = world.replica_of(P, "db01")
    for call in (lambda: db.suspend(True), lambda: db.enable(), lambda: db.failover(pint="x"),
                 lambda: db.start(start_time=at(1).replace(tzinfo=None))):
        try:
            call()
        except (TypeError, ValueError):
            continue
        raise AssertionError("it was taken")


@case
def deadline(world):
    """The waiting ends, the job goes on until it is cancelled."""
    web = world.replica_of(P, "web01")
    web.enable("hv-replica")
    fails(DeadlineError, web.start, timeout=datetime.timedelta(seconds=1))
    equal(web.get_job().running.kind, "initial-replication")
    equal(web.cancel_initial().state, "ready")
    equal(web.remove().state, "disabled")


@case
def plan(world):
    """What would be done is shown in order, and not done."""
    db = world.replica_of(P, "db01")
    calls = db.get_plan("suspend")
    equal([(call.host, call.class_, call.method) for call in calls], [(P, "Msvm_ComputerSystem", "RequestReplicationStateChange")])
    equal(db.get_state().state, "replicating")


@case
def broken(world):
    """If the daemon dies while it is asked, nobody knows what came of it; after that the connection is of no use."""
    web = world.replica_of(P, "web01")
    ReplicationHost(world.connections[R]).refresh()
    undefine(world.replica_of(R, "web01"))
    web.enable("hv-replica")
    threading.Timer(1.0, world.daemon.kill).start()
    fails(OutcomeUnknownError, web.start)
    fails(ReplicationError, web.get_state)
    world.daemon.wait()
    world.daemon = None


if __name__ == "__main__":
    sys.exit(tap.main(ModuleWorld))
