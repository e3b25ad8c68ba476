#!/usr/bin/env python3
# transcript.py: a new user's way with virt-replica, typed at a real shell on a terminal, as docs/transcript.rst
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: BUILD=DIR docs/transcript.py           writes docs/transcript.rst
#        BUILD=DIR docs/transcript.py --check   does it all, and compares; times and ages may differ
#
# Two simulated hosts, a daemon for them, and a person who knows 'help' and the
# tabulator. Nothing stands in the document that was not on that person's screen.

import datetime
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
os.environ.setdefault("SOURCE", os.path.dirname(HERE))
sys.path[:0] = [os.path.join(os.environ["SOURCE"], "tests", folder) for folder in ("cli", "rpc")]

# pylint: disable=wrong-import-position
from cli_world import SLOW, CliWorld, wait_for

PATH = os.path.join(HERE, "transcript.rst")
# The world begins that long ago, in seconds, and is brought to the present when somebody was away.
AWAY = 12600
PROMPT = "virt-replica #"
HEAD = """.. Made by transcript.py of a session with two simulated hosts; change that, then run it.
.. not run from here: transcript.py types it, on a terminal

A first hour with virt-replica
==============================

Two Hyper-V hosts stand in the daemon's ``hosts.conf``. Somebody who has never seen ``virt-replica`` replicates a machine, loses a
host, fails over to the recovery point nearest to a given time, and goes back. All he uses is ``help`` and the tabulator; ``⇥``
stands where he pressed it. ``VIRT_REPLICA_DEFAULT_URI`` names the first host, so that no command has to.
"""


class Story:
    """What is typed, what is on the screen then, and a word in between."""

    def __init__(self, world):
        self.world = world
        self.text = [HEAD]
        self.terminal = None

    def title(self, text):
        self.text.append(f"\n{text}\n{'-' * len(text)}\n")

    def say(self, text):
        self.text.append(f"\n{text}\n")

    def block(self, lines):
        while lines and not lines[-1]:
            lines.pop()
        self.text.append("\n::\n\n" + "\n".join(("    " + line).rstrip() for line in lines) + "\n")

    def new_lines(self, start):
        return self.terminal.screen().splitlines()[start:]

    def at_prompt(self, start):
        """Back at a prompt, below what was typed."""
        def is_back():
            self.terminal.read()
            lines = self.new_lines(start)
            return len(lines) > 1 and lines[-1] == PROMPT
        wait_for(is_back, f"the end of {self.new_lines(start)}", deadline=60)
        return self.new_lines(start)[:-1]

    def type(self, text):
        """As a person does: a tabulator's answer is there before the next key."""
        for part in re.findall(r"[^⇥]+|⇥", text):
            before = self.terminal.screen()
            self.terminal.type("\t" if part == "⇥" else part)
            wait_for(lambda: not self.terminal.read(0.05) or self.terminal.screen() != before, f"an answer to {part!r}")

    def run(self, text, answer=None, shows=None):
        """A command line; the name that it asks for; what has to be on the screen then."""
        start = self.terminal.row
        self.type(text)
        self.terminal.type("\n")
        if answer is not None:
            self.terminal.expect(r"to go on:$")
            self.terminal.type(answer + "\n")
        lines = self.at_prompt(start)
        if shows is not None and shows not in "\n".join(lines):
            raise AssertionError(f"no {shows!r} in {lines}")
        self.keep(text, lines)

    def keep(self, text, lines):
        if "⇥" in text:
            self.say(f"Typed: ``{text}``")
        self.block(lines)

    def run_with_bar(self, text):
        """The same, and the screen once while it is on its way."""
        start = self.terminal.row
        self.type(text)
        self.terminal.type("\n")
        self.terminal.expect(r"\] +[3-7]\d %.*left")
        self.block(self.new_lines(start))
        self.say("and when it has ended::")
        lines = self.at_prompt(start)
        self.text[-1] = self.text[-1].replace("::", ":")
        self.block(lines)

    def world_does(self, line, text):
        self.world.control(line)
        self.say(text)


def look_at(world, host):
    """The daemon looks at its hosts every few seconds; a story cannot wait for that."""
    def is_seen():
        try:
            world.replica(host, "refresh")
        except AssertionError:
            return False
        return True
    wait_for(is_seen, f"an answer of {host}")


