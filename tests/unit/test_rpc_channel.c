/* test_rpc_channel.c: a socket that carries frames
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "rpc_channel.h"

/* The far end of a channel, and what the near end was told. */
typedef struct {
    int fd;
    HvrRpcChannel *channel;
    GPtrArray *payloads; /* GBytes */
    HvrRpcHeader last;
    gboolean closed;
    char *reason;
    gboolean finish_on_frame;
} Fixture;

static void
on_frame(gpointer user_data, const HvrRpcHeader *header, const guint8 *payload, gsize n_payload)
{
    Fixture *f = user_data;

    g_assert_false(f->closed);
    f->last = *header;
    g_ptr_array_add(f->payloads, g_bytes_new(payload, n_payload));
    if (f->finish_on_frame)
        hvr_rpc_channel_finish(f->channel);
}

static void
on_closed(gpointer user_data, const char *reason)
{
    Fixture *f = user_data;

    g_assert_false(f->closed);
    f->closed = TRUE;
    f->reason = g_strdup(reason);
    g_clear_pointer(&f->channel, hvr_rpc_channel_free);
}

static const HvrRpcChannelEvents events = { .frame = on_frame, .closed = on_closed };

static void
set_up(Fixture *f)
{
    int fds[2];

    memset(f, 0, sizeof(*f));
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
    f->payloads = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    f->fd = fds[0];
    f->channel = hvr_rpc_channel_new(fds[1], &events, f);
}

static void
tear_down(Fixture *f)
{
    hvr_rpc_channel_free(f->channel);
    if (f->fd >= 0)
        close(f->fd);
    g_ptr_array_unref(f->payloads);
    g_free(f->reason);
}

static void
turn(void)
{
    while (g_main_context_iteration(NULL, FALSE))
        continue;
}

static void
send_bytes(Fixture *f, gconstpointer bytes, gsize n_bytes)
{
    const guint8 *from = bytes;

    while (n_bytes > 0) {
        gssize n = send(f->fd, from, n_bytes, MSG_NOSIGNAL);

        if (n < 0 && errno == EAGAIN) {
            turn();
            continue;
        }
        if (n < 0)
            return;
        from += n;
        n_bytes -= (gsize)n;
    }
    turn();
}

/* Two frames: a call with four bytes of payload, and one with none. */
static const guint8 two_frames[] = {
    0, 0, 0, 32, 0x20, 0, 0x80, 0x86, 0, 0, 0, 1, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0,
    0, 0, 0, 10, /* and */
    0, 0, 0, 28, 0x20, 0, 0x80, 0x86, 0, 0, 0, 1, 0, 0, 0, 66, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0,
};

static void
assert_two_frames(Fixture *f)
{
    g_assert_false(f->closed);
    g_assert_cmpuint(f->payloads->len, ==, 2);
    g_assert_cmpuint(g_bytes_get_size(g_ptr_array_index(f->payloads, 0)), ==, 4);
    g_assert_cmpuint(g_bytes_get_size(g_ptr_array_index(f->payloads, 1)), ==, 0);
    g_assert_cmpint(f->last.procedure, ==, 66);
    g_assert_cmpuint(f->last.serial, ==, 6);
}

static void
test_split_at_every_byte(void)
{
    for (gsize at = 0; at <= sizeof(two_frames); at++) {
        Fixture f;

        set_up(&f);
        send_bytes(&f, two_frames, at);
        send_bytes(&f, two_frames + at, sizeof(two_frames) - at);
        assert_two_frames(&f);
        tear_down(&f);
    }
}

static void
test_byte_by_byte(void)
{
    Fixture f;

    set_up(&f);
    for (gsize at = 0; at < sizeof(two_frames); at++)
        send_bytes(&f, two_frames + at, 1);
    assert_two_frames(&f);
    tear_down(&f);
}

typedef struct {
    const char *name;
    guint8 length[4];
} LengthCase;

static const LengthCase impossible[] = {
    { "short", { 0, 0, 0, 27 } },
    { "zero", { 0, 0, 0, 0 } },
    { "long", { 2, 0, 0, 5 } },
    { "text", { 'G', 'E', 'T', ' ' } },
};

