# road.py: a unix socket in front of the daemon's, that changes or records what passes
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import socket
import struct
import threading

OPEN = 1


def read_exactly(end, n):
    octets = b""
    while len(octets) < n:
        part = end.recv(n - len(octets))
        if not part:
            return None
        octets += part
    return octets


def read_frame(end):
    head = read_exactly(end, 4)
    if head is None:
        return None
    rest = read_exactly(end, struct.unpack(">I", head)[0] - 4)
    return None if rest is None else head + rest


def open_as(frame, uri):
    """The same CONNECT_OPEN, for another URI."""
    name = uri.encode()
    padded = name + b"\0" * (-len(name) % 4)
    flags = frame[-4:]
    payload = struct.pack(">II", 1, len(name)) + padded + flags
    return struct.pack(">I", 28 + len(payload)) + frame[4:28] + payload


class Road:
    """Each client has a thread for each direction; frames pass whole, in order."""

    def __init__(self, path, upstream, uri=None):
        self.upstream, self.uri = upstream, uri
        self.frames = []  # (whether the client said it, the frame)
        self.lock = threading.Lock()
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        os.chmod(path, 0o600)
        self.listener.listen(16)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            daemon = socket.socket(socket.AF_UNIX)
            daemon.connect(self.upstream)
            for is_client, source, target in ((True, client, daemon), (False, daemon, client)):
                threading.Thread(target=self.carry, args=(is_client, source, target), daemon=True).start()

    def carry(self, is_client, source, target):
        try:
            while (frame := read_frame(source)) is not None:
                if is_client and self.uri is not None and struct.unpack(">I", frame[12:16])[0] == OPEN:
                    frame = open_as(frame, self.uri)
                with self.lock:
                    self.frames.append((is_client, frame))
                target.sendall(frame)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()
