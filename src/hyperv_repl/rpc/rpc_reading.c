/* rpc_reading.c: answers that need a fresh reading of the host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_reading.h"

typedef struct {
    HvrRpcCall *call;
    HvrRpcAnswer answer;
} Reading;

static void
end(HvrRpcCall *call, HvrRpcAnswer answer)
{
    GError *error = NULL;
    gboolean ok = answer(call, &error);

    hvr_rpc_call_end(call, ok, error);
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autofree Reading *reading = user_data;
    GError *error = NULL;

    if (hvr_host_read_finish(HVR_HOST(source), result, &error))
        end(reading->call, reading->answer);
    else
        hvr_rpc_call_end(reading->call, FALSE, error);
}

gboolean
hvr_rpc_reading_start(HvrRpcCall *call, guint kinds, HvrRpcAnswer answer)
{
    Reading *reading;

    if (hvr_host_is_reading_fresh(call->host, kinds)) {
        end(call, answer);
        return TRUE;
    }

    reading = g_new0(Reading, 1);
    reading->call = call;
    reading->answer = answer;
    hvr_host_read_async(call->host, kinds, hvr_rpc_session_get_cancellable(call->session), on_read,
                        reading);

    return TRUE;
}
