# test_library_examples.py: the examples compile outside the build, as C and with what pkg-config says, and do what they say
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import glob
import os
import shlex
import subprocess
import sys

import tap
from tap import case, contains, equal
from world import BUILD, SOURCE, World

P, R = "hv-primary", "hv-replica"
STRICT = ["-Wall", "-Wextra", "-Werror", "-pedantic"]


def pkg_config(*arguments):
    environment = dict(os.environ, PKG_CONFIG_PATH=os.path.join(BUILD, "meson-uninstalled"))
    return subprocess.run(["pkg-config", *arguments, "libvirt-hyperv-repl"], check=True, capture_output=True, text=True,
                          env=environment).stdout.strip()


def compile_program(world, compiler, *arguments):
    result = subprocess.run([*shlex.split(compiler), *STRICT, f"-I{SOURCE}/include", *arguments, "-c", "-o", world.path("program.o")],
                            check=False, capture_output=True, text=True)
    equal((result.returncode, result.stderr), (0, ""))


def run(name, *arguments, status=0):
    result = subprocess.run([os.path.join(BUILD, "examples", name), *arguments], check=False, capture_output=True, text=True, timeout=60)
    equal((result.returncode, result.stderr if status == 0 else ""), (status, ""))
    return result.stdout if status == 0 else result.stderr


@case
def package(_world):
    """pkg-config knows the library, its version, and that it stands on libvirt."""
    equal(pkg_config("--libs").split()[1:], ["-lvirt-hyperv-repl", "-lvirt"])
    equal(pkg_config("--print-requires"), "libvirt >= 9.0")
    equal(pkg_config("--modversion"), "0.1.0")
    with open(os.path.join(BUILD, "meson-private/libvirt-hyperv-repl.pc"), encoding="ascii") as file:
        text = file.read()
    contains(text, "Libs: -L${libdir} -lvirt-hyperv-repl\n")
    contains(text, "Cflags: -I${includedir}\n")
    for private in ("json", "xml2", "glib"):
        equal(private in text.split("Requires:")[1].split("\n")[0], False)


@case
def compiles(world):
    """Each example is strict C99, and the header is C++, too."""
    flags = shlex.split(pkg_config("--cflags"))
    sources = glob.glob(os.path.join(SOURCE, "examples/*.c"))
    equal(len(sources), 5)
    for source in sources:
        compile_program(world, "gcc -std=c99", *flags, source)
    unit = world.write("unit.c", "#include <libvirt-hyperv-repl.h>\nint main(void) { return VIR_HYPERV_REPL_EVENT_ANY; }\n")
    compile_program(world, "gcc -x c++", *flags, unit)


@case
def enable(world):
    """enable.c replicates a machine; status.c lists it."""
    contains(run("enable", world.uri(P), "web01", R), "'web01' is replicated to 'hv-replica'")
    lines = [line.split() for line in run("status", world.uri(P)).splitlines()]
    equal(sorted(lines), [["app01", "primary", "replicating", "ok"], ["web01", "primary", "replicating", "ok"]])
    contains(run("enable", world.uri(P), "web01", R, status=1), "web01")


@case
def failover(world):
    """failover.c goes to the point nearest to a time."""
    points = world.virsh(R, "snapshot-list", "app01", "--name").split()
    contains(run("failover", world.uri(R), "app01", "0"), f"failing over to '{points[0]}'")
    world.command(R, "app01", "replication-revert")
    contains(run("failover", world.uri(R), "app01", str(2**40)), f"failing over to '{points[-1]}'")
    world.command(R, "app01", "replication-revert")
    contains(run("failover", world.uri(P), "db01", "0", status=1), "'db01' has no recovery point")


@case
def planned(world):
    """planned.c says what stands against it, and moves the machine if nothing does."""
    result = subprocess.run([os.path.join(BUILD, "examples/planned"), world.uri(P), "db01", R], check=False, capture_output=True, text=True)
    equal((result.returncode, "blocking" in result.stdout), (1, True))
    contains(run("planned", world.uri(P), "app01", R), "'app01' has moved to 'hv-replica'")
    contains(run("planned", world.uri(R), "app01", P), "'app01' has moved to 'hv-primary'")


if __name__ == "__main__":
    sys.exit(tap.main(World))
