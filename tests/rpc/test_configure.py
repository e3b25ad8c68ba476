# test_configure.py: machines made, changed and taken away with virsh
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import re
import subprocess
import sys

import tap
from listener import Listener
from tap import case, contains, equal
from world import STORY, World

P, R = "hv-primary", "hv-replica"
MAC = "52:54:00:aa:bb:cc"
TEXT = STORY.replace(r"disks = C:\VMs\db01.vhdx:20G", "disks = C:\\VMs\\db01.vhdx:20G\nnics = LAN:External")
NEW = r"""<domain type='hyperv'><name>old01</name><memory unit='MiB'>512</memory><vcpu>2</vcpu>
<os><type>hvm</type><boot dev='network'/></os><devices>
<disk type='file' device='disk'><source file='C:\VMs\old.vhd'/><target dev='hda'/></disk>
<disk type='file' device='cdrom'><source file='C:\iso\a.iso'/><target dev='hdc'/></disk>
<interface type='network'><source network='External'/><vlan><tag id='7'/></vlan><model type='tulip'/></interface>
<serial type='pipe'><source path='\\.\pipe\x'/><target port='0'/></serial></devices></domain>"""


def facts(world, domain, *names):
    text = world.virsh(P, "dominfo", domain)
    return [re.search(rf"^{name}: *(.*)$", text, re.M).group(1) for name in names]


def disks(world, domain):
    return {line.split()[0]: line.split()[1] for line in world.virsh(P, "domblklist", domain).splitlines()[2:] if line}


def refused(world, *arguments):
    return world.virsh(P, *arguments, code=1)


def define(world, text, code=0):
    return world.virsh(P, "define", world.write("new.xml", text), code=code)


@case
def numbers(world):
    """Processors and memory of a machine that is off."""
    world.virsh(P, "setvcpus", "db01", "3", "--config")
    world.virsh(P, "setmem", "db01", "3G", "--config")
    equal(facts(world, "db01", r"CPU\(s\)", "Max memory", "Used memory"), ["3", "3145728 KiB", "3145728 KiB"])
    world.virsh(P, "setmaxmem", "db01", "2G")
    equal(facts(world, "db01", "Max memory"), ["2097152 KiB"])
    contains(refused(world, "setvcpus", "db01", "2", "--live"), "domain is not running")
    contains(refused(world, "setvcpus", "db01", "5000", "--config"), "1 to 2048")


@case
def running(world):
    """Of one that runs what Hyper-V changes then, and the reason for the rest."""
    contains(refused(world, "setvcpus", "web01", "3"), "'vcpu' only while the domain is off")
    world.virsh(P, "setmem", "web01", "3G")
    contains(refused(world, "setmem", "web01", "1G", "--config"), "argument unsupported")
    equal(facts(world, "web01", "Max memory"), ["3145728 KiB"])


@case
def scheduler(world):
    """Limit, reservation and weight, under libvirt's names."""
    contains(world.virsh(P, "schedinfo", "web01", "--set", "limit=50000", "weight=300"), "50000")
    text = world.virsh(P, "schedinfo", "web01")
    equal(re.findall(r"^(\w+) +: (\S+)$", text, re.M),
          [("Scheduler", "allocation"), ("limit", "50000"), ("reservation", "0"), ("weight", "300")])
    contains(refused(world, "schedinfo", "web01", "--set", "limit=100001"), "from 0 to 100000")
    contains(refused(world, "schedinfo", "web01", "--set", "reservation=60000"), "exceeds")


@case
def names(world):
    """Starting by itself, names and notes; listeners hear of them."""
    world.virsh(P, "autostart", "db01")
    equal(facts(world, "db01", "Autostart"), ["enable"])
    world.virsh(P, "autostart", "db01", "--disable")
    equal(facts(world, "db01", "Autostart"), ["disable"])
    with Listener(world, P) as listener:
        world.virsh(P, "desc", "db01", "two words")
        listener.wait_for("event 'metadata-change' for domain 'db01'")
    contains(world.virsh(P, "desc", "db01"), "two words")
    contains(refused(world, "desc", "db01", "--title", "x"), "no title")
    world.virsh(P, "domrename", "db01", "db02")
    contains(refused(world, "domrename", "db02", "web01"), "already exists")
    world.virsh(P, "domrename", "db02", "db01")


@case
def attach(world):
    """Disks and drives come and go."""
    world.virsh(P, "attach-disk", "db01", r"C:\VMs\data.vhdx", "sdb", "--config")
    world.virsh(P, "attach-disk", "db01", "", "sdc", "--type", "cdrom", "--config")
    world.virsh(P, "attach-disk", "db01", r"C:\VMs\far.vhdx", "sdbm", "--config")
    equal(disks(world, "db01"), {"sda": r"C:\VMs\db01.vhdx", "sdb": r"C:\VMs\data.vhdx", "sdc": "-", "sdbm": r"C:\VMs\far.vhdx"})
    contains(refused(world, "attach-disk", "db01", r"C:\x.vhdx", "sdb", "--config"), "already exists")
    contains(refused(world, "attach-disk", "db01", r"C:\x.vhdx", "vdb", "--config"), "'vdb'")
    contains(refused(world, "attach-disk", "db01", r"C:\x.vhdx", "hda", "--config"), "SCSI")
    for target in ("sdb", "sdc", "sdbm"):
        world.virsh(P, "detach-disk", "db01", target, "--config")
    equal(disks(world, "db01"), {"sda": r"C:\VMs\db01.vhdx"})


@case
def undone(world):
    """A disk that is in use elsewhere leaves no empty drive behind."""
    error = refused(world, "attach-disk", "db01", r"C:\VMs\web01.vhdx", "sdb", "--config")
    contains(error, "being used by another process")
    contains(error, "is undone")
    equal(disks(world, "db01"), {"sda": r"C:\VMs\db01.vhdx"})


