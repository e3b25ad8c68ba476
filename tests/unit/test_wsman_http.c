/* test_wsman_http.c: what libcurl and HTTP say, in our words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_http.h"

#include <string.h>

#include "hvr_error.h"

typedef struct {
    CURLcode curl;
    HvrErrorCode before;
    HvrErrorCode after;
} Failure;

/* clang-format off */
static const Failure failures[] = {
    { CURLE_UNSUPPORTED_PROTOCOL,     HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL },
    { CURLE_URL_MALFORMAT,            HVR_ERROR_CONFIG,      HVR_ERROR_CONFIG },
    { CURLE_COULDNT_RESOLVE_HOST,     HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST },
    { CURLE_COULDNT_CONNECT,          HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST },
    { CURLE_WEIRD_SERVER_REPLY,       HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL },
    { CURLE_PARTIAL_FILE,             HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST },
    { CURLE_WRITE_ERROR,              HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL },
    { CURLE_FILESIZE_EXCEEDED,        HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL },
    { CURLE_BAD_CONTENT_ENCODING,     HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL },
    { CURLE_OUT_OF_MEMORY,            HVR_ERROR_INTERNAL,    HVR_ERROR_INTERNAL },
    { CURLE_OPERATION_TIMEDOUT,       HVR_ERROR_UNREACHABLE, HVR_ERROR_TIMEOUT },
    { CURLE_SSL_CONNECT_ERROR,        HVR_ERROR_TLS,         HVR_ERROR_LOST },
    { CURLE_GOT_NOTHING,              HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST },
    { CURLE_SEND_ERROR,               HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST },
    { CURLE_RECV_ERROR,               HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST },
    { CURLE_SSL_CERTPROBLEM,          HVR_ERROR_CONFIG,      HVR_ERROR_CONFIG },
    { CURLE_SSL_CIPHER,               HVR_ERROR_TLS,         HVR_ERROR_TLS },
    { CURLE_PEER_FAILED_VERIFICATION, HVR_ERROR_TLS,         HVR_ERROR_TLS },
    { CURLE_SSL_CACERT_BADFILE,       HVR_ERROR_CONFIG,      HVR_ERROR_CONFIG },
};
/* clang-format on */

static const Failure *
find_failure(CURLcode code)
{
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        if (failures[i].curl == code)
            return &failures[i];
    }

    return NULL;
}

/* Every code that libcurl has, also those nobody thought of: after the request
 * went out, none of them may sound as if nothing had happened. */
static void
test_failures(void)
{
    for (int code = CURLE_OK + 1; code < CURL_LAST; code++) {
        const Failure *c = find_failure((CURLcode)code);
        g_autoptr(GError) before = NULL;
        g_autoptr(GError) after = NULL;

        g_assert_false(hvr_wsman_http_fail((CURLcode)code, FALSE, NULL, &before));
        g_assert_false(hvr_wsman_http_fail((CURLcode)code, TRUE, "", &after));
        g_assert_error(before, HVR_ERROR, (c != NULL ? (int)c->before : HVR_ERROR_UNREACHABLE));
        g_assert_error(after, HVR_ERROR, (c != NULL ? (int)c->after : HVR_ERROR_LOST));
    }
}

static void
test_message(void)
{
    g_autoptr(GError) error = NULL;

    hvr_wsman_http_fail(CURLE_PEER_FAILED_VERIFICATION, FALSE, "self-signed certificate", &error);
    g_assert_cmpstr(error->message, ==,
                    "the host's certificate is not trusted: self-signed certificate "
                    "(libcurl error 60)");
    g_assert_false(hvr_wsman_http_fail(CURLE_RECV_ERROR, FALSE, NULL, NULL));
}

