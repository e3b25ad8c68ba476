# cli_world.py: virt-replica in a simulated world, in pipes and on a terminal
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import codecs
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unicodedata

from tap import equal
from world import BUILD, STORY, World, wait_for

ANSI = re.compile(r"\x1b\[[0-9;]*m")
PROGRAM = os.path.join(BUILD, "src/hyperv_repl/virt-replica")
# A copy of sixty gigabytes takes some seconds, so that there is something to look at.
SLOW = STORY.replace("initial-rate = 40G", "initial-rate = 10G")
# Besides, a machine for whoever wants one to himself, and a host that replicates nothing.
MANY = STORY.replace("disks = C:\\VMs\\app01.vhdx:10G", "disks = C:\\VMs\\app01.vhdx:10G\nnics = Network Adapter:Production") + r"""
[vm crm01]
host = hv-primary
guid = 44444444-4444-4444-8444-444444444444
memory = 1G
vcpus = 1
disks = C:\VMs\crm01.vhdx:10G

[replication crm01]
replica = hv-replica
points = 4

[vm file01]
host = hv-primary
guid = 55555555-5555-4555-8555-555555555555
memory = 1G
vcpus = 1
disks = C:\VMs\file01.vhdx:60G

[vm file02]
host = hv-primary
guid = 77777777-7777-4777-8777-777777777777
memory = 1G
vcpus = 1
disks = C:\VMs\file02.vhdx:40G

[vm test01]
host = hv-primary
guid = 66666666-6666-4666-8666-666666666666
memory = 1G
vcpus = 1
disks = C:\VMs\test01.vhdx:200G

[host hv-third]
fqdn = hv-third.example.com
version = 10.0.20348
user = Administrator
password = secret
basic = yes
allow-unencrypted = yes
replica-listener = yes
storage-location = D:\Replica
initial-rate = 40G
quick-job-ms = 60
"""


class CliWorld(World):
    def environment(self, **more):
        """What a person has, but for what would change words or files."""
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")
                if name in os.environ}
        return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": self.directory, "XDG_STATE_HOME": self.path("state"),
                "XDG_CACHE_HOME": self.path("cache"), "XDG_RUNTIME_DIR": self.directory, "TERM": "xterm", **more}

    def command_line(self, host, arguments):
        return [PROGRAM, "-c", self.uri(host), *arguments]

    def replica(self, host, *arguments, code=0, **more):
        """Run virt-replica; returns (standard output, standard error)."""
        command = self.command_line(host, arguments)
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL,
                                env=self.environment(**more))
        if result.returncode != code:
            raise AssertionError(f"{command} gave {result.returncode}, not {code}: {result.stdout}{result.stderr}")
        return result.stdout, result.stderr

    def items(self, host, *arguments, code=0, **more):
        """The items of its JSON output."""
        answer = json.loads(self.replica(host, *arguments, "--output", "json", code=code, **more)[0])
        if answer["apiVersion"] != "virt-replica/v1":
            raise AssertionError(answer)
        return answer["items"]

    def terminal(self, host, *arguments, columns=80, rows=24, **more):
        return Terminal(self.command_line(host, arguments), self.environment(**more), columns, rows)


