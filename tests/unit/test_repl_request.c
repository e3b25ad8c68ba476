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
    g_autofree char *job = g_strdup("old");
    g_autofree char *job_of_suspend = NULL;
    CannedRequest c = {
        .verb = HVR_VERB_MODIFY, .mode = 1, .state = 3, .settings = { "port", "80" }
    };

    modify = canned_request_new(&c);
    g_clear_pointer(&job, g_free);
    g_assert_true(canned_request_start(modify, &host, &job, NULL));
    g_assert_null(job);
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
    g_assert_true(canned_request_start(suspend, &other, &job_of_suspend, NULL));
    canned_host_assert_asked(&other, 0, CANNED_V2 "Msvm_ComputerSystem/" RSC "</");
    canned_host_assert_asked(&other, 0, "Name=\"Name\">" GUID "</");
    canned_host_close(&other);
}

typedef struct {
    const char *name;
    HvrReplVerb verb;
    guint mode;
    guint state;
    const char *answers[4];
    int code;
    guint32 wmi_value;
    const char *part; /* of the message */
} Refused;

/* clang-format off */
static const Refused refused[] = {
    { "return-value",   HVR_VERB_COMMIT,  2, 5, { SERVICE, OUTPUT("CommitFailover", "32775") },
      HVR_ERROR_STATE, 32775, "'commit' of 'web01': host 'hv-primary': CommitFailover: invalid state for this operation (return value 32775)" },
    { "failback",       HVR_VERB_FAILBACK, 2, 3, { SERVICE, CANNED_ITEMS(PRESENT), OUTPUT("InitiateFailback", "32770") },
      HVR_ERROR_UNSUPPORTED, 32770, "InitiateFailback: not supported" },
    { "unknown-value",  HVR_VERB_COMMIT,  2, 5, { SERVICE, OUTPUT("CommitFailover", "7") },
      HVR_ERROR_PROTOCOL, 7, "7" },
    { "no-value",       HVR_VERB_COMMIT,  2, 5, { SERVICE, CANNED_OUTPUT("Msvm_ReplicationService", "CommitFailover", "") },
      HVR_ERROR_PROTOCOL, 0, "no return value" },
    { "nameless-job",   HVR_VERB_COMMIT,  2, 5, { SERVICE, CANNED_OUTPUT("Msvm_ReplicationService", "CommitFailover", "<p:ReturnValue>4096</p:ReturnValue>") },
      HVR_ERROR_LOST, 0, "without naming it" },
    { "lost",           HVR_VERB_COMMIT,  2, 5, { SERVICE, CANNED_LOST },          HVR_ERROR_LOST, 0, "'commit' of 'web01': host 'hv-primary'" },
    { "lost-before",    HVR_VERB_COMMIT,  2, 5, { CANNED_LOST },                   HVR_ERROR_LOST, 0, "host 'hv-primary'" },
    { "no-hyperv",      HVR_VERB_COMMIT,  2, 5, { CANNED_ITEMS("") },              HVR_ERROR_UNSUPPORTED, 0, "Msvm_ReplicationService" },
    { "no-settings",    HVR_VERB_REVERSE, 2, 5, { SERVICE, CANNED_ITEMS("") },     HVR_ERROR_STATE, 0, P },
    { "settings-lost",  HVR_VERB_REVERSE, 2, 5, { SERVICE, CANNED_LOST },          HVR_ERROR_LOST, 0, "'reverse' of 'web01'" },
    { "whence",         HVR_VERB_REVERSE, 2, 5, { SERVICE, CANNED_ITEMS(SETTINGS_OF(P, "<p:PrimaryConnectionPoint></p:PrimaryConnectionPoint>")) },
      HVR_ERROR_INVALID, 0, "'replica-server'" },
};
/* clang-format on */

