# events.py: what happens to replications, as it happens
#
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Events for callbacks and for asyncio.

libvirt tells events only to programs that had an event loop before they opened the connection: start_event_loop() here,
libvirtaio of python3-libvirt, or any other.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime
import functools
import json
import threading
import weakref
from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

import libvirt
import libvirt_qemu

from .codec import decode
from .errors import new_error, translated
from .values import Job, frozen

# How often a connection is looked at that might have died, in seconds.
LOOK = 2.0


@frozen
class Event:
    """Something happened to the replication of a machine; time is when the daemon saw it."""

    domain: libvirt.virDomain = dataclasses.field(compare=False)
    time: datetime.datetime


@frozen
class LegEvent(Event):
    """A relationship is not what it was."""

    index: int
    mode: str
    previous_mode: str
    state: str
    state_number: int
    previous_state: str
    health: str
    health_number: int
    previous_health: str


class StateEvent(LegEvent):
    """The state of a relationship has changed, or the role of the machine."""


class HealthEvent(LegEvent):
    """The health of a relationship has changed."""


@frozen
class JobEvent(Event, Job):
    """A job has begun, got on, or ended."""


@frozen
class PointEvent(Event):
    """There is a recovery point more, or one less."""

    name: str
    kind: str
    created: datetime.datetime | None = None


class PointAddedEvent(PointEvent):
    """A recovery point is there."""


class PointRemovedEvent(PointEvent):
    """A recovery point is gone."""


@frozen
class FailoverForcedEvent(Event):
    """Somebody failed over although the primary was running, or did not answer."""

    primary: str
    reason: str


# The daemon's name to ours, where there is one: a REPLICATION_STATE_CHANGE can be two.
KINDS: dict[str, type[Event]] = {
    "REPLICATION_JOB": JobEvent,
    "REPLICATION_POINT_ADDED": PointAddedEvent,
    "REPLICATION_POINT_REMOVED": PointRemovedEvent,
    "REPLICATION_FAILOVER_FORCED": FailoverForcedEvent,
}

E = TypeVar("E", bound=Event)


def list_kinds(name: str, details: dict[str, Any]) -> list[type[Event]]:
    """One message of the daemon can be two events; one that nobody has heard of is none."""
    if name != "REPLICATION_STATE_CHANGE":
        return [KINDS[name]] if name in KINDS else []
    has_health = details["health"] != details["previous-health"]
    has_state = (details["state"], details["mode"]) != (details["previous-state"], details["previous-mode"])
    return [HealthEvent] * has_health + [StateEvent] * (has_state or not has_health)


def read_events(domain: libvirt.virDomain, name: str, time: datetime.datetime, details: dict[str, Any]) -> list[Event]:
    """What a message of the daemon tells."""
    return [decode(kind, {"domain": domain, "time": time.isoformat(), **details}) for kind in list_kinds(name, details)]


def event_register(connection: libvirt.virConnect, callback: Callable[[Any], object], domain: libvirt.virDomain | None = None,
                   kind: type[Event] = Event) -> int:
    """Have events of a kind told, in the thread of libvirt's event loop."""
    def on_event(_connection: Any, whose: Any, name: str, seconds: int, micros: int, details: str, _opaque: Any) -> None:
        time = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc) + datetime.timedelta(microseconds=micros)
        for event in read_events(whose, name, time, json.loads(details)):
            if isinstance(event, kind):
                callback(event)

    with translated():
        return int(libvirt_qemu.qemuMonitorEventRegister(connection, domain, None, on_event, None, 0))


def event_deregister(connection: libvirt.virConnect, callback_id: int) -> None:
    """Have no more events told to that callback."""
    with translated():
        libvirt_qemu.qemuMonitorEventDeregister(connection, callback_id)


def forget(connection: libvirt.virConnect, callback_id: int) -> None:
    """As event_deregister(), where the connection may be gone by now."""
    with contextlib.suppress(libvirt.libvirtError):
        event_deregister(connection, callback_id)


def new_lost(connection: libvirt.virConnect) -> Exception:
    """That a connection is dead, in libvirt's own words."""
    try:
        connection.getLibVersion()
    except libvirt.libvirtError as found:
        return new_error(libvirt.VIR_ERR_NO_CONNECT, str(found))
    return new_error(libvirt.VIR_ERR_NO_CONNECT, connection.getURI())


class EventStream(Generic[E]):
    """Events to iterate over; registered from the beginning until close(), or until nobody knows it any more."""

    def __init__(self, connection: libvirt.virConnect, domain: libvirt.virDomain | None, kind: type[E]) -> None:
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[E]()

        def put(event: E) -> None:
            # A loop that was closed has nobody left who waits.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(queue.put_nowait, event)

        self.connection, self.queue = connection, queue
        self.close = weakref.finalize(self, forget, connection, event_register(connection, put, domain, kind))

    def __aiter__(self) -> EventStream[E]:
        return self

    async def __anext__(self) -> E:
        while self.close.alive:
            with contextlib.suppress(asyncio.TimeoutError):
                return await asyncio.wait_for(self.queue.get(), LOOK)
            if not self.connection.isAlive():
                raise new_lost(self.connection)
        raise StopAsyncIteration

    def __enter__(self) -> EventStream[E]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@overload
def replication_events(connection: libvirt.virConnect, domain: libvirt.virDomain | None = None) -> EventStream[Event]:
    ...


@overload
def replication_events(connection: libvirt.virConnect, domain: libvirt.virDomain | None, kind: type[E]) -> EventStream[E]:
    ...


def replication_events(connection: libvirt.virConnect, domain: libvirt.virDomain | None = None,
                       kind: Any = Event) -> EventStream[Any]:
    """Events of a kind from now on, of one domain or of all, to iterate over with "async for".

    >>> async def fail_over(connection, domain):
    ...     with replication_events(connection, domain, StateEvent) as events:
    ...         await asyncio.to_thread(Replication(domain).failover)
    ...         async for event in events:
    ...             if event.state == "failed-over":
    ...                 return event.domain.name()
    >>> connection = libvirt.open("hyperv+unix:///hv-replica")
    >>> asyncio.run(fail_over(connection, connection.lookupByName("app01")))
    'app01'
    """
    return EventStream(connection, domain, kind)


@functools.cache
def start_event_loop() -> threading.Thread:
    """Run libvirt's own event loop in a thread; to be called before connections are opened, more than once if need be."""

    def run() -> None:
        while True:
            libvirt.virEventRunDefaultImpl()

    libvirt.virEventRegisterDefaultImpl()
    thread = threading.Thread(target=run, name="libvirt events", daemon=True)
    thread.start()
    return thread
