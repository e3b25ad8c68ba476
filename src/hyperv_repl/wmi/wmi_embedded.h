/* wmi_embedded.h: an instance as text inside a string
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * CIM-XML (DSP0201, DTD 2.0): <INSTANCE CLASSNAME="..."><PROPERTY ...>.  Most
 * Hyper-V methods take and give instances this way.
 */

#pragma once

#include <glib.h>

#include "wmi_object.h"

G_BEGIN_DECLS

/**
 * hvr_wmi_embedded_format:
 *
 * Properties that are NULL are left out.
 *
 * Returns: (transfer full): CIM-XML
 */
char *hvr_wmi_embedded_format(gconstpointer object);

/**
 * hvr_wmi_embedded_parse:
 * @type: what it must be, or derive from
 * @text: CIM-XML; the first INSTANCE at any depth counts, qualifiers and
 *   properties that the schema does not know are skipped
 *
 * Returns: (transfer full): the object, or %NULL with %HVR_ERROR_XML if @text is
 *   no CIM-XML, %HVR_ERROR_INVALID if it is another class, %HVR_ERROR_PROTOCOL
 *   if a value does not fit its type
 */
gpointer hvr_wmi_embedded_parse(const HvrWmiClass *type, const char *text, GError **error);

G_END_DECLS
