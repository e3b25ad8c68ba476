/* keymap.h: which key of a Hyper-V keyboard a client means
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_keymap_translate:
 * @codeset: virKeycodeSet
 * @code: a key in that set
 * @out_key: Windows' virtual-key code
 *
 * Returns: %FALSE with %HVR_ERROR_UNSUPPORTED for a code set that has no table here,
 *   %HVR_ERROR_INVALID for a code without a key
 */
gboolean hvr_keymap_translate(guint codeset, guint code, guint *out_key, GError **error);

G_END_DECLS
