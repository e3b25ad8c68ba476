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

#include "hvr_secret.h"
#include "wsman_transport.h"

G_BEGIN_DECLS

/**
 * HvrWsmanEndpoint:
 * @host: name or address to dial
 * @port: 0 for 5986 with TLS, 5985 without
 * @use_tls: HTTPS rather than HTTP
 * @ca_file: (nullable): PEM bundle to trust instead of the system's
 * @user: (nullable): for Basic
 * @password: (nullable): for Basic
 * @allow_plain_basic: the host file allows Basic over HTTP in words
 * @connect_timeout: microseconds
 *
 * Where and how to dial; copied by hvr_wsman_curl_new().
 */
typedef struct {
    const char *host;
    guint16 port;
    gboolean use_tls;
    const char *ca_file;
    const char *user;
    HvrSecret *password;
    gboolean allow_plain_basic;
    GTimeSpan connect_timeout;
} HvrWsmanEndpoint;

/**
 * hvr_wsman_curl_new:
 *
 * Does not connect.
 *
 * Returns: (transfer full): a transport, or %NULL with %HVR_ERROR_CONFIG if
 *   @endpoint asks for Basic over HTTP without allowing it
 */
HvrWsmanTransport *hvr_wsman_curl_new(const HvrWsmanEndpoint *endpoint, GError **error);

G_END_DECLS
