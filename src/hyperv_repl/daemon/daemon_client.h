/* daemon_client.h: one client: who it is, what it may do, what it did
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "daemon_peer.h"
#include "daemon_polkit.h"
#include "daemon_settings.h"
#include "rpc_session.h"

G_BEGIN_DECLS

typedef struct _HvrDaemonClient HvrDaemonClient;

/**
 * HvrDaemonClientHouse:
 * @polkit: whom to ask
 * @settings: of the moment when the client comes
 * @is_recording: whether what clients change goes to the log
 * @find_host: as in #HvrRpcSessionConfig
 * @closed: the client has gone, and may be freed
 *
 * What clients have in common.
 */
typedef struct {
    HvrDaemonPolkit *polkit;
    const HvrDaemonSettings *settings;
    gboolean is_recording;
    HvrHost *(*find_host)(gpointer user_data, const char *name, GError **error);
    void (*closed)(gpointer user_data, HvrDaemonClient *client);
    gpointer user_data;
} HvrDaemonClientHouse;

/**
 * hvr_daemon_client_new:
 * @fd: (transfer full)
 * @peer: (transfer full)
 * @house: outlives it
 */
HvrDaemonClient *hvr_daemon_client_new(int fd,
                                       HvrDaemonPeer *peer,
                                       gboolean read_only,
                                       const HvrDaemonClientHouse *house);

/** hvr_daemon_client_free: it lives on unseen until its last call has ended */
void hvr_daemon_client_free(HvrDaemonClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonClient, hvr_daemon_client_free)

HvrRpcSession *hvr_daemon_client_get_session(HvrDaemonClient *client);

G_END_DECLS
