# host.py: a Hyper-V host as replication server
#
# SPDX-License-Identifier: LGPL-2.1-or-later

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Unpack

import libvirt

from .arguments import Authentication, EntryFilterArguments, FilterArguments, Seconds, ServiceArguments
from .command import Addressee, command
from .errors import DomainNotFoundError, _, new_error, translated
from .events import Event, event_deregister, event_register
from .values import (
    Certificate, Command, Entry, Host, HostOutcome, KnownHost, MachineRelationship, MachineStatistics, Operation, Service)

# No machine has it.
OWN_ID = 2**31 - 1


class ReplicationHost(Addressee):
    """The host that a connection leads to; its commands are addressed to its own domain.

    >>> host = ReplicationHost(libvirt.open("hyperv+unix:///hv-replica"))
    >>> host.get_service().settings.http_port
    80
    >>> [(found.domain, found.state) for found in host.get_replications(role="replica")]
    [('app01', 'replicating')]
    >>> outcome = host.modify_authorization("*", trust_group="second-site")
    >>> [entry.allowed_primary for entry in host.get_authorization(trust_group="second-site")]
    ['*']
    """

    def __init__(self, connection: libvirt.virConnect) -> None:
        self.connection = connection

    def __repr__(self) -> str:
        return f"<ReplicationHost {self.connection.getHostname()}>"

    @functools.cached_property
    def domain(self) -> libvirt.virDomain:
        """The host's own; it is listed nowhere, and its name need not be the host's."""
        try:
            with translated():
                return self.connection.lookupByID(OWN_ID)
        except DomainNotFoundError:
            raise new_error(libvirt.VIR_ERR_NO_SUPPORT, _("%s needs a connection to virthypervd") % type(self).__name__) from None

    # Reading ------------------------------------------------------------------
    @command("query-replication-service")
    def get_service(self) -> Service:
        """Show the settings and the authorization entries of the host as replication server."""

    @command("query-replication-service", format="xml")
    def get_service_xml_desc(self) -> str:
        """Show the settings and the authorization entries of the host as replication server."""

    @command("query-replication-authorization")
    def get_authorization(self, **only: Unpack[EntryFilterArguments]) -> list[Entry]:
        """List who may replicate to this host."""

    @command("query-replications")
    def get_replications(self, **only: Unpack[FilterArguments]) -> list[MachineRelationship]:
        """List the relationships of all machines."""

    @command("query-replication-statistics")
    def get_statistics(self, **only: Unpack[FilterArguments]) -> list[MachineStatistics]:
        """Show how replication went, for each relationship of all machines."""

    @command("query-system-certificates")
    def get_certificates(self) -> list[Certificate]:
        """List the certificates that replication could use."""

    @command("query-host")
    def get_host(self) -> Host:
        """Show the host, how it is watched, and how many requests it was sent."""

    @command("query-hosts")
    def get_hosts(self) -> list[KnownHost]:
        """List the hosts that this daemon knows."""

    @command("query-operations")
    def get_operations(self, *, limit: int | None = None) -> list[Operation]:
        """Show what was changed lately, the last first, and what became of it."""

    @command("query-commands")
    def get_commands(self) -> list[Command]:
        """List these commands with their arguments."""

    @command("refresh")
    def refresh(self) -> None:
        """Read everything from the host now."""

    # Changing -----------------------------------------------------------------
    @command("replication-service-modify")
    def modify_service(self, *, document: str | None = None, wait: bool = True, timeout: Seconds | None = None,
                       **settings: Unpack[ServiceArguments]) -> HostOutcome:
        """Change the host's settings as replication server."""

    @command("replication-authorization-add")
    def add_authorization(self, allowed_primary: str, storage_location: str, trust_group: str, *, wait: bool = True,
                          timeout: Seconds | None = None) -> HostOutcome:
        """Allow a server to replicate to this host."""

    @command("replication-authorization-modify")
    def modify_authorization(self, allowed_primary: str, *, storage_location: str | None = None, trust_group: str | None = None,
                             wait: bool = True, timeout: Seconds | None = None) -> HostOutcome:
        """Change an authorization entry; disks that exist stay where they are."""

    @command("replication-authorization-remove")
    def remove_authorization(self, allowed_primary: str | None = None, *, trust_group: str | None = None, reason: str | None = None,
                             wait: bool = True, timeout: Seconds | None = None) -> HostOutcome:
        """Remove an authorization entry, or all of a trust group; machines bound to it stop replicating."""

    @command("replication-test-connection")
    def test_connection(self, replica_server: str, *, port: int | None = None, authentication: Authentication | None = None,
                        certificate_thumbprint: str | None = None, bypass_proxy: bool | None = None, wait: bool = True,
                        timeout: Seconds | None = None) -> HostOutcome:
        """Try whether this host could replicate to a replica server."""

    @command("replication-service-start")
    def start_service(self, *, wait: bool = True, timeout: Seconds | None = None) -> HostOutcome:
        """Start the replication service."""

    @command("replication-service-stop")
    def stop_service(self, *, reason: str | None = None, wait: bool = True, timeout: Seconds | None = None) -> HostOutcome:
        """Stop the replication service."""

    @command("replication-service-request-state")
    def request_service_state(self, state: int, *, wait: bool = True, timeout: Seconds | None = None) -> HostOutcome:
        """Ask the replication service to change its state."""

    # Being told ---------------------------------------------------------------
    def event_register(self, callback: Callable[[Event], object], domain: libvirt.virDomain | None = None,
                       kind: type[Event] = Event) -> int:
        """Have events of a kind told, of one domain or of all; returns what event_deregister() takes."""
        return event_register(self.connection, callback, domain, kind)

    def event_deregister(self, callback_id: int) -> None:
        """Have no more events told to that callback."""
        event_deregister(self.connection, callback_id)
