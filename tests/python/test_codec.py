# test_codec.py: JSON as Python's values and back, metadata like answers, libvirt's errors as ours
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import contextlib
import datetime
import sys

import libvirt

import libvirt_hyperv_repl as module
import tap
from libvirt_hyperv_repl import errors, metadata
from libvirt_hyperv_repl.codec import decode, encode
from libvirt_hyperv_repl.events import read_events
from tap import case, equal

UTC = datetime.timezone.utc
NOON = datetime.datetime(2026, 5, 1, 12, tzinfo=UTC)
POINT = module.Point(name="rp-1", kind="standard", created=NOON, title="")
LEG = {"index": 0, "state": "unknown", "state-number": 4711, "health": "ok", "health-number": 1, "settings": {}}

ENCODED = [
    ("rp-1", "rp-1"), (True, True), (300, 300), (POINT, "rp-1"), (NOON, "2026-05-01T12:00:00Z"),
    (datetime.datetime(2026, 5, 1, 14, tzinfo=datetime.timezone(datetime.timedelta(hours=2))), "2026-05-01T12:00:00Z"),
    (datetime.time(18, 30), "18:30"), (datetime.timedelta(minutes=5), 300), (("a", "b"), ["a", "b"]), ({"a"}, ["a"]),
    ((word for word in ("a", "b")), ["a", "b"]),
    ({"class_": 1, "start_time": NOON}, {"class": 1, "start-time": "2026-05-01T12:00:00Z"}),
]

XML = """<r:replication xmlns:r="https://libvirt.org/schemas/domain/hyperv/replication/1.0">
  <r:role number="2">replica</r:role>
  <r:forced>test</r:forced>
  <r:relationship kind="primary">
    <r:state number="4711">unknown</r:state>
    <r:health number="2">warning</r:health>
    <r:failed-over>planned</r:failed-over>
    <r:last-replication kind="standard">2026-05-01T12:00:00Z</r:last-replication>
    <r:settings>
      <r:port>80</r:port>
      <r:compression>no</r:compression>
      <r:auto-resync-start>unknown</r:auto-resync-start>
      <r:included-disks>C:\\a.vhdx</r:included-disks>
      <r:included-disks>C:\\b.vhdx</r:included-disks>
    </r:settings>
  </r:relationship>
  <r:relationship kind="extended">
    <r:state number="1">ready</r:state>
    <r:health number="1">ok</r:health>
    <r:settings/>
  </r:relationship>
  <r:recoverypoint name="rp-1" kind="standard"><r:created>2026-05-01T12:00:00Z</r:created><r:title/></r:recoverypoint>
</r:replication>"""


def state_change(**words):
    return {"index": 0, "mode": "primary", "previous-mode": "primary", "state": "replicating", "state-number": 3,
            "previous-state": "replicating", "health": "ok", "health-number": 1, "previous-health": "ok",
            **{name.replace("_", "-"): value for name, value in words.items()}}


# What a message says, and the events that it is.
MESSAGES = [
    ("state", state_change(previous_state="ready"), ["StateEvent"]),
    ("health", state_change(previous_health="warning"), ["HealthEvent"]),
    ("both", state_change(previous_state="critical", previous_health="critical"), ["HealthEvent", "StateEvent"]),
    ("role", state_change(previous_mode="replica"), ["StateEvent"]),
    ("role-and-health", state_change(previous_mode="replica", previous_health="warning"), ["HealthEvent", "StateEvent"]),
    ("unknown-to-unknown", state_change(), ["StateEvent"]),
]

# Code, exception, and what its parent promises.
ERRORS = [
    (libvirt.VIR_ERR_OPERATION_INVALID, module.StateError), (libvirt.VIR_ERR_RESOURCE_BUSY, module.BusyError),
    (libvirt.VIR_ERR_NO_DOMAIN_SNAPSHOT, module.PointNotFoundError), (libvirt.VIR_ERR_RPC, module.OutcomeUnknownError),
    (libvirt.VIR_ERR_OPERATION_TIMEOUT, module.DeadlineError), (libvirt.VIR_ERR_OPERATION_DENIED, module.DeniedError),
    (libvirt.VIR_ERR_NO_CONNECT, module.UnreachableError), (libvirt.VIR_ERR_INVALID_ARG, module.InvalidArgumentError),
    (libvirt.VIR_ERR_NO_SUPPORT, module.UnsupportedError), (libvirt.VIR_ERR_NO_MEMORY, module.ReplicationError),
]


