/* wsman_seal.h: messages that only the other end of a GSS context can read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Pure functions over an established context, the same for both ends: bytes in,
 * bytes out.  Wrapping counts, so whatever is sealed has to be sent, and in
 * order.
 */

#pragma once

#include <glib.h>
#include <gssapi/gssapi.h>

G_BEGIN_DECLS

/**
 * hvr_wsman_seal_encode:
 * @context: established, with confidentiality
 * @protocol: see wsman_multipart.h
 * @plain: an envelope
 *
 * Returns: (transfer full): the HTTP body, or %NULL with %HVR_ERROR_AUTH if the
 *   context is of no use any more
 */
GBytes *
hvr_wsman_seal_encode(gss_ctx_id_t context, const char *protocol, GBytes *plain, GError **error);

/**
 * hvr_wsman_seal_decode:
 * @body: the HTTP body
 *
 * Any failure is the end of @context: what was altered, repeated or lost cannot
 * be told from what went out of step.
 *
 * Returns: (transfer full): the envelope, or %NULL with %HVR_ERROR_PROTOCOL
 */
GBytes *
hvr_wsman_seal_decode(gss_ctx_id_t context, const char *protocol, GBytes *body, GError **error);

G_END_DECLS
