/* reading.h: numbers and parts of a host that are read when somebody asks for them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One reading is of the whole host, however many machines it has: a query or
 * two, made into values in our words.  Readings are const once they were read.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A floor's headers name only its own types: wmi_session.h has this one. */
typedef struct _HvrWmiSession HvrWmiSession;

typedef enum {
    HVR_READING_CPU,        /* HvrCpuTime: of each processor of each machine that runs */
    HVR_READING_MEMORY,     /* HvrMemoryUse: of each machine */
    HVR_READING_DISKS,      /* HvrDiskCounters: of each image in use */
    HVR_READING_TRAFFIC,    /* HvrTraffic: of each adapter in use */
    HVR_READING_ADAPTERS,   /* HvrAdapter: of all machines */
    HVR_READING_NODE,       /* HvrNodeMemory: one */
    HVR_READING_PROCESSORS, /* HvrNodeCpu: of each logical processor of the host */
    HVR_READING_NETWORKS,   /* HvrNetwork: of each virtual switch */
    HVR_READING_INTERFACES, /* HvrInterface: of each network port of the host */
    HVR_READING_DRIVES,     /* HvrDrive: of each local drive of the host */
    HVR_READING_STORAGE,    /* HvrStorage: of each machine */
    HVR_READING_SYSTEM,     /* HvrSystem: one */
    HVR_N_READINGS,
} HvrReadingKind;

#define HVR_READING_BIT(kind) (1u << (kind))

/** HvrCpuTime: @machine: its name, which need not be unique; @time: nanoseconds */
typedef struct {
    char *machine;
    guint index;
    guint64 time;
} HvrCpuTime;

/** HvrMemoryUse: @guid: upper case; @used: KiB; 0 while it is off */
typedef struct {
    char *guid;
    guint64 used;
} HvrMemoryUse;

/** HvrDiskCounters: @image: see hvr_disk_counters_find() */
typedef struct {
    char *image;
    guint64 n_reads, read_bytes;
    guint64 n_writes, written_bytes;
    guint64 n_flushes;
    guint64 n_errors;
} HvrDiskCounters;

/** HvrTraffic: @counter: the host's name for it, see hvr_traffic_find() */
typedef struct {
    char *counter;
    guint64 received_bytes, n_received, n_received_dropped;
    guint64 sent_bytes, n_sent, n_sent_dropped;
} HvrTraffic;

/**
 * HvrAdapter:
 * @machine: its GUID, upper case
 * @guid: of the adapter, upper case
 * @name: unique in its machine
 * @mac: "00:15:5d:01:02:03"; "" while the host has not drawn one
 */
typedef struct {
    char *machine;
    char *guid;
    char *name;
    char *mac;
} HvrAdapter;

/** HvrNodeMemory: KiB */
typedef struct {
    guint64 total;
    guint64 available;
} HvrNodeMemory;

/** HvrNodeCpu: nanoseconds; @guests: of the machines and of Windows itself */
typedef struct {
    guint index;
    guint64 guests;
    guint64 hypervisor;
    guint64 idle;
} HvrNodeCpu;

/**
 * HvrNetwork:
 * @port: (nullable): DeviceID of the HvrInterface that leads out
 * @has_host: the host itself takes part
 */
typedef struct {
    char *name;
    guchar uuid[16];
    char *port;
    gboolean has_host;
} HvrNetwork;

/** HvrInterface: @mac: "" if there is none; @speed: bits per second, 0: no link or not known */
typedef struct {
    char *id;
    char *name;
    char *mac;
    guint64 speed;
    guint mtu; /* 0: not known */
    gboolean is_active;
} HvrInterface;

/** HvrDrive: @name: "C:"; bytes */
typedef struct {
    char *name;
    char *label;
    guchar uuid[16];
    guint64 capacity;
    guint64 available;
} HvrDrive;

/** HvrStorage: @machine: its GUID, upper case; @disks: (element-type HvrMachineDisk): its drives as
 * in an HvrMachine, but for the images in them, which an HvrDomain has */
typedef struct {
    char *machine;
    GPtrArray *disks;
} HvrStorage;

/** HvrSystem: all strings may be %NULL */
typedef struct {
    char *bios_vendor, *bios_version, *bios_date;
    char *manufacturer, *product, *version, *serial, *uuid, *sku;
} HvrSystem;

/**
 * HvrReadingRow:
 * @max_age: how long what was read is good for
 * @n_requests: at most, for as many machines as there may be
 * @fetch: runs in a worker; @windows: the host's version
 */
typedef struct {
    const char *name;
    GTimeSpan max_age;
    guint n_requests;
    GPtrArray *(*fetch)(HvrWmiSession *session,
                        guint64 windows,
                        GCancellable *cancellable,
                        GError **error);
} HvrReadingRow;

/** hvr_reading_get_row: of a kind below HVR_N_READINGS */
const HvrReadingRow *hvr_reading_get_row(HvrReadingKind kind);

/** hvr_cpu_time_find: (nullable): @cpus: (element-type HvrCpuTime): of a machine's processor */
const HvrCpuTime *hvr_cpu_time_find(GPtrArray *cpus, const char *machine, guint index);

/** hvr_memory_use_find: (nullable): @memory: (element-type HvrMemoryUse) */
const HvrMemoryUse *hvr_memory_use_find(GPtrArray *memory, const char *guid);

/** hvr_disk_counters_find: (nullable): @disks: (element-type HvrDiskCounters): of the image at
 * @path */
const HvrDiskCounters *hvr_disk_counters_find(GPtrArray *disks, const char *path);

/** hvr_traffic_find: (nullable): @traffic: (element-type HvrTraffic): of @adapter */
const HvrTraffic *hvr_traffic_find(GPtrArray *traffic, const HvrAdapter *adapter);

/** hvr_adapter_find: (nullable): @adapters: (element-type HvrAdapter): of @machine, by name, MAC or
 * GUID */
const HvrAdapter *hvr_adapter_find(GPtrArray *adapters, const char *machine, const char *device);

/** hvr_adapter_list: (transfer container) (element-type HvrAdapter): those of one machine */
GPtrArray *hvr_adapter_list(GPtrArray *adapters, const char *machine);

/** hvr_network_find: (nullable): @networks: (element-type HvrNetwork): by name or, if that is
 * %NULL, by UUID */
const HvrNetwork *hvr_network_find(GPtrArray *networks, const char *name, const guchar *uuid);

/** hvr_interface_find: (nullable): @interfaces: (element-type HvrInterface): by @name, else by @mac
 * in any case, else by @id; %NULL is not compared */
const HvrInterface *
hvr_interface_find(GPtrArray *interfaces, const char *name, const char *mac, const char *id);

/** hvr_storage_find: (nullable): @storage: (element-type HvrStorage) */
const HvrStorage *hvr_storage_find(GPtrArray *storage, const char *machine);

/** hvr_drive_find: (nullable): @drives: (element-type HvrDrive): by name or, if that is %NULL, by
 * UUID */
const HvrDrive *hvr_drive_find(GPtrArray *drives, const char *name, const guchar *uuid);

G_END_DECLS
