# codec.py: the daemon's JSON as Python's values, and back
#
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A dataclass is its own schema: a field is a member of that name with hyphens, its type hint says what stands there."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import types
import typing
from collections.abc import Mapping
from typing import Any

import libvirt


def kebab(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def parse_time(text: str) -> datetime.datetime:
    """RFC 3339."""
    return datetime.datetime.fromisoformat(text)


@functools.cache
def fields_of(cls: type) -> tuple[tuple[str, str, Any], ...]:
    """(attribute, member, type) of each field."""
    hints = typing.get_type_hints(cls)
    return tuple((field.name, kebab(field.name), hints[field.name]) for field in dataclasses.fields(cls))


def decode(kind: Any, value: Any) -> Any:
    """JSON as the type that is hinted; members that nobody has heard of are left out."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return None if value is None else decode(next(k for k in arguments if k is not type(None)), value)
    if origin in (tuple, list):
        return origin(decode(arguments[0], element) for element in value)
    if dataclasses.is_dataclass(kind):
        return kind(**{name: decode(hint, value[member]) for name, member, hint in fields_of(typing.cast(type, kind)) if member in value})
    if kind is datetime.datetime:
        return parse_time(value) if value else None
    return value if kind is not type(None) else None


def encode(value: Any) -> Any:
    """An argument as JSON has it."""
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise ValueError(f"{value} needs a time zone")
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime.timedelta):
        return int(value.total_seconds())
    if isinstance(value, libvirt.virDomainSnapshot):
        return value.getName()
    if dataclasses.is_dataclass(value):
        return value.name
    if isinstance(value, (str, int)) or value is None:
        return value
    if isinstance(value, Mapping):
        return {kebab(name): encode(element) for name, element in value.items()}
    return [encode(element) for element in value]
