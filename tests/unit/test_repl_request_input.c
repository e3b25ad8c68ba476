/* test_repl_request_input.c: what goes over the wire for each verb, word by word
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_request_input.h"

#include "canned_request.h"

/* Goldens: what the method pages ask for, in the order of their signatures,
 * with references as endpoint references and instances as escaped CIM-XML. */
/* clang-format off */
#define SYSTEM \
    "<p:ComputerSystem>" \
    CANNED_EPR("Msvm_ComputerSystem", CANNED_SELECTOR("CreationClassName", "Msvm_ComputerSystem") CANNED_SELECTOR("Name", GUID)) \
    "</p:ComputerSystem>"
#define INPUT(method, parameters) \
    "<p:" method "_INPUT xmlns:p=\"" CANNED_V2 "Msvm_ReplicationService\">" parameters "</p:" method "_INPUT>"
#define BARE_INPUT(method) "<p:" method "_INPUT xmlns:p=\"" CANNED_V2 "Msvm_ReplicationService\"/>"
#define STATE_INPUT(method, parameters) \
    "<p:" method "_INPUT xmlns:p=\"" CANNED_V2 "Msvm_ComputerSystem\">" parameters "</p:" method "_INPUT>"
#define STATE(number) "<p:RequestedState>" number "</p:RequestedState>"
#define PROPERTY(name, type, value) \
    "&lt;PROPERTY NAME=\"" name "\" TYPE=\"" type "\"&gt;&lt;VALUE&gt;" value "&lt;/VALUE&gt;&lt;/PROPERTY&gt;"
#define RELATIONSHIP \
    "<p:ReplicationRelationship>&lt;INSTANCE CLASSNAME=\"Msvm_ReplicationRelationship\"&gt;" \
    PROPERTY("InstanceID", "string", X) "&lt;/INSTANCE&gt;</p:ReplicationRelationship>"
#define SETTING_DATA(properties) \
    "<p:ReplicationSettingData>&lt;INSTANCE CLASSNAME=\"Msvm_ReplicationSettingData\"&gt;" properties \
    "&lt;/INSTANCE&gt;</p:ReplicationSettingData>"
#define IDENTITY(id) \
    PROPERTY("InstanceID", "string", id) PROPERTY("ElementName", "string", "web &amp;amp; co") \
    PROPERTY("VirtualSystemIdentifier", "string", GUID)
#define ROAD(authentication, server, primary, port) \
    PROPERTY("AuthenticationType", "uint16", authentication) PROPERTY("RecoveryConnectionPoint", "string", server) \
    PROPERTY("PrimaryConnectionPoint", "string", primary) PROPERTY("RecoveryServerPortNumber", "uint16", port)
#define TIME(text) \
    "<p:StartTime xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\"><cim:Datetime>" text \
    "</cim:Datetime></p:StartTime>"
/* clang-format on */

/* What the host calls its disks, as object paths: backslashes in keys are doubled. */
/* clang-format off */
#define VALUE(text) "&lt;VALUE&gt;" text "&lt;/VALUE&gt;"
#define LIST(name, values) \
    "&lt;PROPERTY.ARRAY NAME=\"" name "\" TYPE=\"string\"&gt;&lt;VALUE.ARRAY&gt;" values "&lt;/VALUE.ARRAY&gt;&lt;/PROPERTY.ARRAY&gt;"
#define EMPTY_LIST(name) \
    "&lt;PROPERTY.ARRAY NAME=\"" name "\" TYPE=\"string\"&gt;&lt;VALUE.ARRAY/&gt;&lt;/PROPERTY.ARRAY&gt;"
#define DISK(id) \
    VALUE("\\\\WIN-1\\root\\virtualization\\v2:Msvm_StorageAllocationSettingData.InstanceID=\"Microsoft:" GUID "\\\\" id "\"")
#define DISK_1 DISK("I\\\\0\\\\0\\\\L")
#define DISK_2 DISK("S\\\\0\\\\7\\\\L")
#define DISK_3 DISK("S\\\\0\\\\8\\\\L")
#define INSTANCE(parameter, class_name, properties) \
    "<p:" parameter ">&lt;INSTANCE CLASSNAME=\"" class_name "\"&gt;" properties "&lt;/INSTANCE&gt;</p:" parameter ">"
#define ENTRY_OF(properties) INSTANCE("AuthorizationEntry", "Msvm_ReplicationAuthorizationSettingData", properties)
#define ENTRIES CANNED_ITEMS(ENTRY("*.a.example", "A", "D:\\a") ENTRY("HV-B.example", "B", "D:\\b"))
#define ADAPTER(properties) INSTANCE("NetworkSettings", "Msvm_FailoverNetworkAdapterSettingData", properties)
#define SINGLE "Microsoft:" GUID "\\HVR" /* as Windows Server 2012 has it */
/* clang-format on */

