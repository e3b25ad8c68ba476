/* canned_request.h: a verb and its surroundings in one line of a table
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "canned_host.h"
#include "repl_request.h"

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
#define RSC    "RequestReplicationStateChange"
#define RSC_EX "RequestReplicationStateChangeEx"
#define STATE_OUTPUT(method) \
    CANNED_OUTPUT("Msvm_ComputerSystem", method, CANNED_JOB("J-1") "<p:ReturnValue>4096</p:ReturnValue>")
/* clang-format on */

/**
 * CannedRequest:
 * @leg: which relationship it is about
 * @state: of that; 0: there is none
 * @settings: names and values by turns
 */
typedef struct {
    HvrReplVerb verb;
    guint mode;
    guint leg;
    guint state;
    const char *settings[8];
    const char *point;
    gint64 start_time;
} CannedRequest;

/* Returns: (transfer full) (nullable): a leg, got the way the driver gets it. */
static inline HvrReplRelationship *
canned_request_new_leg(guint leg, guint state)
{
    g_autofree char *items = g_strdup_printf(
        CANNED_ITEMS(CANNED_FRAGMENT("<InstanceID>Microsoft:" GUID "\\HVR\\%u</InstanceID>"
                                     "<ReplicationState>%u</ReplicationState>")),
        leg, state);
    const char *answers[] = { items, CANNED_ITEMS(""), NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GPtrArray) legs = hvr_repl_relationship_list(session, NULL, NULL);

    canned_host_close(&host);

    return legs->len > 0 ? hvr_repl_relationship_ref(legs->pdata[0]) : NULL;
}

/* Returns: (transfer full): for "web01", as the driver hands it to a worker. */
static inline HvrReplRequest *
canned_request_new(const CannedRequest *c)
{
    g_autoptr(HvrReplRelationship) leg = canned_request_new_leg(c->leg, c->state);
    g_autoptr(HvrReplSettings) settings = NULL;
    HvrReplRequest request = {
        .verb = c->verb,
        .vm = GUID,
        .vm_name = "web01",
        .mode = c->mode,
        .relationship = leg,
        .point = c->point,
        .start_time = c->start_time,
    };

    for (guint i = 0; i < G_N_ELEMENTS(c->settings) && c->settings[i] != NULL; i += 2) {
        if (settings == NULL)
            settings = hvr_repl_settings_new();
        g_assert_true(hvr_repl_settings_set(settings, c->settings[i], c->settings[i + 1], NULL));
    }
    request.settings = settings;

    return hvr_repl_request_copy(&request);
}

static inline gboolean
canned_request_start(const HvrReplRequest *request,
                     CannedHost *host,
                     char **out_job,
                     GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(host, clock);

    return hvr_repl_request_start(request, session, out_job, NULL, error);
}
