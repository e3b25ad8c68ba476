# test_sending.py: every argument of every method reaches the daemon under its name, and nothing else does
#
# SPDX-License-Identifier: LGPL-2.1-or-later

import contextlib
import dataclasses
import datetime
import inspect
import sys
import types
import typing
from collections.abc import Iterable

import tap
from libvirt_hyperv_repl import PointLike, Replication, ReplicationHost, Seconds, TimeOfDay
from libvirt_hyperv_repl.codec import encode, fields_of, kebab
from tap import case, equal

NOON = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.timezone.utc)
# Type to what is given, and what is sent for it.
SAMPLES = {bool: (True, True), int: (7, 7), str: ("word", "word"), Iterable[str]: (("a", "b"), ["a", "b"]), PointLike: ("rp-1", "rp-1"),
           datetime.datetime: (NOON, "2026-05-01T12:00:00Z"), Seconds: (datetime.timedelta(minutes=2), 120),
           TimeOfDay: (datetime.time(7, 30), "07:30")}
# Where the sample is the default.
OTHERS = {"wait": (False, False)}


def answer_for(hint):
    """The least that can be answered."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType) or hint is types.NoneType:
        return None
    if origin in (list, tuple):
        return [answer_for(arguments[0])] if origin is list else []
    if dataclasses.is_dataclass(hint):
        return {member: answer_for(kind) for _name, member, kind in fields_of(hint)}
    return {str: "word", int: 7, bool: True, datetime.datetime: "2026-05-01T12:00:00Z"}.get(hint, {})


def sample_for(name, hint):
    kinds = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
    if len(kinds) < len(typing.get_args(hint)):
        hint = typing.Union[tuple(kinds)]
    if typing.get_origin(hint) is typing.Literal:
        return typing.get_args(hint)[0], typing.get_args(hint)[0]
    return OTHERS.get(name, SAMPLES.get(hint))


def samples_of(function):
    """(name, given, sent) of all arguments."""
    hints = typing.get_type_hints(function)
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if parameter.kind is parameter.VAR_KEYWORD:
            rows = typing.get_type_hints(typing.get_args(hints[name])[0])
            yield from ((key, *sample_for(key, hint)) for key, hint in rows.items())
        else:
            yield (name, *sample_for(name, hints[name]))


def is_needed(parameter):
    return parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD


def record(cls, answer):
    """An object of the class that keeps what it would send."""
    class Recorder(cls):
        def __init__(self):
            self.sent = []

        def run(self, command, /, **arguments):
            self.sent.append((command, encode(arguments)))
            return answer

    return Recorder()


def try_methods(names_of, more_of=lambda parameters: {}):
    """Call each with samples of the arguments that are named, and with more that must not be sent."""
    for cls in Replication, ReplicationHost:
        for name, function in inspect.getmembers(cls, inspect.isfunction):
            if not hasattr(function, "command"):
                continue
            parameters = list(inspect.signature(function).parameters.values())[1:]
            samples = [row for row in samples_of(function) if row[0] in names_of(function, parameters)]
            hint = typing.get_type_hints(function)["return"]
            recorder = record(cls, {"test-machine": None} if name == "test_failover" else answer_for(hint))
            getattr(recorder, name)(**{key: given for key, given, _sent in samples}, **more_of(parameters))
            wanted = {**function.fixed, **{kebab(key): sent for key, _given, sent in samples}}
            equal((name, recorder.sent), (name, [(function.command, wanted)]))


@case
def everything(_world):
    """All arguments at once."""
    try_methods(lambda function, _parameters: {name for name, _given, _sent in samples_of(function)})


@case
def nothing(_world):
    """Only what must be given."""
    try_methods(lambda _function, parameters: {parameter.name for parameter in parameters if is_needed(parameter)})


@case
def defaults(_world):
    """What says no more than the default is not sent."""
    try_methods(lambda _function, parameters: {parameter.name for parameter in parameters if is_needed(parameter)},
                lambda parameters: {parameter.name: parameter.default for parameter in parameters
                                    if parameter.default is not parameter.empty})


@case
def plans(_world):
    """A plan is the method's command with its arguments, and dry-run."""
    recorder = record(Replication, {"calls": []})
    equal(recorder.get_plan("failover", point="rp-1", force=False), ())
    equal(recorder.get_plan("replication-suspend"), ())
    equal(recorder.sent, [("replication-failover", {"point": "rp-1", "force": False, "dry-run": True}),
                          ("replication-suspend", {"dry-run": True})])


if __name__ == "__main__":
    class NoWorld(contextlib.nullcontext):
        def __enter__(self):
            return self

        @staticmethod
        def logs():
            return ""
    sys.exit(tap.main(NoWorld))
