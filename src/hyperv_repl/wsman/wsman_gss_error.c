/* wsman_gss_error.c: what Kerberos and GSSAPI fail with, in words of ours
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_gss_error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "wsman_mechanism.h"

/* RFC 4120 7.5.9 has numbers up to 127. */
#define N_PROTOCOL_ERRORS 128

typedef struct {
    krb5_error_code number;
    const char *refusal; /* (nullable): RFC 4120's name if the account or its password was judged */
    HvrErrorCode code;
    const char *text;
    const char *remedy;
} Row;

/* What a row's remedy would otherwise say in several. */
/* clang-format off */
#define REMEDY_PASSWORD N_("correct the password, or make the keytab anew")
#define REMEDY_KINIT    N_("get tickets with 'kinit', or give the host a 'keytab' in hosts.conf")
#define REMEDY_CACHE    N_("check 'credential-cache' of the host in hosts.conf, and who may read it")
#define REMEDY_KEYTAB   N_("check 'keytab' and 'user' of the host in hosts.conf; 'klist -k' shows what a keytab has")
#define REMEDY_KDC      N_("check the network, and the realm's KDC in krb5.conf or DNS")
#define REMEDY_CLOCK    N_("set the clocks of this machine, the host and the KDC")
#define REMEDY_SERVICE  N_("check 'address' and 'service-principal' of the host in hosts.conf, and what 'setspn -L' shows for its account")
#define REMEDY_USER     N_("write 'user' as user@REALM in hosts.conf")
#define REMEDY_KRB5     N_("correct krb5.conf")
#define REMEDY_ETYPE    N_("enable AES for the account, and see 'permitted_enctypes' in krb5.conf")
#define REMEDY_ANSWER   N_("find out what answers at the host's address")
#define REMEDY_DOMAIN   N_("ask the administrator of the domain")

