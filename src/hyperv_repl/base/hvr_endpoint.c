/* hvr_endpoint.c: how to reach a host, and who to be there
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_endpoint.h"

/* clang-format off */
static const char *const scheme_names[] = {
    [HVR_AUTH_NONE]        = "none",
    [HVR_AUTH_KERBEROS]    = "kerberos",
    [HVR_AUTH_NTLM]        = "ntlm",
    [HVR_AUTH_CERTIFICATE] = "certificate",
    [HVR_AUTH_BASIC]       = "basic",
};

static const gsize texts[] = {
    G_STRUCT_OFFSET(HvrEndpoint, name),
    G_STRUCT_OFFSET(HvrEndpoint, address),
    G_STRUCT_OFFSET(HvrEndpoint, user),
    G_STRUCT_OFFSET(HvrEndpoint, keytab),
    G_STRUCT_OFFSET(HvrEndpoint, ccache),
    G_STRUCT_OFFSET(HvrEndpoint, spn),
    G_STRUCT_OFFSET(HvrEndpoint, client_certificate),
    G_STRUCT_OFFSET(HvrEndpoint, client_key),
    G_STRUCT_OFFSET(HvrEndpoint, ca_file),
    G_STRUCT_OFFSET(HvrEndpoint, crl_file),
    G_STRUCT_OFFSET(HvrEndpoint, pin),
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(scheme_names) == HVR_N_AUTH_SCHEMES);

void
hvr_endpoint_copy(HvrEndpoint *endpoint)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        char **text = G_STRUCT_MEMBER_P(endpoint, texts[i]);

        *text = g_strdup(*text);
    }
    if (endpoint->password != NULL)
        hvr_secret_source_ref(endpoint->password);
}

void
hvr_endpoint_clear(HvrEndpoint *endpoint)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        char **text = G_STRUCT_MEMBER_P(endpoint, texts[i]);

        g_clear_pointer(text, g_free);
    }
    g_clear_pointer(&endpoint->password, hvr_secret_source_unref);
}

gboolean
hvr_endpoint_has_scheme(const HvrEndpoint *endpoint, HvrAuthScheme scheme)
{
    for (gsize i = 0; endpoint->schemes[i] != HVR_AUTH_NONE; i++) {
        if (endpoint->schemes[i] == scheme)
            return TRUE;
    }

    return FALSE;
}

HvrAuthScheme
hvr_auth_scheme_find(const char *name)
{
    for (gsize i = HVR_AUTH_NONE + 1; i < G_N_ELEMENTS(scheme_names); i++) {
        if (g_str_equal(scheme_names[i], name))
            return (HvrAuthScheme)i;
    }

    return HVR_AUTH_NONE;
}

const char *
hvr_auth_scheme_get_name(HvrAuthScheme scheme)
{
    return scheme_names[scheme];
}
