/* wsman_connection.h: one connection to a host, and the HTTP on it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One libcurl handle, at most one TCP connection, kept alive.  Knows HTTP and
 * TLS, and for sure whether a request left on the connection of the one before;
 * knows nothing of authentication.  Never sends chunked, never follows a
 * redirect, never asks a proxy, never sends a request twice.
 */

#pragma once

#include <gio/gio.h>

#include "hvr_endpoint.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanConnection HvrWsmanConnection;

/**
 * HvrWsmanPost:
 * @authorization: (nullable): the header's whole line; this module makes no copy
 * @content_type: of @body
 * @body: (nullable): %NULL for none; a post without a body has no effect on a host
 * @same_connection: send it only on the connection of the post before
 * @deadline: monotonic, microseconds
 */
typedef struct {
    const char *authorization;
    const char *content_type;
    GBytes *body;
    gboolean same_connection;
    gint64 deadline;
} HvrWsmanPost;

/**
 * HvrWsmanAnswer:
 * @status: of HTTP
 * @content_type: (nullable): as the host writes it
 * @date: when the host says that it answered, seconds since 1970 UTC; -1 if it does not
 * @challenges: see wsman_challenge.h
 * @body: may be empty
 */
typedef struct {
    long status;
    char *content_type;
    gint64 date;
    GPtrArray *challenges;
    GBytes *body;
} HvrWsmanAnswer;

void hvr_wsman_answer_free(HvrWsmanAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanAnswer, hvr_wsman_answer_free)

/**
 * hvr_wsman_connection_new:
 *
 * Does not connect.
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_CONFIG if a file that TLS
 *   needs is of no use
 */
HvrWsmanConnection *hvr_wsman_connection_new(const HvrEndpoint *endpoint, GError **error);
void hvr_wsman_connection_free(HvrWsmanConnection *connection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanConnection, hvr_wsman_connection_free)

/**
 * hvr_wsman_connection_post:
 * @out_is_gone: (out) (optional): on failure, whether that is because
 *   @same_connection was asked for and there is no such connection any more;
 *   then nothing was sent, nor anybody dialled
 *
 * Returns: (transfer full): whatever the host answered; or %NULL with
 *   %HVR_ERROR_UNREACHABLE if nothing can have happened there, %HVR_ERROR_LOST or
 *   %HVR_ERROR_TIMEOUT if something may have, %HVR_ERROR_TLS, %HVR_ERROR_AUTH (a
 *   client's certificate), %HVR_ERROR_CANCELLED, %HVR_ERROR_PROTOCOL
 */
HvrWsmanAnswer *hvr_wsman_connection_post(HvrWsmanConnection *connection,
                                          const HvrWsmanPost *post,
                                          gboolean *out_is_gone,
                                          GCancellable *cancellable,
                                          GError **error);

/** hvr_wsman_connection_close: hang up, at once; the next post dials anew */
void hvr_wsman_connection_close(HvrWsmanConnection *connection);

/** hvr_wsman_connection_get_url: (transfer none) */
const char *hvr_wsman_connection_get_url(const HvrWsmanConnection *connection);

/** hvr_wsman_connection_get_binding: (transfer none) (nullable): the TLS channel's, see
 * wsman_binding.h */
GBytes *hvr_wsman_connection_get_binding(const HvrWsmanConnection *connection);

G_END_DECLS
