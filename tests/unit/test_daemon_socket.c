/* test_daemon_socket.c: a socket that clients connect to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon_socket.h"
#include "hvr_error.h"

typedef struct {
    char *directory;
    char *path;
    guint n_accepted;
    HvrDaemonSocketKind kind;
} Fixture;

static void
set_up(Fixture *f)
{
    memset(f, 0, sizeof(*f));
    f->directory = g_dir_make_tmp("hvr-XXXXXX", NULL);
    f->path = g_build_filename(f->directory, "sock", NULL);
}

/* A file left over would be noticed here. */
static void
tear_down(Fixture *f)
{
    g_assert_cmpint(g_rmdir(f->directory), ==, 0);
    g_free(f->directory);
    g_free(f->path);
}

static void
on_accept(gpointer user_data, int fd, HvrDaemonSocketKind kind)
{
    Fixture *f = user_data;

    f->n_accepted++;
    f->kind = kind;
    close(fd);
}

static HvrDaemonPlace
get_place(const Fixture *f)
{
    return (HvrDaemonPlace){ .path = f->path, .mode = 0600, .n_waiting = 5 };
}

static HvrDaemonSocket *
socket_new(Fixture *f, gboolean read_only)
{
    HvrDaemonPlace place = get_place(f);
    g_autoptr(GError) error = NULL;
    HvrDaemonSocket *self;

    place.kind = read_only ? HVR_DAEMON_SOCKET_READ_ONLY : HVR_DAEMON_SOCKET_READ_WRITE;
    if (read_only)
        place.mode = 0666;
    self = hvr_daemon_socket_new(&place, on_accept, f, &error);

    g_assert_no_error(error);

    return self;
}

static void
connect_once(Fixture *f)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    g_strlcpy(address.sun_path, f->path, sizeof(address.sun_path));
    g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof(address)), ==, 0);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    close(fd);
}

static guint
get_mode(const char *path)
{
    struct stat facts;

    g_assert_cmpint(lstat(path, &facts), ==, 0);

    return facts.st_mode & 07777u;
}

static void
test_accept(gconstpointer data)
{
    gboolean read_only = GPOINTER_TO_INT(data);
    HvrDaemonSocket *self;
    mode_t before = umask(0);
    Fixture f;

    set_up(&f);
    self = socket_new(&f, read_only);
    umask(before);
    g_assert_cmphex(get_mode(f.path), ==, read_only ? 0666 : 0600);
    connect_once(&f);
    g_assert_cmpuint(f.n_accepted, ==, 1);
    g_assert_cmpint(f.kind == HVR_DAEMON_SOCKET_READ_ONLY, ==, read_only);
    hvr_daemon_socket_free(self);
    tear_down(&f);
}

static void
test_stale(void)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    HvrDaemonSocket *self;
    Fixture f;
    int fd;

    set_up(&f);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_strlcpy(address.sun_path, f.path, sizeof(address.sun_path));
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, sizeof(address)), ==, 0);
    close(fd);
    self = socket_new(&f, FALSE);
    connect_once(&f);
    g_assert_cmpuint(f.n_accepted, ==, 1);
    hvr_daemon_socket_free(self);
    tear_down(&f);
}