def restart_daemon(world):
    """It looks at a host's clock when it meets it, and hours have passed within a moment."""
    world.end("daemon", world.daemon)
    world.start_daemon()
    for host in ("hv-primary", "hv-replica"):
        look_at(world, host)


def begin(story):
    story.terminal = story.world.terminal("hv-primary", rows=100, VIRT_REPLICA_DEFAULT_URI=story.world.uri("hv-primary"))
    story.terminal.expect(PROMPT + "$")
    story.title("What is there?")
    story.say("``virt-replica`` alone is a shell.")
    story.block(["$ virt-replica", *story.new_lines(0)[:-1]])
    story.run("help", shows="failover")
    story.run("list", shows="web01")


def replicate(story):
    story.title("Replicate a machine")
    story.say("``help`` called that ``enable``.")
    story.run("help enable", shows="--replica-server")
    story.run("ena⇥we⇥--replica-s⇥hv-r⇥--recovery-history 4", shows="done")
    story.run_with_bar("start web01")
    story.run("list --hosts all", shows="Replicating")


def lose(story):
    story.title("Lose a host")
    story.world_does(f"step {AWAY}", "Hours pass. Then the first host loses its power.")
    restart_daemon(story.world)
    story.world.virsh("hv-primary", "destroy", "web01")
    story.world.control("host hv-primary down")
    story.run("points web01 --hosts hv-replica", shows="rp-")
    story.run("help failover", shows="--at")
    story.say("It asks first. That the first host is really gone nobody but a person can know.")
    story.run("failover web01 --hosts hv-replica --at '100 minutes ago'", answer="web01", shows="--acknowledge-primary-down")
    story.say("What would be done? Nothing is, with ``--dry-run``.")
    story.run("failover web01 --hosts hv-replica --at '100 minutes ago' --ack⇥--dry-run", shows="InitiateFailover")
    story.say("And in earnest; the line before comes back with the arrow key.")
    story.run("failover web01 --hosts hv-replica --at '100 minutes ago' --ack⇥--boot", answer="web01", shows="done")
    story.run("status web01 --hosts hv-replica", shows="Failed over")
    story.say("The machine runs and is looked at; it is the right point.")
    story.run("commit web01 --hosts hv-replica", answer="web01", shows="done")


def go_back(story):
    story.title("Go back")
    story.world_does("host hv-primary up", "The first host is back, its machine is off. That old copy becomes the replica of the new one.")
    look_at(story.world, "hv-primary")
    story.run("demote web01", answer="web01", shows="done")
    story.run("reverse web01 --hosts hv-replica", shows="done")
    story.run("start web01 --hosts hv-replica", shows="done")
    story.say("Can it move without losing anything?")
    story.run("failover web01 --hosts hv-replica --planned --shutdown --check", shows="ok")
    story.run("failover web01 --hosts hv-replica --planned --shutdown", answer="web01", shows="done")
    story.run("list --hosts all", shows="running")
    story.terminal.type("quit\n")
    story.terminal.end()


def tell():
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=AWAY)
    world = CliWorld(SLOW.replace("2026-05-01T03:00:00Z", start.strftime("%Y-%m-%dT%H:%M:%SZ")))
    with world:
        story = Story(world)
        for chapter in (begin, replicate, lose, go_back):
            chapter(story)
        story.terminal.__exit__()
        return "".join(story.text)


def mask(text):
    """Without what is another one each time: times, ages, percent, identifiers, and the width of their columns."""
    text = re.sub(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", "GUID", text)
    text = re.sub(r"\[[#.]+\]", "[]", text)
    text = re.sub(r"(\d+[dhms] ?)+", "0s ", text)
    text = re.sub(r"\d+([.:]\d+)*", "0", text)
    return [re.sub(r" +", " ", line).strip() for line in text.splitlines()]


def main():
    text = tell()
    if "--check" not in sys.argv[1:]:
        with open(PATH, "w", encoding="utf-8") as file:
            file.write(text)
        return 0

    with open(PATH, encoding="utf-8") as file:
        wanted = mask(file.read())
    found = mask(text)
    different = [pair for pair in zip(found, wanted) if pair[0] != pair[1]]
    if found != wanted:
        print(f"docs/transcript.rst is not what virt-replica says; run docs/transcript.py: {different[:5]}")
    return 0 if found == wanted else 1


if __name__ == "__main__":
    sys.exit(main())
