/* keymap.c: which key of a Hyper-V keyboard a client means
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "keymap.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "hvr_error.h"

/* Bit 7 of a key number stands for the prefix of an extended scan code. */
#define EXTENDED 0xe000
#define QNUM(scan_code)                                                                            \
    (((scan_code)&EXTENDED) == EXTENDED ? ((scan_code)&0x7f) | 0x80 : (scan_code))

/* Virtual-key codes go from 1 to 254 (virtual-key-codes.md). */
#define MAX_KEY 254

/* Of a PC keyboard with 104 or 105 keys, by the places that they have on the
 * American one: input-event-codes.h, scan code set 1, HID usage tables 10,
 * virtual-key-codes.md. */
/* clang-format off */
static const struct {
    guint16 event;
    guint16 scan_code;
    guint8 usage;
    guint8 key;
} keys[] = {
    { 1,   0x01,   41,  0x1b }, /* escape */
    { 2,   0x02,   30,  0x31 }, /* 1 */
    { 3,   0x03,   31,  0x32 }, /* 2 */
    { 4,   0x04,   32,  0x33 }, /* 3 */
    { 5,   0x05,   33,  0x34 }, /* 4 */
    { 6,   0x06,   34,  0x35 }, /* 5 */
    { 7,   0x07,   35,  0x36 }, /* 6 */
    { 8,   0x08,   36,  0x37 }, /* 7 */
    { 9,   0x09,   37,  0x38 }, /* 8 */
    { 10,  0x0a,   38,  0x39 }, /* 9 */
    { 11,  0x0b,   39,  0x30 }, /* 0 */
    { 12,  0x0c,   45,  0xbd }, /* minus */
    { 13,  0x0d,   46,  0xbb }, /* equal */
    { 14,  0x0e,   42,  0x08 }, /* backspace */
    { 15,  0x0f,   43,  0x09 }, /* tab */
    { 16,  0x10,   20,  0x51 }, /* Q */
    { 17,  0x11,   26,  0x57 }, /* W */
    { 18,  0x12,   8,   0x45 }, /* E */
    { 19,  0x13,   21,  0x52 }, /* R */
    { 20,  0x14,   23,  0x54 }, /* T */
    { 21,  0x15,   28,  0x59 }, /* Y */
    { 22,  0x16,   24,  0x55 }, /* U */
    { 23,  0x17,   12,  0x49 }, /* I */
    { 24,  0x18,   18,  0x4f }, /* O */
    { 25,  0x19,   19,  0x50 }, /* P */
    { 26,  0x1a,   47,  0xdb }, /* left bracket */
    { 27,  0x1b,   48,  0xdd }, /* right bracket */
    { 28,  0x1c,   40,  0x0d }, /* enter */
    { 29,  0x1d,   224, 0xa2 }, /* left control */
    { 30,  0x1e,   4,   0x41 }, /* A */
    { 31,  0x1f,   22,  0x53 }, /* S */
    { 32,  0x20,   7,   0x44 }, /* D */
    { 33,  0x21,   9,   0x46 }, /* F */
    { 34,  0x22,   10,  0x47 }, /* G */
    { 35,  0x23,   11,  0x48 }, /* H */
    { 36,  0x24,   13,  0x4a }, /* J */
    { 37,  0x25,   14,  0x4b }, /* K */
    { 38,  0x26,   15,  0x4c }, /* L */
    { 39,  0x27,   51,  0xba }, /* semicolon */
    { 40,  0x28,   52,  0xde }, /* apostrophe */
    { 41,  0x29,   53,  0xc0 }, /* grave */
    { 42,  0x2a,   225, 0xa0 }, /* left shift */
    { 43,  0x2b,   49,  0xdc }, /* backslash */
    { 44,  0x2c,   29,  0x5a }, /* Z */
    { 45,  0x2d,   27,  0x58 }, /* X */
    { 46,  0x2e,   6,   0x43 }, /* C */
    { 47,  0x2f,   25,  0x56 }, /* V */
    { 48,  0x30,   5,   0x42 }, /* B */
    { 49,  0x31,   17,  0x4e }, /* N */
    { 50,  0x32,   16,  0x4d }, /* M */
    { 51,  0x33,   54,  0xbc }, /* comma */
    { 52,  0x34,   55,  0xbe }, /* dot */
    { 53,  0x35,   56,  0xbf }, /* slash */
    { 54,  0x36,   229, 0xa1 }, /* right shift */
    { 55,  0x37,   85,  0x6a }, /* keypad * */
    { 56,  0x38,   226, 0xa4 }, /* left alt */
    { 57,  0x39,   44,  0x20 }, /* space */
    { 58,  0x3a,   57,  0x14 }, /* caps lock */
    { 59,  0x3b,   58,  0x70 }, /* F1 */
    { 60,  0x3c,   59,  0x71 }, /* F2 */
    { 61,  0x3d,   60,  0x72 }, /* F3 */
    { 62,  0x3e,   61,  0x73 }, /* F4 */
    { 63,  0x3f,   62,  0x74 }, /* F5 */
    { 64,  0x40,   63,  0x75 }, /* F6 */
    { 65,  0x41,   64,  0x76 }, /* F7 */
    { 66,  0x42,   65,  0x77 }, /* F8 */
    { 67,  0x43,   66,  0x78 }, /* F9 */
    { 68,  0x44,   67,  0x79 }, /* F10 */
    { 69,  0x45,   83,  0x90 }, /* num lock */
    { 70,  0x46,   71,  0x91 }, /* scroll lock */
    { 71,  0x47,   95,  0x67 }, /* keypad 7 */
    { 72,  0x48,   96,  0x68 }, /* keypad 8 */
    { 73,  0x49,   97,  0x69 }, /* keypad 9 */
    { 74,  0x4a,   86,  0x6d }, /* keypad - */
    { 75,  0x4b,   92,  0x64 }, /* keypad 4 */
    { 76,  0x4c,   93,  0x65 }, /* keypad 5 */
    { 77,  0x4d,   94,  0x66 }, /* keypad 6 */
    { 78,  0x4e,   87,  0x6b }, /* keypad + */
    { 79,  0x4f,   89,  0x61 }, /* keypad 1 */
    { 80,  0x50,   90,  0x62 }, /* keypad 2 */
    { 81,  0x51,   91,  0x63 }, /* keypad 3 */
    { 82,  0x52,   98,  0x60 }, /* keypad 0 */
    { 83,  0x53,   99,  0x6e }, /* keypad . */
    { 86,  0x56,   100, 0xe2 }, /* 102nd */
    { 87,  0x57,   68,  0x7a }, /* F11 */
    { 88,  0x58,   69,  0x7b }, /* F12 */
    { 96,  0xe01c, 88,  0x0d }, /* keypad enter */
    { 97,  0xe01d, 228, 0xa3 }, /* right control */
    { 98,  0xe035, 84,  0x6f }, /* keypad / */
    { 99,  0x54,   70,  0x2c }, /* print screen */
    { 100, 0xe038, 230, 0xa5 }, /* right alt */
    { 102, 0xe047, 74,  0x24 }, /* home */
    { 103, 0xe048, 82,  0x26 }, /* up */
    { 104, 0xe049, 75,  0x21 }, /* page up */
    { 105, 0xe04b, 80,  0x25 }, /* left */
    { 106, 0xe04d, 79,  0x27 }, /* right */
    { 107, 0xe04f, 77,  0x23 }, /* end */
    { 108, 0xe050, 81,  0x28 }, /* down */
    { 109, 0xe051, 78,  0x22 }, /* page down */
    { 110, 0xe052, 73,  0x2d }, /* insert */
    { 111, 0xe053, 76,  0x2e }, /* delete */
    { 119, 0xe046, 72,  0x13 }, /* pause */
    { 125, 0xe05b, 227, 0x5b }, /* left Windows */
    { 126, 0xe05c, 231, 0x5c }, /* right Windows */
    { 127, 0xe05d, 101, 0x5d }, /* menu */
};
/* clang-format on */

