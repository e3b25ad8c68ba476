/* daemon_server.c: hosts, sockets and clients of one daemon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_server.h"

#include "hvr_clock.h"
#include "rpc_session.h"

struct _HvrDaemonServer {
    HvrDaemonHosts *configs;
    HvrClock *clock;
    GHashTable *hosts;   /* name to HvrHost */
    GPtrArray *sockets;  /* HvrDaemonSocket */
    GPtrArray *sessions; /* HvrRpcSession */
    void (*idle)(gpointer user_data);
    gpointer user_data;
};

static void
close_host(gpointer data)
{
    hvr_host_close(data);
    g_object_unref(data);
}

HvrDaemonServer *
hvr_daemon_server_new(HvrDaemonHosts *hosts, void (*idle)(gpointer user_data), gpointer user_data)
{
    HvrDaemonServer *self = g_new0(HvrDaemonServer, 1);

    self->configs = hosts;
    self->clock = hvr_clock_new();
    self->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, close_host);
    self->sockets = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_daemon_socket_free);
    self->sessions = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_rpc_session_unref);
    self->idle = idle;
    self->user_data = user_data;

    return self;
}

void
hvr_daemon_server_free(HvrDaemonServer *self)
{
    if (self == NULL)
        return;

    g_ptr_array_unref(self->sockets);
    g_ptr_array_unref(self->sessions);
    g_hash_table_unref(self->hosts);
    hvr_clock_unref(self->clock);
    hvr_daemon_hosts_free(self->configs);
    g_free(self);
}

static HvrHost *
find_host(gpointer user_data, const char *name, GError **error)
{
    HvrDaemonServer *self = user_data;
    const HvrHostConfig *config = hvr_daemon_hosts_lookup(self->configs, name, error);
    HvrHost *host;

    if (config == NULL)
        return NULL;

    host = g_hash_table_lookup(self->hosts, config->endpoint.name);
    if (host == NULL) {
        host = hvr_host_new(config, self->clock);
        g_hash_table_insert(self->hosts, (gpointer)config->endpoint.name, host);
    }

    return g_object_ref(host);
}

static void
on_session_closed(gpointer user_data, HvrRpcSession *session)
{
    HvrDaemonServer *self = user_data;

    g_ptr_array_remove_fast(self->sessions, session);
    if (self->sessions->len == 0 && self->idle != NULL)
        self->idle(self->user_data);
}

void
hvr_daemon_server_serve(HvrDaemonServer *self, int fd, gboolean read_only)
{
    const HvrRpcSessionConfig config = {
        .read_only = read_only,
        .find_host = find_host,
        .closed = on_session_closed,
        .user_data = self,
    };

    g_ptr_array_add(self->sessions, hvr_rpc_session_new(fd, &config));
}

static void
on_accept(gpointer user_data, int fd, gboolean read_only)
{
    hvr_daemon_server_serve(user_data, fd, read_only);
}

gboolean
hvr_daemon_server_listen(HvrDaemonServer *self,
                         const char *path,
                         gboolean read_only,
                         GError **error)
{
    HvrDaemonSocket *listener = hvr_daemon_socket_new(path, read_only, on_accept, self, error);

    if (listener == NULL)
        return FALSE;

    g_ptr_array_add(self->sockets, listener);

    return TRUE;
}

void
hvr_daemon_server_adopt(HvrDaemonServer *self, int fd, gboolean read_only)
{
    g_ptr_array_add(self->sockets, hvr_daemon_socket_new_from_fd(fd, read_only, on_accept, self));
}

guint
hvr_daemon_server_get_n_clients(HvrDaemonServer *self)
{
    return self->sessions->len;
}

void
hvr_daemon_server_stop(HvrDaemonServer *self)
{
    g_ptr_array_set_size(self->sockets, 0);
    for (guint i = 0; i < self->sessions->len; i++)
        hvr_rpc_session_shut_down(g_ptr_array_index(self->sessions, i));
    g_hash_table_remove_all(self->hosts);
    if (self->sessions->len == 0 && self->idle != NULL)
        self->idle(self->user_data);
}
