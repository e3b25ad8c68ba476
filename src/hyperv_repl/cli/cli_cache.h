/* cli_cache.h: names that somebody told, kept for the next time
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One file for each question.  They are this user's alone, may be deleted at any
 * time, and where none can be written everything works without.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_cli_cache_dup_path:
 * @question: (array length=n_parts): what the names are an answer to; parts may be %NULL
 *
 * Returns: (transfer full): the file for it
 */
char *hvr_cli_cache_dup_path(const char *const *question, gsize n_parts);

/** hvr_cli_cache_is_fresh: whether @path was written a moment ago */
gboolean hvr_cli_cache_is_fresh(const char *path);

/** hvr_cli_cache_read: (transfer full) (nullable): what @path has, however old */
GStrv hvr_cli_cache_read(const char *path);

/** hvr_cli_cache_write: Returns: whether @path has the names now */
gboolean hvr_cli_cache_write(const char *path, const char *const *names);

G_END_DECLS
