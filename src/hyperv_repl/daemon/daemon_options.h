/* daemon_options.h: the command line of virthypervd
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrDaemonOptions:
 * @config: the host file
 * @has_config: the command line names it
 * @settings: the daemon's own settings
 * @has_settings: the command line names them
 * @state_dir: of the journal
 * @journal: the file
 * @show_journal: print it and nothing else
 * @is_system: the daemon of the machine rather than of one user
 * @socket: (nullable): of the one socket that is wanted instead of the usual two
 * @runtime_dir: of the usual ones
 * @has_runtime_dir: the command line names it
 * @idle_seconds: after which a daemon without clients ends, 0 for never
 * @stdio: serve file descriptor 0 and nothing else
 * @verbose: log more
 * @version: print the version and nothing else
 */
typedef struct {
    char *config;
    gboolean has_config;
    char *settings;
    gboolean has_settings;
    char *state_dir;
    char *journal;
    gboolean show_journal;
    gboolean is_system;
    char *socket;
    char *runtime_dir;
    gboolean has_runtime_dir;
    int idle_seconds;
    gboolean stdio;
    gboolean verbose;
    gboolean version;
} HvrDaemonOptions;

/**
 * hvr_daemon_options_parse:
 * @arguments: (inout): as main() has them; a program called like
 *   "virthypervd-stdio" speaks over its standard input
 *
 * Returns: (transfer full): with defaults filled in, or %NULL with an error
 */
HvrDaemonOptions *hvr_daemon_options_parse(char ***arguments, GError **error);
void hvr_daemon_options_free(HvrDaemonOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonOptions, hvr_daemon_options_free)

G_END_DECLS
