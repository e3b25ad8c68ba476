# test_terminal.py: virt-replica as a person sees it on a terminal
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import re
import sys

from cli_world import MANY, CliWorld, wait_for
from tap import case, contains, equal, main

# Copies take their time, so that a slow machine sees them, too; this ends them.
LATER = "step 200"
BAR = r"web01 +Sending the initial copy +\[(#*)\.*\] +(\d+) %"


def lacks(text, part):
    if part in text:
        raise AssertionError(f"{part!r} is in {text!r}")


@case
def progress(world):
    """a bar grows on one line, shows rate and remaining time, fits the terminal, and is gone in the end"""
    world.replica("hv-primary", "enable", "web01", "--replica-server", "hv-replica")
    with world.terminal("hv-primary", "start", "web01") as terminal:
        first = int(terminal.expect(BAR).group(2))
        terminal.expect(r"%/min +\d+:\d\d left")
        wait_for(lambda: terminal.read() and (m := re.search(BAR, terminal.screen())) and int(m.group(2)) > first, "growth")
        widths = [len(line) for line in terminal.screen().splitlines()]
        equal((len(widths) <= 2, max(widths) < 80), (True, True))
        world.control(LATER)
        equal(terminal.end(), 0)
        lacks(terminal.screen(), "[#")
        contains(terminal.screen(), "done")


@case
def narrow(world):
    """on a narrow terminal the bar is narrow, too"""
    world.replica("hv-primary", "enable", "db01", "--replica-server", "hv-replica")
    with world.terminal("hv-primary", "start", "db01", columns=40) as terminal:
        terminal.expect(r"db01 +\[[#.]+\]")
        equal(max(len(line) for line in terminal.screen().splitlines()) < 40, True)
        world.control(LATER)
        equal(terminal.end(), 0)


@case
def several(world):
    """several machines go on at the same time, each with its bar; Ctrl-C stops waiting for all of them"""
    names = ("file01", "file02", "test01")
    world.replica("hv-primary", "enable", *names, "--replica-server", "hv-replica")
    with world.terminal("hv-primary", "start", *names) as terminal:
        terminal.expect(r"file01 +Sending[^\0]*\nfile02 +Sending[^\0]*\ntest01 +Sending")
        terminal.type("\x03")
        equal(terminal.end(), 8)
        equal(len(re.findall("virt-replica wait (?:file02|file01|test01)", terminal.screen())), 3)
    with world.terminal("hv-primary", "wait", *names) as terminal:
        terminal.expect(r"file01 +Sending[^\0]*\ntest01 +Sending")
        world.control(LATER)
        equal(terminal.end(), 0)
        lacks(terminal.screen(), "[#")
        equal(len(re.findall("(?m)^(?:file02|file01|test01) +Replicating", terminal.screen())), 3)


@case
def interrupted(world):
    """Ctrl-C stops waiting, says so, and leaves the job alone"""
    world.replica("hv-primary", "remove", "db01", "-H", "hv-primary,hv-replica", "--yes", "--reason", "again")
    world.virsh("hv-replica", "undefine", "db01")
    world.replica("hv-primary", "enable", "db01", "--replica-server", "hv-replica")
    with world.terminal("hv-primary", "start", "db01") as terminal:
        terminal.expect(r"db01 +Sending the initial copy")
        terminal.type("\x03")
        equal(terminal.end(), 8)
        contains(terminal.screen(), "virt-replica wait db01")
    world.control(LATER)
    equal(world.items("hv-primary", "wait", "db01")[0]["state"], "replicating")


