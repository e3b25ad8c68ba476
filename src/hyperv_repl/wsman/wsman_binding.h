/* wsman_binding.h: what ties an authentication to the TLS channel it runs in
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_wsman_binding_new:
 * @certificate: the host's, DER
 *
 * The channel binding "tls-server-end-point" (RFC 5929 4): its prefix and the
 * certificate's hash, by the hash function of its signature, SHA-256 where that
 * is MD5, SHA-1 or unknown.
 *
 * Returns: (transfer full) (nullable): application data for GSSAPI; %NULL if
 *   @certificate is none
 */
GBytes *hvr_wsman_binding_new(const guint8 *certificate, gsize length);

G_END_DECLS
