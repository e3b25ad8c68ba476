/* sim_reply.h: HTTP answers as http.sys and WinRM write them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "sim_connection.h"

G_BEGIN_DECLS

/** hvs_reply_set_status: without a reason phrase */
void hvs_reply_set_status(SoupServerMessage *message, guint status);

/** hvs_reply_close: the same, and the connection is closed after it */
void hvs_reply_close(SoupServerMessage *message, guint status);

/** hvs_reply_refuse_login: 401 with what the host offers; after a vain attempt it closes */
void hvs_reply_refuse_login(SoupServerMessage *message,
                            const HvsConnection *connection,
                            gboolean is_vain);

void hvs_reply_set_body(SoupServerMessage *message, const char *type, GBytes *body);

/** hvs_reply_dup_request: (transfer full): the body that is answered */
GBytes *hvs_reply_dup_request(SoupServerMessage *message);

/** hvs_reply_get_request_type: (nullable): its Content-Type, with all parameters */
const char *hvs_reply_get_request_type(SoupServerMessage *message);

/** hvs_reply_has_sealed: whether that is sealed by whatever protocol */
gboolean hvs_reply_has_sealed(SoupServerMessage *message);

/** hvs_reply_get_max_size: bytes that an envelope may have */
gsize hvs_reply_get_max_size(const HvsHost *host);

G_END_DECLS
