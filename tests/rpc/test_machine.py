# test_machine.py: whole machines of both generations as stock virsh sees them
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import subprocess
import sys
import xml.etree.ElementTree

import tap
import world as worlds
from tap import case, contains, equal
from world import SOURCE, World

MACHINE = "https://libvirt.org/schemas/domain/hyperv/machine/1.0"
DOMAINS = (("hv-new", "gen1"), ("hv-new", "gen2"), ("hv-new", "plain"), ("hv-old", "old"))

STORY = r"""[world]
seed = 7
start = 2026-05-01T03:00:00Z
speed = 1

[host hv-new]
version = 10.0.20348
user = Administrator
password = secret
basic = yes
allow-unencrypted = yes
quick-job-ms = 60
free-disks = 4

[host hv-old]
version = 2012
user = Administrator
password = secret
basic = yes
allow-unencrypted = yes

[vm gen1]
host = hv-new
guid = 11111111-1111-4111-8111-111111111111
generation = 1
memory = 2G
vcpus = 2
state = running
notes = first & <oldest>
disks = C:\VMs\gen1.vhd:60G; C:\VMs\data.avhd:10G; \\files\share\more.vhd:5G; C:\VMs\fourth.vhd:1G
nics = Front:LAN; Back
legacy-nics = Boot:Install
dvd = C:\ISO\install.iso
floppy = C:\Images\driver.vfd
settings = Msvm_SerialPortSettingData[0].Connection=\\.\pipe\gen1-com1; Msvm_SerialPortSettingData[1].DebuggerMode=true; Msvm_ProcessorSettingData.Limit=50000; Msvm_EthernetSwitchPortVlanSettingData.OperationMode=1; Msvm_EthernetSwitchPortVlanSettingData.AccessVlanId=17; Msvm_VirtualSystemSettingData.BootOrder=3; Msvm_VirtualSystemSettingData.BootOrder=2; Msvm_VirtualSystemSettingData.BootOrder=0; Msvm_VirtualSystemSettingData.BootOrder=1; Msvm_SyntheticEthernetPortSettingData[0].StaticMacAddress=true; Msvm_SyntheticEthernetPortSettingData[0].Address=00155D010203

[vm gen2]
host = hv-new
guid = 22222222-2222-4222-8222-222222222222
generation = 2
memory = 1G
vcpus = 4
disks = C:\VMs\gen2.vhdx:60G
nics = Front:LAN; Back:Storage
dvd = C:\ISO\install.iso
host-disks = 2
settings = Msvm_MemorySettingData.DynamicMemoryEnabled=true; Msvm_MemorySettingData.Limit=4096; Msvm_SecuritySettingData.TpmEnabled=true; Msvm_EthernetSwitchPortVlanSettingData[1].OperationMode=2; Msvm_EthernetSwitchPortVlanSettingData[1].NativeVlanId=10; Msvm_EthernetSwitchPortVlanSettingData[1].TrunkVlanIdArray=10; Msvm_EthernetSwitchPortVlanSettingData[1].TrunkVlanIdArray=20; Msvm_EthernetSwitchPortSecuritySettingData[0].AllowMacSpoofing=true; Msvm_EthernetSwitchPortBandwidthSettingData[0].Limit=1000000000; Msvm_StorageAllocationSettingData[0].IOPSLimit=500; Msvm_GuestServiceInterfaceComponentSettingData.EnabledState=2; Msvm_VirtualSystemSettingData.AutomaticStartupActionDelay=00000000000130.000000:000

[vm plain]
host = hv-new
guid = 44444444-4444-4444-8444-444444444444

[vm old]
host = hv-old
guid = 33333333-3333-4333-8333-333333333333
generation = 1
memory = 1G
disks = C:\VMs\old.vhd:10G
nics = Front:LAN
settings = Msvm_ResourceAllocationSettingData[7].Connection=\\.\pipe\old
"""


class MachineWorld(World):
    def __init__(self):
        worlds.PASSWORDS.update({"hv-new": "secret", "hv-old": "secret"})
        super().__init__(STORY)


def document(world, host, domain, *flags):
    return xml.etree.ElementTree.fromstring(world.virsh(host, "dumpxml", domain, *flags))


def machine(world, host, domain):
    return document(world, host, domain).find(f"metadata/{{{MACHINE}}}machine")


def texts(root, path, attribute):
    return [node.get(attribute) for node in root.findall(path)]


@case
def valid(world):
    """Every machine is valid for libvirt's schema, with all flags, and its metadata for machine.rng."""
    for host, domain in DOMAINS:
        for flags in ((), ("--inactive",), ("--security-info",), ("--update-cpu",), ("--migratable",)):
            path = world.write("domain.xml", world.virsh(host, "dumpxml", domain, *flags))
            subprocess.run(["virt-xml-validate", path, "domain"], check=True, capture_output=True)
        path = world.write("machine.xml", world.virsh(host, "metadata", domain, MACHINE))
        subprocess.run(["xmllint", "--noout", "--relaxng", f"{SOURCE}/schemas/machine.rng", path], check=True, capture_output=True)


