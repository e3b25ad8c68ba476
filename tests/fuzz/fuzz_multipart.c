/* fuzz_multipart.c: bodies of sealed messages
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Input: a Content-Type, a line feed, the body.  What parses lies within the
 * body, and is the same when it is written and read again.
 */

#include <config.h>

#include <glib.h>
#include <string.h>

#include "fuzz_target.h"
#include "hvr_error.h"
#include "wsman_multipart.h"

static void
assert_within(GBytes *body, const guint8 *part, gsize n_part)
{
    gsize length;
    const guint8 *start = g_bytes_get_data(body, &length);

    g_assert_true(part >= start && n_part <= length && part + n_part <= start + length);
}

static void
assert_stable(const HvrWsmanMultipart *multipart)
{
    g_autoptr(GBytes) body = hvr_wsman_multipart_format(multipart);
    g_autoptr(GError) error = NULL;
    HvrWsmanMultipart again;

    hvr_wsman_multipart_parse(body, multipart->protocol, &again, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(again.n_plain, ==, multipart->n_plain);
    g_assert_cmpmem(again.header, again.n_header, multipart->header, multipart->n_header);
    g_assert_cmpmem(again.data, again.n_data, multipart->data, multipart->n_data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const uint8_t *end = length > 0 ? memchr(bytes, '\n', length) : NULL;
    size_t n_type = end != NULL ? (size_t)(end - bytes) : 0;
    size_t start = end != NULL ? n_type + 1 : 0;
    g_autofree char *type = g_strndup((const char *)bytes, n_type);
    g_autoptr(GBytes) body = g_bytes_new_static(bytes + start, length - start);
    const char *protocol = hvr_wsman_multipart_find_protocol(type);
    g_autoptr(GError) error = NULL;
    HvrWsmanMultipart multipart;

    if (protocol == NULL)
        protocol = HVR_WSMAN_PROTOCOL_SPNEGO;
    if (!hvr_wsman_multipart_parse(body, protocol, &multipart, &error)) {
        g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
        return 0;
    }

    assert_within(body, multipart.header, multipart.n_header);
    assert_within(body, multipart.data, multipart.n_data);
    assert_stable(&multipart);

    return 0;
}
