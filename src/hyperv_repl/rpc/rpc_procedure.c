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
#include "rpc_error.h"
#include "rpc_filter.h"
#include "rpc_frame.h"
#include "rpc_handler.h"
#include "rpc_wire.h"

/* clang-format off */
#define SHAPE(type)         { (xdrproc_t)xdr_##type, sizeof(type) }
#define NOTHING             { NULL, 0 }
#define INT                 { (xdrproc_t)xdr_int, sizeof(int) }
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

#define SHUTDOWN_FLAGS (VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN | VIR_DOMAIN_SHUTDOWN_GUEST_AGENT)
#define REBOOT_FLAGS   (VIR_DOMAIN_REBOOT_ACPI_POWER_BTN | VIR_DOMAIN_REBOOT_GUEST_AGENT)
#define STATS_FLAGS                                                                                \
    (HVR_RPC_FILTER_DOMAINS | VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT |                           \
     VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING | VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS)
#define VCPU_FLAGS (VIR_DOMAIN_VCPU_LIVE | VIR_DOMAIN_VCPU_CONFIG | VIR_DOMAIN_VCPU_MAXIMUM)
#define XML_FLAGS                                                                                  \
    (VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_UPDATE_CPU |                 \
     VIR_DOMAIN_XML_MIGRATABLE)
#define IMPACT_FLAGS (VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG)
#define JOB_FLAGS    (VIR_DOMAIN_JOB_STATS_COMPLETED | VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED)
#define MONITOR_FLAGS                                                                              \
    (VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_REGEX |                                        \
     VIR_CONNECT_DOMAIN_QEMU_MONITOR_EVENT_REGISTER_NOCASE)

