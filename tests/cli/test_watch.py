# test_watch.py: virt-replica waits, listens and examines
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import re
import subprocess
import sys
import time

from cli_world import CliWorld, wait_for
from tap import case, contains, equal, main


class Listener:
    """virt-replica events in the background; its lines as they come."""

    def __init__(self, world, host, *arguments):
        self.out = open(world.path("events"), "w+", encoding="utf-8")
        self.err = open(world.path("events.err"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(world.command_line(host, ("events", *arguments)), stdout=self.out, stderr=self.err,
                                        stdin=subprocess.DEVNULL, env=world.environment())
        wait_for(lambda: "listening" in self.read(self.err) or self.process.poll() is not None, "listening")

    @staticmethod
    def read(file):
        file.seek(0)
        return file.read()

    def end(self, code=0):
        status = self.process.wait(20)
        text, errors = self.read(self.out), self.read(self.err)
        self.out.close()
        self.err.close()
        equal((status, errors if status != code else ""), (code, ""))
        return text

    def events(self):
        items = [json.loads(line) for line in self.read(self.out).splitlines()]
        equal({item["kind"] for item in items} - {"Event"}, set())
        return [event for item in items for event in item["items"]]


@case
def states(world):
    """a change of state is one line of JSON, with time, host, machine and what was before"""
    listener = Listener(world, "hv-primary", "-o", "json", "--event", "state", "--count", "2")
    world.replica("hv-primary", "suspend", "app01")
    world.replica("hv-primary", "resume", "app01")
    listener.process.wait(20)
    events = listener.events()
    listener.end()
    equal([(e["name"], e["host"], e["event"], e["details"]["state"], e["details"]["state-number"]) for e in events],
          [("app01", "hv-primary", "state", "suspended", 7), ("app01", "hv-primary", "state", "replicating", 3)])
    equal(events[0]["details"]["previous-state"], "replicating")
    equal([bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", e["time"])) for e in events], [True, True])


@case
def several_hosts(world):
    """points and jobs of several hosts, for the machines that a pattern fits"""
    listener = Listener(world, "hv-primary", "app*", "--hosts", "hv-primary,hv-replica", "-o", "json", "--event", "point",
                        "--event", "job")
    world.replica("hv-primary", "suspend", "app01")
    world.replica("hv-primary", "resume", "app01")
    world.replica("hv-primary", "enable", "web01", "--replica-server", "hv-replica")
    world.control("step 3600")
    wait_for(lambda: any(e["event"] == "point-added" for e in listener.events()), "a point")
    listener.process.send_signal(2)
    events = listener.events()
    listener.end()
    equal({e["name"] for e in events}, {"app01"})
    equal({e["host"] for e in events if e["event"] == "point-added"}, {"hv-replica"})
    contains({e["event"] for e in events}, "job")


@case
def as_text(world):
    """as text it is a line an event, with the host's words"""
    listener = Listener(world, "hv-primary", "app01", "--event", "state", "--count", "1")
    world.replica("hv-primary", "suspend", "app01")
    contains(listener.end(), "primary: replicating -> suspended")
    world.replica("hv-primary", "resume", "app01")


@case
def ends_of_listening(world):
    """a time that is over is no failure, unless events were counted on; a name that nobody has is one"""
    begin = time.monotonic()
    Listener(world, "hv-primary", "--timeout", "1s").end()
    Listener(world, "hv-primary", "--timeout", "1s", "--count", "9").end(8)
    equal(time.monotonic() - begin >= 2, True)
    _, err = world.replica("hv-primary", "events", "app01", "nosuch", code=2)
    contains(err, "'nosuch'")
    world.replica("hv-primary", "-r", "events", code=5)
    _, err = world.replica("hv-primary", "events", "--event", "weather", code=2)
    contains(err, "state|health|job|point|forced")


@case
def waits(world):
    """wait comes back at once where nothing runs, and fails as the job fails"""
    equal([item["state"] for item in world.items("hv-primary", "wait", "app01", "db01")], ["replicating", "disabled"])
    world.replica("hv-primary", "wait", "app01", "--state", "suspended", "--timeout", "1s", code=8)
    world.replica("hv-primary", "start", "web01", "--no-wait")
    world.virsh("hv-primary", "domjobabort", "web01")
    world.replica("hv-primary", "wait", "web01", "--timeout", "20s", code=0)
    _, err = world.replica("hv-primary", "wait", "web01", "--state", "nonsense", code=2)
    contains(err, "nonsense")


@case
def doctor(world):
    """each check has a verdict; what is wrong has a remedy, and an exit status"""
    items = world.items("hv-primary", "doctor", "--hosts", "hv-primary,hv-replica", code=11)
    found = {(item["host"], item["name"]): item for item in items}
    verdicts = {name: item["verdict"] for (host, name), item in found.items() if host == "hv-primary"}
    equal([verdicts[name] for name in ("connection", "versions", "host", "service", "authorization", "operations")], ["ok"] * 6)
    equal((verdicts["credentials"], verdicts["clock"]), ("warning", "failed"))
    contains(found[("hv-primary", "clock")]["message"], "behind")
    equal([item for item in items if item["verdict"] != "ok" and "remedy" not in item], [])
    equal(verdicts["partner"], "ok")
    out, _ = world.replica("hv-primary", "doctor", code=11)
    contains(out, "the password itself goes over the wire")


@case
def doctor_where_nobody_answers(world):
    """what failed first is what to mend first, and nothing after it is guessed"""
    items = world.items("nowhere", "doctor", code=11)
    equal([(item["name"], item["verdict"]) for item in items], [("connection", "failed")])
    world.control("host hv-replica down")
    world.replica("hv-replica", "refresh", code=6)
    items = world.items("hv-replica", "doctor", code=11)
    equal([(item["name"], item["verdict"]) for item in items][-1], ("host", "failed"))
    contains(items[-1]["message"], "no answer since")
    world.control("host hv-replica up")


@case
def lost_daemon(world):
    """events ends, and says so, when the daemon does"""
    listener = Listener(world, "hv-primary")
    world.end("daemon", world.daemon)
    listener.end(6)
    world.start_daemon()


if __name__ == "__main__":
    sys.exit(main(CliWorld))
