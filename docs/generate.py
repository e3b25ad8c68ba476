#!/usr/bin/python3
# generate.py: make cmdlets.rst, commands.rst, events.rst, settings.rst, states.rst and support.rst of the tables
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: generate.py [--check] [DUMP-TABLES]       the program, default build/docs/dump-tables
#
# With --check nothing is written: the first line that is stale is shown, and the
# status is 1.  What Windows has which method is read from schemas/*.mof, which
# test runs it from tests/.

import csv
import functools
import importlib.util
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import textwrap

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent
VERSIONS = ("2012", "2012 R2", "2016", "2019", "2022", "2025")
SERVICE, MACHINE = "Msvm_ReplicationService", "Msvm_ComputerSystem"
STATE_CHANGES = ("RequestReplicationStateChange", "RequestReplicationStateChangeEx")
HEAD = ".. Made by generate.py of the tables; change those, then run docs/generate.py.\n\n"

SIDES = {
    "none": ("A machine without replication", "Its state is ``disabled``."),
    "primary": ("A primary", "It sends to its replica."),
    "replica": ("A replica", "It receives from its primary (relationship 0)."),
    "extending": ("A replica that extends", "It sends what it has received to a third host (relationship 1, ``extended``)."),
    "extended": ("An extended replica", "It receives from a replica."),
    "test": ("A test replica", "What a test failover makes; ``replication-test-cleanup`` deletes it."),
}


