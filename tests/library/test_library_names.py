# test_library_names.py: header, symbols, table of commands, arguments, reference and binary interface say the same
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_library_names.py LIBRARY DUMP-TABLES

import contextlib
import importlib.util
import json
import os
import re
import subprocess
import sys

import tap
from tap import case, equal

SOURCE = os.environ["SOURCE"]
LIBRARY, DUMP = sys.argv[1:3]
spec = importlib.util.spec_from_file_location("reference", os.path.join(SOURCE, "docs/reference.py"))
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)

HEADER = reference.read(reference.HEADER)
ALL = reference.parse_functions(HEADER)
FUNCTIONS = {function.name: function for function in ALL if not function.is_callback}
MACROS = dict(re.findall(r'^#define VIR_HYPERV_REPL_PARAM_(\w+)\s+"([\w-]+)"', HEADER, re.M))
TABLES = json.loads(subprocess.run([DUMP], check=True, capture_output=True, text=True).stdout)
SETTINGS = {row["name"] for row in TABLES["settings"]["relationship"]["rows"]}
# Arguments that are flags, parameters of a function, or what makes it another function.
NOT_PARAMS = {"wait": "NO_WAIT", "extended": "EXTENDED", "shutdown": "SHUTDOWN", "dry-run": None, "format": None, "destination": None}


def rows():
    """Function -> (command or None, set of flags) as client_row.c has it."""
    found = re.findall(r'^    \{ "(vir\w+)",\s+(?:"([\w-]+)"|NULL),\s+([A-Z_| ]+?),\s', reference.read("src/hyperv_repl/client/client_row.c"),
                       re.M)
    return {function: (command or None, set(flags.replace("NONE", "").replace(" ", "").split("|")) - {""})
            for function, command, flags in found}


def commands(function):
    """The daemon's rows that a function may be."""
    name, scope = rows()[function][0], "host" if function.startswith("virConnect") else "vm"
    return [row for row in TABLES["commands"] if row["name"] == name and row["scope"] in (scope, "any")]


def arguments(function):
    return {argument["name"]: argument for row in commands(function) for argument in row["arguments"]}


def named(function):
    """What is said of a function's arguments, and the macros that it names; as of another one, if it refers to that."""
    text = FUNCTIONS[function].parameters.get("filters", FUNCTIONS[function].parameters.get("params", ""))
    if other := re.match(r"as of (vir\w+)\(\)", text):
        return named(other.group(1))
    words = re.findall(r"\b[A-Z][A-Z_]+\b", text.replace("VIR_HYPERV_REPL_PARAM_", ""))
    return text, set(words) - {"NULL", "XML"}


@case
def symbols(_world):
    """The library exports the header's functions, each in the map's version, and nothing else."""
    lines = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], check=True, capture_output=True, text=True).stdout.splitlines()
    exported = dict(line.split()[2].split("@@") for line in lines if " T " in line)
    equal(set(exported), set(FUNCTIONS))
    equal(exported, reference.parse_versions())
    equal({line.split()[2] for line in lines if " T " not in line}, set(exported.values()))
    order = list(reference.parse_versions())
    equal(order, sorted(order))


@case
def table(_world):
    """Each function is a row, each row a command of the daemon, and each command a function."""
    equal(set(FUNCTIONS) - set(rows()), {"virConnectHypervReplEventDeregister"})
    equal(set(rows()) - set(FUNCTIONS), set())
    equal({function: len(commands(function)) for function in rows() if rows()[function][0]},
          {function: 1 for function in rows() if rows()[function][0]})
    reached = {(command["name"], command["scope"]) for function in rows() for command in commands(function)}
    equal({(row["name"], row["scope"]) for row in TABLES["commands"]} - reached, set())


@case
def flags(_world):
    """A function knows the flags that its command has arguments for."""
    for function, (command, known) in rows().items():
        if command is None:
            continue
        wanted = {NOT_PARAMS[name] for name in arguments(function) if NOT_PARAMS.get(name)}
        if function == "virDomainHypervReplTestFailover":
            wanted -= {"NO_WAIT"}  # there is no machine to return before the job has ended
        equal((function, known - {"BEFORE"}), (function, wanted))
        text = FUNCTIONS[function].parameters["flags"]
        equal((function, set(re.findall(r"VIR_HYPERV_REPL_(\w+)", text))), (function, known))


