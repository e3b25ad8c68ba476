/* sim_charset.c: envelopes in UTF-8 and UTF-16
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_charset.h"

#include <string.h>

#include "wsman_names.h"

#define UTF16_TYPE "application/soap+xml;charset=UTF-16"

/* Without a mark it is "<" that tells.  Big-endian is for others to read. */
/* clang-format off */
static const struct {
    const char *start;
    gsize length;
    HvsCharset charset;
    gsize n_skip;
} starts[] = {
    { "\xff\xfe", 2, HVS_CHARSET_UTF16_MARKED, 2 },
    { "<\0",      2, HVS_CHARSET_UTF16,        0 },
    { "\xfe\xff", 2, HVS_CHARSET_OTHER,        0 },
    { "\0<",      2, HVS_CHARSET_OTHER,        0 },
    { "",         0, HVS_CHARSET_UTF8,         0 },
};
/* clang-format on */

static gsize
find_start(GBytes *bytes)
{
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    gsize i = 0;

    while (starts[i].length > 0 &&
           (length < starts[i].length || memcmp(text, starts[i].start, starts[i].length) != 0))
        i++;

    return i;
}

/* The value of encoding= in an XML declaration, NULL if there is none. */
static char *
dup_declared(const char *text, gsize length)
{
    const char *end = g_strstr_len(text, (gssize)length, "?>");
    const char *at;

    if (!g_str_has_prefix(text, "<?xml") || end == NULL)
        return NULL;
    at = g_strstr_len(text, end - text, "encoding=");
    if (at == NULL)
        return NULL;
    at += strlen("encoding=") + 1;

    return g_strndup(at, (gsize)MIN(end - at, (gssize)strcspn(at, "\"'?")));
}

static gboolean
is_declared_utf8(GBytes *bytes)
{
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    g_autofree char *head = g_strndup(text != NULL ? text : "", MIN(length, 256));
    g_autofree char *declared = dup_declared(head, strlen(head));

    return declared == NULL || g_ascii_strcasecmp(declared, "UTF-8") == 0;
}

/* The declaration went with the other charset. */
static GBytes *
strip_declaration(char *text, gsize length)
{
    const char *end = g_str_has_prefix(text, "<?xml") ? strstr(text, "?>") : NULL;
    gsize n_skip = end != NULL ? (gsize)(end + strlen("?>") - text) : 0;
    g_autoptr(GBytes) whole = g_bytes_new_take(text, length);

    return g_bytes_new_from_bytes(whole, n_skip, length - n_skip);
}

GBytes *
hvs_charset_decode(GBytes *bytes, HvsCharset *out_charset)
{
    gsize row = find_start(bytes);
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    char *text = NULL;
    gsize n_text;

    *out_charset = starts[row].charset;
    if (*out_charset == HVS_CHARSET_UTF8 && !is_declared_utf8(bytes))
        *out_charset = HVS_CHARSET_OTHER;
    if (*out_charset != HVS_CHARSET_UTF16 && *out_charset != HVS_CHARSET_UTF16_MARKED)
        return g_bytes_ref(bytes);

    text = g_convert(data + starts[row].n_skip, (gssize)(length - starts[row].n_skip), "UTF-8",
                     "UTF-16LE", NULL, &n_text, NULL);

    /* Half a character is no XML in any charset. */
    return text != NULL ? strip_declaration(text, n_text) : g_bytes_new_static("", 0);
}

GBytes *
hvs_charset_encode(GBytes *bytes, HvsCharset charset)
{
    g_autoptr(GByteArray) array = NULL;
    g_autofree char *text = NULL;
    gsize length;
    const char *data = g_bytes_get_data(bytes, &length);
    gsize n_text;

    if (charset != HVS_CHARSET_UTF16 && charset != HVS_CHARSET_UTF16_MARKED)
        return g_bytes_ref(bytes);

    text = g_convert(data, (gssize)length, "UTF-16LE", "UTF-8", NULL, &n_text, NULL);
    array = g_byte_array_new();
    if (charset == HVS_CHARSET_UTF16_MARKED)
        g_byte_array_append(array, (const guint8 *)"\xff\xfe", 2);
    g_byte_array_append(array, (const guint8 *)text, (guint)n_text);

    return g_byte_array_free_to_bytes(g_steal_pointer(&array));
}

const char *
hvs_charset_get_content_type(GBytes *bytes)
{
    HvsCharset charset = starts[find_start(bytes)].charset;

    return charset == HVS_CHARSET_UTF16 || charset == HVS_CHARSET_UTF16_MARKED
               ? UTF16_TYPE
               : HVR_WSMAN_CONTENT_TYPE;
}
