/* test_inventory.c: CIM instances of a host as a picture
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "inventory.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "inventory_domain.h"
#include "msvm_tables.h"

#define GUID  "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define OTHER "7DDC63C1-0135-40CA-B998-A606D91080E9"
#define POINT "Microsoft:AAAAAAAA-0000-0000-0000-00000000000"

#define SNAPSHOT "Microsoft:Hyper-V:Snapshot:"
#define REALIZED "Microsoft:Hyper-V:System:Realized"

/* A host that has answered, with nothing on it. */
static HvrInventory *
make_inventory(void)
{
    HvrInventory *inventory = hvr_inventory_new();

    for (guint i = 0; i < HVR_INVENTORY_N_LISTS; i++)
        inventory->lists[i] = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    g_ptr_array_unref(inventory->relationships);
    inventory->relationships =
        g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_relationship_unref);

    return inventory;
}

static gpointer
add(GPtrArray *list, const HvrWmiClass *type, const char *key, const char *value)
{
    gpointer object = hvr_wmi_object_new(type);

    hvr_wmi_object_set_string(object, key, value);
    g_ptr_array_add(list, object);

    return object;
}

static gpointer
add_system(HvrInventory *inventory, const char *name, guint16 enabled_state, guint32 process_id)
{
    gpointer system = add(inventory->systems, &hvr_wmi_class_Msvm_ComputerSystem, "Name", name);

    hvr_wmi_object_set_string(system, "ElementName", "web01");
    hvr_wmi_object_set_uint(system, "EnabledState", enabled_state);
    if (process_id != 0)
        hvr_wmi_object_set_uint(system, "ProcessID", process_id);

    return system;
}

static gpointer
add_settings(HvrInventory *inventory, const char *id, const char *type)
{
    gpointer settings =
        add(inventory->settings, &hvr_wmi_class_Msvm_VirtualSystemSettingData, "InstanceID", id);

    hvr_wmi_object_set_string(settings, "VirtualSystemIdentifier", GUID);
    hvr_wmi_object_set_string(settings, "VirtualSystemType", type);
    hvr_wmi_object_set_string(settings, "ElementName", "web01");

    return settings;
}

static HvrPicture *
describe(HvrInventory *inventory)
{
    HvrHostFacts facts = { .hostname = (char *)"hv01", .memory_kib = 4096, .n_cpus = 8 };
    g_autoptr(GHashTable) owners = g_hash_table_new(g_str_hash, g_str_equal);

    hvr_domain_parse_guid("00112233-4455-6677-8899-AABBCCDDEEFF", facts.uuid);
    g_hash_table_insert(owners, (gpointer) "J1", (gpointer)GUID);
    g_hash_table_insert(owners, (gpointer) "J2", (gpointer) "");

    return hvr_inventory_describe(inventory, &facts, owners);
}

typedef struct {
    const char *name;
    guint16 enabled_state;
    guint32 process_id;
    int state;
    gboolean is_saved;
    int id;
} State;

/* 0x6DDC63C1 with bits 30 and 31 as any positive id above all process ids has them. */
#define FALLBACK 0x6DDC63C1

/* EnabledState: msvm-computersystem.md. */
/* clang-format off */
static const State states[] = {
    { "running",         2,  1234,       VIR_DOMAIN_RUNNING,  FALSE, 1234 },
    { "off",             3,  0,          VIR_DOMAIN_SHUTOFF,  FALSE, -1 },
    { "off-with-worker", 3,  1234,       VIR_DOMAIN_SHUTOFF,  FALSE, -1 },
    { "shutting-down",   4,  1234,       VIR_DOMAIN_SHUTDOWN, FALSE, 1234 },
    { "saved",           6,  0,          VIR_DOMAIN_SHUTOFF,  TRUE,  -1 },
    { "paused",          9,  1234,       VIR_DOMAIN_PAUSED,   FALSE, 1234 },
    { "starting",        10, 1234,       VIR_DOMAIN_RUNNING,  FALSE, 1234 },
    { "unknown",         0,  1234,       VIR_DOMAIN_NOSTATE,  FALSE, 1234 },
    { "unheard-of",      77, 1234,       VIR_DOMAIN_NOSTATE,  FALSE, 1234 },
    { "no-process-id",   2,  0,          VIR_DOMAIN_RUNNING,  FALSE, FALLBACK },
    { "huge-process-id", 2,  0x80000000, VIR_DOMAIN_RUNNING,  FALSE, FALLBACK },
};
/* clang-format on */

