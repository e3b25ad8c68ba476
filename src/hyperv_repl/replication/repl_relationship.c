/* repl_relationship.c: one leg of a VM's replication, as its host tells it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_relationship.h"

#include "hvr_error.h"
#include "msvm_tables.h"
#include "repl_disk.h"
#include "repl_leg.h"
#include "repl_projection.h"
#include "repl_settings_object.h"
#include "repl_version.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* What Msvm_ReplicationRelationship and, for relationship 0, Msvm_ComputerSystem call the same. */
#define MIRRORED                                                                                   \
    "ReplicationState, ReplicationHealth, FailedOverReplicationType, LastReplicationType, "        \
    "LastApplicationConsistentReplicationTime, LastReplicationTime"

/* 6.2.9200, see repl_version.h. */
#define WINDOWS_2012 G_GUINT64_CONSTANT(602009200)

/* A host that says nothing about a leg's health has not said that it is healthy. */
#define HEALTH_UNKNOWN G_MAXUINT16

HvrReplRelationship *
hvr_repl_relationship_ref(HvrReplRelationship *relationship)
{
    return g_atomic_rc_box_acquire(relationship);
}

static void
clear(gpointer data)
{
    HvrReplRelationship *relationship = data;

    g_free(relationship->vm);
    g_clear_pointer(&relationship->settings, hvr_repl_settings_unref);
}

void
hvr_repl_relationship_unref(HvrReplRelationship *relationship)
{
    g_atomic_rc_box_release_full(relationship, clear);
}

gboolean
hvr_repl_relationship_equal(const HvrReplRelationship *a, const HvrReplRelationship *b)
{
    return g_str_equal(a->vm, b->vm) && a->index == b->index && a->state == b->state &&
           a->health == b->health && a->failed_over_kind == b->failed_over_kind &&
           a->last_kind == b->last_kind && hvr_repl_settings_equal(a->settings, b->settings);
}

/* @settings: (transfer full) */
static HvrReplRelationship *
dup_with_settings(const HvrReplRelationship *relationship, HvrReplSettings *settings)
{
    HvrReplRelationship *copy = g_atomic_rc_box_new(HvrReplRelationship);

    *copy = *relationship;
    copy->vm = g_strdup(relationship->vm);
    copy->settings = settings;

    return copy;
}

HvrReplRelationship *
hvr_repl_relationship_dup_in_state(const HvrReplRelationship *relationship, guint state)
{
    HvrReplRelationship *copy =
        dup_with_settings(relationship, hvr_repl_settings_ref(relationship->settings));

    copy->state = state;

    return copy;
}

static HvrReplRelationship *
dup_with_disks(const HvrReplRelationship *relationship, const char *const *disks)
{
    gpointer object = hvr_wmi_object_copy(hvr_repl_settings_get_object(relationship->settings));

    hvr_wmi_object_set_strv(object, "IncludedDisks", disks);

    return dup_with_settings(relationship,
                             hvr_repl_settings_new_from_object(HVR_REPL_RELATIONSHIP, object));
}

HvrReplRelationship *
hvr_repl_relationship_name_disks(HvrReplRelationship *relationship, GPtrArray *storage)
{
    const char *const *disks = hvr_repl_settings_get_list(
        relationship->settings, hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "included-disks"));
    g_autoptr(GPtrArray) names = NULL;

    if (disks == NULL || disks[0] == NULL)
        return hvr_repl_relationship_ref(relationship);

    names = g_ptr_array_new();
    for (guint i = 0; disks[i] != NULL; i++)
        g_ptr_array_add(names, (gpointer)hvr_repl_disk_get_name(disks[i], storage));
    g_ptr_array_add(names, NULL);

    return dup_with_disks(relationship, (const char *const *)names->pdata);
}

static gint64
get_time(HvrCimDatetime datetime)
{
    return datetime.is_interval || datetime.usec <= HVR_CIM_NEVER ? 0 : datetime.usec;
}

/* Returns: (nullable): %NULL for what is no leg of a replicated machine. */
static HvrReplRelationship *
new_from_object(const Msvm_ReplicationRelationship *object)
{
    g_autoptr(HvrReplRelationship) relationship = g_atomic_rc_box_new0(HvrReplRelationship);

    relationship->state = hvr_wmi_object_has(object, "ReplicationState") ? object->ReplicationState
                                                                         : HVR_REPL_STATE_UNKNOWN;
    if (relationship->state == HVR_REPL_STATE_DISABLED ||
        !hvr_repl_leg_parse(object->InstanceID, &relationship->vm, &relationship->index))
        return NULL;

    relationship->settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);
    relationship->health = hvr_wmi_object_has(object, "ReplicationHealth")
                               ? object->ReplicationHealth
                               : HEALTH_UNKNOWN;
    relationship->failed_over_kind = object->FailedOverReplicationType;
    relationship->last_kind = object->LastReplicationType;
    relationship->last_replication = get_time(object->LastReplicationTime);
    relationship->last_apply = get_time(object->LastApplyTime);
    relationship->last_consistent = get_time(object->LastApplicationConsistentReplicationTime);

    return g_steal_pointer(&relationship);
}

/* A host of unknown version has told by its refusal that it is 2012: by
 * WBEM_E_INVALID_CLASS or CANNOT_PROCESS_FILTER, or as if an object were missing
 * (inferred). */
