/* rpc_console.c: a domain's screen and keyboard
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "host_console.h"
#include "hvr_error.h"
#include "keymap.h"
#include "rpc_handler.h"
#include "rpc_stream.h"
#include "rpc_value.h"

/* The picture follows the reply. */
static void
on_picture(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    g_autoptr(HvrRpcSession) session = hvr_rpc_session_ref(call->session);
    HvrRpcStreams *streams = hvr_rpc_session_get_streams(session);
    HvrWireOptString *mime = call->ret;
    HvrRpcHeader header = call->header;
    GError *error = NULL;
    g_autoptr(GBytes) bytes = hvr_host_screenshot_finish(result, &error);
    gboolean ok = bytes != NULL && hvr_rpc_streams_has_room(streams, &error);

    if (ok)
        *mime = hvr_rpc_value_new_text(HVR_CONSOLE_MIME);
    hvr_rpc_call_end(call, ok, error);
    if (ok)
        hvr_rpc_streams_start(streams, session, &header, bytes);
}

gboolean
hvr_rpc_console_take_picture(HvrRpcCall *call, GError **error)
{
    const HvrWireScreenshot *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);

    if (domain == NULL)
        return FALSE;
    if (args->screen != 0)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("there is no screen %u, currently is supported only taking screenshots "
                          "of screen ID 0"),
                        args->screen);
    if (!hvr_rpc_streams_has_room(hvr_rpc_session_get_streams(call->session), error))
        return FALSE;

    hvr_host_screenshot_async(call->host, domain, hvr_rpc_session_get_cancellable(call->session),
                              on_picture, call);

    return TRUE;
}

static void
on_typed(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;
    gboolean ok = hvr_host_send_keys_finish(result, &error);

    hvr_rpc_call_end(user_data, ok, error);
}

gboolean
hvr_rpc_console_send_keys(HvrRpcCall *call, GError **error)
{
    const HvrWireSendKey *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(guint));

    if (domain == NULL)
        return FALSE;

    for (guint i = 0; i < args->keys.keys_len; i++) {
        guint key;

        if (!hvr_keymap_translate(args->codeset, args->keys.keys_val[i], &key, error))
            return FALSE;
        g_array_append_val(keys, key);
    }
    hvr_host_send_keys_async(call->host, domain, keys, args->hold_time,
                             hvr_rpc_session_get_cancellable(call->session), on_typed, call);

    return TRUE;
}
