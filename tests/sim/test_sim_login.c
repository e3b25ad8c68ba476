/* test_sim_login.c: who may in at a simulated host, and what can be read on the way
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "gss_client.h"
#include "server_fixture.h"
#include "sim_ntlm_user.h"

/* tls-server-end-point and the SHA-256 of the certificate of certificate.h. */
static char *
dup_binding(const ServerFixture *f, gsize *out_length)
{
    g_autoptr(GByteArray) encoded = NULL;
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    GString *binding = g_string_new("tls-server-end-point:");
    guint8 digest[32];
    gsize length = sizeof(digest);

    g_object_get(f->certificate, "certificate", &encoded, NULL);
    g_checksum_update(checksum, encoded->data, encoded->len);
    g_checksum_get_digest(checksum, digest, &length);
    g_string_append_len(binding, (const char *)digest, (gssize)length);
    *out_length = binding->len;

    return g_string_free(binding, FALSE);
}

typedef enum {
    UNBOUND,
    BOUND,
    BOUND_ELSEWHERE,
} Bound;

typedef struct {
    const char *name;
    gboolean tls;
    HvsBinding binding; /* the host's */
    Bound bound;        /* the client */
    GssUser user;
    gboolean is_in;
    const char *password; /* (nullable): the host's */
    gboolean expired;
} NtlmCase;

#define NONE    HVS_BINDING_NONE
#define RELAXED HVS_BINDING_RELAXED
#define STRICT  HVS_BINDING_STRICT

/* clang-format off */
static const NtlmCase ntlm_cases[] = {
    { "spnego",            FALSE, RELAXED, UNBOUND,         { 0 },                                TRUE },
    { "raw",               FALSE, RELAXED, UNBOUND,         { .raw = TRUE },                      TRUE },
    { "spnego-tls",        TRUE,  RELAXED, UNBOUND,         { 0 },                                TRUE },
    { "raw-tls",           TRUE,  RELAXED, UNBOUND,         { .raw = TRUE },                      TRUE },
    { "user-any-case",     FALSE, RELAXED, UNBOUND,         { .user = "ADMINISTRATOR" },          TRUE },
    { "domain-own",        FALSE, RELAXED, UNBOUND,         { .user = "hv-primary\\Administrator" }, TRUE },
    { "domain-other",      FALSE, RELAXED, UNBOUND,         { .user = "ELSEWHERE\\Administrator" },  TRUE },
    { "strict-over-http",  FALSE, STRICT,  UNBOUND,         { 0 },                                TRUE },
    { "strict-unbound",    TRUE,  STRICT,  UNBOUND,         { 0 },                                FALSE },
    { "strict-unbound-raw", TRUE, STRICT,  UNBOUND,         { .raw = TRUE },                      FALSE },
    { "strict-bound",      TRUE,  STRICT,  BOUND,           { 0 },                                TRUE },
    { "strict-bound-raw",  TRUE,  STRICT,  BOUND,           { .raw = TRUE },                      TRUE },
    { "strict-elsewhere",  TRUE,  STRICT,  BOUND_ELSEWHERE, { 0 },                                FALSE },
    { "relaxed-bound",     TRUE,  RELAXED, BOUND,           { 0 },                                TRUE },
    { "relaxed-elsewhere", TRUE,  RELAXED, BOUND_ELSEWHERE, { 0 },                                FALSE },
    { "relaxed-elsewhere-raw", TRUE, RELAXED, BOUND_ELSEWHERE, { .raw = TRUE },                   FALSE },
    { "none-elsewhere",    TRUE,  NONE,    BOUND_ELSEWHERE, { 0 },                                TRUE },
    { "wrong-password",    FALSE, RELAXED, UNBOUND,         { .password = "wrong" },              FALSE },
    { "wrong-password-raw", FALSE, RELAXED, UNBOUND,        { .password = "wrong", .raw = TRUE }, FALSE },
    { "no-such-user",      FALSE, RELAXED, UNBOUND,         { .user = "Guest" },                  FALSE },
    { "expired",           FALSE, RELAXED, UNBOUND,         { 0 },                                FALSE, .expired = TRUE },
    { "password-colon",    FALSE, RELAXED, UNBOUND,         { .password = "s:cr\xc3\xa9t" },      TRUE,  .password = "s:cr\xc3\xa9t" },
};
/* clang-format on */