@case
def flags(world):
    """Only a running machine has an id, and not in its inactive document."""
    equal(document(world, "hv-new", "gen1").get("id") is not None, True)
    equal(document(world, "hv-new", "gen1", "--inactive").get("id"), None)
    equal(document(world, "hv-new", "gen2").get("id"), None)
    contains(world.virsh("hv-new", "dumpxml", "gen1", "--security-info", read_only=True, code=1), "virDomainGetXMLDesc with secure flag")


@case
def drives(world):
    """IDE, SCSI, DVD, diskette and a host's own disk stand at their places."""
    root = document(world, "hv-new", "gen1")
    equal(texts(root, "devices/disk/target", "dev"), ["hda", "hdb", "hdc", "hdd", "sda", "fda"])
    equal(texts(root, "devices/disk", "device"), ["disk", "disk", "cdrom", "disk", "disk", "floppy"])
    equal(texts(root, "devices/disk/source", "file"),
          ["C:\\VMs\\gen1.vhd", "C:\\VMs\\data.avhd", "C:\\ISO\\install.iso", "//files/share/more.vhd", "C:\\VMs\\fourth.vhd",
           "C:\\Images\\driver.vfd"])
    equal(texts(root, "devices/controller", "type"), ["ide", "scsi", "fdc"])
    drive = machine(world, "hv-new", "gen1").findall(f"{{{MACHINE}}}drive")
    equal([node.get("differencing") for node in drive], [None, "yes", None, None, None, None])
    root = document(world, "hv-new", "gen2")
    equal(texts(root, "devices/disk/target", "dev"), ["sda", "sdb", "sdc"])
    equal(texts(root, "devices/disk", "type"), ["file", "file", "block"])
    equal(root.find("devices/disk[3]/source").get("dev"), "2")
    equal(root.find("devices/disk[1]/iotune/total_iops_sec").text, "500")


@case
def adapters(world):
    """Switch, address, VLAN and what libvirt lacks of each adapter are told."""
    root = document(world, "hv-new", "gen1")
    equal(texts(root, "devices/interface", "type"), ["network", "null", "network"])
    equal(texts(root, "devices/interface/model", "type"), ["netvsc", "netvsc", "tulip"])
    equal(texts(root, "devices/interface/source", "network"), ["LAN", "Install"])
    equal(texts(root, "devices/interface/mac", "address")[0], "00:15:5d:01:02:03")
    equal(texts(root, "devices/interface/vlan/tag", "id"), ["17"])
    root = document(world, "hv-new", "gen2")
    equal(texts(root, "devices/interface[2]/vlan/tag", "id"), ["10", "20"])
    equal(texts(root, "devices/interface[2]/vlan/tag", "nativeMode"), ["untagged", None])
    adapter = machine(world, "hv-new", "gen2").find(f"{{{MACHINE}}}adapter")
    equal(adapter.find(f"{{{MACHINE}}}security").get("mac-spoofing"), "yes")
    equal(adapter.find(f"{{{MACHINE}}}bandwidth").get("limit"), "1000000000")
    # Windows before 2016 does not tell a switch's name with the connection.
    equal(texts(document(world, "hv-old", "old"), "devices/interface/source", "network"), ["LAN"])


@case
def firmware(world):
    """A BIOS boots from classes of devices, UEFI from devices."""
    root = document(world, "hv-new", "gen1")
    equal(texts(root, "os/boot", "dev"), ["network", "hd", "fd", "cdrom"])
    equal(root.find("os").get("firmware"), None)
    root = document(world, "hv-new", "gen2")
    equal(root.find("os").get("firmware"), "efi")
    equal(root.find("os/firmware/feature").get("enabled"), "yes")
    equal(root.find("devices/disk[1]/boot").get("order"), "1")
    equal(texts(root, "devices/interface/boot", "order"), ["2", "3"])
    equal(root.find("devices/tpm/backend").get("version"), "2.0")
    equal(document(world, "hv-new", "plain").find("devices/tpm"), None)


@case
def resources(world):
    """Memory, processors and their limits; serial ports; the screen."""
    root = document(world, "hv-new", "gen2")
    equal([root.find(name).text for name in ("memory", "currentMemory", "memtune/min_guarantee", "vcpu")],
          ["4194304", "1048576", "524288", "4"])
    root = document(world, "hv-new", "gen1")
    equal([root.find(name).text for name in ("memory", "currentMemory", "vcpu", "cputune/shares", "cputune/quota")],
          ["2097152", "2097152", "2", "100", "50000"])
    equal(root.find("memtune"), None)
    equal(texts(root, "devices/serial", "type"), ["pipe", "null"])
    equal(texts(root, "devices/serial/target", "port"), ["0", "1"])
    equal(root.find("devices/serial/source").get("path"), "\\\\.\\pipe\\gen1-com1")
    equal(root.find("devices/video/model/resolution").get("x"), "1920")
    equal(root.find("description").text, "first & <oldest>")
    equal(document(world, "hv-old", "old").find("devices/serial/source").get("path"), "\\\\.\\pipe\\old")


