/* event_list.c: events in the order in which they will be told
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "event_list.h"

static void
event_free(gpointer data)
{
    HvrEvent *event = data;

    g_clear_pointer(&event->domain, hvr_domain_unref);
    g_clear_pointer(&event->job, hvr_job_unref);
    g_free((char *)event->details);
    g_free(event);
}

HvrEventList *
hvr_event_list_new(gint64 usec)
{
    HvrEventList *list = g_new0(HvrEventList, 1);

    list->events = g_ptr_array_new_with_free_func(event_free);
    list->usec = usec;

    return list;
}

void
hvr_event_list_free(HvrEventList *list)
{
    if (list == NULL)
        return;

    g_ptr_array_unref(list->events);
    g_free(list);
}

static HvrEvent *
add(HvrEventList *list, HvrEventKind kind, HvrDomain *domain)
{
    HvrEvent *event = g_new0(HvrEvent, 1);

    event->kind = kind;
    event->domain = domain != NULL ? hvr_domain_ref(domain) : NULL;
    event->usec = list->usec;
    g_ptr_array_add(list->events, event);

    return event;
}

void
hvr_event_list_add_lifecycle(HvrEventList *list, HvrDomain *domain, int type, int detail)
{
    HvrEvent *event = add(list, HVR_EVENT_LIFECYCLE, domain);

    event->type = type;
    event->detail = detail;
}

void
hvr_event_list_add_metadata(HvrEventList *list, HvrDomain *domain, int type, const char *ns_uri)
{
    HvrEvent *event = add(list, HVR_EVENT_METADATA_CHANGE, domain);

    event->type = type;
    event->ns_uri = ns_uri;
}

void
hvr_event_list_add_monitor(HvrEventList *list,
                           HvrDomain *domain,
                           const char *name,
                           JsonObject *details)
{
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    HvrEvent *event = add(list, HVR_EVENT_MONITOR, domain);

    json_node_take_object(node, details);
    event->name = name;
    event->details = json_to_string(node, FALSE);
}

void
hvr_event_list_add_job_completed(HvrEventList *list, HvrDomain *domain, HvrJob *job)
{
    add(list, HVR_EVENT_JOB_COMPLETED, domain)->job = hvr_job_ref(job);
}

void
hvr_event_list_add_reboot(HvrEventList *list, HvrDomain *domain)
{
    add(list, HVR_EVENT_REBOOT, domain);
}

void
hvr_event_list_add_host_lost(HvrEventList *list)
{
    add(list, HVR_EVENT_HOST_LOST, NULL);
}
