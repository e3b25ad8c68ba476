/* gss_client.c: somebody who logs on by NTLM
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "gss_client.h"

#include <gssapi/gssapi_ext.h>
#include <string.h>

#include "wsman_multipart.h"
#include "wsman_seal.h"

static const gss_OID_desc spnego_oid = { 6, (void *)"\x2b\x06\x01\x05\x05\x02" };
static const gss_OID_desc ntlm_oid = { 10, (void *)"\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a" };

void
gss_client_isolate(void)
{
    g_setenv("KRB5_CONFIG", "/dev/null", TRUE);
}

void
gss_client_clear(GssClient *gss)
{
    OM_uint32 minor;

    if (gss->context != GSS_C_NO_CONTEXT)
        gss_delete_sec_context(&minor, &gss->context, GSS_C_NO_BUFFER);
    g_clear_pointer(&gss->token, g_free);
}

static gss_name_t
import(const char *text, gss_OID type)
{
    gss_buffer_desc buffer = { strlen(text), (void *)text };
    gss_name_t name = GSS_C_NO_NAME;
    OM_uint32 minor;

    g_assert_cmpuint(gss_import_name(&minor, &buffer, type, &name), ==, GSS_S_COMPLETE);

    return name;
}

static gss_cred_id_t
acquire(const GssUser *user)
{
    const char *text = user->password != NULL ? user->password : "secret";
    gss_buffer_desc password = { strlen(text), (void *)text };
    gss_OID_desc mechanism = user->raw ? ntlm_oid : spnego_oid;
    gss_OID_desc ntlm = ntlm_oid;
    gss_OID_set_desc mechanisms = { 1, &mechanism };
    gss_OID_set_desc only = { 1, &ntlm };
    gss_name_t name = import(user->user != NULL ? user->user : "Administrator", GSS_C_NT_USER_NAME);
    gss_cred_id_t credential = GSS_C_NO_CREDENTIAL;
    OM_uint32 minor;

    g_assert_cmpuint(gss_acquire_cred_with_password(&minor, name, &password, GSS_C_INDEFINITE,
                                                    &mechanisms, GSS_C_INITIATE, &credential, NULL,
                                                    NULL),
                     ==, GSS_S_COMPLETE);
    if (!user->raw)
        g_assert_cmpuint(gss_set_neg_mechs(&minor, credential, &only), ==, GSS_S_COMPLETE);
    gss_release_name(&minor, &name);

    return credential;
}

/* The next token, base64; NULL if there is none. */
static char *
step(GssClient *gss, const GssUser *user, gss_cred_id_t credential, const char *challenge)
{
    gss_OID_desc mechanism = user->raw ? ntlm_oid : spnego_oid;
    struct gss_channel_bindings_struct channel = {
        .application_data = { user->n_binding, (void *)user->binding },
    };
    gss_name_t target = import("HTTP@hv-primary", GSS_C_NT_HOSTBASED_SERVICE);
    gsize n_in = 0;
    g_autofree guchar *bytes = challenge != NULL ? g_base64_decode(challenge, &n_in) : NULL;
    gss_buffer_desc in = { n_in, bytes };
    gss_buffer_desc out = GSS_C_EMPTY_BUFFER;
    char *token = NULL;
    OM_uint32 major, minor;

    major = gss_init_sec_context(&minor, credential, &gss->context, target, &mechanism,
                                 GSS_C_MUTUAL_FLAG | GSS_C_CONF_FLAG | GSS_C_INTEG_FLAG |
                                     GSS_C_SEQUENCE_FLAG | GSS_C_REPLAY_FLAG,
                                 GSS_C_INDEFINITE,
                                 user->binding != NULL ? &channel : GSS_C_NO_CHANNEL_BINDINGS, &in,
                                 NULL, &out, NULL, NULL);
    g_assert_false(GSS_ERROR(major));
    if (out.length > 0)
        token = g_base64_encode(out.value, out.length);
    gss_release_buffer(&minor, &out);
    gss_release_name(&minor, &target);

    return token;
}

/* What stands behind the scheme in WWW-Authenticate; NULL without a token. */
static char *
dup_challenge(const HttpAnswer *answer, const char *scheme)
{
    g_autofree char *start = g_strconcat("\r\nWWW-Authenticate: ", scheme, " ", NULL);
    const char *found = answer->head != NULL ? strstr(answer->head, start) : NULL;

    if (found == NULL)
        return NULL;
    found += strlen(start);

    return g_strndup(found, strcspn(found, "\r"));
}

static gboolean
is_established(const GssClient *gss)
{
    int open = 0;
    OM_uint32 minor;

    gss_inquire_context(&minor, gss->context, NULL, NULL, NULL, NULL, NULL, NULL, &open);

    return open != 0;
}

HttpAnswer
gss_client_log_in(GssClient *gss, HttpClient *client, const GssUser *user)
{
    const char *scheme = user->scheme != NULL ? user->scheme : "Negotiate";
    gss_cred_id_t credential = acquire(user);
    HttpAnswer answer = { 0 };
    g_autofree char *challenge = NULL;
    char *token;
    OM_uint32 minor;

    while ((token = step(gss, user, credential, challenge)) != NULL) {
        g_autofree char *header = g_strdup_printf("Authorization: %s %s\r\n", scheme, token);

        g_free(gss->token);
        gss->token = token;
        if (user->keeps_last && is_established(gss))
            break;
        http_answer_clear(&answer);
        answer = http_client_say(client, header, "");
        g_clear_pointer(&challenge, g_free);
        challenge = dup_challenge(&answer, scheme);
        if (challenge == NULL)
            break;
    }
    gss_release_cred(&minor, &credential);

    return answer;
}

HttpAnswer
gss_client_say(GssClient *gss, HttpClient *client, const char *envelope)
{
    g_autoptr(GBytes) plain = g_bytes_new(envelope, strlen(envelope));
    g_autofree char *type = hvr_wsman_multipart_dup_content_type(HVR_WSMAN_PROTOCOL_SPNEGO);
    g_autofree char *header = g_strdup_printf("Content-Type: %s\r\n", type);
    g_autofree char *line = g_strdup_printf("Content-Type: %s", type);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes)
        body = hvr_wsman_seal_encode(gss->context, HVR_WSMAN_PROTOCOL_SPNEGO, plain, &error);
    HttpAnswer answer;

    g_assert_no_error(error);
    answer = http_client_post(client, header, body);
    if (http_answer_has(&answer, line)) {
        g_autoptr(GBytes) sealed = g_bytes_new(answer.body->str, answer.body->len);
        g_autoptr(GBytes)
            opened = hvr_wsman_seal_decode(gss->context, HVR_WSMAN_PROTOCOL_SPNEGO, sealed, &error);

        g_assert_no_error(error);
        g_string_truncate(answer.body, 0);
        g_string_append_len(answer.body, g_bytes_get_data(opened, NULL),
                            (gssize)g_bytes_get_size(opened));
    }

    return answer;
}
