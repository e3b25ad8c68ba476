/* wsman_verdict.h: why a host's certificate was refused
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * OpenSSL's numbers become one line, with what an administrator needs to compare
 * or to mend; always %HVR_ERROR_TLS, with a remedy.
 */

#pragma once

#include <openssl/x509.h>

#include "hvr_error.h"

G_BEGIN_DECLS

/**
 * hvr_wsman_verdict_fail:
 * @store: where X509_verify_cert() has just said no
 * @address: the name or address that was to be there
 *
 * Returns: always %FALSE
 */
gboolean hvr_wsman_verdict_fail(X509_STORE_CTX *store, const char *address, GError **error);

/**
 * hvr_wsman_verdict_check_pin:
 * @pin: SHA-256 in 64 lower-case hexadecimal digits
 *
 * Returns: whether it is that of @certificate; %FALSE with the one found
 */
gboolean hvr_wsman_verdict_check_pin(X509 *certificate, const char *pin, GError **error);

G_END_DECLS
