/* http_client.h: a client that sees what stands on the wire
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * It blocks, so it runs in a thread of its own, while the test's one serves.
 */

#pragma once

#include <gio/gio.h>

typedef struct _HttpClient HttpClient;

/* What came back: all zero if the connection ended without a word. */
typedef struct {
    guint status;
    char *head;
    GString *body;
} HttpAnswer;

void http_answer_clear(HttpAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HttpAnswer, http_answer_clear)

/* Whether the head has that line. */
gboolean http_answer_has(const HttpAnswer *answer, const char *line);

/* Asserts that there is a connection. @certificate: (nullable): for TLS */
HttpClient *http_client_new(guint16 port, gboolean tls, GTlsCertificate *certificate);
void http_client_free(HttpClient *client);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpClient, http_client_free)

/* POST /wsman; @headers each with its line end. */
HttpAnswer http_client_post(HttpClient *client, const char *headers, GBytes *body);

/* The same with a text. */
HttpAnswer http_client_say(HttpClient *client, const char *headers, const char *body);

/* Sends bytes as they are. */
void http_client_send(HttpClient *client, const char *text);

/* Everything that still comes, up to @enough bytes; @error says how it ended. */
GString *http_client_read(HttpClient *client, gsize enough, GError **error);

/* Runs @talk in a thread, and the default main context until it is over. */
void http_client_run(GFunc talk, gpointer fixture, gpointer data);

/* One connection: @text is sent as it is, and what comes back until it closes is
 * returned. */
char *http_client_exchange(guint16 port, gboolean tls, const char *text, GError **error);
