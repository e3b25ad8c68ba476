/* inventory.c: what a host answers to a few queries, made into a picture
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory.h"

#include <string.h>

#include "inventory_domain.h"
#include "inventory_job.h"
#include "repl_relationship.h"

HvrInventory *
hvr_inventory_new(void)
{
    return g_new0(HvrInventory, 1);
}

void
hvr_inventory_free(HvrInventory *inventory)
{
    if (inventory == NULL)
        return;

    for (guint i = 0; i < HVR_INVENTORY_N_LISTS; i++)
        g_clear_pointer(&inventory->lists[i], g_ptr_array_unref);
    g_free(inventory);
}

HvrInventory *
hvr_inventory_copy(const HvrInventory *inventory)
{
    HvrInventory *copy = hvr_inventory_new();

    for (guint i = 0; inventory != NULL && i < HVR_INVENTORY_N_LISTS; i++) {
        if (inventory->lists[i] != NULL)
            copy->lists[i] = g_ptr_array_ref(inventory->lists[i]);
    }

    return copy;
}

/* Returns: (transfer full): which jobs there are, and in which state. */
static GHashTable *
list_job_states(GPtrArray *jobs)
{
    GHashTable *states = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, NULL);

    for (guint i = 0; i < jobs->len; i++) {
        const Msvm_ConcreteJob *job = jobs->pdata[i];

        if (job->InstanceID != NULL && !hvr_inventory_job_is_background(job))
            g_hash_table_insert(states, job->InstanceID, GUINT_TO_POINTER(job->JobState));
    }

    return states;
}

/* A job that the host forgot had ended before, so it changed nothing. */
static gboolean
are_jobs_quiet(GPtrArray *before, GPtrArray *now)
{
    g_autoptr(GHashTable) states = list_job_states(before);

    for (guint i = 0; i < now->len; i++) {
        const Msvm_ConcreteJob *job = now->pdata[i];
        gpointer state;

        if (job->InstanceID == NULL || hvr_inventory_job_is_background(job))
            continue;
        if (!g_hash_table_lookup_extended(states, job->InstanceID, NULL, &state) ||
            GPOINTER_TO_UINT(state) != job->JobState)
            return FALSE;
        g_hash_table_remove(states, job->InstanceID);
    }

    return TRUE;
}

static gboolean
are_equal(GPtrArray *a, GPtrArray *b, GEqualFunc is_equal)
{
    if (a->len != b->len)
        return FALSE;

    for (guint i = 0; i < a->len; i++) {
        if (!is_equal(a->pdata[i], b->pdata[i]))
            return FALSE;
    }

    return TRUE;
}

static gboolean
is_relationship_equal(gconstpointer a, gconstpointer b)
{
    const HvrReplRelationship *one = a;
    const HvrReplRelationship *other = b;

    return strcmp(one->vm, other->vm) == 0 && one->index == other->index &&
           hvr_repl_relationship_equal(one, other);
}

static const char *
find_host_name(const HvrInventory *inventory)
{
    for (guint i = 0; i < inventory->systems->len; i++) {
        const Msvm_ComputerSystem *system = inventory->systems->pdata[i];

        if (system->Name != NULL && hvr_inventory_domain_is_host(system))
            return system->ElementName;
    }

    return NULL;
}

gboolean
hvr_inventory_is_renamed(const HvrInventory *before, const HvrInventory *now)
{
    return g_strcmp0(find_host_name(before), find_host_name(now)) != 0;
}

gboolean
hvr_inventory_is_quiet(const HvrInventory *before, const HvrInventory *now)
{
    return are_jobs_quiet(before->jobs, now->jobs) &&
           are_equal(before->systems, now->systems, hvr_wmi_object_equal) &&
           are_equal(before->relationships, now->relationships, is_relationship_equal);
}
