# test_tls.py: clients of other machines, over TLS: certificates both ways, and who is on the list
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import os
import socket
import ssl
import struct
import subprocess
import sys

import libvirt
import tap
from tap import case, contains, equal
from world import World, wait_for

P = "hv-primary"
HOST = "127.0.0.1"


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class TlsWorld(World):
    """A daemon that listens for TLS on loopback; pki-NAME is what libvirt's client wants for ?pkipath=."""

    def start_daemon(self):
        self.port = free_port()
        os.mkdir(self.path("pki"))
        self.authority("ca", "/CN=the authority")
        self.authority("other-ca", "/CN=somebody else")
        self.certificate("server", "ca", f"/CN={HOST}", f"subjectAltName=IP:{HOST}\nextendedKeyUsage=serverAuth\n")
        for name, authority, subject, extension in (
                ("admin", "ca", "/C=DE/O=Example/CN=admin", "extendedKeyUsage=clientAuth\n"),
                ("guest", "ca", "/C=DE/O=Example/CN=guest", "extendedKeyUsage=clientAuth\n"),
                ("mail", "ca", "/C=DE/O=Example/CN=admin", "extendedKeyUsage=emailProtection\n"),
                ("forged", "other-ca", "/C=DE/O=Example/CN=admin", "extendedKeyUsage=clientAuth\n")):
            self.certificate(name, authority, subject, extension)
            directory = self.path(f"pki-{name}")
            os.mkdir(directory)
            for source, target in (("ca.pem", "cacert.pem"), (f"{name}.pem", "clientcert.pem"), (f"{name}.key", "clientkey.pem")):
                os.symlink(self.path(f"pki/{source}"), os.path.join(directory, target))
        self.settings('[ "C=DE,O=Example,CN=adm*" ]')
        super().start_daemon()

    def settings(self, allowed):
        pki = self.path("pki")
        self.write("virthypervd.conf", f'listen_tls = 1\nlisten_addr = "{HOST}"\ntls_port = "{self.port}"\nca_file = "{pki}/ca.pem"\n'
                                       f'cert_file = "{pki}/server.pem"\nkey_file = "{pki}/server.key"\n'
                                       f'tls_allowed_dn_list = {allowed}\nmax_anonymous_clients = 3\n')

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.path("pki"), check=True, capture_output=True)

    def authority(self, name, subject):
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", subject,
                     "-keyout", f"{name}.key", "-out", f"{name}.pem")

    def certificate(self, name, authority, subject, extension):
        self.write(f"pki/{name}.ext", extension)
        self.openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject, "-keyout", f"{name}.key",
                     "-out", f"{name}.csr")
        self.openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}.pem", "-CAkey", f"{authority}.key", "-CAcreateserial",
                     "-days", "30", "-out", f"{name}.pem", "-extfile", f"{name}.ext")

    def tls_uri(self, name):
        return f"hyperv+tls://{HOST}:{self.port}/{P}?pkipath={self.path('pki-' + name)}"


def ask(context, world):
    """What a client over TLS is answered when it asks how to log in."""
    with socket.create_connection((HOST, world.port), timeout=10) as plain:
        try:
            with context.wrap_socket(plain, server_hostname=HOST) as client:
                client.sendall(struct.pack(">IIIiiIi", 28, 0x20008086, 1, 66, 0, 0, 0))
                return client.recv(100)
        except (ssl.SSLError, ConnectionError):
            return b""


@case
def allowed(world):
    """A client whose certificate is on the list works as any other, and what it changes is recorded under its name."""
    uri = world.tls_uri("admin")
    contains(world.virsh(P, "list", "--all", uri=uri), "web01")
    contains(world.virsh(P, "dumpxml", "web01", uri=uri), "<name>web01</name>")
    world.virsh(P, "start", "db01", uri=uri)
    contains(world.logs(), "'C=DE,O=Example,CN=admin': 'virDomainCreate")
    contains(world.virsh(P, "destroy", "db01", uri=uri, read_only=True, code=1), "read only access prevents")


