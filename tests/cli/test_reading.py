# test_reading.py: the commands of virt-replica that only read
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import os
import re
import subprocess
import sys

import yaml
from jsonschema import Draft202012Validator

from cli_world import PROGRAM, CliWorld
from tap import case, contains, equal, main
from world import SOURCE, STORY, wait_for

P, R = "hv-primary", "hv-replica"
TEXT = STORY.replace("disks = C:\\VMs\\app01.vhdx:10G", "disks = C:\\VMs\\app01.vhdx:10G\nnics = Network Adapter:Production") + r"""
[vm web*1]
host = hv-primary
guid = 44444444-4444-4444-8444-444444444444
memory = 1G
vcpus = 1
disks = C:\VMs\star.vhdx:10G
"""
READING = (["list"], ["list", "-H", "all"], ["status", "--all"], ["points", "app01"], ["stats", "app01"], ["health"], ["net", "app01"],
           ["service"], ["auth"], ["certs"], ["hosts"], ["jobs", "--last"], ["jobs", "history"])
with open(os.path.join(SOURCE, "schemas/virt-replica.schema.json"), encoding="utf-8") as schema:
    SCHEMA = json.load(schema)


def names(world, host, *arguments, code=0):
    return world.replica(host, *arguments, "-o", "name", code=code)[0].splitlines()


def refusal(world, host, *arguments, code):
    """Its error: one line, and nothing else at all."""
    out, err = world.replica(host, *arguments, code=code)
    equal(out, "")
    equal(len(err.splitlines()), 1)
    equal(err.startswith("error: "), True)
    return err.strip()


