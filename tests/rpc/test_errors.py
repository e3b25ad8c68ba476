# test_errors.py: whatever a host refuses or fails at is one line that says what to do
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import re
import subprocess
import sys

import libvirt
import libvirt_qemu

import tap
from tap import case, contains, equal
from world import STORY, World, wait_for

P, R = "hv-primary", "hv-replica"
HYPERV = 43  # VIR_FROM_HYPERV
NOW = "; now the machine is shut off, its replication: replica, Replicating"

MEND = "mend the cause (the host's event log Hyper-V-VMMS-Admin may say more), then try again"
OTHER = "use a host or a replication provider that can do it"
LOOK = "look at the state before you repeat anything"
REPEAT = "it can safely be repeated"
FIRST = "look at the present state first: query-replication, or query-replication-service for a host"
CORRECT = "correct what was asked for, the host does not say which part of it is wrong"
REPORT = "report this line, with the version of Windows"
MEMBER = "make the user of hosts.conf a member of 'Hyper-V Administrators' on the host"
ABORT = "wait for the running job, or end it with 'virsh domjobabort'"
GONE = "see with 'virsh list --all' whether the host still has it"
MEMORY = "free memory on the host, then try again"
FILES = "see whether the folder asked for and the machine's disks are on the host"
AGAIN = "start it again if it was not meant to be cancelled"
THE_END = "wait for the end of the job"
VMMS = "start or stop the Windows service 'vmms' on the host itself"

# A ReturnValue or ErrorCode of Hyper-V: libvirt's code, the beginning of its messages, Microsoft's words, the remedy.
HYPERV_VALUES = (
    (32768, 9, "operation failed: ", "failed", MEND),
    (32769, 29, "operation forbidden: ", "access denied", MEMBER),
    (32770, 84, "Operation not supported: ", "not supported", OTHER),
    (32771, 39, "", "status is unknown", LOOK),
    (32772, 68, "Timed out during operation: ", "timeout", LOOK),
    (32773, 8, "invalid argument: ", "invalid parameter", CORRECT),
    (32774, 87, "resource busy: ", "system is in use", ABORT),
    (32775, 55, "Requested operation is not valid: ", "invalid state for this operation", FIRST),
    (32776, 8, "invalid argument: ", "incorrect data type", REPORT),
    (32777, 42, "Domain not found: ", "system is not available", GONE),
    (32778, 9, "operation failed: ", "out of memory", MEMORY),
    (32779, 8, "invalid argument: ", "file not found", FILES),
)
# What leaves it open whether something has happened; the state is looked at and told.
DOUBTFUL = (32771, 32772)

# The same for numbers that only some methods return.
SERVICE = (
    (1, 84, "Operation not supported: ", "not supported", VMMS),
    (5, 8, "invalid argument: ", "invalid parameter", "ask for another state"),
    (6, 87, "resource busy: ", "in use", "try again later"),
    (4097, 55, "Requested operation is not valid: ", "invalid state transition", "ask for another state"),
    (4099, 87, "resource busy: ", "busy", "try again later"),
)
CANCEL = (
    (1, 55, "Requested operation is not valid: ", "not supported", THE_END),
    (2, 9, "operation failed: ", "unknown or unspecified error", MEND),
    (4, 9, "operation failed: ", "failed", MEND),
    (5, 55, "Requested operation is not valid: ", "invalid parameter", THE_END),
    (6, 55, "Requested operation is not valid: ", "in use", THE_END),
    (4097, 55, "Requested operation is not valid: ", "invalid state transition", "look at the job again, it may have ended"),
    (4098, 8, "invalid argument: ", "use of timeout parameter not supported", REPORT),
    (4099, 87, "resource busy: ", "busy", "try again later"),
    (32770, 55, "Requested operation is not valid: ", "not supported", THE_END),
)
DESTROY = (
    (1, 84, "Operation not supported: ", "not supported", OTHER),
    (2, 9, "operation failed: ", "failed", MEND),
    (4, 8, "invalid argument: ", "invalid parameter", CORRECT),
    (5, 55, "Requested operation is not valid: ", "invalid state", FIRST),
)
MODIFY = (
    (4, 8, "invalid argument: ", "invalid parameter", CORRECT),
    (6, 8, "invalid argument: ", "incompatible parameters",
     "leave out one of the settings, the host does not say which ones exclude each other"),
)
GUEST = (
    (32780, 55, "Requested operation is not valid: ", "the system is not ready", "wait until the guest has started"),
    (32781, 55, "Requested operation is not valid: ", "the machine is locked and cannot be shut down without the force option",
     "end the session in the guest, or use 'virsh destroy'"),
    (32782, 87, "resource busy: ", "a system shutdown is in progress", "wait until the guest is off"),
)

