# test_languages.py: virt-replica, and the daemon behind it, in another language
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Usage: test_languages.py LANGUAGE CATALOGUES.  CATALOGUES is preloaded, so that programs find the messages just built.

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import namedtuple

from cli_world import CliWorld, column_of, look, wait_for, width
from tap import case, contains, equal, main
from world import DAEMON, STORY

# What is in a language's tables, sentences and journal.
Words = namedtuple("Words", "locale heading role state health remedy group unknown refused began machine")
LANGUAGES = {
    "de": Words("de_DE.UTF-8", ("VM", "ROLLE", "ZUSTAND", "INTEGRITÄT"), "Primär", "Repliziert", "Normal",
                "setzen Sie sie mit „virt-replica resume“ fort", "Sehen, was geschieht", "„nix“",
                "Die angeforderte Operation", "Beginn", "VM"),
    "fr": Words("fr_FR.UTF-8", ("MACHINE", "RÔLE", "ÉTAT", "INTÉGRITÉ"), "Principal", "En réplication", "Normale",
                "reprenez-la avec «\u00a0virt-replica resume\u00a0»", "Voir ce qui se passe", "«\u00a0nix\u00a0»",
                "L’opération demandée", "Début", "Machine"),
    "zh_TW": Words("zh_TW.UTF-8", ("虛擬機器", "角色", "狀態", "健康情況"), "主要", "複寫中", "正常",
                   "請以「virt-replica resume」繼續", "查看目前情況", "「nix」", "要求的操作", "開始時間", "虛擬機器"),
}
WIDE = "資料庫主機"
LONG = "台北資料中心備援用資料庫主機第二號"
TEXT = STORY + "".join(rf"""
[vm {name}]
host = hv-primary
guid = {guid}
memory = 1G
vcpus = 1
disks = C:\VMs\{guid[0]}.vhdx:10G

[replication {name}]
replica = hv-replica
points = 3
""" for name, guid in ((WIDE, "44444444-4444-4444-8444-444444444444"), (LONG, "55555555-5555-4555-8555-555555555555")))
COMMANDS = (["list"], ["list", "-H", "all"], ["status", WIDE], ["points", "--all"], ["health"], ["stats", WIDE], ["net", "--all"], ["service"],
            ["auth"], ["certs"], ["hosts"], ["jobs", "--last"], ["help"], ["help", "list"], ["help", "failover"])

# Any locale that is not "C" has gettext read catalogues.  The C locale's own files under another name are as good for
# that as real ones, which not every machine has.
FILES = "/usr/lib/locale/C.utf8"


class LanguageWorld(CliWorld):
    def environment(self, **more):
        return super().environment(**{**SPOKEN, **more})


def look_well(world, *arguments, host="hv-primary", columns=80, **more):
    """What is on the screen then; nothing on it is too long or garbled."""
    lines = look(world, *arguments, host=host, columns=columns, **more)
    for line in lines:
        if width(line) > columns or "\N{REPLACEMENT CHARACTER}" in line:
            raise AssertionError(f"{arguments}: {line!r} takes {width(line)} of {columns} columns")
    return lines


@case
def words(world):
    """tables have the language's words, headings and values"""
    heading, *lines = look_well(world, "list")
    equal([word for word in WORDS.heading if word not in heading], [])
    line = next(line for line in lines if line.startswith("app01"))
    equal([word for word in (WORDS.role, WORDS.state, WORDS.health) if word not in line], [])
    contains(look_well(world, "help"), WORDS.group)


@case
def eighty(world):
    """no line of any listing is longer than eighty columns, and each is whole"""
    for arguments in COMMANDS:
        equal((arguments, look_well(world, *arguments, host="hv-replica") != []), (arguments, True))