static void
test_state(gconstpointer data)
{
    const State *c = data;
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;
    const HvrDomain *domain;

    add_system(inventory, GUID, c->enabled_state, c->process_id);
    picture = describe(inventory);
    domain = hvr_picture_find(picture, GUID);
    g_assert_cmpint(domain->state, ==, c->state);
    g_assert_cmpint(domain->is_saved, ==, c->is_saved);
    g_assert_cmpint(domain->id, ==, c->id);
}

static void
test_ids_are_unique(void)
{
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;
    const HvrDomain *one;
    const HvrDomain *other;

    add_system(inventory, GUID, 2, 55);
    add_system(inventory, OTHER, 2, 55);
    picture = describe(inventory);
    one = picture->domains->pdata[0];
    other = picture->domains->pdata[1];
    g_assert_cmpint(one->id, ==, 55);
    g_assert_cmpint(other->id, >, 0);
    g_assert_cmpint(other->id, !=, 55);
}

static void
test_own(void)
{
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;
    gpointer host = add_system(inventory, "HV01", 2, 0);

    hvr_wmi_object_set_string(host, "Caption", "Hostcomputersystem");
    hvr_wmi_object_set_string(host, "ElementName", "HV01");
    picture = describe(inventory);
    g_assert_cmpuint(picture->domains->len, ==, 0);
    g_assert_true(picture->own->is_host);
    g_assert_cmpstr(picture->own->name, ==, "HV01");
    g_assert_cmpstr(picture->own->guid, ==, "00112233-4455-6677-8899-AABBCCDDEEFF");
    g_assert_cmpuint(picture->own->memory_kib, ==, 4096);
    g_assert_cmpuint(picture->own->n_vcpus, ==, 8);
}

static void
test_own_by_caption(void)
{
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;
    gpointer host = add_system(inventory, GUID, 2, 0);

    hvr_wmi_object_set_string(host, "Caption", "Hosting Computer System");
    picture = describe(inventory);
    g_assert_cmpuint(picture->domains->len, ==, 0);
}

static void
test_settings(void)
{
    static const char *const notes[] = { "shop", "second line", NULL };
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;
    const HvrDomain *domain;
    gpointer object;

    add_system(inventory, "6ddc63c1-0135-40ca-b998-a606d91080e9", 3, 0);
    object = add_settings(inventory, "Microsoft:" GUID, REALIZED);
    hvr_wmi_object_set_strv(object, "Notes", notes);
    hvr_wmi_object_set_uint(object, "AutomaticStartupAction", 4);
    hvr_wmi_object_set_string(object, "VirtualSystemSubType", "Microsoft:Hyper-V:SubType:2");
    object = add(inventory->processors, &hvr_wmi_class_Msvm_ProcessorSettingData, "InstanceID",
                 "Microsoft:" GUID "\\b637f346-6a0e-4dec-af52-bd70cb80a21d\\0");
    hvr_wmi_object_set_uint(object, "VirtualQuantity", 4);
    object = add(inventory->processors, &hvr_wmi_class_Msvm_ProcessorSettingData, "InstanceID",
                 "Microsoft:Definition\\b637f346-6a0e-4dec-af52-bd70cb80a21d\\Maximum");
    hvr_wmi_object_set_uint(object, "VirtualQuantity", 64);
    object = add(inventory->memory, &hvr_wmi_class_Msvm_MemorySettingData, "InstanceID",
                 "Microsoft:" GUID "\\4764334d-e001-4176-82ee-5594ec9b530e");
    hvr_wmi_object_set_uint(object, "VirtualQuantity", 1024);
    hvr_wmi_object_set_uint(object, "Limit", 1048576);

    picture = describe(inventory);
    domain = hvr_picture_find(picture, GUID);
    g_assert_cmpstr(domain->name, ==, "web01");
    g_assert_cmpstr(domain->description, ==, "shop\nsecond line");
    g_assert_true(domain->autostart);
    g_assert_cmpuint(domain->generation, ==, 2);
    g_assert_cmpuint(domain->n_vcpus, ==, 4);
    g_assert_cmpuint(domain->memory_kib, ==, 1048576);
    g_assert_cmpuint(domain->max_memory_kib, ==, 1048576);

    hvr_wmi_object_set_boolean(object, "DynamicMemoryEnabled", TRUE);
    g_clear_pointer(&picture, hvr_picture_unref);
    picture = describe(inventory);
    g_assert_cmpuint(hvr_picture_find(picture, GUID)->max_memory_kib, ==, 1073741824);
}

