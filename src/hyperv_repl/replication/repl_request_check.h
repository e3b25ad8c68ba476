/* repl_request_check.h: what is refused before anything is sent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include "repl_request.h"

G_BEGIN_DECLS

/** hvr_repl_request_has_setting: whether its settings have one of that name */
gboolean hvr_repl_request_has_setting(const HvrReplRequest *request, const char *setting);

/**
 * hvr_repl_request_check_time:
 * @now: microseconds since 1970 UTC
 *
 * Returns: %FALSE with %HVR_ERROR_INVALID if it shall start later than a host can plan
 */
gboolean hvr_repl_request_check_time(const HvrReplRequest *request, gint64 now, GError **error);

/**
 * hvr_repl_request_check_frequency:
 * @first: seconds, how often a replica gets changes, 0 if nobody knows
 *
 * Returns: %FALSE with %HVR_ERROR_INVALID if it would have to send them on more often
 */
gboolean
hvr_repl_request_check_frequency(const HvrReplRequest *request, guint first, GError **error);

G_END_DECLS
