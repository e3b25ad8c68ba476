# test_layout.py: what is installed, and that each package list claims all of it, once
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# BUILD is installed into a folder of its own, with DESTDIR, as packages are made.

import ast
import configparser
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import lists

BUILD, SOURCE = Path(os.environ["BUILD"]), Path(os.environ["SOURCE"])
# Manual pages of others that units name.
FOREIGN_PAGES = {"systemd.unit.5"}


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, **options).stdout


class Tree:
    """All files below DESTDIR, by their place under Debian's prefix."""

    def __init__(self, root):
        options = {row["name"]: row["value"] for row in json.loads(run("meson", "introspect", "--buildoptions", str(BUILD)))}
        run("meson", "install", "--no-rebuild", "--quiet", "-C", str(BUILD), "--destdir", str(root))
        self.prefix = options["prefix"]
        self.sanitize = [] if options["b_sanitize"] == "none" else ["-fsanitize=" + options["b_sanitize"]]
        self.sysconfdir = os.path.join(self.prefix, options["sysconfdir"])
        self.outside, self.paths = [], {}
        for folder, folders, names in os.walk(root):
            for name in names + [name for name in folders if os.path.islink(os.path.join(folder, name))]:
                path = Path(folder, name)
                place = lists.debian_place("/" + str(path.relative_to(root)), self.prefix, self.sysconfdir)
                if place is None:
                    self.outside.append(str(path.relative_to(root)))
                else:
                    self.paths[place] = path
        self.folders = [Path(folder) for folder, _, _ in os.walk(root)][1:]

    def below(self, pattern):
        return {place: path for place, path in self.paths.items() if re.fullmatch(pattern, place)}

    def has(self, place):
        """A file or a folder."""
        return place is not None and any(path == place or path.startswith(place + "/") for path in self.paths)

    def text(self, place):
        return self.paths[place].read_text("utf-8")


def is_elf(path):
    return not path.is_symlink() and path.read_bytes()[:4] == b"\x7fELF"


def writable_by_others(tree):
    return [str(path) for path in [*tree.paths.values(), *tree.folders] if not path.is_symlink() and path.stat().st_mode & 0o022]


def wrongly_executable(tree):
    """Programs are, all else is not; whether a library is, is a matter of taste."""
    wrong = []
    for place, path in tree.paths.items():
        runs = bool(path.stat().st_mode & stat.S_IXUSR) if not path.is_symlink() else None
        wanted = bool(re.match(r"usr/(bin|sbin|libexec)/", place))
        if runs is not None and runs != wanted and ".so" not in place:
            wrong.append(place)
    return wrong


def tell_of_this_machine(tree):
    """Texts that name the place where they were made."""
    traces = [str(BUILD).encode(), str(SOURCE).encode()]
    return [place for place, path in tree.paths.items()
            if not path.is_symlink() and not is_elf(path) and any(trace in path.read_bytes() for trace in traces)]


def with_runpath(tree):
    return [place for place, path in tree.paths.items() if is_elf(path) and re.search(r"\((RPATH|RUNPATH)\)", run("readelf", "-d", str(path)))]


def broken_links(tree):
    """Where a link leads, inside the tree."""
    broken = []
    for place, path in tree.paths.items():
        if path.is_symlink():
            target = os.path.normpath(os.path.join(os.path.dirname("/" + place), os.readlink(path)))
            if (lists.debian_place(target, tree.prefix, tree.sysconfdir) or target.lstrip("/")) not in tree.paths:
                broken.append(place)
    return broken


def without_page(tree):
    pages = {place.rsplit("/", 1)[1].rsplit(".", 1)[0] for place in tree.below(r"usr/share/man/man[18]/.*")}
    return [place for place in tree.below(r"usr/s?bin/[^/]+") if place.rsplit("/", 1)[1] not in pages]


def unknown_pages(tree):
    """Pages that units and pages refer to and that are neither here nor another's."""
    pages = {re.sub(r".*/", "", place) for place in tree.below(r"usr/share/man/man./.*")} | FOREIGN_PAGES
    named = {f"{name}.{section}" for place in tree.below(r"usr/lib/systemd/system/.*")
             for name, section in re.findall(r"man:([\w.-]+)\((\d)\)", tree.text(place))}
    ours = re.compile(r"\b((?:virthypervd|virt-replica|virt-hyperv|hyperv-replication)[\w.-]*?)(?:\\f[BRP]|\\fP)*\((\d)\)")
    for place in tree.below(r"usr/share/man/man[1578]/.*"):
        named |= {f"{name}.{section}" for name, section in ours.findall(tree.text(place).replace("\\-", "-"))}
    return sorted(named - pages)


def misplaced(tree):
    """Pages that name files of ours where they are not."""
    wrong = []
    for place in tree.below(r"usr/share/man/man[1578]/.*"):
        text = re.sub(r"\\(f.|&)", "", tree.text(place).replace("\\-", "-"))
        named = re.findall(rf"(?<![\w/.])((?:{re.escape(tree.prefix)}|/usr)/[\w./-]*\w)", text)
        named = [path for path in {*named} if not path.startswith(tree.sysconfdir + "/default/")]
        wrong += [f"{place}: {path}" for path in named if not tree.has(lists.debian_place(path, tree.prefix, tree.sysconfdir))]
    return sorted(wrong)


