# answers.py: real answers held against what query-commands says of them
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import os
import re
import subprocess

BUILD = os.environ["BUILD"]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TYPES = {"boolean": bool, "number": int, "string": str, "time": str, "list": list, "object": dict, "objects": list, "settings": dict}


def read_tables():
    return json.loads(subprocess.run([os.path.join(BUILD, "docs/dump-tables")], capture_output=True, text=True, check=True).stdout)


class Answers:
    """What was said of answers, and which of their members have been seen."""

    def __init__(self, commands):
        tables = read_tables()
        self.commands = {(row["name"], row["scope"]): row for row in commands}
        self.settings = {name: {row["name"] for row in subject["rows"]} for name, subject in tables["settings"].items()}
        self.calls = next(row for row in tables["dry-run"] if row["name"] == "calls")["members"]
        self.events = {row["name"]: row["members"] for row in tables["events"]}
        self.seen = set()

    def find(self, name, scope):
        return self.commands.get((name, scope)) or self.commands[(name, "any")]

    def check(self, name, scope, answer):
        row = self.find(name, scope)
        where = f"{name} ({row['scope']})"
        if row["answer-type"] == "null":
            if answer is not None:
                raise AssertionError(f"{where} should answer null, not {answer!r}")
            return
        if isinstance(answer, str):  # XML, as asked for
            return
        for one in answer if row["answer-type"] == "objects" else [answer]:
            if "answer" in row:
                self.check_members(where, row["answer"], one)
            else:
                self.check_settings(where, row["answer-subject"], one)

    def check_dry_run(self, call):
        self.check_members("a dry run", self.calls, call)

    def check_event(self, name, details):
        self.check_members(name, self.events[name], details)

    def check_settings(self, where, subject, found):
        if unknown := found.keys() - self.settings[subject]:
            raise AssertionError(f"{where}: {unknown} are no settings of a {subject}")

    def check_members(self, where, rows, found):
        known = {row["name"]: row for row in rows}
        if unknown := found.keys() - known.keys():
            raise AssertionError(f"{where} answered {unknown}, which the table does not have")
        if lacking := {name for name, row in known.items() if row["always"]} - found.keys():
            raise AssertionError(f"{where} lacks {lacking}")
        for name, value in found.items():
            self.check_value(f"{where} {name}", known[name], value)

    def check_value(self, where, row, value):
        self.seen.add(where)
        if value is None:
            if not row["nullable"]:
                raise AssertionError(f"{where} is null")
            return
        wanted = TYPES.get(row["type"])
        if wanted is not None and type(value) is not wanted:
            raise AssertionError(f"{where} is {value!r}, no {row['type']}")
        if row["type"] == "time" and not TIME.fullmatch(value):
            raise AssertionError(f"{where} is {value!r}, no time")
        if row["type"] == "list" and not all(isinstance(word, str) for word in value):
            raise AssertionError(f"{where} is {value!r}, no list of words")
        self.check_below(where, row, value)

    def check_below(self, where, row, value):
        if row["type"] == "settings":
            self.check_settings(where, row["subject"], value)
        elif row["type"] in ("object", "objects"):
            for one in value if row["type"] == "objects" else [value]:
                if "members" in row:
                    self.check_members(where, row["members"], one)
                else:
                    self.check_settings(where, row["subject"], one)

    def list_unseen(self, scope):
        """Members that no answer has had so far, of the commands of a scope; what changes something answers alike."""
        def walk(where, rows):
            for row in rows:
                yield f"{where} {row['name']}"
                yield from walk(f"{where} {row['name']}", row.get("members", []))

        def shorten(path):
            return re.sub(r"^replication-\S+ ", "replication-... ", path)
        wanted = {shorten(path) for (name, of), row in self.commands.items() if of == scope
                  for path in walk(f"{name} ({of})", row.get("answer", []))}
        return sorted(wanted - {shorten(path) for path in self.seen})
