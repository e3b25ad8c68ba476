/* http_exchange.h: exchanges with the scripted server, and what is expected of them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "http_server.h"
#include "hvr_error.h"
#include "wsman_transport.h"

#define HTTP_SOAP "Content-Type: application/soap+xml;charset=UTF-8\r\n"
#define HTTP_OK   "HTTP/1.1 200 \r\n" HTTP_SOAP "Content-Length: 4\r\n\r\n<a/>"

/* Two seconds are promised; a machine under load needs more to run at all, and
 * what did not react would take all of HTTP_TIMEOUT. */
#define HTTP_AT_ONCE (5 * G_TIME_SPAN_SECOND)
#define HTTP_TIMEOUT (30 * G_TIME_SPAN_SECOND)

/* A transport to it without TLS and without a user. */
HvrWsmanTransport *http_new_plain(HttpServer *server);

GBytes *http_exchange(HvrWsmanTransport *transport, GError **error);

/* The answer is that of HTTP_OK. */
void http_assert_ok(HvrWsmanTransport *transport);

/* @message is a part of the error's. */
void http_assert_fails(HvrWsmanTransport *transport, HvrErrorCode code, const char *message);
