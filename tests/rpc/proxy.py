# proxy.py: a road to a host that counts who is on it, and that can be closed
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import selectors
import socket
import threading


class Proxy:
    """Passes bytes between 127.0.0.1:port and a host; one thread, no understanding of HTTP."""

    def __init__(self, upstream):
        self.upstream = upstream  # the host's port; None: whoever calls is never answered
        self.lock = threading.Lock()
        self.selector = selectors.DefaultSelector()
        self.pairs = {}  # each socket's other end; None for a caller that is never answered
        self.callers = set()
        self.waiting = set()  # callers whose request has not been answered yet
        self.n_connections = self.peak_connections = self.peak_requests = 0
        self.wake, self.woken = socket.socketpair()
        self.selector.register(self.woken, selectors.EVENT_READ)
        self.listener = None
        self.port = 0
        self.is_ended = False
        self.open()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def open(self):
        """Take calls, on the same port as before."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        with self.lock:
            self.port = listener.getsockname()[1]
            self.listener = listener
            self.selector.register(listener, selectors.EVENT_READ)
        self.wake.send(b"x")

    def close(self):
        """Refuse calls, and break all connections."""
        with self.lock:
            self.selector.unregister(self.listener)
            self.listener.close()
            for caller in list(self.callers):
                self.drop(caller)
        self.wake.send(b"x")

    def end(self):
        self.is_ended = True
        self.close()
        self.thread.join(5)
        self.selector.close()

    def reset(self):
        """Count anew."""
        with self.lock:
            self.n_connections = 0
            self.peak_connections, self.peak_requests = len(self.callers), len(self.waiting)

    def drop(self, end):
        other = self.pairs.pop(end, None)
        for each in (end, other):
            if each is not None:
                self.pairs.pop(each, None)
                self.callers.discard(each)
                self.waiting.discard(each)
                try:
                    self.selector.unregister(each)
                except (KeyError, ValueError):
                    pass
                each.close()

    def accept(self):
        caller, _ = self.listener.accept()
        host = None
        if self.upstream is not None:
            host = socket.create_connection(("127.0.0.1", self.upstream))
            self.pairs[host] = caller
            self.selector.register(host, selectors.EVENT_READ)
        self.pairs[caller] = host
        self.callers.add(caller)
        self.selector.register(caller, selectors.EVENT_READ)
        self.n_connections += 1
        self.peak_connections = max(self.peak_connections, len(self.callers))

    def forward(self, end):
        try:
            octets = end.recv(65536)
        except OSError:
            octets = b""
        other = self.pairs.get(end)
        if not octets:
            self.drop(end)
            return
        if end in self.callers:
            self.waiting.add(end)
            self.peak_requests = max(self.peak_requests, len(self.waiting))
        else:
            self.waiting.discard(other)
        if other is not None:
            try:
                other.sendall(octets)
            except OSError:
                self.drop(end)

    def run(self):
        while not self.is_ended:
            for key, _ in self.selector.select():
                with self.lock:
                    if key.fileobj is self.woken:
                        self.woken.recv(64)
                    elif key.fileobj is self.listener:
                        self.accept()
                    elif key.fileobj in self.pairs:
                        self.forward(key.fileobj)