#define WINDOWS_2012 602009200
#define WINDOWS_2016 1000014393
#define DONE(method)                                                                               \
    CANNED_OUTPUT("Msvm_ReplicationService", method, "<p:ReturnValue>0</p:ReturnValue>")

typedef struct {
    const char *name;
    CannedRequest request;
    const char *answers[5];
    const char *body; /* of the last request */
    gboolean at_once; /* without a job */
} Golden;

#define AT (G_GINT64_CONSTANT(1777604400) * G_USEC_PER_SEC) /* 2026-05-01 03:00 UTC */

/* clang-format off */
static const Golden goldens[] = {
    { "enable", { HVR_VERB_ENABLE, 0, 0, 0, { "replica-server", "hv-replica", "recovery-history", "4" }, NULL, 0 },
      { SERVICE, CANNED_ITEMS(SETTINGS_OF(P, "<p:RecoveryServerPortNumber>0</p:RecoveryServerPortNumber>"
                                             "<p:RecoveryHistory>0</p:RecoveryHistory>"
                                             "<p:ReplicationInterval>300</p:ReplicationInterval>")),
        OUTPUT("CreateReplicationRelationship", "4096") },
      INPUT("CreateReplicationRelationship", SYSTEM SETTING_DATA(IDENTITY(P)
          PROPERTY("AuthenticationType", "uint16", "1")
          PROPERTY("RecoveryConnectionPoint", "string", "hv-replica")
          PROPERTY("RecoveryServerPortNumber", "uint16", "80")
          PROPERTY("RecoveryHistory", "uint16", "4")
          PROPERTY("ReplicationInterval", "uint16", "300"))) },
    { "enable-certificate", { HVR_VERB_ENABLE, 0, 0, 0, { "replica-server", "a<b>&\"c", "authentication", "certificate", "auto-resync-start", "18:30", "compression", "no" }, NULL, 0 },
      { SERVICE, CANNED_ITEMS(""), OUTPUT("CreateReplicationRelationship", "4096") },
      INPUT("CreateReplicationRelationship", SYSTEM SETTING_DATA(
          PROPERTY("InstanceID", "string", P)
          PROPERTY("VirtualSystemIdentifier", "string", GUID)
          PROPERTY("AuthenticationType", "uint16", "2")
          PROPERTY("CompressionEnabled", "boolean", "FALSE")
          PROPERTY("RecoveryConnectionPoint", "string", "a&amp;lt;b&amp;gt;&amp;amp;\"c")
          PROPERTY("RecoveryServerPortNumber", "uint16", "443")
          PROPERTY("AutoResynchronizeIntervalStart", "datetime", "00000000183000.000000:000"))) },
    { "extend", { HVR_VERB_ENABLE, 2, 0, 3, { "replica-server", "hv-third", "port", "8080",
          "included-disks", "d:\\\303\244RGER.vhdx", "included-disks", "c:\\vms\\web01.VHDX" }, NULL, 0 },
      { SERVICE, CANNED_ITEMS(PRESENT), CANNED_ITEMS(DISKS), OUTPUT("CreateReplicationRelationship", "4096") },
      NULL /* see test_extend() */ },
    { "start", { HVR_VERB_START, 1, 0, 1, { NULL }, NULL, 0 },
      { SERVICE, OUTPUT("StartReplication", "4096") },
      INPUT("StartReplication", SYSTEM "<p:InitialReplicationType>1</p:InitialReplicationType>") },
    { "start-later", { HVR_VERB_START, 1, 0, 1, { NULL }, NULL, AT },
      { SERVICE, OUTPUT("StartReplication", "4096") },
      INPUT("StartReplication", SYSTEM "<p:InitialReplicationType>1</p:InitialReplicationType>" TIME("2026-05-01T03:00:00Z")) },
    { "start-extended", { HVR_VERB_START, 2, 1, 1, { NULL }, NULL, 0 },
      { SERVICE, OUTPUT("StartReplication", "4096") },
      INPUT("StartReplication", SYSTEM "<p:InitialReplicationType>1</p:InitialReplicationType>") },
    { "cancel-initial", { HVR_VERB_CANCEL_INITIAL, 1, 0, 2, { NULL }, NULL, 0 },
      { STATE_OUTPUT(RSC) }, STATE_INPUT(RSC, STATE("1")) },
    { "suspend", { HVR_VERB_SUSPEND, 1, 0, 3, { NULL }, NULL, 0 },
      { STATE_OUTPUT(RSC) }, STATE_INPUT(RSC, STATE("7")) },
    { "suspend-extended", { HVR_VERB_SUSPEND, 2, 1, 3, { NULL }, NULL, 0 },
      { STATE_OUTPUT(RSC_EX) }, STATE_INPUT(RSC_EX, RELATIONSHIP STATE("7")) },
    { "resume", { HVR_VERB_RESUME, 2, 0, 7, { NULL }, NULL, 0 },
      { STATE_OUTPUT(RSC) }, STATE_INPUT(RSC, STATE("3")) },
    { "resynchronize", { HVR_VERB_RESYNCHRONIZE, 1, 0, 9, { NULL }, NULL, 0 },
      { SERVICE, OUTPUT("Resynchronize", "4096") }, INPUT("Resynchronize", SYSTEM) },
    { "resynchronize-later", { HVR_VERB_RESYNCHRONIZE, 1, 0, 7, { NULL }, NULL, AT + 500000 },
      { SERVICE, OUTPUT("Resynchronize", "4096") }, INPUT("Resynchronize", SYSTEM TIME("2026-05-01T03:00:00.5Z")) },
    { "cancel-resynchronize", { HVR_VERB_CANCEL_RESYNCHRONIZE, 1, 0, 10, { NULL }, NULL, 0 },
      { STATE_OUTPUT(RSC) }, STATE_INPUT(RSC, STATE("9")) },
    { "prepare", { HVR_VERB_PREPARE, 1, 0, 3, { NULL }, NULL, 0 },
      { STATE_OUTPUT(RSC) }, STATE_INPUT(RSC, STATE("4")) },
    { "cancel-prepare", { HVR_VERB_CANCEL_PREPARE, 1, 0, 4, { NULL }, NULL, 0 },
      { STATE_OUTPUT(RSC) }, STATE_INPUT(RSC, STATE("3")) },
    { "failover", { HVR_VERB_FAILOVER, 2, 0, 3, { NULL }, NULL, 0 },
      { SERVICE, OUTPUT("InitiateFailover", "4096") }, INPUT("InitiateFailover", SYSTEM) },
    { "failover-point", { HVR_VERB_FAILOVER, 4, 0, 8, { NULL }, "Microsoft:A\\B\"C", 0 },
      { SERVICE, OUTPUT("InitiateFailover", "4096") },
      INPUT("InitiateFailover", SYSTEM "<p:SnapshotSettingData>"
          CANNED_EPR("Msvm_VirtualSystemSettingData", CANNED_SELECTOR("InstanceID", "Microsoft:A\\B\"C"))
          "</p:SnapshotSettingData>") },
    { "revert", { HVR_VERB_REVERT, 2, 0, 5, { NULL }, NULL, 0 },
      { SERVICE, OUTPUT("RevertFailover", "4096") }, INPUT("RevertFailover", SYSTEM) },
    { "commit", { HVR_VERB_COMMIT, 2, 0, 5, { NULL }, NULL, 0 },
      { SERVICE, OUTPUT("CommitFailover", "4096") }, INPUT("CommitFailover", SYSTEM) },
    { "become-replica", { HVR_VERB_BECOME_REPLICA, 1, 0, 8, { NULL }, NULL, 0 },
      { STATE_OUTPUT(RSC) }, STATE_INPUT(RSC, STATE("2")) },
    { "reverse", { HVR_VERB_REVERSE, 2, 0, 6, { NULL }, NULL, 0 },
      { SERVICE, CANNED_ITEMS(PRESENT), OUTPUT("ReverseReplicationRelationship", "4096") },
      INPUT("ReverseReplicationRelationship", SYSTEM SETTING_DATA(IDENTITY(P)
          ROAD("1", "hv-primary", "hv-primary", "80") PROPERTY("RecoveryHistory", "uint16", "24"))) },
    { "reverse-elsewhere", { HVR_VERB_REVERSE, 2, 0, 5, { "replica-server", "hv-new", "port", "443", "authentication", "certificate" }, NULL, 0 },
      { SERVICE, CANNED_ITEMS(PRESENT), OUTPUT("ReverseReplicationRelationship", "4096") },
      INPUT("ReverseReplicationRelationship", SYSTEM SETTING_DATA(IDENTITY(P)
          ROAD("2", "hv-new", "hv-primary", "443") PROPERTY("RecoveryHistory", "uint16", "24"))) },
    { "failback", { HVR_VERB_FAILBACK, 2, 0, 5, { "recovery-history", "2" }, "point-7", 0 },
      { SERVICE, CANNED_ITEMS(PRESENT), OUTPUT("InitiateFailback", "4096") },
      INPUT("InitiateFailback", SYSTEM SETTING_DATA(IDENTITY(P)
          ROAD("1", "hv-replica", "hv-primary", "80") PROPERTY("RecoveryHistory", "uint16", "2"))
          "<p:RecoveryPointIdentifier>point-7</p:RecoveryPointIdentifier>") },
    { "modify", { HVR_VERB_MODIFY, 1, 0, 3, { "recovery-history", "6", "compression", "yes" }, NULL, 0 },
      { SERVICE, CANNED_ITEMS(SETTINGS_OF(X, "<p:RecoveryHistory>1</p:RecoveryHistory>") PRESENT),
        OUTPUT("ModifyReplicationSettings", "4096") },
      INPUT("ModifyReplicationSettings", SYSTEM SETTING_DATA(IDENTITY(P)
          PROPERTY("AuthenticationType", "uint16", "1")
          PROPERTY("CompressionEnabled", "boolean", "TRUE")
          PROPERTY("RecoveryConnectionPoint", "string", "hv-replica")
          PROPERTY("PrimaryConnectionPoint", "string", "hv-primary")
          PROPERTY("RecoveryServerPortNumber", "uint16", "80")
          PROPERTY("RecoveryHistory", "uint16", "6"))) },
    { "modify-extended", { HVR_VERB_MODIFY, 2, 1, 3, { "frequency", "900" }, NULL, 0 },
      { SERVICE, CANNED_ITEMS(PRESENT SETTINGS_OF(X, "<p:RecoveryHistory>1</p:RecoveryHistory>")),
        OUTPUT("ModifyReplicationSettings", "4096") },
      INPUT("ModifyReplicationSettings", SYSTEM SETTING_DATA(IDENTITY(X)
          PROPERTY("RecoveryHistory", "uint16", "1") PROPERTY("ReplicationInterval", "uint16", "900"))) },
    { "remove", { HVR_VERB_REMOVE, 1, 0, 3, { NULL }, NULL, 0 },
      { SERVICE, OUTPUT("RemoveReplicationRelationship", "4096") },
      INPUT("RemoveReplicationRelationship", SYSTEM) },
    { "remove-extended", { HVR_VERB_REMOVE, 2, 1, 3, { NULL }, NULL, 0 },
      { SERVICE, OUTPUT("RemoveReplicationRelationshipEx", "4096") },
      INPUT("RemoveReplicationRelationshipEx", SYSTEM RELATIONSHIP) },
    { "extend-slowly", { HVR_VERB_ENABLE, 2, 1, 0, { "replica-server", "hv-third" }, .other = 7 },
      { SERVICE, CANNED_ITEMS(SETTINGS_OF(P, "<p:ReplicationInterval>900</p:ReplicationInterval>")), OUTPUT("CreateReplicationRelationship", "4096") },
      INPUT("CreateReplicationRelationship", SYSTEM SETTING_DATA(
          PROPERTY("InstanceID", "string", X)
          PROPERTY("VirtualSystemIdentifier", "string", GUID)
          PROPERTY("AuthenticationType", "uint16", "1")
          PROPERTY("RecoveryConnectionPoint", "string", "hv-third")
          PROPERTY("RecoveryServerPortNumber", "uint16", "80")
          PROPERTY("ReplicationInterval", "uint16", "900"))) },
    { "enable-2012", { HVR_VERB_ENABLE, 0, 0, 0, { "replica-server", "hv", "recovery-history", "16" }, .windows = WINDOWS_2012 },
      { SERVICE, CANNED_ITEMS(SETTINGS_OF(SINGLE, "")), OUTPUT("CreateReplicationRelationship", "4096") },
      INPUT("CreateReplicationRelationship", SYSTEM SETTING_DATA(IDENTITY(SINGLE)
          PROPERTY("AuthenticationType", "uint16", "1")
          PROPERTY("RecoveryConnectionPoint", "string", "hv")
          PROPERTY("RecoveryServerPortNumber", "uint16", "80")
          PROPERTY("RecoveryHistory", "uint16", "16"))) },
    { "enable-2012-bare", { HVR_VERB_ENABLE, 0, 0, 0, { "replica-server", "hv" }, .windows = WINDOWS_2012 },
      { SERVICE, CANNED_ITEMS(""), OUTPUT("CreateReplicationRelationship", "4096") },
      INPUT("CreateReplicationRelationship", SYSTEM SETTING_DATA(
          PROPERTY("InstanceID", "string", SINGLE)
          PROPERTY("VirtualSystemIdentifier", "string", GUID)
          PROPERTY("AuthenticationType", "uint16", "1")
          PROPERTY("RecoveryConnectionPoint", "string", "hv")
          PROPERTY("RecoveryServerPortNumber", "uint16", "80"))) },
    { "enable-excluded", { HVR_VERB_ENABLE, 0, 0, 0, { "replica-server", "hv" }, .excluded = { "C:\\VMs\\Web01.vhdx" } },
      { SERVICE, CANNED_ITEMS(""), CANNED_ITEMS(DISKS), OUTPUT("CreateReplicationRelationship", "4096") },
      INPUT("CreateReplicationRelationship", SYSTEM SETTING_DATA(
          PROPERTY("InstanceID", "string", P)
          PROPERTY("VirtualSystemIdentifier", "string", GUID)
          PROPERTY("AuthenticationType", "uint16", "1")
          PROPERTY("RecoveryConnectionPoint", "string", "hv")
          PROPERTY("RecoveryServerPortNumber", "uint16", "80")
          LIST("IncludedDisks", DISK_2 DISK_3))) },
    { "modify-disks", { HVR_VERB_MODIFY, 1, 0, 3, { "included-disks", "Microsoft:" GUID "\\S\\0\\8\\L",
          "included-disks", "\\\\OTHER\\root\\virtualization\\v2:Msvm_StorageAllocationSettingData.InstanceID=\"Microsoft:" GUID "\\\\i\\\\0\\\\0\\\\l\"" },
          .windows = WINDOWS_2016 },
      { SERVICE, CANNED_ITEMS(SETTINGS_OF(P, "<p:IncludedDisks>old</p:IncludedDisks>")), CANNED_ITEMS(DISKS), OUTPUT("ModifyReplicationSettings", "4096") },
      INPUT("ModifyReplicationSettings", SYSTEM SETTING_DATA(IDENTITY(P) LIST("IncludedDisks", DISK_1 DISK_3))) },
    { "modify-excluded", { HVR_VERB_MODIFY, 1, 0, 3, .excluded = { "Microsoft:" GUID "\\S\\0\\8\\L", "c:\\vms\\web01.vhdx" } },
      { SERVICE, CANNED_ITEMS(PRESENT), CANNED_ITEMS(DISKS), OUTPUT("ModifyReplicationSettings", "4096") },
      INPUT("ModifyReplicationSettings", SYSTEM SETTING_DATA(IDENTITY(P)
          ROAD("1", "hv-replica", "hv-primary", "80") PROPERTY("RecoveryHistory", "uint16", "24")
          LIST("IncludedDisks", DISK_2))) },
    { "modify-2012", { HVR_VERB_MODIFY, 1, 0, 3, { "recovery-history", "6" }, .windows = WINDOWS_2012 },
      { SERVICE, CANNED_ITEMS(SETTINGS_OF(SINGLE, "")), OUTPUT("ModifyReplicationSettings", "4096") },
      INPUT("ModifyReplicationSettings", SYSTEM SETTING_DATA(IDENTITY(SINGLE) PROPERTY("RecoveryHistory", "uint16", "6"))) },
    { "start-export", { HVR_VERB_START, 1, 0, 1, .transfer = HVR_REPL_TRANSFER_EXPORT, .location = "E:\\a & b" },
      { SERVICE, OUTPUT("StartReplication", "4096") },
      INPUT("StartReplication", SYSTEM "<p:InitialReplicationType>2</p:InitialReplicationType>"
          "<p:InitialReplicationExportLocation>E:\\a &amp; b</p:InitialReplicationExportLocation>") },
    { "start-seeded", { HVR_VERB_START, 1, 0, 1, .transfer = HVR_REPL_TRANSFER_SEEDED, .start_time = AT },
      { SERVICE, OUTPUT("StartReplication", "4096") },
      INPUT("StartReplication", SYSTEM "<p:InitialReplicationType>3</p:InitialReplicationType>" TIME("2026-05-01T03:00:00Z")) },
    { "import", { HVR_VERB_IMPORT, 2, 0, 2, .location = "E:\\web01_" GUID },
      { SERVICE, OUTPUT("ImportInitialReplica", "4096") },
      INPUT("ImportInitialReplica", SYSTEM "<p:InitialReplicationImportLocation>E:\\web01_" GUID "</p:InitialReplicationImportLocation>") },
    { "test-failover", { HVR_VERB_TEST_FAILOVER, 2, 0, 3 },
      { SERVICE, OUTPUT("TestReplicaSystem", "4096") }, INPUT("TestReplicaSystem", SYSTEM) },
    { "test-failover-point", { HVR_VERB_TEST_FAILOVER, 4, 0, 3, .point = "Microsoft:A" },
      { SERVICE, OUTPUT("TestReplicaSystem", "4096") },
      INPUT("TestReplicaSystem", SYSTEM "<p:SnapshotSettingData>"
          CANNED_EPR("Msvm_VirtualSystemSettingData", CANNED_SELECTOR("InstanceID", "Microsoft:A"))
          "</p:SnapshotSettingData>") },
    { "become-primary", { HVR_VERB_BECOME_PRIMARY, 2, 0, 6, .other = 3 },
      { SERVICE, OUTPUT("ChangeReplicationModeToPrimary", "4096") },
      INPUT("ChangeReplicationModeToPrimary", SYSTEM RELATIONSHIP) },
    { "authorize", { HVR_VERB_AUTHORIZE, 2, 0, 2, .allowed_primary = "hv-b.EXAMPLE" },
      { SERVICE, ENTRIES, DONE("SetAuthorizationEntry") },
      INPUT("SetAuthorizationEntry", SYSTEM ENTRY_OF(
          PROPERTY("AllowedPrimaryHostSystem", "string", "HV-B.example") PROPERTY("TrustGroup", "string", "B")
          PROPERTY("ReplicaStorageLocation", "string", "D:\\b"))), TRUE },
    { "network-both", { HVR_VERB_SET_NETWORK, 2, 0, 3, { "addresses", "10.0.0.7", "addresses", "fd00::7", "subnets", "255.255.0.0",
          "subnets", "64", "gateways", "10.0.0.1", "dns-servers", "10.0.0.2" }, .adapter = "F\\1" },
      { SERVICE, DONE("SetFailoverNetworkAdapterSettings") },
      INPUT("SetFailoverNetworkAdapterSettings", SYSTEM ADAPTER(
          PROPERTY("InstanceID", "string", "F\\1") PROPERTY("ProtocolIFType", "uint16", "4098")
          PROPERTY("DHCPEnabled", "boolean", "FALSE") LIST("IPAddresses", VALUE("10.0.0.7") VALUE("fd00::7"))
          LIST("Subnets", VALUE("255.255.0.0") VALUE("64")) LIST("DefaultGateways", VALUE("10.0.0.1"))
          LIST("DNSServers", VALUE("10.0.0.2")))), TRUE },
    { "network-ipv4", { HVR_VERB_SET_NETWORK, 1, 0, 3, { "addresses", "10.0.0.7" }, .adapter = "F" },
      { SERVICE, DONE("SetFailoverNetworkAdapterSettings") },
      INPUT("SetFailoverNetworkAdapterSettings", SYSTEM ADAPTER(
          PROPERTY("InstanceID", "string", "F") PROPERTY("ProtocolIFType", "uint16", "4096")
          PROPERTY("DHCPEnabled", "boolean", "FALSE") LIST("IPAddresses", VALUE("10.0.0.7")))), TRUE },
    { "network-ipv6", { HVR_VERB_SET_NETWORK, 4, 0, 3, { "addresses", "fd00::7" }, .adapter = "F" },
      { SERVICE, DONE("SetFailoverNetworkAdapterSettings") },
      INPUT("SetFailoverNetworkAdapterSettings", SYSTEM ADAPTER(
          PROPERTY("InstanceID", "string", "F") PROPERTY("ProtocolIFType", "uint16", "4097")
          PROPERTY("DHCPEnabled", "boolean", "TRUE") LIST("IPAddresses", VALUE("fd00::7")))), TRUE },
    { "network-dhcp", { HVR_VERB_SET_NETWORK, 2, 0, 3, { "dhcp", "yes", "addresses", "fd00::7" }, .adapter = "F" },
      { SERVICE, DONE("SetFailoverNetworkAdapterSettings") },
      INPUT("SetFailoverNetworkAdapterSettings", SYSTEM ADAPTER(
          PROPERTY("InstanceID", "string", "F") PROPERTY("ProtocolIFType", "uint16", "4098")
          PROPERTY("DHCPEnabled", "boolean", "TRUE") LIST("IPAddresses", VALUE("fd00::7")))), TRUE },
    { "network-clear", { HVR_VERB_SET_NETWORK, 2, 0, 3, .adapter = "F" },
      { SERVICE, DONE("SetFailoverNetworkAdapterSettings") },
      INPUT("SetFailoverNetworkAdapterSettings", SYSTEM ADAPTER(
          PROPERTY("InstanceID", "string", "F") PROPERTY("ProtocolIFType", "uint16", "0")
          PROPERTY("DHCPEnabled", "boolean", "TRUE") EMPTY_LIST("IPAddresses"))), TRUE },
    { "statistics", { HVR_VERB_GET_STATISTICS, 2, 0, 3 },
      { SERVICE, CANNED_OUTPUT("Msvm_ReplicationService", "GetReplicationStatistics", STATISTICS "<p:ReturnValue>0</p:ReturnValue>") },
      INPUT("GetReplicationStatistics", SYSTEM), TRUE },
    { "statistics-extended", { HVR_VERB_GET_STATISTICS, 2, 1, 3 },
      { SERVICE, CANNED_OUTPUT("Msvm_ReplicationService", "GetReplicationStatisticsEx", STATISTICS ISSUE "<p:ReturnValue>0</p:ReturnValue>") },
      INPUT("GetReplicationStatisticsEx", SYSTEM RELATIONSHIP), TRUE },
    { "reset-statistics", { HVR_VERB_RESET_STATISTICS, 1, 0, 8 },
      { SERVICE, DONE("ResetReplicationStatistics") }, INPUT("ResetReplicationStatistics", SYSTEM), TRUE },
    { "reset-statistics-extended", { HVR_VERB_RESET_STATISTICS, 2, 1, 8 },
      { SERVICE, DONE("ResetReplicationStatisticsEx") }, INPUT("ResetReplicationStatisticsEx", SYSTEM RELATIONSHIP), TRUE },
    { "service-modify", { HVR_VERB_MODIFY_SERVICE, .settings = { "enabled", "yes", "https-port", "8443" } },
      { SERVICE, CANNED_ITEMS(CANNED_INSTANCE("Msvm_ReplicationServiceSettingData",
            "<p:InstanceID>S</p:InstanceID><p:RecoveryServerEnabled>false</p:RecoveryServerEnabled><p:HttpPort>80</p:HttpPort>"
            "<p:HttpsPort>443</p:HttpsPort><p:MonitoringInterval>43200</p:MonitoringInterval>")), OUTPUT("ModifyServiceSettings", "4096") },
      INPUT("ModifyServiceSettings", INSTANCE("SettingData", "Msvm_ReplicationServiceSettingData",
          PROPERTY("InstanceID", "string", "S") PROPERTY("RecoveryServerEnabled", "boolean", "TRUE")
          PROPERTY("HttpsPort", "uint16", "8443") PROPERTY("HttpPort", "uint16", "80")
          PROPERTY("MonitoringInterval", "uint32", "43200"))) },
    { "authorization-add", { HVR_VERB_ADD_AUTHORIZATION, .settings = { "allowed-primary", "*", "storage-location", "D:\\r", "trust-group", "DEFAULT" } },
      { SERVICE, DONE("AddAuthorizationEntry") },
      INPUT("AddAuthorizationEntry", ENTRY_OF(
          PROPERTY("AllowedPrimaryHostSystem", "string", "*") PROPERTY("TrustGroup", "string", "DEFAULT")
          PROPERTY("ReplicaStorageLocation", "string", "D:\\r"))), TRUE },
    { "authorization-modify", { HVR_VERB_MODIFY_AUTHORIZATION, .settings = { "allowed-primary", "*.A.example", "trust-group", "new" } },
      { SERVICE, ENTRIES, DONE("ModifyAuthorizationEntry") },
      INPUT("ModifyAuthorizationEntry", ENTRY_OF(
          PROPERTY("AllowedPrimaryHostSystem", "string", "*.A.example") PROPERTY("TrustGroup", "string", "new")
          PROPERTY("ReplicaStorageLocation", "string", "D:\\a"))), TRUE },
    { "authorization-remove", { HVR_VERB_REMOVE_AUTHORIZATION, .allowed_primary = "*.a.example" },
      { SERVICE, DONE("RemoveAuthorizationEntry") },
      INPUT("RemoveAuthorizationEntry", "<p:AllowedPrimaryHostSystem>*.a.example</p:AllowedPrimaryHostSystem>"), TRUE },
    { "test-connection", { HVR_VERB_TEST_CONNECTION, .settings = { "replica-server", "hv-b" } },
      { SERVICE, OUTPUT("TestReplicationConnection", "4096") },
      INPUT("TestReplicationConnection", "<p:RecoveryConnectionPoint>hv-b</p:RecoveryConnectionPoint>"
          "<p:RecoveryServerPortNumber>80</p:RecoveryServerPortNumber><p:AuthenticationType>1</p:AuthenticationType>"
          "<p:BypassProxyServer>false</p:BypassProxyServer>") },
    { "test-connection-certificate", { HVR_VERB_TEST_CONNECTION, .settings = { "replica-server", "hv-b", "authentication", "certificate",
          "certificate-thumbprint", "AB12", "bypass-proxy", "yes" } },
      { SERVICE, OUTPUT("TestReplicationConnection", "4096") },
      INPUT("TestReplicationConnection", "<p:RecoveryConnectionPoint>hv-b</p:RecoveryConnectionPoint>"
          "<p:RecoveryServerPortNumber>443</p:RecoveryServerPortNumber><p:AuthenticationType>2</p:AuthenticationType>"
          "<p:CertificateThumbPrint>AB12</p:CertificateThumbPrint><p:BypassProxyServer>true</p:BypassProxyServer>") },
    { "query-certificates", { HVR_VERB_GET_CERTIFICATES },
      { SERVICE, DONE("GetSystemCertificates") }, BARE_INPUT("GetSystemCertificates"), TRUE },
    { "service-start", { HVR_VERB_START_SERVICE }, { SERVICE, DONE("StartService") }, BARE_INPUT("StartService"), TRUE },
    { "service-stop", { HVR_VERB_STOP_SERVICE }, { SERVICE, DONE("StopService") }, BARE_INPUT("StopService"), TRUE },
    { "service-request-state", { HVR_VERB_REQUEST_SERVICE_STATE, .service_state = 3 },
      { SERVICE, DONE("RequestStateChange") }, INPUT("RequestStateChange", STATE("3")), TRUE },
};
/* clang-format on */

