/* test_keymap.c: which key of a Hyper-V keyboard a client means
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_error.h"
#include "keymap.h"

/* Code sets by libvirt-domain.h: 0 Linux, 1 XT, 2 AT set 1, 3 AT set 2, 7 USB, 8 Windows,
 * 9 QNUM.  Keys by virtual-key-codes.md. */
/* clang-format off */
static const struct {
    guint codeset;
    guint code;
    guint expect; /* 0: no such key */
} cases[] = {
    { 0, 1,      0x1b }, /* KEY_ESC */
    { 0, 30,     'A' },  /* KEY_A */
    { 0, 11,     '0' },  /* KEY_0 */
    { 0, 28,     0x0d }, /* KEY_ENTER */
    { 0, 96,     0x0d }, /* KEY_KPENTER */
    { 0, 29,     0xa2 }, /* KEY_LEFTCTRL */
    { 0, 97,     0xa3 }, /* KEY_RIGHTCTRL */
    { 0, 111,    0x2e }, /* KEY_DELETE */
    { 0, 68,     0x79 }, /* KEY_F10 */
    { 0, 88,     0x7b }, /* KEY_F12 */
    { 0, 82,     0x60 }, /* KEY_KP0 */
    { 0, 125,    0x5b }, /* KEY_LEFTMETA */
    { 0, 0,      0 },
    { 0, 240,    0 },    /* KEY_UNKNOWN */
    { 1, 0x1e,   'A' },
    { 2, 0x1e,   'A' },
    { 2, 0xe053, 0x2e },
    { 2, 0x53,   0x6e }, /* without the prefix it is the keypad's */
    { 9, 0xd3,   0x2e },
    { 9, 0x53,   0x6e },
    { 9, 0xe053, 0 },
    { 7, 4,      'A' },
    { 7, 76,     0x2e },
    { 7, 0,      0 },
    { 8, 65,     65 },
    { 8, 254,    254 },
    { 8, 255,    0 },
    { 8, 0,      0 },
};
/* clang-format on */

static void
test_translate(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        guint key = 0;
        gboolean ok = hvr_keymap_translate(cases[i].codeset, cases[i].code, &key, &error);

        g_test_message("set %u code %u", cases[i].codeset, cases[i].code);
        g_assert_cmpint(ok, ==, cases[i].expect != 0);
        g_assert_cmpuint(key, ==, cases[i].expect);
        if (!ok)
            g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    }
}

static void
test_unknown_set(void)
{
    static const guint sets[] = { 3, 4, 5, 6, 10, G_MAXUINT };

    for (gsize i = 0; i < G_N_ELEMENTS(sets); i++) {
        g_autoptr(GError) error = NULL;
        guint key = 0;

        g_assert_false(hvr_keymap_translate(sets[i], 30, &key, &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_UNSUPPORTED);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/keymap/translate", test_translate);
    g_test_add_func("/keymap/unknown-set", test_unknown_set);

    return g_test_run();
}
