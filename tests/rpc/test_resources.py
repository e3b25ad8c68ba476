# test_resources.py: networks, network ports, storage pools and volumes of a host, by stock clients
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import sys

import libvirt
import tap
from tap import case, contains, equal
from world import STORY, World

P = "hv-primary"
SWITCHES = STORY.replace("quick-job-ms = 60\n", "quick-job-ms = 60\nswitches = external:LAN; internal:Lab; private:Cage\n", 1).replace(
    "disks = C:\\VMs\\web01.vhdx:60G", "disks = C:\\VMs\\web01.vhdx:60G\nnics = Network Adapter:LAN; Second:DMZ")
CARD = "Simulated 10G Ethernet Adapter"


def virsh(world, *arguments, **options):
    return world.virsh(P, *arguments, **options)


@case
def networks(world):
    """Every virtual switch is a network, whether a machine is connected to it or not."""
    equal(sorted(virsh(world, "net-list", "--name").split()), ["Cage", "DMZ", "LAN", "Lab"])
    equal(virsh(world, "net-list", "--inactive", "--name").split(), [])
    equal(virsh(world, "net-list", "--no-autostart", "--name").split(), [])
    equal(virsh(world, "net-list", "--transient", "--name").split(), [])
    info = virsh(world, "net-info", "LAN")
    for part in ("Active:         yes", "Persistent:     yes", "Autostart:      yes", "Bridge:         LAN"):
        contains(info, part)
    uuid = virsh(world, "net-uuid", "Cage").strip()
    equal(virsh(world, "net-name", uuid).strip(), "Cage")
    contains(virsh(world, "net-info", "nosuch", code=1), "Network not found: no network with matching name 'nosuch'")


@case
def network_documents(world):
    """Documents are valid, and say which switch leads out."""
    for name, leads_out in (("LAN", True), ("DMZ", True), ("Lab", False), ("Cage", False)):
        text = virsh(world, "net-dumpxml", name)
        equal('<forward mode="bridge"/>' in text, leads_out)
        world.validate("network", text)


@case
def network_changes(world):
    """None can be changed, by libvirt's own words."""
    for arguments, function in ((("net-destroy", "LAN"), "virNetworkDestroy"), (("net-start", "LAN"), "virNetworkCreate"),
                                (("net-undefine", "LAN"), "virNetworkUndefine"), (("net-autostart", "LAN"), "virNetworkSetAutostart")):
        contains(virsh(world, *arguments, code=1), f"not supported by the connection driver: {function}")


@case
def interfaces(world):
    """The host's card and its places in switches are interfaces."""
    text = virsh(world, "iface-list", "--all")
    for name in (CARD, "LAN", "DMZ", "Lab"):
        contains(text, name)
    equal("Cage" in text, False)
    mac = virsh(world, "iface-mac", "LAN").strip()
    equal(virsh(world, "iface-name", mac).strip(), "LAN")
    text = virsh(world, "iface-dumpxml", "LAN")
    contains(text, f'<mac address="{mac}"/>')
    world.validate("interface", text)
    contains(virsh(world, "iface-dumpxml", "nosuch", code=1), "Interface not found")


@case
def pools(world):
    """The host's drives are pools with what is free on them."""
    equal(sorted(virsh(world, "pool-list", "--name").split()), ["C:", "D:"])
    equal(virsh(world, "pool-list", "--inactive", "--name").split(), [])
    equal(virsh(world, "pool-list", "--type", "iscsi", "--name").split(), [])
    equal(len(virsh(world, "pool-list", "--type", "dir", "--name").split()), 2)
    info = virsh(world, "pool-info", "C:")
    for part in ("State:          running", "Capacity:       4.00 TiB", "Allocation:     130.00 GiB"):
        contains(info, part)
    uuid = virsh(world, "pool-uuid", "D:").strip()
    equal(virsh(world, "pool-name", uuid).strip(), "D:")
    contains(virsh(world, "pool-dumpxml", "C:"), "<path>C:\\</path>")
    virsh(world, "pool-refresh", "C:")
    contains(virsh(world, "pool-refresh", "C:", read_only=True, code=1), "read only access prevents")
    contains(virsh(world, "pool-info", "Z:", code=1), "Storage pool not found")
    contains(virsh(world, "pool-destroy", "C:", code=1), "not supported by the connection driver")


