#!/usr/bin/python3
# generate-shell.py: make the middle of virt-replica(1) of the shell's tables
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: generate-shell.py [--check] [DUMP-SHELL]       the program, default build/docs/dump-shell
#
# With --check nothing is written: the first line that is stale is shown, and the status is 1.

import itertools
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE / "man/virt-replica.rst"
BEGIN, END = (f".. {word} of what generate-shell.py made of the shell's tables\n" for word in ("Begin", "End"))


def read_dump(program):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}
    return json.loads(subprocess.run([program], capture_output=True, text=True, check=True, env=environment).stdout)


def plain(text):
    """Text as it is: nothing in it is markup."""
    return re.sub(r"([*`|\\])", r"\\\1", text)


def paragraphs(text):
    return "".join(plain(part) + "\n\n" for part in text.split("\n"))


def sentence(text):
    return text[0].upper() + text[1:] + "."


def entries(options, indent=""):
    return "".join(f"{indent}``{option['form']}``\n{indent}   {plain(sentence(option['summary']))}\n\n" for option in options)


def format_command(command):
    text = f"``{command['synopsis']}``\n\n" + paragraphs(sentence(command["summary"]))
    if command["description"]:
        text += paragraphs(command["description"])
    text += entries(command["options"])
    if command["common"]:
        text += "Also: " + ", ".join(f"``--{option['name']}``" for option in command["common"]) + "\n\n"
    if command["example"]:
        text += f"Example: ``virt-replica {command['example']}``\n\n"
    return f"{command['name']}\n{'~' * len(command['name'])}\n\n{text}"


def format_middle(dump):
    text = "OPTIONS\n=======\n\nBefore a command or after it:\n\n" + entries(dump["shared"])
    text += "Before a command only:\n\n" + entries(dump["program"])
    common = {option["name"]: option for command in dump["commands"] for option in command["common"]}
    text += "Of many commands, which name them:\n\n" + entries(common.values())
    text += "COMMANDS\n========\n\n"
    for group, commands in itertools.groupby(dump["commands"], lambda command: command["group"]):
        text += f"{group}\n{'-' * len(group)}\n\n" + "".join(format_command(command) for command in commands)
    return text


def main():
    arguments = [word for word in sys.argv[1:] if word != "--check"]
    dump = read_dump(arguments[0] if arguments else HERE.parent / "build/docs/dump-shell")
    old = PAGE.read_text(encoding="utf-8")
    head, rest = old.split(BEGIN)
    text = head + BEGIN + "\n" + format_middle(dump) + END + rest.split(END)[1]
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    for number, (is_line, should) in enumerate(itertools.zip_longest(old.split("\n"), text.split("\n")), 1):
        if is_line != should:
            print(f"docs/man/virt-replica.rst:{number}: is {is_line!r}, should be {should!r}: run docs/generate-shell.py")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
