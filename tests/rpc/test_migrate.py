# test_migrate.py: planned failover as migration, with whatever can come in between
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import struct
import subprocess
import sys
import threading

import libvirt

import tap
import wire
from listener import Listener
from tap import case, contains, equal
from world import STORY, World, wait_for

P, R = "hv-primary", "hv-replica"
# app01 runs and replicates, as does db01, which is off; jobs take long enough to be seen.
WORLD = STORY.replace("quick-job-ms = 60", "quick-job-ms = 600").replace(
    "memory = 1G\nvcpus = 1\n", "memory = 1G\nvcpus = 1\nstate = running\n") + "\n[replication db01]\nreplica = hv-replica\npoints = 2\n"
MOVE = libvirt.VIR_MIGRATE_PERSIST_DEST | libvirt.VIR_MIGRATE_UNSAFE
PEER = MOVE | libvirt.VIR_MIGRATE_PEER2PEER
OFFLINE = PEER | libvirt.VIR_MIGRATE_OFFLINE

# Flag, and the option of virsh that the refusal names.
FLAGS = [
    ("LIVE", "--live"), ("TUNNELLED", "--tunnelled"), ("UNDEFINE_SOURCE", "--undefinesource"), ("PAUSED", "--suspend"),
    ("NON_SHARED_DISK", "--copy-storage-all"), ("NON_SHARED_INC", "--copy-storage-inc"), ("COMPRESSED", "--compressed"),
    ("ABORT_ON_ERROR", "--abort-on-error"), ("AUTO_CONVERGE", "--auto-converge"), ("RDMA_PIN_ALL", "--rdma-pin-all"),
    ("POSTCOPY", "--postcopy"), ("POSTCOPY_RESUME", "--postcopy-resume"), ("TLS", "--tls"), ("PARALLEL", "--parallel"),
    ("ZEROCOPY", "--zerocopy"),
]
PARAMS = [
    ("bandwidth", 10), ("destination_xml", "<domain/>"), ("persistent_xml", "<domain/>"), ("migrate_uri", "hyperv://elsewhere/"),
    ("graphics_uri", "spice://x"), ("listen_address", "::"), ("compression", "xbzrle"), ("disks_port", 1),
    ("tls.destination", "x"), ("parallel.connections", 2),
]


def connect(world, host):
    libvirt.registerErrorHandler(lambda *_: None, None)
    return libvirt.open(world.uri(host))


def fails(code, function, *arguments):
    try:
        function(*arguments)
    except libvirt.libvirtError as error:
        if error.get_error_code() != code:
            raise AssertionError(f"code {error.get_error_code()}, wanted {code}: {error}") from error
        return str(error)
    raise AssertionError(f"{arguments} should have failed")


class Move(threading.Thread):
    """app01 on its way in the background, by a connection of its own."""

    def __init__(self, world, source=P, target=R, name="app01"):
        super().__init__()
        self.world, self.source, self.target, self.name_of = world, source, target, name
        self.error = None
        self.start()

    def run(self):
        connection = connect(self.world, self.source)
        try:
            connection.lookupByName(self.name_of).migrateToURI3(f"hyperv://{self.target}/", {}, PEER)
        except libvirt.libvirtError as error:
            self.error = error

    def phase(self):
        connection = connect(self.world, self.source)
        return connection.lookupByName(self.name_of).jobStats().get("replication.phase")

    def wait_for(self, phase):
        wait_for(lambda: self.phase() == phase or not self.is_alive(), phase)
        equal((self.is_alive(), self.phase()), (True, phase))


def places(world, name="app01"):
    return (world.replication(P, name), world.virsh(P, "domstate", name).strip(), world.replication(R, name),
            world.virsh(R, "domstate", name).strip())


AT_HOME = (("primary", "replicating"), "running", ("replica", "replicating"), "shut off")
AWAY = (("replica", "replicating"), "shut off", ("primary", "replicating"), "running")


