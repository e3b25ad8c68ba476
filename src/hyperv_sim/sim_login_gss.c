/* sim_login_gss.c: the host's end of a GSS context
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_login_gss.h"

#include <gssapi/gssapi_ext.h>
#include <string.h>

/* How mechanisms stand in the first token: Kerberos as RFC 4121 and as Windows
 * once miscounted it (MS-SPNG note 4), NTLM in SPNEGO and raw. */
/* clang-format off */
static const struct {
    const char *bytes;
    gsize length;
    gboolean is_kerberos;
} marks[] = {
    { "\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02",     11, TRUE  },
    { "\x06\x09\x2a\x86\x48\x82\xf7\x12\x01\x02\x02",     11, TRUE  },
    { "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a", 12, FALSE },
    { "NTLMSSP",                                          8,  FALSE },
};
/* clang-format on */

/* RFC 4178. */
static const char spnego_mark[] = "\x06\x06\x2b\x06\x01\x05\x05\x02";

void
hvs_login_gss_clear(HvsLoginGss *gss)
{
    OM_uint32 minor;

    if (gss->context != GSS_C_NO_CONTEXT)
        gss_delete_sec_context(&minor, &gss->context, GSS_C_NO_BUFFER);
    gss->credential = GSS_C_NO_CREDENTIAL;
}

/* Whether the client would rather have Kerberos: what it names first. */
static gboolean
prefers_kerberos(const gss_buffer_desc *token)
{
    const char *first = NULL;
    gboolean is_kerberos = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *found = memmem(token->value, token->length, marks[i].bytes, marks[i].length);

        if (found == NULL || (first != NULL && found > first))
            continue;
        first = found;
        is_kerberos = marks[i].is_kerberos;
    }

    return is_kerberos;
}

/* One credential has one mechanism: gss-ntlmssp's acceptor needs a name and a
 * store that Kerberos could not do with. */
static gss_cred_id_t
choose_credential(HvsLoginKeys *keys, gboolean kerberos_only, const gss_buffer_desc *token)
{
    gss_cred_id_t kerberos = hvs_login_keys_get_kerberos(keys);
    gboolean is_spnego = memmem(token->value, token->length, spnego_mark, strlen(spnego_mark)) !=
                         NULL;

    if (kerberos_only && is_spnego)
        return GSS_C_NO_CREDENTIAL;
    if (kerberos_only || (kerberos != GSS_C_NO_CREDENTIAL && prefers_kerberos(token)))
        return kerberos;

    return hvs_login_keys_get_ntlm(keys);
}

/* A principal is the host's user in whatever realm the KDC vouches for. */
static gboolean
is_user(gss_name_t source, const char *user)
{
    gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
    g_autofree char *name = NULL;
    char *realm;
    OM_uint32 minor;

    if (gss_display_name(&minor, source, &text, NULL) != GSS_S_COMPLETE)
        return FALSE;
    name = g_strndup(text.value, text.length);
    gss_release_buffer(&minor, &text);
    realm = strrchr(name, '@');
    if (realm != NULL)
        *realm = '\0';

    return user != NULL && g_ascii_strcasecmp(name, user) == 0;
}

/* NTLM knows no other user; Kerberos knows whoever is in the realm. */
static HvsLoginVerdict
judge(const HvsLoginGss *gss,
      HvsLoginKeys *keys,
      gboolean over_tls,
      OM_uint32 flags,
      gss_name_t source)
{
    const HvsHost *host = hvs_login_keys_get_host(keys);
    gboolean is_bound = (flags & GSS_C_CHANNEL_BOUND_FLAG) != 0;

    if (over_tls && host->winrm.binding == HVS_BINDING_STRICT && !is_bound)
        return HVS_LOGIN_REFUSED;
    if (gss->credential == hvs_login_keys_get_kerberos(keys) && !is_user(source, host->user))
        return HVS_LOGIN_DENIED;

    return HVS_LOGIN_KNOWN;
}

/* Bindings that are there and wrong are refused by both mechanisms, those that
 * are missing by none of them. */
static HvsLoginVerdict
step(HvsLoginGss *gss, HvsLoginKeys *keys, gboolean over_tls, gss_buffer_t in, gss_buffer_t out)
{
    const HvsHost *host = hvs_login_keys_get_host(keys);
    GBytes *binding = hvs_login_keys_get_binding(keys);
    struct gss_channel_bindings_struct channel = { 0 };
    gboolean is_binding = over_tls && host->winrm.binding != HVS_BINDING_NONE && binding != NULL;
    gss_name_t source = GSS_C_NO_NAME;
    OM_uint32 major, minor, flags = 0;
    HvsLoginVerdict verdict;

    if (is_binding)
        channel.application_data.value =
            (void *)g_bytes_get_data(binding, &channel.application_data.length);
    major = gss_accept_sec_context(&minor, &gss->context, gss->credential, in,
                                   is_binding ? &channel : GSS_C_NO_CHANNEL_BINDINGS, &source, NULL,
                                   out, &flags, NULL, NULL);
    if (GSS_ERROR(major))
        verdict = HVS_LOGIN_REFUSED;
    else if (major & GSS_S_CONTINUE_NEEDED)
        verdict = HVS_LOGIN_CONTINUED;
    else
        verdict = judge(gss, keys, over_tls, flags, source);
    gss_release_name(&minor, &source);

    return verdict;
}

HvsLoginVerdict
hvs_login_gss_accept(HvsLoginGss *gss,
                     HvsLoginKeys *keys,
                     gboolean over_tls,
                     gboolean kerberos_only,
                     const char *text,
                     char **out_token)
{
    gsize length = 0;
    g_autofree guchar *bytes = g_base64_decode(text, &length);
    gss_buffer_desc in = { length, bytes };
    gss_buffer_desc out = GSS_C_EMPTY_BUFFER;
    HvsLoginVerdict verdict;
    OM_uint32 minor;

    if (gss->credential == GSS_C_NO_CREDENTIAL)
        gss->credential = choose_credential(keys, kerberos_only, &in);
    if (length == 0 || gss->credential == GSS_C_NO_CREDENTIAL ||
        (hvs_login_keys_get_host(keys)->winrm.password_expired &&
         gss->credential != hvs_login_keys_get_kerberos(keys)))
        return HVS_LOGIN_REFUSED;

    verdict = step(gss, keys, over_tls, &in, &out);
    if (verdict != HVS_LOGIN_REFUSED && out.length > 0)
        *out_token = g_base64_encode(out.value, out.length);
    gss_release_buffer(&minor, &out);

    return verdict;
}
