# test_virsh_running.py: saving, screens, keys, checkpoints by stock virsh, and the events they make
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys

import tap
from listener import Listener
from tap import case, contains, equal
from world import World, wait_for

HOST = "hv-primary"


def state(world, name, *arguments):
    return world.virsh(HOST, "domstate", *arguments, name).strip()


def snapshots(world, name):
    return world.virsh(HOST, "snapshot-list", "--name", name).split()


def is_saved(world, name):
    for line in world.virsh(HOST, "dominfo", name).splitlines():
        if line.startswith("Managed save:"):
            return line.split()[-1] == "yes"
    raise AssertionError("dominfo does not say whether there is a managed save")


@case
def saved_and_restored(world):
    """managedsave leaves the machine off with its memory, start goes on from there."""
    with Listener(world, HOST) as listener:
        world.virsh(HOST, "managedsave", "web01")
        equal(state(world, "web01", "--reason"), "shut off (saved)")
        equal(is_saved(world, "web01"), True)
        contains(world.virsh(HOST, "list", "--all", "--with-managed-save", "--name"), "web01")
        listener.wait_for("event 'lifecycle' for domain 'web01': Stopped Saved")
        world.virsh(HOST, "start", "web01")
        equal(state(world, "web01", "--reason"), "running (restored)")
        equal(is_saved(world, "web01"), False)
        listener.wait_for("event 'lifecycle' for domain 'web01': Started Restored")


@case
def paused_and_saved(world):
    """A paused machine can be saved, too."""
    world.virsh(HOST, "suspend", "web01")
    world.virsh(HOST, "managedsave", "web01", "--verbose")
    equal(state(world, "web01", "--reason"), "shut off (saved)")
    world.virsh(HOST, "start", "web01")
    equal(state(world, "web01"), "running")


@case
def save_forgotten(world):
    """managedsave-remove forgets the memory, and a machine without one says so."""
    world.virsh(HOST, "managedsave", "web01")
    with Listener(world, HOST) as listener:
        contains(world.virsh(HOST, "managedsave-remove", "web01"), "Removed managedsave image")
        equal(is_saved(world, "web01"), False)
        equal(state(world, "web01"), "shut off")
        # virsh asks first, and has an answer of its own.
        contains(world.virsh(HOST, "managedsave-remove", "web01"), "has no manage save image")
        world.virsh(HOST, "start", "web01")
        listener.wait_for("event 'lifecycle' for domain 'web01': Started Booted")


@case
def fresh_start(world):
    """start --force-boot throws away what was saved."""
    world.virsh(HOST, "managedsave", "web01")
    with Listener(world, HOST) as listener:
        world.virsh(HOST, "start", "--force-boot", "web01")
        equal(state(world, "web01", "--reason"), "running (booted)")
        listener.wait_for("event 'lifecycle' for domain 'web01': Started Booted")
        assert "Restored" not in listener.text(), listener.text()


@case
def not_to_be_had(world):
    """What Hyper-V cannot do is refused by its flag's name or number, and nothing happens."""
    contains(world.virsh(HOST, "managedsave", "db01", code=1), "Requested operation is not valid: domain is not running")
    contains(world.virsh(HOST, "managedsave", "--paused", "web01", code=1), "unsupported flags (0x4) in function virDomainManagedSave")
    contains(world.virsh(HOST, "start", "--paused", "db01", code=1), "unsupported flags (0x1) in function virDomainCreateWithFlags")
    contains(world.virsh(HOST, "destroy", "--graceful", "web01", code=1), "unsupported flags (0x1) in function virDomainDestroyFlags")
    contains(world.virsh(HOST, "shutdown", "--mode", "signal", "web01", code=1),
             "unsupported flags (0x8) in function virDomainShutdownFlags")
    contains(world.virsh(HOST, "screenshot", "db01", world.path("none.ppm"), code=1), "domain is not running")
    contains(world.virsh(HOST, "screenshot", "web01", world.path("none.ppm"), "--screen", "1", code=1), "screen 1")
    contains(world.virsh(HOST, "send-key", "db01", "KEY_A", code=1), "domain is not running")
    contains(world.virsh(HOST, "inject-nmi", "db01", code=1), "domain is not running")
    equal(state(world, "web01"), "running")


@case
def shutdown_modes(world):
    """The guest's own services are what Hyper-V shuts machines down by."""
    for mode in ("paravirt", "agent"):
        world.virsh(HOST, "start", "db01")
        with Listener(world, HOST) as listener:
            world.virsh(HOST, "shutdown", "--mode", mode, "db01")
            wait_for(lambda: state(world, "db01", "--reason") == "shut off (shutdown)", "shutdown of db01")
            listener.wait_for("event 'lifecycle' for domain 'db01': Stopped Shutdown")


