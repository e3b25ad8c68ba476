# test_library_transports.py: the library is the same over unix, ext, ssh and TLS
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import socket
import subprocess
import sys

import tap
from library import Library
from tap import case, equal
from world import DAEMON, World, wait_for

P, R = "hv-primary", "hv-replica"
D, C = "virDomainHypervRepl", "virConnectHypervRepl"
HOST = "127.0.0.1"

# What libvirt runs in place of ssh and of nc: the same words, run here.
SSH = r"""#!/bin/sh
while [ "$1" != -- ]; do shift; done
shift 2
exec sh -c "$*"
"""
NETCAT = r"""#!/usr/bin/python3
import os, select, socket, sys
if "-U" not in sys.argv:
    sys.exit(0)
peer = socket.socket(socket.AF_UNIX)
peer.connect(sys.argv[-1])
while True:
    for ready in select.select([0, peer], [], [])[0]:
        octets = os.read(0, 65536) if ready == 0 else peer.recv(65536)
        if not octets:
            sys.exit(0)
        peer.sendall(octets) if ready == 0 else os.write(1, octets)
"""


class TransportWorld(World):
    """A daemon on a socket and on a port for TLS."""

    def start_daemon(self):
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
        return self.path(name)

    def uris(self, host):
        stdio = self.program("virthypervd-stdio", f"#!/bin/sh\nexec {DAEMON} --stdio --config {self.path('hosts.conf')}\n")
        ssh, netcat = self.program("ssh", SSH), self.program("netcat", NETCAT)
        return {"unix": self.uri(host), "ext": f"hyperv+ext:///{host}?command={stdio}",
                "ssh": f"hyperv+ssh://elsewhere/{host}?command={ssh}&proxy=netcat&netcat={netcat}&socket={self.path('virthypervd-sock')}",
                "tls": f"hyperv+tls://{HOST}:{self.port}/{host}?pkipath={self.path('pki')}"}


def without_age(answer):
    """What does not change while one looks."""
    return {name: value for name, value in answer.items() if not name.endswith("rpo-seconds")}


def wait_for_line(path, name, part):
    def is_there():
        with open(path, encoding="utf-8") as file:
            return part in file.read()
    wait_for(is_there, f"{part!r} over {name}")


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
        if name == "ssh":
            continue  # libvirt's own socket for readers would be asked for by another name
        with Library(uri, read_only=True) as library:
            equal((name, library.call(D + "GetState", "app01")["role"]), (name, "primary"))


@case
def example_events(world):
    """What a client does reaches a program that listens over each of them."""
    program = os.path.join(os.environ["BUILD"], "examples/events")
    for name, uri in world.uris(R).items():
        path = world.path(f"events-{name}")
        with open(path, "wb") as log, subprocess.Popen([program, uri], stdout=log) as process, Library(world.uri(R)) as library:
            wait_for_line(path, name, "listening")
            library.call(D + "Failover", "app01")
            wait_for_line(path, name, "app01: state failed-over")
            wait_for_line(path, name, "app01: job failover completed" if name != "ext" else "")  # somebody else's jobs end unseen
            library.call(D + "Revert", "app01")
            wait_for_line(path, name, "app01: state replicating")
            process.terminate()


if __name__ == "__main__":
    sys.exit(tap.main(TransportWorld))
