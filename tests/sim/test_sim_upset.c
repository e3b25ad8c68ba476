/* test_sim_upset.c: what goes wrong between a simulated host and its clients
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "gss_client.h"
#include "server_fixture.h"
#include "sim_upset.h"

#define END "</s:Envelope>"

typedef struct {
    const char *name;
    const char *kind;   /* NULL: like @name */
    const char *starts; /* what comes back; "": nothing */
    guint n_envelopes;
    guint n_requests; /* that take effect */
    guint percent;    /* body that came, of Content-Length */
    gboolean stays;   /* the connection does, for libsoup or in silence */
    const char *text; /* (nullable): in the answer */
    gboolean is_reset;
} UpsetCase;

/* clang-format off */
static const UpsetCase upset_cases[] = {
    { "drop-request",       NULL,       "",                  0, 0, 0 },
    { "drop-reply",         NULL,       "",                  0, 1, 0 },
    { "delay",              "delay=30", "HTTP/1.1 200 \r\n", 1, 1, 100, TRUE },
    { "reauthenticate",     NULL,       "HTTP/1.1 401 \r\n", 0, 0, 100, TRUE, "\r\nWWW-Authenticate: Negotiate\r\n" },
    { "forget-context",     NULL,       "HTTP/1.1 400 \r\n", 0, 0, 100, TRUE },
    { "status-401",         NULL,       "HTTP/1.1 401 \r\n", 0, 0, 100, TRUE },
    { "status-413",         NULL,       "HTTP/1.1 413 \r\n", 0, 0, 100, TRUE },
    { "status-500",         NULL,       "HTTP/1.1 500 \r\n", 0, 0, 100, TRUE },
    { "status-503",         NULL,       "HTTP/1.1 503 \r\n", 0, 0, 100, TRUE },
    { "truncate",           NULL,       "HTTP/1.1 200 \r\n", 0, 1, 50 },
    { "long-length",        NULL,       "HTTP/1.1 200 \r\n", 1, 1, 50,  TRUE },
    { "short-length",       NULL,       "HTTP/1.1 200 \r\n", 1, 1, 200, TRUE },
    { "garbage",            NULL,       "\x16\x03\x01 220 ", 0, 1, 0 },
    { "oversize",           NULL,       "HTTP/1.1 200 \r\n", 1, 1, 100, TRUE, "\r\nContent-Length: 67108864\r\n" },
    { "half-close",         NULL,       "HTTP/1.1 200 \r\n", 0, 1, 0,   TRUE },
    { "reset",              NULL,       "",                  0, 1, 0,   FALSE, NULL, TRUE },
    { "xml-bomb",           NULL,       "HTTP/1.1 200 \r\n", 1, 1, 100, TRUE, "<!ENTITY e9 \"&e8;&e8;&e8;" },
    { "xml-deep",           NULL,       "HTTP/1.1 200 \r\n", 1, 1, 100, TRUE, "<s:Body><x><x><x>" },
    { "twice",              NULL,       "HTTP/1.1 200 \r\n", 2, 1, 0,   TRUE, END "HTTP/1.1 200 \r\n" },
    { "stray-fault-before", NULL,       "HTTP/1.1 500 \r\n", 1, 0, 100, TRUE, "<s:Value>w:InternalError</s:Value>" },
    { "stray-fault-after",  NULL,       "HTTP/1.1 500 \r\n", 1, 1, 100, TRUE, "<s:Value>w:InternalError</s:Value>" },
};
/* clang-format on */

typedef struct {
    const UpsetCase *c;
    gboolean tls;
    HttpClient *client;
    GString *answer;
    GError *error;
} Talk;

static guint
count(const char *text, const char *part)
{
    guint n = 0;

    while ((text = strstr(text, part)) != NULL) {
        n++;
        text += strlen(part);
    }

    return n;
}

static gboolean
ends_with(const GString *text, const char *end)
{
    gsize length = strlen(end);

    return text->len >= length && memcmp(text->str + text->len - length, end, length) == 0;
}

/* All that a connection that stays says, or until it ends. */
static gboolean
is_enough(const Talk *talk)
{
    const UpsetCase *c = talk->c;

    return c->stays && ends_with(talk->answer, c->n_envelopes > 0 ? END : "\r\n\r\n") &&
           count(talk->answer->str, END) == c->n_envelopes && !g_str_equal(c->name, "half-close");
}

static void
talk_upset(gpointer data, gpointer fixture)
{
    Talk *talk = data;
    const ServerFixture *f = fixture;
    gsize before;

    talk->client =
        http_client_new(talk->tls ? f->host->https_port : f->host->http_port, talk->tls, NULL);
    talk->answer = g_string_new(NULL);
    http_client_send(talk->client, "POST /wsman HTTP/1.1\r\nHost: hv\r\n" BASIC SOAP
                                   "Content-Length: 190\r\n\r\n" IDENTIFY);
    do {
        GString *more = http_client_read(talk->client, 1, &talk->error);

        before = talk->answer->len;
        g_string_append_len(talk->answer, more->str, (gssize)more->len);
        g_string_free(more, TRUE);
    } while (talk->answer->len > before && !is_enough(talk));
}

