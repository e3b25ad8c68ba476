/* thumbnail.h: a machine's screen as its host sends it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor; pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** hvr_thumbnail_fit: make @width and @height small enough for one answer of a host, in
 * proportion */
void hvr_thumbnail_fit(guint *width, guint *height);

/**
 * hvr_thumbnail_convert:
 * @image: (element-type guint8): pixels of 16 bits, RGB 565, the low byte first
 *
 * Returns: (transfer full): a portable pixmap; %HVR_ERROR_PROTOCOL if it has not as many pixels
 */
GBytes *hvr_thumbnail_convert(const GArray *image, guint width, guint height, GError **error);

G_END_DECLS
