/* sim_wire.c: an answer that is not what HTTP wants
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_wire.h"

#include <string.h>
#include <sys/socket.h>

typedef struct {
    const HvsWireForm *form;
    GIOStream *stream;
    GSocket *socket;
    GBytes *bytes;
    gsize n_sent;
    GSource *source;
    GHashTable *all; /* (borrowed) */
    GDestroyNotify over;
    gpointer user_data;
} Wire;

static void
append_answer(GString *text, const HvsWireForm *form, const HvsWireAnswer *answer)
{
    gsize length;
    const char *body = g_bytes_get_data(answer->body, &length);

    if (form->length_percent > 0)
        g_string_append_printf(text, "%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", answer->head,
                               length * form->length_percent / 100);
    g_string_append_len(text, body, (gssize)(length * form->body_percent / 100));
}

GBytes *
hvs_wire_format(const HvsWireForm *form, const HvsWireAnswer *answer)
{
    GString *text = g_string_new(form->text);

    for (guint i = 0; i < form->n_copies; i++)
        append_answer(text, form, answer);

    return g_string_free_to_bytes(text);
}

static void
clear_source(Wire *wire)
{
    if (wire->source == NULL)
        return;

    g_source_destroy(wire->source);
    g_clear_pointer(&wire->source, g_source_unref);
}

static void
wire_free(gpointer data)
{
    Wire *wire = data;

    clear_source(wire);
    g_io_stream_close(wire->stream, NULL, NULL);
    g_object_unref(wire->stream);
    g_object_unref(wire->socket);
    g_bytes_unref(wire->bytes);
    wire->over(wire->user_data);
    g_free(wire);
}

GHashTable *
hvs_wire_new_set(void)
{
    return g_hash_table_new_full(NULL, NULL, wire_free, NULL);
}

static void
watch(Wire *wire, GSource *source, GSourceFunc func)
{
    g_autoptr(GMainContext) context = g_main_context_ref_thread_default();

    clear_source(wire);
    wire->source = source;
    g_source_set_callback(source, func, wire, NULL);
    g_source_attach(source, context);
}

/* What a client still says is thrown away. */
static gboolean
on_readable(GObject *stream, gpointer data)
{
    Wire *wire = data;
    g_autoptr(GError) error = NULL;
    char buffer[4096];
    gssize n = g_pollable_input_stream_read_nonblocking(G_POLLABLE_INPUT_STREAM(stream), buffer,
                                                        sizeof(buffer), NULL, &error);

    if (n > 0 || g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
    g_hash_table_remove(wire->all, wire);

    return G_SOURCE_REMOVE;
}

/* Lingering for no time at all makes closing a reset, past TLS and its notice. */
static void
reset(GSocket *socket)
{
    const struct linger none = { .l_onoff = 1 };

    if (setsockopt(g_socket_get_fd(socket), SOL_SOCKET, SO_LINGER, &none, sizeof(none)) == 0)
        g_socket_close(socket, NULL);
}

static void
finish(Wire *wire)
{
    GInputStream *input = g_io_stream_get_input_stream(wire->stream);

    if (wire->form->end == HVS_WIRE_RESET)
        reset(wire->socket);
    if (wire->form->end == HVS_WIRE_RESET || wire->form->end == HVS_WIRE_CLOSE) {
        g_hash_table_remove(wire->all, wire);
        return;
    }

    if (wire->form->end == HVS_WIRE_HALF_CLOSE)
        g_socket_shutdown(wire->socket, FALSE, TRUE, NULL);
    watch(wire, g_pollable_input_stream_create_source(G_POLLABLE_INPUT_STREAM(input), NULL),
          G_SOURCE_FUNC(on_readable));
}

/* FALSE if the client is gone. */
static gboolean
write_some(Wire *wire)
{
    GOutputStream *output = g_io_stream_get_output_stream(wire->stream);
    g_autoptr(GError) error = NULL;
    gsize length;
    const char *bytes = g_bytes_get_data(wire->bytes, &length);
    gsize n = wire->form->pace_ms > 0 ? 1 : length - wire->n_sent;
    gssize written = g_pollable_output_stream_write_nonblocking(
        G_POLLABLE_OUTPUT_STREAM(output), bytes + wire->n_sent, n, NULL, &error);

    if (written < 0)
        return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    wire->n_sent += (gsize)written;

    return TRUE;
}

static gboolean
write_on(Wire *wire)
{
    if (wire->n_sent < g_bytes_get_size(wire->bytes)) {
        if (write_some(wire))
            return G_SOURCE_CONTINUE;
        g_hash_table_remove(wire->all, wire);
        return G_SOURCE_REMOVE;
    }
    finish(wire);

    return G_SOURCE_REMOVE;
}

static gboolean
on_writable(GObject *stream G_GNUC_UNUSED, gpointer data)
{
    return write_on(data);
}

static gboolean
on_pace(gpointer data)
{
    return write_on(data);
}

void
hvs_wire_write(const HvsWireForm *form,
               GIOStream *stream,
               GBytes *bytes,
               GHashTable *all,
               GDestroyNotify over,
               gpointer user_data)
{
    Wire *wire = g_new0(Wire, 1);
    GOutputStream *output = g_io_stream_get_output_stream(stream);

    wire->form = form;
    wire->stream = g_object_ref(stream);
    wire->socket = g_object_ref(g_object_get_data(G_OBJECT(stream), "GSocket"));
    wire->bytes = g_bytes_ref(bytes);
    wire->all = all;
    wire->over = over;
    wire->user_data = user_data;
    g_hash_table_add(all, wire);
    if (form->pace_ms > 0)
        watch(wire, g_timeout_source_new(form->pace_ms), on_pace);
    else
        watch(wire, g_pollable_output_stream_create_source(G_POLLABLE_OUTPUT_STREAM(output), NULL),
              G_SOURCE_FUNC(on_writable));
}
