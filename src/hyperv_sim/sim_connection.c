/* sim_connection.c: one TCP connection to a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_connection.h"

#include <poll.h>

#define KEY "hvs-connection"

static void
clear(gpointer data)
{
    HvsConnection *connection = data;

    hvs_connection_end(connection);
    connection->host->traffic.n_connections--;
    hvs_login_free(connection->login);
    g_clear_object(&connection->certificate);
    if (connection->witness != NULL)
        g_signal_handlers_disconnect_by_data(connection->witness, connection);
    g_clear_object(&connection->witness);
    g_object_set_data(G_OBJECT(connection->socket), KEY, NULL);
    g_object_unref(connection->socket);
    g_free(connection);
}

GHashTable *
hvs_connection_new_set(void)
{
    return g_hash_table_new_full(NULL, NULL, clear, NULL);
}

void
hvs_connection_free(HvsConnection *connection)
{
    if (connection != NULL)
        g_hash_table_remove(connection->all, connection);
}

HvsConnection *
hvs_connection_new(
    HvsHost *host, GSocket *socket, HvsLoginKeys *keys, gboolean over_tls, GHashTable *all)
{
    HvsConnection *connection = g_new0(HvsConnection, 1);
    HvsTraffic *traffic = &host->traffic;

    connection->host = host;
    connection->socket = g_object_ref(socket);
    connection->login = hvs_login_new(keys, over_tls);
    connection->over_tls = over_tls;
    connection->last_used = g_get_monotonic_time();
    connection->all = all;
    traffic->n_accepted++;
    traffic->n_connections++;
    traffic->peak_connections = MAX(traffic->peak_connections, traffic->n_connections);
    connection->is_surplus = traffic->n_connections > host->winrm.max_connections;
    g_hash_table_add(all, connection);
    g_object_set_data(G_OBJECT(socket), KEY, connection);

    return connection;
}

HvsConnection *
hvs_connection_find(GSocket *socket)
{
    return socket != NULL ? g_object_get_data(G_OBJECT(socket), KEY) : NULL;
}

void
hvs_connection_begin(HvsConnection *connection)
{
    HvsTraffic *traffic;

    if (connection->is_busy)
        return;

    traffic = &connection->host->traffic;
    connection->is_busy = TRUE;
    traffic->n_busy++;
    traffic->peak_busy = MAX(traffic->peak_busy, traffic->n_busy);
}

void
hvs_connection_end(HvsConnection *connection)
{
    if (!connection->is_busy)
        return;

    connection->is_busy = FALSE;
    connection->host->traffic.n_busy--;
    connection->last_used = g_get_monotonic_time();
}

/* Whatever may still lie there to be read. */
gboolean
hvs_connection_has_left(const HvsConnection *connection)
{
    struct pollfd question = { .fd = g_socket_get_fd(connection->socket), .events = POLLRDHUP };

    return poll(&question, 1, 0) > 0;
}

/* libsoup 3.2 forgets about a connection that ends while no request is under way,
 * but does not close it; so it is closed here once libsoup has seen its end. */
static void
sweep(HvsConnection *connection, gint64 since)
{
    if (connection->is_busy)
        return;
    if (connection->is_over) {
        g_socket_close(connection->socket, NULL);
        hvs_connection_free(connection);
        return;
    }

    connection->is_over = connection->last_used <= since || hvs_connection_has_left(connection);
    if (connection->is_over)
        g_socket_shutdown(connection->socket, TRUE, TRUE, NULL);
}

/* http.sys says nothing to a client it is tired of, which learns of it with its
 * next request. */
void
hvs_connection_sweep(GHashTable *all, guint idle_ms)
{
    gint64 since = g_get_monotonic_time() - (gint64)idle_ms * G_TIME_SPAN_MILLISECOND;
    guint n;
    g_autofree gpointer *connections = g_hash_table_get_keys_as_array(all, &n);

    for (guint i = 0; i < n; i++)
        sweep(connections[i], since);
}
