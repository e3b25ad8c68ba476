# typed.py: what a type checker must let pass, and what it must not: lines that end in "# wrong"
#
# SPDX-License-Identifier: LGPL-2.1-or-later

from __future__ import annotations

import datetime

import libvirt

import libvirt_hyperv_repl
from libvirt_hyperv_repl import JobEvent, Replication, ReplicationHost, StateEvent, replication_events


def right(connection: libvirt.virConnect, app: Replication, host: ReplicationHost) -> list[str]:
    app.enable("hv-replica", port=80, authentication="kerberos", frequency=datetime.timedelta(minutes=5))
    app.failover(point=app.get_points()[-1], wait=False, timeout=30)
    app.set_network(adapter="Backup", addresses=("10.0.0.5",), subnets=["24"])
    host.modify_service(authentication="both", monitoring_start=datetime.time(9))
    test = app.test_failover()
    if test is not None:
        test.test_cleanup(timeout=datetime.timedelta(minutes=1))
    return [row.state for row in host.get_replications(role="replica", health="ok")] + [app.revert().state]


def wrong(app: Replication, host: ReplicationHost) -> int:
    app.enable()  # wrong
    app.enable("hv-replica", authentication="basic")  # wrong
    app.enable("hv-replica", port="80")  # wrong
    app.failover(pint="rp-1")  # wrong
    app.failover("rp-1")  # wrong
    app.start(start_time="tomorrow")  # wrong
    app.test_failover().test_cleanup()  # wrong
    host.get_replications(state="fine")  # wrong
    host.get_service().settings.port  # wrong
    host.refresh().state  # wrong
    libvirt_hyperv_repl.decode  # wrong
    return app.get_state().state  # wrong


async def events(connection: libvirt.virConnect) -> int:
    async for event in replication_events(connection, None, JobEvent):
        event.state  # wrong
        return event.percent
    async for change in replication_events(connection, None, StateEvent):
        return change.previous_state  # wrong
    async for any_event in replication_events(connection):
        any_event.percent  # wrong
        if isinstance(any_event, JobEvent):
            return any_event.percent
    return 0
