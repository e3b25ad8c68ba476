/* wsman_gss.c: the client's end of a GSS context
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_gss.h"

#include <glib/gi18n-lib.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <string.h>

#include "hvr_error.h"
#include "wsman_gss_error.h"
#include "wsman_mechanism.h"
#include "wsman_spn.h"
#include "wsman_ticket.h"

/* Nobody gets to act as us elsewhere: no delegation. */
#define FLAGS                                                                                      \
    (GSS_C_MUTUAL_FLAG | GSS_C_INTEG_FLAG | GSS_C_CONF_FLAG | GSS_C_REPLAY_FLAG |                  \
     GSS_C_SEQUENCE_FLAG)

/* The weakest that Windows and the libraries agree on: RC4 with 128 bits is
 * called as strong as 64. */
#define STRENGTH_MIN 64

struct _HvrWsmanGss {
    HvrWsmanMechanism mechanism;
    HvrWsmanTicket *ticket; /* (nullable) */
    gss_cred_id_t credential;
    gss_name_t target;
    gss_ctx_id_t context;
    GBytes *binding; /* (nullable) */
    GBytes *first;   /* (nullable): the token that was made in the beginning */
    gboolean is_complete;
};

static gboolean
import_name(const char *text, gss_OID type, gss_name_t *out_name, GError **error)
{
    gss_buffer_desc buffer = { strlen(text), (void *)text };
    OM_uint32 minor;
    OM_uint32 major = gss_import_name(&minor, &buffer, type, out_name);

    if (major != GSS_S_COMPLETE)
        return hvr_wsman_gss_error_fail(error, HVR_ERROR_CONFIG, major, minor, GSS_C_NO_OID);

    return TRUE;
}

/* SPNEGO's credential holds whatever the library can get; it is to offer one
 * mechanism, and to accept no other. */
static gboolean
choose_mechanism(HvrWsmanGss *gss, GError **error)
{
    gss_OID_set_desc only = { 1, hvr_wsman_mechanism_get_oid(gss->mechanism) };
    OM_uint32 minor;
    OM_uint32 major = gss_set_neg_mechs(&minor, gss->credential, &only);

    if (major != GSS_S_COMPLETE)
        return hvr_wsman_gss_error_fail(error, HVR_ERROR_CONFIG, major, minor, only.elements);

    return TRUE;
}

static gboolean
acquire_kerberos(HvrWsmanGss *gss, const HvrEndpoint *endpoint, GError **error)
{
    gss_OID_set_desc spnego = { 1, hvr_wsman_mechanism_get_oid(HVR_MECHANISM_SPNEGO) };
    gss_key_value_element_desc element = { .key = "ccache" };
    gss_key_value_set_desc store = { 1, &element };
    OM_uint32 major;
    OM_uint32 minor;

    gss->ticket = hvr_wsman_ticket_new(endpoint, error);
    if (gss->ticket == NULL)
        return FALSE;

    /* As a principal, so that the library does not ask DNS for the host's name. */
    if (!import_name(hvr_wsman_ticket_get_service(gss->ticket), GSS_KRB5_NT_PRINCIPAL_NAME,
                     &gss->target, error))
        return FALSE;

    element.value = hvr_wsman_ticket_get_ccache(gss->ticket);
    major = gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &spnego, GSS_C_INITIATE,
                                  &store, &gss->credential, NULL, NULL);
    if (major != GSS_S_COMPLETE)
        return hvr_wsman_gss_error_fail(error, HVR_ERROR_CONFIG, major, minor, GSS_C_NO_OID);

    return TRUE;
}

/* Not gss_acquire_cred_with_password(): that gives the password to all that the
 * library knows, and its Kerberos logs on with it at once.  By this key only NTLM
 * finds it, and the other two say that there is nothing for Kerberos. */
