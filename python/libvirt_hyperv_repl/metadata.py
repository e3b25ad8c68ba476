# metadata.py: a machine's replication as its domain's metadata shows it
#
# SPDX-License-Identifier: LGPL-2.1-or-later
"""libvirt's client sends no command on a read-only connection; what the metadata element has answers two of them all the same."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import libvirt

from .codec import fields_of
from .errors import translated
from .values import Settings

NAMESPACE = "https://libvirt.org/schemas/domain/hyperv/replication/1.0"
NAMES = {"": NAMESPACE}


def read_text(domain: libvirt.virDomain) -> str:
    with translated():
        return typing.cast(str, domain.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, NAMESPACE))


def parse_named(parent: ElementTree.Element, name: str) -> dict[str, Any]:
    """A word with the host's number beside it."""
    element = parent.find(name, NAMES)
    return {} if element is None else {name: element.text, name + "-number": int(element.get("number", "0"))}


def parse_setting(hint: Any, texts: list[str]) -> Any:
    if typing.get_origin(hint) is tuple:
        return texts
    kind = next(k for k in typing.get_args(hint) if k is not types.NoneType)
    return texts[0] == "yes" if kind is bool else kind(texts[0])


def parse_settings(element: ElementTree.Element) -> dict[str, Any]:
    found = {member: (hint, [e.text or "" for e in element.findall(member, NAMES)]) for _name, member, hint in fields_of(Settings)}
    return {member: parse_setting(hint, texts) for member, (hint, texts) in found.items() if texts}


def parse_relationship(element: ElementTree.Element) -> dict[str, Any]:
    last = element.find("last-replication", NAMES)
    settings = element.find("settings", NAMES)
    return {
        "index": int(element.get("kind") == "extended"),
        **parse_named(element, "state"), **parse_named(element, "health"),
        "failed-over-kind": element.findtext("failed-over", "none", NAMES),
        "last-kind": "none" if last is None else last.get("kind"),
        **{name: element.findtext(name, None, NAMES) for name in ("last-replication", "last-apply", "last-consistent")},
        "settings": {} if settings is None else parse_settings(settings),
    }


def parse_state(root: ElementTree.Element) -> dict[str, Any]:
    return {**parse_named(root, "role"), "forced": root.findtext("forced", None, NAMES),
            "relationships": [parse_relationship(element) for element in root.findall("relationship", NAMES)]}


def parse_points(root: ElementTree.Element) -> list[dict[str, Any]]:
    return [{"name": element.get("name"), "kind": element.get("kind"), "created": element.findtext("created", None, NAMES),
             "title": element.findtext("title", "", NAMES)} for element in root.findall("recoverypoint", NAMES)]


# Command to what answers it instead.
READERS: dict[str, Callable[[ElementTree.Element], Any]] = {
    "query-replication": parse_state,
    "query-recovery-points": parse_points,
}


def answer(domain: libvirt.virDomain, command: str, arguments: dict[str, Any]) -> Any:
    """The command's answer, as the daemon would give it."""
    text = read_text(domain)
    return text if arguments.get("format") == "xml" else READERS[command](ElementTree.fromstring(text))
