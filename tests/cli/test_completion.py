# test_completion.py: completion in bash, zsh and fish, with live names
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import contextlib
import os
import shlex
import subprocess
import sys
import time

from cli_world import PROGRAM, CliWorld, wait_for
from tap import case, equal, main
from world import SOURCE, STORY

FILES = os.path.join(SOURCE, "data/completions")
TEXT = STORY + r"""
[vm 資料庫 主機]
host = hv-primary
guid = 44444444-4444-4444-8444-444444444444
memory = 1G
vcpus = 1
disks = C:\VMs\wide.vhdx:10G
"""
# A function as programmable completion calls it; what it offers, one a line.
BASH = r"""
. /usr/share/bash-completion/bash_completion
. {file}
COMP_LINE={line}; COMP_POINT=${{#COMP_LINE}}; COMP_TYPE=9
COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
mapfile -t COMP_WORDS < <(printf '%s\n' {words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
compopt() {{ :; }}
_virt_replica
printf '%s\n' "${{COMPREPLY[@]}}"
"""
ZSH = r"""
compdef() { :; }
compadd() { shift; print -rl -- "$@"; }
_files() { print FILES; }
words=("$@"); CURRENT=$#words
. "$COMPLETION"
"""


def environment(world, host="hv-primary"):
    path = os.path.dirname(PROGRAM) + ":" + os.environ["PATH"]
    return world.environment(VIRT_REPLICA_DEFAULT_URI=world.uri(host), PATH=path, COMPLETION=os.path.join(FILES, "_virt-replica"))


def run(world, command, **more):
    result = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, env={**environment(world), **more})
    equal(result.stderr, "")
    return [line for line in result.stdout.splitlines() if line]


def bash(world, line, *words, **more):
    script = BASH.format(file=shlex.quote(os.path.join(FILES, "virt-replica.bash")), line=shlex.quote(line),
                         words=" ".join(shlex.quote(word) for word in words))
    return run(world, ["bash", "--norc", "-c", script], **more)


def soon(complete, wanted):
    """What a person does who gets no names at once from a busy machine: the key again."""
    wait_for(lambda: complete() == wanted, f"{wanted}")


def children(world):
    """Those who were sent to ask this world's daemon, and have not come back."""
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            with open(f"/proc/{number}/cmdline", "rb") as words, open(f"/proc/{number}/environ", "rb") as variables:
                if b"--refresh" in words.read().split(b"\0") and world.directory.encode() in variables.read():
                    found.append(number)
    return found


def installed(program):
    return subprocess.run(["sh", "-c", f"command -v {program}"], capture_output=True, check=False).returncode == 0


@case
def in_bash(world):
    """bash completes commands, options, values and machines"""
    equal(bash(world, "virt-replica sta", "virt-replica", "sta"), ["status", "stats", "start"])
    equal(bash(world, "virt-replica list --he", "virt-replica", "list", "--he"), ["--health", "--help"])
    soon(lambda: bash(world, "virt-replica status w", "virt-replica", "status", "w"), ["web01"])
    equal(bash(world, "virt-replica points app01 -o ", "virt-replica", "points", "app01", "-o", ""), ["table", "json", "yaml", "name"])


@case
def bash_breaks(world):
    """what bash breaks at is put together again: URIs, --option=value, names of points"""
    equal(bash(world, "virt-replica list --output=j", "virt-replica", "list", "--output", "=", "j"), ["json"])
    uri = world.uri("hv-replica")
    parts = uri.replace(":", " : ").replace("=", " = ").split()
    soon(lambda: bash(world, f"virt-replica -c {uri} status ap", "virt-replica", "-c", *parts, "status", "ap"), ["app01"])
    soon(lambda: bash(world, f"virt-replica -c {uri} failover app01 --point rp-2026-05-01T02:", "virt-replica", "-c", *parts, "failover",
                      "app01", "--point", "rp-2026-05-01T02", ":"), ["00:00Z"])


@case
def bash_quotes(world):
    """a name with a blank is offered with its quotes, and found by what was typed of it"""
    soon(lambda: bash(world, "virt-replica status 資", "virt-replica", "status", "資"), ["資料庫\\ 主機"])
    soon(lambda: bash(world, "virt-replica status 資料庫\\ 主", "virt-replica", "status", "資料庫\\ 主"), ["資料庫\\ 主機"])


@case
def in_fish(world):
    """fish completes the same"""
    if not installed("fish"):
        return
    source = os.path.join(FILES, "virt-replica.fish")

    def fish(line):
        return run(world, ["fish", "--no-config", "-c", f"source {shlex.quote(source)}; complete -C {shlex.quote(line)}"])

    equal(sorted(fish("virt-replica sta")), ["start", "stats", "status"])
    soon(lambda: fish("virt-replica status w"), ["web01"])
    equal(fish("virt-replica list --health c"), ["critical"])
    soon(lambda: fish("virt-replica status 資"), ["資料庫 主機"])


@case
def in_zsh(world):
    """zsh completes the same"""
    if not installed("zsh"):
        return

    def zsh(*words):
        return run(world, ["zsh", "-f", "-c", ZSH, "zsh", *words])

    equal(zsh("virt-replica", "sta"), ["status", "stats", "start"])
    soon(lambda: zsh("virt-replica", "status", "w"), ["web01"])
    soon(lambda: zsh("virt-replica", "status", "資料庫\\ "), ["資料庫 主機"])
    equal(zsh("virt-replica", "status", "x"), [])


@case
def cached(world):
    """names that were just asked for are not asked for again, and no other user can read them"""
    soon(lambda: bash(world, "virt-replica status w", "virt-replica", "status", "w"), ["web01"])
    wait_for(lambda: children(world) == [], "the end of those who asked")
    world.daemon.send_signal(19)
    try:
        equal(bash(world, "virt-replica status w", "virt-replica", "status", "w"), ["web01"])
        equal(children(world), [])
    finally:
        world.daemon.send_signal(18)
    directory = os.path.join(world.path("cache"), "virt-replica", "names")
    equal({os.stat(os.path.join(directory, name)).st_mode & 0o777 for name in os.listdir(directory)}, {0o600})
    equal(os.stat(directory).st_mode & 0o777, 0o700)


@case
def late(world):
    """a daemon that does not answer holds nobody up: the program gives up by itself, and old names are offered"""
    soon(lambda: bash(world, "virt-replica status w", "virt-replica", "status", "w"), ["web01"])
    directory = os.path.join(world.path("cache"), "virt-replica", "names")
    for name in os.listdir(directory):
        os.utime(os.path.join(directory, name), (1, 1))
    times = []
    world.daemon.send_signal(19)
    try:
        while len(times) < 8 and min(times, default=1) > 0.4:
            begin = time.monotonic()
            equal(run(world, [PROGRAM, "complete", "--", "status", "w"]), ["web01"])
            times.append(time.monotonic() - begin)
        equal(children(world) != [], True)
        equal(run(world, [PROGRAM, "complete", "--", "points", "web01", "--hosts", "hv"]), [])
    finally:
        world.daemon.send_signal(18)
    # 180 ms of waiting, which no load makes less; of several tries one meets a machine that has time.
    equal((min(times) > 0.15, min(times) < 2.0), (True, True))


@case
def unreachable(world):
    """without a daemon there are no names, and no noise"""
    equal(run(world, [PROGRAM, "-c", "hyperv+unix:///x?socket=/nonexistent", "complete", "--", "status", ""]), [])


if __name__ == "__main__":
    sys.exit(main(lambda: CliWorld(text=TEXT)))
