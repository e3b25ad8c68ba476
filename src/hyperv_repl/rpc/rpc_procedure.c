/* rpc_procedure.c: libvirt's procedures, and which of them are served
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Numbers, shapes and flags are those of libvirt 9.0, unchanged since.
 */

#include <config.h>

#include "rpc_procedure.h"

#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stddef.h>

#include "hvr_error.h"
#include "machine_wish.h"
#include "rpc_error.h"
#include "rpc_filter.h"
#include "rpc_frame.h"
#include "rpc_handler.h"
#include "rpc_host_handler.h"
#include "rpc_wire.h"

/* clang-format off */
#define SHAPE(type)         { (xdrproc_t)xdr_##type, sizeof(type) }
#define NOTHING             { NULL, 0 }
#define INT                 { (xdrproc_t)xdr_int, sizeof(int) }
#define UINT                { (xdrproc_t)xdr_u_int, sizeof(u_int) }
#define ULONG               { (xdrproc_t)xdr_u_quad_t, sizeof(u_quad_t) }
#define STRING              SHAPE(HvrWireString)
#define DOMAIN              SHAPE(HvrWireDomain)
#define DOMAIN_FLAGS        SHAPE(HvrWireDomainFlags)
#define SNAPSHOT            SHAPE(HvrWireSnapshot)
#define SNAPSHOT_FLAGS      SHAPE(HvrWireSnapshotFlags)
#define FLAGS(type, mask)   offsetof(type, flags), (mask), 0
#define SECURE(type, mask)  offsetof(type, flags), (mask), 1
#define NO_FLAGS            0, 0, 0
#define ON_DOMAIN(mask)     FLAGS(HvrWireDomainFlags, mask)
#define ON_SNAPSHOT(mask)   FLAGS(HvrWireSnapshotFlags, mask)
/* clang-format on */

#define SHUTDOWN_FLAGS                                                                             \
    (VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN | VIR_DOMAIN_SHUTDOWN_GUEST_AGENT |                        \
     VIR_DOMAIN_SHUTDOWN_PARAVIRT)
#define REBOOT_FLAGS                                                                               \
    (VIR_DOMAIN_REBOOT_ACPI_POWER_BTN | VIR_DOMAIN_REBOOT_GUEST_AGENT | VIR_DOMAIN_REBOOT_PARAVIRT)
#define CHECKPOINT_FLAGS                                                                           \
    (VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY | VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE |                   \
     VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC)
#define REVERT_FLAGS (VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING | VIR_DOMAIN_SNAPSHOT_REVERT_FORCE)
#define DELETE_FLAGS                                                                               \
    (VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN | VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY |              \
     VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY)
#define STATS_FLAGS                                                                                \
    (HVR_RPC_FILTER_DOMAINS | VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT |                           \
     VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING | VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS)
#define VCPU_FLAGS (VIR_DOMAIN_VCPU_LIVE | VIR_DOMAIN_VCPU_CONFIG | VIR_DOMAIN_VCPU_MAXIMUM)
#define XML_FLAGS                                                                                  \
    (VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_UPDATE_CPU |                 \
     VIR_DOMAIN_XML_MIGRATABLE)
#define UNDEFINE_FLAGS                                                                             \
    (VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |                   \
     VIR_DOMAIN_UNDEFINE_NVRAM | VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA)
#define IMPACT_FLAGS (VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)
#define JOB_FLAGS    (VIR_DOMAIN_JOB_STATS_COMPLETED | VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED)
#define MONITOR_FLAGS                                                                              \
    (VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX |                                        \
     VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE)

#define NETWORK_FLAGS                                                                              \
    (VIR_CONNECT_LIST_NETWORKS_ACTIVE | VIR_CONNECT_LIST_NETWORKS_INACTIVE |                       \
     VIR_CONNECT_LIST_NETWORKS_PERSISTENT | VIR_CONNECT_LIST_NETWORKS_TRANSIENT |                  \
     VIR_CONNECT_LIST_NETWORKS_AUTOSTART | VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART)
#define POOL_FLAGS (VIR_CONNECT_LIST_STORAGE_POOLS_ISCSI_DIRECT * 2 - 1)

#define INLINE  HVR_RPC_INLINE
#define ASYNC   HVR_RPC_ASYNC
#define ANYBODY HVR_ACCESS_ANYBODY
#define ANYTIME HVR_ACCESS_ANYTIME
#define READ    HVR_ACCESS_READ
#define WRITE   HVR_ACCESS_MANAGE /* unless a finer one fits */
#define SETUP   HVR_ACCESS_CONFIGURE
#define MOVE    HVR_ACCESS_FAILOVER

