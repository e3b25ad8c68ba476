/* test_sim_charset.c: envelopes in UTF-8 and UTF-16
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "service_fixture.h"
#include "sim_charset.h"

#define TARGET "<a:Action>" GET "</a:Action><w:ResourceURI>" CS "</w:ResourceURI>" VM_KEYS

/* The bytes of @text in UTF-16 behind @start. */
static GBytes *
encode(const char *start, gsize n_start, const char *text, const char *charset)
{
    gsize length;
    g_autofree char *converted = g_convert(text, -1, charset, "UTF-8", NULL, &length, NULL);
    GByteArray *bytes = g_byte_array_new();

    g_assert_nonnull(converted);
    g_byte_array_append(bytes, (const guint8 *)start, (guint)n_start);
    g_byte_array_append(bytes, (const guint8 *)converted, (guint)length);

    return g_byte_array_free_to_bytes(bytes);
}

typedef struct {
    const char *name;
    const char *start;
    gsize n_start;
    const char *declaration;
} CharsetCase;

/* clang-format off */
static const CharsetCase charset_cases[] = {
    { "marked",          "\xff\xfe", 2, "" },
    { "bare",            "",         0, "" },
    { "declared",        "\xff\xfe", 2, "<?xml version=\"1.0\" encoding=\"utf-16\"?>" },
    { "declared-bare",   "",         0, "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" },
};
/* clang-format on */

/* It is answered as it was asked (MS-WSMV 2.2.1). */
static void
test_charset(Fixture *f, gconstpointer data)
{
    const CharsetCase *c = data;
    g_autofree char *envelope = build(ID REPLY_TO TARGET, "");
    g_autofree char *text = g_strconcat(c->declaration, envelope, NULL);
    g_autoptr(GBytes) request = encode(c->start, c->n_start, text, "UTF-16LE");
    gboolean is_fault;
    g_autoptr(GBytes) reply = NULL;
    g_autofree char *answer = NULL;
    const char *bytes;
    gsize length;

    g_free(f->vm->name);
    f->vm->name = g_strdup("\xc3\xa9\xf0\x9f\x98\x80");
    reply = hvs_service_answer(f->service, request, 0, &is_fault);
    bytes = g_bytes_get_data(reply, &length);
    g_assert_false(is_fault);
    g_assert_cmpmem(bytes, c->n_start, c->start, c->n_start);
    g_assert_cmpmem(bytes + c->n_start, 4, "<\0s\0", 4);
    g_assert_cmpstr(hvs_charset_get_content_type(reply), ==, "application/soap+xml;charset=UTF-16");
    answer = g_convert(bytes + c->n_start, (gssize)(length - c->n_start), "UTF-8", "UTF-16LE", NULL,
                       NULL, NULL);
    g_assert_nonnull(strstr(answer, "<p:ElementName>\xc3\xa9\xf0\x9f\x98\x80</p:ElementName>"));
}

static void
test_charset_fault(Fixture *f, gconstpointer data)
{
    g_autoptr(GBytes) big_endian = encode("\xfe\xff", 2, "<x/>", "UTF-16BE");
    g_autoptr(GBytes) half = g_bytes_new_static("\xff\xfe<\0x", 5);
    g_autoptr(GBytes) reply = NULL;
    g_autoptr(GBytes) half_reply = NULL;
    g_auto(Answer) latin = ask_text(f, "<?xml version='1.0' encoding='ISO-8859-1'?><x/>");
    g_auto(Answer) declared = ask_text(f, "<?xml version='1.0' encoding='utf-8'?><x/>");
    gboolean is_fault;
    gsize length;

    assert_fault(&latin, "w:UnsupportedEncoding", "2150858796");
    assert_fault(&declared, NULL, "2150858765");
    reply = hvs_service_answer(f->service, big_endian, 0, &is_fault);
    g_assert_true(is_fault);
    g_assert_nonnull(g_strstr_len(g_bytes_get_data(reply, &length), -1, "Code=\"2150858796\""));
    g_assert_cmpstr(hvs_charset_get_content_type(reply), ==, "application/soap+xml;charset=UTF-8");
    half_reply = hvs_service_answer(f->service, half, 0, &is_fault);
    g_assert_true(is_fault);
    g_assert_cmpmem(g_bytes_get_data(half_reply, NULL), 4, "\xff\xfe<\0", 4);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_cases("/sim/charset/", charset_cases, test_charset);
    add_story("/sim/charset/fault", test_charset_fault);

    return g_test_run();
}
