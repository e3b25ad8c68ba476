# test_library_transports.py: the library is the same over unix, ext, ssh and TLS
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import contextlib
import functools
import os
import socket
import subprocess
import sys

import tap
from library import Library
from tap import case, contains, equal
from world import DAEMON, World, list_unshare, wait_for

P, R = "hv-primary", "hv-replica"
D, C = "virDomainHypervRepl", "virConnectHypervRepl"
HOST = "127.0.0.1"
SHELL = os.path.join(os.environ["BUILD"], "src/hyperv_repl/virt-replica")

# The far end: a real sshd that lives as long as its connection, and where the daemon's sockets are where they always are.
ROOM = [*list_unshare(), *([] if os.getuid() == 0 else ["--map-current-user", "--keep-caps"])]
SSH_CONFIG = """Host adminbox
  IdentityFile {directory}/id
  IdentitiesOnly yes
  UserKnownHostsFile {directory}/known_hosts
  ProxyCommand {room} sh -c 'mount --bind {directory}/run /run && exec /usr/sbin/sshd -i -f {directory}/sshd_config'
"""
SSHD_CONFIG = """HostKey {directory}/host
AuthorizedKeysFile {directory}/id.pub
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
"""
PYTHON = """
import sys, libvirt
from libvirt_hyperv_repl import Replication, ReplicationHost
for connection in libvirt.open(sys.argv[1]), libvirt.openReadOnly(sys.argv[1]):
    state = Replication(connection.lookupByName("app01")).get_state()
print(ReplicationHost(libvirt.open(sys.argv[1])).get_replications()[0].domain if state.role == "primary" else state)
"""


class TransportWorld(World):
    """A daemon on a socket and on a port for TLS."""

    def make_ssh(self):
        """Keys of both sides, and what ssh is run with."""
        for name in ("host", "id"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path(name)], check=True)
        with open(self.path("host.pub"), encoding="ascii") as file:
            self.write("known_hosts", f"adminbox {file.read()}")
        os.makedirs(self.path("run/sshd"))
        os.symlink(self.directory, self.path("run/libvirt"))
        self.write("sshd_config", SSHD_CONFIG.format(directory=self.directory))
        self.write("ssh_config", SSH_CONFIG.format(directory=self.directory, room=" ".join(ROOM)))
        self.program("ssh", f'#!/bin/sh\nexec ssh -F {self.path("ssh_config")} "$@"\n')

    def start_daemon(self):
        self.make_ssh()
        self.program("virthypervd-stdio", f"#!/bin/sh\nexec {DAEMON} --stdio --config {self.path('hosts.conf')}\n")
        os.mkdir(self.path("pki"))
        self.certificate("ca", ["-x509"], "/CN=the authority")
        for name, subject, extension in (("server", f"/CN={HOST}", f"subjectAltName=IP:{HOST}\nextendedKeyUsage=serverAuth\n"),
                                         ("client", "/CN=admin", "extendedKeyUsage=clientAuth\n")):
            self.certificate(name, [], subject)
            self.write(f"pki/{name}.ext", extension)
            self.openssl("x509", "-req", "-in", f"{name}cert.pem", "-CA", "cacert.pem", "-CAkey", "cakey.pem", "-CAcreateserial", "-days",
                         "30", "-out", f"{name}cert.pem.new", "-extfile", f"{name}.ext")
            os.rename(self.path(f"pki/{name}cert.pem.new"), self.path(f"pki/{name}cert.pem"))
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        pki = self.path("pki")
        self.write("virthypervd.conf", f'listen_tls = 1\nlisten_addr = "{HOST}"\ntls_port = "{self.port}"\nca_file = "{pki}/cacert.pem"\n'
                                       f'cert_file = "{pki}/servercert.pem"\nkey_file = "{pki}/serverkey.pem"\n')
        super().start_daemon()

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.path("pki"), check=True, capture_output=True)

    def certificate(self, name, options, subject):
        """What is not signed by itself is a request yet."""
        self.openssl("req", *options, "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject,
                     "-keyout", f"{name}key.pem", "-out", f"{name}cert.pem", *(["-days", "30"] if options else []))

    def program(self, name, text):
        os.chmod(self.write(name, text), 0o755)

    def uris(self, host):
        return {"unix": self.uri(host), "ext": f"hyperv+ext:///{host}?command={self.path('virthypervd-stdio')}",
                "ssh": f"hyperv+ssh://adminbox/{host}?command={self.path('ssh')}",
                "tls": f"hyperv+tls://{HOST}:{self.port}/{host}?pkipath={self.path('pki')}"}


