/* test_wsman_multipart.c: the body of a sealed message, as bytes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "hvr_error.h"
#include "wsman_multipart.h"

#define SPNEGO "application/HTTP-SPNEGO-session-encrypted"

/* MS-WSMV 2.2.9.1.2.2.2, for five bytes under a header of four. */
#define HEAD                                                                                       \
    "--Encrypted Boundary\r\n"                                                                     \
    "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"                                \
    "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=5\r\n"                      \
    "--Encrypted Boundary\r\n"                                                                     \
    "\tContent-Type: application/octet-stream\r\n"
#define CONTENT "\x04\x00\x00\x00SIGNhello"
#define TAIL    "--Encrypted Boundary--\r\n"

typedef struct {
    const char *name;
    const char *body;
    gsize n_body;
    const char *message; /* %NULL: it is taken */
} Case;

#define BODY(text) text, sizeof text - 1

/* clang-format off */
static const Case cases[] = {
    { "windows",            BODY(HEAD CONTENT TAIL), NULL },
    /* What other stacks write. */
    { "omi-line-end",       BODY(HEAD CONTENT TAIL "\r\n"), NULL },
    { "exchange-blank",     BODY("-- Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=5\r\n"
                                 "-- Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT
                                 "-- Encrypted Boundary--\r\n"), NULL },
    { "virt-who-no-tabs",   BODY("--Encrypted Boundary\r\n"
                                 "Content-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "OriginalContent: type=application/soap+xml;charset=UTF-8;Length=5\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "Content-Type: application/octet-stream\r\n" CONTENT TAIL), NULL },
    { "utf-16",             BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-16;Length=5\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), NULL },
    { "no-last-line-end",   BODY(HEAD CONTENT "--Encrypted Boundary--"), NULL },
    /* What nobody writes by mistake. */
    { "empty",              BODY(""), "does not begin as one" },
    { "no-boundary",        BODY("\r\n" HEAD CONTENT TAIL), "does not begin as one" },
    { "other-protocol",     BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-Kerberos-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=5\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), "not of the protocol" },
    { "no-original",        BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), "neither UTF-8 nor UTF-16" },
    { "other-charset",      BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-7;Length=5\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), "neither UTF-8 nor UTF-16" },
    { "other-type",         BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=text/html;charset=UTF-8;Length=5\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), "neither UTF-8 nor UTF-16" },
    { "no-length",          BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), "how long" },
    { "negative-length",    BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=-5\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), "how long" },
    { "endless-length",     BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=18446744073709551621\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), "how long" },
    { "length-one-more",    BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=6\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), "promises 6 bytes and has 5" },
    { "no-second-part",     BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=5\r\n"
                                 "--Encrypted Boundary--\r\n"), "no second part" },
    { "blank-line",         BODY("--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                                 "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=5\r\n\r\n"
                                 "--Encrypted Boundary\r\n"
                                 "\tContent-Type: application/octet-stream\r\n" CONTENT TAIL), "no second part" },
    { "no-content",         BODY(HEAD TAIL), "is empty" },
    { "half-a-length",      BODY(HEAD "\x04\x00\x00" TAIL), "is empty" },
    { "header-one-more",    BODY(HEAD "\x0a\x00\x00\x00SIGNhello" TAIL), "header of 10 bytes" },
    { "header-huge",        BODY(HEAD "\xff\xff\xff\xffSIGNhello" TAIL), "header of 4294967295 bytes" },
    { "no-tail",            BODY(HEAD CONTENT), "no end" },
    { "tail-is-no-last",    BODY(HEAD CONTENT "--Encrypted Boundary\r\n"), "no end" },
    { "tail-no-dashes",     BODY(HEAD CONTENT "Encrypted Boundary--\r\n"), "no end" },
};
/* clang-format on */

static void
test_parse(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GBytes) body = g_bytes_new(c->body, c->n_body);
    HvrWsmanMultipart multipart = { .n_plain = 99 };
    g_autoptr(GError) error = NULL;
    gboolean ok = hvr_wsman_multipart_parse(body, HVR_WSMAN_PROTOCOL_SPNEGO, &multipart, &error);

    if (c->message != NULL) {
        g_assert_false(ok);
        g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
        g_assert_nonnull(strstr(error->message, c->message));
        g_assert_null(strchr(error->message, '\n'));
        g_assert_cmpuint(multipart.n_plain, ==, 99);
        return;
    }
    g_assert_no_error(error);
    g_assert_true(ok);
    g_assert_cmpstr(multipart.protocol, ==, SPNEGO);
    g_assert_cmpuint(multipart.n_plain, ==, 5);
    g_assert_cmpmem(multipart.header, multipart.n_header, "SIGN", 4);
    g_assert_cmpmem(multipart.data, multipart.n_data, "hello", 5);
}

