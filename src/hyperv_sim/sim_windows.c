/* sim_windows.c: Windows itself as root/cimv2 shows it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_windows.h"

#include "sim_values.h"
#include "sim_vm.h"

/* A socket of the simulated machine has up to this many logical processors. */
#define THREADS_PER_SOCKET 64

/* clang-format off */
static const HvsValue system_values[] = {
    { "AdminPasswordStatus",         "3" },
    { "AutomaticManagedPagefile",    "true" },
    { "AutomaticResetBootOption",    "true" },
    { "AutomaticResetCapability",    "true" },
    { "BootROMSupported",            "true" },
    { "BootupState",                 "Normal boot" },
    { "ChassisBootupState",          "3" },
    { "CreationClassName",           "Win32_ComputerSystem" },
    { "DaylightInEffect",            "false" },
    { "Description",                 "AT/AT COMPATIBLE" },
    { "DomainRole",                  "3" }, /* member server */
    { "EnableDaylightSavingsTime",   "true" },
    { "FrontPanelResetStatus",       "3" },
    { "InfraredSupported",           "false" },
    { "KeyboardPasswordStatus",      "3" },
    { "Manufacturer",                "libvirt-hyperv-repl" },
    { "Model",                       "Simulated Hyper-V host" },
    { "NetworkServerModeEnabled",    "true" },
    { "PartOfDomain",                "true" },
    { "PauseAfterReset",             "-1" },
    { "PCSystemType",                "4" }, /* enterprise server */
    { "PowerOnPasswordStatus",       "3" },
    { "PowerState",                  "0" },
    { "PowerSupplyState",            "3" },
    { "PrimaryOwnerName",            "Windows User" },
    { "ResetCapability",             "1" },
    { "ResetCount",                  "-1" },
    { "ResetLimit",                  "-1" },
    { "Roles",                       "LM_Workstation" },
    { "Roles",                       "LM_Server" },
    { "Roles",                       "NT" },
    { "Status",                      "OK" },
    { "SystemType",                  "x64-based PC" },
    { "ThermalState",                "3" },
    { "WakeUpType",                  "6" }, /* power switch */
    { NULL }
};

static const HvsValue product_values[] = {
    { "Caption",     "Computer System Product" },
    { "Description", "Computer System Product" },
    { "Name",        "Simulated Hyper-V host" },
    { "Vendor",      "libvirt-hyperv-repl" },
    { "Version",     "1" },
    { NULL }
};

static const HvsValue os_values[] = {
    { "BootDevice",                                "\\Device\\HarddiskVolume1" },
    { "BuildType",                                 "Multiprocessor Free" },
    { "CodeSet",                                   "1252" },
    { "CountryCode",                               "1" },
    { "CreationClassName",                         "Win32_OperatingSystem" },
    { "CSCreationClassName",                       "Win32_ComputerSystem" },
    { "DataExecutionPrevention_Available",         "true" },
    { "DataExecutionPrevention_32BitApplications", "true" },
    { "DataExecutionPrevention_Drivers",           "true" },
    { "DataExecutionPrevention_SupportPolicy",     "3" },
    { "Debug",                                     "false" },
    { "Description",                               "" },
    { "Distributed",                               "false" },
    { "EncryptionLevel",                           "256" },
    { "ForegroundApplicationBoost",                "2" },
    { "FreeSpaceInPagingFiles",                    "8388608" },
    { "Locale",                                    "0409" },
    { "Manufacturer",                              "Microsoft Corporation" },
    { "MaxNumberOfProcesses",                      "4294967295" },
    { "MaxProcessMemorySize",                      "137438953344" },
    { "MUILanguages",                              "en-US" },
    { "NumberOfLicensedUsers",                     "0" },
    { "NumberOfProcesses",                         "120" },
    { "NumberOfUsers",                             "1" },
    { "OperatingSystemSKU",                        "8" }, /* Datacenter Edition */
    { "Organization",                              "" },
    { "OSArchitecture",                            "64-bit" },
    { "OSLanguage",                                "1033" },
    { "OSProductSuite",                            "400" },
    { "OSType",                                    "18" }, /* WINNT */
    { "Primary",                                   "true" },
    { "ProductType",                               "3" }, /* server */
    { "RegisteredUser",                            "Windows User" },
    { "SerialNumber",                              "00000-00000-00000-AA000" },
    { "ServicePackMajorVersion",                   "0" },
    { "ServicePackMinorVersion",                   "0" },
    { "SizeStoredInPagingFiles",                   "8388608" },
    { "Status",                                    "OK" },
    { "SuiteMask",                                 "400" },
    { "SystemDevice",                              "\\Device\\HarddiskVolume2" },
    { "SystemDirectory",                           "C:\\Windows\\system32" },
    { "SystemDrive",                               "C:" },
    { "WindowsDirectory",                          "C:\\Windows" },
    { NULL }
};