class Terminal:
    """A program on a terminal of its own, and what a person would see there."""

    def __init__(self, command, environment, columns, rows):
        self.columns, self.rows = columns, rows
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.rest = ""
        self.lines, self.row, self.column = [""], 0, 0
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, environment)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def type(self, text):
        os.write(self.fd, text.encode())

    def listens(self):
        """Whether Ctrl-C comes to whoever waits for a job, and does not end the program."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as file:
            blocked = next(line for line in file if line.startswith("SigBlk:"))
        return int(blocked.split()[1], 16) >> signal.SIGINT - 1 & 1 == 1

    def rests(self):
        """Whether it waits for a key: readline minds no Ctrl-C in the moment before."""
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] == "S"

    def read(self, seconds=0.05):
        """Take in what comes within that time; returns whether the program is still there."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return True
        try:
            received = os.read(self.fd, 65536)
        except OSError:
            return False
        text = self.rest + self.decoder.decode(received)
        # What begins a sequence may end with the next piece.
        whole = re.sub(r"\x1b(\[[?0-9;]*)?$", "", text)
        self.rest = text[len(whole):]
        self.show(whole)
        return received != b""

    def expect(self, pattern, seconds=20):
        """Wait until it stands on the screen; returns the match."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            match = re.search(pattern, self.screen())
            if match:
                return match
            if not self.read() and not re.search(pattern, self.screen()):
                break
        raise AssertionError(f"no {pattern!r} on the screen: {self.screen()}")

    def end(self, seconds=20):
        """Wait for the program's end; returns its exit status, or minus the signal."""
        limit = time.monotonic() + seconds
        while self.read() and time.monotonic() < limit:
            pass
        if time.monotonic() >= limit:
            raise AssertionError(f"it does not end: {self.screen()}")
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def screen(self):
        return "\n".join(line.rstrip() for line in self.lines)

    def put(self, text):
        line = self.lines[self.row].ljust(self.column)
        self.lines[self.row] = line[:self.column] + text + line[self.column + len(text):]
        self.column += len(text)

    def control(self, parameter, final):
        number = int(parameter) if parameter.isdigit() else 0
        if final == "A":
            self.row = max(0, self.row - max(number, 1))
        elif final == "C":
            self.column += max(number, 1)
        elif final == "D":
            self.column = max(0, self.column - max(number, 1))
        elif final == "K":
            self.lines[self.row] = self.lines[self.row][:self.column]
        elif final == "J":
            self.lines[self.row] = self.lines[self.row][:self.column]
            del self.lines[self.row + 1:]
        elif final == "P":
            line = self.lines[self.row]
            self.lines[self.row] = line[:self.column] + line[self.column + max(number, 1):]

    def show(self, text):
        """As much of ECMA-48 as the program and readline use; what is written over is gone."""
        for match in re.finditer(r"\x1b\[([?0-9;]*)([A-Za-z])|\x1b[=>]|([\x00-\x1f])|([^\x00-\x1f\x1b]+)", text):
            parameter, final, control, plain = match.groups()
            if plain:
                self.put(plain)
            elif final:
                self.control(parameter, final)
            elif control == "\r":
                self.column = 0
            elif control == "\b":
                self.column = max(0, self.column - 1)
            elif control == "\n":
                self.row += 1
                if self.row == len(self.lines):
                    self.lines.append("")


class Seen(Terminal):
    """Keeps what was sent to the terminal, colours and all."""

    raw = ""

    def show(self, text):
        self.raw += text
        super().show(text)


def start(world, *arguments, host="hv-primary", columns=80, **more):
    return Seen(world.command_line(host, arguments), world.environment(**more), columns, 24)


def width(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def column_of(line, word):
    """Where a word begins, in columns of the terminal."""
    return width(line[:line.index(word)])


def look(world, *arguments, host="hv-primary", columns=80, code=0, **more):
    """What is on the screen then, line by line, with colours taken away."""
    with start(world, *arguments, host=host, columns=columns, **more) as terminal:
        equal(terminal.end(), code)
        return [line.rstrip() for line in ANSI.sub("", terminal.raw).replace("\r\n", "\n").splitlines()]


def list_help_overflows(world):
    """Lines of any command's help that eighty columns do not hold; an example is typed as it stands, and may be longer."""
    commands = re.findall("^  ([a-z][a-z-]*) ", world.replica("hv-primary", "help")[0], re.MULTILINE)
    equal(len(commands) > 40, True)
    return [(command, line) for command in commands for line in world.replica("hv-primary", "help", command)[0].splitlines()
            if width(line) > 80 and not line.startswith("  virt-replica ")]


__all__ = ["CliWorld", "MANY", "PROGRAM", "SLOW", "STORY", "Terminal", "column_of", "list_help_overflows", "look", "start", "wait_for", "width"]
