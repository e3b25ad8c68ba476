/* repl_version.h: versions of Windows Server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_repl_version_is_at_least:
 * @windows: major * 100000000 + minor * 1000000 + build, as libvirt packs versions; 0 if nobody
 *   knows, which is taken for new enough: the host decides
 * @since: (nullable): "2012 R2", "2016", "2019", "2022", "2025"; %NULL is all
 *
 * 2012 is 6.2, 2012 R2 is 6.3, all later ones are 10.0 with builds 14393, 17763,
 * 20348, 26100.
 */
gboolean hvr_repl_version_is_at_least(guint64 windows, const char *since);

/** hvr_repl_version_check: the same; %HVR_ERROR_UNSUPPORTED "@what needs Windows Server @since or
 * later, host '...' has ..." */
gboolean hvr_repl_version_check(
    guint64 windows, const char *since, const char *what, const char *host, GError **error);

G_END_DECLS
