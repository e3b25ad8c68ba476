/* gss_windows.h: security tokens as Windows makes them, and MIT does not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Written from the documents, with the context's key and no GSSAPI.
 */

#pragma once

#include <glib.h>
#include <gssapi/gssapi.h>

G_BEGIN_DECLS

/**
 * gss_windows_seal_aes:
 * @context: the host's end
 * @last: security header of the message before
 * @ec: extra bytes that MS-KILE 3.4.5.4.1 allows, 16 or 0
 * @rrc: what is written as right rotation count
 *
 * Returns: (transfer full): an HTTP body with @text
 */
GBytes *gss_windows_seal_aes(
    gss_ctx_id_t context, const guint8 *last, guint ec, guint rrc, const char *text);

/** gss_windows_seal_rc4: (transfer full): the same by RFC 4757 7, without padding */
GBytes *gss_windows_seal_rc4(gss_ctx_id_t context, const guint8 *last, const char *text);

/**
 * gss_windows_refuse:
 * @number: RFC 4120 7.5.9
 *
 * Returns: (transfer full): what a host answers to a ticket that it does not like
 */
GBytes *gss_windows_refuse(guint number);

G_END_DECLS
