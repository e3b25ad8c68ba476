# test_wrong.py: wrong things end well: one clear line within the deadline, and the daemon goes on
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import signal
import socket
import subprocess
import sys
import time

import libvirt
import libvirt_qemu

import tap
from tap import case, contains, equal
from world import DAEMON, World, wait_for

P, R = "hv-primary", "hv-replica"
EXTRA = """
[unreachable]
address = 127.0.0.1
port = 1
transport = http
auth = basic
user = Administrator
password-file = {directory}/hv-primary.password
allow-basic-over-http = yes

[wrong-password]
address = 127.0.0.1
port = {hv_primary}
transport = http
auth = basic
user = Administrator
password-file = {directory}/hv-replica.password
allow-basic-over-http = yes

[untrusted]
address = 127.0.0.1
port = {hv_primary_tls}
transport = https
auth = basic
user = Administrator
password-file = {directory}/hv-primary.password
"""


class WrongWorld(World):
    """HTTPS too, and hosts that cannot work."""

    def __init__(self):
        super().__init__(tls=True)

    def hosts_conf(self):
        return super().hosts_conf() + EXTRA.format(directory=self.directory, hv_primary=self.addresses[P]["http"],
                                                   hv_primary_tls=self.addresses[P]["https"])


def alive(world):
    contains(world.virsh(P, "list", "--all"), "web01")


def refused_within(world, seconds, host, *arguments):
    start = time.monotonic()
    error = world.virsh(host, *arguments, code=1)
    equal(time.monotonic() - start < seconds, True)
    return error


@case
def unknown_host(world):
    """An unknown host: the line names it and the file."""
    error = refused_within(world, 5, "nosuch", "list")
    contains(error, "'nosuch'")
    contains(error, "hosts.conf")


@case
def unreachable_host(world):
    """An unreachable host: named, with the reason."""
    error = refused_within(world, 15, "unreachable", "list")
    contains(error, "host 'unreachable'")
    contains(error, "refused")


@case
def wrong_password(world):
    """A wrong password: an authentication error that names the host."""
    contains(refused_within(world, 10, "wrong-password", "list"), "host 'wrong-password'")
    contains(refused_within(world, 10, "wrong-password", "list"), "authentication failed")


@case
def untrusted_certificate(world):
    """A certificate of an unknown authority is not trusted."""
    error = refused_within(world, 10, "untrusted", "list")
    contains(error, "host 'untrusted'")
    contains(error, "certificate")
    alive(world)


WRONG_WORDS = (
    ("{", "not valid JSON"), ("", "no JSON object"), ("[]", "no JSON object"), ("{}", "'execute'"), ('{"execute":1}', "'execute'"),
    ('{"execute":"replication-start","arguments":[]}', "'arguments'"), ('{"execute":"replication-start","extra":1}', "'extra'"),
    ('{"execute":"replication-start","arguments":{"wait":"yes"}}', "'wait'"),
    ('{"execute":"replication-start","arguments":{"nosuch":1}}', "'nosuch'"),
    ('{"execute":"replication-start","arguments":{"timeout":0}}', "from 1 to"),
    ('{"execute":"replication-start","arguments":{"start-time":"tomorrow"}}', "'tomorrow'"),
    ('{"execute":"replication-enable"}', "'replica-server'"),
    ('{"execute":"replication-enable","arguments":{"replica-server":"hv-replica","recovery-history":25}}', "recovery-history"),
    ('{"execute":"replication-enable","arguments":{"replica-server":"hv-replica","frequency":60}}', "frequency"),
    ("[" * 5000, "nested"), (" " * 1000000, "262144"))


@case
def wrong_words(world):
    """Malformed commands get one line each that says what is wrong."""
    # virsh itself makes a command of what is no JSON, so these go by the binding.
    connection = libvirt.open(world.uri(P))
    domain = connection.lookupByName("web01")
    for text, part in WRONG_WORDS:
        try:
            libvirt_qemu.qemuMonitorCommand(domain, text, 0)
        except libvirt.libvirtError as error:
            equal(error.get_error_code(), libvirt.VIR_ERR_INVALID_ARG)
            contains(error.get_error_message(), part)
            equal("\n" in error.get_error_message(), False)
        else:
            raise AssertionError(f"{text!r} was accepted")
    connection.close()
    contains(world.virsh(P, "qemu-monitor-command", "web01", "x" * 100000), "CommandNotFound")
    alive(world)


@case
def unknown_domain(world):
    """An unknown VM."""
    contains(world.virsh(P, "dominfo", "nosuch", code=1), "nosuch")


@case
def wrong_state(world):
    """A verb in the wrong state: one line with machine, role, state and what it takes; nothing has changed."""
    error = world.refused(P, "app01", "replication-commit")
    contains(error, "Requested operation is not valid: cannot commit the failover of 'app01': it is a primary in state "
                    "'replicating', only a replica in state 'failed-over' can")
    equal(world.replication(P, "app01"), ("primary", "replicating"))
    equal(world.command(P, "app01", "query-job"), {"running": None, "last": None})


