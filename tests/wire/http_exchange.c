/* http_exchange.c: exchanges with the scripted server, and what is expected of them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "http_exchange.h"

#include <string.h>

#include "wsman_curl.h"

HvrWsmanTransport *
http_new_plain(HttpServer *server)
{
    HvrEndpoint endpoint = {
        .address = "127.0.0.1",
        .port = http_server_get_port(server),
        .connect_timeout = 10 * G_TIME_SPAN_SECOND,
    };
    g_autoptr(GError) error = NULL;
    HvrWsmanTransport *transport = hvr_wsman_curl_new(&endpoint, &error);

    g_assert_no_error(error);

    return transport;
}

GBytes *
http_exchange(HvrWsmanTransport *transport, GError **error)
{
    g_autoptr(GBytes) request = g_bytes_new_static("<request/>", 10);

    return hvr_wsman_transport_exchange(transport, request, HTTP_TIMEOUT, NULL, error);
}

void
http_assert_ok(HvrWsmanTransport *transport)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) answer = http_exchange(transport, &error);

    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(answer, NULL), g_bytes_get_size(answer), "<a/>", 4);
}

void
http_assert_fails(HvrWsmanTransport *transport, HvrErrorCode code, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) answer = http_exchange(transport, &error);

    g_assert_null(answer);
    g_assert_error(error, HVR_ERROR, (int)code);
    g_assert_nonnull(strstr(error->message, message));
}
