/* test_wsman_seal.c: messages that only the other end of a GSS context can read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "gss_windows.h"
#include "gss_world.h"
#include "hvr_error.h"
#include "wsman_multipart.h"
#include "wsman_seal.h"

#define PROTOCOL HVR_WSMAN_PROTOCOL_SPNEGO
#define MESSAGE  "<s:Envelope>sealed</s:Envelope>"

typedef struct {
    const char *name;
    const char *enctype; /* as krb5.conf calls it; %NULL: NTLM */
    gsize n_header;
    gsize n_pad;
    gsize n_overhead; /* of a body, for a length of four digits */
} Mechanism;

/* clang-format off */
static const Mechanism mechanisms[] = {
    { "ntlm",                NULL,                         16, 0, 242 + 16 },
    { "aes256-sha1",         "aes256-cts-hmac-sha1-96",    60, 0, 242 + 60 },
    { "aes128-sha1",         "aes128-cts-hmac-sha1-96",    60, 0, 242 + 60 },
    { "aes256-sha2",         "aes256-cts-hmac-sha384-192", 72, 0, 242 + 72 },
    { "aes128-sha2",         "aes128-cts-hmac-sha256-128", 64, 0, 242 + 64 },
    { "rc4",                 "arcfour-hmac",               47, 1, 242 + 47 + 1 },
};
/* clang-format on */

static gss_ctx_id_t
host_of(const GssPair *pair)
{
    return pair->acceptor->context;
}

static gss_ctx_id_t
client_of(const GssPair *pair)
{
    return hvr_wsman_gss_get_context(pair->gss);
}

static GBytes *
seal(gss_ctx_id_t context, const char *text)
{
    g_autoptr(GBytes) plain = g_bytes_new(text, strlen(text));
    g_autoptr(GError) error = NULL;
    GBytes *body = hvr_wsman_seal_encode(context, PROTOCOL, plain, &error);

    g_assert_no_error(error);

    return body;
}

static void
assert_opens(gss_ctx_id_t context, GBytes *body, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) plain = hvr_wsman_seal_decode(context, PROTOCOL, body, &error);

    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(plain, NULL), g_bytes_get_size(plain), text, strlen(text));
}

static void
assert_refuses(gss_ctx_id_t context, GBytes *body)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wsman_seal_decode(context, PROTOCOL, body, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    g_assert_null(strchr(error->message, '\n'));
}

static void
test_both_ways(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);

    for (guint i = 0; i < 5; i++) {
        g_autofree char *question = g_strdup_printf("<s:Envelope>question %u</s:Envelope>", i);
        g_autoptr(GBytes) request = seal(client_of(pair), question);
        g_autoptr(GBytes) answer = NULL;

        g_assert_null(g_strstr_len(g_bytes_get_data(request, NULL),
                                   (gssize)g_bytes_get_size(request), "question"));
        assert_opens(host_of(pair), request, question);
        answer = seal(host_of(pair), MESSAGE);
        assert_opens(client_of(pair), answer, MESSAGE);
    }
}

/* A host may have sent several before one is read. */
static void
test_in_order(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autoptr(GBytes) first = seal(host_of(pair), "first");
    g_autoptr(GBytes) second = seal(host_of(pair), "second");
    g_autoptr(GBytes) third = seal(host_of(pair), "third");

    assert_opens(client_of(pair), first, "first");
    assert_opens(client_of(pair), second, "second");
    assert_opens(client_of(pair), third, "third");
}

static void
test_sizes(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autofree char *text = g_strnfill(1187, 'x');
    g_autoptr(GBytes) body = seal(client_of(pair), text);
    HvrWsmanMultipart multipart;

    g_assert_cmpuint(g_bytes_get_size(body), ==, 1187 + mechanism->n_overhead);
    g_assert_true(hvr_wsman_multipart_parse(body, PROTOCOL, &multipart, NULL));
    g_assert_cmpuint(multipart.n_header, ==, mechanism->n_header);
    g_assert_cmpuint(multipart.n_data, ==, 1187 + mechanism->n_pad);
    g_assert_cmpuint(multipart.n_plain, ==, 1187 + mechanism->n_pad);
}

static void
test_large(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autofree char *text = g_strnfill(500000, 'y');
    g_autoptr(GBytes) body = seal(client_of(pair), text);

    assert_opens(host_of(pair), body, text);
}

