/* wsman_memory.h: memory for libcurl that keeps nothing
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * libcurl copies what it sends, Authorization headers among it, into buffers of
 * its own.  Whatever it gives back is overwritten.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** hvr_wsman_memory_start: begin to use libcurl; again and again, from any thread */
gboolean hvr_wsman_memory_start(GError **error);

G_END_DECLS