/* Dropped at once: the length alone is enough to know. */
static void
test_impossible_length(gconstpointer data)
{
    const LengthCase *c = data;
    Fixture f;

    set_up(&f);
    send_bytes(&f, c->length, sizeof(c->length));
    g_assert_true(f.closed);
    g_assert_cmpstr(f.reason, ==, "it sent a message of an impossible length");
    tear_down(&f);
}

static void
test_large_frame(void)
{
    gsize n_frame = 33554436;
    g_autofree guint8 *frame = g_malloc0(n_frame);
    Fixture f;

    set_up(&f);
    memcpy(frame, two_frames, 28);
    memcpy(frame, "\x02\x00\x00\x04", 4);
    send_bytes(&f, frame, n_frame);
    g_assert_cmpuint(f.payloads->len, ==, 1);
    g_assert_cmpuint(g_bytes_get_size(g_ptr_array_index(f.payloads, 0)), ==, 33554408);
    send_bytes(&f, two_frames + 32, 28);
    g_assert_cmpuint(f.payloads->len, ==, 2);
    tear_down(&f);
}

static void
test_end(void)
{
    Fixture f;

    set_up(&f);
    send_bytes(&f, two_frames, sizeof(two_frames));
    close(f.fd);
    f.fd = -1;
    turn();
    g_assert_true(f.closed);
    g_assert_null(f.reason);
    tear_down(&f);
}

static void
test_end_in_message(void)
{
    Fixture f;

    set_up(&f);
    send_bytes(&f, two_frames, 31);
    shutdown(f.fd, SHUT_WR);
    turn();
    g_assert_true(f.closed);
    g_assert_cmpstr(f.reason, ==, "it went away in the middle of a message");
    tear_down(&f);
}

static void
send_fd(Fixture *f, int fd)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = { 0 };
    char dummy = 0;
    struct iovec one = { &dummy, 1 };
    struct msghdr message = {
        .msg_iov = &one,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof(control),
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &fd, sizeof(fd));
    g_assert_cmpint(sendmsg(f->fd, &message, MSG_NOSIGNAL), ==, 1);
    turn();
}

static gboolean
is_read_end_gone(int fd)
{
    return write(fd, "x", 1) < 0 && errno == EPIPE;
}

/* A call with two descriptors, the descriptors, and another call: the bytes
 * that carry descriptors belong to no frame, and the descriptors are closed. */
static void
test_descriptors(void)
{
    static const guint8 call[] = {
        0, 0, 0, 32, 0x20, 0, 0x80, 0x87, 0, 0, 0, 1, 0, 0, 0, 7,
        0, 0, 0, 4,  0,    0, 0,    1,    0, 0, 0, 0, 0, 0, 0, 2,
    };
    int pipes[2];
    Fixture f;

    set_up(&f);
    g_assert_cmpint(pipe2(pipes, O_CLOEXEC | O_NONBLOCK), ==, 0);
    send_bytes(&f, call, sizeof(call));
    send_fd(&f, pipes[0]);
    send_fd(&f, pipes[0]);
    send_bytes(&f, two_frames + 32, 28);
    g_assert_false(f.closed);
    g_assert_cmpuint(f.payloads->len, ==, 2);
    g_assert_cmpint(f.last.procedure, ==, 66);
    close(pipes[0]);
    g_assert_true(is_read_end_gone(pipes[1]));
    close(pipes[1]);
    tear_down(&f);
}

static void
test_too_many_descriptors(void)
{
    static const guint8 call[] = {
        0, 0, 0, 32, 0x20, 0, 0x80, 0x87, 0, 0, 0, 1, 0, 0, 0, 7,
        0, 0, 0, 4,  0,    0, 0,    1,    0, 0, 0, 0, 0, 0, 0, 33,
    };
    Fixture f;

    set_up(&f);
    send_bytes(&f, call, sizeof(call));
    g_assert_true(f.closed);
    g_assert_cmpstr(f.reason, ==, "it announced too many descriptors");
    tear_down(&f);
}

static GByteArray *
new_frame(gsize n_payload)
{
    GByteArray *frame = g_byte_array_new();

    g_byte_array_set_size(frame, 28 + n_payload);
    memset(frame->data, 0x5a, frame->len);

    return frame;
}

