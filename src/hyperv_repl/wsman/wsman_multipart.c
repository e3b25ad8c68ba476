/* wsman_multipart.c: the body of a sealed message, as bytes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_multipart.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"

#define MEDIA_TYPE      "multipart/encrypted"
#define BOUNDARY        "Encrypted Boundary"
#define DELIMITER       "--" BOUNDARY "\r\n"
#define LAST_DELIMITER  "--" BOUNDARY "--\r\n"
#define CONTENT_TYPE    "Content-Type:"
#define ORIGINAL        "OriginalContent:"
#define ORIGINAL_TYPE   "type=application/soap+xml"
#define OCTET_STREAM    "application/octet-stream"
#define CHARSET         "charset="
#define PLAIN_LENGTH    "Length="
#define N_HEADER_LENGTH ((gsize)4)

static const char *const protocols[] = { HVR_WSMAN_PROTOCOL_SPNEGO, HVR_WSMAN_PROTOCOL_KERBEROS };

/* What the plaintext may be in (MS-WSMV 2.2.9.1.2.2.2). */
static const char *const charsets[] = { "UTF-8", "UTF-16" };

/* What is left of the frame to be read. */
typedef struct {
    const char *at;
    const char *end;
} Cursor;

char *
hvr_wsman_multipart_dup_content_type(const char *protocol)
{
    return g_strdup_printf(MEDIA_TYPE ";protocol=\"%s\";boundary=\"" BOUNDARY "\"", protocol);
}

const char *
hvr_wsman_multipart_find_protocol(const char *content_type)
{
    g_auto(GStrv) fields = NULL;

    if (content_type == NULL)
        return NULL;

    fields = g_strsplit(content_type, ";", 16);
    if (fields[0] == NULL || g_ascii_strcasecmp(g_strstrip(fields[0]), MEDIA_TYPE) != 0)
        return NULL;

    for (char **field = fields + 1; *field != NULL; field++) {
        for (gsize i = 0; i < G_N_ELEMENTS(protocols); i++) {
            g_autofree char *quoted = g_strdup_printf("protocol=\"%s\"", protocols[i]);
            g_autofree char *bare = g_strdup_printf("protocol=%s", protocols[i]);

            g_strstrip(*field);
            if (g_ascii_strcasecmp(*field, quoted) == 0 || g_ascii_strcasecmp(*field, bare) == 0)
                return protocols[i];
        }
    }

    return NULL;
}

GBytes *
hvr_wsman_multipart_format(const HvrWsmanMultipart *multipart)
{
    guint32 n_header = GUINT32_TO_LE((guint32)multipart->n_header);
    GByteArray *body =
        g_byte_array_sized_new((guint)(multipart->n_header + multipart->n_data + 320));
    /* The tabs are part of it (MS-WSMV 2.2.9.1.2.2.2), and there are no blank lines. */
    g_autofree char *frame = g_strdup_printf(
        DELIMITER "\t" CONTENT_TYPE " %s\r\n"
                  "\t" ORIGINAL " " ORIGINAL_TYPE ";" CHARSET "UTF-8;" PLAIN_LENGTH
                  "%" G_GSIZE_FORMAT "\r\n" DELIMITER "\t" CONTENT_TYPE " " OCTET_STREAM "\r\n",
        multipart->protocol, multipart->n_plain);

    g_byte_array_append(body, (const guint8 *)frame, (guint)strlen(frame));
    g_byte_array_append(body, (const guint8 *)&n_header, N_HEADER_LENGTH);
    g_byte_array_append(body, multipart->header, (guint)multipart->n_header);
    g_byte_array_append(body, multipart->data, (guint)multipart->n_data);
    g_byte_array_append(body, (const guint8 *)LAST_DELIMITER, (guint)strlen(LAST_DELIMITER));

    return g_byte_array_free_to_bytes(body);
}

static void
skip_blanks(Cursor *cursor)
{
    while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t'))
        cursor->at++;
}

static gboolean
skip(Cursor *cursor, const char *text)
{
    gsize n_text = strlen(text);

    if ((gsize)(cursor->end - cursor->at) < n_text ||
        g_ascii_strncasecmp(cursor->at, text, n_text) != 0)
        return FALSE;
    cursor->at += n_text;

    return TRUE;
}

/* Exchange writes a blank between the dashes and the boundary. */
static gboolean
skip_delimiter(Cursor *cursor)
{
    if (!skip(cursor, "--"))
        return FALSE;
    skip_blanks(cursor);

    return skip(cursor, BOUNDARY "\r\n");
}

