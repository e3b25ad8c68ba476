/* client_point.c: recovery points as snapshots
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "libvirt-hyperv-repl.h"

#include <glib/gi18n-lib.h>

#include "client_call.h"
#include "client_error.h"

/* Returns: (transfer full) (nullable): the points, the oldest first. */
static JsonArray *
fetch_points(const char *function, virDomainPtr domain, unsigned int flags)
{
    g_autoptr(HvrClientCall) call = hvr_client_call_new(function, NULL, 0, flags);
    g_autoptr(JsonNode) answer = hvr_client_call_send(call, domain);

    if (answer == NULL)
        return NULL;
    if (JSON_NODE_HOLDS_ARRAY(answer))
        return json_node_dup_array(answer);

    hvr_client_error_set(VIR_ERR_INTERNAL_ERROR, _("command '%s' answered no list"), call->command);
    return NULL;
}

/* Returns: (nullable): a member of the point at @index. */
static const char *
get_member(JsonArray *points, guint index, const char *name)
{
    JsonNode *point = json_array_get_element(points, index);

    return JSON_NODE_HOLDS_OBJECT(point)
               ? json_object_get_string_member_with_default(json_node_get_object(point), name, NULL)
               : NULL;
}

/* Returns: (transfer full) (nullable): all snapshots of the machine, by name. */
static GHashTable *
list_snapshots(virDomainPtr domain)
{
    g_autofree virDomainSnapshotPtr *list = NULL;
    GHashTable *snapshots;
    int n_snapshots = virDomainListAllSnapshots(domain, &list, 0);

    if (n_snapshots < 0)
        return NULL;

    snapshots = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
                                      (GDestroyNotify)hvr_client_error_free_snapshot);
    for (int i = 0; i < n_snapshots; i++)
        g_hash_table_replace(snapshots, (gpointer)virDomainSnapshotGetName(list[i]), list[i]);

    return snapshots;
}

int
virDomainHypervReplListPoints(virDomainPtr domain,
                              virDomainSnapshotPtr **points,
                              unsigned int flags)
{
    g_autoptr(JsonArray) wanted = fetch_points(__func__, domain, flags);
    g_autoptr(GHashTable) snapshots = wanted != NULL ? list_snapshots(domain) : NULL;
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    int n_points;

    if (snapshots == NULL)
        return -1;

    /* One that came or went between the two questions is left out. */
    for (guint i = 0; i < json_array_get_length(wanted); i++) {
        const char *name = get_member(wanted, i, "name");
        gpointer snapshot = NULL;

        if (name == NULL || !g_hash_table_lookup_extended(snapshots, name, NULL, &snapshot))
            continue;
        if (points != NULL)
            g_hash_table_steal(snapshots, name);
        g_ptr_array_add(found, snapshot);
    }
    n_points = (int)found->len;
    if (points != NULL) {
        g_ptr_array_add(found, NULL);
        *points = (virDomainSnapshotPtr *)g_ptr_array_steal(found, NULL);
    }

    return n_points;
}

static gboolean
parse_time(const char *text, gint64 *out_seconds)
{
    g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601(text, NULL) : NULL;

    if (time != NULL)
        *out_seconds = g_date_time_to_unix(time);

    return time != NULL;
}

/* Without overflow, whatever a caller calls a time. */
static guint64
get_distance(gint64 a, gint64 b)
{
    return a > b ? (guint64)a - (guint64)b : (guint64)b - (guint64)a;
}

/* Returns: (nullable): its name. */
static const char *
find_nearest(JsonArray *points, gint64 seconds, gboolean is_before)
{
    const char *nearest = NULL;
    guint64 distance = 0;

    for (guint i = 0; i < json_array_get_length(points); i++) {
        gint64 created;

        if (!parse_time(get_member(points, i, "created"), &created) ||
            (is_before && created > seconds))
            continue;
        if (nearest != NULL && get_distance(created, seconds) >= distance)
            continue;
        nearest = get_member(points, i, "name");
        distance = get_distance(created, seconds);
    }

    return nearest;
}

virDomainSnapshotPtr
virDomainHypervReplPointLookupByTime(virDomainPtr domain, long long seconds, unsigned int flags)
{
    g_autoptr(JsonArray) points = fetch_points(__func__, domain, flags);
    const char *name = NULL;

    if (points == NULL)
        return NULL;

    name = find_nearest(points, seconds, (flags & VIR_HYPERV_REPL_BEFORE) != 0);
    if (name != NULL)
        return virDomainSnapshotLookupByName(domain, name, 0);

    hvr_client_error_set(VIR_ERR_NO_DOMAIN_SNAPSHOT,
                         flags & VIR_HYPERV_REPL_BEFORE
                             ? _("'%s' has no recovery point from before that time")
                             : _("'%s' has no recovery point"),
                         virDomainGetName(domain));
    return NULL;
}
