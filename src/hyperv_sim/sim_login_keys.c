/* sim_login_keys.c: what a host proves itself with, and others are checked against
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_login_keys.h"

#include <glib/gi18n-lib.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hvr_error.h"
#include "sim_ntlm_user.h"
#include "wsman_binding.h"

/* RFC 4178 and MS-NLMP. */
static const gss_OID_desc spnego_oid = { 6, (void *)"\x2b\x06\x01\x05\x05\x02" };
static const gss_OID_desc ntlm_oid = { 10, (void *)"\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a" };

struct _HvsLoginKeys {
    HvsHost *host;
    gss_cred_id_t kerberos;
    gss_cred_id_t ntlm;
    int users;  /* in memory: the file of users that the NTLM mechanism reads */
    char *user; /* (nullable): what is in it */
    char *password;
    GBytes *binding;
    GTlsDatabase *client_ca;
};

/* Raw and as the only mechanism in SPNEGO; without a name, so that any key will do. */
static gss_cred_id_t
acquire_from_keytab(const char *keytab, OM_uint32 *minor)
{
    gss_OID_desc both[] = { *gss_mech_krb5, spnego_oid };
    gss_OID_set_desc mechanisms = { G_N_ELEMENTS(both), both };
    gss_OID_set_desc only = { 1, both };
    gss_key_value_element_desc element = { "keytab", keytab };
    gss_key_value_set_desc store = { 1, &element };
    gss_cred_id_t credential = GSS_C_NO_CREDENTIAL;
    gss_OID_set found = GSS_C_NO_OID_SET;
    int has_it = 0;
    OM_uint32 ignored;

    gss_acquire_cred_from(minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechanisms, GSS_C_ACCEPT, &store,
                          &credential, &found, NULL);
    if (found != GSS_C_NO_OID_SET)
        gss_test_oid_set_member(&ignored, both, found, &has_it);
    gss_release_oid_set(&ignored, &found);
    if (!has_it || gss_set_neg_mechs(&ignored, credential, &only) != GSS_S_COMPLETE)
        gss_release_cred(&ignored, &credential);

    return credential;
}

static gboolean
acquire_kerberos(HvsLoginKeys *keys, GError **error)
{
    const HvsWinrm *winrm = &keys->host->winrm;
    g_autofree char *text = NULL;
    OM_uint32 minor = 0, ignored, more = 0;
    gss_buffer_desc reason = GSS_C_EMPTY_BUFFER;

    if (!winrm->kerberos || winrm->keytab == NULL)
        return TRUE;
    keys->kerberos = acquire_from_keytab(winrm->keytab, &minor);
    if (keys->kerberos != GSS_C_NO_CREDENTIAL)
        return TRUE;

    gss_display_status(&ignored, minor, GSS_C_MECH_CODE, (gss_OID)gss_mech_krb5, &more, &reason);
    text = g_strndup(reason.value, reason.length);
    gss_release_buffer(&ignored, &reason);

    return hvr_fail(error, HVR_ERROR_CONFIG, _("host '%1$s' cannot use the keytab '%2$s': %3$s"),
                    keys->host->name, winrm->keytab, text);
}

static void
append_length(GByteArray *token, gsize length)
{
    guint32 number = GUINT32_TO_BE((guint32)length);

    g_byte_array_append(token, (const guint8 *)&number, sizeof(number));
}

/* SPNEGO around a credential that stays beside it, by way of what MIT's mechglue
 * exports: OID and token of each mechanism, with their lengths.  Acquired in the
 * usual way SPNEGO would ask Kerberos for the name first, and that the DNS. */
static gss_cred_id_t
wrap_in_spnego(gss_cred_id_t credential)
{
    g_autoptr(GByteArray) token = g_byte_array_new();
    gss_buffer_desc one = GSS_C_EMPTY_BUFFER;
    gss_cred_id_t both = GSS_C_NO_CREDENTIAL;
    gss_buffer_desc two;
    OM_uint32 minor;

    if (gss_export_cred(&minor, credential, &one) != GSS_S_COMPLETE)
        return GSS_C_NO_CREDENTIAL;
    g_byte_array_append(token, one.value, (guint)one.length);
    append_length(token, spnego_oid.length);
    g_byte_array_append(token, spnego_oid.elements, spnego_oid.length);
    append_length(token, one.length);
    g_byte_array_append(token, one.value, (guint)one.length);
    gss_release_buffer(&minor, &one);
    two = (gss_buffer_desc){ token->len, token->data };
    if (gss_import_cred(&minor, &two, &both) != GSS_S_COMPLETE)
        return GSS_C_NO_CREDENTIAL;

    return both;
}