/* What no query told of is not there, and nothing breaks. */
static void
test_bare(void)
{
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;
    gpointer nameless = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ComputerSystem);
    const HvrDomain *domain;

    g_ptr_array_add(inventory->systems, nameless);
    g_ptr_array_add(inventory->settings,
                    hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData));
    g_ptr_array_add(inventory->memory, hvr_wmi_object_new(&hvr_wmi_class_Msvm_MemorySettingData));
    g_ptr_array_add(inventory->storage,
                    hvr_wmi_object_new(&hvr_wmi_class_Msvm_StorageAllocationSettingData));
    add(inventory->systems, &hvr_wmi_class_Msvm_ComputerSystem, "Name", GUID);
    picture = describe(inventory);
    g_assert_cmpuint(picture->domains->len, ==, 1);
    domain = hvr_picture_find(picture, GUID);
    g_assert_cmpstr(domain->name, ==, GUID);
    g_assert_null(domain->description);
    g_assert_cmpuint(domain->memory_kib, ==, 0);
    g_assert_cmpuint(domain->snapshots->len, ==, 0);
    g_assert_cmpstr(picture->own->name, ==, "hv01");
}

static void
add_snapshot(
    HvrInventory *inventory, const char *id, const char *type, gint64 seconds, const char *parent)
{
    gpointer object = add_settings(inventory, id, type);

    hvr_wmi_object_set_time(object, "CreationTime", seconds * G_USEC_PER_SEC);
    hvr_wmi_object_set_string(object, "ElementName", id + strlen(POINT));
    if (parent != NULL) {
        g_autofree char *path = g_strdup_printf("\\\\HV01\\root\\virtualization\\v2:"
                                                "Msvm_VirtualSystemSettingData.InstanceID=\"%s\"",
                                                parent);

        hvr_wmi_object_set_string(object, "Parent", path);
    }
}

static void
assert_snapshot(const HvrDomain *domain, guint index, const char *name, const char *parent)
{
    const HvrSnapshot *snapshot = domain->snapshots->pdata[index];

    g_assert_cmpstr(snapshot->name, ==, name);
    g_assert_cmpstr(snapshot->parent, ==, parent);
}

static void
test_points_form_a_chain(void)
{
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;
    const HvrDomain *domain;

    add_system(inventory, GUID, 3, 0);
    add_settings(inventory, "Microsoft:" GUID, REALIZED);
    add_snapshot(inventory, POINT "3", SNAPSHOT "Replica:Standard", 7200, NULL);
    add_snapshot(inventory, POINT "1", SNAPSHOT "Replica:Standard", 0, NULL);
    add_snapshot(inventory, POINT "2", SNAPSHOT "Replica:ApplicationConsistent", 3600,
                 "Microsoft:" GUID);
    picture = describe(inventory);
    domain = hvr_picture_find(picture, GUID);
    g_assert_cmpuint(domain->snapshots->len, ==, 3);
    assert_snapshot(domain, 0, "rp-1970-01-01T00:00:00Z", NULL);
    assert_snapshot(domain, 1, "rp-1970-01-01T01:00:00Z", "rp-1970-01-01T00:00:00Z");
    assert_snapshot(domain, 2, "rp-1970-01-01T02:00:00Z", "rp-1970-01-01T01:00:00Z");
}

