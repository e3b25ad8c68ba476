#!/usr/bin/python3
# count-tests.py: the closing line of ./check, from what the tests reported
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: count-tests.py testlog.junit.xml
#
# Counts test points, not programs: a TAP program reports each of its own.  A
# program that died is one failure more.

import sys
import xml.etree.ElementTree as ElementTree


def count(path):
    passed = failed = skipped = 0
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        cases = list(suite.iter("testcase"))
        bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
        left_out = [case for case in cases if case.find("skipped") is not None]
        failed += len(bad)
        skipped += len(left_out)
        passed += len(cases) - len(bad) - len(left_out)
        if not bad and int(suite.get("failures", 0)) + int(suite.get("errors", 0)) > 0:
            failed += 1
    return passed, failed, skipped


def main():
    try:
        passed, failed, skipped = count(sys.argv[1])
    except (OSError, ElementTree.ParseError) as error:
        print(f"no test results: {error}")
        passed, failed, skipped = 0, 1, 0
    if passed == 0 and failed == 0:
        failed = 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
