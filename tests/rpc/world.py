# world.py: a simulated world and a daemon for it, for tests with stock clients
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The simulator listens on loopback, on ports that it finds free; the daemon on
# a socket in a directory of its own.  Both are ended with the test.

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse

BUILD = os.environ["BUILD"]
SOURCE = os.environ["SOURCE"]
SIMULATOR = os.path.join(BUILD, "src/hyperv_sim/virt-hyperv-sim")
DAEMON = os.path.join(BUILD, "src/hyperv_repl/virthypervd")
NAMESPACE = "https://libvirt.org/schemas/domain/hyperv/replication/1.0"
DEADLINE = 20.0

# Two hosts, three machines: one that runs, one that is off, one replicated for hours.
STORY = r"""[world]
seed = 7
start = 2026-05-01T03:00:00Z
speed = 1

[host hv-primary]
fqdn = hv-primary.example.com
version = 10.0.20348
user = Administrator
password = secret-1
basic = yes
allow-unencrypted = yes
replica-listener = yes
storage-location = D:\Replica
initial-rate = 40G
quick-job-ms = 60

[host hv-replica]
fqdn = hv-replica.example.com
version = 10.0.20348
user = Administrator
password = secret-2
basic = yes
allow-unencrypted = yes
replica-listener = yes
storage-location = D:\Replica
initial-rate = 40G
quick-job-ms = 60

[vm web01]
host = hv-primary
guid = 11111111-1111-4111-8111-111111111111
memory = 2G
vcpus = 2
state = running
disks = C:\VMs\web01.vhdx:60G

[vm db01]
host = hv-primary
guid = 22222222-2222-4222-8222-222222222222
memory = 4G
vcpus = 4
disks = C:\VMs\db01.vhdx:20G

[vm app01]
host = hv-primary
guid = 33333333-3333-4333-8333-333333333333
memory = 1G
vcpus = 1
disks = C:\VMs\app01.vhdx:10G

[replication app01]
replica = hv-replica
points = 4
"""
PASSWORDS = {"hv-primary": "secret-1", "hv-replica": "secret-2"}