@case
def refused_by_the_host(world):
    """A refusal by the host comes with host, method and number."""
    world.control(f"fail-next-job {R} 32768")
    error = world.refused(R, "app01", "replication-failover")
    contains(error, "hv-replica")
    contains(error, "32768")
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def reply_lost(world):
    """A lost reply is not repeated: the line says what the state is now."""
    world.control(f"upset {R} drop-reply")
    for _ in range(2):  # the watcher may have been the one whose reply was lost
        result = subprocess.run(["virsh", "-c", world.uri(R), "qemu-monitor-command", "app01", '{"execute":"replication-failover"}'],
                                capture_output=True, text=True, timeout=60, check=False)
        if result.returncode != 0:
            break
    wait_for(lambda: world.replication(R, "app01")[1] in ("failed-over", "replicating"), "a settled state")
    if world.replication(R, "app01")[1] == "failed-over":
        world.command(R, "app01", "replication-revert")


@case
def host_lost_in_a_job(world):
    """A host that goes away in the middle of a job, and comes back."""
    world.command(P, "web01", "replication-enable", replica_server="hv-replica")
    world.command(P, "web01", "replication-start", wait=False)
    world.control("speed 0")  # what the job does while nobody is there to see is another matter
    world.control(f"host {P} down")
    contains(world.virsh(P, "list", "--all"), "web01")
    contains(world.virsh(P, "start", "db01", code=1), "host 'hv-primary'")
    # What is known is still shown, and never as healthy.
    wait_for(lambda: "the host cannot be reached" in world.virsh(P, "dominfo", "app01"), "a message about it")
    contains(world.virsh(P, "domstats", "app01", "--vm"), "vm.replication.healthy.cur=no")
    world.control(f"host {P} up")
    world.control("speed 1")
    wait_for(lambda: world.replication(P, "web01") == ("primary", "replicating"), "the end of the copy")


@case
def client_killed(world):
    """A client killed in the middle of a call: the job goes on."""
    world.command(P, "web01", "replication-suspend")
    client = subprocess.Popen(["virsh", "-c", world.uri(P), "qemu-monitor-command", "web01", '{"execute":"replication-resynchronize"}'],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: world.replication(P, "web01")[1] == "resynchronizing", "the resynchronization")
    client.kill()
    client.wait()
    wait_for(lambda: world.replication(P, "web01") == ("primary", "replicating"), "its end")


@case
def hostile_bytes(world):
    """Bytes that are no RPC end that connection, not the daemon."""
    for payload in (b"\0" * 64, b"GET / HTTP/1.0\r\n\r\n", b"\xff" * 4096, b"\0\0\0\x1c" + b"\xff" * 24, b"\0\0\0\x1c"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5)
            connection.connect(world.path("virthypervd-sock"))
            connection.sendall(payload)
            connection.shutdown(socket.SHUT_WR)
            try:
                while connection.recv(65536):
                    pass
            except ConnectionResetError:
                pass
    alive(world)


@case
def many_listeners(world):
    """Event listeners by the dozen all get the event."""
    paths = [world.path(f"listener-{i}") for i in range(12)]
    listeners = []
    for path in paths:
        with open(path, "wb") as log:
            listeners.append(subprocess.Popen(["stdbuf", "-oL", "virsh", "-c", world.uri(P), "event", "--all", "--loop"], stdout=log,
                                              stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT))

    def all_saw():
        if world.virsh(P, "domstate", "db01").strip() == "running":
            world.virsh(P, "destroy", "db01")
        else:
            world.virsh(P, "start", "db01")
        return all("'db01': Started Booted" in open(path, encoding="utf-8").read() for path in paths)
    try:
        wait_for(all_saw, "the event at all listeners")
    finally:
        for listener in listeners:
            listener.kill()
            listener.wait()
    alive(world)


@case
def bad_host_files(world):
    """A wrong host file is refused with file and line, before anything is opened."""
    for text, part in (("[a]\naddress = x\nnosuch = 1\n", "bad.conf:3: "), ("[a]\nport = 99999\n", "bad.conf:2: "),
                       ("[a]\ntransport = ftp\n", "bad.conf:2: "), ("hello\n", "bad.conf:1: "),
                       ("[a]\npassword = secret\n", "bad.conf:2: ")):
        path = world.write("bad.conf", text)
        result = subprocess.run([DAEMON, "--config", path, "--runtime-dir", world.path("elsewhere")], capture_output=True, text=True,
                                timeout=10, check=False)
        equal(result.returncode != 0, True)
        contains(result.stderr, part)
        equal("secret" in result.stderr.replace("password", ""), False)
    world.write("loose.password", "x")
    os.chmod(world.path("loose.password"), 0o644)
    path = world.write("bad.conf", f"[a]\naddress = x\nuser = u\npassword-file = {world.path('loose.password')}\n")
    result = subprocess.run([DAEMON, "--config", path, "--runtime-dir", world.path("elsewhere")], capture_output=True, text=True,
                            timeout=10, check=False)
    equal(result.returncode != 0, True)
    contains(result.stderr, "loose.password")


@case
def sigterm(world):
    """SIGTERM ends the daemon within two seconds, with clients connected, and cleans up."""
    listener = subprocess.Popen(["virsh", "-c", world.uri(P), "event", "--all", "--loop"], stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    time.sleep(0.3)
    start = time.monotonic()
    world.daemon.send_signal(signal.SIGTERM)
    equal(world.daemon.wait(10), 0)
    equal(time.monotonic() - start < 2.5, True)
    equal(os.path.exists(world.path("virthypervd-sock")), False)
    contains(listener.communicate(timeout=10)[1], "Disconnected")


if __name__ == "__main__":
    libvirt.registerErrorHandler(lambda _context, _error: None, None)
    sys.exit(tap.main(WrongWorld))