static void
test_golden(gconstpointer data)
{
    const Golden *c = data;
    g_autoptr(HvrReplRequest) request = canned_request_new(&c->request);
    CannedHost host = { c->answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrReplAnswer) answer = canned_request_run(request, &host, &error);
    g_autofree char *body = NULL;

    g_assert_no_error(error);
    g_assert_cmpstr(answer->job, ==, c->at_once ? NULL : "J-1");
    body = canned_host_dup_body(&host, host.n_asked - 1);
    if (c->body != NULL)
        g_assert_cmpstr(body, ==, c->body);
    canned_host_close(&host);
}

/* A replica's second relationship has no default instance, so an empty one is
 * filled; nothing of the first one may leak into it. */
static void
test_extend(void)
{
    /* clang-format off */
    static const char expect[] =
        INPUT("CreateReplicationRelationship", SYSTEM SETTING_DATA(
            PROPERTY("InstanceID", "string", X) PROPERTY("VirtualSystemIdentifier", "string", GUID)
            PROPERTY("AuthenticationType", "uint16", "1") PROPERTY("RecoveryConnectionPoint", "string", "hv-third")
            PROPERTY("RecoveryServerPortNumber", "uint16", "8080") LIST("IncludedDisks", DISK_1 DISK_2)));
    /* clang-format on */

    for (guint i = 0; i < 2; i++) {
        /* The driver may name the first relationship, or none. */
        Golden c = goldens[2];
        g_autoptr(HvrReplRequest) request = NULL;
        CannedHost host = { c.answers };
        g_autoptr(HvrReplAnswer) answer = NULL;
        g_autofree char *body = NULL;

        c.request.state = i == 0 ? 3 : 0;
        request = canned_request_new(&c.request);
        answer = canned_request_run(request, &host, NULL);
        g_assert_nonnull(answer);
        canned_host_assert_asked(&host, 2,
                                 "SELECT InstanceID,ResourceSubType,HostResource FROM "
                                 "Msvm_StorageAllocationSettingData WHERE InstanceID LIKE "
                                 "'Microsoft:" GUID "%'<");
        body = canned_host_dup_body(&host, 3);
        g_assert_cmpstr(body, ==, expect);
        canned_host_close(&host);
    }
}

