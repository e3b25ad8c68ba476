#!/usr/bin/python3
# run.py: what virthypervd costs, beside stock libvirtd where that can do the same
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: run.py [--short] [--write] [SECTION...]     (calls hosts notice memory events)
#
# Prints the tables; with --write they become docs/performance.rst.  The status is 1
# if a goal is missed.  With --short everything runs, but too little for times to
# mean anything, so that only goals count that are no matter of time.

import itertools
import platform
import re
import statistics
import subprocess
import sys
import time

from servers import SOURCE, Libvirtd, Listeners, SimulatedHosts, measure, resident, settle
from notice import measure_notice

SHORT = "--short" in sys.argv[1:]
COMMAND = "benchmarks/run.py --write"


def count(n):
    return max(n // 100, 10) if SHORT else n


# Text -------------------------------------------------------------------------
def table(head, rows):
    """A simple table of reStructuredText; the first column is never empty."""
    rows = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    rule = "  ".join("=" * width for width in widths)
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]
    return "\n".join([rule, lines[0], rule, *lines[1:], rule]) + "\n\n"


def title(text, line="-"):
    return f"{text}\n{line * len(text)}\n\n"


MISSED = []


def verdict(what, is_met, is_met_anywhere=True):
    """@is_met_anywhere: what does not depend on how fast a machine is, or how busy."""
    if not (is_met_anywhere if SHORT else is_met):
        MISSED.append(what)
    return "yes" if is_met else "**no**"


def microseconds(value):
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


# Sections ---------------------------------------------------------------------
CALLS = (("version", "GetLibVersion"), ("state", "DomainGetState"), ("xml", "GetXMLDesc"), ("list", "ListAllDomains"))


