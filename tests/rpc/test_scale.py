# test_scale.py: 200 machines cost no more requests than three
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys

import tap
from tap import case, equal
from world import World


def requests(world, host):
    return int(world.control(f"requests {host}").split()[-1])


@case
def listing(world):
    """From the first connection to the printed list: the same number of requests for 200 machines as for three."""
    cost = {}
    for host, n_vms in (("hv-primary", 3), ("hv-replica", 200)):
        present = 3 if host == "hv-primary" else 1
        if n_vms > present:
            world.control(f"add-vms {host} {n_vms - present}")
        before = requests(world, host)
        names = world.virsh(host, "list", "--all", "--name").split()
        cost[host] = requests(world, host) - before
        equal(len(names), n_vms)
    print(f"# requests: {cost}")
    equal(cost["hv-primary"], cost["hv-replica"])


@case
def fresh_state(world):
    """Reading from fresh state costs no request at all."""
    world.virsh("hv-replica", "list", "--all")
    before = requests(world, "hv-replica")
    world.virsh("hv-replica", "list", "--all", "--title")
    world.virsh("hv-replica", "dumpxml", "app01")
    world.virsh("hv-replica", "snapshot-list", "app01")
    # One idle round of the watcher may fall in between.
    equal(requests(world, "hv-replica") - before <= 6, True)


class SlowWorld(World):
    """A daemon that looks at its hosts only when asked, so that requests can be counted."""

    def hosts_conf(self):
        return super().hosts_conf().replace("busy-poll-interval = 100ms", "poll-interval = 60s\nbusy-poll-interval = 30s")


if __name__ == "__main__":
    sys.exit(tap.main(SlowWorld))
