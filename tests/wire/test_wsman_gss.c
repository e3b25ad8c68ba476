/* test_wsman_gss.c: the client's end of a GSS context, with a real host's end
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <gssapi/gssapi_ext.h>
#include <string.h>

#include "gss_windows.h"
#include "gss_world.h"
#include "hvr_error.h"
#include "wsman_mechanism.h"

#define ENCTYPE "aes256-cts-hmac-sha1-96"

/* What a client needs, and the host to meet. */
typedef struct {
    HvrAuthScheme scheme;
    char *ccache;
    char *keytab;
    HvrSecretSource *password;
    HvrEndpoint endpoint;
} Meeting;

static Meeting *
meeting_new(HvrAuthScheme scheme, const char *password)
{
    Meeting *meeting = g_new0(Meeting, 1);

    meeting->scheme = scheme;
    meeting->endpoint.address = GSS_HOST;
    if (scheme == HVR_AUTH_NTLM) {
        meeting->password = hvr_secret_source_new_text(password);
        meeting->endpoint.user = "CORP\\administrator";
        meeting->endpoint.password = meeting->password;
    } else {
        meeting->ccache = gss_world_dup_path("gss.ccache");
        meeting->keytab = gss_world_dup_path("gss.keytab");
        gss_world_forge(ENCTYPE, GSS_SERVICE, meeting->ccache, meeting->keytab, 3600);
        meeting->endpoint.ccache = meeting->ccache;
    }

    return meeting;
}

static void
meeting_free(Meeting *meeting)
{
    g_clear_pointer(&meeting->password, hvr_secret_source_unref);
    g_free(meeting->ccache);
    g_free(meeting->keytab);
    g_free(meeting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Meeting, meeting_free)

static HvrWsmanGss *
start(const Meeting *meeting, GBytes *binding)
{
    g_autoptr(GError) error = NULL;
    HvrWsmanGss *gss = hvr_wsman_gss_new(&meeting->endpoint, meeting->scheme, binding, &error);

    g_assert_no_error(error);
    g_assert_false(hvr_wsman_gss_is_complete(gss));

    return gss;
}

static GBytes *
step(HvrWsmanGss *gss, GBytes *challenge)
{
    g_autoptr(GError) error = NULL;
    GBytes *token = NULL;

    g_assert_true(hvr_wsman_gss_step(gss, challenge, &token, &error));
    g_assert_no_error(error);

    return token;
}

static void
assert_step_fails(HvrWsmanGss *gss, GBytes *challenge)
{
    g_autoptr(GError) error = NULL;
    GBytes *token = NULL;

    g_assert_false(hvr_wsman_gss_step(gss, challenge, &token, &error));
    g_assert_null(token);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_AUTH);
    g_assert_null(strchr(error->message, '\n'));
    g_test_message("%s", error->message);
    g_assert_false(hvr_wsman_gss_is_complete(gss));
}

static gboolean
has(GBytes *bytes, const char *part, gsize n_part)
{
    gsize n_bytes;
    const char *all = g_bytes_get_data(bytes, &n_bytes);

    return memmem(all, n_bytes, part, n_part) != NULL;
}

typedef struct {
    const char *name;
    HvrAuthScheme scheme;
    guint n_tokens;
    HvrWsmanMechanism mechanism;
    OM_uint32 mismatch; /* what the host's library says of another binding */
} Scheme;

/* clang-format off */
static const Scheme schemes[] = {
    { "kerberos", HVR_AUTH_KERBEROS, 2, HVR_MECHANISM_KERBEROS, GSS_S_BAD_BINDINGS },
    { "ntlm",     HVR_AUTH_NTLM,     4, HVR_MECHANISM_NTLM,     GSS_S_DEFECTIVE_TOKEN },
};
/* clang-format on */

static void
test_meets(gconstpointer data)
{
    const Scheme *scheme = data;
    g_autoptr(Meeting) meeting = meeting_new(scheme->scheme, GSS_PASSWORD);
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(meeting->keytab, NULL);
    g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
    OM_uint32 flags = 0;

    g_assert_cmpuint(gss_acceptor_meet(acceptor, gss), ==, scheme->n_tokens);
    g_assert_cmpint(hvr_wsman_mechanism_find(hvr_wsman_gss_get_context(gss), &flags), ==,
                    scheme->mechanism);
    g_assert_cmpuint(flags & GSS_C_DELEG_FLAG, ==, 0);
    g_assert_cmpuint(flags & GSS_C_CONF_FLAG, !=, 0);
    g_assert_cmpuint(flags & GSS_C_SEQUENCE_FLAG, !=, 0);
}