static void
test_checkpoints_form_a_tree(void)
{
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;
    const HvrDomain *domain;
    const HvrSnapshot *snapshot;

    add_system(inventory, GUID, 3, 0);
    add_snapshot(inventory, "Microsoft:" GUID, REALIZED, 0, POINT "2");
    add_snapshot(inventory, POINT "1", SNAPSHOT "Realized", 1, NULL);
    add_snapshot(inventory, POINT "2", SNAPSHOT "Realized", 2, POINT "1");
    add_snapshot(inventory, POINT "3", SNAPSHOT "Realized", 3, POINT "1");
    add_snapshot(inventory, POINT "4", SNAPSHOT "Realized", 4, POINT "4");
    hvr_wmi_object_set_boolean(inventory->settings->pdata[1], "IsSaved", TRUE);
    picture = describe(inventory);
    domain = hvr_picture_find(picture, GUID);
    assert_snapshot(domain, 0, "1", NULL);
    assert_snapshot(domain, 1, "2", "1");
    assert_snapshot(domain, 2, "3", "1");
    assert_snapshot(domain, 3, "4", NULL); /* its own parent, says a mad host */
    snapshot = domain->snapshots->pdata[0];
    g_assert_true(snapshot->has_memory);
    g_assert_false(snapshot->is_current);
    snapshot = domain->snapshots->pdata[1];
    g_assert_false(snapshot->has_memory);
    g_assert_true(snapshot->is_current);
}

static void
test_jobs(void)
{
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;

    add(inventory->jobs, &hvr_wmi_class_Msvm_ConcreteJob, "InstanceID", "J1");
    add(inventory->jobs, &hvr_wmi_class_Msvm_ConcreteJob, "InstanceID", "J2");
    add(inventory->jobs, &hvr_wmi_class_Msvm_ConcreteJob, "InstanceID", "J3");
    g_ptr_array_add(inventory->jobs, hvr_wmi_object_new(&hvr_wmi_class_Msvm_ConcreteJob));
    picture = describe(inventory);
    g_assert_cmpuint(picture->jobs->len, ==, 3);
    g_assert_cmpstr(hvr_picture_find_job(picture, "j1")->guid, ==, GUID);
    g_assert_null(hvr_picture_find_job(picture, "J2")->guid);
    g_assert_null(hvr_picture_find_job(picture, "J3")->guid);
    g_assert_null(hvr_picture_find_job(picture, "J4"));
}

static void
add_job(HvrInventory *inventory, const char *id, guint16 type, guint16 state, guint percent)
{
    gpointer job = add(inventory->jobs, &hvr_wmi_class_Msvm_ConcreteJob, "InstanceID", id);

    hvr_wmi_object_set_uint(job, "JobType", type);
    hvr_wmi_object_set_uint(job, "JobState", state);
    hvr_wmi_object_set_uint(job, "PercentComplete", percent);
}

static void
test_quiet(void)
{
    g_autoptr(HvrInventory) before = make_inventory();
    g_autoptr(HvrInventory) now = make_inventory();

    g_assert_true(hvr_inventory_is_quiet(before, now));
    add_job(before, "J1", 94, 4, 10);
    g_assert_true(hvr_inventory_is_quiet(before, now));  /* forgotten */
    g_assert_false(hvr_inventory_is_quiet(now, before)); /* new */
    add_job(now, "J1", 94, 4, 20);
    g_assert_true(hvr_inventory_is_quiet(before, now)); /* progress */
    add_job(now, "J2", 105, 4, 0);
    g_assert_true(hvr_inventory_is_quiet(before, now)); /* a cycle */
    hvr_wmi_object_set_uint(now->jobs->pdata[0], "JobState", 7);
    g_assert_false(hvr_inventory_is_quiet(before, now)); /* ended */
}

static void
test_quiet_systems(void)
{
    g_autoptr(HvrInventory) before = make_inventory();
    g_autoptr(HvrInventory) now = make_inventory();

    add_system(before, GUID, 2, 5);
    g_assert_false(hvr_inventory_is_quiet(before, now));
    add_system(now, GUID, 2, 5);
    g_assert_true(hvr_inventory_is_quiet(before, now));
    hvr_wmi_object_set_uint(now->systems->pdata[0], "EnabledState", 9);
    g_assert_false(hvr_inventory_is_quiet(before, now));
}