/* clang-format off */
static const HvrRpcRow remote_rows[] = {
    /* connection */
    [1]   = { "virConnectOpen",                    ASYNC,  ANYTIME, SHAPE(HvrWireOpen), NOTHING, NO_FLAGS, hvr_rpc_connect_open },
    [2]   = { "virConnectClose",                   INLINE, ANYTIME, NOTHING, NOTHING, NO_FLAGS, hvr_rpc_connect_close },
    [3]   = { "virConnectGetType",                 INLINE, READ,    NOTHING, STRING,  NO_FLAGS, hvr_rpc_connect_get_type },
    [4]   = { "virConnectGetVersion",              INLINE, READ,    NOTHING, ULONG,   NO_FLAGS, hvr_rpc_connect_get_version },
    [5]   = { "virConnectGetMaxVcpus",             INLINE, READ,    SHAPE(HvrWireOptString), INT, NO_FLAGS, hvr_rpc_connect_get_max_vcpus },
    [6]   = { "virNodeGetInfo",                    INLINE, READ,    NOTHING, SHAPE(HvrWireNode), NO_FLAGS, hvr_rpc_connect_get_node },
    [7]   = { "virConnectGetCapabilities",         INLINE, READ,    NOTHING, STRING,  NO_FLAGS, hvr_rpc_connect_get_capabilities },
    [59]  = { "virConnectGetHostname",             INLINE, READ,    NOTHING, STRING,  NO_FLAGS, hvr_rpc_connect_get_hostname },
    [60]  = { "virConnectSupportsFeature",         INLINE, ANYTIME, INT,     INT,     NO_FLAGS, hvr_rpc_connect_has_feature },
    [66]  = { "virConnectAuthList",                INLINE, ANYBODY, NOTHING, SHAPE(HvrWireAuthTypes), NO_FLAGS, hvr_rpc_auth_list },
    [70]  = { "virConnectAuthPolkit",              ASYNC,  ANYBODY, NOTHING, INT,     NO_FLAGS, hvr_rpc_auth_log_in },
    [110] = { "virConnectGetURI",                  INLINE, READ,    NOTHING, STRING,  NO_FLAGS, hvr_rpc_connect_get_uri },
    [149] = { "virConnectIsSecure",                INLINE, READ,    NOTHING, INT,     NO_FLAGS, hvr_rpc_connect_is_secure },
    [157] = { "virConnectGetLibVersion",           INLINE, READ,    NOTHING, ULONG,   NO_FLAGS, hvr_rpc_connect_get_library_version },
    [360] = { "virConnectRegisterCloseCallback",   INLINE, READ,    NOTHING, NOTHING, NO_FLAGS, hvr_rpc_callback_register_close },
    [361] = { "virConnectUnregisterCloseCallback", INLINE, READ,    NOTHING, NOTHING, NO_FLAGS, hvr_rpc_callback_unregister_close },

    /* lists */
    [21]  = { "virConnectListDefinedDomains",  INLINE, READ, INT,     SHAPE(HvrWireNames),   NO_FLAGS, hvr_rpc_list_names },
    [25]  = { "virConnectNumOfDefinedDomains", INLINE, READ, NOTHING, INT,                   NO_FLAGS, hvr_rpc_list_count, VIR_CONNECT_LIST_DOMAINS_INACTIVE },
    [37]  = { "virConnectListDomains",         INLINE, READ, INT,     SHAPE(HvrWireNumbers), NO_FLAGS, hvr_rpc_list_ids },
    [51]  = { "virConnectNumOfDomains",        INLINE, READ, NOTHING, INT,                   NO_FLAGS, hvr_rpc_list_count, VIR_CONNECT_LIST_DOMAINS_ACTIVE },
    [273] = { "virConnectListAllDomains",      INLINE, READ, SHAPE(HvrWireList), SHAPE(HvrWireDomains), FLAGS(HvrWireList, HVR_RPC_FILTER_DOMAINS), hvr_rpc_list_domains },
    [344] = { "virConnectGetAllDomainStats",   ASYNC, READ, SHAPE(HvrWireGetStats), SHAPE(HvrWireStatsList), FLAGS(HvrWireGetStats, STATS_FLAGS), hvr_rpc_stats_list },

    /* domains */
    [14]  = { "virDomainGetXMLDesc",          ASYNC,  READ,  DOMAIN_FLAGS, STRING, SECURE(HvrWireDomainFlags, XML_FLAGS), hvr_rpc_document_get_xml },
    [15]  = { "virDomainGetAutostart",        INLINE, READ,  DOMAIN,       INT,    NO_FLAGS, hvr_rpc_domain_get_number, HVR_RPC_AUTOSTART },
    [16]  = { "virDomainGetInfo",             INLINE, READ,  DOMAIN,       SHAPE(HvrWireDomainFacts), NO_FLAGS, hvr_rpc_domain_get_facts },
    [17]  = { "virDomainGetMaxMemory",        INLINE, READ,  DOMAIN,       ULONG,  NO_FLAGS, hvr_rpc_domain_get_max_memory },
    [18]  = { "virDomainGetMaxVcpus",         INLINE, READ,  DOMAIN,       INT,    NO_FLAGS, hvr_rpc_domain_get_number, HVR_RPC_MAX_VCPUS },
    [19]  = { "virDomainGetOSType",           INLINE, READ,  DOMAIN,       STRING, NO_FLAGS, hvr_rpc_domain_get_os_type },
    [22]  = { "virDomainLookupByID",          INLINE, READ,  INT,          DOMAIN, NO_FLAGS, hvr_rpc_domain_lookup_by_id },
    [23]  = { "virDomainLookupByName",        INLINE, READ,  STRING,       DOMAIN, NO_FLAGS, hvr_rpc_domain_lookup_by_name },
    [24]  = { "virDomainLookupByUUID",        INLINE, READ,  SHAPE(HvrWireUuid), DOMAIN, NO_FLAGS, hvr_rpc_domain_lookup_by_uuid },
    [150] = { "virDomainIsActive",            INLINE, READ,  DOMAIN,       INT,    NO_FLAGS, hvr_rpc_domain_get_number, HVR_RPC_IS_ACTIVE },
    [151] = { "virDomainIsPersistent",        INLINE, READ,  DOMAIN,       INT,    NO_FLAGS, hvr_rpc_domain_get_number, HVR_RPC_IS_PERSISTENT },
    [183] = { "virDomainHasManagedSaveImage", INLINE, READ,  DOMAIN_FLAGS, INT,    ON_DOMAIN(0), hvr_rpc_domain_get_number, HVR_RPC_IS_SAVED },
    [200] = { "virDomainGetVcpusFlags",       INLINE, READ,  DOMAIN_FLAGS, INT,    ON_DOMAIN(VCPU_FLAGS), hvr_rpc_domain_get_vcpus },
    [202] = { "virDomainIsUpdated",           INLINE, READ,  DOMAIN,       INT,    NO_FLAGS, hvr_rpc_domain_get_number, HVR_RPC_IS_UPDATED },
    [212] = { "virDomainGetState",            INLINE, READ,  DOMAIN_FLAGS, SHAPE(HvrWireState), ON_DOMAIN(0), hvr_rpc_domain_get_state },
    [264] = { "virDomainSetMetadata",         ASYNC,  SETUP, SHAPE(HvrWireSetMetadata), NOTHING, FLAGS(HvrWireSetMetadata, IMPACT_FLAGS), hvr_rpc_configure_set_metadata },
    [265] = { "virDomainGetMetadata",         ASYNC,  READ,  SHAPE(HvrWireGetMetadata), STRING,  FLAGS(HvrWireGetMetadata, IMPACT_FLAGS), hvr_rpc_document_get_metadata },
    [426] = { "virDomainGetMessages",         INLINE, READ,  DOMAIN_FLAGS, SHAPE(HvrWireMessages), ON_DOMAIN(VIR_DOMAIN_MESSAGE_DEPRECATION | VIR_DOMAIN_MESSAGE_TAINTING), hvr_rpc_domain_get_messages },

    /* configuration */
    [8]   = { "virDomainAttachDevice",                ASYNC,  SETUP, SHAPE(HvrWireDomainXml),    NOTHING, NO_FLAGS, hvr_rpc_configure_change_device, HVR_DEVICE_ATTACH },
    [11]  = { "virDomainDefineXML",                   ASYNC,  SETUP, STRING,                     DOMAIN,  NO_FLAGS, hvr_rpc_definition_define },
    [13]  = { "virDomainDetachDevice",                ASYNC,  SETUP, SHAPE(HvrWireDomainXml),    NOTHING, NO_FLAGS, hvr_rpc_configure_change_device, HVR_DEVICE_DETACH },
    [29]  = { "virDomainSetAutostart",                ASYNC,  SETUP, SHAPE(HvrWireDomainCount),  NOTHING, NO_FLAGS, hvr_rpc_configure_set_autostart },
    [30]  = { "virDomainSetMaxMemory",                ASYNC,  SETUP, SHAPE(HvrWireDomainSize),   NOTHING, NO_FLAGS, hvr_rpc_configure_set_memory, HVR_WISH_MAX_MEMORY },
    [31]  = { "virDomainSetMemory",                   ASYNC,  SETUP, SHAPE(HvrWireDomainSize),   NOTHING, NO_FLAGS, hvr_rpc_configure_set_memory, HVR_WISH_MEMORY },
    [32]  = { "virDomainSetVcpus",                    ASYNC,  SETUP, SHAPE(HvrWireDomainCount),  NOTHING, NO_FLAGS, hvr_rpc_configure_set_vcpus },
    [35]  = { "virDomainUndefine",                    ASYNC,  SETUP, DOMAIN,                     NOTHING, NO_FLAGS, hvr_rpc_definition_undefine },
    [56]  = { "virDomainGetSchedulerType",            INLINE, READ,  DOMAIN,                     SHAPE(HvrWireScheduler), NO_FLAGS, hvr_rpc_configure_get_scheduler_type },
    [57]  = { "virDomainGetSchedulerParameters",      ASYNC,  READ,  SHAPE(HvrWireDomainCount),  SHAPE(HvrWireSchedulerParams), NO_FLAGS, hvr_rpc_configure_get_scheduler },
    [58]  = { "virDomainSetSchedulerParameters",      ASYNC,  SETUP, SHAPE(HvrWireSetScheduler), NOTHING, NO_FLAGS, hvr_rpc_configure_set_scheduler },
    [160] = { "virDomainAttachDeviceFlags",           ASYNC,  SETUP, SHAPE(HvrWireDomainText),   NOTHING, FLAGS(HvrWireDomainText, IMPACT_FLAGS), hvr_rpc_configure_change_device, HVR_DEVICE_ATTACH },
    [161] = { "virDomainDetachDeviceFlags",           ASYNC,  SETUP, SHAPE(HvrWireDomainText),   NOTHING, FLAGS(HvrWireDomainText, IMPACT_FLAGS), hvr_rpc_configure_change_device, HVR_DEVICE_DETACH },
    [174] = { "virDomainUpdateDeviceFlags",           ASYNC,  SETUP, SHAPE(HvrWireDomainText),   NOTHING, FLAGS(HvrWireDomainText, IMPACT_FLAGS | VIR_DOMAIN_DEVICE_MODIFY_FORCE), hvr_rpc_configure_change_device, HVR_DEVICE_UPDATE },
    [199] = { "virDomainSetVcpusFlags",               ASYNC,  SETUP, SHAPE(HvrWireDomainNumber), NOTHING, FLAGS(HvrWireDomainNumber, VCPU_FLAGS), hvr_rpc_configure_set_vcpus_flags },
    [204] = { "virDomainSetMemoryFlags",              ASYNC,  SETUP, SHAPE(HvrWireDomainSizeFlags), NOTHING, FLAGS(HvrWireDomainSizeFlags, IMPACT_FLAGS | VIR_DOMAIN_MEM_MAXIMUM), hvr_rpc_configure_set_memory_flags },
    [219] = { "virDomainSetSchedulerParametersFlags", ASYNC,  SETUP, SHAPE(HvrWireSetSchedulerFlags), NOTHING, FLAGS(HvrWireSetSchedulerFlags, IMPACT_FLAGS), hvr_rpc_configure_set_scheduler },
    [223] = { "virDomainGetSchedulerParametersFlags", ASYNC,  READ,  SHAPE(HvrWireDomainNumber), SHAPE(HvrWireSchedulerParams), FLAGS(HvrWireDomainNumber, IMPACT_FLAGS | VIR_TYPED_PARAM_STRING_OKAY), hvr_rpc_configure_get_scheduler },
    [231] = { "virDomainUndefineFlags",               ASYNC,  SETUP, DOMAIN_FLAGS,               NOTHING, ON_DOMAIN(UNDEFINE_FLAGS), hvr_rpc_definition_undefine },
    [350] = { "virDomainDefineXMLFlags",              ASYNC,  SETUP, SHAPE(HvrWireXmlFlags),     DOMAIN,  FLAGS(HvrWireXmlFlags, VIR_DOMAIN_DEFINE_VALIDATE), hvr_rpc_definition_define },
    [358] = { "virDomainRename",                      ASYNC,  SETUP, SHAPE(HvrWireRename),       INT,     FLAGS(HvrWireRename, 0), hvr_rpc_configure_rename },

    /* power */
    [9]   = { "virDomainCreate",          ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_START },
    [12]  = { "virDomainDestroy",         ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_DESTROY },
    [27]  = { "virDomainReboot",          ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(REBOOT_FLAGS),   hvr_rpc_power_start, HVR_POWER_REBOOT },
    [28]  = { "virDomainResume",          ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_RESUME },
    [33]  = { "virDomainShutdown",        ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_SHUTDOWN },
    [34]  = { "virDomainSuspend",         ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_SUSPEND },
    [182] = { "virDomainManagedSave",       ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(0),            hvr_rpc_power_start, HVR_POWER_SAVE },
    [184] = { "virDomainManagedSaveRemove", ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(0),            hvr_rpc_power_start, HVR_POWER_DISCARD },
    [196] = { "virDomainCreateWithFlags", ASYNC, WRITE, DOMAIN_FLAGS, DOMAIN,  ON_DOMAIN(VIR_DOMAIN_START_FORCE_BOOT), hvr_rpc_power_create },
    [210] = { "virDomainInjectNMI",       ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(0),              hvr_rpc_power_start, HVR_POWER_INTERRUPT },
    [234] = { "virDomainDestroyFlags",    ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(0),              hvr_rpc_power_start, HVR_POWER_DESTROY },
    [245] = { "virDomainReset",           ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(0),              hvr_rpc_power_start, HVR_POWER_RESET },
    [258] = { "virDomainShutdownFlags",   ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(SHUTDOWN_FLAGS), hvr_rpc_power_start, HVR_POWER_SHUTDOWN },

    /* consoles */
    [211] = { "virDomainScreenshot", ASYNC, WRITE, SHAPE(HvrWireScreenshot), SHAPE(HvrWireOptString), FLAGS(HvrWireScreenshot, 0), hvr_rpc_console_take_picture },
    [226] = { "virDomainSendKey",    ASYNC, WRITE, SHAPE(HvrWireSendKey),    NOTHING,                 FLAGS(HvrWireSendKey, 0),    hvr_rpc_console_send_keys },

    /* jobs */
    [163] = { "virDomainGetJobInfo",    INLINE, READ,  DOMAIN,       SHAPE(HvrWireJob),  NO_FLAGS,             hvr_rpc_job_get },
    [164] = { "virDomainAbortJob",      ASYNC,  WRITE, DOMAIN,       NOTHING,                NO_FLAGS,             hvr_rpc_job_abort },
    [298] = { "virDomainGetJobStats",   INLINE, READ,  DOMAIN_FLAGS, SHAPE(HvrWireJobStats), ON_DOMAIN(JOB_FLAGS), hvr_rpc_job_get_stats },
    [442] = { "virDomainAbortJobFlags", ASYNC,  WRITE, DOMAIN_FLAGS, NOTHING,                ON_DOMAIN(0),         hvr_rpc_job_abort },

    /* migration: which flags are honoured, and why others are not, rpc_migration.c says */
    [302] = { "virDomainMigrateBegin3Params",   ASYNC,  MOVE, SHAPE(HvrWireMigrateBegin),   SHAPE(HvrWireMigrateBegun),     FLAGS(HvrWireMigrateBegin, ~0u),   hvr_rpc_migrate_begin },
    [303] = { "virDomainMigratePrepare3Params", ASYNC,  MOVE, SHAPE(HvrWireMigratePrepare), SHAPE(HvrWireMigratePrepared),  FLAGS(HvrWireMigratePrepare, ~0u), hvr_rpc_migrate_prepare },
    [305] = { "virDomainMigratePerform3Params", ASYNC,  MOVE, SHAPE(HvrWireMigratePerform), SHAPE(HvrWireMigratePerformed), FLAGS(HvrWireMigratePerform, ~0u), hvr_rpc_migrate_perform },
    [306] = { "virDomainMigrateFinish3Params",  ASYNC,  MOVE, SHAPE(HvrWireMigrateFinish),  SHAPE(HvrWireMigrateFinished),  FLAGS(HvrWireMigrateFinish, ~0u),  hvr_rpc_migrate_finish },
    [307] = { "virDomainMigrateConfirm3Params", INLINE, MOVE, SHAPE(HvrWireMigrateConfirm), NOTHING,                        FLAGS(HvrWireMigrateConfirm, ~0u), hvr_rpc_migrate_confirm },

    /* snapshots */
    [185] = { "virDomainSnapshotCreateXML",         ASYNC,  WRITE, SHAPE(HvrWireDomainText),  SNAPSHOT, FLAGS(HvrWireDomainText, CHECKPOINT_FLAGS), hvr_rpc_checkpoint_create },
    [186] = { "virDomainSnapshotGetXMLDesc",        INLINE, READ,  SNAPSHOT_FLAGS, STRING,   SECURE(HvrWireSnapshotFlags, VIR_DOMAIN_SNAPSHOT_XML_SECURE), hvr_rpc_snapshot_get_xml },
    [187] = { "virDomainSnapshotNum",               INLINE, READ,  DOMAIN_FLAGS,   INT,      ON_DOMAIN(HVR_RPC_FILTER_SNAPSHOTS), hvr_rpc_snapshot_list_count },
    [188] = { "virDomainSnapshotListNames",         INLINE, READ,  SHAPE(HvrWireDomainNames), SHAPE(HvrWireNames), FLAGS(HvrWireDomainNames, HVR_RPC_FILTER_SNAPSHOTS), hvr_rpc_snapshot_list_names },
    [189] = { "virDomainSnapshotLookupByName",      INLINE, READ,  SHAPE(HvrWireDomainText),  SNAPSHOT, FLAGS(HvrWireDomainText, 0), hvr_rpc_snapshot_lookup },
    [190] = { "virDomainHasCurrentSnapshot",        INLINE, READ,  DOMAIN_FLAGS,   INT,      ON_DOMAIN(0),      hvr_rpc_snapshot_has_current },
    [191] = { "virDomainSnapshotCurrent",           INLINE, READ,  DOMAIN_FLAGS,   SNAPSHOT, ON_DOMAIN(0),      hvr_rpc_snapshot_get_current },
    [192] = { "virDomainRevertToSnapshot",          ASYNC,  WRITE, SNAPSHOT_FLAGS, NOTHING,  ON_SNAPSHOT(REVERT_FLAGS), hvr_rpc_checkpoint_apply },
    [193] = { "virDomainSnapshotDelete",            ASYNC,  WRITE, SNAPSHOT_FLAGS, NOTHING,  ON_SNAPSHOT(DELETE_FLAGS), hvr_rpc_checkpoint_remove },
    [244] = { "virDomainSnapshotGetParent",         INLINE, READ,  SNAPSHOT_FLAGS, SNAPSHOT, ON_SNAPSHOT(0),    hvr_rpc_snapshot_get_parent },
    [246] = { "virDomainSnapshotNumChildren",       INLINE, READ,  SNAPSHOT_FLAGS, INT,      ON_SNAPSHOT(HVR_RPC_FILTER_SNAPSHOTS), hvr_rpc_snapshot_list_children_count },
    [247] = { "virDomainSnapshotListChildrenNames", INLINE, READ,  SHAPE(HvrWireSnapshotNames), SHAPE(HvrWireNames), FLAGS(HvrWireSnapshotNames, HVR_RPC_FILTER_SNAPSHOTS), hvr_rpc_snapshot_list_children_names },
    [271] = { "virDomainSnapshotIsCurrent",         INLINE, READ,  SNAPSHOT_FLAGS, INT,      ON_SNAPSHOT(0),    hvr_rpc_snapshot_is_current },
    [272] = { "virDomainSnapshotHasMetadata",       INLINE, READ,  SNAPSHOT_FLAGS, INT,      ON_SNAPSHOT(0),    hvr_rpc_snapshot_has_metadata },
    [274] = { "virDomainListAllSnapshots",          INLINE, READ,  SHAPE(HvrWireDomainList), SHAPE(HvrWireSnapshots), FLAGS(HvrWireDomainList, HVR_RPC_FILTER_SNAPSHOTS), hvr_rpc_snapshot_list },
    [275] = { "virDomainSnapshotListAllChildren",   INLINE, READ,  SHAPE(HvrWireSnapshotList), SHAPE(HvrWireSnapshots), FLAGS(HvrWireSnapshotList, HVR_RPC_FILTER_SNAPSHOTS), hvr_rpc_snapshot_list_children },

    /* events */
    [316] = { "virConnectDomainEventRegisterAny",   INLINE, READ,  SHAPE(HvrWireRegister), INT, NO_FLAGS, hvr_rpc_callback_register },
    [317] = { "virConnectDomainEventDeregisterAny", INLINE, READ,  INT, NOTHING, NO_FLAGS, hvr_rpc_callback_deregister },

    /* the host's numbers */
    [101] = { "virNodeGetCellsFreeMemory",       ASYNC,  READ,  SHAPE(HvrWireCells), SHAPE(HvrWireCellsMemory), NO_FLAGS, hvr_rpc_node_get_cells },
    [102] = { "virNodeGetFreeMemory",            ASYNC,  READ,  NOTHING, ULONG, NO_FLAGS, hvr_rpc_node_get_free_memory },
    [203] = { "virConnectGetSysinfo",            ASYNC,  READ,  UINT, STRING, 0, 0, 0, hvr_rpc_node_get_sysinfo },
    [227] = { "virNodeGetCPUStats",              ASYNC,  READ,  SHAPE(HvrWireNodeNumbers), SHAPE(HvrWireNodeStats), FLAGS(HvrWireNodeNumbers, 0), hvr_rpc_node_get_cpu_stats },
    [228] = { "virNodeGetMemoryStats",           ASYNC,  READ,  SHAPE(HvrWireNodeNumbers), SHAPE(HvrWireNodeStats), FLAGS(HvrWireNodeNumbers, 0), hvr_rpc_node_get_memory_stats },
    [293] = { "virNodeGetCPUMap",                INLINE, READ,  SHAPE(HvrWireCpuMapOf), SHAPE(HvrWireCpuMap), FLAGS(HvrWireCpuMapOf, 0), hvr_rpc_node_get_cpu_map },
    [342] = { "virConnectGetDomainCapabilities", INLINE, WRITE, SHAPE(HvrWireCapabilitiesOf), STRING, FLAGS(HvrWireCapabilitiesOf, 0), hvr_rpc_node_get_domain_capabilities },

    /* domains' numbers */
    [20]  = { "virDomainGetVcpus",           ASYNC,  READ,  SHAPE(HvrWireVcpusOf), SHAPE(HvrWireVcpus), NO_FLAGS, hvr_rpc_processor_get_vcpus },
    [64]  = { "virDomainBlockStats",         ASYNC,  READ,  SHAPE(HvrWireDomainDevice), SHAPE(HvrWireBlockStats), NO_FLAGS, hvr_rpc_device_get_block_stats },
    [65]  = { "virDomainInterfaceStats",     ASYNC,  READ,  SHAPE(HvrWireDomainDevice), SHAPE(HvrWireTraffic), NO_FLAGS, hvr_rpc_device_get_traffic },
    [159] = { "virDomainMemoryStats",        ASYNC,  READ,  SHAPE(HvrWireDomainNumber), SHAPE(HvrWireMemory), FLAGS(HvrWireDomainNumber, 0), hvr_rpc_processor_get_memory },
    [194] = { "virDomainGetBlockInfo",       ASYNC,  READ,  SHAPE(HvrWireDomainText), SHAPE(HvrWireBlockFacts), FLAGS(HvrWireDomainText, 0), hvr_rpc_device_get_block_facts },
    [229] = { "virDomainGetControlInfo",     INLINE, READ,  DOMAIN_FLAGS, SHAPE(HvrWireControl), ON_DOMAIN(0), hvr_rpc_processor_get_control },
    [230] = { "virDomainGetVcpuPinInfo",     INLINE, READ,  SHAPE(HvrWirePinsOf), SHAPE(HvrWirePins), FLAGS(HvrWirePinsOf, IMPACT_FLAGS), hvr_rpc_processor_get_pins },
    [243] = { "virDomainBlockStatsFlags",    ASYNC,  READ,  SHAPE(HvrWireDeviceStatsOf), SHAPE(HvrWireParams), FLAGS(HvrWireDeviceStatsOf, VIR_TYPED_PARAM_STRING_OKAY), hvr_rpc_device_get_block_params },
    [262] = { "virDomainGetCPUStats",        ASYNC,  READ,  SHAPE(HvrWireCpuStatsOf), SHAPE(HvrWireParams), FLAGS(HvrWireCpuStatsOf, VIR_TYPED_PARAM_STRING_OKAY), hvr_rpc_processor_get_stats },
    [277] = { "virDomainGetHostname",        ASYNC,  WRITE, DOMAIN_FLAGS, STRING, ON_DOMAIN(VIR_DOMAIN_GET_HOSTNAME_LEASE | VIR_DOMAIN_GET_HOSTNAME_AGENT), hvr_rpc_guest_get_hostname },
    [353] = { "virDomainInterfaceAddresses", ASYNC,  READ,  SHAPE(HvrWireDomainNumber), SHAPE(HvrWireGuestInterfaces), FLAGS(HvrWireDomainNumber, 0), hvr_rpc_guest_get_addresses },
    [418] = { "virDomainGetGuestInfo",       ASYNC,  WRITE, SHAPE(HvrWireDomainNumber), SHAPE(HvrWireGuestFacts), FLAGS(HvrWireDomainNumber, 0), hvr_rpc_guest_get_facts },

    /* networks */
    [36]  = { "virConnectListDefinedNetworks",  INLINE, READ, INT,     SHAPE(HvrWireNames), NO_FLAGS, hvr_rpc_network_list_none },
    [38]  = { "virConnectListNetworks",         ASYNC,  READ, INT,     SHAPE(HvrWireNames), NO_FLAGS, hvr_rpc_network_list_names },
    [43]  = { "virNetworkGetXMLDesc",           ASYNC,  READ, SHAPE(HvrWireNetworkFlags), STRING, FLAGS(HvrWireNetworkFlags, VIR_NETWORK_XML_INACTIVE), hvr_rpc_network_get_xml },
    [44]  = { "virNetworkGetAutostart",         ASYNC,  READ, SHAPE(HvrWireNetwork), INT,    NO_FLAGS, hvr_rpc_network_is },
    [45]  = { "virNetworkGetBridgeName",        ASYNC,  READ, SHAPE(HvrWireNetwork), STRING, NO_FLAGS, hvr_rpc_network_get_bridge },
    [46]  = { "virNetworkLookupByName",         ASYNC,  READ, STRING,             SHAPE(HvrWireNetwork), NO_FLAGS, hvr_rpc_network_lookup_by_name },
    [47]  = { "virNetworkLookupByUUID",         ASYNC,  READ, SHAPE(HvrWireUuid), SHAPE(HvrWireNetwork), NO_FLAGS, hvr_rpc_network_lookup_by_uuid },
    [50]  = { "virConnectNumOfDefinedNetworks", INLINE, READ, NOTHING, INT,                 NO_FLAGS, hvr_rpc_network_count_none },
    [52]  = { "virConnectNumOfNetworks",        ASYNC,  READ, NOTHING, INT,                 NO_FLAGS, hvr_rpc_network_count },
    [152] = { "virNetworkIsActive",             ASYNC,  READ, SHAPE(HvrWireNetwork), INT,    NO_FLAGS, hvr_rpc_network_is },
    [153] = { "virNetworkIsPersistent",         ASYNC,  READ, SHAPE(HvrWireNetwork), INT,    NO_FLAGS, hvr_rpc_network_is },
    [283] = { "virConnectListAllNetworks",      ASYNC,  READ, SHAPE(HvrWireList), SHAPE(HvrWireNetworks), FLAGS(HvrWireList, NETWORK_FLAGS), hvr_rpc_network_list },

    /* network ports of the host */
    [126] = { "virConnectNumOfInterfaces",        ASYNC, READ, NOTHING, INT,                 NO_FLAGS, hvr_rpc_interface_count, VIR_CONNECT_LIST_INTERFACES_ACTIVE },
    [127] = { "virConnectListInterfaces",         ASYNC, READ, INT,     SHAPE(HvrWireNames), NO_FLAGS, hvr_rpc_interface_list_names, VIR_CONNECT_LIST_INTERFACES_ACTIVE },
    [128] = { "virInterfaceLookupByName",         ASYNC, READ, STRING,  SHAPE(HvrWireInterface), NO_FLAGS, hvr_rpc_interface_lookup, HVR_RPC_BY_NAME },
    [129] = { "virInterfaceLookupByMACString",    ASYNC, READ, STRING,  SHAPE(HvrWireInterface), NO_FLAGS, hvr_rpc_interface_lookup, HVR_RPC_BY_OTHER },
    [130] = { "virInterfaceGetXMLDesc",           ASYNC, READ, SHAPE(HvrWireInterfaceFlags), STRING, FLAGS(HvrWireInterfaceFlags, VIR_INTERFACE_XML_INACTIVE), hvr_rpc_interface_get_xml },
    [137] = { "virConnectNumOfDefinedInterfaces", ASYNC, READ, NOTHING, INT,                 NO_FLAGS, hvr_rpc_interface_count, VIR_CONNECT_LIST_INTERFACES_INACTIVE },
    [138] = { "virConnectListDefinedInterfaces",  ASYNC, READ, INT,     SHAPE(HvrWireNames), NO_FLAGS, hvr_rpc_interface_list_names, VIR_CONNECT_LIST_INTERFACES_INACTIVE },
    [156] = { "virInterfaceIsActive",             ASYNC, READ, SHAPE(HvrWireInterface), INT, NO_FLAGS, hvr_rpc_interface_is_active },
    [284] = { "virConnectListAllInterfaces",      ASYNC, READ, SHAPE(HvrWireList), SHAPE(HvrWireInterfaces), FLAGS(HvrWireList, VIR_CONNECT_LIST_INTERFACES_ACTIVE | VIR_CONNECT_LIST_INTERFACES_INACTIVE), hvr_rpc_interface_list },

    /* drives, and images on them */
    [71]  = { "virConnectNumOfStoragePools",         ASYNC,  READ,  NOTHING, INT,                 NO_FLAGS, hvr_rpc_pool_count },
    [72]  = { "virConnectListStoragePools",          ASYNC,  READ,  INT,     SHAPE(HvrWireNames), NO_FLAGS, hvr_rpc_pool_list_names },
    [73]  = { "virConnectNumOfDefinedStoragePools",  INLINE, READ,  NOTHING, INT,                 NO_FLAGS, hvr_rpc_network_count_none },
    [74]  = { "virConnectListDefinedStoragePools",   INLINE, READ,  INT,     SHAPE(HvrWireNames), NO_FLAGS, hvr_rpc_network_list_none },
    [83]  = { "virStoragePoolRefresh",               ASYNC,  WRITE, SHAPE(HvrWireNetworkFlags), NOTHING, FLAGS(HvrWireNetworkFlags, 0), hvr_rpc_pool_refresh },
    [84]  = { "virStoragePoolLookupByName",          ASYNC,  READ,  STRING,             SHAPE(HvrWirePool), NO_FLAGS, hvr_rpc_pool_lookup, HVR_RPC_BY_NAME },
    [85]  = { "virStoragePoolLookupByUUID",          ASYNC,  READ,  SHAPE(HvrWireUuid), SHAPE(HvrWirePool), NO_FLAGS, hvr_rpc_pool_lookup, HVR_RPC_BY_OTHER },
    [86]  = { "virStoragePoolLookupByVolume",        ASYNC,  READ,  SHAPE(HvrWireVolume), SHAPE(HvrWirePool), NO_FLAGS, hvr_rpc_pool_lookup_by_volume },
    [87]  = { "virStoragePoolGetInfo",               ASYNC,  READ,  SHAPE(HvrWirePool), SHAPE(HvrWirePoolFacts), NO_FLAGS, hvr_rpc_pool_get_facts },
    [88]  = { "virStoragePoolGetXMLDesc",            ASYNC,  READ,  SHAPE(HvrWireNetworkFlags), STRING, FLAGS(HvrWireNetworkFlags, VIR_STORAGE_XML_INACTIVE), hvr_rpc_pool_get_xml },
    [89]  = { "virStoragePoolGetAutostart",          ASYNC,  READ,  SHAPE(HvrWirePool), INT, NO_FLAGS, hvr_rpc_pool_is },
    [91]  = { "virStoragePoolNumOfVolumes",          ASYNC,  READ,  SHAPE(HvrWirePool), INT, NO_FLAGS, hvr_rpc_volume_count },
    [92]  = { "virStoragePoolListVolumes",           ASYNC,  READ,  SHAPE(HvrWirePoolNames), SHAPE(HvrWireNames), NO_FLAGS, hvr_rpc_volume_list_names },
    [95]  = { "virStorageVolLookupByName",           ASYNC,  READ,  SHAPE(HvrWirePoolText), SHAPE(HvrWireVolume), NO_FLAGS, hvr_rpc_volume_lookup_by_name },
    [96]  = { "virStorageVolLookupByKey",            ASYNC,  READ,  STRING,  SHAPE(HvrWireVolume), NO_FLAGS, hvr_rpc_volume_lookup_by_path },
    [97]  = { "virStorageVolLookupByPath",           ASYNC,  READ,  STRING,  SHAPE(HvrWireVolume), NO_FLAGS, hvr_rpc_volume_lookup_by_path },
    [98]  = { "virStorageVolGetInfo",                ASYNC,  READ,  SHAPE(HvrWireVolume), SHAPE(HvrWireVolumeFacts), NO_FLAGS, hvr_rpc_volume_ask, HVR_RPC_AS_FACTS },
    [99]  = { "virStorageVolGetXMLDesc",             ASYNC,  READ,  SHAPE(HvrWireVolumeFlags), STRING, FLAGS(HvrWireVolumeFlags, 0), hvr_rpc_volume_ask, HVR_RPC_AS_XML },
    [100] = { "virStorageVolGetPath",                INLINE, READ,  SHAPE(HvrWireVolume), STRING, NO_FLAGS, hvr_rpc_volume_get_path },
    [154] = { "virStoragePoolIsActive",              ASYNC,  READ,  SHAPE(HvrWirePool), INT, NO_FLAGS, hvr_rpc_pool_is },
    [155] = { "virStoragePoolIsPersistent",          ASYNC,  READ,  SHAPE(HvrWirePool), INT, NO_FLAGS, hvr_rpc_pool_is },
    [281] = { "virConnectListAllStoragePools",       ASYNC,  READ,  SHAPE(HvrWireList), SHAPE(HvrWireNetworks), FLAGS(HvrWireList, POOL_FLAGS), hvr_rpc_pool_list },
    [282] = { "virStoragePoolListAllVolumes",        ASYNC,  READ,  SHAPE(HvrWirePoolList), SHAPE(HvrWireVolumes), FLAGS(HvrWirePoolList, 0), hvr_rpc_volume_list },
    [378] = { "virStorageVolGetInfoFlags",           ASYNC,  READ,  SHAPE(HvrWireVolumeFlags), SHAPE(HvrWireVolumeFacts), FLAGS(HvrWireVolumeFlags, VIR_STORAGE_VOL_GET_PHYSICAL), hvr_rpc_volume_ask, HVR_RPC_AS_FACTS },
    [391] = { "virStoragePoolLookupByTargetPath",    ASYNC,  READ,  STRING,  SHAPE(HvrWirePool), NO_FLAGS, hvr_rpc_pool_lookup_by_target },
};

