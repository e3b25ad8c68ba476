/* sim_server.c: a simulated host's HTTP and HTTPS listeners
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_server.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "hvr_error.h"
#include "sim_gate.h"
#include "sim_request.h"
#include "sim_wire.h"

/* How soon listeners follow HvsHost.up, which whoever steers the world just sets,
 * and how late an idle connection may be closed. */
#define FOLLOW_MS 100

/* What libsoup is told, around what requests need to know. */
/* @kept: what holds the ports of HTTP and HTTPS while the host is down */
typedef struct {
    HvsServer server;
    SoupServer *soup;
    char *address;
    gboolean has_tls;
    gboolean listening;
    GSocket *kept[2];
    GSource *follow;
} Listener;

static void
on_finished(SoupServerMessage *message, gpointer user_data G_GNUC_UNUSED)
{
    HvsConnection *connection = hvs_connection_find(soup_server_message_get_socket(message));

    if (connection != NULL)
        hvs_connection_end(connection);
}

/* Whoever it is: what to think of it is judged with the request. */
static gboolean
on_certificate(SoupServerMessage *message G_GNUC_UNUSED,
               GTlsCertificate *certificate G_GNUC_UNUSED,
               GTlsCertificateFlags errors G_GNUC_UNUSED,
               gpointer user_data G_GNUC_UNUSED)
{
    return TRUE;
}

static guint16
get_local_port(GSocket *socket)
{
    g_autoptr(GSocketAddress) address = g_socket_get_local_address(socket, NULL);

    return address != NULL ? g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address)) : 0;
}

static void
on_disconnected(SoupServerMessage *message G_GNUC_UNUSED, gpointer user_data)
{
    HvsConnection *connection = user_data;

    if (!connection->is_stolen)
        hvs_connection_free(connection);
}

/* libsoup has the first message ready when it takes a connection.  It is kept to
 * tell of the end; the socket would not: libsoup 3.2 never lets go of it. */
static void
on_started(SoupServer *soup G_GNUC_UNUSED, SoupServerMessage *message, gpointer user_data)
{
    HvsServer *server = user_data;
    GSocket *socket = soup_server_message_get_socket(message);
    HvsConnection *connection;

    g_signal_connect(message, "finished", G_CALLBACK(on_finished), NULL);
    g_signal_connect(message, "accept-certificate", G_CALLBACK(on_certificate), NULL);
    if (socket == NULL || hvs_connection_find(socket) != NULL)
        return;

    connection = hvs_connection_new(server->host, socket, server->keys,
                                    get_local_port(socket) == server->host->https_port,
                                    server->connections);
    connection->witness = g_object_ref(G_OBJECT(message));
    g_signal_connect(message, "disconnected", G_CALLBACK(on_disconnected), connection);
}

/* http.sys says by the host's own clock when it answers, whatever the answer. */
static void
set_date(const HvsServer *server, SoupServerMessage *message)
{
    HvsWorld *world = server->host->world;
    g_autoptr(GDateTime) now = NULL;
    g_autofree char *date = NULL;

    hvs_world_sync(world);
    now = g_date_time_new_from_unix_utc(world->now / G_USEC_PER_SEC);
    date = soup_date_time_to_string(now, SOUP_DATE_HTTP);
    soup_message_headers_replace(soup_server_message_get_response_headers(message), "Date", date);
}

static void
on_head(SoupServer *soup G_GNUC_UNUSED,
        SoupServerMessage *message,
        const char *path G_GNUC_UNUSED,
        GHashTable *query G_GNUC_UNUSED,
        gpointer user_data)
{
    HvsConnection *connection = hvs_connection_find(soup_server_message_get_socket(message));

    if (connection != NULL)
        hvs_connection_begin(connection);
    set_date(user_data, message);
    hvs_gate_check_head(user_data, message);
}

static void
on_request(SoupServer *soup G_GNUC_UNUSED,
           SoupServerMessage *message,
           const char *path G_GNUC_UNUSED,
           GHashTable *query G_GNUC_UNUSED,
           gpointer user_data)
{
    hvs_gate_serve(user_data, message);
}

static GSocket *
bind_socket(const char *address, guint16 port, GError **error)
{
    g_autoptr(GSocketAddress) place = g_inet_socket_address_new_from_string(address, port);
    g_autoptr(GSocket) socket = NULL;

    if (place == NULL)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("'%s' is no IP address"), address);

    socket = g_socket_new(g_socket_address_get_family(place), G_SOCKET_TYPE_STREAM,
                          G_SOCKET_PROTOCOL_TCP, error);
    if (socket == NULL || !g_socket_bind(socket, place, TRUE, error))
        return NULL;

    return g_steal_pointer(&socket);
}

