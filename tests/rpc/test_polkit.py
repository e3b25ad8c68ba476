# test_polkit.py: polkit decides: a real one, with the actions that are shipped, and the daemon without rights of its own
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# polkitd looks in fixed places, so the test puts its own files over them, in a
# mount namespace that nobody else sees.  That takes root.

import json
import os
import shutil
import subprocess
import sys

import tap
from tap import case, contains, equal
from world import DAEMON, SOURCE, World, list_unshare, wait_for

P, R = "hv-primary", "hv-replica"
POLKITD = "/usr/lib/polkit-1/polkitd"
SERVICE, NOBODY = 1, 65534  # "daemon" stands in for the unit's user
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={0}</listen><auth>EXTERNAL</auth><policy context="default">
<allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow receive_type="method_call"/>
<allow send_type="method_return"/><allow receive_type="method_return"/><allow send_type="error"/><allow receive_type="error"/>
<allow send_type="signal"/><allow receive_type="signal"/></policy></busconfig>
"""
RULES = """polkit.addRule(function(action, subject) {
    if (subject.user != "nobody") return;
    if (action.id == "org.libvirt.virthypervd.manage" && action.lookup("host") == "hv-primary" &&
        action.lookup("domain_name") == "db01")
        return polkit.Result.YES;
    if (action.id == "org.libvirt.virthypervd.test-failover" && action.lookup("operation") == "replication-test-failover")
        return polkit.Result.YES;
    if (action.id == "org.libvirt.virthypervd.failover")
        return polkit.Result.NO;
});
"""


class PolkitWorld(World):
    bus = polkitd = None

    def start_daemon(self):
        os.chmod(self.directory, 0o755)
        with open(os.path.join(SOURCE, "data/polkit/org.libvirt.virthypervd.policy"), encoding="utf-8") as file:
            policy = file.read()
        equal(policy.count("unix-user:_virthypervd"), 6)
        for name, target, source in (("actions", "/usr/share/polkit-1/actions", policy.replace("unix-user:_virthypervd", "unix-user:daemon")),
                                     ("rules", "/etc/polkit-1/rules.d", RULES)):
            os.mkdir(self.path(name))
            os.chmod(self.path(name), 0o755)
            self.write(f"{name}/50-test." + ("policy" if name == "actions" else "rules"), source, 0o644)
            os.makedirs(target, exist_ok=True)
            subprocess.run(["mount", "--bind", self.path(name), target], check=True)
        environment = dict(os.environ, DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={self.path('bus')}")
        with open(self.path("bus.log"), "wb") as log:
            self.bus = subprocess.Popen(["dbus-daemon", "--nofork", "--nopidfile", "--config-file=" + self.write("bus.conf", BUS.format(self.path("bus")))],
                                        stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            wait_for(lambda: os.path.exists(self.path("bus")), "bus")
            self.polkitd = subprocess.Popen([POLKITD, "--no-debug"], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for(lambda: "virthypervd.commit" in subprocess.run(["pkaction"], env=environment, capture_output=True, text=True, check=False).stdout,
                 "start of polkitd")
        self.write("hosts.conf", self.hosts_conf())
        self.write("virthypervd.conf", 'auth_unix_rw = "polkit"\n')
        os.mkdir(self.path("run"))
        for name in ("hosts.conf", "virthypervd.conf", f"{P}.password", f"{R}.password", "run"):
            os.chown(self.path(name), SERVICE, SERVICE)
        os.chmod(self.path("run"), 0o755)
        # Its user may not see into the folder that was built in.
        daemon = shutil.copy(DAEMON, self.path("virthypervd"))
        with open(self.path("daemon.log"), "ab") as log:
            self.daemon = subprocess.Popen([daemon, "--config", self.path("hosts.conf"), "--runtime-dir", self.path("run"), "--state-dir",
                                            self.path("run")], user=SERVICE,
                                           group=SERVICE, extra_groups=[], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        wait_for(lambda: os.path.exists(self.path("run/virthypervd-sock-ro")) or self.daemon.poll() is not None, "start of daemon")

    def __enter__(self):
        try:
            return super().__enter__()
        except Exception:
            self.end_polkit()
            raise

    def __exit__(self, *details):
        try:
            super().__exit__(*details)
        finally:
            self.end_polkit()

    def end_polkit(self):
        for process in (self.polkitd, self.bus):
            if process is not None:
                process.terminate()
                process.wait()

    def uri(self, host):
        return f"hyperv+unix:///{host}?socket={self.path('run/virthypervd-sock')}"

    def nobody(self, host, *arguments, code=0):
        """virsh as a user without rights, and without a terminal, so that nobody can be asked."""
        result = subprocess.run(["virsh", "-c", self.uri(host), *arguments], user=NOBODY, group=NOBODY, extra_groups=[], capture_output=True,
                                text=True, timeout=60, check=False, stdin=subprocess.DEVNULL, start_new_session=True,
                                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"})
        if result.returncode != code:
            raise AssertionError(f"{arguments} gave {result.returncode}: {result.stdout}{result.stderr}")
        return result.stdout if code == 0 else result.stderr

    def nobody_commands(self, host, name, command):
        return self.nobody(host, "qemu-monitor-command", name, json.dumps({"execute": command}), code=1)


@case
def looking(world):
    """Everybody may look, as the actions' defaults say."""
    contains(world.nobody(P, "list", "--all"), "web01")
    contains(world.nobody(P, "dumpxml", "web01"), "web01")


