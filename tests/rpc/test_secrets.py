# test_secrets.py: a password is seen by nobody but the host that it is for
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Passwords that stand nowhere else are planted, used well and badly, and then
# looked for wherever a program leaves traces.

import base64
import os
import re
import resource
import signal
import subprocess
import sys

import tap
from tap import case, contains, equal
from world import DAEMON, STORY, World, wait_for

P, R = "hv-primary", "hv-replica"
GOOD, BAD = "KaNaRi-3141-Geheim", "KaNaRi-2718-Falsch"


def basic(word):
    return base64.b64encode(f"Administrator:{word}".encode()).rstrip(b"=")


FORMS = [form for word in (GOOD, BAD) for form in (word.encode(), word.encode("utf-16-le"), basic(word))]
WAYS = {"sealed": ("http", "auth = ntlm\n"),
        "basic": ("https", "auth = basic\nca-file = {directory}/ca.pem\n"),
        "ntlm": ("https", "auth = ntlm\nca-file = {directory}/ca.pem\n")}


class SecretWorld(World):
    """One simulated host, three ways to log on, each with the password that is right and one that is not."""

    def __init__(self):
        super().__init__(text=STORY.replace("secret-1", GOOD), tls=True)

    def hosts_conf(self):
        text = ""
        for word in ("good", "bad"):
            self.write(word, GOOD if word == "good" else BAD)
            for name, (transport, lines) in WAYS.items():
                text += f"[{word}-{name}]\naddress = 127.0.0.1\ntransport = {transport}\nuser = Administrator\n"
                text += f"port = {self.addresses[P][transport]}\npassword-file = {self.path(word)}\n"
                text += lines.format(directory=self.directory) + "\n"
        return text

    def start_daemon(self):
        """With everything logged, and with cores allowed where they would be found."""
        self.write("hosts.conf", self.hosts_conf())
        environment = dict(os.environ, G_MESSAGES_DEBUG="all")
        with open(self.path("daemon.log"), "ab") as log:
            self.daemon = subprocess.Popen(
                [DAEMON, "--config", self.path("hosts.conf"), "--runtime-dir", self.directory], cwd=self.directory,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2))
        wait_for(lambda: os.path.exists(self.path("virthypervd-sock")), "start of the daemon")


def check(text, where):
    text = text if isinstance(text, bytes) else text.encode()
    for form in FORMS:
        if form in text:
            raise AssertionError(f"{where} has {form!r}")


def read_process(world, name):
    """What /proc shows; b"" where it does not even show that."""
    try:
        with open(f"/proc/{world.daemon.pid}/{name}", "rb") as file:
            return file.read()
    except PermissionError:
        return b""


@case
def logged_on(world):
    """Each way to log on works, and each wrong password is refused in a line without it"""
    for name in WAYS:
        contains(world.virsh(f"good-{name}", "list", "--all"), "web01")
        line = world.virsh(f"bad-{name}", "list", "--all", code=1)
        contains(line, "refused")
        check(line, f"virsh's error for bad-{name}")


@case
def arguments(world):
    """Neither the command line nor the environment has a password"""
    contains(read_process(world, "cmdline").decode(), "virthypervd")
    check(read_process(world, "cmdline"), "the command line")
    check(read_process(world, "environ"), "the environment")


@case
def answers(world):
    """Nothing that the daemon tells about its hosts has one"""
    for name in WAYS:
        for command in ("query-host", "query-commands", "query-replication-service"):
            check(world.virsh(f"good-{name}", "qemu-monitor-command", P, command), command)
        check(world.virsh(f"good-{name}", "capabilities"), "capabilities")


@case
def logs(world):
    """The log has none, with all that GLib and the daemon can say"""
    check(world.logs(), "the log")


@case
def memory(world):
    """Where memory can be dumped there is none left; Basic's stands in libcurl's buffer while it is connected"""
    if b"libasan" in read_process(world, "maps") or os.geteuid() != 0:
        return  # a sanitizer keeps what was freed; others than root see nothing at all: next point
    found = {}
    with open(f"/proc/{world.daemon.pid}/mem", "rb") as memory_file:
        for start, end, flags in mappings(world):
            if "dd" in flags or "rd" not in flags:
                continue
            try:
                memory_file.seek(start)
                content = memory_file.read(end - start)
            except OSError:
                continue
            for form in FORMS:
                if form in content:
                    found[form] = found.get(form, 0) + content.count(form)
    equal(set(found) - {basic(GOOD)}, set())


def mappings(world):
    """(start, end, flags) of the daemon's mappings."""
    text = read_process(world, "smaps").decode()
    for block in re.split(r"(?m)^(?=[0-9a-f]+-[0-9a-f]+ )", text):
        head = re.match(r"([0-9a-f]+)-([0-9a-f]+) ", block)
        flags = re.search(r"(?m)^VmFlags: (.*)$", block)
        if head and flags and "[v" not in block.splitlines()[0]:
            yield int(head[1], 16), int(head[2], 16), flags[1].split()


@case
def core(world):
    """A daemon that crashes leaves no core file, however much the administrator allows"""
    if b"libasan" in read_process(world, "maps"):
        return  # its crashes are reports
    world.daemon.send_signal(signal.SIGSEGV)
    _, status = os.waitpid(world.daemon.pid, 0)
    world.daemon.returncode, world.daemon = -signal.SIGSEGV, None
    equal((os.WTERMSIG(status), os.WCOREDUMP(status)), (signal.SIGSEGV, False))
    equal([name for name in os.listdir(world.directory) if name.startswith("core")], [])


sys.exit(tap.main(SecretWorld))
