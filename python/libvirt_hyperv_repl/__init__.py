# __init__.py: Hyper-V replication over libvirt
#
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Hyper-V replication over libvirt: verbs and queries as methods, answers as dataclasses, events for asyncio.

It stands on python3-libvirt alone: any connection to virthypervd that libvirt can open will do.

>>> import libvirt
>>> from libvirt_hyperv_repl import Replication
>>> connection = libvirt.open("hyperv+unix:///hv-primary")
>>> web = Replication(connection.lookupByName("web01"))
>>> web.enable("hv-replica", recovery_history=4, frequency=300).state
'ready'
>>> web.start().state
'replicating'
>>> web.get_state().relationships[0].settings.recovery_history
4
"""

from .arguments import PointLike, Seconds, TimeOfDay
from .errors import (
    BusyError, CancelledError, ConfigurationError, DeadlineError, DeniedError, DocumentError, DomainNotFoundError,
    InvalidArgumentError, JobFailedError, OutcomeUnknownError, PointNotFoundError, ReplicationError, RiskyError, StateError,
    UnauthenticatedError, UnreachableError, UnsupportedError)
from .events import (
    Event, EventStream, FailoverForcedEvent, HealthEvent, JobEvent, LegEvent, PointAddedEvent, PointEvent, PointRemovedEvent,
    StateEvent, event_deregister, event_register, replication_events, start_event_loop)
from .host import ReplicationHost
from .replication import Replication
from .values import (
    Adapter, AdapterSettings, Argument, Call, Certificate, Cleanup, Command, Entry, Finding, Host, HostOutcome, Issue, Job,
    Jobs, KnownHost, Machine, MachineRelationship, MachineStatistics, Member, Operation, Outcome, Partner, Plan, Point,
    Readiness, Relationship, RelationshipFacts, Service, ServiceSettings, Settings, State, Statistics)

__all__ = [
    "Adapter", "AdapterSettings", "Argument", "BusyError", "Call", "CancelledError", "Certificate", "Cleanup",
    "Command", "ConfigurationError", "DeadlineError", "DeniedError", "DocumentError", "DomainNotFoundError", "Entry",
    "Event", "EventStream", "FailoverForcedEvent", "Finding", "HealthEvent", "Host", "HostOutcome",
    "InvalidArgumentError", "Issue", "Job", "JobEvent", "JobFailedError", "Jobs", "KnownHost", "LegEvent", "Machine",
    "MachineRelationship", "MachineStatistics", "Member", "Operation", "Outcome", "OutcomeUnknownError", "Partner",
    "Plan", "Point", "PointAddedEvent", "PointEvent", "PointLike", "PointNotFoundError", "PointRemovedEvent",
    "Readiness", "Relationship", "RelationshipFacts", "Replication", "ReplicationError", "ReplicationHost",
    "RiskyError", "Seconds", "Service", "ServiceSettings", "Settings", "State", "StateError", "StateEvent",
    "Statistics", "TimeOfDay", "UnauthenticatedError", "UnreachableError", "UnsupportedError", "event_deregister",
    "event_register", "replication_events", "start_event_loop"]
