/* sim_embedded.h: embedded instances that methods are given
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_cim.h"

G_BEGIN_DECLS

/**
 * hvs_embedded_parse:
 * @type: what it must be, or derive from
 * @text: (nullable): CIM-XML as a method was given it
 * @out_object: (transfer full): the instance
 *
 * Returns: 0, or the ReturnValue for such text: 32773 where it is missing or
 *   wrong, 32776 where it is another class
 */
guint32 hvs_embedded_parse(const HvsHost *host,
                           const HvrWmiClass *type,
                           const char *text,
                           gpointer *out_object);

G_END_DECLS