static void
test_refused(gconstpointer data)
{
    const Refused *c = data;
    const CannedRequest canned = { .verb = c->verb, .mode = c->mode, .state = c->state };
    g_autoptr(HvrReplRequest) request = canned_request_new(&canned);
    CannedHost host = { c->answers };
    g_autoptr(GError) error = NULL;
    char *job = NULL;

    g_assert_false(canned_request_start(request, &host, &job, &error));
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_null(job);
    g_assert_nonnull(strstr(error->message, c->part));
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
static const Check checks[] = {
    { "wrong-state",    { .verb = HVR_VERB_COMMIT, .mode = 1, .state = 3 }, FALSE, HVR_ERROR_STATE,
      "cannot commit the failover of 'web01': it is a primary in state 'replicating', only a replica in state 'failed-over' can" },
    { "no-leg",         { .verb = HVR_VERB_START, .mode = 2 }, FALSE, HVR_ERROR_STATE,
      "cannot start the initial replication of 'web01': it is an extending replica in state 'disabled', only a sender in state 'ready' can" },
    { "first-leg",      { .verb = HVR_VERB_MODIFY, .mode = 2, .state = 3, .settings = { "port", "80" } }, FALSE, HVR_ERROR_STATE,
      "cannot change the replication settings of 'web01': it is a replica in state 'replicating', only a sender in state 'ready', 'initial-replication', "
      "'replicating', 'suspended', 'critical', 'resync-required', 'resync-suspended' can" },
    { "runs-prepare",   { .verb = HVR_VERB_PREPARE, .mode = 1, .state = 3 }, TRUE, HVR_ERROR_STATE,
      "cannot 'prepare' the replication of 'web01' while the machine runs, turn it off first" },
    { "runs-revert",    { .verb = HVR_VERB_REVERT, .mode = 2, .state = 5 }, TRUE, HVR_ERROR_STATE,
      "cannot 'revert' the replication of 'web01' while the machine runs, turn it off first" },
    { "runs-commit",    { .verb = HVR_VERB_COMMIT, .mode = 2, .state = 5 }, TRUE, 0, NULL },
    { "no-server",      { .verb = HVR_VERB_ENABLE }, FALSE, HVR_ERROR_INVALID, "'enable' needs the setting 'replica-server'" },
    { "other-setting",  { .verb = HVR_VERB_ENABLE, .settings = { "port", "80" } }, FALSE, HVR_ERROR_INVALID, "'enable' needs the setting 'replica-server'" },
    { "no-change",      { .verb = HVR_VERB_MODIFY, .mode = 1, .state = 3 }, FALSE, HVR_ERROR_INVALID, "'modify' needs a setting to change" },
    { "settings",       { .verb = HVR_VERB_COMMIT, .mode = 2, .state = 5, .settings = { "port", "80" } }, FALSE, HVR_ERROR_INVALID, "'commit' takes no settings" },
    { "point",          { .verb = HVR_VERB_COMMIT, .mode = 2, .state = 5, .point = "p" }, FALSE, HVR_ERROR_INVALID, "'commit' takes no recovery point" },
    { "time",           { .verb = HVR_VERB_COMMIT, .mode = 2, .state = 5, .start_time = 1 }, FALSE, HVR_ERROR_INVALID, "'commit' takes no start time" },
    { "state-first",    { .verb = HVR_VERB_ENABLE, .mode = 1, .state = 1 }, FALSE, HVR_ERROR_STATE,
      "cannot enable the replication of 'web01': it is a primary in state 'ready', only a machine in state 'disabled', 'replicating', 'suspended', 'critical' can" },
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
    char *job = NULL;

    request->running = c->running;
    if (c->code == 0) {
        g_assert_true(hvr_repl_request_check(request, &error));
        g_assert_no_error(error);
        return;
    }

    g_assert_false(hvr_repl_request_check(request, &error));
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_cmpstr(error->message, ==, c->message);
    g_assert_false(canned_request_start(request, &host, &job, NULL));
    canned_host_close(&host);
}

static void
test_copy(void)
{
    const CannedRequest c = { .verb = HVR_VERB_ENABLE,
                              .mode = 2,
                              .state = 3,
                              .point = "p",
                              .start_time = 5,
                              .settings = { "replica-server", "hv" } };
    g_autoptr(HvrReplRequest) request = canned_request_new(&c);
    g_autoptr(HvrReplRequest) copy = hvr_repl_request_copy(request);
    const HvrReplRequest bare = { .verb = HVR_VERB_START, .vm = GUID, .vm_name = "web01" };
    g_autoptr(HvrReplRequest) bare_copy = hvr_repl_request_copy(&bare);

    g_clear_pointer(&request, hvr_repl_request_free);
    g_assert_cmpint(copy->verb, ==, HVR_VERB_ENABLE);
    g_assert_cmpstr(copy->vm, ==, GUID);
    g_assert_cmpstr(copy->vm_name, ==, "web01");
    g_assert_cmpuint(copy->mode, ==, 2);
    g_assert_cmpuint(copy->relationship->state, ==, 3);
    g_assert_true(hvr_repl_settings_has(copy->settings, hvr_repl_setting_find("replica-server")));
    g_assert_cmpstr(copy->point, ==, "p");
    g_assert_cmpint(copy->start_time, ==, 5);
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

    return g_test_run();
}
