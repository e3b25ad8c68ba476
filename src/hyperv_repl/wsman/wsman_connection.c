/* wsman_connection.c: one connection to a host, and the HTTP on it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_connection.h"

#include <curl/curl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_challenge.h"
#include "wsman_http.h"
#include "wsman_memory.h"
#include "wsman_names.h"
#include "wsman_tls.h"

#define HTTP_PORT  5985
#define HTTPS_PORT 5986

/* http.sys drops idle connections after 120 s; half of that leaves no doubt. */
#define MAX_IDLE_SECONDS 60L

/* Seconds of silence before TCP looks whether the host is still there. */
#define KEEPALIVE_SECONDS 30L

/* Windows' header blocks stay below 1 kB, Kerberos tokens included below 64 kB. */
#define MAX_HEADERS_SIZE ((gsize)256 * 1024)

struct _HvrWsmanConnection {
    CURLM *multi;
    CURL *easy;
    HvrWsmanTls *tls; /* %NULL over HTTP */
    char *url;
    GTimeSpan connect_timeout;
    char reason[CURL_ERROR_SIZE];
    curl_socket_t kept; /* what the last post went over; of use only if that is used again */

    /* Of the post under way. */
    const HvrWsmanPost *post;
    gint64 start;
    GByteArray *body;
    gsize headers_size;
    gboolean has_headers; /* all of them, up to the blank line */
    guint n_attempts;
    gboolean is_dialled; /* rather than sent on the connection of the one before */
    gboolean is_stale;   /* which had ended by then */
    gboolean is_refused; /* a connection that it must not have */
};

void
hvr_wsman_answer_free(HvrWsmanAnswer *answer)
{
    if (answer == NULL)
        return;

    g_free(answer->content_type);
    g_clear_pointer(&answer->challenges, g_ptr_array_unref);
    g_clear_pointer(&answer->body, g_bytes_unref);
    g_free(answer);
}

static size_t
on_body(char *bytes, size_t size, size_t n, void *user_data)
{
    HvrWsmanConnection *self = user_data;

    if (n > HVR_XML_MAX_SIZE - self->body->len)
        return 0;
    g_byte_array_append(self->body, (const guint8 *)bytes, (guint)n);

    return n;
}

/* A 100 comes before the answer, trailers come behind a body in chunks. */
static size_t
on_header(char *bytes, size_t size, size_t n, void *user_data)
{
    HvrWsmanConnection *self = user_data;

    self->headers_size += n;
    if (n >= 5 && memcmp(bytes, "HTTP/", 5) == 0)
        self->has_headers = FALSE;
    if (n == 2 && memcmp(bytes, "\r\n", 2) == 0)
        self->has_headers = TRUE;

    return self->headers_size <= MAX_HEADERS_SIZE ? n : 0;
}

/* Every connection begins with a socket, so this is where a request that belongs
 * to the one before is kept from another.  libcurl also sends a request again by
 * itself when a kept connection turns out to be dead and no byte of an answer
 * came; the host may have read it all the same. */
