# test_dissector.py: Wireshark's view of recorded sessions, with libvirt's own dissector
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The frames of stock virsh and of the daemon are written into a capture as if
# they had gone over TCP; a field that is too long, short or shifted shows there.

import os
import re
import struct
import subprocess
import sys

import tap
from road import Road
from tap import case, contains, equal
from virsh_outcome import story
from world import NAMESPACE, World

PORT = 16509
SEGMENT = 60000
# What is asked in the sessions: each kind of answer there is.
COMMANDS = (("hv-primary", ("list", "--all")), ("hv-primary", ("dominfo", "web01")), ("hv-primary", ("dumpxml", "web01")),
            ("hv-primary", ("domstats",)), ("hv-primary", ("nodeinfo",)), ("hv-primary", ("nodecpustats",)),
            ("hv-primary", ("nodememstats",)), ("hv-primary", ("version", "--daemon")), ("hv-primary", ("vcpuinfo", "web01")),
            ("hv-primary", ("domblkinfo", "web01", "sda")), ("hv-primary", ("domifaddr", "web01", "--source", "agent")),
            ("hv-primary", ("guestinfo", "web01")), ("hv-primary", ("dommemstat", "web01")), ("hv-primary", ("schedinfo", "web01")),
            ("hv-primary", ("net-list", "--all")), ("hv-primary", ("pool-list", "--all", "--details")), ("hv-primary", ("iface-list", "--all")),
            ("hv-primary", ("start", "db01")), ("hv-primary", ("start", "db01")), ("hv-primary", ("screenshot", "web01", "shot")),
            ("hv-primary", ("domjobinfo", "web01")), ("hv-primary", ("metadata", "web01", NAMESPACE)),
            ("hv-primary", ("event", "--all", "--timeout", "1")), ("hv-replica", ("snapshot-list", "app01", "--tree")),
            ("hv-replica", ("snapshot-info", "app01", "--current")),
            ("hv-primary", ("qemu-monitor-command", "app01", "query-replication")),
            ("hv-primary", ("qemu-monitor-event", "--timeout", "1")), ("hv-primary", ("domjobinfo", "nobody")))


def packet(octets, is_client, sequences):
    """One TCP segment over loopback; checksums are left to the imagination."""
    ports = (40000, PORT) if is_client else (PORT, 40000)
    addresses = (1, 2) if is_client else (2, 1)
    tcp = struct.pack(">HHIIBBHHH", *ports, sequences[is_client], sequences[not is_client], 0x50, 0x18, 65535, 0, 0)
    sequences[is_client] = (sequences[is_client] + len(octets)) & 0xffffffff
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp) + len(octets), 0, 0, 64, 6, 0,
                     *(bytes((127, 0, 0, last)) for last in addresses))
    return ip + tcp + octets


def write_capture(path, frames):
    sequences = {True: 1, False: 1}
    with open(path, "wb") as file:
        file.write(struct.pack(">IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101))  # 101: raw IP
        for number, (is_client, frame) in enumerate(frames):
            for start in range(0, len(frame), SEGMENT):
                octets = packet(frame[start:start + SEGMENT], is_client, sequences)
                file.write(struct.pack(">IIII", 1 + number // 1000, number % 1000, len(octets), len(octets)) + octets)


def dissect(path, *options):
    command = ["tshark", "-r", path, "-d", f"tcp.port=={PORT},libvirt", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout


class Recorded(World):
    """Sessions of virsh, as a capture."""

    def __init__(self):
        super().__init__(story())

    def __enter__(self):
        super().__enter__()
        self.road = Road(self.path("road"), self.path("virthypervd-sock"))
        for host, words in COMMANDS:
            # What is refused has a shape, too.
            subprocess.run(["virsh", "-c", f"hyperv+unix:///{host}?socket={self.path('road')}", *words], capture_output=True,
                           timeout=60, check=False, cwd=self.directory)
        self.road.close()
        self.frames = list(self.road.frames)
        write_capture(self.path("sessions.pcap"), self.frames)
        return self


@case
def complete(world):
    """Every frame is dissected, and the answers are many."""
    text = dissect(world.path("sessions.pcap"), "-Y", "libvirt", "-T", "fields", "-E", "separator=/s", "-e", "libvirt.procedure")
    equal(sum(len(line.split(",")) for line in text.split()), len(world.frames))
    equal(len(set(text.replace(",", "\n").split())) > 45, True)


@case
def well_formed(world):
    """None is malformed, or has an unknown number in it."""
    text = dissect(world.path("sessions.pcap"), "-V")
    wrong = re.findall(r"^.*(?:Malformed|Unknown|unknown proc|Dissector bug|Exception occurred).*$", text, re.M)
    equal(wrong, [])
    for part in ("remote_connect_list_all_domains_ret", "remote_domain_get_xml_desc_ret", "remote_error"):
        contains(text, part)


@case
def spoilt(world):
    """An answer that lost four bytes is found out."""
    number, frame = next((i, frame) for i, (is_client, frame) in enumerate(world.frames)
                         if not is_client and struct.unpack(">II", frame[12:20]) == (273, 1))
    short = struct.pack(">I", len(frame) - 4) + frame[4:-4]
    write_capture(world.path("spoilt.pcap"), world.frames[:number] + [(False, short)])
    contains(dissect(world.path("spoilt.pcap"), "-V"), "Malformed")


if __name__ == "__main__":
    sys.exit(tap.main(Recorded))
