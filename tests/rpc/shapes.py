# shapes.py: arguments of every served procedure, right, odd and wrong
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Types are those of rpc_wire.x, procedures those of rpc_procedure.c.

import os
import re
import struct

from wire import QEMU, REMOTE

SCALARS = {"int": 4, "unsigned int": 4, "hyper": 8, "unsigned hyper": 8, "double": 8, "char": 4, "unsigned char": 4, "unsigned short": 4}
WORDS = (0, 0, 0, 1, 1, 2, 7, 64, 255, 2048, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
SHORTHANDS = {"NOTHING": None, "INT": "int", "UINT": "unsigned int", "ULONG": "unsigned hyper", "STRING": "HvrWireString",
              "DOMAIN": "HvrWireDomain", "DOMAIN_FLAGS": "HvrWireDomainFlags", "SNAPSHOT": "HvrWireSnapshot",
              "SNAPSHOT_FLAGS": "HvrWireSnapshotFlags"}


class Procedure:
    def __init__(self, program, number, name, shape):
        self.program, self.number, self.name, self.shape = program, number, name, shape


def read_procedures(source):
    """Those that rpc_procedure.c has rows for, in its order."""
    with open(os.path.join(source, "src/hyperv_repl/rpc/rpc_procedure.c"), encoding="utf-8") as file:
        remote, qemu = file.read().split("qemu_rows[] = {")
    for program, rows in ((REMOTE, remote), (QEMU, qemu)):
        for number, name, shape in re.findall(r'^    \[(\d+)\] *= \{ "(\w+)", *\w+, *\w+, *(\w+(?:\(\w+\))?),', rows, re.M):
            match = re.fullmatch(r"SHAPE\((\w+)\)", shape)
            yield Procedure(program, int(number), name, match.group(1) if match else SHORTHANDS[shape])


class Shapes:
    def __init__(self, source):
        with open(os.path.join(source, "schemas/rpc_wire.x"), encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        self.limits = {name: int(value) for name, value in re.findall(r"^const (\w+) = (\d+);", text, re.M)}
        self.types = {name: ("alias", base, "", "") for base, name in re.findall(r"^typedef (\w+) (\w+);", text, re.M)}
        self.types.update({name: ("optional", base, "", "") for base, name in re.findall(r"^typedef (\w+) \*(\w+);", text, re.M)})
        self.types["HvrWireString"] = ("string", "", "", "HVR_WIRE_STRING_MAX")
        self.types["HvrWireUuid"] = ("uuid", "", "", "")
        self.structs = {name: [self.read_field(line) for line in body.split(";") if line.strip()]
                        for name, body in re.findall(r"^struct (\w+) \{(.*?)\};", text, re.M | re.S)}
        body = re.search(r"^union HvrWireValue switch \(int type\) \{(.*?)\};", text, re.M | re.S).group(1)
        self.values = [(int(number), base) for number, base in re.findall(r"case (\d+):\s+([\w ]+?) \w+;", body)]

    @staticmethod
    def read_field(line):
        match = re.fullmatch(r"\s*([\w ]+?) (\w+)(?:<(\w+)>|\[(\w+)\])?\s*", line)
        return match.groups()  # type, name, most of a list, length of an array


class Writer:
    """Makes bytes of a type; what stands in them, its methods say."""

    def __init__(self, shapes, random, domains):
        self.shapes, self.random, self.domains = shapes, random, domains

    def number(self, size):
        return self.random.choice(WORDS).to_bytes(size, "big")

    def octets(self):
        samples = (b"", b"web01", b"x", b"\xff\xfe\x80", b"a\0b", b"a\nb\x01", b"%s%n%1$s", "Größe\u202e".encode(), b"../../etc",
                   b"x" * 5000, b"' OR 1=1 --", b"]]><a>&", b"<domain type='hyperv'><name>x</name></domain>", b"{\"execute\":\"query-host\"}",
                   self.random.randbytes(self.random.randrange(64)))
        return self.random.choice(samples)

    def count(self, limit):
        return min(limit, self.random.choice((0, 1, 2, 16)))

    def string(self, octets):
        return struct.pack(">I", len(octets)) + octets + b"\0" * (-len(octets) % 4)

    def write(self, name):
        if name in SCALARS:
            return self.number(SCALARS[name])
        if name == "HvrWireDomain" and self.random.random() < 0.8:
            return self.random.choice(self.domains)
        if name == "HvrWireValue":
            number, base = self.random.choice(self.shapes.values + [(9, "int")])
            return struct.pack(">i", number) + self.write(base)
        if name in self.shapes.structs:
            return b"".join(self.write_field(*field) for field in self.shapes.structs[name])
        return self.write_named(*self.shapes.types[name][:2])

    def write_named(self, kind, base):
        if kind == "string":
            return self.string(self.octets())
        if kind == "uuid":
            return self.random.randbytes(16)
        if kind == "optional":
            return struct.pack(">I", 1) + self.write(base) if self.random.random() < 0.6 else struct.pack(">I", 0)
        return self.write(base)

    def write_field(self, base, _name, most, length):
        if base == "opaque":
            return self.string(self.octets())
        if most is None and length is None:
            return self.write(base)
        n = self.count(self.shapes.limits[most])
        return struct.pack(">I", n) + b"".join(self.write(base) for _ in range(n))


class HugeWriter(Writer):
    """Everything as long as it may be, within what one message may carry."""

    def __init__(self, shapes, random, domains, size):
        super().__init__(shapes, random, domains)
        self.size = size

    def octets(self):
        return b"\xc3\xa4" * (self.size // 2)

    def count(self, limit):
        self.size = min(self.size, 40)
        return limit
