# test_look.py: how virt-replica looks on a terminal
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import re
import sys

from cli_world import CliWorld, column_of, list_help_overflows, look, start, width
from tap import case, contains, equal, main
from world import SOURCE, STORY

LONG = "Buchhaltung-Zürich-Außenstelle-Südwest-Archiv-2026"
TEXT = STORY + rf"""
[vm 資料庫主機]
host = hv-primary
guid = 44444444-4444-4444-8444-444444444444
memory = 1G
vcpus = 1
disks = C:\VMs\wide.vhdx:10G

[replication 資料庫主機]
replica = hv-replica
points = 3

[vm {LONG}]
host = hv-primary
guid = 55555555-5555-4555-8555-555555555555
memory = 1G
vcpus = 1
disks = C:\VMs\long.vhdx:10G

[replication {LONG}]
replica = hv-replica
points = 1
"""


@case
def eighty(world):
    """no line of any listing is longer than eighty columns, wide names or not"""
    for arguments in (["list"], ["list", "-H", "all"], ["status", "--all"], ["points", "--all"], ["stats", "--all"], ["net", "--all"],
                      ["service"], ["auth"], ["certs"], ["hosts"], ["jobs", "--last"], ["health"], ["help"], ["help", "list"]):
        for line in look(world, *arguments, host="hv-replica"):
            if width(line) > 80:
                raise AssertionError(f"{arguments}: {line!r} takes {width(line)} columns")


@case
def help_pages(world):
    """the help of every command fits eighty columns"""
    equal(list_help_overflows(world), [])


@case
def aligned(world):
    """columns stand below each other, wide characters or not"""
    heading, *lines = look(world, "list")
    equal(len(lines), 5)
    wide = next(line for line in lines if line.startswith("資料庫主機"))
    plain = next(line for line in lines if line.startswith("app01"))
    for word in ("Primary", "Replicating", "Normal", "hv-replica"):
        equal(column_of(wide, word), column_of(plain, word))
    equal(column_of(plain, "Primary"), column_of(heading, "ROLE"))


@case
def cut(world):
    """a name that is too long is cut where that is seen, and whole where no terminal is"""
    line = next(line for line in look(world, "list") if line.startswith("Buchhaltung"))
    contains(line, "…")
    contains(world.replica("hv-primary", "list")[0], LONG + "  ")


@case
def ascii_locale(world):
    """in the C locale names are as they are, and what is added is ASCII"""
    lines = look(world, "list", LC_ALL="C")
    contains("\n".join(lines), "資料庫主機")
    line = next(line for line in lines if line.startswith("Buchhaltung"))
    contains(line, "~")
    equal("…" in line, False)


@case
def colours(world):
    """a terminal gets colours; NO_COLOR, --no-color and a dumb terminal none; --color always some"""
    green = "\x1b[32mNormal"
    for arguments, more, wanted in (([], {}, True), ([], {"NO_COLOR": "1"}, False), ([], {"NO_COLOR": ""}, True),
                                    (["--no-color"], {}, False), ([], {"TERM": "dumb"}, False)):
        with start(world, "list", *arguments, **more) as terminal:
            equal(terminal.end(), 0)
            equal((arguments, more, green in terminal.raw), (arguments, more, wanted))
    equal("\x1b" in world.replica("hv-primary", "list")[0], False)
    contains(world.replica("hv-primary", "list", "--color", NO_COLOR="1")[0], green)


@case
def hosts(world):
    """with several hosts each machine has its host beside it"""
    heading, *lines = look(world, "list", "-H", "hv-primary,hv-replica")
    contains(heading, "HOST")
    equal(sum("hv-primary  " in line and "Primary" in line for line in lines), 3)
    equal("HOST" in look(world, "list")[0], False)


@case
def narrow(world):
    """on sixty columns what matters least is left out, and health stays"""
    heading = look(world, "list", columns=60)[0]
    equal("POWER" in heading, False)
    contains(heading, "HEALTH  RPO AGE")
    contains(look(world, "list", columns=120)[0], "POWER")


PROMPT = r"virt-replica #$"


def type_line(terminal, line, answer):
    """Type it at the prompt, and look at what is there when the next one comes."""
    terminal.expect(PROMPT)
    terminal.type(line + "\n")
    terminal.expect(answer)


@case
def shell(world):
    """the shell completes, remembers, and ends with quit"""
    with world.terminal("hv-primary", columns=80) as terminal:
        terminal.expect(PROMPT)
        terminal.type("poi\tap\t")
        terminal.expect(r"# points app01$")
        terminal.type("--out\tn\t")
        terminal.expect(r"--output name$")
        terminal.type("\n")
        type_line(terminal, "connect " + world.uri("hv-replica"), r"connected to 'hv-replica'")
        type_line(terminal, "list app01", r"app01 .*Replica")
        type_line(terminal, "list 'no such'", r"error: no machine matches 'no such' on 'hv-replica'")
        type_line(terminal, "list 'open", r"close its quotes")
        type_line(terminal, "quit", r"quit")
        equal(terminal.end(), 0)
    with open(world.path("state/virt-replica/history"), encoding="utf-8") as file:
        contains(file.read(), "list app01\n")


@case
def shell_options(world):
    """an option of one command is not one of the next"""
    with world.terminal("hv-primary") as terminal:
        type_line(terminal, "list app01 -o name -q", r"\napp01\n")
        type_line(terminal, "list app01", r"MACHINE ")
        terminal.expect(PROMPT)
        terminal.type("\x04")
        equal(terminal.end(), 0)


@case
def words_for_jobs(_world):
    """every kind of job, and every step of a planned failover, that the daemon knows has its words here, the same ones"""
    def read(path, pattern):
        with open(os.path.join(SOURCE, "src/hyperv_repl", path), encoding="utf-8") as file:
            return re.findall(pattern, file.read())

    shown = {(kind, word): text for kind, word, text in read("cli/cli_word_job.c", r'HVR_CLI_AS_(JOB|STEP), +"([a-z-]+)", +N_\("([^"]+)"\)')}
    steps = read("driver/planned_failover.c", r'\{ "([a-z-]+)", +N_\("([^"]+)"\), +(?:N_\("([^"]+)"\)|NULL), +\d')
    wanted = {("JOB", word): text for word, text in read("driver/job_kind.c", r'HVR_JOB_\w+, +\w+, +"([a-z-]+)", +N_\("([^"]+)"\)') if word != "unknown"}
    wanted.update({("STEP", word): text for word, text, _undo in steps})
    wanted.update({("STEP", "undo-" + word): undo for word, _text, undo in steps if undo})
    equal((len(steps), {key: text for key, text in wanted.items() if shown.get(key) != text}), (6, {}))


if __name__ == "__main__":
    sys.exit(main(lambda: CliWorld(text=TEXT)))
