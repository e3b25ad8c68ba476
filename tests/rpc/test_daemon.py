# test_daemon.py: the daemon as administrators know daemons: reload, limits, signs of life, sessions
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import signal
import socket
import struct
import subprocess
import sys
import time

import libvirt
import tap
from tap import case, contains, equal
from wire import CALL, KEEPALIVE, MESSAGE, PING, PONG, REMOTE, Client, Refused, domain
from world import BUILD, DAEMON, World, wait_for

P, R = "hv-primary", "hv-replica"
NOBODY = 65534
SETTINGS = "keepalive_interval = 1\nkeepalive_count = 1\nmax_message_size = 65536\n"


class DaemonWorld(World):
    def start_daemon(self):
        self.write("virthypervd.conf", SETTINGS)
        super().start_daemon()

    def reload(self):
        """Returns what the daemon said about it."""
        before = len(self.logs())
        self.daemon.send_signal(signal.SIGHUP)
        return wait_for(lambda: "anew" in self.logs()[before:] and self.logs()[before:], "reload")


@case
def reload_keeps_clients(world):
    """SIGHUP reads hosts anew: clients stay connected and hear events; a new host is there, a removed one is not."""
    libvirt.virEventRegisterDefaultImpl()
    connection = libvirt.open(world.uri(P))
    text = world.hosts_conf()
    world.write("hosts.conf", text.replace(f"[{R}]", "[renamed]"))
    contains(world.reload(), "read '")
    equal(connection.lookupByName("web01").isActive(), 1)
    contains(world.virsh("renamed", "list", "--all"), "app01")
    contains(world.virsh(R, "list", code=1), f"no host '{R}'")
    connection.close()
    world.write("hosts.conf", text)
    world.reload()
    contains(world.virsh(R, "list", "--all"), "app01")


@case
def reload_of_nonsense(world):
    """What is no good is not taken; the daemon says so and goes on."""
    text = world.hosts_conf()
    world.write("hosts.conf", text + "nonsense = 1\n")
    contains(world.reload(), "nothing is read anew")
    contains(world.virsh(P, "list", "--all"), "web01")
    world.write("hosts.conf", text)
    world.write("virthypervd.conf", SETTINGS + "max_workers = 20\n")
    contains(world.reload(), "unknown key 'max_workers'")
    world.write("virthypervd.conf", SETTINGS)
    contains(world.reload(), "read '")


@case
def keepalive(world):
    """A client that knows of signs of life is asked for them, and dropped if it gives none; others are left alone."""
    silent, talking, ignorant = (Client(world.path("virthypervd-sock")) for _ in range(3))
    for client in (silent, talking):
        equal(client.call(60, struct.pack(">i", 10)), struct.pack(">i", 1))
    frame = talking.read()
    equal(frame[:3] + frame[4:], (KEEPALIVE, PING, MESSAGE, 0, b""))
    talking.send(KEEPALIVE, PONG, MESSAGE)
    equal(silent.read()[:2], (KEEPALIVE, PING))
    equal(silent.read(), None)
    talking.open(P)
    ignorant.open(P)
    for client in (silent, talking, ignorant):
        client.close()
    contains(world.logs(), "gives no sign of life")


@case
def message_sizes(world):
    """Who sends more than it may is dropped, before and after it has opened a host."""
    for is_open in (False, True):
        client = Client(world.path("virthypervd-sock"))
        if is_open:
            client.open(P)
        try:
            client.send(REMOTE, 60, CALL, b"\0" * 70000)
            equal(client.read(), None)
        except (BrokenPipeError, ConnectionResetError):
            pass
        client.close()
    contains(world.logs(), "a message longer than it may")


@case
def what_changed_is_recorded(world):
    """Each change stands in the log: who, what, of what, where, and how it ended."""
    world.virsh(P, "start", "db01")
    contains(world.logs(), f"user {os.getuid()} (process ")
    contains(world.logs(), "): 'virDomainCreate")
    contains(world.logs(), f"' of 'db01' on '{P}': done")
    world.virsh(P, "start", "db01", code=1)
    contains(world.logs(), f"' of 'db01' on '{P}': ")
    world.refused(P, "db01", "replication-commit")
    contains(world.logs(), f"'replication-commit' of 'db01' on '{P}': cannot commit")


