# test_numbers.py: what stock virsh and python read of what hosts and machines use
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import re
import sys

import libvirt
import tap
from tap import case, contains, equal
from world import STORY, World, wait_for

P = "hv-primary"
NICS = STORY.replace("disks = C:\\VMs\\web01.vhdx:60G", "disks = C:\\VMs\\web01.vhdx:60G\nnics = Network Adapter:LAN; Second:Lab")


def virsh(world, *arguments, **options):
    return world.virsh(P, *arguments, **options)


def numbers(text):
    """NAME=VALUE lines of one domain's statistics."""
    return dict(line.strip().split("=", 1) for line in text.splitlines() if "=" in line)


def fails(world, *arguments):
    """What virsh said, if it failed."""
    try:
        return virsh(world, *arguments, code=1)
    except AssertionError:
        return ""


@case
def statistics(world):
    """domstats has every group of a machine that runs, each counter a number that grows."""
    first = numbers(virsh(world, "domstats", "web01"))
    for name in ("state.state", "cpu.time", "balloon.current", "balloon.maximum", "vcpu.current", "vcpu.0.state", "vcpu.1.time",
                 "net.0.rx.bytes", "net.1.tx.pkts", "block.0.rd.reqs", "block.0.wr.bytes", "block.0.fl.reqs", "block.0.errors"):
        equal(first[name].isdigit(), True)
    equal(sorted((first["net.0.name"], first["net.1.name"])), ["Network Adapter", "Second"])
    equal((first["net.count"], first["vcpu.current"], first["block.0.path"]), ("2", "2", "C:\\VMs\\web01.vhdx"))
    # Three percent of two processors since the machine started: two days and more ago.
    equal(int(first["cpu.time"]), int(first["vcpu.0.time"]) + int(first["vcpu.1.time"]))
    world.control("step 60")

    # Each kind of counter is kept for a second of its own.
    def has_grown():
        second = numbers(virsh(world, "domstats", "web01"))
        return all(int(second[name]) > int(first[name]) for name in ("cpu.time", "vcpu.0.time", "net.0.rx.bytes", "block.0.wr.bytes"))

    wait_for(has_grown, "counters that grow")


@case
def statistics_off(world):
    """A machine that is off has its configuration and no counters."""
    off = numbers(virsh(world, "domstats", "db01"))
    equal((off["balloon.current"], off["vcpu.current"], off["net.count"], off["block.count"]), ("4194304", "4", "0", "1"))
    equal([name for name in off if name in ("cpu.time", "vcpu.0.time", "block.0.rd.reqs")], [])


@case
def groups(world):
    """Only groups that were asked for are there; one that nobody has is refused when it must be there."""
    equal(sorted({name.split(".")[0] for name in numbers(virsh(world, "domstats", "web01", "--cpu-total", "--balloon"))}),
          ["balloon", "cpu"])
    contains(virsh(world, "domstats", "web01", "--dirtyrate", "--enforce", code=1), "are not served")
    equal(numbers(virsh(world, "domstats", "web01", "--dirtyrate")), {})


@case
def processors(world):
    """vcpuinfo, cpu-stats and dominfo tell the same processor time; nothing is pinned."""
    info = virsh(world, "vcpuinfo", "web01")
    equal(len(re.findall(r"State: +running", info)), 2)
    contains(info, "CPU Affinity:   yyyyyyyyyyyyyyyy")
    contains(virsh(world, "cpu-stats", "web01", "--total"), "cpu_time")
    contains(virsh(world, "dominfo", "web01"), "CPU time:")
    contains(virsh(world, "vcpuinfo", "db01"), "State:          N/A")
    contains(virsh(world, "vcpupin", "web01"), "0-15")
    contains(virsh(world, "cpu-stats", "web01", code=1), "argument unsupported: statistics of single processors")
    contains(virsh(world, "cpu-stats", "db01", "--total", code=1), "domain is not running")


@case
def devices(world):
    """dommemstat, domblkstat, domblkinfo and domifstat find devices as people name them."""
    equal(virsh(world, "dommemstat", "web01").split(), ["actual", "2097152"])
    for disk in ("sda", "C:\\VMs\\web01.vhdx", ""):
        contains(virsh(world, "domblkstat", "web01", disk), "wr_bytes")
    contains(virsh(world, "domblkinfo", "web01", "sda"), "Capacity:       64424509440")
    contains(virsh(world, "domblkinfo", "db01", "--all"), "21474836480")
    mac = re.search(r"hwaddr +: ([0-9a-f:]{17})", virsh(world, "guestinfo", "web01")).group(1)
    for adapter in ("Second", mac, mac.upper()):
        contains(virsh(world, "domifstat", "web01", adapter), "rx_bytes")
    for arguments, message in (
            (("dommemstat", "db01"), "domain is not running"), (("domblkstat", "db01", "sda"), "domain is not running"),
            (("domblkstat", "web01", "sdz"), "invalid path: sdz"), (("domblkinfo", "web01", "sdz"), "invalid path: sdz"),
            (("domifstat", "web01", "nosuch"), "'nosuch' is not a known interface")):
        contains(virsh(world, *arguments, code=1), message)


