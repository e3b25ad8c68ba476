/* gss_world.c: a realm without a KDC, and the host's end of a GSS context
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "gss_world.h"

#include <gmodule.h>
#include <glib/gstdio.h>
#include <gssapi/gssapi_ext.h>
#include <krb5.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "wsman_mechanism.h"

/* In libkrb5's symbols, not in its headers. */
krb5_error_code
krb5_encrypt_tkt_part(krb5_context context, const krb5_keyblock *key, krb5_ticket *ticket);
krb5_error_code encode_krb5_ticket(const krb5_ticket *ticket, krb5_data **out_code);

/* gss-ntlmssp 1.2 does not free what it hashes a password with. */
G_MODULE_EXPORT const char *__lsan_default_suppressions(void);
G_MODULE_EXPORT const char *__asan_default_options(void);

const char *
__lsan_default_suppressions(void)
{
    return "leak:gssntlmssp.so";
}

const char *
__asan_default_options(void)
{
    return "fast_unwind_on_malloc=0";
}

static const char krb5_conf[] = "[libdefaults]\n"
                                "default_realm = " GSS_REALM "\n"
                                "dns_lookup_kdc = false\n"
                                "dns_lookup_realm = false\n"
                                "dns_canonicalize_hostname = true\n"
                                "qualify_shortname = elsewhere.test\n"
                                "rdns = false\n"
                                "allow_weak_crypto = true\n"
                                "permitted_enctypes = %s\n"
                                "[realms]\n" GSS_REALM " = {\n}\n"
                                "DOWN.TEST = {\nkdc = 127.0.0.1:1\n}\n"
                                "[domain_realm]\n.hyperv.test = " GSS_REALM "\n";

/* The directory is the environment's: a test has no variables of its own. */
char *
gss_world_dup_path(const char *name)
{
    return g_build_filename(g_getenv("GSS_WORLD"), name, NULL);
}

static void
set_file(const char *variable, const char *prefix, const char *name)
{
    g_autofree char *path = gss_world_dup_path(name);
    g_autofree char *value = g_strconcat(prefix, path, NULL);

    g_setenv(variable, value, TRUE);
}

void
gss_world_allow(const char *enctype)
{
    g_autofree char *name = g_strconcat("krb5-", enctype, ".conf", NULL);
    g_autofree char *path = gss_world_dup_path(name);
    g_autofree char *text = g_strdup_printf(krb5_conf, enctype);

    /* Another file each time, since libkrb5 keeps what it has read. */
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_setenv("KRB5_CONFIG", path, TRUE);
}

void
gss_world_enter(void)
{
    g_autofree char *directory = g_dir_make_tmp("gss-world-XXXXXX", NULL);
    g_autofree char *users = NULL;

    g_assert_nonnull(directory);
    g_setenv("GSS_WORLD", directory, TRUE);
    users = gss_world_dup_path("ntlm-users");
    g_assert_true(g_file_set_contents(users, "CORP:administrator:" GSS_PASSWORD "\n", -1, NULL));
    g_setenv("NTLM_USER_FILE", users, TRUE);
    g_unsetenv("LM_COMPAT_LEVEL");
    g_unsetenv("GSS_MECH_CONFIG");
    g_setenv("NETBIOS_COMPUTER_NAME", "HV01", TRUE);
    g_setenv("NETBIOS_DOMAIN_NAME", "CORP", TRUE);
    g_setenv("KRB5RCACHENAME", "none:", TRUE);
    set_file("KRB5CCNAME", "FILE:", "default.ccache");
    set_file("KRB5_KTNAME", "FILE:", "none.keytab");
    set_file("KRB5_CLIENT_KTNAME", "FILE:", "none.keytab");
    gss_world_allow("aes256-cts-hmac-sha1-96");
}

int
gss_world_leave(int status)
{
    const char *directory = g_getenv("GSS_WORLD");
    g_autoptr(GDir) files = g_dir_open(directory, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(files)) != NULL) {
        g_autofree char *path = gss_world_dup_path(name);

        g_unlink(path);
    }
    g_rmdir(directory);

    return status;
}

