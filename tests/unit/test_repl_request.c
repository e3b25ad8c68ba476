/* test_repl_request.c: verbs that are refused here, there, or half-way
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_request.h"

#include "canned_request.h"

/* Where the method lives, and how the settings are asked for. */
static void
test_targets(void)
{
    g_autoptr(HvrReplRequest) modify = NULL;
    g_autoptr(HvrReplRequest) suspend = NULL;
    const char *present[] = { SERVICE, CANNED_ITEMS(PRESENT),
                              OUTPUT("ModifyReplicationSettings", "0"), NULL };
    const char *changed[] = { STATE_OUTPUT(RSC), NULL };
    CannedHost host = { present };
    CannedHost other = { changed };
    g_autoptr(HvrReplAnswer) answer = NULL;
    g_autoptr(HvrReplAnswer) answer_of_suspend = NULL;
    CannedRequest c = {
        .verb = HVR_VERB_MODIFY, .mode = 1, .state = 3, .settings = { "port", "80" }
    };

    modify = canned_request_new(&c);
    answer = canned_request_run(modify, &host, NULL);
    g_assert_null(answer->job);
    canned_host_assert_asked(&host, 1,
                             "SELECT * FROM Msvm_ReplicationSettingData WHERE "
                             "VirtualSystemIdentifier = '" GUID "'<");
    canned_host_assert_asked(&host, 2,
                             CANNED_V2 "Msvm_ReplicationService/ModifyReplicationSettings</");
    canned_host_assert_asked(&host, 2, "Name=\"SystemName\">WIN-1</");
    canned_host_assert_asked(&host, 2, "Name=\"Name\">replicasvc</");
    canned_host_close(&host);

    c.verb = HVR_VERB_SUSPEND;
    c.settings[0] = NULL;
    suspend = canned_request_new(&c);
    answer_of_suspend = canned_request_run(suspend, &other, NULL);
    g_assert_cmpstr(answer_of_suspend->job, ==, "J-1");
    canned_host_assert_asked(&other, 0, CANNED_V2 "Msvm_ComputerSystem/" RSC "</");
    canned_host_assert_asked(&other, 0, "Name=\"Name\">" GUID "</");
    canned_host_close(&other);
}

typedef struct {
    const char *name;
    CannedRequest request;
    const char *answers[4];
    int code;
    guint32 wmi_value;
    const char *part; /* of the message */
} Refused;

/* clang-format off */
#define COMMIT   { HVR_VERB_COMMIT, 2, 0, 5 }
#define REVERSE  { HVR_VERB_REVERSE, 2, 0, 5 }
#define EXCLUDE(...) { HVR_VERB_MODIFY, 1, 0, 3, .excluded = { __VA_ARGS__ } }
#define AUTHORIZE { HVR_VERB_AUTHORIZE, 2, 0, 2, .allowed_primary = "hv-c" }
#define STATISTICS_OUTPUT(parameters) \
    CANNED_OUTPUT("Msvm_ReplicationService", "GetReplicationStatistics", parameters)
