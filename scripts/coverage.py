#!/usr/bin/python3
# coverage.py: how much of src/hyperv_repl/replication/ its unit tests run, and every row of its tables
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: coverage.py BUILD DUMP-TABLES     (BUILD: made with --coverage, its tests run)
#
# Lines and branches are gcov's.  A row of a table counts as exercised if
#   a verb        has a point /repl/verb/cells/VERB that passed, and its method a body that the tests compare with
#   a setting     has a point /repl/settings/row/SUBJECT/SETTING that passed
#   a parameter   stands in such a body of its method
# where a body is what goes over the wire, as it stands in the compiled tests.  The
# status is 1 if a row was not.

import importlib.util
import json
import os
import re
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ElementTree

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = "src/hyperv_repl/replication/"
# Parameters that no body has: one that the page calls unused, and one that all methods have and one function reads.
NOT_IN_BODIES = {"TimeoutPeriod", "Job"}
spec = importlib.util.spec_from_file_location("generate", os.path.join(SOURCE, "docs/generate.py"))
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)


# Lines and branches -------------------------------------------------------------
def read_gcov(build):
    """File name to (number, how often it was run, branches taken, branches) of each line."""
    folder = os.path.join(build, "src/hyperv_repl/libhvr-replication.a.p")
    notes = sorted(name for name in os.listdir(folder) if name.endswith(".gcno") and name.startswith("replication_"))
    out = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", *notes], cwd=folder,
                         capture_output=True, text=True, check=True).stdout
    found = {}
    for text in out.splitlines():
        for file in json.loads(text)["files"]:
            if file["file"].endswith(".c") and FOLDER in file["file"]:
                found[os.path.basename(file["file"])] = [count_line(line) for line in file["lines"]]
    return found


def count_line(line):
    return line["line_number"], line["count"], sum(1 for branch in line["branches"] if branch["count"]), len(line["branches"])


def share(part, whole):
    return f"{100 * part / whole if whole else 100:5.1f} % {part:5}/{whole:<5}"


def sums(lines):
    """Lines run, lines, branches taken, branches."""
    return (sum(1 for _, count, _, _ in lines if count), len(lines),
            sum(taken for _, _, taken, _ in lines), sum(n for _, _, _, n in lines))


def print_files(files):
    print(f"{'file':28}{'lines':>18}{'branches':>20}    lines never run")
    total = []
    for name, lines in sorted(files.items()):
        run, n_lines, taken, n_branches = sums(lines)
        total += lines
        never = ", ".join(str(number) for number, count, _, _ in lines if not count)
        print(f"{name:28}{share(run, n_lines)}  {share(taken, n_branches)}   {textwrap.shorten(never, 40)}".rstrip())
    run, n_lines, taken, n_branches = sums(total)
    print(f"{'replication/':28}{share(run, n_lines)}  {share(taken, n_branches)}".rstrip())


# Rows ---------------------------------------------------------------------------
def read_points(build):
    """Paths of the test points that passed."""
    root = ElementTree.parse(os.path.join(build, "meson-logs/testlog.junit.xml")).getroot()
    return {case.get("name").split(" ", 1)[-1] for case in root.iter("testcase")
            if case.find("failure") is None and case.find("error") is None and case.find("skipped") is None}


def read_bodies(build):
    """Method to the bodies that the tests compare with, or answer."""
    found = {}
    folder = os.path.join(build, "tests")
    for name in sorted(os.listdir(folder)):
        if name.startswith("test_repl_") and os.path.isfile(os.path.join(folder, name)):
            with open(os.path.join(folder, name), "rb") as file:
                text = file.read().decode("latin-1")
            for match in re.finditer(r"<p:(\w+)_(?:INPUT|OUTPUT)[ >][^\0]*", text):
                found.setdefault(match[1], []).append(match[0])
    return found


def is_sent(verb, bodies):
    state = f"<p:RequestedState>{verb['requested-state']}<" if verb["requested-state"] else ""
    return any(f"{verb['method']}_INPUT" in body and state in body for body in bodies.get(verb["method"], []))


def missing_verbs(dump, points, bodies):
    rows = dump["verbs"]
    return len(rows), [f"verb {verb['name']}: no point /repl/verb/cells/{verb['name']}" for verb in rows
                       if f"/repl/verb/cells/{verb['name']}" not in points] + \
                      [f"verb {verb['name']}: no body of {verb['method']}" for verb in rows if not is_sent(verb, bodies)]


def missing_settings(dump, points):
    rows = [(subject, row["name"]) for subject, found in dump["settings"].items() for row in found["rows"]]
    return len(rows), [f"setting {name}: no point /repl/settings/row/{subject}/{name}" for subject, name in rows
                       if f"/repl/settings/row/{subject}/{name}" not in points]


def missing_parameters(classes, bodies):
    rows = [(method.name, row.name) for method in generate.replication_methods(classes) for row in method.fields
            if row.name not in NOT_IN_BODIES]
    return len(rows), [f"parameter {method}.{name}: in no body" for method, name in rows
                       if not any(re.search(rf"<p:{name}[ >/]", body) for body in bodies.get(method, []))]


def main():
    build, program = sys.argv[1:3]
    dump, classes, points = generate.read_dump(program), generate.read_classes(), read_points(build)
    print_files(read_gcov(build))
    bodies, lacking = read_bodies(build), []
    for title, (n_rows, missing) in (("verbs", missing_verbs(dump, points, bodies)), ("settings", missing_settings(dump, points)),
                                     ("parameters", missing_parameters(classes, bodies))):
        n_lacking = len({text.split(":")[0] for text in missing})
        print(f"rows of {title} exercised: {n_rows - n_lacking} of {n_rows}")
        lacking += missing
    for text in lacking:
        print(f"  never exercised: {text}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