def without_age(answer):
    """What does not change while one looks."""
    return {name: value for name, value in answer.items() if not name.endswith("rpo-seconds")}


def wait_for_lines(world, part, but=None):
    def is_there(name):
        with open(world.path(f"events-{name}"), encoding="utf-8") as file:
            return part in file.read()
    for name in world.uris(R).keys() - {but}:
        wait_for(functools.partial(is_there, name), f"{part!r} over {name}")


@case
def reads(world):
    """The same answer to each question."""
    questions = [(D + "GetState", "app01"), (D + "GetPoints", "app01"), (D + "GetXMLDesc", "app01"), (C + "GetReplications", None),
                 (C + "GetService", None), (C + "GetCommands", None)]
    answers = {}
    for name, uri in world.uris(R).items():
        with Library(uri) as library:
            answers[name] = [without_age(library.call(*question)) for question in questions]
    equal(sorted(answers), ["ext", "ssh", "tls", "unix"])
    equal(answers["unix"][0]["role"], "replica")
    for name, answer in answers.items():
        for question, ours, theirs in zip(questions, answer, answers["unix"]):
            equal((name, question, {key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)}), (name, question, set()))


@case
def changes(world):
    """Over each of them a replica fails over and comes back."""
    for name, uri in world.uris(R).items():
        with Library(uri) as library:
            point = library.call(D + "ListPoints", "app01")["point"][0]
            library.call(D + "Failover", "app01", POINT=point)
            equal((name, library.call(D + "GetState", "app01")["relationships.0.state"]), (name, "failed-over"))
            library.call(D + "Revert", "app01")


@case
def read_only(world):
    """On a read-only connection each of them tells the state."""
    for name, uri in world.uris(P).items():
        with Library(uri, read_only=True) as library:
            equal((name, library.call(D + "GetState", "app01")["role"]), (name, "primary"))


@case
def example_events(world):
    """What a client does reaches programs that listen over each of them."""
    program = os.path.join(os.environ["BUILD"], "examples/events")
    with contextlib.ExitStack() as stack:
        for name, uri in world.uris(R).items():
            log = stack.enter_context(open(world.path(f"events-{name}"), "wb"))
            stack.callback(stack.enter_context(subprocess.Popen([program, uri], stdout=log)).terminate)
        library = stack.enter_context(Library(world.uri(R)))
        wait_for_lines(world, "listening")
        library.call(D + "Failover", "app01")
        wait_for_lines(world, "app01: state failed-over")
        wait_for_lines(world, "app01: job failover completed", but="ext")  # somebody else's jobs end unseen
        library.call(D + "Revert", "app01")
        wait_for_lines(world, "app01: state replicating")


@case
def programs_over_ssh(world):
    """virsh, virt-replica and Python go by ssh, too; a key can be for looking only; who is not let in is told so by ssh itself."""
    uri = world.uris(P)["ssh"]
    equal(sorted(world.virsh(P, "list", "--all", "--name", uri=uri).split()), ["app01", "db01", "web01"])
    contains(world.virsh(P, "start", "db01", uri=uri, read_only=True, code=1), "read only access prevents")
    for program in ([SHELL, "-c", uri, "-r", "status", "app01", "-o", "name"], [sys.executable, "-c", PYTHON, uri]):
        equal(subprocess.run(program, check=True, capture_output=True, text=True).stdout, "app01\n")
    with open(world.path("id.pub"), encoding="ascii") as file:
        key = file.read()
    world.write("id.pub", f'restrict,command="virt-ssh-helper -r hyperv:///" {key}')
    contains(world.virsh(P, "start", "db01", uri=uri, code=1), "read only access prevents")
    world.write("id.pub", "")
    contains(world.virsh(P, "list", uri=uri, code=1), "Permission denied (publickey)")


if __name__ == "__main__":
    sys.exit(tap.main(TransportWorld))
