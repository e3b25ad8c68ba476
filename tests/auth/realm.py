# realm.py: a Kerberos realm of the test's own, on loopback
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# MIT's KDC with its database in a directory, for any user, on a port that is
# free.  Nothing outside that directory is read or written: krb5.conf,
# credential caches, keytabs and the replay cache are all in it.

import contextlib
import os
import signal
import socket
import subprocess
import time

NAME = "HYPERV.TEST"
# Its KDC is a closed port.
DOWN = "DOWN.TEST"

KRB5_CONF = """[libdefaults]
default_realm = {name}
dns_lookup_kdc = false
dns_lookup_realm = false
dns_canonicalize_hostname = false
rdns = false
clockskew = {clockskew}
[realms]
{name} = {{
    kdc = 127.0.0.1:{port}
}}
{down} = {{
    kdc = 127.0.0.1:1
}}
[domain_realm]
localhost = {name}
.{domain} = {name}
"""

KDC_CONF = """[kdcdefaults]
kdc_listen = 127.0.0.1:{port}
kdc_tcp_listen = 127.0.0.1:{port}
[realms]
{name} = {{
    database_name = {directory}/principal
    key_stash_file = {directory}/stash
    acl_file = {directory}/acl
    master_key_type = aes256-cts
    supported_enctypes = aes256-cts:normal aes128-cts:normal
}}
"""


def find_port():
    """One that is free for TCP and UDP."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram:
            stream.bind(("127.0.0.1", 0))
            try:
                datagram.bind(stream.getsockname())
            except OSError:
                continue
            return stream.getsockname()[1]


class Realm:
    def __init__(self, directory):
        self.directory = directory
        self.kdc = None
        self.port = find_port()
        self.environment = {"KRB5_CONFIG": self.path("krb5.conf"), "KRB5_KDC_PROFILE": self.path("kdc.conf"),
                            "KRB5CCNAME": "FILE:" + self.path("none.ccache"), "KRB5_KTNAME": "FILE:" + self.path("none.keytab"),
                            "KRB5_CLIENT_KTNAME": "FILE:" + self.path("none.keytab"), "KRB5RCACHENAME": "file2:" + self.path("replays")}

    def path(self, name):
        return os.path.join(self.directory, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="ascii") as file:
            file.write(text)
        return self.path(name)

    def write_client_conf(self, name, clockskew=300):
        return self.write(name, KRB5_CONF.format(name=NAME, down=DOWN, port=self.port, domain=NAME.lower(), clockskew=clockskew))

    def run(self, *command, text=None, check=True):
        result = subprocess.run(command, input=text, text=True, capture_output=True, check=False, timeout=20,
                                env=dict(os.environ, LC_ALL="C.UTF-8", **self.environment))
        if check and result.returncode != 0:
            raise AssertionError(f"{command} gave {result.returncode}: {result.stdout}{result.stderr}")
        return result

    def create(self):
        self.write_client_conf("krb5.conf")
        self.write("kdc.conf", KDC_CONF.format(name=NAME, port=self.port, directory=self.directory))
        self.write("acl", f"*/admin@{NAME} *\n")
        self.run("/usr/sbin/kdb5_util", "create", "-s", "-r", NAME, "-P", "master key")
        self.start()

    def start(self, clockskew=300):
        """With a negative skew no clock is close enough to the KDC's."""
        environment = dict(os.environ, **dict(self.environment, KRB5_CONFIG=self.write_client_conf("kdc-krb5.conf", clockskew)))
        with open(self.path("kdc.log"), "ab") as log:
            self.kdc = subprocess.Popen(["/usr/sbin/krb5kdc", "-n", "-r", NAME, "-P", self.path("kdc.pid")], stdin=subprocess.DEVNULL,
                                        stdout=log, stderr=log, env=environment)
        end = time.monotonic() + 20
        while time.monotonic() < end and self.kdc.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        with open(self.path("kdc.log"), encoding="utf-8") as log:
            raise AssertionError(f"the KDC does not answer: {log.read()}")

    def stop(self):
        if self.kdc is not None:
            self.kdc.send_signal(signal.SIGTERM)
            self.kdc.wait(20)
            self.kdc = None

    @contextlib.contextmanager
    def away(self):
        """Without the KDC, or with another one."""
        self.stop()
        try:
            yield
        finally:
            self.stop()
            self.start()

    def administer(self, *lines):
        """What kadmin.local is told; it says what went wrong without ending with it."""
        result = self.run("/usr/sbin/kadmin.local", text="".join(line + "\n" for line in lines))
        for line in result.stderr.splitlines():
            if not line.startswith("No policy specified"):
                raise AssertionError(f"{lines}: {result.stderr}")

    def add_user(self, name, password, *options):
        """Who has to prove himself before he gets anything, as in a domain of Windows."""
        self.administer(f"addprinc +requires_preauth {' '.join(options)} -pw {password} {name}")

    def add_service(self, keytab, *principals):
        for principal in principals:
            self.administer(f"addprinc -randkey {principal}", f"ktadd -k {self.path(keytab)} {principal}")
        return self.path(keytab)

    def write_keytab(self, name, principal):
        """The keys as they are; ktadd would make new ones."""
        self.administer(f"ktadd -norandkey -k {self.path(name)} {principal}")
        return self.path(name)

    def write_foreign_keytab(self, name, principal, password, kvno=2):
        """Keys of nobody: made from a password that the KDC has not heard of."""
        self.run("ktutil", text=f"addent -password -p {principal}@{NAME} -k {kvno} -e aes256-cts\n{password}\nwkt {self.path(name)}\n")
        return self.path(name)

    def kinit(self, cache, principal, password, *options):
        """Fresh tickets, into a cache of that name; returns how krb5 calls it."""
        self.run("kinit", "-c", "FILE:" + self.path(cache), *options, principal, text=password + "\n")
        return "FILE:" + self.path(cache)
