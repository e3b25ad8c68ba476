# test_matrix.py: every way to log on, over every transport, with right and wrong credentials
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Stock virsh against the daemon against hardened hosts.  Each cell is a section
# of the daemon's host file; what is no section the daemon refuses to start with.
# Plain HTTP is tapped: whoever listens there can read nothing.

import re
import sys

import tap
from auth_world import PASSWORD, USER, AuthWorld
from realm import NAME
from tap import case, equal

ADMINISTRATOR = f"user = {USER}@{NAME}\n"
CREDENTIALS = {
    "keytab": {
        "right": "auth = kerberos\n" + ADMINISTRATOR + "keytab = {realm}/user.keytab\n",
        "wrong": "auth = kerberos\n" + ADMINISTRATOR + "keytab = {realm}/wrong.keytab\n",
        "expired": f"auth = kerberos\nuser = late@{NAME}\n" + "keytab = {realm}/late.keytab\n",
        "none": "auth = kerberos\n" + ADMINISTRATOR + "keytab = {realm}/host.keytab\n",
    },
    "password": {
        "right": "auth = kerberos\n" + ADMINISTRATOR + "password-file = {directory}/right.password\n",
        "wrong": "auth = kerberos\n" + ADMINISTRATOR + "password-file = {directory}/wrong.password\n",
        "expired": f"auth = kerberos\nuser = late@{NAME}\n" + "password-file = {directory}/right.password\n",
        "none": "auth = kerberos\n" + ADMINISTRATOR,
    },
    "ntlm": {
        "right": f"auth = ntlm\nuser = {USER}\n" + "password-file = {directory}/right.password\n",
        "wrong": f"auth = ntlm\nuser = {USER}\n" + "password-file = {directory}/wrong.password\n",
        "expired": f"auth = ntlm\nuser = {USER}\n" + "password-file = {directory}/right.password\n",
        "none": f"auth = ntlm\nuser = {USER}\n",
    },
    "certificate": {
        "right": "auth = certificate\nclient-certificate = {directory}/client.pem\n",
        "wrong": "auth = certificate\nclient-certificate = {directory}/client-wrong.pem\n",
        "expired": "auth = certificate\nclient-certificate = {directory}/client-expired.pem\n",
        "none": "auth = certificate\n",
    },
    "basic": {
        "right": f"auth = basic\nuser = {USER}\n" + "password-file = {directory}/right.password\n",
        "wrong": f"auth = basic\nuser = {USER}\n" + "password-file = {directory}/wrong.password\n",
        "expired": f"auth = basic\nuser = {USER}\n" + "password-file = {directory}/right.password\n",
        "none": f"auth = basic\nuser = {USER}\n",
    },
}
# Where it is the host that says that the password has expired, and not the KDC.
EXPIRED_BY_HOST = ("ntlm", "basic")
OK = None

# Who says what: the daemon that reads its file, or virsh; %s is the section.
FILE = "virthypervd: hosts.conf:1: host '%s' "
FAILED = "error: authentication failed: host '%s': 'Enumerate' failed: "
LOG_ON = FAILED + f"cannot log on to Kerberos as '{USER}@{NAME}': "
NEEDS_CERTIFICATE = FILE + "needs 'client-certificate' for 'auth = certificate'"
NEEDS_TLS = FILE + "cannot be shown a certificate over plain HTTP, use https"
NO_PLAIN_BASIC = FILE + "would send its password over plain HTTP, allow that with 'allow-basic-over-http = yes' or use https"
NEEDS_PASSWORD = FILE + "needs 'password-file' for 'auth = ntlm'"
NEEDS_BASIC_PASSWORD = FILE + "needs 'password-file' for 'auth = basic'"
WRONG_KEY = LOG_ON + "the KDC refused the password or key (Preauthentication failed); correct the password, or make the keytab anew"
LATE = FAILED + f"cannot log on to Kerberos as 'late@{NAME}': the password has expired (Password has expired); change the password"
NO_KEY = LOG_ON + (f"the keytab has no key of the account (Keytab contains no suitable keys for {USER}@{NAME}); check 'keytab' and 'user' of "
                   "the host in hosts.conf; 'klist -k' shows what a keytab has")
NO_TICKETS = LOG_ON + (f"there are no tickets (Can't find client principal {USER}@{NAME} in cache collection); get tickets with 'kinit', or "
                       "give the host a 'keytab' in hosts.conf")
NTLM = FAILED + (f"the host refused '{USER}' (authentication 'ntlm'); check user and password of the host in hosts.conf, and that the host "
                 "accepts NTLM")
NTLM_BOUND = FAILED + (f"the host refused '{USER}' (authentication 'ntlm'); or it demands channel binding, and something between ends TLS; "
                       "check user and password of the host in hosts.conf, and that the host accepts NTLM")