static void
check_length(const Talk *talk)
{
    const char *header = strstr(talk->answer->str, "\r\nContent-Length: ");
    const char *body = strstr(talk->answer->str, "\r\n\r\n");
    gsize length;

    g_assert_nonnull(header);
    length = g_ascii_strtoull(header + strlen("\r\nContent-Length: "), NULL, 10);
    /* Halves of odd numbers are rounded down. */
    g_assert_cmpuint(strlen(body + 4), >=, length * talk->c->percent / 100);
    g_assert_cmpuint(strlen(body + 4), <=, length * talk->c->percent / 100 + 1);
}

static void
await_no_connection(const ServerFixture *f)
{
    while (f->host->traffic.n_connections > 0)
        g_main_context_iteration(NULL, TRUE);
}

static void
check_upset(ServerFixture *f, const UpsetCase *c, gboolean tls)
{
    Talk talk = { .c = c, .tls = tls };
    gint64 start = g_get_monotonic_time();
    guint before = f->host->n_requests;

    g_assert_true(hvs_upset_order(f->host, c->kind != NULL ? c->kind : c->name, 1, 0));
    http_client_run(talk_upset, f, &talk);
    if (*c->starts == '\0')
        g_assert_cmpstr(talk.answer->str, ==, "");
    g_assert_true(g_str_has_prefix(talk.answer->str, c->starts));
    g_assert_cmpuint(count(talk.answer->str, END), ==, c->n_envelopes);
    g_assert_cmpuint(f->host->n_requests - before, ==, c->n_requests);
    if (c->percent > 0)
        check_length(&talk);
    if (c->text != NULL)
        g_assert_nonnull(strstr(talk.answer->str, c->text));
    if (c->is_reset)
        g_assert_error(talk.error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
    if (g_str_equal(c->name, "delay"))
        g_assert_cmpint(g_get_monotonic_time() - start, >=, 30000);
    g_assert_cmpuint(f->host->upsets.length, ==, 0);
    if (c->stays)
        g_assert_cmpuint(f->host->traffic.n_connections, ==, 1);
    else
        await_no_connection(f);

    http_client_free(talk.client);
    await_no_connection(f);
    g_string_free(talk.answer, TRUE);
    g_clear_error(&talk.error);
}

static void
test_upset(ServerFixture *f, gconstpointer data)
{
    check_upset(f, data, FALSE);
    check_upset(f, data, TRUE);
}

/* A byte at a time; not all of them are waited for. */
static void
talk_slow(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = http_client_new(f->host->http_port, FALSE, NULL);

    http_client_send(client, "POST /wsman HTTP/1.1\r\nHost: hv\r\n" BASIC SOAP
                             "Content-Length: 190\r\n\r\n" IDENTIFY);
    for (const char *expected = "HTTP"; *expected != '\0'; expected++) {
        GString *byte = http_client_read(client, 1, NULL);

        g_assert_cmpuint(byte->len, ==, 1);
        g_assert_cmpint(byte->str[0], ==, *expected);
        g_string_free(byte, TRUE);
    }
}

static void
test_slow(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    gint64 start = g_get_monotonic_time();

    hvs_upset_order(f->host, "slow", 1, 0);
    http_client_run(talk_slow, f, NULL);
    g_assert_cmpint(g_get_monotonic_time() - start, >=, 4 * 50000);
}

/* Every kind has its case. */
static void
test_complete(void)
{
    const HvsUpset *upset;
    guint n = 0;

    for (guint i = 0; (upset = hvs_upset_get(i)) != NULL; i++) {
        gboolean found = g_str_equal(upset->name, "slow");

        for (gsize k = 0; k < G_N_ELEMENTS(upset_cases) && !found; k++)
            found = g_str_equal(upset_cases[k].name, upset->name);
        g_test_message("%s", upset->name);
        g_assert_true(found);
        n++;
    }
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(upset_cases) + 1);
}

static const struct {
    const char *text;
    gboolean is_taken;
} orders[] = {
    { "garbage", TRUE }, { "garbage=1", FALSE }, { "delay", FALSE },    { "delay=", FALSE },
    { "delay=0", TRUE }, { "delay=-1", FALSE },  { "delay=1s", FALSE }, { "delay=86400001", FALSE },
    { "garbag", FALSE }, { "", FALSE },          { "none=1", FALSE },
};

static void
test_orders(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    for (gsize i = 0; i < G_N_ELEMENTS(orders); i++) {
        hvs_upset_clear(f->host);
        g_test_message("%s", orders[i].text);
        g_assert_true(hvs_upset_order(f->host, orders[i].text, 1, 0) == orders[i].is_taken);
        g_assert_cmpuint(f->host->upsets.length, ==, orders[i].is_taken ? 1 : 0);
    }
    g_assert_true(hvs_upset_order(f->host, "garbage", 3, 0));
    g_assert_true(hvs_upset_order(f->host, "none", 1, 0));
    g_assert_cmpuint(f->host->upsets.length, ==, 0);
    g_assert_true(hvs_upset_order(f->host, "garbage", 0, 0));
    g_assert_cmpuint(f->host->upsets.length, ==, 0);
}