@case
def arguments(_world):
    """Arguments are what JSON has for them."""
    for value, wanted in ENCODED:
        equal(encode(value), wanted)


@case
def naive(_world):
    """A time without a zone is refused, rather than guessed."""
    try:
        encode(datetime.datetime(2026, 5, 1))
    except ValueError as error:
        equal(str(error), "2026-05-01 00:00:00 needs a time zone")
    else:
        raise AssertionError("it was taken")


@case
def answers(_world):
    """Members that nobody has heard of are left out, those that are not there are None, an unknown state keeps its number."""
    state = decode(module.State, {"role": "replica", "role-number": 2, "news": {"x": 1}, "relationships": [LEG]})
    leg = state.relationships[0]
    equal((state.state, leg.state_number, state.reachable, leg.last_apply), ("unknown", 4711, None, None))
    equal(decode(list[module.Point], [{"name": "rp-1", "kind": "standard", "created": "2026-05-01T14:00:00+02:00", "title": ""}]), [POINT])
    equal(decode(module.Jobs, {"running": None, "last": None}), module.Jobs())
    equal(decode(module.Call, {"class": "Msvm_ReplicationService", "host": "h", "object": "o", "method": "m", "arguments": {"A": [1]}}),
          module.Call(host="h", class_="Msvm_ReplicationService", object="o", method="m", arguments={"A": [1]}))
    equal((decode(type(None), None), decode(str, "<x/>"), module.State(role="none", role_number=0).state), (None, "<x/>", "disabled"))


@case
def incomplete(_world):
    """An answer that lacks what is always there is no value of ours."""
    try:
        decode(module.Point, {"name": "rp-1"})
    except TypeError:
        return
    raise AssertionError("half a point")


@case
def document(_world):
    """The metadata's element gives what the command would answer."""
    root = metadata.ElementTree.fromstring(XML)
    state = decode(module.State, metadata.parse_state(root))
    first, second = state.relationships
    equal((state.role, state.role_number, state.forced, state.reachable), ("replica", 2, "test", None))
    equal((first.index, first.state, first.state_number, first.health), (0, "unknown", 4711, "warning"))
    equal((first.failed_over_kind, first.last_kind, first.last_replication, first.last_apply), ("planned", "standard", NOON, None))
    equal(first.settings, module.Settings(port=80, compression=False, auto_resync_start="unknown",
                                          included_disks=("C:\\a.vhdx", "C:\\b.vhdx")))
    equal((second.index, second.state, second.last_kind, second.settings), (1, "ready", "none", module.Settings()))
    equal(decode(list[module.Point], metadata.parse_points(root)), [POINT])


@case
def events(_world):
    """What has changed decides which event it is, and what is unknown is none."""
    for name, details, wanted in MESSAGES:
        equal((name, [type(event).__name__ for event in read_events(None, "REPLICATION_STATE_CHANGE", NOON, details)]), (name, wanted))
    equal(read_events(None, "REPLICATION_NEWS", NOON, {}), [])
    [event] = read_events(None, "REPLICATION_POINT_REMOVED", NOON, {"name": "rp-1", "kind": "standard", "created": "2026-05-01T12:00:00Z"})
    equal((type(event), event.name, event.time, event.created), (module.PointRemovedEvent, "rp-1", NOON, NOON))


@case
def codes(_world):
    """Each code is an exception of its own, and libvirt's at the same time."""
    for code, kind in ERRORS:
        found = errors.new_error(code, "text")
        equal((type(found), str(found), found.get_error_code(), found.get_error_domain(), isinstance(found, libvirt.libvirtError)),
              (kind, "text", code, libvirt.VIR_FROM_HYPERV, True))
    equal(issubclass(module.DeadlineError, module.OutcomeUnknownError), True)


@case
def details(_world):
    """What the host said stays with the error; -1 is nothing, and large numbers are not negative."""
    found = libvirt.libvirtError("x")
    found.err = (libvirt.VIR_ERR_OPERATION_FAILED, 1, "x", 2, "%s", "x", "hv-primary", 32775, -2144108103)
    try:
        with errors.translated():
            raise found
    except module.JobFailedError as error:
        equal((error.host, error.wmi_value, error.fault_code), ("hv-primary", 32775, 0x803381B9))
    equal((errors.new_error(1, "x").wmi_value, errors.number_of(0), errors.number_of(None)), (None, None, None))


if __name__ == "__main__":
    class NoWorld(contextlib.nullcontext):
        def logs(self):
            return ""

        def __enter__(self):
            return self
    sys.exit(tap.main(NoWorld))
