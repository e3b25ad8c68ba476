# servers.py: what is measured: virthypervd before simulated hosts, and stock libvirtd with its test driver
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent
BUILD = pathlib.Path(os.environ.setdefault("BUILD", str(SOURCE / "build")))
os.environ.setdefault("SOURCE", str(SOURCE))
sys.path.insert(0, str(SOURCE / "tests/rpc"))
from world import World, wait_for  # noqa: E402  pylint: disable=wrong-import-position

MEASURE = BUILD / "benchmarks/measure"
HOST = """[host {name}]
fqdn = {name}.example.com
version = 10.0.20348
user = Administrator
password = secret
basic = yes
allow-unencrypted = yes

"""
RUNNING = """[vm web01]
host = {name}
guid = 11111111-1111-4111-8111-111111111111
memory = 2G
vcpus = 2
state = running
disks = C:\\VMs\\web01.vhdx:60G

"""


class SimulatedHosts(World):
    """Hosts with as many machines each, one of all these runs; the daemon leaves them alone unless asked."""

    def __init__(self, n_hosts=1, n_machines=1, settings="events = no\npoll-interval = 60s\nresync-interval = 600s\n", daemon=True):
        self.names = [f"hv{i:03}" for i in range(1, n_hosts + 1)]
        self.n_machines, self.settings = n_machines, settings
        text = "[world]\nseed = 7\nstart = 2026-05-01T03:00:00Z\nspeed = 1\n\n"
        text += "".join(HOST.format(name=name) for name in self.names) + RUNNING.format(name=self.names[0])
        super().__init__(text, daemon=daemon)

    def start_simulator(self):
        super().start_simulator()
        for name in self.names:
            self.control(f"add-vms {name} {self.n_machines - (1 if name == self.names[0] else 0)}")

    def port(self, name):
        return self.addresses[name]["http"]

    def hosts_conf(self):
        text = super().hosts_conf().replace("busy-poll-interval = 100ms\n", self.settings)
        for name in self.names:
            text = text.replace(f"port = {self.addresses[name]['http']}\n", f"port = {self.port(name)}\n")
        return text

    @property
    def socket(self):
        return self.path("virthypervd-sock")

    @property
    def pid(self):
        return self.daemon.pid

    def wire_uri(self):
        return f"hyperv:///{self.names[0]}"

    def library_uri(self):
        return self.uri(self.names[0])

    def requests(self):
        return sum(int(self.control(f"requests {name}").split()[-1]) for name in self.names)

    def add_machines(self, n):
        self.control(f"add-vms {self.names[0]} {n}")


class Libvirtd:
    """Stock libvirtd in a directory of its own, with nothing but its built-in test driver."""

    def __init__(self, n_machines=1):
        self.n_machines, self.process = n_machines, None
        self.directory = tempfile.mkdtemp(prefix="hvr-")

    def path(self, name):
        return os.path.join(self.directory, name)

    def write_node(self):
        machines = "".join(
            f"<domain type='test'><name>{'web01' if i == 0 else f'vm{i:05}'}</name><uuid>{uuid.UUID(int=i + 1)}</uuid>"
            "<memory>2097152</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>" for i in range(self.n_machines))
        pathlib.Path(self.path("node.xml")).write_text(f"<node>{machines}</node>", encoding="ascii")

    def __enter__(self):
        self.write_node()
        os.mkdir(self.path("drivers"))
        pathlib.Path(self.path("libvirtd.conf")).write_text(
            f'unix_sock_dir = "{self.directory}"\nauth_unix_rw = "none"\nauth_unix_ro = "none"\nlog_level = 3\nmax_clients = 5000\n',
            encoding="ascii")
        # Without any driver to load it touches nothing of this machine's own libvirt.
        environment = {**os.environ, "LIBVIRT_DRIVER_DIR": self.path("drivers"), "XDG_RUNTIME_DIR": self.directory,
                       "XDG_CONFIG_HOME": self.directory, "XDG_CACHE_HOME": self.directory}
        with open(self.path("log"), "ab") as log:
            self.process = subprocess.Popen(["libvirtd", "--config", self.path("libvirtd.conf"), "--pid-file", self.path("pid")],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        wait_for(lambda: os.path.exists(self.socket) or self.process.poll() is not None, "start of libvirtd")
        if self.process.poll() is not None:
            raise AssertionError(pathlib.Path(self.path("log")).read_text(encoding="utf-8"))
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def socket(self):
        return self.path("libvirt-sock")

    @property
    def pid(self):
        return self.process.pid

    def wire_uri(self):
        return f"test://{self.path('node.xml')}"

    def library_uri(self):
        return f"test+unix://{self.path('node.xml')}?socket={self.socket}"


def measure(server, what, count, *words, uri=None):
    """One line of the program measure, as a dictionary."""
    command = [MEASURE, what, server.socket, uri or server.wire_uri(), str(server.pid), str(count), *map(str, words)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if result.returncode != 0:
        raise AssertionError(f"{command}: {result.stderr}")
    return json.loads(result.stdout.splitlines()[-1])


class Listeners:
    """Clients in the background that count events until all have come."""

    def __init__(self, server, n_clients, n_events, uri):
        command = [MEASURE, "events", server.socket, uri, str(server.pid), str(n_events), str(n_clients)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise AssertionError(f"{command} ended with {self.process.wait()}")

    def result(self):
        return json.loads(self.process.communicate(timeout=120)[0].splitlines()[-1])


def resident(pid):
    """MiB of physical memory: all of it, and without what is shared with files."""
    rows = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines())
    return tuple(int(rows[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))


def settle(pid):
    """Wait until the process has nothing to do any more."""
    clock = pathlib.Path(f"/proc/{pid}/stat")

    def used():
        return sum(map(int, clock.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[11:13]))
    before = -1
    while before != (before := used()):
        time.sleep(0.3)