/* An envelope is never empty, and gss-ntlmssp seals no empty message. */
static void
test_empty(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) body = hvr_wsman_seal_encode(client_of(pair), PROTOCOL, nothing, &error);

    if (mechanism->enctype == NULL) {
        g_assert_null(body);
        g_assert_error(error, HVR_ERROR, HVR_ERROR_AUTH);
        return;
    }
    g_assert_no_error(error);
    assert_opens(host_of(pair), body, "");
}

/* Each byte of the security header and of the ciphertext, on a context of its
 * own: NTLM never opens anything again once it has failed. */
static void
test_tampered(gconstpointer data)
{
    const Mechanism *mechanism = data;
    gsize n_sealed = mechanism->n_header + strlen("sealed") + mechanism->n_pad;

    for (gsize i = 0; i < n_sealed; i++) {
        g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
        g_autoptr(GBytes) body = seal(host_of(pair), "sealed");
        g_autoptr(GBytes) altered = NULL;
        HvrWsmanMultipart multipart;
        g_autofree guint8 *token = NULL;

        g_assert_true(hvr_wsman_multipart_parse(body, PROTOCOL, &multipart, NULL));
        token = g_memdup2(multipart.header, multipart.n_header + multipart.n_data);
        token[i % (multipart.n_header + multipart.n_data)] ^= 0x40;
        multipart.header = token;
        multipart.data = token + multipart.n_header;
        altered = hvr_wsman_multipart_format(&multipart);
        assert_refuses(client_of(pair), altered);
    }
}

/* The frame's length counts against what is really in it. */
static void
test_length(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autoptr(GBytes) body = seal(host_of(pair), MESSAGE);
    g_autoptr(GBytes) shorter = NULL;
    HvrWsmanMultipart multipart;

    g_assert_true(hvr_wsman_multipart_parse(body, PROTOCOL, &multipart, NULL));
    multipart.n_plain = 12;
    shorter = hvr_wsman_multipart_format(&multipart);
    assert_opens(client_of(pair), shorter, "<s:Envelope>");
}

static void
test_cut_off(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autoptr(GBytes) body = seal(host_of(pair), MESSAGE);
    HvrWsmanMultipart whole;

    g_assert_true(hvr_wsman_multipart_parse(body, PROTOCOL, &whole, NULL));
    for (gsize n = 0; n < whole.n_header + whole.n_data; n++) {
        HvrWsmanMultipart multipart = whole;
        g_autoptr(GBytes) part = NULL;

        multipart.n_plain = 0;
        multipart.n_header = MIN(n, whole.n_header);
        multipart.n_data = n - multipart.n_header;
        part = hvr_wsman_multipart_format(&multipart);
        assert_refuses(client_of(pair), part);
    }
}

static void
test_replayed(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autoptr(GBytes) body = seal(host_of(pair), MESSAGE);

    assert_opens(client_of(pair), body, MESSAGE);
    assert_refuses(client_of(pair), body);
}

static void
test_swapped(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autoptr(GBytes) first = seal(host_of(pair), "first");
    g_autoptr(GBytes) second = seal(host_of(pair), "second");

    assert_refuses(client_of(pair), second);
}

/* Ours, sent back to us. */
static void
test_reflected(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autoptr(GBytes) body = seal(client_of(pair), MESSAGE);

    assert_refuses(client_of(pair), body);
}

static void
test_other_context(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autoptr(GssPair) other = gss_pair_new(mechanism->enctype);
    g_autoptr(GBytes) body = seal(host_of(other), MESSAGE);

    assert_refuses(client_of(pair), body);
}

/* Signed, and readable by everybody. */
static void
test_not_sealed(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = NULL;
    gss_buffer_desc input = { strlen(MESSAGE), (void *)MESSAGE };
    gss_buffer_desc output = GSS_C_EMPTY_BUFFER;
    HvrWsmanMultipart multipart = { .protocol = PROTOCOL };
    g_autoptr(GBytes) body = NULL;
    OM_uint32 minor;

    pair = gss_pair_new(mechanism->enctype);
    g_assert_cmpuint(gss_wrap(&minor, host_of(pair), 0, GSS_C_QOP_DEFAULT, &input, NULL, &output),
                     ==, GSS_S_COMPLETE);
    multipart.header = output.value;
    multipart.n_header = output.length;
    body = hvr_wsman_multipart_format(&multipart);
    gss_release_buffer(&minor, &output);
    assert_refuses(client_of(pair), body);
}