static gsize
drain(Fixture *f)
{
    g_autofree char *room = g_malloc(1 << 20);
    gsize n_all = 0;
    gssize n;

    do {
        turn();
        n = recv(f->fd, room, 1 << 20, MSG_DONTWAIT);
        if (n > 0)
            n_all += (gsize)n;
    } while (n > 0);

    return n_all;
}

/* One message may be as long as it likes; what counts is what lies in wait. */
static void
test_slow_reader(void)
{
    g_autoptr(GByteArray) large = new_frame(20 * 1024 * 1024);
    Fixture f;

    set_up(&f);
    hvr_rpc_channel_send(f.channel, large);
    turn();
    g_assert_false(f.closed);
    g_assert_cmpuint(drain(&f), ==, large->len);

    hvr_rpc_channel_send(f.channel, large);
    hvr_rpc_channel_send(f.channel, large);
    turn();
    g_assert_true(f.closed);
    g_assert_cmpstr(f.reason, ==, "it does not read what it is sent");
    tear_down(&f);
}

static void
test_finish_after_sending(void)
{
    g_autoptr(GByteArray) frame = new_frame(2 * 1024 * 1024);
    Fixture f;

    set_up(&f);
    f.finish_on_frame = TRUE;
    hvr_rpc_channel_send(f.channel, frame);
    send_bytes(&f, two_frames, sizeof(two_frames));
    g_assert_false(f.closed);
    g_assert_cmpuint(f.payloads->len, ==, 1);
    g_assert_cmpuint(drain(&f), ==, frame->len);
    g_assert_true(f.closed);
    g_assert_null(f.reason);
    tear_down(&f);
}

static void
test_finish_without_reader(void)
{
    g_autoptr(GByteArray) frame = new_frame(2 * 1024 * 1024);
    Fixture f;

    set_up(&f);
    hvr_rpc_channel_send(f.channel, frame);
    hvr_rpc_channel_finish(f.channel);
    close(f.fd);
    f.fd = -1;
    turn();
    g_assert_true(f.closed);
    tear_down(&f);
}

/* Whatever bytes come, in whatever pieces: frames or an end, nothing else. */
static void
test_garbage(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20260502);

    for (guint round = 0; round < 300; round++) {
        guint8 bytes[512];
        gsize n_bytes = (gsize)g_rand_int_range(random, 1, sizeof(bytes));
        Fixture f;

        set_up(&f);
        for (gsize i = 0; i < n_bytes; i++)
            bytes[i] = (guint8)(round % 2 == 0 ? g_rand_int_range(random, 0, 256)
                                               : two_frames[i % sizeof(two_frames)]);
        if (round % 2 == 1)
            bytes[g_rand_int_range(random, 0, (gint32)n_bytes)] ^= 0x11;
        send_bytes(&f, bytes, n_bytes / 2);
        send_bytes(&f, bytes + n_bytes / 2, n_bytes - n_bytes / 2);
        tear_down(&f);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    signal(SIGPIPE, SIG_IGN);

    g_test_add_func("/rpc/channel/split-at-every-byte", test_split_at_every_byte);
    g_test_add_func("/rpc/channel/byte-by-byte", test_byte_by_byte);
    for (gsize i = 0; i < G_N_ELEMENTS(impossible); i++) {
        g_autofree char *path = g_strconcat("/rpc/channel/length/", impossible[i].name, NULL);

        g_test_add_data_func(path, &impossible[i], test_impossible_length);
    }
    g_test_add_func("/rpc/channel/large-frame", test_large_frame);
    g_test_add_func("/rpc/channel/end", test_end);
    g_test_add_func("/rpc/channel/end-in-message", test_end_in_message);
    g_test_add_func("/rpc/channel/descriptors", test_descriptors);
    g_test_add_func("/rpc/channel/too-many-descriptors", test_too_many_descriptors);
    g_test_add_func("/rpc/channel/slow-reader", test_slow_reader);
    g_test_add_func("/rpc/channel/finish/after-sending", test_finish_after_sending);
    g_test_add_func("/rpc/channel/finish/without-reader", test_finish_without_reader);
    g_test_add_func("/rpc/channel/garbage", test_garbage);

    return g_test_run();
}