class Drowsy(World):
    """Hosts that tell of nothing, and that nobody looks at unless there is something to wait for."""

    def hosts_conf(self):
        return super().hosts_conf().replace("busy-poll-interval", "events = no\npoll-interval = 1h\nbusy-poll-interval")


@case
def just_begun(_world):
    """What was done a moment ago is known when the machine is to be moved: on this host and on the other one."""
    with Drowsy() as world:
        for host in (P, R):
            world.virsh(host, "list", "--all")
        world.command(P, "db01", "replication-enable", replica_server=R)
        world.command(P, "db01", "replication-start")
        world.virsh(P, "migrate", "--offline", "--persistent", "--p2p", "--desturi", f"hyperv://{R}/", "db01")
        equal(world.replication(R, "db01"), ("primary", "replicating"))
        there = connect(world, P)
        connect(world, R).lookupByName("db01").migrate3(there, {}, MOVE | libvirt.VIR_MIGRATE_OFFLINE)
        equal(world.replication(P, "db01"), ("primary", "replicating"))


@case
def flags(world):
    """Each flag that cannot be honoured is refused with code 74 and its option."""
    domain = connect(world, P).lookupByName("db01")
    for name, option in FLAGS:
        flag = getattr(libvirt, "VIR_MIGRATE_" + name)
        contains(fails(74, domain.migrateToURI3, f"hyperv://{R}/", {}, OFFLINE | flag), f"cannot honour {option}")
    contains(fails(74, domain.migrateToURI3, f"hyperv://{R}/", {}, OFFLINE | 1 << 28), "0x10000000")
    contains(fails(55, domain.migrateToURI3, f"hyperv://{R}/", {}, OFFLINE & ~libvirt.VIR_MIGRATE_PERSIST_DEST), "persistent flag")
    contains(fails(74, domain.migrateToURI3, f"hyperv://{R}/", {}, PEER & ~libvirt.VIR_MIGRATE_PERSIST_DEST), "--persistent")


@case
def params(world):
    """Each parameter that cannot be honoured is refused with code 74 and its name."""
    domain = connect(world, P).lookupByName("db01")
    for name, value in PARAMS:
        contains(fails(74, domain.migrateToURI3, f"hyperv://{R}/", {name: value}, OFFLINE), f"'{name}'")
    contains(fails(74, domain.migrateToURI3, f"hyperv://{R}/", {"destination_name": "other"}, OFFLINE), "--dname")


@case
def states(world):
    """What is not in the state for it is refused, with what is wrong and where."""
    here = connect(world, P)
    running, off = here.lookupByName("app01"), here.lookupByName("db01")
    contains(fails(81, running.migrateToURI3, f"hyperv://{R}/", {}, OFFLINE & ~libvirt.VIR_MIGRATE_UNSAFE), "--unsafe allows")
    contains(fails(55, off.migrateToURI3, f"hyperv://{R}/", {}, PEER), "domain is not running")
    contains(fails(55, here.lookupByName("web01").migrateToURI3, f"hyperv://{R}/", {}, PEER), "is not replicated")
    contains(fails(55, connect(world, R).lookupByName("db01").migrateToURI3, f"hyperv://{P}/", {}, OFFLINE), "only a primary can be moved")
    contains(fails(5, off.migrateToURI3, "hyperv://nowhere/", {}, OFFLINE), "'nowhere'")
    contains(fails(8, off.migrateToURI3, f"hyperv://{P}/", {}, OFFLINE), "same host")
    world.virsh(P, "suspend", "app01")
    contains(fails(55, running.migrateToURI3, f"hyperv://{R}/", {}, PEER), "neither running nor off")
    world.virsh(P, "resume", "app01")
    equal(places(world), AT_HOME)


@case
def read_only(world):
    """A read-only connection moves nothing."""
    contains(world.virsh(P, "migrate", "--offline", "--persistent", "--p2p", "--desturi", f"hyperv://{R}/", "db01", code=1,
                         read_only=True), "read only access")


