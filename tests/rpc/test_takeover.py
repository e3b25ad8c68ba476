# test_takeover.py: an operation of a daemon that was killed, while its partner's host is out of reach
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys

import tap
from tap import case, contains, equal
from test_kill import P, R, STORIES, KillWorld, prepare, run_and_be_killed
from world import wait_for

STORY = STORIES["migrate-p2p"]
VM = STORY.vm


def interrupt(world):
    """Killed when the source is prepared and the partner's turn has come, and the partner's host goes down with it."""
    prepare(STORY, world)
    world.plan.reset(2, True, True)
    run_and_be_killed(STORY, world)
    equal(world.plan.killed_at, (R, "InitiateFailover"))
    world.control(f"host {R} down")
    world.plan.reset()
    world.revive()


def get_phase(world):
    return world.find_lines(STORY)[0]["phase"]


@case
def told_meanwhile(world):
    """As long as it cannot be put right, the machine says so."""
    interrupt(world)
    wait_for(lambda: "was interrupted at 'fail-over'" in world.logs(), "the line in the log")
    contains(world.virsh(P, "dominfo", VM), "'planned-failover' was interrupted and is being looked after")
    equal(get_phase(world), "running")
    equal(world.plan.changes(), [])


@case
def back_again(world):
    """When the host is back, it is undone."""
    world.control(f"host {R} up")
    wait_for(lambda: get_phase(world) == "undone", "the undoing", 90)
    equal(STORY.places(world), STORY.HOME)
    equal(world.plan.changes(), ["RequestReplicationStateChange"])
    contains(world.virsh(P, "dominfo", VM), "everything is as it was")


@case
def left_to_others(world):
    """Once somebody has taken it in hand it is left to him, and nothing more is sent."""
    interrupt(world)
    world.command(P, VM, "replication-cancel-prepare")
    world.plan.reset()
    world.control(f"host {R} up")
    wait_for(lambda: get_phase(world) == "stuck", "the giving up", 90)
    contains(world.find_lines(STORY)[0]["message"], "then somebody went on with 'cancel-prepare'")
    equal(world.plan.changes(), [])
    equal(STORY.places(world), STORY.HOME)


if __name__ == "__main__":
    sys.exit(tap.main(KillWorld))
