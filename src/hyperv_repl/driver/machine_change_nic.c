/* machine_change_nic.c: changes of a machine's adapters, what they are connected to, their ports
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_change_row.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "msvm_tables.h"
#include "wmi_path.h"

#define CONNECTION "Msvm_EthernetPortAllocationSettingData"
#define SWITCH     "Msvm_VirtualEthernetSwitch"

/* CIM_ResourceAllocationSettingData.ResourceType */
#define TYPE_PORT       10
#define TYPE_CONNECTION 33

/* EnabledState of a connection. */
#define ENABLED  2
#define DISABLED 3

#define N(member) G_STRUCT_OFFSET(HvrMachineNic, member)

#define ALWAYS  HVR_MACHINE_ALWAYS
#define RUNNING HVR_MACHINE_RUNNING
#define OFF     HVR_MACHINE_OFF

/* clang-format off */
static const HvrChangeRow port_rows[] = {
    { "interface", "ElementName",         HVR_CHANGE_TEXT,    N(name), RUNNING },
    { "mac",       "StaticMacAddress",    HVR_CHANGE_BOOLEAN, N(is_mac_static), OFF },
    { "device-naming", "DeviceNamingEnabled", HVR_CHANGE_BOOLEAN, N(device_naming), OFF },
    { "monitored", "ClusterMonitored",    HVR_CHANGE_BOOLEAN, N(is_monitored), RUNNING },
    { NULL }
};

static const HvrChangeRow connection_rows[] = {
    { "link",        "EnabledState",          HVR_CHANGE_ENABLED, N(is_connected), ALWAYS },
    { "pool",        "PoolID",                HVR_CHANGE_TEXT,    N(pool), ALWAYS },
    { "test-switch", "TestReplicaSwitchName", HVR_CHANGE_TEXT,    N(test_switch), ALWAYS },
    { "test-pool",   "TestReplicaPoolID",     HVR_CHANGE_TEXT,    N(test_pool), ALWAYS },
    { NULL }
};

static const HvrChangeRow vlan_rows[] = {
    { "vlan", "OperationMode",        HVR_CHANGE_UINT, N(vlan.mode), ALWAYS },
    { "vlan", "AccessVlanId",         HVR_CHANGE_UINT, N(vlan.access), ALWAYS },
    { "vlan", "NativeVlanId",         HVR_CHANGE_UINT, N(vlan.native), ALWAYS },
    { "vlan", "TrunkVlanIdArray",     HVR_CHANGE_TAGS, N(vlan.trunk), ALWAYS },
    { "vlan", "PvlanMode",            HVR_CHANGE_UINT, N(vlan.private_mode), ALWAYS },
    { "vlan", "PrimaryVlanId",        HVR_CHANGE_UINT, N(vlan.primary), ALWAYS },
    { "vlan", "SecondaryVlanId",      HVR_CHANGE_UINT, N(vlan.secondary), ALWAYS },
    { "vlan", "SecondaryVlanIdArray", HVR_CHANGE_TAGS, N(vlan.secondaries), ALWAYS },
    { NULL }
};

static const HvrChangeRow bandwidth_rows[] = {
    { "bandwidth", "Limit",       HVR_CHANGE_UINT64, N(bandwidth.limit), ALWAYS },
    { "bandwidth", "Reservation", HVR_CHANGE_UINT64, N(bandwidth.reservation), ALWAYS },
    { "bandwidth", "Weight",      HVR_CHANGE_UINT64, N(bandwidth.weight), ALWAYS },
    { "bandwidth", "BurstLimit",  HVR_CHANGE_UINT64, N(bandwidth.burst_limit), ALWAYS },
    { "bandwidth", "BurstSize",   HVR_CHANGE_UINT64, N(bandwidth.burst_size), ALWAYS },
    { NULL }
};

