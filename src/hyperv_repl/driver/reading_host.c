/* reading_host.c: what a host itself uses and has
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "reading_fetch.h"

#include <glib/gi18n-lib.h>

#include "domain.h"
#include "hvr_error.h"

#define NSEC_PER_TICK 100 /* counters of time */

#define DRIVE_LOCAL 3 /* Win32_LogicalDisk.DriveType */

#define PROCESSOR (&hvr_wmi_class_Win32_PerfRawData_HvStats_HyperVHypervisorLogicalProcessor)

static GPtrArray *
list_one(HvrWmiSession *session,
         const HvrWmiClass *type,
         const char *properties,
         guint64 windows,
         GCancellable *cancellable,
         GError **error)
{
    g_autoptr(GPtrArray)
        objects = hvr_reading_list(session, type, properties, windows, cancellable, error);

    if (objects != NULL && objects->len == 0)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, _("host '%1$s' has no instance of '%2$s'"),
                             hvr_wmi_session_get_host(session), type->name);

    return g_steal_pointer(&objects);
}

GPtrArray *
hvr_reading_fetch_node(HvrWmiSession *session,
                       guint64 windows,
                       GCancellable *cancellable,
                       GError **error)
{
    g_autoptr(GPtrArray) objects = list_one(session, &hvr_wmi_class_Win32_OperatingSystem,
                                            "Name,FreePhysicalMemory,TotalVisibleMemorySize",
                                            windows, cancellable, error);
    const Win32_OperatingSystem *system;
    HvrNodeMemory *memory;
    GPtrArray *node;

    if (objects == NULL)
        return NULL;

    system = objects->pdata[0];
    memory = g_new0(HvrNodeMemory, 1);
    memory->total = system->TotalVisibleMemorySize;
    memory->available = system->FreePhysicalMemory;
    node = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(node, memory);

    return node;
}

static gpointer
make_processor(gconstpointer data, const char *host)
{
    const Win32_PerfRawData_HvStats_HyperVHypervisorLogicalProcessor *object = data;
    HvrNodeCpu *cpu;
    guint index;

    if (!hvr_reading_parse_index(object->Name, "Hv LP ", &index))
        return NULL;

    cpu = g_new0(HvrNodeCpu, 1);
    cpu->index = index;
    cpu->guests = object->PercentGuestRunTime * NSEC_PER_TICK;
    cpu->hypervisor = object->PercentHypervisorRunTime * NSEC_PER_TICK;
    cpu->idle = object->PercentIdleTime * NSEC_PER_TICK;

    return cpu;
}

/* Windows' own counters of processors know its own partition only, the
 * hypervisor's know all of the host. */
GPtrArray *
hvr_reading_fetch_processors(HvrWmiSession *session,
                             guint64 windows,
                             GCancellable *cancellable,
                             GError **error)
{
    static const HvrReadingQuery query = {
        PROCESSOR, "Name,PercentGuestRunTime,PercentHypervisorRunTime,PercentIdleTime",
        make_processor, g_free
    };

    return hvr_reading_collect(&query, session, windows, cancellable, error);
}

static void
drive_free(gpointer data)
{
    HvrDrive *drive = data;

    g_free(drive->name);
    g_free(drive->label);
    g_free(drive);
}

/* A drive has a serial number of 8 digits, other hosts may have the same: the
 * host's name makes it one of the world. */
static void
set_uuid(HvrDrive *drive, const char *host, const char *serial)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_MD5);
    g_autofree char *seed = g_strjoin("/", host, drive->name, serial, NULL);
    gsize length = sizeof drive->uuid;

    g_checksum_update(checksum, (const guchar *)seed, -1);
    g_checksum_get_digest(checksum, drive->uuid, &length);
}

static gpointer
make_drive(gconstpointer data, const char *host)
{
    const Win32_LogicalDisk *object = data;
    HvrDrive *drive;

    if (object->DeviceID == NULL || object->DriveType != DRIVE_LOCAL)
        return NULL;

    drive = g_new0(HvrDrive, 1);
    drive->name = g_strdup(object->DeviceID);
    drive->label = g_strdup(object->VolumeName != NULL ? object->VolumeName : "");
    drive->capacity = object->Size;
    drive->available = MIN(object->FreeSpace, object->Size);
    set_uuid(drive, host, object->VolumeSerialNumber);

    return drive;
}

GPtrArray *
hvr_reading_fetch_drives(HvrWmiSession *session,
                         guint64 windows,
                         GCancellable *cancellable,
                         GError **error)
{
    static const HvrReadingQuery query = {
        &hvr_wmi_class_Win32_LogicalDisk,
        "DeviceID,DriveType,FreeSpace,Size,VolumeName,VolumeSerialNumber", make_drive, drive_free
    };

    return hvr_reading_collect(&query, session, windows, cancellable, error);
}

static void
system_free(gpointer data)
{
    HvrSystem *system = data;

    g_free(system->bios_vendor);
    g_free(system->bios_version);
    g_free(system->bios_date);
    g_free(system->manufacturer);
    g_free(system->product);
    g_free(system->version);
    g_free(system->serial);
    g_free(system->uuid);
    g_free(system->sku);
    g_free(system);
}

/* SMBIOS writes dates as MM/DD/YYYY (DSP0134 7.1), which is what libvirt's schema wants. */
static char *
format_date(HvrCimDatetime date)
{
    g_autoptr(GDateTime) time = NULL;

    if (date.is_interval || date.usec == 0)
        return NULL;
    time = g_date_time_new_from_unix_utc(date.usec / G_USEC_PER_SEC);

    return time != NULL ? g_date_time_format(time, "%m/%d/%Y") : NULL;
}

GPtrArray *
hvr_reading_fetch_system(HvrWmiSession *session,
                         guint64 windows,
                         GCancellable *cancellable,
                         GError **error)
{
    g_autoptr(GPtrArray) firmware = list_one(session, &hvr_wmi_class_Win32_BIOS,
                                             "Name,Manufacturer,SMBIOSBIOSVersion,ReleaseDate",
                                             windows, cancellable, error);
    g_autoptr(GPtrArray) products = NULL;
    GPtrArray *answer = NULL;
    const Win32_BIOS *bios;
    const Win32_ComputerSystemProduct *product;
    HvrSystem *system;

    if (firmware == NULL)
        return NULL;
    products = list_one(session, &hvr_wmi_class_Win32_ComputerSystemProduct,
                        "IdentifyingNumber,Name,SKUNumber,UUID,Vendor,Version", windows,
                        cancellable, error);
    if (products == NULL)
        return NULL;

    bios = firmware->pdata[0];
    product = products->pdata[0];
    system = g_new0(HvrSystem, 1);
    system->bios_vendor = g_strdup(bios->Manufacturer);
    system->bios_version = g_strdup(bios->SMBIOSBIOSVersion);
    system->bios_date = format_date(bios->ReleaseDate);
    system->manufacturer = g_strdup(product->Vendor);
    system->product = g_strdup(product->Name);
    system->version = g_strdup(product->Version);
    system->serial = g_strdup(product->IdentifyingNumber);
    system->uuid = product->UUID != NULL ? g_ascii_strdown(product->UUID, -1) : NULL;
    system->sku = g_strdup(product->SKUNumber);
    answer = g_ptr_array_new_with_free_func(system_free);
    g_ptr_array_add(answer, system);

    return answer;
}