static gss_cred_id_t
acquire_raw_ntlm(const char *fqdn, const char *path)
{
    g_autofree char *text = g_strconcat("@", fqdn, NULL);
    gss_buffer_desc buffer = { strlen(text), text };
    gss_OID_desc mechanism = ntlm_oid;
    gss_OID_set_desc mechanisms = { 1, &mechanism };
    gss_key_value_element_desc element = { "ntlmssp_keyfile", path };
    gss_key_value_set_desc store = { 1, &element };
    gss_cred_id_t credential = GSS_C_NO_CREDENTIAL;
    gss_name_t name = GSS_C_NO_NAME;
    OM_uint32 minor;

    gss_import_name(&minor, &buffer, GSS_C_NT_HOSTBASED_SERVICE, &name);
    gss_acquire_cred_from(&minor, name, GSS_C_INDEFINITE, &mechanisms, GSS_C_ACCEPT, &store,
                          &credential, NULL, NULL);
    gss_release_name(&minor, &name);

    return credential;
}

/* The mechanism may be missing; such a host does without. */
static void
acquire_ntlm(HvsLoginKeys *keys)
{
    g_autofree char *path = NULL;
    gss_cred_id_t raw;
    OM_uint32 minor;

    keys->users = memfd_create("ntlm-users", MFD_CLOEXEC);
    if (keys->users < 0)
        return;
    path = g_strdup_printf("/proc/self/fd/%d", keys->users);
    raw = acquire_raw_ntlm(keys->host->fqdn, path);
    if (raw == GSS_C_NO_CREDENTIAL)
        return;
    keys->ntlm = wrap_in_spnego(raw);
    gss_release_cred(&minor, &raw);
}

static gboolean
load_client_ca(HvsLoginKeys *keys, GError **error)
{
    const HvsWinrm *winrm = &keys->host->winrm;
    g_autoptr(GError) cause = NULL;

    if (winrm->client_ca == NULL)
        return TRUE;
    keys->client_ca = g_tls_file_database_new(winrm->client_ca, &cause);

    return keys->client_ca != NULL ||
           hvr_fail(error, HVR_ERROR_CONFIG, _("host '%1$s' cannot use the client-ca '%2$s': %3$s"),
                    keys->host->name, winrm->client_ca, cause->message);
}

static GBytes *
bind_to(GTlsCertificate *certificate)
{
    g_autoptr(GByteArray) encoded = NULL;

    if (certificate == NULL)
        return NULL;
    g_object_get(certificate, "certificate", &encoded, NULL);

    return hvr_wsman_binding_new(encoded->data, encoded->len);
}

HvsLoginKeys *
hvs_login_keys_new(HvsHost *host, GTlsCertificate *certificate, GError **error)
{
    g_autoptr(HvsLoginKeys) keys = g_new0(HvsLoginKeys, 1);

    keys->host = host;
    keys->users = -1;
    keys->binding = bind_to(certificate);
    if (!acquire_kerberos(keys, error) || !load_client_ca(keys, error))
        return NULL;
    acquire_ntlm(keys);

    return g_steal_pointer(&keys);
}

void
hvs_login_keys_free(HvsLoginKeys *keys)
{
    OM_uint32 ignored;

    if (keys == NULL)
        return;

    gss_release_cred(&ignored, &keys->kerberos);
    gss_release_cred(&ignored, &keys->ntlm);
    if (keys->users >= 0)
        close(keys->users);
    g_clear_object(&keys->client_ca);
    g_clear_pointer(&keys->binding, g_bytes_unref);
    g_free(keys->user);
    g_free(keys->password);
    g_free(keys);
}

const HvsHost *
hvs_login_keys_get_host(const HvsLoginKeys *keys)
{
    return keys->host;
}

gss_cred_id_t
hvs_login_keys_get_kerberos(const HvsLoginKeys *keys)
{
    return keys->kerberos;
}

/* Written only when it changes, as hashing takes its time. */
gss_cred_id_t
hvs_login_keys_get_ntlm(HvsLoginKeys *keys)
{
    const HvsHost *host = keys->host;
    g_autofree char *line = NULL;

    if (keys->ntlm == GSS_C_NO_CREDENTIAL ||
        (g_strcmp0(keys->user, host->user) == 0 && g_strcmp0(keys->password, host->password) == 0))
        return keys->ntlm;

    line = hvs_ntlm_user_format(host->user, host->password);
    if (ftruncate(keys->users, 0) != 0 || pwrite(keys->users, line, strlen(line), 0) < 0)
        return GSS_C_NO_CREDENTIAL;
    g_free(keys->user);
    g_free(keys->password);
    keys->user = g_strdup(host->user);
    keys->password = g_strdup(host->password);

    return keys->ntlm;
}

GBytes *
hvs_login_keys_get_binding(const HvsLoginKeys *keys)
{
    return keys->binding;
}

GTlsDatabase *
hvs_login_keys_get_client_ca(const HvsLoginKeys *keys)
{
    return keys->client_ca;
}
