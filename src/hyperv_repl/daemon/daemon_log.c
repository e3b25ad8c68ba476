/* daemon_log.c: where the daemon's messages go
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_log.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* /dev/null, whatever it is called. */
#define NULL_MAJOR 1
#define NULL_MINOR 3

/* clang-format off */
static const GLogLevelFlags hidden[] = {
    [1] = 0,
    [2] = G_LOG_LEVEL_DEBUG,
    [3] = G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO,
    [4] = G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_WARNING,
};
/* clang-format on */

void
hvr_daemon_log_set_level(HvrDaemonLog *self, int level)
{
    g_atomic_int_set(&self->level, CLAMP(level, 1, 4));
}

static const GLogField *
find_message(const GLogField *fields, gsize n_fields)
{
    for (gsize i = 0; i < n_fields; i++) {
        if (strcmp(fields[i].key, "MESSAGE") == 0)
            return &fields[i];
    }

    return NULL;
}

/* libvirt's clients start a session daemon with nothing to write to. */
static gboolean
is_nowhere(void)
{
    struct stat facts;

    return fstat(STDERR_FILENO, &facts) == 0 && S_ISCHR(facts.st_mode) &&
           facts.st_rdev == makedev(NULL_MAJOR, NULL_MINOR);
}

GLogWriterOutput
hvr_daemon_log_write(GLogLevelFlags level,
                     const GLogField *fields,
                     gsize n_fields,
                     gpointer user_data)
{
    HvrDaemonLog *self = user_data;
    const GLogField *message = find_message(fields, n_fields);
    g_autofree char *line = NULL;

    if (level & hidden[g_atomic_int_get(&self->level)])
        return G_LOG_WRITER_HANDLED;
    if (g_log_writer_is_journald(STDERR_FILENO) || is_nowhere())
        return g_log_writer_journald(level, fields, n_fields, NULL);

    /* One write per line: a client may read our standard error. */
    line =
        g_strdup_printf("virthypervd: %s\n", message != NULL ? (const char *)message->value : "");
    if (write(STDERR_FILENO, line, strlen(line)) < 0)
        return G_LOG_WRITER_UNHANDLED;

    return G_LOG_WRITER_HANDLED;
}
