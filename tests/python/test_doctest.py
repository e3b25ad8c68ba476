# test_doctest.py: every example in the module and in docs/python.rst does what it shows
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Each has a simulated world of its own; its URIs are led to that one's socket.

import doctest
import importlib
import io
import os
import pkgutil
import re
import sys

import libvirt

import libvirt_hyperv_repl
from python_world import ReadyWorld
from world import SOURCE

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def list_tests():
    modules = [libvirt_hyperv_repl] + [importlib.import_module(f"libvirt_hyperv_repl.{row.name}")
                                       for row in pkgutil.iter_modules(libvirt_hyperv_repl.__path__)]
    found = [test for module in modules for test in doctest.DocTestFinder(exclude_empty=True).find(module) if test.examples]
    path = os.path.join(SOURCE, "docs/python.rst")
    with open(path, encoding="utf-8") as file:
        return found + [doctest.DocTestParser().get_doctest(file.read(), {}, "docs/python.rst", path, 0)]


def run(test):
    """What went wrong, as text."""
    report = io.StringIO()
    with ReadyWorld() as world:
        for example in test.examples:
            example.source = re.sub(r"hyperv\+unix:///([\w-]+)", lambda match: world.uri(match.group(1)), example.source)
        test.globs = {**vars(libvirt_hyperv_repl), **test.globs, "libvirt": libvirt, "__name__": "__main__"}
        doctest.DocTestRunner(optionflags=FLAGS, verbose=False).run(test, out=report.write)
    return report.getvalue()


def main():
    libvirt.registerErrorHandler(lambda *_: None, None)
    libvirt_hyperv_repl.start_event_loop()
    tests, failed = list_tests(), 0
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        report = run(test)
        failed += bool(report)
        print(f"{'not ' if report else ''}ok {number} - {test.name}")
        print("".join(f"# {line}\n" for line in report.splitlines()), end="", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
