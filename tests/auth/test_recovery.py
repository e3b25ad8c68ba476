# test_recovery.py: credentials that change, and hosts that are not who they should be
#
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# All with one daemon that is not started again.

import base64
import re
import subprocess
import sys
import time

import tap
from auth_world import PASSWORD, USER, AuthWorld
from impostor import Impostor
from realm import DOWN, NAME
from tap import case, equal
from world import wait_for

WITH_PASSWORD = "password-file = {directory}/right.password\n"
KERBEROS = f"auth = kerberos\nuser = {USER}@{NAME}\n" + WITH_PASSWORD
# SPNEGO with nothing in it: accept-completed.
ACCEPTED = base64.b64encode(bytes.fromhex("a1073005a0030a0100")).decode()
NTLM = bytes.fromhex("060a2b06010401823702020a")
# Nothing but time makes tickets of one second old; they are good to the end of their last one.
OUTDATED = 2.1
SECTIONS = {
    "down": ("relaxed", f"auth = kerberos\nuser = {USER}@{DOWN}\n" + WITH_PASSWORD),
    # One connection at a time: a second one could still be on its way when the KDC comes back.
    "either": ("relaxed", f"auth = kerberos ntlm\nevents = no\nuser = {USER}\n" + WITH_PASSWORD),
    "either-wrong": ("relaxed", f"auth = kerberos ntlm\nuser = {USER}\n" + "password-file = {directory}/wrong.password\n"),
    "no-kerberos": ("ntlm-only", KERBEROS),
    "tickets": ("relaxed", "auth = kerberos\ncredential-cache = FILE:{realm}/user.ccache\n"),
    "changed": ("changing", f"auth = ntlm\nuser = {USER}\n" + "password-file = {directory}/changed.password\n"),
    "foreign": ("foreign", KERBEROS),
    "wsman": ("relaxed", KERBEROS + "service-principal = WSMAN\n"),
    "alias": ("relaxed", KERBEROS + "service-principal = HTTP/alias.hyperv.test\n"),
    "nosuch": ("relaxed", KERBEROS + "service-principal = HTTP/nosuch.hyperv.test\n"),
    "clock": ("relaxed", f"auth = kerberos\nuser = {USER}@{NAME}\n" + "password-file = {directory}/clock.password\n"),
    "stranger": ("relaxed", f"auth = kerberos\nuser = stranger@{NAME}\n" + WITH_PASSWORD),
}


FAILED = "error: authentication failed: host '%s': 'Enumerate' failed: "
LOG_ON = FAILED + f"cannot log on to Kerberos as '{USER}@{NAME}': "
NO_KDC = ("error: host '%s': 'Enumerate' failed: cannot log on to Kerberos as '" + f"{USER}@{DOWN}': no KDC answers (Cannot contact any KDC for "
          f"realm '{DOWN}'); check the network, and the realm's KDC in krb5.conf or DNS")
WRONG = FAILED + (f"cannot log on to Kerberos as '{USER}': the KDC refused the password or key (Preauthentication failed); correct the password, "
                  "or make the keytab anew")
REFUSED = FAILED + (f"the host refused '{USER}@{NAME}' (authentication 'kerberos'); check that the account may use WinRM there, that the clocks "
                    "agree, and that 'service-principal' is the host's own")
REFUSED_NTLM = FAILED + (f"the host refused '{USER}' (authentication 'ntlm'); check user and password of the host in hosts.conf, and that the "
                         "host accepts NTLM")
DENIED = ("error: operation forbidden: host '%s': 'Enumerate' failed: Access is denied (AccessDenied, code 5); "
          "on the host put the account into 'Remote Management Users' and 'Hyper-V Administrators'")
UNKNOWN = ("error: unsupported configuration: host '%s': 'Enumerate' failed: cannot get a Kerberos ticket for "
           f"'HTTP/nosuch.hyperv.test@{NAME}': the KDC does not know the host by that name (Server HTTP/nosuch.hyperv.test@{NAME} not found in "
           "Kerberos database); check 'address' and 'service-principal' of the host in hosts.conf, and what 'setspn -L' shows for its account")
NO_TICKETS = FAILED + ("cannot log on to Kerberos: credential cache 'FILE:{directory}/realm/user.ccache': there are no tickets (No credentials "
                       "cache found (filename: {directory}/realm/user.ccache)); get tickets with 'kinit', or give the host a 'keytab' in hosts.conf")
OLD_TICKETS = FAILED + (f"cannot get a Kerberos ticket for 'HTTP/localhost@{NAME}': the tickets have expired (Ticket expired); get tickets with "
                        "'kinit', or give the host a 'keytab' in hosts.conf")
SKEWED = LOG_ON + "the clocks differ too much (Clock skew too great); set the clocks of this machine, the host and the KDC"
NO_PROOF = FAILED + "the host let us in without proving who it is; find out what answers at the host's address"
NO_TOKEN = FAILED + ("the host's answer belongs to no authentication (Invalid token was supplied: {why}); find out what answers at the host's "
                     "address")


