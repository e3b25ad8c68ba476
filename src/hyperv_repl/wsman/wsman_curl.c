/* wsman_curl.c: the transport over HTTP and HTTPS
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_curl.h"

#include <curl/curl.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_auth.h"
#include "wsman_http.h"
#include "wsman_names.h"

#define HTTP_PORT  5985
#define HTTPS_PORT 5986

/* http.sys drops idle connections after 120 s; half of that leaves no doubt. */
#define MAX_IDLE_SECONDS 60L

/* Seconds of silence before TCP looks whether the host is still there. */
#define KEEPALIVE_SECONDS 30L

/* Windows' header blocks stay below 1 kB, Kerberos tokens included below 64 kB. */
#define MAX_HEADERS_SIZE ((gsize)256 * 1024)

typedef struct {
    HvrWsmanTransport base;
    CURLM *multi;
    CURL *easy;
    struct curl_slist *headers;
    HvrWsmanAuth *auth;
    GTimeSpan connect_timeout;
    char reason[CURL_ERROR_SIZE];

    /* Of the exchange under way. */
    GByteArray *body;
    gsize headers_size;
    gboolean has_headers; /* all of them, up to the blank line */
    guint n_attempts;
} Curl;

static size_t
on_body(char *bytes, size_t size, size_t n, void *user_data)
{
    Curl *self = user_data;

    if (n > HVR_XML_MAX_SIZE - self->body->len)
        return 0;
    g_byte_array_append(self->body, (const guint8 *)bytes, (guint)n);

    return n;
}

static size_t
on_header(char *bytes, size_t size, size_t n, void *user_data)
{
    Curl *self = user_data;

    self->headers_size += n;
    self->has_headers = n == 2 && memcmp(bytes, "\r\n", 2) == 0;

    return self->headers_size <= MAX_HEADERS_SIZE ? n : 0;
}

/* libcurl sends a request again by itself when a kept connection turns out to
 * be dead and no byte of an answer came.  The host may have read it all the
 * same, so a second attempt within one exchange is refused here, where each
 * one passes once its connection stands. */
