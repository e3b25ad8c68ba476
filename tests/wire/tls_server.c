/* tls_server.c: a TLS server that is as good or as bad as a test wants it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "tls_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define OK "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n"

struct _TlsServer {
    TlsSetting setting;
    SSL_CTX *context;
    int listener;
    guint16 port;
    GThread *thread;
    int n_requests; /* atomic, as the next */
    int n_resumed;
};

static SSL_CTX *
make_context(const TlsSetting *setting)
{
    static const guint8 id[] = "tls-server";
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());

    SSL_CTX_set_security_level(context, 0);
    SSL_CTX_set_options(context, SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION);
    g_assert_true(SSL_CTX_set_min_proto_version(context, TLS1_VERSION));
    if (setting->max_version != 0)
        g_assert_true(SSL_CTX_set_max_proto_version(context, setting->max_version));
    if (setting->ciphers != NULL)
        g_assert_true(SSL_CTX_set_cipher_list(context, setting->ciphers));
    g_assert_true(SSL_CTX_use_certificate_chain_file(context, setting->certificate));
    g_assert_true(SSL_CTX_use_PrivateKey_file(context, setting->key, SSL_FILETYPE_PEM));
    g_assert_true(SSL_CTX_set_session_id_context(context, id, sizeof id));
    if (setting->client_ca != NULL)
        g_assert_true(SSL_CTX_load_verify_file(context, setting->client_ca));
    if (setting->client == TLS_CLIENT_DEMANDED)
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);

    return context;
}

static gboolean
read_request(SSL *ssl)
{
    g_autoptr(GString) request = g_string_new(NULL);

    while (strstr(request->str, "\r\n\r\n") == NULL) {
        char bytes[4096];
        int n = SSL_read(ssl, bytes, sizeof bytes);

        if (n <= 0)
            return FALSE;
        g_string_append_len(request, bytes, n);
    }

    return TRUE;
}

/* Reads until the client's certificate is there; its next request is not to come
 * before the answer to this one. */
static gboolean
wait_for_certificate(SSL *ssl)
{
    struct pollfd news = { .fd = SSL_get_fd(ssl), .events = POLLIN };
    char byte;

    fcntl(news.fd, F_SETFL, O_NONBLOCK);
    while (SSL_get0_peer_certificate(ssl) == NULL || SSL_in_init(ssl)) {
        int n = SSL_peek(ssl, &byte, 1);

        if (n <= 0 && SSL_get_error(ssl, n) != SSL_ERROR_WANT_READ)
            return FALSE;
        if (n <= 0 && (SSL_get0_peer_certificate(ssl) == NULL || SSL_in_init(ssl)))
            poll(&news, 1, -1);
    }
    fcntl(news.fd, F_SETFL, 0);

    return TRUE;
}

/* Up to TLS 1.2 that is a whole new handshake. */
static gboolean
ask_afterwards(SSL *ssl)
{
    int ok;

    SSL_set_verify(ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    if (SSL_version(ssl) == TLS1_3_VERSION)
        ok = SSL_verify_client_post_handshake(ssl);
    else
        ok = SSL_renegotiate(ssl);

    return ok == 1 && SSL_do_handshake(ssl) == 1 && wait_for_certificate(ssl);
}

static void
serve(TlsServer *server, SSL *ssl)
{
    if (SSL_accept(ssl) != 1)
        return;
    g_atomic_int_add(&server->n_resumed, SSL_session_reused(ssl));

    while (read_request(ssl)) {
        if (server->setting.client == TLS_CLIENT_AFTERWARDS && !ask_afterwards(ssl))
            return;
        g_atomic_int_inc(&server->n_requests);
        if (SSL_write(ssl, OK, sizeof OK - 1) <= 0)
            return;
    }
}

static void
serve_plain(const TlsSetting *setting, int fd)
{
    char bytes[4096];

    if (read(fd, bytes, sizeof bytes) > 0)
        send(fd, setting->bytes, setting->n_bytes, MSG_NOSIGNAL);
}

/* The last word would be lost with a reset: what the client still sends is read first. */
static void
drain(int fd)
{
    char bytes[4096];

    shutdown(fd, SHUT_WR);
    while (read(fd, bytes, sizeof bytes) > 0)
        continue;
}

static gpointer
run(gpointer user_data)
{
    TlsServer *server = user_data;

    for (;;) {
        int fd = accept(server->listener, NULL, NULL);

        if (fd < 0)
            return NULL;
        if (server->context != NULL && !server->setting.hangs_up) {
            SSL *ssl = SSL_new(server->context);

            SSL_set_fd(ssl, fd);
            serve(server, ssl);
            SSL_shutdown(ssl);
            SSL_free(ssl);
        } else if (!server->setting.hangs_up) {
            serve_plain(&server->setting, fd);
        }
        drain(fd);
        close(fd);
    }
}

TlsServer *
tls_server_new(const TlsSetting *setting)
{
    TlsServer *server = g_new0(TlsServer, 1);
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t length = sizeof address;

    server->setting = *setting;
    if (setting->certificate != NULL)
        server->context = make_context(setting);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(bind(server->listener, (struct sockaddr *)&address, length), ==, 0);
    g_assert_cmpint(listen(server->listener, 1), ==, 0);
    g_assert_cmpint(getsockname(server->listener, (struct sockaddr *)&address, &length), ==, 0);
    server->port = ntohs(address.sin_port);
    server->thread = g_thread_new("tls-server", run, server);

    return server;
}

void
tls_server_free(TlsServer *server)
{
    shutdown(server->listener, SHUT_RDWR);
    g_thread_join(server->thread);
    close(server->listener);
    SSL_CTX_free(server->context);
    g_free(server);
}

guint16
tls_server_get_port(TlsServer *server)
{
    return server->port;
}

guint
tls_server_get_n_requests(TlsServer *server)
{
    return (guint)g_atomic_int_get(&server->n_requests);
}

guint
tls_server_get_n_resumed(TlsServer *server)
{
    return (guint)g_atomic_int_get(&server->n_resumed);
}
