/* reading_machine.c: what the machines of a host use
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "reading_fetch.h"

#include <string.h>

#include "domain.h"
#include "wmi_result.h"

#define NSEC_PER_TICK 100 /* counters of time */
#define KIB_PER_MIB   1024

/* RequestedInformation, getsummaryinformation-msvm-virtualsystemmanagementservice.md */
#define SUMMARY_NAME   0
#define SUMMARY_MEMORY 103

#define PROCESSOR (&hvr_wmi_class_Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor)
#define STORAGE   (&hvr_wmi_class_Win32_PerfRawData_Counters_HyperVVirtualStorageDevice)
#define NETWORK   (&hvr_wmi_class_Win32_PerfRawData_NvspNicStats_HyperVVirtualNetworkAdapter)
#define SUMMARY   (&hvr_wmi_method_Msvm_VirtualSystemManagementService_GetSummaryInformation)

static void
cpu_free(gpointer data)
{
    HvrCpuTime *cpu = data;

    g_free(cpu->machine);
    g_free(cpu);
}

/* "MACHINE:Hv VP NUMBER", where a machine's name may have anything in it. */
static gpointer
make_cpu(gconstpointer data, const char *host)
{
    static const char marker[] = ":Hv VP ";
    const Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor *object = data;
    const char *name = object->Name;
    const char *end = name != NULL ? g_strrstr(name, marker) : NULL;
    HvrCpuTime *cpu;
    guint index;

    if (end == NULL || !hvr_reading_parse_index(end, marker, &index))
        return NULL;

    cpu = g_new0(HvrCpuTime, 1);
    cpu->machine = g_strndup(name, (gsize)(end - name));
    cpu->index = index;
    cpu->time = object->PercentTotalRunTime * NSEC_PER_TICK;

    return cpu;
}

GPtrArray *
hvr_reading_fetch_cpu(HvrWmiSession *session,
                      guint64 windows,
                      GCancellable *cancellable,
                      GError **error)
{
    static const HvrReadingQuery query = { PROCESSOR, "Name,PercentTotalRunTime", make_cpu,
                                           cpu_free };

    return hvr_reading_collect(&query, session, windows, cancellable, error);
}

static void
memory_free(gpointer data)
{
    HvrMemoryUse *use = data;

    g_free(use->guid);
    g_free(use);
}

static gpointer
invoke_summary(HvrWmiSession *session, GCancellable *cancellable, GError **error)
{
    static const guint64 codes[] = { SUMMARY_NAME, SUMMARY_MEMORY };
    g_autofree char *service =
        hvr_wmi_session_fetch_service(session, SUMMARY->owner, cancellable, error);
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(SUMMARY->input);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *job = NULL; /* never: it answers at once */

    if (service == NULL)
        return NULL;

    hvr_wmi_object_set_uints(input, "RequestedInformation", codes, G_N_ELEMENTS(codes));
    output = hvr_wmi_session_invoke(session, SUMMARY, service, input, cancellable, error);
    if (output == NULL ||
        !hvr_wmi_result_read(hvr_wmi_session_get_host(session), SUMMARY, output, &job, error))
        return NULL;

    return g_steal_pointer(&output);
}

GPtrArray *
hvr_reading_fetch_memory(HvrWmiSession *session,
                         guint64 windows,
                         GCancellable *cancellable,
                         GError **error)
{
    g_autoptr(HvrWmiObject) answer = invoke_summary(session, cancellable, error);
    const Msvm_VirtualSystemManagementService_GetSummaryInformation_OUTPUT *output =
        (gconstpointer)answer;
    GPtrArray *memory;

    if (output == NULL)
        return NULL;

    memory = g_ptr_array_new_with_free_func(memory_free);
    for (guint i = 0; output->SummaryInformation != NULL && i < output->SummaryInformation->len;
         i++) {
        const HvrWmiObject *object = output->SummaryInformation->pdata[i];
        const Msvm_SummaryInformation *summary = (gconstpointer)object;
        HvrMemoryUse *use;

        if (object->type != &hvr_wmi_class_Msvm_SummaryInformation || summary->Name == NULL)
            continue;
        use = g_new0(HvrMemoryUse, 1);
        use->guid = g_ascii_strup(summary->Name, -1);
        use->used = summary->MemoryUsage * KIB_PER_MIB;
        g_ptr_array_add(memory, use);
    }

    return memory;
}

static void
disk_free(gpointer data)
{
    HvrDiskCounters *counters = data;

    g_free(counters->image);
    g_free(counters);
}

static gpointer
make_disk(gconstpointer data, const char *host)
{
    const Win32_PerfRawData_Counters_HyperVVirtualStorageDevice *object = data;
    HvrDiskCounters *counters;

    if (object->Name == NULL)
        return NULL;

    counters = g_new0(HvrDiskCounters, 1);
    counters->image = g_strdup(object->Name);
    counters->n_reads = object->ReadOperationsPerSec;
    counters->read_bytes = object->ReadBytesPersec;
    counters->n_writes = object->WriteOperationsPerSec;
    counters->written_bytes = object->WriteBytesPersec;
    counters->n_flushes = object->FlushCount;
    counters->n_errors = object->ErrorCount;

    return counters;
}

