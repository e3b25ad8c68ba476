/* daemon_host_row.h: one section of the host file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What the lines of a section come to.  Passwords never stand in the file
 * itself: it names another one that only its owner can read.
 */

#pragma once

#include <glib.h>

#include "daemon_keyfile.h"
#include "host.h"

G_BEGIN_DECLS

/**
 * HvrDaemonHostRow:
 * @config: its strings are those of the row
 * @texts: owned by the row
 * @has_password: some key said where it comes from
 * @text: its lines, to be compared with what they are later
 */
typedef struct {
    HvrHostConfig config;
    GPtrArray *texts;
    gboolean has_password;
    char *text;
} HvrDaemonHostRow;

/** hvr_daemon_host_row_parse: (transfer full): %NULL with %HVR_ERROR_CONFIG beginning "PATH:LINE: "
 */
HvrDaemonHostRow *
hvr_daemon_host_row_parse(const HvrDaemonSection *section, const char *path, GError **error);
void hvr_daemon_host_row_free(HvrDaemonHostRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonHostRow, hvr_daemon_host_row_free)

G_END_DECLS