static const HvsValue processor_values[] = {
    { "AddressWidth",             "64" },
    { "Architecture",             "9" }, /* x64 */
    { "Availability",             "3" },
    { "Caption",                  "Intel64 Family 6 Model 85 Stepping 7" },
    { "CpuStatus",                "1" },
    { "CreationClassName",        "Win32_Processor" },
    { "CurrentClockSpeed",        "2500" },
    { "DataWidth",                "64" },
    { "Description",              "Intel64 Family 6 Model 85 Stepping 7" },
    { "ExtClock",                 "100" },
    { "Family",                   "179" }, /* Xeon */
    { "L2CacheSize",              "8192" },
    { "L3CacheSize",              "36608" },
    { "L3CacheSpeed",             "0" },
    { "Level",                    "6" },
    { "LoadPercentage",           "5" },
    { "Manufacturer",             "GenuineIntel" },
    { "MaxClockSpeed",            "2500" },
    { "Name",                     "Simulated CPU @ 2.50GHz" },
    { "PowerManagementSupported", "false" },
    { "ProcessorId",              "BFEBFBFF00050657" },
    { "ProcessorType",            "3" },
    { "Revision",                 "21767" },
    { "Role",                     "CPU" },
    { "Status",                   "OK" },
    { "StatusInfo",               "3" },
    { "SystemCreationClassName",  "Win32_ComputerSystem" },
    { "UpgradeMethod",            "1" },
    { "Version",                  "" },
    { NULL }
};
/* clang-format on */

static guint
count_sockets(const HvsHost *host)
{
    return (host->n_processors + THREADS_PER_SOCKET - 1) / THREADS_PER_SOCKET;
}

/* Minutes east of UTC; signed, so it goes in as text. */
static void
set_timezone(const HvsHost *host, gpointer object)
{
    g_autofree char *minutes = g_strdup_printf("%d", host->timezone);
    const HvsValue values[] = { { "CurrentTimeZone", minutes }, { NULL } };

    hvs_values_set(object, values);
}

void
hvs_windows_list_systems(HvsHost *host, GPtrArray *objects)
{
    gpointer system = hvs_values_new(&hvr_wmi_class_Win32_ComputerSystem, system_values);
    const char *dot = strchr(host->fqdn, '.');
    g_autofree char *dns_name = g_strndup(host->fqdn, strcspn(host->fqdn, "."));
    g_autofree char *user = g_strconcat(host->netbios, "\\", host->user, NULL);

    hvr_wmi_object_set_string(system, "Caption", host->netbios);
    hvr_wmi_object_set_string(system, "Name", host->netbios);
    hvr_wmi_object_set_string(system, "DNSHostName", dns_name);
    hvr_wmi_object_set_string(system, "Domain", dot != NULL ? dot + 1 : "");
    hvr_wmi_object_set_string(system, "UserName", user);
    hvr_wmi_object_set_uint(system, "NumberOfLogicalProcessors", host->n_processors);
    hvr_wmi_object_set_uint(system, "NumberOfProcessors", count_sockets(host));
    hvr_wmi_object_set_uint(system, "TotalPhysicalMemory", host->memory);
    set_timezone(host, system);
    g_ptr_array_add(objects, system);
}

