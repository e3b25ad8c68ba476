# tap.py: test points in Python, for meson's TAP reader
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys
import traceback

_cases = []


def case(function):
    """Register a test point; its docstring says what is promised."""
    _cases.append(function)
    return function


def main(make_world):
    """Run all points in order in one world, a context manager."""
    print(f"1..{len(_cases)}")
    failed = 0
    with make_world() as world:
        for number, function in enumerate(_cases, 1):
            title = (function.__doc__ or function.__name__).strip().splitlines()[0].rstrip(".")
            try:
                function(world)
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"not ok {number} - {title}")
                print("\n".join("# " + line for line in traceback.format_exc().splitlines()))
                print("\n".join("# " + line for line in world.logs().splitlines()[-30:]))
            else:
                print(f"ok {number} - {title}")
            sys.stdout.flush()
    return 1 if failed else 0


def equal(found, wanted):
    if found != wanted:
        raise AssertionError(f"found {found!r}, wanted {wanted!r}")


def contains(text, part):
    if part not in text:
        raise AssertionError(f"{part!r} is not in {text!r}")
