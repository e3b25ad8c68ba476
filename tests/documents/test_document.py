#!/usr/bin/python3
# test_document.py: what documents show to be typed is typed, and has to print what they say
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: test_document.py DOCUMENT...            types what they show; relative to the checkout
#        test_document.py --packages DOCUMENT... the same with what is installed, as root, on a machine for that
#        test_document.py --others DOCUMENT...   all but those: nothing in them may want to be run; in all: what is
#                                                mentioned exists, and links lead somewhere
# SOURCE is the checkout if not this one, BUILD what was built of it if not build/.
#
# document.py says how a document is read, session.py where its commands run.

import pathlib
import re
import shutil
import subprocess
import sys

from document import DocumentError, read_document, read_mentions
from session import SOURCE, Checkout, Packages, SessionError, enter_namespace, program_environment

DEFAULT_WORLD = "data/worlds/demo.world"
MOST_LINES = 60


class Reader:
    """Follows one document."""

    def __init__(self, session):
        self.session, self.words, self.world, self.status = session, {}, None, 0

    def replaced(self, text):
        """With what stands for the reader's own names; a word of capitals may stand for several."""
        for word, meant in self.words.items():
            text = re.sub(rf"(?<![\w$-]){re.escape(word)}(?![\w-])", lambda _, meant=meant: meant, text)
        return text

    def prepare(self, block):
        """Returns what is to be typed meanwhile."""
        world = self.world or DEFAULT_WORLD
        for word, rest in block.markers:
            if word == "world":
                world, self.world = rest, None
            elif word == "here":
                self.words = dict(item.split("=", 1) for item in rest.split())
        if self.world is None:
            # Whoever types that himself finds nothing there.
            if not block.commands[0].typed.startswith("./quickstart --up"):
                self.session.up(world)
            self.world = world
        for word, rest in block.markers:
            if word == "first":
                self.obey(self.replaced(rest))
        return [self.replaced(rest) for word, rest in block.markers if word == "meanwhile"]

    def obey(self, typed):
        status, printed = self.session.type(typed)
        if status != 0:
            raise SessionError(f"'{typed}' ended with {status}: {printed}")
        self.session.settle()

    def follow(self, command, meanwhile):
        """What is wrong with a command, or None."""
        typed, pattern = self.replaced(command.typed), command.pattern()
        if command.is_interrupted:
            printed = self.session.watch(typed, pattern, meanwhile)
        else:
            # What is typed in between to settle must not be seen.
            status, printed = self.session.type(f"(exit {self.status})\n{typed}")
            self.status = status
            if not command.may_fail and (status != 0) != command.fails:
                return f"ended with {status}:\n{printed}"
            if '{"error"' in printed and '{"error"' not in "".join(command.shown):
                return f"was refused:\n{printed}"
            self.session.settle()
        if pattern is not None and not (pattern.match(printed) if command.is_interrupted else pattern.fullmatch(printed.rstrip("\n") + "\n")):
            return f"printed\n{printed}instead of\n" + "\n".join(command.shown)
        return None


def list_points(name, session):
    """(title, problem or None) for each command of a document."""
    text = (pathlib.Path(SOURCE) / name).read_text(encoding="utf-8")
    try:
        blocks = read_document(name, text)
    except DocumentError as error:
        yield f"{name}:{error}", "cannot be read"
        return
    reader = Reader(session)
    for block in blocks:
        if block.reason:
            print(f"# {name}:{block.line}: not run: {block.reason}")
            continue
        if any(word == "only" and reader not in session.kinds for word, reader in block.markers):
            continue
        try:
            meanwhile = reader.prepare(block)
        except SessionError as error:
            yield f"{name}:{block.line}: preparation", str(error)
            return
        for command in block.commands:
            problem = reader.follow(command, meanwhile)
            yield f"{name}:{command.line}: {command.typed.splitlines()[0]}", problem
            if problem:
                print("\n".join("# " + line for line in session.logs().splitlines()))
                return


