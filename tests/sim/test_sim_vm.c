/* test_sim_vm.c: simulated virtual machines as WMI shows them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"

#define SVC                                                                                        \
    "Msvm_VirtualSystemManagementService.CreationClassName=\"Msvm_"                                \
    "VirtualSystemManagementService\""

/* As the dump of a real host has it. */
static void
test_system(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray)
        systems = hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_ComputerSystem);
    const Msvm_ComputerSystem *host = g_ptr_array_index(systems, 0);
    const Msvm_ComputerSystem *vm = g_ptr_array_index(systems, 1);

    g_assert_cmpuint(systems->len, ==, 2);
    g_assert_cmpstr(host->Caption, ==, "Hosting Computer System");
    g_assert_cmpstr(host->Name, ==, "HV-A");
    g_assert_cmpstr(host->ElementName, ==, "HV-A");
    g_assert_cmpuint(host->EnabledState, ==, 2);
    g_assert_cmpstr(vm->Caption, ==, "Virtual Machine");
    g_assert_cmpstr(vm->Name, ==, SIM_GUID);
    g_assert_cmpstr(vm->ElementName, ==, "web01");
    g_assert_null(vm->InstanceID);
    g_assert_cmpuint(vm->EnabledState, ==, 3);
    g_assert_cmpuint(vm->HealthState, ==, 5);
    g_assert_cmpuint(vm->OperationalStatus->len, ==, 1);
    g_assert_cmpuint(g_array_index(vm->OperationalStatus, guint16, 0), ==, 2);
    g_assert_cmpuint(vm->ReplicationMode, ==, 0);
    g_assert_cmpint(vm->LastReplicationTime.usec, ==, HVR_CIM_NEVER);
    g_assert_false(hvr_wmi_object_has(vm, "LastSuccessfulBackupTime"));
}

static void
test_mirror(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    HvsRelationship relationship = { .state = 3,
                                     .health = 2,
                                     .failed_over_type = 1,
                                     .last_type = 2,
                                     .last_replication = SIM_START + 1,
                                     .last_consistent = SIM_START + 2 };
    g_autoptr(Msvm_ComputerSystem) system = NULL;

    f->vm->replication_mode = 2;
    f->vm->relationships[0] = &relationship;
    system = sim_get_system(f->vm);
    f->vm->relationships[0] = NULL;
    f->vm->replication_mode = 0;

    g_assert_cmpuint(system->ReplicationMode, ==, 2);
    g_assert_cmpuint(system->ReplicationState, ==, 3);
    g_assert_cmpuint(system->ReplicationHealth, ==, 2);
    g_assert_cmpuint(system->FailedOverReplicationType, ==, 1);
    g_assert_cmpuint(system->LastReplicationType, ==, 2);
    g_assert_cmpint(system->LastReplicationTime.usec, ==, SIM_START + 1);
    g_assert_cmpint(system->LastApplicationConsistentReplicationTime.usec, ==, SIM_START + 2);
}

#define V2   "\\\\HV-A\\root\\virtualization\\v2:"
#define IDE  "83F8638B-8DCA-4152-9EDA-2CA8B33039B4"
#define RASD "Msvm_ResourceAllocationSettingData.InstanceID="

/* libvirt follows Parent by the InstanceID at its end, backslashes doubled. */
static void
test_disk_chain(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(Msvm_StorageAllocationSettingData) image = NULL;
    g_autoptr(GPtrArray) resources = NULL;
    const Msvm_ResourceAllocationSettingData *ide0, *ide1, *scsi, *drive, *dvd;

    f->vm->generation = 1;
    hvs_vm_add_disk(f->vm, "C:\\VMs\\a.vhdx", 1 << 30);
    image = sim_get_only(f->host, &hvr_wmi_class_Msvm_StorageAllocationSettingData);
    g_assert_cmpuint(image->ResourceType, ==, 31);
    g_assert_cmpstr(image->ResourceSubType, ==, "Microsoft:Hyper-V:Virtual Hard Disk");
    g_assert_cmpstr(image->InstanceID, ==, "Microsoft:" SIM_GUID "\\" IDE "\\0\\0\\L");
    g_assert_cmpstr(image->HostResource[0], ==, "C:\\VMs\\a.vhdx");
    g_assert_cmpstr(image->Parent, ==,
                    V2 RASD "\"Microsoft:" SIM_GUID "\\\\" IDE "\\\\0\\\\0\\\\D\"");

    resources =
        hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_ResourceAllocationSettingData);
    /* A diskette's controller and drive follow, and two serial ports. */
    g_assert_cmpuint(resources->len, ==, 9);
    ide0 = g_ptr_array_index(resources, 0);
    ide1 = g_ptr_array_index(resources, 1);
    scsi = g_ptr_array_index(resources, 2);
    drive = g_ptr_array_index(resources, 3);
    dvd = g_ptr_array_index(resources, 4);
    g_assert_cmpuint(ide0->ResourceType, ==, 5);
    g_assert_cmpstr(ide0->Address, ==, "0");
    g_assert_cmpstr(ide1->Address, ==, "1");
    g_assert_cmpstr(ide0->InstanceID, ==, "Microsoft:" SIM_GUID "\\" IDE "\\0");
    g_assert_cmpuint(scsi->ResourceType, ==, 6);
    g_assert_cmpuint(drive->ResourceType, ==, 17);
    g_assert_cmpstr(drive->InstanceID, ==, "Microsoft:" SIM_GUID "\\" IDE "\\0\\0\\D");
    g_assert_cmpstr(drive->AddressOnParent, ==, "0");
    g_assert_cmpstr(drive->Parent, ==, V2 RASD "\"Microsoft:" SIM_GUID "\\\\" IDE "\\\\0\"");
    g_assert_null(drive->HostResource);
    g_assert_cmpuint(dvd->ResourceType, ==, 16);
    g_assert_cmpstr(dvd->Parent, ==, V2 RASD "\"Microsoft:" SIM_GUID "\\\\" IDE "\\\\1\"");
}