static const Refused refused[] = {
    { "return-value",   COMMIT, { SERVICE, OUTPUT("CommitFailover", "32775") },
      HVR_ERROR_STATE, 32775, "'commit' of 'web01': host 'hv-primary': CommitFailover: invalid state for this operation (return value 32775)" },
    { "failback",       { HVR_VERB_FAILBACK, 2, 0, 3 }, { SERVICE, CANNED_ITEMS(PRESENT), OUTPUT("InitiateFailback", "32770") },
      HVR_ERROR_UNSUPPORTED, 32770, "InitiateFailback: not supported" },
    { "unknown-value",  COMMIT, { SERVICE, OUTPUT("CommitFailover", "7") },  HVR_ERROR_PROTOCOL, 7, "7" },
    { "no-value",       COMMIT, { SERVICE, CANNED_OUTPUT("Msvm_ReplicationService", "CommitFailover", "") },
      HVR_ERROR_PROTOCOL, 0, "no return value" },
    { "nameless-job",   COMMIT, { SERVICE, CANNED_OUTPUT("Msvm_ReplicationService", "CommitFailover", "<p:ReturnValue>4096</p:ReturnValue>") },
      HVR_ERROR_LOST, 0, "without naming it" },
    { "lost",           COMMIT,  { SERVICE, CANNED_LOST },      HVR_ERROR_LOST, 0, "'commit' of 'web01': host 'hv-primary'" },
    { "lost-before",    COMMIT,  { CANNED_REFUSED },               HVR_ERROR_UNREACHABLE, 0, "host 'hv-primary'" },
    { "no-hyperv",      COMMIT,  { CANNED_ITEMS("") },          HVR_ERROR_UNSUPPORTED, 0, "Msvm_ReplicationService" },
    { "no-settings",    REVERSE, { SERVICE, CANNED_ITEMS("") }, HVR_ERROR_STATE, 0, P },
    { "settings-lost",  REVERSE, { SERVICE, CANNED_REFUSED },      HVR_ERROR_UNREACHABLE, 0, "'reverse' of 'web01'" },
    { "whence",         REVERSE, { SERVICE, CANNED_ITEMS(SETTINGS_OF(P, "<p:PrimaryConnectionPoint></p:PrimaryConnectionPoint>")) },
      HVR_ERROR_INVALID, 0, "'replica-server'" },
    { "faster",         { HVR_VERB_MODIFY, 2, 1, 3, { "frequency", "300" } },
      { SERVICE, CANNED_ITEMS(SETTINGS_OF(P, "<p:ReplicationInterval>900</p:ReplicationInterval>") SETTINGS_OF(X, "")) },
      HVR_ERROR_INVALID, 0, "'modify' of 'web01': an extended replica cannot get changes every 300 s, as 'web01' itself gets them every 900 s" },
    { "disks-lost",     EXCLUDE("d"), { SERVICE, CANNED_ITEMS(PRESENT), CANNED_REFUSED }, HVR_ERROR_UNREACHABLE, 0, "'modify' of 'web01'" },
    { "unknown-disk",   EXCLUDE("C:\\VMs\\Web01.vhdx", "c:\\SETUP.iso"), { SERVICE, CANNED_ITEMS(PRESENT), CANNED_ITEMS(DISKS) },
      HVR_ERROR_INVALID, 0, "'modify' of 'web01': the machine has no disk 'c:\\SETUP.iso', only 'C:\\VMs\\Web01.vhdx', 'D:\\\303\204rger.vhdx', "
      "'Microsoft:" GUID "\\S\\0\\8\\L'" },
    { "no-disk",        EXCLUDE("d"), { SERVICE, CANNED_ITEMS(PRESENT), CANNED_ITEMS("") },
      HVR_ERROR_INVALID, 0, "the machine has no disk 'd', nor any other" },
    { "empty-disk",     EXCLUDE(""), { SERVICE, CANNED_ITEMS(PRESENT), CANNED_ITEMS(DISKS) }, HVR_ERROR_INVALID, 0, "no disk '', only" },
    { "no-disk-left",   EXCLUDE("C:\\VMs\\Web01.vhdx", "D:\\\303\204rger.vhdx", "Microsoft:" GUID "\\s\\0\\8\\L"),
      { SERVICE, CANNED_ITEMS(PRESENT), CANNED_ITEMS(DISKS) },
      HVR_ERROR_INVALID, 0, "'modify' of 'web01': no disk of the machine would be replicated, at least one has to be" },
    { "entry",          AUTHORIZE, { SERVICE, CANNED_ITEMS(ENTRY("hv-a", "A", "D:\\a") ENTRY("*.b", "B", "D:\\b")) },
      HVR_ERROR_INVALID, 0, "'authorize' of 'web01': host 'hv-primary' has no authorization entry 'hv-c', only 'hv-a', '*.b'" },
    { "no-entry",       AUTHORIZE, { SERVICE, CANNED_ITEMS("") },
      HVR_ERROR_INVALID, 0, "host 'hv-primary' has no authorization entry 'hv-c', nor any other" },
    { "entries-lost",   AUTHORIZE, { SERVICE, CANNED_REFUSED }, HVR_ERROR_UNREACHABLE, 0, "'authorize' of 'web01'" },
    { "modify-entry",   { HVR_VERB_MODIFY_AUTHORIZATION, .settings = { "allowed-primary", "hv-c", "trust-group", "x" } },
      { SERVICE, CANNED_ITEMS(ENTRY("hv-a", "A", "D:\\a")) }, HVR_ERROR_INVALID, 0, "no authorization entry 'hv-c', only 'hv-a'" },
    { "no-service",     { HVR_VERB_MODIFY_SERVICE, .settings = { "enabled", "no" } }, { SERVICE, CANNED_ITEMS("") },
      HVR_ERROR_UNSUPPORTED, 0, "host 'hv-primary': has no settings of a replication service" },
    { "adapter",        { HVR_VERB_SET_NETWORK, 2, 0, 3 }, { SERVICE },
      HVR_ERROR_INVALID, 0, "'set-failover-network' of 'web01': the host has no failover settings for the network adapter 'Network Adapter'" },
    { "service-start",  { HVR_VERB_START_SERVICE }, { SERVICE, CANNED_OUTPUT("Msvm_ReplicationService", "StartService", "<p:ReturnValue>1</p:ReturnValue>") },
      HVR_ERROR_UNSUPPORTED, 1, "StartService: not supported (return value 1)" },
    { "statistics",     { HVR_VERB_GET_STATISTICS, 1, 0, 3 }, { SERVICE, STATISTICS_OUTPUT("<p:ReturnValue>0</p:ReturnValue>") },
      HVR_ERROR_PROTOCOL, 0, "the answer to GetReplicationStatistics has no statistics" },
    { "statistics-later", { HVR_VERB_GET_STATISTICS, 1, 0, 3 }, { SERVICE, STATISTICS_OUTPUT(CANNED_JOB("J-1") "<p:ReturnValue>4096</p:ReturnValue>") },
      HVR_ERROR_BUSY, 0, "host 'hv-primary': GetReplicationStatistics gathers the answer in the background, ask again" },
    { "statistics-state", { HVR_VERB_GET_STATISTICS, 1, 0, 3 }, { SERVICE, STATISTICS_OUTPUT("<p:ReturnValue>32775</p:ReturnValue>") },
      HVR_ERROR_STATE, 32775, "GetReplicationStatistics" },
    { "statistics-torn", { HVR_VERB_GET_STATISTICS, 1, 0, 3 }, { SERVICE, STATISTICS_OUTPUT("<p:ReplicationStatistics>&lt;INST</p:ReplicationStatistics><p:ReturnValue>0</p:ReturnValue>") },
      HVR_ERROR_XML, 0, "'query-statistics' of 'web01'" },
    { "certificates-later", { HVR_VERB_GET_CERTIFICATES }, { SERVICE, CANNED_OUTPUT("Msvm_ReplicationService", "GetSystemCertificates", "<p:ReturnValue>4096</p:ReturnValue>") },
      HVR_ERROR_BUSY, 0, "GetSystemCertificates gathers the answer in the background, ask again" },
};
/* clang-format on */

