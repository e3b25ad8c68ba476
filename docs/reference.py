#!/usr/bin/python3
# reference.py: the C library's reference and its binary interface, made of the header
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# usage: reference.py             writes docs/reference.rst and src/hyperv_repl/client/libvirt-hyperv-repl.abi
#        reference.py --names     prints the functions
#        reference.py --links DIRECTORY    writes a manual page NAME.3 for each function that refers to the whole one

import os
import re
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
HEADER = "include/libvirt-hyperv-repl.h"
REFERENCE = "docs/reference.rst"
ABI = "src/hyperv_repl/client/libvirt-hyperv-repl.abi"
MAP = "src/hyperv_repl/client/libvirt-hyperv-repl.map"
PAGE = "libvirt-hyperv-repl"


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


class Function:
    """One function, or the type of a callback: its prototype and its comment."""

    def __init__(self, comment, prototype):
        self.prototype = re.sub(r"\s+", " ", prototype).strip().rstrip(";")
        self.is_callback = self.prototype.startswith("typedef ")
        self.name = re.search(r"\(\*(\w+)\)" if self.is_callback else r"(\w+)\(", self.prototype).group(1)
        self.arguments = [re.search(r"(\w+)$", word).group(1) for word in self.prototype.rsplit("(", 1)[1].rstrip(")").split(",")]
        lines = [re.sub(r"^ \* ?", "", line) for line in comment.strip("\n").split("\n")]
        if lines[0] != self.name + ":":
            raise ValueError(f"the comment of {self.name} begins with '{lines[0]}'")
        head, *rest = re.split(r"\n\n", "\n".join(lines[1:]))
        self.parameters = dict(re.findall(r"^@(\w+): ((?:.|\n(?!@))+)", head, re.M))
        self.parameters = {name: re.sub(r"\s+", " ", text) for name, text in self.parameters.items()}
        self.paragraphs = rest
        if not self.parameters:
            self.paragraphs = [head] + rest

    def get(self, start):
        """The paragraph that begins with a word; None without one."""
        return next((re.sub(r"\s+", " ", text) for text in self.paragraphs if text.startswith(start)), None)

    @property
    def types(self):
        """What a caller was compiled against."""
        text = re.sub(r"(\w+)(?=[,)])", lambda m: "" if m.group(1) in self.arguments else m.group(1), self.prototype.split("(", 1)[1])
        return re.sub(r"\s+(?=[,)])", "", self.prototype.split("(", 1)[0].replace(self.name, "").strip() + " (" + text)


def parse_functions(text):
    pattern = r"/\*\*\n((?: \*(?!/).*\n)+) \*/\n((?:typedef void \(\*|(?:int|char|vir\w+)[ \n]\**vir)[^;]+;)"
    return [Function(comment, prototype) for comment, prototype in re.findall(pattern, text)]


def parse_enums(text):
    """(name, comment, [(constant, value, meaning)]) of each."""
    for comment, body, name in re.findall(r"/\*\*\n((?: \*(?!/).*\n)+) \*/\ntypedef enum \{\n([^}]*)\n\} (\w+);", text):
        rows = re.findall(r"^    (\w+)\s*=\s*(\(1 << \d+\)|\d+),\s*/\* (.*?) \(Since: .*\) \*/$", body, re.M)
        lines = [re.sub(r"^ \* ?", "", line) for line in comment.strip("\n").split("\n")[1:]]
        words = " ".join(line for line in lines if line and not line.startswith("Since:"))
        # Nothing but shifts and numbers gets here.
        yield name, words, [(constant, eval(value), meaning) for constant, value, meaning in rows]  # pylint: disable=eval-used


def parse_macros(text):
    """(heading, [(macro, value, meaning)]) of each group of arguments."""
    groups = []
    for line in text.split("\n"):
        if match := re.match(r"/\* (.*\.) \*/$", line):
            groups.append((match.group(1), []))
        elif match := re.match(r'#define (VIR_HYPERV_REPL_PARAM_\w+)\s+"([\w-]+)"\s*/\* (.*) \*/$', line):
            groups[-1][1].append(match.groups())
    return [group for group in groups if group[1]]


def parse_introduction(text):
    comment = text[:text.index(" */")]
    lines = [line[3:] for line in comment.split("\n")[4:]]
    return "\n".join(lines).strip()


def parse_versions():
    """Symbol -> the node of the map it is in."""
    versions, node = {}, None
    for line in read(MAP).split("\n"):
        if match := re.match(r"(LIBVIRT_HYPERV_REPL_\S+) \{", line):
            node = match.group(1)
        elif match := re.match(r"\s+(vir\w+);", line):
            versions[match.group(1)] = node
    return versions


def escape(text):
    return re.sub(r"([*|`_\\])", r"\\\1", text)


