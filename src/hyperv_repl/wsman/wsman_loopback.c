/* wsman_loopback.c: the transport to a host in the same process
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_loopback.h"

#include "wsman_names.h"

typedef struct {
    HvrWsmanTransport base;
    HvrWsmanLoopbackPeer peer;
    gpointer user_data;
} Loopback;

/* The peer answers at once, so there is nothing to time or to cancel. */
static GBytes *
loopback_exchange(HvrWsmanTransport *transport,
                  GBytes *request,
                  GTimeSpan timeout,
                  GCancellable *cancellable,
                  GError **error)
{
    Loopback *loopback = (Loopback *)transport;

    return loopback->peer(request, loopback->user_data, error);
}

static void
loopback_free(HvrWsmanTransport *transport)
{
    g_free(transport);
}

static const HvrWsmanTransportClass loopback_class = {
    .exchange = loopback_exchange,
    .free = loopback_free,
};

HvrWsmanTransport *
hvr_wsman_loopback_new(HvrWsmanLoopbackPeer peer, gpointer user_data)
{
    Loopback *loopback = g_new0(Loopback, 1);

    loopback->base.type = &loopback_class;
    loopback->base.url = g_strdup("http://loopback:5985" HVR_WSMAN_PATH);
    loopback->peer = peer;
    loopback->user_data = user_data;

    return &loopback->base;
}
