# test_sample.py: the simulator's sample world and the sample host file meet on the ports of --port
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUILD, SOURCE = Path(os.environ["BUILD"]), Path(os.environ["SOURCE"])
SIMULATOR, DAEMON = BUILD / "src/hyperv_sim/virt-hyperv-sim", BUILD / "src/hyperv_repl/virthypervd"
SAMPLES = SOURCE / "data/worlds"
SAMPLE_PORT = 15985


def list_free_ports(count):
    """The first of COUNT ports in a row that nobody has at the moment."""
    for _ in range(100):
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                for other in range(port + 1, port + count):
                    with socket.socket() as probe:
                        probe.bind(("127.0.0.1", other))
            except (OSError, OverflowError):
                continue
            return port
    raise AssertionError("no free ports in a row")


def start(ready, *arguments):
    process = subprocess.Popen(list(map(str, arguments)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 20
    while not ready.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    assert ready.exists(), f"{arguments[0]} did not start"
    return process


def stop(process):
    process.terminate()
    return process.wait(20) == 0


def refusal(port):
    said = subprocess.run([SIMULATOR, "--world", SAMPLES / "demo.world", "--port", port], capture_output=True, text=True, check=False, timeout=20)
    return said.stderr.strip() if said.returncode == 1 else f"exit status {said.returncode}"


def list_machines(folder, host):
    uri = f"hyperv+unix:///{host}?socket={folder}/virthypervd-sock"
    return subprocess.run(["virsh", "-c", uri, "list", "--all", "--name"], capture_output=True, text=True, check=False, timeout=60).stdout.split()


def checks(folder):
    port = list_free_ports(4)
    hosts = re.sub(r"^port = (\d+)$", lambda match: f"port = {int(match[1]) - SAMPLE_PORT + port}", (SAMPLES / "hosts.conf").read_text("utf-8"), flags=re.M)
    (folder / "hosts.conf").write_text(hosts, "utf-8")
    (folder / "demo.password").write_bytes((SAMPLES / "demo.password").read_bytes())
    (folder / "demo.password").chmod(0o600)
    simulator = start(folder / "ready", SIMULATOR, "--world", SAMPLES / "demo.world", "--port", port, "--ready-file", folder / "ready")
    daemon = start(folder / "virthypervd-sock", DAEMON, "--config", folder, "--runtime-dir", folder, "--state-dir", folder)
    yield "each host has two ports", (folder / "ready").read_text("utf-8") == \
        f"hv-primary http://127.0.0.1:{port}/wsman\nhv-replica http://127.0.0.1:{port + 2}/wsman\n"
    yield "the daemon finds the first", sorted(list_machines(folder, "hv-primary")) == ["app01", "db01", "web01"]
    yield "and the second", list_machines(folder, "hv-replica") == ["app01"]
    yield "both end as they should", stop(daemon) and stop(simulator)
    yield "no port", refusal("-1") == "virt-hyperv-sim: '-1' is no port" and refusal("65536") == "virt-hyperv-sim: '65536' is no port"
    yield "not enough of them", refusal("65533") == "virt-hyperv-sim: there are no 4 ports from 65533 on"


def main():
    with tempfile.TemporaryDirectory() as folder:
        results = list(checks(Path(folder)))
    print(f"1..{len(results)}")
    for number, (what, holds) in enumerate(results, 1):
        print(f"{'ok' if holds else 'not ok'} {number} {what}")
    return not all(holds for _, holds in results)


sys.exit(main())
