/* daemon_notify.c: telling systemd how we are
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_notify.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct _HvrDaemonNotify {
    int fd; /* -1 without systemd */
    struct sockaddr_un address;
    socklen_t n_address;
    guint watchdog_milliseconds; /* 0 without watchdog */
    guint watchdog_source;
};

/* A name in the abstract namespace begins with '@' here and with a NUL there. */
static void
set_address(HvrDaemonNotify *self, const char *path)
{
    gsize n_path = strlen(path);

    if ((*path != '/' && *path != '@') || n_path >= sizeof(self->address.sun_path))
        return;

    self->address.sun_family = AF_UNIX;
    memcpy(self->address.sun_path, path, n_path);
    if (*path == '@')
        self->address.sun_path[0] = '\0';
    self->n_address = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n_path);
    self->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* sd_watchdog_enabled(3): half of the time is the advice. */
static guint
get_watchdog(void)
{
    const char *text = g_getenv("WATCHDOG_USEC");
    const char *pid = g_getenv("WATCHDOG_PID");
    guint64 number;

    if (pid != NULL && (!g_ascii_string_to_unsigned(pid, 10, 1, G_MAXINT32, &number, NULL) ||
                        number != (guint64)getpid()))
        return 0;
    if (text == NULL || !g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, &number, NULL))
        return 0;

    return (guint)CLAMP(number / 2000, 1, G_MAXINT32);
}

HvrDaemonNotify *
hvr_daemon_notify_new(void)
{
    HvrDaemonNotify *self = g_new0(HvrDaemonNotify, 1);
    const char *path = g_getenv("NOTIFY_SOCKET");

    self->fd = -1;
    if (path != NULL)
        set_address(self, path);
    self->watchdog_milliseconds = get_watchdog();
    g_unsetenv("NOTIFY_SOCKET");
    g_unsetenv("WATCHDOG_USEC");
    g_unsetenv("WATCHDOG_PID");

    return self;
}

void
hvr_daemon_notify_free(HvrDaemonNotify *self)
{
    if (self == NULL)
        return;

    g_clear_handle_id(&self->watchdog_source, g_source_remove);
    if (self->fd >= 0)
        close(self->fd);
    g_free(self);
}

/* Whether systemd listens is none of our business. */
static void
tell(HvrDaemonNotify *self, const char *text)
{
    if (self->fd >= 0)
        (void)!sendto(self->fd, text, strlen(text), MSG_NOSIGNAL,
                      (const struct sockaddr *)&self->address, self->n_address);
}

static gboolean
on_watchdog(gpointer user_data)
{
    tell(user_data, "WATCHDOG=1");

    return G_SOURCE_CONTINUE;
}

void
hvr_daemon_notify_start(HvrDaemonNotify *self)
{
    tell(self, "READY=1");
    if (self->watchdog_milliseconds > 0 && self->watchdog_source == 0)
        self->watchdog_source = g_timeout_add(self->watchdog_milliseconds, on_watchdog, self);
}

void
hvr_daemon_notify_reload(HvrDaemonNotify *self)
{
    g_autofree char *text =
        g_strdup_printf("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time());

    tell(self, text);
}

void
hvr_daemon_notify_stop(HvrDaemonNotify *self)
{
    tell(self, "STOPPING=1");
}

void
hvr_daemon_notify_status(HvrDaemonNotify *self, const char *status)
{
    g_autofree char *text = g_strconcat("STATUS=", status, NULL);

    tell(self, text);
}