/* One after the other: two left alone, two of the first, one left alone, one of the second. */
static void
talk_queue(gpointer data, gpointer fixture)
{
    static const guint statuses[] = { 200, 200, 503, 503, 200, 413, 200 };
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = http_client_new(f->host->http_port, FALSE, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(statuses); i++) {
        g_auto(HttpAnswer) stranger = http_client_say(client, "", "");
        g_auto(HttpAnswer) answer = http_client_say(client, BASIC SOAP, IDENTIFY);

        g_assert_cmpuint(stranger.status, ==, 401);
        g_assert_cmpuint(answer.status, ==, statuses[i]);
    }
}

static void
test_queue(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    hvs_upset_order(f->host, "status-503", 2, 2);
    hvs_upset_order(f->host, "status-413", 1, 1);
    http_client_run(talk_queue, f, NULL);
}

static guint
say_sealed(GssClient *gss, HttpClient *client, const char *text)
{
    g_auto(HttpAnswer) answer = gss_client_say(gss, client, IDENTIFY);

    if (text != NULL)
        g_assert_nonnull(strstr(answer.body->str, text));

    return answer.status;
}

/* What is wrong inside of a seal, and bare answers that leave the context as it is. */
static void
talk_sealed(gpointer data, gpointer fixture)
{
    ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = http_client_new(f->host->http_port, FALSE, NULL);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });

    g_assert_cmpuint(last.status, ==, 200);
    hvs_upset_order(f->host, "xml-bomb", 1, 0);
    g_assert_cmpuint(say_sealed(&gss, client, "<!ENTITY e9"), ==, 200);
    hvs_upset_order(f->host, "stray-fault-before", 1, 0);
    g_assert_cmpuint(say_sealed(&gss, client, "w:InternalError"), ==, 500);
    hvs_upset_order(f->host, "status-500", 1, 0);
    g_assert_cmpuint(say_sealed(&gss, client, NULL), ==, 500);
    g_assert_cmpuint(say_sealed(&gss, client, "IdentifyResponse"), ==, 200);
}

/* The connection stands, but nobody knows whose it was. */
static void
talk_forgotten(gpointer data, gpointer fixture)
{
    const char *kind = data;
    ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = http_client_new(f->host->http_port, FALSE, NULL);
    g_auto(GssClient) gss = { 0 };
    g_auto(GssClient) again = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_auto(HttpAnswer) answer = { 0 };
    g_auto(HttpAnswer) anew = { 0 };

    hvs_upset_order(f->host, kind, 1, 0);
    answer = gss_client_say(&gss, client, IDENTIFY);
    g_assert_cmpuint(answer.status, ==, g_str_equal(kind, "reauthenticate") ? 401 : 400);
    g_assert_false(http_answer_has(&answer, "Connection: close"));
    anew = gss_client_log_in(&again, client, &(GssUser){ 0 });
    g_assert_cmpuint(anew.status, ==, 200);
    g_assert_cmpuint(say_sealed(&again, client, "IdentifyResponse"), ==, 200);
}

static void
test_sealed(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    http_client_run(talk_sealed, f, NULL);
    http_client_run(talk_forgotten, f, (gpointer) "reauthenticate");
    http_client_run(talk_forgotten, f, (gpointer) "forget-context");
}

/* A host that goes down does not stay connected to whom it keeps waiting. */
static void
test_down(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    Talk talk = { .c = &upset_cases[10] };

    g_assert_cmpstr(talk.c->name, ==, "long-length");
    hvs_upset_order(f->host, "long-length", 1, 0);
    http_client_run(talk_upset, f, &talk);
    g_assert_cmpuint(f->host->traffic.n_connections, ==, 1);
    f->host->up = FALSE;
    await_no_connection(f);
    http_client_free(talk.client);
    g_string_free(talk.answer, TRUE);
}

#define add(path, func) g_test_add(path, ServerFixture, NULL, set_up_server, func, tear_down_server)

int
main(int argc, char **argv)
{
    gss_client_isolate();
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(upset_cases); i++) {
        g_autofree char *path = g_strconcat("/sim/upset/", upset_cases[i].name, NULL);

        g_test_add(path, ServerFixture, &upset_cases[i], set_up_server, test_upset,
                   tear_down_server);
    }
    add("/sim/upset/slow", test_slow);
    add("/sim/upset/orders", test_orders);
    add("/sim/upset/queue", test_queue);
    add("/sim/upset/sealed", test_sealed);
    add("/sim/upset/down", test_down);
    g_test_add_func("/sim/upset/complete", test_complete);

    return g_test_run();
}
