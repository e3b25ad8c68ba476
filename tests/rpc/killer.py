# killer.py: a road to a host on which the daemon is killed, right before or right after a request
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import re
import socket
import threading

# Methods that change nothing are called so, by Microsoft's rules for names.
READS = re.compile(r"^(Get|Identify|Enumerate|Pull|Release|Renew|Subscribe|Unsubscribe)")
ACTION = re.compile(rb"<[a-zA-Z0-9]+:Action[^>]*>\s*([^<\s]+)\s*<")


class Plan:
    """What is to happen on all roads; requests are counted over all of them."""

    def __init__(self, kill):
        self.kill = kill
        self.lock = threading.Lock()
        self.requests = []  # (host, action) that reached the host, since the last reset
        self.position, self.is_before, self.only_changes = 0, False, False
        self.n_seen = 0
        self.is_due = False  # the request at which the daemon dies is on its way
        self.killed_at = None  # (host, action)

    def reset(self, position=0, is_before=False, only_changes=False):
        """Count anew; kill at the @position-th request, or change, counted from 1; 0: not at all."""
        with self.lock:
            self.requests, self.n_seen, self.is_due, self.killed_at = [], 0, False, None
            self.position, self.is_before, self.only_changes = position, is_before, only_changes

    def changes(self):
        """The methods that reached a host and change something."""
        with self.lock:
            return [action for _, action in self.requests if not READS.match(action)]

    def disarm(self):
        """From now on nobody is killed; returns where somebody was."""
        with self.lock:
            self.position, self.is_due = 0, False
            return self.killed_at

    def strike(self, host, action):
        """In the lock."""
        self.killed_at = (host, action)
        self.kill()

    def take(self, host, action, caller):
        """Before it is passed on; returns whether it may be, and whether the daemon dies afterwards."""
        with self.lock:
            if self.killed_at is not None or has_hung_up(caller):
                return False, False  # of a daemon that is dead
            does_count = not (self.only_changes and READS.match(action))
            self.n_seen += does_count
            is_hit = does_count and self.n_seen == self.position
            if is_hit and self.is_before:
                self.strike(host, action)
                return False, False
            self.requests.append((host, action))
            self.is_due = self.is_due or is_hit
            return True, is_hit

    def end(self, host, action):
        """After it was answered; returns whether the daemon died."""
        with self.lock:
            if self.is_due:
                self.strike(host, action)
            return self.is_due


def has_hung_up(caller):
    """Whether nobody waits for the answer: what the dead have sent is not the next daemon's."""
    try:
        return caller.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def receive(stream):
    """One message of HTTP with a length, or None at the end."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None
        head += line
    length = re.search(rb"(?i)\r\ncontent-length:\s*(\d+)", head)
    body = stream.read(int(length[1])) if length else b""
    return head, body


class Road:
    """Passes requests between 127.0.0.1:port and a host, one by one."""

    def __init__(self, host, upstream, plan):
        self.host, self.upstream, self.plan = host, upstream, plan
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(caller,), daemon=True).start()

    def serve(self, caller):
        upstream = socket.create_connection(("127.0.0.1", self.upstream))
        try:
            with caller, upstream, caller.makefile("rb") as questions, upstream.makefile("rb") as answers:
                while (question := receive(questions)) is not None and self.relay(question, caller, upstream, answers):
                    pass
        except OSError:
            pass

    def relay(self, question, caller, upstream, answers):
        head, body = question
        found = ACTION.search(body)
        action = found[1].decode().rsplit("/", 1)[-1] if found else ""
        may_pass, is_last = self.plan.take(self.host, action, caller) if body else (True, False)
        if not may_pass:
            return False
        upstream.sendall(head + body)
        answer = receive(answers)
        if answer is None or (is_last and self.plan.end(self.host, action)):
            return False
        caller.sendall(answer[0] + answer[1])
        return True

    def close(self):
        self.listener.close()
