/* sim_login.c: who may in, on one connection
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_login.h"

#include <string.h>

#include "sim_login_basic.h"
#include "sim_login_certificate.h"
#include "sim_login_gss.h"
#include "wsman_multipart.h"

#define MUTUAL "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual"

struct _HvsLogin {
    HvsLoginKeys *keys;
    gboolean over_tls;
    HvsLoginGss gss;
    const char *protocol; /* (nullable): of the scheme that @gss is from */
    HvsLoginVerdict left; /* what @gss came to */
    gboolean is_fresh;
};

typedef struct {
    const char *name;
    const char *offer; /* (nullable): in WWW-Authenticate */
    const char
        *protocol; /* (nullable): of sealed messages; %NULL if it authenticates a request only */
    gboolean (*is_enabled)(const HvsLogin *login);
    HvsLoginVerdict (*judge)(HvsLogin *login, const HvsLoginAttempt *attempt, const char *rest);
} Scheme;

static const HvsWinrm *
get_winrm(const HvsLogin *login)
{
    return &hvs_login_keys_get_host(login->keys)->winrm;
}

static gboolean
is_negotiate_enabled(const HvsLogin *login)
{
    return get_winrm(login)->negotiate;
}

/* Its setting holds for Kerberos inside Negotiate, too (inferred). */
static gboolean
is_kerberos_enabled(const HvsLogin *login)
{
    return hvs_login_keys_get_kerberos(login->keys) != GSS_C_NO_CREDENTIAL;
}

/* WinRM takes no password in clear unless told so (MS-WSMV note 79). */
static gboolean
is_basic_enabled(const HvsLogin *login)
{
    const HvsWinrm *winrm = get_winrm(login);

    return winrm->basic && (login->over_tls || winrm->allow_unencrypted);
}

static gboolean
is_certificate_enabled(const HvsLogin *login)
{
    return get_winrm(login)->certificate && login->over_tls;
}

static HvsLoginVerdict
judge_basic(HvsLogin *login, const HvsLoginAttempt *attempt G_GNUC_UNUSED, const char *rest)
{
    return hvs_login_basic_check(hvs_login_keys_get_host(login->keys), rest) ? HVS_LOGIN_KNOWN
                                                                             : HVS_LOGIN_REFUSED;
}

static HvsLoginVerdict
judge_certificate(HvsLogin *login, const HvsLoginAttempt *attempt, const char *rest G_GNUC_UNUSED)
{
    if (attempt->certificate == NULL || !attempt->is_trusted)
        return HVS_LOGIN_FORBIDDEN;

    return hvs_login_certificate_has_subject(attempt->certificate, get_winrm(login)->client_subject)
               ? HVS_LOGIN_KNOWN
               : HVS_LOGIN_DENIED;
}

/* In the order in which they are offered.  Client certificates never are, nor has
 * anybody seen a host offer them. */
/* clang-format off */
static const Scheme schemes[] = {
    { "Negotiate", "Negotiate",               HVR_WSMAN_PROTOCOL_SPNEGO,   is_negotiate_enabled,   NULL              },
    { "Kerberos",  "Kerberos",                HVR_WSMAN_PROTOCOL_KERBEROS, is_kerberos_enabled,    NULL              },
    { "Basic",     "Basic realm=\"WSMAN\"",   NULL,                        is_basic_enabled,       judge_basic       },
    { MUTUAL,      NULL,                      NULL,                        is_certificate_enabled, judge_certificate },
};
/* clang-format on */

HvsLogin *
hvs_login_new(HvsLoginKeys *keys, gboolean over_tls)
{
    HvsLogin *login = g_new0(HvsLogin, 1);

    login->keys = keys;
    login->over_tls = over_tls;

    return login;
}

void
hvs_login_free(HvsLogin *login)
{
    if (login == NULL)
        return;

    hvs_login_gss_clear(&login->gss);
    g_free(login);
}

void
hvs_login_forget(HvsLogin *login)
{
    hvs_login_gss_clear(&login->gss);
    login->protocol = NULL;
    login->left = HVS_LOGIN_STRANGER;
}

/* A token of another scheme, or after the last leg, begins anew. */
static HvsLoginVerdict
judge_token(HvsLogin *login, const Scheme *scheme, const char *text, char **out_challenge)
{
    g_autofree char *token = NULL;

    if (login->protocol != scheme->protocol || login->left != HVS_LOGIN_CONTINUED)
        hvs_login_forget(login);
    login->protocol = scheme->protocol;
    login->left = hvs_login_gss_accept(&login->gss, login->keys, login->over_tls,
                                       g_str_equal(scheme->protocol, HVR_WSMAN_PROTOCOL_KERBEROS),
                                       text, &token);
    if (token != NULL)
        *out_challenge = g_strconcat(scheme->name, " ", token, NULL);

    return login->left;
}

static const Scheme *
find_scheme(const HvsLogin *login, const char *authorization, const char **out_rest)
{
    gsize length = strcspn(authorization, " ");

    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        if (strlen(schemes[i].name) != length ||
            g_ascii_strncasecmp(schemes[i].name, authorization, length) != 0 ||
            !schemes[i].is_enabled(login))
            continue;
        *out_rest = authorization + length + strspn(authorization + length, " ");
        return &schemes[i];
    }

    return NULL;
}

HvsLoginVerdict
hvs_login_try(HvsLogin *login, const HvsLoginAttempt *attempt, char **out_challenge)
{
    HvsLoginVerdict verdict = HVS_LOGIN_REFUSED;
    const Scheme *scheme;
    const char *rest;

    *out_challenge = NULL;
    login->is_fresh = FALSE;
    if (attempt->authorization == NULL)
        return login->left == HVS_LOGIN_CONTINUED ? HVS_LOGIN_STRANGER : login->left;

    scheme = find_scheme(login, attempt->authorization, &rest);
    if (scheme != NULL)
        verdict = scheme->protocol != NULL ? judge_token(login, scheme, rest, out_challenge)
                                           : scheme->judge(login, attempt, rest);
    if (verdict == HVS_LOGIN_REFUSED)
        hvs_login_forget(login);
    login->is_fresh = verdict >= HVS_LOGIN_DENIED && scheme->protocol != NULL;

    return verdict;
}

gboolean
hvs_login_is_fresh(const HvsLogin *login)
{
    return login->is_fresh;
}

const char *
hvs_login_get_offer(const HvsLogin *login, guint i)
{
    for (gsize k = 0; k < G_N_ELEMENTS(schemes); k++) {
        if (schemes[k].offer != NULL && schemes[k].is_enabled(login) && i-- == 0)
            return schemes[k].offer;
    }

    return NULL;
}

gss_ctx_id_t
hvs_login_get_context(const HvsLogin *login)
{
    return login->left >= HVS_LOGIN_DENIED ? login->gss.context : GSS_C_NO_CONTEXT;
}

const char *
hvs_login_get_protocol(const HvsLogin *login)
{
    return login->protocol;
}
