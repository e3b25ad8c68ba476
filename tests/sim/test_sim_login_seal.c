/* test_sim_login_seal.c: what can be read and altered on the way to a simulated host: nothing
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "gss_client.h"
#include "server_fixture.h"
#include "wsman_multipart.h"
#include "wsman_seal.h"

#define SEALED_BY(protocol)                                                                        \
    "Content-Type: multipart/encrypted;protocol=\"application/" protocol                           \
    "\";boundary=\"Encrypted Boundary\"\r\n"
#define SEALED SEALED_BY("HTTP-SPNEGO-session-encrypted")

/* The frame of a sealed message; a fault is sealed, too, and says 500. */
static void
talk_sealed(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_auto(HttpAnswer) fault = gss_client_say(&gss, client, "<html/>");
    g_auto(HttpAnswer) answer = gss_client_say(&gss, client, IDENTIFY);

    g_assert_cmpuint(fault.status, ==, 500);
    g_assert_true(
        http_answer_has(&fault, "Content-Type: multipart/encrypted;protocol=\"application/"
                                "HTTP-SPNEGO-session-encrypted\";boundary=\"Encrypted Boundary\""));
    g_assert_nonnull(strstr(fault.body->str, "VersionMismatch"));
    assert_identified(&answer);
}

/* What stands on the wire is the frame and nothing to be read. */
static void
talk_unreadable(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_autoptr(GBytes) plain = g_bytes_new_static(IDENTIFY, strlen(IDENTIFY));
    g_autoptr(GBytes)
        body = hvr_wsman_seal_encode(gss.context, HVR_WSMAN_PROTOCOL_SPNEGO, plain, NULL);
    g_auto(HttpAnswer) answer = http_client_post(client, SEALED, body);

    g_assert_true(g_str_has_prefix(answer.body->str,
                                   "--Encrypted Boundary\r\n\tContent-Type: application/"
                                   "HTTP-SPNEGO-session-encrypted\r\n\tOriginalContent: "
                                   "type=application/soap+xml;charset=UTF-8;Length="));
    g_assert_true(
        g_str_has_suffix(answer.body->str + answer.body->len - strlen("--Encrypted Boundary--\r\n"),
                         "--Encrypted Boundary--\r\n"));
    g_assert_null(g_strstr_len(answer.body->str, (gssize)answer.body->len, "Envelope"));
}

/* The last token and the first envelope in one request, as virt-who does. */
static void
talk_together(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    const GssUser user = { .raw = TRUE, .keeps_last = TRUE };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &user);
    g_autoptr(GBytes) plain = g_bytes_new_static(IDENTIFY, strlen(IDENTIFY));
    g_autoptr(GBytes)
        body = hvr_wsman_seal_encode(gss.context, HVR_WSMAN_PROTOCOL_SPNEGO, plain, NULL);
    g_autofree char *headers = g_strdup_printf("Authorization: Negotiate %s\r\n" SEALED, gss.token);
    g_auto(HttpAnswer) answer = http_client_post(client, headers, body);

    g_assert_cmpuint(last.status, ==, 401);
    g_assert_cmpuint(answer.status, ==, 200);
    g_assert_cmpuint(answer.body->len, >, 0);
}

/* In clear with the last leg and later, over TLS. */
static void
talk_together_tls(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, TRUE);
    g_auto(GssClient) gss = { 0 };
    const GssUser user = { .raw = TRUE, .keeps_last = TRUE };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &user);
    g_autofree char *headers = g_strdup_printf("Authorization: Negotiate %s\r\n" SOAP, gss.token);
    g_auto(HttpAnswer) first = http_client_say(client, headers, IDENTIFY);
    g_auto(HttpAnswer) second = http_client_say(client, SOAP, IDENTIFY);

    assert_identified(&first);
    assert_identified(&second);
}

/* No envelope in clear, whoever is in; the connection is nobody's after. */
static void
talk_clear(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_auto(HttpAnswer) answer = http_client_say(client, SOAP, IDENTIFY);

    g_assert_cmpuint(last.status, ==, 200);
    assert_refused(&answer);
}

/* Where it is allowed, answers come as they were asked for. */
static void
talk_clear_allowed(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_auto(HttpAnswer) clear = http_client_say(client, SOAP, IDENTIFY);
    g_auto(HttpAnswer) sealed = gss_client_say(&gss, client, IDENTIFY);

    assert_identified(&clear);
    assert_identified(&sealed);
}

/* A context is its connection's. */
static void
talk_other(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_autoptr(HttpClient) other = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_auto(HttpAnswer) stranger = gss_client_say(&gss, other, IDENTIFY);

    g_assert_cmpuint(last.status, ==, 200);
    g_assert_cmpuint(stranger.status, ==, 400);
    g_assert_cmpuint(stranger.body->len, ==, 0);
    g_assert_true(http_answer_has(&stranger, "Connection: close"));
}

static void
talk_two(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_autoptr(HttpClient) other = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(GssClient) other_gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_auto(HttpAnswer) other_last = gss_client_log_in(&other_gss, other, &(GssUser){ 0 });
    g_auto(HttpAnswer) wrong = gss_client_say(&gss, other, IDENTIFY);
    g_auto(HttpAnswer) right = { 0 };

    g_assert_cmpuint(wrong.status, ==, 400);
    g_assert_cmpuint(wrong.body->len, ==, 0);
    g_assert_true(http_answer_has(&wrong, "Connection: close"));
    /* It was the first of the context that is refused here, not of the other one. */
    gss_client_clear(&gss);
    g_clear_pointer(&client, http_client_free);
    client = connect_to(f, FALSE);
    http_answer_clear(&last);
    last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    right = gss_client_say(&gss, client, IDENTIFY);
    assert_identified(&right);
}

