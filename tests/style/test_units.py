# test_units.py: the systemd units are sound, and the programs behind them have few ways out
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import re
import shutil
import subprocess
import sys
from pathlib import Path

LIMIT = 1.5

units = Path(sys.argv[1])
if shutil.which("systemd-analyze") is None:
    print("1..0 # SKIP there is no systemd-analyze")
    sys.exit(0)


def run(*arguments):
    result = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False, timeout=60)
    return result.stdout + result.stderr


def exposure(service):
    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", run("security", "--offline=true", "--no-pager", str(units / service)))
    return float(found.group(1)) if found else 10.0


# What is not installed on this machine, its manual pages and the program, is no fault of the units.
said = run("verify", *map(str, sorted(units.glob("virt*.s*"))))
faults = [line for line in said.splitlines() if re.search("virthypervd|virt-hyperv-sim", line) and "is not executable" not in line and "Command 'man" not in line]
checks = {f"systemd finds no fault: {faults}": not faults}
for name in ("virthypervd.service", "virt-hyperv-sim.service"):
    checks[f"exposure of {name} is at most {LIMIT}: {exposure(name)}"] = exposure(name) <= LIMIT
print(f"1..{len(checks)}")
for number, (what, holds) in enumerate(checks.items(), 1):
    print(f"{'ok' if holds else 'not ok'} {number} {what}")
sys.exit(not all(checks.values()))