@case
def confirmation(world):
    """what cannot be undone asks for the machine's name; anything else changes nothing"""
    with world.terminal("hv-replica", "failover", "app01") as terminal:
        terminal.expect("Changes that the replica has not received are lost")
        terminal.type("y\n")
        equal(terminal.end(), 4)
        contains(terminal.screen(), "nothing changed")
    equal(world.replication("hv-replica", "app01"), ("replica", "replicating"))
    with world.terminal("hv-replica", "failover", "app01", "--at", "2026-05-01T02:10:00Z") as terminal:
        terminal.expect("Type 'app01'")
        terminal.type("app01\n")
        equal(terminal.end(), 0)
        contains(terminal.screen(), "'rp-2026-05-01T02:00:00Z'")
    equal(world.replication("hv-replica", "app01"), ("replica", "failed-over"))
    with world.terminal("hv-replica", "revert", "app01") as terminal:
        terminal.expect("Type 'app01'")
        terminal.type("\x04")
        equal(terminal.end(), 4)
    world.replica("hv-replica", "revert", "app01", "--yes", "--reason", "test")


@case
def edited_again(world):
    """what an editor left and the daemon refuses can be edited again; the person's text is not lost"""
    editor = world.write("editor", "#!/bin/sh\ngrep -q 7777 \"$1\" && exec sed -i 's/>7777</>30</' \"$1\"\nexec sed -i 's/>300</>7777</' \"$1\"\n", 0o755)
    with world.terminal("hv-primary", "edit", "app01", EDITOR=editor) as terminal:
        terminal.expect(r"'7777'[^\0]*Edit it again\? \[y/N\]")
        terminal.type("y\n")
        equal(terminal.end(), 0)
    found = world.command("hv-primary", "app01", "query-replication")["relationships"][0]["settings"]
    equal(found["frequency"], 30)
    with world.terminal("hv-primary", "edit", "app01", EDITOR="sed -i 's/>30</>7777</'") as terminal:
        terminal.expect(r"Edit it again\?")
        terminal.type("n\n")
        equal(terminal.end(), 2)


@case
def taken_back(world):
    """Ctrl-C during a planned failover takes everything back"""
    world.virsh("hv-primary", "start", "app01")
    with world.terminal("hv-primary", "failover", "app01", "--planned", "--shutdown") as terminal:
        terminal.expect("Type 'app01'")
        terminal.type("app01\n")
        terminal.expect(r"app01 +\w[\w ]+\[")
        terminal.type("\x03")
        status = terminal.end()
        contains(terminal.screen(), "taking everything back")
        equal(status, 1)
    wait_for(lambda: world.replication("hv-primary", "app01") == ("primary", "replicating")
             and "running" in world.virsh("hv-primary", "domstate", "app01"), "the way back")


@case
def shell(world):
    """the shell runs commands one after the other, waits with a bar, survives Ctrl-C, and remembers lines"""
    with world.terminal("hv-primary") as terminal:
        terminal.expect("virt-replica #")
        terminal.type("list -o name\n")
        terminal.expect(r"(?m)^web01$")
        terminal.type("suspend web01\n")
        terminal.expect(r"web01 +done[^\0]*virt-replica #$")
        terminal.type("wait web01 --state replicating\n")
        wait_for(terminal.listens, "waiting")
        terminal.type("\x03")
        terminal.expect(r"no longer waiting[^\0]*virt-replica #$")
        terminal.type("resume we\t\n")
        terminal.expect(r"resume web01[^\0]*done[^\0]*virt-replica #$")
        terminal.type("remove web01")
        terminal.expect("# remove web01$")
        wait_for(terminal.rests, "waiting for a key")
        terminal.type("\x03")
        terminal.expect(r"remove web01[^\0]*\nvirt-replica #$")
        terminal.type("nonsense\n")
        terminal.expect("there is no command 'nonsense'")
        terminal.type("quit\n")
        terminal.end()
    with open(os.path.join(world.path("state"), "virt-replica", "history"), encoding="utf-8") as file:
        contains(file.read(), "resume web01")
    with world.terminal("hv-primary") as terminal:
        terminal.expect("virt-replica #")
        terminal.type("\x1b[A\x1b[A")
        terminal.expect("virt-replica # nonsense")
        terminal.type("\x15quit\n")
        terminal.end()


if __name__ == "__main__":
    sys.exit(main(lambda: CliWorld(MANY.replace("initial-rate = 40G", "initial-rate = 2G"))))
