/* wmi_codec.h: objects as WS-Man XML, in both directions
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Instances (elements in the class's namespace, xsi:nil for NULL, arrays as
 * repeats), projections (w:XmlFragment, no namespace) and parameter lists.
 * Driven by the rows of the schema alone (DSP0230; facts from Windows traces).
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

#include "wmi_object.h"

G_BEGIN_DECLS

/**
 * hvr_wmi_codec_decode:
 * @type: what to read it as; a derived instance is read as its own class when
 *   the schema knows that one and it derives from @type
 * @element: the instance, w:XmlFragment or METHOD_OUTPUT element
 * @host: (nullable): goes into the paths made from endpoint references
 *
 * Elements that the schema does not know are skipped, missing ones are NULL.
 *
 * Returns: (transfer full): the object, or %NULL with %HVR_ERROR_PROTOCOL naming
 *   the property that does not fit its type
 */
gpointer hvr_wmi_codec_decode(const HvrWmiClass *type,
                              const xmlNode *element,
                              const char *host,
                              GError **error);

/**
 * hvr_wmi_codec_encode_input:
 * @input: a METHOD_INPUT object
 * @element: the element to fill; its namespace is the class's
 *
 * Parameters in the order of the schema, NULL ones left out.
 */
void hvr_wmi_codec_encode_input(gconstpointer input, xmlNode *element);

/**
 * hvr_wmi_codec_encode_output:
 * @output: a METHOD_OUTPUT object
 * @element: the element to fill
 *
 * As Windows answers: NULL parameters left out, ReturnValue last.
 */
void hvr_wmi_codec_encode_output(gconstpointer output, xmlNode *element);

/**
 * hvr_wmi_codec_encode_instance:
 * @object: an instance
 * @wmi_namespace: e.g. "root/virtualization/v2"
 * @parent: gets the element appended
 *
 * As Windows writes instances: the element declares xsi, p and cim itself,
 * properties sorted by name, NULL scalars as xsi:nil, NULL arrays absent.
 */
xmlNode *
hvr_wmi_codec_encode_instance(gconstpointer object, const char *wmi_namespace, xmlNode *parent);

/**
 * hvr_wmi_codec_encode_fragment:
 * @properties: the projection's names as the query spelled them
 *
 * A w:XmlFragment: children in no namespace, sorted by name.
 */
xmlNode *
hvr_wmi_codec_encode_fragment(gconstpointer object, const char *const *properties, xmlNode *parent);

G_END_DECLS
