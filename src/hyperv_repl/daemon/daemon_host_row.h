/* daemon_host_row.h: one section of the host file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One table has every key, its type, its bounds.  Passwords never stand in the
 * file itself: it names another file that only its owner can read.
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
 */
typedef struct {
    HvrHostConfig config;
    GPtrArray *texts;
} HvrDaemonHostRow;

/** hvr_daemon_host_row_parse: (transfer full): %NULL with %HVR_ERROR_CONFIG beginning "PATH:LINE: "
 */
HvrDaemonHostRow *
hvr_daemon_host_row_parse(const HvrDaemonSection *section, const char *path, GError **error);
void hvr_daemon_host_row_free(HvrDaemonHostRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonHostRow, hvr_daemon_host_row_free)

G_END_DECLS