/* SPNEGO around one mechanism and none to fall back to. */
static void
test_offers_one(gconstpointer data)
{
    static const char spnego[] = "\x06\x06\x2b\x06\x01\x05\x05\x02";
    static const char kerberos[] = "\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";
    static const char ntlm[] = "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
    const Scheme *scheme = data;
    g_autoptr(Meeting) meeting = meeting_new(scheme->scheme, GSS_PASSWORD);
    g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
    g_autoptr(GBytes) token = step(gss, NULL);
    gboolean is_ntlm = scheme->scheme == HVR_AUTH_NTLM;

    g_assert_true(has(token, spnego, sizeof spnego - 1));
    g_assert_cmpint(has(token, kerberos, sizeof kerberos - 1), ==, !is_ntlm);
    g_assert_cmpint(has(token, ntlm, sizeof ntlm - 1), ==, is_ntlm);
}

/* MS-NLMP 2.2.1.3: the message integrity code of all three, at byte 72 of the last. */
static void
test_ntlm_mic(void)
{
    static const char authenticate[] = "NTLMSSP\0\3\0\0";
    static const guint8 zero[16];
    g_autoptr(Meeting) meeting = meeting_new(HVR_AUTH_NTLM, GSS_PASSWORD);
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(NULL, NULL);
    g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
    g_autoptr(GBytes) negotiate = step(gss, NULL);
    g_autoptr(GBytes) challenge = gss_acceptor_step(acceptor, negotiate);
    g_autoptr(GBytes) answer = step(gss, challenge);
    gsize n_answer;
    const char *bytes = g_bytes_get_data(answer, &n_answer);
    const char *message = memmem(bytes, n_answer, authenticate, sizeof authenticate);

    g_assert_nonnull(message);
    g_assert_cmpint(bytes + n_answer - message, >=, 88);
    g_assert_cmpint(memcmp(message + 72, zero, sizeof zero), !=, 0);
    /* It goes nowhere in the clear. */
    g_assert_false(has(answer, GSS_PASSWORD, strlen(GSS_PASSWORD)));
}

/* MS-NLMP 2.2.2.5: a host that gives 56 bits where it was asked for 128. */
static void
test_ntlm_weak(void)
{
    static gss_OID_desc neg_flags = { 11, (void *)"\x2b\x06\x01\x04\x01\xb7\x7d\x85\x0f\x01\x05" };
    guint32 without_128 = 0xc2008237;
    gss_buffer_desc value = { sizeof without_128, &without_128 };
    g_autoptr(Meeting) meeting = meeting_new(HVR_AUTH_NTLM, GSS_PASSWORD);
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(NULL, NULL);
    g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
    g_autoptr(GBytes) negotiate = step(gss, NULL);
    g_autoptr(GBytes) challenge = NULL;
    g_autoptr(GBytes) answer = NULL;
    g_autoptr(GBytes) last = NULL;
    OM_uint32 minor;

    g_assert_cmpuint(gss_set_cred_option(&minor, &acceptor->credential, &neg_flags, &value), ==,
                     GSS_S_COMPLETE);
    challenge = gss_acceptor_step(acceptor, negotiate);
    answer = step(gss, challenge);
    last = gss_acceptor_step(acceptor, answer);
    g_assert_cmpuint(acceptor->major, ==, GSS_S_COMPLETE);
    assert_step_fails(gss, last);
}

/* NTLM only: libkrb5 must not try the password, too. */
static void
test_ntlm_alone(void)
{
    g_autofree char *trace = gss_world_dup_path("krb5.trace");
    g_autofree char *text = NULL;
    g_autoptr(Meeting) meeting = meeting_new(HVR_AUTH_NTLM, GSS_PASSWORD);
    g_autoptr(HvrWsmanGss) gss = NULL;

    g_setenv("KRB5_TRACE", trace, TRUE);
    gss = start(meeting, NULL);
    g_unsetenv("KRB5_TRACE");
    if (g_file_get_contents(trace, &text, NULL, NULL))
        g_assert_null(strstr(text, "Getting initial credentials"));
}

static void
test_ntlm_wrong_password(void)
{
    g_autoptr(Meeting) meeting = meeting_new(HVR_AUTH_NTLM, "wrong");
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(NULL, NULL);
    g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
    g_autoptr(GBytes) negotiate = step(gss, NULL);
    g_autoptr(GBytes) challenge = gss_acceptor_step(acceptor, negotiate);
    g_autoptr(GBytes) answer = step(gss, challenge);
    g_autoptr(GBytes) refusal = gss_acceptor_step(acceptor, answer);

    g_assert_true(GSS_ERROR(acceptor->major));
    g_assert_false(hvr_wsman_gss_is_complete(gss));
    assert_step_fails(gss, refusal);
}