void
hvs_windows_list_products(HvsHost *host, GPtrArray *objects)
{
    gpointer product = hvs_values_new(&hvr_wmi_class_Win32_ComputerSystemProduct, product_values);
    g_autofree char *seed = g_strconcat(host->name, "/product", NULL);
    g_autofree char *guid = hvs_guid_from_text(seed);

    hvr_wmi_object_set_string(product, "IdentifyingNumber", guid);
    hvr_wmi_object_set_string(product, "UUID", guid);
    g_ptr_array_add(objects, product);
}

/* In KiB; the root partition keeps 2 GiB to itself (inferred). */
static guint64
get_free_memory(const HvsHost *host)
{
    guint64 total = host->memory >> 10;
    guint64 used = G_GUINT64_CONSTANT(2) << 20;

    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);

        if (hvs_vm_has_process(vm))
            used += (guint64)vm->memory_mb << 10;
    }

    return total > used ? total - used : 0;
}

static void
set_versions(const HvsHost *host, gpointer os)
{
    const HvsVersion *version = host->version;
    g_autofree char *key =
        g_strconcat(version->caption, "|C:\\Windows|\\Device\\Harddisk0\\Partition2", NULL);

    hvr_wmi_object_set_string(os, "BuildNumber", version->build);
    hvr_wmi_object_set_string(os, "Caption", version->caption);
    hvr_wmi_object_set_string(os, "Name", key);
    hvr_wmi_object_set_string(os, "Version", version->os_version);
}

void
hvs_windows_list_operating_systems(HvsHost *host, GPtrArray *objects)
{
    gpointer os = hvs_values_new(&hvr_wmi_class_Win32_OperatingSystem, os_values);
    guint64 free_memory = get_free_memory(host);

    set_versions(host, os);
    hvr_wmi_object_set_string(os, "CSName", host->netbios);
    hvr_wmi_object_set_uint(os, "FreePhysicalMemory", free_memory);
    hvr_wmi_object_set_uint(os, "FreeVirtualMemory", free_memory);
    hvr_wmi_object_set_uint(os, "TotalVisibleMemorySize", host->memory >> 10);
    hvr_wmi_object_set_uint(os, "TotalVirtualMemorySize", host->memory >> 10);
    hvr_wmi_object_set_time(os, "InstallDate", host->installed);
    hvr_wmi_object_set_time(os, "LastBootUpTime", host->booted);
    hvr_wmi_object_set_time(os, "LocalDateTime",
                            host->world->now); /* the same moment, written as UTC */
    set_timezone(host, os);
    g_ptr_array_add(objects, os);
}

void
hvs_windows_list_processors(HvsHost *host, GPtrArray *objects)
{
    guint left = host->n_processors;

    for (guint i = 0; i < count_sockets(host); i++) {
        gpointer processor = hvs_values_new(&hvr_wmi_class_Win32_Processor, processor_values);
        g_autofree char *id = g_strdup_printf("CPU%u", i);
        guint n = MIN(left, THREADS_PER_SOCKET);

        hvr_wmi_object_set_string(processor, "DeviceID", id);
        hvr_wmi_object_set_string(processor, "SocketDesignation", id);
        hvr_wmi_object_set_string(processor, "SystemName", host->netbios);
        hvr_wmi_object_set_uint(processor, "NumberOfCores", MAX(n / 2, 1));
        hvr_wmi_object_set_uint(processor, "NumberOfLogicalProcessors", n);
        g_ptr_array_add(objects, processor);
        left -= n;
    }
}

void
hvs_windows_list_processor_links(HvsHost *host, GPtrArray *objects)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(hvr_wmi_object_free);
    g_autofree char *system = NULL;

    hvs_windows_list_systems(host, parts);
    hvs_windows_list_processors(host, parts);
    system = hvs_cim_dup_path(host, HVR_WMI_CIMV2, g_ptr_array_index(parts, 0));
    for (guint i = 1; i < parts->len; i++) {
        g_autofree char *processor =
            hvs_cim_dup_path(host, HVR_WMI_CIMV2, g_ptr_array_index(parts, i));

        g_ptr_array_add(objects,
                        hvs_values_new_link(&hvr_wmi_class_Win32_ComputerSystemProcessor,
                                            "GroupComponent", system, "PartComponent", processor));
    }
}
