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
    { CURLE_PARTIAL_FILE,             HVR_ERROR_LOST,        HVR_ERROR_LOST },
    { CURLE_WRITE_ERROR,              HVR_ERROR_PROTOCOL,    HVR_ERROR_PROTOCOL },
    { CURLE_OUT_OF_MEMORY,            HVR_ERROR_INTERNAL,    HVR_ERROR_INTERNAL },
    { CURLE_OPERATION_TIMEDOUT,       HVR_ERROR_UNREACHABLE, HVR_ERROR_TIMEOUT },
    { CURLE_SSL_CONNECT_ERROR,        HVR_ERROR_TLS,         HVR_ERROR_LOST },
    { CURLE_GOT_NOTHING,              HVR_ERROR_LOST,        HVR_ERROR_LOST },
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

typedef struct {
    long status;
    const char *content_type;
    gsize length;
    int code; /* an HvrErrorCode, or DONE */
} Answer;

#define DONE (-1)
#define SOAP "application/soap+xml;charset=UTF-8"

/* clang-format off */
static const Answer answers[] = {
    { 200, SOAP,                   1, DONE },
    { 400, SOAP,                   1, DONE },
    { 500, SOAP,                   1, DONE },
    { 200, "Application/SOAP+xml", 1, DONE },
    { 200, SOAP,                   0, HVR_ERROR_PROTOCOL },
    { 200, "text/html",            1, HVR_ERROR_PROTOCOL },
    { 200, NULL,                   1, HVR_ERROR_PROTOCOL },
    { 204, SOAP,                   1, HVR_ERROR_PROTOCOL },
    { 302, SOAP,                   1, HVR_ERROR_PROTOCOL },
    { 400, NULL,                   0, HVR_ERROR_PROTOCOL },
    { 401, SOAP,                   1, HVR_ERROR_AUTH },
    { 403, SOAP,                   1, HVR_ERROR_DENIED },
    { 404, SOAP,                   1, HVR_ERROR_PROTOCOL },
    { 405, NULL,                   0, HVR_ERROR_PROTOCOL },
    { 413, NULL,                   0, HVR_ERROR_PROTOCOL },
    { 415, NULL,                   0, HVR_ERROR_PROTOCOL },
    { 500, NULL,                   0, HVR_ERROR_LOST },
    { 500, "text/plain",           9, HVR_ERROR_LOST },
    { 503, SOAP,                   1, HVR_ERROR_UNREACHABLE },
    { 999, SOAP,                   1, HVR_ERROR_PROTOCOL },
};
/* clang-format on */

static void
test_answers(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
        const Answer *c = &answers[i];
        g_autofree char *number = g_strdup_printf("HTTP status %ld", c->status);
        g_autoptr(GError) error = NULL;
        gboolean ok = hvr_wsman_http_check(c->status, c->content_type, c->length, &error);

        g_test_message("row %zu", i);
        g_assert_cmpint(ok, ==, c->code == DONE);
        if (ok)
            continue;
        g_assert_error(error, HVR_ERROR, c->code);
        g_assert_nonnull(strstr(error->message, number));
        g_assert_cmpuint(hvr_error_get_detail(error)->http_status, ==, (guint)c->status);
    }
    g_assert_false(hvr_wsman_http_check(404, NULL, 0, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/http/failures", test_failures);
    g_test_add_func("/wsman/http/message", test_message);
    g_test_add_func("/wsman/http/answers", test_answers);

    return g_test_run();
}