@case
def volumes(world):
    """What machines have on a drive are its volumes, and nothing else is."""
    names = [line.split()[0] for line in virsh(world, "vol-list", "C:").splitlines()[2:] if line]
    equal(sorted(names), ["VMs\\app01.vhdx", "VMs\\db01.vhdx", "VMs\\web01.vhdx"])
    contains(virsh(world, "vol-info", "VMs\\web01.vhdx", "--pool", "C:"), "Capacity:       60.00 GiB")
    contains(virsh(world, "vol-info", "c:\\vms\\WEB01.vhdx"), "Allocation:     30.00 GiB")
    equal(virsh(world, "vol-pool", "C:\\VMs\\web01.vhdx").strip(), "C:")
    equal(virsh(world, "vol-path", "VMs\\db01.vhdx", "--pool", "C:").strip(), "C:\\VMs\\db01.vhdx")
    text = virsh(world, "vol-dumpxml", "C:\\VMs\\web01.vhdx")
    contains(text, '<format type="vhdx"/>')
    contains(virsh(world, "vol-list", "D:"), "Name")
    for path in ("C:\\Windows\\notepad.exe", "VMs\\web01.vhdx", "Z:\\x"):
        contains(virsh(world, "vol-key", path, code=1), "Storage volume not found")
    contains(virsh(world, "vol-delete", "C:\\VMs\\web01.vhdx", code=1), "not supported by the connection driver")


@case
def python(world):
    """python3-libvirt lists all of it, and its errors have libvirt's codes."""
    connection = libvirt.open(world.uri(P))
    equal((connection.numOfNetworks(), connection.numOfDefinedNetworks()), (4, 0))
    equal(sorted(connection.listNetworks()), ["Cage", "DMZ", "LAN", "Lab"])
    equal(connection.listDefinedNetworks(), [])
    equal(sorted(n.bridgeName() for n in connection.listAllNetworks()), ["Cage", "DMZ", "LAN", "Lab"])
    equal((connection.numOfInterfaces(), connection.numOfDefinedInterfaces()), (4, 0))
    equal(sorted(connection.listInterfaces()), sorted([CARD, "LAN", "DMZ", "Lab"]))
    equal([i.isActive() for i in connection.listAllInterfaces()], [1] * 4)
    equal(sorted(connection.listStoragePools()), ["C:", "D:"])
    equal((connection.numOfDefinedStoragePools(), connection.listDefinedStoragePools()), (0, []))
    pool = connection.storagePoolLookupByTargetPath("C:\\")
    equal((pool.name(), pool.isActive(), pool.autostart(), pool.numOfVolumes()), ("C:", 1, 1, 3))
    volume = pool.listAllVolumes()[0]
    equal(volume.storagePoolLookupByVolume().UUIDString(), pool.UUIDString())
    equal(volume.infoFlags(0)[0], libvirt.VIR_STORAGE_VOL_FILE)
    for code, call in (
            (libvirt.VIR_ERR_NO_NETWORK, lambda: connection.networkLookupByName("nosuch")),
            (libvirt.VIR_ERR_NO_INTERFACE, lambda: connection.interfaceLookupByName("nosuch")),
            (libvirt.VIR_ERR_NO_STORAGE_POOL, lambda: connection.storagePoolLookupByName("nosuch")),
            (libvirt.VIR_ERR_NO_STORAGE_VOL, lambda: pool.storageVolLookupByName("nosuch")),
            (libvirt.VIR_ERR_NO_SUPPORT, lambda: connection.networkDefineXML("<network/>"))):
        try:
            call()
        except libvirt.libvirtError as error:
            equal(error.get_error_code(), code)
        else:
            raise AssertionError(f"no error {code}")
    connection.close()


if __name__ == "__main__":
    sys.exit(tap.main(lambda: World(SWITCHES)))
