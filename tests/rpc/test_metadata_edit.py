# test_metadata_edit.py: settings edited with virsh metadata --edit
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import pty
import re
import select
import subprocess
import sys

import tap
from listener import Listener
from tap import case, contains, equal
from world import NAMESPACE, World

P, R = "hv-primary", "hv-replica"


def start_edit(world, domain, script, **streams):
    """virsh metadata --edit with sed for an editor."""
    environment = dict(os.environ, LC_ALL="C.UTF-8", EDITOR=f"sed -i -e '{script}'")
    environment.pop("VISUAL", None)
    return subprocess.Popen(["virsh", "-c", world.uri(P), "metadata", domain, NAMESPACE, "--edit", "--key", "replication"],
                            env=environment, **streams)


def edit(world, domain, script):
    """Runs it to its end; returns what it printed."""
    with start_edit(world, domain, script, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    text=True) as process:
        return process.communicate(timeout=60)[0]


def edit_and_give_up(world, domain, script):
    """Runs it on a terminal, and answers "no" when asked to try again; returns what was to be read there."""
    keyboard, terminal = pty.openpty()
    text = b""
    with start_edit(world, domain, script, stdin=terminal, stdout=terminal, stderr=terminal) as process:
        os.close(terminal)
        while b"Try again?" not in text and select.select([keyboard], [], [], 30)[0]:
            text += os.read(keyboard, 4096)
        os.write(keyboard, b"n")
        equal(process.wait(30), 1)
    os.close(keyboard)
    return text.decode()


def show(world, domain, host=P):
    return world.virsh(host, "metadata", domain, NAMESPACE)


def refused(world, domain, text, host=P):
    return world.virsh(host, "metadata", domain, NAMESPACE, "--key", "replication", "--set", text, code=1)


def settings(world, domain):
    return world.command(P, domain, "query-replication")["relationships"][0]["settings"]


@case
def change(world):
    """Two settings change, the others stay, and listeners hear of it."""
    before = settings(world, "app01")
    equal(before["compression"], True)
    with Listener(world, P) as listener:
        text = edit(world, "app01", "s/recovery-history>[0-9]*/recovery-history>9/;s/compression>yes/compression>no/")
        contains(text, "Metadata modified")
        listener.wait_for("event 'metadata-change' for domain 'app01'")
    after = settings(world, "app01")
    equal((after["recovery-history"], after["compression"]), (9, False))
    before.update({"recovery-history": 9, "compression": False})
    equal(after, before)


@case
def nothing(world):
    """An editor that changes nothing, and a document that says what is so, ask nothing of the host."""
    contains(edit(world, "app01", "s/x9y8/z/"), "Metadata not changed")
    contains(world.virsh(P, "metadata", "app01", NAMESPACE, "--key", "replication", "--set", show(world, "app01")),
             "Metadata modified")
    equal(world.command(P, "app01", "query-job")["last"]["kind"], "modify-replication")


@case
def wrong(world):
    """A wrong value is told with element and line, and asked about again; nothing changes."""
    before = settings(world, "app01")
    error = edit_and_give_up(world, "app01", "s/recovery-history>[0-9]*/recovery-history>99/")
    contains(error, "recovery-history")
    contains(error, "line ")
    contains(error, "Try again?")
    equal(settings(world, "app01"), before)


@case
def malformed(world):
    """Broken XML and another document."""
    contains(refused(world, "app01", show(world, "app01").replace("</replication:replication>", "")), "XML")
    contains(refused(world, "app01", "<domain/>"), "domain")
    contains(refused(world, "app01", show(world, "app01").replace("compression>", "compresion>")), "compresion")


@case
def readable_only(world):
    """What the host alone sets cannot be edited."""
    text = show(world, "app01").replace("replica-host>hv-replica", "replica-host>elsewhere")
    contains(refused(world, "app01", text), "replica-host")


@case
def not_there(world):
    """A machine that does not replicate has no relationship to change, and a replica's belongs to its primary."""
    text = show(world, "app01")
    contains(refused(world, "web01", text), "'role'")
    contains(refused(world, "web01", re.sub(r"<replication:role.*", "", text)), "'relationship'")
    text = show(world, "app01", host=R).replace("recovery-history>9", "recovery-history>3")
    contains(refused(world, "app01", text, host=R), "'app01'")


@case
def removal(world):
    """Removing the element names the command that ends replication."""
    contains(world.virsh(P, "metadata", "app01", NAMESPACE, "--remove", code=1), "replication-remove")
    equal(world.replication(P, "app01"), ("primary", "replicating"))


@case
def others(world):
    """Titles and other people's elements are not kept."""
    contains(world.virsh(P, "desc", "app01", "--title", "web", code=1), "has no title")
    contains(world.virsh(P, "metadata", "app01", "urn:other", "--key", "x", "--set", "<a/>", code=1), "keeps no metadata")


if __name__ == "__main__":
    sys.exit(tap.main(World))
