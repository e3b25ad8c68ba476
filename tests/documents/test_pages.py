# test_pages.py: every option, command, key, state, health, role and verb has its words in a manual page
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_pages.py DUMP-TABLES       SOURCE: as in tests/meson.build
#
# tests/style/test_manual.py does the same for the daemon's pages.

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from document import read_rst

# What man leaves of 80 columns beside its margins and those of a block.
WIDTH = 70

top = Path(os.environ["SOURCE"])


def source(*names):
    return "".join((top / "src/hyperv_sim" / name).read_text("utf-8") for name in names)


def page(name):
    return (top / "docs/man" / name).read_text("utf-8")


def lacks(found, text):
    return sorted(word for word in found if word not in text)


dump = json.loads(subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}).stdout)
simulator, replication = page("virt-hyperv-sim.rst"), page("hyperv-replication.rst")

options = {f"--{name}" for name in re.findall(r'^        \{ "([a-z-]+)", ', source("main.c"), re.M)}
commands = {f"``{name}" for name in re.findall(r'^    \{ "([a-z-]+)", +"[^"]*",', source("sim_control.c"), re.M)}
world_files = ("sim_world_file.c", "sim_world_file_host.c", "sim_world_file_vm.c")
keys = {f"``{name}``" for name in re.findall(r'^    (?:\{ "|SWITCH\(")([a-z-]+)",\s+(?:HVS_WORLD_|[a-z_]+\))', source(*world_files), re.M)}
states = {f"``{row['name']}`` ({row['number']})" for row in dump["states"]}
verbs = {f"``{row['name'].removeprefix('replication-')}``" for row in dump["commands"] if row["name"].startswith("replication-")}
health = {f"``{word}``" for word in ("none", "ok", "warning", "critical")}
roles = set(re.findall(r"<value>(\w+)</value>", (top / "schemas/replication.rng").read_text("utf-8").split('name="role"')[1].split("</element>")[0]))
shell = page("virt-replica.rst")
exits = re.findall(r"^    HVR_CLI_EXIT_\w+ = (\d+),", (top / "src/hyperv_repl/cli/cli_error.h").read_text("utf-8"), re.M)
exits_told = set(re.findall(r"\b\d+\b", " ".join(re.findall(r"^[\d, ]+$", shell.split("EXIT STATUS")[1], re.M))))


def wide():
    """Blocks that 80 columns have no room for; nor have they for tables, whose columns man hyphenates, URIs and all."""
    pages = {path.name: path.read_text("utf-8") for path in sorted((top / "docs/man").glob("*.rst"))}
    return [name for name, text in pages.items() if "list-table::" in text] + \
        [f"{name}:{start}: {line}" for name, text in pages.items() for start, block in read_rst(text.split("\n")) if isinstance(block, list)
         for line in block if len(line) > WIDTH]


checks = {
    f"the tables were found: {len(options)} {len(commands)} {len(keys)} {len(states)} {len(verbs)} {len(roles)}":
        len(options) > 8 and len(commands) > 20 and len(keys) > 70 and len(states) > 20 and len(verbs) > 25 and len(roles) > 4,
    f"options of the simulator: {lacks(options, simulator)}": not lacks(options, simulator),
    f"commands of the simulator: {lacks(commands, simulator)}": not lacks(commands, simulator),
    f"keys of world files: {lacks(keys, simulator)}": not lacks(keys, simulator),
    f"states: {lacks(states, replication)}": not lacks(states, replication),
    f"verbs: {lacks(verbs, replication)}": not lacks(verbs, replication),
    f"health: {lacks(health, replication)}": not lacks(health, replication),
    f"exit statuses of the shell: {exits}": len(exits) > 10 and exits_told == set(exits),
    f"what 80 columns have room for: {wide()}": not wide(),
    f"roles: {lacks({f'``{role}``' for role in roles}, replication)}": not lacks({f"``{role}``" for role in roles}, replication),
}
print(f"1..{len(checks)}")
for number, (what, holds) in enumerate(checks.items(), 1):
    print(f"{'ok' if holds else 'not ok'} {number} {what}")
sys.exit(not all(checks.values()))
