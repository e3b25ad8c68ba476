/* test_wsman_ticket.c: a Kerberos ticket for one host, and the ways to have none
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * There is no KDC: the realm HYPERV.TEST has none, and that of DOWN.TEST is a
 * closed port.
 */

#include <config.h>

#include <glib/gstdio.h>
#include <string.h>

#include "gss_world.h"
#include "hvr_error.h"
#include "wsman_ticket.h"

#define ENCTYPE "aes256-cts-hmac-sha1-96"

typedef struct {
    const char *name;
    HvrEndpoint endpoint; /* files are the directory's */
    const char *password;
    int code; /* an HvrErrorCode, or DONE */
    const char *message;
} Case;

#define DONE (-1)

/* clang-format off */
static const Case cases[] = {
    /* Files: good.ccache has HTTP/hv01, short.ccache HTTP/hv02 without a domain, wsman.ccache WSMAN/hv01, expired.ccache tickets of yesterday. */
    { "ccache",             { .address = GSS_HOST, .ccache = "good.ccache" },                                             NULL, DONE, GSS_SERVICE },
    { "ccache-of-user",     { .address = GSS_HOST, .ccache = "good.ccache", .user = GSS_USER },                           NULL, DONE, GSS_SERVICE },
    { "ccache-ntlm-user",   { .address = GSS_HOST, .ccache = "good.ccache", .user = "CORP\\administrator" },              NULL, DONE, GSS_SERVICE },
    { "default",            { .address = GSS_HOST },                                                                      NULL, DONE, GSS_SERVICE },
    { "default-of-user",    { .address = GSS_HOST, .user = GSS_USER },                                                    NULL, DONE, GSS_SERVICE },
    { "upper-case",         { .address = "HV01.hyperv.test", .ccache = "good.ccache" },                                   NULL, DONE, GSS_SERVICE },
    { "short",              { .address = "hv02", .ccache = "short.ccache" },                                              NULL, DONE, "HTTP/hv02@" },
    { "class",              { .address = GSS_HOST, .ccache = "wsman.ccache", .spn = "WSMAN" },                            NULL, DONE, "WSMAN/hv01.hyperv.test@HYPERV.TEST" },
    { "whole-spn",          { .address = "127.0.0.1", .ccache = "wsman.ccache", .spn = "WSMAN/hv01.hyperv.test" },        NULL, DONE, "WSMAN/hv01.hyperv.test@HYPERV.TEST" },
    { "whole-principal",    { .address = "::1", .ccache = "wsman.ccache", .spn = "WSMAN/hv01.hyperv.test@HYPERV.TEST" },  NULL, DONE, "WSMAN/hv01.hyperv.test@HYPERV.TEST" },

    { "address",            { .address = "127.0.0.1", .ccache = "good.ccache" },                                          NULL, HVR_ERROR_CONFIG, "'127.0.0.1' is an address" },
    { "address-class",      { .address = "fe80::1", .ccache = "good.ccache", .spn = "HTTP" },                             NULL, HVR_ERROR_CONFIG, "'fe80::1' is an address" },
    { "expired",            { .address = GSS_HOST, .ccache = "expired.ccache" },                                          NULL, HVR_ERROR_AUTH, "the tickets have expired" },
    { "no-such-ccache",     { .address = GSS_HOST, .ccache = "none.ccache" },                                             NULL, HVR_ERROR_AUTH, "there are no tickets" },
    { "empty-ccache",       { .address = GSS_HOST, .ccache = "wsman.ccache" },                                            NULL, HVR_ERROR_AUTH, "there are no tickets" },
    { "no-ccache-at-all",   { .address = GSS_HOST, .ccache = "garbage" },                                                 NULL, HVR_ERROR_CONFIG, "no credential cache" },
    { "ccache-of-other",    { .address = GSS_HOST, .ccache = "good.ccache", .user = "other@HYPERV.TEST" },                NULL, HVR_ERROR_CONFIG, "those of 'administrator@HYPERV.TEST', and 'user' is 'other@HYPERV.TEST'" },
    { "default-of-other",   { .address = GSS_HOST, .user = "other@HYPERV.TEST" },                                         NULL, HVR_ERROR_AUTH, "as 'other@HYPERV.TEST': there are no tickets" },

    { "no-such-keytab",     { .address = GSS_HOST, .keytab = "none.keytab", .user = GSS_USER },                           NULL, HVR_ERROR_CONFIG, "none.keytab" },
    { "keytab-of-all",      { .address = GSS_HOST, .keytab = "open.keytab", .user = GSS_USER },                           NULL, HVR_ERROR_CONFIG, "others can read" },
    { "keytab-without-key", { .address = GSS_HOST, .keytab = "good.keytab", .user = GSS_USER },                           NULL, HVR_ERROR_AUTH, "the keytab has no key of the account" },
    { "no-keytab-at-all",   { .address = GSS_HOST, .keytab = "garbage", .user = GSS_USER },                               NULL, HVR_ERROR_CONFIG, "keytab" },
    { "keytab-of-nobody",   { .address = GSS_HOST, .keytab = "good.keytab" },                                             NULL, HVR_ERROR_CONFIG, "needs a 'user'" },
    { "keytab-no-kdc",      { .address = GSS_HOST, .keytab = "good.keytab", .user = "HTTP/hv01.hyperv.test@HYPERV.TEST" }, NULL, HVR_ERROR_UNREACHABLE, "no KDC of the realm" },

    { "password-no-kdc",    { .address = GSS_HOST, .user = GSS_USER },                                                    "p",  HVR_ERROR_UNREACHABLE, "no KDC of the realm" },
    { "password-kdc-down",  { .address = GSS_HOST, .user = "administrator@DOWN.TEST" },                                   "p",  HVR_ERROR_UNREACHABLE, "no KDC answers" },
    { "password-domain",    { .address = GSS_HOST, .user = "CORP\\administrator" },                                       "p",  HVR_ERROR_CONFIG, "user@REALM" },
    { "password-malformed", { .address = GSS_HOST, .user = "a@b@c" },                                                     "p",  HVR_ERROR_CONFIG, "no principal" },
    { "password-of-nobody", { .address = GSS_HOST },                                                                      "p",  HVR_ERROR_CONFIG, "needs a 'user'" },
};
/* clang-format on */

