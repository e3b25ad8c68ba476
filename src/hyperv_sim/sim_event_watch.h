/* sim_event_watch.h: what happens to the objects of a few classes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Does what WMI does for classes whose provider tells nothing by itself: looks
 * at all instances every now and then and compares.  What came and went between
 * two looks was never there.
 */

#pragma once

#include "sim_event_query.h"

G_BEGIN_DECLS

typedef struct _HvsEventWatch HvsEventWatch;

/** hvs_event_watch_new: @query: (transfer full); takes its first look */
HvsEventWatch *hvs_event_watch_new(HvsHost *host, const char *wmi_namespace, HvsEventQuery *query);
void hvs_event_watch_free(HvsEventWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsEventWatch, hvs_event_watch_free)

/** hvs_event_watch_get_query: what it was made for */
const HvsEventQuery *hvs_event_watch_get_query(const HvsEventWatch *watch);

/** hvs_event_watch_look: compare, if it is time to */
void hvs_event_watch_look(HvsEventWatch *watch);

/** hvs_event_watch_peek: (transfer none) (nullable): the oldest event not yet dropped */
gconstpointer hvs_event_watch_peek(const HvsEventWatch *watch);

/** hvs_event_watch_drop: forget the oldest event; there must be one */
void hvs_event_watch_drop(HvsEventWatch *watch);

G_END_DECLS