@case
def validates(world):
    """what each command prints as JSON fits the schema, and YAML says the same"""
    Draft202012Validator.check_schema(SCHEMA)
    kinds = set()
    for host in (P, R):
        for arguments in READING:
            text = world.replica(host, *arguments, "-o", "json")[0]
            answer = json.loads(text)
            errors = [f"{arguments}: {error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(answer)]
            equal(errors, [])
            equal(answer["apiVersion"], "virt-replica/v1")
            if answer["items"]:
                kinds.add(answer["kind"])
    equal(kinds, {"Machine", "Point", "Statistics", "Health", "Adapter", "Service", "Authorization", "Certificate", "Host"})
    text = world.replica(R, "status", "app01", "-o", "yaml")[0]
    parsed = yaml.safe_load(text)
    equal((parsed["kind"], parsed["items"][0]["relationships"][0]["state"]), ("Machine", "replicating"))
    equal(parsed["items"][0]["power"], "off")


@case
def validates_changes(world):
    """what changing and watching commands print fits it, too"""
    for kind, arguments in (("Plan", ["enable", "web01", "--replica-server", R, "--dry-run"]), ("Plan", ["service", "stop", "--dry-run"]),
                            ("Result", ["refresh"]), ("Result", ["suspend", "app01"]), ("Result", ["resume", "app01"]),
                            ("State", ["wait", "app01"]), ("Check", ["doctor"]),
                            ("Readiness", ["failover", "app01", "--planned", "--check"])):
        result = subprocess.run([*world.command_line(P, arguments), "-o", "json"], capture_output=True, text=True, timeout=60, check=False,
                                env=world.environment(), stdin=subprocess.DEVNULL)
        try:
            answer = json.loads(result.stdout)
        except json.JSONDecodeError as error:
            raise AssertionError(f"{arguments}: {result}") from error
        errors = [f"{arguments}: {error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(answer)]
        equal((answer["kind"], errors), (kind, []))


@case
def schema_refuses(world):
    """the schema refuses what scripts must not meet"""
    answer = json.loads(world.replica(P, "list", "app01", "-o", "json")[0])
    for change in (lambda a: a.pop("apiVersion"), lambda a: a.update(kind="Frob"), lambda a: a["items"][0].pop("name"),
                   lambda a: a["items"][0].update(role=1), lambda a: a["items"][0]["relationships"][0].pop("state-number"),
                   lambda a: a.update(apiVersion="virt-replica/v2")):
        copy = json.loads(json.dumps(answer))
        change(copy)
        equal(Draft202012Validator(SCHEMA).is_valid(copy), False)


@case
def selects(world):
    """names, UUIDs and globs select; what matches nothing is an error, and nothing is shown"""
    equal(names(world, P, "list"), ["app01", "db01", "web*1", "web01"])
    equal(names(world, P, "list", "d*", "app0?"), ["db01", "app01"])
    equal(names(world, P, "list", "33333333-3333-4333-8333-333333333333"), ["app01"])
    equal(names(world, P, "list", "web*1"), ["web*1"])
    equal(names(world, P, "list", "web*"), ["web*1", "web01"])
    equal(refusal(world, P, "list", "app01", "frob*", code=2),
          "error: no machine matches 'frob*' on 'hv-primary'; 'virt-replica list' shows them")
    contains(refusal(world, P, "status", code=2), "no machine is named")
    contains(refusal(world, P, "status", "--all", "app01", code=2), "exclude each other")


@case
def filters(world):
    """role, state and health filter"""
    equal(names(world, P, "list", "--role", "primary"), ["app01"])
    equal(names(world, P, "list", "--state", "disabled"), ["db01", "web*1", "web01"])
    equal(names(world, P, "list", "--health", "ok"), ["app01"])
    equal(names(world, P, "list", "--health", "critical"), [])
    contains(refusal(world, P, "list", "--health", "bad", code=2), "none|ok|warning|critical|unknown")


@case
def several_hosts(world):
    """several hosts are asked; one that is not there is told of, and the others are shown"""
    both = [(item["host"], item["name"]) for item in world.items(P, "list", "-H", f"{P},{R}", "app*")]
    equal(both, [(P, "app01"), (R, "app01")])
    equal(len(world.items(P, "list", "-H", "all")), 5)
    out, err = world.replica(P, "list", "-H", f"{P},nosuch", "-o", "name", code=3)
    equal(out.split(), ["app01", "db01", "web*1", "web01"])
    contains(err, "error: no host 'nosuch' in ")
    equal(len(err.splitlines()), 1)
    contains(refusal(world, P, "list", "-H", ",", code=2), "names no host")


@case
def rpo(world):
    """the RPO age is a number of seconds, and says when it is breached"""
    leg = world.items(P, "list", "app01")[0]["relationships"][0]
    equal((leg["rpo-seconds"] < 300, leg["rpo-breached"]), (True, False))
    contains(world.replica(P, "list", "app01")[0], "RPO AGE")


@case
def read_only(world):
    """read-only, state and points are shown; the rest is refused in one line, with status 5"""
    item = world.items(R, "list", "app01", "-r")[0]
    equal((item["role"], item["relationships"][0]["state"]), ("replica", "replicating"))
    equal(len(names(world, R, "-r", "points", "app01")), 4)
    contains(refusal(world, P, "-r", "service", code=5), "leave out -r")
    contains(refusal(world, P, "-r", "suspend", "app01", code=5), "the connection is read-only")


@case
def points(world):
    """points have an age by their host's clock, the oldest first"""
    ages = [item["age-seconds"] for item in world.items(R, "points", "app01")]
    equal(len(ages), 4)
    equal(ages, sorted(ages, reverse=True))
    equal(3 * 3600 <= ages[0] < 3 * 3600 + 300, True)
    out, err = world.replica(P, "points", "app01")
    equal((out, err.startswith("no recovery points")), ("", True))
    equal(json.loads(world.replica(P, "points", "app01", "-o", "json")[0])["items"], [])


@case
def quiet(world):
    """-q leaves out headings and notes"""
    contains(world.replica(P, "list")[0], "MACHINE")
    equal(world.replica(P, "-q", "list", "db01")[0].split()[0], "db01")
    equal(world.replica(P, "-q", "points", "app01"), ("", ""))


@case
def usage(world):
    """what is typed wrong is one line and status 2"""
    for arguments in (["frob"], ["list", "--frob"], ["list", "-o", "xml"], ["list", "-o"], ["service", "extra"], ["help", "frob"],
                      ["list", "--color", "--no-color"]):
        refusal(world, P, *arguments, code=2)
    contains(refusal(world, P, "-c", "test:///default", "list", code=2), "is no connection to a Hyper-V host")
    refusal(world, P, "-c", "hyperv+unix:///x?socket=/nonexistent", "list", code=6)
    refusal(world, P, "-c", world.uri("nosuch"), "list", code=6)


@case
def health(world):
    """health says nothing of who is well, and has the statuses of monitoring"""
    equal(world.replica(P, "health"), ("", "1 of 1 replicated machine is well\n"))
    equal(world.replica(P, "health", "--check")[0], "")
    equal(world.replica(P, "health", "--nagios")[0], "REPLICATION OK - 0 critical, 0 warning, 0 unknown, 1 ok\n")
    equal(world.replica(P, "health", "--nagios", "-H", f"{P},nosuch", code=3)[0],
          "REPLICATION UNKNOWN - 0 critical, 0 warning, 1 unknown, 1 ok\n")


@case
def ill(world):
    """a broken link shows: why, in the host's words, and what to do, in this program's"""
    world.control(f"link {P} {R} down")
    world.control("step 4000")
    wait_for(lambda: names(world, P, "list", "--health", "critical") == ["app01"], "critical health")
    out = world.replica(P, "health")[0]
    contains(out, "Critical")
    contains(out, "could not be established")
    contains(out, "'virt-replica resume'")
    equal(*(re.sub("RPO age: .*", "", text) for text in (world.replica(P, "health", "--check", code=11)[0], out)))
    equal(world.replica(P, "health", "--nagios", code=2)[0].split(" - ", maxsplit=1)[0], "REPLICATION CRITICAL")
    world.control(f"link {P} {R} up")


@case
def lost(world):
    """a host that is down is shown as it was last, and is no reason for calm"""
    world.control(f"host {R} down")
    wait_for(lambda: world.items(R, "status", "app01")[0]["reachable"] is False, "loss of the host")
    contains(world.replica(R, "health", "app01", "--check", code=12)[0], "the host cannot be reached")
    contains(world.replica(P, "hosts")[0], "no ")
    world.control(f"host {R} up")


@case
def pipe(world):
    """without a terminal a shell reads commands from its input; the last one's status counts"""
    for text, code in (("list app01 -o name\n\n# done\n", 0), ("frob\nlist app01 -o name\n", 0), ("list nosuch", 2), ("quit\nfrob\n", 0)):
        result = subprocess.run([PROGRAM, "-c", world.uri(P)], input=text, capture_output=True, text=True, timeout=30, check=False,
                                env=world.environment())
        equal((text, result.returncode), (text, code))


@case
def closed(world):
    """output that cannot be written is an error"""
    with open("/dev/full", "w", encoding="ascii") as full:
        result = subprocess.run([PROGRAM, "-c", world.uri(P), "list"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=30,
                                check=False, env=world.environment())
    equal(result.returncode, 1)
    contains(result.stderr, "cannot write the output")


@case
def help_of_each(world):
    """every command that help lists has help of its own"""
    text = world.replica(P, "help")[0]
    listed = [line.split()[0] for line in text.splitlines() if re.match(r"  [a-z]", line)]
    equal({"list", "status", "failover", "help"} <= set(listed), True)
    for name in listed:
        contains(world.replica(P, "help", name)[0], f"virt-replica {name}")
        equal(world.replica(P, name, "--help"), world.replica(P, "help", name))


if __name__ == "__main__":
    sys.exit(main(lambda: CliWorld(text=TEXT)))
