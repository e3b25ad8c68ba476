/* test_sim_vm_overlay.c: parts of simulated virtual machines that somebody set, added or took away
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_error.h"
#include "sim_call.h"
#include "sim_vm_overlay.h"

#define CPU_ID  "Microsoft:" SIM_GUID "\\b637f346-6a0e-4dec-af52-bd70cb80a21d\\0"
#define OWN_ID  "Microsoft:" SIM_GUID "\\11111111-0000-4000-8000-000000000000"
#define CPU     (&hvr_wmi_class_Msvm_ProcessorSettingData)
#define STORAGE (&hvr_wmi_class_Msvm_StorageAllocationSettingData)

static gpointer
new_cpu(const char *id)
{
    gpointer cpu = hvr_wmi_object_new(CPU);

    hvr_wmi_object_set_string(cpu, "InstanceID", id);

    return cpu;
}

static GPtrArray *
list(const HvsVm *vm, const HvrWmiClass *type)
{
    GPtrArray *parts = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

    hvs_vm_overlay_list(vm, type, parts);

    return parts;
}

/* What was set holds, the rest is made up as before; names in any case. */
static void
test_set(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *id = g_ascii_strup(CPU_ID, -1);
    g_autoptr(HvrWmiObject) cpu = new_cpu(id);
    g_autoptr(GPtrArray) parts = NULL;
    gint64 before = f->vm->configured;
    const Msvm_ProcessorSettingData *found;

    hvr_wmi_object_set_uint(cpu, "Limit", 7000);
    hvr_wmi_object_set_uint(cpu, "VirtualQuantity", 6);
    hvs_vm_overlay_set(f->vm, cpu);
    parts = list(f->vm, CPU);
    g_assert_cmpuint(parts->len, ==, 1);
    found = parts->pdata[0];
    g_assert_cmpuint(found->Limit, ==, 7000);
    g_assert_cmpuint(found->Weight, ==, 100);
    g_assert_cmpuint(found->VirtualQuantity, ==, 6);
    g_assert_cmpuint(f->vm->n_vcpus, ==, 6);
    g_assert_cmpint(f->vm->configured, >, before);

    /* The machine's own number stays the one that counts. */
    f->vm->n_vcpus = 2;
    g_ptr_array_unref(g_steal_pointer(&parts));
    parts = list(f->vm, CPU);
    found = parts->pdata[0];
    g_assert_cmpuint(found->VirtualQuantity, ==, 2);
    g_assert_cmpuint(found->Limit, ==, 7000);
}

static void
test_add_and_remove(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(HvrWmiObject) own = hvr_wmi_object_new(STORAGE);
    g_autoptr(GPtrArray) before = list(f->vm, STORAGE);
    g_autoptr(GPtrArray) with = NULL;
    g_autoptr(GPtrArray) without = NULL;
    g_autoptr(GPtrArray) no_cpu = NULL;

    hvr_wmi_object_set_string(own, "InstanceID", OWN_ID);
    hvs_vm_overlay_set(f->vm, own);
    with = list(f->vm, STORAGE);
    g_assert_cmpuint(with->len, ==, before->len + 1);
    hvs_vm_overlay_remove(f->vm, OWN_ID);
    without = list(f->vm, STORAGE);
    g_assert_cmpuint(without->len, ==, before->len);
    g_assert_null(hvs_vm_overlay_find(f->vm, OWN_ID));

    /* What is made up can go, too, and come back. */
    hvs_vm_overlay_remove(f->vm, CPU_ID);
    no_cpu = list(f->vm, CPU);
    g_assert_cmpuint(no_cpu->len, ==, 0);
    hvr_wmi_object_free(g_steal_pointer(&own));
    own = new_cpu(CPU_ID);
    hvs_vm_overlay_set(f->vm, own);
    g_ptr_array_unref(g_steal_pointer(&no_cpu));
    no_cpu = list(f->vm, CPU);
    g_assert_cmpuint(no_cpu->len, ==, 1);
}

