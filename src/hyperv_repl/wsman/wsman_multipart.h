/* wsman_multipart.h: the body of a sealed message, as bytes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The frame of MS-WSMV 2.2.9.1: two parts that look like MIME and are not,
 * around a length, a security header and the ciphertext.  Knows no GSSAPI.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HVR_WSMAN_PROTOCOL_SPNEGO: for the scheme Negotiate, whatever is inside (MS-WSMV 2.2.9.1.2.2) */
#define HVR_WSMAN_PROTOCOL_SPNEGO "application/HTTP-SPNEGO-session-encrypted"

/** HVR_WSMAN_PROTOCOL_KERBEROS: for the scheme Kerberos */
#define HVR_WSMAN_PROTOCOL_KERBEROS "application/HTTP-Kerberos-session-encrypted"

/**
 * HvrWsmanMultipart:
 * @protocol: one of the two above
 * @n_plain: bytes of the plaintext, as OriginalContent's Length says
 * @header: security header, borrowed
 * @data: ciphertext, borrowed
 */
typedef struct {
    const char *protocol;
    gsize n_plain;
    const guint8 *header;
    gsize n_header;
    const guint8 *data;
    gsize n_data;
} HvrWsmanMultipart;

/** hvr_wsman_multipart_dup_content_type: (transfer full): the HTTP header's value for @protocol */
char *hvr_wsman_multipart_dup_content_type(const char *protocol);

/**
 * hvr_wsman_multipart_find_protocol:
 * @content_type: (nullable): of a request or an answer
 *
 * Returns: (nullable): the protocol of a sealed body, static; %NULL if it is no such body
 */
const char *hvr_wsman_multipart_find_protocol(const char *content_type);

/** hvr_wsman_multipart_format: (transfer full): the body, byte for byte as Windows writes it */
GBytes *hvr_wsman_multipart_format(const HvrWsmanMultipart *multipart);

/**
 * hvr_wsman_multipart_parse:
 * @body: kept by the caller as long as @out is used
 * @protocol: what the HTTP header said
 *
 * Takes what other stacks are known to write: no tabs, a blank before the
 * boundary, a line end after the last one.  Boundaries are never searched for in
 * the ciphertext.
 *
 * Returns: %FALSE with %HVR_ERROR_PROTOCOL
 */
gboolean hvr_wsman_multipart_parse(GBytes *body,
                                   const char *protocol,
                                   HvrWsmanMultipart *out,
                                   GError **error);

G_END_DECLS
