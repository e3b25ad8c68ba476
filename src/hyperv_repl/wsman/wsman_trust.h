/* wsman_trust.h: the files that TLS with a host stands on
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * CA certificates, CRLs, the client's certificate and key.  They are read for
 * each handshake, so a renewed file needs no restart.
 */

#pragma once

#include <openssl/ssl.h>

#include "hvr_endpoint.h"

G_BEGIN_DECLS

/**
 * hvr_wsman_trust_load:
 * @context: gets them
 *
 * Without a CA file the system's authorities are trusted.  With a CRL file the
 * CA that issued the host's certificate must have a valid CRL in it; authorities
 * above that one are not asked for.
 *
 * Returns: %FALSE with %HVR_ERROR_CONFIG, naming the file that cannot be used
 */
gboolean hvr_wsman_trust_load(const HvrEndpoint *endpoint, SSL_CTX *context, GError **error);

G_END_DECLS
