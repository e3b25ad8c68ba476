/* reading_network.c: the virtual switches of a host, and its own network ports
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "reading_fetch.h"

#include <string.h>

#include "domain.h"
#include "wmi_path.h"

#define CONNECTION (&hvr_wmi_class_Msvm_EthernetPortAllocationSettingData)

/* EnabledState: 5 is "enabled but offline" in its name only: the pages give it
 * to every port, so whether there is a link shows in the speed. */
#define ENABLED_STATE_DISABLED 3

static void
network_free(gpointer data)
{
    HvrNetwork *network = data;

    g_free(network->name);
    g_free(network->port);
    g_free(network);
}

/* Returns: (nullable): the network of a switch port: InstanceID is Microsoft:SWITCH\PORT. */
static HvrNetwork *
find_owner(GPtrArray *networks, const char *id)
{
    static const char prefix[] = "Microsoft:";
    g_auto(GStrv) parts = NULL;
    guchar uuid[16];

    if (id == NULL || !g_str_has_prefix(id, prefix))
        return NULL;
    parts = g_strsplit(id + strlen(prefix), "\\", -1);
    if (g_strv_length(parts) != 2 || !hvr_domain_parse_guid(parts[0], uuid))
        return NULL;

    return (HvrNetwork *)hvr_network_find(networks, NULL, uuid);
}

/* What a switch port is plugged into: a card of the host, or the host itself. */
static void
add_connection(GPtrArray *networks, const Msvm_EthernetPortAllocationSettingData *connection)
{
    HvrNetwork *network = find_owner(networks, connection->InstanceID);
    const char *resource = connection->HostResource != NULL ? connection->HostResource[0] : NULL;

    if (network == NULL || resource == NULL)
        return;

    if (strstr(resource, ":Msvm_ExternalEthernetPort.") != NULL) {
        g_free(network->port);
        network->port = hvr_wmi_path_dup_key(resource, "DeviceID");
    } else if (strstr(resource, ":Msvm_ComputerSystem.") != NULL) {
        network->has_host = TRUE;
    }
}

GPtrArray *
hvr_reading_fetch_networks(HvrWmiSession *session,
                           guint64 windows,
                           GCancellable *cancellable,
                           GError **error)
{
    g_autoptr(GPtrArray) networks = g_ptr_array_new_with_free_func(network_free);
    g_autoptr(GPtrArray)
        switches = hvr_reading_list(session, &hvr_wmi_class_Msvm_VirtualEthernetSwitch,
                                    "Name,ElementName", windows, cancellable, error);
    g_autoptr(GPtrArray) connections = NULL;

    if (switches == NULL)
        return NULL;
    connections = hvr_reading_list(session, CONNECTION, "InstanceID,HostResource", windows,
                                   cancellable, error);
    if (connections == NULL)
        return NULL;

    for (guint i = 0; i < switches->len; i++) {
        const Msvm_VirtualEthernetSwitch *object = switches->pdata[i];
        HvrNetwork *network = g_new0(HvrNetwork, 1);

        network->name = g_strdup(object->ElementName != NULL ? object->ElementName : object->Name);
        if (object->Name != NULL && hvr_domain_parse_guid(object->Name, network->uuid))
            g_ptr_array_add(networks, network);
        else
            network_free(network);
    }
    for (guint i = 0; i < connections->len; i++)
        add_connection(networks, connections->pdata[i]);

    return g_steal_pointer(&networks);
}

static void
interface_free(gpointer data)
{
    HvrInterface *interface = data;

    g_free(interface->id);
    g_free(interface->name);
    g_free(interface->mac);
    g_free(interface);
}

static void
add_interface(GPtrArray *interfaces, const CIM_EthernetPort *port)
{
    HvrInterface *interface;

    if (port->DeviceID == NULL)
        return;

    interface = g_new0(HvrInterface, 1);
    interface->id = g_strdup(port->DeviceID);
    interface->name = g_strdup(port->ElementName != NULL ? port->ElementName : port->DeviceID);
    interface->mac = hvr_reading_format_mac(port->PermanentAddress);
    interface->speed = port->Speed;
    interface->mtu = (guint)MIN(port->ActiveMaximumTransmissionUnit, G_MAXUINT16);
    interface->is_active = port->EnabledState != ENABLED_STATE_DISABLED;
    g_ptr_array_add(interfaces, interface);
}

GPtrArray *
hvr_reading_fetch_interfaces(HvrWmiSession *session,
                             guint64 windows,
                             GCancellable *cancellable,
                             GError **error)
{
    static const HvrWmiClass *const types[] = { &hvr_wmi_class_Msvm_ExternalEthernetPort,
                                                &hvr_wmi_class_Msvm_InternalEthernetPort };
    g_autoptr(GPtrArray) interfaces = g_ptr_array_new_with_free_func(interface_free);

    for (guint t = 0; t < G_N_ELEMENTS(types); t++) {
        g_autoptr(GPtrArray)
            ports = hvr_reading_list(session, types[t],
                                     "DeviceID,ElementName,EnabledState,PermanentAddress,Speed,"
                                     "ActiveMaximumTransmissionUnit",
                                     windows, cancellable, error);

        if (ports == NULL)
            return NULL;
        for (guint i = 0; i < ports->len; i++)
            add_interface(interfaces, ports->pdata[i]);
    }

    return g_steal_pointer(&interfaces);
}