# JobState, ErrorCode, Msvm_Errors: libvirt's code, the beginning, the state's name, the host's words, the remedy.
IN_USE = "Failed; The process cannot access the file because it is being used by another process. (0x80070020)"
JOB_ENDS = (
    (7, 32768, 1, 9, "operation failed: ", "completed", "Failed", MEND),
    (8, 0, 0, 78, "operation aborted: ", "terminated", "the host gives no reason", AGAIN),
    (8, 32773, 1, 8, "invalid argument: ", "terminated", "Invalid parameter", CORRECT),
    (9, 0, 0, 78, "operation aborted: ", "killed", "the host gives no reason", AGAIN),
    (9, 32769, 1, 29, "operation forbidden: ", "killed", "Access Denied", MEMBER),
    (10, 0, 0, 9, "operation failed: ", "exception", "the host gives no reason", MEND),
    (10, 32768, 2, 9, "operation failed: ", "exception", IN_USE, MEND),
    (10, 32768, 4, 9, "operation failed: ", "exception",
     IN_USE + " General access denied error (0x80070005). There is not enough space on the disk. (0x80070070)", MEND),
    (10, 40000, 1, 9, "operation failed: ", "exception", "Failed", REPORT),
    (11, 0, 0, 9, "operation failed: ", "service", "the host gives no reason", MEND),
    (999, 0, 0, 9, "operation failed: ", "unknown", "the host gives no reason", REPORT),
)
# The simulated host's words for each code.
SAID = {32768: "Failed", 32769: "Access Denied", 32770: "Not Supported", 32771: "Status is unknown", 32772: "Timeout",
        32773: "Invalid parameter", 32774: "System is in use", 32775: "Invalid state for this operation",
        32776: "Incorrect data type", 32777: "System is not available", 32778: "Out of memory", 32779: "File not found"}


