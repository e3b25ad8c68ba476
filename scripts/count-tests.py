#!/usr/bin/python3
# count-tests.py: the closing line of ./check, from what the tests reported
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: count-tests.py LOG-DIRECTORY [FAILED]     (meson-logs: testlog.json, testlog.junit.xml)
#
# FAILED: steps that failed apart from the tests.
# Counts test points, not programs: a TAP program reports each of its own.  A
# program that failed without a failed point, because it died, is one failure.

import json
import os
import sys
import xml.etree.ElementTree as ElementTree

GOOD = {"OK", "SKIP", "EXPECTEDFAIL"}


def count_points(path):
    """passed, failed, skipped, and the programs of which a point failed."""
    passed = failed = skipped = 0
    blamed = set()
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        for case in suite.iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                blamed.update((suite.get("name"), case.get("name")))
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    return passed, failed, skipped, blamed


def count_dead(path, blamed):
    """Programs that failed although all points they reported were good."""
    with open(path, encoding="utf-8") as file:
        programs = [json.loads(line) for line in file]
    bad = [program["name"] for program in programs if program["result"] not in GOOD]
    return sum(1 for name in bad if not any(known == name or known.endswith("." + name) for known in blamed)), len(programs)


def main():
    try:
        passed, failed, skipped, blamed = count_points(os.path.join(sys.argv[1], "testlog.junit.xml"))
        dead, n_programs = count_dead(os.path.join(sys.argv[1], "testlog.json"), blamed)
    except (OSError, ValueError, ElementTree.ParseError) as error:
        print(f"no test results: {error}")
        passed, failed, skipped, dead, n_programs = 0, 1, 0, 0, 1
    failed += dead if n_programs > 0 else 1
    failed += sum(int(word) for word in sys.argv[2:])
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