@case
def restarted(world):
    """reset starts the guest anew, and tells so."""
    with Listener(world, HOST) as listener:
        world.virsh(HOST, "reset", "web01")
        listener.wait_for("event 'reboot' for domain 'web01'")
        equal(state(world, "web01"), "running")


@case
def picture(world):
    """screenshot gets the guest's screen as a pixmap, as large as an answer may be."""
    world.control(f"screen {HOST} web01 320 200")
    contains(world.virsh(HOST, "screenshot", "web01", world.path("small.ppm")), "image/x-portable-pixmap")
    with open(world.path("small.ppm"), "rb") as file:
        data = file.read()
    equal(data[:15], b"P6\n320 200\n255\n")
    equal(len(data), 15 + 3 * 320 * 200)
    # The simulator's picture: no red and green at the upper left corner, all of both opposite, blue everywhere.
    equal(data[15:18], bytes((0, 0, 255)))
    equal(data[-3:], bytes((255, 255, 255)))
    world.control(f"screen {HOST} web01 1920 1080")
    world.virsh(HOST, "screenshot", "web01", world.path("large.ppm"))
    with open(world.path("large.ppm"), "rb") as file:
        data = file.read()
    equal(data[:15], b"P6\n406 228\n255\n")
    equal(len(data), 15 + 3 * 406 * 228)


@case
def keys(world):
    """send-key presses all keys in turn, then releases them."""
    world.control(f"keys {HOST} web01")
    world.virsh(HOST, "send-key", "web01", "KEY_LEFTCTRL", "KEY_LEFTALT", "KEY_DELETE")
    equal(world.control(f"keys {HOST} web01"), "ok +162 +164 +46 -162 -164 -46")
    world.virsh(HOST, "send-key", "web01", "--codeset", "win32", "--holdtime", "50", "65", "VK_RETURN")
    equal(world.control(f"keys {HOST} web01"), "ok +65 +13 -65 -13")
    for codeset, key in (("usb", "40"), ("atset1", "28"), ("xt", "28"), ("qnum", "28")):
        world.virsh(HOST, "send-key", "web01", "--codeset", codeset, key)
        equal(world.control(f"keys {HOST} web01"), "ok +13 -13")
    contains(world.virsh(HOST, "send-key", "web01", "--codeset", "usb", "250", code=1), "Could not translate keycode")
    contains(world.virsh(HOST, "send-key", "web01", "--codeset", "os_x", "36", code=1), "Operation not supported")
    contains(world.virsh(HOST, "send-key", "web01", "--holdtime", "10001", "KEY_A", code=1), "at most 10000 milliseconds")
    equal(world.control(f"keys {HOST} web01"), "ok")


@case
def interrupted(world):
    """inject-nmi reaches the guest."""
    world.virsh(HOST, "inject-nmi", "web01")
    equal(world.control(f"interrupts {HOST} web01"), "ok 1")


@case
def checkpoint_made(world):
    """snapshot-create-as names the checkpoint as asked; without a name it is the host's."""
    contains(world.virsh(HOST, "snapshot-create-as", "web01", "before-upgrade", "kernel 6.1, still good"),
             "Domain snapshot before-upgrade created")
    xml = world.virsh(HOST, "snapshot-dumpxml", "web01", "before-upgrade")
    contains(xml, "<description>kernel 6.1, still good</description>")
    contains(xml, "<state>running</state>")
    contains(xml, "<memory snapshot=\"internal\"/>")
    equal(world.virsh(HOST, "snapshot-current", "--name", "web01").strip(), "before-upgrade")
    contains(world.virsh(HOST, "snapshot-create-as", "web01", "before-upgrade", code=1), "already exists")
    contains(world.virsh(HOST, "snapshot-create", "web01"), "Domain snapshot web01 - (5_1_2026")
    equal(world.virsh(HOST, "snapshot-parent", "web01", "--current").strip(), "before-upgrade")


@case
def checkpoint_of_disks(world):
    """--disk-only leaves the memory out, --quiesce asks the guest."""
    world.virsh(HOST, "snapshot-create-as", "web01", "disks", "--disk-only", "--quiesce", "--atomic")
    contains(world.virsh(HOST, "snapshot-dumpxml", "web01", "disks"), "<state>shutoff</state>")
    contains(world.virsh(HOST, "snapshot-create-as", "web01", "x", "--diskspec", "sda,snapshot=no", code=1), "'sda' cannot be left out")
    contains(world.virsh(HOST, "snapshot-create-as", "web01", "a/b", code=1), "invalid snapshot name 'a/b'")
    contains(world.virsh(HOST, "snapshot-create-as", "web01", "x", "--memspec", "file=/x,snapshot=external", code=1), "cannot be had")
    assert "x" not in snapshots(world, "web01")
    # virsh does by itself what it is refused.
    world.virsh(HOST, "snapshot-create-as", "web01", "halted", "--halt")
    equal(state(world, "web01", "--reason"), "shut off (destroyed)")
    world.virsh(HOST, "start", "web01")


