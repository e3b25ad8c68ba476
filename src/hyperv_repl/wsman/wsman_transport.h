/* wsman_transport.h: how an envelope gets to a host and back
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One exchange, blocking.  A transport is confined: one thread at a time.  It
 * does not look into envelopes: a SOAP fault is an answer, not a failure.
 */

#pragma once

#include <gio/gio.h>

#include "hvr_endpoint.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanTransport HvrWsmanTransport;

/**
 * HvrWsmanTransportClass:
 * @exchange: see hvr_wsman_transport_exchange()
 * @free: releases the implementation's own part and itself
 * @get_scheme: (nullable): see hvr_wsman_transport_get_scheme()
 */
typedef struct {
    GBytes *(*exchange)(HvrWsmanTransport *transport,
                        GBytes *request,
                        GTimeSpan timeout,
                        GCancellable *cancellable,
                        GError **error);
    void (*free)(HvrWsmanTransport *transport);
    HvrAuthScheme (*get_scheme)(HvrWsmanTransport *transport, gboolean *out_is_sealed);
} HvrWsmanTransportClass;

/** An implementation starts with this. */
struct _HvrWsmanTransport {
    const HvrWsmanTransportClass *type;
    char *url;         /* as a:To says it */
    guint n_exchanges; /* so far */
    gint64 date;       /* of the last answer: by the host's clock, if positive, and to the second */
};

/**
 * hvr_wsman_transport_exchange:
 * @request: an envelope
 * @timeout: microseconds for all of it
 * @cancellable: (nullable): interrupts at once
 *
 * Returns: (transfer full): the answering envelope, also when HTTP said 400 or
 *   500 and a SOAP body came along; or %NULL with %HVR_ERROR_UNREACHABLE before
 *   anything was sent, %HVR_ERROR_LOST after, %HVR_ERROR_AUTH, %HVR_ERROR_TLS,
 *   %HVR_ERROR_DENIED, %HVR_ERROR_TIMEOUT, %HVR_ERROR_CANCELLED or
 *   %HVR_ERROR_PROTOCOL.  The message does not name the host; callers do.
 */
GBytes *hvr_wsman_transport_exchange(HvrWsmanTransport *transport,
                                     GBytes *request,
                                     GTimeSpan timeout,
                                     GCancellable *cancellable,
                                     GError **error);

/**
 * hvr_wsman_transport_get_scheme:
 * @out_is_sealed: (out): whether each message is sealed
 *
 * Returns: how the last exchange was authorised; %HVR_AUTH_NONE before the first
 */
HvrAuthScheme hvr_wsman_transport_get_scheme(HvrWsmanTransport *transport, gboolean *out_is_sealed);

void hvr_wsman_transport_free(HvrWsmanTransport *transport);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanTransport, hvr_wsman_transport_free)

G_END_DECLS
