# python_world.py: two simulated hosts and the module, for tests of it
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import contextlib
import socket

import libvirt

import libvirt_hyperv_repl
from libvirt_hyperv_repl import Replication
from world import STORY, World, wait_for

P, R, LONG = "hv-primary", "hv-replica", "hv-long"
# db01 replicates, too; app01 runs on the primary; jobs can be seen, and web01's copy takes three seconds.  A third host's name is
# longer than NetBIOS allows.
TEXT = STORY.replace("quick-job-ms = 60", "quick-job-ms = 200").replace("initial-rate = 40G", "initial-rate = 20G").replace(
    "memory = 1G\nvcpus = 1\n", "memory = 1G\nvcpus = 1\nstate = running\nnics = Network Adapter:Production\n"
) + "\n[replication db01]\nreplica = hv-replica\npoints = 2\n" + f"""
[host {LONG}]
fqdn = hv-with-a-long-name.example.com
version = 10.0.20348
user = Administrator
password = secret
basic = yes
allow-unencrypted = yes
"""


def is_listening(path):
    """A socket is in the file system before anybody listens to it."""
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(path) == 0


class ReadyWorld(World):
    """Its daemon can be connected to at once."""

    def start_daemon(self):
        super().start_daemon()
        wait_for(lambda: is_listening(self.path("virthypervd-sock")), "a daemon that listens")


class ModuleWorld(ReadyWorld):
    """With a connection to each host."""

    def __init__(self):
        super().__init__(TEXT)
        self.connections = {}

    def __enter__(self):
        super().__enter__()
        libvirt.registerErrorHandler(lambda *_: None, None)
        libvirt_hyperv_repl.start_event_loop()
        self.connections = {host: libvirt.open(self.uri(host)) for host in (P, R)}
        return self

    def __exit__(self, *words):
        for connection in self.connections.values():
            connection.close()
        super().__exit__(*words)

    def replica_of(self, host, name):
        return Replication(self.connections[host].lookupByName(name))

    @contextlib.contextmanager
    def read_only(self, host):
        connection = libvirt.openReadOnly(self.uri(host))
        try:
            yield connection
        finally:
            connection.close()


def fails(kind, call, *arguments, **words):
    """It must fail with exactly this exception; returns that."""
    try:
        call(*arguments, **words)
    except libvirt_hyperv_repl.ReplicationError as error:
        if type(error) is not kind:
            raise AssertionError(f"found {error!r}, wanted {kind}") from error
        return error
    raise AssertionError(f"{arguments} {words} should have failed")
