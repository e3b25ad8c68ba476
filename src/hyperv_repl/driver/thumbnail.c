/* thumbnail.c: a machine's screen as its host sends it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "thumbnail.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"

/* WinRM counts two bytes a character of the 512,000 bytes that we take; eight
 * thirds of a character a pixel in base64, and the envelope around (wsman.md 8.5). */
#define MAX_PIXELS 93000u

/* How finely a picture is made smaller. */
#define PARTS 1024

void
hvr_thumbnail_fit(guint *width, guint *height)
{
    for (guint64 part = PARTS; part > 0; part--) {
        guint64 columns = MAX(*width * part / PARTS, 1);
        guint64 lines = MAX(*height * part / PARTS, 1);

        if (columns * lines > MAX_PIXELS && part > 1)
            continue;
        *width = (guint)MIN(columns, MAX_PIXELS);
        *height = (guint)MIN(lines, MAX_PIXELS / *width);
        return;
    }
}

/* The low bits are filled with the high ones, so that white stays white. */
static guint8
widen(guint value, guint n_bits)
{
    return (guint8)(value << (8 - n_bits) | value >> (2 * n_bits - 8));
}

GBytes *
hvr_thumbnail_convert(const GArray *image, guint width, guint height, GError **error)
{
    gsize n_pixels = (gsize)width * height;
    GByteArray *file;
    char header[64];

    if (image == NULL || image->len != 2 * n_pixels)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL,
                             _("the host sent a picture of %1$u bytes where one of %2$u times %3$u "
                               "pixels was asked for"),
                             image != NULL ? image->len : 0, width, height);

    file = g_byte_array_sized_new((guint)(sizeof(header) + 3 * n_pixels));
    g_snprintf(header, sizeof(header), "P6\n%u %u\n255\n", width, height);
    g_byte_array_append(file, (const guint8 *)header, (guint)strlen(header));
    for (gsize i = 0; i < n_pixels; i++) {
        guint pixel = (guint)g_array_index(image, guint8, 2 * i) |
                      (guint)g_array_index(image, guint8, 2 * i + 1) << 8;
        const guint8 colours[] = { widen(pixel >> 11, 5), widen(pixel >> 5 & 0x3f, 6),
                                   widen(pixel & 0x1f, 5) };

        g_byte_array_append(file, colours, sizeof(colours));
    }

    return g_byte_array_free_to_bytes(file);
}
