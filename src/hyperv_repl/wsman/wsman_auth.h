/* wsman_auth.h: how a connection is authorised
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Goes through the schemes that the host file allows, in its order, over those
 * that the host offers.  One is passed over only where the host does not offer it
 * or its credentials cannot be had here; a refusal ends it, so that no account is
 * locked and nothing weaker is tried behind anybody's back.
 *
 * Belongs to one transport and its connection.
 */

#pragma once

#include "wsman_connection.h"
#include "wsman_gss.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanAuth HvrWsmanAuth;

/**
 * hvr_wsman_auth_new:
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_CONFIG if @endpoint asks for
 *   what may not or cannot be sent
 */
HvrWsmanAuth *hvr_wsman_auth_new(const HvrEndpoint *endpoint, GError **error);

/** hvr_wsman_auth_free: takes %NULL, too */
void hvr_wsman_auth_free(HvrWsmanAuth *auth);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanAuth, hvr_wsman_auth_free)

/**
 * hvr_wsman_auth_open:
 * @deadline: monotonic, microseconds
 *
 * Does nothing if it is open.  Sends no envelope, so nothing happens on the host.
 *
 * Returns: %FALSE with %HVR_ERROR_AUTH, %HVR_ERROR_CONFIG, or as
 *   hvr_wsman_connection_post()
 */
gboolean hvr_wsman_auth_open(HvrWsmanAuth *auth,
                             HvrWsmanConnection *connection,
                             gint64 deadline,
                             GCancellable *cancellable,
                             GError **error);

/** hvr_wsman_auth_close: forget what belonged to the connection that ended */
void hvr_wsman_auth_close(HvrWsmanAuth *auth);

gboolean hvr_wsman_auth_is_open(const HvrWsmanAuth *auth);

/** hvr_wsman_auth_get_scheme: the one in use, or last in use, and whether it seals messages */
HvrAuthScheme hvr_wsman_auth_get_scheme(const HvrWsmanAuth *auth, gboolean *out_is_sealed);

/** hvr_wsman_auth_is_bound: whether it holds for the connection, rather than for each request */
gboolean hvr_wsman_auth_is_bound(const HvrWsmanAuth *auth);

/** hvr_wsman_auth_find_seal: (nullable): what messages are to be sealed with; %NULL where TLS does
 * that, or nobody */
gss_ctx_id_t hvr_wsman_auth_find_seal(const HvrWsmanAuth *auth);

/**
 * hvr_wsman_auth_read_header:
 * @out_header: (transfer full) (nullable): the line that goes with each request,
 *   if any; wiped when freed
 *
 * Returns: %FALSE with %HVR_ERROR_CONFIG if the password cannot be read
 */
gboolean
hvr_wsman_auth_read_header(const HvrWsmanAuth *auth, HvrSecret **out_header, GError **error);

/** hvr_wsman_auth_fail: make a line of @answer, a 401; always %FALSE */
gboolean
hvr_wsman_auth_fail(const HvrWsmanAuth *auth, const HvrWsmanAnswer *answer, GError **error);

G_END_DECLS