static void
test_refused(gconstpointer data)
{
    const Refused *c = data;
    g_autoptr(HvrReplRequest) request = canned_request_new(&c->request);
    CannedHost host = { c->answers };
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrReplAnswer) answer = canned_request_run(request, &host, &error);

    g_assert_null(answer);
    g_assert_error(error, HVR_ERROR, c->code);
    if (strstr(error->message, c->part) == NULL)
        g_test_fail_printf("'%s' is not in: %s", c->part, error->message);
    if (c->wmi_value != 0)
        g_assert_cmpuint(hvr_error_get_detail(error)->wmi_value, ==, c->wmi_value);
    canned_host_close(&host);
}

typedef struct {
    const char *name;
    CannedRequest request;
    gboolean running;
    int code; /* 0: fine */
    const char *message;
} Check;

/* clang-format off */
#define WEEK         (7 * G_TIME_SPAN_DAY)
#define WINDOWS_2012    602009200
#define WINDOWS_2012_R2 603009600
#define WINDOWS_2016    1000014393
static const Check checks[] = {
    { "wrong-state",    { .verb = HVR_VERB_COMMIT, .mode = 1, .state = 3 }, FALSE, HVR_ERROR_STATE,
      "cannot commit the failover of 'web01': it is a primary in state 'replicating', only a replica in state 'failed-over' can" },
    { "no-leg",         { .verb = HVR_VERB_START, .mode = 2 }, FALSE, HVR_ERROR_STATE,
      "cannot start the initial replication of 'web01': it is a replica that nobody extends in state 'disabled', only a sender in state 'ready' can" },
    { "first-leg",      { .verb = HVR_VERB_MODIFY, .mode = 2, .state = 3, .settings = { "port", "80" } }, FALSE, HVR_ERROR_STATE,
      "cannot change the replication settings of 'web01': it is a replica in state 'replicating', only a sender in state 'ready', 'initial-replication', "
      "'replicating', 'suspended', 'critical', 'resync-required', 'resync-suspended' can" },
    { "runs-prepare",   { .verb = HVR_VERB_PREPARE, .mode = 1, .state = 3 }, TRUE, HVR_ERROR_STATE,
      "cannot prepare the planned failover of 'web01' while the machine runs, turn it off first" },
    { "runs-revert",    { .verb = HVR_VERB_REVERT, .mode = 2, .state = 5 }, TRUE, HVR_ERROR_STATE,
      "cannot undo the failover of 'web01' while the machine runs, turn it off first" },
    { "runs-commit",    { .verb = HVR_VERB_COMMIT, .mode = 2, .state = 5 }, TRUE, 0, NULL },
    { "no-server",      { .verb = HVR_VERB_ENABLE }, FALSE, HVR_ERROR_INVALID, "'enable' needs the setting 'replica-server'" },
    { "other-setting",  { .verb = HVR_VERB_ENABLE, .settings = { "port", "80" } }, FALSE, HVR_ERROR_INVALID, "'enable' needs the setting 'replica-server'" },
    { "no-change",      { .verb = HVR_VERB_MODIFY, .mode = 1, .state = 3 }, FALSE, HVR_ERROR_INVALID, "'modify' needs a setting to change" },
    { "settings",       { .verb = HVR_VERB_COMMIT, .mode = 2, .state = 5, .settings = { "port", "80" } }, FALSE, HVR_ERROR_INVALID, "'commit' takes no settings" },
    { "point",          { .verb = HVR_VERB_COMMIT, .mode = 2, .state = 5, .point = "p" }, FALSE, HVR_ERROR_INVALID, "'commit' takes no recovery point" },
    { "time",           { .verb = HVR_VERB_COMMIT, .mode = 2, .state = 5, .start_time = 1 }, FALSE, HVR_ERROR_INVALID, "'commit' takes no start time" },
    { "disks",          { .verb = HVR_VERB_REVERSE, .mode = 2, .state = 5, .excluded = { "d" } }, FALSE, HVR_ERROR_INVALID, "'reverse' takes no disks to exclude" },
    { "transfer",       { .verb = HVR_VERB_RESYNCHRONIZE, .mode = 1, .state = 9, .transfer = HVR_REPL_TRANSFER_SEEDED }, FALSE, HVR_ERROR_INVALID,
      "'resynchronize' takes no kind of transfer" },
    { "location",       { .verb = HVR_VERB_COMMIT, .mode = 2, .state = 5, .location = "E:\\" }, FALSE, HVR_ERROR_INVALID, "'commit' takes no location" },
    { "entry",          { .verb = HVR_VERB_MODIFY_SERVICE, .allowed_primary = "x", .settings = { "enabled", "no" } }, FALSE, HVR_ERROR_INVALID,
      "'service-modify' takes no authorization entry" },
    { "state",          { .verb = HVR_VERB_STOP_SERVICE, .service_state = 3 }, FALSE, HVR_ERROR_INVALID, "'service-stop' takes no state" },
    { "no-location",    { .verb = HVR_VERB_IMPORT, .mode = 2, .state = 2 }, FALSE, HVR_ERROR_INVALID, "'import' needs a location" },
    { "empty-location", { .verb = HVR_VERB_IMPORT, .mode = 2, .state = 2, .location = "" }, FALSE, HVR_ERROR_INVALID, "'import' needs a location" },
    { "no-entry",       { .verb = HVR_VERB_AUTHORIZE, .mode = 2, .state = 2 }, FALSE, HVR_ERROR_INVALID, "'authorize' needs the primary server of an authorization entry" },
    { "no-state",       { .verb = HVR_VERB_REQUEST_SERVICE_STATE }, FALSE, HVR_ERROR_INVALID, "'service-request-state' needs a state" },
    { "no-group",       { .verb = HVR_VERB_ADD_AUTHORIZATION, .settings = { "allowed-primary", "*", "storage-location", "D:\\r" } }, FALSE, HVR_ERROR_INVALID,
      "'authorization-add' needs the setting 'trust-group'" },
    { "no-primary",     { .verb = HVR_VERB_MODIFY_AUTHORIZATION, .settings = { "trust-group", "x" } }, FALSE, HVR_ERROR_INVALID,
      "'authorization-modify' needs the setting 'allowed-primary'" },
    { "no-service-change", { .verb = HVR_VERB_MODIFY_SERVICE }, FALSE, HVR_ERROR_INVALID, "'service-modify' needs a setting to change" },
    { "no-connection",  { .verb = HVR_VERB_TEST_CONNECTION, .settings = { "port", "80" } }, FALSE, HVR_ERROR_INVALID,
      "'test-connection' needs the setting 'replica-server'" },
    { "state-first",    { .verb = HVR_VERB_ENABLE, .mode = 1, .state = 1 }, FALSE, HVR_ERROR_STATE,
      "cannot enable the replication of 'web01': it is a primary in state 'ready', only a machine in state 'disabled', 'replicating', 'suspended', 'critical' can" },
    { "export",         { .verb = HVR_VERB_START, .mode = 1, .state = 1, .transfer = HVR_REPL_TRANSFER_EXPORT }, FALSE, HVR_ERROR_INVALID,
      "an export needs a location to export to" },
    { "export-later",   { .verb = HVR_VERB_START, .mode = 1, .state = 1, .transfer = HVR_REPL_TRANSFER_EXPORT, .location = "E:\\", .start_time = CANNED_NOW }, FALSE,
      HVR_ERROR_INVALID, "an export starts at once, not at a time" },
    { "network-export", { .verb = HVR_VERB_START, .mode = 1, .state = 1, .location = "E:\\" }, FALSE, HVR_ERROR_INVALID,
      "only an export has a location to export to" },
    { "seeded-export",  { .verb = HVR_VERB_START, .mode = 1, .state = 1, .transfer = HVR_REPL_TRANSFER_SEEDED, .location = "E:\\" }, FALSE, HVR_ERROR_INVALID,
      "only an export has a location to export to" },
    { "both-disks",     { .verb = HVR_VERB_ENABLE, .settings = { "replica-server", "hv", "included-disks", "d" }, .excluded = { "e" } }, FALSE, HVR_ERROR_INVALID,
      "either disks to include or disks to exclude can be named, not both" },
    { "extend-fast",    { .verb = HVR_VERB_ENABLE, .mode = 2, .leg = 1, .other = 3, .settings = { "replica-server", "hv", "frequency", "30" } }, FALSE, HVR_ERROR_INVALID,
      "the extended replica of 'web01' gets changes every 300 or 900 s, not every 30 s" },
    { "extend-vss",     { .verb = HVR_VERB_ENABLE, .mode = 2, .leg = 1, .other = 3, .settings = { "replica-server", "hv", "consistent-interval", "1" } }, FALSE, HVR_ERROR_INVALID,
      "the extended replica of 'web01' has no application-consistent points of its own: 'consistent-interval' cannot be set" },
    { "change-vss",     { .verb = HVR_VERB_MODIFY, .mode = 2, .leg = 1, .state = 3, .settings = { "consistent-interval", "0" } }, FALSE, HVR_ERROR_INVALID,
      "the extended replica of 'web01' has no application-consistent points of its own: 'consistent-interval' cannot be set" },
    { "extend",         { .verb = HVR_VERB_ENABLE, .mode = 2, .leg = 1, .other = 3, .settings = { "replica-server", "hv", "frequency", "300" } }, FALSE, 0, NULL },
    { "primary-vss",    { .verb = HVR_VERB_MODIFY, .mode = 1, .state = 3, .settings = { "consistent-interval", "1", "frequency", "30" } }, FALSE, 0, NULL },
    { "extend-initial", { .verb = HVR_VERB_ENABLE, .mode = 2, .leg = 1, .other = 2, .settings = { "replica-server", "hv" } }, FALSE, HVR_ERROR_STATE,
      "cannot enable the replication of 'web01': it is a replica in state 'initial-replication', only a machine in state 'disabled', 'replicating', 'suspended', 'critical' can" },
    { "extend-twice",   { .verb = HVR_VERB_ENABLE, .mode = 2, .leg = 1, .state = 1, .other = 3, .settings = { "replica-server", "hv" } }, FALSE, HVR_ERROR_STATE,
      "cannot enable the replication of 'web01': it is an extending replica in state 'ready', only a machine in state 'disabled', 'replicating', 'suspended', 'critical' can" },
    { "unextended",     { .verb = HVR_VERB_BECOME_PRIMARY, .mode = 2, .state = 6 }, FALSE, HVR_ERROR_STATE,
      "cannot make 'web01' the primary: it has no extended replica to go on with" },
    { "remove-first",   { .verb = HVR_VERB_REMOVE, .mode = 2, .state = 3, .other = 3 }, FALSE, HVR_ERROR_STATE,
      "cannot remove the replication of 'web01' while it has an extended replica, remove that relationship first" },
    { "remove-second",  { .verb = HVR_VERB_REMOVE, .mode = 2, .leg = 1, .state = 3, .other = 3 }, FALSE, 0, NULL },
    { "old-method",     { .verb = HVR_VERB_FAILBACK, .mode = 2, .state = 3, .windows = WINDOWS_2012 }, FALSE, HVR_ERROR_UNSUPPORTED,
      "'failback' needs Windows Server 2012 R2 or later, the host has Windows Server 2012" },
    { "old-host",       { .verb = HVR_VERB_START_SERVICE, .windows = WINDOWS_2012 }, FALSE, HVR_ERROR_UNSUPPORTED,
      "'service-start' needs Windows Server 2012 R2 or later, host 'web01' has Windows Server 2012" },
    { "old-extension",  { .verb = HVR_VERB_ENABLE, .mode = 2, .leg = 1, .other = 3, .settings = { "replica-server", "hv" }, .windows = WINDOWS_2012 }, FALSE,
      HVR_ERROR_UNSUPPORTED, "'extended replication' needs Windows Server 2012 R2 or later, the host has Windows Server 2012" },
    { "old-statistics", { .verb = HVR_VERB_GET_STATISTICS, .mode = 1, .state = 3, .windows = WINDOWS_2012 }, FALSE, 0, NULL },
    { "old-setting",    { .verb = HVR_VERB_ENABLE, .settings = { "replica-server", "hv", "frequency", "300" }, .windows = WINDOWS_2012 }, FALSE, HVR_ERROR_UNSUPPORTED,
      "'frequency' needs Windows Server 2012 R2 or later, the host has Windows Server 2012" },
    { "old-history",    { .verb = HVR_VERB_ENABLE, .settings = { "replica-server", "hv", "recovery-history", "17" }, .windows = WINDOWS_2012 }, FALSE, HVR_ERROR_UNSUPPORTED,
      "'recovery-history 17' needs Windows Server 2012 R2 or later, the host has Windows Server 2012" },
    { "short-history",  { .verb = HVR_VERB_ENABLE, .settings = { "replica-server", "hv", "recovery-history", "16" }, .windows = WINDOWS_2012 }, FALSE, 0, NULL },
    { "new-history",    { .verb = HVR_VERB_ENABLE, .settings = { "replica-server", "hv", "recovery-history", "24", "frequency", "30" }, .windows = WINDOWS_2012_R2 }, FALSE, 0, NULL },
    { "old-disks",      { .verb = HVR_VERB_MODIFY, .mode = 1, .state = 3, .settings = { "included-disks", "d" }, .windows = WINDOWS_2012_R2 }, FALSE, HVR_ERROR_UNSUPPORTED,
      "'included-disks' needs Windows Server 2016 or later, the host has Windows Server 2012 R2" },
    { "old-exclusion",  { .verb = HVR_VERB_MODIFY, .mode = 1, .state = 3, .excluded = { "d" }, .windows = WINDOWS_2012_R2 }, FALSE, HVR_ERROR_UNSUPPORTED,
      "'excluded-disks' needs Windows Server 2016 or later, the host has Windows Server 2012 R2" },
    { "new-disks",      { .verb = HVR_VERB_MODIFY, .mode = 1, .state = 3, .settings = { "included-disks", "d" }, .windows = WINDOWS_2016 }, FALSE, 0, NULL },
    { "first-disks",    { .verb = HVR_VERB_ENABLE, .settings = { "replica-server", "hv", "included-disks", "d" }, .windows = WINDOWS_2012 }, FALSE, 0, NULL },
};
/* clang-format on */