static GBytes *
format(const char *protocol, gsize n_plain, gsize n_header)
{
    g_autofree guint8 *header = g_malloc(n_header + 1);
    g_autofree guint8 *data = g_malloc(n_plain + 1);
    HvrWsmanMultipart multipart = {
        .protocol = protocol,
        .n_plain = n_plain,
        .header = header,
        .n_header = n_header,
        .data = data,
        .n_data = n_plain,
    };

    memset(header, 0xaa, n_header);
    memset(data, 0x55, n_plain);

    return hvr_wsman_multipart_format(&multipart);
}

static void
assert_at(GBytes *body, gsize offset, const char *text, gsize n_text)
{
    gsize n_body;
    const guint8 *bytes = g_bytes_get_data(body, &n_body);

    g_assert_cmpuint(offset + n_text, <=, n_body);
    g_assert_cmpmem(bytes + offset, n_text, text, n_text);
}

#define assert_text_at(body, offset, text) assert_at(body, offset, text, sizeof text - 1)

/* An envelope of 1187 bytes under NTLM, each line at its place. */
static void
test_format_ntlm(void)
{
    g_autoptr(GBytes) body = format(HVR_WSMAN_PROTOCOL_SPNEGO, 1187, 16);

    g_assert_cmpuint(g_bytes_get_size(body), ==, 1445);
    assert_text_at(body, 0x0000, "--Encrypted Boundary\r\n");
    assert_text_at(body, 0x0016, "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n");
    assert_text_at(body, 0x0050,
                   "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=1187\r\n");
    assert_text_at(body, 0x0097, "--Encrypted Boundary\r\n");
    assert_text_at(body, 0x00ad, "\tContent-Type: application/octet-stream\r\n");
    assert_text_at(body, 0x00d6, "\x10\x00\x00\x00\xaa");
    assert_text_at(body, 0x00e9, "\xaa\x55");
    assert_text_at(body, 0x058c, "\x55--Encrypted Boundary--\r\n");
}

/* The same under Kerberos with AES, whose protocol's name is two letters longer. */
static void
test_format_kerberos(void)
{
    g_autoptr(GBytes) body = format(HVR_WSMAN_PROTOCOL_KERBEROS, 1187, 60);

    g_assert_cmpuint(g_bytes_get_size(body), ==, 1491);
    assert_text_at(body, 0x0016, "\tContent-Type: application/HTTP-Kerberos-session-encrypted\r\n");
    assert_text_at(body, 0x00d8, "\x3c\x00\x00\x00\xaa");
}

static void
test_format_empty(void)
{
    g_autoptr(GBytes) body = format(HVR_WSMAN_PROTOCOL_SPNEGO, 0, 0);
    HvrWsmanMultipart multipart;

    g_assert_true(hvr_wsman_multipart_parse(body, HVR_WSMAN_PROTOCOL_SPNEGO, &multipart, NULL));
    g_assert_cmpuint(multipart.n_plain, ==, 0);
    g_assert_cmpuint(multipart.n_header, ==, 0);
    g_assert_cmpuint(multipart.n_data, ==, 0);
}

/* Ciphertext is any bytes, those of the frame among them. */
static void
test_ciphertext(void)
{
    static const char *const texts[] = {
        "--Encrypted Boundary--\r\n",
        "--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n",
        "ends with --",
        "ends with -- ",
        "ends with a line\r\n",
        "--Encrypted Boundary--\r\n--Encrypted Boundary--\r\n",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        HvrWsmanMultipart multipart = {
            .protocol = HVR_WSMAN_PROTOCOL_SPNEGO,
            .n_plain = strlen(texts[i]),
            .header = (const guint8 *)"SIGN",
            .n_header = 4,
            .data = (const guint8 *)texts[i],
            .n_data = strlen(texts[i]),
        };
        g_autoptr(GBytes) body = hvr_wsman_multipart_format(&multipart);
        HvrWsmanMultipart parsed;

        g_assert_true(hvr_wsman_multipart_parse(body, HVR_WSMAN_PROTOCOL_SPNEGO, &parsed, NULL));
        g_assert_cmpmem(parsed.data, parsed.n_data, texts[i], strlen(texts[i]));
    }
}

