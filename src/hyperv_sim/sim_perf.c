/* sim_perf.c: the counters of Windows and of Hyper-V
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A simulated machine does the same work in each second that it runs, so its
 * counters follow from how long it has run.
 */

#include <config.h>

#include "sim_cim.h"
#include "sim_vm.h"

/* Of each second: what GetSummaryInformation shows as ProcessorLoad 3. */
#define GUEST_SHARE      29 /* thousandths */
#define HYPERVISOR_SHARE 1

#define TICKS_PER_SECOND 10000000 /* counters of time are in 100 ns */

#define READS_PER_SECOND    5
#define WRITES_PER_SECOND   10
#define BYTES_PER_ACCESS    8192
#define RECEIVED_PER_SECOND 20
#define SENT_PER_SECOND     12
#define BYTES_PER_PACKET    600

static gpointer
new_counter(const HvsHost *host, const HvrWmiClass *type, const char *name)
{
    gpointer counter = hvr_wmi_object_new(type);
    guint64 ticks = (guint64)(host->world->now - host->booted) * 10;

    hvr_wmi_object_set_string(counter, "Name", name);
    hvr_wmi_object_set_uint(counter, "Frequency_PerfTime", TICKS_PER_SECOND);
    hvr_wmi_object_set_uint(counter, "Frequency_Sys100NS", TICKS_PER_SECOND);
    hvr_wmi_object_set_uint(counter, "Frequency_Object", TICKS_PER_SECOND);
    hvr_wmi_object_set_uint(counter, "Timestamp_PerfTime", ticks);
    hvr_wmi_object_set_uint(counter, "Timestamp_Sys100NS", ticks);
    hvr_wmi_object_set_uint(counter, "Timestamp_Object", ticks);

    return counter;
}

static guint64
get_uptime(const HvsVm *vm)
{
    return (guint64)(vm->host->world->now - vm->started);
}

static guint64
count(guint64 uptime, guint64 per_second)
{
    return uptime / G_USEC_PER_SEC * per_second;
}

/* @usec of time on that many processors */
static void
set_run_time(gpointer counter, guint64 usec)
{
    guint64 ticks = usec * 10 / 1000;

    hvr_wmi_object_set_uint(counter, "PercentGuestRunTime", ticks * GUEST_SHARE);
    hvr_wmi_object_set_uint(counter, "PercentHypervisorRunTime", ticks * HYPERVISOR_SHARE);
    hvr_wmi_object_set_uint(counter, "PercentTotalRunTime",
                            ticks * (GUEST_SHARE + HYPERVISOR_SHARE));
}

static void
list_virtual_processors(HvsHost *host, GPtrArray *objects)
{
    const HvrWmiClass *type =
        &hvr_wmi_class_Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor;
    guint64 total = 0;

    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint cpu = 0; hvs_vm_has_process(vm) && cpu < vm->n_vcpus; cpu++) {
            g_autofree char *name = g_strdup_printf("%s:Hv VP %u", vm->name, cpu);

            g_ptr_array_add(objects, new_counter(host, type, name));
            set_run_time(objects->pdata[objects->len - 1], get_uptime(vm));
            total += get_uptime(vm);
        }
    }
    g_ptr_array_add(objects, new_counter(host, type, "_Total"));
    set_run_time(objects->pdata[objects->len - 1], total);
}

static void
add_logical_processor(const HvsHost *host, const char *name, guint64 usec, GPtrArray *objects)
{
    gpointer counter = new_counter(
        host, &hvr_wmi_class_Win32_PerfRawData_HvStats_HyperVHypervisorLogicalProcessor, name);
    guint64 ticks = usec * 10 / 1000;

    set_run_time(counter, usec);
    hvr_wmi_object_set_uint(counter, "PercentIdleTime",
                            ticks * (1000 - GUEST_SHARE - HYPERVISOR_SHARE));
    g_ptr_array_add(objects, counter);
}

static void
list_logical_processors(HvsHost *host, GPtrArray *objects)
{
    guint64 uptime = (guint64)(host->world->now - host->booted);

    for (guint i = 0; i < host->n_processors; i++) {
        g_autofree char *name = g_strdup_printf("Hv LP %u", i);

        add_logical_processor(host, name, uptime, objects);
    }
    add_logical_processor(host, "_Total", uptime, objects);
}

