# test_journal.py: what was changed, written down; and a journal that is no good
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import signal
import socket
import subprocess
import sys

import tap
from tap import case, contains, equal
from world import DAEMON, World, wait_for

P, R = "hv-primary", "hv-replica"


def run_table(world, *options):
    return subprocess.run([DAEMON, "--config", world.path("hosts.conf"), "--journal", *options], capture_output=True, text=True,
                          check=False)


def stop(world):
    world.daemon.send_signal(signal.SIGTERM)
    equal(world.daemon.wait(10), 0)


def takes_calls(world):
    with socket.socket(socket.AF_UNIX) as caller:
        return caller.connect_ex(world.path("virthypervd-sock")) == 0


def list_operations(world, host, vm, **arguments):
    return [(line["name"], line["phase"]) for line in world.command(host, vm, "query-operations", **arguments)]


@case
def nothing(world):
    """Reads leave no line."""
    world.virsh(P, "list", "--all")
    world.command(P, P, "query-host")
    equal(list_operations(world, P, P), [])
    contains(run_table(world).stdout, "Began")


@case
def verbs(world):
    """Each change has its line, the last one first; a refusal of ours has none."""
    world.virsh(P, "start", "db01")
    world.virsh(P, "suspend", "db01")
    world.virsh(P, "start", "db01", code=1)
    world.command(P, "app01", "replication-suspend")
    equal(list_operations(world, P, P), [("suspend", "done"), ("suspend", "done"), ("start", "done")])
    equal(list_operations(world, P, "db01"), [("suspend", "done"), ("start", "done")])
    equal(list_operations(world, P, "db01", limit=1), [("suspend", "done")])
    equal(list_operations(world, R, R), [])
    line = world.command(P, "db01", "query-operations")[0]
    equal((line["type"], line["host"], line["domain"], line["request"], line["interrupted"]),
          ("verb", P, "db01", "Msvm_ComputerSystem.RequestStateChange", False))


@case
def table(world):
    """The daemon prints them for people, while another one runs."""
    lines = run_table(world).stdout.splitlines()
    equal(len(lines), 5)
    equal(lines[1].split()[1:], ["done", "suspend", "app01", P, "Msvm_ComputerSystem.RequestReplicationStateChange"])


@case
def restart(world):
    """History outlives the daemon, and a daemon that ended in peace left nothing to be looked after."""
    stop(world)
    world.start_daemon()
    equal(list_operations(world, P, "db01"), [("suspend", "done"), ("start", "done")])
    equal("interrupted" in world.logs(), False)


@case
def killed(world):
    """A daemon that is killed while a job runs is told of in the log and by the command."""
    world.command(P, "web01", "replication-enable", replica_server=R)
    client = subprocess.Popen(["virsh", "-c", world.uri(P), "qemu-monitor-command", "web01", '{"execute": "replication-start"}'],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: ("start", "running") in list_operations(world, P, "web01"), "the line")
    world.daemon.kill()
    world.daemon.wait()
    client.wait(10)
    os.unlink(world.path("virthypervd-sock"))
    world.start_daemon()
    wait_for(lambda: takes_calls(world), "listening")
    wait_for(lambda: ("start", "running") not in list_operations(world, P, "web01"), "the verdict")
    line = world.command(P, "web01", "query-operations")[0]
    equal(line["interrupted"], True)
    contains(world.logs(), "'start' of 'web01' on host 'hv-primary' was interrupted at 'Msvm_ReplicationService.StartReplication'")


@case
def reasons(world):
    """What somebody gave for it stands with it."""
    world.command(P, "app01", "replication-remove", reason="change 4711, Jo")
    lines = world.command(P, "app01", "query-operations")
    equal([(line["name"], line.get("reason")) for line in lines], [("remove", "change 4711, Jo"), ("suspend", None)])


@case
def damaged(world):
    """With a journal that is no good everything can be read and nothing changed; one line says why."""
    stop(world)
    for name in ("journal.db-wal", "journal.db-shm"):
        if os.path.exists(world.path(name)):
            os.unlink(world.path(name))
    with open(world.path("journal.db"), "wb") as file:
        file.write(b"no database" * 500)
    world.start_daemon()
    contains(world.virsh(P, "list", "--all"), "db01")
    contains(world.virsh(P, "resume", "db01", code=1),
             f"'RequestStateChange' was not sent: journal '{world.path('journal.db')}': file is not a database")
    contains(world.virsh(P, "domstate", "db01"), "paused")
    contains(world.logs(), "nothing can be changed until")
    shown = run_table(world)
    equal((shown.returncode, shown.stdout), (78, ""))
    contains(shown.stderr, "file is not a database")


@case
def elsewhere(world):
    """--state-dir names another place, which is made."""
    place = world.path("state/of/mine")
    contains(run_table(world, "--state-dir", place).stderr, "No such file or directory")
    stop(world)
    os.unlink(world.path("journal.db"))
    world.daemon = world.spawn("daemon", [DAEMON, "--config", world.path("hosts.conf"), "--runtime-dir", world.directory,
                                          "--state-dir", place], world.path("virthypervd-sock"))
    world.virsh(P, "resume", "db01")
    equal(os.stat(os.path.join(place, "journal.db")).st_mode & 0o777, 0o600)
    contains(run_table(world, "--state-dir", place).stdout, "resume")
    equal(os.path.exists(world.path("journal.db")), False)


if __name__ == "__main__":
    sys.exit(tap.main(World))