class ErrorWorld(World):
    """Copies that take hours, and connections of the binding."""

    def __init__(self):
        text = STORY.replace("initial-rate = 40G", "initial-rate = 1M", 1)
        super().__init__(text.replace(r"disks = C:\VMs\app01.vhdx:10G", "disks = C:\\VMs\\app01.vhdx:10G\nnics = External"))

    def __enter__(self):
        super().__enter__()
        self.connections = {host: libvirt.open(self.uri(host)) for host in (P, R)}
        return self

    def __exit__(self, *arguments):
        for connection in self.connections.values():
            connection.close()
        super().__exit__(*arguments)

    def virsh_line(self, host, *arguments):
        """What stock virsh prints for a failure: exit code 1, nothing on stdout, one line."""
        result = subprocess.run(["virsh", "-c", self.uri(host), *arguments], capture_output=True, text=True, timeout=60,
                                check=False, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
        equal(result.returncode, 1)
        equal(result.stdout.strip(), "")
        return [line for line in result.stderr.splitlines() if line]

    def failure(self, host, domain, act):
        """The error that python3-libvirt raises."""
        try:
            act(self.connections[host].lookupByName(domain))
        except libvirt.libvirtError as error:
            return error
        raise AssertionError("nothing failed")


def text_of(name, **arguments):
    return json.dumps({"execute": name, "arguments": {k.replace("_", "-"): v for k, v in arguments.items()}})


def check(world, host, subject, words, act, fault, line, code, value):
    """Both clients get @line; nothing in it stands there twice."""
    world.control(fault)
    *before, last = world.virsh_line(host, *words)
    equal(last, f"error: {line}")
    equal(len(before) <= 1, True)  # virsh's own "Failed to ..." of some commands
    for part in (host, subject, "return value", "error code"):
        equal((part, line.count(part) <= 1), (part, True))
    contains(line, f"host '{host}': ")
    world.control(fault)
    error = world.failure(host, words[1] if len(words) > 1 else subject, act)
    equal(error.get_error_message(), line)
    equal((error.get_error_code(), error.get_error_domain(), error.get_error_level()), (code, HYPERV, 2))
    equal((error.get_int1(), error.get_str3()), (value if value else -1, host))


def check_command(world, host, domain, command, fault, line, code, value, subject=None):
    check(world, host, subject or domain, ("qemu-monitor-command", domain, command),
          lambda dom: libvirt_qemu.qemuMonitorCommand(dom, command, 0), fault, line, code, value)


FAILOVER = text_of("replication-failover")


@case
def return_values(world):
    """Every return value of a replication method."""
    for value, code, beginning, words, remedy in HYPERV_VALUES:
        now = NOW if value in DOUBTFUL else ""
        check_command(
            world, R, "app01", FAILOVER, f"fail-next-call {R} {value}",
            f"{beginning}'failover' of 'app01': host 'hv-replica': InitiateFailover: {words} (return value {value}){now}; {remedy}",
            code, value)
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def unknown_values(world):
    """A number that nobody knows is shown, and is never success."""
    for value in (1, 7, 4097, 32780, 40000, 65535):
        check_command(world, R, "app01", FAILOVER, f"fail-next-call {R} {value}",
                      "operation failed: 'failover' of 'app01': host 'hv-replica': "
                      f"InitiateFailover gave the unknown return value {value}; {REPORT}", 9, value)
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def no_value(world):
    """An answer without a return value, and a job without a name."""
    check_command(world, R, "app01", FAILOVER, f"fail-next-call {R} none",
                  "operation failed: 'failover' of 'app01': host 'hv-replica': "
                  f"the answer to InitiateFailover has no return value; {REPORT}", 9, 0)
    check_command(world, R, "app01", FAILOVER, f"fail-next-call {R} 4096",
                  "'failover' of 'app01': host 'hv-replica': InitiateFailover started a job without naming it"
                  f"; it did not take effect: the machine is shut off, its replication: replica, Replicating; {REPEAT}", 39, 0)
    check_command(world, R, "app01", text_of("replication-failover", timeout=2), f"fail-next-call {R} 4096",
                  "'failover' of 'app01': host 'hv-replica': InitiateFailover started a job without naming it; whether it took "
                  f"effect is unknown: the machine is shut off, its replication: replica, Replicating; {LOOK}", 39, 0)


@case
def job_codes(world):
    """Every error code of a job."""
    for value, code, beginning, _, remedy in HYPERV_VALUES:
        check_command(world, R, "app01", FAILOVER, f"fail-next-job {R} {value}",
                      f"{beginning}'failover' of 'app01': host 'hv-replica': job 'Initiate Failover' ended as 'exception': "
                      f"{SAID[value]} (state 10, error code {value}); {remedy}", code, value)
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def job_ends(world):
    """Every end of a job, with and without a code, with several errors."""
    for state, value, n_errors, code, beginning, name, words, remedy in JOB_ENDS:
        check_command(world, R, "app01", FAILOVER, f"fail-next-job {R} {value} {state} {n_errors}",
                      f"{beginning}'failover' of 'app01': host 'hv-replica': job 'Initiate Failover' ended as '{name}': "
                      f"{words} (state {state}, error code {value}); {remedy}", code, value)
    equal(world.replication(R, "app01"), ("replica", "replicating"))


@case
def job_with_warnings(world):
    """A job that ended with warnings is done."""
    world.control(f"fail-next-job {R} 0 32768")
    world.command(R, "app01", "replication-failover")


@case
def guest(world):
    """What a guest says that is asked to shut down."""
    for value, code, beginning, words, remedy in GUEST:
        check(world, P, "web01", ("shutdown", "web01"), lambda dom: dom.shutdown(), f"fail-next-call {P} {value}",
              f"{beginning}'shutdown' of 'web01': host 'hv-primary': InitiateShutdown: {words} (return value {value}); {remedy}",
              code, value)


@case
def power(world):
    """What a host says that is asked to turn a machine on."""
    check(world, P, "db01", ("start", "db01"), lambda dom: dom.create(), f"fail-next-call {P} 32778",
          f"operation failed: 'start' of 'db01': host 'hv-primary': RequestStateChange: out of memory (return value 32778); {MEMORY}",
          9, 32778)
    check(world, P, "db01", ("start", "db01"), lambda dom: dom.create(), f"fail-next-call {P} none",
          "operation failed: 'start' of 'db01': host 'hv-primary': the answer to RequestStateChange has no return value; "
          + REPORT, 9, 0)
    check(world, P, "db01", ("start", "db01"), lambda dom: dom.create(), f"fail-next-job {P} 32778 10 1",
          "operation failed: 'start' of 'db01': host 'hv-primary': job 'Start Virtual Machine' ended as 'exception': Out of memory "
          f"(state 10, error code 32778); {MEMORY}", 9, 32778)


@case
def cancelling(world):
    """What a host says that is asked to end a job."""
    world.command(P, "web01", "replication-enable", replica_server=R)
    world.command(P, "web01", "replication-start", wait=False)
    for value, code, beginning, words, remedy in CANCEL:
        check(world, P, "web01", ("domjobabort", "web01"), lambda dom: dom.abortJob(), f"fail-next-call {P} {value}",
              f"{beginning}'abort-job' of 'web01': host 'hv-primary': RequestStateChange: {words} (return value {value}); {remedy}",
              code, value)


@case
def job_vanished(world):
    """A host that forgets a running job: nobody says that it failed, the state is told."""
    world.virsh(P, "domjobabort", "web01")
    words = ["virsh", "-c", world.uri(P), "qemu-monitor-command", "web01", text_of("replication-start")]
    client = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: world.command(P, "web01", "query-job")["running"], "the job")
    world.control(f"restart {P}")
    output, error = client.communicate(timeout=30)
    equal((client.returncode, output.strip()), (1, ""))
    equal(bool(re.fullmatch(
        r"error: 'start' of 'web01': host 'hv-primary' forgot the job '[0-9A-F-]{36}' before its end was seen; "
        r"now the machine is [a-z ]+, its replication: primary, [A-Za-z ]+; " + LOOK, error.strip())), True)