@case
def guests(world):
    """guestinfo, domhostname and domifaddr tell what the guest says, if there is one."""
    info = virsh(world, "guestinfo", "web01")
    for part in ("os.name             : Windows Server 2022 Standard", "hostname            : web01.guest.test", "if.count            : 2",
                 "if.0.addr.0.prefix  : 16"):
        contains(info, part)
    equal(virsh(world, "guestinfo", "web01", "--hostname").split(), ["hostname", ":", "web01.guest.test"])
    equal(virsh(world, "domhostname", "web01").strip(), "web01.guest.test")
    addresses = virsh(world, "domifaddr", "web01", "--source", "agent")
    contains(addresses, "/16")
    contains(addresses, "fe80::215:5dff:fe")
    for arguments, message in (
            (("domifaddr", "web01"), "argument unsupported: Unknown IP address data source 0"),
            (("domifaddr", "web01", "--source", "arp"), "argument unsupported"),
            (("domifaddr", "db01", "--source", "agent"), "domain is not running"),
            (("guestinfo", "db01"), "domain is not running"), (("domhostname", "db01"), "domain is not running"),
            (("guestinfo", "web01", "--user"), "argument unsupported"),
            (("domhostname", "web01", "--source", "lease"), "argument unsupported")):
        contains(virsh(world, *arguments, code=1), message)


@case
def silent_guest(world):
    """A paused guest says nothing."""
    virsh(world, "suspend", "web01")
    contains(virsh(world, "domhostname", "web01", code=1), "the guest tells nothing")
    virsh(world, "resume", "web01")
    contains(virsh(world, "domhostname", "web01"), "web01.guest.test")


@case
def node(world):
    """The host's numbers add up."""
    contains(virsh(world, "nodememstats"), "total  :             67108864 KiB")
    free = int(re.search(r"Total: (\d+) KiB", virsh(world, "freecell")).group(1))
    equal(0 < free < 67108864, True)
    contains(virsh(world, "freecell", "--all"), f"0:   {free} KiB")
    contains(virsh(world, "nodecpustats", "--percent"), "usage:            3.0%")
    contains(virsh(world, "nodecpustats", "--cpu", "3"), "idle:")
    contains(virsh(world, "nodecpumap"), "CPUs online:    16")
    contains(virsh(world, "maxvcpus"), "16")
    contains(virsh(world, "nodecpustats", "--cpu", "99", code=1), "Invalid cpuNum")
    contains(virsh(world, "nodememstats", "--cell", "1", code=1), "must be less than or equal to 0")
    contains(virsh(world, "freecell", "--cellno", "1", code=1), "out of range")


@case
def documents(world):
    """sysinfo and domcapabilities are what libvirt's clients expect; others' machines are refused."""
    contains(virsh(world, "sysinfo"), '<entry name="product">Simulated Hyper-V host</entry>')
    text = virsh(world, "domcapabilities")
    contains(text, '<vcpu max="16"/>')
    world.validate("domaincaps", text)
    virsh(world, "domcapabilities", "--arch", "x86_64", "--virttype", "hyperv")
    for arguments in (("--arch", "ppc64"), ("--virttype", "kvm"), ("--machine", "q35")):
        contains(virsh(world, "domcapabilities", *arguments, code=1), "invalid argument")


@case
def read_only(world):
    """What libvirt refuses on read-only connections is refused, the rest is not."""
    for arguments in (("domstats", "web01"), ("nodecpustats",), ("dommemstat", "web01"), ("domblkinfo", "web01", "sda")):
        virsh(world, *arguments, read_only=True)
    for arguments in (("guestinfo", "web01"), ("domhostname", "web01"), ("domcapabilities",), ("domifaddr", "web01", "--source", "agent")):
        contains(virsh(world, *arguments, read_only=True, code=1), "read only access prevents")


@case
def python(world):
    """python3-libvirt gets the same through its own calls."""
    connection = libvirt.open(world.uri(P))
    domain = connection.lookupByName("web01")
    equal(len(connection.getAllDomainStats()), 3)
    equal(domain.memoryStats()["actual"], 2097152)
    equal(domain.blockInfo("sda")[0], 64424509440)
    equal(len(domain.blockStats("sda")), 5)
    equal(sorted(domain.blockStatsFlags("sda")), sorted(["rd_operations", "rd_bytes", "wr_operations", "wr_bytes", "flush_operations", "errs"]))
    equal(domain.interfaceStats("Second")[0] > 0, True)
    equal(domain.vcpus()[1], [(True,) * 16] * 2)
    equal(domain.getCPUStats(True)[0]["cpu_time"] > 0, True)
    equal(sorted(domain.interfaceAddresses(libvirt.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT)), ["Network Adapter", "Second"])
    equal(domain.guestInfo(libvirt.VIR_DOMAIN_GUEST_INFO_OS)["os.id"], "mswindows")
    equal(domain.controlInfo()[0], libvirt.VIR_DOMAIN_CONTROL_OK)
    equal(connection.getFreeMemory() // 1024 < connection.getInfo()[1] * 1024, True)
    equal(connection.getCellsFreeMemory(0, 1), [connection.getFreeMemory()])
    equal(connection.getCPUMap()[0], 16)
    equal(sorted(connection.getCPUStats(libvirt.VIR_NODE_CPU_STATS_ALL_CPUS)), ["idle", "kernel", "user"])
    connection.close()


@case
def lost_host(world):
    """A host that is gone has numbers of nothing, and its domains still have states."""
    world.control("host hv-primary down")
    try:
        text = virsh(world, "domstats", "--state", "--cpu-total", "web01")
        contains(text, "state.state=1")
        # What was read a moment ago is good for a second.
        wait_for(lambda: "hv-primary" in fails(world, "nodememstats"), "a failure of 'nodememstats'")
    finally:
        world.control("host hv-primary up")


if __name__ == "__main__":
    sys.exit(tap.main(lambda: World(NICS)))