static void
test_renamed(void)
{
    g_autoptr(HvrInventory) before = make_inventory();
    g_autoptr(HvrInventory) now = make_inventory();
    gpointer host = add_system(before, "HV01", 2, 0);

    hvr_wmi_object_set_string(host, "ElementName", "HV01");
    host = add_system(now, "HV02", 2, 0);
    hvr_wmi_object_set_string(host, "ElementName", "HV01");
    add_system(now, GUID, 2, 5);
    g_assert_false(hvr_inventory_is_renamed(before, now)); /* a machine is not the host */
    hvr_wmi_object_set_string(host, "ElementName", "HV02");
    g_assert_true(hvr_inventory_is_renamed(before, now));
}

typedef struct {
    const char *name;
    const char *sub_type;
    const char *device;
} Disk;

#define DISK_ID "Microsoft:" GUID "\\AAAAAAAA-1111-2222-3333-444444444444\\0\\0\\L"
#define HARD    "Microsoft:Hyper-V:Virtual Hard Disk"
#define DVD     "Microsoft:Hyper-V:Virtual CD/DVD Disk"
#define FLOPPY  "Microsoft:Hyper-V:Virtual Floppy Disk"

/* clang-format off */
static const Disk disks[] = {
    { "disk",        HARD,   "disk"   },
    { "dvd",         DVD,    "cdrom"  },
    { "floppy",      FLOPPY, "floppy" },
    { "other-thing", "Microsoft:Hyper-V:Virtual Pot", NULL },
};
/* clang-format on */

static void
test_disk(gconstpointer data)
{
    static const char *const resource[] = { "C:\\VMs\\web01.vhdx", NULL };
    const Disk *c = data;
    g_autoptr(HvrInventory) inventory = make_inventory();
    g_autoptr(HvrPicture) picture = NULL;
    const HvrDisk *disk;
    gpointer object;

    add_system(inventory, GUID, 3, 0);
    object = add(inventory->storage, &hvr_wmi_class_Msvm_StorageAllocationSettingData, "InstanceID",
                 DISK_ID);
    hvr_wmi_object_set_string(object, "ResourceSubType", c->sub_type);
    hvr_wmi_object_set_strv(object, "HostResource", resource);
    picture = describe(inventory);
    if (c->device == NULL) {
        g_assert_cmpuint(hvr_picture_find(picture, GUID)->disks->len, ==, 0);
        return;
    }

    disk = hvr_picture_find(picture, GUID)->disks->pdata[0];
    g_assert_cmpstr(disk->id, ==, DISK_ID);
    g_assert_cmpstr(disk->path, ==, "C:\\VMs\\web01.vhdx");
    g_assert_cmpstr(disk->device, ==, c->device);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        g_autofree char *path = g_strconcat("/inventory/state/", states[i].name, NULL);

        g_test_add_data_func(path, &states[i], test_state);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(disks); i++) {
        g_autofree char *path = g_strconcat("/inventory/disk/", disks[i].name, NULL);

        g_test_add_data_func(path, &disks[i], test_disk);
    }
    g_test_add_func("/inventory/ids-are-unique", test_ids_are_unique);
    g_test_add_func("/inventory/own", test_own);
    g_test_add_func("/inventory/own-by-caption", test_own_by_caption);
    g_test_add_func("/inventory/settings", test_settings);
    g_test_add_func("/inventory/bare", test_bare);
    g_test_add_func("/inventory/points-form-a-chain", test_points_form_a_chain);
    g_test_add_func("/inventory/checkpoints-form-a-tree", test_checkpoints_form_a_tree);
    g_test_add_func("/inventory/jobs", test_jobs);
    g_test_add_func("/inventory/quiet", test_quiet);
    g_test_add_func("/inventory/quiet-systems", test_quiet_systems);
    g_test_add_func("/inventory/renamed", test_renamed);

    return g_test_run();
}
