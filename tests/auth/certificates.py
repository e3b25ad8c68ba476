# certificates.py: authorities, hosts and clients for TLS
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import datetime
import ipaddress
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)


def name_of(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Writes PEM files of what it issues into a directory."""

    def __init__(self, directory, name):
        self.directory, self.subject = directory, name_of(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self.build(self.subject, self.key, DAY).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(self.key, hashes.SHA256())
        self.path = os.path.join(directory, name.replace(" ", "-") + ".pem")
        with open(self.path, "wb") as file:
            file.write(self.certificate.public_bytes(serialization.Encoding.PEM))

    def build(self, subject, key, until):
        now = datetime.datetime.utcnow()
        return x509.CertificateBuilder(issuer_name=self.subject, subject_name=subject, public_key=key.public_key(),
                                       serial_number=x509.random_serial_number(), not_valid_before=now - 2 * DAY,
                                       not_valid_after=now + until)

    def write(self, name, builder, key, digest):
        """Certificate and key in one file, which only its owner can read."""
        path = os.path.join(self.directory, name + ".pem")
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(builder.sign(self.key, digest).public_bytes(serialization.Encoding.PEM))
            file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        return path

    def issue_host(self, name):
        """For localhost; its signature's hash is not SHA-256, so that the channel binding has to look."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        return self.write(name, self.build(name_of("localhost"), key, DAY).add_extension(names, critical=False), key, hashes.SHA384())

    def issue_client(self, name, subject, until=DAY):
        key = ec.generate_private_key(ec.SECP256R1())
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])
        return self.write(name, self.build(name_of(subject), key, until).add_extension(usage, critical=False), key, hashes.SHA256())