/* One line of a part's head, "Name: value". */
static gboolean
skip_field(Cursor *cursor, const char *name, const char *value)
{
    skip_blanks(cursor);
    if (!skip(cursor, name))
        return FALSE;
    skip_blanks(cursor);

    return skip(cursor, value);
}

static gboolean
skip_charset(Cursor *cursor)
{
    if (!skip(cursor, ";"))
        return FALSE;
    skip_blanks(cursor);
    if (!skip(cursor, CHARSET))
        return FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        if (skip(cursor, charsets[i]))
            return TRUE;
    }

    return FALSE;
}

/* A number that is larger than the body is none. */
static gboolean
skip_length(Cursor *cursor, gsize max, gsize *out_length)
{
    gsize length = 0;
    const char *first;

    if (!skip(cursor, ";"))
        return FALSE;
    skip_blanks(cursor);
    if (!skip(cursor, PLAIN_LENGTH))
        return FALSE;

    for (first = cursor->at; cursor->at < cursor->end && g_ascii_isdigit(*cursor->at);
         cursor->at++) {
        length = length * 10 + (gsize)(*cursor->at - '0');
        if (length > max)
            return FALSE;
    }
    *out_length = length;

    return cursor->at > first && skip(cursor, "\r\n");
}

/* Moves the end to before the last delimiter, from behind: nobody knows what
 * stands in the ciphertext. */
static gboolean
cut_last_delimiter(Cursor *cursor)
{
    static const char tail[] = BOUNDARY "--";
    gsize n_tail = strlen(tail);
    const char *end = cursor->end;

    while (end > cursor->at && g_ascii_isspace(end[-1]))
        end--;
    if ((gsize)(end - cursor->at) < n_tail || memcmp(end - n_tail, tail, n_tail) != 0)
        return FALSE;
    end -= n_tail;
    while (end > cursor->at && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end - cursor->at < 2 || memcmp(end - 2, "--", 2) != 0)
        return FALSE;
    cursor->end = end - 2;

    return TRUE;
}

/* What is between the heads and the last delimiter. */
static gboolean
parse_content(Cursor *cursor, HvrWsmanMultipart *out, GError **error)
{
    guint32 n_header;

    if (!cut_last_delimiter(cursor))
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("a sealed message has no end"));
    if ((gsize)(cursor->end - cursor->at) < N_HEADER_LENGTH)
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("a sealed message is empty"));

    memcpy(&n_header, cursor->at, N_HEADER_LENGTH);
    n_header = GUINT32_FROM_LE(n_header);
    cursor->at += N_HEADER_LENGTH;
    if (n_header > (gsize)(cursor->end - cursor->at))
        return hvr_fail(error, HVR_ERROR_PROTOCOL,
                        _("a sealed message's security header of %u bytes is larger than it"),
                        n_header);

    out->header = (const guint8 *)cursor->at;
    out->n_header = n_header;
    out->data = out->header + n_header;
    out->n_data = (gsize)(cursor->end - cursor->at) - n_header;
    if (out->n_plain > out->n_data)
        return hvr_fail(error, HVR_ERROR_PROTOCOL,
                        _("a sealed message promises %1$zu bytes and has %2$zu"), out->n_plain,
                        out->n_data);

    return TRUE;
}

gboolean
hvr_wsman_multipart_parse(GBytes *body,
                          const char *protocol,
                          HvrWsmanMultipart *out,
                          GError **error)
{
    gsize n_body;
    const char *bytes = g_bytes_get_data(body, &n_body);
    Cursor cursor = { bytes, bytes + n_body };
    HvrWsmanMultipart multipart = { .protocol = protocol };

    if (!skip_delimiter(&cursor))
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("a sealed message does not begin as one"));
    if (!skip_field(&cursor, CONTENT_TYPE, protocol) || !skip(&cursor, "\r\n"))
        return hvr_fail(error, HVR_ERROR_PROTOCOL,
                        _("a sealed message is not of the protocol '%s'"), protocol);
    if (!skip_field(&cursor, ORIGINAL, ORIGINAL_TYPE) || !skip_charset(&cursor))
        return hvr_fail(error, HVR_ERROR_PROTOCOL,
                        _("a sealed message's content is neither UTF-8 nor UTF-16 SOAP"));
    if (!skip_length(&cursor, n_body, &multipart.n_plain))
        return hvr_fail(error, HVR_ERROR_PROTOCOL,
                        _("a sealed message does not say how long its content is"));
    if (!skip_delimiter(&cursor) || !skip_field(&cursor, CONTENT_TYPE, OCTET_STREAM) ||
        !skip(&cursor, "\r\n"))
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("a sealed message has no second part"));
    if (!parse_content(&cursor, &multipart, error))
        return FALSE;
    *out = multipart;

    return TRUE;
}
