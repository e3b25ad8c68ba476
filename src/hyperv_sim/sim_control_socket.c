/* sim_control_socket.c: the control commands on a unix socket, both ends
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_control.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "hvr_error.h"

/* Longer lines are nobody's command. */
#define MAX_LINE 4096

#define SEND_TIMEOUT 30 /* seconds */

struct _HvsControl {
    HvsWorld *world;
    GSocketService *service;
    GCancellable *cancellable;
    char *path;
    guint n_clients;
};

typedef struct {
    HvsControl *control;
    GSocketConnection *connection;
    GString *input;
    GString *output;
    char buffer[MAX_LINE];
} Client;

static void start_reading(Client *client);

static void
client_free(Client *client)
{
    client->control->n_clients--;
    g_object_unref(client->connection);
    g_string_free(client->input, TRUE);
    g_string_free(client->output, TRUE);
    g_free(client);
}

static void
on_written(GObject *source, GAsyncResult *result, gpointer data)
{
    Client *client = data;

    if (!g_output_stream_write_all_finish(G_OUTPUT_STREAM(source), result, NULL, NULL)) {
        client_free(client);
        return;
    }
    g_string_truncate(client->output, 0);
    start_reading(client);
}

static void
run_lines(Client *client)
{
    char *end;

    while ((end = strchr(client->input->str, '\n')) != NULL) {
        g_autofree char *answer = NULL;

        *end = '\0';
        answer = hvs_control_run(client->control->world, client->input->str);
        g_string_append(client->output, answer);
        g_string_append_c(client->output, '\n');
        g_string_erase(client->input, 0, end + 1 - client->input->str);
    }
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    Client *client = data;
    gssize n = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);
    GOutputStream *output = g_io_stream_get_output_stream(G_IO_STREAM(client->connection));

    if (n <= 0 || memchr(client->buffer, '\0', n) != NULL ||
        client->input->len + (gsize)n > MAX_LINE) {
        client_free(client);
        return;
    }
    g_string_append_len(client->input, client->buffer, n);
    run_lines(client);
    g_output_stream_write_all_async(output, client->output->str, client->output->len,
                                    G_PRIORITY_DEFAULT, client->control->cancellable, on_written,
                                    client);
}

static void
start_reading(Client *client)
{
    GInputStream *input = g_io_stream_get_input_stream(G_IO_STREAM(client->connection));

    g_input_stream_read_async(input, client->buffer, sizeof(client->buffer), G_PRIORITY_DEFAULT,
                              client->control->cancellable, on_read, client);
}

static gboolean
on_incoming(GSocketService *service G_GNUC_UNUSED,
            GSocketConnection *connection,
            GObject *source G_GNUC_UNUSED,
            gpointer data)
{
    Client *client = g_new0(Client, 1);

    client->control = data;
    client->control->n_clients++;
    client->connection = g_object_ref(connection);
    client->input = g_string_new(NULL);
    client->output = g_string_new(NULL);
    start_reading(client);

    return TRUE;
}

/* A socket that a killed simulator left behind is in the way, anything else is
 * somebody's property. */
static void
remove_stale(const char *path)
{
    GStatBuf status;

    if (g_lstat(path, &status) == 0 && S_ISSOCK(status.st_mode))
        g_unlink(path);
}

HvsControl *
hvs_control_listen(HvsWorld *world, const char *socket_path, GError **error)
{
    g_autoptr(HvsControl) control = g_new0(HvsControl, 1);
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(socket_path);
    g_autoptr(GError) cause = NULL;
    gboolean ok;
    mode_t mask;

    control->world = world;
    control->cancellable = g_cancellable_new();
    control->service = g_socket_service_new();
    remove_stale(socket_path);
    /* So that the socket never exists with a wider mode. */
    mask = umask(0177);
    ok = g_socket_listener_add_address(G_SOCKET_LISTENER(control->service), address,
                                       G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                       &cause);
    umask(mask);
    if (!ok)
        return hvr_fail_null(error, HVR_ERROR_CONFIG,
                             _("the control socket '%1$s' cannot be opened: %2$s"), socket_path,
                             cause->message);

    control->path = g_strdup(socket_path);
    g_signal_connect(control->service, "incoming", G_CALLBACK(on_incoming), control);

    return g_steal_pointer(&control);
}

void
hvs_control_free(HvsControl *control)
{
    if (control == NULL)
        return;

    g_socket_service_stop(control->service);
    g_socket_listener_close(G_SOCKET_LISTENER(control->service));
    g_cancellable_cancel(control->cancellable);
    while (control->n_clients > 0)
        g_main_context_iteration(NULL, TRUE);
    if (control->path != NULL)
        g_unlink(control->path);
    g_object_unref(control->service);
    g_object_unref(control->cancellable);
    g_free(control->path);
    g_free(control);
}

char *
hvs_control_send(const char *socket_path, const char *line, GError **error)
{
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(socket_path);
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketConnection) connection = NULL;
    g_autoptr(GDataInputStream) input = NULL;
    g_autoptr(GError) cause = NULL;
    g_autofree char *text = g_strconcat(line, "\n", NULL);
    g_autofree char *answer = NULL;
    GOutputStream *output;

    if (strpbrk(line, "\r\n") != NULL)
        return hvr_fail_null(error, HVR_ERROR_INVALID, _("a control command is one line"));

    g_socket_client_set_timeout(client, SEND_TIMEOUT);
    connection = g_socket_client_connect(client, G_SOCKET_CONNECTABLE(address), NULL, &cause);
    if (connection == NULL)
        return hvr_fail_null(error, HVR_ERROR_UNREACHABLE,
                             _("no simulator answers on '%1$s': %2$s"), socket_path,
                             cause->message);

    output = g_io_stream_get_output_stream(G_IO_STREAM(connection));
    input = g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(connection)));
    if (g_output_stream_write_all(output, text, strlen(text), NULL, NULL, &cause))
        answer = g_data_input_stream_read_line(input, NULL, NULL, &cause);
    if (answer == NULL)
        return hvr_fail_null(error, HVR_ERROR_LOST,
                             _("the simulator on '%1$s' did not answer: %2$s"), socket_path,
                             cause != NULL ? cause->message : _("it closed the connection"));

    return g_steal_pointer(&answer);
}
