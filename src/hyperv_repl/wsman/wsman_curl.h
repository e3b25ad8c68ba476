/* wsman_curl.h: the transport over HTTP and HTTPS
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One libcurl handle and one connection, kept alive.  Waits in
 * curl_multi_poll() with the cancellable's descriptor, so cancelling is
 * immediate.  Never sends chunked, never follows a redirect, never asks a
 * proxy that the host file does not name, never sends a request twice.
 *
 * TLS libraries raise SIGPIPE when a host hangs up; the program ignores it, as
 * any does that uses a GSocket.
 */

#pragma once

#include "hvr_endpoint.h"
#include "wsman_transport.h"

G_BEGIN_DECLS

/**
 * hvr_wsman_curl_new:
 *
 * Does not connect.
 *
 * Returns: (transfer full): a transport, or %NULL with %HVR_ERROR_CONFIG if
 *   @endpoint asks for Basic over HTTP without allowing it
 */
HvrWsmanTransport *hvr_wsman_curl_new(const HvrEndpoint *endpoint, GError **error);

G_END_DECLS
