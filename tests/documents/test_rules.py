# test_rules.py: how documents are read, and what counts as printed
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys
import textwrap

from document import DocumentError, read_document, read_mentions
from test_document import Reader

# (title, name, text, [(typed, is printed, is not printed)] or the error's words)
CASES = [
    ("markdown: a session", "a.md", """
        <!-- here: VM=x -->

            $ virsh list
             Id   Name
            -----------
             ...  web01
            $ echo
     """, [("virsh list", " Id   Name\n-----------\n 12   web01\n", " Id   Name\n-----------\n 12   db01\n"), ("echo", None, None)]),
    ("markdown: a fence", "a.md", """
        ```console
        $ virsh list \\
        > --all
        a

        b
        ```
     """, [("virsh list \\\n--all", "a\n\nb\n", "a\nb\n")]),
    ("markdown: commands alone", "a.md", """
        Type

            virsh start VM   # now
            virsh destroy VM
     """, [("virsh start VM   # now", None, None), ("virsh destroy VM", None, None)]),
    ("markdown: text of a list is no block", "a.md", """
        1. one

           virsh is a program
     """, []),
    ("rst: a session", "a.rst", """
        Type::

            $ virsh list
            first
            ...
            last

        virsh list is text
     """, [("virsh list", "first\nsecond\nthird\nlast\n", "first\nsecond\n")]),
    ("rst: lines in between may be none", "a.rst", """
        .. code-block:: console

           $ virsh list
           first
             ...
           last
     """, [("virsh list", "first\nlast\n", "last\n")]),
    ("rst: nothing but letters is special", "a.rst", """
        .. code-block:: console

           $ virsh list
           a.c (x|y)* [1]
     """, [("virsh list", "a.c (x|y)* [1]\n", "abc (x|y)* [1]\n")]),
    ("rst: other languages and directives", "a.rst", """
        .. code-block:: python

           virsh = 1

        .. list-table::

           virsh list

        ::

           [hv01]
           key = value
     """, []),
    ("a refusal", "a.rst", """
        ::

           $ virsh start x
           error: no
     """, [("virsh start x", "error: no\n", "error: yes\n")]),
    ("not run", "a.md", """
        <!-- not run: nobody has one -->

            sudo reboot
     """, [None]),
    ("not run from here", "a.md", """
        <!-- not run from here: Windows -->

            New-Item -Path x

        <!-- run from here -->

            virsh list
     """, [None, ("virsh list", None, None)]),
    ("a stray line", "a.md", """
            virsh list
            something else
     """, "'something else' in one block"),
    ("output before a command", "a.md", """
            something
            $ virsh list
     """, "before any command"),
    ("a marker that belongs to nothing", "a.md", """
        <!-- not run: why -->

            key = value
     """, "a marker for a block without commands"),
]


def check(name, text, wanted):
    try:
        blocks = read_document(name, textwrap.dedent(text).lstrip("\n") if not text.startswith("\n            ") else textwrap.indent(textwrap.dedent(text), "    "))
    except DocumentError as error:
        return isinstance(wanted, str) and wanted in str(error) or f"error {error}"
    found = [command for block in blocks for command in ([None] if block.reason else block.commands)]
    if isinstance(wanted, str) or [command and command.typed for command in found] != [case and case[0] for case in wanted]:
        return f"found {found}"
    for command, case in zip(found, wanted):
        pattern = command and command.pattern()
        if case and (pattern is None) != (case[1] is None):
            return f"{command}: says something, or nothing"
        if case and pattern and not (pattern.fullmatch(case[1]) and not pattern.fullmatch(case[2])):
            return f"{pattern.pattern!r} fits {case[2]!r} or does not fit {case[1]!r}"
    return True


class FakeSession:
    """A shell in which each command ends like that."""

    def __init__(self, status, printed):
        self.answer = (status, printed)

    def type(self, _):
        return self.answer

    def settle(self):
        pass


FOLLOWED = [
    # title, shown, status, printed, is it as shown?
    ("it works, nothing is said of it", "", 0, "anything\n", True),
    ("it fails, nothing is said of it", "", 1, "", False),
    ("it prints what is shown", "\n  yes", 0, "yes\n", True),
    ("it prints more", "\n  yes", 0, "yes\nno\n", False),
    ("it prints nothing", "\n  yes", 0, "", False),
    ("it fails as shown", "\n  error: no", 1, "error: no\n", True),
    ("it does not fail as shown", "\n  error: no", 0, "error: no\n", False),
    ("an answer that is an error", "", 0, '{"error":{}}\n', False),
]


def list_points():
    for title, shown, status, printed, wanted in FOLLOWED:
        command = read_document("a.rst", f"::\n\n  $ virsh x{shown}\n")[0].commands[0]
        yield title, (Reader(FakeSession(status, printed)).follow(command, []) is None) == wanted
    asked = read_document("a.rst", "::\n\n  $ virsh x\n  $ echo $?\n  3\n")[0].commands
    yield "a status that is asked for", Reader(FakeSession(3, "")).follow(asked[0], []) is None and not asked[1].may_fail
    reader = Reader(None)
    reader.words = {"VM": "app01", "P": "hyperv+unix:///h"}
    yield "names are replaced", reader.replaced('virsh -c P start VM "VM - Test" VMs $P --P') == \
        'virsh -c hyperv+unix:///h start app01 "app01 - Test" VMs $P --P'
    for title, name, text, wanted in CASES:
        yield title, check(name, text, wanted)
    interrupted = read_document("a.rst", "::\n\n   $ virsh event\n   one\n   ^C\n   \n")[0].commands[0]
    yield "an interrupted command", interrupted.is_interrupted and bool(interrupted.pattern().match("one\ntwo\n")) and not interrupted.fails
    failing = read_document("a.rst", "::\n\n   $ virsh x\n   error: no\n")[0].commands[0]
    yield "a command that fails", failing.fails and not failing.is_interrupted
    yield "code within sentences", list(read_mentions("a.md", "`virsh list` and ``two``\n`x`")) == [(1, "virsh list"), (2, "x")]
    yield "code within sentences, rst", list(read_mentions("a.rst", "``virsh list`` and `text`")) == [(1, "virsh list")]


def main():
    points = list(list_points())
    print(f"1..{len(points)}")
    for number, (title, result) in enumerate(points, 1):
        print(f"{'ok' if result is True else 'not ok'} {number} - {title}")
        if result is not True:
            print("\n".join("# " + line for line in str(result).splitlines()))
    return 0 if all(result is True for _, result in points) else 1


if __name__ == "__main__":
    sys.exit(main())
