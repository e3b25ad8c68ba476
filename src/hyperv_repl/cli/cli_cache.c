/* cli_cache.c: names that somebody told, kept for the next time
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_cache.h"

#include <glib/gstdio.h>
#include <string.h>

#define FRESH_SECONDS 10

char *
hvr_cli_cache_dup_path(const char *const *question, gsize n_parts)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    for (gsize i = 0; i < n_parts; i++) {
        const char *part = question[i] != NULL ? question[i] : "";

        /* With its end, so that parts do not run into each other. */
        g_checksum_update(sum, (const guchar *)part, (gssize)strlen(part) + 1);
    }

    return g_build_filename(g_get_user_cache_dir(), "virt-replica", "names",
                            g_checksum_get_string(sum), NULL);
}

gboolean
hvr_cli_cache_is_fresh(const char *path)
{
    GStatBuf status;

    return g_stat(path, &status) == 0 &&
           ABS(g_get_real_time() / G_USEC_PER_SEC - (gint64)status.st_mtime) <= FRESH_SECONDS;
}

GStrv
hvr_cli_cache_read(const char *path)
{
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? g_strsplit(text, "\n", -1) : NULL;
}

gboolean
hvr_cli_cache_write(const char *path, const char *const *names)
{
    g_autofree char *directory = g_path_get_dirname(path);
    g_autofree char *text = g_strjoinv("\n", (char **)names);

    /* Names of machines are nobody else's business. */
    return g_mkdir_with_parents(directory, 0700) == 0 &&
           g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}
