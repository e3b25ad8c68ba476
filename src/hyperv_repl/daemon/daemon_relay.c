/* daemon_relay.c: a TLS client, made a local one
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_relay.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_SIZE       65536
#define HANDSHAKE_SECONDS 10

/* libvirt's clients wait for this word of welcome once they have shown their certificate. */
#define WELCOME "\1"

/* A message begins with its own length. */
#define LENGTH_SIZE 4

/* Bytes on their way in one direction. */
typedef struct {
    guint8 bytes[BUFFER_SIZE];
    gsize start;
    gsize end;
    gsize record_end; /* of what goes into one TLS record */
    gboolean is_over; /* no more will come */
} Flow;

typedef struct {
    GSource source;
    HvrDaemonRelay *relay;
} RelaySource;

struct _HvrDaemonRelay {
    HvrDaemonTls *tls;
    gnutls_session_t session;
    int net;
    int plain; /* -1 until it is ready */
    const HvrDaemonRelayEvents *events;
    gpointer user_data;
    GSource *source;
    gpointer net_tag;
    gpointer plain_tag;
    guint deadline;
    Flow in;        /* from the client */
    Flow out;       /* to the client */
    guint n_length; /* bytes of the present message's length that were seen */
    gsize left;     /* that length so far, then what of the message is still to come */
    gboolean ended;
    char *reason;
};

static gboolean
has(const Flow *flow)
{
    return flow->start < flow->end;
}

static void
end(HvrDaemonRelay *self, const char *reason)
{
    if (self->ended)
        return;

    self->ended = TRUE;
    self->reason = g_strdup(reason);
    g_source_set_ready_time(self->source, 0);
}

static gboolean
is_again(gssize n)
{
    return n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED;
}

static gboolean
is_errno_again(gssize n)
{
    return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

/* @n: what came, or why nothing did. */
static gboolean
fill(Flow *flow, gssize n)
{
    flow->is_over = n <= 0;
    flow->start = 0;
    flow->end = n > 0 ? (gsize)n : 0;
    flow->record_end = 0;

    return TRUE;
}

/* @n: what went, or why nothing did. */
static gboolean
drain(HvrDaemonRelay *self, Flow *flow, gssize n)
{
    if (n < 0)
        end(self, NULL);
    else
        flow->start += (gsize)n;

    return n > 0;
}

/* Each of these moves what it can, and tells whether it moved something. */
static gboolean
receive_net(HvrDaemonRelay *self)
{
    Flow *flow = &self->in;
    gssize n;

    if (has(flow) || flow->is_over)
        return FALSE;

    n = gnutls_record_recv(self->session, flow->bytes, sizeof(flow->bytes));
    if (is_again(n) || n == GNUTLS_E_REHANDSHAKE)
        return FALSE;

    return fill(flow, n);
}

static gboolean
send_plain(HvrDaemonRelay *self)
{
    Flow *flow = &self->in;
    gssize n;

    if (!has(flow))
        return FALSE;

    n = send(self->plain, flow->bytes + flow->start, flow->end - flow->start,
             MSG_NOSIGNAL | MSG_DONTWAIT);
    if (is_errno_again(n))
        return FALSE;

    return drain(self, flow, n);
}

static gboolean
receive_plain(HvrDaemonRelay *self)
{
    Flow *flow = &self->out;
    gssize n;

    if (has(flow) || flow->is_over)
        return FALSE;

    n = recv(self->plain, flow->bytes, sizeof(flow->bytes), MSG_DONTWAIT);
    if (is_errno_again(n))
        return FALSE;

    return fill(flow, n);
}

/* Where the present message ends, or what there is of it. */
static gsize
find_message_end(HvrDaemonRelay *self)
{
    const Flow *flow = &self->out;
    gsize at = flow->start;
    gsize n;

    while (at < flow->end && self->n_length < LENGTH_SIZE) {
        self->left = self->left << 8 | flow->bytes[at++];
        if (++self->n_length == LENGTH_SIZE)
            self->left -= MIN(self->left, LENGTH_SIZE);
    }
    if (self->n_length < LENGTH_SIZE)
        return at;

    n = MIN(self->left, flow->end - at);
    self->left -= n;
    if (self->left == 0)
        self->n_length = 0;

    return at + n;
}

/* A libvirt client takes one message and waits for its socket again: another one in
 * the same record would lie in GnuTLS until more comes (virnetclient.c). */
static gboolean
send_net(HvrDaemonRelay *self)
{
    Flow *flow = &self->out;
    gssize n;

    if (!has(flow))
        return FALSE;

    if (flow->record_end <= flow->start)
        flow->record_end = find_message_end(self);
    n = gnutls_record_send(self->session, flow->bytes + flow->start,
                           flow->record_end - flow->start);
    if (is_again(n))
        return FALSE;

    return drain(self, flow, n);
}

/* Bounded, so that one busy client does not keep the others waiting. */
static void
pump(HvrDaemonRelay *self)
{
    gboolean moved = TRUE;

    for (guint i = 0; i < 8 && moved && !self->ended; i++) {
        moved = receive_net(self);
        moved = send_plain(self) || moved;
        moved = receive_plain(self) || moved;
        moved = send_net(self) || moved;
    }
    if (self->in.is_over && !has(&self->in))
        end(self, NULL);
    if (self->out.is_over && !has(&self->out)) {
        gnutls_bye(self->session, GNUTLS_SHUT_WR);
        end(self, NULL);
    }
    /* What GnuTLS has decrypted already makes no descriptor readable. */
    if (!self->ended &&
        (moved || (!has(&self->in) && gnutls_record_check_pending(self->session) > 0)))
        g_source_set_ready_time(self->source, 0);
}

static gboolean
let_in(HvrDaemonRelay *self, GError **error)
{
    g_autofree char *name = NULL;
    int fds[2];

    if (!hvr_daemon_tls_check(self->tls, self->session, &name, error))
        return FALSE;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) != 0) {
        g_set_error_literal(error, G_UNIX_ERROR, 0, g_strerror(errno));
        return FALSE;
    }

    g_clear_handle_id(&self->deadline, g_source_remove);
    self->plain = fds[0];
    self->out.bytes[0] = (guint8)WELCOME[0];
    self->out.end = self->out.record_end = 1;
    self->events->ready(self->user_data, fds[1], name);

    return TRUE;
}

