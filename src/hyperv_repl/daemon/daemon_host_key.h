/* daemon_host_key.h: one line of a host's section
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One table has every key, its type, its bounds.
 */

#pragma once

#include "daemon_host_row.h"

G_BEGIN_DECLS

/** hvr_daemon_host_key_parse: put @entry into @row; %FALSE with %HVR_ERROR_CONFIG beginning
 * "PATH:LINE: " */
gboolean hvr_daemon_host_key_parse(HvrDaemonHostRow *row,
                                   const HvrDaemonEntry *entry,
                                   const char *path,
                                   GError **error);

G_END_DECLS