/* Refused without a single request: the host has no answer to give. */
static void
test_check(gconstpointer data)
{
    const Check *c = data;
    g_autoptr(HvrReplRequest) request = canned_request_new(&c->request);
    const char *answers[] = { NULL };
    CannedHost host = { answers };
    g_autoptr(GError) error = NULL;
    gboolean ok;

    request->running = c->running;
    ok = hvr_repl_request_check(request, &error);
    if (c->code == 0) {
        g_assert_no_error(error);
        g_assert_true(ok);
        return;
    }

    g_assert_false(ok);
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_cmpstr(error->message, ==, c->message);
    g_assert_null(canned_request_run(request, &host, NULL));
    canned_host_close(&host);
}

/* An empty list of adapters is none. */
static void
test_no_adapter(void)
{
    const CannedRequest c = { .verb = HVR_VERB_SET_NETWORK, .mode = 2, .state = 3 };
    g_autoptr(HvrReplRequest) request = canned_request_new(&c);
    g_autoptr(GError) error = NULL;

    g_ptr_array_set_size(request->adapters, 0);
    g_assert_false(hvr_repl_request_check(request, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, "'set-failover-network' needs a network adapter");
}

/* "Not more than 7 days ahead", by the session's clock; the past is now. */
static void
test_schedule(void)
{
    static const HvrReplVerb verbs[] = { HVR_VERB_START, HVR_VERB_RESYNCHRONIZE };
    static const guint states[] = { 1, 9 };

    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        CannedRequest c = { .verb = verbs[i], .mode = 1, .state = states[i] };
        const char *const answers[] = { SERVICE,
                                        i == 0 ? OUTPUT("StartReplication", "4096")
                                               : OUTPUT("Resynchronize", "4096"),
                                        NULL };

        for (guint over = 0; over < 2; over++) {
            g_autoptr(HvrReplRequest) request = NULL;
            g_autoptr(HvrReplAnswer) answer = NULL;
            CannedHost host = { over ? answers + 2 : answers };
            g_autoptr(GError) error = NULL;

            c.start_time = CANNED_NOW + WEEK + over;
            request = canned_request_new(&c);
            answer = canned_request_run(request, &host, &error);
            g_assert_true((answer == NULL) == (over != 0));
            if (over != 0) {
                g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
                g_assert_cmpstr(error->message, ==, "the start time is more than 7 days ahead");
            }
            canned_host_close(&host);
        }
    }
}

