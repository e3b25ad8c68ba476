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

#include "daemon_history.h"
#include "daemon_listen.h"
#include "daemon_log.h"
#include "daemon_notify.h"
#include "daemon_options.h"
#include "daemon_pages.h"
#include "daemon_server.h"
#include "daemon_settings.h"
#include "hvr_error.h"

/* Clients that do not read what they are told do not hold up the end. */
#define STOP_MILLISECONDS 1500
#define RELEASE_SECONDS   30

typedef struct {
    GMainLoop *loop;
    const HvrDaemonOptions *options;
    HvrDaemonLog *log;
    HvrDaemonNotify *notify;
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
    hvr_daemon_notify_stop(self->notify);
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

    /* An operation outlives the client that began it. */
    if (hvr_daemon_server_is_busy(self->server))
        return G_SOURCE_CONTINUE;

    self->idle_source = 0;
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
    hvr_daemon_server_serve(self->server, fd, HVR_DAEMON_SOCKET_READ_WRITE);

    return TRUE;
}

/* A session daemon that a client has started has nobody else to complain to, and neither has that
 * of a system where nobody has written the file yet, which a socket starts: they serve; who opens a
 * host is told what is wrong with the file. */
static gboolean
load_hosts(Daemon *self, HvrDaemonHosts **out_hosts, GError **error)
{
    g_autoptr(GError) reason = NULL;
    const HvrDaemonOptions *options = self->options;
    gboolean is_wrong = options->is_system && g_file_test(options->config, G_FILE_TEST_EXISTS);

    *out_hosts = hvr_daemon_hosts_load(options->config, &reason);
    if (*out_hosts != NULL)
        return TRUE;
    if (is_wrong || options->has_config) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return FALSE;
    }
    g_warning("%s", reason->message);

    return TRUE;
}

static HvrDaemonSettings *
load_settings(Daemon *self, GError **error)
{
    const HvrDaemonOptions *options = self->options;
    HvrDaemonSettings *settings = hvr_daemon_settings_load(options->settings, options->has_settings,
                                                           options->is_system, error);

    if (settings != NULL)
        hvr_daemon_log_set_level(self->log, options->verbose ? 1 : (int)settings->log_level);

    return settings;
}

static gboolean
start(Daemon *self, GError **error)
{
    HvrDaemonServerConfig config = {
        .hosts_path = self->options->config,
        .journal = self->options->journal,
        .is_recording = !self->options->stdio,
        .idle = on_idle,
        .user_data = self,
    };

    config.settings = load_settings(self, error);
    if (config.settings == NULL)
        return FALSE;
    if (!load_hosts(self, &config.hosts, error)) {
        hvr_daemon_settings_free(config.settings);
        return FALSE;
    }

    self->server = hvr_daemon_server_new(&config);
    if (self->options->stdio)
        return serve_stdio(self, error);

    return hvr_daemon_listen(self->server, self->options, config.settings, error);
}

/* What is no good is not taken; what was read before goes on. */
static gboolean
on_reload(gpointer user_data)
{
    Daemon *self = user_data;
    g_autoptr(GError) error = NULL;
    HvrDaemonSettings *settings;

    if (self->stopping)
        return G_SOURCE_CONTINUE;

    hvr_daemon_notify_reload(self->notify);
    settings = load_settings(self, &error);
    if (settings != NULL && hvr_daemon_server_reload(self->server, settings, &error))
        g_message("read '%s' and '%s' anew", self->options->config, self->options->settings);
    else
        g_warning("nothing is read anew: %s", error->message);
    hvr_daemon_notify_start(self->notify);

    return G_SOURCE_CONTINUE;
}

static gboolean
on_release(gpointer user_data G_GNUC_UNUSED)
{
    hvr_daemon_pages_release();

    return G_SOURCE_CONTINUE;
}

static gboolean
run(Daemon *self, GError **error)
{
    if (!start(self, error))
        return FALSE;

    g_unix_signal_add(SIGTERM, on_signal, self);
    g_unix_signal_add(SIGINT, on_signal, self);
    g_unix_signal_add(SIGHUP, on_reload, self);
    g_timeout_add_seconds(RELEASE_SECONDS, on_release, NULL);
    watch_idle(self);
    hvr_daemon_notify_start(self->notify);
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
    hvr_daemon_notify_free(self->notify);
    g_main_loop_unref(self->loop);
}

static int
show_journal(const HvrDaemonOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *table = hvr_daemon_history_format(options->journal, &error);

    if (table == NULL) {
        g_printerr("virthypervd: %s\n", error->message);
        return EX_CONFIG;
    }
    g_print("%s", table);

    return 0;
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
    HvrDaemonLog log = { .level = HVR_DAEMON_LOG_DEFAULT };
    Daemon self = { .log = &log };
    gboolean ok;

    shield_memory();
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
    g_log_set_writer_func(hvr_daemon_log_write, &log, NULL);

    options = hvr_daemon_options_parse(&arguments, &error);
    if (options == NULL) {
        g_printerr("virthypervd: %s\n", error->message);
        return EX_USAGE;
    }
    if (options->version) {
        g_print("virthypervd %s\n", PACKAGE_VERSION);
        return 0;
    }

    if (options->show_journal)
        return show_journal(options);

    self.options = options;
    self.loop = g_main_loop_new(NULL, FALSE);
    self.notify = hvr_daemon_notify_new();
    ok = run(&self, &error);
    if (!ok)
        g_printerr("virthypervd: %s\n", error->message);
    let_go(&self);
    /* A thread that still waits for its host must not see libraries being torn down. */
    if (self.is_late)
        _exit(0);

    return ok ? 0 : EX_CONFIG;
}
