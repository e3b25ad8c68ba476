# command_world.py: three hosts on which every command can be tried, and a list of those that were
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Each that changes something is asked first what it would do: a dry run sends
# nothing that changes, and announces the very calls that the hosts get then.

import json
import re
import subprocess

from answers import Answers
from recorder import Recorder, announced, is_same
from tap import equal
from world import PASSWORDS, STORY, World

P, R, X = "hv-primary", "hv-replica", "hv-third"

# A third host, adapters on each machine, a second disk.
TEXT = STORY.replace("disks = C:\\VMs\\db01.vhdx:20G", "disks = C:\\VMs\\db01.vhdx:20G; C:\\VMs\\db01-log.vhdx:10G").replace(
    "\n\n[vm db01]", "\nnics = Network Adapter:Production\n\n[vm db01]").replace(
    "disks = C:\\VMs\\app01.vhdx:10G", "disks = C:\\VMs\\app01.vhdx:10G\nnics = Network Adapter:Production; Backup:Storage") + r"""
[host hv-third]
fqdn = hv-third.example.com
version = 10.0.20348
user = Administrator
password = secret-3
basic = yes
allow-unencrypted = yes
replica-listener = yes
storage-location = D:\Replica
initial-rate = 40G
quick-job-ms = 60
"""
PASSWORDS[X] = "secret-3"


class MonitorListener:
    """virsh qemu-monitor-event --loop in the background."""

    def __init__(self, world, host):
        self.path = world.path(f"monitor-events-{host}")
        with open(self.path, "wb") as log:
            self.process = subprocess.Popen(["stdbuf", "-oL", "virsh", "-c", world.uri(host), "qemu-monitor-event", "--loop"], stdout=log,
                                            stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)

    def list_events(self):
        """(name, details) of each."""
        with open(self.path, encoding="utf-8") as file:
            found = re.findall(r"event (REPLICATION_\w+) .*?for domain '.*?': (\{.*\})$", file.read(), re.M)
        return [(name, json.loads(details)) for name, details in found]

    def end(self):
        self.process.terminate()
        self.process.wait(10)


class CommandWorld(World):
    """Notes which commands ran, and whether a host or a machine was asked."""

    def __init__(self, text=TEXT):
        super().__init__(text=text)
        self.ran = set()
        self.calls = []
        self.answers = None
        self.listeners = []

    def start_simulator(self):
        super().start_simulator()
        for name, ports in self.addresses.items():
            ports["http"] = Recorder(name, ports["http"], self.calls).port

    def start_daemon(self):
        super().start_daemon()
        self.listeners = [MonitorListener(self, host) for host in (P, R)]

    def __exit__(self, *details):
        for listener in self.listeners:
            listener.end()
        super().__exit__(*details)

    def check_events(self):
        """Names of the events that were told, whose details are as the table says."""
        events = [event for listener in self.listeners for event in listener.list_events()]
        for name, details in events:
            self.answers.check_event(name, details)
        return {name for name, _ in events}

    def begin(self, domain, name):
        scope = "host" if domain in (P, R, X) else "vm"
        if self.answers is None:
            self.answers = Answers(super().command(P, P, "query-commands"))
        self.ran.add((name, scope))
        return scope

    def rehearse(self, host, domain, name, arguments):
        """What a command would do, or None if it is refused as it will be."""
        before = len(self.calls)
        text = json.dumps({"execute": name, "arguments": {**{k.replace("_", "-"): v for k, v in arguments.items()}, "dry-run": True}})
        try:
            calls = json.loads(self.virsh(host, "qemu-monitor-command", domain, text))["return"]["calls"]
        except AssertionError:
            calls = None
        equal(self.calls[before:], [])
        return calls

    def compare(self, calls, received):
        if not (len(calls) == len(received) and all(is_same(announced(call), one) for call, one in zip(calls, received))):
            raise AssertionError(f"announced {[announced(call) for call in calls]!r}, received {received!r}")

    def command(self, host, domain, name, **arguments):
        scope = self.begin(domain, name)
        writes = name.startswith("replication-")
        calls = self.rehearse(host, domain, name, arguments) if writes else []
        before = len(self.calls)
        answer = super().command(host, domain, name, **arguments)
        if writes and calls is None:
            raise AssertionError(f"the dry run of {name} was refused")
        self.compare(calls, self.calls[before:])
        self.answers.check(name, scope, answer)
        for call in calls:
            self.answers.check_dry_run(call)
        return answer

    def refused(self, host, domain, name, **arguments):
        self.begin(domain, name)
        writes = name.startswith("replication-") and "dry_run" not in arguments
        calls = self.rehearse(host, domain, name, arguments) if writes else []
        before = len(self.calls)
        line = super().refused(host, domain, name, **arguments)
        # What the daemon refuses is not sent; what is sent, the host refuses.
        self.compare(calls or [], self.calls[before:])
        # virsh prints "error: " and the line; a reader should not have to look for more.
        equal(len(line.strip().splitlines()), 1)
        return line

    def settings(self, host, domain, leg=0):
        return self.command(host, domain, "query-replication")["relationships"][leg]["settings"]

    def describe(self):
        return self.command(P, P, "query-commands")

    def missing(self, scope):
        """Commands of the scope that no test has run so far."""
        wanted = {(row["name"], scope) for row in self.describe() if row["scope"] == scope}
        return sorted(wanted - self.ran)
