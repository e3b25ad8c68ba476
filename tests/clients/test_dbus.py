# test_dbus.py: libvirt-dbus in front of the daemon
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# libvirt-dbus has a table of URIs that nobody can extend, so a road to the daemon
# stands where another one's socket is looked for, and names a host instead: for
# users in their own folder, for root in a /run that only libvirt-dbus sees.

import os
import subprocess
import sys

import tap
from desktop import end_all
from gi.repository import Gio, GLib
from road import Road
from tap import case, contains, equal
from world import World, list_unshare, wait_for

PATH = "/org/libvirt/VBox"


class Bus(World):
    """A session bus with libvirt-dbus on it."""

    def __init__(self):
        super().__init__()
        self.processes = []

    def __enter__(self):
        super().__enter__()
        os.makedirs(self.path("run/libvirt"))
        self.road = Road(self.path("run/libvirt/virtvboxd-sock"), self.path("virthypervd-sock"), uri="hyperv:///hv-primary")
        environment = {**os.environ, "XDG_RUNTIME_DIR": self.path("run"), "LIBVIRT_DEFAULT_URI": "", "HOME": self.directory}
        bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True,
                               stderr=subprocess.DEVNULL, env=environment)
        self.processes.append(bus)
        address = bus.stdout.readline().strip()
        environment["DBUS_SESSION_BUS_ADDRESS"] = address
        with open(self.path("libvirt-dbus.log"), "wb") as log:
            self.processes.append(subprocess.Popen([*self.in_own_run(), "libvirt-dbus", "--session"], stdout=log, stderr=log, env=environment))
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        wait_for(lambda: self.ask("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner", "(s)", "org.libvirt")[0],
                 "start of libvirt-dbus")
        return self

    def __exit__(self, *words):
        self.bus.close_sync(None)
        end_all(self.processes)
        self.road.close()
        super().__exit__(*words)

    def in_own_run(self):
        if os.geteuid() != 0:
            return []
        return [*list_unshare(), "sh", "-c", 'mount --bind "$0" /run && exec "$@"', self.path("run")]

    def ask(self, name, path, interface, method, form=None, *values):
        arguments = GLib.Variant(form, values) if form else None
        return self.bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 20000, None).unpack()

    def connect(self, method, form=None, *values):
        return self.ask("org.libvirt", PATH, "org.libvirt.Connect", method, form, *values)

    def domain(self, path, method, form=None, *values):
        return self.ask("org.libvirt", path, "org.libvirt.Domain", method, form, *values)

    def property(self, path, name, interface="org.libvirt.Domain"):
        return self.ask("org.libvirt", path, "org.freedesktop.DBus.Properties", "Get", "(ss)", interface, name)[0]


@case
def connection(world):
    """It connects and tells host and version."""
    equal(world.property(PATH, "Hostname", "org.libvirt.Connect"), "hv-primary")
    equal(world.property(PATH, "Version", "org.libvirt.Connect"), 1000020348)
    contains(world.connect("GetCapabilities")[0], "hyperv")


@case
def listing(world):
    """It lists the machines."""
    paths = world.connect("ListDomains", "(u)", 0)[0]
    equal(sorted(world.property(path, "Name") for path in paths), ["app01", "db01", "web01"])


@case
def machine(world):
    """One machine with its properties, state and document."""
    path = world.connect("DomainLookupByName", "(s)", "web01")[0]
    equal(world.property(path, "UUID"), "11111111-1111-4111-8111-111111111111")
    equal((world.property(path, "Active"), world.property(path, "Persistent"), world.property(path, "OSType")), (True, True, "hvm"))
    equal(world.domain(path, "GetState", "(u)", 0)[0][0], 1)
    contains(world.domain(path, "GetXMLDesc", "(u)", 0)[0], "<name>web01</name>")


@case
def power(world):
    """A machine is suspended and resumed, and a signal tells it."""
    path, seen = world.connect("DomainLookupByName", "(s)", "web01")[0], []
    # A start is event 2, a suspension 3, a resumption 4.
    world.bus.signal_subscribe("org.libvirt", "org.libvirt.Connect", "DomainEvent", PATH, None, Gio.DBusSignalFlags.NONE,
                               lambda *words: seen.append(words[5].unpack()[1]))
    world.domain(path, "Suspend")
    wait_for(lambda: GLib.MainContext.default().iteration(False) or 3 in seen, "the signal of a suspension")
    equal(world.domain(path, "GetState", "(u)", 0)[0][0], 3)
    world.domain(path, "Resume")
    wait_for(lambda: GLib.MainContext.default().iteration(False) or 4 in seen, "the signal of a resumption")


@case
def snapshots(world):
    """A machine without checkpoints has none."""
    path = world.connect("DomainLookupByName", "(s)", "web01")[0]
    equal(world.domain(path, "ListDomainSnapshots", "(u)", 0)[0], [])


if __name__ == "__main__":
    sys.exit(tap.main(Bus))
