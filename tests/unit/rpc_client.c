/* rpc_client.c: a client's end of a session, for tests
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_client.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hvr_error.h"

static HvrHost *
find_host(gpointer user_data, const char *name, GError **error)
{
    RpcClient *client = user_data;

    g_free(client->asked_host);
    client->asked_host = g_strdup(name);
    if (client->refuse_host)
        return hvr_fail_null(error, HVR_ERROR_NO_HOST, "no host '%s'", name);

    return g_object_ref(client->host);
}

static void
on_closed(gpointer user_data, HvrRpcSession *session)
{
    RpcClient *client = user_data;

    g_assert_true(session == client->session);
    g_assert_false(client->closed);
    client->closed = TRUE;
}

static void
ask(gpointer user_data,
    HvrRpcSession *session,
    const HvrRpcWish *wish,
    GCancellable *cancellable,
    GAsyncReadyCallback callback,
    gpointer callback_data)
{
    RpcClient *client = user_data;

    g_assert_null(client->verdict);
    client->verdict = g_task_new(NULL, NULL, callback, callback_data);
    g_free(client->asked);
    client->asked = g_strdup_printf("%s %s %s %s", hvr_access_get_name(wish->access), wish->what,
                                    wish->host, wish->domain != NULL ? wish->domain->name : "-");
}

void
rpc_client_decide(RpcClient *client, gboolean allowed)
{
    g_autoptr(GTask) verdict = g_steal_pointer(&client->verdict);

    if (allowed)
        g_task_return_boolean(verdict, TRUE);
    else
        g_task_return_new_error(verdict, HVR_ERROR, HVR_ERROR_DENIED, "no");
    rpc_client_turn();
}

static void
init(RpcClient *client, gboolean read_only, gboolean is_asking)
{
    const HvrRpcSessionConfig config = {
        .read_only = read_only,
        .authorize = is_asking ? ask : NULL,
        .find_host = find_host,
        .closed = on_closed,
        .user_data = client,
    };
    int fds[2];

    memset(client, 0, sizeof(*client));
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), ==, 0);
    client->fd = fds[0];
    client->host = fake_host_new();
    client->in = g_byte_array_new();
    client->payload = g_byte_array_new();
    client->session = hvr_rpc_session_new(fds[1], &config);
}

void
rpc_client_init(RpcClient *client, gboolean read_only)
{
    init(client, read_only, FALSE);
}

void
rpc_client_init_asking(RpcClient *client)
{
    init(client, FALSE, TRUE);
}

void
rpc_client_init_open(RpcClient *client)
{
    const HvrWireOpen open = { 0 };

    rpc_client_init(client, FALSE);
    rpc_client_ask(client, 1, CODER(HvrWireOpen), &open, NULL, NULL);
}

void
rpc_client_clear(RpcClient *client)
{
    rpc_client_hang_up(client);
    g_assert_true(client->closed);
    hvr_host_close(client->host);
    rpc_client_turn();
    hvr_rpc_session_unref(client->session);
    g_assert_finalize_object(client->host);
    g_byte_array_unref(client->in);
    g_byte_array_unref(client->payload);
    g_free(client->asked_host);
    g_free(client->asked);
}

void
rpc_client_turn(void)
{
    while (g_main_context_iteration(NULL, FALSE))
        continue;
}

void
rpc_client_hang_up(RpcClient *client)
{
    if (client->fd >= 0)
        close(client->fd);
    client->fd = -1;
    rpc_client_turn();
}

void
rpc_client_send(RpcClient *client,
                const HvrRpcHeader *header,
                xdrproc_t coder,
                gconstpointer payload)
{
    g_autoptr(GByteArray) frame = hvr_rpc_frame_encode(header, coder, payload);

    g_assert_cmpint(send(client->fd, frame->data, frame->len, MSG_NOSIGNAL), ==, frame->len);
    rpc_client_turn();
}

guint32
rpc_client_call(
    RpcClient *client, guint32 program, int procedure, xdrproc_t coder, gconstpointer args)
{
    const HvrRpcHeader header = {
        .program = program,
        .version = 1,
        .procedure = procedure,
        .serial = client->serial++,
    };

    rpc_client_send(client, &header, coder, args);

    return header.serial;
}

gboolean
rpc_client_read(RpcClient *client)
{
    guint8 room[65536];
    guint32 length;
    gssize n;

    rpc_client_turn();
    while ((n = recv(client->fd, room, sizeof(room), MSG_DONTWAIT)) > 0) {
        g_byte_array_append(client->in, room, (guint)n);
        rpc_client_turn();
    }
    if (client->in->len < 28)
        return FALSE;

    g_assert_true(hvr_rpc_frame_get_length(client->in->data, &length));
    g_assert_cmpuint(client->in->len, >=, length);
    hvr_rpc_frame_get_header(client->in->data, &client->header);
    g_byte_array_set_size(client->payload, 0);
    g_byte_array_append(client->payload, client->in->data + 28, length - 28);
    g_byte_array_remove_range(client->in, 0, length);

    return TRUE;
}

void
rpc_client_ask(RpcClient *client,
               int number,
               xdrproc_t coder,
               gconstpointer args,
               xdrproc_t ret_coder,
               gpointer ret)
{
    guint32 serial = rpc_client_call(client, HVR_RPC_PROGRAM_REMOTE, number, coder, args);

    g_assert_true(rpc_client_read(client));
    g_assert_cmpint(client->header.type, ==, HVR_RPC_REPLY);
    g_assert_cmpint(client->header.status, ==, HVR_RPC_OK);
    g_assert_cmpint(client->header.procedure, ==, number);
    g_assert_cmpuint(client->header.serial, ==, serial);
    g_assert_true(
        hvr_rpc_frame_decode(client->payload->data, client->payload->len, ret_coder, ret));
}

void
rpc_client_assert_error(RpcClient *client, int code, const char *message)
{
    HvrWireError wire = { 0 };

    g_assert_cmpint(client->header.type, ==, HVR_RPC_REPLY);
    g_assert_cmpint(client->header.status, ==, HVR_RPC_ERROR_STATUS);
    g_assert_true(hvr_rpc_frame_decode(client->payload->data, client->payload->len,
                                       CODER(HvrWireError), &wire));
    g_assert_cmpstr(*wire.message, ==, message);
    g_assert_cmpint(wire.code, ==, code);
    xdr_free(CODER(HvrWireError), &wire);
}

void
rpc_client_fail(RpcClient *client,
                int number,
                xdrproc_t coder,
                gconstpointer args,
                int code,
                const char *message)
{
    rpc_client_call(client, HVR_RPC_PROGRAM_REMOTE, number, coder, args);
    g_assert_true(rpc_client_read(client));
    rpc_client_assert_error(client, code, message);
}

HvrWireDomain
rpc_client_domain(guint index)
{
    static const struct {
        const char *name;
        guchar byte;
        int id;
    } known[] = { { "web01", 0x11, 7 }, { "db 01", 0x22, -1 }, { "gone", 0x33, -1 } };
    HvrWireDomain domain = { .name = (char *)known[index].name, .id = known[index].id };

    memset(domain.uuid, known[index].byte, sizeof(domain.uuid));
    domain.uuid[6] = (char)((known[index].byte & 0x0f) | 0x40);
    domain.uuid[8] = (char)((known[index].byte & 0x0f) | 0x80);

    return domain;
}
