# test_virsh_replication.py: the whole road by stock virsh: over, and back
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import subprocess
import sys

import tap
from listener import Listener
from tap import case, contains, equal
from world import NAMESPACE, World, wait_for

P, R = "hv-primary", "hv-replica"


@case
def enable(world):
    """Enabling makes a placeholder on the replica host; nothing is copied yet."""
    answer = world.command(P, "web01", "replication-enable", replica_server="hv-replica", recovery_history=4)
    equal((answer["role"], answer["state"], answer["job"]["status"]), ("primary", "ready", "completed"))
    equal(world.replication(P, "web01"), ("primary", "ready"))
    settings = world.command(P, "web01", "query-replication")["relationships"][0]["settings"]
    equal((settings["recovery-history"], settings["replica-server"]), (4, "hv-replica"))
    wait_for(lambda: "web01" in world.virsh(R, "list", "--all", "--name").split(), "the placeholder")
    equal(world.replication(R, "web01"), ("replica", "initial-replication"))
    equal(world.virsh(R, "domuuid", "web01"), world.virsh(P, "domuuid", "web01"))


@case
def enable_twice(world):
    """A second time is refused before anything is sent, naming VM and state."""
    before = world.control(f"requests {P}")
    error = world.refused(P, "web01", "replication-enable", replica_server="hv-replica")
    contains(error, "Requested operation is not valid")
    contains(error, "'web01'")
    contains(error, "'ready'")
    equal(before != "", True)


@case
def initial_replication(world):
    """The initial replication is a libvirt job: percent, time, then its result."""
    with Listener(world, P) as listener:
        answer = world.command(P, "web01", "replication-start", wait=False)
        equal(answer["job"]["status"], "running")
        running = world.virsh(P, "domjobinfo", "web01")
        contains(running, "Job type:         Bounded")
        contains(running, "Time elapsed:")
        seen = wait_for(lambda: world.command(P, "web01", "query-job")["running"], "a running job")
        equal(seen["kind"], "initial-replication")
        wait_for(lambda: world.replication(P, "web01") == ("primary", "replicating"), "the end of the copy")
        # A look asks for jobs first: the state may show the end before the job does.
        wait_for(lambda: "Job type:         None" in world.virsh(P, "domjobinfo", "web01"), "the end of the job")
        contains(world.virsh(P, "domjobinfo", "web01", "--completed", "--anystats"), "Job type:         Completed")
        listener.wait_for("event 'job-completed' for domain 'web01'")
        listener.wait_for("event 'metadata-change' for domain 'web01'")
        contains(listener.text(), NAMESPACE)
    wait_for(lambda: world.replication(R, "web01") == ("replica", "replicating"), "the replica to follow")


@case
def suspend_resume(world):
    """Suspend and resume."""
    world.command(P, "web01", "replication-suspend")
    equal(world.replication(P, "web01"), ("primary", "suspended"))
    world.command(P, "web01", "replication-resume")
    equal(world.replication(P, "web01"), ("primary", "replicating"))


@case
def modify(world):
    """Settings change one by one, the others stay."""
    world.command(P, "web01", "replication-modify", recovery_history=6, compression=False)
    settings = world.command(P, "web01", "query-replication")["relationships"][0]["settings"]
    equal((settings["recovery-history"], settings["compression"], settings["replica-server"]), (6, False, "hv-replica"))


@case
def abort(world):
    """domjobabort cancels a resynchronization, and the result says so."""
    world.command(P, "web01", "replication-suspend")
    world.command(P, "web01", "replication-resynchronize", wait=False)
    equal(world.replication(P, "web01"), ("primary", "resynchronizing"))
    world.virsh(P, "domjobabort", "web01")
    wait_for(lambda: world.replication(P, "web01") == ("primary", "resync-required"), "the cancelled resync")
    contains(world.virsh(P, "domjobinfo", "web01", "--completed"), "Cancelled")
    contains(world.virsh(P, "domjobabort", "web01", code=1), "no job is active on the domain")


@case
def resynchronize(world):
    """A resynchronization runs to its end and the command waits for it."""
    answer = world.command(P, "web01", "replication-resynchronize")
    equal(answer["job"]["status"], "completed")
    equal(world.replication(P, "web01"), ("primary", "replicating"))


