/* daemon_pages.h: memory that is not needed just now, given back
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_daemon_pages_release:
 *
 * Most code of the libraries below runs once, when they are loaded, or never,
 * but stays; what is used again comes back from the page cache, without any
 * disk.  Freed memory goes back as well.
 */
void hvr_daemon_pages_release(void);

G_END_DECLS
