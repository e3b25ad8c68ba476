/* wsman_http.c: what libcurl and HTTP say, in our words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_http.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"

/* Two codes: before the request went out, and after.  A request that the host
 * may have read is never called unreachable, because that may be repeated. */
/* clang-format off */
static const struct {
    CURLcode curl;
    HvrErrorCode before;
    HvrErrorCode after;
    const char *text;
} failures[] = {
    { CURLE_UNSUPPORTED_PROTOCOL,     HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,  N_("the answer is not HTTP") },
    { CURLE_URL_MALFORMAT,            HVR_ERROR_CONFIG,      HVR_ERROR_CONFIG,    N_("the address is malformed") },
    { CURLE_COULDNT_RESOLVE_HOST,     HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST,      N_("the name cannot be resolved") },
    { CURLE_COULDNT_CONNECT,          HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST,      N_("no connection") },
    { CURLE_WEIRD_SERVER_REPLY,       HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,  N_("the answer is not HTTP") },
    { CURLE_PARTIAL_FILE,             HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST,      N_("the answer broke off") },
    { CURLE_WRITE_ERROR,              HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,  N_("the answer is too large") },
    { CURLE_FILESIZE_EXCEEDED,        HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,  N_("the answer is too large") },
    { CURLE_OUT_OF_MEMORY,            HVR_ERROR_INTERNAL,    HVR_ERROR_INTERNAL,  N_("no memory") },
    { CURLE_OPERATION_TIMEDOUT,       HVR_ERROR_UNREACHABLE, HVR_ERROR_TIMEOUT,   N_("no answer in time") },
    { CURLE_SSL_CONNECT_ERROR,        HVR_ERROR_TLS,         HVR_ERROR_LOST,      N_("no TLS connection") },
    { CURLE_GOT_NOTHING,              HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST,      N_("the connection broke before the answer") },
    { CURLE_SEND_ERROR,               HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST,      N_("the connection broke while the request was sent") },
    { CURLE_RECV_ERROR,               HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST,      N_("the connection broke before the answer") },
    { CURLE_BAD_CONTENT_ENCODING,     HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,  N_("the answer has an encoding that nobody asked for") },
    { CURLE_SSL_CERTPROBLEM,          HVR_ERROR_CONFIG,      HVR_ERROR_CONFIG,    N_("the client's certificate cannot be used") },
    { CURLE_SSL_CIPHER,               HVR_ERROR_TLS,         HVR_ERROR_TLS,       N_("no TLS cipher in common") },
    { CURLE_PEER_FAILED_VERIFICATION, HVR_ERROR_TLS,         HVR_ERROR_TLS,       N_("the host's certificate is not trusted") },
    { CURLE_SSL_CACERT_BADFILE,       HVR_ERROR_CONFIG,      HVR_ERROR_CONFIG,    N_("the CA file cannot be used") },
};

/* Where there is no envelope, the status is all we have (MS-WSMV 2.2.1,
 * WinRM's own client codes 0x80338111 to 0x80338113).  An empty 500 comes from
 * a host that gave up half-way. */
static const struct {
    long status;
    HvrErrorCode before;
    HvrErrorCode after;
    const char *text;
} statuses[] = {
    { HVR_HTTP_BAD_REQUEST,            HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    N_("the host calls the request malformed, or could not unseal it") },
    { HVR_HTTP_UNAUTHORIZED,           HVR_ERROR_AUTH,        HVR_ERROR_AUTH,        N_("the host refused the credentials") },
    { HVR_HTTP_FORBIDDEN,              HVR_ERROR_DENIED,      HVR_ERROR_DENIED,      N_("the host does not let this account use WinRM") },
    { HVR_HTTP_NOT_FOUND,              HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    N_("the web server there is not a WinRM service") },
    { HVR_HTTP_METHOD_NOT_ALLOWED,     HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    N_("the web server there is not a WinRM service") },
    { HVR_HTTP_CONTENT_TOO_LARGE,      HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    N_("the request is larger than the host's MaxEnvelopeSizekb") },
    { HVR_HTTP_UNSUPPORTED_MEDIA_TYPE, HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    N_("the host does not take this kind of content") },
    { HVR_HTTP_INTERNAL_SERVER_ERROR,  HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST,        N_("the host gave up on the request without a word") },
    { HVR_HTTP_SERVICE_UNAVAILABLE,    HVR_ERROR_UNREACHABLE, HVR_ERROR_UNREACHABLE, N_("the WinRM service is stopped or overloaded") },
};
/* clang-format on */

gboolean
hvr_wsman_http_fail(CURLcode code, gboolean was_sent, const char *reason, GError **error)
{
    HvrErrorCode meaning = was_sent ? HVR_ERROR_LOST : HVR_ERROR_UNREACHABLE;
    const char *text = N_("the exchange failed");

    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        if (failures[i].curl == code) {
            meaning = was_sent ? failures[i].after : failures[i].before;
            text = failures[i].text;
        }
    }
    if (reason == NULL || *reason == '\0')
        reason = curl_easy_strerror(code);

    return hvr_fail(error, meaning, _("%1$s: %2$s (libcurl error %3$d)"), _(text), reason,
                    (int)code);
}

static double
to_seconds(GTimeSpan span)
{
    return (double)span / (double)G_TIME_SPAN_SECOND;
}

gboolean
hvr_wsman_http_fail_connecting(GTimeSpan waited, GError **error)
{
    return hvr_fail(error, HVR_ERROR_UNREACHABLE,
                    _("no connection within %.1f s, see 'connect-timeout' in hosts.conf"),
                    to_seconds(waited));
}

gboolean
hvr_wsman_http_fail_answering(gboolean was_sent, GTimeSpan waited, GError **error)
{
    return hvr_fail(error, was_sent ? HVR_ERROR_TIMEOUT : HVR_ERROR_UNREACHABLE,
                    _("no answer within %.1f s, see 'request-timeout' in hosts.conf"),
                    to_seconds(waited));
}

gboolean
hvr_wsman_http_fail_status(long status, gboolean was_sent, GError **error)
{
    HvrErrorDetail detail = { .http_status = (guint)status };
    HvrErrorCode code = HVR_ERROR_PROTOCOL;
    const char *text = N_("the host gave no SOAP answer");

    for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
        if (statuses[i].status == status) {
            code = was_sent ? statuses[i].after : statuses[i].before;
            text = statuses[i].text;
        }
    }
    hvr_fail(error, code, _("%1$s (HTTP status %2$ld)"), _(text), status);
    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}

gboolean
hvr_wsman_http_is_envelope(long status, const char *content_type, gsize length)
{
    static const char soap[] = "application/soap+xml";
    gboolean may_carry = status == HVR_HTTP_OK || status == HVR_HTTP_BAD_REQUEST ||
                         status == HVR_HTTP_INTERNAL_SERVER_ERROR;

    return may_carry && length > 0 && content_type != NULL &&
           g_ascii_strncasecmp(content_type, soap, sizeof soap - 1) == 0;
}
