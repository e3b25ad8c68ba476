# test_hostile.py: whatever stands in a call, it has one reply, and the daemon goes on
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import random
import re
import socket
import struct
import sys

import tap
from shapes import HugeWriter, Procedure, Shapes, Writer, read_procedures
from tap import case, contains, equal
from wire import CALL, QEMU, REMOTE, REPLY, Client, domain, text
from world import SOURCE, STORY, World

P, R = "hv-primary", "hv-replica"
HOSTNAME, OPEN = 59, 1
VIR_ERR_INTERNAL_ERROR, VIR_ERR_XML_ERROR = 1, 27
DOMAINS = (domain("web01", "11111111-1111-4111-8111-111111111111", 1), domain("db01", "22222222-2222-4222-8222-222222222222"),
           domain("app01", "33333333-3333-4333-8333-333333333333"))
WEB01, DB01 = DOMAINS[0], DOMAINS[1]
SHAPES = Shapes(SOURCE)
PROCEDURES = sorted(read_procedures(SOURCE), key=lambda procedure: "Undefine" in procedure.name)


class Caller(Client):
    """Counts replies: one for each call, and no other."""

    def __init__(self, world, host=P):
        super().__init__(world.path("virthypervd-sock"), 60.0)
        self.answered = set()
        self.open(host)

    def next_reply(self):
        while True:
            frame = self.read()
            if frame is None or frame[2] == REPLY:
                return frame

    def ask(self, procedure, payload):
        """(status, payload) of the one reply."""
        self.serial += 1
        self.send(procedure.program, procedure.number, CALL, payload, self.serial)
        frame = self.next_reply()
        if frame is None:
            raise AssertionError(f"{procedure.name} ({procedure.number}) with {payload[:200]!r} ended the connection")
        found = frame[0], frame[1], frame[3]
        if found != (procedure.program, procedure.number, self.serial) or self.serial in self.answered:
            raise AssertionError(f"{procedure.name} with {payload[:200]!r}: reply to {found}, wanted one to {self.serial}")
        self.answered.add(self.serial)
        if frame[4] != 0:
            check_error(procedure, payload, *read_error(frame[5]))
        return frame[4], frame[5]

    def settle(self):
        """Nothing more comes, and the daemon is there."""
        equal(self.ask(Procedure(REMOTE, HOSTNAME, "virConnectGetHostname", None), b"")[0], 0)


def read_error(payload):
    code, _, present = struct.unpack(">iiI", payload[:12])
    equal(present, 1)
    size = struct.unpack(">I", payload[12:16])[0]
    return code, payload[16:16 + size]


def check_error(procedure, payload, code, message):
    if code == 0 or not message or b"without saying why" in message or b"root:" in message:
        raise AssertionError(f"{procedure.name} with {payload[:200]!r}: {code}, {message!r}")


def call_all(world, make_payloads):
    """Each procedure with each of its payloads, on one connection."""
    caller = Caller(world)
    for procedure in PROCEDURES:
        for payload in make_payloads(procedure):
            caller.ask(procedure, payload)
    caller.settle()
    caller.close()


@case
def complete(_world):
    """Every row of the table is tried."""
    with open(f"{SOURCE}/src/hyperv_repl/rpc/rpc_procedure.c", encoding="utf-8") as file:
        equal(len(PROCEDURES), len(re.findall(r"^ +\[\d+\]", file.read(), re.M)))
    equal({procedure.program for procedure in PROCEDURES}, {REMOTE, QEMU})


@case
def zeros(world):
    """Arguments that are all zeros: empty names, no UUID, empty lists."""
    call_all(world, lambda procedure: (b"\0" * 512,))


@case
def nothing(world):
    """No arguments at all, and a few bytes of them."""
    call_all(world, lambda procedure: (b"", b"\0", b"\0\0\0\1", b"\0\0\0\0\0\0"))


