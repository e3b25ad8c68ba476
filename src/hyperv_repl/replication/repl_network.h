/* repl_network.h: a VM's network adapters after failover, and in test failover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "repl_settings.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * HvrReplAdapter:
 * @id: InstanceID of the Msvm_SyntheticEthernetPortSettingData
 * @failover_id: (nullable): InstanceID of its Msvm_FailoverNetworkAdapterSettingData, by which
 *   the host knows it again
 * @name: as Hyper-V shows it, e.g. "Network Adapter"; not unique
 * @mac: 12 hex digits, upper case; "" if the host has not given it one yet
 * @settings: of subject HVR_REPL_ADAPTER, never %NULL; nothing set where the guest keeps what it
 *   has
 * @switch_name: (nullable): the virtual switch it is connected to now, %NULL for none
 * @test_switch: (nullable): the virtual switch of a test failover, %NULL for none
 * @test_pool: (nullable): the resource pool, likewise
 */
typedef struct {
    char *id;
    char *failover_id;
    char *name;
    char *mac;
    HvrReplSettings *settings;
    char *switch_name;
    char *test_switch;
    char *test_pool;
} HvrReplAdapter;

HvrReplAdapter *hvr_repl_adapter_copy(const HvrReplAdapter *adapter);
void hvr_repl_adapter_free(HvrReplAdapter *adapter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReplAdapter, hvr_repl_adapter_free)

/**
 * hvr_repl_network_list:
 * @vm: its GUID
 *
 * At most five queries, however many adapters there are.
 *
 * Returns: (transfer full) (element-type HvrReplAdapter): a VM's synthetic adapters, in the host's
 *   order
 */
GPtrArray *hvr_repl_network_list(HvrWmiSession *session,
                                 const char *vm,
                                 GCancellable *cancellable,
                                 GError **error);

/**
 * hvr_repl_network_find:
 * @which: an adapter's MAC address in any spelling, its id, or its name if only one is called so
 *
 * Returns: (transfer none): %NULL with %HVR_ERROR_INVALID or %HVR_ERROR_AMBIGUOUS naming what
 *   there is
 */
HvrReplAdapter *hvr_repl_network_find(GPtrArray *adapters, const char *which, GError **error);

/**
 * hvr_repl_network_check:
 *
 * What Set-VMNetworkAdapterFailoverConfiguration insists on: an address with its
 * subnet, five gateways at most; and that without DHCP there is an address.  That
 * nothing is set is fine: the guest keeps what it has.
 *
 * Returns: %FALSE with %HVR_ERROR_INVALID naming adapter and setting
 */
gboolean hvr_repl_network_check(const HvrReplAdapter *adapter, GError **error);

/**
 * hvr_repl_network_set_test_switch:
 * @vm: the replica's GUID
 * @adapter: which
 * @test_switch: (nullable): a virtual switch's name, %NULL for none
 * @test_pool: (nullable): a resource pool's id, %NULL for none
 *
 * Msvm_VirtualSystemManagementService.ModifyResourceSettings on the adapter's connection; where
 * there is no connection yet, AddResourceSettings.
 *
 * Returns: (transfer full): InstanceID of the job, "" if it was done at once
 */
char *hvr_repl_network_set_test_switch(HvrWmiSession *session,
                                       const char *vm,
                                       const HvrReplAdapter *adapter,
                                       const char *test_switch,
                                       const char *test_pool,
                                       GCancellable *cancellable,
                                       GError **error);

G_END_DECLS