static curl_socket_t
on_socket(void *user_data, curlsocktype purpose, struct curl_sockaddr *address)
{
    HvrWsmanConnection *self = user_data;

    if (self->post->same_connection || self->n_attempts > 0) {
        self->is_refused = TRUE;
        return CURL_SOCKET_BAD;
    }
    self->is_dialled = TRUE;

    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* A host has nothing to say on an idle connection but that it has ended.  libcurl
 * 7.88 sees that only where nothing comes before the end, as the closing alert of
 * TLS does, and would send a request into the void. */
static gboolean
has_news(const HvrWsmanConnection *self)
{
    GPollFD news = { .fd = self->kept, .events = G_IO_IN };

    return self->kept != CURL_SOCKET_BAD && g_poll(&news, 1, 0) > 0;
}

/* Each attempt passes here once its connection stands, before a byte is sent: the
 * last chance to stop a second one, wherever it got a connection from. */
static int
on_attempt(void *user_data, char *peer, char *local, int peer_port, int local_port)
{
    HvrWsmanConnection *self = user_data;

    self->is_stale = self->n_attempts == 0 && !self->is_dialled && has_news(self);
    if (self->is_stale)
        return CURL_PREREQFUNC_ABORT;

    return self->n_attempts++ == 0 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

static long
to_milliseconds(GTimeSpan span)
{
    return (long)CLAMP(span / G_TIME_SPAN_MILLISECOND, 1, G_MAXINT);
}

/* A post without a body changes nothing on a host. */
static gboolean
has_effect(const HvrWsmanConnection *self)
{
    return self->n_attempts > 0 && self->post->body != NULL;
}

static gboolean
fail_timeout(const HvrWsmanConnection *self, GError **error)
{
    GTimeSpan waited = g_get_monotonic_time() - self->start;

    if (self->n_attempts == 0)
        return hvr_wsman_http_fail_connecting(waited, error);

    return hvr_wsman_http_fail_answering(has_effect(self), waited, error);
}

/* One turn of waiting: until the network, the cancellable or the deadline. */
static gboolean
wait_for_news(HvrWsmanConnection *self, const GPollFD *cancel, GError **error)
{
    struct curl_waitfd extra = { .fd = cancel->fd, .events = CURL_WAIT_POLLIN };
    GTimeSpan left = self->post->deadline - g_get_monotonic_time();
    CURLMcode code;

    if (left <= 0)
        return fail_timeout(self, error);

    code = curl_multi_poll(self->multi, &extra, cancel->fd >= 0 ? 1 : 0, (int)to_milliseconds(left),
                           NULL);
    if (code != CURLM_OK)
        return hvr_fail(error, HVR_ERROR_INTERNAL, _("waiting for the host failed: %s"),
                        curl_multi_strerror(code));

    return TRUE;
}

/* Drives the transfer to its end, which is in *@out_code. */
static gboolean
run_transfer(HvrWsmanConnection *self,
             const GPollFD *cancel,
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
        if (!wait_for_news(self, cancel, error))
            return FALSE;
    }
}

/* Taking the handle off before its transfer has ended closes the connection, so
 * a late answer is never read as that of the next request. */
static gboolean
perform(HvrWsmanConnection *self, GCancellable *cancellable, CURLcode *out_code, GError **error)
{
    GPollFD cancel = { .fd = -1 };
    gboolean has_fd = g_cancellable_make_pollfd(cancellable, &cancel);
    gboolean ok;

    curl_multi_add_handle(self->multi, self->easy);
    ok = run_transfer(self, &cancel, cancellable, out_code, error);
    curl_easy_getinfo(self->easy, CURLINFO_ACTIVESOCKET, &self->kept);
    curl_multi_remove_handle(self->multi, self->easy);
    if (has_fd)
        g_cancellable_release_fd(cancellable);

    return ok;
}

static void
prepare(HvrWsmanConnection *self, const HvrWsmanPost *post)
{
    GTimeSpan left;
    gsize length = 0;
    const char *bytes = post->body != NULL ? g_bytes_get_data(post->body, &length) : "";

    self->post = post;
    self->start = g_get_monotonic_time();
    g_byte_array_set_size(self->body, 0);
    self->headers_size = 0;
    self->has_headers = FALSE;
    self->n_attempts = 0;
    self->is_dialled = FALSE;
    self->is_stale = FALSE;
    self->is_refused = FALSE;
    self->reason[0] = '\0';

    left = post->deadline - self->start;
    curl_easy_setopt(self->easy, CURLOPT_POSTFIELDS, bytes);
    curl_easy_setopt(self->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(self->easy, CURLOPT_TIMEOUT_MS, to_milliseconds(left));
    if (self->connect_timeout > 0)
        left = MIN(self->connect_timeout, left);
    curl_easy_setopt(self->easy, CURLOPT_CONNECTTIMEOUT_MS, to_milliseconds(left));
}

/* Nothing was sent, for want of the connection of the post before. */
static gboolean
is_gone(const HvrWsmanConnection *self)
{
    return self->n_attempts == 0 && (self->is_refused || self->is_stale);
}

/* Where the system refused, its word is clearer than libcurl's. */
static gboolean
fail_like_curl(HvrWsmanConnection *self, CURLcode code, GError **error)
{
    long system_error = 0;
    const char *reason = self->reason;

    if (code == CURLE_OPERATION_TIMEDOUT)
        return fail_timeout(self, error);
    if (is_gone(self))
        return hvr_fail(error, HVR_ERROR_UNREACHABLE,
                        _("the host closed the connection in the meantime"));
    /* The attempt that was refused came because the first one met silence. */
    if (self->is_refused || code == CURLE_ABORTED_BY_CALLBACK) {
        code = CURLE_GOT_NOTHING;
        reason = NULL;
    }
    if (self->tls != NULL && hvr_wsman_tls_fail(self->tls, code, error))
        return FALSE;

    curl_easy_getinfo(self->easy, CURLINFO_OS_ERRNO, &system_error);
    if (code == CURLE_COULDNT_CONNECT && system_error != 0)
        reason = g_strerror((int)system_error);

    return hvr_wsman_http_fail(code, has_effect(self), reason, error);
}

/* Windows answers a request sent in chunks with an empty 500, and needs no
 * invitation to send the body (MS-WSMV 2.2.1).  libcurl only reads the list, so
 * it stands here and no secret is copied into it. */
static gboolean
transfer(HvrWsmanConnection *self,
         const HvrWsmanPost *post,
         GCancellable *cancellable,
         GError **error)
{
    g_autofree char *content_type = g_strconcat("Content-Type: ", post->content_type, NULL);
    struct curl_slist authorization = { (char *)post->authorization, NULL };
    struct curl_slist accept = { (char *)"Accept:", post->authorization ? &authorization : NULL };
    struct curl_slist expect = { (char *)"Expect:", &accept };
    struct curl_slist headers = { content_type, &expect };
    CURLcode code = CURLE_OK;
    gboolean ok;

    curl_easy_setopt(self->easy, CURLOPT_HTTPHEADER, &headers);
    ok = perform(self, cancellable, &code, error);
    curl_easy_setopt(self->easy, CURLOPT_HTTPHEADER, NULL);
    if (!ok)
        return FALSE;

    /* libcurl is content with an answer that breaks off between two headers. */
    if (code == CURLE_OK && !self->has_headers)
        code = CURLE_PARTIAL_FILE;

    return code == CURLE_OK || fail_like_curl(self, code, error);
}

static HvrWsmanAnswer *
take_answer(HvrWsmanConnection *self)
{
    HvrWsmanAnswer *answer = g_new0(HvrWsmanAnswer, 1);
    const char *content_type = NULL;
    struct curl_header *header;

    curl_easy_getinfo(self->easy, CURLINFO_RESPONSE_CODE, &answer->status);
    curl_easy_getinfo(self->easy, CURLINFO_CONTENT_TYPE, &content_type);
    answer->content_type = g_strdup(content_type);
    answer->date = -1;
    if (curl_easy_header(self->easy, "Date", 0, CURLH_HEADER, -1, &header) == CURLHE_OK)
        answer->date = curl_getdate(header->value, NULL);
    answer->challenges = hvr_wsman_challenge_list_new();
    for (size_t i = 0; curl_easy_header(self->easy, "WWW-Authenticate", i, CURLH_HEADER, -1,
                                        &header) == CURLHE_OK;
         i++)
        hvr_wsman_challenge_parse(header->value, answer->challenges);
    answer->body = g_bytes_new(self->body->data, self->body->len);

    return answer;
}

HvrWsmanAnswer *
hvr_wsman_connection_post(HvrWsmanConnection *connection,
                          const HvrWsmanPost *post,
                          gboolean *out_is_gone,
                          GCancellable *cancellable,
                          GError **error)
{
    g_autoptr(GError) failure = NULL;
    gboolean ok;

    if (post->deadline <= g_get_monotonic_time())
        return hvr_fail_null(error, HVR_ERROR_TIMEOUT, _("the deadline passed"));

    prepare(connection, post);
    ok = transfer(connection, post, cancellable, &failure);
    if (!ok && connection->is_stale && !post->same_connection) {
        g_clear_error(&failure);
        hvr_wsman_connection_close(connection);
        prepare(connection, post);
        ok = transfer(connection, post, cancellable, &failure);
    }
    connection->post = NULL;
    if (ok)
        return take_answer(connection);

    if (out_is_gone != NULL)
        *out_is_gone = is_gone(connection);
    g_propagate_error(error, g_steal_pointer(&failure));

    return NULL;
}

/* libcurl has no word for hanging up but the end of what holds the connection. */
void
hvr_wsman_connection_close(HvrWsmanConnection *connection)
{
    g_clear_pointer(&connection->multi, curl_multi_cleanup);
    connection->multi = curl_multi_init();
    curl_multi_setopt(connection->multi, CURLMOPT_MAXCONNECTS, 1L);
}

static void
set_http(HvrWsmanConnection *self)
{
    curl_easy_setopt(self->easy, CURLOPT_URL, self->url);
    curl_easy_setopt(self->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(self->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(self->easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_NONE);
    curl_easy_setopt(self->easy, CURLOPT_POST, 1L);
    curl_easy_setopt(self->easy, CURLOPT_USERAGENT, GETTEXT_PACKAGE "/" PACKAGE_VERSION);
    curl_easy_setopt(self->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(self->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(self->easy, CURLOPT_ACCEPT_ENCODING, NULL);
    curl_easy_setopt(self->easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)HVR_XML_MAX_SIZE);
}

/* Without NOSIGNAL libcurl would play with SIGPIPE in every thread; without
 * QUICK_EXIT a cancelled call would wait for the resolver's own timeout. */
static void
set_connection(HvrWsmanConnection *self)
{
    curl_easy_setopt(self->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(self->easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(self->easy, CURLOPT_MAXAGE_CONN, MAX_IDLE_SECONDS);
    curl_easy_setopt(self->easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(self->easy, CURLOPT_TCP_KEEPIDLE, KEEPALIVE_SECONDS);
    curl_easy_setopt(self->easy, CURLOPT_TCP_KEEPINTVL, KEEPALIVE_SECONDS);
}

static void
set_callbacks(HvrWsmanConnection *self)
{
    curl_easy_setopt(self->easy, CURLOPT_ERRORBUFFER, self->reason);
    curl_easy_setopt(self->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(self->easy, CURLOPT_WRITEDATA, self);
    curl_easy_setopt(self->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(self->easy, CURLOPT_HEADERDATA, self);
    curl_easy_setopt(self->easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(self->easy, CURLOPT_OPENSOCKETDATA, self);
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

HvrWsmanConnection *
hvr_wsman_connection_new(const HvrEndpoint *endpoint, GError **error)
{
    g_autoptr(HvrWsmanTls) tls = NULL;
    HvrWsmanConnection *self;

    if (!hvr_wsman_memory_start(error))
        return NULL;
    if (endpoint->use_tls) {
        tls = hvr_wsman_tls_new(endpoint, error);
        if (tls == NULL)
            return NULL;
    }

    self = g_new0(HvrWsmanConnection, 1);
    self->tls = g_steal_pointer(&tls);
    self->url = dup_url(endpoint);
    self->connect_timeout = endpoint->connect_timeout;
    self->body = g_byte_array_new();
    self->kept = CURL_SOCKET_BAD;
    self->easy = curl_easy_init();
    hvr_wsman_connection_close(self);
    if (self->multi == NULL || self->easy == NULL) {
        hvr_wsman_connection_free(self);
        return hvr_fail_null(error, HVR_ERROR_INTERNAL, _("libcurl cannot be initialised"));
    }

    set_http(self);
    set_connection(self);
    set_callbacks(self);
    if (self->tls != NULL)
        hvr_wsman_tls_apply(self->tls, self->easy);

    return self;
}

void
hvr_wsman_connection_free(HvrWsmanConnection *connection)
{
    if (connection == NULL)
        return;

    g_clear_pointer(&connection->easy, curl_easy_cleanup);
    g_clear_pointer(&connection->multi, curl_multi_cleanup);
    g_clear_pointer(&connection->tls, hvr_wsman_tls_free);
    g_byte_array_unref(connection->body);
    g_free(connection->url);
    g_free(connection);
}

const char *
hvr_wsman_connection_get_url(const HvrWsmanConnection *connection)
{
    return connection->url;
}

GBytes *
hvr_wsman_connection_get_binding(const HvrWsmanConnection *connection)
{
    return connection->tls != NULL ? hvr_wsman_tls_get_binding(connection->tls) : NULL;
}
