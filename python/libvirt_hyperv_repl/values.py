# values.py: what the daemon answers, as dataclasses
#
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Members of the answers by their own names.

Hosts know numbers that nobody has heard of: such a state is called "unknown", and its number stands beside it.  What is None
was not in the answer.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

frozen = dataclass(frozen=True, kw_only=True)


@frozen
class Settings:
    """What an administrator sets, of one relationship; replica_host to primary_host are only shown."""

    replica_server: str | None = None
    replica_host: str | None = None
    primary_server: str | None = None
    primary_host: str | None = None
    port: int | None = None
    authentication: str | None = None
    certificate_thumbprint: str | None = None
    root_certificate_thumbprint: str | None = None
    compression: bool | None = None
    bypass_proxy: bool | None = None
    replicate_kvp: bool | None = None
    frequency: int | None = None  # seconds
    recovery_history: int | None = None  # hourly points
    consistent_interval: int | None = None  # hours
    auto_resync: bool | None = None
    auto_resync_start: str | None = None  # the host's local time
    auto_resync_end: str | None = None
    write_order: bool | None = None
    included_disks: tuple[str, ...] = ()
    provider: str | None = None
    additional_settings: str | None = None


@frozen
class Partner:
    """The host at the other end; host and reachable only if this daemon has seen it."""

    server: str
    host: str | None = None
    reachable: bool | None = None


@frozen
class RelationshipFacts:
    """What is known of replication to one place."""

    state: str
    state_number: int
    health: str
    health_number: int
    failed_over_kind: str | None = None
    last_kind: str | None = None
    last_replication: datetime.datetime | None = None
    last_apply: datetime.datetime | None = None
    last_consistent: datetime.datetime | None = None
    rpo_seconds: int | None = None  # how long ago the last replication was, by the host's clock
    partner: Partner | None = None
    settings: Settings


@frozen
class Relationship(RelationshipFacts):
    """One of a machine's; index 0 is the primary relationship, 1 the extended one."""

    index: int = 0


@frozen
class Issue:
    """Why all is not well, and what to do about it."""

    text: str
    remedy: str


