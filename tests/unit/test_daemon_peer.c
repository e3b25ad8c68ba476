/* test_daemon_peer.c: who is at the other end of a connection
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <sys/socket.h>
#include <unistd.h>

#include "daemon_peer.h"

typedef struct {
    const char *name;
    const char *stat;
    guint64 expected;
} Case;

/* proc(5): pid (comm) state ppid pgrp session tty_nr tpgid flags minflt cminflt majflt cmajflt
 * utime stime cutime cstime priority nice num_threads itrealvalue starttime ... */
#define REST " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 424242 20\n"

/* clang-format off */
static const Case cases[] = {
    { "plain",        "17 (virsh)" REST,               424242 },
    { "blanks",       "17 (a b c)" REST,               424242 },
    { "parentheses",  "17 (a) S 9 9 (b)" REST,         424242 },
    { "cut",          "17 (virsh) S 1 2 3",            0 },
    { "no-name",      "17 virsh" REST,                 0 },
    { "no-number",    "17 (v) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 -1 20", 0 },
    { "ends",         "17 (virsh)",                    0 },
    { "empty",        "",                              0 },
};
/* clang-format on */

static void
test_start_time(gconstpointer data)
{
    const Case *c = data;

    g_assert_cmpuint(hvr_daemon_peer_parse_start_time(c->stat), ==, c->expected);
}

static void
test_socket(void)
{
    g_autoptr(HvrDaemonPeer) peer = NULL;
    g_autofree char *text = NULL;
    int fds[2];

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
    peer = hvr_daemon_peer_new_for_socket(fds[0]);
    text = g_strdup_printf("user %u (process %d)", (guint)getuid(), getpid());
    g_assert_true(peer->is_local);
    g_assert_cmpuint(peer->uid, ==, getuid());
    g_assert_cmpuint(peer->pid, ==, (guint)getpid());
    g_assert_cmpuint(peer->start_time, >, 0);
    g_assert_cmpstr(peer->text, ==, text);
    g_assert_true(hvr_daemon_peer_is_trusted(peer));
    peer->uid = getuid() + 1;
    g_assert_false(hvr_daemon_peer_is_trusted(peer));
    close(fds[0]);
    close(fds[1]);
}

/* Whoever comes over the network is nobody here, whatever number is in the struct. */
static void
test_name(void)
{
    g_autoptr(HvrDaemonPeer) peer = hvr_daemon_peer_new_for_name("C=DE,CN=admin");

    g_assert_false(peer->is_local);
    g_assert_false(hvr_daemon_peer_is_trusted(peer));
    g_assert_cmpstr(peer->text, ==, "'C=DE,CN=admin'");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/daemon/peer/start-time/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_start_time);
    }
    g_test_add_func("/daemon/peer/socket", test_socket);
    g_test_add_func("/daemon/peer/name", test_name);

    return g_test_run();
}
