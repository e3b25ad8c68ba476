# test_python_claims.py: every function that the daemon claims, from python3-libvirt with its event loop
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_python_claims.py DUMP-TABLES

import json
import re
import subprocess
import sys
import threading
import xml.etree.ElementTree

import libvirt
import tap
from python_rows import CHANGING, ELSEWHERE, READING
from tap import case, equal
from virsh_outcome import story
from world import World, wait_for

DUMP = sys.argv.pop(1)
# Whoever claims a function may refuse what is asked, but not the function.
NEVER = {libvirt.VIR_ERR_NO_SUPPORT, libvirt.VIR_ERR_INTERNAL_ERROR, libvirt.VIR_ERR_RPC}


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


class Python(World):
    def __init__(self):
        super().__init__(story())
        self.seen = []

    def __enter__(self):
        super().__enter__()
        libvirt.registerErrorHandler(lambda *_: None, None)
        libvirt.virEventRegisterDefaultImpl()
        threading.Thread(target=run_loop, daemon=True).start()
        import libvirt_qemu  # pylint: disable=import-outside-toplevel
        self.c, self.r = libvirt.open(self.uri("hv-primary")), libvirt.open(self.uri("hv-replica"))
        self.qemu = libvirt_qemu
        self.callback = self.c.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                                      lambda _c, domain, event, detail, _o: self.seen.append((domain.name(), event, detail)), None)
        self.uuid = {name: self.c.lookupByName(vm).UUIDString() for name, vm in (("off", "db01"), ("web", "web01"))}
        self.web, self.off, self.app, self.saved = (self.c.lookupByName(name) for name in ("web01", "db01", "app01", "saved01"))
        self.replica = self.r.lookupByName("app01")
        self.snap = self.replica.listAllSnapshots(libvirt.VIR_DOMAIN_SNAPSHOT_LIST_ROOTS)[0]
        self.net = self.c.networkLookupByName("LAN")
        self.iface = self.c.listAllInterfaces()[0]
        self.pool = next(pool for pool in self.c.listAllStoragePools() if pool.numOfVolumes() > 0)
        self.vol = self.pool.listAllVolumes()[0]
        document = xml.etree.ElementTree.fromstring(self.web.XMLDesc())
        self.mac = document.find("devices/interface/mac").get("address")
        return self

    def __exit__(self, *words):
        self.c.close()
        self.r.close()
        super().__exit__(*words)

    def new(self, name):
        """A fresh handle: it may have another name and number by now."""
        return self.c.lookupByUUIDString(self.uuid[name])


def served():
    return [row["function"] for row in json.loads(subprocess.run([DUMP], capture_output=True, text=True, check=True).stdout)["procedures"]]


def patiently(world, call):
    """A machine that reboots is busy for a while, and the host says so."""
    last = []

    def is_done():
        try:
            last[:] = [call(world), None]
        except libvirt.libvirtError as error:
            last[:] = [None, error]
        return last[1] is None or "system is in use" not in str(last[1])
    wait_for(is_done, "the end of another job")
    if last[1] is not None:
        raise last[1]
    return last[0]


def run(world, rows):
    claimed, problems = set(served()), []
    for function, (call, kind) in rows.items():
        if function not in claimed:
            continue
        try:
            answer = patiently(world, call)
        except libvirt.libvirtError as error:
            problems.append(f"{function}: {error.get_error_code()} {error}")
        else:
            if not isinstance(answer, kind):
                problems.append(f"{function}: answered {answer!r}, which is no {kind.__name__}")
    equal(problems, [])


@case
def complete(world):
    """Each function that is served has a call here, or a test that is named."""
    having = READING.keys() | CHANGING.keys() | ELSEWHERE.keys()
    equal([function for function in served() if function not in having], [])


@case
def reading(world):
    """Each that reads answers with what its type promises."""
    run(world, READING)


@case
def documents(world):
    """A document is that of the machine as it is now, however often it was asked for."""
    inactive = libvirt.VIR_DOMAIN_XML_INACTIVE
    off = world.new("off")
    for _ in range(2):
        equal(" id=" in off.XMLDesc().splitlines()[0], False)
    off.create()
    for flags, has_id in ((0, True), (inactive, False), (0, True)):
        equal(" id=" in world.new("off").XMLDesc(flags).splitlines()[0], has_id)
    world.new("off").destroy()
    equal(" id=" in world.new("off").XMLDesc().splitlines()[0], False)


@case
def changing(world):
    """Each that changes something does."""
    run(world, CHANGING)


@case
def events(world):
    """The event loop was told of it all."""
    wanted = {libvirt.VIR_DOMAIN_EVENT_DEFINED, libvirt.VIR_DOMAIN_EVENT_UNDEFINED, libvirt.VIR_DOMAIN_EVENT_STARTED,
              libvirt.VIR_DOMAIN_EVENT_SUSPENDED, libvirt.VIR_DOMAIN_EVENT_RESUMED, libvirt.VIR_DOMAIN_EVENT_STOPPED}
    wait_for(lambda: wanted <= {event for _, event, _ in world.seen}, "events of every kind")
    world.c.domainEventDeregisterAny(world.callback)


@case
def refused(world):
    """Wrong wishes are refused in libvirt's words, never as internal errors."""
    for call, words in ((lambda: world.c.lookupByName("nobody"), "Domain not found"),
                        (lambda: world.c.lookupByID(999999), "Domain not found"),
                        (lambda: world.web.suspend(), "not running"),
                        (lambda: world.c.defineXML("<domain/>"), ""),
                        (lambda: world.c.networkLookupByName("nobody"), "Network not found"),
                        (lambda: world.c.storagePoolLookupByName("nobody"), "Storage pool not found"),
                        (lambda: world.saved.snapshotLookupByName("nobody"), "")):
        try:
            call()
        except libvirt.libvirtError as error:
            equal(error.get_error_code() not in NEVER, True)
            equal(bool(re.search(words, str(error))), True)
        else:
            raise AssertionError(f"not refused: {words}")


if __name__ == "__main__":
    sys.exit(tap.main(Python))