static gboolean
is_meant(guint i, guint codeset, guint code)
{
    switch (codeset) {
    case VIR_KEYCODE_SET_LINUX:
        return keys[i].event == code;
    case VIR_KEYCODE_SET_XT: /* the same in libvirt */
    case VIR_KEYCODE_SET_ATSET1:
        return keys[i].scan_code == code;
    case VIR_KEYCODE_SET_QNUM:
        return QNUM(keys[i].scan_code) == code;
    default:
        return keys[i].usage == code;
    }
}

static gboolean
is_known(guint codeset)
{
    return codeset == VIR_KEYCODE_SET_LINUX || codeset == VIR_KEYCODE_SET_XT ||
           codeset == VIR_KEYCODE_SET_ATSET1 || codeset == VIR_KEYCODE_SET_QNUM ||
           codeset == VIR_KEYCODE_SET_USB || codeset == VIR_KEYCODE_SET_WIN32;
}

gboolean
hvr_keymap_translate(guint codeset, guint code, guint *out_key, GError **error)
{
    if (!is_known(codeset))
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                        _("key codes of set %u cannot be translated, use those of Linux, Windows, "
                          "USB or scan code set 1"),
                        codeset);
    if (codeset == VIR_KEYCODE_SET_WIN32 && code >= 1 && code <= MAX_KEY) {
        *out_key = code;
        return TRUE;
    }

    for (guint i = 0; codeset != VIR_KEYCODE_SET_WIN32 && i < G_N_ELEMENTS(keys); i++) {
        if (!is_meant(i, codeset, code))
            continue;
        *out_key = keys[i].key;
        return TRUE;
    }

    return hvr_fail(error, HVR_ERROR_INVALID,
                    _("Could not translate keycode: Hyper-V's keyboard has no key %u of that set"),
                    code);
}