@case
def cut_off(world):
    """Arguments that end too early, wherever that is."""
    writer = Writer(SHAPES, random.Random(11), DOMAINS)

    def make_payloads(procedure):
        whole = writer.write(procedure.shape) if procedure.shape else b""
        return [whole[:n] for n in sorted({1, 3, 4, 5, 8, 12, 16, 24, 28, 31, 32, 36, len(whole) // 2, len(whole) - 4, len(whole) - 1})
                if 0 < n < len(whole)]
    call_all(world, make_payloads)


@case
def enormous(world):
    """Strings of a megabyte, and the longest lists."""
    call_all(world, lambda procedure: [HugeWriter(SHAPES, random.Random(12), DOMAINS, 1 << 20).write(procedure.shape)[:12 << 20]]
             if procedure.shape else [])


@case
def lengths(world):
    """Lengths and counts that nothing follows: the longest possible, and just beyond."""
    call_all(world, lambda procedure: [prefix + struct.pack(">I", n) + b"\0" * 64 for prefix in (b"", WEB01, text("x") + WEB01)
                                       for n in (16, 17, 16384, 16385, 4194304, 4194305, 0x7FFFFFFF, 0xFFFFFFFC, 0xFFFFFFFF)])


@case
def noise(world):
    """Random bytes, with and without a domain before them."""
    source = random.Random(13)
    call_all(world, lambda procedure: [prefix + source.randbytes(source.choice((4, 16, 60, 400))) for prefix in (b"", WEB01, DB01)
                                       for _ in range(3)])


@case
def odd_values(world):
    """Arguments of the right shape, with whatever in them."""
    writer = Writer(SHAPES, random.Random(14), DOMAINS)
    call_all(world, lambda procedure: [writer.write(procedure.shape) for _ in range(12)] if procedure.shape else [])


@case
def headers(world):
    """Messages that are no calls have no reply; calls of anything else have one."""
    caller = Caller(world)
    for kind in (1, 2, 3, 5, 6, 7, -1, 0x7FFFFFFF):
        for number in (1, 14, 211, 0, -1, 999):
            for status in (0, 1, 2, -5):
                caller.socket.sendall(struct.pack(">IIIiiIi", 32, REMOTE, 1, number, kind, 1, status) + b"\0" * 4)
    caller.settle()
    for program, number in ((REMOTE, 0), (REMOTE, -1), (REMOTE, 0x7FFFFFFF), (REMOTE, -0x80000000), (QEMU, 0), (QEMU, 99), (0x20008088, 1),
                            (0x20008088, -1), (0, 1), (0xFFFFFFFF, 1)):
        equal(caller.ask(Procedure(program, number, "unknown", None), b"\0" * 64)[0], 1)
    for version, status in ((0, 0), (2, 0), (0xFFFFFFFF, 0), (1, 1), (1, 2), (1, -1)):
        caller.serial += 1
        caller.socket.sendall(struct.pack(">IIIiiIi", 28, REMOTE, version, HOSTNAME, CALL, caller.serial, status))
        frame = caller.next_reply()
        equal((frame[3], frame[4]), (caller.serial, 1))
    caller.settle()
    caller.close()


@case
def at_once(world):
    """Hundreds of calls in one go, and a client that leaves before their replies."""
    writer = Writer(SHAPES, random.Random(15), DOMAINS)
    calls = [procedure for procedure in PROCEDURES if procedure.program == REMOTE and procedure.number != OPEN
             and "Undefine" not in procedure.name]
    for is_leaving in (True, False):
        caller = Caller(world)
        first = caller.serial + 1
        octets = b""
        for procedure in calls:
            payload = writer.write(procedure.shape) if procedure.shape else b""
            caller.serial += 1
            octets += struct.pack(">IIIiiIi", 28 + len(payload), REMOTE, 1, procedure.number, CALL, caller.serial, 0) + payload
        caller.socket.sendall(octets)
        if is_leaving:
            caller.socket.shutdown(socket.SHUT_RDWR)
        else:
            equal(sorted(caller.next_reply()[3] for _ in calls), list(range(first, first + len(calls))))
            caller.settle()
        caller.close()
    Caller(world).close()


DOCUMENT = rb"""<domain type='hyperv'><name>fuzzed</name><uuid>44444444-4444-4444-8444-444444444444</uuid>
<metadata><m:machine xmlns:m='https://libvirt.org/schemas/domain/hyperv/machine/1.0'><m:memory dynamic='yes' minimum='512' maximum='2048'/></m:machine></metadata>
<memory unit='MiB'>512</memory><currentMemory unit='MiB'>512</currentMemory><vcpu>2</vcpu><cputune><shares>100</shares><period>100000</period><quota>50000</quota></cputune>
<os><type>hvm</type><boot dev='network'/><bootmenu enable='no'/></os><features><acpi/></features><clock offset='localtime'/><on_crash>restart</on_crash><devices>
<disk type='file' device='disk'><source file='C:\VMs\f.vhd'/><target dev='hda'/><iotune><total_iops_sec>500</total_iops_sec></iotune></disk>
<disk type='file' device='cdrom'><source file='C:\a.iso'/><target dev='hdc'/><address type='drive' controller='0' bus='1' target='0' unit='0'/></disk>
<interface type='network'><mac address='52:54:00:aa:bb:cc'/><source network='External'/><vlan><tag id='7'/></vlan><model type='tulip'/></interface>
<serial type='pipe'><source path='\\.\pipe\x'/><target port='0'/></serial><video><model type='vga'/></video></devices></domain>"""
DISK = b"<disk type='file' device='disk'><source file='C:\\x.vhd'/><target dev='sdb'/></disk>"


def around(inner, head=b""):
    return head + b"<domain type='hyperv'><name>fuzzed</name>" + inner + b"</domain>"


# Each must be refused: with an error of XML, or of what it wants.
BAD_DOCUMENTS = (
    b"", b" ", b"<", b"<domain", b"<domain type='hyperv'>", b"</domain>", b"x", b"\xff\xfe<\0", b"\xef\xbb\xbf", b"\0<domain/>", b"<a/>",
    b"<?xml version='1.0'?>", b"<?xml version='9.9' encoding='x'?><domain/>",
    b"<a>" * 100000, b"<a>" * 100000 + b"</a>" * 100000, around(b"<a>" * 250 + b"</a>" * 250), b"<domain " + b"a" * 1000000,
    around(b"<name>" + b"x" * 3000000 + b"</name>"), around(b"<x" + b" a='1'" * 20000 + b"/>"), around(b"<x" + b"".join(b" a%d=''" % i for i in range(200000)) + b"/>"),
    around(b"<memory/>" * 20000), around(b"<!--" + b"-" * 200000 + b"-->"),
    around(b"".join(b"<x%d/>" % i for i in range(50000))), b"<" + b"d" * 500000 + b"/>", around(b"<!--" + b"-" * 100000), around(b"<![CDATA[" * 1000),
    b"<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(b"<!ENTITY a%d '&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;&a%s;'>" % ((i,) + (
        str(i - 1).encode() if i else b"",) * 8) for i in range(20)) + b"]><domain type='hyperv'><name>&a19;</name></domain>",
    b"<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><domain type='hyperv'><name>&e;</name></domain>",
    b"<!DOCTYPE d SYSTEM 'http://127.0.0.1:1/x.dtd'><domain type='hyperv'><name>x</name></domain>",
    b"<!DOCTYPE d [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><domain type='hyperv'><name>x</name></domain>",
    b"<!DOCTYPE d [<!ENTITY r '&r;'>]><domain type='hyperv'><name>&r;</name></domain>",
    b"<!DOCTYPE d [<!ATTLIST domain type CDATA 'hyperv'>]><domain><name>x</name></domain>",
    b"<domain type='hyperv' xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd' parse='text'/></domain>",
    around(b"<memory>1</memory>\xff\xfe"), around(b"<memory>&#0;</memory>"), around(b"<description>&#1;</description>"), around(b"\x01"),
    around(b"<description>\xff</description>", b"<?xml version='1.0' encoding='UTF-8'?>"),
    around(b"", b"<?xml version='1.0' encoding='UTF-16'?>") + b"\xff", around(b"<a/>", b"<?xml version='1.0' encoding='nosuch'?>"),
    around(b"<a/>", b"<?xml version='1.0' encoding='UTF-7'?>"), around(b"<a/>", b"<?xml version='1.0' encoding='EBCDIC-US'?>"),
    around(b"<a/>", b"<?xml version='1.0' encoding='UCS-4'?>"), "<domain type='hyperv'><name>x</name></domain>".encode("utf-16"),
    "<domain type='hyperv'><name>x</name></domain>".encode("utf-32"), "<domain type='hyperv'><name>x</name></domain>".encode("cp037"),
    around(b"<vcpu>4294967297</vcpu>"), around(b"<vcpu>-1</vcpu>"), around(b"<vcpu>18446744073709551617</vcpu>"), around(b"<vcpu/>"),
    around(b"<memory unit='EiB'>18446744073709551615</memory>"), around(b"<memory unit='EiB'>16</memory>"), around(b"<memory>-1</memory>"),
    around(b"<memory unit='%s'>1</memory>"), around(b"<memory>1e9</memory>"), around(b"<memory>99999999999999999999999</memory>"),
    around(b"<uuid>" + b"4" * 36 + b"</uuid>"), around(b"<uuid/>"), around(b"<uuid>" + b"-" * 100000 + b"</uuid>"),
    around(b"<cputune><period>0</period><quota>0</quota></cputune>"), around(b"<cputune><quota>-9223372036854775808</quota></cputune>"),
    around(b"<os firmware='efi'><type>hvm</type><boot dev='" + b"x" * 10000 + b"'/></os>"), around(b"<devices><disk/></devices>"),
    around(b"<devices><disk type='file'><target dev=''/></disk></devices>"),
    around(b"<devices><disk type='file'><source file='C:\\a.vhd'/><target dev='sdzzzzzzzzzzzz'/></disk></devices>"),
    around(b"<devices><disk type='file'><source file='C:\\a.vhd'/><target dev='sda'/><address type='drive' controller='4294967295' bus='-1' "
           b"target='99999999999' unit='4294967295'/></disk></devices>"),
    around(b"<devices>" + DISK * 5000 + b"</devices>"), around(b"<devices>" + b"<controller type='scsi'/>" * 5000 + b"</devices>"),
    around(b"<devices><interface type='network'><mac address='" + b":" * 5000 + b"'/></interface></devices>"),
    around(b"<devices><interface type='network'><source/><vlan><tag id='99999999999'/></vlan></interface></devices>"),
    around(b"<devices><serial type='pipe'><source/><target port='4294967295'/></serial></devices>"),
    around(b"<name>other</name>"), around(b"<vcpu>1</vcpu>" * 10000), around(b"<devices><hostdev/><tpm/><rng/></devices>"), around(b"<metadata>" * 100 + b"</metadata>" * 100),
)
DEVICES = (b"<disk", b"<disk/>", b"<interface/>", b"<controller/>", b"<serial/>", b"<nosuch/>", b"<disk><target/></disk>", b"<disk><source/></disk>",
           b"<interface type='" + b"x" * 100000 + b"'/>", b"<disk>" * 300, b"<disk type='block'><source dev='99999999999'/><target dev='sdb'/></disk>",
           b"<disk type='block'><source dev='-1'/><target dev='sdb'/></disk>", b"<interface><mac address='zz:zz'/></interface>",
           b"<interface type='network'><mac address='52:54:00:aa:bb'/><source network=''/></interface>", b"<!DOCTYPE a []><disk/>", b"<disk>&e;</disk>",
           b"<disk type='file' device='nosuch'><source file='x'/><target dev='sda'/></disk>")