static const Row rows[] = {
    /* The KDC, of the account. */
    { KRB5KDC_ERR_PREAUTH_FAILED,     "KDC_ERR_PREAUTH_FAILED",     HVR_ERROR_AUTH,        N_("the KDC refused the password or key"),               REMEDY_PASSWORD },
    { KRB5KRB_AP_ERR_BAD_INTEGRITY,   "KRB_AP_ERR_BAD_INTEGRITY",   HVR_ERROR_AUTH,        N_("the password or key is wrong"),                      REMEDY_PASSWORD },
    { KRB5_PREAUTH_FAILED,            "KDC_ERR_PREAUTH_FAILED",     HVR_ERROR_AUTH,        N_("the KDC wants another proof than a password"),       REMEDY_DOMAIN },
    { KRB5KDC_ERR_PREAUTH_REQUIRED,   "KDC_ERR_PREAUTH_REQUIRED",   HVR_ERROR_AUTH,        N_("the KDC wants another proof than a password"),       REMEDY_DOMAIN },
    { KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN, "KDC_ERR_C_PRINCIPAL_UNKNOWN", HVR_ERROR_AUTH,      N_("the KDC does not know the account"),                 N_("check 'user' of the host in hosts.conf") },
    { KRB5KDC_ERR_CLIENT_REVOKED,     "KDC_ERR_CLIENT_REVOKED",     HVR_ERROR_AUTH,        N_("the account is locked or disabled"),                 N_("have the account unlocked") },
    { KRB5KDC_ERR_NAME_EXP,           "KDC_ERR_NAME_EXP",           HVR_ERROR_AUTH,        N_("the account has expired"),                           N_("have the account extended") },
    { KRB5KDC_ERR_KEY_EXP,            "KDC_ERR_KEY_EXPIRED",        HVR_ERROR_AUTH,        N_("the password has expired"),                          N_("change the password") },
    { KRB5KDC_ERR_CLIENT_NOTYET,      "KDC_ERR_CLIENT_NOTYET",      HVR_ERROR_AUTH,        N_("the account is not valid yet"),                      REMEDY_DOMAIN },
    { KRB5KDC_ERR_POLICY,             "KDC_ERR_POLICY",             HVR_ERROR_AUTH,        N_("the domain's policy does not allow it"),             REMEDY_DOMAIN },
    /* The KDC, of anything else, or none. */
    { KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN, NULL,                        HVR_ERROR_CONFIG,      N_("the KDC does not know the host by that name"),       REMEDY_SERVICE },
    { KRB5_ERR_HOST_REALM_UNKNOWN,    NULL,                         HVR_ERROR_CONFIG,      N_("nobody knows which realm the host is in"),           N_("add the host's domain to [domain_realm] in krb5.conf") },
    { KRB5KDC_ERR_ETYPE_NOSUPP,       NULL,                         HVR_ERROR_CONFIG,      N_("the KDC has no encryption that is allowed here"),    REMEDY_ETYPE },
    { KRB5_CONFIG_ETYPE_NOSUPP,       NULL,                         HVR_ERROR_CONFIG,      N_("krb5.conf allows no encryption that is known here"), REMEDY_ETYPE },
    { KRB5_KDC_UNREACH,               NULL,                         HVR_ERROR_UNREACHABLE, N_("no KDC answers"),                                    REMEDY_KDC },
    { KRB5_REALM_CANT_RESOLVE,        NULL,                         HVR_ERROR_UNREACHABLE, N_("no KDC of the realm can be found"),                  REMEDY_KDC },
    { KRB5_REALM_UNKNOWN,             NULL,                         HVR_ERROR_UNREACHABLE, N_("no KDC of the realm can be found"),                  REMEDY_KDC },
    { KRB5KDC_ERR_SVC_UNAVAILABLE,    NULL,                         HVR_ERROR_UNREACHABLE, N_("the KDC is not ready"),                              REMEDY_KDC },
    { KRB5KRB_AP_ERR_SKEW,            NULL,                         HVR_ERROR_AUTH,        N_("the clocks differ too much"),                        REMEDY_CLOCK },
    { KRB5_KDCREP_SKEW,               NULL,                         HVR_ERROR_AUTH,        N_("the clocks differ too much"),                        REMEDY_CLOCK },
    { KRB5KDC_ERR_NEVER_VALID,        NULL,                         HVR_ERROR_AUTH,        N_("the clocks differ too much"),                        REMEDY_CLOCK },
    { KRB5KRB_AP_ERR_TKT_NYV,         NULL,                         HVR_ERROR_AUTH,        N_("the tickets are not valid yet"),                     REMEDY_CLOCK },
    /* What stands here. */
    { KRB5KRB_AP_ERR_TKT_EXPIRED,     NULL,                         HVR_ERROR_AUTH,        N_("the tickets have expired"),                          REMEDY_KINIT },
    { KRB5_CC_NOTFOUND,               NULL,                         HVR_ERROR_AUTH,        N_("there are no tickets"),                              REMEDY_KINIT },
    { KRB5_FCC_NOFILE,                NULL,                         HVR_ERROR_AUTH,        N_("there are no tickets"),                              REMEDY_KINIT },
    { KRB5_CC_END,                    NULL,                         HVR_ERROR_AUTH,        N_("there are no tickets"),                              REMEDY_KINIT },
    { KRB5_FCC_PERM,                  NULL,                         HVR_ERROR_CONFIG,      N_("the credential cache cannot be read"),               REMEDY_CACHE },
    { KRB5_CC_FORMAT,                 NULL,                         HVR_ERROR_CONFIG,      N_("that is no credential cache"),                       REMEDY_CACHE },
    { KRB5_CCACHE_BADVNO,             NULL,                         HVR_ERROR_CONFIG,      N_("that is no credential cache"),                       REMEDY_CACHE },
    { KRB5_CC_BADNAME,                NULL,                         HVR_ERROR_CONFIG,      N_("that is no name of a credential cache"),             REMEDY_CACHE },
    { KRB5_CC_UNKNOWN_TYPE,           NULL,                         HVR_ERROR_CONFIG,      N_("that kind of credential cache is not known here"),   REMEDY_CACHE },
    { KRB5_CC_IO,                     NULL,                         HVR_ERROR_CONFIG,      N_("the credential cache cannot be read"),               REMEDY_CACHE },
    { KRB5_KT_NOTFOUND,               NULL,                         HVR_ERROR_AUTH,        N_("the keytab has no key of the account"),              REMEDY_KEYTAB },
    { KRB5_KT_KVNONOTFOUND,           NULL,                         HVR_ERROR_AUTH,        N_("the keytab has no key of the account"),              REMEDY_KEYTAB },
    { KRB5_KT_END,                    NULL,                         HVR_ERROR_AUTH,        N_("the keytab is empty"),                               REMEDY_KEYTAB },
    { KRB5_KT_FORMAT,                 NULL,                         HVR_ERROR_CONFIG,      N_("that is no keytab"),                                 REMEDY_KEYTAB },
    { KRB5_KEYTAB_BADVNO,             NULL,                         HVR_ERROR_CONFIG,      N_("that is no keytab"),                                 REMEDY_KEYTAB },
    { KRB5_KT_IOERR,                  NULL,                         HVR_ERROR_CONFIG,      N_("the keytab cannot be read"),                         REMEDY_KEYTAB },
    { ENOENT,                         NULL,                         HVR_ERROR_CONFIG,      N_("there is no such file"),                             N_("check the files that hosts.conf names for the host") },
    { EACCES,                         NULL,                         HVR_ERROR_CONFIG,      N_("a file cannot be read"),                             N_("check who may read the files that hosts.conf names for the host") },
    { KRB5_CONFIG_NODEFREALM,         NULL,                         HVR_ERROR_CONFIG,      N_("krb5.conf names no default realm"),                  REMEDY_USER },
    { KRB5_PARSE_MALFORMED,           NULL,                         HVR_ERROR_CONFIG,      N_("that is no principal"),                              REMEDY_USER },
    { KRB5_CONFIG_CANTOPEN,           NULL,                         HVR_ERROR_CONFIG,      N_("krb5.conf cannot be read"),                          REMEDY_KRB5 },
    { KRB5_CONFIG_BADFORMAT,          NULL,                         HVR_ERROR_CONFIG,      N_("krb5.conf has a mistake"),                           REMEDY_KRB5 },
    /* The host. */
    { KRB5KRB_AP_ERR_MODIFIED,        NULL,                         HVR_ERROR_AUTH,        N_("the host cannot read the ticket, it has other keys"), REMEDY_SERVICE },
    { KRB5KRB_AP_ERR_NOT_US,          NULL,                         HVR_ERROR_AUTH,        N_("the host says the ticket is for somebody else"),     REMEDY_SERVICE },
    { KRB5KRB_AP_ERR_BADKEYVER,       NULL,                         HVR_ERROR_AUTH,        N_("the host's key is older than the ticket"),           REMEDY_SERVICE },
    { KRB5KRB_AP_ERR_NOKEY,           NULL,                         HVR_ERROR_AUTH,        N_("the host has no key for the ticket"),                REMEDY_SERVICE },
    { KRB5KRB_AP_WRONG_PRINC,         NULL,                         HVR_ERROR_AUTH,        N_("the host has no key for the ticket"),                REMEDY_SERVICE },
    { KRB5KRB_AP_ERR_REPEAT,          NULL,                         HVR_ERROR_AUTH,        N_("the host has seen that request before"),             REMEDY_CLOCK },
    { KRB5_MUTUAL_FAILED,             NULL,                         HVR_ERROR_AUTH,        N_("the host did not prove who it is"),                  REMEDY_SERVICE },
    { KRB5KRB_AP_ERR_MUT_FAIL,        NULL,                         HVR_ERROR_AUTH,        N_("the host did not prove who it is"),                  REMEDY_SERVICE },
};
/* clang-format on */