static gboolean
acquire_with_password(HvrWsmanGss *gss, gss_name_t user, HvrSecret *password, GError **error)
{
    gss_OID_set_desc spnego = { 1, hvr_wsman_mechanism_get_oid(HVR_MECHANISM_SPNEGO) };
    gss_key_value_element_desc elements[] = {
        { "ntlmssp_password", hvr_secret_get_text(password) },
        { "ccache", "MEMORY:none" },
        { "client_keytab", "MEMORY:none" },
    };
    gss_key_value_set_desc store = { G_N_ELEMENTS(elements), elements };
    OM_uint32 minor;
    OM_uint32 major = gss_acquire_cred_from(&minor, user, GSS_C_INDEFINITE, &spnego, GSS_C_INITIATE,
                                            &store, &gss->credential, NULL, NULL);

    if (major != GSS_S_COMPLETE)
        return hvr_wsman_gss_error_fail(error, HVR_ERROR_CONFIG, major, minor, GSS_C_NO_OID);

    return TRUE;
}

static gboolean
acquire_ntlm(HvrWsmanGss *gss, const HvrEndpoint *endpoint, GError **error)
{
    g_autoptr(HvrWsmanSpn) spn = hvr_wsman_spn_new(endpoint);
    g_autofree char *target = g_strconcat(spn->service, "@", spn->host, NULL);
    g_autoptr(HvrSecret) password = NULL;
    g_auto(gss_name_t) user = GSS_C_NO_NAME;

    if (!hvr_wsman_mechanism_has_plugin(HVR_MECHANISM_NTLM))
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("this machine does not speak NTLM: install the package gss-ntlmssp"));
    if (endpoint->user == NULL || endpoint->password == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("NTLM needs a user and a password"));

    password = hvr_secret_source_read(endpoint->password, error);

    return password != NULL &&
           import_name(target, GSS_C_NT_HOSTBASED_SERVICE, &gss->target, error) &&
           import_name(endpoint->user, GSS_C_NT_USER_NAME, &user, error) &&
           acquire_with_password(gss, user, password, error);
}

static gboolean
has_strength(gss_ctx_id_t context)
{
    gss_buffer_set_t answer = GSS_C_NO_BUFFER_SET;
    OM_uint32 minor;
    guint32 strength = 0;

    if (gss_inquire_sec_context_by_oid(&minor, context, GSS_C_SEC_CONTEXT_SASL_SSF, &answer) !=
        GSS_S_COMPLETE)
        return FALSE;
    if (answer->count == 1 && answer->elements[0].length == sizeof strength)
        memcpy(&strength, answer->elements[0].value, sizeof strength);
    gss_release_buffer_set(&minor, &answer);

    return GUINT32_FROM_BE(strength) >= STRENGTH_MIN;
}

/* NTLM proves by SPNEGO's last MIC that the host's domain knows us, and that is
 * not what GSSAPI calls mutual; gss-ntlmssp grants whatever it is asked for. */
static gboolean
check_granted(const HvrWsmanGss *gss, GError **error)
{
    OM_uint32 wanted = gss->mechanism == HVR_MECHANISM_KERBEROS ? FLAGS
                                                                : FLAGS & ~GSS_C_MUTUAL_FLAG;
    OM_uint32 granted = 0;

    if (hvr_wsman_mechanism_find(gss->context, &granted) != gss->mechanism)
        return hvr_fail(error, HVR_ERROR_AUTH,
                        _("the host came back with another mechanism than it was asked for"));
    if ((granted & wanted & GSS_C_MUTUAL_FLAG) != (wanted & GSS_C_MUTUAL_FLAG))
        return hvr_fail(error, HVR_ERROR_AUTH, _("the host did not prove who it is"));
    if ((granted & wanted) != wanted || !has_strength(gss->context))
        return hvr_fail(error, HVR_ERROR_AUTH, _("the host does not agree to seal messages"));

    return TRUE;
}

/* Credentials and tickets are not kept a moment longer than that. */
static void
drop_credentials(HvrWsmanGss *gss)
{
    OM_uint32 minor;

    gss_release_cred(&minor, &gss->credential);
    gss_release_name(&minor, &gss->target);
    g_clear_pointer(&gss->ticket, hvr_wsman_ticket_free);
}

static void
drop_context(HvrWsmanGss *gss)
{
    OM_uint32 minor;

    if (gss->context != GSS_C_NO_CONTEXT)
        gss_delete_sec_context(&minor, &gss->context, GSS_C_NO_BUFFER);
}

