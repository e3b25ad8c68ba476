/* test_sim_part.c: parts of machines that come, change and go, and when they may not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"
#include "sim_values.h"
#include "sim_vm_overlay.h"
#include "wmi_embedded.h"

#define SVC          "Msvm_VirtualSystemManagementService.Name=\"vmms\""
#define METHOD(name) (&hvr_wmi_method_Msvm_VirtualSystemManagementService_##name)

#define DISK_DRIVE "Microsoft:Hyper-V:Synthetic Disk Drive"
#define DVD_DRIVE  "Microsoft:Hyper-V:Synthetic DVD Drive"
#define HARD_DISK  "Microsoft:Hyper-V:Virtual Hard Disk"
#define ISO        "Microsoft:Hyper-V:Virtual CD/DVD Disk"

typedef struct {
    HvsWorld *world;
    HvsHost *host;
    HvsVm *vm;
    char *scsi; /* path of its SCSI controller */
} Fixture;

static char *
dup_path(const char *class_name, const char *id)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(".", HVR_WMI_NAMESPACE, class_name);

    hvr_wmi_path_add(path, "InstanceID", id);

    return hvr_wmi_path_format(path);
}

static void
set_up(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *seed = NULL;
    g_autofree char *guid = NULL;
    g_autofree char *id = NULL;

    f->world = sim_new_world();
    f->host = hvs_host_new(f->world, "HV1");
    f->vm = hvs_vm_new(f->host, "a", NULL);
    seed = g_strconcat(f->vm->guid, "/scsi", NULL);
    guid = hvs_guid_from_text(seed);
    id = g_strdup_printf("Microsoft:%s\\%s\\0", f->vm->guid, guid);
    f->scsi = dup_path("Msvm_ResourceAllocationSettingData", id);
}

static void
tear_down(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_free(f->scsi);
    hvs_world_free(f->world);
}

/* Lets the job end; returns the value, or the job's error. */
static guint32
run(Fixture *f, const HvrWmiMethod *method, gpointer input)
{
    g_autoptr(HvrWmiObject) owned = input;
    g_autoptr(HvrWmiObject) output = NULL;
    gpointer answer = NULL;
    guint32 result = sim_call(f->host, method, SVC, input, &answer);
    HvsJob *job;

    output = answer;
    if (result != 4096)
        return result;
    job = sim_get_job(f->host, output);
    hvs_world_step(f->world, f->host->quick_job);

    return job->error_code;
}

/* @object: (transfer full) */
static guint32
add(Fixture *f, gpointer object)
{
    const HvrWmiMethod *method = METHOD(AddResourceSettings);
    g_autoptr(HvrWmiObject) owned = object;
    g_autofree char *text = hvr_wmi_embedded_format(object);
    const char *texts[] = { text, NULL };
    g_autofree char *id = g_strconcat("Microsoft:", f->vm->guid, NULL);
    g_autofree char *place = dup_path("Msvm_VirtualSystemSettingData", id);
    gpointer input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_strv(input, "ResourceSettings", texts);
    hvr_wmi_object_set_string(input, "AffectedConfiguration", place);

    return run(f, method, input);
}

static guint32
take_away(Fixture *f, const char *class_name, const char *id)
{
    const HvrWmiMethod *method = METHOD(RemoveResourceSettings);
    g_autofree char *path = dup_path(class_name, id);
    const char *paths[] = { path, NULL };
    gpointer input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_strv(input, "ResourceSettings", paths);

    return run(f, method, input);
}

static guint32
modify(Fixture *f, const HvrWmiClass *type, const char *property, guint64 value)
{
    const HvrWmiMethod *method = METHOD(ModifyResourceSettings);
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    g_autoptr(HvrWmiObject) object = hvr_wmi_object_new(type);
    gpointer input = hvr_wmi_object_new(method->input);
    g_autofree char *text = NULL;
    const char *texts[] = { NULL, NULL };

    hvs_vm_overlay_list(f->vm, type, parts);
    hvr_wmi_object_set_string(object, "InstanceID",
                              ((const CIM_ManagedElement *)parts->pdata[0])->InstanceID);
    hvr_wmi_object_set_uint(object, property, value);
    text = hvr_wmi_embedded_format(object);
    texts[0] = text;
    hvr_wmi_object_set_strv(input, "ResourceSettings", texts);

    return run(f, method, input);
}

