/* main.c: virthypervd, libvirt's daemon for Hyper-V hosts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "daemon_activation.h"
#include "daemon_log.h"
#include "daemon_options.h"
#include "daemon_server.h"
#include "hvr_error.h"

#define SOCKET_NAME "virthypervd-sock"
/* Clients that do not read what they are told do not hold up the end. */
#define STOP_MILLISECONDS 1500

typedef struct {
    GMainLoop *loop;
    const HvrDaemonOptions *options;
    HvrDaemonServer *server;
    gboolean stopping;
    gboolean is_late;
    guint idle_source;
} Daemon;

static gboolean
on_deadline(gpointer user_data)
{
    Daemon *self = user_data;

    self->is_late = TRUE;
    g_main_loop_quit(self->loop);

    return G_SOURCE_REMOVE;
}

static void
stop(Daemon *self)
{
    if (self->stopping)
        return;

    g_info("stopping");
    self->stopping = TRUE;
    g_timeout_add(STOP_MILLISECONDS, on_deadline, self);
    hvr_daemon_server_stop(self->server);
}

static gboolean
on_signal(gpointer user_data)
{
    stop(user_data);

    return G_SOURCE_CONTINUE;
}

static gboolean
on_idle_timeout(gpointer user_data)
{
    Daemon *self = user_data;

    self->idle_source = 0;
    if (hvr_daemon_server_get_n_clients(self->server) == 0)
        stop(self);

    return G_SOURCE_REMOVE;
}

static void
watch_idle(Daemon *self)
{
    g_clear_handle_id(&self->idle_source, g_source_remove);
    if (self->options->idle_seconds > 0)
        self->idle_source =
            g_timeout_add_seconds((guint)self->options->idle_seconds, on_idle_timeout, self);
}

static void
on_idle(gpointer user_data)
{
    Daemon *self = user_data;

    if (self->stopping)
        g_main_loop_quit(self->loop);
    else if (self->options->stdio)
        stop(self);
    else
        watch_idle(self);
}

/* Nothing that is printed by accident may get between the messages. */
static void
close_standard_streams(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    close(null);
}

static gboolean
serve_stdio(Daemon *self, GError **error)
{
    struct sockaddr_storage address;
    socklen_t n_address = sizeof(address);
    int fd;

    if (getsockname(STDIN_FILENO, (struct sockaddr *)&address, &n_address) != 0)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("standard input is no socket, let a URI like "
                          "hyperv+ext:///HOST?command=PROGRAM start this"));

    fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close_standard_streams();
    g_unix_set_fd_nonblocking(fd, TRUE, NULL);
    hvr_daemon_server_serve(self->server, fd, FALSE);

    return TRUE;
}

static gboolean
listen_on_path(Daemon *self, const char *path, GError **error)
{
    return hvr_daemon_server_listen(self->server, path, g_str_has_suffix(path, "-ro"), error);
}

/* A session daemon has no read-only socket: libvirt's clients look for none. */
static gboolean
listen_as_usual(Daemon *self, GError **error)
{
    const char *directory = self->options->runtime_dir;
    g_autofree char *path = g_build_filename(directory, SOCKET_NAME, NULL);
    g_autofree char *path_ro = g_strconcat(path, "-ro", NULL);

    if (g_mkdir_with_parents(directory, geteuid() == 0 ? 0755 : 0700) != 0)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("cannot make the directory '%1$s': %2$s"),
                        directory, g_strerror(errno));

    return listen_on_path(self, path, error) && listen_on_path(self, path_ro, error);
}

static gboolean
start(Daemon *self, GError **error)
{
    guint n_adopted = 0;

    if (self->options->stdio)
        return serve_stdio(self, error);
    if (!hvr_daemon_activation_adopt(self->server, &n_adopted, error))
        return FALSE;
    if (n_adopted > 0)
        return TRUE;
    if (self->options->socket != NULL)
        return listen_on_path(self, self->options->socket, error);

    return listen_as_usual(self, error);
}

static gboolean
run(Daemon *self, GError **error)
{
    HvrDaemonHosts *hosts = hvr_daemon_hosts_load(self->options->config, error);

    if (hosts == NULL)
        return FALSE;

    self->server = hvr_daemon_server_new(hosts, on_idle, self);
    if (!start(self, error))
        return FALSE;

    g_unix_signal_add(SIGTERM, on_signal, self);
    g_unix_signal_add(SIGINT, on_signal, self);
    watch_idle(self);
    g_main_loop_run(self->loop);

    return TRUE;
}

/* What was cancelled still says so; nobody must be told any more. */
static void
let_go(Daemon *self)
{
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    hvr_daemon_server_free(self->server);
    g_main_loop_unref(self->loop);
}

/* Passwords pass through here: no core file keeps this memory, nobody but root
 * looks into it.  A leak checker has to look into its own. */
static void
shield_memory(void)
{
#ifndef __SANITIZE_ADDRESS__
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

int
main(int argc, char **argv)
{
    g_auto(GStrv) arguments = g_strdupv(argv);
    g_autoptr(HvrDaemonOptions) options = NULL;
    g_autoptr(GError) error = NULL;
    Daemon self = { 0 };
    gboolean ok;

    shield_memory();
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
    g_log_set_writer_func(hvr_daemon_log_write, NULL, NULL);

    options = hvr_daemon_options_parse(&arguments, &error);
    if (options == NULL) {
        g_printerr("virthypervd: %s\n", error->message);
        return EX_USAGE;
    }
    if (options->version) {
        g_print("virthypervd %s\n", PACKAGE_VERSION);
        return 0;
    }

    self.options = options;
    self.loop = g_main_loop_new(NULL, FALSE);
    ok = run(&self, &error);
    if (!ok)
        g_printerr("virthypervd: %s\n", error->message);
    let_go(&self);
    /* A thread that still waits for its host must not see libraries being torn down. */
    if (self.is_late)
        _exit(0);

    return ok ? 0 : EX_CONFIG;
}
