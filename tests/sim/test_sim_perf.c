/* test_sim_perf.c: counters, guests, switches and images of simulated hosts
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_call.h"
#include "sim_ethernet.h"
#include "wmi_embedded.h"

typedef struct {
    HvsWorld *world;
    HvsHost *host;
    HvsVm *vm;
} Fixture;

static void
set_up(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    f->world = sim_new_world();
    f->host = hvs_host_new(f->world, "HV-PRIMARY");
    f->vm = hvs_vm_new(f->host, "web", "6DDC63C1-0135-40CA-B998-A606D91080E9");
    f->vm->n_vcpus = 2;
    hvs_vm_add_disk(f->vm, "D:\\VMs\\web.vhdx", 1000);
    hvs_vm_add_nic(f->vm, "Adapter", "LAN");
}

static void
tear_down(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    hvs_world_free(f->world);
}

static gpointer
find(Fixture *f, const HvrWmiClass *type, const char *name)
{
    g_autoptr(GPtrArray) objects = hvs_cim_list(f->host, HVR_WMI_CIMV2, type);

    for (guint i = 0; i < objects->len; i++) {
        const Win32_PerfRawData *counter = objects->pdata[i];

        if (strcmp(counter->Name, name) == 0)
            return g_steal_pointer(&objects->pdata[i]);
    }

    return NULL;
}

#define PERF(name) (&hvr_wmi_class_Win32_PerfRawData_##name)

/* ProcessorLoad is 3 percent, in 100 ns. */
static void
test_processors(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    const HvrWmiClass *type = PERF(HvStats_HyperVHypervisorVirtualProcessor);
    g_autoptr(Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor) cpu = NULL;
    g_autoptr(Win32_PerfRawData_HvStats_HyperVHypervisorLogicalProcessor) node = NULL;

    g_assert_null(find(f, type, "web:Hv VP 0"));
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    hvs_world_step(f->world, 10 * G_TIME_SPAN_SECOND);
    cpu = find(f, type, "web:Hv VP 1");
    g_assert_cmpuint(cpu->PercentTotalRunTime, ==, 3000000);
    g_assert_cmpuint(cpu->PercentGuestRunTime + cpu->PercentHypervisorRunTime, ==, 3000000);
    g_assert_null(find(f, type, "web:Hv VP 2"));
    node = find(f, PERF(HvStats_HyperVHypervisorLogicalProcessor), "Hv LP 15");
    g_assert_cmpuint(node->PercentIdleTime + node->PercentTotalRunTime, ==, 100000000);
}

/* The name of an image changed with Windows Server 2019. */
static void
test_images(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    const HvrWmiClass *type = PERF(Counters_HyperVVirtualStorageDevice);
    g_autoptr(HvrWmiObject) older = NULL;
    g_autoptr(Win32_PerfRawData_Counters_HyperVVirtualStorageDevice) image = NULL;

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    hvs_world_step(f->world, 2 * G_TIME_SPAN_SECOND);
    image = find(f, type, "D:\\VMs\\web.vhdx");
    g_assert_cmpuint(image->ReadOperationsPerSec, ==, 10);
    g_assert_cmpuint(image->WriteBytesPersec, ==, 20 * 8192);
    hvs_host_set_version(f->host, "2016");
    older = find(f, type, "D:-VMs-web.vhdx");
    g_assert_nonnull(older);
}

static GPtrArray *
list(Fixture *f, const HvrWmiClass *type)
{
    return hvs_cim_list(f->host, HVR_WMI_NAMESPACE, type);
}

