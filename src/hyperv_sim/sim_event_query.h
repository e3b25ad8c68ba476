/* sim_event_query.h: which events a subscriber wants
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * SELECT * FROM an event class [WITHIN n] WHERE TargetInstance ISA 'a class' ...:
 * WMI's intrinsic events (WQL, Receiving Event Notifications).
 */

#pragma once

#include "sim_wql.h"

G_BEGIN_DECLS

/** HvsEventKind: bits, what may have happened to an object */
typedef enum {
    HVS_EVENT_CREATED = 1 << 0,
    HVS_EVENT_DELETED = 1 << 1,
    HVS_EVENT_MODIFIED = 1 << 2,
} HvsEventKind;

/**
 * HvsEventQuery:
 * @wql: its @within says how often WMI looks; 0: the provider tells by itself
 * @kinds: HvsEventKind
 * @classes: (element-type HvrWmiClass): the objects it can be about are of one of these
 */
typedef struct {
    HvsWql *wql;
    guint kinds;
    GPtrArray *classes;
} HvsEventQuery;

/** hvs_event_query_is_class: whether @name is a class of such events */
gboolean hvs_event_query_is_class(const char *name);

/** hvs_event_query_get_class: the class of the events that tell of one @kind */
const HvrWmiClass *hvs_event_query_get_class(HvsEventKind kind);

/**
 * hvs_event_query_new:
 * @out_query: (transfer full)
 *
 * Returns: an HRESULT, see sim_wbem.h
 */
guint32 hvs_event_query_new(const char *text,
                            const HvsHost *host,
                            const char *wmi_namespace,
                            HvsEventQuery **out_query);
void hvs_event_query_free(HvsEventQuery *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsEventQuery, hvs_event_query_free)

/** hvs_event_query_match: @event is an object of one of the event classes */
gboolean hvs_event_query_match(const HvsEventQuery *query,
                               HvsHost *host,
                               const char *wmi_namespace,
                               gconstpointer event);

G_END_DECLS
