# test_read_only.py: a read-only connection cannot change anything, whatever its client says
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import os
import struct
import sys

import tap
from tap import case, contains, equal
from wire import QEMU, Client, Refused, domain, text
from world import SOURCE, World

P = "hv-primary"
WEB01 = ("web01", "11111111-1111-4111-8111-111111111111")
APP01 = ("app01", "33333333-3333-4333-8333-333333333333")
DENIED, NO_SUPPORT, RPC = 29, 3, 39

with open(os.path.join(SOURCE, "tests/data/rpc/write-procedures.txt"), encoding="ascii") as file:
    WRITERS = [(int(line.split()[0]), line.split()[1]) for line in file if not line.startswith("#")]

# Arguments that fit most procedures: a domain or a snapshot of one, then zeros; nothing; nonsense.
PAYLOADS = (domain(*WEB01, 1) + b"\0" * 256, text("snap") + domain(*APP01) + b"\0" * 256, b"", b"\xff" * 64)


def picture(world):
    """All that a change would show in: the machines as the host has them, and their documents."""
    documents = [world.virsh(P, "dumpxml", name) for name in ("web01", "db01", "app01")]
    points = world.virsh("hv-replica", "snapshot-list", "app01", "--name")
    return world.control(f"vms {P}"), world.control("vms hv-replica"), documents, points


def refusal(client, number, payload, program=0x20008086):
    try:
        client.call(number, payload, program)
    except Refused as refused:
        return refused
    raise AssertionError(f"procedure {number} of {program:#x} was not refused")


def connections(world):
    """The read-only socket, and the other with the flag."""
    for name, flags in (("virthypervd-sock-ro", 0), ("virthypervd-sock", 1)):
        client = Client(world.path(name))
        client.open(P, flags)
        yield client
        client.close()


@case
def every_writer(world):
    """Each of the procedures that libvirt forbids is refused, in libvirt's words where it is served."""
    equal(len(WRITERS) > 200, True)
    before = picture(world)
    n_denied = 0
    for client in connections(world):
        for number, api in WRITERS:
            for payload in PAYLOADS:
                refused = refusal(client, number, payload)
                contains((DENIED, NO_SUPPORT), refused.code)
                if refused.code == DENIED:
                    contains(refused.message, "operation forbidden: read only access prevents vir")
                    n_denied += 1
                else:
                    contains(refused.message, "this function is not supported by the connection driver: ")
    equal(n_denied >= 2 * len(PAYLOADS) * 15, True)
    equal(picture(world), before)


@case
def every_number(world):
    """Whatever number a client tries, nothing changes, and the connection goes on."""
    before = picture(world)
    for client in connections(world):
        for number in range(2, 500):
            if number in (2,):
                continue
            for payload in PAYLOADS[:2]:
                try:
                    client.call(number, payload)
                except Refused:
                    pass
        equal(struct.unpack(">I", client.call(110)[:4])[0], len("hyperv:///hv-primary"))
    equal(picture(world), before)


@case
def every_command(world):
    """Commands that change something are refused by name; those that read are not."""
    before = picture(world)
    client = Client(world.path("virthypervd-sock-ro"))
    client.open(P)

    def run(name):
        payload = domain(*WEB01, 1) + text(json.dumps({"execute": name})) + struct.pack(">I", 0)
        return client.call(1, payload, QEMU)

    answer = run("query-commands")
    rows = json.loads(answer[4:4 + struct.unpack(">I", answer[:4])[0]])["return"]
    writers = [row for row in rows if row["access"] == "write" and row["scope"] != "host"]
    equal(len(writers) > 20, True)
    for row in writers:
        try:
            run(row["name"])
        except Refused as refused:
            equal((refused.code, row["name"] in refused.message), (DENIED, True))
        else:
            raise AssertionError(f"{row['name']} was run")
    for number in (4, 5):
        equal(refusal(client, number, b"\0" * 16, QEMU).code, DENIED)
    client.close()
    equal(picture(world), before)


@case
def secrets(world):
    """The flag that asks for secrets is refused."""
    client = Client(world.path("virthypervd-sock-ro"))
    client.open(P)
    equal(refusal(client, 14, domain(*WEB01, 1) + struct.pack(">I", 1)).code, DENIED)
    client.close()


if __name__ == "__main__":
    sys.exit(tap.main(World))
