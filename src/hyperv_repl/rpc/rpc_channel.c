/* rpc_channel.c: a socket that carries frames
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_channel.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_SIZE 65536
/* What a buffer may keep for the next time once it has become empty. */
#define KEEP_SIZE (4 * READ_SIZE)
/* One busy peer must not keep the others waiting. */
#define READS_PER_TURN 8

typedef struct {
    GSource source;
    HvrRpcChannel *channel;
} ChannelSource;

struct _HvrRpcChannel {
    int fd;
    const HvrRpcChannelEvents *events;
    gpointer user_data;
    GSource *source;
    gpointer tag;
    GIOCondition watched;
    guint32 n_frame_max;
    GByteArray *in;
    gsize n_skip; /* bytes that carried descriptors, still to come */
    GByteArray *out;
    gsize n_sent;       /* of out */
    gboolean gathering; /* frames in; what they cause goes out together */
    gboolean finishing;
    gboolean ended;
    char *reason;
};

/* Only the source's own turn tells the owner, so that nobody is freed while in use. */
static void
end(HvrRpcChannel *self, const char *reason)
{
    if (self->ended)
        return;

    self->ended = TRUE;
    self->reason = g_strdup(reason);
    g_source_set_ready_time(self->source, 0);
}

/* A client that was killed is no reason for a line in the log. */
static void
end_by_errno(HvrRpcChannel *self, int reason)
{
    end(self, reason == EPIPE || reason == ECONNRESET ? NULL : g_strerror(reason));
}

/* Changing what is watched wakes the loop once more, so it is done only if need be. */
static void
watch(HvrRpcChannel *self)
{
    GIOCondition wanted = G_IO_HUP | G_IO_ERR;

    if (!self->finishing)
        wanted |= G_IO_IN;
    if (self->n_sent < self->out->len)
        wanted |= G_IO_OUT;
    if (wanted != self->watched)
        g_source_modify_unix_fd(self->source, self->tag, wanted);
    self->watched = wanted;
}

/* Forget @n bytes at the front, and the memory that only a giant needed. */
static void
drop_front(GByteArray **buffer, gsize n)
{
    if (n == (*buffer)->len && n > KEEP_SIZE) {
        g_byte_array_unref(*buffer);
        *buffer = g_byte_array_new();
    } else if (n > 0) {
        g_byte_array_remove_range(*buffer, 0, n);
    }
}

static void
flush(HvrRpcChannel *self)
{
    while (self->n_sent < self->out->len) {
        gssize n = send(self->fd, self->out->data + self->n_sent, self->out->len - self->n_sent,
                        MSG_NOSIGNAL | MSG_DONTWAIT);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            break;
        if (n < 0) {
            end_by_errno(self, errno);
            return;
        }
        self->n_sent += (gsize)n;
    }

    /* What was sent may stay until it is the larger part: moving costs, too. */
    if (self->n_sent == self->out->len || self->n_sent > MAX(KEEP_SIZE, self->out->len / 2)) {
        drop_front(&self->out, self->n_sent);
        self->n_sent = 0;
    }
    if (self->out->len == 0 && self->finishing)
        end(self, NULL);
    watch(self);
}

/* Nothing we serve wants descriptors; whoever sends some must not exhaust ours. */
static void
close_received(struct msghdr *message)
{
    struct cmsghdr *control;

    for (control = CMSG_FIRSTHDR(message); control != NULL;
         control = CMSG_NXTHDR(message, control)) {
        gsize n_fds = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);

        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS)
            continue;
        for (gsize i = 0; i < n_fds; i++) {
            int fd;

            memcpy(&fd, CMSG_DATA(control) + i * sizeof(int), sizeof(int));
            close(fd);
        }
    }
}

static gssize
receive_some(HvrRpcChannel *self)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(HVR_RPC_FDS_MAX * sizeof(int))];
    } control;
    gsize n_before = self->in->len;
    struct iovec room = { .iov_len = READ_SIZE };
    struct msghdr message = {
        .msg_iov = &room,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof(control),
    };
    gssize n;

    g_byte_array_set_size(self->in, n_before + READ_SIZE);
    room.iov_base = self->in->data + n_before;
    n = recvmsg(self->fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    g_byte_array_set_size(self->in, n_before + (n > 0 ? (gsize)n : 0));
    if (n >= 0)
        close_received(&message);

    return n;
}

/* After a call with descriptors each of them arrives with one byte of its own,
 * which the call's length does not count. */
static gboolean
expect_descriptors(HvrRpcChannel *self, const guint8 *payload, gsize n_payload)
{
    guint32 n_fds;

    if (n_payload < sizeof(n_fds))
        return FALSE;

    memcpy(&n_fds, payload, sizeof(n_fds));
    self->n_skip = GUINT32_FROM_BE(n_fds);

    return self->n_skip <= HVR_RPC_FDS_MAX;
}

/* Returns how many bytes were used up, 0 if there is no whole frame yet. */
static gsize
take_frame(HvrRpcChannel *self, const guint8 *bytes, gsize n_bytes)
{
    HvrRpcHeader header;
    guint32 length;

    if (n_bytes < sizeof(length))
        return 0;

    if (!hvr_rpc_frame_get_length(bytes, &length)) {
        end(self, _("it sent a message of an impossible length"));
        return 0;
    }
    if (length > self->n_frame_max) {
        end(self, _("it sent a message longer than it may"));
        return 0;
    }
    if (n_bytes < length)
        return 0;

    hvr_rpc_frame_get_header(bytes, &header);
    bytes += HVR_RPC_HEADER_SIZE;
    if (header.type == HVR_RPC_CALL_WITH_FDS &&
        !expect_descriptors(self, bytes, length - HVR_RPC_HEADER_SIZE)) {
        end(self, _("it announced too many descriptors"));
        return 0;
    }
    self->events->frame(self->user_data, &header, bytes, length - HVR_RPC_HEADER_SIZE);

    return length;
}