def measure_server(server):
    """Each call over the bare wire and through the library, by (call, road)."""
    found = {}
    for what, _ in CALLS:
        n = count(2000 if what == "list" and server.n_machines >= 1000 else 20000)
        found[what, "wire"] = measure(server, "calls", n, what, "web01")
        found[what, "libvirt.so"] = measure(server, "library", max(n // 4, 5), what, "web01", uri=server.library_uri())
    return found


def section_calls():
    rows = []
    for n_machines in (1, 10) if SHORT else (1, 100, 1000):
        with SimulatedHosts(1, n_machines) as server:
            ours = measure_server(server)
        with Libvirtd(n_machines) as server:
            theirs = measure_server(server)
        for what, name in CALLS:
            goal = 0.2 if what == "list" and n_machines >= 1000 else 0.5
            for road in ("wire", "libvirt.so"):
                our, their = ours[what, road], theirs[what, road]
                ratio = our["cpu_usec"] / their["cpu_usec"]
                rows.append((name, n_machines, road, microseconds(our["p50_usec"]), microseconds(their["p50_usec"]),
                             microseconds(our["cpu_usec"]), microseconds(their["cpu_usec"]), f"{ratio:.2f}", f"{goal:.1f}",
                             max(our["threads"], 1), their["threads"], verdict(f"{name} {n_machines} {road}", ratio <= goal and our["threads"] <= 1, our["threads"] <= 1)))
    return title("Reads from fresh state") + """\
One client, one call after the other over the unix socket, bare or through ``libvirt.so``.  Latencies are medians;
"CPU" is the processor time of the server for one call, "threads" how many of its threads were woken for it.  Times are in
microseconds; the goal is for the ratio of the processor times, with no more than one thread woken.

""" + table(("call", "machines", "road", "latency", "libvirtd", "CPU", "libvirtd", "ratio", "goal", "threads", "libvirtd", "met"), rows)


def timed(function):
    start = time.monotonic()
    function()
    return (time.monotonic() - start) * 1000


def measure_command(server, *words):
    """(requests to the host, milliseconds)"""
    before = server.requests()
    elapsed = timed(lambda: server.virsh(server.names[0], *words))
    return server.requests() - before, elapsed


COMMANDS = (("list --all, first", ("list", "--all")), ("list --all", ("list", "--all")), ("dominfo", ("dominfo", "web01")),
            ("dumpxml, first", ("dumpxml", "web01")), ("dumpxml", ("dumpxml", "web01")))


MANY = 100000  # requests, more than there will be


def section_hosts():
    sizes, delays = ((3, 10), (0, 5)) if SHORT else ((3, 50, 200), (0, 5, 50))
    found = {}
    for n_machines, delay in itertools.product(sizes, delays):
        with SimulatedHosts(1, n_machines, daemon=False) as server:
            if delay > 0:
                server.control(f"upset {server.names[0]} delay={delay} {MANY}")
            server.start_daemon()
            for name, words in COMMANDS:
                found[name, n_machines, delay] = measure_command(server, *words)
    rows = []
    for name, _ in COMMANDS:
        requests = [{found[name, n, delay][0] for delay in delays} for n in sizes]
        is_met = len(set.union(*requests)) == 1 and ("first" in name or requests[0] == {0})
        for n, numbers in zip(sizes, requests):
            rows.append((name, n, "/".join(map(str, sorted(numbers))), *(f"{found[name, n, delay][1]:.0f}" for delay in delays),
                         verdict(f"{name} {n}", is_met, is_met)))
    return title("Requests to a host") + """\
Requests of WS-Management that a command of ``virsh`` costs, and its wall time in milliseconds, the start of ``virsh`` itself
included, with each answer of the host that late.  "First" is with a daemon that has just been started, or has not been
asked for that machine yet.  The goals: no growth with the number of machines, and no request at all for what is known.

""" + table(("command", "machines", "requests", *(f"{delay} ms late" for delay in delays), "met"), rows)


def section_notice():
    found = measure_notice(5 if SHORT else 40)
    ours = [pair[1] for pair in found]
    worst = max(ours)
    rows = [("host to daemon", *(f"{f([pair[0] for pair in found]):.1f}" for f in (statistics.median, max)), "", ""),
            ("daemon to callback", f"{statistics.median(ours):.1f}", f"{worst:.1f}", "100", verdict("notice", worst < 100))]
    return title("Events") + f"""\
From a change on the host, a machine that appears, to the callback of a Python client, {len(found)} times.  The host tells
by itself, some time later: it looks for changes every two seconds.  The rest is the daemon's and the client's.  Milliseconds.

""" + table(("road", "median", "worst", "goal", "met"), rows)


def proportional(pid):
    text = open(f"/proc/{pid}/smaps_rollup", encoding="ascii").read()
    return int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) / 1024


# The daemon gives back what it does not use twice a minute.
PATIENCE = 2 if SHORT else 62


def open_all(server):
    for name in server.names:
        measure(server, "connects", 1, uri=f"hyperv:///{name}")
    settle(server.pid)
    time.sleep(PATIENCE)
    server.virsh(server.names[0], "list", "--all")


def memory_row(label, server, goal):
    rss, private = resident(server.pid)
    share = proportional(server.pid)
    return (label, f"{rss:.1f}", f"{share:.1f}", f"{private:.1f}", goal or "", verdict(label, rss < goal) if goal else "")


def section_memory():
    rows = []
    with SimulatedHosts(1, 3, settings="") as server:
        open_all(server)
        rows.append(memory_row("1 host, 3 machines", server, 10))
    n_hosts, n_machines = (3, 10) if SHORT else (100, 100)
    with SimulatedHosts(n_hosts, n_machines, settings="") as server:
        open_all(server)
        rows.append(memory_row(f"{n_hosts} hosts, {n_machines} machines each", server, 256))
    with Libvirtd(3) as server:
        measure(server, "connects", 1)
        rows.append(memory_row("libvirtd, 3 machines", server, None))
    return title("Memory") + """\
All hosts are connected and their machines known, with subscriptions, a minute after the last was opened and right after
``virsh list --all``.  "Resident" counts every page of a shared library as if nobody else had it, "proportional" only what falls to
this process; "private" is what it has allocated.  MiB.

""" + table(("", "resident", "proportional", "private", "goal", "met"), rows).replace("=\n  ", "=\n..", 1)


def burst_ours(n_clients, n_events):
    # One look at the host finds all that is new: what is measured is the daemon, not the road to the host.
    with SimulatedHosts(1, 3, settings="events = no\npoll-interval = 1s\nbusy-poll-interval = 1s\n") as server:
        listeners = Listeners(server, n_clients, n_events, server.wire_uri())
        server.add_machines(n_events)
        return listeners.result()


def burst_theirs(n_clients, n_events):
    with Libvirtd(1) as server:
        # Only the machines of this one are the same for all clients.
        listeners = Listeners(server, n_clients, n_events, "test:///default")
        measure(server, "toggles", n_events, "test", uri="test:///default")
        return listeners.result()


def section_events():
    rows = []
    n_events = count(1000)
    for n_clients in (8, 64, 1000):
        our = burst_ours(n_clients, n_events)
        their = burst_theirs(n_clients, n_events if n_clients < 1000 else n_events // 10)
        lost = n_clients * n_events - our["events"]
        ratio = our["per_second"] / their["per_second"]
        rows.append((n_clients, n_events, lost, f"{our['per_second']:.0f}", f"{their['per_second']:.0f}", f"{ratio:.1f}",
                     microseconds(our["cpu_usec"]), microseconds(their["cpu_usec"]), verdict(f"events to {n_clients}", lost == 0 and ratio >= 2, lost == 0)))
    text = title("Many clients") + f"""\
Clients that have asked for lifecycle events, and {n_events} changes: here machines that appear on the host, in libvirtd a test
machine that is suspended and resumed.  Events a second are those that arrived, all clients together, from the first to the
last; "CPU" is the server's processor time for one, in microseconds.  The goals: none is lost, and twice libvirtd's.

""" + table(("clients", "changes", "lost", "events/s", "libvirtd", "ratio", "CPU", "libvirtd", "met"), rows)
    return text + section_connects()


def section_connects():
    with SimulatedHosts(1, 3) as server:
        our = measure(server, "connects", count(5000))
    with Libvirtd(3) as server:
        their = measure(server, "connects", count(2000))
    return "Clients one after the other, that connect, greet as stock clients do (six calls), and close:\n\n" + table(
        ("", "per second", "CPU"), [("virthypervd", f"{our['per_second']:.0f}", microseconds(our["cpu_usec"])),
                                    ("libvirtd", f"{their['per_second']:.0f}", microseconds(their["cpu_usec"]))])


SECTIONS = {"calls": section_calls, "hosts": section_hosts, "notice": section_notice, "memory": section_memory,
            "events": section_events}


def describe_machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = re.findall(r"^model name\s*:\s*(.*)$", file.read(), re.M)
    version = subprocess.run(["libvirtd", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    return f"{len(models)} x {models[0] if models else platform.machine()}, Linux {platform.release().split('-')[0]}; libvirtd {version}"


def format_document(sections):
    return f""".. Made by {COMMAND}; nothing here is written by hand.

{title("Performance", "=")}\
What ``virthypervd`` costs, beside stock ``libvirtd`` with its test driver in the same run, on the same machine
({describe_machine()}).  The Windows hosts are simulated.  To measure anew:

.. not run: it takes minutes; a test runs it with --short

::

    {COMMAND}

{"".join(sections)}""".rstrip("\n") + "\n"


def main():
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")]
    sections = []
    for name, section in SECTIONS.items():
        if wanted and name not in wanted:
            continue
        sections.append(section())
        print(sections[-1], flush=True)
    if "--write" in sys.argv[1:]:
        if wanted or SHORT:
            sys.exit("run.py: the document is made of whole runs only")
        (SOURCE / "docs/performance.rst").write_text(format_document(sections), encoding="utf-8")
    for what in MISSED:
        print(f"goal missed: {what}")
    return 1 if MISSED else 0


if __name__ == "__main__":
    sys.exit(main())