/* IDE has three places beside the DVD drive, the rest is SCSI; generation 2 has no IDE. */
static void
test_disk_places(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    static const char *const ide[] = { "\\0\\0\\L", "\\0\\1\\L", "\\1\\1\\L" };
    HvsVm *modern = hvs_vm_new(f->host, "modern", NULL);

    f->vm->generation = 1;
    for (guint i = 0; i < 5; i++) {
        const HvsDisk *old = hvs_vm_add_disk(f->vm, "x", 1);
        const HvsDisk *new = hvs_vm_add_disk(modern, "x", 1);
        g_autofree char *place = g_strdup_printf("\\0\\%u\\L", i);
        g_autofree char *rest = g_strdup_printf("\\0\\%u\\L", i - 3);

        g_assert_cmpint(strstr(old->instance_id, IDE) != NULL, ==, i < 3);
        g_assert_true(g_str_has_suffix(old->instance_id, i < 3 ? ide[i] : rest));
        g_assert_null(strstr(new->instance_id, IDE));
        g_assert_true(g_str_has_suffix(new->instance_id, place));
    }
}

/* Returns: (transfer full): those of the machine; a switch's own ports have some, too. */
static GPtrArray *
list_connections(SimFixture *f)
{
    GPtrArray *links = hvs_cim_list(f->host, HVR_WMI_NAMESPACE,
                                    &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData);

    for (guint i = links->len; i > 0; i--) {
        const Msvm_EthernetPortAllocationSettingData *link = g_ptr_array_index(links, i - 1);

        if (!g_str_has_prefix(link->InstanceID, "Microsoft:" SIM_GUID "\\"))
            g_ptr_array_remove_index(links, i - 1);
    }

    return links;
}

static void
test_adapter(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    const HvsNic *nic = hvs_vm_add_nic(f->vm, "lan", "Production");
    g_autoptr(Msvm_SyntheticEthernetPortSettingData)
        port = sim_get_only(f->host, &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData);
    g_autoptr(GPtrArray) first = list_connections(f);
    const Msvm_EthernetPortAllocationSettingData *link = g_ptr_array_index(first, 0);
    g_autoptr(Msvm_VirtualEthernetSwitch)
        ether = sim_get_only(f->host, &hvr_wmi_class_Msvm_VirtualEthernetSwitch);
    g_autofree char *switch_path = hvs_cim_dup_path(f->host, HVR_WMI_NAMESPACE, ether);
    g_autofree char *port_path = hvs_cim_dup_path(f->host, HVR_WMI_NAMESPACE, port);
    g_autoptr(GPtrArray) links = NULL;
    const Msvm_EthernetPortAllocationSettingData *loose;

    g_assert_cmpstr(port->Address, ==, nic->mac);
    g_assert_cmpstr(port->ElementName, ==, "lan");
    g_assert_cmpstr(link->Parent, ==, port_path);
    g_assert_cmpstr(link->HostResource[0], ==, switch_path);
    g_assert_cmpuint(link->EnabledState, ==, 2);
    g_assert_cmpuint(link->ResourceType, ==, 33);
    g_assert_cmpstr(ether->ElementName, ==, "Production");
    g_assert_cmpuint(strlen(ether->Name), ==, 36);

    hvs_vm_add_nic(f->vm, "loose", NULL);
    hvs_vm_add_nic(f->vm, "second", "Production");
    g_assert_cmpuint(sim_count(f->host, &hvr_wmi_class_Msvm_VirtualEthernetSwitch), ==, 1);
    links = list_connections(f);
    g_assert_cmpuint(links->len, ==, 3);
    loose = g_ptr_array_index(links, 1);
    g_assert_cmpuint(loose->EnabledState, ==, 3);
    g_assert_null(loose->HostResource);
}