/* A golden for every verb. */
static void
test_complete(void)
{
    for (HvrReplVerb verb = 0; verb < HVR_N_VERBS; verb++) {
        guint n_goldens = 0;

        for (guint i = 0; i < G_N_ELEMENTS(goldens); i++)
            n_goldens += goldens[i].request.verb == verb;
        g_assert_cmpuint(n_goldens, >, 0);
    }
}

/* Whether a verb stands before a method. */
static gboolean
is_reached(const HvrWmiMethod *method)
{
    for (HvrReplVerb verb = 0; verb < HVR_N_VERBS; verb++) {
        const HvrReplVerbRow *row = hvr_repl_verb_get_row(verb);

        if (row->method == method || row->extended_method == method)
            return TRUE;
    }

    return FALSE;
}

static void
assert_covered(const HvrWmiMethod *method)
{
    if (!is_reached(method))
        g_test_fail_printf("no verb reaches %s.%s", method->owner->name, method->name);
    for (guint i = 0; i < method->input->n_fields; i++) {
        const char *name = method->input->fields[i].name;
        const char *why_not = NULL;

        if (!hvr_repl_request_has_parameter(name, &why_not))
            g_test_fail_printf("nothing goes into %s of %s", name, method->name);
        /* All that is left out on purpose. */
        g_assert_true((why_not != NULL) == g_str_equal(name, "TimeoutPeriod"));
    }
}

