# wire.py: a client of libvirt's protocol that says whatever it is told to
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import socket
import struct
import uuid

REMOTE, QEMU, KEEPALIVE = 0x20008086, 0x20008087, 0x6B656570
CALL, REPLY, MESSAGE = 0, 1, 2
PING, PONG = 1, 2


def text(value):
    octets = value.encode()
    return struct.pack(">I", len(octets)) + octets + b"\0" * (-len(octets) % 4)


def domain(name, identifier, number=-1):
    return text(name) + uuid.UUID(identifier).bytes + struct.pack(">i", number)


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class Client:
    def __init__(self, path, deadline=10.0):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(deadline)
        self.socket.connect(path)
        self.serial = 0
        self.pending = b""

    def close(self):
        self.socket.close()

    def send(self, program, procedure, kind=CALL, payload=b"", serial=0):
        self.socket.sendall(struct.pack(">IIIiiIi", 28 + len(payload), program, 1, procedure, kind, serial, 0) + payload)

    def read(self):
        """(program, procedure, type, serial, status, payload); None when the daemon has hung up."""
        while len(self.pending) < 4 or len(self.pending) < struct.unpack(">I", self.pending[:4])[0]:
            try:
                octets = self.socket.recv(65536)
            except ConnectionResetError:
                octets = b""
            if not octets:
                return None
            self.pending += octets
        length = struct.unpack(">I", self.pending[:4])[0]
        frame, self.pending = self.pending[:length], self.pending[length:]
        _, program, _, procedure, kind, serial, status = struct.unpack(">IIIiiIi", frame[:28])
        return program, procedure, kind, serial, status, frame[28:]

    def call(self, procedure, payload=b"", program=REMOTE):
        """The reply's payload; other messages that come before it are dropped."""
        self.serial += 1
        self.send(program, procedure, CALL, payload, self.serial)
        while True:
            frame = self.read()
            if frame is None:
                raise EOFError(f"hung up at procedure {procedure}")
            if frame[2] == REPLY and frame[3] == self.serial:
                break
        if frame[4] == 0:
            return frame[5]
        code, _, present = struct.unpack(">iiI", frame[5][:12])
        size = struct.unpack(">I", frame[5][12:16])[0] if present else 0
        raise Refused(code, frame[5][16:16 + size].decode())

    def open(self, host, flags=0):
        self.call(66)
        self.call(1, struct.pack(">I", 1) + text(f"hyperv:///{host}") + struct.pack(">I", flags))
