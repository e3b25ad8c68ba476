/* daemon_roster.c: the hosts that the file has, and those that are open
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_roster.h"

#include "daemon_history.h"
#include "directory.h"
#include "hvr_clock.h"

struct _HvrDaemonRoster {
    char *path;
    HvrDaemonHosts *configs; /* %NULL: the file was no good so far */
    HvrClock *clock;
    HvrDirectory *directory;   /* where hosts find each other */
    HvrDaemonHistory *history; /* (nullable) */
    GHashTable *open;          /* name to HvrHost, as the file has them now */
    GPtrArray *retired;        /* HvrHost, as the file had them */
    GPtrArray *living;         /* hosts, not owned, that have threads or users yet */
    void (*changed)(gpointer user_data);
    gpointer user_data;
};

static void
close_host(gpointer data)
{
    hvr_host_close(data);
    g_object_unref(data);
}

/* Partners are looked for among all that the file has, whether open or not. */
static GPtrArray *
list_hosts(gpointer user_data)
{
    HvrDaemonRoster *self = user_data;
    GPtrArray *hosts = g_ptr_array_new_with_free_func(g_object_unref);
    g_autoptr(GPtrArray) names = NULL;

    if (self->configs == NULL)
        return hosts;

    names = hvr_daemon_hosts_list(self->configs);
    for (guint i = 0; i < names->len; i++)
        g_ptr_array_add(hosts, hvr_daemon_roster_lookup(self, g_ptr_array_index(names, i), NULL));

    return hosts;
}

HvrDaemonRoster *
hvr_daemon_roster_new(const char *path,
                      HvrDaemonHosts *hosts,
                      void (*changed)(gpointer user_data),
                      gpointer user_data)
{
    HvrDaemonRoster *self = g_new0(HvrDaemonRoster, 1);

    self->path = g_strdup(path);
    self->configs = hosts;
    self->clock = hvr_clock_new();
    self->directory = hvr_directory_new(list_hosts, self);
    self->open = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, close_host);
    self->retired = g_ptr_array_new_with_free_func(close_host);
    self->living = g_ptr_array_new();
    self->changed = changed;
    self->user_data = user_data;

    return self;
}

/* A process that ends while threads do pulls the libraries from under them. */
static void
on_host_gone(gpointer user_data, GObject *host)
{
    HvrDaemonRoster *self = user_data;

    g_ptr_array_remove_fast(self->living, host);
    self->changed(self->user_data);
}

void
hvr_daemon_roster_free(HvrDaemonRoster *self)
{
    if (self == NULL)
        return;

    hvr_daemon_history_free(self->history);
    hvr_directory_close(self->directory);
    for (guint i = 0; i < self->living->len; i++)
        g_object_weak_unref(g_ptr_array_index(self->living, i), on_host_gone, self);
    g_ptr_array_unref(self->living);
    g_ptr_array_unref(self->retired);
    g_hash_table_unref(self->open);
    hvr_directory_unref(self->directory);
    hvr_clock_unref(self->clock);
    hvr_daemon_hosts_free(self->configs);
    g_free(self->path);
    g_free(self);
}

void
hvr_daemon_roster_keep_history(HvrDaemonRoster *self, const char *path)
{
    self->history = hvr_daemon_history_new(path, self->clock, self->directory);
}

static HvrHost *
open_host(HvrDaemonRoster *self, const HvrHostConfig *config)
{
    HvrHost *host = hvr_host_new(config, self->clock);

    hvr_host_set_directory(host, self->directory);
    g_object_weak_ref(G_OBJECT(host), on_host_gone, self);
    g_ptr_array_add(self->living, host);
    g_hash_table_insert(self->open, g_strdup(config->endpoint.name), host);

    return host;
}

HvrHost *
hvr_daemon_roster_lookup(HvrDaemonRoster *self, const char *name, GError **error)
{
    const HvrHostConfig *config;
    HvrHost *host;

    if (self->configs == NULL)
        self->configs = hvr_daemon_hosts_load(self->path, error);
    if (self->configs == NULL)
        return NULL;

    config = hvr_daemon_hosts_lookup(self->configs, name, error);
    if (config == NULL)
        return NULL;

    host = g_hash_table_lookup(self->open, config->endpoint.name);
    if (host == NULL)
        host = open_host(self, config);

    return g_object_ref(host);
}

gboolean
hvr_daemon_roster_reload(HvrDaemonRoster *self, GError **error)
{
    HvrDaemonHosts *configs = hvr_daemon_hosts_load(self->path, error);
    GHashTableIter iter;
    gpointer name;
    gpointer host;

    if (configs == NULL)
        return FALSE;

    g_hash_table_iter_init(&iter, self->open);
    while (g_hash_table_iter_next(&iter, &name, &host)) {
        if (hvr_daemon_hosts_is_same(self->configs, configs, name))
            continue;
        g_hash_table_iter_steal(&iter);
        g_ptr_array_add(self->retired, host);
        g_free(name);
    }
    hvr_daemon_hosts_free(self->configs);
    self->configs = configs;

    return TRUE;
}

void
hvr_daemon_roster_prune(HvrDaemonRoster *self, GPtrArray *used)
{
    for (guint i = self->retired->len; i > 0; i--) {
        if (!g_ptr_array_find(used, g_ptr_array_index(self->retired, i - 1), NULL))
            g_ptr_array_remove_index_fast(self->retired, i - 1);
    }
}

gboolean
hvr_daemon_roster_is_busy(HvrDaemonRoster *self)
{
    return hvr_directory_is_busy(self->directory);
}

guint
hvr_daemon_roster_get_n_open(HvrDaemonRoster *self)
{
    return g_hash_table_size(self->open);
}

void
hvr_daemon_roster_close(HvrDaemonRoster *self)
{
    g_clear_pointer(&self->history, hvr_daemon_history_free);
    hvr_directory_close(self->directory);
    g_ptr_array_set_size(self->retired, 0);
    g_hash_table_remove_all(self->open);
}

gboolean
hvr_daemon_roster_is_over(HvrDaemonRoster *self)
{
    return self->living->len == 0;
}
