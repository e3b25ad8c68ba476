/* daemon_relay.h: a TLS client, made a local one
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What serves clients knows sockets and nothing of TLS.  A relay stands
 * between: encrypted on one side, one end of a pair of sockets on the other.
 * Never blocks; a client that is not done shaking hands in time is dropped.
 */

#pragma once

#include "daemon_tls.h"

G_BEGIN_DECLS

typedef struct _HvrDaemonRelay HvrDaemonRelay;

/**
 * HvrDaemonRelayEvents:
 * @ready: the client may come in; @fd: (transfer full): it, in plain; @name: its certificate's
 * @closed: the last call, the relay may be freed; @reason: (nullable): why it never was ready
 */
typedef struct {
    void (*ready)(gpointer user_data, int fd, const char *name);
    void (*closed)(gpointer user_data, HvrDaemonRelay *relay, const char *reason);
} HvrDaemonRelayEvents;

/** hvr_daemon_relay_new: @fd: (transfer full): connected, not blocking; @events: must outlive it */
HvrDaemonRelay *hvr_daemon_relay_new(HvrDaemonTls *tls,
                                     int fd,
                                     const HvrDaemonRelayEvents *events,
                                     gpointer user_data);
void hvr_daemon_relay_free(HvrDaemonRelay *relay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonRelay, hvr_daemon_relay_free)

/** hvr_daemon_relay_is_ready: whether it has been let in */
gboolean hvr_daemon_relay_is_ready(const HvrDaemonRelay *relay);

G_END_DECLS