/* The ticket is for another key than the host has. */
static void
test_kerberos_wrong_key(void)
{
    g_autoptr(Meeting) meeting = meeting_new(HVR_AUTH_KERBEROS, NULL);
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(meeting->keytab, NULL);
    g_autoptr(HvrWsmanGss) gss = NULL;
    g_autoptr(GBytes) token = NULL;
    g_autoptr(GBytes) refusal = NULL;

    gss_world_forge(ENCTYPE, GSS_SERVICE, meeting->ccache, NULL, 3600);
    gss = start(meeting, NULL);
    token = step(gss, NULL);
    refusal = gss_acceptor_step(acceptor, token);
    g_assert_true(GSS_ERROR(acceptor->major));
    assert_step_fails(gss, refusal);
}

static void
test_binding(gconstpointer data)
{
    const Scheme *scheme = data;
    g_autoptr(Meeting) meeting = meeting_new(scheme->scheme, GSS_PASSWORD);
    g_autoptr(GBytes) binding = g_bytes_new_static("tls-server-end-point:a", 22);
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(meeting->keytab, binding);
    g_autoptr(HvrWsmanGss) gss = start(meeting, binding);

    gss_acceptor_meet(acceptor, gss);
}

/* Somebody in between has another certificate. */
static void
test_binding_mismatch(gconstpointer data)
{
    const Scheme *scheme = data;
    g_autoptr(Meeting) meeting = meeting_new(scheme->scheme, GSS_PASSWORD);
    g_autoptr(GBytes) seen = g_bytes_new_static("tls-server-end-point:b", 22);
    g_autoptr(GBytes) own = g_bytes_new_static("tls-server-end-point:a", 22);
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(meeting->keytab, own);
    g_autoptr(HvrWsmanGss) gss = start(meeting, seen);
    g_autoptr(GBytes) challenge = NULL;

    do {
        g_autoptr(GBytes) token = step(gss, challenge);

        g_clear_pointer(&challenge, g_bytes_unref);
        challenge = gss_acceptor_step(acceptor, token);
    } while (acceptor->major == GSS_S_CONTINUE_NEEDED);
    g_assert_cmpuint(GSS_ROUTINE_ERROR(acceptor->major), ==, scheme->mismatch);
    g_assert_false(hvr_wsman_gss_is_complete(gss));
}

/* RFC 4178 4.2.2: "accepted", and no proof; or not even that. */
static void
test_impostor(gconstpointer data)
{
    /* clang-format off */
    static const struct {
        const char *token;
        gsize n_token;
    } tokens[] = {
        { "\xa1\x07\x30\x05\xa0\x03\x0a\x01\x00", 9 },                                                 /* accept-completed */
        { "\xa1\x07\x30\x05\xa0\x03\x0a\x01\x02", 9 },                                                 /* reject */
        { "\xa1\x14\x30\x12\xa0\x03\x0a\x01\x01\xa1\x0b\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x03", 22 }, /* another mechanism */
        { "NTLMSSP", 8 },
        { "", 0 },
    };
    /* clang-format on */
    const Scheme *scheme = data;
    g_autoptr(Meeting) meeting = meeting_new(scheme->scheme, GSS_PASSWORD);

    for (gsize i = 0; i < G_N_ELEMENTS(tokens); i++) {
        g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
        g_autoptr(GBytes) first = step(gss, NULL);
        g_autoptr(GBytes) challenge = g_bytes_new_static(tokens[i].token, tokens[i].n_token);

        assert_step_fails(gss, challenge);
        /* Nor does it help to go on. */
        assert_step_fails(gss, challenge);
    }
}

/* The answer that says "accepted" and has no MIC to prove it. */
static void
test_ntlm_unproven(void)
{
    g_autoptr(Meeting) meeting = meeting_new(HVR_AUTH_NTLM, GSS_PASSWORD);
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(NULL, NULL);
    g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
    g_autoptr(GBytes) negotiate = step(gss, NULL);
    g_autoptr(GBytes) challenge = gss_acceptor_step(acceptor, negotiate);
    g_autoptr(GBytes) answer = step(gss, challenge);
    g_autoptr(GBytes) accepted = g_bytes_new_static("\xa1\x07\x30\x05\xa0\x03\x0a\x01\x00", 9);

    g_assert_nonnull(answer);
    assert_step_fails(gss, accepted);
}

