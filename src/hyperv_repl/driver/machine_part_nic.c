/* machine_part_nic.c: a machine's adapters, their connections and ports made into values
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_part.h"

#include <string.h>

#include "wmi_path.h"

#define ENABLED 2 /* EnabledState of a connection */

#define NO_MAC "000000000000" /* the host draws one at the first start */

#define SERIAL_SUB_TYPE "Microsoft:Hyper-V:Serial Port"

static gboolean
is_class(gconstpointer part, const HvrWmiClass *type)
{
    return ((const HvrWmiObject *)part)->type == type;
}

static gboolean
is_port(gconstpointer part)
{
    return is_class(part, &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData) ||
           is_class(part, &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData);
}

gboolean
hvr_machine_part_has_nics(const HvrMachineParts *parts)
{
    for (guint i = 0; i < parts->resources->len; i++) {
        if (is_port(parts->resources->pdata[i]))
            return TRUE;
    }

    return FALSE;
}

static const char *
get_switch_path(const Msvm_EthernetPortAllocationSettingData *connection)
{
    const char *path = connection->HostResource != NULL ? connection->HostResource[0] : NULL;

    return path != NULL && path[0] != '\0' ? path : NULL;
}

static gboolean
has_name(const Msvm_EthernetPortAllocationSettingData *connection)
{
    return connection->LastKnownSwitchName != NULL && connection->LastKnownSwitchName[0] != '\0';
}

gboolean
hvr_machine_part_has_nameless_switches(const HvrMachineParts *parts)
{
    for (guint i = 0; i < parts->resources->len; i++) {
        const HvrWmiObject *part = parts->resources->pdata[i];

        if (is_class(part, &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData) &&
            get_switch_path((gconstpointer)part) != NULL && !has_name((gconstpointer)part))
            return TRUE;
    }

    return FALSE;
}

/* Returns: (transfer full) (nullable): a text that is there and says something. */
static char *
dup_text(const char *text)
{
    return text != NULL && text[0] != '\0' ? g_strdup(text) : NULL;
}

static char *
dup_switch_name(const HvrMachineParts *parts, const char *switch_id)
{
    for (guint i = 0; switch_id != NULL && parts->switches != NULL && i < parts->switches->len;
         i++) {
        const Msvm_VirtualEthernetSwitch *ether = parts->switches->pdata[i];

        if (ether->Name != NULL && g_ascii_strcasecmp(ether->Name, switch_id) == 0)
            return g_strdup(ether->ElementName);
    }

    return NULL;
}

static void
connect_nic(const HvrMachineParts *parts,
            HvrMachineNic *nic,
            const Msvm_EthernetPortAllocationSettingData *connection)
{
    const char *path = get_switch_path(connection);

    nic->connection_id = g_strdup(connection->InstanceID);
    nic->is_connected = connection->EnabledState == ENABLED;
    nic->switch_id = path != NULL ? hvr_wmi_path_dup_key(path, "Name") : NULL;
    nic->switch_name = has_name(connection) ? g_strdup(connection->LastKnownSwitchName)
                                            : dup_switch_name(parts, nic->switch_id);
    nic->pool = dup_text(connection->PoolID);
    nic->test_switch = dup_text(connection->TestReplicaSwitchName);
    nic->test_pool = dup_text(connection->TestReplicaPoolID);
}

static gconstpointer
find_connection(const HvrMachineParts *parts, const char *port_id)
{
    for (guint i = 0; port_id != NULL && i < parts->resources->len; i++) {
        const Msvm_EthernetPortAllocationSettingData *connection = parts->resources->pdata[i];
        g_autofree char *parent = NULL;

        if (!is_class(connection, &hvr_wmi_class_Msvm_EthernetPortAllocationSettingData))
            continue;
        parent = hvr_machine_part_dup_id(connection->Parent);
        if (parent != NULL && g_ascii_strcasecmp(parent, port_id) == 0)
            return connection;
    }

    return NULL;
}

static void
set_vlan(HvrNicVlan *vlan, const Msvm_EthernetSwitchPortVlanSettingData *settings)
{
    vlan->id = g_strdup(settings->InstanceID);
    vlan->mode = (HvrVlanMode)settings->OperationMode;
    vlan->access = settings->AccessVlanId;
    vlan->native = settings->NativeVlanId;
    vlan->private_mode = settings->PvlanMode;
    vlan->primary = settings->PrimaryVlanId;
    vlan->secondary = settings->SecondaryVlanId;
    if (settings->TrunkVlanIdArray != NULL)
        vlan->trunk = g_array_copy(settings->TrunkVlanIdArray);
    if (settings->SecondaryVlanIdArray != NULL)
        vlan->secondaries = g_array_copy(settings->SecondaryVlanIdArray);
}

static void
set_bandwidth(HvrNicBandwidth *bandwidth,
              const Msvm_EthernetSwitchPortBandwidthSettingData *settings)
{
    bandwidth->id = g_strdup(settings->InstanceID);
    bandwidth->limit = settings->Limit;
    bandwidth->reservation = settings->Reservation;
    bandwidth->weight = settings->Weight;
    bandwidth->burst_limit = settings->BurstLimit;
    bandwidth->burst_size = settings->BurstSize;
}