@case
def aligned(world):
    """columns stand below each other, wide characters or not"""
    heading, *lines = look_well(world, "list")
    plain, wide, cut = (next(line for line in lines if line.startswith(name)) for name in ("app01", WIDE, LONG[:3]))
    for title, word in zip(WORDS.heading[1:], (WORDS.role, WORDS.state, WORDS.health)):
        equal([column_of(line, word) for line in (plain, wide, cut)], [column_of(heading, title)] * 3)


@case
def card(world):
    """the values of a card stand below each other"""
    lines = look_well(world, "status", WIDE)
    values = (WIDE, "hv-primary", "44444444-4444-4444-8444-444444444444", WORDS.role, WORDS.state, WORDS.health, "hv-replica.example.com")
    places = {value: column_of(next(line for line in lines if line.endswith(value)), value) for value in values}
    equal((places, len(set(places.values()))), (places, 1))


@case
def narrow(world):
    """a name is cut between characters, however narrow the terminal is"""
    seen = set()
    for columns in range(72, 121, 4):
        lines = look_well(world, "list", columns=columns)
        name = next(line for line in lines if line.startswith(LONG[:2])).split()[0]
        equal((columns, LONG.startswith(name.removesuffix("…"))), (columns, True))
        seen.add(name)
    equal((LONG in seen, len(seen) > 2), (True, True))


@case
def troubled(world):
    """what is wrong, and what to do, come in the daemon's language, with this program's commands"""
    world.replica("hv-primary", "suspend", WIDE)
    text = "".join(look_well(world, "health", WIDE))
    # Lines are wrapped anywhere in Chinese.
    contains(re.sub(r"\s", "", text), re.sub(r"\s", "", WORDS.remedy))


@case
def journal(world):
    """the daemon's table of changes is aligned, too"""
    table = subprocess.run([DAEMON, "--config", world.path("hosts.conf"), "--journal"], capture_output=True, text=True, check=True,
                           env={**os.environ, **SPOKEN}, timeout=20).stdout
    heading, line = table.splitlines()[:2]
    equal((heading.startswith(WORDS.began), "suspend" in line), (True, True))
    equal(column_of(line, WIDE), column_of(heading[len(WORDS.began):], WORDS.machine) + width(WORDS.began))
    equal(column_of(line, "hv-primary"), 72)


@case
def mistaken(world):
    """an error is told in the language, with its quotation marks, and its exit status is the same"""
    line, = look_well(world, "status", "nix", code=2, columns=200)
    contains(line, WORDS.unknown)


@case
def refused(world):
    """what tools look for at the beginning of an error is English, and there once"""
    line = world.virsh("hv-primary", "destroy", "app01", code=1)
    equal((line.count("Requested operation is not valid: "), WORDS.refused in line), (1, False))


@case
def programs(world):
    """what programs read is the same in every language"""
    def read(arguments, **more):
        return re.sub('"[a-z-]*(seconds|end)" : .*', "", world.replica("hv-replica", *arguments, "-o", "json", **more)[0])

    # Between two readings a cycle may have been missed.
    for arguments in (["list"], ["points", "--all"], ["stats", "--all"], ["service"]):
        wait_for(lambda what=arguments: read(what) == read(what, LC_ALL="C.UTF-8", LANGUAGE=""), f"the same {arguments}")
    equal(world.replica("hv-replica", "list", "-o", "name")[0].split(), ["app01", LONG, WIDE])


def run():
    if not os.path.isdir(FILES):
        print(f"1..0 # SKIP there is no {FILES}")
        return 0

    with tempfile.TemporaryDirectory(prefix="hvr-locale-") as directory:
        shutil.copytree(FILES, os.path.join(directory, WORDS.locale))
        SPOKEN.update(LOCPATH=directory, LC_ALL=WORDS.locale, LANGUAGE=sys.argv[1], LD_PRELOAD=sys.argv[2],
                      ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
        os.environ.update(SPOKEN)
        return main(lambda: LanguageWorld(text=TEXT))


if __name__ == "__main__":
    WORDS = LANGUAGES[sys.argv[1]]
    SPOKEN = {}
    sys.exit(run())
