/* daemon_server.c: hosts, sockets and clients of one daemon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_server.h"

#include <sys/resource.h>
#include <unistd.h>

#include "daemon_client.h"
#include "daemon_relay.h"
#include "daemon_roster.h"
#include "daemon_tls.h"

/* Descriptors for everything that is no client: hosts, sockets, logs. */
#define N_RESERVED 128

/* A TLS client has two on its relay's side and one on its session's. */
#define FDS_PER_CLIENT 3

struct _HvrDaemonServer {
    HvrDaemonRoster *roster;
    HvrDaemonSettings *settings;
    HvrDaemonPolkit *polkit;
    HvrDaemonTls *tls; /* %NULL as long as nobody listens for it */
    HvrDaemonClientHouse house;
    GPtrArray *sockets; /* HvrDaemonSocket */
    GPtrArray *clients; /* HvrDaemonClient */
    GPtrArray *relays;  /* HvrDaemonRelay */
    guint n_clients_max;
    gboolean stopping;
    void (*idle)(gpointer user_data);
    gpointer user_data;
};

static void
check_idle(HvrDaemonServer *self)
{
    if (self->clients->len > 0 || self->relays->len > 0)
        return;
    if (self->stopping && !hvr_daemon_roster_is_over(self->roster))
        return;
    if (self->idle != NULL)
        self->idle(self->user_data);
}

static void
on_host_gone(gpointer user_data)
{
    HvrDaemonServer *self = user_data;

    if (self->stopping)
        check_idle(self);
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

static HvrHost *
find_host(gpointer user_data, const char *name, GError **error)
{
    HvrDaemonServer *self = user_data;

    return hvr_daemon_roster_lookup(self->roster, name, error);
}

/* Hosts that the file no longer has end with their last client. */
static void
prune(HvrDaemonServer *self)
{
    g_autoptr(GPtrArray) used = g_ptr_array_new();

    for (guint i = 0; i < self->clients->len; i++) {
        HvrDaemonClient *client = g_ptr_array_index(self->clients, i);

        g_ptr_array_add(used, hvr_rpc_session_get_host(hvr_daemon_client_get_session(client)));
    }
    hvr_daemon_roster_prune(self->roster, used);
}

static void
on_client_closed(gpointer user_data, HvrDaemonClient *client)
{
    HvrDaemonServer *self = user_data;

    g_ptr_array_remove_fast(self->clients, client);
    prune(self);
    check_idle(self);
}

HvrDaemonServer *
hvr_daemon_server_new(const HvrDaemonServerConfig *config)
{
    HvrDaemonServer *self = g_new0(HvrDaemonServer, 1);

    self->roster = hvr_daemon_roster_new(config->hosts_path, config->hosts, on_host_gone, self);
    if (config->journal != NULL)
        hvr_daemon_roster_keep_history(self->roster, config->journal);
    self->settings = config->settings;
    self->polkit = hvr_daemon_polkit_new(NULL);
    self->sockets = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_daemon_socket_free);
    self->clients = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_daemon_client_free);
    self->relays = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_daemon_relay_free);
    self->n_clients_max = get_n_clients_max();
    self->idle = config->idle;
    self->user_data = config->user_data;
    self->house = (HvrDaemonClientHouse){
        .polkit = self->polkit,
        .settings = self->settings,
        .is_recording = config->is_recording,
        .find_host = find_host,
        .closed = on_client_closed,
        .user_data = self,
    };

    return self;
}

void
hvr_daemon_server_free(HvrDaemonServer *self)
{
    if (self == NULL)
        return;

    g_ptr_array_unref(self->sockets);
    g_ptr_array_unref(self->relays);
    g_ptr_array_unref(self->clients);
    hvr_daemon_roster_free(self->roster);
    g_clear_pointer(&self->tls, hvr_daemon_tls_unref);
    hvr_daemon_polkit_free(self->polkit);
    hvr_daemon_settings_free(self->settings);
    g_free(self);
}

static guint
count_anonymous(const HvrDaemonServer *self)
{
    guint n_anonymous = 0;

    for (guint i = 0; i < self->clients->len; i++) {
        HvrDaemonClient *client = g_ptr_array_index(self->clients, i);

        if (hvr_rpc_session_is_anonymous(hvr_daemon_client_get_session(client)))
            n_anonymous++;
    }
    for (guint i = 0; i < self->relays->len; i++) {
        if (!hvr_daemon_relay_is_ready(g_ptr_array_index(self->relays, i)))
            n_anonymous++;
    }

    return n_anonymous;
}

static gboolean
has_room(const HvrDaemonServer *self)
{
    const HvrDaemonSettings *settings = self->settings;
    guint n_descriptors = self->clients->len + self->relays->len * FDS_PER_CLIENT;

    if (self->clients->len >= settings->max_clients || n_descriptors >= self->n_clients_max) {
        g_message("refused a client, there are %u already", self->clients->len);
        return FALSE;
    }
    if (settings->max_anonymous_clients > 0 &&
        count_anonymous(self) >= settings->max_anonymous_clients) {
        g_message("refused a client, %u others have yet to say who they are",
                  count_anonymous(self));
        return FALSE;
    }

    return TRUE;
}

