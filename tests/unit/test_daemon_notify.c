/* test_daemon_notify.c: telling systemd how we are
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gstdio.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon_notify.h"

/* What systemd has: a datagram socket. */
static int
listen_at(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    socklen_t n_address = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    memcpy(address.sun_path, path, strlen(path));
    if (*path == '@')
        address.sun_path[0] = '\0';
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, n_address), ==, 0);

    return fd;
}

static void
expect(int fd, const char *expected)
{
    char text[256] = { 0 };

    g_assert_cmpint(recv(fd, text, sizeof(text) - 1, MSG_DONTWAIT), >, 0);
    if (g_str_has_suffix(expected, "*"))
        g_assert_true(g_pattern_match_simple(expected, text));
    else
        g_assert_cmpstr(text, ==, expected);
}

static void
expect_nothing(int fd)
{
    char text[16];

    g_assert_cmpint(recv(fd, text, sizeof(text), MSG_DONTWAIT), ==, -1);
}

static void
test_words(gconstpointer data)
{
    g_autofree char *path = g_strdup_printf(data, getpid());
    g_autoptr(HvrDaemonNotify) notify = NULL;
    int fd = listen_at(path);

    g_setenv("NOTIFY_SOCKET", path, TRUE);
    notify = hvr_daemon_notify_new();
    g_assert_null(g_getenv("NOTIFY_SOCKET"));
    hvr_daemon_notify_start(notify);
    expect(fd, "READY=1");
    hvr_daemon_notify_reload(notify);
    expect(fd, "RELOADING=1\nMONOTONIC_USEC=*");
    hvr_daemon_notify_status(notify, "2 hosts");
    expect(fd, "STATUS=2 hosts");
    hvr_daemon_notify_stop(notify);
    expect(fd, "STOPPING=1");
    expect_nothing(fd);
    close(fd);
    if (*path == '/')
        g_unlink(path);
}

/* Half of the watchdog's time; the test's is as short as it gets. */
static void
test_watchdog(void)
{
    g_autofree char *path = g_strdup_printf("@hvr-watchdog-%d", getpid());
    g_autofree char *pid = g_strdup_printf("%d", getpid());
    g_autoptr(HvrDaemonNotify) notify = NULL;
    int fd = listen_at(path);

    g_setenv("NOTIFY_SOCKET", path, TRUE);
    g_setenv("WATCHDOG_USEC", "2000", TRUE);
    g_setenv("WATCHDOG_PID", pid, TRUE);
    notify = hvr_daemon_notify_new();
    hvr_daemon_notify_start(notify);
    expect(fd, "READY=1");
    g_main_context_iteration(NULL, TRUE);
    expect(fd, "WATCHDOG=1");
    close(fd);
}

static void
test_watchdog_of_another(void)
{
    g_autofree char *path = g_strdup_printf("@hvr-watchdog-%d", getpid());
    g_autoptr(HvrDaemonNotify) notify = NULL;
    int fd = listen_at(path);

    g_setenv("NOTIFY_SOCKET", path, TRUE);
    g_setenv("WATCHDOG_USEC", "2000", TRUE);
    g_setenv("WATCHDOG_PID", "1", TRUE);
    notify = hvr_daemon_notify_new();
    hvr_daemon_notify_start(notify);
    g_assert_false(g_main_context_pending(NULL));
    expect(fd, "READY=1");
    expect_nothing(fd);
    close(fd);
}

static void
test_without_systemd(void)
{
    g_autoptr(HvrDaemonNotify) notify = NULL;

    g_unsetenv("NOTIFY_SOCKET");
    notify = hvr_daemon_notify_new();
    hvr_daemon_notify_start(notify);
    hvr_daemon_notify_stop(notify);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_data_func("/daemon/notify/path", "/tmp/hvr-notify-%d", test_words);
    g_test_add_data_func("/daemon/notify/abstract", "@hvr-notify-%d", test_words);
    g_test_add_func("/daemon/notify/watchdog", test_watchdog);
    g_test_add_func("/daemon/notify/watchdog-of-another", test_watchdog_of_another);
    g_test_add_func("/daemon/notify/without-systemd", test_without_systemd);

    return g_test_run();
}
