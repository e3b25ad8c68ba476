/* sim_charset.h: envelopes in UTF-8 and UTF-16
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * WinRM reads both and answers as it was asked (MS-WSMV 2.2.1); Microsoft's own
 * client asks in UTF-16.  What an envelope is in is told by its first bytes.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvsCharset:
 * @HVS_CHARSET_OTHER: what WinRM does not read
 * @HVS_CHARSET_UTF16_MARKED: little-endian, behind a byte order mark
 */
typedef enum {
    HVS_CHARSET_UTF8,
    HVS_CHARSET_UTF16,
    HVS_CHARSET_UTF16_MARKED,
    HVS_CHARSET_OTHER,
} HvsCharset;

/**
 * hvs_charset_decode:
 * @out_charset: what it came in
 *
 * Returns: (transfer full): UTF-8; @bytes themselves if they are that, or nothing that is known
 */
GBytes *hvs_charset_decode(GBytes *bytes, HvsCharset *out_charset);

/** hvs_charset_encode: (transfer full): @bytes: UTF-8, not consumed; in UTF-8 for any other charset
 */
GBytes *hvs_charset_encode(GBytes *bytes, HvsCharset charset);

/** hvs_charset_get_content_type: what the HTTP header of an answer has to say; static */
const char *hvs_charset_get_content_type(GBytes *bytes);

G_END_DECLS
