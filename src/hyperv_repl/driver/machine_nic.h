/* machine_nic.h: the network adapters of a virtual machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * An adapter, its connection to a switch, and what the switch's port does:
 * on the host these are five objects.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HvrVlanMode: OperationMode, msvm-ethernetswitchportvlansettingdata.md */
typedef enum {
    HVR_VLAN_NONE,
    HVR_VLAN_ACCESS,
    HVR_VLAN_TRUNK,
    HVR_VLAN_PRIVATE,
} HvrVlanMode;

/**
 * HvrNicVlan:
 * @access: tag of %HVR_VLAN_ACCESS
 * @native: of %HVR_VLAN_TRUNK: what travels without a tag; 0: none
 * @trunk: (element-type guint16) (nullable): of %HVR_VLAN_TRUNK
 * @private_mode: 1 isolated, 2 community, 3 promiscuous
 * @secondaries: (element-type guint16) (nullable): of a promiscuous port
 */
typedef struct {
    char *id; /* (nullable) */
    HvrVlanMode mode;
    guint access;
    guint native;
    GArray *trunk;
    guint private_mode;
    guint primary;
    guint secondary;
    GArray *secondaries;
} HvrNicVlan;

/** HvrNicBandwidth: bits per second, but @burst_size in bits; @weight instead of @reservation */
typedef struct {
    char *id; /* (nullable) */
    guint64 limit;
    guint64 reservation;
    guint64 weight;
    guint64 burst_limit;
    guint64 burst_size;
} HvrNicBandwidth;

/** HvrNicSecurity: @monitor: 0 none, 1 destination, 2 source of mirrored traffic */
typedef struct {
    char *id; /* (nullable) */
    gboolean spoofing;
    gboolean dhcp_guard;
    gboolean router_guard;
    gboolean priority_tag;
    gboolean teaming;
    guint monitor;
    guint storm_limit;
    guint virtual_subnet;
} HvrNicSecurity;

/** HvrNicOffload: @vmq_weight: 100 is usual, 0 off; @iov_weight: of SR-IOV, 0 is off */
typedef struct {
    char *id; /* (nullable) */
    guint vmq_weight;
    guint iov_weight;
    guint ipsec_limit;
} HvrNicOffload;

/**
 * HvrMachineNic:
 * @id: (nullable): of the adapter
 * @connection_id: (nullable): of its connection
 * @name: (nullable): as people see it
 * @is_legacy: an emulated card
 * @mac: (nullable): 12 hexadecimal digits, upper case; %NULL in a document that leaves it to the
 * host
 * @is_mac_static: somebody gave it; else the host draws it
 * @is_connected: to @switch_name or @pool
 * @switch_name: (nullable): as people see it
 * @switch_id: (nullable): the switch's GUID
 * @pool: (nullable): of switches
 * @boot_order: generation 2: from 1; 0: not booted from
 */
typedef struct {
    char *id;
    char *connection_id;
    char *name;
    gboolean is_legacy;
    char *mac;
    gboolean is_mac_static;
    gboolean is_connected;
    char *switch_name;
    char *switch_id;
    char *pool;
    char *test_switch; /* (nullable): what a test failover connects it to */
    char *test_pool;   /* (nullable): likewise */
    gboolean device_naming;
    gboolean is_monitored; /* ClusterMonitored */
    guint boot_order;
    HvrNicVlan vlan;
    HvrNicBandwidth bandwidth;
    HvrNicSecurity security;
    HvrNicOffload offload;
} HvrMachineNic;

/** hvr_machine_nic_new: as a host makes them: connected to nothing, VMQ on, monitored */
HvrMachineNic *hvr_machine_nic_new(void);
HvrMachineNic *hvr_machine_nic_copy(const HvrMachineNic *nic);
void hvr_machine_nic_free(HvrMachineNic *nic);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrMachineNic, hvr_machine_nic_free)

/** hvr_machine_nic_format_mac: (transfer full) (nullable): "00:15:5d:01:02:03" */
char *hvr_machine_nic_format_mac(const HvrMachineNic *nic);

/** hvr_machine_nic_parse_mac: sets it from such a text; FALSE if it is no unicast address */
gboolean hvr_machine_nic_parse_mac(HvrMachineNic *nic, const char *text);

G_END_DECLS
