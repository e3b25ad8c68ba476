/* sim_event_watch.c: what happens to the objects of a few classes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_event_watch.h"

/* WMI drops what a consumer does not fetch once its queue is full (inferred:
 * the oldest first; its real limit is memory, not a number). */
#define MAX_EVENTS 1024

/* 1601-01-01, where FILETIME begins. */
#define FILETIME_START (G_GINT64_CONSTANT(-11644473600) * G_USEC_PER_SEC)

struct _HvsEventWatch {
    HvsHost *host;
    char *wmi_namespace;
    HvsEventQuery *query;
    GHashTable *seen; /* path -> HvrWmiObject */
    GQueue *events;   /* HvrWmiObject */
    gint64 next_look; /* monotonic */
};

static gint64
get_time(const HvsEventWatch *watch)
{
    return hvr_clock_get_monotonic(watch->host->world->clock);
}

static GHashTable *
list_objects(const HvsEventWatch *watch)
{
    GHashTable *objects =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, hvr_wmi_object_free);

    for (guint i = 0; i < watch->query->classes->len; i++) {
        g_autoptr(GPtrArray)
            all = hvs_cim_list(watch->host, watch->wmi_namespace, watch->query->classes->pdata[i]);

        for (guint j = 0; j < all->len; j++) {
            gpointer object = g_steal_pointer(&all->pdata[j]);

            g_hash_table_replace(
                objects, hvs_cim_dup_path(watch->host, watch->wmi_namespace, object), object);
        }
    }

    return objects;
}

HvsEventWatch *
hvs_event_watch_new(HvsHost *host, const char *wmi_namespace, HvsEventQuery *query)
{
    HvsEventWatch *watch = g_new0(HvsEventWatch, 1);

    watch->host = host;
    watch->wmi_namespace = g_strdup(wmi_namespace);
    watch->query = query;
    watch->events = g_queue_new();
    watch->seen = list_objects(watch);
    watch->next_look = get_time(watch) + query->wql->within;

    return watch;
}

void
hvs_event_watch_free(HvsEventWatch *watch)
{
    if (watch == NULL)
        return;

    g_queue_free_full(watch->events, hvr_wmi_object_free);
    g_hash_table_unref(watch->seen);
    hvs_event_query_free(watch->query);
    g_free(watch->wmi_namespace);
    g_free(watch);
}

const HvsEventQuery *
hvs_event_watch_get_query(const HvsEventWatch *watch)
{
    return watch->query;
}

/* The host's own time, other than that of the looks. */
static void
set_created(const HvsEventWatch *watch, gpointer event)
{
    hvr_wmi_object_set_uint(event, "TIME_CREATED",
                            (guint64)(watch->host->world->now - FILETIME_START) * 10);
}

static void
report(HvsEventWatch *watch, HvsEventKind kind, gconstpointer target, gconstpointer previous)
{
    g_autoptr(HvrWmiObject) event = NULL;

    if ((watch->query->kinds & kind) == 0)
        return;

    event = hvr_wmi_object_new(hvs_event_query_get_class(kind));
    set_created(watch, event);
    hvr_wmi_object_set_object(event, "TargetInstance", hvr_wmi_object_copy(target));
    if (previous != NULL)
        hvr_wmi_object_set_object(event, "PreviousInstance", hvr_wmi_object_copy(previous));
    if (!hvs_event_query_match(watch->query, watch->host, watch->wmi_namespace, event))
        return;

    if (g_queue_get_length(watch->events) == MAX_EVENTS)
        hvs_event_watch_drop(watch);
    g_queue_push_tail(watch->events, g_steal_pointer(&event));
}

static void
compare(HvsEventWatch *watch, GHashTable *now)
{
    GHashTableIter iter;
    gpointer path;
    gpointer object;

    g_hash_table_iter_init(&iter, watch->seen);
    while (g_hash_table_iter_next(&iter, &path, &object)) {
        if (!g_hash_table_contains(now, path))
            report(watch, HVS_EVENT_DELETED, object, NULL);
    }
    g_hash_table_iter_init(&iter, now);
    while (g_hash_table_iter_next(&iter, &path, &object)) {
        gconstpointer before = g_hash_table_lookup(watch->seen, path);

        if (before == NULL)
            report(watch, HVS_EVENT_CREATED, object, NULL);
        else if (!hvr_wmi_object_equal(before, object))
            report(watch, HVS_EVENT_MODIFIED, object, before);
    }
}

/* The looks keep their pace, but those that nobody took are not made up for. */
void
hvs_event_watch_look(HvsEventWatch *watch)
{
    GTimeSpan within = watch->query->wql->within;
    gint64 now = get_time(watch);
    GHashTable *objects;

    if (now < watch->next_look)
        return;

    objects = list_objects(watch);
    compare(watch, objects);
    g_hash_table_unref(watch->seen);
    watch->seen = objects;
    if (within > 0)
        watch->next_look += ((now - watch->next_look) / within + 1) * within;
}

gconstpointer
hvs_event_watch_peek(const HvsEventWatch *watch)
{
    return g_queue_peek_head(watch->events);
}

void
hvs_event_watch_drop(HvsEventWatch *watch)
{
    hvr_wmi_object_free(g_queue_pop_head(watch->events));
}