@case
def interfaces(world):
    """Adapters come and go, their link too."""
    world.virsh(P, "attach-interface", "db01", "network", "External", "--mac", MAC, "--config")
    contains(world.virsh(P, "domiflist", "db01"), MAC)
    world.virsh(P, "domif-setlink", "db01", MAC, "down", "--config")
    contains(world.virsh(P, "domif-getlink", "db01", MAC, "--config"), "down")
    world.virsh(P, "domif-setlink", "db01", MAC, "up", "--config")
    contains(world.virsh(P, "domif-getlink", "db01", MAC, "--config"), "up")
    contains(refused(world, "attach-interface", "db01", "network", "Nowhere", "--config"), "no network with matching name 'Nowhere'")
    contains(refused(world, "attach-interface", "db01", "network", "External", "--mac", MAC, "--config"), "already exists")
    world.virsh(P, "detach-interface", "db01", "network", "--mac", MAC, "--config")
    equal(MAC in world.virsh(P, "domiflist", "db01"), False)


@case
def hot(world):
    """On a machine that runs."""
    world.virsh(P, "start", "db01")
    world.virsh(P, "attach-disk", "db01", r"C:\VMs\data.vhdx", "sdb", "--persistent")
    contains(refused(world, "attach-disk", "db01", r"C:\VMs\d.vhdx", "sdc", "--config"), "argument unsupported")
    contains(refused(world, "attach-disk", "db01", r"C:\VMs\d.vhdx", "sddy"), "controller scsi:2")
    world.virsh(P, "detach-disk", "db01", "sdb")
    contains(refused(world, "attach-device", "db01", world.write("d.xml", "<sound model='ac97'/>")), "'sound'")
    contains(refused(world, "attach-device", "db01", world.write("d.xml", "<sound")), "well-formed")
    world.virsh(P, "destroy", "db01")


@case
def again(world):
    """A machine's own document changes nothing; an edited one what was edited."""
    text = world.virsh(P, "dumpxml", "db01")
    define(world, text)
    equal(world.virsh(P, "dumpxml", "db01"), text)
    environment = dict(os.environ, EDITOR="sed -i -e 's/static.>[0-9]*/static\">6/'")
    environment.pop("VISUAL", None)
    subprocess.run(["virsh", "-c", world.uri(P), "edit", "db01"], env=environment, check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, timeout=60)
    equal(facts(world, "db01", r"CPU\(s\)"), ["6"])
    for part, other, word in (('offset="localtime"', 'offset="utc"', "'utc'"), ("</devices>", "<graphics type='vnc'/></devices>", "graphics"),
                              ("</metadata>", "<a xmlns='urn:x'/></metadata>", "'a'"), ('shielded="no"', 'shielded="yes"', "shielded"),
                              ("<name>db01</name>", "<name>web01</name>", "already exists")):
        contains(define(world, text.replace(part, other, 1), code=1), word)
    world.virsh(P, "setvcpus", "db01", "4", "--config")


@case
def new(world):
    """A new machine of generation 1, what is in its drives, and its end."""
    with Listener(world, P) as listener:
        define(world, NEW)
        listener.wait_for("event 'lifecycle' for domain 'old01': Defined")
    equal(disks(world, "old01"), {"hda": r"C:\VMs\old.vhd", "hdc": r"C:\iso\a.iso", "fda": "-"})
    text = world.virsh(P, "dumpxml", "old01")
    equal(re.findall(r'<boot dev="(\w+)"', text)[0], "network")
    contains(text, r'<source path="\\.\pipe\x"/>')
    contains(text, '<tag id="7"/>')
    contains(text, '<model type="tulip"/>')
    contains(text, '<memory unit="KiB">524288</memory>')
    contains(define(world, NEW, code=1), "already exists")
    world.virsh(P, "start", "old01")
    world.virsh(P, "change-media", "old01", "hdc", "--eject")
    equal(disks(world, "old01")["hdc"], "-")
    world.virsh(P, "change-media", "old01", "hdc", r"C:\iso\b.iso", "--insert")
    equal(disks(world, "old01")["hdc"], r"C:\iso\b.iso")
    contains(refused(world, "undefine", "old01"), "while it is running")
    world.virsh(P, "destroy", "old01")
    with Listener(world, P) as listener:
        world.virsh(P, "undefine", "old01")
        listener.wait_for("event 'lifecycle' for domain 'old01': Undefined")
    contains(refused(world, "dominfo", "old01"), "failed to get domain")


@case
def half(world):
    """A new machine that cannot be made whole is taken away again."""
    text = NEW.replace("'External'", "'Nowhere'")
    contains(define(world, text, code=1), "no network with matching name 'Nowhere'")
    contains(refused(world, "dominfo", "old01"), "failed to get domain")
    contains(define(world, NEW.replace("<memory", "<uuid>11111111-1111-4111-8111-111111111119</uuid><memory"), code=1), "'uuid'")


@case
def not_here(world):
    """What Hyper-V has not, in libvirt's words; a machine that is replicated."""
    contains(refused(world, "undefine", "app01"), "replication-remove")
    contains(refused(world, "create", world.write("n.xml", NEW)), "not supported by the connection driver: virDomainCreateXML")
    contains(refused(world, "domxml-from-native", "x", world.write("n.xml", NEW)), "not supported by the connection driver")
    contains(refused(world, "setvcpus", "db01", "2", "--guest"), "unsupported flags (0x8)")


if __name__ == "__main__":
    sys.exit(tap.main(lambda: World(TEXT)))
