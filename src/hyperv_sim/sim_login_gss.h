/* sim_login_gss.h: the host's end of a GSS context
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_login.h"

G_BEGIN_DECLS

/**
 * HvsLoginGss:
 * @context: being established, or established
 * @credential: (borrowed): whatever the first token asked for
 */
typedef struct {
    gss_ctx_id_t context;
    gss_cred_id_t credential;
} HvsLoginGss;

void hvs_login_gss_clear(HvsLoginGss *gss);

/**
 * hvs_login_gss_accept:
 * @kerberos_only: raw Kerberos, as under the scheme of that name; otherwise SPNEGO
 *   or what can be in it, raw
 * @text: a token, base64
 * @out_token: (transfer full) (nullable): base64; none with a refusal
 */
HvsLoginVerdict hvs_login_gss_accept(HvsLoginGss *gss,
                                     HvsLoginKeys *keys,
                                     gboolean over_tls,
                                     gboolean kerberos_only,
                                     const char *text,
                                     char **out_token);

G_END_DECLS
