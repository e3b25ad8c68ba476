/* test_thumbnail.c: a machine's screen as its host sends it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "hvr_error.h"
#include "thumbnail.h"

/* What WinRM lets through of 512,000 bytes at two bytes a character, and what an
 * envelope needs besides. */
#define MAX_CHARACTERS (256000 - 5000)

/* clang-format off */
static const struct {
    guint width, height;
    guint expect_width, expect_height; /* 0: any that fit */
} sizes[] = {
    { 320,        240,        320,   240 },
    { 1,          1,          1,     1 },
    { 1024,       768,        352,   264 },
    { 1920,       1080,       406,   228 },
    { 65535,      1,          65535, 1 },
    { 7680,       4320,       0,     0 },
    { 65535,      65535,      0,     0 },
    { G_MAXUINT,  1,          0,     0 },
    { 1,          G_MAXUINT,  0,     0 },
    { G_MAXUINT,  G_MAXUINT,  0,     0 },
};
/* clang-format on */

static void
test_fit(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        guint width = sizes[i].width;
        guint height = sizes[i].height;

        g_test_message("%u x %u", width, height);
        hvr_thumbnail_fit(&width, &height);
        g_assert_cmpuint(width, >, 0);
        g_assert_cmpuint(height, >, 0);
        g_assert_cmpuint((guint64)width * height * 8 / 3, <, MAX_CHARACTERS);
        if (sizes[i].expect_width == 0)
            continue;
        g_assert_cmpuint(width, ==, sizes[i].expect_width);
        g_assert_cmpuint(height, ==, sizes[i].expect_height);
    }
}

/* Black, white, red, green, blue, and one bit of each: RGB 565, the low byte first. */
static void
test_convert(void)
{
    static const guint8 pixels[] = { 0x00, 0x00, 0xff, 0xff, 0x00, 0xf8,
                                     0xe0, 0x07, 0x1f, 0x00, 0x21, 0x08 };
    static const guint8 colours[] = { 0, 0,   0, 255, 255, 255, 255, 0, 0,
                                      0, 255, 0, 0,   0,   255, 8,   4, 8 };
    static const char header[] = "P6\n3 2\n255\n";
    g_autoptr(GArray) image = g_array_new(FALSE, FALSE, 1);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) file = NULL;
    const guint8 *bytes;
    gsize size;

    g_array_append_vals(image, pixels, sizeof(pixels));
    file = hvr_thumbnail_convert(image, 3, 2, &error);
    g_assert_no_error(error);
    bytes = g_bytes_get_data(file, &size);
    g_assert_cmpmem(bytes, strlen(header), header, strlen(header));
    g_assert_cmpmem(bytes + strlen(header), size - strlen(header), colours, sizeof(colours));
}

/* Too few, too many, none, and nothing at all. */
static void
test_wrong_size(void)
{
    static const guint lengths[] = { 0, 1, 11, 13 };
    g_autoptr(GArray) image = g_array_new(FALSE, TRUE, 1);

    for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
        g_autoptr(GError) error = NULL;

        g_array_set_size(image, lengths[i]);
        g_assert_null(hvr_thumbnail_convert(image, 3, 2, &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    }
    g_assert_null(hvr_thumbnail_convert(NULL, 3, 2, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/thumbnail/fit", test_fit);
    g_test_add_func("/thumbnail/convert", test_convert);
    g_test_add_func("/thumbnail/wrong-size", test_wrong_size);

    return g_test_run();
}
