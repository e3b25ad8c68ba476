# test_methods.py: the module has every command of the daemon, with its arguments and answers, and no other
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_methods.py DUMP-TABLES

import dataclasses
import datetime
import inspect
import json
import os
import re
import subprocess
import sys
import types
import typing
from collections.abc import Iterable

import libvirt_hyperv_repl
from libvirt_hyperv_repl import (
    AdapterSettings, Entry, Member, Plan, PointLike, Replication, ReplicationHost, Seconds, ServiceSettings, Settings, TimeOfDay)
from libvirt_hyperv_repl import errors, events
from libvirt_hyperv_repl.codec import fields_of, kebab

SCOPES = {"vm": Replication, "host": ReplicationHost}
# What neither class has a method for: the whole table says so itself.
WHERE_ANY = {"query-job": Replication}
# What is no argument of a method, and why.
ELSEWHERE = {"dry-run": "get_plan()", "format": "methods of their own for XML"}
# Defaults of the commands; others are given by the hosts, and are None here.
DEFAULTS = {"wait": True, "extended": False, "shutdown": False, "force": False, "acknowledge-primary-down": False}
TYPES = {"boolean": bool, "number": int, "string": str, "document": str, "list": Iterable[str], "time": datetime.datetime,
         "time-of-day": TimeOfDay, "point": PointLike}
# Of members that are no objects; what is variable is anything.
ANSWER_TYPES = {"boolean": bool, "number": int, "string": str, "choice": str, "time": datetime.datetime, "time-of-day": str,
                "point": str, "document": str, "list": tuple}
SUBJECTS = {"relationship": Settings, "service": ServiceSettings, "authorization": Entry, "adapter": AdapterSettings}
SHAPES = {"object": None, "objects": list, "null": types.NoneType}
# Methods that are no command of their own.
PLAIN = {Replication: {"run", "get_plan", "list_points", "point_lookup_by_time", "planned_failover"},
         ReplicationHost: {"run", "get_plan", "event_register", "event_deregister", "domain"}}
# Names that do not follow from the command's, with the words of each that are left out or put elsewhere.
NAMES = {"query-recovery-points": "get_points", "query-failover-network": "get_network", "replication-import": "import_",
         "query-system-certificates": "get_certificates", "replication-set-failover-network": "set_network",
         "query-replication": "get_state"}


def read_tables():
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    return json.loads(subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True, env=environment).stdout)


def list_methods():
    """(class, name, function) of each that is a command."""
    return [(cls, name, function) for cls in SCOPES.values() for name, function in inspect.getmembers(cls, inspect.isfunction)
            if hasattr(function, "command")]


def name_of(row):
    """The method's name: query-x is get_x, replication-OBJECT-verb is verb_object."""
    name, host = row["name"], row["scope"] == "host"
    if name in NAMES:
        return NAMES[name]
    words = name.removeprefix("query-").removeprefix("replication-").split("-")
    if name.startswith("query-"):
        return "get_" + "_".join(words)
    if host and words[0] in ("service", "authorization"):
        words = words[1:2] + words[:1] + words[2:]
    return "_".join(words)


def without_none(hint):
    rest = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
    is_optional = len(rest) < len(typing.get_args(hint))
    return typing.Union[tuple(rest)] if is_optional else hint


def wanted_type(row):
    if row["type"] == "choice":
        return typing.Literal[tuple(row["choices"])]
    return Seconds if row["type"] == "number" and row.get("unit") == "s" else TYPES[row["type"]]


def list_parameters(function):
    """Member to (type, default) of a method's arguments."""
    hints, found = typing.get_type_hints(function), {}
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if parameter.kind is parameter.VAR_KEYWORD:
            rows = typing.get_type_hints(typing.get_args(hints[name])[0])
            found.update({kebab(key): (hint, None) for key, hint in rows.items()})
        else:
            found[kebab(name)] = (without_none(hints[name]), parameter.default)
    return found


def check_arguments(row, function):
    rows = {argument["name"]: argument for argument in row["arguments"] if argument["name"] not in ELSEWHERE}
    found = list_parameters(function)
    yield from (f"there is no argument {name}" for name in rows.keys() - found.keys())
    yield from (f"{name} is no argument of the command" for name in found.keys() - rows.keys())
    for name in rows.keys() & found.keys():
        hint, default = found[name]
        if hint != wanted_type(rows[name]):
            yield f"{name} is a {hint}, and should be {wanted_type(rows[name])}"
        if default != (inspect.Parameter.empty if rows[name]["required"] else DEFAULTS.get(name)):
            yield f"{name} has the default {default}"


