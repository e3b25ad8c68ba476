/* client_error.h: libvirt's last error, set and kept by somebody outside libvirt
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * libvirt exports no function that raises an error.  The thread's own is where
 * virGetLastError() points, and stays there.
 */

#pragma once

#include <glib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

G_BEGIN_DECLS

/**
 * hvr_client_error_set:
 * @code: a virErrorNumber
 * @format: translated; libvirt's own beginning of that code is put before it
 *
 * Returns: -1, for whoever returns that
 */
int hvr_client_error_set(int code, const char *format, ...) G_GNUC_PRINTF(2, 3);

/** hvr_client_error_free_domain: like virDomainFree(), which forgets the last error; accepts %NULL
 */
void hvr_client_error_free_domain(virDomainPtr domain);

/** hvr_client_error_free_snapshot: the same for a snapshot */
void hvr_client_error_free_snapshot(virDomainSnapshotPtr snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(virDomain, hvr_client_error_free_domain)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virDomainSnapshot, hvr_client_error_free_snapshot)

G_END_DECLS