@functools.cache
def load_mof():
    """scripts/mof-tables.py as a module: the one reader of MOF."""
    spec = importlib.util.spec_from_file_location("mof_tables", SOURCE / "scripts/mof-tables.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["mof_tables"] = module
    spec.loader.exec_module(module)
    return module


def read_classes():
    paths = sorted(str(path) for path in (SOURCE / "schemas").glob("*.mof"))
    return {found.name: found for found in load_mof().read(paths)}


def read_dump(program):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    return json.loads(subprocess.run([program], capture_output=True, text=True, check=True, env=environment).stdout)


def read_rows(name):
    with open(SOURCE / "schemas" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def read_cmdlets():
    return read_rows("cmdlets.csv")


def replication_methods(classes):
    """The methods that this project is about, in the order of the schema."""
    return [method for method in classes[SERVICE].methods if method.owner == SERVICE] + \
           [method for method in classes[MACHINE].methods if method.name in STATE_CHANGES]


def methods_of(command, verb):
    """The other form only where the command can be about the other relationship."""
    yield verb["method"]
    if verb["extended-method"] and {"extended", "relationship"} & {row["name"] for row in command["arguments"]}:
        yield verb["extended-method"]


def commands_by_method(dump):
    """Name of a method to the commands that call it."""
    verbs = {verb["name"]: verb for verb in dump["verbs"]}
    found = {}
    for command in dump["commands"]:
        for method in methods_of(command, verbs[command["verb"]]) if command["verb"] else ():
            found.setdefault(method, []).append(command)
    return found


def names_of(commands):
    """Each once: a name may have one command for machines and one for hosts."""
    return list(dict.fromkeys(command["name"] for command in commands))


# Text -------------------------------------------------------------------------
def title(text, line="="):
    return f"{text}\n{line * len(text)}\n\n"


def code(words):
    return ", ".join(f"``{word}``" for word in words)


def paragraph(text):
    return textwrap.fill(text, 120, break_on_hyphens=False, break_long_words=False) + "\n\n"


def plain(text):
    """Text as it is: nothing in it is markup."""
    return re.sub(r"([*`|\\])", r"\\\1", text)


def table(head, rows):
    """A simple table of reStructuredText, without columns that nothing stands in; the first is never empty."""
    used = [i for i in range(len(head)) if any(row[i] for row in rows)]
    head, rows = [head[i] for i in used], [[row[i] for i in used] for row in rows]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    rule = "  ".join("=" * width for width in widths)
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in [head, *rows]]
    return "\n".join([rule, lines[0], rule, *lines[1:], rule]) + "\n\n"


# cmdlets.rst ------------------------------------------------------------------
def format_cmdlets(_dump, _classes):
    text = HEAD + title("PowerShell's cmdlets") + paragraph(
        "What each parameter of PowerShell's replication cmdlets is here.  Microsoft's pages never name the WMI call behind a "
        "cmdlet: what maps to what is inferred from names.")
    for cmdlet, rows in itertools.groupby(read_cmdlets(), key=lambda row: row["cmdlet"]):
        text += title("Parameters of nearly all" if cmdlet == "(all)" else cmdlet, "-")
        text += table(("parameter", "command", "arguments", "in Hyper-V"), [
            (f"``{row['parameter']}``" if row["parameter"].startswith("-") else plain(row["parameter"] or "(none)"),
             "every one that changes something" if row["command"] == "*" else code(filter(None, [row["command"]])) or "none",
             code(row["arguments"].split()),
             plain(row["maps to"]) + (f" ({plain(row['remark'])})" if row["remark"] else "")) for row in rows])
    return text


# commands.rst -----------------------------------------------------------------
def describe_value(row):
    """A type with its limits: "number, 0 to 24"."""
    text = row["type"].replace("-", " ")
    if row.get("choices"):
        return "one of " + code(row["choices"]) + (f" ({row['unit']})" if row.get("unit") else "")
    if "form" in row and row["type"] in ("string", "list"):
        text = row["form"] if row["type"] == "string" else f"list: {row['form']}"
    if row["type"] == "number" and "maximum" in row:
        text = f"{row['minimum']} to {row['maximum']}"
    return text + (f" {row['unit']}" if row.get("unit") else "")


def is_common(argument):
    return argument["name"] in ("wait", "timeout", "dry-run")


def list_members(rows, where=""):
    """(path, row) of an answer's members and those below them: "relationships[].state"."""
    for row in rows:
        path = where + row["name"]
        yield path, row
        yield from list_members(row.get("members", ()), path + ("[]." if row["type"] == "objects" else "."))


def describe_member(row):
    if "subject" in row:
        return f"{'list of ' if row['type'] == 'objects' else ''}settings of {SETTINGS_OF[row['subject']]}"
    words = {"objects": "list of objects", "list": "list of strings", "time": "time, RFC 3339", "variable": "any"}
    return words.get(row["type"], row["type"]) + (f", {row['unit']}" if row.get("unit") else "")


SETTINGS_OF = {"relationship": "a relationship", "service": "a service", "authorization": "an authorization entry",
               "adapter": "a network adapter"}


def format_members(rows):
    return table(("member", "value", "", "meaning"), [
        (f"``{path}``", describe_member(row), ("always, or null" if row["nullable"] else "always") if row["always"] else "",
         plain(row["summary"])) for path, row in list_members(rows)])


def usual_answer(dump, scope):
    """What commands that change something answer, unless they say something else."""
    answers = [command.get("answer", []) for command in dump["commands"] if (command["scope"], command["access"]) == (scope, "write")]
    return max(answers, key=answers.count) if answers else []


def own_answer(dump, command):
    """The members of an answer that its command has for itself."""
    answer = command.get("answer", [])
    return [] if command["access"] == "write" and answer == usual_answer(dump, command["scope"]) else answer


def describe_answer(dump, command):
    answer, is_list = own_answer(dump, command), command["answer-type"] == "objects"
    if "answer-subject" in command:
        return f"Answers a list of settings of {SETTINGS_OF[command['answer-subject']]}, see settings.rst.\n\n"
    if command["answer-type"] == "null":
        return "Answers null.\n\n"
    return f"Answers {'a list of objects' if is_list else 'an object'}:\n\n" + format_members(answer) if answer else ""


# Microsoft's pages of StartService, StopService and RequestStateChange, and of Msvm_ReplicationService.
REFUSED = """\
The method's page knows two answers, 0 and 1 (not supported), and says that the service is always started: hosts are taken
to refuse this (inferred).  It comes and goes with the Windows service *vmms* on the host.

"""


def is_refused(dump, command):
    return any(verb["name"] == command["verb"] and "refused by all hosts" in verb["source"] for verb in dump["verbs"])


def describe_command(dump, command, methods):
    text = title(command["name"], "~") + plain(command["summary"]) + ".\n\n"
    calls = [name for name, found in methods.items() if command in found]
    if calls:
        text += f"Calls {code(calls)}.\n\n"
    if is_refused(dump, command):
        text += REFUSED
    rows = [(f"``{row['name']}``", describe_value(row), "required" if row["required"] else "",
             plain(row.get("summary") or "")) for row in command["arguments"] if not is_common(row)]
    if rows:
        text += table(("argument", "value", "", "meaning"), rows)
    return text + describe_answer(dump, command)


SECTIONS = (("vm", "read", "Reading, addressed to a machine"), ("vm", "write", "Changing, addressed to a machine"),
            ("host", "read", "Reading, addressed to a host"), ("host", "write", "Changing, addressed to a host"),
            ("any", "read", "Reading, addressed to either"), ("any", "write", "Changing, addressed to either"))


def format_commands(dump, _classes):
    methods = commands_by_method(dump)
    text = HEAD + title("Commands") + """\
.. world: data/worlds/sites.world at 2026-05-01T03:00:00Z
.. here: URI=hyperv+unix:///hv-replica VM=app01
.. first: virsh -c hyperv+unix:///hv-primary destroy app01

Every libvirt client sends them with ``virDomainQemuMonitorCommand``::

    virsh -c URI qemu-monitor-command VM replication-failover '"point": "rp-2026-05-01T03:00:00Z"'
    virsh -c URI qemu-monitor-command VM '{"execute": "replication-commit", "arguments": {"wait": false}}'

A host is addressed by its own domain, which is called like the host and is never listed among the machines.
``query-commands`` lists all this at run time.

Stock clients send no command at all on a read-only connection (``virsh -r``), not even one that only reads: there,
``virsh metadata``, ``domstats --vm`` and ``snapshot-list`` show role, states and recovery points.

``query-replication`` and ``query-replications`` answer from what is known and cost the host nothing.  What is still to be
sent nobody but the host knows: ``query-replication-statistics`` asks it (``pending-size``).

Commands that start a job answer when it has ended.  They, and all that change something, take three more arguments:

"""
    common = {row["name"]: row for command in dump["commands"] for row in command["arguments"] if is_common(row)}
    text += table(("argument", "value", "meaning"),
                  [(f"``{row['name']}``", describe_value(row), plain(row["summary"])) for row in common.values()])
    text += paragraph(
        "A dry run goes through the same checks as the command itself, and makes the same requests; instead of being sent, those that "
        "would change something are listed, each as if the one before it had gone well.  It reads what it has to, and takes no more "
        "than the right to read.  What the host itself would refuse it cannot know.  It answers an object:")
    text += format_members(dump["dry-run"])
    for scope, access, heading in SECTIONS:
        found = [command for command in dump["commands"] if (command["scope"], command["access"]) == (scope, access)]
        if found:
            text += title(heading, "-")
            if access == "write":
                text += "Where nothing else is said, these answer an object:\n\n" + format_members(usual_answer(dump, scope))
            text += "".join(describe_command(dump, command, methods) for command in found)
    return text


# events.rst -------------------------------------------------------------------
def format_events(dump, _classes):
    text = HEAD + title("Events") + paragraph(
        "What happens to a machine's replication is told as libvirt tells it: lifecycle, job and metadata events.  Who wants to know "
        "more listens to the events below, with ``virConnectDomainQemuMonitorEventRegister`` or ``virsh qemu-monitor-event --loop``.  "
        "Each is about one machine and has a time; its details are a JSON object with these members.  Members may be added; those "
        "that are always there stay.")
    for event in dump["events"]:
        text += title(event["name"], "-") + plain(event["summary"]) + ".\n\n" + format_members(event["members"])
    return text


# settings.rst -----------------------------------------------------------------
SUBJECTS = {
    "relationship": ("Relationship", "How one machine is replicated.  Arguments of ``replication-enable``, ``replication-modify``, "
                     "``replication-reverse`` and ``replication-failback``; elements of ``<replication>``."),
    "service": ("Service", "A host as replication server.  Arguments of ``replication-service-modify``; elements of "
                "``<replicationservice>``."),
    "authorization": ("Authorization entry", "Who may replicate to a host.  Arguments of ``replication-authorization-add`` and "
                      "``replication-authorization-modify``; elements of ``<replicationservice>``."),
    "adapter": ("Network adapter", "What a machine's network adapter is told after a failover.  Arguments of "
                "``replication-set-failover-network``; elements of ``<failovernetwork>``."),
}


def since_of_property(classes, class_name, name):
    """"" where it is as old as Hyper-V Replica."""
    row, = (row for row in classes[class_name].fields if row.name == name)
    return load_mof().since(row.qualifiers) or ""


def format_settings(dump, classes):
    text = HEAD + title("Settings") + """\
In commands they are arguments, in documents elements, with the same names.  What is not given stays as it is.  "Since"
names the first Windows Server that has a setting; without it, all have.

"""
    for subject, found in dump["settings"].items():
        heading, about = SUBJECTS[subject]
        rows = [(f"``{row['name']}``", describe_value(row), "shown, never set" if row["read-only"] else "",
                 plain(row["summary"]), since_of_property(classes, found["class"], row["property"]), f"``{row['property']}``")
                for row in found["rows"]]
        text += title(heading, "-") + paragraph(f"{about}  Microsoft's class is ``{found['class']}``.")
        text += table(("setting", "value", "", "meaning", "since", "property"), rows)
    return text


# states.rst -------------------------------------------------------------------
def name_of_command(dump, verb):
    """What to type for a verb."""
    return next(command["name"] for command in dump["commands"] if command["verb"] == verb["name"])


def documented(verb, side):
    return verb["receiver" if side in ("replica", "extended") else "sender"]


def is_anywhere(dump, verb):
    """No state forbids it, where there is replication at all."""
    every = {state["name"] for state in dump["states"]} - {"disabled"}
    return every <= set(verb["sender"]) and every <= set(verb["receiver"])


def short_name(dump, verb):
    return name_of_command(dump, verb).removeprefix("replication-")


def verbs_in(dump, side, state):
    """In the order of the table; doubtful ones are followed by a question mark."""
    return [short_name(dump, verb) + ("" if state in documented(verb, side) else "?") for verb in dump["verbs"]
            if verb["of"] == "machine" and not verb["query"] and not is_anywhere(dump, verb) and state in verb["allowed"][side]]


def format_side(dump, side):
    heading, about = SIDES[side]
    text = title(heading, "-") + paragraph(about)
    states = [state["name"] for state in dump["states"] if side != "none" or state["name"] == "disabled"]
    cells = [(name, verbs_in(dump, side, name)) for name in states]
    rows = [(f"``{name}``", ", ".join(words)) for name, words in cells if any(not word.endswith("?") for word in words)]
    if not rows:
        return text + "Nothing can be done to its replication.\n\n"
    text += table(("state", "replication-..."), rows)
    doubtful = {}
    for name, words in cells:
        if words and all(word.endswith("?") for word in words):
            doubtful.setdefault(", ".join(word[:-1] for word in words), []).append(name)
    for words, names in doubtful.items():
        text += paragraph(f"In {code(names)} the host decides about {words}.")
    anywhere = [short_name(dump, verb) for verb in dump["verbs"] if is_anywhere(dump, verb) and verb["allowed"][side]]
    return text + (paragraph(f"In every state: {', '.join(anywhere)}.") if anywhere and side != "none" else "")


FOLLOWS = (("roles", "roles"), ("sender", "a sender may be"), ("receiver", "a receiver may be"), ("during", "while it runs"),
           ("then", "then"), ("partner", "at the partner"), ("source", "source"))


def format_verb(dump, verb):
    methods = [name for name in (verb["method"], verb["extended-method"]) if name]
    text = title(name_of_command(dump, verb), "~")
    if verb["requested-state"]:
        text += f":method: {code(methods)}, RequestedState {verb['requested-state']}\n"
    else:
        text += f":method: {code(methods)}\n"
    for name, label in FOLLOWS:
        value = verb[name]
        if value:
            text += f":{label}: {code(value) if isinstance(value, list) else plain(value)}\n"
    return text + "\n"


def format_states(dump, _classes):
    text = HEAD + title("States") + """\
What a machine's role and state let it do.  What is surely impossible is refused before anything is sent; where the
documents are silent, or a state is one that they do not give to the role, the host decides: such commands have a
question mark.  A state that nobody has heard of is shown as ``unknown`` with its number, and the host decides in it, too.

"""
    text += table(("number", "state", "meaning"),
                  [(str(row["number"]), f"``{row['name']}``", plain(row["title"])) for row in dump["states"]])
    text += "".join(format_side(dump, side) for side in SIDES)
    text += title("What follows", "-") + """\
Each command with its method, where it works, the states that follow here and at the partner, and where that is written.
"Method page" is Microsoft's page of the method; names of cmdlets stand for their pages; what no document says is
"inferred".

"""
    return text + "".join(format_verb(dump, verb) for verb in dump["verbs"])


# support.rst ------------------------------------------------------------------
@functools.cache
def read_tests(folder, ending):
    """Path to text, without what is comment or meant to be refused."""
    comment = re.compile(r"^ ?\*.*\n|^/\*.*\n" if ending in (".c", ".h") else r"^\s*#.*\n|^refused .*\n", re.M)
    return {str(path.relative_to(SOURCE)): comment.sub("", path.read_text(encoding="utf-8"))
            for path in sorted((SOURCE / "tests" / folder).glob("**/*" + ending)) if path.is_file()}


def says(text, words):
    return re.search("|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in words), text) is not None


def find_test(texts, words):
    """The first test that says one of the words."""
    return next((path for path, text in texts.items() if says(text, words)), "")


def words_for(method):
    """How a test of the simulator may say which method it calls: by name, or by a function of a header that does."""
    words = [f"{method.owner}_{method.name}", f"hvr_wmi_method_{method.owner}_{method.name}", f"SERVICE({method.name})"]
    if method.name != "RequestStateChange":  # machines have one, too
        words.append(method.name)
    for text in read_tests("sim", ".h").values():
        functions = re.finditer(r"^(\w+)\([^;{]*\n\{\n(.*?)^\}", text, re.M | re.S)
        words += [match[1] for match in functions if says(match[2], words[:4])]
    return words


def rows_of_support(dump, classes):
    """(method, command, a test that sends the command, a test that asks the simulator for the method)"""
    commands = commands_by_method(dump)
    roads = {**read_tests("stories", ".sh"), **read_tests("stories", ".py"), **read_tests("rpc", ".py"), **read_tests("sim", ".c")}
    simulated = {path: text for path, text in read_tests("sim", ".c").items() if "/test_sim_" in path}
    return [(method, name, find_test(roads, [name]), find_test(simulated, words_for(method)))
            for method in sorted(replication_methods(classes), key=lambda method: method.name)
            for name in names_of(commands.get(method.name, []))]


def versions_of(since):
    """One cell a version."""
    first = VERSIONS.index(since or "2012")
    return ["yes" if i >= first else "no" for i in range(len(VERSIONS))]


# Functions without a procedure of their own.
ELSEWHERE = {
    "virConnectIsEncrypted": ("virConnectIsSecure", "asked with ``virConnectIsSecure``'s procedure"),
    "virConnectIsAlive": (None, "every client answers by itself"),
    "virConnectAuthPolkit": ("virConnectAuthPolkit", "asks polkit"),
}


def how_served(function, procedures):
    """(whether it is there, how)"""
    other, remark = ELSEWHERE.get(function, (function, ""))
    if other is None:
        return "yes", remark
    row = procedures.get(other)
    if row is None:
        return "no", ""
    otherwise = "asks the host" if row["writes"] else "from what is known, else asks the host"
    return "yes", remark or ("from what is known" if row["from-state"] else otherwise)


def format_functions(dump):
    """libvirt's functions here, and in libvirt's own driver for Hyper-V."""
    procedures = {row["function"]: row for row in dump["procedures"]}
    theirs = read_rows("libvirt-hyperv.csv")
    n_theirs = sum(row["driver"] == "hypervisor" for row in theirs)
    n_ours = sum(how_served(row["function"], procedures)[0] == "yes" for row in theirs)
    beyond = [name for name in procedures if name not in {row["function"] for row in theirs}]
    text = title("libvirt's functions", "-") + paragraph(
        f"libvirt 9.0.0's own Hyper-V driver has {n_theirs} entries for hosts and machines and {len(theirs) - n_theirs} for networks; "
        f"{n_ours} of these are here.  The version is that of libvirt in which its driver got it.  What each ``virsh`` command comes to "
        "stands in virsh.rst.")
    text += table(("function", "libvirt's driver", "here", "how"), [
        (f"``{row['function']}``", row["since"], *how_served(row["function"], procedures)) for row in theirs])
    text += paragraph(f"{len(beyond)} functions are here that libvirt's driver does not have:")
    return text + table(("function", "how"), [(f"``{name}``", how_served(name, procedures)[1]) for name in sorted(beyond)])


def format_support(dump, classes):
    text = HEAD + title("Support") + title("Hyper-V's methods", "-") + f"""\
Which Windows Server has which method, what calls it, and which tests do.  Methods are of ``{SERVICE}``;
``{STATE_CHANGES[0]}`` and its Ex form of ``{MACHINE}``.  Where a host is too old for a method, the plain
form is called if it means the same, else one line says which Windows Server it takes.

"""
    text += table(("method", *VERSIONS, "command", "test of the command", "test of the method"),
                  [(f"``{method.name}``", *versions_of(method.since), f"``{command}``", *tests)
                   for method, command, *tests in rows_of_support(dump, classes)])
    later = [(f"``{found.name}``", f"``{row.name}``", load_mof().since(row.qualifiers)) for found in classes.values()
             if "Replica" in found.name or found.name == MACHINE for row in found.fields if "Since" in row.qualifiers]
    whole = [(f"``{found.name}``", "the class", found.since) for found in classes.values() if "Replica" in found.name and found.since]
    text += title("What later versions added", "-") + table(("class", "property", "since"), whole + later)
    return text + format_functions(dump)


# man/hyperv-replication-errors.rst --------------------------------------------
NUMBERINGS = ("of replication methods, and of failed jobs", "of methods that define or destroy machines", "of checkpoints",
              "of a job that is to be cancelled", "of the replication service's state", "of the guest's shutdown")
ANY_NUMBERING = (1 << len(NUMBERINGS)) - 1


def read_error_codes():
    """Name of an error to (what it says, libvirt's code), from where they stand."""
    header = (SOURCE / "src/hyperv_repl/base/hvr_error.h").read_text(encoding="utf-8")
    table = (SOURCE / "src/hyperv_repl/base/hvr_error.c").read_text(encoding="utf-8")
    meanings = dict(re.findall(r"^ \* @(HVR_ERROR_\w+): (.*)$", header, re.M))
    return {name: (meanings[code], virt_code) for code, name, virt_code in
            re.findall(r'^    \[(HVR_ERROR_\w+)\] *= \{ "([a-z-]+)", *(VIR_ERR_\w+),', table, re.M)}


def read_exits():
    """libvirt's code to what virt-replica returns; and each status with its meaning."""
    header = (SOURCE / "src/hyperv_repl/cli/cli_error.h").read_text(encoding="utf-8")
    table = (SOURCE / "src/hyperv_repl/cli/cli_error.c").read_text(encoding="utf-8")
    numbers = {name: int(number) for name, number in re.findall(r"^    (HVR_CLI_EXIT_\w+) = (\d+),", header, re.M)}
    meanings = dict(re.findall(r"^ \* @(HVR_CLI_EXIT_\w+): (.*)$", header, re.M))
    return ({code: numbers[name] for code, name in re.findall(r"^    \{ (VIR_ERR_\w+), *(HVR_CLI_EXIT_\w+),", table, re.M)},
            [(str(number), plain(meanings[name])) for name, number in numbers.items()])


def describe_numbering(bits):
    if bits == ANY_NUMBERING:
        return "of all methods"
    return ", ".join(text for i, text in enumerate(NUMBERINGS) if bits >> i & 1)


def describe_result(row):
    return f"{row['value']}\n  {plain(row['text'])}, {describe_numbering(row['numberings'])}: ``{row['error']}``" + \
        (f".  What to do: {plain(row['remedy'])}.\n\n" if row["remedy"] else ".\n\n")


def describe_fault(row, codes):
    numbers = f"{row['first']}" if row["first"] == row["last"] else f"{row['first']} to {row['last']}"
    if row["first"] >= 0x80000000:
        numbers += f" (0x{row['first']:08x})" if row["first"] == row["last"] else f" (0x{row['first']:08x} to 0x{row['last']:08x})"
    hint = plain(row["hint"][0].upper() + row["hint"][1:]) if row["hint"] else ""
    return f"{numbers}\n  {plain(row['name'])}: ``{row['error']}``, ``{codes[row['error']][1]}``." + (f"  {hint}" if hint else "") + "\n\n"


def format_error_page(dump, _classes):
    codes, (exits, statuses) = read_error_codes(), read_exits()
    heading = "hyperv-replication-errors"
    about = "what may go wrong, and what to do then"
    text = f"{'=' * len(heading)}\n{heading}\n{'=' * len(heading)}\n\n{'-' * len(about)}\n{about}\n{'-' * len(about)}\n\n"
    text += HEAD + ":Manual section: 7\n:Manual group: Virtualization\n\n" + title("DESCRIPTION") + paragraph(
        "Every failure is one line that names what it is about, and one of the codes below.  libvirt's clients see libvirt's code; "
        "**virt-replica**\\(1) returns the status.  Where a host is to blame, what to do stands at the end of the line, after a semicolon; and "
        "libvirt's error has for programs the host (``str3``), the return value of the method (``int1``), and the number of the fault or "
        "HTTP's status (``int2``); -1 is none.  What is said here is said where nobody knows better.")
    text += title("CODES")
    for row in dump["errors"]:
        meaning, virt_code = codes[row["name"]]
        text += (f"{row['name']}\n  {plain(meaning)[0].upper()}{plain(meaning)[1:]}.  ``{virt_code}``, status "
                 f"{exits.get(virt_code, 1)}.  What to do: {plain(row['remedy'])}.\n\n")
    text += title("EXIT STATUS") + "What **virt-replica**\\(1) returns:\n\n" + "".join(f"{number}\n  {meaning}\n\n" for number, meaning in statuses)
    text += title("WHAT HOSTS SAY") + paragraph(
        "A method of Hyper-V's answers 0 if all is well, 4096 if it has started a job, and else one of these numbers, as does a job that "
        "failed.  The words are Microsoft's; the codes are inferred.")
    text += "".join(describe_result(row) for row in sorted(dump["results"], key=lambda row: row["value"]))
    text += title("WHAT WINRM SAYS") + paragraph(
        "A request that never came to Hyper-V, or whose answer did not come through, ends in a fault of WinRM's with one of these numbers "
        "(``int2`` of libvirt's error has it, as a signed number).  The names are those of Microsoft's headers, where most begin with ERROR_WSMAN\\_; what to do "
        "is said with the code above.  A number that is not here is judged by the fault's subcode, and else is ``protocol``.")
    text += "".join(describe_fault(row, codes) for row in dump["faults"])
    return text + title("SEE ALSO") + "**virt-replica**\\(1), **virthypervd**\\(8), **hyperv-replication**\\(7)\n"


DOCUMENTS = {"cmdlets.rst": format_cmdlets, "commands.rst": format_commands, "events.rst": format_events,
             "settings.rst": format_settings, "states.rst": format_states, "support.rst": format_support,
             "man/hyperv-replication-errors.rst": format_error_page}


def first_difference(path, text):
    """(nullable) FILE:LINE: what stands there and what should."""
    old = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for number, (is_line, should) in enumerate(itertools.zip_longest(old, text.splitlines()), 1):
        if is_line != should:
            return f"{path.relative_to(SOURCE)}:{number}: is {is_line!r}, should be {should!r}: run docs/generate.py"
    return None


def main():
    arguments = [word for word in sys.argv[1:] if word != "--check"]
    dump, classes = read_dump(arguments[0] if arguments else SOURCE / "build/docs/dump-tables"), read_classes()
    status = 0
    for name, make in DOCUMENTS.items():
        text = make(dump, classes).rstrip("\n") + "\n"
        if "--check" not in sys.argv[1:]:
            (HERE / name).write_text(text, encoding="utf-8")
        elif stale := first_difference(HERE / name, text):
            print(stale)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