def value_of(hint):
    """The dataclass that a type is, or is a sequence of."""
    hint = without_none(hint)
    return typing.get_args(hint)[0] if typing.get_origin(hint) in (list, tuple) else hint


def check_member(row, hint):
    """The type of one member, by the words of the table."""
    inner = without_none(hint)
    if not row.get("always", True) and hint == inner and typing.get_origin(hint) is not tuple:
        yield f"is a {hint}, and should know None"
    if row["type"] == "objects" and typing.get_origin(inner) is not tuple:
        yield f"is a {hint}, and should be a tuple"
    if "members" in row:
        yield from check_members(row["members"], value_of(hint))
    elif "subject" in row and value_of(hint) is not SUBJECTS[row["subject"]]:
        yield f"is a {hint}, and should be {SUBJECTS[row['subject']]}"
    elif row["type"] in ANSWER_TYPES and (typing.get_origin(inner) or inner) is not ANSWER_TYPES[row["type"]]:
        yield f"is a {hint}"


def check_members(rows, cls):
    """All members that the table has, and no other."""
    fields = {member: hint for _name, member, hint in fields_of(cls)}
    yield from (f"{cls.__name__} has no {row['name']}" for row in rows if row["name"] not in fields)
    yield from (f"{cls.__name__}.{name} is no member" for name in fields.keys() - {row["name"] for row in rows})
    for row in rows:
        if row["name"] in fields:
            yield from (f"{cls.__name__}.{row['name']} {problem}" for problem in check_member(row, fields[row["name"]]))


def check_answer(row, function):
    hint = typing.get_type_hints(function)["return"]
    if function.fixed.get("format") == "xml" or value_of(hint) is Replication:
        return
    if typing.get_origin(hint) is not SHAPES[row["answer-type"]] and hint is not SHAPES[row["answer-type"]]:
        yield f"it returns {hint}, and the answer is {row['answer-type']}"
    elif "answer" in row:
        yield from check_members(row["answer"], value_of(hint))
    elif "answer-subject" in row and value_of(hint) is not SUBJECTS[row["answer-subject"]]:
        yield f"it returns {hint}"


def check(row, functions):
    wanted = name_of(row)
    found = [function for cls, name, function in functions if name == wanted and cls in classes_of(row)]
    if not found:
        yield f"there is no method {wanted}"
    for function in found:
        yield from check_arguments(row, function)
        if function.__doc__.splitlines()[0] != row["summary"] + ".":
            yield f"its text is not '{row['summary']}.'"
        yield from check_answer(row, function)
    if "format" in {argument["name"] for argument in row["arguments"]} and not [
            function for _cls, _name, function in functions if (function.command, function.fixed) == (row["name"], {"format": "xml"})]:
        yield "there is no method for XML"


def classes_of(row):
    return [SCOPES[row["scope"]]] if row["scope"] in SCOPES else [WHERE_ANY.get(row["name"], ReplicationHost)]


def check_methods(commands, functions):
    """Every method is a command, or known to be none."""
    names = {row["name"] for row in commands}
    yield from (f"{name}() sends {function.command}, which is no command" for _cls, name, function in functions
                if function.command not in names)
    for cls in SCOPES.values():
        public = {name for name, _value in inspect.getmembers(cls) if not name.startswith("_")}
        sending = {name for found, name, _function in functions if found is cls}
        yield from (f"{cls.__name__}.{name} is new" for name in public - sending - PLAIN[cls])


def check_names():
    """What the package exports is what stands in its modules, and each has a text."""
    module = libvirt_hyperv_repl
    public = {name for name, value in vars(module).items() if not name.startswith("_") and not isinstance(value, types.ModuleType)}
    yield from (f"{name} is not in __all__" for name in public - set(module.__all__))
    yield from (f"{name} has no text" for name in module.__all__
                if isinstance(getattr(module, name), (type, types.FunctionType)) and not getattr(module, name).__doc__)
    values = {name for name, value in vars(module.values).items() if dataclasses.is_dataclass(value)}
    yield from (f"{name} is not exported" for name in values - set(module.__all__))