def mark_up(text):
    """Functions, constants and quoted paths in type of their own; angle brackets, stars and bars as they are."""
    pieces = re.split(r'(\bvir\w+\(\)|\b(?:VIR|LIBVIRT)_\w+\*?|"[^"]*"|<\w+>|\bMsvm_[\w.]+|(?<!\w)@\w+|\bNULL\b|\b[A-Z]{3,}(?:_[A-Z]+)+\b)', text)
    return "".join(f"``{piece.strip('@')}``" if number % 2 else escape(piece) for number, piece in enumerate(pieces))


def section(title, mark):
    return [title, mark * len(title), ""]


def format_function(function):
    lines = section(function.name, "~") + ["::", ""]
    start, rest = function.prototype.split("(", 1) if not function.is_callback else function.prototype.rsplit("(", 1)
    words = rest.rstrip(")").split(", ")
    for number, word in enumerate(words):
        lines.append("    " + (start + "(" if number == 0 else " " * (len(start) + 1)) + word + ("," if number + 1 < len(words) else ");"))
    lines.append("")
    for name, text in function.parameters.items():
        lines += [f"``{name}``", f"   {mark_up(text)}", ""]
    for paragraph in function.paragraphs:
        lines += [mark_up(re.sub(r"\s+", " ", paragraph)), ""]
    return lines


def format_reference(text):
    functions = parse_functions(text)
    lines = [".. Made by reference.py of libvirt-hyperv-repl.h; change that, then run docs/reference.py.", ""]
    lines += ["=" * len(PAGE), PAGE, "=" * len(PAGE), ""]
    summary = "Hyper-V Replica for programs that use libvirt"
    lines += section(summary, "-") + [":Manual section: 3", ":Manual group: libvirt-hyperv-repl", ""]
    lines += section("Synopsis", "=") + [".. not run: tests build the examples so", "", "::", "", "    #include <libvirt-hyperv-repl.h>", "",
                                         "    cc program.c $(pkg-config --cflags --libs libvirt-hyperv-repl)", ""]
    lines += section("Description", "=")
    lines += [line for paragraph in parse_introduction(text).split("\n\n") for line in (mark_up(re.sub(r"\s+", " ", paragraph)), "")]
    lines += section("Arguments", "=")
    for heading, rows in parse_macros(text):
        lines += [heading, ""]
        for macro, value, meaning in rows:
            lines += [f"``{macro}``", f"   ``{value}``, {escape(meaning)}", ""]
    lines += section("Constants", "=")
    for name, words, rows in parse_enums(text):
        lines += section(name, "~") + ([mark_up(words), ""] if words else [])
        for constant, value, meaning in rows:
            lines += [f"``{constant}`` = {value}", f"   {escape(meaning)}", ""]
    heads = re.split(r"^/\* ((?:Reading|Changing|Events).*)\. \*/$", text, flags=re.M)
    for title, body in zip(heads[1::2], heads[2::2]):
        names = {function.name for function in parse_functions(body)}
        lines += section(title, "=") + [line for function in functions if function.name in names for line in format_function(function)]
    lines += section("See also", "=") + ["``virthypervd(8)``, ``virt-replica(1)``, https://libvirt.org/html/index.html"]
    return "\n".join(lines) + "\n"


def format_abi(text):
    versions = parse_versions()
    lines = ["# The binary interface, made by docs/reference.py.  A line that stands here once is never changed, nor taken away."]
    for function in sorted(parse_functions(text), key=lambda f: f.name):
        kind = "callback" if function.is_callback else "function"
        lines.append(f"{kind} {function.name} {function.types}" + ("" if function.is_callback else f" {versions.get(function.name)}"))
    lines += [f"enum {name} {constant} {value}" for name, _, rows in parse_enums(text) for constant, value, _ in rows]
    lines += [f"macro {macro} \"{value}\"" for macro, value in re.findall(r'^#define (VIR_HYPERV_REPL_\w+)\s+"(.*?)"', text, re.M)]
    return "\n".join(lines) + "\n"


def main():
    text = read(HEADER)
    names = [function.name for function in parse_functions(text) if not function.is_callback]
    if sys.argv[1:] == ["--names"]:
        print("\n".join(names))
    elif len(sys.argv) == 3 and sys.argv[1] == "--links":
        for name in names:
            with open(os.path.join(sys.argv[2], name + ".3"), "w", encoding="ascii") as file:
                file.write(f".so man3/{PAGE}.3\n")
    else:
        for path, content in ((REFERENCE, format_reference(text)), (ABI, format_abi(text))):
            with open(os.path.join(TOP, path), "w", encoding="utf-8") as file:
                file.write(content)


if __name__ == "__main__":
    main()
