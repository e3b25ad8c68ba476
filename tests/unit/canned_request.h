/* canned_request.h: a verb and its surroundings in one line of a table
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "canned_host.h"
#include "repl_network.h"
#include "repl_request.h"
#include "repl_verb_row.h"

#define CANNED_NOW (G_GINT64_CONSTANT(1777600800) * G_USEC_PER_SEC) /* 2026-05-01 02:00 UTC */

/* clang-format off */
#define GUID "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define P    "Microsoft:" GUID "\\HVR\\0"
#define X    "Microsoft:" GUID "\\HVR\\1"

/* Answers: the service, the settings of the machine, the method. */
#define SERVICE \
    CANNED_ITEMS(CANNED_FRAGMENT( \
        "<CreationClassName>Msvm_ReplicationService</CreationClassName><Name>replicasvc</Name>" \
        "<SystemCreationClassName>Msvm_ComputerSystem</SystemCreationClassName><SystemName>WIN-1</SystemName>"))
#define SETTINGS_OF(id, more) \
    CANNED_INSTANCE("Msvm_ReplicationSettingData", \
        "<p:InstanceID>" id "</p:InstanceID><p:ElementName>web &amp; co</p:ElementName>" \
        "<p:VirtualSystemIdentifier>" GUID "</p:VirtualSystemIdentifier>" more)
#define PRESENT \
    SETTINGS_OF(P, "<p:AuthenticationType>1</p:AuthenticationType>" \
        "<p:RecoveryConnectionPoint>hv-replica</p:RecoveryConnectionPoint>" \
        "<p:PrimaryConnectionPoint>hv-primary</p:PrimaryConnectionPoint>" \
        "<p:RecoveryServerPortNumber>80</p:RecoveryServerPortNumber><p:RecoveryHistory>24</p:RecoveryHistory>")
#define OUTPUT(method, value) \
    CANNED_OUTPUT("Msvm_ReplicationService", method, CANNED_JOB("J-1") "<p:ReturnValue>" value "</p:ReturnValue>")
#define STATISTICS \
    "<p:ReplicationStatistics>&lt;INSTANCE CLASSNAME=\"Msvm_ReplicationStatistics\"&gt;" \
    "&lt;PROPERTY NAME=\"ReplicationSuccessCount\" TYPE=\"uint32\"&gt;&lt;VALUE&gt;12&lt;/VALUE&gt;&lt;/PROPERTY&gt;" \
    "&lt;/INSTANCE&gt;</p:ReplicationStatistics>"
#define ISSUE \
    "<p:ReplicationHealthIssues>&lt;INSTANCE CLASSNAME=\"Msvm_Error\"&gt;" \
    "&lt;PROPERTY NAME=\"Message\" TYPE=\"string\"&gt;&lt;VALUE&gt;Replica is behind&lt;/VALUE&gt;&lt;/PROPERTY&gt;" \
    "&lt;/INSTANCE&gt;</p:ReplicationHealthIssues>"
#define ENTRY(primary, group, location) \
    CANNED_INSTANCE("Msvm_ReplicationAuthorizationSettingData", \
        "<p:AllowedPrimaryHostSystem>" primary "</p:AllowedPrimaryHostSystem>" \
        "<p:TrustGroup>" group "</p:TrustGroup><p:ReplicaStorageLocation>" location "</p:ReplicaStorageLocation>")
#define STORAGE(id, type, image) \
    CANNED_FRAGMENT("<InstanceID>Microsoft:" GUID "\\" id "</InstanceID><ResourceSubType>Microsoft:Hyper-V:" type "</ResourceSubType>" image)
#define DISKS \
    STORAGE("I\\0\\0\\L", "Virtual Hard Disk",   "<HostResource>C:\\VMs\\Web01.vhdx</HostResource>") \
    STORAGE("I\\1\\0\\L", "Virtual CD/DVD Disk", "<HostResource>C:\\setup.iso</HostResource>") \
    STORAGE("S\\0\\7\\L", "Virtual Hard Disk",   "<HostResource>D:\\\303\204rger.vhdx</HostResource>") \
    STORAGE("S\\0\\8\\L", "Virtual Hard Disk",   "")
#define RSC    "RequestReplicationStateChange"
#define RSC_EX "RequestReplicationStateChangeEx"
#define STATE_OUTPUT(method) \
    CANNED_OUTPUT("Msvm_ComputerSystem", method, CANNED_JOB("J-1") "<p:ReturnValue>4096</p:ReturnValue>")
/* clang-format on */

/**
 * CannedRequest:
 * @leg: which relationship it is about
 * @state: of that; 0: there is none
 * @settings: names and values by turns, of what the verb takes; of one adapter for
 *   SET_NETWORK
 * @other: state of the other relationship; 0: there is none
 * @adapter: the adapter's failover_id
 */
