/* inventory_domain.c: a machine's CIM instances made into a domain
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory_domain.h"

#include <libvirt/libvirt.h>

#include "repl_point.h"
#include "repl_relationship.h"
#include "wmi_path.h"

#define STARTUP_ALWAYS 4 /* AutomaticStartupAction, msvm-virtualsystemsettingdata.md */
#define KIB_PER_MIB    1024

/* Msvm_ComputerSystem.EnabledState; what is not here is shown as "no state". */
/* clang-format off */
static const struct {
    guint16 enabled_state;
    int state;
    int reason;
    gboolean is_saved;
} states[] = {
    { 2,  VIR_DOMAIN_RUNNING,  VIR_DOMAIN_RUNNING_UNKNOWN,  FALSE },
    { 3,  VIR_DOMAIN_SHUTOFF,  VIR_DOMAIN_SHUTOFF_UNKNOWN,  FALSE },
    { 4,  VIR_DOMAIN_SHUTDOWN, VIR_DOMAIN_SHUTDOWN_UNKNOWN, FALSE },
    { 6,  VIR_DOMAIN_SHUTOFF,  VIR_DOMAIN_SHUTOFF_SAVED,    TRUE  },
    { 9,  VIR_DOMAIN_PAUSED,   VIR_DOMAIN_PAUSED_USER,      FALSE },
    { 10, VIR_DOMAIN_RUNNING,  VIR_DOMAIN_RUNNING_UNKNOWN,  FALSE }, /* starting */
    { 32768, VIR_DOMAIN_PAUSED,  VIR_DOMAIN_PAUSED_USER,    FALSE }, /* that page has them, too */
    { 32769, VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_SAVED,  TRUE  },
};
/* clang-format on */

/* Msvm_ComputerSystem.HealthState: major and critical failure.  With the machine
 * paused both say that its disks are nearly full. */
#define HEALTH_MAJOR    20
#define HEALTH_CRITICAL 25

static void
set_state(HvrDomain *domain, const Msvm_ComputerSystem *system)
{
    domain->state = VIR_DOMAIN_NOSTATE;
    domain->reason = VIR_DOMAIN_NOSTATE_UNKNOWN;
    for (guint i = 0; i < G_N_ELEMENTS(states); i++) {
        if (states[i].enabled_state != system->EnabledState)
            continue;
        domain->state = states[i].state;
        domain->reason = states[i].reason;
        domain->is_saved = states[i].is_saved;
    }
    if (domain->state == VIR_DOMAIN_PAUSED &&
        (system->HealthState == HEALTH_MAJOR || system->HealthState == HEALTH_CRITICAL))
        domain->reason = VIR_DOMAIN_PAUSED_IOERROR;
    if (hvr_domain_is_active(domain) && system->ProcessID <= G_MAXINT32)
        domain->id = (int)system->ProcessID;
}

/* "Microsoft:Hyper-V:SubType:2" */
static guint
get_generation(const char *sub_type)
{
    return sub_type != NULL && g_str_has_suffix(sub_type, ":2") ? 2 : 1;
}

static char *
dup_notes(const Msvm_VirtualSystemSettingData *settings)
{
    g_autofree char *notes = settings->Notes != NULL && settings->Notes[0] != NULL
                                 ? g_strjoinv("\n", settings->Notes)
                                 : NULL;

    return notes != NULL && notes[0] != '\0' ? g_steal_pointer(&notes) : NULL;
}

static void
set_settings(HvrDomain *domain, const Msvm_VirtualSystemSettingData *settings)
{
    domain->autostart = settings->AutomaticStartupAction == STARTUP_ALWAYS;
    domain->generation = get_generation(settings->VirtualSystemSubType);
    domain->description = dup_notes(settings);
}

static void
set_memory(HvrDomain *domain, const Msvm_MemorySettingData *memory)
{
    guint64 maximum = memory->DynamicMemoryEnabled ? memory->Limit : memory->VirtualQuantity;

    domain->memory_kib = memory->VirtualQuantity * KIB_PER_MIB;
    domain->max_memory_kib = MAX(maximum * KIB_PER_MIB, domain->memory_kib);
}

