/* inventory_owner.c: whose machine a job works on
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory.h"
#include "inventory_job.h"
#include "wmi_affected.h"
#include "wmi_job.h"
#include "wmi_session.h"

static gboolean
is_stranger(const Msvm_ConcreteJob *job, GHashTable *owners)
{
    return job->InstanceID != NULL && !hvr_inventory_job_is_background(job) &&
           hvr_wmi_job_get_phase(job->JobState, NULL) == HVR_WMI_JOB_PENDING &&
           !g_hash_table_contains(owners, job->InstanceID);
}

/* Returns: how many there are; @out_id: (transfer none): one of them. */
static guint
count_strangers(GPtrArray *jobs, GHashTable *owners, const char **out_id)
{
    guint count = 0;

    for (guint i = 0; i < jobs->len; i++) {
        const Msvm_ConcreteJob *job = jobs->pdata[i];

        if (!is_stranger(job, owners))
            continue;
        *out_id = job->InstanceID;
        count++;
    }

    return count;
}

/* A job may also be about the host, which has no GUID. */
static void
add_owner(GHashTable *owners, const HvrWmiAffected *pair)
{
    guchar uuid[16];

    if (hvr_domain_parse_guid(pair->system, uuid) && !g_hash_table_contains(owners, pair->job))
        g_hash_table_insert(owners, g_strdup(pair->job), g_strdup(pair->system));
}

/* Whom nobody owns now nobody will own later: not asked again. */
static void
settle_strangers(GPtrArray *jobs, GHashTable *owners)
{
    for (guint i = 0; i < jobs->len; i++) {
        const Msvm_ConcreteJob *job = jobs->pdata[i];

        if (is_stranger(job, owners))
            g_hash_table_insert(owners, g_strdup(job->InstanceID), g_strdup(""));
    }
}

static void
forget_gone(GPtrArray *jobs, GHashTable *owners)
{
    g_autoptr(GHashTable) present = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer id;

    for (guint i = 0; i < jobs->len; i++) {
        const Msvm_ConcreteJob *job = jobs->pdata[i];

        if (job->InstanceID != NULL)
            g_hash_table_add(present, job->InstanceID);
    }

    g_hash_table_iter_init(&iter, owners);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        if (!g_hash_table_contains(present, id))
            g_hash_table_iter_remove(&iter);
    }
}

gboolean
hvr_inventory_fetch_owners(const HvrInventory *inventory,
                           GHashTable *owners,
                           HvrWmiSession *session,
                           GCancellable *cancellable,
                           GError **error)
{
    g_autoptr(GPtrArray) pairs = NULL;
    const char *id = NULL;
    guint n_strangers;

    forget_gone(inventory->jobs, owners);
    n_strangers = count_strangers(inventory->jobs, owners, &id);
    if (n_strangers == 0)
        return TRUE;

    /* One query, however many there are; nearly always it is one. */
    pairs = hvr_wmi_affected_list(session, n_strangers == 1 ? id : NULL, cancellable, error);
    if (pairs == NULL)
        return FALSE;

    for (guint i = 0; i < pairs->len; i++)
        add_owner(owners, pairs->pdata[i]);
    settle_strangers(inventory->jobs, owners);

    return TRUE;
}
