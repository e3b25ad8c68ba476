/* daemon_server.c: hosts, sockets and clients of one daemon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_server.h"

#include <sys/resource.h>
#include <unistd.h>

#include "hvr_clock.h"
#include "rpc_session.h"

/* Descriptors for everything that is no client: hosts, sockets, logs. */
#define N_RESERVED 128

struct _HvrDaemonServer {
    HvrDaemonHosts *configs;
    HvrClock *clock;
    GHashTable *hosts;   /* name to HvrHost */
    GPtrArray *living;   /* hosts, not owned, that have threads or users yet */
    GPtrArray *sockets;  /* HvrDaemonSocket */
    GPtrArray *sessions; /* HvrRpcSession */
    guint n_clients_max;
    gboolean stopping;
    void (*idle)(gpointer user_data);
    gpointer user_data;
};

/* A process that ends while threads do pulls the libraries from under them. */
static void
check_idle(HvrDaemonServer *self)
{
    if (self->sessions->len > 0 || (self->stopping && self->living->len > 0))
        return;
    if (self->idle != NULL)
        self->idle(self->user_data);
}

static void
on_host_gone(gpointer user_data, GObject *host)
{
    HvrDaemonServer *self = user_data;

    g_ptr_array_remove_fast(self->living, host);
    if (self->stopping)
        check_idle(self);
}

static void
close_host(gpointer data)
{
    hvr_host_close(data);
    g_object_unref(data);
}

/* Everybody may connect to a read-only socket, so clients must not be able to
 * take the last descriptor.  As many as the system allows are asked for. */
static guint
get_n_clients_max(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return N_RESERVED;

    limit.rlim_cur = MIN(limit.rlim_max, 65536);
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);

    return limit.rlim_cur > 2 * N_RESERVED ? (guint)limit.rlim_cur - N_RESERVED : N_RESERVED;
}

HvrDaemonServer *
hvr_daemon_server_new(HvrDaemonHosts *hosts, void (*idle)(gpointer user_data), gpointer user_data)
{
    HvrDaemonServer *self = g_new0(HvrDaemonServer, 1);

    self->configs = hosts;
    self->clock = hvr_clock_new();
    self->hosts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, close_host);
    self->living = g_ptr_array_new();
    self->sockets = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_daemon_socket_free);
    self->sessions = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_rpc_session_unref);
    self->n_clients_max = get_n_clients_max();
    self->idle = idle;
    self->user_data = user_data;

    return self;
}

void
hvr_daemon_server_free(HvrDaemonServer *self)
{
    if (self == NULL)
        return;

    for (guint i = 0; i < self->living->len; i++)
        g_object_weak_unref(g_ptr_array_index(self->living, i), on_host_gone, self);
    g_ptr_array_unref(self->living);
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
        g_object_weak_ref(G_OBJECT(host), on_host_gone, self);
        g_ptr_array_add(self->living, host);
        g_hash_table_insert(self->hosts, (gpointer)config->endpoint.name, host);
    }

    return g_object_ref(host);
}

static void
on_session_closed(gpointer user_data, HvrRpcSession *session)
{
    HvrDaemonServer *self = user_data;

    g_ptr_array_remove_fast(self->sessions, session);
    check_idle(self);
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

    if (self->sessions->len >= self->n_clients_max) {
        g_message("refused a client, there are %u already", self->sessions->len);
        close(fd);
        return;
    }

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
    self->stopping = TRUE;
    g_ptr_array_set_size(self->sockets, 0);
    for (guint i = 0; i < self->sessions->len; i++)
        hvr_rpc_session_shut_down(g_ptr_array_index(self->sessions, i));
    if (g_hash_table_size(self->hosts) == 0)
        check_idle(self);
    g_hash_table_remove_all(self->hosts);
}
