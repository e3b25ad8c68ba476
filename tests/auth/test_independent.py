# test_independent.py: clients that nobody of this project wrote talk to the simulator
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Each sends Identify, enumerates and pulls, invokes a method and reads a fault.

import os
import sys
import warnings

import requests
from gssapi.raw import ChannelBindings
from winrm.exceptions import InvalidCredentialsError, WinRMError
from winrm.protocol import Protocol

import soap
import tap
from auth_world import PASSWORD, USER, AuthWorld
from clients import bind_channel, gssapi_protocol
from tap import case, contains, equal

HOST = "basic = no\n"
MACHINES = """[vm {name}-a]
host = {name}
memory = 1G
vcpus = 1

[vm {name}-b]
host = {name}
memory = 1G
vcpus = 1

"""
# No machine has this name.
NOBODY = "00000000-0000-4000-8000-000000000000"
# The library hashes passwords by MD4, which OpenSSL 3 has not got; it takes LM:NT
# as well. This is MD4 over UTF-16LE of the password "right-1".
HASH = "0" * 32 + ":" + "459814fdebe427c6c533ca2b6b64ebfa"


class HardWorld(AuthWorld):
    """Hosts only; each has three machines, so that an enumeration takes several pages."""

    def __init__(self):
        super().__init__({"relaxed": HOST, "strict": HOST + "channel-binding = strict\n"})
        self.want_daemon = False

    def story(self):
        return super().story() + "".join(MACHINES.format(name=name) for name in self.hosts)

    def start_simulator(self):
        super().start_simulator()
        os.environ["KRB5CCNAME"] = self.realm.kinit("client.ccache", USER, PASSWORD)

    def url(self, host, scheme, tapped=True):
        port = self.tap(f"{host}-{len(self.wiretaps)}", host) if scheme == "http" and tapped else self.addresses[host][scheme]
        return f"{scheme}://localhost:{port}/wsman"


def enumerate_all(protocol):
    """Names by ElementName; none is in the first answer, two at most in each page."""
    root = soap.parse(protocol.send_message(soap.enumerate_systems()))
    found = {}
    for _ in range(10):
        contexts = soap.texts_of(root, "EnumerationContext")
        if soap.texts_of(root, "EndOfSequence"):
            return found
        root = soap.parse(protocol.send_message(soap.pull(*contexts)))
        page = soap.items_of(root)
        equal(len(page) <= 2, True)
        found.update(page)
    raise AssertionError(f"no end of it: {found}")


def talk(protocol, host):
    """The four things that each client does."""
    root = soap.parse(protocol.send_message(soap.IDENTIFY))
    equal(soap.texts_of(root, "ProductVendor"), ["Microsoft Corporation"])

    machines = [f"{host}-a", f"{host}-b", f"vm-of-{host}"]
    found = enumerate_all(protocol)
    equal(sorted(found), [host] + machines)

    root = soap.parse(protocol.send_message(soap.get_summary(found[host])))
    equal(soap.texts_of(root, "ReturnValue"), ["0"])
    equal(sorted(soap.texts_of(root, "ElementName")), machines)

    try:
        protocol.send_message(soap.get_system(NOBODY))
    except WinRMError as error:
        contains(str(error), "'http_status_code': 500, 'wsmanfault_code': '2150858752', 'fault_code': 's:Sender', "
                             "'fault_subcode': 'a:DestinationUnreachable'")
    else:
        raise AssertionError("no fault")


def check_tap(world):
    """The last wiretap saw all of it, and could read nothing."""
    wiretap = list(world.wiretaps.values())[-1]
    equal(wiretap.check_sealed() >= 6, True)


def refused(protocol):
    try:
        protocol.send_message(soap.IDENTIFY)
    except InvalidCredentialsError:
        return
    raise AssertionError("that was let in")


def ntlm(url, world, password=HASH, **arguments):
    encryption = "always" if url.startswith("http:") else "never"
    return Protocol(url, transport="ntlm", username=USER, password=password, ca_trust_path=world.path("test-CA.pem"),
                    message_encryption=encryption, **arguments)