/* Every method of the service that the schema has, both requests to a machine,
 * and every parameter that goes into one. */
static void
test_covered(void)
{
    const HvrWmiClass *type = hvr_wmi_schema_find("Msvm_ReplicationService");
    const HvrWmiClass *system = hvr_wmi_schema_find("Msvm_ComputerSystem");
    const char *why_not;
    guint n_own = 0;

    for (guint i = 0; i < type->n_methods; i++) {
        assert_covered(type->methods[i]);
        n_own += type->methods[i]->owner == type;
    }
    g_assert_cmpuint(n_own, ==, 29); /* issue: "all 29 methods" */
    assert_covered(hvr_wmi_class_find_method(system, "RequestReplicationStateChange"));
    assert_covered(hvr_wmi_class_find_method(system, "RequestReplicationStateChangeEx"));
    g_assert_false(hvr_repl_request_has_parameter("Unheard", &why_not));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(goldens); i++) {
        g_autofree char *path = g_strconcat("/repl/request-input/", goldens[i].name, NULL);

        g_test_add_data_func(path, &goldens[i], test_golden);
    }
    g_test_add_func("/repl/request-input/extend/body", test_extend);
    g_test_add_func("/repl/request-input/complete", test_complete);
    g_test_add_func("/repl/request-input/covered", test_covered);

    return g_test_run();
}
