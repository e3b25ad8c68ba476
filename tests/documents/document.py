# document.py: what a document shows to be typed, and what it says comes of it
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A literal block with lines that begin with "$ " is a session: commands, each with what
# it prints below it.  "..." stands for what varies: in a line for any text, alone on a
# line for any lines.  A line that begins with "error:" says that the command fails, "echo $?"
# as the next command asks how, "^C" at the end says that it is interrupted when it has
# printed what stands above.
# A block of commands alone, without "$", is a session that says nothing of what they print.
#
# Comments before a block, <!-- ... --> in Markdown and ".. ..." in reStructuredText:
#
#   not run: REASON          the next block is not run
#   not run from here: REASON, run from here     the same for all blocks in between
#   world: FILE [at TIME]    from here on another world, in which nothing has happened yet
#   here: VM=app01 ...       what words that the reader replaces stand for, from here on
#   only: READER             the next block is for readers who have that: checkout, packages,
#                            systemd (that runs; and the packages), no systemd
#   first: COMMAND           typed before the next block, unseen
#   meanwhile: COMMAND       typed again and again while the next block's last command waits

import dataclasses
import re

# What a line of a command begins with, here or in Windows.
PROGRAMS = ("virsh", "virt-replica", "virthypervd", "virt-hyperv-sim", "virt-manager", "virt-xml-validate", "./quickstart", "./check", "./run",
            "sudo", "meson", "ninja", "apt", "apt-get", "systemctl", "systemd-analyze", "journalctl", "kinit", "klist", "ktutil", "openssl", "export", "until",
            "python3", "gcc", "cc", "git", "tests/documents/test_document.py", "docs/generate.py", "benchmarks/run.py", "dpkg", "rpm", "dnf", "man", "curl", "nc", "winrm", "ktpass")
POWERSHELL = re.compile(r"(\$\w+ = )?\[?[A-Z][a-z]+-[A-Z]\w+|\[[A-Z]\w+\]::|\$\w+ = ")
READERS = ("checkout", "packages", "systemd", "no systemd")
OTHER_LANGUAGES = ("python", "c", "ini", "xml", "json", "yaml")
MARKERS = ("not run", "not run from here", "run from here", "world", "here", "only", "first", "meanwhile")


class DocumentError(Exception):
    pass


@dataclasses.dataclass
class Command:
    line: int
    typed: str
    shown: list = dataclasses.field(default_factory=list)
    may_fail: bool = False  # its status is asked for

    @property
    def is_interrupted(self):
        return self.shown[-1:] == ["^C"]

    @property
    def fails(self):
        return any(text.startswith("error:") for text in self.shown)

    def pattern(self):
        """A regular expression for what is printed, or None where the document says nothing of it."""
        shown = self.shown[:-1] if self.is_interrupted else self.shown
        return re.compile("".join(pattern_of(text) for text in shown) + r"\s*") if shown else None


@dataclasses.dataclass
class Block:
    line: int
    lines: list
    markers: list
    commands: list = dataclasses.field(default_factory=list)
    reason: str = ""  # why it is not run


def pattern_of(text):
    if text.strip() == "...":
        return r"(?:.*\n)*?"
    return ".*".join(re.escape(part) for part in text.split("...")) + r"[ \t]*\n"


def is_command(line):
    return line.startswith("$ ") or line.split(" ")[0] in PROGRAMS or POWERSHELL.match(line) is not None


def indent_of(line):
    return len(line) - len(line.lstrip(" "))


def take_indented(lines, start, indent):
    """The lines from there on that are indented that far, without blank ones at the end; their number, and the next line's."""
    end = start
    while end < len(lines) and (not lines[end].strip() or indent_of(lines[end]) >= indent):
        end += 1
    found = lines[start:end]
    while found and not found[-1].strip():
        found.pop()
    return found, end


def unindent(lines):
    indent = min((indent_of(line) for line in lines if line.strip()), default=0)
    return [line[indent:].rstrip() for line in lines]


def parse_marker(text):
    word, separator, rest = text.strip().partition(":")
    return (word.strip(), rest.strip()) if word.strip() in MARKERS and (separator or word.strip() == "run from here") else None


