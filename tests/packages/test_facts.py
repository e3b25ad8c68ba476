# test_facts.py: what the packages say of the project is what the project says
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Versions, licence, libraries that are needed, symbols, tests.

import os
import re
import subprocess
import sys
from pathlib import Path

import lists

SOURCE = Path(os.environ["SOURCE"])
DEBIAN = SOURCE / "packaging/debian"
LICENCE = "LGPL-2.1-or-later"
# Debian's package for each program that meson looks for; for libraries dpkg is asked.
PROGRAMS = {"rpcgen": "rpcsvc-proto", "rst2man": "python3-docutils", "msgfmt": "gettext", "pkg-config": "pkg-config"}


def text(path):
    return (SOURCE / path).read_text("utf-8")


def build_files():
    return [path for folder in ("src", "python", "docs", "po", "data", "schemas") for path in (SOURCE / folder).rglob("meson.build")] + [SOURCE / "meson.build"]


def found(pattern, path, flags=re.M):
    match = re.search(pattern, text(path), flags)
    return match and match[1]


def libraries():
    """{name: least version or ""} of all that meson.build files ask pkg-config for; the highest where it stands twice."""
    needed = {}
    for path in build_files():
        for name, version in re.findall(r"\bdependency\('([\w.+-]+)'(?:, version: '>= ([\d.]+)')?", path.read_text("utf-8")):
            needed[name] = max(needed.get(name, ""), version, key=lambda word: [int(part) for part in word.split(".") if part])
    return needed


def paragraphs():
    """debian/control: a dictionary of fields for each paragraph."""
    return [dict(re.findall(r"^([\w-]+):((?:.*\n(?:[ \t].*\n)*))", paragraph + "\n", re.M)) for paragraph in text("packaging/debian/control").split("\n\n")]


def names_in(relation):
    return set(re.findall(r"(?:^|[,|])\s*([a-z0-9][a-z0-9+.-]+)", relation))


def owner(library):
    folder = subprocess.run(["pkg-config", "--variable=pcfiledir", library], capture_output=True, text=True, check=False).stdout.strip()
    for place in (folder, folder.replace("/usr/lib", "/lib")):
        said = subprocess.run(["dpkg", "-S", f"{place}/{library}.pc"], capture_output=True, text=True, check=False).stdout
        if said:
            return said.split(":")[0]
    return None


def versions():
    version = found(r"version: '([\d.]+)'", "meson.build")
    return {
        "debian/changelog": found(r"\A\S+ \(([\d.]+)-", "packaging/debian/changelog") == version,
        "spec": found(r"^Version: +(\S+)$", "packaging/rpm/libvirt-hyperv-repl.spec") == version,
        "spec's changelog": found(r"^\* .* - ([\d.]+)-", "packaging/rpm/libvirt-hyperv-repl.spec") == version,
        "NEWS.rst": found(r"\ANews\n=+\n\n([\d.]+)\n-", "NEWS.rst") == version,
    }


def other_licences():
    """Files that say another licence than the whole."""
    others = []
    for folder, folders, names in os.walk(SOURCE):
        folders[:] = [name for name in folders if name not in (".git", "__pycache__") and not (Path(folder) == SOURCE and name.startswith("build"))]
        for name in names:
            said = re.search(rb"^\W*SPDX-License-Identifier: (\S+)", Path(folder, name).read_bytes()[:1000], re.M)
            if said and said[1].decode() != LICENCE:
                others.append(f"{Path(folder, name).relative_to(SOURCE)}: {said[1].decode()}")
    return others


def licences():
    return {
        "meson": f"license: '{LICENCE}'" in text("meson.build"),
        "spec": found(r"^License: +(\S+)$", "packaging/rpm/libvirt-hyperv-repl.spec") == LICENCE,
        "debian/copyright": re.search(r"^Files: \*\n.*\nLicense: LGPL-2.1\+$", text("packaging/debian/copyright"), re.M) is not None,
    }


def spec_libraries():
    """What meson asks for and the spec does not, or the other way round."""
    spec = set(re.findall(r"^BuildRequires: +pkgconfig\((\S+)\)(?: >= ([\d.]+))?$", lists.rpm_spec(SOURCE), re.M))
    return sorted(spec ^ set(libraries().items()))


