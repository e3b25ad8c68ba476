# test_virsh_commands.py: every virsh command, and what it comes to
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_virsh_commands.py [--write] [GROUP]     (BUILD, SOURCE: as in tests/meson.build)
#
# None may crash, hang, or say something untrue.  What each came to stands in
# docs/virsh.rst; when that changes, --write makes the document anew.

import itertools
import sys

from virsh_outcome import document, format_document, list_commands, name_of, run_rows
from virsh_rows import ROWS, WHOLE


def check_complete(group):
    having = {name_of(row) for row in ROWS[group]}
    return [f"no row for {name}" for name in list_commands(group) if name not in having] if group in WHOLE else []


def check_document(outcomes):
    old = document().read_text(encoding="utf-8").splitlines() if document().exists() else []
    for number, (is_line, should) in enumerate(itertools.zip_longest(old, format_document(outcomes).splitlines()), 1):
        if is_line != should:
            return [f"docs/virsh.rst:{number}: is {is_line!r}, should be {should!r}: run this test with --write"]
    return []


def main():
    arguments = [word for word in sys.argv[1:] if word != "--write"]
    groups = arguments or list(ROWS)
    outcomes, points = {}, []
    for group in groups:
        outcomes[group] = run_rows(ROWS[group])
        points.append((f"{group}: each command of virsh has a row", check_complete(group)))
        points += [(f"{outcome.typed}: {outcome.word}", [outcome.problem] if outcome.problem else []) for outcome in outcomes[group]]
    if "--write" in sys.argv[1:] and not arguments:
        document().write_text(format_document(outcomes), encoding="utf-8")
    if not arguments:
        points.append(("docs/virsh.rst tells these outcomes", check_document(outcomes)))

    print(f"1..{len(points)}")
    for number, (title, problems) in enumerate(points, 1):
        print(f"{'not ok' if problems else 'ok'} {number} - {title.replace('#', '')}")
        for problem in problems:
            print("# " + problem.replace("\n", " | "))
    return 1 if any(problems for _, problems in points) else 0


if __name__ == "__main__":
    sys.exit(main())
