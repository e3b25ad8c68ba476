# test_types.py: the module's type hints hold, and hold its users to them
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import re
import subprocess
import sys
import tempfile

from world import SOURCE

MODULE = os.path.join(SOURCE, "python/libvirt_hyperv_repl")
USER = os.path.join(SOURCE, "tests/python/typed.py")
# python3-libvirt has no types of its own; methods that are a signature have no body.
OPTIONS = ["--strict", "--ignore-missing-imports", "--allow-subclassing-any", "--disable-error-code=empty-body",
           "--enable-incomplete-feature=Unpack", "--no-error-summary", "--no-color-output"]


def list_errors(directory, path):
    """(line, text) of all that mypy finds."""
    result = subprocess.run(["/usr/bin/mypy", *OPTIONS, f"--cache-dir={directory}", path], capture_output=True, text=True, check=False,
                            env={**os.environ, "MYPYPATH": os.path.dirname(MODULE)})
    found = re.findall(r"^[^:\n]+:(\d+): error: (.*)$", result.stdout, re.MULTILINE)
    if bool(found) != (result.returncode != 0):
        raise AssertionError(f"mypy ended with {result.returncode}: {result.stdout}{result.stderr}")
    return found


def list_wrong():
    with open(USER, encoding="utf-8") as file:
        return {str(number) for number, line in enumerate(file, 1) if line.endswith("# wrong\n")}


def main():
    with tempfile.TemporaryDirectory() as directory:
        inside, outside, wanted = list_errors(directory, MODULE), dict(list_errors(directory, USER)), list_wrong()
    points = [("the module is what its hints say", [f"line {line}: {text}" for line, text in inside]),
              ("right use is right", [f"line {line}: {text}" for line, text in outside.items() if line not in wanted]),
              ("wrong use is found", [f"line {line} was let pass" for line in sorted(wanted - outside.keys(), key=int)]),
              ("users see the hints", [] if os.path.exists(os.path.join(MODULE, "py.typed")) else ["there is no py.typed"])]
    print(f"1..{len(points)}")
    for number, (title, problems) in enumerate(points, 1):
        print(f"{'not ' if problems else ''}ok {number} - {title}")
        print("".join(f"# {problem}\n" for problem in problems), end="")
    return 1 if any(problems for _title, problems in points) else 0


if __name__ == "__main__":
    sys.exit(main())