static gpointer
new_drive(Fixture *f, const char *sub_type, const char *slot)
{
    gpointer drive = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ResourceAllocationSettingData);

    hvr_wmi_object_set_string(drive, "ResourceSubType", sub_type);
    hvr_wmi_object_set_string(drive, "Parent", f->scsi);
    hvr_wmi_object_set_string(drive, "AddressOnParent", slot);

    return drive;
}

static char *
dup_id(Fixture *f, const char *slot, const char *end)
{
    g_autofree char *controller = hvr_wmi_path_dup_key(f->scsi, "InstanceID");

    return g_strconcat(controller, "\\", slot, "\\", end, NULL);
}

static gpointer
new_image(Fixture *f, const char *sub_type, const char *slot, const char *file)
{
    gpointer image = hvr_wmi_object_new(&hvr_wmi_class_Msvm_StorageAllocationSettingData);
    g_autofree char *drive = dup_id(f, slot, "D");
    g_autofree char *parent = dup_path("Msvm_ResourceAllocationSettingData", drive);
    const char *files[] = { file, NULL };

    hvr_wmi_object_set_string(image, "ResourceSubType", sub_type);
    hvr_wmi_object_set_string(image, "Parent", parent);
    hvr_wmi_object_set_strv(image, "HostResource", files);

    return image;
}

/* A drive, its disk, and back: the disk takes part in replication like any other. */
static void
test_disk(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *drive = dup_id(f, "5", "D");
    g_autofree char *image = dup_id(f, "5", "L");
    gint64 before = f->vm->configured;

    g_assert_cmpuint(add(f, new_image(f, HARD_DISK, "5", "C:\\a.vhdx")), ==, 32773);
    g_assert_cmpuint(add(f, new_drive(f, DISK_DRIVE, "5")), ==, 0);
    g_assert_cmpuint(add(f, new_drive(f, DISK_DRIVE, "5")), ==, 32773);
    g_assert_cmpuint(add(f, new_drive(f, DISK_DRIVE, "64")), ==, 32773);
    g_assert_cmpuint(add(f, new_image(f, HARD_DISK, "5", "a.vhdx")), ==, 32773);
    g_assert_cmpuint(add(f, new_image(f, HARD_DISK, "5", "C:\\a.vhdx")), ==, 0);
    g_assert_cmpuint(f->vm->disks->len, ==, 1);
    g_assert_cmpint(f->vm->configured, >, before);

    g_assert_cmpuint(take_away(f, "Msvm_ResourceAllocationSettingData", drive), ==, 32775);
    g_assert_cmpuint(take_away(f, "Msvm_StorageAllocationSettingData", image), ==, 0);
    g_assert_cmpuint(f->vm->disks->len, ==, 0);
    g_assert_cmpuint(take_away(f, "Msvm_StorageAllocationSettingData", image), ==, 32773);
    g_assert_cmpuint(add(f, new_image(f, HARD_DISK, "5", "C:\\b.vhdx")), ==, 0);
    g_assert_cmpuint(take_away(f, "Msvm_StorageAllocationSettingData", image), ==, 0);
    g_assert_cmpuint(take_away(f, "Msvm_ResourceAllocationSettingData", drive), ==, 0);
    g_assert_null(hvs_vm_overlay_find(f->vm, drive));
}

/* What another machine that runs has open is found out by the job. */
static void
test_in_use(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsVm *other = hvs_vm_new(f->host, "b", NULL);

    hvs_vm_add_disk(other, "C:\\b.vhdx", 1);
    hvs_vm_set_state(other, HVS_VM_RUNNING);
    g_assert_cmpuint(add(f, new_drive(f, DISK_DRIVE, "0")), ==, 0);
    g_assert_cmpuint(add(f, new_image(f, HARD_DISK, "0", "c:\\B.vhdx")), ==, 32768);
    g_assert_cmpuint(f->vm->disks->len, ==, 0);
    hvs_vm_set_state(other, HVS_VM_OFF);
    g_assert_cmpuint(add(f, new_image(f, HARD_DISK, "0", "C:\\b.vhdx")), ==, 0);
}

