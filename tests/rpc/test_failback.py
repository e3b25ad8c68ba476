# test_failback.py: InitiateFailback where the replication provider serves it
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import sys

import tap
from listener import Listener
from tap import case, contains, equal
from world import STORY, World, wait_for

P, R = "hv-primary", "hv-replica"


@case
def before_failover(world):
    """On a replica that has not failed over it is refused."""
    contains(world.refused(R, "app01", "replication-failback"), "app01")
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def failback(world):
    """After a committed failover the provider sends everything back: a job, then state failed-back."""
    world.command(R, "app01", "replication-failover")
    world.command(R, "app01", "replication-commit")
    with Listener(world, R) as listener:
        answer = world.command(R, "app01", "replication-failback", wait=False)
        equal((answer["state"], answer["job"]["kind"], answer["job"]["status"]), ("failing-back", "failback", "running"))
        contains(world.virsh(R, "domjobinfo", "app01"), "Job type:         Bounded")
        wait_for(lambda: world.replication(R, "app01") == ("replica", "failed-back"), "the end of the failback")
        listener.wait_for("event 'job-completed' for domain 'app01'")


@case
def short_form(world):
    """virsh makes JSON of bare words itself."""
    answer = json.loads(world.virsh(R, "qemu-monitor-command", "app01", "query-replication"))
    equal(answer["return"]["relationships"][0]["state"], "failed-back")


class ProviderWorld(World):
    """With an external provider, and disks that take two seconds."""

    def __init__(self):
        super().__init__(STORY.replace("initial-rate = 40G", "initial-rate = 5G") + "\n[switches]\nexternal-provider = yes\n")


if __name__ == "__main__":
    sys.exit(tap.main(ProviderWorld))