@case
def ntlm_sealed(world):
    """python3-winrm with python3-requests-ntlm over sealed HTTP."""
    talk(ntlm(world.url("relaxed", "http"), world), "relaxed")
    check_tap(world)


@case
def ntlm_https(world):
    """The same over HTTPS."""
    talk(ntlm(world.url("relaxed", "https"), world), "relaxed")


@case
def ntlm_bound(world):
    """The same bound to its channel, as CbtHardeningLevel=Strict demands."""
    talk(ntlm(world.url("strict", "https"), world), "strict")


@case
def ntlm_unbound(world):
    """Without the binding the strict host refuses the right password."""
    refused(ntlm(world.url("strict", "https"), world, send_cbt=False))


@case
def ntlm_wrong(world):
    """A wrong password is refused, sealed or not."""
    for scheme in ("http", "https"):
        refused(ntlm(world.url("relaxed", scheme), world, password="wrong"))
    world.wiretaps.popitem()[1].check_sealed()


@case
def kerberos_sealed(world):
    """python3-winrm over sealed HTTP with Kerberos inside SPNEGO, by python3-gssapi."""
    talk(gssapi_protocol(world.url("relaxed", "http"), world.path("test-CA.pem")), "relaxed")
    check_tap(world)


@case
def kerberos_raw_sealed(world):
    """The same with Kerberos alone under the scheme Negotiate."""
    talk(gssapi_protocol(world.url("relaxed", "http"), world.path("test-CA.pem"), mechanism="Kerberos"), "relaxed")
    check_tap(world)


@case
def kerberos_scheme_sealed(world):
    """The same under the scheme Kerberos, for the service WSMAN."""
    talk(gssapi_protocol(world.url("relaxed", "http"), world.path("test-CA.pem"), scheme="Kerberos", mechanism="Kerberos",
                         service="WSMAN"), "relaxed")
    check_tap(world)


@case
def kerberos_https(world):
    """python3-winrm with python3-requests-kerberos over HTTPS."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        talk(Protocol(world.url("relaxed", "https"), transport="kerberos", username=None, ca_trust_path=world.path("test-CA.pem"),
                      message_encryption="never"), "relaxed")


@case
def kerberos_bound(world):
    """Kerberos bound to its channel."""
    url = world.url("strict", "https")
    binding = bind_channel(world.addresses["strict"]["https"], "sha384")
    talk(gssapi_protocol(url, world.path("test-CA.pem"), binding=binding), "strict")


@case
def kerberos_badly_bound(world):
    """Bound to another channel, it is refused where bindings are looked at; without, where they are demanded."""
    other = ChannelBindings(application_data=b"tls-server-end-point:" + bytes(48))
    for host, binding in (("relaxed", other), ("strict", other), ("strict", None)):
        protocol = gssapi_protocol(world.url(host, "https"), world.path("test-CA.pem"), binding=binding)
        try:
            protocol.send_message(soap.IDENTIFY)
        except InvalidCredentialsError:
            continue
        raise AssertionError(f"{host} took {binding}")


@case
def plain(world):
    """A host that wants sealed messages takes none in clear, neither before nor after authentication."""
    url = world.url("relaxed", "http", tapped=False)
    equal(requests.post(url, data=soap.IDENTIFY, headers={"Content-Type": "application/soap+xml;charset=UTF-8"}, timeout=20).status_code, 401)
    protocol = gssapi_protocol(url, None)
    protocol.transport.encryption = None
    try:
        protocol.send_message(soap.IDENTIFY)
    except InvalidCredentialsError:
        return
    raise AssertionError("that was taken in clear")


@case
def offers(world):
    """Schemes are offered one a line, Basic not among them."""
    answer = requests.post(world.url("relaxed", "http", tapped=False), data=None, timeout=20)
    equal(answer.status_code, 401)
    equal(answer.raw.headers.getlist("WWW-Authenticate"), ["Negotiate", "Kerberos"])


if __name__ == "__main__":
    sys.exit(tap.main(HardWorld))
