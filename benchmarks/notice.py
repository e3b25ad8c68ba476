# notice.py: from a change on a host to a client's callback
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A road between daemon and host notes when the host's own notice passes; the
# client is stock python3-libvirt with its event loop.

import socket
import threading
import time

import libvirt
from servers import SimulatedHosts, wait_for  # knows where the tests' modules stand
from proxy import Proxy


class WatchedRoad(Proxy):
    """Remembers when the host first said each name that is waited for."""

    def __init__(self, upstream):
        self.wanted, self.seen = None, None
        super().__init__(upstream)

    def expect(self, name):
        self.wanted, self.seen = name.encode(), None

    def accept(self):
        super().accept()
        # An answer in two pieces must not wait for the first to be acknowledged.
        for end in self.pairs:
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def forward(self, end):
        if end in self.callers or end not in self.pairs:
            super().forward(end)
            return
        octets = end.recv(65536)
        if self.wanted is not None and self.seen is None and self.wanted in octets:
            self.seen = time.monotonic()
        if not octets:
            self.drop(end)
            return
        self.waiting.discard(self.pairs[end])
        self.pairs[end].sendall(octets)


class WatchedHost(SimulatedHosts):
    road = None

    def port(self, name):
        if self.road is None:
            self.road = WatchedRoad(super().port(name))
        return self.road.port

    def __exit__(self, *words):
        super().__exit__(*words)
        self.road.end()


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


def measure_notice(n_changes):
    """Per change, milliseconds from the host's change to its notice, and from there to the callback."""
    libvirt.virEventRegisterDefaultImpl()
    threading.Thread(target=run_loop, daemon=True).start()
    arrived = {}

    def on_lifecycle(_connection, domain, *_):
        arrived.setdefault(domain.name(), time.monotonic())
    found = []
    with WatchedHost(1, 3, settings="") as world:
        connection = libvirt.open(world.library_uri())
        connection.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, on_lifecycle, None)
        # The first change shows that the subscription stands.
        for number in range(4, 5 + n_changes):
            name = f"vm{number:05}"
            world.road.expect(name)
            start = time.monotonic()
            world.add_machines(1)
            wait_for(lambda name=name: name in arrived, f"an event of {name}")
            if number > 4:
                found.append(((world.road.seen - start) * 1000, (arrived[name] - world.road.seen) * 1000))
            # Changes shall not come in step with the host's looks.
            time.sleep(0.13 * (number % 7))
        connection.close()
    return found
