/* sim_exchange.h: one request on its way to its answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_fault.h"
#include "wmi_path.h"

G_BEGIN_DECLS

/**
 * HvsExchange:
 * @request: what was asked
 * @received: when it came, on the world's monotonic clock, microseconds
 * @can_wait: a Pull may be parked
 * @parked: set instead of an answer
 * @path: w:ResourceURI and w:SelectorSet as an object path on @host; its class
 *   may be "*"
 * @body: the answer's s:Body, to be filled
 * @fault: set instead if something is wrong; operations then return %FALSE
 */
typedef struct {
    HvsHost *host;
    HvrWsmanEnvelope *request;
    gint64 received;
    gboolean can_wait;
    gboolean parked;
    HvrWmiPath *path;
    xmlNode *body;
    HvsFault fault;
} HvsExchange;

/** hvs_exchange_dup_uuid: (transfer full): "uuid:" and a new GUID, for messages and contexts */
char *hvs_exchange_dup_uuid(void);

/** hvs_exchange_get_time: now, in the time that clients live in, which a fast world outruns */
gint64 hvs_exchange_get_time(const HvsExchange *exchange);

/** hvs_exchange_get_pull_timeout: how long a Pull may wait, microseconds */
GTimeSpan hvs_exchange_get_pull_timeout(const HvsExchange *exchange);

/** hvs_exchange_get_max_size: characters that the answer may have */
gsize hvs_exchange_get_max_size(const HvsExchange *exchange);

/** hvs_exchange_get_size: characters that @node has as text */
gsize hvs_exchange_get_size(xmlNode *node);

/** hvs_exchange_dup_context: (transfer full) (nullable): n:EnumerationContext of a Pull or Release
 */
char *hvs_exchange_dup_context(const HvsExchange *exchange);

/** hvs_exchange_dup_next_context: (transfer full): what the next Pull has to name */
char *hvs_exchange_dup_next_context(const HvsExchange *exchange);

/** hvs_exchange_parse_max_elements: n:MaxElements of a Pull, as far as the host grants it */
gboolean hvs_exchange_parse_max_elements(HvsExchange *exchange, guint *out_n);

/** hvs_exchange_check_namespace: that it exists, and that a selector does not name another */
gboolean hvs_exchange_check_namespace(HvsExchange *exchange);

/**
 * hvs_exchange_find_class:
 *
 * Returns: (nullable): the class of the resource URI; %NULL for "*", and with a
 *   fault if there is no such class or namespace
 */
const HvrWmiClass *hvs_exchange_find_class(HvsExchange *exchange);

/**
 * hvs_exchange_find_object:
 * @operation: what WMI calls it, for the fault
 *
 * Returns: (transfer full) (nullable): the instance of the resource URI and the
 *   selectors, or %NULL with a fault
 */
gpointer hvs_exchange_find_object(HvsExchange *exchange, const char *operation);

/** hvs_exchange_encode: append an instance, with the properties that this Windows knows */
xmlNode *hvs_exchange_encode(const HvsExchange *exchange,
                             gconstpointer object,
                             const char *wmi_namespace,
                             xmlNode *parent);

G_END_DECLS
