/* http_script.c: conversations with the scripted server, a letter for each message
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "http_script.h"

#include <string.h>

#include "http_exchange.h"

#define MULTIPART                                                                                  \
    "multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";"                  \
    "boundary=\"Encrypted Boundary\""
#define OFFER  "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: Kerberos\r\n"
#define JOINED "WWW-Authenticate: Negotiate, Basic realm=\"WSMAN, \\\"x\\\"\",Kerberos\r\n"
#define SOAP   HTTP_SOAP
#define SEALED "Content-Type: " MULTIPART "\r\n"

/* clang-format off */
static const struct {
    char letter;
    const char *status;
    const char *headers;
    const char *body;
} letters[] = {
    { 'o', "401", OFFER,                                            "" },
    { 'j', "401", JOINED,                                           "" },
    { 'b', "401", "WWW-Authenticate: Basic realm=\"WSMAN\"\r\n",    "" },
    { 'c', "401", "WWW-Authenticate: CredSSP\r\n",                  "" },
    { 'x', "401", "",                                               "" },
    { 'g', "401", "WWW-Authenticate: Negotiate Z28gb24=\r\n",       "" },
    { 'f', "401", "WWW-Authenticate: Negotiate YmFk\r\n",           "" },
    { 'd', "200", "WWW-Authenticate: negotiate ZG9uZQ==\r\n",       "" },
    { 'e', "200", "",                                               "" },
    { '1', "200", SEALED,                                           "seal1:i4zk" },
    { '2', "500", SEALED,                                           "seal2:i4zk" },
    { 'k', "200", SEALED,                                           "seal9:i4zk" },
    { 'u', "200", SOAP,                                             "<a/>" },
    { 'm', "400", "",                                               "" },
    { 't', "413", "",                                               "" },
    { 's', "500", "",                                               "" },
    { 'v', "503", "",                                               "" },
};
/* clang-format on */

static void
reply_clear(gpointer data)
{
    HttpReply *reply = data;

    g_free((char *)reply->bytes);
}

GArray *
http_script_parse(const char *script)
{
    GArray *replies = g_array_new(FALSE, FALSE, sizeof(HttpReply));

    g_array_set_clear_func(replies, reply_clear);
    for (const char *c = script; *c != '\0'; c++) {
        HttpReply reply = { NULL, HTTP_CLOSE };

        if (*c == '!' || *c == '~') {
            g_array_index(replies, HttpReply, replies->len - 1).then = *c == '!' ? HTTP_CLOSE
                                                                                 : HTTP_HALF;
            continue;
        }
        for (gsize i = 0; i < G_N_ELEMENTS(letters); i++) {
            if (letters[i].letter != g_ascii_tolower(*c))
                continue;
            reply.then = HTTP_KEEP;
            reply.bytes = g_strdup_printf("HTTP/1.1 %s \r\n%s%sContent-Length: %zu\r\n\r\n%s",
                                          letters[i].status, letters[i].headers,
                                          g_ascii_isupper(*c) ? "Connection: close\r\n" : "",
                                          strlen(letters[i].body), letters[i].body);
        }
        g_assert_true(reply.bytes != NULL || *c == '-');
        g_array_append_val(replies, reply);
    }

    return replies;
}

static char
classify(GBytes *request)
{
    gsize length;
    const char *bytes = g_bytes_get_data(request, &length);
    g_autofree char *text = g_strndup(bytes, length);
    const char *body = strstr(text, "\r\n\r\n") + 4;
    const char *basic = strstr(text, "\r\nAuthorization: Basic ");
    const char *token = strstr(text, "\r\nAuthorization: Negotiate ");
    const char *mutual = strstr(text, "\r\nAuthorization: http://schemas.dmtf.org/wbem/wsman/1/"
                                      "wsman/secprofile/https/mutual\r\n");

    if (g_str_equal(body, "<request/>"))
        return basic != NULL ? 'B' : mutual != NULL ? 'C' : token != NULL ? '?' : 'P';
    if (basic != NULL || mutual != NULL)
        return '?';
    if (g_str_has_prefix(body, "seal"))
        return token == NULL && strstr(text, "\r\nContent-Type: " MULTIPART "\r\n") ? 's' : '?';

    return *body != '\0' ? '?' : token != NULL ? 'a' : 'e';
}

char *
http_script_dup_seen(HttpServer *server)
{
    GString *seen = g_string_new(NULL);
    guint connection = 0;

    for (guint i = 0; i < http_server_get_n_requests(server); i++) {
        guint number;
        g_autoptr(GBytes) request = http_server_ref_request(server, i, &number);

        if (number != connection)
            g_string_append_c(seen, '|');
        connection = number;
        g_string_append_c(seen, classify(request));
    }

    return g_string_free(seen, FALSE);
}