static void
test_guest(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) none = list(f, &hvr_wmi_class_Msvm_KvpExchangeComponent);
    g_autoptr(GPtrArray) components = NULL;
    g_autoptr(GPtrArray) networks = NULL;
    g_autoptr(Msvm_KvpExchangeDataItem) item = NULL;
    const Msvm_KvpExchangeComponent *component;
    const Msvm_GuestNetworkAdapterConfiguration *network;

    g_assert_cmpuint(none->len, ==, 0);
    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    components = list(f, &hvr_wmi_class_Msvm_KvpExchangeComponent);
    component = components->pdata[0];
    g_assert_cmpstr(component->SystemName, ==, f->vm->guid);
    item = hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_KvpExchangeDataItem,
                                  component->GuestIntrinsicExchangeItems[0], NULL);
    g_assert_cmpstr(item->Name, ==, "FullyQualifiedDomainName");
    g_assert_cmpstr(item->Data, ==, "web.guest.test");
    g_assert_cmpuint(item->Source, ==, 2);
    networks = list(f, &hvr_wmi_class_Msvm_GuestNetworkAdapterConfiguration);
    network = networks->pdata[0];
    g_assert_true(g_str_has_prefix(network->IPAddresses[0], "10.0."));
    g_assert_true(g_str_has_prefix(network->IPAddresses[1], "fe80::215:5dff:fe"));
}

/* A paused guest says nothing, but its service is there. */
static void
test_silent_guest(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) components = NULL;

    hvs_vm_set_state(f->vm, HVS_VM_RUNNING);
    hvs_vm_set_state(f->vm, HVS_VM_PAUSED);
    components = list(f, &hvr_wmi_class_Msvm_KvpExchangeComponent);
    g_assert_cmpuint(components->len, ==, 1);
    g_assert_null(((Msvm_KvpExchangeComponent *)components->pdata[0])->GuestIntrinsicExchangeItems);
}

static guint
count_connections(Fixture *f, const char *part)
{
    g_autoptr(GPtrArray) objects = list(f, &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData);
    guint n = 0;

    for (guint i = 0; i < objects->len; i++) {
        const Msvm_EthernetPortAllocationSettingData *object = objects->pdata[i];

        if (object->HostResource != NULL && strstr(object->HostResource[0], part) != NULL)
            n++;
    }

    return n;
}

/* A switch that only an adapter names leads out; the host takes part in two of three. */
static void
test_switches(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) switches = NULL;
    g_autoptr(GPtrArray) internal = NULL;
    g_autoptr(GPtrArray) external = NULL;

    hvs_switch_add(f->host, "Lab", HVS_SWITCH_INTERNAL);
    hvs_switch_add(f->host, "Cage", HVS_SWITCH_PRIVATE);
    switches = list(f, &hvr_wmi_class_Msvm_VirtualEthernetSwitch);
    internal = list(f, &hvr_wmi_class_Msvm_InternalEthernetPort);
    external = list(f, &hvr_wmi_class_Msvm_ExternalEthernetPort);
    g_assert_cmpuint(switches->len, ==, 3);
    g_assert_cmpuint(internal->len, ==, 2);
    g_assert_cmpuint(external->len, ==, 1);
    g_assert_true(((Msvm_ExternalEthernetPort *)external->pdata[0])->IsBound);
    g_assert_cmpuint(count_connections(f, ":Msvm_ExternalEthernetPort."), ==, 1);
    g_assert_cmpuint(count_connections(f, ":Msvm_ComputerSystem."), ==, 2);
}

#define IMAGES       "Msvm_ImageManagementService.CreationClassName=\"Msvm_ImageManagementService\""
#define METHOD(name) (&hvr_wmi_method_Msvm_ImageManagementService_##name)

static guint32
ask(Fixture *f, const HvrWmiMethod *method, const char *path, gpointer *out_output)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);

    hvr_wmi_object_set_string(input, "Path", path);

    return sim_call(f->host, method, IMAGES, input, out_output);
}

