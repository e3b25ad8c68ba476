# test_po.py: every message is translated, whole, into every language of po/LINGUAS
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Usage: test_po.py SOURCE-ROOT.  The template is made from po/POTFILES by meson's own script, with the preset that
# po/meson.build names, and never written into the source tree.

import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, namedtuple
from pathlib import Path

try:
    from mesonbuild.modules.i18n import PRESET_ARGS
except ImportError:
    PRESET_ARGS = None

PACKAGE = "libvirt-hyperv-repl"
ROOT = Path(sys.argv[1]).resolve()
PO = ROOT / "po"
SHOWN = 40  # faults of a kind

# Words that are the same in the other language, or stay as they are in all of them.
SAME_EVERYWHERE = {"A,B", "DHCP", "HH:MM", "PORT", "SOCKET", "URI", "UUID", "WINDOWS"}
SAME = {
    "de": {"%.1f %%/min", "%1$s, %2$d bits", "ADAPTER", "Adapter", "Gateways", "HEX", "HOST", "Host", "NAME", "Normal", "OPTION...", "PARTNER",
           "PHASE", "Partner", "Phase", "Port", "SERVER", "STATUS", "Standard", "TEXT", "Test", 'tls_priority = \\"%1$s\\": %2$s',
           "virt-replica %1$s, libvirt %2$lu.%3$lu.%4$lu, Windows %5$lu.%6$lu.%7$lu"},
    "fr": {"%.1f %%/min", "%1$s, %2$d bits", "Application", "Arguments", "Compression", "HEX", "ID", "MACHINE", "MACHINE...", "MACHINE...|--all",
           "MACHINES", "MESSAGE", "Machine", "OPTION...", "Options", "PHASE", "POINT", "Phase", "Port", "Standard", "Test", "VERDICT",
           "service", "versions",
           "virt-replica %1$s, libvirt %2$lu.%3$lu.%4$lu, Windows %5$lu.%6$lu.%7$lu"},
    "zh_TW": set(),
}

# How the language quotes, and in which order it writes its plural forms.
Language = namedtuple("Language", "left right plural")
LANGUAGES = {
    "fr": Language("«\u00a0", "\u00a0»", "nplurals=2; plural=(n > 1);"),
    "de": Language("„", "“", "nplurals=2; plural=(n != 1);"),
    "zh_TW": Language("「", "」", "nplurals=1; plural=0;"),
}

PLACEHOLDER = re.compile(r"%(?:\d+\$)?[-+ #0]*\d*(?:\.\d+)?(?:<PRI\w+>|(?:hh|h|ll|l|z|j|t)?[diouxXeEfgGscp])|%%")
# A directive without its conversion: xgettext stops at macros it does not know, such as G_GUINT64_FORMAT.
CUT = re.compile(r"%(?:\d+\$)?[-+ #0]*\d*$")
# The first half of a sentence whose other half follows in the code; what ends with a colon is put before a whole one.
SPLIT = re.compile(r"(?:[(\[,]|\s'|[^:\s] +)$")
# 'this' as an object of the sentence, not as the value of an XML attribute, an apostrophe or part of a shell's line.
QUOTED = re.compile(r"(?<![\w=])'([^']+)'(?!\w)")
# What somebody types, or finds in a file or a document: it is the same in every language.
VERBATIM = re.compile(r"--[a-z][a-z-]+|\b[\w-]+\.conf\b|<[a-z_]+>|\b(?:Msvm|CIM)_\w+|\b[a-z]+(?:-[a-z]+)* = [a-z]+\b|"
                      r"\b(?:query|replication)-[a-z-]+\b|\b[a-z]+(?:_[a-z]+)+\b")
# How many columns of a terminal are there for it, by context: a list of machines has to fit into eighty.
WIDTHS = {"short state": 18}
# Prose in quotes or with an equals sign.
PROSE = {"key = value"}


def bail_out(why):
    print("Bail out!", " ".join(why.split()))
    sys.exit(1)


