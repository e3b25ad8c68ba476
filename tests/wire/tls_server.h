/* tls_server.h: a TLS server that is as good or as bad as a test wants it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One thread, one connection at a time, on 127.0.0.1; answers each request with
 * an empty 200.  Itself it accepts the weakest that OpenSSL still knows.
 */

#pragma once

#include <glib.h>

/* How the client's certificate is asked for. */
typedef enum {
    TLS_CLIENT_NOT_ASKED,
    TLS_CLIENT_DEMANDED,
    TLS_CLIENT_AFTERWARDS, /* once the request was read, as http.sys does */
} TlsClient;

typedef struct {
    const char *certificate; /* PEM file, with those above it; NULL: no TLS at all */
    const char *key;         /* PEM file */
    int max_version;         /* TLS1_1_VERSION and so on; 0: the best */
    TlsClient client;
    const char *client_ca; /* PEM file */
    const char *ciphers;   /* of TLS 1.2 */
    const char *bytes;     /* without TLS: what it says to the client's first ones */
    gsize n_bytes;
    gboolean hangs_up; /* as soon as it is connected */
} TlsSetting;

typedef struct _TlsServer TlsServer;

TlsServer *tls_server_new(const TlsSetting *setting);
void tls_server_free(TlsServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TlsServer, tls_server_free)

guint16 tls_server_get_port(TlsServer *server);
guint tls_server_get_n_requests(TlsServer *server);
guint tls_server_get_n_resumed(TlsServer *server);