static void
test_other_protocol(gconstpointer data)
{
    const Mechanism *mechanism = data;
    g_autoptr(GssPair) pair = gss_pair_new(mechanism->enctype);
    g_autoptr(GBytes) body = seal(host_of(pair), MESSAGE);
    g_autoptr(GError) error = NULL;

    g_assert_null(
        hvr_wsman_seal_decode(client_of(pair), HVR_WSMAN_PROTOCOL_KERBEROS, body, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
}

/* The header of a message that the host has sent and the client has read. */
static GBytes *
exchange_first(const GssPair *pair)
{
    g_autofree char *text = g_strnfill(150, 'z');
    g_autoptr(GBytes) body = seal(host_of(pair), text);
    HvrWsmanMultipart multipart;

    assert_opens(client_of(pair), body, text);
    g_assert_true(hvr_wsman_multipart_parse(body, PROTOCOL, &multipart, NULL));

    return g_bytes_new(multipart.header, multipart.n_header);
}

/* What SSPI may write about its rotation: MS-KILE 3.4.5.4.1 says 28 whatever the
 * extra bytes are, RFC 4121 4.2.5 says how far it is. */
static void
test_windows_aes(void)
{
    /* clang-format off */
    static const struct {
        guint ec;
        guint rrc;
        gsize n_header;
    } forms[] = {
        { 0,  28, 60 },
        { 16, 28, 76 },
        { 16, 44, 76 },
    };
    /* clang-format on */

    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autoptr(GssPair) pair = gss_pair_new("aes256-cts-hmac-sha1-96");
        g_autoptr(GBytes) first = exchange_first(pair);
        g_autoptr(GBytes) body = gss_windows_seal_aes(host_of(pair), g_bytes_get_data(first, NULL),
                                                      forms[i].ec, forms[i].rrc, MESSAGE);
        HvrWsmanMultipart multipart;

        g_assert_true(hvr_wsman_multipart_parse(body, PROTOCOL, &multipart, NULL));
        g_assert_cmpuint(multipart.n_header, ==, forms[i].n_header);
        g_assert_cmpuint(multipart.n_data, ==, strlen(MESSAGE));
        assert_opens(client_of(pair), body, MESSAGE);
    }
}

/* Windows pads no RC4, and says so in the length. */
static void
test_windows_rc4(void)
{
    g_autoptr(GssPair) pair = gss_pair_new("arcfour-hmac");
    g_autoptr(GBytes) first = exchange_first(pair);
    g_autofree char *text = g_strnfill(130, 'w');
    g_autoptr(GBytes)
        body = gss_windows_seal_rc4(host_of(pair), g_bytes_get_data(first, NULL), text);
    HvrWsmanMultipart multipart;

    g_assert_true(hvr_wsman_multipart_parse(body, PROTOCOL, &multipart, NULL));
    g_assert_cmpuint(multipart.n_data, ==, 130);
    assert_opens(client_of(pair), body, text);
}

/* clang-format off */
static const struct {
    const char *name;
    GTestDataFunc run;
} promises[] = {
    { "both-ways",      test_both_ways },
    { "in-order",       test_in_order },
    { "sizes",          test_sizes },
    { "large",          test_large },
    { "empty",          test_empty },
    { "tampered",       test_tampered },
    { "length",         test_length },
    { "cut-off",        test_cut_off },
    { "replayed",       test_replayed },
    { "swapped",        test_swapped },
    { "reflected",      test_reflected },
    { "other-context",  test_other_context },
    { "not-sealed",     test_not_sealed },
    { "other-protocol", test_other_protocol },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    gss_world_enter();
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(promises); j++) {
            g_autofree char *path =
                g_strconcat("/wsman/seal/", promises[j].name, "/", mechanisms[i].name, NULL);

            /* NTLM seals whatever is asked for. */
            if (mechanisms[i].enctype == NULL && promises[j].run == test_not_sealed)
                continue;
            g_test_add_data_func(path, &mechanisms[i], promises[j].run);
        }
    }
    g_test_add_func("/wsman/seal/windows/aes", test_windows_aes);
    g_test_add_func("/wsman/seal/windows/rc4", test_windows_rc4);

    return gss_world_leave(g_test_run());
}
