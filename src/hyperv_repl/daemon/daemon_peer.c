/* daemon_peer.c: who is at the other end of a connection
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_peer.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* proc(5): the 22nd field; the second, the program's name, may hold anything,
 * blanks and parentheses too, so counting begins behind its end. */
#define FIELDS_BEFORE_START_TIME 19

guint64
hvr_daemon_peer_parse_start_time(const char *stat)
{
    const char *at = strrchr(stat, ')');
    g_auto(GStrv) fields = NULL;
    guint64 ticks;

    if (at == NULL || at[1] != ' ')
        return 0;

    fields = g_strsplit(at + 2, " ", -1);
    if (g_strv_length(fields) <= FIELDS_BEFORE_START_TIME ||
        !g_ascii_string_to_unsigned(fields[FIELDS_BEFORE_START_TIME], 10, 0, G_MAXUINT64, &ticks,
                                    NULL))
        return 0;

    return ticks;
}

static guint64
get_start_time(guint pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%u/stat", pid);
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;

    return hvr_daemon_peer_parse_start_time(text);
}

HvrDaemonPeer *
hvr_daemon_peer_new_for_socket(int fd)
{
    HvrDaemonPeer *self = g_new0(HvrDaemonPeer, 1);
    struct ucred credentials;
    socklen_t n_credentials = sizeof(credentials);

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &n_credentials) != 0) {
        self->text = g_strdup("somebody");
        return self;
    }

    self->is_local = TRUE;
    self->uid = (guint)credentials.uid;
    self->gid = (guint)credentials.gid;
    self->pid = (guint)credentials.pid;
    self->start_time = get_start_time(self->pid);
    self->text = g_strdup_printf(_("user %1$u (process %2$u)"), self->uid, self->pid);

    return self;
}

HvrDaemonPeer *
hvr_daemon_peer_new_for_name(const char *name)
{
    HvrDaemonPeer *self = g_new0(HvrDaemonPeer, 1);

    self->name = g_strdup(name);
    self->text = g_strdup_printf(_("'%s'"), name);

    return self;
}

void
hvr_daemon_peer_free(HvrDaemonPeer *self)
{
    if (self == NULL)
        return;

    g_free(self->name);
    g_free(self->text);
    g_free(self);
}

gboolean
hvr_daemon_peer_is_trusted(const HvrDaemonPeer *self)
{
    return self->is_local && (self->uid == 0 || self->uid == (guint)geteuid());
}