@case
def systemd(world):
    """systemd's sockets are taken by their names, and systemd is told when the daemon is ready, reloads and stops."""
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notify.bind(world.path("notify"))
    notify.settimeout(10)
    listeners = []
    for name in ("activated", "activated-ro"):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(world.path(name))
        listener.listen(5)
        listeners.append(listener)

    def adopt():
        for number, listener in enumerate(listeners, 3):
            os.dup2(listener.fileno(), number + 20)
        for number in (3, 4):
            os.dup2(number + 20, number)
        os.environ["LISTEN_PID"] = str(os.getpid())

    environment = dict(os.environ, LISTEN_FDS="2", LISTEN_FDNAMES="virthypervd.socket:virthypervd-ro.socket",
                       NOTIFY_SOCKET=world.path("notify"))
    program = f"import os,sys; os.environ['LISTEN_PID'] = str(os.getpid()); os.execv({DAEMON!r}, sys.argv[1:])"
    with open(world.path("daemon.log"), "ab") as log:
        daemon = subprocess.Popen([sys.executable, "-c", program, DAEMON, "--config", world.path("hosts.conf")], env=environment,
                                  preexec_fn=adopt, pass_fds=(3, 4), stderr=log)
    try:
        equal(notify.recv(100), b"READY=1")
        contains(world.virsh(P, "list", "--all", uri=f"hyperv+unix:///{P}?socket={world.path('activated')}"), "web01")
        client = Client(world.path("activated-ro"))
        client.open(P)
        try:
            client.call(12, domain("web01", "11111111-1111-4111-8111-111111111111", 1))
        except Refused as refused:
            equal(refused.code, 29)
        else:
            raise AssertionError("the read-only socket let a change through")
        client.close()
        daemon.send_signal(signal.SIGHUP)
        contains(notify.recv(100).decode(), "RELOADING=1\nMONOTONIC_USEC=")
        equal(notify.recv(100), b"READY=1")
        daemon.send_signal(signal.SIGTERM)
        equal(notify.recv(100), b"STOPPING=1")
        equal(daemon.wait(10), 0)
    finally:
        daemon.kill()
        daemon.wait()
    equal(os.path.exists(world.path("activated")), True)


def session_environment(world):
    """Of a user without rights, whose client finds the daemon that was built here."""
    home = world.path("home")
    os.makedirs(os.path.join(home, "runtime"), exist_ok=True)
    os.makedirs(os.path.join(home, "config/libvirt/virthypervd"), exist_ok=True)
    os.makedirs(os.path.join(home, "bin"), exist_ok=True)
    wrapper = os.path.join(home, "bin/virthypervd")
    with open(wrapper, "w", encoding="ascii") as file:
        file.write(f'#!/bin/sh\nexec {home}/bin/daemon --timeout=1\n')
    subprocess.run(["cp", DAEMON, os.path.join(home, "bin/daemon")], check=True)
    os.chmod(wrapper, 0o755)
    return home, {"PATH": os.environ["PATH"], "HOME": home, "XDG_RUNTIME_DIR": os.path.join(home, "runtime"), "LC_ALL": "C.UTF-8",
                  "XDG_CONFIG_HOME": os.path.join(home, "config"), "XDG_CACHE_HOME": os.path.join(home, "cache"),
                  "VIRTD_PATH": os.path.join(home, "bin")}


def own(path):
    for directory, _, names in os.walk(path):
        for name in [directory] + [os.path.join(directory, n) for n in names]:
            os.chown(name, NOBODY, NOBODY)


@case
def session(world):
    """A user's client starts a daemon of its own, which ends by itself; without a host file it says what is missing."""
    if os.getuid() != 0:
        return
    home, environment = session_environment(world)
    os.chmod(world.directory, 0o755)
    own(home)

    def virsh(*arguments):
        return subprocess.run(["virsh", "-c", "hyperv+unix:///session?host=hv-primary&mode=direct", *arguments], env=environment,
                              user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True, text=True, timeout=60, check=False)

    missing = virsh("list", "--all")
    contains(missing.stderr, "cannot read the host file")
    folder = os.path.join(home, "config/libvirt/virthypervd")
    with open(os.path.join(folder, "hosts.conf"), "w", encoding="ascii") as file:
        file.write(world.hosts_conf().replace(world.path(""), folder + "/"))
    for name in (P, R):
        subprocess.run(["cp", world.path(f"{name}.password"), folder], check=True)
    own(home)
    result = virsh("list", "--all")
    contains(result.stdout + result.stderr, "web01")
    found = os.path.join(home, "runtime/libvirt/virthypervd-sock")
    wait_for(lambda: not os.path.exists(found), "end of the session's daemon")


@case
def no_hosts(world):
    """A system's daemon that a socket starts before anybody has named a host tells that to each client; a file that is asked for has to be there."""
    if os.getuid() != 0 or os.path.exists("/etc/libvirt/virthypervd/hosts.conf"):
        return
    path = world.path("none.sock")
    daemon = subprocess.Popen([DAEMON, "--socket", path, "--state-dir", world.path("none")], stderr=subprocess.DEVNULL)
    wait_for(lambda: os.path.exists(path), "the socket")
    for _ in range(2):
        result = subprocess.run(["virsh", "-c", f"hyperv+unix:///{P}?socket={path}", "list"], capture_output=True, text=True, timeout=60, check=False)
        contains(result.stderr, "cannot read the host file")
    daemon.terminate()
    equal(daemon.wait(60), 0)
    asked = subprocess.run([DAEMON, "--config", world.path("nothing.conf"), "--socket", path], capture_output=True, text=True, timeout=60, check=False)
    equal(asked.returncode, 78)


if __name__ == "__main__":
    sys.exit(tap.main(DaemonWorld))