def read_markdown(lines):
    """Markers and literal blocks as (line number, marker) and (line number, lines)."""
    i, after_blank = 0, True
    while i < len(lines):
        line = lines[i]
        if match := re.fullmatch(r"\s*<!-- (.*) -->", line):
            yield i + 1, parse_marker(match.group(1))
            i += 1
            continue
        if match := re.match(r"(\s*)```", line):
            end = next(n for n in range(i + 1, len(lines) + 1) if n == len(lines) or lines[n].strip() == "```")
            yield i + 2, unindent(lines[i + 1:end])
            i = end + 1
            continue
        if after_blank and indent_of(line) >= 4 and line.strip():
            found, end = take_indented(lines, i, 4)
            yield i + 1, unindent(found)
            i = end
            continue
        after_blank = not line.strip()
        i += 1


def read_rst(lines):
    i = 0
    while i < len(lines):
        line = lines[i]
        if match := re.fullmatch(r"\s*\.\. ([a-z].*)", line):
            if marker := parse_marker(match.group(1)):
                yield i + 1, marker
                i += 1
                continue
        directive = re.match(r"\s*\.\. (?:code-block|code|parsed-literal):: ?(\w*)", line)
        if directive or (line.rstrip().endswith("::") and not line.lstrip().startswith("..")):
            start = i + 1
            while start < len(lines) and (not lines[start].strip() or re.fullmatch(r"\s+:\w+:.*", lines[start])):
                start += 1
            found, i = take_indented(lines, start, indent_of(line) + 1)
            if directive is None or directive.group(1) not in OTHER_LANGUAGES:
                yield start + 1, unindent(found)
            continue
        i += 1


def split_session(block):
    for offset, line in enumerate(block.lines):
        if line.startswith("$ "):
            if line == "$ echo $?" and block.commands:
                block.commands[-1].may_fail = True
            block.commands.append(Command(block.line + offset, line[2:]))
        elif not block.commands:
            raise DocumentError(f"{block.line + offset}: '{line}' stands before any command")
        elif not block.commands[-1].shown and block.commands[-1].typed.endswith("\\"):
            block.commands[-1].typed += "\n" + line.removeprefix("> ")
        else:
            block.commands[-1].shown.append(line)
    for command in block.commands:
        while command.shown and not command.shown[-1]:
            command.shown.pop()


def split_commands(block):
    for offset, line in enumerate(block.lines):
        if not line or line.startswith("#"):
            continue
        if block.commands and block.commands[-1].typed.endswith("\\"):
            block.commands[-1].typed += "\n" + line
        elif is_command(line):
            block.commands.append(Command(block.line + offset, line))
        else:
            raise DocumentError(f"{block.line + offset}: commands and '{line}' in one block: write '$ ' before the commands, or a 'not run:' marker")


def read_document(name, text):
    """The blocks that show commands, with their markers."""
    blocks, markers, elsewhere = [], [], ""
    for line, found in (read_markdown if name.endswith(".md") else read_rst)(text.split("\n")):
        if found is None:
            continue
        if isinstance(found, tuple):
            if found[0] == "not run from here":
                elsewhere = found[1]
            elif found[0] == "run from here":
                elsewhere = ""
            else:
                markers.append(found)
            continue
        block = Block(line, found, markers)
        markers = []
        if not any(is_command(text) for text in block.lines):
            if any(word in ("not run", "only", "first", "meanwhile") for word, _ in block.markers):
                raise DocumentError(f"{line}: a marker for a block without commands")
            markers = block.markers
            continue
        for word, rest in block.markers:
            if word == "only" and rest not in READERS:
                raise DocumentError(f"{line}: only: one of {', '.join(READERS)}")
        block.reason = elsewhere or next((rest for word, rest in block.markers if word == "not run"), "")
        if not block.reason:
            (split_session if any(text.startswith("$ ") for text in block.lines) else split_commands)(block)
        blocks.append(block)
    return blocks


def read_mentions(name, text):
    """(line, code) of each piece of code within the text."""
    quote = r"(?<!`)`([^`\n]+)`(?!`)" if name.endswith(".md") else r"``([^`\n]+)``"
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(quote, line):
            yield number, match.group(1)
