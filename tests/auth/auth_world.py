# auth_world.py: hardened hosts, a realm, and a daemon with a section for each way to get in
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Needs tests/rpc/ in PYTHONPATH.

import os
import subprocess

from certificates import DAY, Authority
from realm import Realm
from wiretap import Wiretap
from world import DAEMON, World

USER, PASSWORD = "Administrator", "right-1"
# Hosts by how hardened they are; what is not named is as on a fresh Windows.
HOSTS = {
    "relaxed": "basic = yes\ncertificate = yes\n",
    "strict": "basic = yes\ncertificate = yes\nchannel-binding = strict\n",
    "expired": "basic = yes\ncertificate = yes\npassword-expired = yes\n",
    "strict-expired": "basic = yes\ncertificate = yes\npassword-expired = yes\nchannel-binding = strict\n",
}
HOST = """[host {name}]
fqdn = {name}.hyperv.test
version = 10.0.20348
user = {user}
password = {password}
{keys}
[vm vm-of-{name}]
host = {name}
memory = 1G
vcpus = 1

"""


class AuthWorld(World):
    """Sections of the daemon's host file are added with add_section() before it starts."""

    def __init__(self, hosts=None):
        super().__init__()
        self.hosts = hosts or HOSTS
        self.sections = {}
        self.wiretaps = {}
        os.mkdir(self.path("realm"))
        self.realm = Realm(self.path("realm"))
        # For all that is started from here, and for GSSAPI in this process.
        os.environ.update(self.realm.environment)

    def create_realm(self):
        self.realm.create()
        self.realm.add_user(USER, PASSWORD)
        self.realm.add_user("stranger", PASSWORD)
        self.realm.add_user("late", PASSWORD, "-pwexpire yesterday")
        self.realm.write_keytab("user.keytab", USER)
        self.realm.write_keytab("late.keytab", "late")
        self.realm.write_foreign_keytab("wrong.keytab", USER, "nonsense")
        self.realm.add_service("host.keytab", "HTTP/localhost", "WSMAN/localhost", "HTTP/alias.hyperv.test")
        self.realm.write_foreign_keytab("foreign.keytab", "HTTP/localhost", "nonsense")

    def create_certificates(self):
        authority = Authority(self.directory, "test CA")
        authority.issue_host("host")
        clients = Authority(self.directory, "clients CA")
        clients.issue_client("client", USER)
        clients.issue_client("client-wrong", "stranger")
        clients.issue_client("client-expired", USER, until=-DAY)
        Authority(self.directory, "another CA").issue_client("client-foreign", USER)

    def story(self):
        common = f"client-ca = {self.path('clients-CA.pem')}\nclient-subject = {USER}\n"
        text = "[world]\nseed = 4\nstart = 2026-05-01T03:00:00Z\nspeed = 1\n\n"
        for name, keys in self.hosts.items():
            keytab = "" if "keytab" in keys else f"keytab = {self.realm.path('host.keytab')}\n"
            keys = keys.format(realm=self.realm.directory)
            text += HOST.format(name=name, user=USER, password=PASSWORD, keys=keys + keytab + (common if "certificate" in keys else ""))
        return text

    def start_simulator(self):
        self.create_realm()
        self.create_certificates()
        self.text = self.story()
        super().start_simulator()

    # World makes certificates of its own if it is told of TLS.
    def spawn(self, name, arguments, ready):
        if name == "simulator":
            arguments = arguments + ["--tls-certificate", self.path("host.pem"), "--tls-key", self.path("host.pem")]
        return super().spawn(name, arguments, ready)

    def tap(self, section, host):
        """A wiretap on the way of one section to a host, over HTTP."""
        self.wiretaps[section] = Wiretap(self.addresses[host]["http"])
        return self.wiretaps[section].port

    def section(self, name, host, transport, keys):
        """A section of the host file that leads to a simulated host; plain HTTP is tapped."""
        if transport == "http":
            where = f"transport = http\nport = {self.tap(name, host)}\n"
        else:
            where = f"transport = https\nport = {self.addresses[host]['https']}\nca-file = {self.path('test-CA.pem')}\n"
        return f"[{name}]\naddress = localhost\n{where}{keys.format(directory=self.directory, realm=self.realm.directory)}\n"

    def add_section(self, name, host, transport, keys):
        self.sections[name] = self.section(name, host, transport, keys)

    def hosts_conf(self):
        return "".join(self.sections.values())

    def refused_file(self, text):
        """What the daemon says to a host file that it does not take."""
        path = self.write("refused.conf", text)
        result = subprocess.run([DAEMON, "--config", path, "--runtime-dir", self.path("elsewhere")], capture_output=True, text=True,
                                timeout=20, check=False)
        if result.returncode == 0:
            raise AssertionError(f"{text} was accepted")
        return result.stderr.strip().replace(path, "hosts.conf")

    def __enter__(self):
        try:
            return super().__enter__()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *arguments):
        for wiretap in self.wiretaps.values():
            wiretap.close()
        self.realm.stop()
        super().__exit__(*arguments)
