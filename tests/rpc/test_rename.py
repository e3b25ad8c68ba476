# test_rename.py: a host that comes back from a restart under another computer name
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# hosts.conf, the simulator and the address go on calling it as before.

import subprocess
import sys

import tap
from listener import Listener
from tap import case, contains, equal
from world import STORY, World, wait_for

P, R = "hv-primary", "hv-replica"
GUIDS = {"web01": "11111111-1111-4111-8111-111111111111", "db01": "22222222-2222-4222-8222-222222222222",
         "app01": "33333333-3333-4333-8333-333333333333"}

# An initial copy takes some seconds, so that things can happen meanwhile.
TEXT = STORY.replace("initial-rate = 40G", "initial-rate = 12G").replace("db01.vhdx:20G", "db01.vhdx:60G")


class RenameWorld(World):
    def __init__(self):
        super().__init__(text=TEXT)

    def hosts_conf(self):
        return super().hosts_conf().replace("busy-poll-interval = 100ms\n", "busy-poll-interval = 100ms\npoll-interval = 200ms\n")

    def is_called(self, host, name):
        return world_has(self, host, name) and self.command(host, name, "query-host")["hostname"] == name.lower()

    def change(self, host, name, *restart):
        """Rename, restart, and wait until the daemon has noticed."""
        equal(self.control(f"rename-host {host} {name}"), "ok")
        equal(self.control(" ".join(["restart", host, *restart])), "ok")
        wait_for(lambda: self.is_called(host, name), "the new name", 60)

    def machines(self, host):
        return {name: (self.virsh(host, "domuuid", name).strip(), self.virsh(host, "domstate", name).strip()) for name in GUIDS}


def world_has(world, host, name):
    """Whether the host's own domain is called so."""
    return subprocess.run(["virsh", "-c", world.uri(host), "dominfo", name], capture_output=True, check=False).returncode == 0


@case
def not_yet(world):
    """The new name takes effect with the restart, not before."""
    # So that sessions know the service's path.
    world.command(P, "db01", "replication-enable", replica_server=R)
    equal(world.control(f"rename-host {P} HV-NEW"), "ok")
    world.command(P, P, "refresh")
    equal((world_has(world, P, P), world_has(world, P, "HV-NEW")), (True, False))
    equal(world.command(P, P, "query-host")["hostname"], P)


@case
def unnoticed(world):
    """A restart that no look meets: the client stays connected, is told, and the machines are the same."""
    before, uuid = world.machines(P), world.virsh(P, "domuuid", P)
    equal({name: facts[0] for name, facts in before.items()}, GUIDS)
    with Listener(world, P) as listener:
        world.change(P, "HV-NEW")
        listener.wait_for("event 'lifecycle' for domain 'hv-primary': Undefined Renamed")
        listener.wait_for("event 'lifecycle' for domain 'HV-NEW': Defined Renamed")
        equal(listener.process.poll(), None)
        equal(world.machines(P), before)
        equal(world.virsh(P, "domuuid", "HV-NEW"), uuid)
        equal(world_has(world, P, P), False)
        equal("'app01': Undefined" in listener.text(), False)
    equal(world.virsh(P, "hostname").strip(), "hv-new")
    answer = world.command(P, "HV-NEW", "query-host")
    equal((answer["name"], answer["hostname"], answer["reachable"]), (P, "hv-new", True))


@case
def verbs(world):
    """Verbs find the services where they are now, with a session that knew them where they were."""
    world.command(P, "web01", "replication-enable", replica_server=R, included_disks=[r"C:\VMs\web01.vhdx"])
    equal(world.replication(P, "web01"), ("primary", "ready"))
    world.command(P, "HV-NEW", "replication-test-connection", replica_server=R)
    world.virsh(P, "start", "app01")
    world.virsh(P, "destroy", "app01")
    world.command(P, "app01", "replication-suspend")
    world.command(P, "app01", "replication-resume")
    equal(world.replication(P, "app01"), ("primary", "replicating"))


@case
def during_job(world):
    """A job ends with the restart: whoever waits for it is told, and asked again the host does it."""
    client = subprocess.Popen(["virsh", "-c", world.uri(P), "qemu-monitor-command", "db01", '{"execute": "replication-start"}'],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: world.command(P, "db01", "query-job")["running"], "the job")
    before = world.machines(P)
    with Listener(world, P) as listener:
        world.change(P, "HV-LAST", "2")
        output, error = client.communicate(timeout=60)
        equal((client.returncode, output.strip()), (1, ""))
        contains(error, "host 'hv-primary' forgot the job ")
        listener.wait_for("event 'lifecycle' for domain 'HV-NEW': Undefined Renamed")
        listener.wait_for("event 'lifecycle' for domain 'HV-LAST': Defined Renamed")
        equal((listener.process.poll(), world.machines(P)), (None, before))
    answer = world.command(P, "HV-LAST", "query-host")
    equal((answer["hostname"], answer["reachable"], "unreachable-since" in answer), ("hv-last", True, False))
    if world.replication(P, "db01")[1] != "replicating":
        world.command(P, "db01", "replication-start")
    equal(world.replication(P, "db01"), ("primary", "replicating"))
    world.command(P, "web01", "replication-start")
    wait_for(lambda: world.replication(R, "web01") == ("replica", "replicating"), "the replica's notice")


@case
def agreed_names(world):
    """Both sides of a relationship go on to show the names that they agreed on."""
    for host in P, R:
        settings = world.command(host, "app01", "query-replication")["relationships"][0]["settings"]
        equal([settings[name] for name in ("primary-host", "primary-server", "replica-server", "replica-host")],
              ["hv-primary.example.com"] * 2 + ["hv-replica.example.com"] * 2)


@case
def replica(world):
    """A replica server that was renamed is not found until the primary is told of it, and then everything goes on."""
    world.change(R, "HV-OTHER", "1")
    error = world.refused(P, "app01", "replication-modify", frequency=30)
    contains(error, "The name of the Replica server 'hv-replica.example.com' could not be resolved")
    world.command(P, "app01", "replication-modify", replica_server="hv-other.example.com")
    settings = world.command(P, "app01", "query-replication")["relationships"][0]["settings"]
    equal((settings["replica-server"], settings["replica-host"]), ("hv-other.example.com", "hv-other.example.com"))
    contains(settings["provider"], r"\\HV-LAST\root")
    world.command(R, "app01", "replication-test-failover")
    equal(world.command(R, "app01 - Test", "query-replication")["role"], "test")


if __name__ == "__main__":
    sys.exit(tap.main(RenameWorld))
