# test_desktop.py: virt-manager as somebody uses it, on a screen of its own
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Its pictures are kept in the build folder, tests/clients/virt-manager-*.png.

import os
import re
import sys

import tap
from desktop import Desktop, wait_for
from tap import case, contains, equal
from virsh_outcome import story
from world import BUILD, World

# It tries once to make a storage pool of its own on any host, and writes down that it could not.
TOLERATED = re.compile(r"Traceback[^\n]*\n(?:  [^\n]*\n)*?[^\n]*build_default_pool\n(?:  [^\n]*\n)*RuntimeError: Could not define storage pool[^\n]*\n")
ROLES = ("alert", "dialog")


class Office(World):
    """A world, a screen and virt-manager."""

    def __init__(self):
        super().__init__(story())
        self.desktop = Desktop(os.path.join(BUILD, "tests/clients"))

    def __enter__(self):
        super().__enter__()
        self.desktop.__enter__()
        with open(self.path("virt-manager.log"), "wb") as log:
            # Without a connection of this machine's own, however it is equipped.
            self.desktop.start(["virt-manager", "--no-fork", "--debug", "--test-options=firstrun-uri="], stdout=log, stderr=log)
        self.application = wait_for(lambda: self.desktop.application("virt-manager"), "start of virt-manager")
        self.manager = self.desktop.find(self.application, "frame", "Virtual Machine Manager")
        wait_for(lambda: "Could not detect" in " ".join(self.desktop.texts(self.manager)), "the first page")
        return self

    def __exit__(self, *words):
        self.desktop.__exit__(*words)
        super().__exit__(*words)

    def manager_log(self):
        with open(self.path("virt-manager.log"), encoding="utf-8", errors="replace") as file:
            return file.read()

    def shoot(self, name):
        return self.desktop.shoot("virt-manager-" + name)

    def row(self, name):
        return self.desktop.find(self.manager, "table cell", name)

    def dialogs(self):
        return [text for role in ROLES for node in self.desktop.all(self.application, role) for text in self.desktop.texts(node)]

    def open_machine(self, name):
        self.desktop.point_at(self.row(f"(?s){name}\n.*"))
        self.desktop.click(self.manager, "push button", "Open")
        return self.desktop.find(self.application, "frame", f"{name} on .*")

    def close(self, window):
        item, = [node for node in self.desktop.walk(window) if node.get_role_name() == "menu item" and node.get_name() == "Close"]
        self.desktop.act(item)
        wait_for(lambda: not self.desktop.all(self.application, "frame", ".* on .*"), "the end of the window")

    def show(self, window, page):
        item, = [node for node in self.desktop.walk(window)
                 if node.get_role_name() == "radio menu item" and node.get_name() == page]
        self.desktop.act(item)

    def connect(self, host):
        desktop = self.desktop
        desktop.click(self.application, "menu item", "Add Connection...")
        dialog = desktop.find(self.application, "dialog", "Add Connection")
        combo = desktop.find(dialog, "combo box", "Hypervisor Select")
        desktop.act(combo)
        desktop.click(combo, "menu item", "Custom URI...")
        desktop.write(desktop.find(dialog, "text", "uri-entry"), self.uri(host))
        desktop.click(dialog, "push button", "Connect")


@case
def connection(world):
    """A custom URI brings a host with its machines and their states."""
    world.connect("hv-primary")
    world.row("hyperv hv-primary")
    for row in ("app01\nShutoff", "db01\nShutoff", "saved01\nSaved", "web01\nRunning"):
        world.row(row)
    world.shoot("list")
    equal(world.dialogs(), [])


@case
def details(world):
    """Details open: the overview, and a page for each device."""
    desktop = world.desktop
    window = world.open_machine("web01")
    world.show(window, "Details")
    desktop.find(window, "label", "11111111-1111-4111-8111-111111111111")
    contains(desktop.texts(window), "hyperv")
    world.shoot("overview")
    devices = [cell.get_name() for cell in desktop.all(desktop.find(window, "table", "hw-list"), "table cell") if cell.get_name()]
    for wanted in ("CPUs", "Memory", "SCSI Disk 1", "SCSI CDROM 1"):
        contains(devices, wanted)
    for name in devices:
        desktop.point_at(desktop.find(window, "table cell", re.escape(name)))
        desktop.find(window, "page tab", "Details")
        equal(world.dialogs(), [])
    world.shoot("device")
    world.close(window)


@case
def start(world):
    """A machine starts at the push of a button."""
    world.desktop.point_at(world.row("db01\nShutoff"))
    world.desktop.click(world.manager, "push button", "Run")
    world.row("db01\nRunning")
    contains(world.virsh("hv-primary", "domstate", "db01"), "running")
    world.shoot("started")


@case
def stop(world):
    """And shuts down."""
    world.desktop.point_at(world.row("db01\nRunning"))
    world.desktop.click(world.manager, "push button", "Shut Down")
    world.row("db01\nShutoff")
    contains(world.virsh("hv-primary", "domstate", "db01"), "shut off")
    equal(world.dialogs(), [])


@case
def snapshots(world):
    """The snapshots page of a replica lists its recovery points."""
    desktop = world.desktop
    points = world.virsh("hv-replica", "snapshot-list", "app01", "--name").split()
    equal(len(points), 4)
    world.connect("hv-replica")
    world.row("hyperv hv-replica")
    cells = wait_for(lambda: (found := desktop.all(world.manager, "table cell", "(?s)app01\n.*")) and len(found) == 2 and found,
                     "the replica's row")
    boxes = [cell.get_component_iface().get_extents(desktop.atspi.CoordType.SCREEN).y for cell in cells]
    replica = wait_for(lambda: desktop.all(world.manager, "table cell", "hyperv hv-replica"), "the replica host's row")[0]
    below = replica.get_component_iface().get_extents(desktop.atspi.CoordType.SCREEN).y
    desktop.point_at(min((box, cell) for box, cell in zip(boxes, cells) if box > below)[1])
    desktop.click(world.manager, "push button", "Open")
    window = desktop.find(world.application, "frame", "app01 on .*")
    world.show(window, "Snapshots")
    for point in points:
        desktop.find(window, "table cell", f"(?s).*{re.escape(point)}.*")
    world.shoot("snapshots")
    equal(world.dialogs(), [])
    world.close(window)


@case
def disconnection(world):
    """A connection ends, and the list says so."""
    desktop = world.desktop
    desktop.point_at(world.row("hyperv hv-primary"), "b3c")
    desktop.click(world.application, "menu item", "conn-disconnect")
    world.row("hyperv hv-primary - Not Connected")
    world.shoot("disconnected")
    equal(world.dialogs(), [])


@case
def log(world):
    """Nothing went wrong behind the scenes."""
    text, n_tolerated = TOLERATED.subn("", world.manager_log())
    if "Traceback" in text:
        raise AssertionError(text[text.index("Traceback"):][:3000])
    equal(n_tolerated, 2)


if __name__ == "__main__":
    sys.exit(tap.main(Office))