/* Windows Server 2019 shows paths as they are (inferred). */
static char *
format_image(const HvsHost *host, const char *path)
{
    char *name = g_strdup(path);

    return hvs_version_has(host->version, "2019") ? name : g_strdelimit(name, "\\", '-');
}

static void
add_image(const HvsVm *vm, const HvsDisk *disk, GPtrArray *objects)
{
    g_autofree char *name = format_image(vm->host, disk->path);
    gpointer counter = new_counter(
        vm->host, &hvr_wmi_class_Win32_PerfRawData_Counters_HyperVVirtualStorageDevice, name);
    guint64 reads = count(get_uptime(vm), READS_PER_SECOND);
    guint64 writes = count(get_uptime(vm), WRITES_PER_SECOND);

    hvr_wmi_object_set_uint(counter, "ErrorCount", 0);
    hvr_wmi_object_set_uint(counter, "FlushCount", writes / 10);
    hvr_wmi_object_set_uint(counter, "QueueLength", 0);
    hvr_wmi_object_set_uint(counter, "ReadOperationsPerSec", reads);
    hvr_wmi_object_set_uint(counter, "ReadBytesPersec", reads * BYTES_PER_ACCESS);
    hvr_wmi_object_set_uint(counter, "WriteOperationsPerSec", writes);
    hvr_wmi_object_set_uint(counter, "WriteBytesPersec", writes * BYTES_PER_ACCESS);
    g_ptr_array_add(objects, counter);
}

static void
add_adapter(const HvsVm *vm, const HvsNic *nic, GPtrArray *objects)
{
    const char *guid = strrchr(nic->instance_id, '\\') + 1;
    g_autofree char *port = hvs_guid_from_text(nic->instance_id);
    g_autofree char *name = g_strdup_printf("%s_%s_%s--%s", vm->name, nic->name, guid, port);
    gpointer counter = new_counter(
        vm->host, &hvr_wmi_class_Win32_PerfRawData_NvspNicStats_HyperVVirtualNetworkAdapter, name);
    gboolean is_plugged = nic->switch_name != NULL;
    guint64 received = is_plugged ? count(get_uptime(vm), RECEIVED_PER_SECOND) : 0;
    guint64 sent = is_plugged ? count(get_uptime(vm), SENT_PER_SECOND) : 0;

    hvr_wmi_object_set_uint(counter, "BytesReceivedPersec", received * BYTES_PER_PACKET);
    hvr_wmi_object_set_uint(counter, "BytesSentPersec", sent * BYTES_PER_PACKET);
    hvr_wmi_object_set_uint(counter, "DroppedPacketsIncomingPersec", received / 1000);
    hvr_wmi_object_set_uint(counter, "DroppedPacketsOutgoingPersec", 0);
    hvr_wmi_object_set_uint(counter, "PacketsReceivedPersec", received);
    hvr_wmi_object_set_uint(counter, "PacketsSentPersec", sent);
    g_ptr_array_add(objects, counter);
}

static void
list_images(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint d = 0; hvs_vm_has_process(vm) && d < vm->disks->len; d++)
            add_image(vm, g_ptr_array_index(vm->disks, d), objects);
    }
}

static void
list_adapters(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint n = 0; hvs_vm_has_process(vm) && n < vm->nics->len; n++)
            add_adapter(vm, g_ptr_array_index(vm->nics, n), objects);
    }
}

/* clang-format off */
const HvsCimClass hvs_perf_classes[] = {
    { &hvr_wmi_class_Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor, HVR_WMI_CIMV2, list_virtual_processors },
    { &hvr_wmi_class_Win32_PerfRawData_HvStats_HyperVHypervisorLogicalProcessor, HVR_WMI_CIMV2, list_logical_processors },
    { &hvr_wmi_class_Win32_PerfRawData_Counters_HyperVVirtualStorageDevice,      HVR_WMI_CIMV2, list_images },
    { &hvr_wmi_class_Win32_PerfRawData_NvspNicStats_HyperVVirtualNetworkAdapter, HVR_WMI_CIMV2, list_adapters },
    { 0 }
};
/* clang-format on */