static const HvrChangeRow security_rows[] = {
    { "security", "AllowMacSpoofing",     HVR_CHANGE_BOOLEAN, N(security.spoofing), ALWAYS },
    { "security", "EnableDhcpGuard",      HVR_CHANGE_BOOLEAN, N(security.dhcp_guard), ALWAYS },
    { "security", "EnableRouterGuard",    HVR_CHANGE_BOOLEAN, N(security.router_guard), ALWAYS },
    { "security", "AllowIeeePriorityTag", HVR_CHANGE_BOOLEAN, N(security.priority_tag), ALWAYS },
    { "security", "AllowTeaming",         HVR_CHANGE_BOOLEAN, N(security.teaming), ALWAYS },
    { "security", "MonitorMode",          HVR_CHANGE_UINT,    N(security.monitor), ALWAYS },
    { "security", "StormLimit",           HVR_CHANGE_UINT,    N(security.storm_limit), ALWAYS },
    { "security", "VirtualSubnetId",      HVR_CHANGE_UINT,    N(security.virtual_subnet), ALWAYS },
    { NULL }
};

static const HvrChangeRow offload_rows[] = {
    { "offload", "VMQOffloadWeight",  HVR_CHANGE_UINT, N(offload.vmq_weight), ALWAYS },
    { "offload", "IOVOffloadWeight",  HVR_CHANGE_UINT, N(offload.iov_weight), ALWAYS },
    { "offload", "IPSecOffloadLimit", HVR_CHANGE_UINT, N(offload.ipsec_limit), ALWAYS },
    { NULL }
};

static const struct {
    const HvrWmiClass *type;
    const HvrChangeRow *rows;
    goffset id;
} features[] = {
    { &hvr_wmi_class_Msvm_EthernetSwitchPortVlanSettingData,      vlan_rows,      N(vlan.id) },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortBandwidthSettingData, bandwidth_rows, N(bandwidth.id) },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortSecuritySettingData,  security_rows,  N(security.id) },
    { &hvr_wmi_class_Msvm_EthernetSwitchPortOffloadSettingData,   offload_rows,   N(offload.id) },
};
/* clang-format on */

static const HvrMachineNic *
find_by_id(const HvrMachine *machine, const char *id)
{
    for (guint i = 0; id != NULL && i < machine->nics->len; i++) {
        const HvrMachineNic *nic = machine->nics->pdata[i];

        if (nic->id != NULL && g_ascii_strcasecmp(nic->id, id) == 0)
            return nic;
    }

    return NULL;
}

/* New ones come in the order in which they were asked for. */
static const HvrMachineNic *
find_new(const HvrChanges *self, const HvrMachineNic *wanted)
{
    guint n_before = 0;

    for (guint i = 0; i < self->wanted->nics->len && self->wanted->nics->pdata[i] != wanted; i++)
        n_before += ((const HvrMachineNic *)self->wanted->nics->pdata[i])->id == NULL;
    for (guint i = 0; i < self->now->nics->len; i++) {
        const HvrMachineNic *nic = self->now->nics->pdata[i];

        if (find_by_id(self->base, nic->id) == NULL && n_before-- == 0)
            return nic;
    }

    return NULL;
}

const HvrMachineNic *
hvr_changes_find_nic(const HvrChanges *self, const HvrMachineNic *wanted)
{
    return wanted->id != NULL ? find_by_id(self->now, wanted->id) : find_new(self, wanted);
}

static char *
format_title(const HvrMachineNic *nic)
{
    g_autofree char *mac = hvr_machine_nic_format_mac(nic);

    return g_strconcat("interface ", mac != NULL ? mac : nic->name, NULL);
}

/* Generation 2 takes and gives adapters while it runs. */
static HvrMachineWhen
get_when(const HvrChanges *self, const HvrMachineNic *nic)
{
    return self->now->generation == 2 && !nic->is_legacy ? RUNNING : OFF;
}

static const HvrWmiClass *
get_type(const HvrMachineNic *nic)
{
    return nic->is_legacy ? &hvr_wmi_class_Msvm_EmulatedEthernetPortSettingData
                          : &hvr_wmi_class_Msvm_SyntheticEthernetPortSettingData;
}

