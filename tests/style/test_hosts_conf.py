# test_hosts_conf.py: every key of the host file is explained, and nothing else is
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import re
import sys
from pathlib import Path

top = Path(sys.argv[1])
keys = set(re.findall(r'^    \{ "([a-z-]+)", +parse_', (top / "src/hyperv_repl/daemon/daemon_host_key.c").read_text("utf-8"), re.M))
example = (top / "data/hosts.conf.example").read_text("utf-8")
shown = set(re.findall(r"^#([a-z-]+) = ", example, re.M)) - {"host"}
pages = [(top / "docs" / name).read_text("utf-8") for name in ("windows.md", "credentials.md")]
typed = {key for page in pages for key in re.findall(r"^ +([a-z-]+) = ", page, re.M)} - {"default_realm", "dns_canonicalize_hostname", "rdns"}
explained = {key for page in pages for key in re.findall(r"`([a-z-]+)(?: = [^`]*)?`", page)}
# Times need no page; who logs on, and with what, does.
secret_keys = keys - {"port", "connect-timeout", "request-timeout", "events", "poll-interval", "resync-interval",
                      "busy-poll-interval", "job-timeout"}

checks = {
    "the table of keys was found": len(keys) > 20,
    f"the example lacks no key: {sorted(keys - shown)}": keys <= shown,
    f"the example has no other: {sorted(shown - keys)}": shown <= keys,
    f"what is typed on a page is a key: {sorted(typed - keys)}": typed <= keys,
    f"the pages explain every way to log on: {sorted(secret_keys - explained - typed)}": secret_keys <= explained | typed,
}
print(f"1..{len(checks)}")
for number, (what, holds) in enumerate(checks.items(), 1):
    print(f"{'ok' if holds else 'not ok'} {number} {what}")
sys.exit(not all(checks.values()))
