# test_manual.py: every option, key, right and log field has its words in a manual page
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import re
import sys
from pathlib import Path

top = Path(sys.argv[1])
daemon = top / "src/hyperv_repl/daemon"


def source(name):
    return (daemon / name).read_text("utf-8")


def page(name):
    return (top / "docs/man" / name).read_text("utf-8")


def missing(found, text):
    return sorted(word for word in found if word not in text)


options = {f"--{name}" for name in re.findall(r'^        \{ "([a-z-]+)", ', source("daemon_options.c"), re.M)}
settings = set(re.findall(r'^    \{ "([a-z_]+)", +parse_', source("daemon_settings.c"), re.M))
hosts = set(re.findall(r'^    \{ "([a-z-]+)", +parse_', source("daemon_host_key.c"), re.M))
fields = set(re.findall(r'"((?:HYPERV|CLIENT)_[A-Z_]+)"', source("daemon_client.c")))
rights = {f"org.libvirt.virthypervd.{name}" for name in
          re.findall(r'= "([a-z-]+)"', (top / "src/hyperv_repl/base/hvr_access.c").read_text("utf-8")) if name not in ("anybody", "anytime")}
policy = (top / "data/polkit/org.libvirt.virthypervd.policy").read_text("utf-8")
example = (top / "data/virthypervd.conf").read_text("utf-8")
shown = set(re.findall(r"^#([a-z_]+) = ", example, re.M))

checks = {
    "the tables were found": (len(options), len(rights)) > (8, 5) and len(settings) > 20 and len(hosts) > 20 and len(fields) > 8,
    f"options: {missing(options, page('virthypervd.rst'))}": not missing(options, page("virthypervd.rst")),
    f"settings: {missing(settings, page('virthypervd.conf.rst'))}": not missing({f"``{key}``" for key in settings}, page("virthypervd.conf.rst")),
    f"the example has each setting and no other: {sorted(settings ^ shown)}": settings == shown,
    f"keys of hosts: {missing(hosts, page('virthypervd-hosts.conf.rst'))}": not missing({f"``{key}``" for key in hosts}, page("virthypervd-hosts.conf.rst")),
    f"log fields: {missing(fields, page('virthypervd.rst'))}": not missing(fields, page("virthypervd.rst")),
    f"rights: {missing(rights, page('virthypervd.rst'))}": not missing(rights, page("virthypervd.rst")),
    "polkit has an action for each right and no other": set(re.findall(r'<action id="([^"]+)"', policy)) == rights,
}
print(f"1..{len(checks)}")
for number, (what, holds) in enumerate(checks.items(), 1):
    print(f"{'ok' if holds else 'not ok'} {number} {what}")
sys.exit(not all(checks.values()))