/* Returns: (transfer full): what the host answered to the verb. */
static HvrReplAnswer *
ask(const CannedRequest *c, const char *output)
{
    const char *answers[] = { SERVICE, output, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrReplRequest) request = canned_request_new(c);
    g_autoptr(GError) error = NULL;
    HvrReplAnswer *answer = canned_request_run(request, &host, &error);

    g_assert_no_error(error);
    canned_host_close(&host);

    return answer;
}

/* clang-format off */
#define TEST_OUTPUT(parameters) CANNED_OUTPUT("Msvm_ReplicationService", "TestReplicaSystem", parameters)
#define MACHINE(guid) \
    "<p:ResultingSystem>" CANNED_EPR("Msvm_ComputerSystem", CANNED_SELECTOR("CreationClassName", "Msvm_ComputerSystem") \
        CANNED_SELECTOR("Name", guid)) "</p:ResultingSystem>"
/* clang-format on */

static void
test_answer_system(void)
{
    const CannedRequest c = { .verb = HVR_VERB_TEST_FAILOVER, .mode = 2, .state = 3 };
    g_autoptr(HvrReplAnswer) done =
        ask(&c, TEST_OUTPUT(MACHINE(
                    "0a1b2c3d-0000-0000-0000-00000000abcd") "<p:ReturnValue>0</p:ReturnValue>"));
    g_autoptr(HvrReplAnswer)
        started = ask(&c, TEST_OUTPUT(CANNED_JOB("J-9") "<p:ReturnValue>4096</p:ReturnValue>"));
    g_autoptr(HvrReplAnswer) both =
        ask(&c, TEST_OUTPUT(MACHINE("AB") CANNED_JOB("J-9") "<p:ReturnValue>4096</p:ReturnValue>"));

    g_assert_cmpstr(done->system, ==, "0A1B2C3D-0000-0000-0000-00000000ABCD");
    g_assert_null(done->job);
    g_assert_null(done->statistics);
    g_assert_null(done->certificates);
    g_assert_null(started->system);
    g_assert_cmpstr(started->job, ==, "J-9");
    g_assert_cmpstr(both->system, ==, "AB");
    g_assert_cmpstr(both->job, ==, "J-9");
}

