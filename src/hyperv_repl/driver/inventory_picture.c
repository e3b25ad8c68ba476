/* inventory_picture.c: CIM instances of a host sorted by machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "inventory.h"
#include "inventory_domain.h"
#include "inventory_job.h"
#include "repl_relationship.h"

#define REALIZED    "Microsoft:Hyper-V:System:Realized"
#define ID_PREFIX   "Microsoft:"
#define GUID_LENGTH 36

/* A machine that runs without a process id, and the host itself, get ids that
 * no process has. */
#define OWN_ID      G_MAXINT32
#define FALLBACK_ID 0x40000000

/* Returns: (nullable): text that contains the GUID of the machine it belongs to. */
typedef const char *(*GetOwner)(gconstpointer object);

static const char *
get_settings_owner(gconstpointer object)
{
    return ((const Msvm_VirtualSystemSettingData *)object)->VirtualSystemIdentifier;
}

/* "Microsoft:GUID\..."; those of snapshots have the snapshot's GUID there, and
 * templates something else, which no machine answers to. */
static const char *
skip_prefix(const char *id)
{
    return id != NULL && g_str_has_prefix(id, ID_PREFIX) ? id + strlen(ID_PREFIX) : NULL;
}

static const char *
get_processor_owner(gconstpointer object)
{
    return skip_prefix(((const Msvm_ProcessorSettingData *)object)->InstanceID);
}

static const char *
get_memory_owner(gconstpointer object)
{
    return skip_prefix(((const Msvm_MemorySettingData *)object)->InstanceID);
}

static const char *
get_storage_owner(gconstpointer object)
{
    return skip_prefix(((const Msvm_StorageAllocationSettingData *)object)->InstanceID);
}

static const char *
get_relationship_owner(gconstpointer object)
{
    return ((const HvrReplRelationship *)object)->vm;
}

/* Returns: (transfer full): GUID, upper case, to a GPtrArray of what belongs to it. */
static GHashTable *
index_by_owner(GPtrArray *objects, GetOwner get_owner)
{
    GHashTable *index =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);

    for (guint i = 0; i < objects->len; i++) {
        const char *owner = get_owner(objects->pdata[i]);
        g_autofree char *guid = owner != NULL ? g_ascii_strup(owner, -1) : NULL;
        GPtrArray *group;

        if (guid == NULL || strlen(guid) < GUID_LENGTH)
            continue;

        guid[GUID_LENGTH] = '\0';
        group = g_hash_table_lookup(index, guid);
        if (group == NULL) {
            group = g_ptr_array_new();
            g_hash_table_insert(index, g_steal_pointer(&guid), group);
        }
        g_ptr_array_add(group, objects->pdata[i]);
    }

    return index;
}

typedef struct {
    GHashTable *settings;
    GHashTable *processors;
    GHashTable *memory;
    GHashTable *storage;
    GHashTable *relationships;
} Index;

static void
index_clear(Index *index)
{
    g_hash_table_unref(index->settings);
    g_hash_table_unref(index->processors);
    g_hash_table_unref(index->memory);
    g_hash_table_unref(index->storage);
    g_hash_table_unref(index->relationships);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Index, index_clear)

static gconstpointer
find_first(GHashTable *index, const char *guid)
{
    GPtrArray *group = g_hash_table_lookup(index, guid);

    return group != NULL ? group->pdata[0] : NULL;
}

static const Msvm_VirtualSystemSettingData *
find_realized(GPtrArray *settings)
{
    for (guint i = 0; settings != NULL && i < settings->len; i++) {
        const Msvm_VirtualSystemSettingData *object = settings->pdata[i];

        if (g_strcmp0(object->VirtualSystemType, REALIZED) == 0)
            return object;
    }

    return NULL;
}

static HvrDomain *
describe_domain(const Msvm_ComputerSystem *system, const Index *index)
{
    g_autofree char *guid = g_ascii_strup(system->Name, -1);
    HvrInventoryParts parts = { .system = system };
    GPtrArray *legs = g_hash_table_lookup(index->relationships, guid);

    parts.snapshots = g_hash_table_lookup(index->settings, guid);
    parts.settings = find_realized(parts.snapshots);
    parts.processor = find_first(index->processors, guid);
    parts.memory = find_first(index->memory, guid);
    parts.storage = g_hash_table_lookup(index->storage, guid);
    for (guint i = 0; legs != NULL && i < legs->len; i++) {
        HvrReplRelationship *leg = legs->pdata[i];

        if (leg->index < G_N_ELEMENTS(parts.legs))
            parts.legs[leg->index] = leg;
    }

    return hvr_inventory_domain_new(&parts);
}