def debian_libraries():
    """Debian's packages of these libraries and programs that are missing among Build-Depends."""
    depends = names_in(paragraphs()[0]["Build-Depends"])
    return sorted(f"{name} ({package})" for name, package in [*((name, owner(name)) for name in libraries()), *PROGRAMS.items()] if package not in depends)


def idle_libraries():
    """-dev packages that are asked for and nothing in meson.build needs; what ./quickstart and ./check do not install."""
    development = {name for name in names_in(paragraphs()[0]["Build-Depends"]) if re.fullmatch(r"lib.*-dev", name)}
    needed = {owner(name) for name in libraries()}
    installed = {line for path in SOURCE.glob("scripts/packages*.txt") for line in path.read_text("utf-8").splitlines()}
    return sorted(f"{name}: {'not needed' if name not in needed else 'not in scripts/packages.txt'}" for name in development if name not in needed & installed)


def cut_alike():
    """Each package of one kind has a counterpart of the other: virthypervd, -dev and -devel, 0 and -libs."""
    debian = {fields["Package"].strip() for fields in paragraphs()[1:]}
    spec = lists.rpm_spec(SOURCE)
    rpm = {"libvirt-hyperv-repl-" + name if not flag else name.replace("%{name}", "libvirt-hyperv-repl")
           for flag, name in re.findall(r"^%package( -n)? (\S+)$", spec, re.M)}
    alike = {"libvirt-hyperv-repl-libs": "libvirt-hyperv-repl0", "libvirt-hyperv-repl-devel": "libvirt-hyperv-repl-dev"}
    return sorted(debian ^ {alike.get(name, name) for name in rpm})


def odd_symbols():
    nodes = set(re.findall(r"^(LIBVIRT_HYPERV_REPL_([\d.]+)) \{", text("src/hyperv_repl/client/libvirt-hyperv-repl.map"), re.M))
    return sorted(nodes ^ set(re.findall(r"^ \(symver\)(\S+) ([\d.]+)$", text("packaging/debian/libvirt-hyperv-repl0.symbols"), re.M)))


def odd_tests():
    """debian/tests: scripts and rows of the control file, and packages that they need of ours."""
    control = text("packaging/debian/tests/control")
    named = set(re.findall(r"^Tests: (\S+)$", control, re.M))
    scripts = {path.name for path in (DEBIAN / "tests").iterdir() if os.access(path, os.X_OK)}
    ours = {fields["Package"].strip() for fields in paragraphs()[1:]}
    unknown = {name for name in re.findall(r"[\w.+-]+", " ".join(re.findall(r"^Depends: (.*)$", control, re.M)))
               if ("hyperv" in name or "virt-replica" in name) and name not in ours}
    return sorted((named ^ scripts) | unknown)


def missing_sources():
    """Patterns of debian/*.docs and of %doc that match nothing."""
    patterns = [line for path in DEBIAN.glob("*.docs") for line in path.read_text("utf-8").split()]
    patterns += [word for line in re.findall(r"^%(?:doc|license) (.*)$", lists.rpm_spec(SOURCE), re.M) for word in line.split()]
    return sorted({pattern for pattern in patterns if not list(SOURCE.glob(pattern))})


CHECKS = {
    "a version differs": lambda: [name for name, good in versions().items() if not good],
    "a licence differs": lambda: [name for name, good in licences().items() if not good] + other_licences(),
    "libraries in meson.build and in the spec": spec_libraries,
    "libraries and programs that Build-Depends lacks": debian_libraries,
    "development packages": idle_libraries,
    "packages of one kind only": cut_alike,
    "symbols file and version script": odd_symbols,
    "tests of the packages": odd_tests,
    "documents that are not there": missing_sources,
}


def main():
    print(f"1..{len(CHECKS)}")
    failed = False
    for number, (what, look) in enumerate(CHECKS.items(), 1):
        wrong = look()
        failed = failed or bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} {what}" + (f": {wrong}" if wrong else ""))
    return failed


sys.exit(main())