gboolean
hvr_changes_remove_nics(HvrChanges *self, GError **error)
{
    for (guint i = 0; i < self->base->nics->len; i++) {
        const HvrMachineNic *base = self->base->nics->pdata[i];
        const HvrMachineNic *wanted = find_by_id(self->wanted, base->id);

        if (wanted != NULL && wanted->is_legacy != base->is_legacy)
            return hvr_fail(error, HVR_ERROR_UNFIT, _("cannot change the model of interface %s"),
                            base->name);
        if (wanted == NULL && find_by_id(self->now, base->id) != NULL)
            hvr_changes_add_remove(self, get_when(self, base), format_title(base),
                                   get_type(base)->name, base->id);
    }

    return TRUE;
}

static void
add_port(HvrChanges *self, const HvrMachineNic *wanted)
{
    gpointer port = hvr_wmi_object_new(get_type(wanted));
    g_autofree char *guid = g_uuid_string_random();
    g_autofree char *braced = g_strconcat("{", guid, "}", NULL);
    const char *const identifiers[] = { braced, NULL };

    hvr_wmi_object_set_uint(port, "ResourceType", TYPE_PORT);
    hvr_wmi_object_set_string(port, "ResourceSubType",
                              wanted->is_legacy ? "Microsoft:Hyper-V:Emulated Ethernet Port"
                                                : "Microsoft:Hyper-V:Synthetic Ethernet Port");
    hvr_wmi_object_set_string(port, "ElementName", wanted->name);
    hvr_wmi_object_set_strv(port, "VirtualSystemIdentifiers", identifiers);
    hvr_wmi_object_set_boolean(port, "StaticMacAddress", wanted->is_mac_static);
    if (wanted->mac != NULL)
        hvr_wmi_object_set_string(port, "Address", wanted->mac);
    hvr_changes_add_part(self, get_when(self, wanted), format_title(wanted), port);
}

static gboolean
is_same_switch(const HvrMachineNic *now, const HvrMachineNic *wanted)
{
    if (!wanted->is_connected || wanted->pool != NULL)
        return TRUE;
    if (wanted->switch_id != NULL)
        return now->switch_id != NULL && g_ascii_strcasecmp(now->switch_id, wanted->switch_id) == 0;

    return g_strcmp0(now->switch_name, wanted->switch_name) == 0;
}

static void
set_switch(gpointer connection, const char *switch_id)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(".", HVR_WMI_NAMESPACE, SWITCH);
    g_autofree char *text = NULL;
    const char *resources[2] = { NULL, NULL };

    if (switch_id == NULL)
        return;
    hvr_wmi_path_add(path, "CreationClassName", SWITCH);
    hvr_wmi_path_add(path, "Name", switch_id);
    text = hvr_wmi_path_format(path);
    resources[0] = text;
    hvr_wmi_object_set_strv(connection, "HostResource", resources);
}

static void
add_connection(HvrChanges *self, const HvrMachineNic *now, const HvrMachineNic *wanted)
{
    g_autoptr(HvrMachineNic) blank = hvr_machine_nic_new();
    gpointer connection = hvr_wmi_object_new(&hvr_wmi_class_Msvm_EthernetPortAllocationSettingData);
    g_autofree char *parent = hvr_machine_call_build_path(get_type(now)->name, now->id);
    HvrMachineWhen ignored;

    hvr_change_row_fill(connection_rows, blank, wanted, connection, NULL, &ignored);
    hvr_wmi_object_set_uint(connection, "EnabledState", wanted->is_connected ? ENABLED : DISABLED);
    hvr_wmi_object_set_uint(connection, "ResourceType", TYPE_CONNECTION);
    hvr_wmi_object_set_string(connection, "ResourceSubType",
                              "Microsoft:Hyper-V:Ethernet Connection");
    hvr_wmi_object_set_string(connection, "Parent", parent);
    if (wanted->is_connected)
        set_switch(connection, wanted->switch_id);
    hvr_changes_add_part(self, HVR_MACHINE_RUNNING, format_title(wanted), connection);
}