@case
def rules_see_details(world):
    """A rule lets a user start one machine of one host, and no other."""
    world.nobody(P, "start", "db01")
    error = world.nobody(P, "destroy", "web01", code=1)
    contains(error, "access denied: user 65534 (process ")
    contains(error, ") may not 'virDomainDestroy': no polkit agent is there to ask, start pkttyagent "
                    "(action 'org.libvirt.virthypervd.manage')")
    equal(world.virsh(P, "domstate", "web01").strip(), "running")


@case
def commands_have_rights_of_their_own(world):
    """The right that a replication command needs is that of its class, not of how it is sent."""
    contains(world.nobody_commands(R, "app01", "replication-commit"), "(action 'org.libvirt.virthypervd.commit')")
    contains(world.nobody_commands(R, "app01", "replication-failover"), "access denied by policy (action 'org.libvirt.virthypervd.failover')")
    contains(world.nobody_commands(R, "app01", "replication-modify"), "(action 'org.libvirt.virthypervd.configure')")
    contains(world.nobody_commands(R, "app01", "replication-suspend"), "(action 'org.libvirt.virthypervd.manage')")
    contains(world.nobody(R, "qemu-monitor-command", "app01", '{"execute": "query-replication"}'), '"role":"replica"')
    contains(world.nobody(R, "qemu-monitor-command", "app01", '{"execute": "replication-test-failover"}'), '"return"')
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def root_is_not_asked(world):
    """Root may do everything anyway."""
    world.virsh(P, "destroy", "db01")


@case
def without_polkit(world):
    """Who cannot be asked has not said yes: without polkit nobody but root and the daemon's user gets in."""
    world.polkitd.terminate()
    world.polkitd.wait()
    contains(world.nobody(P, "list", code=1), "authentication failed")
    contains(world.virsh(P, "list", "--all"), "web01")


if __name__ == "__main__":
    if os.getuid() != 0 or not os.path.exists(POLKITD):
        print("1..0 # SKIP polkitd and root are needed")
        sys.exit(0)
    if os.environ.get("HVR_UNSHARED") != "yes":
        os.environ["HVR_UNSHARED"] = "yes"
        os.execvp("unshare", [*list_unshare(), sys.executable, *sys.argv])
    sys.exit(tap.main(PolkitWorld))