static int
on_attempt(void *user_data, char *peer, char *local, int peer_port, int local_port)
{
    Curl *self = user_data;

    return self->n_attempts++ == 0 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

static long
to_milliseconds(GTimeSpan span)
{
    return (long)CLAMP(span / G_TIME_SPAN_MILLISECOND, 1, G_MAXINT);
}

static gint64
get_deadline(GTimeSpan timeout)
{
    gint64 now = g_get_monotonic_time();

    return timeout < G_MAXINT64 - now ? now + timeout : G_MAXINT64;
}

/* One turn of waiting: until the network, the cancellable or the deadline. */
static gboolean
wait_for_news(Curl *self, const GPollFD *cancel, gint64 deadline, GError **error)
{
    struct curl_waitfd extra = { .fd = cancel->fd, .events = CURL_WAIT_POLLIN };
    GTimeSpan left = deadline - g_get_monotonic_time();
    CURLMcode code;

    if (left <= 0)
        return hvr_wsman_http_fail(CURLE_OPERATION_TIMEDOUT, self->n_attempts > 0, NULL, error);

    code = curl_multi_poll(self->multi, &extra, cancel->fd >= 0 ? 1 : 0, (int)to_milliseconds(left),
                           NULL);
    if (code != CURLM_OK)
        return hvr_fail(error, HVR_ERROR_INTERNAL, _("waiting for the host failed: %s"),
                        curl_multi_strerror(code));

    return TRUE;
}

/* Drives the transfer to its end, which is in *@out_code. */
static gboolean
run_transfer(Curl *self,
             const GPollFD *cancel,
             gint64 deadline,
             GCancellable *cancellable,
             CURLcode *out_code,
             GError **error)
{
    for (;;) {
        int n_running;
        int n_messages;
        CURLMcode code = curl_multi_perform(self->multi, &n_running);
        CURLMsg *message;

        if (code != CURLM_OK)
            return hvr_fail(error, HVR_ERROR_INTERNAL, _("talking to the host failed: %s"),
                            curl_multi_strerror(code));

        message = curl_multi_info_read(self->multi, &n_messages);
        if (message != NULL && message->msg == CURLMSG_DONE) {
            *out_code = message->data.result;
            return TRUE;
        }
        if (g_cancellable_is_cancelled(cancellable))
            return hvr_fail(error, HVR_ERROR_CANCELLED, _("the operation was cancelled"));
        if (!wait_for_news(self, cancel, deadline, error))
            return FALSE;
    }
}

/* Taking the handle off before its transfer has ended closes the connection, so
 * a late answer is never read as that of the next request. */
static gboolean
perform(Curl *self, gint64 deadline, GCancellable *cancellable, CURLcode *out_code, GError **error)
{
    GPollFD cancel = { .fd = -1 };
    gboolean has_fd = g_cancellable_make_pollfd(cancellable, &cancel);
    gboolean ok;

    curl_multi_add_handle(self->multi, self->easy);
    ok = run_transfer(self, &cancel, deadline, cancellable, out_code, error);
    curl_multi_remove_handle(self->multi, self->easy);
    if (has_fd)
        g_cancellable_release_fd(cancellable);

    return ok;
}

static gboolean
prepare(Curl *self, GBytes *request, GTimeSpan timeout, GError **error)
{
    GTimeSpan connect_timeout = self->connect_timeout > 0 ? MIN(self->connect_timeout, timeout)
                                                          : timeout;
    gsize length;
    const char *bytes = g_bytes_get_data(request, &length);

    g_byte_array_set_size(self->body, 0);
    self->headers_size = 0;
    self->has_headers = FALSE;
    self->n_attempts = 0;
    self->reason[0] = '\0';

    curl_easy_setopt(self->easy, CURLOPT_POSTFIELDS, bytes);
    curl_easy_setopt(self->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(self->easy, CURLOPT_TIMEOUT_MS, to_milliseconds(timeout));
    curl_easy_setopt(self->easy, CURLOPT_CONNECTTIMEOUT_MS, to_milliseconds(connect_timeout));

    return hvr_wsman_auth_prepare(self->auth, self->easy, error);
}

/* Where the system refused, its word is clearer than libcurl's. */
static gboolean
fail_like_curl(Curl *self, CURLcode code, GError **error)
{
    long system_error = 0;
    const char *reason = self->reason;

    /* The attempt that was refused came because the first one met silence. */
    if (code == CURLE_ABORTED_BY_CALLBACK) {
        code = CURLE_GOT_NOTHING;
        reason = NULL;
    }
    curl_easy_getinfo(self->easy, CURLINFO_OS_ERRNO, &system_error);
    if (code == CURLE_COULDNT_CONNECT && system_error != 0)
        reason = g_strerror((int)system_error);

    return hvr_wsman_http_fail(code, self->n_attempts > 0, reason, error);
}

static gboolean
check_answer(Curl *self, GError **error)
{
    const char *content_type = NULL;
    long status = 0;

    curl_easy_getinfo(self->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(self->easy, CURLINFO_CONTENT_TYPE, &content_type);

    return hvr_wsman_auth_on_response(self->auth, self->easy, status, error) &&
           hvr_wsman_http_check(status, content_type, self->body->len, error);
}

static GBytes *
transport_exchange(HvrWsmanTransport *transport,
                   GBytes *request,
                   GTimeSpan timeout,
                   GCancellable *cancellable,
                   GError **error)
{
    Curl *self = (Curl *)transport;
    CURLcode code = CURLE_OK;

    if (!prepare(self, request, timeout, error) ||
        !perform(self, get_deadline(timeout), cancellable, &code, error))
        return NULL;
    /* libcurl is content with an answer that breaks off between two headers. */
    if (code == CURLE_OK && !self->has_headers)
        code = CURLE_PARTIAL_FILE;
    if (code != CURLE_OK) {
        fail_like_curl(self, code, error);
        return NULL;
    }
    if (!check_answer(self, error))
        return NULL;

    return g_bytes_new(self->body->data, self->body->len);
}

static void
transport_free(HvrWsmanTransport *transport)
{
    Curl *self = (Curl *)transport;

    g_clear_pointer(&self->easy, curl_easy_cleanup);
    g_clear_pointer(&self->multi, curl_multi_cleanup);
    g_clear_pointer(&self->headers, curl_slist_free_all);
    g_clear_pointer(&self->auth, hvr_wsman_auth_free);
    g_byte_array_unref(self->body);
    g_free(self);
}

static const HvrWsmanTransportClass curl_class = {
    .exchange = transport_exchange,
    .free = transport_free,
};

/* Windows answers a request sent in chunks with an empty 500, and needs no
 * invitation to send the body (MS-WSMV 2.2.1). */
static void
set_http(Curl *self)
{
    self->headers = curl_slist_append(NULL, "Content-Type: " HVR_WSMAN_CONTENT_TYPE);
    self->headers = curl_slist_append(self->headers, "Expect:");
    self->headers = curl_slist_append(self->headers, "Accept:");

    curl_easy_setopt(self->easy, CURLOPT_URL, self->base.url);
    curl_easy_setopt(self->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(self->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(self->easy, CURLOPT_POST, 1L);
    curl_easy_setopt(self->easy, CURLOPT_HTTPHEADER, self->headers);
    curl_easy_setopt(self->easy, CURLOPT_USERAGENT, GETTEXT_PACKAGE "/" PACKAGE_VERSION);
    curl_easy_setopt(self->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(self->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(self->easy, CURLOPT_ACCEPT_ENCODING, NULL);
}

/* Without NOSIGNAL libcurl would play with SIGPIPE in every thread; without
 * QUICK_EXIT a cancelled call would wait for the resolver's own timeout. */
static void
set_connection(Curl *self)
{
    curl_multi_setopt(self->multi, CURLMOPT_MAXCONNECTS, 1L);
    curl_easy_setopt(self->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(self->easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(self->easy, CURLOPT_MAXAGE_CONN, MAX_IDLE_SECONDS);
    curl_easy_setopt(self->easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(self->easy, CURLOPT_TCP_KEEPIDLE, KEEPALIVE_SECONDS);
    curl_easy_setopt(self->easy, CURLOPT_TCP_KEEPINTVL, KEEPALIVE_SECONDS);
}

/* With a CA file of its own a host is trusted through that file alone: libcurl
 * would go on asking the system's directory. */
static void
set_tls(Curl *self, const char *ca_file)
{
    curl_easy_setopt(self->easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(self->easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(self->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (ca_file != NULL) {
        curl_easy_setopt(self->easy, CURLOPT_CAINFO, ca_file);
        curl_easy_setopt(self->easy, CURLOPT_CAPATH, NULL);
    }
}

static void
set_callbacks(Curl *self)
{
    curl_easy_setopt(self->easy, CURLOPT_ERRORBUFFER, self->reason);
    curl_easy_setopt(self->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(self->easy, CURLOPT_WRITEDATA, self);
    curl_easy_setopt(self->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(self->easy, CURLOPT_HEADERDATA, self);
    curl_easy_setopt(self->easy, CURLOPT_PREREQFUNCTION, on_attempt);
    curl_easy_setopt(self->easy, CURLOPT_PREREQDATA, self);
}

static char *
dup_url(const HvrEndpoint *endpoint)
{
    int port = endpoint->port != 0 ? endpoint->port : endpoint->use_tls ? HTTPS_PORT : HTTP_PORT;

    return g_uri_join(G_URI_FLAGS_NONE, endpoint->use_tls ? "https" : "http", NULL,
                      endpoint->address, port, HVR_WSMAN_PATH, NULL, NULL);
}

HvrWsmanTransport *
hvr_wsman_curl_new(const HvrEndpoint *endpoint, GError **error)
{
    HvrWsmanAuth *auth = hvr_wsman_auth_new(endpoint, error);
    Curl *self;

    if (auth == NULL)
        return NULL;

    self = g_new0(Curl, 1);
    self->base.type = &curl_class;
    self->base.url = dup_url(endpoint);
    self->auth = auth;
    self->connect_timeout = endpoint->connect_timeout;
    self->body = g_byte_array_new();
    self->multi = curl_multi_init();
    self->easy = curl_easy_init();
    if (self->multi == NULL || self->easy == NULL) {
        hvr_wsman_transport_free(&self->base);
        return hvr_fail_null(error, HVR_ERROR_INTERNAL, _("libcurl cannot be initialised"));
    }

    set_http(self);
    set_connection(self);
    set_tls(self, endpoint->ca_file);
    set_callbacks(self);

    return &self->base;
}
