# test_guard.py: never two running copies of a machine, unless somebody says why
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import sys

import tap
from listener import Listener
from tap import case, contains, equal
from world import NAMESPACE, STORY, World, wait_for

P, R = "hv-primary", "hv-replica"
# app01 runs and replicates.
WORLD = STORY.replace("memory = 1G\nvcpus = 1\n", "memory = 1G\nvcpus = 1\nstate = running\n")


def home(world):
    """The replica gives its copy up, and the primary goes on."""
    if world.virsh(R, "domstate", "app01").strip() == "running":
        world.virsh(R, "destroy", "app01")
    world.command(R, "app01", "replication-revert")
    world.command(P, P, "refresh")
    if world.replication(P, "app01")[1] == "critical":
        world.command(P, "app01", "replication-resume")
    wait_for(lambda: world.replication(R, "app01") == ("replica", "replicating"), "the replica")


@case
def running(world):
    """A primary that answers and runs the machine forbids an unplanned failover."""
    error = world.refused(R, "app01", "replication-failover")
    contains(error, "Requested operation is not valid: the primary of 'app01' is running on 'hv-primary.example.com', which answers")
    error = world.refused(R, "app01", "replication-failover", acknowledge_primary_down=True)
    contains(error, "is running on 'hv-primary.example.com'")
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def no_reason(world):
    """Force needs a reason."""
    contains(world.refused(R, "app01", "replication-failover", force=True), "'force' needs a 'reason'")
    contains(world.refused(R, "app01", "replication-failover", force=True, reason=""), "reason")
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def wrong_state(world):
    """What the state forbids anyway is refused for that."""
    contains(world.refused(P, "app01", "replication-failover", force=True, reason="x"), "it is a primary")


@case
def forced(world):
    """A forced failover tells its reason: event, job, metadata, query and log; its copy may start."""
    reason = "split <test> & exercise"
    with Listener(world, R) as listener:
        world.command(R, "app01", "replication-failover", force=True, reason=reason)
        listener.wait_for("event 'metadata-change' for domain 'app01'")
        listener.wait_for("event 'job-completed' for domain 'app01'")
        contains(listener.text(), reason)
    equal(world.command(R, "app01", "query-replication")["forced"], reason)
    contains(world.virsh(R, "metadata", "app01", NAMESPACE), "<replication:forced>split &lt;test&gt; &amp; exercise</replication:forced>")
    contains(world.virsh(R, "domjobinfo", "app01", "--completed", "--rawstats"), f"replication.reason: {reason}")
    contains(world.logs(), f"failover of 'app01' is forced, the primary on 'hv-primary.example.com' is running: {reason}")
    world.virsh(R, "start", "app01")
    home(world)
    equal("forced" in world.command(R, "app01", "query-replication"), False)


@case
def start(world):
    """A copy does not start while the other one runs, whichever came first."""
    world.virsh(P, "destroy", "app01")
    world.command(R, "app01", "replication-failover")
    world.virsh(P, "start", "app01")
    contains(world.virsh(R, "start", "app01", code=1), "'app01' is running on 'hv-primary.example.com' already")
    world.virsh(P, "destroy", "app01")
    world.virsh(R, "start", "app01")
    contains(world.virsh(P, "start", "app01", code=1), "'app01' is running on 'hv-replica.example.com' already")
    home(world)
    world.virsh(P, "start", "app01")


@case
def silent(world):
    """A primary that does not answer demands an acknowledgement; then the copy starts, too."""
    world.control(f"host {P} down")
    error = world.refused(R, "app01", "replication-failover")
    contains(error, "'hv-primary.example.com', does not answer")
    contains(error, '"acknowledge-primary-down": true')
    equal(world.replication(R, "app01"), ("replica", "replicating"))
    world.command(R, "app01", "replication-failover", acknowledge_primary_down=True)
    world.virsh(R, "start", "app01")
    equal(world.virsh(R, "domstate", "app01").strip(), "running")
    equal("forced" in json.dumps(world.command(R, "app01", "query-replication")), False)


if __name__ == "__main__":
    sys.exit(tap.main(lambda: World(WORLD)))
