# test_asyncio.py: events by callback and by "async for", with libvirt's own event loop and with libvirtaio
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_asyncio.py thread|libvirtaio

import asyncio
import datetime
import gc
import sys

import libvirt
import libvirtaio

import libvirt_hyperv_repl as module
import tap
from libvirt_hyperv_repl import (
    Event, FailoverForcedEvent, HealthEvent, JobEvent, PointRemovedEvent, Replication, ReplicationHost, StateEvent,
    UnreachableError, replication_events)
from python_world import ModuleWorld, P, R, ReadyWorld, fails
from tap import case, contains, equal

LOOP = asyncio.new_event_loop()
PATIENCE = 20


class AsyncWorld(ModuleWorld):
    """Its connections are watched by the loop that is tried."""

    def __enter__(self):
        ReadyWorld.__enter__(self)
        libvirt.registerErrorHandler(lambda *_: None, None)
        self.connections = {host: LOOP.run_until_complete(connect(self.uri(host))) for host in (P, R)}
        return self


async def connect(uri):
    return libvirt.open(uri)


def run(coroutine):
    return LOOP.run_until_complete(asyncio.wait_for(coroutine, PATIENCE))


async def collect(events, last):
    """All until the one that is wanted, that included."""
    found = []
    async for event in events:
        found.append(event)
        if last(event):
            return found


@case
def states(world):
    """A failover shows in states and health, in order, with domain and time."""
    domain = world.connections[R].lookupByName("db01")

    async def go():
        with replication_events(world.connections[R], domain) as events:
            await asyncio.to_thread(Replication(domain).failover)
            return await collect(events, lambda event: isinstance(event, StateEvent) and event.state == "failed-over")

    found = run(go())
    equal({event.domain.name() for event in found}, {"db01"})
    equal([event.state for event in found if isinstance(event, StateEvent)][-1], "failed-over")
    equal({event.time.tzinfo for event in found}, {datetime.timezone.utc})
    equal([event.time for event in found], sorted(event.time for event in found))
    equal({event.kind for event in found if isinstance(event, JobEvent)}, {"failover"})


@case
def kinds(world):
    """One kind is told and no other; another domain's are not."""
    domain, other = (world.connections[R].lookupByName(name) for name in ("db01", "app01"))

    async def go():
        with (replication_events(world.connections[R], domain, JobEvent) as jobs,
              replication_events(world.connections[R], other) as others):
            await asyncio.to_thread(Replication(domain).revert)
            found = await collect(jobs, lambda event: event.status == "completed")
            return found, others.queue.qsize()

    found, others = run(go())
    equal(({type(event) for event in found}, {event.kind for event in found}, others), ({JobEvent}, {"revert-failover"}, 0))


@case
def health(world):
    """A change of health alone is a HealthEvent."""
    domain = world.connections[P].lookupByName("db01")

    async def go():
        with replication_events(world.connections[P], domain, HealthEvent) as events:
            await asyncio.to_thread(Replication(domain).suspend)
            found = (await collect(events, lambda event: True))[0]
            await asyncio.to_thread(Replication(domain).resume)
            return found

    equal(run(go()).health, "warning")


@case
def points(world):
    """Recovery points that go are told."""
    domain = world.connections[R].lookupByName("app01")
    world.connections[P].lookupByName("app01").destroy()

    async def go():
        replica = Replication(domain)
        with replication_events(world.connections[R], domain, PointRemovedEvent) as events:
            names = [point.name for point in await asyncio.to_thread(replica.get_points)]
            await asyncio.to_thread(replica.failover)
            await asyncio.to_thread(replica.commit)
            found = await asyncio.wait_for(collect(events, lambda event: event.name == names[-1]), PATIENCE)
            return names, [event.name for event in found]

    names, found = run(go())
    equal(sorted(found), sorted(names))


@case
def forced(world):
    """That a failover was forced is told, with the reason."""
    world.connections[P].lookupByName("db01").create()
    domain = world.connections[R].lookupByName("db01")

    async def go():
        with replication_events(world.connections[R], domain, FailoverForcedEvent) as events:
            await asyncio.to_thread(Replication(domain).failover, force=True, reason="a drill")
            return (await collect(events, lambda event: True))[0]

    event = run(go())
    equal((event.primary, event.reason), ("running", "a drill"))


@case
def callbacks(world):
    """Callbacks are told until they are deregistered."""
    host, seen = ReplicationHost(world.connections[R]), []
    number = host.event_register(seen.append, world.connections[R].lookupByName("db01"), StateEvent)

    async def go(call, condition):
        await asyncio.to_thread(call)
        while not condition():
            await asyncio.sleep(0.02)

    replica = world.replica_of(R, "db01")
    run(go(replica.revert, lambda: seen and seen[-1].state == "replicating"))
    host.event_deregister(number)
    fails(module.InvalidArgumentError, host.event_deregister, number)
    del seen[:]
    world.connections[P].lookupByName("db01").destroy()
    run(go(replica.failover, lambda: True))
    equal(seen, [])


@case
def closed(world):
    """A stream that is closed, or that nobody knows any more, ends and is told nothing."""
    async def go():
        events = replication_events(world.connections[R])
        events.close()
        found = [event async for event in events]
        finalizer = replication_events(world.connections[R]).close
        gc.collect()
        return found, finalizer.alive

    equal(run(go()), ([], False))


@case
def lost(world):
    """A connection that dies ends the waiting with an error."""
    async def go():
        connection = libvirt.open(world.uri(P))
        with replication_events(connection, None, Event) as events:
            world.daemon.kill()
            await asyncio.to_thread(world.daemon.wait)
            try:
                await collect(events, lambda event: False)
            except UnreachableError as error:
                return str(error)

    contains(run(go()), "client socket is closed")
    world.daemon = None


if __name__ == "__main__":
    {"thread": module.start_event_loop, "libvirtaio": lambda: libvirtaio.virEventRegisterAsyncIOImpl(LOOP)}[sys.argv.pop(1)]()
    sys.exit(tap.main(AsyncWorld))