static gboolean
is_unknown_class(guint64 windows, const GError *error)
{
    if (windows != 0)
        return FALSE;

    return hvr_error_is_code(error, HVR_ERROR_UNSUPPORTED) ||
           hvr_error_is_code(error, HVR_ERROR_NO_DOMAIN);
}

/* Windows Server 2012 has no relationship objects; the machine itself says the
 * same by the same names, about its only relationship. */
static GPtrArray *
list_mirrors(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new("Name, " MIRRORED, "Msvm_ComputerSystem");
    GPtrArray *objects = NULL;

    hvr_wmi_query_where_uint(query, "ReplicationMode", "<>", HVR_REPL_MODE_NONE);
    objects = hvr_wmi_session_list(session, HVR_WMI_NAMESPACE,
                                   &hvr_wmi_class_Msvm_ReplicationRelationship,
                                   hvr_wmi_query_get_text(query), cancellable, error);
    for (guint i = 0; objects != NULL && i < objects->len; i++) {
        Msvm_ReplicationRelationship *object = objects->pdata[i];
        g_autofree char *id = hvr_repl_leg_format(object->Name, 0);

        hvr_wmi_object_set_string(object, "InstanceID", id);
    }

    return objects;
}

static GPtrArray *
list_objects(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrWmiQuery) query =
        hvr_wmi_query_new("InstanceID, LastApplyTime, " MIRRORED, "Msvm_ReplicationRelationship");

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE,
                                &hvr_wmi_class_Msvm_ReplicationRelationship,
                                hvr_wmi_query_get_text(query), cancellable, error);
}

/* Returns: (transfer full): the properties of all settings, comma separated. */
static char *
join_properties(guint64 windows)
{
    g_autoptr(GString) names = g_string_new("InstanceID");
    guint n_settings;
    const HvrReplSetting *table = hvr_repl_setting_list(HVR_REPL_RELATIONSHIP, &n_settings);

    for (guint i = 0; i < n_settings; i++)
        g_string_append_printf(names, ",%s", table[i].property);

    return hvr_repl_projection_format(&hvr_wmi_class_Msvm_ReplicationSettingData, names->str,
                                      windows);
}

GPtrArray *
hvr_repl_relationship_list_settings(HvrWmiSession *session,
                                    guint64 windows,
                                    GCancellable *cancellable,
                                    GError **error)
{
    /* A host refuses a query for a property that it does not know. */
    g_autofree char *properties = join_properties(windows != 0 ? windows : WINDOWS_2012);
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(properties, "Msvm_ReplicationSettingData");

    /* Windows keeps default settings for every machine; only those that name a
     * replica server are in use, and the others would cost pages. */
    hvr_wmi_query_where(query, "RecoveryConnectionPoint", ">", "");

    return hvr_wmi_session_list(session, HVR_WMI_NAMESPACE,
                                &hvr_wmi_class_Msvm_ReplicationSettingData,
                                hvr_wmi_query_get_text(query), cancellable, error);
}

GPtrArray *
hvr_repl_relationship_list(HvrWmiSession *session,
                           guint64 windows,
                           GCancellable *cancellable,
                           GError **error)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_ReplicationRelationship;
    g_autoptr(GError) failure = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GPtrArray) relationships = NULL;

    if (hvr_repl_version_is_at_least(windows, type->since))
        objects = list_objects(session, cancellable, &failure);
    else
        objects = list_mirrors(session, cancellable, &failure);
    if (objects == NULL && is_unknown_class(windows, failure)) {
        g_clear_error(&failure);
        objects = list_mirrors(session, cancellable, &failure);
    }
    if (objects == NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }

    relationships = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_relationship_unref);
    for (guint i = 0; i < objects->len; i++) {
        HvrReplRelationship *relationship = new_from_object(objects->pdata[i]);

        if (relationship != NULL)
            g_ptr_array_add(relationships, relationship);
    }

    return g_steal_pointer(&relationships);
}

/* Returns: (transfer full) (element-type utf8 Msvm_ReplicationSettingData): by canonical
 * InstanceID. */
static GHashTable *
index_settings(GPtrArray *objects)
{
    GHashTable *index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < objects->len; i++) {
        const Msvm_ReplicationSettingData *object = objects->pdata[i];
        g_autofree char *vm = NULL;
        guint leg;

        if (hvr_repl_leg_parse(object->InstanceID, &vm, &leg))
            g_hash_table_replace(index, hvr_repl_leg_format(vm, leg), objects->pdata[i]);
    }

    return index;
}

GPtrArray *
hvr_repl_relationship_join(GPtrArray *relationships, GPtrArray *settings)
{
    g_autoptr(GHashTable) index = index_settings(settings);
    GPtrArray *joined = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_relationship_unref);

    for (guint i = 0; i < relationships->len; i++) {
        HvrReplRelationship *relationship = relationships->pdata[i];
        g_autofree char *id = hvr_repl_leg_format(relationship->vm, relationship->index);
        gconstpointer object = g_hash_table_lookup(index, id);

        if (object == NULL)
            g_ptr_array_add(joined, hvr_repl_relationship_ref(relationship));
        else
            g_ptr_array_add(
                joined, dup_with_settings(relationship,
                                          hvr_repl_settings_new_from_object(
                                              HVR_REPL_RELATIONSHIP, hvr_wmi_object_copy(object))));
    }

    return joined;
}