static void
set_password(HvsHost *host, const char *password)
{
    g_free(host->password);
    host->password = g_strdup(password);
}

static void
talk_ntlm(gpointer data, gpointer fixture)
{
    const NtlmCase *c = data;
    const ServerFixture *f = fixture;
    g_autoptr(HttpClient) client = connect_to(f, c->tls);
    g_auto(GssClient) gss = { 0 };
    g_autofree char *binding = NULL;
    GssUser user = c->user;
    g_auto(HttpAnswer) last = { 0 };
    g_auto(HttpAnswer) answer = { 0 };

    if (c->bound != UNBOUND)
        binding = dup_binding(f, &user.n_binding);
    if (c->bound == BOUND_ELSEWHERE)
        binding[user.n_binding - 1] ^= 1;
    user.binding = binding;
    last = gss_client_log_in(&gss, client, &user);
    if (!c->is_in) {
        assert_refused(&last);
        return;
    }

    g_assert_cmpuint(last.status, ==, 200);
    g_assert_cmpuint(last.body->len, ==, 0);
    answer = c->tls ? http_client_say(client, SOAP, IDENTIFY)
                    : gss_client_say(&gss, client, IDENTIFY);
    assert_identified(&answer);
    g_assert_true(c->tls == http_answer_has(&answer, "Content-Type: application/soap+xml;"
                                                     "charset=UTF-8"));
}

static void
test_ntlm(ServerFixture *f, gconstpointer data)
{
    const NtlmCase *c = data;

    f->host->winrm.binding = c->binding;
    f->host->winrm.password_expired = c->expired;
    if (c->password != NULL)
        set_password(f->host, c->password);
    start_server(f);
    http_client_run(talk_ntlm, f, (gpointer)c);
    g_assert_cmpuint(f->host->n_requests, ==, c->is_in ? 1 : 0);
}

/* Wrong first, changed, and in; who is in stays in when it changes again. */
static void
talk_changed(gpointer data, gpointer fixture)
{
    ServerFixture *f = fixture;
    static const GssUser user = { .password = "next" };
    g_autoptr(HttpClient) first = connect_to(f, FALSE);
    g_autoptr(HttpClient) client = connect_to(f, FALSE);
    g_auto(GssClient) refused = { 0 };
    g_auto(GssClient) gss = { 0 };
    g_auto(HttpAnswer) vain = gss_client_log_in(&refused, first, &user);
    g_auto(HttpAnswer) last = { 0 };
    g_auto(HttpAnswer) answer = { 0 };

    assert_refused(&vain);
    set_password(f->host, "next");
    last = gss_client_log_in(&gss, client, &user);
    g_assert_cmpuint(last.status, ==, 200);
    set_password(f->host, "another");
    answer = gss_client_say(&gss, client, IDENTIFY);
    assert_identified(&answer);
}

static void
test_changed(ServerFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    start_server(f);
    http_client_run(talk_changed, f, NULL);
    g_assert_cmpuint(f->host->n_requests, ==, 1);
}

/* The hash is that of MS-NLMP 4.2.2.1.2. */
static void
test_ntlm_user(void)
{
    g_autofree char *line = hvs_ntlm_user_format("User", "Password");
    g_autofree char *without = hvs_ntlm_user_format("User", "");
    g_autofree char *strange = hvs_ntlm_user_format("DOMAIN\\User", "Password");

    g_assert_true(g_str_has_prefix(line, "User:0:"));
    g_assert_cmpuint(strlen(line), ==, strlen("User:0:") + 33 + 33 + 1);
    g_assert_true(g_str_has_suffix(line, ":a4f49c406510bdcab6824ee7c30fd852:\n"));
    g_assert_cmpstr(without, ==, "");
    g_assert_cmpstr(strange, ==, "");
}

int
main(int argc, char **argv)
{
    gss_client_isolate();
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(ntlm_cases); i++) {
        g_autofree char *path = g_strconcat("/sim/login/ntlm/", ntlm_cases[i].name, NULL);

        g_test_add(path, ServerFixture, &ntlm_cases[i], set_up_host, test_ntlm, tear_down_server);
    }
    g_test_add("/sim/login/changed-password", ServerFixture, NULL, set_up_host, test_changed,
               tear_down_server);
    g_test_add_func("/sim/login/ntlm-user", test_ntlm_user);

    return g_test_run();
}
