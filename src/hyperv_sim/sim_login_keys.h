/* sim_login_keys.h: what a host proves itself with, and others are checked against
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Acceptor credentials of GSSAPI and what comes from certificates, once a host.
 */

#pragma once

#include <gssapi/gssapi.h>

#include "sim_world.h"

G_BEGIN_DECLS

typedef struct _HvsLoginKeys HvsLoginKeys;

/**
 * hvs_login_keys_new:
 * @host: must outlive it
 * @certificate: (nullable): the HTTPS listener's
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_CONFIG if the host's keytab
 *   or the certificates of its client-ca cannot be used
 */
HvsLoginKeys *hvs_login_keys_new(HvsHost *host, GTlsCertificate *certificate, GError **error);
void hvs_login_keys_free(HvsLoginKeys *keys);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsLoginKeys, hvs_login_keys_free)

const HvsHost *hvs_login_keys_get_host(const HvsLoginKeys *keys);

/** hvs_login_keys_get_kerberos: (nullable): raw or in SPNEGO; %NULL if the host has no Kerberos */
gss_cred_id_t hvs_login_keys_get_kerberos(const HvsLoginKeys *keys);

/**
 * hvs_login_keys_get_ntlm:
 *
 * Knows the one user with the password that it has right now, if any.
 *
 * Returns: (nullable): raw or in SPNEGO; %NULL if the mechanism is not installed
 */
gss_cred_id_t hvs_login_keys_get_ntlm(HvsLoginKeys *keys);

/** hvs_login_keys_get_binding: (nullable): of HTTPS, see wsman_binding.h */
GBytes *hvs_login_keys_get_binding(const HvsLoginKeys *keys);

/** hvs_login_keys_get_client_ca: (nullable): who issues client certificates */
GTlsDatabase *hvs_login_keys_get_client_ca(const HvsLoginKeys *keys);

G_END_DECLS
