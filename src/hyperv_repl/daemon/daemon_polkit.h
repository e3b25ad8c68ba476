/* daemon_polkit.h: asking polkit whether somebody may
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One action per HvrAccess, "org.libvirt.virthypervd.NAME".  Rules see the
 * details "host", "domain_name", "domain_uuid" and "operation".
 */

#pragma once

#include <gio/gio.h>

#include "daemon_peer.h"
#include "rpc_session.h"

G_BEGIN_DECLS

#define HVR_DAEMON_POLKIT_PREFIX "org.libvirt.virthypervd."

typedef struct _HvrDaemonPolkit HvrDaemonPolkit;

/** hvr_daemon_polkit_new: @bus: (nullable): %NULL for the system's, connected to when it is needed
 */
HvrDaemonPolkit *hvr_daemon_polkit_new(GDBusConnection *bus);
void hvr_daemon_polkit_free(HvrDaemonPolkit *polkit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonPolkit, hvr_daemon_polkit_free)

/**
 * hvr_daemon_polkit_check_async:
 * @peer: a local one
 *
 * Somebody may be asked for a password, so this can take minutes; cancelling
 * takes the question back.
 */
void hvr_daemon_polkit_check_async(HvrDaemonPolkit *polkit,
                                   const HvrDaemonPeer *peer,
                                   const HvrRpcWish *wish,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * hvr_daemon_polkit_check_finish:
 *
 * Returns: %FALSE with libvirt's codes, of HVR_RPC_ERROR: where all that was
 *   wanted is to look, VIR_ERR_AUTH_FAILED, VIR_ERR_AUTH_CANCELLED, or
 *   VIR_ERR_AUTH_UNAVAILABLE if nobody is there to ask; VIR_ERR_ACCESS_DENIED for the rest
 */
gboolean hvr_daemon_polkit_check_finish(GAsyncResult *result, GError **error);

G_END_DECLS