@case
def reverted(world):
    """snapshot-revert brings back the machine as it was, running or not."""
    with Listener(world, HOST) as listener:
        world.virsh(HOST, "snapshot-revert", "web01", "before-upgrade")
        equal(state(world, "web01", "--reason"), "running (from snapshot)")
        equal(world.virsh(HOST, "snapshot-current", "--name", "web01").strip(), "before-upgrade")
        listener.wait_for("event 'lifecycle' for domain 'web01': Stopped Snapshot")
        listener.wait_for("event 'lifecycle' for domain 'web01': Started Snapshot")
        world.virsh(HOST, "snapshot-revert", "web01", "disks")
        equal(state(world, "web01", "--reason"), "shut off (from snapshot)")
        world.virsh(HOST, "snapshot-revert", "web01", "disks", "--running")
        equal(state(world, "web01", "--reason"), "running (from snapshot)")
        contains(world.virsh(HOST, "snapshot-revert", "web01", "disks", "--paused", code=1), "unsupported flags (0x2)")


@case
def deleted(world):
    """snapshot-delete takes one, those below, or both."""
    for name in ("a", "b", "c"):
        world.virsh(HOST, "snapshot-create-as", "db01", name)
    world.virsh(HOST, "snapshot-delete", "db01", "b")
    equal(snapshots(world, "db01"), ["a", "c"])
    equal(world.virsh(HOST, "snapshot-parent", "db01", "c").strip(), "a")
    world.virsh(HOST, "snapshot-delete", "db01", "a", "--metadata")
    equal(snapshots(world, "db01"), ["a", "c"])
    world.virsh(HOST, "snapshot-revert", "db01", "a")
    world.virsh(HOST, "snapshot-create-as", "db01", "d")
    world.virsh(HOST, "snapshot-delete", "db01", "a", "--children-only")
    equal(snapshots(world, "db01"), ["a"])
    world.virsh(HOST, "snapshot-create-as", "db01", "e")
    world.virsh(HOST, "snapshot-delete", "db01", "a", "--children")
    equal(snapshots(world, "db01"), [])


@case
def replicated(world):
    """Going back in time costs the baseline, so that takes force; recovery points are left to replication."""
    world.virsh(HOST, "snapshot-create-as", "app01", "old")
    contains(world.virsh(HOST, "snapshot-revert", "app01", "old", code=1), "revert requires force: 'app01' is replicated")
    world.virsh(HOST, "snapshot-revert", "app01", "old", "--force")
    point = world.virsh("hv-replica", "snapshot-list", "--name", "app01").split()[0]
    contains(world.virsh("hv-replica", "snapshot-revert", "app01", point, code=1), "replication-failover")
    contains(world.virsh("hv-replica", "snapshot-delete", "app01", point, code=1), "is a recovery point")
    contains(world.virsh("hv-replica", "snapshot-create-as", "app01", "x", code=1), "app01")


@case
def disk_full(world):
    """A host that pauses a machine for want of room says why, and so do the events."""
    with Listener(world, HOST) as listener:
        world.control(f"disk-full {HOST} web01 yes")
        wait_for(lambda: state(world, "web01", "--reason") == "paused (I/O error)", "the pause")
        listener.wait_for("event 'lifecycle' for domain 'web01': Suspended I/O Error")
        world.control(f"disk-full {HOST} web01 no")
        wait_for(lambda: state(world, "web01") == "running", "the end of the pause")
        listener.wait_for("event 'lifecycle' for domain 'web01': Resumed Unpaused")


@case
def read_only(world):
    """A read-only connection can do none of this."""
    for arguments in (("managedsave", "web01"), ("screenshot", "web01", world.path("none.ppm")), ("send-key", "web01", "KEY_A"),
                      ("inject-nmi", "web01"), ("snapshot-create-as", "web01", "x"), ("snapshot-delete", "web01", "before-upgrade"),
                      ("snapshot-revert", "web01", "before-upgrade")):
        contains(world.virsh(HOST, *arguments, code=1, read_only=True), "read only access")


if __name__ == "__main__":
    sys.exit(tap.main(World))