/* The host's machine has a UUID that WMI shows elsewhere; its own instance is
 * called by its NetBIOS name. */
static HvrDomain *
describe_own(const Msvm_ComputerSystem *system, const HvrHostFacts *facts)
{
    g_autofree char *guid = hvr_domain_format_guid(facts->uuid);
    const char *name = system != NULL && system->ElementName != NULL ? system->ElementName
                                                                     : facts->hostname;
    HvrDomain *domain = hvr_domain_new(guid, name);

    domain->is_host = TRUE;
    domain->state = VIR_DOMAIN_RUNNING;
    domain->reason = VIR_DOMAIN_RUNNING_BOOTED;
    domain->id = OWN_ID;
    domain->memory_kib = facts->memory_kib;
    domain->max_memory_kib = facts->memory_kib;
    domain->n_vcpus = facts->n_cpus;
    domain->generation = 2;

    return domain;
}

/* Stable as long as the machine runs: made of its UUID. */
static int
get_fallback_id(const HvrDomain *domain)
{
    const guchar *uuid = domain->uuid;

    return FALLBACK_ID | (uuid[0] & 0x3f) << 24 | uuid[1] << 16 | uuid[2] << 8 | uuid[3];
}

static void
assign_ids(HvrPicture *picture)
{
    g_autoptr(GHashTable) taken = g_hash_table_new(NULL, NULL);

    g_hash_table_add(taken, GINT_TO_POINTER(OWN_ID));
    for (guint i = 0; i < picture->domains->len; i++) {
        HvrDomain *domain = picture->domains->pdata[i];

        if (!hvr_domain_is_active(domain))
            continue;
        if (domain->id <= 0)
            domain->id = get_fallback_id(domain);
        while (!g_hash_table_add(taken, GINT_TO_POINTER(domain->id)))
            domain->id = domain->id % (G_MAXINT32 - 1) + 1;
    }
}

static void
describe_jobs(const HvrInventory *inventory,
              const HvrHostFacts *facts,
              GHashTable *owners,
              HvrPicture *picture)
{
    for (guint i = 0; i < inventory->jobs->len; i++) {
        const Msvm_ConcreteJob *job = inventory->jobs->pdata[i];
        const char *owner = NULL;

        if (job->InstanceID == NULL)
            continue;
        owner = g_hash_table_lookup(owners, job->InstanceID);
        if (owner != NULL && owner[0] == '\0')
            owner = NULL;
        g_ptr_array_add(picture->jobs, hvr_inventory_job_new(job, owner, facts->hostname));
    }
}

HvrPicture *
hvr_inventory_describe(const HvrInventory *inventory, const HvrHostFacts *facts, GHashTable *owners)
{
    HvrPicture *picture = hvr_picture_new();
    const Msvm_ComputerSystem *host = NULL;
    g_autoptr(GPtrArray)
        legs = hvr_repl_relationship_join(inventory->relationships, inventory->replications);
    g_auto(Index) index = {
        .settings = index_by_owner(inventory->settings, get_settings_owner),
        .processors = index_by_owner(inventory->processors, get_processor_owner),
        .memory = index_by_owner(inventory->memory, get_memory_owner),
        .storage = index_by_owner(inventory->storage, get_storage_owner),
        .relationships = index_by_owner(legs, get_relationship_owner),
    };

    for (guint i = 0; i < inventory->systems->len; i++) {
        const Msvm_ComputerSystem *system = inventory->systems->pdata[i];

        if (system->Name == NULL)
            continue;
        if (hvr_inventory_domain_is_host(system))
            host = system;
        else
            hvr_picture_add(picture, describe_domain(system, &index));
    }
    picture->own = describe_own(host, facts);
    assign_ids(picture);
    describe_jobs(inventory, facts, owners, picture);

    return picture;
}