static void
add_key(krb5_context context, const char *path, krb5_principal owner, const krb5_keyblock *key)
{
    g_autofree char *name = g_strconcat("WRFILE:", path, NULL);
    krb5_keytab_entry entry = { .principal = owner, .vno = 1, .key = *key };
    krb5_keytab keytab;

    g_unlink(path);
    g_assert_cmpint(krb5_kt_resolve(context, name, &keytab), ==, 0);
    g_assert_cmpint(krb5_kt_add_entry(context, keytab, &entry), ==, 0);
    krb5_kt_close(context, keytab);
}

static void
add_ticket(krb5_context context, const char *path, krb5_creds *credentials)
{
    g_autofree char *name = g_strconcat("FILE:", path, NULL);
    krb5_ccache ccache;

    g_assert_cmpint(krb5_cc_resolve(context, name, &ccache), ==, 0);
    g_assert_cmpint(krb5_cc_initialize(context, ccache, credentials->client), ==, 0);
    g_assert_cmpint(krb5_cc_store_cred(context, ccache, credentials), ==, 0);
    krb5_cc_close(context, ccache);
}

/* What a KDC does, RFC 4120 5.3. */
static krb5_data *
encode_ticket(krb5_context context, const krb5_keyblock *key, krb5_creds *credentials)
{
    krb5_enc_tkt_part inner = {
        .flags = TKT_FLG_PRE_AUTH,
        .session = &credentials->keyblock,
        .client = credentials->client,
        .transited = { .tr_type = 1 },
        .times = credentials->times,
    };
    krb5_ticket ticket = {
        .server = credentials->server,
        .enc_part = { .kvno = 1 },
        .enc_part2 = &inner,
    };
    krb5_data *code = NULL;

    g_assert_cmpint(krb5_encrypt_tkt_part(context, key, &ticket), ==, 0);
    g_assert_cmpint(encode_krb5_ticket(&ticket, &code), ==, 0);
    krb5_free_data_contents(context, &ticket.enc_part.ciphertext);

    return code;
}

void
gss_world_forge(
    const char *enctype, const char *service, const char *ccache, const char *keytab, int seconds)
{
    krb5_timestamp now = (krb5_timestamp)time(NULL);
    krb5_creds credentials = {
        .times = { .authtime = now - 60, .starttime = now - 60, .endtime = now + seconds },
        .ticket_flags = TKT_FLG_PRE_AUTH,
    };
    krb5_enctype number;
    g_autofree char *writable = g_strdup(enctype);
    krb5_keyblock key;
    krb5_context context;
    krb5_data *code;

    g_assert_cmpint(krb5_init_context(&context), ==, 0);
    g_assert_cmpint(krb5_string_to_enctype(writable, &number), ==, 0);
    g_assert_cmpint(krb5_c_make_random_key(context, number, &key), ==, 0);
    g_assert_cmpint(krb5_c_make_random_key(context, number, &credentials.keyblock), ==, 0);
    g_assert_cmpint(krb5_parse_name(context, GSS_USER, &credentials.client), ==, 0);
    g_assert_cmpint(krb5_parse_name(context, service, &credentials.server), ==, 0);
    code = encode_ticket(context, &key, &credentials);
    credentials.ticket = *code;
    add_ticket(context, ccache, &credentials);
    if (keytab != NULL)
        add_key(context, keytab, credentials.server, &key);

    free(code);
    krb5_free_cred_contents(context, &credentials);
    krb5_free_keyblock_contents(context, &key);
    krb5_free_context(context);
}

GssAcceptor *
gss_acceptor_new(const char *keytab, GBytes *binding)
{
    GssAcceptor *acceptor = g_new0(GssAcceptor, 1);
    gss_OID_set_desc spnego = { 1, hvr_wsman_mechanism_get_oid(HVR_MECHANISM_SPNEGO) };
    gss_OID_set_desc inner = {
        1, hvr_wsman_mechanism_get_oid(keytab != NULL ? HVR_MECHANISM_KERBEROS : HVR_MECHANISM_NTLM)
    };
    gss_key_value_element_desc element = { "keytab", keytab };
    gss_key_value_set_desc store = { 1, &element };
    OM_uint32 minor;

    acceptor->binding = binding != NULL ? g_bytes_ref(binding) : NULL;
    g_assert_cmpuint(gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &spnego,
                                           GSS_C_ACCEPT, keytab != NULL ? &store : NULL,
                                           &acceptor->credential, NULL, NULL),
                     ==, GSS_S_COMPLETE);
    g_assert_cmpuint(gss_set_neg_mechs(&minor, acceptor->credential, &inner), ==, GSS_S_COMPLETE);

    return acceptor;
}

