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

typedef struct {
    const char *name;
    CannedRequest request;
    const char *answers[5];
    const char *body; /* of the last request */
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
    { "extend", { HVR_VERB_ENABLE, 2, 0, 3, { "replica-server", "hv-third", "port", "8080", "included-disks", "d1", "included-disks", "d2" }, NULL, 0 },
      { SERVICE, CANNED_ITEMS(PRESENT), OUTPUT("CreateReplicationRelationship", "4096") },
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
};
/* clang-format on */

static void
test_golden(gconstpointer data)
{
    const Golden *c = data;
    g_autoptr(HvrReplRequest) request = canned_request_new(&c->request);
    CannedHost host = { c->answers };
    g_autoptr(GError) error = NULL;
    g_autofree char *job = NULL;
    g_autofree char *body = NULL;

    g_assert_true(canned_request_start(request, &host, &job, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(job, ==, "J-1");
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
    static const char expect[] = INPUT(
        "CreateReplicationRelationship",
        SYSTEM SETTING_DATA(
            PROPERTY("InstanceID", "string", X) PROPERTY("VirtualSystemIdentifier", "string", GUID)
                PROPERTY("AuthenticationType", "uint16", "1")
                    PROPERTY("RecoveryConnectionPoint", "string", "hv-third")
                        PROPERTY("RecoveryServerPortNumber", "uint16",
                                 "8080") "&lt;PROPERTY.ARRAY NAME=\"IncludedDisks\" "
                                         "TYPE=\"string\"&gt;&lt;VALUE.ARRAY&gt;&lt;VALUE&gt;d1"
                                         "&lt;/VALUE&gt;&lt;VALUE&gt;d2&lt;/VALUE&gt;"
                                         "&lt;/VALUE.ARRAY&gt;&lt;/PROPERTY.ARRAY&gt;"));

    for (guint i = 0; i < 2; i++) {
        /* The driver may name the first relationship, or none. */
        Golden c = goldens[2];
        g_autoptr(HvrReplRequest) request = NULL;
        CannedHost host = { c.answers };
        g_autofree char *job = NULL;
        g_autofree char *body = NULL;

        c.request.state = i == 0 ? 3 : 0;
        request = canned_request_new(&c.request);
        g_assert_true(canned_request_start(request, &host, &job, NULL));
        body = canned_host_dup_body(&host, 2);
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

    return g_test_run();
}