BASIC = FAILED + (f"the host refused '{USER}' (authentication 'basic'); check user and password of the host in hosts.conf; Basic knows the "
                  "host's local accounts only")
DENIED = ("error: operation forbidden: host '%s': 'Enumerate' failed: Access is denied (AccessDenied, code 5); "
          "on the host put the account into 'Remote Management Users' and 'Hyper-V Administrators'")
OLD = ("error: unsupported configuration: host '%s': the client certificate in '{directory}/client-expired.pem' expired on {yesterday}; "
       "correct what the message names, on the machine of the daemon")

EXPECTED = {
    #                right, wrong,          expired,        none
    "keytab": {
        "http":     (OK, WRONG_KEY,         LATE,           NO_KEY),
        "https":    (OK, WRONG_KEY,         LATE,           NO_KEY),
        "strict":   (OK, WRONG_KEY,         LATE,           NO_KEY),
    },
    "password": {
        "http":     (OK, WRONG_KEY,         LATE,           NO_TICKETS),
        "https":    (OK, WRONG_KEY,         LATE,           NO_TICKETS),
        "strict":   (OK, WRONG_KEY,         LATE,           NO_TICKETS),
    },
    "ntlm": {
        "http":     (OK, NTLM,              NTLM,           NEEDS_PASSWORD),
        "https":    (OK, NTLM_BOUND,        NTLM_BOUND,     NEEDS_PASSWORD),
        "strict":   (OK, NTLM_BOUND,        NTLM_BOUND,     NEEDS_PASSWORD),
    },
    "certificate": {
        "http":     (NEEDS_TLS, NEEDS_TLS,  NEEDS_TLS,      NEEDS_CERTIFICATE),
        "https":    (OK, DENIED,            OLD,            NEEDS_CERTIFICATE),
        "strict":   (OK, DENIED,            OLD,            NEEDS_CERTIFICATE),
    },
    "basic": {
        "http":     (NO_PLAIN_BASIC,        NO_PLAIN_BASIC, NO_PLAIN_BASIC, NEEDS_BASIC_PASSWORD),
        "https":    (OK, BASIC,             BASIC,          NEEDS_BASIC_PASSWORD),
        "strict":   (OK, BASIC,             BASIC,          NEEDS_BASIC_PASSWORD),
    },
}


class Cell:
    """One way in."""

    def __init__(self, scheme, transport, credentials, expected):
        self.scheme, self.transport, self.expected = scheme, transport, expected
        self.section = f"{scheme}-{transport}-{credentials}"
        self.keys = CREDENTIALS[scheme][credentials]
        is_expired = credentials == "expired" and scheme in EXPIRED_BY_HOST
        self.host = "-".join(["strict"] * (transport == "strict") + ["expired"] * is_expired) or "relaxed"
        self.wire = "http" if transport == "http" else "https"
        self.is_started = expected is OK or not expected.startswith(FILE[:20])
        self.promise = f"{scheme} over {transport}, {credentials}"

    def check(self, world):
        if self.expected is OK:
            equal(world.virsh(self.section, "hostname").strip(), self.host)
            equal(world.virsh(self.section, "list", "--all", "--name").split(), [f"vm-of-{self.host}"])
        else:
            equal(self.fail(world), self.expected % self.section)
        if self.wire == "http" and self.is_started:
            equal(world.wiretaps[self.section].check_sealed() > 0, self.expected is OK)

    def fail(self, world):
        """The line that says why, without what is another one each time."""
        if not self.is_started:
            line = world.refused_file(world.section(self.section, self.host, self.wire, self.keys))
        else:
            line = world.virsh(self.section, "list", "--all", code=1).strip().splitlines()[-1]
        return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "{yesterday}", line.replace(world.directory, "{directory}"))


CELLS = [Cell(scheme, transport, credentials, expected)
         for scheme, rows in EXPECTED.items() for transport, row in rows.items()
         for credentials, expected in zip(("right", "wrong", "expired", "none"), row)]


class MatrixWorld(AuthWorld):
    def start_daemon(self):
        self.write("right.password", PASSWORD)
        self.write("wrong.password", "wrong-1")
        for cell in CELLS:
            if cell.is_started:
                self.add_section(cell.section, cell.host, cell.wire, cell.keys)
        super().start_daemon()


def add_case(cell):
    def check(world):
        cell.check(world)
    check.__doc__ = cell.promise + (": lets in" if cell.expected is OK else ": one clear line, and nobody in")
    case(check)


if __name__ == "__main__":
    equal(len(CELLS), 60)
    for each in CELLS:
        add_case(each)
    sys.exit(tap.main(MatrixWorld))
