/* daemon_log.h: where the daemon's messages go
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HVR_DAEMON_LOG_DEFAULT: what there is to be said, without what is only of interest to the
 * curious */
#define HVR_DAEMON_LOG_DEFAULT 3

/**
 * HvrDaemonLog:
 * @level: as in libvirt: 1 debug, 2 information, 3 warnings and notices, 4 errors; atomic
 */
typedef struct {
    int level;
} HvrDaemonLog;

/** hvr_daemon_log_set_level: 1 to 4, from any thread */
void hvr_daemon_log_set_level(HvrDaemonLog *log, int level);

/**
 * hvr_daemon_log_write:
 * @user_data: a #HvrDaemonLog
 *
 * A GLogWriterFunc: to the journal if standard error is connected to it or to
 * nothing, else one line to standard error.
 */
GLogWriterOutput hvr_daemon_log_write(GLogLevelFlags level,
                                      const GLogField *fields,
                                      gsize n_fields,
                                      gpointer user_data);

G_END_DECLS
