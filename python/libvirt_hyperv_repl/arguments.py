# arguments.py: what the commands take
#
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Types of arguments; lists of settings that several commands take stand here once.

The test of this module compares all of them with the daemon's own table.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal, TypeAlias, TypedDict, Union

import libvirt

from .values import Point

PointLike: TypeAlias = Union[str, Point, libvirt.virDomainSnapshot]
Seconds: TypeAlias = Union[int, datetime.timedelta]
TimeOfDay: TypeAlias = Union[str, datetime.time]
Authentication: TypeAlias = Literal["kerberos", "certificate"]
StateName: TypeAlias = Literal[
    "disabled", "ready", "initial-replication", "replicating", "prepared", "failed-over", "committed", "suspended", "critical",
    "resync-required", "resynchronizing", "resync-suspended", "failing-over", "failing-back", "failed-back", "updating-disks",
    "disk-update-critical", "unknown", "repurposing", "prepared-for-sync", "prepared-for-group-reverse", "fire-drill"]
HealthName: TypeAlias = Literal["none", "ok", "warning", "critical", "unknown"]
RoleName: TypeAlias = Literal["none", "primary", "replica", "test", "extended", "unknown"]


class CopyArguments(TypedDict, total=False):
    """Settings of a relationship, without its destination."""

    port: int
    authentication: Authentication
    certificate_thumbprint: str
    compression: bool
    bypass_proxy: bool
    replicate_kvp: bool
    frequency: Seconds
    recovery_history: int
    consistent_interval: int  # hours
    auto_resync: bool
    auto_resync_start: TimeOfDay
    auto_resync_end: TimeOfDay
    write_order: bool
    included_disks: Iterable[str]
    provider: str
    additional_settings: str


class RelationshipArguments(CopyArguments, total=False):
    """Settings of a relationship."""

    replica_server: str


class AdapterArguments(TypedDict, total=False):
    """The addresses that the guest gets after a failover."""

    dhcp: bool
    addresses: Iterable[str]
    subnets: Iterable[str]
    gateways: Iterable[str]
    dns_servers: Iterable[str]


class ServiceArguments(TypedDict, total=False):
    """Settings of a host as replication server."""

    enabled: bool
    authentication: Literal["kerberos", "certificate", "both"]
    certificate_thumbprint: str
    http_port: int
    https_port: int
    monitoring_start: TimeOfDay  # UTC
    monitoring_interval: Seconds


class FilterArguments(TypedDict, total=False):
    """Only relationships that are like this."""

    replica_server: str
    primary_server: str
    state: StateName
    health: HealthName
    role: RoleName
    relationship: Literal["primary", "extended"]
    trust_group: str


class EntryFilterArguments(TypedDict, total=False):
    """Only authorization entries that are like this."""

    allowed_primary: str
    storage_location: str
    trust_group: str
