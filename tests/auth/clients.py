# clients.py: WinRM clients that nobody of this project wrote
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# python3-winrm with python3-requests-ntlm and with python3-requests-kerberos, and
# its sealing over python3-gssapi, because Debian's python3-kerberos (1.1.14) can
# neither seal messages nor bind channels.

import base64
import hashlib
import ssl

import gssapi
import requests
from gssapi.raw import IOV, ChannelBindings, IOVBufferType, unwrap_iov, wrap_iov
from winrm.encryption import Encryption
from winrm.protocol import Protocol

MECHANISMS = {"SPNEGO": "1.3.6.1.5.5.2", "Kerberos": "1.2.840.113554.1.2.2"}
FLAGS = (gssapi.RequirementFlag.mutual_authentication | gssapi.RequirementFlag.confidentiality | gssapi.RequirementFlag.integrity |
         gssapi.RequirementFlag.replay_detection | gssapi.RequirementFlag.out_of_sequence_detection)
SESSION_ENCRYPTED = {"Negotiate": b"application/HTTP-SPNEGO-session-encrypted", "Kerberos": b"application/HTTP-Kerberos-session-encrypted"}


def bind_channel(port, hash_name):
    """tls-server-end-point (RFC 5929 4.1), for a certificate whose signature has that hash."""
    der = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("localhost", port)))
    return ChannelBindings(application_data=b"tls-server-end-point:" + hashlib.new(hash_name, der).digest())


class GssapiAuth(requests.auth.AuthBase):
    """What python3-winrm expects of a session's auth, by python3-gssapi."""

    def __init__(self, scheme="Negotiate", mechanism="SPNEGO", service="HTTP", binding=None):
        self.scheme = scheme
        name = gssapi.Name(f"{service}@localhost", gssapi.NameType.hostbased_service)
        self.context = gssapi.SecurityContext(name=name, usage="initiate", flags=FLAGS, mech=gssapi.OID.from_int_seq(MECHANISMS[mechanism]),
                                              channel_bindings=binding)

    def __call__(self, request):
        if not self.context.complete:
            token = base64.b64encode(self.context.step()).decode()
            request.headers["Authorization"] = f"{self.scheme} {token}"
            request.register_hook("response", self.finish)
        return request

    def finish(self, response, **_):
        scheme, _, token = response.headers.get("WWW-Authenticate", "").partition(" ")
        if response.status_code != 401:
            if scheme != self.scheme or self.context.step(base64.b64decode(token)) or not self.context.complete:
                raise AssertionError(f"no proof of who that is: {response.headers}")

    def wrap_winrm(self, _host, message):
        iov = IOV(IOVBufferType.header, message, IOVBufferType.padding, std_layout=False)
        wrap_iov(self.context, iov, confidential=True)
        return iov[1].value + (iov[2].value or b""), iov[0].value

    def unwrap_winrm(self, _host, sealed, header):
        iov = IOV((IOVBufferType.header, False, header), sealed, std_layout=False)
        if not unwrap_iov(self.context, iov).encrypted:
            raise AssertionError("not encrypted")
        return iov[1].value


def gssapi_protocol(url, ca_file, **arguments):
    """python3-winrm's Protocol over python3-gssapi; sealed over HTTP."""
    protocol = Protocol(url, transport="kerberos", ca_trust_path=ca_file, message_encryption="never")
    transport = protocol.transport
    transport.build_session()
    transport.session.auth = auth = GssapiAuth(**arguments)
    if url.startswith("http://"):
        answer = transport.session.post(url, data=None)
        answer.raise_for_status()
        transport.encryption = Encryption(transport.session, "kerberos")
        transport.encryption.protocol_string = SESSION_ENCRYPTED[auth.scheme]
    return protocol