static void
shake_hands(HvrDaemonRelay *self)
{
    int code = gnutls_handshake(self->session);
    g_autoptr(GError) error = NULL;

    if (code == GNUTLS_E_SUCCESS) {
        if (!let_in(self, &error))
            end(self, error->message);
    } else if (gnutls_error_is_fatal(code)) {
        end(self, gnutls_strerror(code));
    }
}

/* A descriptor that nothing is wanted of is not watched at all: one whose other
 * end is closed would wake the loop without end. */
static void
watch_one(HvrDaemonRelay *self, gpointer *tag, int fd, gboolean wants_in, gboolean wants_out)
{
    GIOCondition wanted = (wants_in ? G_IO_IN : 0) | (wants_out ? G_IO_OUT : 0);

    if (*tag != NULL && wanted != 0)
        g_source_modify_unix_fd(self->source, *tag, wanted);
    else if (*tag != NULL)
        g_source_remove_unix_fd(self->source, g_steal_pointer(tag));
    else if (wanted != 0)
        *tag = g_source_add_unix_fd(self->source, fd, wanted);
}

static void
watch(HvrDaemonRelay *self)
{
    gboolean is_writing = gnutls_record_get_direction(self->session) == 1;

    if (self->plain < 0) {
        watch_one(self, &self->net_tag, self->net, !is_writing, is_writing);
        return;
    }

    watch_one(self, &self->net_tag, self->net, !has(&self->in) && !self->in.is_over,
              has(&self->out));
    watch_one(self, &self->plain_tag, self->plain, !has(&self->out) && !self->out.is_over,
              has(&self->in));
}

static gboolean
relay_dispatch(GSource *source, GSourceFunc callback, gpointer user_data)
{
    HvrDaemonRelay *self = ((RelaySource *)source)->relay;
    g_autofree char *reason = NULL;

    g_source_set_ready_time(source, -1);
    if (!self->ended && self->plain < 0)
        shake_hands(self);
    if (!self->ended && self->plain >= 0)
        pump(self);
    if (!self->ended) {
        watch(self);
        return G_SOURCE_CONTINUE;
    }

    reason = g_steal_pointer(&self->reason);
    self->events->closed(self->user_data, self, reason);

    return G_SOURCE_REMOVE;
}

static gboolean
on_deadline(gpointer user_data)
{
    HvrDaemonRelay *self = user_data;

    self->deadline = 0;
    end(self, _("it did not finish the TLS handshake in time"));

    return G_SOURCE_REMOVE;
}

HvrDaemonRelay *
hvr_daemon_relay_new(HvrDaemonTls *tls,
                     int fd,
                     const HvrDaemonRelayEvents *events,
                     gpointer user_data)
{
    static GSourceFuncs funcs = { .dispatch = relay_dispatch };
    HvrDaemonRelay *self = g_new0(HvrDaemonRelay, 1);

    self->tls = hvr_daemon_tls_ref(tls);
    self->net = fd;
    self->plain = -1;
    self->events = events;
    self->user_data = user_data;
    self->session = hvr_daemon_tls_open(tls, fd);
    self->deadline = g_timeout_add_seconds(HANDSHAKE_SECONDS, on_deadline, self);
    self->source = g_source_new(&funcs, sizeof(RelaySource));
    ((RelaySource *)self->source)->relay = self;
    self->net_tag = g_source_add_unix_fd(self->source, fd, G_IO_IN);
    g_source_attach(self->source, NULL);

    return self;
}

void
hvr_daemon_relay_free(HvrDaemonRelay *self)
{
    if (self == NULL)
        return;

    g_clear_handle_id(&self->deadline, g_source_remove);
    g_source_destroy(self->source);
    g_source_unref(self->source);
    gnutls_deinit(self->session);
    close(self->net);
    if (self->plain >= 0)
        close(self->plain);
    hvr_daemon_tls_unref(self->tls);
    g_free(self->reason);
    g_free(self);
}

gboolean
hvr_daemon_relay_is_ready(const HvrDaemonRelay *self)
{
    return self->plain >= 0;
}