@frozen
class State:
    """Role, states, health and settings of a machine's replication."""

    role: str
    role_number: int
    forced: str | None = None  # why a failover was forced
    reachable: bool | None = None  # whether the host answered when it was asked last
    relationships: tuple[Relationship, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def state(self) -> str:
        """Of the primary relationship; "disabled" without one."""
        return self.relationships[0].state if self.relationships else "disabled"

    @property
    def health(self) -> str:
        """Of the primary relationship; "none" without one."""
        return self.relationships[0].health if self.relationships else "none"


@frozen
class Point:
    """A recovery point; its name is that of the snapshot."""

    name: str
    kind: str
    created: datetime.datetime | None = None
    title: str
    id: str | None = None


@frozen
class Statistics:
    """How replication went since the monitoring interval began: bytes and seconds."""

    start: datetime.datetime | None = None
    end: datetime.datetime | None = None
    successes: int
    misses: int
    network_failures: int
    replication_failures: int
    consistent_failures: int
    size: int
    average_size: int
    maximum_size: int
    pending_size: int
    average_latency: int
    maximum_latency: int
    health: str
    health_number: int
    issues: tuple[str, ...] = ()
    last_test_failover: datetime.datetime | None = None


@frozen
class Job:
    """A job of the host."""

    id: str
    kind: str
    phase: str | None = None
    phase_title: str | None = None
    reason: str | None = None
    status: str
    percent: int
    elapsed_ms: int
    remaining_ms: int
    cancellable: bool
    error: str | None = None


@frozen
class Jobs:
    """The running job and the one that ended last."""

    running: Job | None = None
    last: Job | None = None


@frozen
class Machine:
    """A virtual machine's name and UUID."""

    name: str
    uuid: str


@frozen
class Outcome:
    """What came of a change: the state that the machine is in now, and the job."""

    role: str
    role_number: int
    state: str
    state_number: int
    health: str
    health_number: int
    job: Job | None = None


@frozen
class HostOutcome:
    """What came of a change of a host: the job."""

    job: Job | None = None


@frozen
class Cleanup:
    """The test machines that are gone."""

    removed: tuple[Machine, ...] = ()


@frozen
class AdapterSettings:
    """The addresses that the guest gets after a failover."""

    dhcp: bool | None = None
    addresses: tuple[str, ...] = ()
    subnets: tuple[str, ...] = ()
    gateways: tuple[str, ...] = ()
    dns_servers: tuple[str, ...] = ()


@frozen
class Adapter:
    """A network adapter, after failover and in test failover."""

    name: str
    mac: str
    id: str
    settings: AdapterSettings
    test_switch: str | None = None
    test_pool: str | None = None


@frozen
class MachineRelationship(RelationshipFacts):
    """A relationship, with the machine that it is of."""

    domain: str
    uuid: str
    role: str
    role_number: int
    relationship: str  # "primary" or "extended"


@frozen
class MachineStatistics(MachineRelationship):
    """A relationship, with how its replication went; or with the error why nobody knows."""

    statistics: Statistics | None = None
    error: str | None = None


@frozen
class ServiceSettings:
    """The settings of a host as replication server."""

    enabled: bool | None = None
    authentication: str | None = None
    certificate_thumbprint: str | None = None
    http_port: int | None = None
    https_port: int | None = None
    monitoring_start: str | None = None  # UTC
    monitoring_interval: int | None = None  # seconds


@frozen
class Entry:
    """Who may replicate to a host, and where the replicas lie."""

    allowed_primary: str
    storage_location: str | None = None
    trust_group: str | None = None


@frozen
class Service:
    """A host as replication server."""

    settings: ServiceSettings
    authorization: tuple[Entry, ...] = ()
    listening: bool | None = None


@frozen
class Certificate:
    """A certificate that replication could use; encoded is its DER in base 64."""

    thumbprint: str
    subject: str | None = None
    issuer: str | None = None
    not_before: datetime.datetime | None = None
    not_after: datetime.datetime | None = None
    encoded: str


@frozen
class Host:
    """A Hyper-V host, how it is watched, and how many requests it was sent."""

    name: str
    address: str
    hostname: str
    version: str | None = None
    reachable: bool
    unreachable_since: datetime.datetime | None = None
    unreachable_reason: str | None = None
    authentication: str
    sealed: bool
    clock_skew_seconds: int | None = None
    events: str
    events_reason: str | None = None
    requests: int
    domains: int


@frozen
class KnownHost:
    """A host of hosts.conf; of one that nobody has asked for since the daemon started, only name and address are known."""

    open: bool
    name: str
    address: str
    hostname: str | None = None
    version: str | None = None
    reachable: bool | None = None
    unreachable_since: datetime.datetime | None = None
    unreachable_reason: str | None = None
    clock_skew_seconds: int | None = None
    events: str | None = None
    domains: int | None = None


@frozen
class Operation:
    """Something that was changed lately, and what became of it."""

    id: str
    type: str
    name: str | None = None
    domain: str | None = None
    host: str | None = None
    target: str | None = None
    phase: str
    step: str | None = None
    request: str | None = None
    job: str | None = None
    began: datetime.datetime | None = None
    changed: datetime.datetime | None = None
    interrupted: bool
    message: str | None = None
    reason: str | None = None


@frozen
class Argument:
    """An argument of a command."""

    name: str
    type: str
    required: bool
    summary: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    unit: str | None = None
    choices: tuple[str, ...] = ()


@frozen
class Member:
    """A member of a command's answer."""

    name: str
    type: str
    always: bool
    nullable: bool = False
    unit: str | None = None
    summary: str
    subject: str | None = None  # whose settings it has
    members: tuple[Member, ...] = ()


@frozen
class Command:
    """A command of the daemon, and what it answers."""

    name: str
    scope: str
    access: str
    right: str
    summary: str
    method: str | None = None
    extended_method: str | None = None
    arguments: tuple[Argument, ...] = ()
    answer_type: str
    answer_subject: str | None = None
    answer: tuple[Member, ...] = ()


@frozen
class Call:
    """A call of WMI that a command would make."""

    host: str
    class_: str
    object: str
    method: str
    arguments: dict[str, Any]


@frozen
class Plan:
    """The calls that a command would make, in order."""

    calls: tuple[Call, ...] = ()


@frozen
class Finding:
    """What stands for or against a planned failover; severity is "ok", "warning" or "blocking"."""

    host: str
    severity: str
    text: str
    remedy: str | None = None


@frozen
class Readiness:
    """Whether a planned failover could begin, and what it would do."""

    ready: bool
    findings: tuple[Finding, ...] = ()
    calls: tuple[Call, ...] = ()