static void
take_frames(HvrRpcChannel *self)
{
    gsize n_used = 0;

    while (!self->ended && !self->finishing) {
        gsize n_skip = MIN(self->n_skip, self->in->len - n_used);
        gsize n_frame;

        self->n_skip -= n_skip;
        n_used += n_skip;
        n_frame = take_frame(self, self->in->data + n_used, self->in->len - n_used);
        if (n_frame == 0)
            break;
        n_used += n_frame;
    }
    drop_front(&self->in, n_used);
}

static void
take_all(HvrRpcChannel *self)
{
    self->gathering = TRUE;
    take_frames(self);
    self->gathering = FALSE;
    if (!self->ended && self->n_sent < self->out->len)
        flush(self);
}

static void
receive(HvrRpcChannel *self)
{
    for (guint i = 0; i < READS_PER_TURN && !self->ended && !self->finishing; i++) {
        gssize n = receive_some(self);

        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
            return;
        if (n < 0)
            end_by_errno(self, errno);
        else if (n == 0)
            end(self, self->in->len > 0 ? _("it went away in the middle of a message") : NULL);
        else
            take_all(self);
        /* There was no more than that; asking would cost another system call. */
        if (n < READ_SIZE)
            return;
    }
}

static gboolean
channel_dispatch(GSource *source, GSourceFunc callback, gpointer user_data)
{
    HvrRpcChannel *self = ((ChannelSource *)source)->channel;
    GIOCondition seen = g_source_query_unix_fd(source, self->tag);
    g_autofree char *reason = NULL;

    if (!self->ended && (seen & G_IO_OUT))
        flush(self);
    if (!self->ended && !self->finishing && (seen & (G_IO_IN | G_IO_HUP | G_IO_ERR)))
        receive(self);
    else if (self->finishing && (seen & (G_IO_HUP | G_IO_ERR)))
        end(self, NULL);
    if (!self->ended && !self->finishing && self->out->len == 0 && self->events->drained != NULL)
        self->events->drained(self->user_data);
    if (!self->ended)
        return G_SOURCE_CONTINUE;

    reason = g_steal_pointer(&self->reason);
    self->events->closed(self->user_data, reason);

    return G_SOURCE_REMOVE;
}

HvrRpcChannel *
hvr_rpc_channel_new(int fd, const HvrRpcChannelEvents *events, gpointer user_data)
{
    static GSourceFuncs funcs = { .dispatch = channel_dispatch };
    HvrRpcChannel *self = g_new0(HvrRpcChannel, 1);

    self->fd = fd;
    self->events = events;
    self->user_data = user_data;
    self->n_frame_max = HVR_RPC_FRAME_MAX;
    self->in = g_byte_array_new();
    self->out = g_byte_array_new();
    self->source = g_source_new(&funcs, sizeof(ChannelSource));
    ((ChannelSource *)self->source)->channel = self;
    /* Nobody runs a loop inside ours.  GLib guards other sources against that
     * by taking their descriptors out and in again, four system calls each time. */
    g_source_set_can_recurse(self->source, TRUE);
    self->watched = G_IO_IN | G_IO_HUP | G_IO_ERR;
    self->tag = g_source_add_unix_fd(self->source, fd, self->watched);
    g_source_attach(self->source, g_main_context_get_thread_default());

    return self;
}

void
hvr_rpc_channel_free(HvrRpcChannel *self)
{
    if (self == NULL)
        return;

    g_source_destroy(self->source);
    g_source_unref(self->source);
    close(self->fd);
    g_byte_array_unref(self->in);
    g_byte_array_unref(self->out);
    g_free(self->reason);
    g_free(self);
}

static gboolean
is_full(const HvrRpcChannel *self)
{
    return self->out->len - self->n_sent > HVR_RPC_BACKLOG_MAX;
}

void
hvr_rpc_channel_send(HvrRpcChannel *self, const GByteArray *frame)
{
    if (is_full(self))
        flush(self);
    if (self->ended || self->finishing)
        return;

    if (is_full(self)) {
        end(self, _("it does not read what it is sent"));
        return;
    }
    g_byte_array_append(self->out, frame->data, frame->len);
    if (!self->gathering)
        flush(self);
}

void
hvr_rpc_channel_set_max(HvrRpcChannel *self, guint32 n_bytes)
{
    self->n_frame_max = n_bytes > 0 ? n_bytes : HVR_RPC_FRAME_MAX;
}

void
hvr_rpc_channel_drop(HvrRpcChannel *self, const char *reason)
{
    end(self, reason);
}

gboolean
hvr_rpc_channel_is_drained(const HvrRpcChannel *self)
{
    return !self->ended && !self->finishing && self->n_sent == self->out->len;
}

void
hvr_rpc_channel_finish(HvrRpcChannel *self)
{
    if (self->ended || self->finishing)
        return;

    self->finishing = TRUE;
    flush(self);
}