# What stands before and behind the text: define; attach, detach, update a device; checkpoints.
DEFINE = {11: (b"", b""), 350: (b"", b"\0\0\0\0")}
DEVICE = {8: (WEB01, b""), 13: (DB01, b""), 160: (WEB01, b"\0\0\0\0"), 161: (DB01, b"\0\0\0\2"), 174: (DB01, b"\0\0\0\2")}
CHECKPOINT = {185: (DB01, b"\0\0\0\0")}


def octets(value):
    return struct.pack(">I", len(value)) + value + b"\0" * (-len(value) % 4)


def send_xml(caller, number, around_text, document):
    before, behind = around_text
    return caller.ask(Procedure(REMOTE, number, f"procedure {number}", None), before + octets(document) + behind)


def machines(world):
    """Who there is, without what changes by itself."""
    return [words.split()[0] for words in world.control(f"vms {P}").removeprefix("ok ").split("; ")]


@case
def documents(world):
    """Documents with bombs, depths, foreign encodings and numbers beyond all bounds are refused, and nothing is made."""
    before = machines(world)
    caller = Caller(world)
    for procedures, samples in ((DEFINE, BAD_DOCUMENTS), (DEVICE, BAD_DOCUMENTS + DEVICES)):
        for number, around_text in procedures.items():
            for document in samples:
                if send_xml(caller, number, around_text, document)[0] == 0:
                    raise AssertionError(f"procedure {number} took {document[:200]!r}")
    for number, around_text in CHECKPOINT.items():
        for document in BAD_DOCUMENTS + DEVICES:
            send_xml(caller, number, around_text, document.replace(b"domain", b"domainsnapshot"))
    caller.settle()
    caller.close()
    equal(machines(world), before)


@case
def mutations(world):
    """A good document with bytes changed, doubled and left out."""
    source = random.Random(16)
    caller = Caller(world)
    for turn in range(400):
        document = bytearray(DOCUMENT)
        for _ in range(source.choice((1, 1, 2, 5))):
            at, n = source.randrange(len(document)), source.choice((1, 1, 4, 40))
            document[at:at + n] = source.choice((b"", source.randbytes(n), bytes(document[at:at + n]) * 3, b"<", b"'", b"/>", b"99999999999999999999",
                                                 b"-1", b"&#x10ffff;", b"\xc3\x28"))
        number = (11, 350)[turn % 2]
        send_xml(caller, number, DEFINE[number], bytes(document))
    caller.settle()
    caller.close()


@case
def well(world):
    """After all that stock virsh finds both hosts."""
    for host in (P, R):
        contains(world.virsh(host, "list", "--all"), "Name")


if __name__ == "__main__":
    sys.exit(tap.main(lambda: World(STORY)))