static void
set_security(HvrNicSecurity *security, const Msvm_EthernetSwitchPortSecuritySettingData *settings)
{
    security->id = g_strdup(settings->InstanceID);
    security->spoofing = settings->AllowMacSpoofing;
    security->dhcp_guard = settings->EnableDhcpGuard;
    security->router_guard = settings->EnableRouterGuard;
    security->priority_tag = settings->AllowIeeePriorityTag;
    security->teaming = settings->AllowTeaming;
    security->monitor = settings->MonitorMode;
    security->storm_limit = settings->StormLimit;
    security->virtual_subnet = settings->VirtualSubnetId;
}

static void
set_offload(HvrNicOffload *offload, const Msvm_EthernetSwitchPortOffloadSettingData *settings)
{
    offload->id = g_strdup(settings->InstanceID);
    offload->vmq_weight = settings->VMQOffloadWeight;
    offload->iov_weight = settings->IOVOffloadWeight;
    offload->ipsec_limit = settings->IPSecOffloadLimit;
}

static void
set_feature(HvrMachineNic *nic, gconstpointer feature)
{
    if (is_class(feature, &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData))
        set_vlan(&nic->vlan, feature);
    else if (is_class(feature, &hvr_wmi_class_Msvm_EthernetSwitchPortBandwidthSettingData))
        set_bandwidth(&nic->bandwidth, feature);
    else if (is_class(feature, &hvr_wmi_class_Msvm_EthernetSwitchPortSecuritySettingData))
        set_security(&nic->security, feature);
    else if (is_class(feature, &hvr_wmi_class_Msvm_EthernetSwitchPortOffloadSettingData))
        set_offload(&nic->offload, feature);
}

/* A feature is called like its connection, and more (os-win). */
static void
set_features(const HvrMachineParts *parts, HvrMachineNic *nic)
{
    g_autofree char *prefix = NULL;

    if (nic->connection_id == NULL)
        return;
    prefix = g_strconcat(nic->connection_id, "\\", NULL);
    for (guint i = 0; i < parts->features->len; i++) {
        const CIM_ManagedElement *feature = parts->features->pdata[i];

        if (feature->InstanceID != NULL &&
            g_ascii_strncasecmp(feature->InstanceID, prefix, strlen(prefix)) == 0)
            set_feature(nic, feature);
    }
}

static gboolean
is_static(gconstpointer port)
{
    const HvrWmiObject *object = port;
    const HvrWmiField *field = hvr_wmi_class_find_field(object->type, "StaticMacAddress");
    const gboolean *value = hvr_wmi_object_get_value(object, field, 0);

    return value != NULL && *value;
}

static void
add_nic(const HvrMachineParts *parts,
        HvrMachine *machine,
        const CIM_ResourceAllocationSettingData *port)
{
    HvrMachineNic *nic = hvr_machine_nic_new();
    gconstpointer connection = find_connection(parts, port->InstanceID);

    nic->id = g_strdup(port->InstanceID);
    nic->name = g_strdup(port->ElementName);
    nic->is_legacy = is_class(port, &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData);
    if (port->Address != NULL && strcmp(port->Address, NO_MAC) != 0)
        nic->mac = g_ascii_strup(port->Address, -1);
    nic->is_mac_static = is_static(port);
    if (!nic->is_legacy) {
        const Msvm_SyntheticEthernetPortSettingData *synthetic = (gconstpointer)port;

        nic->device_naming = synthetic->DeviceNamingEnabled;
        if (hvr_wmi_object_has(synthetic, "ClusterMonitored"))
            nic->is_monitored = synthetic->ClusterMonitored;
    }
    if (connection != NULL)
        connect_nic(parts, nic, connection);
    set_features(parts, nic);
    g_ptr_array_add(machine->nics, nic);
}

/* "COM 1", where libvirt's own driver reads it, too. */
static guint
get_port_number(const CIM_ResourceAllocationSettingData *port, guint n_before)
{
    const char *digit = port->ElementName != NULL ? strpbrk(port->ElementName, "123456789") : NULL;

    return digit != NULL ? (guint)(*digit - '1') : n_before;
}

static void
add_serial_port(HvrMachine *machine, const CIM_ResourceAllocationSettingData *resource)
{
    HvrSerialPort *port =
        hvr_serial_port_new(get_port_number(resource, machine->serial_ports->len));

    port->id = g_strdup(resource->InstanceID);
    port->pipe = dup_text(resource->Connection != NULL ? resource->Connection[0] : NULL);
    if (is_class(resource, &hvr_wmi_class_Msvm_SerialPortSettingData))
        port->debugger = ((const Msvm_SerialPortSettingData *)resource)->DebuggerMode;
    g_ptr_array_add(machine->serial_ports, port);
}

static int
compare_ports(gconstpointer a, gconstpointer b)
{
    const HvrSerialPort *one = *(gconstpointer const *)a;
    const HvrSerialPort *other = *(gconstpointer const *)b;

    return one->number < other->number ? -1 : one->number > other->number;
}

/* In the host's order, which is that of their being added. */
void
hvr_machine_part_add_nics(const HvrMachineParts *parts, HvrMachine *machine)
{
    for (guint i = 0; i < parts->resources->len; i++) {
        const CIM_ResourceAllocationSettingData *resource = parts->resources->pdata[i];

        if (is_port(resource))
            add_nic(parts, machine, resource);
        else if (hvr_wmi_class_is_a(((const HvrWmiObject *)resource)->type,
                                    &hvr_wmi_class_CIM_ResourceAllocationSettingData) &&
                 g_strcmp0(resource->ResourceSubType, SERIAL_SUB_TYPE) == 0)
            add_serial_port(machine, resource);
    }
    g_ptr_array_sort(machine->serial_ports, compare_ports);
}