@case
def service(world):
    """A source that would not take the machine back is found out before anything is changed."""
    world.command(P, P, "replication-service-modify", enabled=False)
    contains(world.virsh(P, "migrate", "--offline", "--persistent", "--p2p", "--desturi", f"hyperv://{R}/", "db01", code=1),
             "host 'hv-primary' does not accept replication")
    equal(world.replication(P, "db01"), ("primary", "replicating"))
    world.command(P, P, "replication-service-modify", enabled=True)


@case
def managed(world):
    """migrate3 over two connections gives the domain at its new place."""
    there = connect(world, R)
    moved = connect(world, P).lookupByName("db01").migrate3(there, {}, MOVE | libvirt.VIR_MIGRATE_OFFLINE)
    equal((moved.name(), moved.UUIDString(), moved.isActive()), ("db01", "22222222-2222-4222-8222-222222222222", 0))
    equal(world.replication(R, "db01"), ("primary", "replicating"))
    moved = there.lookupByName("db01").migrate3(connect(world, P), {}, MOVE | libvirt.VIR_MIGRATE_OFFLINE)
    equal(world.replication(P, "db01"), ("primary", "replicating"))


@case
def wandering(world):
    """Both hosts tell of it as libvirt tells of migrations; the source has one job, with phases."""
    with Listener(world, P) as here, Listener(world, R) as there:
        move = Move(world)
        seen, percents = [], []
        while move.is_alive():
            stats = connect(world, P).lookupByName("app01").jobStats()
            if stats["type"] == libvirt.VIR_DOMAIN_JOB_BOUNDED:
                equal((stats["operation"], stats["replication.kind"]), (5, "planned-failover"))
                seen += [stats["replication.phase"]] if stats["replication.phase"] not in seen else []
                percents.append(stats["data_processed"])
        move.join()
        equal((move.error, places(world)), (None, AWAY))
        equal([p for p in seen if p not in ("check", "start")], ["shut-down", "prepare", "fail-over", "reverse"])
        equal((percents == sorted(percents), percents[-1] > 50), (True, True))
        here.wait_for("event 'job-completed' for domain 'app01'")
        there.wait_for("'app01': Started Migrated")
        text = here.text()
        contains(text, "'app01': Stopped Migrated")
        contains(text, "'app01': Defined Updated")
        equal(text.count("event 'job-completed' for domain 'app01'"), 1)
        contains(there.text(), "'app01': Defined Updated")
    contains(world.virsh(R, "domstate", "app01", "--reason"), "running (migrated)")
    stats = connect(world, P).lookupByName("app01").jobStats(libvirt.VIR_DOMAIN_JOB_STATS_COMPLETED)
    equal((stats["type"], stats["success"], stats["replication.kind"]), (libvirt.VIR_DOMAIN_JOB_COMPLETED, True, "planned-failover"))
    world.virsh(R, "migrate", "--persistent", "--unsafe", "app01", world.uri(P))
    equal(places(world), AT_HOME)


@case
def others(world):
    """While it lasts nobody else changes the machine, on either host; whoever asks for it once more is told."""
    move = Move(world)
    move.wait_for("prepare")
    contains(fails(55, connect(world, P).lookupByName("app01").migrateToURI3, f"hyperv://{R}/", {}, OFFLINE), "another job is active")
    contains(world.virsh(P, "start", "app01", code=1), "Requested operation is not valid")
    contains(world.refused(R, "app01", "replication-suspend"), "another job is active")
    contains(world.virsh(P, "domjobinfo", "app01"), "Outgoing migration")
    contains(world.virsh(P, "dominfo", "db01"), "db01")
    move.join()
    equal((move.error, places(world)), (None, AWAY))
    world.virsh(R, "migrate", "--persistent", "--unsafe", "app01", world.uri(P))


@case
def aborted(world):
    """domjobabort at each step that can be undone: everything is as it was, the guest runs."""
    for phase in ("shut-down", "prepare", "fail-over"):
        move = Move(world)
        move.wait_for(phase)
        world.virsh(P, "domjobabort", "app01")
        move.join()
        equal(move.error.get_error_code(), 78)
        contains(str(move.error), "operation aborted: migration out job: canceled by client; everything is as it was")
        equal(places(world), AT_HOME)
        contains(world.virsh(P, "domjobinfo", "app01", "--completed", "--anystats"), "Cancelled")