/* Returns: (transfer full): snapshot id to the id of the one it derives from. */
static GHashTable *
add_snapshots(HvrDomain *domain, GPtrArray *snapshots)
{
    g_autoptr(GHashTable) parents = NULL;

    parents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; snapshots != NULL && i < snapshots->len; i++) {
        const Msvm_VirtualSystemSettingData *cim = snapshots->pdata[i];
        HvrReplPointKind kind;
        HvrSnapshot *snapshot;

        if (cim->InstanceID == NULL ||
            !hvr_repl_point_kind_from_type(cim->VirtualSystemType, &kind))
            continue;

        snapshot = hvr_snapshot_new(cim->InstanceID,
                                    cim->ElementName != NULL ? cim->ElementName : "", kind,
                                    cim->CreationTime.usec / G_USEC_PER_SEC);
        snapshot->has_memory = cim->IsSaved;
        snapshot->notes = dup_notes(cim);
        g_ptr_array_add(domain->snapshots, snapshot);
        if (cim->Parent != NULL)
            g_hash_table_insert(parents, g_strdup(snapshot->id),
                                hvr_wmi_path_dup_key(cim->Parent, "InstanceID"));
    }

    return g_steal_pointer(&parents);
}

static HvrSnapshot *
find_by_id(const HvrDomain *domain, const char *id)
{
    for (guint i = 0; id != NULL && i < domain->snapshots->len; i++) {
        HvrSnapshot *snapshot = domain->snapshots->pdata[i];

        if (g_ascii_strcasecmp(snapshot->id, id) == 0)
            return snapshot;
    }

    return NULL;
}

/* Recovery points are logs that are undone newest first, so each derives from
 * the next older one where the host does not say (inferred). */
static void
link_snapshots(HvrDomain *domain, GHashTable *parents)
{
    const HvrSnapshot *older_point = NULL;

    for (guint i = 0; i < domain->snapshots->len; i++) {
        HvrSnapshot *snapshot = domain->snapshots->pdata[i];
        const HvrSnapshot *parent = find_by_id(domain, g_hash_table_lookup(parents, snapshot->id));
        gboolean is_point = snapshot->kind != HVR_POINT_CHECKPOINT;

        if (parent == NULL && is_point)
            parent = older_point;
        if (parent != NULL && parent != snapshot)
            snapshot->parent = g_strdup(parent->name);
        if (is_point)
            older_point = snapshot;
    }
}

static void
set_snapshots(HvrDomain *domain, const HvrInventoryParts *parts)
{
    g_autoptr(GHashTable) parents = add_snapshots(domain, parts->snapshots);
    g_autofree char *current_id = NULL;
    HvrSnapshot *current;

    hvr_snapshot_assign_names(domain->snapshots);
    link_snapshots(domain, parents);
    if (parts->settings == NULL || parts->settings->Parent == NULL)
        return;

    current_id = hvr_wmi_path_dup_key(parts->settings->Parent, "InstanceID");
    current = find_by_id(domain, current_id);
    if (current != NULL)
        current->is_current = TRUE;
}

static void
set_replication(HvrDomain *domain, const HvrInventoryParts *parts)
{
    domain->mode = parts->system->ReplicationMode;
    for (guint i = 0; i < G_N_ELEMENTS(parts->legs); i++) {
        if (parts->legs[i] != NULL && parts->storage != NULL)
            domain->legs[i] = hvr_repl_relationship_name_disks(parts->legs[i], parts->storage);
        else if (parts->legs[i] != NULL)
            domain->legs[i] = hvr_repl_relationship_ref(parts->legs[i]);
    }
}

HvrDomain *
hvr_inventory_domain_new(const HvrInventoryParts *parts)
{
    const Msvm_ComputerSystem *system = parts->system;
    const char *name = system->ElementName != NULL ? system->ElementName : system->Name;
    HvrDomain *domain = hvr_domain_new(system->Name, name);

    set_state(domain, system);
    domain->configured = system->TimeOfLastConfigurationChange.usec;
    set_replication(domain, parts);
    if (parts->settings != NULL)
        set_settings(domain, parts->settings);
    if (parts->memory != NULL)
        set_memory(domain, parts->memory);
    if (parts->processor != NULL)
        domain->n_vcpus = (guint)parts->processor->VirtualQuantity;
    if (parts->storage != NULL)
        hvr_inventory_disk_list(parts->storage, domain->disks);
    set_snapshots(domain, parts);

    return domain;
}

/* The host is an instance among the machines; its caption is translated on
 * Windows in other languages, its name is never a GUID. */
gboolean
hvr_inventory_domain_is_host(const Msvm_ComputerSystem *system)
{
    guchar uuid[16];

    return g_strcmp0(system->Caption, "Hosting Computer System") == 0 ||
           !hvr_domain_parse_guid(system->Name, uuid);
}
