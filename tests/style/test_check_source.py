# test_check_source.py: each rule of check-source.py finds its fixture, and the tree breaks none
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_check_source.py SOURCE

import concurrent.futures
import glob
import importlib.util
import os
import re
import subprocess
import sys
import tempfile

SOURCE = sys.argv[1]
spec = importlib.util.spec_from_file_location("check_source", os.path.join(SOURCE, "scripts/check-source.py"))
check_source = importlib.util.module_from_spec(spec)
spec.loader.exec_module(check_source)

GOOD = """\
/* good.c: nothing to find here
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

int
good(void)
{
    return 0;
}
"""
LONG = "".join(f"    n += {i};\n" for i in range(71))

# name: (file name, text, what must be found)
MUST_FAIL = {
    "first-line": ("bad.c", GOOD, "bad.c:1: the first line is not '/* bad.c: what it is for'"),
    "spdx": ("good.c", GOOD.replace("SPDX", "SPXD"), "good.c:1: no SPDX line among the first ten"),
    "name": ("wmi_util.c", GOOD.replace("good.c", "wmi_util.c"), "wmi_util.c:1: a file's name may not contain 'util'"),
    "space": ("good.c", GOOD.replace("return 0;", "return 0; "), "good.c:9: white space at the end of the line"),
    "tab": ("good.c", GOOD.replace("    return", "\treturn"), "good.c:9: a tab"),
    "call": ("good.c", GOOD.replace("return 0;", "return atoi(\"0\");"), "good.c:9: atoi() is banned"),
    "word": ("good.c", GOOD.replace("nothing", "TO" + "DO nothing"), "good.c:1: 'TO" + "DO' is banned"),
    "label": ("good.c", GOOD.replace("return 0;", "go" + "to out;"), "good.c:9: 'go" + "to' is banned"),
    "file": ("good.c", GOOD + "\n" * 500, "good.c:510: 510 lines, at most 500: split by noun"),
    "function": ("good.c", GOOD.replace("    return 0;\n", LONG), "good.c:8: a function of 71 lines, at most 70"),
    "format": ("good.c", GOOD.replace("int\ngood", "int good"), "good.c:6: not in the project's format"),
}


def tree():
    """All tracked and new files that the rules are for."""
    listed = subprocess.run(["git", "-C", SOURCE, "ls-files", "--cached", "--others", "--exclude-standard"], capture_output=True,
                            text=True, check=True).stdout.splitlines()
    return [os.path.join(SOURCE, path) for path in listed
            if path.endswith((".c", ".h", ".py", ".sh")) and os.path.exists(os.path.join(SOURCE, path))]


def check_fixture(name, text):
    with tempfile.TemporaryDirectory(dir=os.path.join(SOURCE, "tests/style")) as directory:
        path = os.path.join(directory, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return [line.replace(directory + os.sep, "") for line in check_source.check(path)]


def packages_in_readme():
    """README.md names exactly the packages that the scripts install."""
    problems = []
    with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as file:
        text = file.read()
    for path, before in (("scripts/packages.txt", "touch nothing else outside this folder:"), ("scripts/packages-check.txt", "needs these as well, for its tests:")):
        with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
            wanted = sorted(line.strip() for line in file if not line.startswith("#"))
        named = sorted(re.search(re.escape(before) + r"\n(.*?)\.\n", text, re.S)[1].split())
        if named != wanted:
            problems.append(f"README.md names {named}, {path} has {wanted}")
    return problems


def messages_listed():
    """po/POTFILES names every file with messages."""
    with open(os.path.join(SOURCE, "po/POTFILES"), encoding="utf-8") as file:
        listed = {line.strip() for line in file if line.strip() and not line.startswith("#")}
    having = set()
    for path in tree():
        if (path.endswith(".c") and "/src/" in path) or (path.endswith(".py") and "/python/libvirt_hyperv_repl/" in path):
            with open(path, encoding="utf-8") as file:
                if re.search(r"\bN?C?_\((?:\"|$)|\bg_dngettext\(", file.read(), re.M):
                    having.add(os.path.relpath(path, SOURCE))
    return [f"po/POTFILES lacks {path}" for path in sorted(having - listed)] + \
           [f"po/POTFILES names {path}, which has no message" for path in sorted(listed - having)]


def tests_registered():
    """tests/meson.build, or one below it, runs every test program there is."""
    build = ""
    for path in glob.glob(os.path.join(SOURCE, "tests/**/meson.build"), recursive=True):
        with open(path, encoding="utf-8") as file:
            build += file.read()
    names = {re.sub(r"^test_|\.(c|py)$", "", os.path.basename(path)) for path in tree()
             if "/tests/" in path and os.path.basename(path).startswith("test_")}
    names |= {os.path.basename(path).removesuffix(".sh") for path in tree() if "/tests/stories/" in path and os.access(path, os.X_OK)}
    return [f"no meson.build in tests runs '{name}'" for name in sorted(names) if f"'{name}'" not in build and f"test_{name}." not in build]


def main():
    points = [("a good file passes", check_fixture("good.c", GOOD))]
    for name, (file_name, text, wanted) in MUST_FAIL.items():
        found = check_fixture(file_name, text)
        points.append((f"rule {name} finds its fixture",
                       [] if any(line.startswith(wanted) for line in found) else [f"wanted {wanted!r}, found {found}"]))
    with concurrent.futures.ThreadPoolExecutor() as threads:  # clang-format takes its time
        points.append(("the tree breaks no rule", [line for found in threads.map(check_source.check, tree()) for line in found]))
    points.append((packages_in_readme.__doc__.rstrip("."), packages_in_readme()))
    points.append((messages_listed.__doc__.rstrip("."), messages_listed()))
    points.append((tests_registered.__doc__.rstrip("."), tests_registered()))

    print(f"1..{len(points)}")
    for number, (title, problems) in enumerate(points, 1):
        print(f"{'not ok' if problems else 'ok'} {number} - {title}")
        for problem in problems[:40]:
            print(f"# {problem}")
    return 1 if any(problems for _, problems in points) else 0


if __name__ == "__main__":
    sys.exit(main())
