# errors.py: what goes wrong, by what its reader must do
#
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Exceptions by libvirt's error code; each is a libvirt.libvirtError, too."""

from __future__ import annotations

import contextlib
import gettext
import typing
from collections.abc import Iterator

import libvirt


class ReplicationError(libvirt.libvirtError):
    """What libvirt reported, as it was; subclasses say what to do about it."""

    @property
    def host(self) -> str | None:
        """The Hyper-V host that is to blame, None if none is."""
        return typing.cast(str | None, self.get_str3())

    @property
    def wmi_value(self) -> int | None:
        """What the host's method returned, or its job's error code; None if there was none."""
        return number_of(self.get_int1())

    @property
    def fault_code(self) -> int | None:
        """The number of the WS-Management fault, or the status of HTTP; None if there was none."""
        return number_of(self.get_int2())


class InvalidArgumentError(ReplicationError):
    """Correct the argument that the message names."""


class DocumentError(ReplicationError):
    """Correct the element of the XML document that the message names."""


class UnsupportedError(ReplicationError):
    """The host, its version of Windows, or the driver cannot do it."""


class ConfigurationError(ReplicationError):
    """Correct what the message names, in the document or on the daemon's machine."""


class DomainNotFoundError(ReplicationError):
    """There is no such machine, or several of that name."""


class PointNotFoundError(ReplicationError):
    """There is no such recovery point."""


class StateError(ReplicationError):
    """The present state forbids it: look at get_state() first."""


class RiskyError(ReplicationError):
    """It would break something: insist with force and a reason if that is meant."""


class BusyError(ReplicationError):
    """Another job holds the machine: try again once that has ended."""


class DeniedError(ReplicationError):
    """The caller, or the daemon's account on the host, may not."""


class UnauthenticatedError(ReplicationError):
    """Credentials or a certificate were refused."""


class UnreachableError(ReplicationError):
    """There is no connection to the host: check that it is up, and that WinRM listens."""


class OutcomeUnknownError(ReplicationError):
    """The answer was lost: look at get_state() before repeating anything."""


class DeadlineError(OutcomeUnknownError):
    """The waiting has ended, what was waited for may go on."""


class CancelledError(ReplicationError):
    """Somebody cancelled it."""


class JobFailedError(ReplicationError):
    """The host tried, and failed; the message has its words."""


# A code without a row is a ReplicationError and nothing more.
ERRORS: dict[int, type[ReplicationError]] = {
    libvirt.VIR_ERR_INVALID_ARG: InvalidArgumentError,
    libvirt.VIR_ERR_XML_ERROR: DocumentError,
    libvirt.VIR_ERR_NO_SUPPORT: UnsupportedError,
    libvirt.VIR_ERR_OPERATION_UNSUPPORTED: UnsupportedError,
    libvirt.VIR_ERR_ARGUMENT_UNSUPPORTED: UnsupportedError,
    libvirt.VIR_ERR_CONFIG_UNSUPPORTED: ConfigurationError,
    libvirt.VIR_ERR_NO_DOMAIN: DomainNotFoundError,
    libvirt.VIR_ERR_MULTIPLE_DOMAINS: DomainNotFoundError,
    libvirt.VIR_ERR_NO_DOMAIN_SNAPSHOT: PointNotFoundError,
    libvirt.VIR_ERR_OPERATION_INVALID: StateError,
    libvirt.VIR_ERR_SNAPSHOT_REVERT_RISKY: RiskyError,
    libvirt.VIR_ERR_MIGRATE_UNSAFE: RiskyError,
    libvirt.VIR_ERR_RESOURCE_BUSY: BusyError,
    libvirt.VIR_ERR_OPERATION_DENIED: DeniedError,
    libvirt.VIR_ERR_ACCESS_DENIED: DeniedError,
    libvirt.VIR_ERR_AUTH_FAILED: UnauthenticatedError,
    libvirt.VIR_ERR_AUTH_CANCELLED: UnauthenticatedError,
    libvirt.VIR_ERR_AUTH_UNAVAILABLE: UnauthenticatedError,
    libvirt.VIR_ERR_NO_CONNECT: UnreachableError,
    libvirt.VIR_ERR_RPC: OutcomeUnknownError,
    libvirt.VIR_ERR_SYSTEM_ERROR: OutcomeUnknownError,  # libvirt's own word for a connection to the daemon that broke
    libvirt.VIR_ERR_OPERATION_TIMEOUT: DeadlineError,
    libvirt.VIR_ERR_OPERATION_ABORTED: CancelledError,
    libvirt.VIR_ERR_OPERATION_FAILED: JobFailedError,
}


def _(text: str) -> str:
    """A message in the user's language."""
    return gettext.dgettext("libvirt-hyperv-repl", text)


def number_of(number: int | None) -> int | None:
    """libvirt says -1 where there is nothing to say; what does not fit a signed number is sent as a negative one."""
    return None if number in (None, -1, 0) else number & 0xFFFFFFFF  # type: ignore[operator]


def new_error(code: int, message: str) -> ReplicationError:
    """An error of our own, in the form of libvirt's."""
    error = ERRORS.get(code, ReplicationError)(message)
    error.args = (message,)
    error.err = (code, libvirt.VIR_FROM_HYPERV, message, libvirt.VIR_ERR_ERROR, "%s", message, None, -1, -1)
    return error


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn libvirt's one exception into ours."""
    try:
        yield
    except ReplicationError:
        raise
    except libvirt.libvirtError as found:
        error = ERRORS.get(found.get_error_code() or 0, ReplicationError)(str(found))
        error.args, error.err = found.args, found.err
        raise error from None