static void
change_connection(HvrChanges *self, const HvrMachineNic *now, const HvrMachineNic *wanted)
{
    g_autoptr(HvrWmiObject)
        object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_EthernetPortAllocationSettingData);
    gboolean is_moved = !is_same_switch(now, wanted) ||
                        (wanted->is_connected && !now->is_connected && wanted->pool == NULL);
    HvrMachineWhen when;
    guint n = hvr_change_row_fill(connection_rows, now, wanted, object, NULL, &when);

    if (now->connection_id == NULL) {
        if (n > 0 || is_moved)
            add_connection(self, now, wanted);
        return;
    }
    if (n == 0 && !is_moved)
        return;
    if (is_moved)
        set_switch(object, wanted->switch_id);
    hvr_wmi_object_set_string(object, "InstanceID", now->connection_id);
    g_ptr_array_add(self->calls, hvr_machine_call_new(HVR_MACHINE_MODIFY, when, format_title(now),
                                                      g_steal_pointer(&object)));
}

static void
add_feature(HvrChanges *self, guint n, const HvrMachineNic *now, const HvrMachineNic *wanted)
{
    gpointer object = hvr_wmi_object_new(features[n].type);
    HvrMachineCall *call;
    HvrMachineWhen when;

    if (hvr_change_row_fill(features[n].rows, now, wanted, object, NULL, &when) == 0) {
        hvr_wmi_object_free(object);
        return;
    }
    call = hvr_machine_call_new(HVR_MACHINE_ADD_FEATURE, when, format_title(now), object);
    call->place = hvr_wmi_path_build(CONNECTION, "InstanceID", now->connection_id);
    g_ptr_array_add(self->calls, call);
}

/* No VLAN is one that is not there. */
static void
change_features(HvrChanges *self, const HvrMachineNic *now, const HvrMachineNic *wanted)
{
    g_autofree char *title = format_title(now);

    for (gsize i = 0; i < G_N_ELEMENTS(features); i++) {
        const char *id = G_STRUCT_MEMBER(char *, now, features[i].id);
        gboolean is_removed = features[i].rows == vlan_rows && wanted->vlan.mode == HVR_VLAN_NONE;

        if (is_removed && id != NULL && now->vlan.mode != HVR_VLAN_NONE) {
            HvrMachineCall *call =
                hvr_machine_call_new(HVR_MACHINE_REMOVE_FEATURE, ALWAYS, g_strdup(title), NULL);

            call->path = hvr_wmi_path_build(features[i].type->name, "InstanceID", id);
            g_ptr_array_add(self->calls, call);
        } else if (is_removed) {
            continue;
        } else if (id == NULL) {
            add_feature(self, (guint)i, now, wanted);
        } else {
            HvrChangePart part = { features[i].type, id, features[i].rows, now, wanted };

            hvr_changes_add_modify(self, HVR_MACHINE_MODIFY_FEATURE, &part, title);
        }
    }
}

/* An address that nobody gave is the host's to draw, so it is not compared. */
static void
change_port(HvrChanges *self, const HvrMachineNic *now, const HvrMachineNic *wanted)
{
    g_autofree char *title = format_title(now);
    gboolean is_other = wanted->is_mac_static && g_strcmp0(now->mac, wanted->mac) != 0;
    HvrChangeRow rows[G_N_ELEMENTS(port_rows) + 1];
    HvrChangePart part = { get_type(now), now->id, rows, now, wanted };
    guint n = 0;

    for (guint i = 0; port_rows[i].word != NULL; i++) {
        gboolean is_modern = port_rows[i].offset == (goffset)N(device_naming) ||
                             port_rows[i].offset == (goffset)N(is_monitored);

        if (!now->is_legacy || !is_modern)
            rows[n++] = port_rows[i];
    }
    if (is_other)
        rows[n++] = (HvrChangeRow){ "mac", "Address", HVR_CHANGE_TEXT, N(mac), OFF };
    rows[n] = (HvrChangeRow){ NULL };
    hvr_changes_add_modify(self, HVR_MACHINE_MODIFY, &part, title);
}

void
hvr_changes_add_nics(HvrChanges *self)
{
    for (guint i = 0; i < self->wanted->nics->len; i++) {
        const HvrMachineNic *wanted = self->wanted->nics->pdata[i];
        const HvrMachineNic *now = hvr_changes_find_nic(self, wanted);

        if (now == NULL && wanted->id == NULL) {
            add_port(self, wanted);
        } else if (now != NULL) {
            change_port(self, now, wanted);
            change_connection(self, now, wanted);
            if (now->connection_id != NULL)
                change_features(self, now, wanted);
        }
    }
}