static void
test_answer_certificates(void)
{
    const CannedRequest c = { .verb = HVR_VERB_GET_CERTIFICATES };
    g_autoptr(HvrReplAnswer)
        two = ask(&c, CANNED_OUTPUT("Msvm_ReplicationService", "GetSystemCertificates",
                                    "<p:EncodedCertificates>MIIB</p:EncodedCertificates>"
                                    "<p:EncodedCertificates>MIIC</p:EncodedCertificates>"
                                    "<p:ReturnValue>0</p:ReturnValue>"));
    g_autoptr(HvrReplAnswer)
        none = ask(&c, CANNED_OUTPUT("Msvm_ReplicationService", "GetSystemCertificates",
                                     "<p:ReturnValue>0</p:ReturnValue>"));

    g_assert_cmpuint(g_strv_length(two->certificates), ==, 2);
    g_assert_cmpstr(two->certificates[1], ==, "MIIC");
    g_assert_cmpuint(g_strv_length(none->certificates), ==, 0);
}

/* A host that starts a job and has the answer nevertheless. */
static void
test_answer_statistics(void)
{
    const CannedRequest c = { .verb = HVR_VERB_GET_STATISTICS, .mode = 2, .state = 3 };
    g_autoptr(HvrReplAnswer) answer =
        ask(&c, STATISTICS_OUTPUT(STATISTICS "<p:ReplicationStatistics>junk"
                                             "</p:ReplicationStatistics>" ISSUE CANNED_JOB(
                                                 "J-1") "<p:ReturnValue>4096</p:ReturnValue>"));

    g_assert_cmpuint(answer->statistics->n_successes, ==, 12);
    g_assert_cmpuint(g_strv_length(answer->statistics->issues), ==, 1);
    g_assert_cmpstr(answer->statistics->issues[0], ==, "Replica is behind");
    hvr_repl_answer_free(NULL);
}

