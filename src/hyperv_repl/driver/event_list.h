/* event_list.h: events in the order in which they will be told
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Owns what its events point to.
 */

#pragma once

#include <json-glib/json-glib.h>

#include "event.h"

G_BEGIN_DECLS

/**
 * HvrEventList:
 * @events: (element-type HvrEvent)
 * @usec: the time that new events get
 */
typedef struct {
    GPtrArray *events;
    gint64 usec;
} HvrEventList;

HvrEventList *hvr_event_list_new(gint64 usec);
void hvr_event_list_free(HvrEventList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrEventList, hvr_event_list_free)

void hvr_event_list_add_lifecycle(HvrEventList *list, HvrDomain *domain, int type, int detail);

/** hvr_event_list_add_metadata: @ns_uri: (nullable): static */
void
hvr_event_list_add_metadata(HvrEventList *list, HvrDomain *domain, int type, const char *ns_uri);

/** hvr_event_list_add_monitor: @name: static; @details: (transfer full): members of the JSON object
 */
void hvr_event_list_add_monitor(HvrEventList *list,
                                HvrDomain *domain,
                                const char *name,
                                JsonObject *details);

void hvr_event_list_add_job_completed(HvrEventList *list, HvrDomain *domain, HvrJob *job);
/** hvr_event_list_add_reboot: its guest started anew, in the same machine */
void hvr_event_list_add_reboot(HvrEventList *list, HvrDomain *domain);
void hvr_event_list_add_host_lost(HvrEventList *list);

G_END_DECLS
