/* sim_ethernet.c: the switches of a host, and how it takes part in them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_ethernet.h"

#include <string.h>

#include "sim_values.h"
#include "sim_vm_part.h"

#define CARD_NAME  "Simulated 10G Ethernet Adapter"
#define CARD_SPEED "10000000000"

/* clang-format off */
static const HvsValue external_values[] = {
    { "Caption",                 "Ethernet Port" },
    { "Description",             "Microsoft External Ethernet Port" },
    { "ElementName",             CARD_NAME },
    { "OperationalStatus",       "2" },
    { "StatusDescriptions",      "OK" },
    { "Status",                  "OK" },
    { "HealthState",             "5" },
    { "EnabledState",            "5" },
    { "RequestedState",          "12" },
    { "EnabledDefault",          "2" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "CreationClassName",       "Msvm_ExternalEthernetPort" },
    { "Speed",                   CARD_SPEED },
    { "MaxSpeed",                CARD_SPEED },
    { "LinkTechnology",          "2" },
    { NULL }
};

static const HvsValue internal_values[] = {
    { "Caption",                 "Ethernet Port" },
    { "Description",             "Microsoft Internal Ethernet Port" },
    { "OperationalStatus",       "2" },
    { "StatusDescriptions",      "OK" },
    { "HealthState",             "5" },
    { "EnabledState",            "5" },
    { "RequestedState",          "12" },
    { "EnabledDefault",          "2" },
    { "SystemCreationClassName", "Msvm_ComputerSystem" },
    { "CreationClassName",       "Msvm_InternalEthernetPort" },
    { "Speed",                   CARD_SPEED },
    { "MaxSpeed",                "1000000000" },
    { "RequestedSpeed",          "1000000000" },
    { "LinkTechnology",          "2" },
    { "FullDuplex",              "true" },
    { "AutoSense",               "true" },
    { NULL }
};

static const HvsValue connection_values[] = {
    { "Caption",            "Ethernet Switch Port Settings" },
    { "Description",        "Ethernet Switch Port Settings" },
    { "ResourceType",       "33" },
    { "ResourceSubType",    "Microsoft:Hyper-V:Ethernet Connection" },
    { "ConsumerVisibility", "3" },
    { "EnabledState",       "2" },
    { NULL }
};

static const char *const kinds[] = {
    [HVS_SWITCH_EXTERNAL] = "external",
    [HVS_SWITCH_INTERNAL] = "internal",
    [HVS_SWITCH_PRIVATE]  = "private",
};
/* clang-format on */

gboolean
hvs_switch_parse_kind(const char *text, HvsSwitchKind *out_kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i], text) == 0) {
            *out_kind = (HvsSwitchKind)i;
            return TRUE;
        }
    }

    return FALSE;
}

void
hvs_switch_free(gpointer data)
{
    HvsSwitch *self = data;

    g_free(self->name);
    g_free(self);
}

void
hvs_switch_add(HvsHost *host, const char *name, HvsSwitchKind kind)
{
    HvsSwitch *self = g_new0(HvsSwitch, 1);

    self->name = g_strdup(name);
    self->kind = kind;
    g_ptr_array_add(host->switches, self);
}

static gboolean
has_switch(GPtrArray *switches, const char *name)
{
    for (guint i = 0; i < switches->len; i++) {
        const HvsSwitch *known = g_ptr_array_index(switches, i);

        if (strcmp(known->name, name) == 0)
            return TRUE;
    }

    return FALSE;
}

GPtrArray *
hvs_switch_list(const HvsHost *host)
{
    GPtrArray *switches = g_ptr_array_new_with_free_func(hvs_switch_free);

    for (guint i = 0; i < host->switches->len; i++) {
        const HvsSwitch *known = g_ptr_array_index(host->switches, i);
        HvsSwitch *copy = g_memdup2(known, sizeof *known);

        copy->name = g_strdup(known->name);
        g_ptr_array_add(switches, copy);
    }
    for (guint i = 0; i < host->vms->len; i++) {
        const HvsVm *vm = g_ptr_array_index(host->vms, i);

        for (guint n = 0; n < vm->nics->len; n++) {
            const HvsNic *nic = g_ptr_array_index(vm->nics, n);
            HvsSwitch *found;

            if (nic->switch_name == NULL || has_switch(switches, nic->switch_name))
                continue;
            found = g_new0(HvsSwitch, 1);
            found->name = g_strdup(nic->switch_name);
            g_ptr_array_add(switches, found);
        }
    }

    return switches;
}

/* Microsoft's range for virtual adapters, as far as nobody else uses it here. */
static char *
format_mac(const char *seed)
{
    g_autofree char *guid = hvs_guid_from_text(seed);

    return g_strdup_printf("00155D%c%c%c%c%c%c", guid[0], guid[1], guid[2], guid[3], guid[4],
                           guid[5]);
}

