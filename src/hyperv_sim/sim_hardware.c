/* sim_hardware.c: firmware and drives of a host, as root/cimv2 shows them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_cim.h"
#include "sim_values.h"

#define DRIVE_SIZE (G_GUINT64_CONSTANT(4) << 40)

/* Windows itself and what else is on each drive. */
#define DRIVE_USED (G_GUINT64_CONSTANT(40) << 30)

/* clang-format off */
static const HvsValue firmware_values[] = {
    { "Caption",              "SIM-1.0" },
    { "Description",          "SIM-1.0" },
    { "Manufacturer",         "libvirt-hyperv-repl" },
    { "Name",                 "SIM-1.0" },
    { "PrimaryBIOS",          "true" },
    { "ReleaseDate",          "20260102000000.000000+000" },
    { "SMBIOSBIOSVersion",    "SIM-1.0" },
    { "SMBIOSMajorVersion",   "3" },
    { "SMBIOSMinorVersion",   "3" },
    { "SMBIOSPresent",        "true" },
    { "SoftwareElementID",    "SIM-1.0" },
    { "SoftwareElementState", "3" },
    { "Status",               "OK" },
    { "TargetOperatingSystem", "0" },
    { "Version",              "SIM - 1" },
    { NULL }
};

static const HvsValue drive_values[] = {
    { "Access",                  "0" },
    { "Compressed",              "false" },
    { "CreationClassName",       "Win32_LogicalDisk" },
    { "Description",             "Local Fixed Disk" },
    { "DriveType",               "3" },
    { "FileSystem",              "NTFS" },
    { "MaximumComponentLength",  "255" },
    { "MediaType",               "12" },
    { "SupportsDiskQuotas",      "true" },
    { "SystemCreationClassName", "Win32_ComputerSystem" },
    { NULL }
};
/* clang-format on */

static void
list_firmware(HvsHost *host, GPtrArray *objects)
{
    gpointer firmware = hvs_values_new(&hvr_wmi_class_Win32_BIOS, firmware_values);
    g_autofree char *serial = g_strconcat("SIM-", host->name, NULL);

    hvr_wmi_object_set_string(firmware, "SerialNumber", serial);
    g_ptr_array_add(objects, firmware);
}

/* C and D, and whatever images stand on. */
static void
sum_images(const HvsHost *host, guint64 *used)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint d = 0; d < vm->disks->len; d++) {
            const HvsDisk *disk = g_ptr_array_index(vm->disks, d);
            char letter = g_ascii_toupper(disk->path[0]);

            if (g_ascii_isupper(letter) && disk->path[1] == ':')
                used[letter - 'A'] += disk->size;
        }
    }
}

static void
add_drive(const HvsHost *host, char letter, guint64 used, GPtrArray *objects)
{
    gpointer drive = hvs_values_new(&hvr_wmi_class_Win32_LogicalDisk, drive_values);
    char id[] = { letter, ':', '\0' };
    g_autofree char *seed = g_strconcat(host->name, "/drive/", id, NULL);
    g_autofree char *guid = hvs_guid_from_text(seed);
    g_autofree char *serial = g_strndup(guid, 8);

    hvr_wmi_object_set_string(drive, "DeviceID", id);
    hvr_wmi_object_set_string(drive, "Caption", id);
    hvr_wmi_object_set_string(drive, "Name", id);
    hvr_wmi_object_set_string(drive, "SystemName", host->name);
    hvr_wmi_object_set_string(drive, "VolumeName", letter == 'C' ? "System" : "Machines");
    hvr_wmi_object_set_string(drive, "VolumeSerialNumber", serial);
    hvr_wmi_object_set_uint(drive, "Size", DRIVE_SIZE);
    hvr_wmi_object_set_uint(drive, "FreeSpace", DRIVE_SIZE - MIN(used + DRIVE_USED, DRIVE_SIZE));
    g_ptr_array_add(objects, drive);
}

static void
list_drives(HvsHost *host, GPtrArray *objects)
{
    guint64 used[26] = { 0 };

    sum_images(host, used);
    for (guint i = 0; i < G_N_ELEMENTS(used); i++) {
        char letter = (char)('A' + i);

        if (letter == 'C' || letter == 'D' || used[i] > 0)
            add_drive(host, letter, used[i], objects);
    }
}

/* clang-format off */
const HvsCimClass hvs_hardware_classes[] = {
    { &hvr_wmi_class_Win32_BIOS,        HVR_WMI_CIMV2, list_firmware },
    { &hvr_wmi_class_Win32_LogicalDisk, HVR_WMI_CIMV2, list_drives },
    { 0 }
};
/* clang-format on */
