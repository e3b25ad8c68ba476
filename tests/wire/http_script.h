/* http_script.h: conversations with the scripted server, a letter for each message
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the server says stands in a table in http_script.c: 'o' offers Negotiate,
 * 'g' goes on with it, 'd' is done, '1' and '2' are sealed answers, 'u' is one that
 * is not, and so on; all as fake_gss.c understands it.  Small letters keep the
 * connection, capitals announce its end.  What follows a letter happens without a
 * word: '!' closes the connection, '~' half of it.  A '-' is no answer at all.
 *
 * What the client says: 'e' nothing, 'a' a token, 's' something sealed, 'P' an
 * envelope that all the network can read, 'B' one with a password, 'C' one with a
 * certificate's header, '?' what nobody should say.  A '|' begins each connection.
 */

#pragma once

#include "http_server.h"

/* Of HttpReply; must outlive the server. */
GArray *http_script_parse(const char *script);

/* All that the server has seen so far. */
char *http_script_dup_seen(HttpServer *server);
