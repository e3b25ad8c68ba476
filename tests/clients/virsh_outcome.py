# virsh_outcome.py: what each virsh command came to, and docs/virsh.rst of that
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import collections
import os
import pathlib
import re
import shlex
import subprocess

from virsh_rows import CHANGING, FILES, READING, ROWS
from world import NAMESPACE, STORY, World

TIMEOUT = 40
NOT_SUPPORTED = re.compile(r"this function is not supported by the connection driver: (\w+)")
# Nobody may ever see these.
NEVER = re.compile(r"internal error|unknown procedure|cause is unknown|Unable to (de|en)code|End of file|Cannot recv|socket is closed|"
                   r"without saying why|Traceback|Segmentation|Invalid type")
HIDE = ((re.compile(r"/tmp/hvr-[^/\s']+/"), ""), (re.compile(r"\?socket=[^'\s]*"), ""),
        (re.compile(r"rp-\d{4}-[0-9T:Z-]+"), "POINT"), (re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+Z?"), "TIME"),
        (re.compile(r"(?i)\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "UUID"), (re.compile(r"00:15:5[dD][:0-9a-fA-F]+"), "MAC"))

Outcome = collections.namedtuple("Outcome", "typed word line problem")


def list_commands(group):
    """What virsh itself says it has."""
    text = subprocess.run(["virsh", "help", group], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^    ([\w-]+)", text, re.M)


def name_of(row):
    words = row[0].split()
    return words[1] if words[0].startswith("@") else words[0]


# The story's machines, with something to see and to take away.
PARTS = {
    "[vm db01]": "nics = Front:LAN\ndvd = C:\\ISO\\install.iso\nsettings = Msvm_SerialPortSettingData[0].Connection=\\\\.\\pipe\\web01\n\n[vm db01]",
    "[vm app01]": "nics = Front:LAN\ndvd = C:\\ISO\\install.iso\n\n[vm app01]",
    "[replication app01]": """[vm saved01]
host = hv-primary
guid = 44444444-4444-4444-8444-444444444444
memory = 1G
state = saved
disks = C:\\VMs\\saved01.vhdx:10G

[replication app01]""",
}


def story():
    text = STORY
    for before, parts in PARTS.items():
        text = text.replace("\n" + before, parts) if before != "[replication app01]" else text.replace(before, parts)
    return text


class CommandWorld(World):
    """The story's world, with files for whatever wants one."""

    def __init__(self):
        super().__init__(story())
        self.words = {}

    def __enter__(self):
        super().__enter__()
        for name, text in FILES.items():
            self.write(name + ".xml", text)
        point = self.virsh("hv-replica", "snapshot-list", "app01", "--name").split()[1]
        mac = re.search("00:15:5d[:0-9a-f]+", self.virsh("hv-primary", "domiflist", "web01"))
        interface = re.search(r"^ (\S.*?)  +active +(\S+)", self.list("iface-list", "--all"), re.M)
        pool = self.list("pool-list", "--name").split()
        self.words = {"namespace": NAMESPACE, "replica": self.uri("hv-replica"), "point": point, "mac": mac[0] if mac else "00:15:5d:00:00:01",
                      "nic0": interface[1].replace(" ", "\\ ") if interface else "eth0", "nicmac": interface[2] if interface else "none",
                      "netuuid": self.list("net-uuid", "LAN").strip() or "LAN", "pool0": pool[0] if pool else "pool1",
                      "pooluuid": (self.list("pool-uuid", pool[0]).strip() if pool else "") or "pool1",
                      **{name: self.path(name + ".xml") for name in FILES}}
        return self

    def list(self, *words):
        """What a command printed, "" if it failed."""
        return subprocess.run(["virsh", "-c", self.uri("hv-primary"), *words], capture_output=True, text=True, timeout=TIMEOUT,
                              check=False).stdout

    def type(self, line):
        """(exit status, what was printed); None for a command that hangs."""
        host = "hv-replica" if line.startswith("@replica ") else "hv-primary"
        words = shlex.split(line.removeprefix("@replica ").format(**self.words), posix=False)
        words = [word.replace("\\ ", " ") for word in re.findall(r"(?:\\ |\S)+", " ".join(words))]
        command = ["virsh", "-c", self.uri(host), *words]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "EDITOR": "true", "VISUAL": "true", "LIBVIRT_DEFAULT_URI": "test:///default"}
        # A console is for terminals only.
        if words[0] == "console":
            command = ["script", "-qec", shlex.join(command), "/dev/null"]
        try:
            result = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False, env=environment,
                                    cwd=self.directory, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            return None
        return result.returncode, result.stdout + result.stderr


def tidy(text):
    """The last thing that was said, without what is different each time."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = [line for line in lines if line.startswith("error: ")] or lines
    line = said[-1].removeprefix("error: ") if said else ""
    for pattern, word in HIDE:
        line = pattern.sub(word, line)
    return line


def is_right(world, row, text):
    """What a command that succeeded must have printed or done."""
    if len(row) > 1 and not re.search(row[1], text, re.M | re.S):
        return f"printed {text!r}, which lacks {row[1]!r}"
    if len(row) > 2:
        line = ("@replica " if row[0].startswith("@replica ") else "") + row[2]
        shown = world.type(line)
        pattern = row[3]
        if shown is None or not re.match(("(?s)" if pattern.startswith("(?!") else "(?s).*?(?m:") + pattern +
                                         ("" if pattern.startswith("(?!") else ")"), shown[1]):
            return f"said {text!r}, but {row[2]!r} shows {shown}"
    return None


def run_row(world, row):
    answer = world.type(row[0])
    if answer is None:
        return Outcome(row[0], "hangs", "", f"no end within {TIMEOUT} s")
    code, text = answer
    if world.daemon.poll() is not None:
        return Outcome(row[0], "crashes", tidy(text), f"the daemon ended with {world.daemon.returncode}")
    if match := NEVER.search(text):
        return Outcome(row[0], "fails", tidy(text), f"says {match[0]!r}: {text}")
    # virsh's net-port-dumpxml ends with 0 whatever happens.
    if code == 0 and not text.lstrip().startswith("error: "):
        return Outcome(row[0], "works", "", is_right(world, row, text))
    if match := NOT_SUPPORTED.search(text):
        return Outcome(row[0], "not supported", match[1], None)
    if "timed out" in text and "timeout" in row[0]:
        return Outcome(row[0], "works", "", is_right(world, row, text))
    return Outcome(row[0], "refused", tidy(text), None if tidy(text) or row[0].startswith("ttyconsole") else "without a reason")


def leaves_alone(row, outcome):
    name = row[0].removeprefix("@replica ")
    return outcome.word in ("refused", "not supported") or name.startswith(READING) and not name.startswith(CHANGING)


def run_rows(rows):
    """Outcomes in order; whatever changed something leaves a world that nobody else gets."""
    found, todo = [], list(rows)
    while todo:
        with CommandWorld() as world:
            while todo:
                row = todo.pop(0)
                found.append(run_row(world, row))
                if found[-1].word == "crashes":
                    return found
                if not leaves_alone(row, found[-1]):
                    break
    return found


# docs/virsh.rst ---------------------------------------------------------------
INTRODUCTION = """.. Made by tests/clients/test_virsh_commands.py --write of what virsh came to; nothing here is written by hand.

virsh
=====

Each command of ``virsh`` and what it comes to with a simulated host: ``web01`` runs, ``db01`` is off, ``saved01``
is saved, ``app01`` is replicated to a second host, where some of the commands were typed (@replica).  "Not supported" is libvirt's "this function is not
supported by the connection driver", with the function; "refused" is followed by the reason that ``virsh`` prints.  Words in
capitals stand for what is different each time.

"""


def plain(text):
    return re.sub(r"([*`|\\])", r"\\\1", text)


def show(typed):
    """As in a manual: names of files and the like in capitals."""
    return re.sub(r"\{(\w+)\}", lambda match: match[1].upper(), typed.replace("{{", "{").replace("}}", "}"))


def table(head, rows):
    """A simple table of reStructuredText, without columns that nothing stands in."""
    used = [i for i in range(len(head)) if any(row[i] for row in rows)]
    head, rows = [head[i] for i in used], [[row[i] for i in used] for row in rows]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    rule = "  ".join("=" * width for width in widths)
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in [head, *rows]]
    return "\n".join([rule, lines[0], rule, *lines[1:], rule]) + "\n\n"


def format_document(outcomes):
    """@outcomes: by group."""
    text = INTRODUCTION
    counts = collections.Counter(outcome.word for group in outcomes.values() for outcome in group)
    text += f"Of {sum(counts.values())} that were typed, " + ", ".join(
        f"{counts[word]} {label}" for word, label in (("works", "work"), ("refused", "were refused"), ("not supported", "are not supported"))
    ) + ".\n\n"
    for group, found in outcomes.items():
        text += f"{group}\n{'-' * len(group)}\n\n"
        text += table(("typed", "outcome", "reason"), [(f"``{show(o.typed)}``", o.word, plain(o.line)) for o in found])
    return text.rstrip("\n") + "\n"


def document():
    return pathlib.Path(os.environ["SOURCE"]) / "docs/virsh.rst"


def all_rows():
    return [(group, row) for group, rows in ROWS.items() for row in rows]