/* The classes of one release are not those of another. */
static void
test_versions(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    const HvrWmiClass *serial = &hvr_wmi_class_Msvm_SerialPortSettingData;
    g_autoptr(GPtrArray) new_ports = list(f->vm, serial);
    g_autoptr(GPtrArray) old_ports = NULL;
    g_autoptr(GPtrArray)
        new_resources = list(f->vm, &hvr_wmi_class_Msvm_ResourceAllocationSettingData);
    g_autoptr(GPtrArray) old_resources = NULL;

    g_assert_cmpuint(new_ports->len, ==, 2);
    f->host->version = hvs_version_find("2012");
    old_ports = list(f->vm, serial);
    old_resources = list(f->vm, &hvr_wmi_class_Msvm_ResourceAllocationSettingData);
    g_assert_cmpuint(old_ports->len, ==, 0);
    g_assert_cmpuint(old_resources->len, ==, new_resources->len + 2);
}

static void
test_feature(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    const HvsNic *nic = hvs_vm_add_nic(f->vm, "Adapter", "LAN");
    g_autofree char *prefix =
        g_strconcat(nic->instance_id, "\\C\\952C5004-4465-451C-8CB8-FA9AB382B773\\", NULL);
    g_autofree char *id =
        hvs_vm_overlay_dup_feature_id(nic, &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData);

    g_assert_true(g_str_has_prefix(id, prefix));
    g_assert_null(hvs_vm_overlay_dup_feature_id(nic, CPU));
}

typedef struct {
    const char *name;
    const char *key; /* of a VM of generation 2 */
    gboolean is_good;
} FileCase;

/* clang-format off */
static const FileCase files[] = {
    { "setting",       "settings = Msvm_ProcessorSettingData.Limit=5",        TRUE },
    { "index",         "settings = Msvm_SerialPortSettingData[1].Connection=\\\\.\\pipe\\x", TRUE },
    { "no-index",      "settings = Msvm_ProcessorSettingData[1].Limit=5",     FALSE },
    { "open-index",    "settings = Msvm_ProcessorSettingData[0.Limit=5",      FALSE },
    { "no-class",      "settings = Msvm_NoSuchSettingData.Limit=5",           FALSE },
    { "no-part",       "settings = Msvm_ComputerSystem.EnabledState=2",       FALSE },
    { "no-property",   "settings = Msvm_ProcessorSettingData.Colour=5",       FALSE },
    { "no-value",      "settings = Msvm_ProcessorSettingData.Limit",          FALSE },
    { "wrong-value",   "settings = Msvm_ProcessorSettingData.Limit=much",     FALSE },
    { "no-adapter",    "settings = Msvm_EthernetSwitchPortVlanSettingData.AccessVlanId=1", FALSE },
    { "dvd",           "dvd = C:\\a.iso",                                     TRUE },
    { "floppy",        "floppy = C:\\a.vfd",                                  FALSE },
    { "legacy",        "legacy-nics = Old",                                   FALSE },
    { "host-disk",     "host-disks = 0; 7",                                   TRUE },
    { "no-host-disk",  "host-disks = 8",                                      FALSE },
    { "no-number",     "host-disks = one",                                    FALSE },
};
/* clang-format on */

static void
test_file(gconstpointer data)
{
    const FileCase *c = data;
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(SIM_START);
    g_autofree char *text =
        g_strconcat("[world]\n[host hv-a]\n[vm v]\nhost = hv-a\n", c->key, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvsWorld) world = hvs_world_load_text(text, "w", clock, &error);

    if (c->is_good) {
        g_assert_no_error(error);
        g_assert_nonnull(world);
        return;
    }
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_null(world);
}

static const SimTest tests[] = {
    { "/sim/vm/overlay/set", test_set },
    { "/sim/vm/overlay/add-and-remove", test_add_and_remove },
    { "/sim/vm/overlay/versions", test_versions },
    { "/sim/vm/overlay/feature", test_feature },
};

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    sim_add_tests(tests, G_N_ELEMENTS(tests));
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *path = g_strconcat("/sim/vm/overlay/file/", files[i].name, NULL);

        g_test_add_data_func(path, &files[i], test_file);
    }

    return g_test_run();
}