/* The port that was bound is kept, so that a host comes back where it was. */
static gboolean
listen_on(Listener *listener,
          GSocket **kept,
          guint16 *port,
          SoupServerListenOptions options,
          GError **error)
{
    g_autoptr(GSocketAddress) bound = NULL;
    g_autoptr(GSocket) socket = g_steal_pointer(kept);
    g_autoptr(GError) cause = NULL;

    if (socket == NULL)
        socket = bind_socket(listener->address, *port, &cause);
    if (socket != NULL && g_socket_listen(socket, &cause) &&
        soup_server_listen_socket(listener->soup, socket, options, &cause))
        bound = g_socket_get_local_address(socket, &cause);
    if (bound == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("host '%1$s' cannot listen on '%2$s', port %3$u: %4$s"),
                        listener->server.host->name, listener->address, *port, cause->message);
    *port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(bound));

    return TRUE;
}

static gboolean
start_listening(Listener *listener, GError **error)
{
    HvsHost *host = listener->server.host;

    listener->listening =
        listen_on(listener, &listener->kept[0], &host->http_port, 0, error) &&
        (!listener->has_tls || listen_on(listener, &listener->kept[1], &host->https_port,
                                         SOUP_SERVER_LISTEN_HTTPS, error));
    if (!listener->listening)
        soup_server_disconnect(listener->soup);

    return listener->listening;
}

/* A port that is bound, but not listened on, refuses connections like a free one;
 * and nobody else gets it meanwhile, not even a client that tries to connect to it. */
static void
stop_listening(Listener *listener)
{
    const HvsHost *host = listener->server.host;

    soup_server_disconnect(listener->soup);
    g_hash_table_remove_all(listener->server.wires);
    listener->listening = FALSE;
    listener->kept[0] = bind_socket(listener->address, host->http_port, NULL);
    if (listener->has_tls)
        listener->kept[1] = bind_socket(listener->address, host->https_port, NULL);
}

/* A host that is down refuses connections; those that stand are cut.  One that
 * comes back tries until it has its ports again. */
static gboolean
on_follow(gpointer data)
{
    Listener *listener = data;
    HvsServer *server = &listener->server;

    if (server->host->up && !listener->listening)
        start_listening(listener, NULL);
    else if (!server->host->up && listener->listening)
        stop_listening(listener);
    hvs_connection_sweep(server->connections, server->host->winrm.idle_ms);

    return G_SOURCE_CONTINUE;
}

/* http.sys asks for a client certificate once it has seen what for; here every
 * client is asked, where they are of use at all. */
static void
set_tls(Listener *listener, GTlsCertificate *certificate)
{
    GTlsDatabase *client_ca = hvs_login_keys_get_client_ca(listener->server.keys);

    soup_server_set_tls_certificate(listener->soup, certificate);
    if (!listener->server.host->winrm.certificate || client_ca == NULL)
        return;
    soup_server_set_tls_database(listener->soup, client_ca);
    soup_server_set_tls_auth_mode(listener->soup, G_TLS_AUTHENTICATION_REQUESTED);
}

static void
follow(Listener *listener)
{
    g_autoptr(GMainContext) context = g_main_context_ref_thread_default();

    listener->follow = g_timeout_source_new(FOLLOW_MS);
    g_source_set_callback(listener->follow, on_follow, listener, NULL);
    g_source_attach(listener->follow, context);
}

HvsServer *
hvs_server_new(HvsHost *host, const char *address, GTlsCertificate *certificate, GError **error)
{
    Listener *listener = g_new0(Listener, 1);
    g_autoptr(HvsServer) server = &listener->server;

    server->host = host;
    server->service = hvs_service_new(host);
    server->connections = hvs_connection_new_set();
    server->requests = hvs_request_new_set();
    server->wires = hvs_wire_new_set();
    server->keys = hvs_login_keys_new(host, certificate, error);
    listener->address = g_strdup(address);
    listener->has_tls = certificate != NULL;
    listener->soup = soup_server_new("server-header", "Microsoft-HTTPAPI/2.0", NULL);
    if (server->keys == NULL)
        return NULL;
    if (certificate != NULL)
        set_tls(listener, certificate);
    g_signal_connect(listener->soup, "request-started", G_CALLBACK(on_started), server);
    soup_server_add_early_handler(listener->soup, NULL, on_head, server, NULL);
    soup_server_add_handler(listener->soup, NULL, on_request, server, NULL);
    if (!start_listening(listener, error))
        return NULL;
    follow(listener);

    return g_steal_pointer(&server);
}

void
hvs_server_free(HvsServer *server)
{
    Listener *listener = (Listener *)server;

    if (server == NULL)
        return;

    if (listener->follow != NULL) {
        g_source_destroy(listener->follow);
        g_source_unref(listener->follow);
    }
    g_hash_table_unref(server->requests);
    soup_server_disconnect(listener->soup);
    for (guint i = 0; i < G_N_ELEMENTS(listener->kept); i++)
        g_clear_object(&listener->kept[i]);
    g_hash_table_unref(server->wires);
    g_object_unref(listener->soup);
    g_hash_table_unref(server->connections);
    hvs_login_keys_free(server->keys);
    hvs_service_free(server->service);
    g_free(listener->address);
    g_free(listener);
}