static void
test_transfers(void)
{
    HvrReplTransfer transfer = 0;

    g_assert_true(hvr_repl_transfer_find("network", &transfer));
    g_assert_cmpint(transfer, ==, 1);
    g_assert_true(hvr_repl_transfer_find("export", &transfer));
    g_assert_cmpint(transfer, ==, 2);
    g_assert_true(hvr_repl_transfer_find("seeded", &transfer));
    g_assert_cmpint(transfer, ==, 3);
    g_assert_false(hvr_repl_transfer_find("Network", &transfer));
    g_assert_false(hvr_repl_transfer_find("", &transfer));
    g_assert_false(hvr_repl_transfer_find(NULL, &transfer));
    g_assert_cmpint(transfer, ==, 3);
}

static void
test_copy(void)
{
    const CannedRequest c = { .verb = HVR_VERB_ENABLE,
                              .mode = 2,
                              .state = 3,
                              .point = "p",
                              .start_time = 5,
                              .settings = { "replica-server", "hv" },
                              .windows = 6,
                              .other = 7,
                              .excluded = { "d1", "d2" },
                              .transfer = HVR_REPL_TRANSFER_EXPORT,
                              .location = "E:",
                              .allowed_primary = "hv-a",
                              .service_state = 3 };
    const CannedRequest network = { .verb = HVR_VERB_SET_NETWORK, .adapter = "F" };
    g_autoptr(HvrReplRequest) request = canned_request_new(&c);
    g_autoptr(HvrReplRequest) copy = hvr_repl_request_copy(request);
    const HvrReplRequest bare = { .verb = HVR_VERB_START, .vm = GUID, .vm_name = "web01" };
    g_autoptr(HvrReplRequest) bare_copy = hvr_repl_request_copy(&bare);
    g_autoptr(HvrReplRequest) of_network = canned_request_new(&network);

    g_clear_pointer(&request, hvr_repl_request_free);
    g_assert_cmpint(copy->verb, ==, HVR_VERB_ENABLE);
    g_assert_cmpstr(copy->vm, ==, GUID);
    g_assert_cmpstr(copy->vm_name, ==, "web01");
    g_assert_cmpuint(copy->mode, ==, 2);
    g_assert_cmpuint(copy->relationship->state, ==, 3);
    g_assert_true(hvr_repl_settings_has(
        copy->settings, hvr_repl_setting_find(HVR_REPL_RELATIONSHIP, "replica-server")));
    g_assert_cmpstr(copy->point, ==, "p");
    g_assert_cmpint(copy->start_time, ==, 5);
    g_assert_cmpuint(copy->windows, ==, 6);
    g_assert_cmpuint(copy->other->state, ==, 7);
    g_assert_cmpstr(copy->excluded_disks[1], ==, "d2");
    g_assert_cmpint(copy->transfer, ==, HVR_REPL_TRANSFER_EXPORT);
    g_assert_cmpstr(copy->location, ==, "E:");
    g_assert_cmpstr(copy->allowed_primary, ==, "hv-a");
    g_assert_cmpuint(copy->service_state, ==, 3);
    g_assert_cmpstr(((HvrReplAdapter *)of_network->adapters->pdata[0])->failover_id, ==, "F");
    g_assert_null(bare_copy->relationship);
    g_assert_null(bare_copy->settings);
    g_assert_null(bare_copy->point);
    hvr_repl_request_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_autofree char *path = g_strconcat("/repl/request/refused/", refused[i].name, NULL);

        g_test_add_data_func(path, &refused[i], test_refused);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
        g_autofree char *path = g_strconcat("/repl/request/check/", checks[i].name, NULL);

        g_test_add_data_func(path, &checks[i], test_check);
    }
    g_test_add_func("/repl/request/targets", test_targets);
    g_test_add_func("/repl/request/copy", test_copy);
    g_test_add_func("/repl/request/no-adapter", test_no_adapter);
    g_test_add_func("/repl/request/schedule", test_schedule);
    g_test_add_func("/repl/request/transfers", test_transfers);
    g_test_add_func("/repl/request/answer/system", test_answer_system);
    g_test_add_func("/repl/request/answer/certificates", test_answer_certificates);
    g_test_add_func("/repl/request/answer/statistics", test_answer_statistics);

    return g_test_run();
}