class ChangingWorld(AuthWorld):
    def __init__(self):
        super().__init__({"relaxed": "", "changing": "", "ntlm-only": "kerberos = no\n", "foreign": "keytab = {realm}/foreign.keytab\n"})
        self.impostors = {"silent": Impostor(), "empty": Impostor(ACCEPTED), "garbage": Impostor("Zm9v")}

    def start_daemon(self):
        self.write("right.password", PASSWORD)
        self.write("wrong.password", "wrong-1")
        self.write("changed.password", PASSWORD)
        self.write("clock.password", PASSWORD)
        for name, (host, keys) in SECTIONS.items():
            self.add_section(name, host, "http", keys)
        for name, impostor in self.impostors.items():
            self.sections[name] = (f"[{name}]\naddress = localhost\ntransport = http\nport = {impostor.server_port}\n" +
                                   KERBEROS.format(directory=self.directory))
        super().start_daemon()


def refused(world, name, wanted, *command):
    """That it fails, and in these words."""
    error = world.virsh(name, *(command or ("list",)), code=1)
    equal(error.strip().splitlines()[-1].replace(world.directory, "{directory}"), wanted % name)


def let_in(world, name):
    equal(world.virsh(name, "list", "--all", "--name").split(), [f"vm-of-{SECTIONS[name][0]}"])


def refresh(name):
    """Asks a host that is known already."""
    return "qemu-monitor-command", SECTIONS[name][0], '{"execute": "refresh"}'


def answers(world, name):
    command = ["virsh", "-c", world.uri(name), *refresh(name)]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0


def is_there(world, name):
    wait_for(lambda: answers(world, name), f"host '{name}' to be there again")


def tokens(world, name):
    """All that a section sent to log on."""
    sent = b"".join(bytes(conversation.sent) for conversation in world.wiretaps[name].conversations)
    return [base64.b64decode(token) for token in re.findall(rb"Authorization: Negotiate (\S+)", sent)]


def has_ntlm(world, name):
    return any(NTLM in token or b"NTLMSSP" in token for token in tokens(world, name))


@case
def no_downgrade(world):
    """Without a KDC Kerberos fails and says so; NTLM is not tried where the file does not name it."""
    refused(world, "down", NO_KDC)
    equal(tokens(world, "down"), [])


@case
def next_scheme(world):
    """Where the file names NTLM too, it is taken while there is no KDC; with the KDC back new connections are Kerberos."""
    with world.realm.away():
        let_in(world, "either")
        equal(has_ntlm(world, "either"), True)
    world.wiretaps["either"].cut()
    is_there(world, "either")
    equal(len(tokens(world, "either")) > 0, True)
    equal(has_ntlm(world, "either"), False)


@case
def no_second_try(world):
    """A password that the KDC calls wrong is not tried on the host by NTLM."""
    refused(world, "either-wrong", WRONG)
    equal(tokens(world, "either-wrong"), [])


@case
def not_offered(world):
    """A host that has no Kerberos is not logged on to by anything else."""
    refused(world, "no-kerberos", REFUSED)
    equal(has_ntlm(world, "no-kerberos"), False)


@case
def service_principals(world):
    """The service WSMAN, and a whole principal of another name."""
    let_in(world, "wsman")
    let_in(world, "alias")


@case
def unknown_service(world):
    """A service that the KDC does not know."""
    refused(world, "nosuch", UNKNOWN)


@case
def stranger(world):
    """Tickets of somebody whom the host does not let in."""
    refused(world, "stranger", DENIED)


@case
def foreign_keys(world):
    """A host whose keys the KDC does not share cannot be logged on to."""
    refused(world, "foreign", REFUSED)
    equal(world.wiretaps["foreign"].check_sealed(), 0)


@case
def impostors(world):
    """A host that lets in without proving who it is never sees a request."""
    for name, wanted in (("silent", NO_PROOF), ("empty", NO_TOKEN.format(why="SPNEGO acceptor did not return a valid token")),
                         ("garbage", NO_TOKEN.format(why="Unknown error"))):
        refused(world, name, wanted)
        equal(world.impostors[name].bodies, [])


@case
def tickets_run_out(world):
    """No tickets, tickets that have run out, and fresh ones in the same cache."""
    refused(world, "tickets", NO_TICKETS)
    world.realm.kinit("user.ccache", USER, PASSWORD, "-l", "1s")
    time.sleep(OUTDATED)
    refused(world, "tickets", OLD_TICKETS)
    world.realm.kinit("user.ccache", USER, PASSWORD)
    let_in(world, "tickets")


@case
def connection_ends_with_tickets(world):
    """A connection ends with its tickets, whoever still accepts it; new ones bring it back."""
    world.wiretaps["tickets"].cut()
    wait_for(lambda: world.realm.kinit("user.ccache", USER, PASSWORD, "-l", "1s") and answers(world, "tickets"), "a connection")
    time.sleep(OUTDATED)
    refused(world, "tickets", OLD_TICKETS, *refresh("tickets"))
    world.realm.kinit("user.ccache", USER, PASSWORD)
    is_there(world, "tickets")


@case
def password_changed(world):
    """A password that was changed on the host: refused, until its file has the new one."""
    let_in(world, "changed")
    world.control("set-password changing right-2")
    world.wiretaps["changed"].cut()
    refused(world, "changed", REFUSED_NTLM, *refresh("changed"))
    world.write("changed.password", "right-2")
    is_there(world, "changed")


@case
def clocks_apart(world):
    """Where the KDC has another time than this machine, the line says that."""
    with world.realm.away():
        world.realm.start(clockskew=-1)
        refused(world, "clock", SKEWED)
    # What was refused is not tried again for a while, unless it may be something else now.
    world.write("clock.password", PASSWORD)
    let_in(world, "clock")


if __name__ == "__main__":
    sys.exit(tap.main(ChangingWorld))
