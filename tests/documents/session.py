# session.py: a shell of a reader who has two simulated hosts and follows a document
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The programs are in $PATH, the daemon's sockets in /run/libvirt, its host file in
# /etc/libvirt/virthypervd; both folders are seen by the reader alone.

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

SOURCE = os.path.realpath(os.environ.get("SOURCE", os.path.join(os.path.dirname(__file__), "../..")))
BUILD = os.path.realpath(os.environ.get("BUILD", os.path.join(SOURCE, "build")))
DEADLINE = 60.0
PLACES = ("src/hyperv_repl", "src/hyperv_sim")

# The shell runs what it is told to and says how that ended.
LOOP = r"""
while read -r file out; do
    . "$file" >"$out" 2>&1 </dev/null
    echo $?
done
"""


class SessionError(Exception):
    pass


def program_environment():
    """Where programs, the library and the module are found."""
    return {"PATH": ":".join([*(os.path.join(BUILD, place) for place in PLACES), "/usr/bin:/bin:/usr/sbin:/sbin"]),
            "LD_LIBRARY_PATH": ":".join(os.path.join(BUILD, place) for place in PLACES), "PYTHONPATH": os.path.join(SOURCE, "python"),
            "LC_ALL": "C.UTF-8"}


def enter_namespace(arguments):
    """Run this program again with /run and /etc/libvirt of its own, unless it runs there already."""
    if os.environ.get("HVR_DOCUMENT_ROOM") == "yes":
        return
    words = ["unshare", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    if subprocess.run([*words, "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        words += ["--propagation", "unchanged"]  # below a chroot
    os.environ["HVR_DOCUMENT_ROOM"] = "yes"
    script = "mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /etc/libvirt && mkdir -p /run/libvirt /etc/libvirt/virthypervd && exec \"$@\""
    os.execvp("unshare", [*words, "sh", "-c", script, "sh", *arguments])


class Shell:
    """A shell that lasts from one command to the next."""

    kinds = ()

    def __init__(self, environment):
        self.top = tempfile.mkdtemp(prefix="doc-")
        home = os.path.join(self.top, "home")
        os.mkdir(home)
        environment = {**environment, "HOME": home, "TZ": "UTC", "NO_COLOR": "1", "COLUMNS": "80", "PAGER": "cat"}
        self.shell = subprocess.Popen(["bash", "-c", LOOP], cwd=self.top, env=environment, text=True, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, start_new_session=True)
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Ends whatever was left running."""
        self.shell.stdin.close()
        try:
            os.killpg(self.shell.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        self.shell.wait(DEADLINE)
        shutil.rmtree(self.top, ignore_errors=True)

    def write(self, text):
        self.count += 1
        path = os.path.join(self.top, f"home/.typed-{self.count}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        return path

    def type(self, text):
        """Status and output of a command, once it has ended."""
        path = self.write(text)
        self.shell.stdin.write(f"{path} {path}.out\n")
        self.shell.stdin.flush()
        status = self.shell.stdout.readline()
        with open(path + ".out", encoding="utf-8", errors="replace") as file:
            printed = file.read()
        if not status:
            raise SessionError(f"the shell ended: {printed}")
        return int(status), printed

    def watch(self, text, pattern, meanwhile):
        """Output of a command that goes on until it is interrupted: as soon as it has printed that much, or in vain."""
        path = self.write(text)
        self.type(f"setsid bash -c '. {path}' >{path}.out 2>&1 </dev/null & echo $! >{path}.pid")
        end = time.monotonic() + DEADLINE
        while True:
            for command in meanwhile:
                self.type(command)
            with open(path + ".out", encoding="utf-8", errors="replace") as file:
                printed = file.read()
            if pattern.match(printed) or time.monotonic() > end:
                break
            time.sleep(0.05)
        with open(path + ".pid", encoding="utf-8") as file:
            os.killpg(int(file.read()), signal.SIGINT)
        self.type("wait")
        return printed

    def settle(self):
        """A reader is slower than the daemon's looks at its hosts; this one asks for them."""
        try:
            with open("/etc/libvirt/virthypervd/hosts.conf", encoding="utf-8") as file:
                hosts = re.findall(r"^\[(\S+)\]$", file.read(), re.M)
        except FileNotFoundError:
            return
        self.type("; ".join(f"virsh -c hyperv+unix:///{host} qemu-monitor-command {host} refresh" for host in hosts))


class Checkout(Shell):
    """A checkout in which ./quickstart finds everything built, and a machine where the daemon is where it belongs."""

    kinds = ("checkout",)

    def __init__(self):
        super().__init__({**program_environment(), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "BUILD": BUILD,
                          **{name: value for name, value in os.environ.items() if name.startswith(("ASAN_", "LSAN_", "UBSAN_"))}})
        for name in os.listdir(SOURCE):
            if not name.startswith((".", "build")) and name != "quickstart":
                os.symlink(os.path.join(SOURCE, name), os.path.join(self.top, name))
        # This one looks where it stands for what it makes.
        shutil.copy(os.path.join(SOURCE, "quickstart"), self.top)
        place = os.path.join(self.top, "build/quickstart")
        self.links = {f"/run/libvirt/{name}": f"{place}/run/{name}" for name in ("virthypervd-sock", "virthypervd-sock-ro")}
        self.links["/etc/libvirt/virthypervd/hosts.conf"] = f"{place}/hosts.conf"
        for link, target in self.links.items():
            os.symlink(target, link)

    def __exit__(self, *exception):
        self.type("./quickstart --down")
        for link in self.links:
            os.unlink(link)
        super().__exit__(*exception)

    def up(self, world):
        name, _, start = world.partition(" at ")
        if start:
            with open(os.path.join(self.top, name), encoding="utf-8") as file:
                text = file.read().replace("[world]", f"[world]\nstart = {start}")
            name = os.path.join(self.top, "home/begins.world")
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        status, printed = self.type(f"./quickstart --up {name} >/dev/null && . build/quickstart/env")
        if status != 0:
            raise SessionError(f"./quickstart --up {world}: {printed}")

    def logs(self):
        return self.type("tail -n 20 build/quickstart/virt*.log")[1]


class Packages(Shell):
    """A machine with the packages installed; its reader is root."""

    def __init__(self):
        self.kinds = ("packages", "systemd" if os.path.isdir("/run/systemd/system") else "no systemd")
        super().__init__({"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"})

    def up(self, world):
        """The document does that."""

    def settle(self):
        """The first command is typed by somebody who has seen the daemon start."""
        end = time.monotonic() + DEADLINE
        while "virthypervd" in self.type("jobs")[1] and not os.path.exists("/run/libvirt/virthypervd-sock") and time.monotonic() < end:
            time.sleep(0.05)
        super().settle()

    def logs(self):
        return ""