@case
def parameters(_world):
    """Each argument has a macro, of the type that the library takes it for; each macro is an argument."""
    found = {name: argument for row in TABLES["commands"] for argument in row["arguments"] if (name := argument["name"]) not in NOT_PARAMS}
    equal(set(MACROS.values()), set(found))
    equal({macro for macro, name in MACROS.items() if macro != name.upper().replace("-", "_")}, set())
    text = reference.read("src/hyperv_repl/client/client_argument.c")
    types = {MACROS[macro]: kind.lower() for macro, kind in re.findall(r"\{ VIR_HYPERV_REPL_PARAM_(\w+),\s+HVR_CLIENT_(\w+) \}", text)}
    kinds = {name: argument["type"] if argument["type"] in ("number", "boolean", "list") else "string" for name, argument in found.items()}
    del kinds["state"]  # a word to filter by, and a service's number
    equal({name: types.get(name, "string") for name in kinds}, kinds)
    for heading, group in reference.parse_macros(HEADER):
        for macro, name, meaning in group:
            if name == "state":
                continue
            kind = {"UINT": "number", "BOOLEAN": "boolean"}.get(re.match(r"\w+", meaning).group(0), "string")
            kind = "list" if meaning.startswith("STRING, list") else kind
            equal((heading, macro, kind), (heading, macro, kinds[name]))


@case
def comments(_world):
    """Each function says what it takes, what it returns, since when; the arguments it names are those that its command takes."""
    for name, function in FUNCTIONS.items():
        equal((name, list(function.parameters)), (name, function.arguments))
        equal((name, function.get("Since: ")), (name, "Since: 0.1.0"))
        equal((name, (function.get("Returns ") or "")[-1:]), (name, "."))
    for name in rows():
        text, words = named(name)
        equal((name, words - set(MACROS)), (name, set()))
        if rows()[name][0]:
            known = {MACROS[word] for word in words}
            equal((name, known - set(arguments(name))), (name, set()))
            known |= SETTINGS if "settings of a relationship" in text else set()
            known |= {"point"} if "point" in FUNCTIONS[name].arguments else set()
            equal((name, set(arguments(name)) - set(NOT_PARAMS) - known), (name, set()))
        methods = {row.get("method") for row in commands(name)} - {None}
        equal((name, {method for method in methods if "." + method not in " ".join(FUNCTIONS[name].paragraphs)}), (name, set()))


@case
def states(_world):
    """The numbers of states are the table's."""
    enums = {name: rows_ for name, _, rows_ in reference.parse_enums(HEADER)}
    ours = [(value, re.match(r'"([\w-]+)"', meaning).group(1)) for _, value, meaning in enums["virHypervReplState"]]
    equal(ours, [(row["number"], row["name"]) for row in TABLES["states"]])
    for rows_ in (enums["virHypervReplState"], enums["virHypervReplHealth"], enums["virHypervReplRole"]):
        for constant, _, meaning in rows_:
            word = re.match(r'"([\w-]+)"', meaning).group(1)
            equal(constant.endswith("_" + word.upper().replace("-", "_")), True)


@case
def generated(_world):
    """The reference and the binary interface are what docs/reference.py makes of the header."""
    for path, text in ((reference.REFERENCE, reference.format_reference(HEADER)), (reference.ABI, reference.format_abi(HEADER))):
        if reference.read(path) != text:
            raise AssertionError(f"{path} is old, run docs/reference.py")
    for name in FUNCTIONS:
        equal((name, reference.read(reference.REFERENCE).count(f"\n{name}\n~")), (name, 1))


@case
def interface(_world):
    """What was in the binary interface when it was committed last still is."""
    result = subprocess.run(["git", "-C", SOURCE, "show", f"HEAD:{reference.ABI}"], capture_output=True, text=True, check=False)
    before = {line for line in result.stdout.splitlines() if not line.startswith("#")} if result.returncode == 0 else set()
    equal(before - set(reference.format_abi(HEADER).splitlines()), set())


class NoWorld(contextlib.nullcontext):
    def __enter__(self):
        return self

    @staticmethod
    def logs():
        return ""


if __name__ == "__main__":
    sys.exit(tap.main(NoWorld))
