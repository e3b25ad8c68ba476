/* canned_network.h: a machine's adapters as Windows answers with them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "canned_host.h"
#include "repl_network.h"

#define GUID  "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define ID(n) "Microsoft:" GUID "\\PORT-" n

/* clang-format off */
#define PORT(n, name, mac) \
    CANNED_INSTANCE("Msvm_SyntheticEthernetPortSettingData", \
        "<p:InstanceID>" ID(n) "</p:InstanceID><p:ElementName>" name "</p:ElementName>" \
        "<p:Address>" mac "</p:Address>")
#define PATH(class_name, id) CANNED_EPR(class_name, CANNED_SELECTOR("InstanceID", id))
#define LINK(port, settings) \
    CANNED_INSTANCE("Msvm_EthernetPortFailoverSettingDataComponent", \
        "<p:GroupComponent>" port "</p:GroupComponent><p:PartComponent>" settings "</p:PartComponent>")
#define LINKED(id, settings_id) \
    LINK(PATH("Msvm_SyntheticEthernetPortSettingData", id), \
         PATH("Msvm_FailoverNetworkAdapterSettingData", settings_id))
#define FAILOVER(id, more) \
    CANNED_INSTANCE("Msvm_FailoverNetworkAdapterSettingData", "<p:InstanceID>" id "</p:InstanceID>" more)
#define PARENT(n) \
    "<p:Parent>\\\\WIN-1\\root\\virtualization\\v2:Msvm_SyntheticEthernetPortSettingData" \
    ".InstanceID=\"Microsoft:" GUID "\\\\PORT-" n "\"</p:Parent>"
#define CONNECTION(n, more) \
    CANNED_INSTANCE("Msvm_EthernetPortAllocationSettingData", \
        "<p:InstanceID>" ID(n) "\\C</p:InstanceID><p:ResourceType>33</p:ResourceType>" PARENT(n) more)
#define SWITCH_PATH \
    "\\\\WIN-1\\root\\virtualization\\v2:Msvm_VirtualEthernetSwitch" \
    ".CreationClassName=\"Msvm_VirtualEthernetSwitch\",Name=\"SW-1\""
#define CONNECTED "<p:EnabledState>2</p:EnabledState><p:HostResource>" SWITCH_PATH "</p:HostResource>"
#define SWITCH(name, text) \
    CANNED_INSTANCE("Msvm_VirtualEthernetSwitch", "<p:Name>" name "</p:Name><p:ElementName>" text "</p:ElementName>")
#define SERVICE \
    CANNED_ITEMS(CANNED_FRAGMENT( \
        "<CreationClassName>Msvm_VirtualSystemManagementService</CreationClassName><Name>vmms</Name>" \
        "<SystemCreationClassName>Msvm_ComputerSystem</SystemCreationClassName><SystemName>WIN-1</SystemName>"))
#define DONE(method) \
    CANNED_OUTPUT("Msvm_VirtualSystemManagementService", method, "<p:ReturnValue>0</p:ReturnValue>")
#define STARTED(method) \
    CANNED_OUTPUT("Msvm_VirtualSystemManagementService", method, \
                  CANNED_JOB("J-1") "<p:ReturnValue>4096</p:ReturnValue>")
/* clang-format on */

/* Returns: (transfer full): called after its MAC. */
static inline HvrReplAdapter *
canned_network_new_adapter(const char *name, const char *mac)
{
    HvrReplAdapter *adapter = g_new0(HvrReplAdapter, 1);

    adapter->id = g_strconcat("Microsoft:" GUID "\\PORT-", mac, NULL);
    adapter->name = g_strdup(name);
    adapter->mac = g_strdup(mac);
    adapter->settings = hvr_repl_settings_new(HVR_REPL_ADAPTER);

    return adapter;
}
