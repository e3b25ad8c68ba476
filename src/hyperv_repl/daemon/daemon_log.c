/* daemon_log.c: where the daemon's messages go
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_log.h"

#include <string.h>
#include <unistd.h>

static const char *
find_message(const GLogField *fields, gsize n_fields)
{
    for (gsize i = 0; i < n_fields; i++) {
        if (strcmp(fields[i].key, "MESSAGE") == 0)
            return fields[i].value;
    }

    return "";
}

GLogWriterOutput
hvr_daemon_log_write(GLogLevelFlags level,
                     const GLogField *fields,
                     gsize n_fields,
                     gpointer user_data)
{
    gboolean verbose = user_data != NULL;
    g_autofree char *line = NULL;

    if (!verbose && (level & (G_LOG_LEVEL_INFO | G_LOG_LEVEL_DEBUG)))
        return G_LOG_WRITER_HANDLED;
    if (g_log_writer_is_journald(STDERR_FILENO))
        return g_log_writer_journald(level, fields, n_fields, NULL);

    /* One write per line: a client may read our standard error. */
    line = g_strdup_printf("virthypervd: %s\n", find_message(fields, n_fields));
    if (write(STDERR_FILENO, line, strlen(line)) < 0)
        return G_LOG_WRITER_UNHANDLED;

    return G_LOG_WRITER_HANDLED;
}
