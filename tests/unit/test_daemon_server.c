/* test_daemon_server.c: hosts, sockets and clients of one daemon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon_server.h"
#include "hvr_error.h"
#include "rpc_client.h"

/* A daemon of two hosts that lives in a directory of its own. */
typedef struct {
    char *directory;
    char *config;
    char *password;
    char *path;
    HvrDaemonServer *server;
    guint n_idle;
} Fixture;

static void
on_idle(gpointer user_data)
{
    Fixture *f = user_data;

    f->n_idle++;
}

/* @text: of the file, NULL for one that is not there */
static HvrDaemonSettings *
load_settings(const char *text)
{
    g_autofree char *directory = g_dir_make_tmp("hvr-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "virthypervd.conf", NULL);
    g_autoptr(GError) error = NULL;
    HvrDaemonSettings *settings;

    if (text != NULL)
        g_assert_true(g_file_set_contents(path, text, -1, NULL));
    settings = hvr_daemon_settings_load(path, FALSE, TRUE, &error);
    g_assert_no_error(error);
    g_unlink(path);
    g_rmdir(directory);

    return settings;
}

static void
set_up(Fixture *f)
{
    HvrDaemonServerConfig config = { .idle = on_idle, .user_data = f };

    memset(f, 0, sizeof(*f));
    f->directory = g_dir_make_tmp("hvr-XXXXXX", NULL);
    f->config = g_build_filename(f->directory, "hosts.conf", NULL);
    f->password = g_build_filename(f->directory, "pw", NULL);
    f->path = g_build_filename(f->directory, "sock", NULL);
    g_assert_true(g_file_set_contents(f->password, "x", -1, NULL));
    g_assert_cmpint(g_chmod(f->password, 0600), ==, 0);
    g_assert_true(g_file_set_contents(f->config,
                                      "[hv01]\nuser = u\npassword-file = pw\n"
                                      "[hv02]\nuser = u\npassword-file = pw\n",
                                      -1, NULL));
    config.hosts_path = f->config;
    config.hosts = hvr_daemon_hosts_load(f->config, NULL);
    config.settings = load_settings(NULL);
    f->server = hvr_daemon_server_new(&config);
    g_assert_true(hvr_daemon_server_listen(f->server, f->path, FALSE, NULL));
}

static void
tear_down(Fixture *f)
{
    hvr_daemon_server_free(f->server);
    g_assert_false(g_file_test(f->path, G_FILE_TEST_EXISTS));
    g_unlink(f->config);
    g_unlink(f->password);
    g_assert_cmpint(g_rmdir(f->directory), ==, 0);
    g_free(f->directory);
    g_free(f->config);
    g_free(f->password);
    g_free(f->path);
}

/* Only the client's end: the session is the server's. */
static void
connect_client(Fixture *f, RpcClient *client)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    memset(client, 0, sizeof(*client));
    client->in = g_byte_array_new();
    client->payload = g_byte_array_new();
    client->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_strlcpy(address.sun_path, f->path, sizeof(address.sun_path));
    g_assert_cmpint(connect(client->fd, (struct sockaddr *)&address, sizeof(address)), ==, 0);
    rpc_client_turn();
}

static void
disconnect_client(RpcClient *client)
{
    rpc_client_hang_up(client);
    g_byte_array_unref(client->in);
    g_byte_array_unref(client->payload);
}