static void
test_image_service(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(Msvm_ImageManagementService_GetVirtualHardDiskSettingData_OUTPUT) answer = NULL;
    g_autoptr(Msvm_ImageManagementService_GetVirtualHardDiskState_OUTPUT) state_answer = NULL;
    g_autoptr(Msvm_VirtualHardDiskSettingData) settings = NULL;
    g_autoptr(Msvm_VirtualHardDiskState) state = NULL;
    gpointer output;

    g_assert_cmpuint(ask(f, METHOD(GetVirtualHardDiskSettingData), "d:\\vms\\WEB.vhdx", &output),
                     ==, 0);
    answer = output;
    settings = hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_VirtualHardDiskSettingData,
                                      answer->SettingData, NULL);
    g_assert_cmpuint(settings->MaxInternalSize, ==, 1000);
    g_assert_cmpuint(settings->Format, ==, 3);
    g_assert_cmpuint(ask(f, METHOD(GetVirtualHardDiskState), "D:\\VMs\\web.vhdx", &output), ==, 0);
    state_answer = output;
    state =
        hvr_wmi_embedded_parse(&hvr_wmi_class_Msvm_VirtualHardDiskState, state_answer->State, NULL);
    g_assert_cmpuint(state->FileSize, <=, 1000);
    g_assert_cmpuint(ask(f, METHOD(GetVirtualHardDiskState), "D:\\nosuch", NULL), ==, 32779);
    g_assert_cmpuint(ask(f, METHOD(GetVirtualHardDiskSettingData), "D:\\nosuch", NULL), ==, 32779);
    g_assert_cmpuint(ask(f, METHOD(GetVirtualHardDiskSettingData), "", NULL), ==, 32773);
    g_assert_cmpuint(ask(f, METHOD(GetVirtualHardDiskState), NULL, NULL), ==, 32773);
}

static void
test_drives(Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray)
        before = hvs_cim_list(f->host, HVR_WMI_CIMV2, &hvr_wmi_class_Win32_LogicalDisk);
    g_autoptr(GPtrArray) after = NULL;

    hvs_vm_add_disk(f->vm, "E:\\more.vhdx", 5000);
    hvs_vm_add_disk(f->vm, "\\\\server\\share\\x.vhdx", 5000);
    after = hvs_cim_list(f->host, HVR_WMI_CIMV2, &hvr_wmi_class_Win32_LogicalDisk);
    g_assert_cmpuint(before->len, ==, 2);
    g_assert_cmpuint(after->len, ==, 3);
    g_assert_cmpstr(((Win32_LogicalDisk *)after->pdata[2])->DeviceID, ==, "E:");
    g_assert_cmpuint(((Win32_LogicalDisk *)before->pdata[0])->FreeSpace -
                         ((Win32_LogicalDisk *)before->pdata[1])->FreeSpace,
                     ==, 1000);
}

static void
test_world_file(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(SIM_START);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvsWorld) world =
        hvs_world_load_text("[host a]\nswitches = external:A:1; private: Cage\n", "w", clock, NULL);
    HvsHost *host = hvs_world_find_host(world, "a");
    const HvsSwitch *first = host->switches->pdata[0];
    static const char *const wrong[] = { "A", "outside:A", "external:", ":A" };

    g_assert_cmpuint(host->switches->len, ==, 2);
    g_assert_cmpstr(first->name, ==, "A:1");
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autofree char *text = g_strdup_printf("[host a]\nswitches = %s\n", wrong[i]);

        g_assert_null(hvs_world_load_text(text, "w", clock, &error));
        g_assert_nonnull(strstr(error->message, "switches"));
        g_assert_nonnull(strstr(error->message, "not a list of external:NAME"));
        g_clear_error(&error);
    }
}

#define ADD(path, test) g_test_add(path, Fixture, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    ADD("/sim/perf/processors", test_processors);
    ADD("/sim/perf/images", test_images);
    ADD("/sim/perf/guest", test_guest);
    ADD("/sim/perf/silent-guest", test_silent_guest);
    ADD("/sim/perf/switches", test_switches);
    ADD("/sim/perf/image-service", test_image_service);
    ADD("/sim/perf/drives", test_drives);
    g_test_add_func("/sim/perf/world-file", test_world_file);

    return g_test_run();
}