def missing_programs(tree):
    """What units start or read that is not installed."""
    missing = []
    for place in tree.below(r"usr/lib/systemd/system/.*"):
        for path in re.findall(rf"[ =](?:\"--\w+ )?({re.escape(tree.prefix)}/[\w./-]+)", tree.text(place)):
            found = lists.debian_place(path, tree.prefix, tree.sysconfdir)
            if not path.startswith(tree.sysconfdir + "/default/") and found not in tree.paths:
                missing.append(f"{place}: {path}")
    return missing


def sample_fits(tree):
    """The sample host file has the world's hosts where --port puts them, and a user of theirs."""
    world, hosts, defaults = (configparser.RawConfigParser(delimiters=("=",), strict=False, interpolation=None) for _ in range(3))
    world.read_string(tree.text("usr/share/virt-hyperv-sim/demo.world"))
    hosts.read_string(tree.text("usr/share/virt-hyperv-sim/hosts.conf"))
    defaults.read_string(tree.text("usr/lib/systemd/system/virt-hyperv-sim.service"))
    port = int(re.search(r"--port (\d+)", defaults["Service"]["Environment"])[1])
    password = tree.text("usr/share/virt-hyperv-sim/demo.password")
    simulated = [section.split()[1] for section in world.sections() if section.startswith("host ")]
    return [(name, hosts[name]["port"], hosts[name]["user"], password) for name in hosts.sections()] == \
        [(name, str(port + 2 * i), world[f"host {name}"]["user"], world[f"host {name}"]["password"]) for i, name in enumerate(simulated)]


def pkg_config_fits(tree, root):
    """A program is compiled and linked with what the .pc file says."""
    places = tree.below(r"usr/lib/\*/pkgconfig/.*\.pc")
    if len(places) != 1:
        return False
    folder = str(next(iter(places.values())).parent)
    said = run("pkg-config", "--cflags", "--libs", "libvirt-hyperv-repl",
               env={**os.environ, "PKG_CONFIG_PATH": folder + ":" + os.environ.get("PKG_CONFIG_PATH", "")}).split()
    said = [re.sub(rf"^(-[IL]){re.escape(tree.prefix)}(?=/|$)", rf"\g<1>{root}{tree.prefix}", word) for word in said]
    program = root / "program.c"
    program.write_text("#include <libvirt-hyperv-repl.h>\nint main(void) { return virDomainHypervReplGetState(0, 0, 0, 0) == 0; }\n", "utf-8")
    # What pkg-config leaves out where the prefix is the compiler's own.
    ours = [f"-I{root}{tree.prefix}/include", "-L" + str(Path(folder).parent)]
    done = subprocess.run(["cc", *tree.sanitize, "-o", str(root / "program"), str(program), *ours, *said], capture_output=True, text=True, check=False)
    program.unlink()
    return done.returncode == 0 or print("# " + done.stderr.replace("\n", "\n# "))


def unparsed(tree):
    wrong = []
    for place in tree.below(r"usr/lib/python3/.*\.py"):
        try:
            ast.parse(tree.text(place), place, feature_version=(3, 9))
        except SyntaxError as error:
            wrong.append(f"{place}: {error}")
    return wrong


def checks(tree, root):
    yield "all lies below the prefix", tree.outside
    for kind, packages in (("Debian", lists.debian_packages(SOURCE)), ("RPM", lists.rpm_packages(SOURCE))):
        claims = lists.Claims(packages, tree.paths)
        yield f"{kind}: files in no package", claims.unclaimed()
        yield f"{kind}: files in two packages", claims.claimed_twice()
        yield f"{kind}: patterns that match nothing", claims.idle()
    yield "files that others may write", writable_by_others(tree)
    yield "files wrongly executable or not", wrongly_executable(tree)
    yield "texts that name this folder", tell_of_this_machine(tree)
    yield "programs that look for libraries in certain folders", with_runpath(tree)
    yield "links that lead nowhere", broken_links(tree)
    yield "programs without a manual page", without_page(tree)
    yield "pages that are referred to and missing", unknown_pages(tree)
    yield "pages that name what is installed elsewhere", misplaced(tree)
    yield "units that name what is not installed", missing_programs(tree)
    yield "modules that Python 3.9 cannot parse", unparsed(tree)
    yield "the sample host file fits the sample world", [] if sample_fits(tree) else ["no"]
    yield "pkg-config tells how to build on the library", [] if pkg_config_fits(tree, root) else ["no"]


def main():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        results = list(checks(Tree(root), root))
    print(f"1..{len(results)}")
    for number, (what, wrong) in enumerate(results, 1):
        print(f"{'not ok' if wrong else 'ok'} {number} {what}" + (f": {wrong}" if wrong else ""))
    return any(wrong for _, wrong in results)


sys.exit(main())
