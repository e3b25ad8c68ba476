/* sim_guest.c: what guests tell their host about themselves
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_cim.h"
#include "sim_values.h"
#include "sim_vm.h"
#include "wmi_embedded.h"

#define KVP_GUID "2A34B1C2-FD73-4043-8A5B-DD2159BC743F"

/* Msvm_KvpExchangeDataItem.Source */
#define SOURCE_INTRINSIC 2

#define PROTOCOL_BOTH 4098 /* ProtocolIFType */

/* clang-format off */
static const HvsValue component_values[] = {
    { "Caption",                 "Key-Value Pair Exchange" },
    { "Description",             "Microsoft Key-Value Pair Exchange Service" },
    { "ElementName",             "Key-Value Pair Exchange" },
    { "Name",                    "Key-Value Pair Exchange" },
    { "CreationClassName",       "Msvm_KvpExchangeComponent" },
    { "OperationalStatus",       "2" },
    { "StatusDescriptions",      "OK" },
    { "HealthState",             "5" },
    { "EnabledState",            "2" },
    { "RequestedState",          "12" },
    { "EnabledDefault",          "7" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "Availability",            "6" },
    { "AdditionalAvailability",  "6" },
    { NULL }
};

/* Every simulated guest is the same Windows. */
static const HvsValue intrinsic_values[] = {
    { "CSDVersion",                 "" },
    { "IntegrationServicesVersion", "10.0.20348" },
    { "OSBuildNumber",              "20348" },
    { "OSEditionId",                "7" },
    { "OSMajorVersion",             "10" },
    { "OSMinorVersion",             "0" },
    { "OSName",                     "Windows Server 2022 Standard" },
    { "OSPlatformId",               "2" },
    { "OSVersion",                  "10.0.20348" },
    { "ProcessorArchitecture",      "9" },
    { "ProductType",                "3" },
    { NULL }
};
/* clang-format on */

/* Only a guest that runs says anything. */
static gboolean
is_talking(const HvsVm *vm)
{
    return vm->enabled_state == HVS_VM_RUNNING;
}

static guint
get_octet(const HvsNic *nic, guint index)
{
    char text[] = { nic->mac[2 * index], nic->mac[2 * index + 1], '\0' };

    return (guint)g_ascii_strtoull(text, NULL, 16);
}

static char *
format_ipv4(const HvsNic *nic)
{
    return g_strdup_printf("10.0.%u.%u", get_octet(nic, 4), get_octet(nic, 5));
}

/* As a host makes it of its hardware address (RFC 4291 appendix A). */
static char *
format_ipv6(const HvsNic *nic)
{
    return g_strdup_printf("fe80::%x:%xff:fe%02x:%x",
                           (get_octet(nic, 0) ^ 2) << 8 | get_octet(nic, 1), get_octet(nic, 2),
                           get_octet(nic, 3), get_octet(nic, 4) << 8 | get_octet(nic, 5));
}

static char *
list_addresses(const HvsVm *vm, char *(*format)(const HvsNic *nic))
{
    g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < vm->nics->len; i++) {
        const HvsNic *nic = g_ptr_array_index(vm->nics, i);

        if (nic->switch_name != NULL)
            g_ptr_array_add(addresses, format(nic));
    }
    g_ptr_array_add(addresses, NULL);

    return g_strjoinv(";", (char **)addresses->pdata);
}

static void
add_item(GPtrArray *items, const char *name, const char *value)
{
    g_autoptr(HvrWmiObject) item = hvr_wmi_object_new(&hvr_wmi_class_Msvm_KvpExchangeDataItem);

    hvr_wmi_object_set_uint(item, "Source", SOURCE_INTRINSIC);
    hvr_wmi_object_set_string(item, "Name", name);
    hvr_wmi_object_set_string(item, "Data", value);
    g_ptr_array_add(items, hvr_wmi_embedded_format(item));
}

static void
set_items(const HvsVm *vm, gpointer component)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *lower = g_ascii_strdown(vm->name, -1);
    g_autofree char *name = g_strconcat(lower, ".guest.test", NULL);
    g_autofree char *ipv4 = list_addresses(vm, format_ipv4);
    g_autofree char *ipv6 = list_addresses(vm, format_ipv6);

    add_item(items, "FullyQualifiedDomainName", name);
    add_item(items, "NetworkAddressIPv4", ipv4);
    add_item(items, "NetworkAddressIPv6", ipv6);
    for (const HvsValue *value = intrinsic_values; value->name != NULL; value++)
        add_item(items, value->name, value->text);
    g_ptr_array_add(items, NULL);
    hvr_wmi_object_set_strv(component, "GuestIntrinsicExchangeItems",
                            (const char *const *)items->pdata);
}

static void
list_components(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);
        g_autofree char *id = g_strdup_printf("Microsoft:%s\\" KVP_GUID, vm->guid);
        gpointer component;

        if (!hvs_vm_has_process(vm))
            continue;
        component = hvs_values_new(&hvr_wmi_class_Msvm_KvpExchangeComponent, component_values);
        hvr_wmi_object_set_string(component, "DeviceID", id);
        hvr_wmi_object_set_string(component, "SystemName", vm->guid);
        hvr_wmi_object_set_time(component, "TimeOfLastStateChange", vm->started);
        if (is_talking(vm))
            set_items(vm, component);
        g_ptr_array_add(objects, component);
    }
}

static void
add_configuration(const HvsVm *vm, const HvsNic *nic, GPtrArray *objects)
{
    const char *guid = strrchr(nic->instance_id, '\\') + 1;
    g_autofree char *id = g_strdup_printf("Microsoft:GuestNetwork\\%s\\%s", vm->guid, guid);
    gpointer configuration =
        hvr_wmi_object_new(&hvr_wmi_class_Msvm_GuestNetworkAdapterConfiguration);
    g_autofree char *ipv4 = format_ipv4(nic);
    g_autofree char *ipv6 = format_ipv6(nic);
    const char *addresses[] = { ipv4, ipv6, NULL };
    static const char *const subnets[] = { "255.255.0.0", "/64", NULL };
    static const char *const gateways[] = { "10.0.0.1", NULL };
    static const char *const servers[] = { "10.0.0.53", NULL };

    hvr_wmi_object_set_string(configuration, "InstanceID", id);
    hvr_wmi_object_set_uint(configuration, "ProtocolIFType", PROTOCOL_BOTH);
    hvr_wmi_object_set_boolean(configuration, "DHCPEnabled", TRUE);
    if (is_talking(vm) && nic->switch_name != NULL) {
        hvr_wmi_object_set_strv(configuration, "IPAddresses", addresses);
        hvr_wmi_object_set_strv(configuration, "Subnets", subnets);
        hvr_wmi_object_set_strv(configuration, "DefaultGateways", gateways);
        hvr_wmi_object_set_strv(configuration, "DNSServers", servers);
    }
    g_ptr_array_add(objects, configuration);
}

static void
list_configurations(HvsHost *host, GPtrArray *objects)
{
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint n = 0; n < vm->nics->len; n++)
            add_configuration(vm, g_ptr_array_index(vm->nics, n), objects);
    }
}

/* clang-format off */
const HvsCimClass hvs_guest_classes[] = {
    { &hvr_wmi_class_Msvm_KvpExchangeComponent,             HVR_WMI_NAMESPACE, list_components },
    { &hvr_wmi_class_Msvm_GuestNetworkAdapterConfiguration, HVR_WMI_NAMESPACE, list_configurations },
    { 0 }
};
/* clang-format on */