/* Before the last token, the one that proves the host. */
static void
test_unfinished(gconstpointer data)
{
    const Scheme *scheme = data;
    g_autoptr(Meeting) meeting = meeting_new(scheme->scheme, GSS_PASSWORD);
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(meeting->keytab, NULL);
    g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
    g_autoptr(GBytes) challenge = NULL;

    while (acceptor->major != GSS_S_COMPLETE || challenge == NULL) {
        g_autoptr(GBytes) token = step(gss, challenge);

        g_clear_pointer(&challenge, g_bytes_unref);
        challenge = gss_acceptor_step(acceptor, token);
    }
    g_assert_false(hvr_wsman_gss_is_complete(gss));
    assert_step_fails(gss, NULL);
}

static void
test_altered(gconstpointer data)
{
    const Scheme *scheme = data;
    g_autoptr(Meeting) meeting = meeting_new(scheme->scheme, GSS_PASSWORD);
    g_autoptr(GssAcceptor) acceptor = gss_acceptor_new(meeting->keytab, NULL);
    g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
    g_autoptr(GBytes) challenge = NULL;
    guint8 *bytes;
    gsize n_bytes;
    g_autoptr(GBytes) altered = NULL;

    while (acceptor->major != GSS_S_COMPLETE || challenge == NULL) {
        g_autoptr(GBytes) token = step(gss, challenge);

        g_clear_pointer(&challenge, g_bytes_unref);
        challenge = gss_acceptor_step(acceptor, token);
    }
    bytes = g_bytes_unref_to_data(g_steal_pointer(&challenge), &n_bytes);
    bytes[n_bytes - 1] ^= 1;
    altered = g_bytes_new_take(bytes, n_bytes);
    assert_step_fails(gss, altered);
}

typedef struct {
    const char *name;
    guint number; /* RFC 4120 7.5.9 */
    const char *message;
} Refusal;

/* clang-format off */
static const Refusal refusals[] = {
    { "skew",         37, "the clocks differ too much" },
    { "other-key",    41, "the host cannot read the ticket, it has other keys" },
    { "other-host",   35, "the host says the ticket is for somebody else" },
    { "no-password",  31, "the authentication went wrong" }, /* says nothing of our password */
    { "unknown",      60, "the authentication went wrong" },
};
/* clang-format on */

static void
test_kerberos_refused(gconstpointer data)
{
    const Refusal *refusal = data;
    g_autoptr(Meeting) meeting = meeting_new(HVR_AUTH_KERBEROS, NULL);
    g_autoptr(HvrWsmanGss) gss = start(meeting, NULL);
    g_autoptr(GBytes) first = step(gss, NULL);
    g_autoptr(GBytes) challenge = gss_windows_refuse(refusal->number);
    g_autoptr(GError) error = NULL;
    GBytes *token = NULL;

    g_assert_false(hvr_wsman_gss_step(gss, challenge, &token, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_AUTH);
    g_test_message("%s", error->message);
    g_assert_true(g_str_has_prefix(error->message, refusal->message));
}

/* clang-format off */
static const struct {
    const char *name;
    GTestDataFunc run;
} promises[] = {
    { "meets",            test_meets },
    { "offers-one",       test_offers_one },
    { "binding",          test_binding },
    { "binding-mismatch", test_binding_mismatch },
    { "impostor",         test_impostor },
    { "unfinished",       test_unfinished },
    { "altered",          test_altered },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    gss_world_enter();
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(promises); j++) {
            g_autofree char *path =
                g_strconcat("/wsman/gss/", promises[j].name, "/", schemes[i].name, NULL);

            g_test_add_data_func(path, &schemes[i], promises[j].run);
        }
    }
    g_test_add_func("/wsman/gss/ntlm/mic", test_ntlm_mic);
    g_test_add_func("/wsman/gss/ntlm/unproven", test_ntlm_unproven);
    g_test_add_func("/wsman/gss/ntlm/weak", test_ntlm_weak);
    g_test_add_func("/wsman/gss/ntlm/alone", test_ntlm_alone);
    g_test_add_func("/wsman/gss/ntlm/wrong-password", test_ntlm_wrong_password);
    g_test_add_func("/wsman/gss/kerberos/wrong-key", test_kerberos_wrong_key);
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/wsman/gss/kerberos/refused/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_kerberos_refused);
    }

    return gss_world_leave(g_test_run());
}
