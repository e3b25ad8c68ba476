/* wsman_refusal.c: why a host lets nobody in
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_refusal.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "wsman_challenge.h"
#include "wsman_http.h"

/* clang-format off */
static const struct {
    const char *challenge; /* what a host that allows it offers; NULL: nothing */
    const char *remedy;
} schemes[] = {
    [HVR_AUTH_NONE]        = { NULL,        N_("name a user and where the password is in hosts.conf") },
    [HVR_AUTH_KERBEROS]    = { "Negotiate", N_("check that the account may use WinRM there, that the clocks agree, and that 'service-principal' is the host's own") },
    [HVR_AUTH_NTLM]        = { "Negotiate", N_("check user and password of the host in hosts.conf, and that the host accepts NTLM") },
    [HVR_AUTH_CERTIFICATE] = { NULL,        N_("allow certificates in WinRM's Service/Auth and map this one to a local user (WSMan:\\localhost\\ClientCertificate)") },
    [HVR_AUTH_BASIC]       = { "Basic",     N_("check user and password of the host in hosts.conf; Basic knows the host's local accounts only") },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(schemes) == HVR_N_AUTH_SCHEMES);

gboolean
hvr_wsman_refusal_is_offered(HvrAuthScheme scheme, const GPtrArray *challenges)
{
    const char *challenge = schemes[scheme].challenge;

    return challenge == NULL || hvr_wsman_challenge_find(challenges, challenge) != NULL;
}

static gboolean
set_detail(const char *remedy, GError **error)
{
    HvrErrorDetail detail = { .http_status = HVR_HTTP_UNAUTHORIZED, .remedy = remedy };

    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}

/* Returns: (transfer full): as 'auth' takes it, what could be used instead. */
static char *
list_alternatives(const GPtrArray *challenges)
{
    GString *list = g_string_new(NULL);

    for (guint i = HVR_AUTH_NONE + 1; i < HVR_N_AUTH_SCHEMES; i++) {
        HvrAuthScheme scheme = (HvrAuthScheme)i;

        if (schemes[i].challenge != NULL && hvr_wsman_refusal_is_offered(scheme, challenges))
            g_string_append_printf(list, "%s%s", list->len > 0 ? " " : "",
                                   hvr_auth_scheme_get_name(scheme));
    }

    return g_string_free(list, FALSE);
}

static gboolean
fail_not_offered(HvrAuthScheme scheme, const GPtrArray *challenges, GError **error)
{
    g_autofree char *offered = hvr_wsman_challenge_describe(challenges);
    g_autofree char *alternatives = list_alternatives(challenges);

    if (*offered == '\0')
        hvr_fail(error, HVR_ERROR_AUTH, _("the host offers no way to authenticate"));
    else if (*alternatives == '\0')
        hvr_fail(error, HVR_ERROR_AUTH, _("the host offers only %s, which is not spoken here"),
                 offered);
    else if (scheme == HVR_AUTH_NONE)
        hvr_fail(error, HVR_ERROR_AUTH,
                 _("the host asks for a user, it offers %1$s; set one of 'auth = %2$s' in "
                   "hosts.conf"),
                 offered, alternatives);
    else
        hvr_fail(error, HVR_ERROR_AUTH,
                 _("the host offers %1$s, not what 'auth = %2$s' asks for; set one of "
                   "'auth = %3$s' in hosts.conf"),
                 offered, hvr_auth_scheme_get_name(scheme), alternatives);

    return set_detail(N_("set 'auth' in hosts.conf to what the host offers, or allow more in "
                         "WinRM's Service/Auth"),
                      error);
}

static const char *
get_identity(const HvrEndpoint *endpoint, HvrAuthScheme scheme)
{
    if (scheme == HVR_AUTH_CERTIFICATE)
        return endpoint->client_certificate;
    if (endpoint->user != NULL)
        return endpoint->user;

    return endpoint->ccache != NULL ? endpoint->ccache : _("the default credential cache");
}

/* The binding is always sent where there is TLS, so a host that misses it has
 * somebody in between who ends TLS. */
static gboolean
fail_refused(const HvrEndpoint *endpoint, HvrAuthScheme scheme, GError **error)
{
    const char *identity = get_identity(endpoint, scheme);
    const char *name = hvr_auth_scheme_get_name(scheme);
    gboolean is_bound = endpoint->use_tls && g_strcmp0(schemes[scheme].challenge, "Negotiate") == 0;

    if (is_bound)
        hvr_fail(error, HVR_ERROR_AUTH,
                 _("the host refused '%1$s' (authentication '%2$s'); or it demands channel "
                   "binding, and something between ends TLS"),
                 identity, name);
    else
        hvr_fail(error, HVR_ERROR_AUTH, _("the host refused '%1$s' (authentication '%2$s')"),
                 identity, name);

    return set_detail(schemes[scheme].remedy, error);
}

gboolean
hvr_wsman_refusal_fail(const HvrEndpoint *endpoint,
                       HvrAuthScheme scheme,
                       const GPtrArray *challenges,
                       GError **error)
{
    if (scheme == HVR_AUTH_NONE || !hvr_wsman_refusal_is_offered(scheme, challenges))
        return fail_not_offered(scheme, challenges, error);

    return fail_refused(endpoint, scheme, error);
}
