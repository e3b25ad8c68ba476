/* daemon_log.h: where the daemon's messages go
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_daemon_log_write:
 * @user_data: (nullable): not %NULL to write what is only of interest to the curious, too
 *
 * A GLogWriterFunc: to the journal if standard error is connected to it, else
 * one line to standard error.
 */
GLogWriterOutput hvr_daemon_log_write(GLogLevelFlags level,
                                      const GLogField *fields,
                                      gsize n_fields,
                                      gpointer user_data);

G_END_DECLS