@case
def destroying(world):
    """The small numbers of DestroySystem."""
    world.command(R, "app01", "replication-test-failover")
    name = next(name for name in world.virsh(R, "list", "--all", "--name").split("\n") if name.startswith("app01 "))
    for value, code, beginning, words, remedy in DESTROY:
        check_command(
            world, R, "app01", text_of("replication-test-cleanup"), f"fail-next-call {R} {value}",
            f"{beginning}'test-cleanup' of '{name}': host 'hv-replica': DestroySystem: {words} (return value {value}); {remedy}",
            code, value, name)
    world.command(R, "app01", "replication-test-cleanup")


@case
def changing(world):
    """The small numbers of ModifyResourceSettings."""
    for value, code, beginning, words, remedy in MODIFY:
        check_command(world, R, "app01", text_of("replication-set-test-switch"), f"fail-next-call {R} {value}",
                      f"{beginning}'set-test-switch' of 'app01': host 'hv-replica': ModifyResourceSettings: {words} "
                      f"(return value {value}); {remedy}", code, value)


@case
def services(world):
    """The small numbers of a service, which is the host's own matter."""
    for value, code, beginning, words, remedy in SERVICE:
        check_command(
            world, P, P, text_of("replication-service-request-state", state=3), f"fail-next-call {P} {value}",
            f"{beginning}'service-request-state': host 'hv-primary': RequestStateChange: {words} (return value {value}); {remedy}",
            code, value)
    for name, verb, method in (("replication-service-start", "service-start", "StartService"),
                               ("replication-service-stop", "service-stop", "StopService")):
        check_command(
            world, P, P, text_of(name), f"fail-next-call {P} 0",
            f"Operation not supported: '{verb}': host 'hv-primary': {method}: not supported (return value 1); {VMMS}", 84, 1)


if __name__ == "__main__":
    libvirt.registerErrorHandler(lambda _context, _error: None, None)
    sys.exit(tap.main(ErrorWorld))