@case
def actions(world):
    """What the host does by itself, integration services, checkpoints; nothing that an old host does not know."""
    root = machine(world, "hv-new", "gen2")
    equal(dict(root.find(f"{{{MACHINE}}}actions").items()),
          {"start": "restart-if-active", "start-delay": "90", "start-sequence": "0", "stop": "save", "recovery": "restart",
           "critical-error": "pause", "critical-error-timeout": "1800"})
    equal(root.find(f"{{{MACHINE}}}checkpoints").get("kind"), "production-or-standard")
    equal(root.find(f"{{{MACHINE}}}services").get("files"), "yes")
    equal(machine(world, "hv-new", "gen1").find(f"{{{MACHINE}}}services").get("files"), "no")
    old = machine(world, "hv-old", "old")
    equal(old.find(f"{{{MACHINE}}}services").get("files"), None)
    equal(old.find(f"{{{MACHINE}}}actions").get("critical-error"), None)
    equal(old.find(f"{{{MACHINE}}}security"), None)
    ports = machine(world, "hv-new", "gen1").findall(f"{{{MACHINE}}}serial")
    equal([(port.get("port"), port.get("debugger")) for port in ports], [("0", "no"), ("1", "yes")])


def shown(world, domain):
    """Targets and sources by each way that names disks."""
    devices = document(world, "hv-new", domain).findall("devices/disk")
    sources = [dict(node.find("source").items()) if node.find("source") is not None else {} for node in devices]
    rows = [line.split() for line in world.virsh("hv-new", "domblklist", domain).splitlines()[2:] if line]
    return (list(zip((node.find("target").get("dev") for node in devices),
                     (source.get("file", source.get("dev", "-")) for source in sources))), [tuple(row) for row in rows])


def counted(world, *domains):
    """Targets and sources as domstats has them, by machine."""
    found, machine = {}, None
    for line in world.virsh("hv-new", "domstats", "--block", *domains).splitlines():
        key, _, value = line.strip().partition("=")
        if line.startswith("Domain:"):
            machine = found.setdefault(line.split("'")[1], [])
        elif key.endswith(".name"):
            machine.append((value, "-"))
        elif key.endswith(".path"):
            machine[-1] = (machine[-1][0], value)
    return found


@case
def names(world):
    """A disk has one name, whoever tells it, read before or not; controllers without disks count."""
    for index in (1, 2):
        world.virsh("hv-new", "attach-device", "plain", world.write("controller.xml", f"<controller type='scsi' index='{index}'/>"))
    world.virsh("hv-new", "attach-disk", "plain", "C:\\VMs\\far.vhdx", "sdea")
    world.virsh("hv-new", "attach-disk", "plain", "", "sdc", "--type", "cdrom")
    cold = counted(world, "gen1", "gen2", "plain")
    for domain, disks in cold.items():
        equal(shown(world, domain), (disks, disks))
        equal(counted(world, domain), {domain: disks})
    equal(cold["plain"], [("sdc", "-"), ("sdea", "C:\\VMs\\far.vhdx")])
    equal(cold["gen2"][2], ("sdc", "2"))
    for disk in ("hdd", "//files/share/more.vhd", "\\\\files\\share\\more.vhd"):
        contains(world.virsh("hv-new", "domblkinfo", "gen1", disk), "5368709120")
        contains(world.virsh("hv-new", "domblkstat", "gen1", disk), "hdd rd_req" if disk == "hdd" else "rd_req")
    for command, target, why in (("domblkinfo", "hdc", "'hdc' is no virtual hard disk"), ("domblkinfo", "sdz", "invalid path: sdz"),
                                 ("domblkstat", "sdz", "invalid path: sdz"), ("domblkstat", "hdc", "does not count what disk 'hdc'")):
        contains(world.virsh("hv-new", command, "gen1", target, code=1), why)


@case
def own_disks(world):
    """A disk that the host offers is attached by its number, and detached."""
    world.virsh("hv-new", "attach-disk", "plain", "3", "sdd", "--sourcetype", "block")
    contains(world.virsh("hv-new", "domblklist", "plain", "--details"), "block   disk     sdd      3")
    world.virsh("hv-new", "detach-disk", "plain", "sdd")
    contains(world.virsh("hv-new", "attach-disk", "plain", "7", "sdd", "--sourcetype", "block", code=1), "the host offers no disk number 7 to machines")


@case
def lost(world):
    """Nobody knows the machine of a host that is down, unless it was read before."""
    first = world.virsh("hv-old", "dumpxml", "old")
    world.control("host hv-old down")
    worlds.wait_for(lambda: not world.command("hv-old", "hv-old", "query-host")["reachable"], "the loss")
    equal(world.virsh("hv-old", "dumpxml", "old"), first)
    world.control("host hv-old up")


if __name__ == "__main__":
    sys.exit(tap.main(MachineWorld))
