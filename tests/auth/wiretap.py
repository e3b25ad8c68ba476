# wiretap.py: a TCP proxy on loopback that keeps what goes through it
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import collections
import re
import socket
import threading

Message = collections.namedtuple("Message", "start headers body")
Conversation = collections.namedtuple("Conversation", "sent received")
# What no part of an envelope goes without: its namespaces and what is asked for.
PLAIN = re.compile(rb"Envelope|schemas\.|Msvm_|Win32_|soap-envelope", re.I)


def split_messages(octets):
    """HTTP requests or answers, one after the other, each with its Content-Length; one that is still on its way is left out."""
    while True:
        head, blank, rest = octets.partition(b"\r\n\r\n")
        start, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        if not blank or len(rest) < length:
            return
        yield Message(start, headers, rest[:length])
        octets = rest[length:]


def hang_up(*ends):
    for end in ends:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class Wiretap:
    def __init__(self, target):
        self.target = target
        self.conversations, self.ends = [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            conversation = Conversation(bytearray(), bytearray())
            self.conversations.append(conversation)
            self.ends += [client, server]
            for source, sink, record in ((client, server, conversation.sent), (server, client, conversation.received)):
                threading.Thread(target=self.carry, args=(source, sink, record), daemon=True).start()

    @staticmethod
    def carry(source, sink, record):
        try:
            while octets := source.recv(65536):
                record += octets
                sink.sendall(octets)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            hang_up(source, sink)

    def cut(self):
        """End all connections, as a router that has forgotten them, and what they said."""
        ends, self.ends, self.conversations = self.ends, [], []
        hang_up(*ends)

    def close(self):
        # Closing alone leaves accept() waiting.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def check_sealed(self):
        """Nothing went in clear, and nothing but empty requests before authentication; returns how many sealed ones there were."""
        sealed = 0
        for sent, received in [(bytes(c.sent), bytes(c.received)) for c in self.conversations]:
            for octets in (sent, received):
                octets = octets.replace(b"\0", b"")  # UTF-16, too
                if match := PLAIN.search(octets):
                    raise AssertionError(f"in clear: {octets[max(0, match.start() - 100):match.end() + 100]!r}")
            for message in split_messages(sent):
                if not message.body:
                    continue
                if not message.headers["content-type"].startswith("multipart/encrypted"):
                    raise AssertionError(f"not sealed: {message!r}")
                if not message.body.startswith(b"--Encrypted Boundary\r\n") or not message.body.endswith(b"--Encrypted Boundary--\r\n"):
                    raise AssertionError(f"no such frame: {message!r}")
                if "authorization" in message.headers:
                    raise AssertionError(f"authorised again: {message!r}")
                sealed += 1
        return sealed