@case
def too_late(world):
    """Once the direction is being reversed it cannot be aborted; it ends as wished."""
    move = Move(world)
    move.wait_for("reverse")
    contains(world.virsh(P, "domjobabort", "app01", code=1), "too far to be cancelled")
    move.join()
    equal((move.error, places(world)), (None, AWAY))
    world.virsh(R, "migrate", "--persistent", "--unsafe", "app01", world.uri(P))


@case
def interrupted(world):
    """Ctrl-C in virsh, which polls on the connection that the move is on."""
    child = subprocess.Popen(["script", "-qec", f"virsh -c '{world.uri(P)}' migrate --persistent --unsafe --verbose app01 '{world.uri(R)}'",
                              "/dev/null"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    wait_for(lambda: connect(world, P).lookupByName("app01").jobStats().get("replication.phase") == "prepare", "prepare")
    child.stdin.write(b"\x03")
    child.stdin.flush()
    output = child.communicate(timeout=40)[0].decode()
    contains(output, "canceled by client")
    equal(places(world), AT_HOME)
    contains(world.logs(), "'virDomainMigrateFinish3Params' on 'hv-replica': migration successfully aborted")


@case
def begun_cold(world):
    """Beginning hands out the whole document, though nobody has read it before."""
    client = wire.Client(world.path("virthypervd-sock"))
    client.open(P)
    identifier = client.call(23, wire.text("db01"))[8:24]
    machine = wire.text("db01") + identifier + struct.pack(">i", -1)
    flags = libvirt.VIR_MIGRATE_OFFLINE | libvirt.VIR_MIGRATE_PERSIST_DEST
    begun = client.call(302, machine + struct.pack(">II", 0, flags)).decode(errors="replace")
    contains(begun, "<video>")
    contains(begun, "machine:machine")
    client.close()


@case
def left_alone(world):
    """A client that is killed does not take the move with it."""
    child = subprocess.Popen(["virsh", "-c", world.uri(P), "migrate", "--persistent", "--unsafe", "--p2p", "--desturi", f"hyperv://{R}/",
                              "app01"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: connect(world, P).lookupByName("app01").jobStats().get("replication.phase") == "prepare", "prepare")
    child.kill()
    child.wait()
    wait_for(lambda: places(world) == AWAY, "the end of the move")
    wait_for(lambda: connect(world, P).lookupByName("app01").jobStats()["type"] == 0, "the end of the job")
    world.virsh(R, "migrate", "--persistent", "--unsafe", "app01", world.uri(P))


@case
def undone(world):
    """When a host fails a step, those before it are undone; the line says so, and why."""
    for phase, host, title in (("prepare", P, "prepare"), ("fail-over", R, "failover"), ("reverse", R, "reverse")):
        move = Move(world)
        move.wait_for(phase)
        world.control(f"fail-next-job {host} 32768")
        move.join()
        contains(str(move.error), f"'{title}' of 'app01'")
        contains(str(move.error), "everything is as it was: 'app01': on host 'hv-primary' primary")
        wait_for(lambda: places(world) == AT_HOME, "everything as it was")


@case
def stranded(world):
    """What cannot be undone is said in one line, and nothing runs twice."""
    move = Move(world)
    move.wait_for("start")
    world.control(f"fail-next-job {R} 32768")
    move.join()
    text = str(move.error)
    contains(text, "'start' of 'app01'")
    contains(text, "where things stand: 'app01': on host 'hv-primary' replica, Replicating, off; "
             "on host 'hv-replica' primary, Replicating, off")
    equal(places(world), (("replica", "replicating"), "shut off", ("primary", "replicating"), "shut off"))
    world.virsh(R, "start", "app01")
    world.virsh(R, "migrate", "--persistent", "--unsafe", "app01", world.uri(P))
    equal(places(world), AT_HOME)


if __name__ == "__main__":
    sys.exit(tap.main(lambda: World(WORLD)))