def list_unshare():
    """What gives the command that follows mounts of its own; below a chroot their propagation stays what it is."""
    words = ["unshare", "--mount"]
    can_be_private = subprocess.run([*words, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    return words if can_be_private else [*words, "--propagation", "unchanged"]


def wait_for(condition, what, deadline=DEADLINE, pause=0.02):
    """Poll until it holds: what is waited for happens in other processes."""
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        if result := condition():
            return result
        time.sleep(pause)
    raise AssertionError(f"{what} did not happen within {deadline} s")


class World:
    def __init__(self, text=STORY, hosts_extra="", tls=False, daemon=True):
        self.directory = tempfile.mkdtemp(prefix="hvr-")
        self.text, self.hosts_extra, self.tls, self.want_daemon = text, hosts_extra, tls, daemon
        self.simulator = self.daemon = None
        self.addresses = {}

    def path(self, name):
        return os.path.join(self.directory, name)

    def write(self, name, text, mode=0o600):
        descriptor = os.open(self.path(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        return self.path(name)

    def spawn(self, name, arguments, ready):
        with open(self.path(name + ".log"), "ab") as log:
            process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for(lambda: os.path.exists(ready) or process.poll() is not None, f"start of {name}")
        if process.poll() is not None:
            raise AssertionError(f"{name} ended with {process.returncode}: {self.logs()}")
        return process

    def start_simulator(self):
        arguments = [SIMULATOR, "--world", self.write("story.world", self.text), "--address", "127.0.0.1",
                     "--control", self.path("control"), "--ready-file", self.path("hosts")]
        if self.tls:
            make_certificates(self.directory)
            arguments += ["--tls-certificate", self.path("host.pem"), "--tls-key", self.path("host.key")]
        self.simulator = self.spawn("simulator", arguments, self.path("hosts"))
        with open(self.path("hosts"), encoding="utf-8") as file:
            for line in file:
                name, *urls = line.split()
                self.addresses[name] = {url.split(":")[0]: urllib.parse.urlsplit(url).port for url in urls}

    def hosts_conf(self):
        text = ""
        for name, ports in self.addresses.items():
            password = self.write(f"{name}.password", PASSWORDS.get(name, "secret"))
            text += f"[{name}]\naddress = 127.0.0.1\nauth = basic\nuser = Administrator\npassword-file = {password}\n"
            if self.tls:
                text += f"transport = https\nport = {ports['https']}\nca-file = {self.path('ca.pem')}\n"
            else:
                text += f"transport = http\nport = {ports['http']}\nallow-basic-over-http = yes\n"
            text += "busy-poll-interval = 100ms\n\n"
        return text + self.hosts_extra.format(directory=self.directory,
                                              **{n.replace("-", "_"): p.get("http") for n, p in self.addresses.items()})

    def start_daemon(self):
        self.write("hosts.conf", self.hosts_conf())
        self.daemon = self.spawn("daemon", [DAEMON, "--config", self.path("hosts.conf"), "--runtime-dir", self.directory],
                                 self.path("virthypervd-sock"))

    def __enter__(self):
        self.start_simulator()
        if self.want_daemon:
            self.start_daemon()
        return self

    def __exit__(self, *_):
        problems = [self.end(name, process) for name, process in (("daemon", self.daemon), ("simulator", self.simulator))]
        logs = self.logs()
        shutil.rmtree(self.directory, ignore_errors=True)
        if any(problems) or "runtime error:" in logs or "CRITICAL" in logs:
            raise AssertionError(f"{problems}: {logs}")

    @staticmethod
    def end(name, process):
        """End a process as an administrator would; returns what was wrong with that."""
        if process is None:
            return None
        process.send_signal(signal.SIGTERM)
        try:
            status = process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return f"{name} did not end on SIGTERM"
        return f"{name} ended with {status}" if status != 0 else None

    def logs(self):
        text = ""
        for name in ("simulator", "daemon"):
            if os.path.exists(self.path(name + ".log")):
                with open(self.path(name + ".log"), encoding="utf-8", errors="replace") as file:
                    text += f"--- {name}\n{file.read()}"
        return text

    def uri(self, host):
        return f"hyperv+unix:///{host}?socket={self.path('virthypervd-sock')}"

    def validate(self, schema, text):
        """Hold a document against one of libvirt's own schemas."""
        path = self.write("document.xml", text)
        result = subprocess.run(["xmllint", "--noout", "--relaxng", f"/usr/share/libvirt/schemas/{schema}.rng", path], check=False,
                                capture_output=True, text=True)
        if result.returncode != 0:
            raise AssertionError(f"{result.stderr}: {text}")

    def control(self, line):
        return subprocess.run([SIMULATOR, "--control", self.path("control"), "--send", line], check=True, text=True,
                              capture_output=True).stdout.strip()

    def virsh(self, host, *arguments, code=0, read_only=False, uri=None):
        """Run stock virsh; returns what it printed (errors for a wanted failure)."""
        command = ["virsh", "-c", uri or self.uri(host)] + (["-r"] if read_only else []) + list(arguments)
        environment = dict(os.environ, LC_ALL="C.UTF-8", LIBVIRT_DEFAULT_URI="test:///default")
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=environment)
        if result.returncode != code:
            raise AssertionError(f"{command} gave {result.returncode}: {result.stdout}{result.stderr}")
        return result.stdout if code == 0 else result.stderr

    def command(self, host, domain, name, **arguments):
        """A replication command through virsh; returns its 'return'."""
        text = json.dumps({"execute": name, "arguments": {k.replace("_", "-"): v for k, v in arguments.items()}})
        answer = json.loads(self.virsh(host, "qemu-monitor-command", domain, text))
        if "return" not in answer:
            raise AssertionError(f"{text} answered {answer}")
        return answer["return"]

    def query_host(self, host, domain=None):
        """What query-host answers; query-commands knows each member of it, and what is always there is there."""
        answer = self.command(host, domain or host, "query-host")
        rows = next(row for row in self.command(host, domain or host, "query-commands") if row["name"] == "query-host")["answer"]
        lacking = {row["name"] for row in rows if row["always"]} - answer.keys()
        unknown = answer.keys() - {row["name"] for row in rows}
        if lacking or unknown:
            raise AssertionError(f"query-host lacks {lacking}, and query-commands does not know of {unknown}")
        return answer

    def refused(self, host, domain, name, **arguments):
        """A replication command that must fail; returns virsh's error line."""
        text = json.dumps({"execute": name, "arguments": {k.replace("_", "-"): v for k, v in arguments.items()}})
        return self.virsh(host, "qemu-monitor-command", domain, text, code=1)

    def replication(self, host, domain):
        """(role, state of the primary relationship) as the daemon tells it."""
        answer = self.command(host, domain, "query-replication")
        legs = answer["relationships"]
        return answer["role"], legs[0]["state"] if legs else "disabled"


def make_certificates(directory):
    """A CA and a certificate of it for 127.0.0.1."""
    extension = os.path.join(directory, "extension")
    with open(extension, "w", encoding="ascii") as file:
        file.write("subjectAltName=IP:127.0.0.1\n")
    for arguments in (
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=test CA", "-keyout", "ca.key", "-out", "ca.pem"],
            ["req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", "host.key", "-out", "host.csr"],
            ["x509", "-req", "-in", "host.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
             "-out", "host.pem", "-extfile", extension]):
        subprocess.run(["openssl"] + arguments, cwd=directory, check=True, capture_output=True)
