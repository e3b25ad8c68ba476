/* sim_login.h: who may in, on one connection
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Negotiate and Kerberos authenticate a connection, leg by leg, Basic and client
 * certificates each request (MS-WSMV 2.2.9.1, 3.1.4.1.28).  Knows nothing of
 * libsoup.
 */

#pragma once

#include "sim_login_keys.h"

G_BEGIN_DECLS

typedef struct _HvsLogin HvsLogin;

/**
 * HvsLoginVerdict:
 * @HVS_LOGIN_STRANGER: nobody has said who asks
 * @HVS_LOGIN_REFUSED: somebody has, in vain
 * @HVS_LOGIN_CONTINUED: there are more legs
 * @HVS_LOGIN_FORBIDDEN: no certificate, or of somebody who is not trusted
 * @HVS_LOGIN_DENIED: known, but not allowed to do anything
 * @HVS_LOGIN_KNOWN: the host's user
 */
typedef enum {
    HVS_LOGIN_STRANGER,
    HVS_LOGIN_REFUSED,
    HVS_LOGIN_CONTINUED,
    HVS_LOGIN_FORBIDDEN,
    HVS_LOGIN_DENIED,
    HVS_LOGIN_KNOWN,
} HvsLoginVerdict;

/**
 * HvsLoginAttempt:
 * @authorization: (nullable): the HTTP header
 * @certificate: (nullable): the client's
 * @is_trusted: @certificate is by one of the host's client-ca, and valid
 */
typedef struct {
    const char *authorization;
    GTlsCertificate *certificate;
    gboolean is_trusted;
} HvsLoginAttempt;

/** hvs_login_new: @keys must outlive it */
HvsLogin *hvs_login_new(HvsLoginKeys *keys, gboolean over_tls);
void hvs_login_free(HvsLogin *login);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsLogin, hvs_login_free)

/**
 * hvs_login_try:
 * @out_challenge: (transfer full) (nullable): what WWW-Authenticate has to say if
 *   there is a token
 *
 * Without an Authorization header it is as the connection has been left.
 */
HvsLoginVerdict
hvs_login_try(HvsLogin *login, const HvsLoginAttempt *attempt, char **out_challenge);

/** hvs_login_is_fresh: the last attempt brought the last token that there was to bring */
gboolean hvs_login_is_fresh(const HvsLogin *login);

/** hvs_login_get_offer: WWW-Authenticate of the @i-th scheme that a stranger is offered, static;
 * %NULL after the last */
const char *hvs_login_get_offer(const HvsLogin *login, guint i);

/** hvs_login_get_context: (nullable): once established; for wsman_seal.h */
gss_ctx_id_t hvs_login_get_context(const HvsLogin *login);

/** hvs_login_get_protocol: (nullable): of sealed messages, see wsman_multipart.h */
const char *hvs_login_get_protocol(const HvsLogin *login);

/** hvs_login_forget: the connection is nobody's again */
void hvs_login_forget(HvsLogin *login);

G_END_DECLS