def check_page():
    """docs/python.rst has a row for each method, with its command, and for each exception."""
    with open(os.path.join(os.environ["SOURCE"], "docs/python.rst"), encoding="utf-8") as file:
        parts = re.split(r"^of ``(\w+)`` .*$", file.read(), flags=re.MULTILINE)
    yield from (f"there is no row for {name}" for name, value in vars(errors).items()
                if inspect.isclass(value) and value is not errors.ReplicationError and f"\n``{name}`` " not in parts[0]
                and issubclass(value, errors.ReplicationError))
    for cls, part in zip(parts[1::2], parts[2::2]):
        rows = dict(re.findall(r"^``(\w+)`` +(.*)$", part, flags=re.MULTILINE))
        wanted = {name: function.command + (", as XML" if function.fixed else "") for found, name, function in list_methods()
                  if found.__name__ == cls}
        plain = PLAIN[getattr(libvirt_hyperv_repl, cls)] - {"domain"}
        yield from (f"{cls}.{name} has the row {rows.get(name)}" for name, command in wanted.items() if rows.get(name) != command)
        yield from (f"{cls}.{name} should have a row, or none" for name in (rows.keys() - wanted.keys()) ^ plain)


def check_header():
    """A function of the C library is a method here, and every method but run() is one there."""
    with open(os.path.join(os.environ["SOURCE"], "include/libvirt-hyperv-repl.h"), encoding="utf-8") as file:
        text = file.read()
    for prefix, cls in ("virDomain", Replication), ("virConnect", ReplicationHost):
        names = re.findall(rf"^(?:\w[\w ]*[ *])?{prefix}HypervRepl(\w+)\(", text, flags=re.MULTILINE)
        there = {re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower() for name in names}
        here = {name.rstrip("_") for found, name, _function in list_methods() if found is cls} | PLAIN[cls] - {"run", "domain"}
        yield from (f"{prefix}...: {name} is of one side only" for name in sorted(there ^ here))


def check_installed():
    """python/meson.build installs every file of the module."""
    folder = os.path.join(os.environ["SOURCE"], "python")
    with open(os.path.join(folder, "meson.build"), encoding="utf-8") as file:
        listed = set(re.findall(r"'libvirt_hyperv_repl/([\w.]+)'", file.read()))
    there = {name for name in os.listdir(os.path.join(folder, "libvirt_hyperv_repl")) if "." in name}
    yield from (f"{name} is there, or is installed, but not both" for name in sorted(listed ^ there))


def check_settings(tables):
    """The settings of each subject."""
    for subject, cls in SUBJECTS.items():
        yield from check_members([{**row, "always": cls is Entry} for row in tables["settings"][subject]["rows"]], cls)


def list_member_rows(rows):
    for row in rows:
        yield row
        yield from list_member_rows(row.get("members", []))


def check_member_rows(commands):
    """What the tables of answers are made of is in no table."""
    there = {name for command in commands for row in list_member_rows(command.get("answer", [])) for name in row}
    yield from (f"{name} is of one side only" for name in there ^ {member for _name, member, _hint in fields_of(Member)})


def check_events(rows):
    """Each event of the daemon has a kind with its members, and each kind an event."""
    kinds = {**events.KINDS, "REPLICATION_STATE_CHANGE": events.LegEvent}
    yield from (f"{name} is of one side only" for name in kinds.keys() ^ {row["name"] for row in rows})
    for row in rows:
        # A time that the host did not say is an empty text there, and None here.
        members = [{**member, "type": "time"} if member["name"] == "created" else member for member in row["members"]]
        members += [{"name": "domain", "type": "variable"}, {"name": "time", "type": "time"}]
        yield from check_members(members, kinds[row["name"]]) if row["name"] in kinds else ()


def main():
    tables, functions = read_tables(), list_methods()
    points = [(f"{row['name']} of {row['scope']}", list(check(row, functions))) for row in tables["commands"]]
    points += [
        ("no method without a command", list(check_methods(tables["commands"], functions))), ("names", list(check_names())),
        ("page", list(check_page())), ("header", list(check_header())), ("installed", list(check_installed())),
        ("settings", list(check_settings(tables))), ("plans", list(check_members(tables["dry-run"], Plan))),
        ("events", list(check_events(tables["events"]))), ("members of answers", list(check_member_rows(tables["commands"])))]
    print(f"1..{len(points)}")
    for number, (title, problems) in enumerate(points, 1):
        print(f"{'not ' if problems else ''}ok {number} - {title}")
        print("".join(f"# {problem}\n" for problem in problems), end="")
    return 1 if any(problems for _title, problems in points) else 0


if __name__ == "__main__":
    sys.exit(main())