static const Row *
find_row(krb5_error_code number)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].number == number)
            return &rows[i];
    }

    return NULL;
}

static void
add_detail(GError **error, const char *refusal, const char *remedy)
{
    HvrErrorDetail detail = { .fault_subcode = refusal, .remedy = remedy };

    if (error != NULL)
        hvr_error_set_detail(*error, &detail);
}

/* What the KDC says and no row knows is taken for a refusal, to be safe. */
gboolean
hvr_wsman_gss_error_fail_krb5(GError **error, krb5_context context, krb5_error_code number)
{
    const Row *row = find_row(number);
    const char *words = krb5_get_error_message(context, number);
    g_autofree char *text = g_utf8_make_valid(words, -1);
    gboolean is_protocol = number >= ERROR_TABLE_BASE_krb5 &&
                           number < ERROR_TABLE_BASE_krb5 + N_PROTOCOL_ERRORS;

    krb5_free_error_message(context, words);
    if (row == NULL) {
        hvr_fail(error, HVR_ERROR_AUTH, _("Kerberos failed (%s)"), text);
        add_detail(error, is_protocol ? "KRB_ERROR" : NULL, NULL);
        return FALSE;
    }
    hvr_fail(error, row->code, "%s (%s)", _(row->text), text);
    add_detail(error, row->refusal, row->remedy);

    return FALSE;
}

