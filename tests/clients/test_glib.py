# test_glib.py: libvirt-glib, by GObject introspection, as GNOME's programs use it
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys
import time

import gi
import tap
from tap import case, contains, equal
from world import World

gi.require_version("LibvirtGLib", "1.0")
gi.require_version("LibvirtGObject", "1.0")
from gi.repository import GLib, LibvirtGLib, LibvirtGObject  # noqa: E402  pylint: disable=wrong-import-position

STATE = LibvirtGObject.DomainState


def turn_until(condition, what):
    """Events come on the main context."""
    end = time.monotonic() + 20
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen")
        GLib.MainContext.default().iteration(False)
        time.sleep(0.005)


class Glib(World):
    def __enter__(self):
        super().__enter__()
        LibvirtGLib.event_register()
        self.connection = LibvirtGObject.Connection.new(self.uri("hv-primary"))
        self.connection.open(None)
        self.connection.fetch_domains(None)
        return self

    def __exit__(self, *words):
        self.connection.close()
        super().__exit__(*words)

    def domain(self, name):
        return next(domain for domain in self.connection.get_domains() if domain.get_name() == name)


@case
def connection(world):
    """It connects and tells the hypervisor."""
    equal(world.connection.is_open(), True)
    equal(world.connection.get_hypervisor_name(), "Hyper-V")
    equal(world.connection.get_node_info().cpus > 0, True)
    contains(world.connection.get_capabilities().to_xml(), "hyperv")


@case
def listing(world):
    """It lists the machines with state, memory and document."""
    equal(sorted(domain.get_name() for domain in world.connection.get_domains()), ["app01", "db01", "web01"])
    info = world.domain("web01").get_info()
    equal((info.state, info.maxMem, info.nrVirtCpu), (STATE.RUNNING, 2097152, 2))
    contains(world.domain("db01").get_config(0).to_xml(), "<name>db01</name>")
    equal(world.domain("db01").get_uuid(), "22222222-2222-4222-8222-222222222222")


@case
def lists(world):
    """Networks, interfaces and storage pools come without an error."""
    world.connection.fetch_networks(None)
    world.connection.fetch_interfaces(None)
    world.connection.fetch_storage_pools(None)


@case
def events(world):
    """A start is told by a signal, a stop by another."""
    domain, seen = world.domain("db01"), []
    for signal in ("started", "stopped"):
        domain.connect(signal, lambda _, signal=signal: seen.append(signal))
    domain.start(0)
    turn_until(lambda: "started" in seen, "the signal 'started'")
    domain.stop(0)
    turn_until(lambda: "stopped" in seen, "the signal 'stopped'")
    equal(domain.get_info().state, STATE.SHUTOFF)


@case
def refusal(world):
    """What cannot be done is an error with libvirt's words."""
    try:
        world.domain("db01").stop(0)
    except GLib.Error as error:
        contains(error.message, "domain is not running")
    else:
        raise AssertionError("a machine that is off was stopped")


if __name__ == "__main__":
    sys.exit(tap.main(Glib))