GPtrArray *
hvr_reading_fetch_disks(HvrWmiSession *session,
                        guint64 windows,
                        GCancellable *cancellable,
                        GError **error)
{
    static const HvrReadingQuery query = {
        STORAGE,
        "Name,ErrorCount,FlushCount,ReadBytesPersec,ReadOperationsPerSec,WriteBytesPersec,"
        "WriteOperationsPerSec",
        make_disk, disk_free
    };

    return hvr_reading_collect(&query, session, windows, cancellable, error);
}

static void
traffic_free(gpointer data)
{
    HvrTraffic *counters = data;

    g_free(counters->counter);
    g_free(counters);
}

static gpointer
make_traffic(gconstpointer data, const char *host)
{
    const Win32_PerfRawData_NvspNicStats_HyperVVirtualNetworkAdapter *object = data;
    HvrTraffic *counters;

    if (object->Name == NULL)
        return NULL;

    counters = g_new0(HvrTraffic, 1);
    counters->counter = g_ascii_strup(object->Name, -1);
    counters->received_bytes = object->BytesReceivedPersec;
    counters->n_received = object->PacketsReceivedPersec;
    counters->n_received_dropped = object->DroppedPacketsIncomingPersec;
    counters->sent_bytes = object->BytesSentPersec;
    counters->n_sent = object->PacketsSentPersec;
    counters->n_sent_dropped = object->DroppedPacketsOutgoingPersec;

    return counters;
}

GPtrArray *
hvr_reading_fetch_traffic(HvrWmiSession *session,
                          guint64 windows,
                          GCancellable *cancellable,
                          GError **error)
{
    static const HvrReadingQuery query = {
        NETWORK,
        "Name,BytesReceivedPersec,BytesSentPersec,DroppedPacketsIncomingPersec,"
        "DroppedPacketsOutgoingPersec,PacketsReceivedPersec,PacketsSentPersec",
        make_traffic, traffic_free
    };

    return hvr_reading_collect(&query, session, windows, cancellable, error);
}

static void
adapter_free(gpointer data)
{
    HvrAdapter *adapter = data;

    g_free(adapter->machine);
    g_free(adapter->guid);
    g_free(adapter->name);
    g_free(adapter->mac);
    g_free(adapter);
}

/* InstanceID is Microsoft:MACHINE\ADAPTER; those of snapshots and of defaults
 * belong to no machine, and connections are of another class. */
static HvrAdapter *
new_adapter(const CIM_EthernetPortAllocationSettingData *object)
{
    static const char prefix[] = "Microsoft:";
    g_auto(GStrv) parts = NULL;
    HvrAdapter *adapter;
    guchar uuid[16];

    if (object->object.type == &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData ||
        object->InstanceID == NULL || !g_str_has_prefix(object->InstanceID, prefix))
        return NULL;
    parts = g_strsplit(object->InstanceID + strlen(prefix), "\\", -1);
    if (g_strv_length(parts) != 2 || !hvr_domain_parse_guid(parts[0], uuid) ||
        !hvr_domain_parse_guid(parts[1], uuid))
        return NULL;

    adapter = g_new0(HvrAdapter, 1);
    adapter->machine = g_ascii_strup(parts[0], -1);
    adapter->guid = g_ascii_strup(parts[1], -1);
    adapter->name = g_strdup(object->ElementName != NULL ? object->ElementName : adapter->guid);
    adapter->mac = hvr_reading_format_mac(object->Address);

    return adapter;
}

/* Hyper-V calls all of a machine's adapters the same unless somebody says otherwise. */
static void
add_adapter(GPtrArray *adapters, HvrAdapter *adapter)
{
    if (hvr_adapter_find(adapters, adapter->machine, adapter->name) != NULL) {
        g_autofree char *name = g_steal_pointer(&adapter->name);

        adapter->name = g_strdup_printf("%s %s", name, adapter->guid);
    }
    g_ptr_array_add(adapters, adapter);
}

static int
compare_ids(gconstpointer a, gconstpointer b)
{
    const CIM_EthernetPortAllocationSettingData *one = *(gconstpointer const *)a;
    const CIM_EthernetPortAllocationSettingData *other = *(gconstpointer const *)b;

    return g_strcmp0(one->InstanceID, other->InstanceID);
}

/* One class is above synthetic and emulated adapters alike, so that one query
 * has them all; the same order every time keeps their names. */
GPtrArray *
hvr_reading_fetch_adapters(HvrWmiSession *session,
                           guint64 windows,
                           GCancellable *cancellable,
                           GError **error)
{
    g_autoptr(GPtrArray)
        objects = hvr_reading_list(session, &hvr_wmi_class_CIM_EthernetPortAllocationSettingData,
                                   "InstanceID,ElementName,Address", windows, cancellable, error);
    GPtrArray *adapters;

    if (objects == NULL)
        return NULL;

    g_ptr_array_sort(objects, compare_ids);
    adapters = g_ptr_array_new_with_free_func(adapter_free);
    for (guint i = 0; i < objects->len; i++) {
        HvrAdapter *adapter = new_adapter(objects->pdata[i]);

        if (adapter != NULL)
            add_adapter(adapters, adapter);
    }

    return adapters;
}