@case
def large_answers(world):
    """Much data goes through whole: hundreds of machines, and as many calls at once."""
    world.control(f"add-vms {P} 300")
    connection = libvirt.open(world.tls_uri("admin"))
    wait_for(lambda: len(connection.listAllDomains()) > 300, "new machines")
    equal(len(connection.getAllDomainStats()), len(connection.listAllDomains()))
    equal(connection.isSecure(), 1)
    connection.close()


def receive(client, size):
    octets = b""
    while len(octets) < size:
        octets += client.recv(size - len(octets))
    return octets


@case
def one_by_one(world):
    """Each message is in a TLS record of its own: libvirt's client takes one, and would leave the next where it is."""
    context = ssl.create_default_context(cafile=world.path("pki/ca.pem"))
    context.load_cert_chain(world.path("pki/admin.pem"), world.path("pki/admin.key"))
    with socket.create_connection((HOST, world.port), timeout=10) as plain, context.wrap_socket(plain, server_hostname=HOST) as client:
        equal(receive(client, 1), b"\1")
        client.sendall(b"".join(struct.pack(">IIIiiIi", 28, 0x20008086, 1, 66, 0, serial, 0) for serial in range(50)))
        for serial in range(50):
            length = struct.unpack(">I", receive(client, 4))[0]
            equal((struct.unpack(">I", receive(client, length - 4)[16:20])[0], client.pending()), (serial, 0))


@case
def refused(world):
    """Not on the list, not for clients, of another authority: each is refused, and the log says why."""
    for name, reason in (("guest", "'C=DE,O=Example,CN=guest' is not in tls_allowed_dn_list"), ("mail", "does not match the intended purpose")):
        before = len(world.logs())
        contains(world.virsh(P, "list", uri=world.tls_uri(name), code=1), "failed to connect")
        wait_for(lambda: "refused a client over TLS: " in world.logs()[before:], "refusal")
        contains(world.logs()[before:], reason)
    # libvirt's client does not even show a certificate of another authority.
    before = len(world.logs())
    context = ssl.create_default_context(cafile=world.path("pki/ca.pem"))
    context.load_cert_chain(world.path("pki/forged.pem"), world.path("pki/forged.key"))
    equal(ask(context, world), b"")
    contains(world.logs()[before:], "refused a client over TLS: its certificate is not trusted: ")


@case
def no_certificate(world):
    """Who shows no certificate, or does not speak TLS, is hung up on before anything is served."""
    equal(ask(ssl.create_default_context(cafile=world.path("pki/ca.pem")), world), b"")
    with socket.create_connection((HOST, world.port), timeout=10) as plain:
        plain.sendall(struct.pack(">IIIiiIi", 28, 0x20008086, 1, 66, 0, 0, 0))
        try:
            while octets := plain.recv(1000):
                equal(struct.pack(">I", 0x20008086) in octets, False)
        except ConnectionResetError:
            pass
    contains(world.virsh(P, "list", "--all", uri=world.tls_uri("admin")), "web01")


@case
def strangers(world):
    """Who connects and says nothing cannot keep the others out for long, nor take every place."""
    silent = [socket.create_connection((HOST, world.port), timeout=10) for _ in range(3)]
    late = socket.create_connection((HOST, world.port), timeout=10)
    equal(late.recv(10), b"")
    contains(world.logs(), "have yet to say who they are")
    for each in silent + [late]:
        each.close()
    wait_for(lambda: "web01" in subprocess.run(["virsh", "-c", world.tls_uri("admin"), "list", "--all"], capture_output=True, text=True,
                                               check=False).stdout, "a place for somebody who speaks")


@case
def new_list(world):
    """A list that is read anew holds for who comes then; who is in stays."""
    connection = libvirt.open(world.tls_uri("admin"))
    world.settings('[ "C=DE,O=Example,CN=guest" ]')
    world.daemon.send_signal(1)
    wait_for(lambda: "anew" in world.logs(), "reload")
    contains(world.virsh(P, "list", uri=world.tls_uri("admin"), code=1), "failed to connect")
    contains(world.virsh(P, "list", "--all", uri=world.tls_uri("guest")), "web01")
    equal(connection.lookupByName("web01").isActive(), 1)
    connection.close()


if __name__ == "__main__":
    sys.exit(tap.main(TlsWorld))
