# test_repeating.py: what is so already, is no failure; and why something was done
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys

from cli_world import MANY, CliWorld, wait_for
from tap import case, contains, equal, main

P, R, T = "hv-primary", "hv-replica", "hv-third"
FORMS = ("--yes", "--reason", "drill")
ENTRY = ("auth", "add", "x.example.com", "--storage-location", "D:\\X")


def result(world, host, *arguments):
    """Of the one target of a command that goes well."""
    item, = world.items(host, *arguments)
    return item["result"]


def other(world, host, *arguments):
    """What differs from what is there, and the command that changes it."""
    _, err = world.replica(host, *arguments, code=4)
    contains(err, "this is there already, with another '")
    return err.split("another '")[1].split("'")[0], err.rsplit("'virt-replica ", 1)[1].split("'")[0]


@case
def enable(world):
    """enable with the same settings changes nothing; with others it is refused, and says which, and what changes them"""
    words = ("enable", "web01", "--replica-server", R, "--frequency", "5m", "--recovery-history", "4", "--compression", "yes",
             "--included-disks", "C:\\VMs\\web01.vhdx")
    equal([result(world, P, *words), result(world, P, *words)], ["done", "unchanged"])
    equal(result(world, P, "enable", "web01", "--replica-server", "HV-Replica.example.com"), "unchanged")
    for more, name in ((("--frequency", "15m"), "frequency"), (("--recovery-history", "0"), "recovery-history"),
                       (("--compression", "no"), "compression"), (("--included-disks", "C:\\VMs\\other.vhdx"), "included-disks"),
                       (("--certificate-thumbprint", "AB" * 20), "certificate-thumbprint"), (("--auto-resync-start", "03:00"), "auto-resync-start")):
        equal(other(world, P, "enable", "web01", "--replica-server", R, *more), (name, "set"))
    equal(other(world, P, "enable", "web01", "--replica-server", T), ("replica-server", "set"))
    _, err = world.replica(P, "enable", "web01", "--replica-server", R, "--frequency", "77", code=2)
    contains(err, "frequency")
    equal(world.command(P, "web01", "query-replication")["relationships"][0]["settings"]["frequency"], 300)


@case
def initial_copy(world):
    """start and its cancellation"""
    equal([result(world, P, "start", "web01", "--cancel"), result(world, P, "start", "web01"), result(world, P, "start", "web01")],
          ["done", "done", "unchanged"])
    equal(result(world, P, "enable", "web01", "--replica-server", R), "unchanged")


@case
def third_site(world):
    """the replica's own replica: what it has to the primary does not stand for it"""
    words = ("enable", "crm01", "--replica-server", T, "--frequency", "15m")
    equal([result(world, R, *words), result(world, R, *words)], ["done", "unchanged"])
    equal(other(world, R, *words[:-1], "5m"), ("frequency", "set"))
    equal([result(world, R, "start", "crm01"), result(world, R, "start", "crm01")], ["done", "unchanged"])
    world.replica(R, "suspend", "crm01", "--extended")
    world.replica(R, "start", "crm01", code=4)
    world.replica(R, "resume", "crm01", "--extended")


@case
def entries(world):
    """an entry of the host that is there as it was wanted"""
    world.replica(T, "auth", "remove", "--allowed-primary", "*", *FORMS)
    equal([result(world, T, *ENTRY, "--trust-group", "x"), result(world, T, *ENTRY, "--trust-group", "x")], ["done", "unchanged"])
    equal(other(world, T, *ENTRY, "--trust-group", "y"), ("trust-group", "auth-modify"))
    _, err = world.replica(T, "auth", "add", "*", "--storage-location", "D:\\X", "--trust-group", "x", code=4)
    contains(err, "AddAuthorizationEntry")


@case
def wrong_host(world):
    """a command for the other side is refused, although that side's goal is reached: both ends say 'replicating'"""
    for host, words in ((P, ("revert", *FORMS)), (P, ("import", "--location", "D:\\X")), (R, ("start",)), (R, ("prepare", "--cancel")),
                        (R, ("resync", "--cancel", *FORMS))):
        _, err = world.replica(host, *words, "app01", code=4)
        contains(err, "it is a " + ("primary" if host == P else "replica"))
    equal([result(world, R, "revert", "app01", *FORMS), result(world, P, "prepare", "app01", "--cancel")], ["unchanged", "unchanged"])


@case
def clean_up(world):
    """no test machine is what cleaning up leads to; a primary never has one"""
    equal(result(world, R, "failover", "--test", "--cleanup", "app01", *FORMS), "unchanged")
    world.replica(P, "failover", "--test", "--cleanup", "app01", *FORMS, code=4)


@case
def there_and_back(world):
    """demote, reverse, planned failover: who was there already is told so, and where the machine is"""
    world.replica(R, "failover", "app01", *FORMS)
    world.replica(R, "failover", "app01", *FORMS, code=4)
    equal([result(world, P, "demote", "app01", *FORMS), result(world, P, "demote", "app01", *FORMS)], ["done", "unchanged"])
    equal([result(world, R, "reverse", "app01"), result(world, R, "reverse", "app01")], ["done", "unchanged"])
    equal(other(world, R, "reverse", "app01", "--frequency", "30s"), ("frequency", "set"))
    world.replica(R, "demote", "web01", *FORMS)
    world.replica(R, "start", "app01")
    wait_for(lambda: world.replication(P, "app01") == ("replica", "replicating"), "the copy")
    words = ("failover", "app01", "--planned", *FORMS)
    equal(result(world, R, *words, "--to", P), "done")
    again, = world.items(R, *words, "--to", P)
    equal((again["result"], again["message"]), ("unchanged", "now on 'hv-primary'"))
    # On the wrong host nobody must think that it is here now.
    world.replica(R, *words, code=4)
    world.replica(R, *words, "--to", T, code=4)


@case
def reasons(world):
    """why something was done stands in the daemon's log, with who did it and what came of it"""
    world.replica(R, "failover", "app01", "--yes", "--reason", "two\nlines", code=2)
    world.replica(R, "failover", "app01", "--yes", "--reason", "the main site burns")
    world.replica(R, "revert", "app01", "--yes", "--reason", "it does not")
    world.replica(R, "remove", "crm01", "--yes", "--reason", "sold", code=4)
    world.replica(R, "revert", "app01", "--dry-run", "--yes", "--reason", "only to look", code=4)
    world.replica(P, "resync", "app01", "--cancel", "--yes", "--reason", "of no use")
    world.replica(P, "failover", "app01", "--planned", "--yes", "--reason", "works here")
    contains([line.get("reason") for line in world.command(P, "app01", "query-operations") if line["name"] == "planned-failover"], "works here")
    contains(world.replica(P, "jobs-history", "--limit", "1")[0], "works here")
    logs = world.logs()
    equal(len([line for line in logs.splitlines() if "of 'app01'" in line and line.endswith(": done; the reason given: works here")]), 1)
    for line in ("'replication-failover' of 'app01' on 'hv-replica': done; the reason given: the main site burns\n",
                 "'replication-revert' of 'app01' on 'hv-replica': done; the reason given: it does not\n"):
        contains(logs, line)
    equal(len([line for line in logs.splitlines() if "'replication-remove' of 'crm01'" in line and line.endswith("; the reason given: sold")]), 1)
    equal(("only to look" in logs, "of no use" in logs), (False, False))


if __name__ == "__main__":
    sys.exit(main(lambda: CliWorld(MANY)))
