/* snapshot.c: recovery points and checkpoints as libvirt's snapshots
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "snapshot.h"

#include "repl_point.h"

#include <string.h>

/* As many characters of a snapshot's id as make a second name unique to the eye. */
#define ID_PART 8

HvrSnapshot *
hvr_snapshot_new(const char *id, const char *title, guint kind, gint64 created)
{
    HvrSnapshot *snapshot = g_new0(HvrSnapshot, 1);

    snapshot->id = g_strdup(id);
    snapshot->title = g_strdup(title);
    snapshot->kind = kind;
    snapshot->created = created;

    return snapshot;
}

void
hvr_snapshot_free(HvrSnapshot *snapshot)
{
    g_free(snapshot->name);
    g_free(snapshot->id);
    g_free(snapshot->title);
    g_free(snapshot->notes);
    g_free(snapshot->parent);
    g_free(snapshot);
}

/* Clients put names into paths, so a slash, a leading dot and what a terminal
 * may not print are replaced.  The title keeps the host's own spelling. */
static char *
dup_safe(const char *title)
{
    g_autofree char *safe = g_utf8_make_valid(title, -1);

    for (char *at = safe; *at != '\0'; at++) {
        if (*at == '/' || *at == '\\' || g_ascii_iscntrl(*at) || (at == safe && *at == '.'))
            *at = '_';
    }

    return safe[0] != '\0' ? g_steal_pointer(&safe) : g_strdup("checkpoint");
}

static char *
dup_plain_name(const HvrSnapshot *snapshot)
{
    g_autoptr(GDateTime) time = NULL;

    if (snapshot->kind == HVR_POINT_CHECKPOINT)
        return dup_safe(snapshot->title);

    time = g_date_time_new_from_unix_utc(snapshot->created);

    return time != NULL ? g_date_time_format(time, "rp-%Y-%m-%dT%H:%M:%SZ") : g_strdup("rp");
}

/* "Microsoft:GUID": the GUID starts behind the colon. */
static const char *
get_id_part(const HvrSnapshot *snapshot)
{
    const char *colon = strrchr(snapshot->id, ':');

    return colon != NULL ? colon + 1 : snapshot->id;
}

static int
compare(gconstpointer a, gconstpointer b)
{
    const HvrSnapshot *one = *(HvrSnapshot *const *)a;
    const HvrSnapshot *other = *(HvrSnapshot *const *)b;

    if (one->created != other->created)
        return one->created < other->created ? -1 : 1;

    return strcmp(one->id, other->id);
}

/* The order is total (age, then id), so names do not depend on the order in
 * which the host lists; the oldest of several keeps the plain name. */
void
hvr_snapshot_assign_names(GPtrArray *snapshots)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);

    g_ptr_array_sort(snapshots, compare);
    for (guint i = 0; i < snapshots->len; i++) {
        HvrSnapshot *snapshot = snapshots->pdata[i];
        g_autofree char *plain = dup_plain_name(snapshot);

        g_free(snapshot->name);
        snapshot->name = g_strdup(plain);
        if (g_hash_table_contains(taken, snapshot->name)) {
            g_free(snapshot->name);
            snapshot->name = g_strdup_printf("%s-%.*s", plain, ID_PART, get_id_part(snapshot));
        }
        if (g_hash_table_contains(taken, snapshot->name)) {
            g_free(snapshot->name);
            snapshot->name = g_strdup_printf("%s-%s", plain, get_id_part(snapshot));
        }
        g_hash_table_add(taken, snapshot->name);
    }
}

gboolean
hvr_snapshot_is_point(const HvrSnapshot *snapshot)
{
    return snapshot->kind != HVR_POINT_CHECKPOINT;
}