/* All of these are forbidden on read-only connections by libvirt's own client. */
static const HvrRpcRow qemu_rows[] = {
    /* What a command may do on a read-only connection, the table of commands says. */
    [1] = { "virDomainQemuMonitorCommand",                ASYNC,  READ,  SHAPE(HvrWireDomainText), STRING, FLAGS(HvrWireDomainText, VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP), hvr_rpc_monitor_run },
    [4] = { "virConnectDomainQemuMonitorEventRegister",   INLINE, WRITE, SHAPE(HvrWireMonitorRegister), INT, FLAGS(HvrWireMonitorRegister, MONITOR_FLAGS), hvr_rpc_callback_register_monitor },
    [5] = { "virConnectDomainQemuMonitorEventDeregister", INLINE, WRITE, INT, NOTHING, NO_FLAGS, hvr_rpc_callback_deregister_monitor },
};

/* Clients are told by name what they cannot have, as libvirt's daemons do. */
static const HvrRpcRow lxc_rows[1];

static const struct {
    guint32 program;
    const HvrRpcRow *rows;
    guint n_rows;
} programs[] = {
    { HVR_RPC_PROGRAM_REMOTE, remote_rows, G_N_ELEMENTS(remote_rows) },
    { HVR_RPC_PROGRAM_QEMU,   qemu_rows,   G_N_ELEMENTS(qemu_rows) },
    { HVR_RPC_PROGRAM_LXC,    lxc_rows,    G_N_ELEMENTS(lxc_rows) },
};
/* clang-format on */

const HvrRpcRow *
hvr_rpc_procedure_list(guint32 program, guint *out_n_rows)
{
    for (gsize i = 0; i < G_N_ELEMENTS(programs); i++) {
        if (programs[i].program != program)
            continue;
        *out_n_rows = programs[i].n_rows;
        return programs[i].rows;
    }

    *out_n_rows = 0;

    return NULL;
}

gboolean
hvr_rpc_procedure_has(guint32 program)
{
    guint n_rows;

    return hvr_rpc_procedure_list(program, &n_rows) != NULL;
}

const HvrRpcRow *
hvr_rpc_procedure_lookup(guint32 program, int number, GError **error)
{
    guint n_rows;
    const HvrRpcRow *rows = hvr_rpc_procedure_list(program, &n_rows);
    const char *api;

    if (number >= 0 && (guint)number < n_rows && rows[number].handler != NULL)
        return &rows[number];

    api = hvr_rpc_unserved_find(program, number);
    if (api != NULL)
        return hvr_fail_null(error, HVR_ERROR_NO_SUPPORT, "%s", api);

    hvr_rpc_fail(error, VIR_ERR_RPC, "unknown procedure: %d", number);

    return NULL;
}