/* Each prefix lies in memory of its own, so that sanitizers see whoever reads on. */
static void
test_cut_off(void)
{
    static const char whole[] = HEAD CONTENT "--Encrypted Boundary--";

    for (gsize n = 0; n < sizeof whole - 1; n++) {
        g_autofree char *copy = g_memdup2(whole, n);
        g_autoptr(GBytes) body = g_bytes_new_static(copy, n);
        HvrWsmanMultipart multipart;
        g_autoptr(GError) error = NULL;

        g_assert_false(
            hvr_wsman_multipart_parse(body, HVR_WSMAN_PROTOCOL_SPNEGO, &multipart, &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    }
}

/* Whatever one byte is turned into, what is handed out lies within the body. */
static void
test_altered(void)
{
    static const char whole[] = HEAD CONTENT TAIL;
    gsize n_whole = sizeof whole - 1;

    for (gsize at = 0; at < n_whole; at++) {
        for (guint value = 0; value < 256; value += 5) {
            g_autofree char *copy = g_memdup2(whole, n_whole);
            g_autoptr(GBytes) body = NULL;
            HvrWsmanMultipart multipart;
            const guint8 *end = (const guint8 *)copy + n_whole;

            copy[at] = (char)value;
            body = g_bytes_new_static(copy, n_whole);
            if (!hvr_wsman_multipart_parse(body, HVR_WSMAN_PROTOCOL_SPNEGO, &multipart, NULL))
                continue;
            g_assert_true(multipart.data == multipart.header + multipart.n_header);
            g_assert_true(multipart.data + multipart.n_data <= end);
            g_assert_cmpuint(multipart.n_plain, <=, multipart.n_data);
        }
    }
}

static void
test_content_type(void)
{
    /* clang-format off */
    static const struct {
        const char *content_type;
        const char *protocol;
    } types[] = {
        { "multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\";boundary=\"Encrypted Boundary\"",     HVR_WSMAN_PROTOCOL_SPNEGO },
        { "multipart/encrypted;protocol=\"application/HTTP-Kerberos-session-encrypted\";boundary=\"Encrypted Boundary\"",   HVR_WSMAN_PROTOCOL_KERBEROS },
        { "Multipart/Encrypted; boundary=\"Encrypted Boundary\"; protocol=\"application/http-spnego-session-encrypted\"",   HVR_WSMAN_PROTOCOL_SPNEGO },
        { "multipart/encrypted;protocol=application/HTTP-SPNEGO-session-encrypted",                                         HVR_WSMAN_PROTOCOL_SPNEGO },
        { "multipart/encrypted;protocol=\"application/HTTP-CredSSP-session-encrypted\";boundary=\"Encrypted Boundary\"",    NULL },
        { "multipart/x-multi-encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\"",                             NULL },
        { "multipart/encryptedprotocol=\"application/HTTP-SPNEGO-session-encrypted\"",                                      NULL },
        { "multipart/encrypted",                                                                                           NULL },
        { "application/soap+xml;charset=UTF-8",                                                                            NULL },
        { ";",                                                                                                             NULL },
        { "",                                                                                                              NULL },
        { NULL,                                                                                                            NULL },
    };
    /* clang-format on */
    g_autofree char *own = hvr_wsman_multipart_dup_content_type(HVR_WSMAN_PROTOCOL_SPNEGO);

    g_assert_cmpstr(own, ==, types[0].content_type);
    for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
        g_assert_cmpstr(hvr_wsman_multipart_find_protocol(types[i].content_type), ==,
                        types[i].protocol);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/wsman/multipart/parse/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_parse);
    }
    g_test_add_func("/wsman/multipart/format/ntlm", test_format_ntlm);
    g_test_add_func("/wsman/multipart/format/kerberos", test_format_kerberos);
    g_test_add_func("/wsman/multipart/format/empty", test_format_empty);
    g_test_add_func("/wsman/multipart/ciphertext", test_ciphertext);
    g_test_add_func("/wsman/multipart/cut-off", test_cut_off);
    g_test_add_func("/wsman/multipart/altered", test_altered);
    g_test_add_func("/wsman/multipart/content-type", test_content_type);

    return g_test_run();
}
