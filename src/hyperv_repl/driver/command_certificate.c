/* command_certificate.c: the certificates of a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "command_row.h"
#include "command_value.h"
#include "host_query.h"

/* Windows' own name for a certificate: SHA-1 of its encoding, in capitals. */
static char *
dup_thumbprint(const char *encoded)
{
    gsize length;
    g_autofree guchar *bytes = g_base64_decode(encoded, &length);
    g_autofree char *digits = g_compute_checksum_for_data(G_CHECKSUM_SHA1, bytes, length);

    return g_ascii_strup(digits, -1);
}

/* Returns: (transfer full) (nullable): without a TLS backend nobody can read it. */
static GTlsCertificate *
parse(const char *encoded)
{
    g_autoptr(GString) pem = g_string_new("-----BEGIN CERTIFICATE-----\n");

    for (const char *rest = encoded; *rest != '\0'; rest += MIN(strlen(rest), 64)) {
        g_string_append_len(pem, rest, (gssize)MIN(strlen(rest), 64));
        g_string_append_c(pem, '\n');
    }
    g_string_append(pem, "-----END CERTIFICATE-----\n");

    return g_tls_certificate_new_from_pem(pem->str, (gssize)pem->len, NULL);
}

static void
set_text(JsonObject *object, const char *name, const char *text)
{
    if (text != NULL)
        json_object_set_string_member(object, name, text);
    else
        json_object_set_null_member(object, name);
}

static void
set_time(JsonObject *object, const char *name, GDateTime *time)
{
    gint64 usec = time != NULL ? g_date_time_to_unix(time) * G_USEC_PER_SEC : 0;

    hvr_command_value_set_time(object, name, usec);
}

static JsonObject *
describe(const char *encoded)
{
    JsonObject *object = json_object_new();
    g_autofree char *thumbprint = dup_thumbprint(encoded);
    g_autoptr(GTlsCertificate) certificate = parse(encoded);
    g_autofree char *subject = NULL;
    g_autofree char *issuer = NULL;
    g_autoptr(GDateTime) begin = NULL;
    g_autoptr(GDateTime) end = NULL;

    if (certificate != NULL) {
        subject = g_tls_certificate_get_subject_name(certificate);
        issuer = g_tls_certificate_get_issuer_name(certificate);
        begin = g_tls_certificate_get_not_valid_before(certificate);
        end = g_tls_certificate_get_not_valid_after(certificate);
    }
    json_object_set_string_member(object, "thumbprint", thumbprint);
    set_text(object, "subject", subject);
    set_text(object, "issuer", issuer);
    set_time(object, "not-before", begin);
    set_time(object, "not-after", end);
    json_object_set_string_member(object, "encoded", encoded);

    return object;
}

static void
on_asked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrReplAnswer) answer = hvr_host_ask_finish(result, &error);
    JsonArray *array;

    if (answer == NULL) {
        hvr_command_call_fail(call, error);
        return;
    }

    array = json_array_new();
    for (guint i = 0; answer->certificates != NULL && answer->certificates[i] != NULL; i++)
        json_array_add_object_element(array, describe(answer->certificates[i]));
    hvr_command_call_return(call, hvr_command_value_take_array(array));
}

void
hvr_command_query_certificates(HvrCommandCall *call)
{
    HvrReplRequest request = { .verb = HVR_VERB_GET_CERTIFICATES };

    hvr_host_ask_async(call->host, call->domain, &request, hvr_command_call_get_cancellable(call),
                       on_asked, call);
}