/* Memory in MiB, processors as a count; libvirt asks for the maximum by LIKE. */
static void
test_quantities(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(Msvm_MemorySettingData)
        memory = sim_get_only(f->host, &hvr_wmi_class_Msvm_MemorySettingData);
    g_autoptr(GPtrArray) processors =
        hvs_cim_list(f->host, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_ProcessorSettingData);
    const Msvm_ProcessorSettingData *maximum = g_ptr_array_index(processors, 2);
    const Msvm_ProcessorSettingData *own = g_ptr_array_index(processors, 4);

    g_assert_cmpuint(memory->VirtualQuantity, ==, 2048);
    g_assert_cmpstr(memory->VirtualQuantityUnits, ==, "byte * 2^20");
    g_assert_cmpuint(processors->len, ==, 5);
    g_assert_true(g_str_has_prefix(maximum->InstanceID, "Microsoft:Definition\\"));
    g_assert_true(g_str_has_suffix(maximum->InstanceID, "\\Maximum"));
    g_assert_cmpuint(own->VirtualQuantity, ==, 2);
    g_assert_true(g_str_has_prefix(own->InstanceID, "Microsoft:" SIM_GUID "\\"));
}

static void
check_row(HvsHost *host, const HvsCimClass *row, GHashTable *paths)
{
    g_autoptr(GPtrArray) objects = g_ptr_array_new_with_free_func(hvr_wmi_object_free);

    g_test_message("%s", row->type->name);
    row->list(host, objects);
    for (guint i = 0; i < objects->len; i++) {
        const HvrWmiObject *object = g_ptr_array_index(objects, i);
        char *path = hvs_cim_dup_path(host, row->wmi_namespace, object);

        g_assert_true(object->type == row->type);
        g_assert_null(strstr(path, "=\"\""));
        g_assert_true(g_hash_table_add(paths, path));
    }
}

/* Every row of the tables: objects of its class, each with keys of its own. */
static void
test_rows(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    static const HvsCimClass *const tables[] = { hvs_system_classes, hvs_vm_classes,
                                                 hvs_snapshot_classes, hvs_job_classes };
    g_autoptr(GHashTable) paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    HvsVm *other = hvs_vm_new(f->host, "other", NULL);
    guint n_rows = 0;

    other->generation = 1;
    hvs_vm_add_disk(f->vm, "a", 1);
    hvs_vm_add_nic(f->vm, "n", "s");
    hvs_vm_add_disk(other, "b", 1);
    hvs_vm_set_state(other, HVS_VM_PAUSED);
    hvs_vm_add_snapshot(f->vm, "Microsoft:Hyper-V:Snapshot:Realized", "one");
    g_assert_cmpuint(sim_request(f->vm, 2, NULL), ==, 4096);
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        for (const HvsCimClass *row = tables[i]; row->type != NULL; row++) {
            check_row(f->host, row, paths);
            n_rows++;
        }
    }
    g_assert_cmpuint(n_rows, ==, 29);
}

/* Links name objects that are there. */
static void
test_links(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    static const struct {
        const HvrWmiClass *type;
        guint n;
    } links[] = {
        { &hvr_wmi_class_Msvm_SettingsDefineState, 1 },
        { &hvr_wmi_class_Msvm_VirtualSystemSettingDataComponent, 16 },
        { &hvr_wmi_class_Msvm_SystemDevice, 2 },
        { &hvr_wmi_class_Msvm_HostedDependency, 1 },
    };

    hvs_vm_add_disk(f->vm, "a", 1);
    hvs_vm_add_nic(f->vm, "n", "s");
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    for (gsize i = 0; i < G_N_ELEMENTS(links); i++) {
        g_autoptr(GPtrArray) found = hvs_cim_list(f->host, HVR_WMI_NAMESPACE, links[i].type);

        g_assert_cmpuint(found->len, ==, links[i].n);
        for (guint j = 0; j < found->len * 2; j++) {
            gconstpointer link = g_ptr_array_index(found, j / 2);
            g_autofree char *text =
                hvr_wmi_object_format_field(link, &links[i].type->fields[j % 2], 0);
            g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(text, NULL);
            g_autoptr(HvrWmiObject) end = hvs_cim_find(f->host, path);

            g_assert_nonnull(end);
        }
    }
}

/* The methods that the services of vmms list and never do. */
static void
test_services(SimFixture *f, gconstpointer data G_GNUC_UNUSED)
{
    static const HvrWmiMethod *const methods[] = {
        &hvr_wmi_method_Msvm_VirtualSystemManagementService_RequestStateChange,
        &hvr_wmi_method_Msvm_VirtualSystemManagementService_StartService,
        &hvr_wmi_method_Msvm_VirtualSystemManagementService_StopService,
    };

    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
        g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(methods[i]->input);

        g_assert_cmpuint(sim_call(f->host, methods[i], SVC, input, NULL), ==, 1);
    }
}

/* clang-format off */
static const SimTest tests[] = {
    { "/sim/vm/system",      test_system },
    { "/sim/vm/mirror",      test_mirror },
    { "/sim/vm/disk-chain",  test_disk_chain },
    { "/sim/vm/disk-places", test_disk_places },
    { "/sim/vm/adapter",     test_adapter },
    { "/sim/vm/quantities",  test_quantities },
    { "/sim/vm/rows",        test_rows },
    { "/sim/vm/links",       test_links },
    { "/sim/vm/services",    test_services },
};
/* clang-format on */

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    sim_add_tests(tests, G_N_ELEMENTS(tests));

    return g_test_run();
}
