/* repl_projection.h: what to select from a class of a given Windows Server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A query that names a property which the host's class does not have is refused
 * as a whole (WBEM_E_INVALID_QUERY).
 */

#pragma once

#include "wmi_schema.h"

G_BEGIN_DECLS

/**
 * hvr_repl_projection_format:
 * @type: what is selected from
 * @properties: names of it, comma separated
 * @windows: the host's version, see hvr_repl_version_is_at_least()
 *
 * Returns: (transfer full): those of @properties that this Windows has, comma
 *   separated
 */
char *hvr_repl_projection_format(const HvrWmiClass *type, const char *properties, guint64 windows);

G_END_DECLS