typedef struct {
    const char *name;
    const char *type;
    void (*spoil)(GByteArray *body);
    guint status;
} SpoiltCase;

static void
flip_last(GByteArray *body)
{
    body->data[body->len - strlen("--Encrypted Boundary--\r\n") - 1] ^= 1;
}

static void
flip_signature(GByteArray *body)
{
    /* Frame, length, version, then the checksum. */
    body->data[214 + 4 + 4] ^= 1;
}

static void
cut(GByteArray *body)
{
    g_byte_array_set_size(body, body->len / 2);
}

static void
empty(GByteArray *body)
{
    g_byte_array_set_size(body, 0);
}

/* clang-format off */
static const SpoiltCase spoilt_cases[] = {
    { "flipped",        SEALED,                                        flip_last,      400 },
    { "signature",      SEALED,                                        flip_signature, 400 },
    { "cut",            SEALED,                                        cut,            400 },
    { "empty",          SEALED,                                        empty,          400 },
    { "protocol",       SEALED_BY("HTTP-Kerberos-session-encrypted"),  NULL,           415 },
    { "protocol-other", SEALED_BY("HTTP-CredSSP-session-encrypted"),   NULL,           415 },
};
/* clang-format on */

static void
talk_spoilt(gpointer data, gpointer fixture)
{
    const SpoiltCase *c = data;
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_autoptr(GBytes) plain = g_bytes_new_static(IDENTIFY, strlen(IDENTIFY));
    g_autoptr(GByteArray) body = g_bytes_unref_to_array(
        hvr_wsman_seal_encode(gss.context, HVR_WSMAN_PROTOCOL_SPNEGO, plain, NULL));
    g_autoptr(GBytes) spoilt = NULL;
    g_auto(HttpAnswer) answer = { 0 };

    if (c->spoil != NULL)
        c->spoil(body);
    spoilt = g_bytes_new(body->data, body->len);
    answer = http_client_post(client, c->type, spoilt);
    g_assert_cmpuint(answer.status, ==, c->status);
    g_assert_cmpuint(answer.body->len, ==, 0);
    g_assert_true((c->status == 400) == http_answer_has(&answer, "Connection: close"));
}

static void
test_spoilt(ServerFixture *f, gconstpointer data)
{
    start_server(f);
    http_client_run(talk_spoilt, f, (gpointer)data);
    g_assert_cmpuint(f->host->n_requests, ==, 0);
}

/* The same message twice. */
static void
talk_replayed(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_autoptr(GBytes) plain = g_bytes_new_static(IDENTIFY, strlen(IDENTIFY));
    g_autoptr(GBytes)
        body = hvr_wsman_seal_encode(gss.context, HVR_WSMAN_PROTOCOL_SPNEGO, plain, NULL);
    g_auto(HttpAnswer) first = http_client_post(client, SEALED, body);
    g_auto(HttpAnswer) second = http_client_post(client, SEALED, body);

    g_assert_cmpuint(first.status, ==, 200);
    g_assert_cmpuint(second.status, ==, 400);
}

/* The limit is on what is inside. */
static void
talk_large(gpointer data, gpointer fixture)
{
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) last = gss_client_log_in(&gss, client, &(GssUser){ 0 });
    g_autofree char *text = g_strnfill(32 * 1024 + 1, 'x');
    g_auto(HttpAnswer) refused = gss_client_say(&gss, client, text);
    g_auto(HttpAnswer) taken = { 0 };

    g_assert_cmpuint(refused.status, ==, 413);
    text[32 * 1024] = '\0';
    taken = gss_client_say(&gss, client, text);
    g_assert_cmpuint(taken.status, ==, 500);
}

typedef struct {
    const char *name;
    GFunc talk;
    void (*configure)(HvsWinrm *winrm);
    guint n_requests;
} TalkCase;

static void
configure_nothing(HvsWinrm *winrm)
{
}

static void
configure_clear(HvsWinrm *winrm)
{
    winrm->allow_unencrypted = TRUE;
}

static void
configure_small(HvsWinrm *winrm)
{
    winrm->max_envelope_kb = 32;
}

/* clang-format off */
static const TalkCase talk_cases[] = {
    { "sealed",           talk_sealed,        configure_nothing,     2 },
    { "unreadable",       talk_unreadable,    configure_nothing,     1 },
    { "together",         talk_together,      configure_nothing,     1 },
    { "together-tls",     talk_together_tls,  configure_nothing,     2 },
    { "clear",            talk_clear,         configure_nothing,     0 },
    { "clear-allowed",    talk_clear_allowed, configure_clear, 2 },
    { "other-connection", talk_other,         configure_nothing,     0 },
    { "two-contexts",     talk_two,           configure_nothing,     1 },
    { "replayed",         talk_replayed,      configure_nothing,     1 },
    { "large",            talk_large,         configure_small,       1 },
};
/* clang-format on */

static void
test_talk(ServerFixture *f, gconstpointer data)
{
    const TalkCase *c = data;

    c->configure(&f->host->winrm);
    start_server(f);
    http_client_run(c->talk, f, NULL);
    g_assert_cmpuint(f->host->n_requests, ==, c->n_requests);
}

#define add_cases(group, cases, func)                                                              \
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {                                              \
        g_autofree char *path = g_strconcat("/sim/login/seal/" group "/", cases[i].name, NULL);    \
        g_test_add(path, ServerFixture, &cases[i], set_up_host, func, tear_down_server);           \
    }

int
main(int argc, char **argv)
{
    gss_client_isolate();
    g_test_init(&argc, &argv, NULL);

    add_cases("talk", talk_cases, test_talk);
    add_cases("spoilt", spoilt_cases, test_spoilt);

    return g_test_run();
}