/* One kind of status may be several sentences. */
static void
append_status(GString *words, OM_uint32 status, int kind, gss_OID oid)
{
    OM_uint32 minor;
    OM_uint32 more = 0;

    do {
        g_auto(gss_buffer_desc) text = GSS_C_EMPTY_BUFFER;

        if (gss_display_status(&minor, status, kind, oid, &more, &text) != GSS_S_COMPLETE)
            return;
        if (words->len > 0)
            g_string_append(words, ": ");
        /* SPNEGO counts the NUL, too. */
        g_string_append_len(words, text.value, (gssize)strnlen(text.value, text.length));
    } while (more != 0);
}

char *
hvr_wsman_gss_error_dup_words(OM_uint32 major, OM_uint32 minor, gss_OID oid)
{
    g_autoptr(GString) words = g_string_new(NULL);

    append_status(words, major, GSS_C_GSS_CODE, GSS_C_NO_OID);
    if (minor != 0)
        append_status(words, minor, GSS_C_MECH_CODE, oid);

    return g_utf8_make_valid(words->str, (gssize)words->len);
}

/* Within SPNEGO MIT replaces libkrb5's numbers by some of its own, and has no
 * function that gives them back; its words stay what they are.  GSSAPI is not
 * asked before there is a ticket, so nothing of it is about an account. */
static const Row *
find_row_of_words(const char *words)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *text = krb5_get_error_message(NULL, rows[i].number);
        gboolean is_it = rows[i].refusal == NULL && g_str_has_suffix(words, text);

        krb5_free_error_message(NULL, text);
        if (is_it)
            return &rows[i];
    }

    return NULL;
}

gboolean
hvr_wsman_gss_error_fail(
    GError **error, HvrErrorCode code, OM_uint32 major, OM_uint32 minor, gss_OID oid)
{
    g_autofree char *words = hvr_wsman_gss_error_dup_words(major, minor, oid);
    const Row *row = find_row_of_words(words);

    if (row == NULL && GSS_ROUTINE_ERROR(major) == GSS_S_DEFECTIVE_TOKEN) {
        hvr_fail(error, code, _("the host's answer belongs to no authentication (%s)"), words);
        add_detail(error, NULL, REMEDY_ANSWER);
        return FALSE;
    }
    if (row == NULL)
        return hvr_fail(error, code, _("the authentication went wrong (%s)"), words);

    hvr_fail(error, code, "%s (%s)", _(row->text), words);
    add_detail(error, NULL, row->remedy);

    return FALSE;
}

gboolean
hvr_wsman_gss_error_is_refusal(const GError *error)
{
    const HvrErrorDetail *detail = hvr_error_get_detail(error);

    return detail != NULL && detail->fault_subcode != NULL;
}
