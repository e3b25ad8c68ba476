#!/usr/bin/python3
# check-source.py: the rules of style that a machine can hold
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: check-source.py FILE...      prints FILE:LINE: what is wrong
#
# Sizes, names of files, first lines, banned words.  tests/style/ has a file
# for each rule that must fail.

import os
import re
import subprocess
import sys

MAX_FILE = {".c": 500, ".h": 200}
MAX_FUNCTION = 70
BANNED_CALLS = re.compile(
    r"\b(strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|strtol|strtoul|g_usleep|system|abort|g_error|g_slice_\w+|g_list_\w+|"
    r"g_slist_\w+)\s*\(")
BANNED_WORDS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|\bgoto\b|#if 0")
BANNED_NAMES = {"util", "utils", "common", "misc", "helper", "helpers", "manager", "handle", "process", "data", "info", "tmp"}


def check_first_lines(path, lines):
    name = os.path.basename(path)
    if path.endswith((".c", ".h")) and not lines[0].startswith(f"/* {name}: "):
        yield 1, f"the first line is not '/* {name}: what it is for'"
    if not any("SPDX-License-Identifier: LGPL-2.1-or-later" in line for line in lines[:10]):
        yield 1, "no SPDX line among the first ten"


def check_name(path, lines):
    words = set(re.split(r"[_.-]", os.path.basename(path).lower()))
    for word in sorted(words & BANNED_NAMES):
        yield 1, f"a file's name may not contain '{word}'"


def check_lines(path, lines):
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            yield number, "white space at the end of the line"
        if "\t" in line and os.path.basename(path) != "Makefile":
            yield number, "a tab"
        if path.endswith((".c", ".h")):
            if match := BANNED_CALLS.search(line):
                yield number, f"{match.group(1)}() is banned"
            if match := BANNED_WORDS.search(line):
                yield number, f"'{match.group(0)}' is banned"


def check_sizes(path, lines):
    # The public header is a book: whoever uses the library has one file to read.
    is_public = os.path.basename(os.path.dirname(os.path.abspath(path))) == "include"
    limit = None if is_public else MAX_FILE.get(os.path.splitext(path)[1])
    if limit and len(lines) > limit:
        yield len(lines), f"{len(lines)} lines, at most {limit}: split by noun"
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None and path.endswith(".c"):
            if number - start - 1 > MAX_FUNCTION:
                yield start, f"a function of {number - start - 1} lines, at most {MAX_FUNCTION}"
            start = None


def check_format(path, lines):
    if not path.endswith((".c", ".h")):
        return
    result = subprocess.run(["clang-format", "--dry-run", "-Werror", path], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        match = re.search(r":(\d+):", result.stderr)
        yield int(match.group(1)) if match else 1, "not in the project's format, run clang-format -i"


CHECKS = [check_first_lines, check_name, check_lines, check_sizes, check_format]


def check(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")[:-1] or [""]
    return [f"{path}:{number}: {text}" for rule in CHECKS for number, text in rule(path, lines)]


def main():
    found = [line for path in sys.argv[1:] for line in check(path)]
    print("\n".join(found) or f"{len(sys.argv) - 1} files, nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
