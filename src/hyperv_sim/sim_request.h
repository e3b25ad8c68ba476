/* sim_request.h: one envelope that has come to a simulated host, until it has its answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * How it is sealed, how long it waits and what goes wrong with it.
 */

#pragma once

#include <libsoup/soup.h>

#include "sim_connection.h"
#include "sim_server_private.h"

G_BEGIN_DECLS

/** hvs_request_new_set: (transfer full): for HvsServer.requests */
GHashTable *hvs_request_new_set(void);

/**
 * hvs_request_serve: answer @message, now or later
 * @is_denied: whoever asks may not do anything
 */
void hvs_request_serve(HvsServer *server,
                       SoupServerMessage *message,
                       HvsConnection *connection,
                       gboolean is_denied);

/** hvs_request_drop: cut the connection, as a host does that goes down */
void hvs_request_drop(HvsServer *server, SoupServerMessage *message, HvsConnection *connection);

G_END_DECLS