static char *
dup_path(const char *name)
{
    return name != NULL ? gss_world_dup_path(name) : NULL;
}

static void
test_new(gconstpointer data)
{
    const Case *c = data;
    HvrEndpoint endpoint = c->endpoint;
    g_autofree char *ccache = dup_path(c->endpoint.ccache);
    g_autofree char *keytab = dup_path(c->endpoint.keytab);
    g_autoptr(HvrSecretSource)
        password = c->password != NULL ? hvr_secret_source_new_text(c->password) : NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanTicket) ticket = NULL;

    endpoint.ccache = ccache;
    endpoint.keytab = keytab;
    endpoint.password = password;
    ticket = hvr_wsman_ticket_new(&endpoint, &error);

    if (c->code == DONE) {
        g_assert_no_error(error);
        g_assert_cmpstr(hvr_wsman_ticket_get_service(ticket), ==, c->message);
        g_assert_true(g_str_has_prefix(hvr_wsman_ticket_get_ccache(ticket), "FILE:"));
        return;
    }
    g_assert_null(ticket);
    g_assert_error(error, HVR_ERROR, c->code);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, c->message));
    g_assert_null(strchr(error->message, '\n'));
    g_assert_true(hvr_wsman_gss_is_local_failure(error));
}

static void
test_no_such_kind(void)
{
    HvrEndpoint endpoint = { .address = GSS_HOST, .ccache = "KITCHEN:drawer" };
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wsman_ticket_new(&endpoint, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, "'KITCHEN:drawer'"));
}

static void
test_bad_krb5_conf(void)
{
    g_autofree char *path = gss_world_dup_path("bad.conf");
    g_autofree char *before = g_strdup(g_getenv("KRB5_CONFIG"));
    HvrEndpoint endpoint = { .address = GSS_HOST };
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(path, "[libdefaults\n", -1, NULL));
    g_setenv("KRB5_CONFIG", path, TRUE);
    g_assert_null(hvr_wsman_ticket_new(&endpoint, &error));
    g_setenv("KRB5_CONFIG", before, TRUE);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, "krb5.conf has a mistake"));
}

static void
make_files(void)
{
    g_autofree char *good = gss_world_dup_path("good.ccache");
    g_autofree char *normal = gss_world_dup_path("default.ccache");
    g_autofree char *keytab = gss_world_dup_path("good.keytab");
    g_autofree char *wsman = gss_world_dup_path("wsman.ccache");
    g_autofree char *alone = gss_world_dup_path("short.ccache");
    g_autofree char *expired = gss_world_dup_path("expired.ccache");
    g_autofree char *open = gss_world_dup_path("open.keytab");
    g_autofree char *garbage = gss_world_dup_path("garbage");

    gss_world_forge(ENCTYPE, GSS_SERVICE, good, keytab, 3600);
    gss_world_forge(ENCTYPE, GSS_SERVICE, normal, NULL, 3600);
    gss_world_forge(ENCTYPE, "WSMAN/" GSS_HOST "@" GSS_REALM, wsman, open, 3600);
    gss_world_forge(ENCTYPE, "HTTP/hv02@" GSS_REALM, alone, NULL, 3600);
    gss_world_forge(ENCTYPE, "krbtgt/" GSS_REALM "@" GSS_REALM, expired, NULL, -30);
    g_chmod(open, 0644);
    g_assert_true(g_file_set_contents_full(garbage, "garbage, and no tickets", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

int
main(int argc, char **argv)
{
    gss_world_enter();
    g_test_init(&argc, &argv, NULL);
    make_files();

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/ticket/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_new);
    }
    g_test_add_func("/wsman/ticket/no-such-kind", test_no_such_kind);
    g_test_add_func("/wsman/ticket/bad-krb5-conf", test_bad_krb5_conf);

    return gss_world_leave(g_test_run());
}
