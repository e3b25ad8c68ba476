/* sim_filter.h: what an Enumerate request asks for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A class, a WQL query, key values or an association, each with its own rule on
 * which resource URIs it goes with.
 */

#pragma once

#include "sim_exchange.h"

G_BEGIN_DECLS

/**
 * hvs_filter_run:
 * @enumerate: the n:Enumerate element
 * @out_objects: (element-type HvrWmiObject): what it yields
 * @out_properties: (nullable): names of the projection, %NULL for whole instances
 */
gboolean hvs_filter_run(HvsExchange *exchange,
                        const xmlNode *enumerate,
                        GPtrArray **out_objects,
                        GStrv *out_properties);

G_END_DECLS
