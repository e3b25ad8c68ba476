# test_python_running.py: saving, screens, keys and checkpoints from python3-libvirt
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys
import threading

import libvirt

import tap
from tap import case, contains, equal
from world import World, wait_for

HOST = "hv-primary"


def quiet(_context, _error):
    """libvirt prints every error by default."""


def start_loop():
    libvirt.registerErrorHandler(quiet, None)
    libvirt.virEventRegisterDefaultImpl()

    def run():
        while True:
            libvirt.virEventRunDefaultImpl()
    threading.Thread(target=run, daemon=True).start()


def refused(call, *arguments):
    """The error that a call must end in."""
    try:
        call(*arguments)
    except libvirt.libvirtError as error:
        return error
    raise AssertionError(f"{call} worked")


@case
def saved(world):
    """managedSave, hasManagedSaveImage, managedSaveRemove and create agree with each other."""
    domain = libvirt.open(world.uri(HOST)).lookupByName("web01")
    equal(domain.hasManagedSaveImage(), 0)
    equal(domain.managedSave(), 0)
    equal(domain.hasManagedSaveImage(), 1)
    equal(domain.state(), [libvirt.VIR_DOMAIN_SHUTOFF, libvirt.VIR_DOMAIN_SHUTOFF_SAVED])
    equal(domain.managedSaveRemove(), 0)
    equal(domain.hasManagedSaveImage(), 0)
    error = refused(domain.managedSaveRemove)
    equal(error.get_error_code(), libvirt.VIR_ERR_OPERATION_INVALID)
    contains(str(error), "Domain has no managed save image")
    equal(domain.create(), 0)
    equal(domain.state(), [libvirt.VIR_DOMAIN_RUNNING, libvirt.VIR_DOMAIN_RUNNING_BOOTED])


@case
def picture(world):
    """screenshot fills a stream, which ends properly, whether it is read to its end or not."""
    connection = libvirt.open(world.uri(HOST))
    domain = connection.lookupByName("web01")
    stream = connection.newStream()
    equal(domain.screenshot(stream, 0), "image/x-portable-pixmap")
    parts = []
    stream.recvAll(lambda _stream, data, _opaque: parts.append(data), None)
    stream.finish()
    equal(b"".join(parts)[:15], b"P6\n352 264\n255\n")
    equal(len(b"".join(parts)), 15 + 3 * 352 * 264)
    for end in ("abort", "finish"):
        stream = connection.newStream()
        domain.screenshot(stream, 0)
        equal(len(stream.recv(10)), 10)
        getattr(stream, end)()
    for _ in range(40):
        stream = connection.newStream()
        domain.screenshot(stream, 0)
        stream.abort()
    equal(domain.isActive(), 1)


@case
def written(world):
    """Nothing can be written to a screenshot's stream, and the connection lives on."""
    connection = libvirt.open(world.uri(HOST))
    domain = connection.lookupByName("web01")
    stream = connection.newStream()
    domain.screenshot(stream, 0)

    def write():
        stream.send(b"x")
        stream.finish()
    refused(write)
    equal(domain.isActive(), 1)


@case
def keys(world):
    """sendKey and injectNMI reach the guest."""
    domain = libvirt.open(world.uri(HOST)).lookupByName("web01")
    world.control(f"keys {HOST} web01")
    equal(domain.sendKey(libvirt.VIR_KEYCODE_SET_LINUX, 10, [42, 30], 2), 0)
    equal(world.control(f"keys {HOST} web01"), "ok +160 +65 -160 -65")
    equal(refused(domain.sendKey, libvirt.VIR_KEYCODE_SET_USB, 0, [255], 1).get_error_code(), libvirt.VIR_ERR_INVALID_ARG)
    equal(domain.injectNMI(), 0)
    equal(world.control(f"interrupts {HOST} web01"), "ok 1")


@case
def checkpoints(world):
    """Snapshots are made, told apart, applied and deleted; events say what came of a snapshot."""
    connection = libvirt.open(world.uri(HOST))
    domain = connection.lookupByName("web01")
    seen = []
    connection.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                      lambda _c, d, event, detail, _o: seen.append((d.name(), event, detail)), None)
    first = domain.snapshotCreateXML("<domainsnapshot><name>one</name><description>first</description></domainsnapshot>")
    equal(first.getName(), "one")
    second = domain.snapshotCreateXML("<domainsnapshot><name>two</name></domainsnapshot>",
                                      libvirt.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY)
    equal(second.getParent().getName(), "one")
    equal((first.isCurrent(), second.isCurrent()), (0, 1))
    equal(first.numChildren(), 1)
    contains(first.getXMLDesc(), "<description>first</description>")
    equal(domain.revertToSnapshot(first), 0)
    equal(domain.state(), [libvirt.VIR_DOMAIN_RUNNING, libvirt.VIR_DOMAIN_RUNNING_FROM_SNAPSHOT])
    wait_for(lambda: ("web01", libvirt.VIR_DOMAIN_EVENT_STARTED, libvirt.VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT) in seen, "the start")
    equal(("web01", libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT) in seen, True)
    equal(domain.revertToSnapshot(second, libvirt.VIR_DOMAIN_SNAPSHOT_REVERT_FORCE), 0)
    equal(domain.state(), [libvirt.VIR_DOMAIN_SHUTOFF, libvirt.VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT])
    equal(first.delete(libvirt.VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN), 0)
    equal(domain.snapshotNum(), 0)
    equal(refused(domain.revertToSnapshot, first).get_error_code(), libvirt.VIR_ERR_NO_DOMAIN_SNAPSHOT)
    equal(refused(domain.snapshotCreateXML, "<domain/>").get_error_code(), libvirt.VIR_ERR_XML_ERROR)


@case
def risky(world):
    """What would cost a resynchronization wants force, by libvirt's own code."""
    domain = libvirt.open(world.uri(HOST)).lookupByName("app01")
    snapshot = domain.snapshotCreateXML("<domainsnapshot><name>old</name></domainsnapshot>")
    equal(refused(domain.revertToSnapshot, snapshot).get_error_code(), libvirt.VIR_ERR_SNAPSHOT_REVERT_RISKY)
    point = libvirt.open(world.uri("hv-replica")).lookupByName("app01").listAllSnapshots()[0]
    equal(refused(point.delete).get_error_code(), libvirt.VIR_ERR_OPERATION_UNSUPPORTED)


if __name__ == "__main__":
    start_loop()
    sys.exit(tap.main(World))
