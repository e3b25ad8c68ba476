/* inventory.c: what a host answers to a few queries, made into a picture
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory.h"

#include <string.h>

#include "inventory_job.h"
#include "job_kind.h"
#include "repl_projection.h"
#include "repl_relationship.h"
#include "wmi_job.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* Only what is used, so that hundreds of machines fit a page (WinRM cuts pages
 * at 256,000 characters). */
#define SETTINGS_PROPERTIES                                                                        \
    "InstanceID,ElementName,VirtualSystemIdentifier,VirtualSystemType,VirtualSystemSubType,"       \
    "Notes,CreationTime,Parent,AutomaticStartupAction,IsSaved"
#define PROCESSOR_PROPERTIES "InstanceID,VirtualQuantity"
#define MEMORY_PROPERTIES    "InstanceID,VirtualQuantity,Limit,DynamicMemoryEnabled"
#define STORAGE_PROPERTIES   "InstanceID,ResourceSubType,HostResource"

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

    g_clear_pointer(&inventory->jobs, g_ptr_array_unref);
    g_clear_pointer(&inventory->systems, g_ptr_array_unref);
    g_clear_pointer(&inventory->relationships, g_ptr_array_unref);
    g_clear_pointer(&inventory->settings, g_ptr_array_unref);
    g_clear_pointer(&inventory->processors, g_ptr_array_unref);
    g_clear_pointer(&inventory->memory, g_ptr_array_unref);
    g_clear_pointer(&inventory->storage, g_ptr_array_unref);
    g_free(inventory);
}

static GPtrArray *
list(HvrWmiSession *session,
     guint64 windows,
     const HvrWmiClass *type,
     const char *properties,
     GCancellable *cancellable,
     GError **error)
{
    g_autofree char *known = hvr_repl_projection_format(type, properties, windows);
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(known, type->name);

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type, hvr_wmi_query_get_text(query),
                                cancellable, error);
}

/* Jobs in the background are not asked for: with many machines and short
 * intervals a host has thousands that ended in the last five minutes. */
static GPtrArray *
list_jobs(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(GArray) unwanted = g_array_new(FALSE, FALSE, sizeof(guint16));
    guint n_kinds;
    const HvrJobKind *kinds = hvr_job_kind_list(&n_kinds);

    for (guint i = 0; i < n_kinds; i++) {
        if (kinds[i].role == HVR_JOB_BACKGROUND)
            g_array_append_val(unwanted, kinds[i].type);
    }

    return hvr_wmi_job_list(session, (const guint16 *)(gconstpointer)unwanted->data, unwanted->len,
                            cancellable, error);
}

gboolean
hvr_inventory_fetch(HvrInventory *inventory,
                    HvrWmiSession *session,
                    guint64 windows,
                    GCancellable *cancellable,
                    GError **error)
{
    inventory->jobs = list_jobs(session, cancellable, error);
    if (inventory->jobs == NULL)
        return FALSE;

    inventory->systems = list(session, windows, &hvr_wmi_class_Msvm_ComputerSystem,
                              HVR_INVENTORY_SYSTEM_PROPERTIES, cancellable, error);
    if (inventory->systems == NULL)
        return FALSE;

    inventory->relationships = hvr_repl_relationship_list(session, windows, cancellable, error);

    return inventory->relationships != NULL;
}

gboolean
hvr_inventory_fetch_settings(HvrInventory *inventory,
                             HvrWmiSession *session,
                             guint64 windows,
                             GCancellable *cancellable,
                             GError **error)
{
    /* clang-format off */
    const struct {
        const HvrWmiClass *type;
        const char *properties;
        GPtrArray **out_objects;
    } rows[] = {
        { &hvr_wmi_class_Msvm_VirtualSystemSettingData,     SETTINGS_PROPERTIES,  &inventory->settings },
        { &hvr_wmi_class_Msvm_ProcessorSettingData,         PROCESSOR_PROPERTIES, &inventory->processors },
        { &hvr_wmi_class_Msvm_MemorySettingData,            MEMORY_PROPERTIES,    &inventory->memory },
        { &hvr_wmi_class_Msvm_StorageAllocationSettingData, STORAGE_PROPERTIES,   &inventory->storage },
    };
    /* clang-format on */

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        *rows[i].out_objects =
            list(session, windows, rows[i].type, rows[i].properties, cancellable, error);
        if (*rows[i].out_objects == NULL)
            return FALSE;
    }

    return TRUE;
}

void
hvr_inventory_share_settings(HvrInventory *inventory, const HvrInventory *from)
{
    inventory->settings = g_ptr_array_ref(from->settings);
    inventory->processors = g_ptr_array_ref(from->processors);
    inventory->memory = g_ptr_array_ref(from->memory);
    inventory->storage = g_ptr_array_ref(from->storage);
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

gboolean
hvr_inventory_is_quiet(const HvrInventory *before, const HvrInventory *now)
{
    return are_jobs_quiet(before->jobs, now->jobs) &&
           are_equal(before->systems, now->systems, hvr_wmi_object_equal) &&
           are_equal(before->relationships, now->relationships, is_relationship_equal);
}