static void
add_client(HvrDaemonServer *self, int fd, HvrDaemonPeer *peer, gboolean read_only)
{
    g_ptr_array_add(self->clients, hvr_daemon_client_new(fd, peer, read_only, &self->house));
}

static void
on_relay_ready(gpointer user_data, int fd, const char *name)
{
    add_client(user_data, fd, hvr_daemon_peer_new_for_name(name), FALSE);
}

static void
on_relay_closed(gpointer user_data, HvrDaemonRelay *relay, const char *reason)
{
    HvrDaemonServer *self = user_data;

    if (reason != NULL)
        g_message("refused a client over TLS: %s", reason);
    g_ptr_array_remove_fast(self->relays, relay);
    check_idle(self);
}

static const HvrDaemonRelayEvents relay_events = {
    .ready = on_relay_ready,
    .closed = on_relay_closed,
};

void
hvr_daemon_server_serve(HvrDaemonServer *self, int fd, HvrDaemonSocketKind kind)
{
    if (!has_room(self))
        close(fd);
    else if (kind == HVR_DAEMON_SOCKET_TLS)
        g_ptr_array_add(self->relays, hvr_daemon_relay_new(self->tls, fd, &relay_events, self));
    else
        add_client(self, fd, hvr_daemon_peer_new_for_socket(fd),
                   kind == HVR_DAEMON_SOCKET_READ_ONLY);
}

static void
on_accept(gpointer user_data, int fd, HvrDaemonSocketKind kind)
{
    hvr_daemon_server_serve(user_data, fd, kind);
}

gboolean
hvr_daemon_server_listen(HvrDaemonServer *self,
                         const char *path,
                         gboolean read_only,
                         GError **error)
{
    const HvrDaemonSettings *settings = self->settings;
    const HvrDaemonPlace place = {
        .path = path,
        .kind = read_only ? HVR_DAEMON_SOCKET_READ_ONLY : HVR_DAEMON_SOCKET_READ_WRITE,
        .mode = read_only ? settings->unix_sock_ro_perms : settings->unix_sock_rw_perms,
        .group = settings->unix_sock_group,
        .n_waiting = (int)settings->max_queued_clients,
    };
    HvrDaemonSocket *listener = hvr_daemon_socket_new(&place, on_accept, self, error);

    if (listener == NULL)
        return FALSE;

    g_ptr_array_add(self->sockets, listener);

    return TRUE;
}

gboolean
hvr_daemon_server_adopt(HvrDaemonServer *self, int fd, HvrDaemonSocketKind kind, GError **error)
{
    HvrDaemonSocket *listener = hvr_daemon_socket_new_from_fd(fd, kind, on_accept, self);

    g_ptr_array_add(self->sockets, listener);
    if (kind == HVR_DAEMON_SOCKET_TLS && self->tls == NULL)
        self->tls = hvr_daemon_tls_new(self->settings, error);

    return kind != HVR_DAEMON_SOCKET_TLS || self->tls != NULL;
}

/* Clients keep what they were given; nothing points into the old settings but the house. */
gboolean
hvr_daemon_server_reload(HvrDaemonServer *self, HvrDaemonSettings *settings, GError **error)
{
    g_autoptr(HvrDaemonSettings) owned = settings;
    g_autoptr(HvrDaemonTls) tls = NULL;

    if (self->tls != NULL) {
        tls = hvr_daemon_tls_new(settings, error);
        if (tls == NULL)
            return FALSE;
    }
    if (!hvr_daemon_roster_reload(self->roster, error))
        return FALSE;

    if (tls != NULL) {
        hvr_daemon_tls_unref(self->tls);
        self->tls = g_steal_pointer(&tls);
    }
    hvr_daemon_settings_free(self->settings);
    self->settings = g_steal_pointer(&owned);
    self->house.settings = self->settings;
    prune(self);

    return TRUE;
}

guint
hvr_daemon_server_get_n_clients(HvrDaemonServer *self)
{
    return self->clients->len;
}

gboolean
hvr_daemon_server_is_busy(HvrDaemonServer *self)
{
    return self->clients->len > 0 || hvr_daemon_roster_is_busy(self->roster);
}

void
hvr_daemon_server_stop(HvrDaemonServer *self)
{
    gboolean had_hosts = !hvr_daemon_roster_is_over(self->roster);

    self->stopping = TRUE;
    g_ptr_array_set_size(self->sockets, 0);
    for (guint i = 0; i < self->clients->len; i++) {
        HvrDaemonClient *client = g_ptr_array_index(self->clients, i);

        hvr_rpc_session_shut_down(hvr_daemon_client_get_session(client));
    }
    for (guint i = self->relays->len; i > 0; i--) {
        if (!hvr_daemon_relay_is_ready(g_ptr_array_index(self->relays, i - 1)))
            g_ptr_array_remove_index_fast(self->relays, i - 1);
    }
    hvr_daemon_roster_close(self->roster);
    if (!had_hosts)
        check_idle(self);
}
