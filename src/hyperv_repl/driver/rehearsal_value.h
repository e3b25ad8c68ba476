/* rehearsal_value.h: what a method would be given, as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * hvr_rehearsal_value_format:
 * @object: (nullable): a METHOD_INPUT object, or any other of the schema
 *
 * Names as Microsoft spells them, what is NULL left out.  An instance that travels as text is an
 * object, with its class as "__CLASS"; datetimes are DMTF.
 *
 * Returns: (transfer full)
 */
JsonObject *hvr_rehearsal_value_format(gconstpointer object);

G_END_DECLS