typedef struct {
    HvrReplVerb verb;
    guint mode;
    guint leg;
    guint state;
    const char *settings[12];
    const char *point;
    gint64 start_time;
    guint64 windows;
    guint other;
    const char *excluded[4];
    HvrReplTransfer transfer;
    const char *location;
    const char *allowed_primary;
    guint16 service_state;
    const char *adapter;
} CannedRequest;

/* Returns: (transfer full) (nullable): a leg, got the way the driver gets it. */
static inline HvrReplRelationship *
canned_request_new_leg(guint leg, guint state)
{
    g_autofree char *items = g_strdup_printf(
        CANNED_ITEMS(CANNED_FRAGMENT("<InstanceID>Microsoft:" GUID "\\HVR\\%u</InstanceID>"
                                     "<ReplicationState>%u</ReplicationState>")),
        leg, state);
    const char *answers[] = { items, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GPtrArray) legs = hvr_repl_relationship_list(session, 0, NULL, NULL);

    canned_host_close(&host);

    return legs->len > 0 ? hvr_repl_relationship_ref(legs->pdata[0]) : NULL;
}

/* Returns: (transfer full) (nullable): of the verb's subject; %NULL if none are given. */
static inline HvrReplSettings *
canned_request_new_settings(const CannedRequest *c)
{
    HvrReplSubject subject = hvr_repl_verb_get_row(c->verb)->subject;
    HvrReplSettings *settings = NULL;

    if (c->verb == HVR_VERB_SET_NETWORK)
        subject = HVR_REPL_ADAPTER;
    for (guint i = 0; i < G_N_ELEMENTS(c->settings) && c->settings[i] != NULL; i += 2) {
        g_autoptr(GError) error = NULL;

        if (settings == NULL)
            settings = hvr_repl_settings_new(subject);
        hvr_repl_settings_set(settings, c->settings[i], c->settings[i + 1], &error);
        g_assert_no_error(error);
    }

    return settings;
}

static inline void
canned_adapter_free(gpointer data)
{
    HvrReplAdapter *adapter = data;

    g_free(adapter->failover_id);
    g_free(adapter->name);
    hvr_repl_settings_unref(adapter->settings);
    g_free(adapter);
}

/* Returns: (transfer full): one adapter. */
static inline GPtrArray *
canned_request_new_adapters(const CannedRequest *c)
{
    GPtrArray *adapters = g_ptr_array_new_with_free_func(canned_adapter_free);
    HvrReplAdapter *adapter = g_new0(HvrReplAdapter, 1);

    adapter->failover_id = g_strdup(c->adapter);
    adapter->name = g_strdup("Network Adapter");
    adapter->settings = canned_request_new_settings(c);
    if (adapter->settings == NULL)
        adapter->settings = hvr_repl_settings_new(HVR_REPL_ADAPTER);
    g_ptr_array_add(adapters, adapter);

    return adapters;
}

/* Returns: (transfer full): for "web01", as the driver hands it to a worker. */
static inline HvrReplRequest *
canned_request_new(const CannedRequest *c)
{
    gboolean of_network = c->verb == HVR_VERB_SET_NETWORK;
    g_autoptr(HvrReplRelationship) leg = canned_request_new_leg(c->leg, c->state);
    g_autoptr(HvrReplRelationship) other = canned_request_new_leg(1 - c->leg, c->other);
    g_autoptr(HvrReplSettings) settings = of_network ? NULL : canned_request_new_settings(c);
    g_autoptr(GPtrArray) adapters = of_network ? canned_request_new_adapters(c) : NULL;
    const HvrReplRequest request = {
        .verb = c->verb,
        .windows = c->windows,
        .vm = GUID,
        .vm_name = "web01",
        .mode = c->mode,
        .relationship = leg,
        .other = other,
        .settings = settings,
        .excluded_disks = c->excluded[0] != NULL ? (GStrv)c->excluded : NULL,
        .point = c->point,
        .start_time = c->start_time,
        .transfer = c->transfer,
        .location = c->location,
        .allowed_primary = c->allowed_primary,
        .adapters = adapters,
        .service_state = c->service_state,
    };

    return hvr_repl_request_copy(&request);
}

/* Returns: (transfer full) (nullable): the answer; the host's clock stands at CANNED_NOW. */
static inline HvrReplAnswer *
canned_request_run(const HvrReplRequest *request, CannedHost *host, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(CANNED_NOW);
    g_autoptr(HvrWmiSession) session = canned_host_open(host, clock);

    return hvr_repl_request_run(request, session, NULL, error);
}