/* A wait that ended says how long it was and which key of the host file bounds it. */
static void
test_timeouts(void)
{
    g_autoptr(GError) connecting = NULL;
    g_autoptr(GError) greeting = NULL;
    g_autoptr(GError) answering = NULL;

    g_assert_false(hvr_wsman_http_fail_connecting(10 * G_TIME_SPAN_SECOND, &connecting));
    g_assert_error(connecting, HVR_ERROR, HVR_ERROR_UNREACHABLE);
    g_assert_cmpstr(connecting->message, ==,
                    "no connection within 10.0 s, see 'connect-timeout' in hosts.conf");

    g_assert_false(hvr_wsman_http_fail_answering(FALSE, 2500 * G_TIME_SPAN_MILLISECOND, &greeting));
    g_assert_error(greeting, HVR_ERROR, HVR_ERROR_UNREACHABLE);

    g_assert_false(hvr_wsman_http_fail_answering(TRUE, 2500 * G_TIME_SPAN_MILLISECOND, &answering));
    g_assert_error(answering, HVR_ERROR, HVR_ERROR_TIMEOUT);
    g_assert_cmpstr(answering->message, ==,
                    "no answer within 2.5 s, see 'request-timeout' in hosts.conf");
}

typedef struct {
    long status;
    int before; /* an HvrErrorCode */
    int after;
    const char *message;
} Status;

/* clang-format off */
static const Status statuses[] = {
    { 200, HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    "the host gave no SOAP answer (HTTP status 200)" },
    { 302, HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    "the host gave no SOAP answer (HTTP status 302)" },
    { 400, HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    "the host calls the request malformed, or could not unseal it (HTTP status 400)" },
    { 401, HVR_ERROR_AUTH,        HVR_ERROR_AUTH,        "the host refused the credentials (HTTP status 401)" },
    { 403, HVR_ERROR_DENIED,      HVR_ERROR_DENIED,      "the host does not let this account use WinRM (HTTP status 403)" },
    { 404, HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    "the web server there is not a WinRM service (HTTP status 404)" },
    { 405, HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    "the web server there is not a WinRM service (HTTP status 405)" },
    { 413, HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    "the request is larger than the host's MaxEnvelopeSizekb (HTTP status 413)" },
    { 415, HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    "the host does not take this kind of content (HTTP status 415)" },
    { 500, HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST,        "the host gave up on the request without a word (HTTP status 500)" },
    { 503, HVR_ERROR_UNREACHABLE, HVR_ERROR_UNREACHABLE, "the WinRM service is stopped or overloaded (HTTP status 503)" },
    { 999, HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL,    "the host gave no SOAP answer (HTTP status 999)" },
};
/* clang-format on */

static void
test_statuses(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
        const Status *c = &statuses[i];
        g_autoptr(GError) before = NULL;
        g_autoptr(GError) after = NULL;

        g_assert_false(hvr_wsman_http_fail_status(c->status, FALSE, &before));
        g_assert_false(hvr_wsman_http_fail_status(c->status, TRUE, &after));
        g_assert_error(before, HVR_ERROR, c->before);
        g_assert_error(after, HVR_ERROR, c->after);
        g_assert_cmpstr(after->message, ==, c->message);
        g_assert_cmpuint(hvr_error_get_detail(after)->http_status, ==, (guint)c->status);
    }
    g_assert_false(hvr_wsman_http_fail_status(404, TRUE, NULL));
}

typedef struct {
    long status;
    const char *content_type;
    gsize length;
    gboolean is_envelope;
} Answer;

#define SOAP "application/soap+xml;charset=UTF-8"

/* clang-format off */
static const Answer answers[] = {
    { 200, SOAP,                   1, TRUE },
    { 400, SOAP,                   1, TRUE },
    { 500, SOAP,                   1, TRUE },
    { 200, "Application/SOAP+xml", 1, TRUE },
    { 200, SOAP,                   0, FALSE },
    { 200, "text/html",            1, FALSE },
    { 200, NULL,                   1, FALSE },
    { 204, SOAP,                   1, FALSE },
    { 302, SOAP,                   1, FALSE },
    { 401, SOAP,                   1, FALSE },
    { 503, SOAP,                   1, FALSE },
};
/* clang-format on */

static void
test_answers(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
        const Answer *c = &answers[i];

        g_test_message("row %zu", i);
        g_assert_cmpint(hvr_wsman_http_is_envelope(c->status, c->content_type, c->length), ==,
                        c->is_envelope);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/http/failures", test_failures);
    g_test_add_func("/wsman/http/message", test_message);
    g_test_add_func("/wsman/http/timeouts", test_timeouts);
    g_test_add_func("/wsman/http/statuses", test_statuses);
    g_test_add_func("/wsman/http/answers", test_answers);

    return g_test_run();
}
