/* daemon_keyfile.h: strict reading of files in GKeyFile's form
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * GKeyFile itself forgets line numbers and forgives what should not be
 * forgiven.  Sections, "key = value" and whole-line comments ("#"); values are
 * taken as they stand, without escapes.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
    char *key;
    char *value;
    guint line;
} HvrDaemonEntry;

typedef struct {
    char *name;
    guint line;
    GPtrArray *entries; /* HvrDaemonEntry */
} HvrDaemonSection;

/**
 * hvr_daemon_keyfile_parse:
 * @text: NUL-terminated
 * @path: for messages
 *
 * Returns: (transfer full) (element-type HvrDaemonSection): in the file's
 *   order, or %NULL with %HVR_ERROR_CONFIG beginning "PATH:LINE: "; sections
 *   and keys within them are unique, values are not empty
 */
GPtrArray *hvr_daemon_keyfile_parse(const char *text, const char *path, GError **error);

G_END_DECLS
