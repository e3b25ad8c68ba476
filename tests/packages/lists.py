# lists.py: what the packages of Debian and of the RPM spec claim to contain
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# A place is where Debian has a file, without the first slash: usr/sbin/virthypervd,
# usr/lib/*/libvirt-hyperv-repl.so.0 for any of its architectures.

import fnmatch
import re

MACROS = {
    "_bindir": "usr/bin", "_sbindir": "usr/sbin", "_libdir": "usr/lib/*", "_libexecdir": "usr/libexec", "_includedir": "usr/include",
    "_datadir": "usr/share", "_mandir": "usr/share/man", "_unitdir": "usr/lib/systemd/system", "_sysusersdir": "usr/lib/sysusers.d",
    "_tmpfilesdir": "usr/lib/tmpfiles.d", "_sysconfdir": "etc", "python3_sitelib": "usr/lib/python3/dist-packages", "name": "libvirt-hyperv-repl",
}


def debian_place(path, prefix, sysconfdir):
    """Where Debian has what is installed at PATH; None if that is outside PREFIX and SYSCONFDIR."""
    if path.startswith(sysconfdir + "/"):
        return "etc" + path[len(sysconfdir):]
    if not path.startswith(prefix + "/"):
        return None
    place = "usr" + path[len(prefix):]
    place = re.sub(r"^usr/(local/)?lib/python3[.\d]*/(dist|site)-packages/", "usr/lib/python3/dist-packages/", place)
    return re.sub(r"^usr/lib(64|/[\w]+-linux-[\w]+)?/(libvirt-hyperv-repl|pkgconfig/)", r"usr/lib/*/\2", place)


def debian_packages(source):
    """{package: [pattern, ...]} of debian/*.install; examples and documents come from the sources."""
    return {path.stem: [line.split()[0] for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
            for path in sorted((source / "packaging/debian").glob("*.install"))}


def rpm_spec(source):
    return (source / "packaging/rpm/libvirt-hyperv-repl.spec").read_text("utf-8")


def rpm_packages(source):
    """The same of the spec's %files; what its %install removes goes to %doc, and counts as the package "removed"."""
    spec = rpm_spec(source)
    packages = {"removed": re.findall(r"^rm %\{buildroot\}(\S+)", spec, re.M)}
    for head, body in re.findall(r"^%files(.*)\n((?:(?!%(?:files|changelog)\b).*\n)*)", spec, re.M):
        lines = [re.sub(r"^%(config|dir|attr|ghost)(\([^)]*\))?\s+", "", line) for line in body.splitlines()]
        patterns = [line for line in lines if line and not re.match(r"#|%(doc|license)\b", line)]
        if ".lang" in head:
            patterns.append("%{_datadir}/locale/*/LC_MESSAGES/%{name}.mo")
        packages[head.strip()] = patterns
    return {package: [re.sub(r"%\{(\w+)\}", lambda match: MACROS[match[1]], pattern).lstrip("/") for pattern in patterns]
            for package, patterns in packages.items()}


def matches(place, pattern):
    """As dh_install and rpm do: a folder means all below it, "*" stays inside a folder, rpm compresses manual pages."""
    words, wanted = place.split("/"), pattern.rstrip("/").split("/")
    return len(words) >= len(wanted) and all(fnmatch.fnmatchcase(word, want) for word, want in zip(words, wanted))


class Claims:
    def __init__(self, packages, places):
        self.packages = packages
        self.claims = {place: [package for package, patterns in packages.items() if any(matches(place, pattern) for pattern in patterns)]
                       for place in sorted(places)}

    def unclaimed(self):
        return [place for place, packages in self.claims.items() if not packages]

    def claimed_twice(self):
        return [f"{place}: {packages}" for place, packages in self.claims.items() if len(packages) > 1]

    def idle(self):
        return [f"{package}: {pattern}" for package, patterns in self.packages.items() for pattern in patterns
                if not any(matches(place, pattern) for place in self.claims)]
