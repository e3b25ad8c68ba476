/* test_wsman_gss_error.c: what Kerberos and GSSAPI fail with, in words of ours
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <errno.h>
#include <string.h>

#include "wsman_gss.h"
#include "wsman_gss_error.h"
#include "wsman_mechanism.h"

typedef struct {
    const char *name;
    krb5_error_code number;
    int code;
    const char *text;
    const char *refusal; /* RFC 4120 7.5.9, where an account was judged */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "wrong-password",     KRB5KDC_ERR_PREAUTH_FAILED,      HVR_ERROR_AUTH,        "the KDC refused the password", "KDC_ERR_PREAUTH_FAILED" },
    { "wrong-key",          KRB5KRB_AP_ERR_BAD_INTEGRITY,    HVR_ERROR_AUTH,        "password or key is wrong",     "KRB_AP_ERR_BAD_INTEGRITY" },
    { "unknown-account",    KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN, HVR_ERROR_AUTH,        "does not know the account",    "KDC_ERR_C_PRINCIPAL_UNKNOWN" },
    { "locked",             KRB5KDC_ERR_CLIENT_REVOKED,      HVR_ERROR_AUTH,        "locked or disabled",           "KDC_ERR_CLIENT_REVOKED" },
    { "expired-account",    KRB5KDC_ERR_NAME_EXP,            HVR_ERROR_AUTH,        "account has expired",          "KDC_ERR_NAME_EXP" },
    { "expired-password",   KRB5KDC_ERR_KEY_EXP,             HVR_ERROR_AUTH,        "password has expired",         "KDC_ERR_KEY_EXPIRED" },
    { "policy",             KRB5KDC_ERR_POLICY,              HVR_ERROR_AUTH,        "policy",                       "KDC_ERR_POLICY" },
    { "unknown-to-us",      KRB5KDC_ERR_MUST_USE_USER2USER,  HVR_ERROR_AUTH,        "Kerberos failed",              "KRB_ERROR" },
    { "unknown-host",       KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN, HVR_ERROR_CONFIG,      "does not know the host",       NULL },
    { "no-kdc",             KRB5_KDC_UNREACH,                HVR_ERROR_UNREACHABLE, "no KDC answers",               NULL },
    { "no-realm",           KRB5_REALM_UNKNOWN,              HVR_ERROR_UNREACHABLE, "no KDC of the realm",          NULL },
    { "skew",               KRB5KRB_AP_ERR_SKEW,             HVR_ERROR_AUTH,        "clocks differ",                NULL },
    { "skew-of-kdc",        KRB5_KDCREP_SKEW,                HVR_ERROR_AUTH,        "clocks differ",                NULL },
    { "expired-tickets",    KRB5KRB_AP_ERR_TKT_EXPIRED,      HVR_ERROR_AUTH,        "tickets have expired",         NULL },
    { "no-tickets",         KRB5_CC_NOTFOUND,                HVR_ERROR_AUTH,        "there are no tickets",         NULL },
    { "no-cache",           KRB5_FCC_NOFILE,                 HVR_ERROR_AUTH,        "there are no tickets",         NULL },
    { "no-key",             KRB5_KT_NOTFOUND,                HVR_ERROR_AUTH,        "no key of the account",        NULL },
    { "other-key-of-host",  KRB5KRB_AP_ERR_MODIFIED,         HVR_ERROR_AUTH,        "other keys",                   NULL },
    { "not-the-host",       KRB5_MUTUAL_FAILED,              HVR_ERROR_AUTH,        "did not prove who it is",      NULL },
    { "no-memory",          ENOMEM,                          HVR_ERROR_AUTH,        "Kerberos failed",              NULL },
};
/* clang-format on */

static void
test_krb5(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;
    const HvrErrorDetail *detail;
    krb5_context context;

    g_assert_cmpint(krb5_init_context(&context), ==, 0);
    g_assert_false(hvr_wsman_gss_error_fail_krb5(&error, context, c->number));
    krb5_free_context(context);
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_nonnull(strstr(error->message, c->text));
    g_assert_null(strchr(error->message, '\n'));
    detail = hvr_error_get_detail(error);
    g_assert_cmpstr(detail->fault_subcode, ==, c->refusal);
    g_assert_true(detail->remedy != NULL || strstr(error->message, "Kerberos failed") != NULL);
    g_assert_cmpint(hvr_wsman_gss_error_is_refusal(error), ==, c->refusal != NULL);
    g_assert_cmpint(hvr_wsman_gss_is_local_failure(error), ==, c->refusal == NULL);
}

/* GSSAPI's words, and the caller's code. */
static void
test_gss(void)
{
    g_autoptr(GError) error = NULL;

    hvr_wsman_gss_error_fail(&error, HVR_ERROR_PROTOCOL, GSS_S_BAD_SIG, 0,
                             hvr_wsman_mechanism_get_oid(HVR_MECHANISM_KERBEROS));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    g_assert_nonnull(strstr(error->message, "invalid Message Integrity Check"));
    g_assert_false(hvr_wsman_gss_error_is_refusal(error));
}

int
main(int argc, char **argv)
{
    /* Nothing of this machine's. */
    g_setenv("KRB5_CONFIG", "/dev/null", TRUE);
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/gss-error/krb5/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_krb5);
    }
    g_test_add_func("/wsman/gss-error/gss", test_gss);

    return g_test_run();
}
