/* wsman_tls.h: whom a connection trusts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * libcurl does the handshake, OpenSSL the checking; this says what is checked
 * and puts each refusal into one line.  TLS 1.2 at least.  Belongs to one
 * connection, like the transport.
 */

#pragma once

#include <curl/curl.h>

#include "hvr_endpoint.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanTls HvrWsmanTls;

/**
 * hvr_wsman_tls_new:
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_CONFIG if a file of
 *   @endpoint cannot be read or is not what it should be
 */
HvrWsmanTls *hvr_wsman_tls_new(const HvrEndpoint *endpoint, GError **error);
void hvr_wsman_tls_free(HvrWsmanTls *tls);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanTls, hvr_wsman_tls_free)

/** hvr_wsman_tls_apply: put it on a handle; @tls must outlive that */
void hvr_wsman_tls_apply(HvrWsmanTls *tls, CURL *easy);

/**
 * hvr_wsman_tls_fail:
 * @code: how the transfer ended
 *
 * Returns: %TRUE, having set %HVR_ERROR_TLS (or %HVR_ERROR_AUTH where the host
 *   refused our certificate or asked for one in vain, %HVR_ERROR_CONFIG where a
 *   file became useless meanwhile), if it ended because of what TLS checks;
 *   %FALSE, having set nothing, otherwise: the connection broke
 */
gboolean hvr_wsman_tls_fail(HvrWsmanTls *tls, CURLcode code, GError **error);

/** hvr_wsman_tls_get_binding: (transfer none) (nullable): of the last handshake, see
 * wsman_binding.h */
GBytes *hvr_wsman_tls_get_binding(const HvrWsmanTls *tls);

G_END_DECLS
