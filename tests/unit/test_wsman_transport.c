/* test_wsman_transport.c: what every transport gets for nothing
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_transport.h"

#include <string.h>

#include "hvr_error.h"
#include "wsman_loopback.h"

static GBytes *
echo(GBytes *request, gpointer user_data, GError **error)
{
    guint *n_calls = user_data;

    if ((*n_calls)++ > 0)
        return hvr_fail_null(error, HVR_ERROR_LOST, "gone");

    return g_bytes_ref(request);
}

static void
test_loopback(void)
{
    guint n_calls = 0;
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_loopback_new(echo, &n_calls);
    g_autoptr(GBytes) request = g_bytes_new_static("x", 1);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) answer = hvr_wsman_transport_exchange(transport, request, 1, NULL, &error);

    g_assert_no_error(error);
    g_assert_true(answer == request);
    g_assert_cmpstr(transport->url, ==, "http://loopback:5985/wsman");
    g_assert_cmpuint(transport->n_exchanges, ==, 1);

    g_assert_null(hvr_wsman_transport_exchange(transport, request, 1, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
    g_assert_cmpuint(transport->n_exchanges, ==, 2);
}

static void
test_not_sent(void)
{
    guint n_calls = 0;
    g_autoptr(HvrWsmanTransport) transport = hvr_wsman_loopback_new(echo, &n_calls);
    g_autoptr(GBytes) request = g_bytes_new_static("x", 1);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) cancelled = NULL;
    g_autoptr(GError) late = NULL;

    g_cancellable_cancel(cancellable);
    g_assert_null(hvr_wsman_transport_exchange(transport, request, 1, cancellable, &cancelled));
    g_assert_error(cancelled, HVR_ERROR, HVR_ERROR_CANCELLED);
    g_assert_null(hvr_wsman_transport_exchange(transport, request, 0, NULL, &late));
    g_assert_error(late, HVR_ERROR, HVR_ERROR_TIMEOUT);

    g_assert_cmpuint(n_calls, ==, 0);
    g_assert_cmpuint(transport->n_exchanges, ==, 0);
    hvr_wsman_transport_free(NULL);
}

/* An implementation that frees the URL as well does no harm. */
static void
free_all(HvrWsmanTransport *transport)
{
    g_free(transport->url);
    g_free(transport);
}

static void
test_free(void)
{
    static const HvrWsmanTransportClass type = { .free = free_all };
    HvrWsmanTransport *transport = g_new0(HvrWsmanTransport, 1);

    transport->type = &type;
    transport->url = g_strdup("http://x/");
    hvr_wsman_transport_free(transport);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/transport/loopback", test_loopback);
    g_test_add_func("/wsman/transport/not-sent", test_not_sent);
    g_test_add_func("/wsman/transport/free", test_free);

    return g_test_run();
}
