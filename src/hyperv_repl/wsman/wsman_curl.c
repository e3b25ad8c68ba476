/* wsman_curl.c: the transport over HTTP and HTTPS
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_curl.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "wsman_auth.h"
#include "wsman_connection.h"
#include "wsman_http.h"
#include "wsman_multipart.h"
#include "wsman_names.h"
#include "wsman_seal.h"

typedef struct {
    HvrWsmanTransport base;
    HvrWsmanConnection *connection;
    HvrWsmanAuth *auth;
} Curl;

/* What came of a request. */
typedef enum {
    FAILED,
    ANSWERED,
    UNSENT,  /* nothing left this machine */
    UNKNOWN, /* the host does not know who is there, so it did nothing */
} Outcome;

/* A host seals each answer to what was sealed, faults included, but for the few
 * statuses that have no body.  Anything else comes from somebody who cannot. */
static Outcome
read_sealed(const HvrWsmanAnswer *answer, gss_ctx_id_t seal, GBytes **out_envelope, GError **error)
{
    const char *protocol = hvr_wsman_multipart_find_protocol(answer->content_type);
    gsize length = g_bytes_get_size(answer->body);

    if (protocol != NULL && length > 0) {
        *out_envelope = hvr_wsman_seal_decode(seal, protocol, answer->body, error);
        return *out_envelope != NULL ? ANSWERED : FAILED;
    }
    if (answer->status == HVR_HTTP_BAD_REQUEST) {
        hvr_wsman_http_fail_status(answer->status, TRUE, error);
        return UNKNOWN;
    }
    if (hvr_wsman_http_is_envelope(answer->status, answer->content_type, length))
        hvr_fail(error, HVR_ERROR_PROTOCOL,
                 _("the answer to a sealed request is not sealed, somebody may have made it up"));
    else
        hvr_wsman_http_fail_status(answer->status, TRUE, error);

    return FAILED;
}

static Outcome
read_answer(Curl *self, const HvrWsmanAnswer *answer, GBytes **out_envelope, GError **error)
{
    gss_ctx_id_t seal = hvr_wsman_auth_find_seal(self->auth);

    if (answer->status == HVR_HTTP_UNAUTHORIZED) {
        hvr_wsman_auth_fail(self->auth, answer, error);
        return hvr_wsman_auth_is_bound(self->auth) ? UNKNOWN : FAILED;
    }
    if (seal != GSS_C_NO_CONTEXT)
        return read_sealed(answer, seal, out_envelope, error);
    if (hvr_wsman_http_is_envelope(answer->status, answer->content_type,
                                   g_bytes_get_size(answer->body))) {
        *out_envelope = g_bytes_ref(answer->body);
        return ANSWERED;
    }
    hvr_wsman_http_fail_status(answer->status, TRUE, error);

    return FAILED;
}

/* Sends @post and reads the answer. */
static Outcome
send_post(Curl *self,
          const HvrWsmanPost *post,
          GCancellable *cancellable,
          GBytes **out_envelope,
          GError **error)
{
    gboolean is_gone = FALSE;
    g_autoptr(HvrWsmanAnswer)
        answer = hvr_wsman_connection_post(self->connection, post, &is_gone, cancellable, error);

    if (answer == NULL)
        return is_gone ? UNSENT : FAILED;
    self->base.date = answer->date;

    return read_answer(self, answer, out_envelope, error);
}

/* Sealing counts, so what is sealed goes out or the context ends. */
static Outcome
send_request(Curl *self,
             GBytes *request,
             gint64 deadline,
             GCancellable *cancellable,
             GBytes **out_envelope,
             GError **error)
{
    static const char protocol[] = HVR_WSMAN_PROTOCOL_SPNEGO;
    gss_ctx_id_t seal = hvr_wsman_auth_find_seal(self->auth);
    HvrWsmanPost post = {
        .content_type = HVR_WSMAN_CONTENT_TYPE,
        .body = request,
        .same_connection = hvr_wsman_auth_is_bound(self->auth),
        .deadline = deadline,
    };
    g_autofree char *content_type = NULL;
    g_autoptr(GBytes) sealed = NULL;
    g_autoptr(HvrSecret) header = NULL;

    if (!hvr_wsman_auth_read_header(self->auth, &header, error))
        return FAILED;
    if (header != NULL)
        post.authorization = hvr_secret_get_text(header);
    if (seal != GSS_C_NO_CONTEXT) {
        sealed = hvr_wsman_seal_encode(seal, protocol, request, error);
        if (sealed == NULL)
            return UNSENT;
        content_type = hvr_wsman_multipart_dup_content_type(protocol);
        post.content_type = content_type;
        post.body = sealed;
    }

    return send_post(self, &post, cancellable, out_envelope, error);
}