static void
open_host(RpcClient *client, const char *uri)
{
    char *name = (char *)uri;
    const HvrWireOpen open = { &name, 0 };

    rpc_client_ask(client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
}

static int
start_and_count(RpcClient *client)
{
    const HvrWireDomainFlags args = { rpc_client_domain(1), 0 };
    HvrWireDomain domain = { 0 };

    rpc_client_ask(client, 196, CODER(HvrWireDomainFlags), &args, CODER(HvrWireDomain), &domain);
    xdr_free(CODER(HvrWireDomain), &domain);

    return domain.id;
}

static void
test_clients(void)
{
    RpcClient first;
    RpcClient second;
    Fixture f;

    set_up(&f);
    connect_client(&f, &first);
    connect_client(&f, &second);
    g_assert_cmpuint(hvr_daemon_server_get_n_clients(f.server), ==, 2);
    open_host(&first, "hyperv:///hv01");
    open_host(&second, "hyperv:///hv02");
    g_assert_cmpint(start_and_count(&first), ==, -1);
    disconnect_client(&first);
    g_assert_cmpuint(f.n_idle, ==, 0);
    disconnect_client(&second);
    g_assert_cmpuint(f.n_idle, ==, 1);
    g_assert_cmpuint(hvr_daemon_server_get_n_clients(f.server), ==, 0);
    tear_down(&f);
}

static void
test_unknown_host(void)
{
    char *name = (char *)"hyperv:///hv03";
    const HvrWireOpen open = { &name, 0 };
    g_autofree char *message = NULL;
    RpcClient client;
    Fixture f;

    set_up(&f);
    connect_client(&f, &client);
    message = g_strdup_printf("no host 'hv03' in %s, only 'hv01', 'hv02'", f.config);
    rpc_client_fail(&client, 1, CODER(HvrWireOpen), &open, 5, message);
    disconnect_client(&client);
    tear_down(&f);
}

/* Who asked to be told is told, who did not just sees the end. */
static void
test_stop(void)
{
    RpcClient first;
    RpcClient second;
    Fixture f;

    set_up(&f);
    connect_client(&f, &first);
    connect_client(&f, &second);
    open_host(&first, "hyperv:///hv01");
    open_host(&second, "hyperv:///hv01");
    rpc_client_ask(&first, 360, NULL, NULL, NULL, NULL);
    hvr_daemon_server_stop(f.server);
    g_assert_false(g_file_test(f.path, G_FILE_TEST_EXISTS));
    g_assert_true(rpc_client_read(&first));
    g_assert_cmpint(first.header.procedure, ==, 362);
    g_assert_false(rpc_client_read(&second));
    g_assert_cmpuint(f.n_idle, ==, 1);
    g_assert_cmpuint(hvr_daemon_server_get_n_clients(f.server), ==, 0);
    disconnect_client(&first);
    disconnect_client(&second);
    tear_down(&f);
}

static void
write_hosts(const Fixture *f, const char *text)
{
    g_assert_true(g_file_set_contents(f->config, text, -1, NULL));
}

static char *
get_hostname(RpcClient *client)
{
    char *ret = NULL;

    rpc_client_ask(client, 59, NULL, NULL, CODER(HvrWireString), &ret);

    return ret;
}

/* Clients keep what they have, whatever the file says now; others get what it says. */
static void
test_reload(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *message = NULL;
    char *hv01 = (char *)"hyperv:///hv01";
    const HvrWireOpen open = { &hv01, 0 };
    RpcClient old;
    RpcClient young;
    Fixture f;

    set_up(&f);
    connect_client(&f, &old);
    open_host(&old, "hyperv:///hv01");
    write_hosts(&f, "[hv02]\nuser = u\npassword-file = pw\n[hv03]\nuser = u\npassword-file = pw\n");
    g_assert_true(hvr_daemon_server_reload(f.server, load_settings(NULL), &error));
    g_assert_no_error(error);
    connect_client(&f, &young);
    message = g_strdup_printf("no host 'hv01' in %s, only 'hv02', 'hv03'", f.config);
    rpc_client_fail(&young, 1, CODER(HvrWireOpen), &open, 5, message);
    open_host(&young, "hyperv:///hv03");
    g_free(get_hostname(&old));
    disconnect_client(&old);
    disconnect_client(&young);
    g_assert_cmpuint(f.n_idle, ==, 1);
    tear_down(&f);
}

static void
test_reload_of_nonsense(void)
{
    g_autoptr(GError) error = NULL;
    RpcClient client;
    Fixture f;

    set_up(&f);
    write_hosts(&f, "[hv01]\nnonsense = 1\n");
    g_assert_false(hvr_daemon_server_reload(f.server, load_settings(NULL), &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, ":2: unknown key 'nonsense'"));
    connect_client(&f, &client);
    open_host(&client, "hyperv:///hv02");
    disconnect_client(&client);
    tear_down(&f);
}

/* The one too many is hung up on; those before it stay. */
static void
test_max_clients(void)
{
    RpcClient clients[3];
    Fixture f;

    set_up(&f);
    g_assert_true(hvr_daemon_server_reload(f.server, load_settings("max_clients = 2\n"), NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(clients); i++)
        connect_client(&f, &clients[i]);
    g_assert_cmpuint(hvr_daemon_server_get_n_clients(f.server), ==, 2);
    open_host(&clients[0], "hyperv:///hv01");
    g_assert_cmpint(recv(clients[2].fd, &(char){ 0 }, 1, MSG_DONTWAIT), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(clients); i++)
        disconnect_client(&clients[i]);
    tear_down(&f);
}

static void
test_stop_without_clients(void)
{
    Fixture f;

    set_up(&f);
    hvr_daemon_server_stop(f.server);
    g_assert_cmpuint(f.n_idle, ==, 1);
    tear_down(&f);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/daemon/server/clients", test_clients);
    g_test_add_func("/daemon/server/unknown-host", test_unknown_host);
    g_test_add_func("/daemon/server/stop", test_stop);
    g_test_add_func("/daemon/server/reload", test_reload);
    g_test_add_func("/daemon/server/reload-of-nonsense", test_reload_of_nonsense);
    g_test_add_func("/daemon/server/max-clients", test_max_clients);
    g_test_add_func("/daemon/server/stop-without-clients", test_stop_without_clients);

    return g_test_run();
}