@case
def failover_to_point(world):
    """Unplanned failover to a chosen recovery point, undone, done again, committed."""
    points = world.virsh(R, "snapshot-list", "app01", "--name").split()
    contains(world.refused(R, "app01", "replication-failover", point="rp-none"), "rp-none")
    world.command(R, "app01", "replication-failover", point=points[1])
    equal(world.replication(R, "app01"), ("replica", "failed-over"))
    contains(world.refused(R, "app01", "replication-failover"), "failed-over")
    world.command(R, "app01", "replication-revert")
    equal(world.replication(R, "app01"), ("replica", "replicating"))
    world.command(R, "app01", "replication-failover", point=points[1])
    world.virsh(R, "start", "app01")
    world.command(R, "app01", "replication-commit")
    equal(world.replication(R, "app01"), ("replica", "committed"))
    equal(world.virsh(R, "domstate", "app01").strip(), "running")
    equal(world.command(R, "app01", "query-recovery-points"), [])


@case
def reverse(world):
    """The old primary becomes a replica, and the direction is reversed."""
    contains(world.refused(P, "app01", "replication-reverse"), "Requested operation is not valid")
    world.command(P, "app01", "replication-become-replica")
    equal(world.replication(P, "app01"), ("replica", "initial-replication"))
    world.command(R, "app01", "replication-reverse")
    equal(world.replication(R, "app01"), ("primary", "ready"))
    world.command(R, "app01", "replication-start")
    equal(world.replication(R, "app01"), ("primary", "replicating"))
    wait_for(lambda: world.replication(P, "app01") == ("replica", "replicating"), "the old primary to follow")


@case
def failback_refused(world):
    """InitiateFailback with the built-in provider: the host says 32770, and the line says what to use."""
    error = world.refused(P, "app01", "replication-failback")
    contains(error, "app01")


@case
def planned_failover_home(world):
    """Planned failover: prepare, fail over, reverse; nothing is lost, both follow."""
    contains(world.refused(R, "app01", "replication-prepare"), "app01")
    world.virsh(R, "destroy", "app01")
    world.command(R, "app01", "replication-prepare")
    equal(world.replication(R, "app01"), ("primary", "prepared"))
    wait_for(lambda: "planned" in [p["kind"] for p in world.command(P, "app01", "query-recovery-points")], "the last delta")
    world.command(P, "app01", "replication-failover")
    leg = world.command(P, "app01", "query-replication")["relationships"][0]
    equal((leg["state"], leg["failed-over-kind"]), ("failed-over", "planned"))
    world.command(P, "app01", "replication-reverse")
    equal(world.replication(P, "app01"), ("primary", "replicating"))
    wait_for(lambda: world.replication(R, "app01") == ("replica", "replicating"), "the roles to swap")
    world.virsh(P, "start", "app01")


@case
def cancel_initial(world):
    """An initial replication is cancelled by command, and a scheduled one too."""
    world.command(P, "db01", "replication-enable", replica_server="hv-replica")
    world.command(P, "db01", "replication-start", wait=False)
    world.command(P, "db01", "replication-cancel-initial")
    equal(world.replication(P, "db01"), ("primary", "ready"))
    world.command(P, "db01", "replication-start", start_time="2026-05-02T03:00:00Z", wait=False)
    equal(world.replication(P, "db01"), ("primary", "ready"))
    world.command(P, "db01", "replication-cancel-initial")


@case
def remove(world):
    """Removing is done on both sides."""
    world.command(P, "db01", "replication-remove")
    equal(world.replication(P, "db01"), ("none", "disabled"))
    wait_for(lambda: "db01" in world.virsh(R, "list", "--all", "--name").split(), "the placeholder")
    equal(world.replication(R, "db01")[0], "replica")
    world.command(R, "db01", "replication-remove")
    equal(world.replication(R, "db01"), ("none", "disabled"))


@case
def monitor_events(world):
    """virsh qemu-monitor-event shows state changes with JSON details."""
    path = world.path("monitor-events")
    with open(path, "wb") as log:
        process = subprocess.Popen(["stdbuf", "-oL", "virsh", "-c", world.uri(P), "qemu-monitor-event", "--loop", "--event", "^replication_",
                                    "--regex", "--no-case", "--domain", "web01"], stdout=log, stdin=subprocess.DEVNULL)

    def text():
        with open(path, encoding="utf-8") as file:
            return file.read()

    def toggle():
        world.command(P, "web01", "replication-suspend")
        world.command(P, "web01", "replication-resume")
        return "REPLICATION_STATE_CHANGE" in text()
    try:
        wait_for(toggle, "a monitor event")
    finally:
        process.terminate()
        process.wait(10)
    line = [line for line in text().splitlines() if "REPLICATION_STATE_CHANGE" in line and '"suspended"' in line][0]
    contains(line, "for domain 'web01': ")
    details = json.loads(line.split("for domain 'web01': ", 1)[1])
    equal(details["state"] in ("suspended", "replicating"), True)


if __name__ == "__main__":
    sys.exit(tap.main(World))