# Code within sentences: the command and its options have to exist. ---------------------
def ask_help(words):
    environment = program_environment()
    if shutil.which(words[0], path=environment["PATH"]) is None:
        return None
    found = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    return found.stdout if found.returncode == 0 else None


def find_help(code, known):
    """The help for what the code types; None if there is no such command, "" if it is not one that is known here."""
    words = [word for word in code.split() if word != "\\"]
    program, rest = words[0], words[1:]
    if program not in ("virsh", "virt-replica"):
        return ""
    while rest and rest[0].startswith("-"):
        rest = rest[2 if rest[0] in ("-c", "--connect") else 1:]
    if not rest or not re.fullmatch(r"[a-z-]+", rest[0]):
        return ""
    # "net set" may be typed for "net-set".
    for name in ("-".join(rest[:2]), rest[0]):
        if (program, name) not in known:
            known[program, name] = ask_help([program, "help", name])
        if known[program, name] is not None:
            return known[program, name]
    return None


def check_mentions(name):
    text, known = (pathlib.Path(SOURCE) / name).read_text(encoding="utf-8"), {}
    for line, code in read_mentions(name, text):
        described = find_help(code, known) if code.startswith(("virsh ", "virt-replica ")) else ""
        if described is None:
            yield f"{name}:{line}: '{code}': there is no such command"
        elif described:
            for option in re.findall(r"(?<= )--[a-z-]+", code):
                if option not in described and not (code.startswith("virt-replica") and option in (ask_help(["virt-replica", "--help"]) or "")):
                    yield f"{name}:{line}: '{code}': the command has no {option}"


def list_documents():
    top = pathlib.Path(SOURCE)
    found = [path for pattern in ("*.md", "*.rst", "docs/*.md", "docs/*.rst", "docs/man/*.rst") for path in top.glob(pattern)]
    return sorted(str(path.relative_to(top)) for path in found)


def check_others(names):
    for name in list_documents():
        if name in names:
            continue
        try:
            wanted = [block.line for block in read_document(name, (pathlib.Path(SOURCE) / name).read_text(encoding="utf-8")) if not block.reason]
            problem = f"commands in lines {wanted}: name the document in tests/meson.build, or say why they are not run" if wanted else None
        except DocumentError as error:
            problem = str(error)
        yield f"{name}: nothing to run", problem


def check_links(name):
    path = pathlib.Path(SOURCE) / name
    link = r"\]\(([^)#]+)(?:#[^)]*)?\)" if name.endswith(".md") else r"`[^`<]+ <([^>#]+)(?:#[^>]*)?>`_"
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        for target in re.findall(link, line):
            if "://" not in target and not (path.parent / target).exists():
                yield f"{name}:{number}: there is no {target}"


def check_all(title, check):
    for name in list_documents():
        yield f"{name}: {title}", "\n".join(check(name)) or None


def report(points):
    failed = count = 0
    for count, (title, problem) in enumerate(points, 1):
        failed += bool(problem)
        print(f"{'not ok' if problem else 'ok'} {count} - {title.replace('#', '')}")
        if problem:
            print("\n".join("# " + line for line in problem.splitlines()[-MOST_LINES:]))
        sys.stdout.flush()
    print(f"1..{count}")
    return 1 if failed else 0


def main():
    arguments = sys.argv[1:]
    if arguments[0] == "--others":
        return report([*check_others(arguments[1:]), *check_all("commands within sentences exist", check_mentions),
                       *check_all("links lead somewhere", check_links)])
    is_installed = arguments[0] == "--packages"
    if not is_installed:
        enter_namespace([sys.executable, *sys.argv])
    with (Packages if is_installed else Checkout)() as session:
        return report(point for name in arguments[is_installed:] for point in list_points(name, session))


if __name__ == "__main__":
    sys.exit(main())