static gpointer
new_port(const HvsHost *host, const HvrWmiClass *type, const HvsValue *values, const char *name)
{
    gpointer port = hvs_values_new(type, values);
    g_autofree char *seed = g_strdup_printf("%s/port/%s/%s", host->name, type->name, name);
    g_autofree char *guid = hvs_guid_from_text(seed);
    g_autofree char *id = g_strconcat("Microsoft:{", guid, "}", NULL);
    g_autofree char *mac = format_mac(seed);

    hvr_wmi_object_set_string(port, "ElementName", name);
    hvr_wmi_object_set_string(port, "Name", name);
    hvr_wmi_object_set_string(port, "DeviceID", id);
    hvr_wmi_object_set_string(port, "SystemName", host->name);
    hvr_wmi_object_set_string(port, "PermanentAddress", mac);
    hvr_wmi_object_set_time(port, "TimeOfLastStateChange", host->booted);

    return port;
}

static gpointer
new_external(const HvsHost *host)
{
    return new_port(host, &hvr_wmi_class_Msvm_ExternalEthernetPort, external_values, CARD_NAME);
}

static void
list_external(HvsHost *host, GPtrArray *objects)
{
    g_autoptr(GPtrArray) switches = hvs_switch_list(host);
    gboolean is_bound = FALSE;

    for (guint i = 0; i < switches->len; i++) {
        const HvsSwitch *self = g_ptr_array_index(switches, i);

        is_bound = is_bound || self->kind == HVS_SWITCH_EXTERNAL;
    }
    g_ptr_array_add(objects, new_external(host));
    hvr_wmi_object_set_boolean(objects->pdata[objects->len - 1], "IsBound", is_bound);
}

static void
list_internal(HvsHost *host, GPtrArray *objects)
{
    g_autoptr(GPtrArray) switches = hvs_switch_list(host);

    for (guint i = 0; i < switches->len; i++) {
        const HvsSwitch *self = g_ptr_array_index(switches, i);

        if (self->kind != HVS_SWITCH_PRIVATE)
            g_ptr_array_add(objects, new_port(host, &hvr_wmi_class_Msvm_InternalEthernetPort,
                                              internal_values, self->name));
    }
}

/* InstanceID is Microsoft:SWITCH\PORT (seen in public dumps). */
static void
add_connection(const char *switch_id, const char *end, const char *resource, GPtrArray *objects)
{
    gpointer connection =
        hvs_values_new(&hvr_wmi_class_Msvm_EthernetPortAllocationSettingData, connection_values);
    g_autofree char *seed = g_strconcat(switch_id, "/", end, NULL);
    g_autofree char *port = hvs_guid_from_text(seed);
    g_autofree char *id = g_strdup_printf("Microsoft:%s\\%s", switch_id, port);
    const char *resources[] = { resource, NULL };

    hvr_wmi_object_set_string(connection, "InstanceID", id);
    hvr_wmi_object_set_string(connection, "ElementName", end);
    hvr_wmi_object_set_strv(connection, "HostResource", resources);
    g_ptr_array_add(objects, connection);
}

void
hvs_switch_append_connections(HvsHost *host, GPtrArray *objects)
{
    g_autoptr(GPtrArray) switches = hvs_switch_list(host);
    g_autoptr(HvrWmiObject) card = new_external(host);
    g_autofree char *card_path = hvs_cim_dup_path(host, HVR_WMI_NAMESPACE, card);
    g_autofree char *host_path = hvs_system_dup_path(host);

    for (guint i = 0; i < switches->len; i++) {
        const HvsSwitch *self = g_ptr_array_index(switches, i);
        g_autoptr(HvrWmiObject) ether = hvs_system_new_switch(host, self->name);
        const char *id = ((const Msvm_VirtualEthernetSwitch *)(gconstpointer)ether)->Name;
        g_autofree char *outside = g_strconcat(self->name, "_External", NULL);

        if (self->kind == HVS_SWITCH_EXTERNAL)
            add_connection(id, outside, card_path, objects);
        if (self->kind != HVS_SWITCH_PRIVATE)
            add_connection(id, self->name, host_path, objects);
    }
}

/* clang-format off */
const HvsCimClass hvs_ethernet_classes[] = {
    { &hvr_wmi_class_Msvm_ExternalEthernetPort, HVR_WMI_NAMESPACE, list_external },
    { &hvr_wmi_class_Msvm_InternalEthernetPort, HVR_WMI_NAMESPACE, list_internal },
    { 0 }
};
/* clang-format on */