static gboolean
advance(HvrWsmanGss *gss, gss_buffer_t input, GBytes **out_token, GError **error)
{
    struct gss_channel_bindings_struct binding = { 0 };
    g_auto(gss_buffer_desc) output = GSS_C_EMPTY_BUFFER;
    OM_uint32 major;
    OM_uint32 minor;

    if (gss->binding != NULL)
        binding.application_data.value =
            (void *)g_bytes_get_data(gss->binding, &binding.application_data.length);
    major = gss_init_sec_context(&minor, gss->credential, &gss->context, gss->target,
                                 hvr_wsman_mechanism_get_oid(HVR_MECHANISM_SPNEGO), FLAGS, 0,
                                 gss->binding != NULL ? &binding : GSS_C_NO_CHANNEL_BINDINGS, input,
                                 NULL, &output, NULL, NULL);
    if (GSS_ERROR(major)) {
        drop_context(gss);
        hvr_wsman_gss_error_fail(error, HVR_ERROR_AUTH, major, minor,
                                 hvr_wsman_mechanism_get_oid(HVR_MECHANISM_SPNEGO));
        return FALSE;
    }
    if (major == GSS_S_COMPLETE) {
        drop_credentials(gss);
        if (!check_granted(gss, error)) {
            drop_context(gss);
            return FALSE;
        }
        gss->is_complete = TRUE;
    }
    *out_token = output.length > 0 ? g_bytes_new(output.value, output.length) : NULL;

    return TRUE;
}

HvrWsmanGss *
hvr_wsman_gss_new(const HvrEndpoint *endpoint,
                  HvrAuthScheme scheme,
                  GBytes *binding,
                  GError **error)
{
    g_autoptr(HvrWsmanGss) gss = g_new0(HvrWsmanGss, 1);
    gboolean ok;

    gss->mechanism = scheme == HVR_AUTH_KERBEROS ? HVR_MECHANISM_KERBEROS : HVR_MECHANISM_NTLM;
    gss->binding = binding != NULL ? g_bytes_ref(binding) : NULL;
    if (gss->mechanism == HVR_MECHANISM_KERBEROS)
        ok = acquire_kerberos(gss, endpoint, error);
    else
        ok = acquire_ntlm(gss, endpoint, error);
    if (!ok || !choose_mechanism(gss, error) || !advance(gss, GSS_C_NO_BUFFER, &gss->first, error))
        return NULL;

    return g_steal_pointer(&gss);
}

void
hvr_wsman_gss_free(HvrWsmanGss *gss)
{
    if (gss == NULL)
        return;

    drop_context(gss);
    drop_credentials(gss);
    g_clear_pointer(&gss->binding, g_bytes_unref);
    g_clear_pointer(&gss->first, g_bytes_unref);
    g_free(gss);
}

gboolean
hvr_wsman_gss_step(HvrWsmanGss *gss, GBytes *challenge, GBytes **out_token, GError **error)
{
    gss_buffer_desc input = GSS_C_EMPTY_BUFFER;

    if (gss->first != NULL && challenge == NULL) {
        *out_token = g_steal_pointer(&gss->first);
        return TRUE;
    }
    if (challenge == NULL || gss->context == GSS_C_NO_CONTEXT || gss->is_complete)
        return hvr_fail(error, HVR_ERROR_AUTH, _("the host did not go on with the authentication"));

    input.value = (void *)g_bytes_get_data(challenge, &input.length);

    return advance(gss, &input, out_token, error);
}

gboolean
hvr_wsman_gss_is_local_failure(const GError *error)
{
    return !hvr_wsman_gss_error_is_refusal(error);
}

gboolean
hvr_wsman_gss_is_complete(const HvrWsmanGss *gss)
{
    return gss->is_complete;
}

gboolean
hvr_wsman_gss_is_expired(const HvrWsmanGss *gss)
{
    OM_uint32 minor;
    OM_uint32 seconds = 0;

    return GSS_ERROR(gss_context_time(&minor, gss->context, &seconds)) || seconds == 0;
}

gss_ctx_id_t
hvr_wsman_gss_get_context(const HvrWsmanGss *gss)
{
    return gss->context;
}