def parse(text):
    """The entries of a .po file that wraps only at line ends within the messages: a dict per message."""
    entries = []
    for block in text.split("\n\n"):
        entry = {"flags": "", "obsolete": False}
        for line in block.splitlines():
            entry["obsolete"] |= line.startswith("#~")
            if line.startswith("#,"):
                entry["flags"] += line[2:]
            match = re.match(r'(?:#~ )?(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)? ?"(.*)"$', line)
            if match:
                field = match[1] or field
                entry[field] = entry.get(field, "") + match[2]
        if "msgid" in entry:
            entries.append(entry)
    return entries


def load(path):
    result = subprocess.run(["msgcat", "--no-wrap", "--to-code=UTF-8", path], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        bail_out(result.stderr)

    return parse(result.stdout)


def key(entry):
    return entry.get("msgctxt"), entry["msgid"], entry.get("msgid_plural")


def make_template(directory):
    """What `ninja NAME-pot` runs, but with another directory to write to; returns its path and what xgettext says."""
    preset = re.search(r"preset: '(\w+)'", (PO / "meson.build").read_text())[1]
    shutil.copy(PO / "POTFILES", directory)
    result = subprocess.run(
        [sys.executable, "-m", "mesonbuild.mesonmain", "--internal", "gettext", "pot", f"--pkgname={PACKAGE}", f"--source-root={ROOT}",
         f"--subdir={directory}", "--xgettext=xgettext", "--extra-args=" + "@@".join(PRESET_ARGS[preset])],
        capture_output=True, text=True, check=False, cwd=directory, timeout=120)
    if result.returncode != 0:
        bail_out(result.stderr)

    return Path(directory) / f"{PACKAGE}.pot", result.stderr.strip()


def get_frame(text):
    """What joins a string to its neighbours: white space at both ends, and whether a full stop or a colon comes last."""
    start = re.match(r"(?:\s|\\n)*", text)[0]
    end = re.search(r"(?:\s|\\n)*$", text)[0]
    last = text[: len(text) - len(end)][-1:]
    return start, end, last in ".。", last in ":："


def find_template_faults(entries, said):
    for line in said.splitlines():
        yield f"xgettext: {line}"
    for entry in entries:
        if CUT.search(entry["msgid"]):
            yield f"cut off, write PRIu64 and the like: {entry['msgid']}"
        elif SPLIT.search(entry["msgid"]):
            yield f"only a part of a sentence: {entry['msgid']}"


def find_quoting_faults(original, translation, language):
    left, right = language.left, language.right
    for quoted in QUOTED.findall(original):
        if PLACEHOLDER.fullmatch(quoted) and f"{left}{quoted}{right}" not in translation:
            yield f"{quoted} is not in the language's quotation marks"
        if not PLACEHOLDER.search(quoted) and quoted not in PROSE and quoted not in translation:
            yield f"'{quoted}' is not verbatim"
    if translation.count(left.strip()) != translation.count(right.strip()):
        yield "unbalanced quotation marks"
    if QUOTED.search(translation) and not QUOTED.search(original):
        yield "new quotation marks of English"
    if re.search(r"(?<![\w=])'%\S+?'", translation):
        yield "a placeholder in quotation marks of English"


def find_french_faults(translation):
    if re.search(r" [:;?!»]|« |«(?!\u00a0)|(?<!\u00a0)»|\w[;?!](?!\w)", translation):
        yield "a no-break space is missing"
    if re.search(r"\b(?:[cdjlmnst]|qu)'[\wÀ-ÿ%«<]", translation):
        yield "a straight apostrophe"


def find_faults(original, translation, code):
    """What is wrong with one string; plural forms are looked at one by one."""
    if not translation.strip():
        yield "not translated"
        return
    if Counter(PLACEHOLDER.findall(original)) != Counter(PLACEHOLDER.findall(translation)):
        yield "other placeholders"
    if translation == original and original not in SAME[code] | SAME_EVERYWHERE and re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", original)):
        yield "a copy of English"
    # The wide colon of Chinese is as wide as ours with its space.
    expected = get_frame(original.rstrip(" ") if translation.endswith("：") else original)
    if get_frame(translation) != expected:
        yield "another white space, full stop or colon at an end"
    for word in VERBATIM.findall(original):
        if word not in PROSE and word not in translation:
            yield f"{word} is not verbatim"
    yield from find_quoting_faults(original, translation, LANGUAGES[code])
    if code == "fr":
        yield from find_french_faults(translation)


def get_original(entry, field):
    """A language with one form has that of many."""
    if field == "msgstr" or (field == "msgstr[0]" and "msgstr[1]" in entry):
        return entry["msgid"]
    return entry["msgid_plural"]


def count_columns(text):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def find_message_faults(entries, code):
    for entry in entries:
        if entry["msgid"] == "" or entry["obsolete"]:
            continue
        for field in [name for name in entry if name.startswith("msgstr")]:
            for fault in find_faults(get_original(entry, field), entry[field], code):
                yield f"{fault}: {entry[field]} ({entry['msgid']})"
            if count_columns(entry[field]) > WIDTHS.get(entry.get("msgctxt"), 1000):
                yield f"too long for a column of a table: {entry[field]} ({entry['msgid']})"


def find_prefix_faults(entries):
    """rpc_error.c takes libvirt's beginnings off; a message and its beginning have to be translated alike."""
    prefixes = {entry["msgid"]: entry["msgstr"] for entry in entries if entry["msgid"].endswith(": ") and "msgstr" in entry}
    for entry in entries:
        for msgid, msgstr in prefixes.items():
            if entry["msgid"].startswith(msgid) and not entry.get("msgstr", msgstr).startswith(msgstr):
                yield f"does not begin with '{msgstr}': {entry['msgstr']}"


def find_set_faults(entries, template):
    have = {key(entry) for entry in entries if not entry["obsolete"]}
    want = {key(entry) for entry in template}
    for _, msgid, _ in sorted(want - have, key=str):
        yield f"missing: {msgid}"
    for _, msgid, _ in sorted(have - want, key=str):
        yield f"no longer in the sources: {msgid}"
    for entry in entries:
        if entry["obsolete"]:
            yield f"obsolete: {entry['msgid']}"
        elif "fuzzy" in entry["flags"]:
            yield f"fuzzy: {entry['msgid']}"


def find_msgfmt_faults(path):
    result = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", path], capture_output=True, text=True, check=False)
    yield from result.stderr.splitlines()
    if result.returncode != 0:
        yield f"msgfmt ends with {result.returncode}"


def find_header_faults(entries, code):
    header = next(entry["msgstr"] for entry in entries if entry["msgid"] == "")
    for field in f"Language: {code}", f"Plural-Forms: {LANGUAGES[code].plural}", "charset=UTF-8":
        if field not in header:
            yield f"the header has no '{field}'"


def find_list_faults(codes):
    if codes != sorted(codes):
        yield "LINGUAS is not sorted"
    for code in sorted(set(codes) ^ {path.stem for path in PO.glob("*.po")}):
        yield f"{code} is only one of file and line of LINGUAS"
    for code in sorted(set(codes) - set(LANGUAGES)):
        yield f"this test does not know the quotation marks of {code}"


def main():
    if PRESET_ARGS is None or shutil.which("xgettext") is None:
        print("1..0 # SKIP there is no meson module or no gettext")
        return 0

    codes = [word for line in (PO / "LINGUAS").read_text().splitlines() if not line.startswith("#") for word in line.split()]
    with tempfile.TemporaryDirectory() as directory:
        path, said = make_template(directory)
        template = load(path)
    checks = {
        "every language has its file": find_list_faults(codes),
        "the template is whole": find_template_faults(template, said),
    }
    for code in sorted({path.stem for path in PO.glob("*.po")} & set(LANGUAGES)):
        entries = load(PO / f"{code}.po")
        checks |= {
            f"{code}: the header fits": find_header_faults(entries, code),
            f"{code}: the messages are those of the sources": find_set_faults(entries, template),
            f"{code}: msgfmt finds no fault": find_msgfmt_faults(PO / f"{code}.po"),
            f"{code}: the translations fit their messages": find_message_faults(entries, code),
            f"{code}: messages with a beginning of libvirt's have it in translation": find_prefix_faults(entries),
        }
    print(f"1..{len(checks)}")
    failed = False
    for number, (what, faults) in enumerate(checks.items(), 1):
        faults = list(faults)
        failed |= bool(faults)
        print(f"{'not ok' if faults else 'ok'} {number} {what}")
        for fault in faults[:SHOWN]:
            print(f"# {fault}")
        if len(faults) > SHOWN:
            print(f"# ... and {len(faults) - SHOWN} more")
    return failed


sys.exit(main())