/* What a context has missed cannot be told, so any failure ends it. */
static void
hang_up(Curl *self)
{
    hvr_wsman_auth_close(self->auth);
    hvr_wsman_connection_close(self->connection);
}

static gint64
get_deadline(GTimeSpan timeout)
{
    gint64 now = g_get_monotonic_time();

    return timeout < G_MAXINT64 - now ? now + timeout : G_MAXINT64;
}

/* Over HTTP anybody on the way can say 400 or 401, so what became of the request
 * is for a fresh read to find out. */
static void
doubt(GError **failure)
{
    const HvrErrorDetail *said = hvr_error_get_detail(*failure);
    HvrErrorDetail detail = { .http_status = said != NULL ? said->http_status : 0 };

    g_clear_error(failure);
    hvr_fail(failure, HVR_ERROR_LOST,
             _("the host does not know the connection any more (HTTP status %u)"),
             detail.http_status);
    hvr_error_set_detail(*failure, &detail);
}

/* A request that had no effect is sent once more, whatever it asks for: where it
 * did not leave because the connection had ended meanwhile, and, once, where the
 * host says over TLS that it does not know the connection. */
static GBytes *
transport_exchange(HvrWsmanTransport *transport,
                   GBytes *request,
                   GTimeSpan timeout,
                   GCancellable *cancellable,
                   GError **error)
{
    Curl *self = (Curl *)transport;
    gint64 deadline = get_deadline(timeout);
    gboolean may_repeat = TRUE;

    for (;;) {
        g_autoptr(GError) failure = NULL;
        gboolean was_open = hvr_wsman_auth_is_open(self->auth);
        GBytes *envelope = NULL;
        Outcome outcome = FAILED;

        if (hvr_wsman_auth_open(self->auth, self->connection, deadline, cancellable, &failure))
            outcome = send_request(self, request, deadline, cancellable, &envelope, &failure);
        if (outcome == ANSWERED)
            return envelope;

        if (outcome == UNKNOWN && hvr_wsman_auth_find_seal(self->auth) != GSS_C_NO_CONTEXT) {
            if (was_open)
                doubt(&failure);
            outcome = FAILED;
        }
        hang_up(self);
        if (!(outcome == UNSENT && was_open) && !(outcome == UNKNOWN && may_repeat)) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return NULL;
        }
        may_repeat = may_repeat && outcome != UNKNOWN;
    }
}

static void
transport_free(HvrWsmanTransport *transport)
{
    Curl *self = (Curl *)transport;

    g_clear_pointer(&self->auth, hvr_wsman_auth_free);
    g_clear_pointer(&self->connection, hvr_wsman_connection_free);
    g_free(self);
}

static HvrAuthScheme
transport_get_scheme(HvrWsmanTransport *transport, gboolean *out_is_sealed)
{
    Curl *self = (Curl *)transport;

    return hvr_wsman_auth_get_scheme(self->auth, out_is_sealed);
}

static const HvrWsmanTransportClass curl_class = {
    .exchange = transport_exchange,
    .free = transport_free,
    .get_scheme = transport_get_scheme,
};

HvrWsmanTransport *
hvr_wsman_curl_new(const HvrEndpoint *endpoint, GError **error)
{
    g_autoptr(HvrWsmanAuth) auth = hvr_wsman_auth_new(endpoint, error);
    g_autoptr(HvrWsmanConnection)
        connection = auth != NULL ? hvr_wsman_connection_new(endpoint, error) : NULL;
    Curl *self;

    if (connection == NULL)
        return NULL;

    self = g_new0(Curl, 1);
    self->base.type = &curl_class;
    self->base.url = g_strdup(hvr_wsman_connection_get_url(connection));
    self->base.date = -1;
    self->auth = g_steal_pointer(&auth);
    self->connection = g_steal_pointer(&connection);

    return &self->base;
}