void
gss_acceptor_free(GssAcceptor *acceptor)
{
    OM_uint32 minor;

    gss_release_cred(&minor, &acceptor->credential);
    gss_delete_sec_context(&minor, &acceptor->context, GSS_C_NO_BUFFER);
    g_clear_pointer(&acceptor->binding, g_bytes_unref);
    g_free(acceptor);
}

GBytes *
gss_acceptor_step(GssAcceptor *acceptor, GBytes *token)
{
    struct gss_channel_bindings_struct binding = { 0 };
    gss_buffer_desc input = { g_bytes_get_size(token), (void *)g_bytes_get_data(token, NULL) };
    g_auto(gss_buffer_desc) output = GSS_C_EMPTY_BUFFER;
    OM_uint32 minor;

    if (acceptor->binding != NULL)
        binding.application_data.value =
            (void *)g_bytes_get_data(acceptor->binding, &binding.application_data.length);
    acceptor->major =
        gss_accept_sec_context(&minor, &acceptor->context, acceptor->credential, &input,
                               acceptor->binding != NULL ? &binding : GSS_C_NO_CHANNEL_BINDINGS,
                               NULL, NULL, &output, NULL, NULL, NULL);

    return output.length > 0 ? g_bytes_new(output.value, output.length) : NULL;
}

guint
gss_acceptor_meet(GssAcceptor *acceptor, HvrWsmanGss *gss)
{
    g_autoptr(GBytes) challenge = NULL;
    guint n_tokens = 0;

    do {
        g_autoptr(GBytes) token = NULL;
        g_autoptr(GError) error = NULL;

        hvr_wsman_gss_step(gss, challenge, &token, &error);
        g_assert_no_error(error);
        g_clear_pointer(&challenge, g_bytes_unref);
        if (token != NULL) {
            challenge = gss_acceptor_step(acceptor, token);
            g_assert_false(GSS_ERROR(acceptor->major));
            n_tokens += 1 + (challenge != NULL);
        }
    } while (challenge != NULL);
    g_assert_cmpuint(acceptor->major, ==, GSS_S_COMPLETE);
    g_assert_true(hvr_wsman_gss_is_complete(gss));

    return n_tokens;
}

static GssPair *
pair_new_ntlm(void)
{
    g_autoptr(HvrSecretSource) password = hvr_secret_source_new_text(GSS_PASSWORD);
    HvrEndpoint endpoint = {
        .address = GSS_HOST,
        .user = "CORP\\administrator",
        .password = password,
    };
    GssPair *pair = g_new0(GssPair, 1);
    g_autoptr(GError) error = NULL;

    pair->acceptor = gss_acceptor_new(NULL, NULL);
    pair->gss = hvr_wsman_gss_new(&endpoint, HVR_AUTH_NTLM, NULL, &error);
    g_assert_no_error(error);
    gss_acceptor_meet(pair->acceptor, pair->gss);

    return pair;
}

GssPair *
gss_pair_new(const char *enctype)
{
    g_autofree char *ccache = gss_world_dup_path("pair.ccache");
    g_autofree char *keytab = gss_world_dup_path("pair.keytab");
    HvrEndpoint endpoint = { .address = GSS_HOST, .ccache = ccache };
    GssPair *pair;
    g_autoptr(GError) error = NULL;

    if (enctype == NULL)
        return pair_new_ntlm();

    gss_world_allow(enctype);
    gss_world_forge(enctype, GSS_SERVICE, ccache, keytab, 3600);
    pair = g_new0(GssPair, 1);
    pair->acceptor = gss_acceptor_new(keytab, NULL);
    pair->gss = hvr_wsman_gss_new(&endpoint, HVR_AUTH_KERBEROS, NULL, &error);
    g_assert_no_error(error);
    gss_acceptor_meet(pair->acceptor, pair->gss);

    return pair;
}

void
gss_pair_free(GssPair *pair)
{
    hvr_wsman_gss_free(pair->gss);
    gss_acceptor_free(pair->acceptor);
    g_free(pair);
}