#define INLINE  HVR_RPC_INLINE
#define ASYNC   HVR_RPC_ASYNC
#define ANYTIME HVR_RPC_ANYTIME
#define READ    HVR_RPC_READ
#define WRITE   HVR_RPC_WRITE

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
    [66]  = { "virConnectAuthList",                INLINE, ANYTIME, NOTHING, SHAPE(HvrWireAuthTypes), NO_FLAGS, hvr_rpc_connect_list_auth },
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
    [344] = { "virConnectGetAllDomainStats",   INLINE, READ, SHAPE(HvrWireGetStats), SHAPE(HvrWireStatsList), FLAGS(HvrWireGetStats, STATS_FLAGS), hvr_rpc_stats_list },

    /* domains */
    [14]  = { "virDomainGetXMLDesc",          INLINE, READ,  DOMAIN_FLAGS, STRING, SECURE(HvrWireDomainFlags, XML_FLAGS), hvr_rpc_domain_get_xml },
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
    [264] = { "virDomainSetMetadata",         ASYNC,  WRITE, SHAPE(HvrWireSetMetadata), NOTHING, FLAGS(HvrWireSetMetadata, IMPACT_FLAGS), hvr_rpc_metadata_set },
    [265] = { "virDomainGetMetadata",         INLINE, READ,  SHAPE(HvrWireGetMetadata), STRING,  FLAGS(HvrWireGetMetadata, IMPACT_FLAGS), hvr_rpc_metadata_get },
    [426] = { "virDomainGetMessages",         INLINE, READ,  DOMAIN_FLAGS, SHAPE(HvrWireMessages), ON_DOMAIN(VIR_DOMAIN_MESSAGE_DEPRECATION | VIR_DOMAIN_MESSAGE_TAINTING), hvr_rpc_domain_get_messages },

    /* power */
    [9]   = { "virDomainCreate",          ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_START },
    [12]  = { "virDomainDestroy",         ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_DESTROY },
    [27]  = { "virDomainReboot",          ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(REBOOT_FLAGS),   hvr_rpc_power_start, HVR_POWER_REBOOT },
    [28]  = { "virDomainResume",          ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_RESUME },
    [33]  = { "virDomainShutdown",        ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_SHUTDOWN },
    [34]  = { "virDomainSuspend",         ASYNC, WRITE, DOMAIN,       NOTHING, NO_FLAGS,                  hvr_rpc_power_start, HVR_POWER_SUSPEND },
    [196] = { "virDomainCreateWithFlags", ASYNC, WRITE, DOMAIN_FLAGS, DOMAIN,  ON_DOMAIN(0),              hvr_rpc_power_start, HVR_POWER_START },
    [234] = { "virDomainDestroyFlags",    ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(0),              hvr_rpc_power_start, HVR_POWER_DESTROY },
    [245] = { "virDomainReset",           ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(0),              hvr_rpc_power_start, HVR_POWER_RESET },
    [258] = { "virDomainShutdownFlags",   ASYNC, WRITE, DOMAIN_FLAGS, NOTHING, ON_DOMAIN(SHUTDOWN_FLAGS), hvr_rpc_power_start, HVR_POWER_SHUTDOWN },

    /* jobs */
    [163] = { "virDomainGetJobInfo",    INLINE, READ,  DOMAIN,       SHAPE(HvrWireJob),  NO_FLAGS,             hvr_rpc_job_get },
    [164] = { "virDomainAbortJob",      ASYNC,  WRITE, DOMAIN,       NOTHING,                NO_FLAGS,             hvr_rpc_job_abort },
    [298] = { "virDomainGetJobStats",   INLINE, READ,  DOMAIN_FLAGS, SHAPE(HvrWireJobStats), ON_DOMAIN(JOB_FLAGS), hvr_rpc_job_get_stats },
    [442] = { "virDomainAbortJobFlags", ASYNC,  WRITE, DOMAIN_FLAGS, NOTHING,                ON_DOMAIN(0),         hvr_rpc_job_abort },

    /* snapshots */
    [185] = { "virDomainSnapshotCreateXML",         INLINE, WRITE, SHAPE(HvrWireDomainText),  SNAPSHOT, FLAGS(HvrWireDomainText, ~0u), hvr_rpc_snapshot_refuse_new },
    [186] = { "virDomainSnapshotGetXMLDesc",        INLINE, READ,  SNAPSHOT_FLAGS, STRING,   SECURE(HvrWireSnapshotFlags, VIR_DOMAIN_SNAPSHOT_XML_SECURE), hvr_rpc_snapshot_get_xml },
    [187] = { "virDomainSnapshotNum",               INLINE, READ,  DOMAIN_FLAGS,   INT,      ON_DOMAIN(HVR_RPC_FILTER_SNAPSHOTS), hvr_rpc_snapshot_list_count },
    [188] = { "virDomainSnapshotListNames",         INLINE, READ,  SHAPE(HvrWireDomainNames), SHAPE(HvrWireNames), FLAGS(HvrWireDomainNames, HVR_RPC_FILTER_SNAPSHOTS), hvr_rpc_snapshot_list_names },
    [189] = { "virDomainSnapshotLookupByName",      INLINE, READ,  SHAPE(HvrWireDomainText),  SNAPSHOT, FLAGS(HvrWireDomainText, 0), hvr_rpc_snapshot_lookup },
    [190] = { "virDomainHasCurrentSnapshot",        INLINE, READ,  DOMAIN_FLAGS,   INT,      ON_DOMAIN(0),      hvr_rpc_snapshot_has_current },
    [191] = { "virDomainSnapshotCurrent",           INLINE, READ,  DOMAIN_FLAGS,   SNAPSHOT, ON_DOMAIN(0),      hvr_rpc_snapshot_get_current },
    [192] = { "virDomainRevertToSnapshot",          INLINE, WRITE, SNAPSHOT_FLAGS, NOTHING,  ON_SNAPSHOT(~0u),  hvr_rpc_snapshot_refuse },
    [193] = { "virDomainSnapshotDelete",            INLINE, WRITE, SNAPSHOT_FLAGS, NOTHING,  ON_SNAPSHOT(~0u),  hvr_rpc_snapshot_refuse },
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
};

/* All of these are forbidden on read-only connections by libvirt's own client. */
static const HvrRpcRow qemu_rows[] = {
    /* What a command may do on a read-only connection, the table of commands says. */
    [1] = { "virDomainQemuMonitorCommand",                ASYNC,  READ,  SHAPE(HvrWireDomainText), STRING, FLAGS(HvrWireDomainText, VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP), hvr_rpc_monitor_run },
    [4] = { "virConnectDomainQemuMonitorEventRegister",   INLINE, WRITE, SHAPE(HvrWireMonitorRegister), INT, FLAGS(HvrWireMonitorRegister, MONITOR_FLAGS), hvr_rpc_callback_register_monitor },
    [5] = { "virConnectDomainQemuMonitorEventDeregister", INLINE, WRITE, INT, NOTHING, NO_FLAGS, hvr_rpc_callback_deregister_monitor },
};

static const struct {
    guint32 program;
    const HvrRpcRow *rows;
    guint n_rows;
} programs[] = {
    { HVR_RPC_PROGRAM_REMOTE, remote_rows, G_N_ELEMENTS(remote_rows) },
    { HVR_RPC_PROGRAM_QEMU,   qemu_rows,   G_N_ELEMENTS(qemu_rows) },
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
