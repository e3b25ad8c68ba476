# command.py: methods that are commands of the daemon
#
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The signature of a method is the whole of it: its arguments are the command's, its type says how the answer is read."""

from __future__ import annotations

import functools
import inspect
import json
import typing
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import libvirt
import libvirt_qemu

from .codec import decode, encode
from .errors import new_error, translated
from .values import Call, Plan

P = ParamSpec("P")
T = TypeVar("T")


def send(domain: libvirt.virDomain, command: str, arguments: dict[str, Any]) -> Any:
    """A command and its answer, in JSON's types."""
    request = json.dumps({"execute": command, "arguments": encode(arguments)})
    with translated():
        answer = json.loads(libvirt_qemu.qemuMonitorCommand(domain, request, 0))
    if "return" in answer:
        return answer["return"]
    is_unknown = answer["error"]["class"] == "CommandNotFound"
    raise new_error(libvirt.VIR_ERR_NO_SUPPORT if is_unknown else libvirt.VIR_ERR_OPERATION_FAILED, answer["error"]["desc"])


class Addressee:
    """What commands are sent to; each call is one of them, and blocks until it has been answered."""

    domain: libvirt.virDomain

    def run(self, command: str, /, **arguments: Any) -> Any:
        """Any command by its own name, as query-commands lists them; the answer in JSON's types."""
        return send(self.domain, command, arguments)

    def get_plan(self, command: str, /, **arguments: Any) -> tuple[Call, ...]:
        """What a changing method would have the hosts do, by its name; nothing is changed."""
        name = getattr(getattr(self, command, None), "command", command)
        plan: Plan = decode(Plan, self.run(name, **arguments, dry_run=True))
        return plan.calls


def list_given(signature: inspect.Signature, arguments: dict[str, Any]) -> dict[str, Any]:
    """Arguments that say something, without self."""
    given = {}
    for name, parameter in list(signature.parameters.items())[1:]:
        if parameter.kind is parameter.VAR_KEYWORD:
            given.update(arguments.get(name, {}))
        elif name in arguments and arguments[name] != parameter.default:
            given[name] = arguments[name]
    return given


@functools.cache
def find_return_type(function: Callable[..., Any]) -> Any:
    """Not sooner than it is needed: what it names may stand below."""
    return typing.get_type_hints(function)["return"]


def command(name: str, *, read: Callable[[Any, Any], Any] | None = None,
            **fixed: Any) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a method of a signature: what equals its default is not sent, what is fixed always is.

    The answer is read as the return type says, or by read(self, answer).
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def method(*args: P.args, **kwargs: P.kwargs) -> T:
            arguments = signature.bind(*args, **kwargs).arguments
            addressee = arguments["self"]
            answer = addressee.run(name, **fixed, **list_given(signature, arguments))
            return typing.cast(T, read(addressee, answer) if read else decode(find_return_type(function), answer))

        method.command, method.fixed = name, fixed  # type: ignore[attr-defined]
        method.__doc__ = f"{inspect.getdoc(function)}\n\nIt sends {name}; commands.rst has its arguments and what it answers."
        return method

    return decorate