static void
test_nic(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    gpointer port = hvr_wmi_object_new(&hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData);
    g_autofree char *id = NULL;
    g_autofree char *connection = NULL;

    hvr_wmi_object_set_string(port, "ElementName", "LAN");
    hvr_wmi_object_set_string(port, "Address", "525400000001");
    g_assert_cmpuint(add(f, port), ==, 0);
    g_assert_cmpuint(f->vm->nics->len, ==, 1);
    g_assert_cmpstr(((const HvsNic *)f->vm->nics->pdata[0])->mac, ==, "525400000001");
    id = g_strdup(((const HvsNic *)f->vm->nics->pdata[0])->instance_id);
    connection = g_strconcat(id, "\\C", NULL);
    g_assert_null(hvs_vm_overlay_find(f->vm, connection));

    g_assert_cmpuint(take_away(f, "Msvm_SyntheticEthernetPortSettingData", id), ==, 0);
    g_assert_cmpuint(f->vm->nics->len, ==, 0);
    g_assert_cmpstr(hvs_vm_add_nic(f->vm, "x", NULL)->instance_id, !=, id);
}

typedef struct {
    const char *name;
    guint16 state;
    const HvrWmiClass *type;
    const char *property;
    guint64 value;
    guint32 result;
} Rule;

#define CPU    &hvr_wmi_class_Msvm_ProcessorSettingData
#define MEMORY &hvr_wmi_class_Msvm_MemorySettingData
#define TIME   &hvr_wmi_class_Msvm_TimeSyncComponentSettingData

/* clang-format off */
static const Rule rules[] = {
    { "vcpus-off",      HVS_VM_OFF,     CPU,    "VirtualQuantity",      2,      0 },
    { "vcpus-none",     HVS_VM_OFF,     CPU,    "VirtualQuantity",      0,      32773 },
    { "vcpus-running",  HVS_VM_RUNNING, CPU,    "VirtualQuantity",      2,      32775 },
    { "weight-running", HVS_VM_RUNNING, CPU,    "Weight",               7,      0 },
    { "weight-saved",   HVS_VM_SAVED,   CPU,    "Weight",               7,      32775 },
    { "limit-much",     HVS_VM_OFF,     CPU,    "Limit",                100001, 32773 },
    { "memory-running", HVS_VM_RUNNING, MEMORY, "VirtualQuantity",      2048,   0 },
    { "memory-little",  HVS_VM_OFF,     MEMORY, "VirtualQuantity",      8,      32773 },
    { "dynamic",        HVS_VM_RUNNING, MEMORY, "DynamicMemoryEnabled", 1,      32775 },
    { "service-saved",  HVS_VM_SAVED,   TIME,   "EnabledState",         3,      0 },
};
/* clang-format on */

static void
test_rule(Fixture *f, gconstpointer data)
{
    const Rule *rule = data;

    hvs_vm_set_state(f->vm, rule->state);
    g_assert_cmpuint(modify(f, rule->type, rule->property, rule->value), ==, rule->result);
}

/* A drive comes and goes on SCSI while the machine runs, but not while it is saved. */
static void
test_hot(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    hvs_vm_set_state(f->vm, HVS_VM_SAVED);
    g_assert_cmpuint(add(f, new_drive(f, DVD_DRIVE, "1")), ==, 32775);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    g_assert_cmpuint(add(f, new_drive(f, DVD_DRIVE, "1")), ==, 0);
    g_assert_cmpuint(add(f, new_image(f, ISO, "1", "\\\\NAS\\a.iso")), ==, 0);
    g_assert_cmpuint(f->vm->disks->len, ==, 0);
}

static void
test_wrong(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    const HvrWmiMethod *method = METHOD(RemoveResourceSettings);
    gpointer sound = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ResourceAllocationSettingData);

    hvr_wmi_object_set_string(sound, "ResourceSubType", "Microsoft:Hyper-V:Sound Card");
    g_assert_cmpuint(add(f, sound), ==, 1);
    g_assert_cmpuint(run(f, method, hvr_wmi_object_new(method->input)), ==, 4);
    g_assert_cmpuint(take_away(f, "Msvm_ResourceAllocationSettingData", "Microsoft:x"), ==, 4);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*run)(Fixture *f, gconstpointer data);
    } tests[] = {
        { "/sim/part/disk", test_disk },   { "/sim/part/in-use", test_in_use },
        { "/sim/part/nic", test_nic },     { "/sim/part/hot", test_hot },
        { "/sim/part/wrong", test_wrong },
    };

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
    for (gsize i = 0; i < G_N_ELEMENTS(rules); i++) {
        g_autofree char *path = g_strconcat("/sim/part/rule/", rules[i].name, NULL);

        g_test_add(path, Fixture, &rules[i], set_up, test_rule, tear_down);
    }

    return g_test_run();
}