static void
assert_refused(Fixture *f, const char *format)
{
    g_autofree char *expected = g_strdup_printf(format, f->path);
    HvrDaemonPlace place = get_place(f);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_daemon_socket_new(&place, on_accept, f, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_cmpstr(error->message, ==, expected);
}

static void
test_live(void)
{
    HvrDaemonSocket *self;
    Fixture f;

    set_up(&f);
    self = socket_new(&f, FALSE);
    assert_refused(&f, "another daemon listens on '%s'");
    connect_once(&f);
    hvr_daemon_socket_free(self);
    tear_down(&f);
}

static void
test_not_a_socket(void)
{
    Fixture f;

    set_up(&f);
    g_assert_true(g_file_set_contents(f.path, "precious", -1, NULL));
    assert_refused(&f, "'%s' is there already and is no socket");
    g_assert_cmpint(g_unlink(f.path), ==, 0);
    tear_down(&f);
}

static void
test_long_path(void)
{
    Fixture f;

    set_up(&f);
    g_free(f.path);
    f.path = g_strnfill(200, 'x');
    assert_refused(&f, "the path '%s' is too long for a socket");
    tear_down(&f);
}

static void
test_no_directory(void)
{
    Fixture f;

    set_up(&f);
    g_free(f.path);
    f.path = g_build_filename(f.directory, "gone", "sock", NULL);
    assert_refused(&f, "cannot listen on '%s': No such file or directory");
    tear_down(&f);
}

static void
test_group(void)
{
    g_autoptr(GError) error = NULL;
    HvrDaemonSocket *self;
    HvrDaemonPlace place;
    struct stat facts;
    Fixture f;

    set_up(&f);
    place = get_place(&f);
    place.mode = 0660;
    place.group = "no-such-group";
    g_assert_null(hvr_daemon_socket_new(&place, on_accept, &f, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_cmpstr(error->message, ==, "there is no group 'no-such-group'");
    g_assert_false(g_file_test(f.path, G_FILE_TEST_EXISTS));
    if (geteuid() == 0) {
        place.group = "daemon";
        self = hvr_daemon_socket_new(&place, on_accept, &f, NULL);
        g_assert_nonnull(self);
        g_assert_cmpint(lstat(f.path, &facts), ==, 0);
        g_assert_cmpuint(facts.st_gid, ==, 1);
        g_assert_cmphex(get_mode(f.path), ==, 0660);
        hvr_daemon_socket_free(self);
    }
    tear_down(&f);
}

/* Whoever took the place in the meantime keeps it. */
static void
test_replaced(void)
{
    HvrDaemonSocket *self;
    Fixture f;

    set_up(&f);
    self = socket_new(&f, FALSE);
    g_assert_cmpint(g_unlink(f.path), ==, 0);
    g_assert_true(g_file_set_contents(f.path, "another", -1, NULL));
    hvr_daemon_socket_free(self);
    g_assert_cmpint(g_unlink(f.path), ==, 0);
    tear_down(&f);
}

/* The file of a socket that systemd listens on is systemd's. */
static void
test_adopted(void)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    HvrDaemonSocket *self;
    Fixture f;
    int fd;

    set_up(&f);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_strlcpy(address.sun_path, f.path, sizeof(address.sun_path));
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, sizeof(address)), ==, 0);
    g_assert_cmpint(listen(fd, 1), ==, 0);
    self = hvr_daemon_socket_new_from_fd(fd, HVR_DAEMON_SOCKET_READ_ONLY, on_accept, &f);
    connect_once(&f);
    g_assert_cmpuint(f.n_accepted, ==, 1);
    g_assert_cmpint(f.kind, ==, HVR_DAEMON_SOCKET_READ_ONLY);
    hvr_daemon_socket_free(self);
    g_assert_cmpint(g_unlink(f.path), ==, 0);
    tear_down(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_data_func("/daemon/socket/accept", GINT_TO_POINTER(FALSE), test_accept);
    g_test_add_data_func("/daemon/socket/accept-read-only", GINT_TO_POINTER(TRUE), test_accept);
    g_test_add_func("/daemon/socket/stale", test_stale);
    g_test_add_func("/daemon/socket/live", test_live);
    g_test_add_func("/daemon/socket/not-a-socket", test_not_a_socket);
    g_test_add_func("/daemon/socket/long-path", test_long_path);
    g_test_add_func("/daemon/socket/no-directory", test_no_directory);
    g_test_add_func("/daemon/socket/replaced", test_replaced);
    g_test_add_func("/daemon/socket/adopted", test_adopted);
    g_test_add_func("/daemon/socket/group", test_group);

    return g_test_run();
}
