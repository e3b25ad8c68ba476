/* daemon_tls.h: certificates, ours and those of clients
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * GnuTLS, as in libvirt: the same files, priorities and names serve both.
 */

#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

#include "daemon_settings.h"

G_BEGIN_DECLS

typedef struct _HvrDaemonTls HvrDaemonTls;

/** hvr_daemon_tls_new: %NULL with %HVR_ERROR_CONFIG naming the file that is no good */
HvrDaemonTls *hvr_daemon_tls_new(const HvrDaemonSettings *settings, GError **error);
HvrDaemonTls *hvr_daemon_tls_ref(HvrDaemonTls *tls);
void hvr_daemon_tls_unref(HvrDaemonTls *tls);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonTls, hvr_daemon_tls_unref)

/** hvr_daemon_tls_open: (transfer full): a server's end on @fd, which must not block; a client
 * without certificate does not get through the handshake */
gnutls_session_t hvr_daemon_tls_open(HvrDaemonTls *tls, int fd);

/**
 * hvr_daemon_tls_check:
 * @session: its handshake is done
 * @out_name: (out) (transfer full): the certificate's distinguished name, as virt-pki-query-dn
 *   prints it
 *
 * Returns: %FALSE with %HVR_ERROR_AUTH if it is not trusted or not on the list
 */
gboolean
hvr_daemon_tls_check(HvrDaemonTls *tls, gnutls_session_t session, char **out_name, GError **error);

/** hvr_daemon_tls_allows: whether a list of patterns has @name; %NULL has all, an empty one none */
gboolean hvr_daemon_tls_allows(const char *const *patterns, const char *name);

G_END_DECLS
