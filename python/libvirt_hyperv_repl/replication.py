# replication.py: the replication of one virtual machine
#
# SPDX-License-Identifier: LGPL-2.1-or-later

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Literal, Unpack

import libvirt

from . import metadata
from .arguments import AdapterArguments, CopyArguments, PointLike, RelationshipArguments, Seconds
from .command import Addressee, command
from .errors import DeniedError, _, new_error, translated
from .values import Adapter, Cleanup, Jobs, Outcome, Point, Readiness, State, Statistics

MOVE = libvirt.VIR_MIGRATE_PERSIST_DEST


def open_test(replica: Replication, answer: dict[str, Any]) -> Replication | None:
    """The machine that a test failover has made, if it has by now."""
    if answer["test-machine"] is None:
        return None
    with translated():
        return Replication(replica.domain.connect().lookupByUUIDString(answer["test-machine"]["uuid"]))


class Replication(Addressee):
    """The replication of a machine, on the host that its domain is of.

    Every method is a command of the daemon, addressed to the domain.  Changing ones return when the job has ended;
    with wait=False when it has begun, and after timeout without waiting on.  With extended=True they are about the
    extended relationship.  They raise ReplicationError, and nothing else of libvirt's.

    >>> connection = libvirt.open("hyperv+unix:///hv-replica")
    >>> app = Replication(connection.lookupByName("app01"))
    >>> app.get_state().role
    'replica'
    >>> app.failover(point=app.get_points()[-2]).state
    'failed-over'
    >>> app.failover()
    Traceback (most recent call last):
    libvirt_hyperv_repl.errors.StateError: Requested operation is not valid: ...
    >>> app.revert().state
    'replicating'
    """

    def __init__(self, domain: libvirt.virDomain) -> None:
        self.domain = domain

    def __repr__(self) -> str:
        return f"<Replication of {self.domain.name()}>"

    def run(self, command: str, /, **arguments: Any) -> Any:
        """Any command by its own name, as query-commands lists them; the answer in JSON's types."""
        try:
            return super().run(command, **arguments)
        except DeniedError:
            if command not in metadata.READERS:
                raise
            return metadata.answer(self.domain, command, arguments)

    # Reading ------------------------------------------------------------------
    @command("query-replication")
    def get_state(self) -> State:
        """Show role, state, health and settings of the machine's replication."""

    @command("query-replication", format="xml")
    def get_xml_desc(self) -> str:
        """Show role, state, health and settings of the machine's replication."""

    @command("query-recovery-points")
    def get_points(self) -> list[Point]:
        """List the recovery points, oldest first."""

    @command("query-replication-statistics")
    def get_statistics(self, *, extended: bool = False) -> Statistics:
        """Show how replication went since the monitoring interval began."""

    @command("query-failover-network")
    def get_network(self) -> list[Adapter]:
        """Show the network adapters' settings after failover and in test failover."""

    @command("query-failover-network", format="xml")
    def get_network_xml_desc(self) -> str:
        """Show the network adapters' settings after failover and in test failover."""

    @command("query-job")
    def get_job(self) -> Jobs:
        """Show the running job and the one that ended last."""

    @command("query-planned-failover")
    def get_planned_failover(self, destination: str | None = None, *, shutdown: bool = False) -> Readiness:
        """Show whether the machine can be moved to its replica, what stands in the way, and the calls that moving it would make."""

    def list_points(self) -> list[libvirt.virDomainSnapshot]:
        """The recovery points as libvirt's snapshots, oldest first."""
        with translated():
            snapshots = {snapshot.getName(): snapshot for snapshot in self.domain.listAllSnapshots()}
        return [snapshots[point.name] for point in self.get_points() if point.name in snapshots]

    def point_lookup_by_time(self, time: datetime.datetime, *, before: bool = False) -> Point:
        """The recovery point nearest to a time; with before, the last one that is not after it.

        >>> app = Replication(libvirt.open("hyperv+unix:///hv-replica").lookupByName("app01"))
        >>> app.point_lookup_by_time(datetime.datetime(2026, 5, 1, 1, 50, tzinfo=datetime.timezone.utc)).name
        'rp-2026-05-01T02:00:00Z'
        >>> app.point_lookup_by_time(datetime.datetime(2026, 5, 1, 1, 50, tzinfo=datetime.timezone.utc), before=True).name
        'rp-2026-05-01T01:00:00Z'
        """
        points = [(point.created, point) for point in self.get_points() if point.created and not (before and point.created > time)]
        if not points:
            text = _("'%s' has no recovery point from before that time") if before else _("'%s' has no recovery point")
            raise new_error(libvirt.VIR_ERR_NO_DOMAIN_SNAPSHOT, text % self.domain.name())
        return min(points, key=lambda row: abs(row[0] - time))[1]

    # Setting up ---------------------------------------------------------------
    @command("replication-enable")
    def enable(self, replica_server: str, *, excluded_disks: Iterable[str] | None = None, wait: bool = True,
               timeout: Seconds | None = None, **settings: Unpack[CopyArguments]) -> Outcome:
        """Create the relationship; nothing is copied yet."""

    @command("replication-start")
    def start(self, *, transfer: Literal["network", "export", "seeded"] | None = None, export_location: str | None = None,
              start_time: datetime.datetime | None = None, extended: bool = False, wait: bool = True,
              timeout: Seconds | None = None) -> Outcome:
        """Start the initial replication."""

    @command("replication-import")
    def import_(self, location: str, *, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """On the replica: take in an initial copy that the primary exported."""

    @command("replication-cancel-initial")
    def cancel_initial(self, *, extended: bool = False, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """Cancel the initial replication, or its schedule."""

    @command("replication-modify")
    def modify(self, *, document: str | None = None, excluded_disks: Iterable[str] | None = None, extended: bool = False,
               wait: bool = True, timeout: Seconds | None = None, **settings: Unpack[RelationshipArguments]) -> Outcome:
        """Change the settings that are given, keep the others."""

    @command("replication-authorize")
    def authorize(self, allowed_primary: str, *, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """Bind the replica to an authorization entry: only its servers may replicate to it."""

    @command("replication-set-failover-network")
    def set_network(self, *, adapter: str | None = None, document: str | None = None,
                    clear: Literal["ipv4", "ipv6", "all"] | None = None, wait: bool = True, timeout: Seconds | None = None,
                    **settings: Unpack[AdapterArguments]) -> Outcome:
        """Set the addresses that the guest gets after failover."""

    @command("replication-set-test-switch")
    def set_test_switch(self, *, adapter: str | None = None, switch: str | None = None, pool: str | None = None,
                        wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """Choose what test machines are connected to."""

    @command("replication-remove")
    def remove(self, *, extended: bool = False, reason: str | None = None, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """Remove the relationship on this host; repeat it on the partner."""

    # Day by day ---------------------------------------------------------------
    @command("replication-suspend")
    def suspend(self, *, extended: bool = False, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """Pause replication."""

    @command("replication-resume")
    def resume(self, *, extended: bool = False, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """Resume replication that is suspended or critical."""

    @command("replication-resynchronize")
    def resynchronize(self, *, start_time: datetime.datetime | None = None, extended: bool = False, reason: str | None = None,
                      wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """Compare all disks and send the differences; deletes the recovery points."""

    @command("replication-cancel-resynchronize")
    def cancel_resynchronize(self, *, extended: bool = False, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """Cancel the resynchronization."""

    @command("replication-reset-statistics")
    def reset_statistics(self, *, extended: bool = False, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """Begin a new monitoring interval."""

    # Trying -------------------------------------------------------------------
    @command("replication-test-failover", read=open_test)
    def test_failover(self, *, point: PointLike | None = None, wait: bool = True,
                      timeout: Seconds | None = None) -> Replication | None:
        """On the replica: make a test machine of it; replication goes on.

        Returns the test machine's, None without waiting.
        """

    @command("replication-test-cleanup")
    def test_cleanup(self, *, reason: str | None = None, wait: bool = True, timeout: Seconds | None = None) -> Cleanup:
        """Turn off and delete the test machines of a replica, or the test machine it is sent to."""

    # Failing over -------------------------------------------------------------
    @command("replication-prepare")
    def prepare(self, *, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """On the primary, machine off: send the last changes for a planned failover."""

    @command("replication-cancel-prepare")
    def cancel_prepare(self, *, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """On the primary: give up the planned failover."""

    @command("replication-failover")
    def failover(self, *, point: PointLike | None = None, acknowledge_primary_down: bool = False, force: bool = False,
                 reason: str | None = None, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """On the replica: fail over; changes not yet received are lost."""

    @command("replication-revert")
    def revert(self, *, reason: str | None = None, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """On the failed-over replica, machine off: undo the failover."""

    @command("replication-commit")
    def commit(self, *, reason: str | None = None, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """On the failed-over replica: make the failover final; deletes the recovery points."""

    @command("replication-become-replica")
    def become_replica(self, *, reason: str | None = None, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """On the old primary: make it a replica, so that replication can be reversed."""

    @command("replication-become-primary")
    def become_primary(self, *, wait: bool = True, timeout: Seconds | None = None) -> Outcome:
        """On the replica whose failover was committed: go on replicating to the extended replica, as its primary."""

    @command("replication-reverse")
    def reverse(self, *, wait: bool = True, timeout: Seconds | None = None, **settings: Unpack[RelationshipArguments]) -> Outcome:
        """On the failed-over replica: replicate back to the old primary."""

    @command("replication-failback")
    def failback(self, *, recovery_point_identifier: str | None = None, wait: bool = True, timeout: Seconds | None = None,
                 **settings: Unpack[RelationshipArguments]) -> Outcome:
        """Ask the replication provider to fail back."""

    def planned_failover(self, destination: libvirt.virConnect | str, *, shutdown: bool = False,
                         reason: str | None = None) -> Replication | None:
        """Move the machine to its replica's host, without loss.

        A guest that runs has to be shut down for that, and is started there: shutdown says that this is meant.  With a
        connection to the other host, returns the replication there; with a URI as the daemon knows it
        ("hyperv://hv-replica/"), the daemon does both sides, and None is returned.  The reason goes to log and journal.
        """
        with translated():
            flags = MOVE | (libvirt.VIR_MIGRATE_UNSAFE if shutdown else 0)
            flags |= 0 if self.domain.isActive() else libvirt.VIR_MIGRATE_OFFLINE
            params = {} if reason is None else {"reason": reason}
            if isinstance(destination, libvirt.virConnect):
                return Replication(self.domain.migrate3(destination, params, flags))
            self.domain.migrateToURI3(destination, params, flags | libvirt.VIR_MIGRATE_PEER2PEER)
        return None
