/* wsman_transport.c: how an envelope gets to a host and back
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_transport.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"

GBytes *
hvr_wsman_transport_exchange(HvrWsmanTransport *transport,
                             GBytes *request,
                             GTimeSpan timeout,
                             GCancellable *cancellable,
                             GError **error)
{
    if (g_cancellable_is_cancelled(cancellable))
        return hvr_fail_null(error, HVR_ERROR_CANCELLED, _("the operation was cancelled"));
    if (timeout <= 0)
        return hvr_fail_null(error, HVR_ERROR_TIMEOUT, _("the deadline passed"));

    transport->n_exchanges++;

    return transport->type->exchange(transport, request, timeout, cancellable, error);
}

HvrAuthScheme
hvr_wsman_transport_get_scheme(HvrWsmanTransport *transport, gboolean *out_is_sealed)
{
    *out_is_sealed = FALSE;
    if (transport->type->get_scheme == NULL)
        return HVR_AUTH_NONE;

    return transport->type->get_scheme(transport, out_is_sealed);
}

/* An implementation may free the URL as well: it then frees %NULL. */
void
hvr_wsman_transport_free(HvrWsmanTransport *transport)
{
    if (transport == NULL)
        return;

    g_clear_pointer(&transport->url, g_free);
    transport->type->free(transport);
}
