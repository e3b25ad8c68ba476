/* test_repl_verb.c: who may do what in which state, cell by cell
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_verb.h"

#include <string.h>

#include "repl_verb_row.h"

/* 22 that have a name, and one for those nobody has heard of. */
#define N_STATES 23

/* States that no document gives to either side, and those nobody has heard of. */
#define NOVEL "++++++++"
#define ALL   "+++++++++++++++" NOVEL

/* Transcribed from the method pages, the cmdlets' pages and the team's blog, not
 * from the table under test: one sign per state from 0 to 22, "+" is sent, "." is
 * refused; NULL: refused in every state.
 *
 *   ready 1, initial 2, replicating 3, prepared 4, failed over 5, committed 6,
 *   suspended 7, critical 8, resync required 9, resynchronizing 10, resync
 *   suspended 11, failing over 12, failing back 13, failed back 14
 *
 * during, then: numbers of the states that show while it runs and after; "": the
 * one before. */
typedef struct {
    const char *name;
    const char *method;
    const char *extended_method;
    guint16 requested_state;
    const char *none;
    const char *primary;
    const char *replica;   /* relationship 0: it receives */
    const char *extending; /* relationship 1 of a replica: it sends */
    const char *extended;
    const char *during;
    const char *then;
} Row;

/* clang-format off */
#define RSC "RequestReplicationStateChange", "RequestReplicationStateChangeEx"
#define OF_HOST 0, ALL, ALL, ALL, ALL, ALL, "", ""
static const Row rows[] = {
    /*                                                                   012345678901234 */
    { "enable",               "CreateReplicationRelationship", NULL, 0, "+.............." NOVEL, NULL,
                                "...+...+++++.++" NOVEL, "+.............." NOVEL, NULL, "", "1" },
    { "start",                "StartReplication", NULL, 0, NULL, ".+............." NOVEL,
                                NULL, ".+............." NOVEL, NULL, "2", "1 3" },
    { "cancel-initial",       RSC, 1, NULL, ".++............" NOVEL,
                                NULL, ".++............" NOVEL, NULL, "1", "1" },
    { "suspend",              RSC, 7, NULL, "..++...+.++...." NOVEL,
                                "..++...+.+++.++" NOVEL, "..++...+.++...." NOVEL, "..++...+.+++.++" NOVEL, "7", "7 11" },
    { "resume",               RSC, 3, NULL, "...+...+++.+..." NOVEL,
                                "...+...+++++.++" NOVEL, "...+...+++.+..." NOVEL, "...+...+++++.++" NOVEL, "3", "3 8 9 10" },
    { "resynchronize",        "Resynchronize", NULL, 0, NULL, ".......+++.+..." NOVEL,
                                NULL, ".......+++.+..." NOVEL, NULL, "10", "3 9" },
    { "cancel-resynchronize", RSC, 9, NULL, "..........++..." NOVEL,
                                NULL, "..........++..." NOVEL, NULL, "9", "9" },
    { "prepare",              RSC, 4, NULL, "...++.........." NOVEL, NULL, NULL, NULL, "4", "4" },
    { "cancel-prepare",       RSC, 3, NULL, "....+.........." NOVEL, NULL, NULL, NULL, "3", "3" },
    { "failover",             "InitiateFailover", NULL, 0, NULL, NULL,
                                "...+...+++++.++" NOVEL, NULL, "...+...+++++.++" NOVEL, "12", "5" },
    { "revert",               "RevertFailover", NULL, 0, NULL, NULL,
                                ".....+...+++.++" NOVEL, NULL, ".....+...+++.++" NOVEL, "", "3" },
    { "commit",               "CommitFailover", NULL, 0, NULL, NULL,
                                ".....+...+++.++" NOVEL, NULL, ".....+...+++.++" NOVEL, "", "6" },
    { "become-replica",       RSC, 2, "+++++..+++++..." NOVEL, "+++++..+++++..." NOVEL, NULL, NULL, NULL, "2", "2" },
    { "reverse",              "ReverseReplicationRelationship", NULL, 0, NULL, NULL,
                                ".....++..+++.++" NOVEL, NULL, ".....++..+++.++" NOVEL, "", "1 3" },
    { "failback",             "InitiateFailback", NULL, 0, NULL, NULL,
                                "..++.++++++++++" NOVEL, NULL, "..++.++++++++++" NOVEL, "13", "14" },
    { "modify",               "ModifyReplicationSettings", NULL, 0, NULL, ".+++...+++.+..." NOVEL,
                                NULL, ".+++...+++.+..." NOVEL, NULL, "15", "" },
    { "remove",               "RemoveReplicationRelationship", "RemoveReplicationRelationshipEx", 0, NULL, ".++++..+++++..." NOVEL,
                                "..++.+++++++.++" NOVEL, ".++++..+++++..." NOVEL, "..++.+++++++.++" NOVEL, "", "0" },
    { "import",               "ImportInitialReplica", NULL, 0, NULL, NULL,
                                "..+......+++.++" NOVEL, NULL, "..+......+++.++" NOVEL, "", "3" },
    { "test-failover",        "TestReplicaSystem", NULL, 0, NULL, NULL,
                                "...+...+++++.++" NOVEL, NULL, "...+...+++++.++" NOVEL, "", "" },
    { "become-primary",       "ChangeReplicationModeToPrimary", NULL, 0, NULL, NULL,
                                "......+..+++.++" NOVEL, NULL, NULL, "", "3" },
    { "authorize",            "SetAuthorizationEntry", NULL, 0, "+++++..+++++..." NOVEL, "+++++..+++++..." NOVEL,
                                "..++.++++++++++" NOVEL, "+++++..+++++..." NOVEL, "..++.++++++++++" NOVEL, "", "" },
    { "set-failover-network", "SetFailoverNetworkAdapterSettings", NULL, 0, NULL, ".++++..+++++..." NOVEL,
                                "..++.+++++++.++" NOVEL, ".++++..+++++..." NOVEL, "..++.+++++++.++" NOVEL, "", "" },
    { "query-statistics",     "GetReplicationStatistics", "GetReplicationStatisticsEx", 0, NULL, ".++++++++++++++" NOVEL,
                                ".++++++++++++++" NOVEL, ".++++++++++++++" NOVEL, ".++++++++++++++" NOVEL, "", "" },
    { "reset-statistics",     "ResetReplicationStatistics", "ResetReplicationStatisticsEx", 0, NULL, ".++++++++++++++" NOVEL,
                                ".++++++++++++++" NOVEL, ".++++++++++++++" NOVEL, ".++++++++++++++" NOVEL, "", "" },
    { "service-modify",       "ModifyServiceSettings", NULL, OF_HOST },
    { "authorization-add",    "AddAuthorizationEntry", NULL, OF_HOST },
    { "authorization-modify", "ModifyAuthorizationEntry", NULL, OF_HOST },
    { "authorization-remove", "RemoveAuthorizationEntry", NULL, OF_HOST },
    { "test-connection",      "TestReplicationConnection", NULL, OF_HOST },
    { "query-certificates",   "GetSystemCertificates", NULL, OF_HOST },
    { "service-start",        "StartService", NULL, OF_HOST },
    { "service-stop",         "StopService", NULL, OF_HOST },
    { "service-request-state", "RequestStateChange", NULL, OF_HOST },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(rows) == HVR_N_VERBS);

static void
assert_cells(HvrReplVerb verb, guint mode, guint leg, const char *cells)
{
    if (cells != NULL)
        g_assert_cmpuint(strlen(cells), ==, N_STATES);
    /* Beyond the last sign there is nothing but the unheard-of. */
    for (guint state = 0; state < 300; state++) {
        gboolean expect = cells != NULL && cells[MIN(state, N_STATES - 1)] == '+';

        if (hvr_repl_verb_is_allowed(verb, mode, leg, state) != expect)
            g_test_fail_printf("verb %s mode %u leg %u state %u", rows[verb].name, mode, leg,
                               state);
    }
}

/* Only a replica has two relationships; nobody's second one is of another kind. */
static void
test_row(gconstpointer data)
{
    const Row *row = data;
    HvrReplVerb verb = (HvrReplVerb)(row - rows);
    gboolean of_host = verb >= HVR_VERB_MODIFY_SERVICE;

    g_assert_cmpstr(hvr_repl_verb_get_name(verb), ==, row->name);
    g_assert_cmpstr(hvr_repl_verb_get_method(verb), ==, row->method);
    g_assert_cmpstr(hvr_repl_verb_get_extended_method(verb), ==, row->extended_method);
    g_assert_cmpuint(hvr_repl_verb_get_row(verb)->requested_state, ==, row->requested_state);
    for (guint leg = 0; leg < 2; leg++) {
        assert_cells(verb, 0, leg, row->none);
        assert_cells(verb, 1, leg, row->primary);
        assert_cells(verb, 2, leg, leg == 0 ? row->replica : row->extending);
        /* A test replica: "all 32775", inferred. */
        assert_cells(verb, 3, leg, of_host ? ALL : NULL);
        assert_cells(verb, 4, leg, row->extended);
        /* A role that nobody has heard of is the host's to judge. */
        assert_cells(verb, 5, leg, ALL);
        g_assert_true(hvr_repl_verb_is_allowed(verb, 65535, leg, 65535));
    }
}

/* What the documents fill in: every row says where its cells are from and what
 * becomes of the partner, has a title of its own, and a method whose class is
 * one of the two. */
static void
test_facts(void)
{
    g_autoptr(GHashTable) titles = g_hash_table_new(g_str_hash, g_str_equal);

    for (HvrReplVerb verb = 0; verb < HVR_N_VERBS; verb++) {
        const HvrReplVerbRow *row = hvr_repl_verb_get_row(verb);
        const HvrWmiClass *owner = row->requested_state != 0
                                       ? &hvr_wmi_class_Msvm_ComputerSystem
                                       : &hvr_wmi_class_Msvm_ReplicationService;

        g_assert_true(g_hash_table_add(titles, (char *)hvr_repl_verb_get_title(verb)));
        g_assert_nonnull(row->source);
        g_assert_true(strstr(row->source, "page") != NULL || strstr(row->source, "VM") != NULL);
        g_assert_nonnull(row->partner);
        g_assert_cmpuint(strlen(row->partner), >, 0);
        g_assert_true(row->method->owner == owner);
        g_assert_cmpuint(row->needs & ~row->flags, ==, 0);
        if (row->extended_method == NULL)
            continue;
        g_assert_true(row->extended_method->owner == owner);
        g_assert_nonnull(
            hvr_wmi_class_find_field(row->extended_method->input, "ReplicationRelationship"));
    }
    g_assert_cmpstr(hvr_repl_verb_get_title(HVR_VERB_FAILOVER), ==, "Failing over");
}

/* What the table lets through in spite of the documents' silence is said to be
 * inferred; what they say outright is not. */
static void
test_inferred(void)
{
    static const HvrReplVerb documented[] = {
        HVR_VERB_CANCEL_RESYNCHRONIZE, HVR_VERB_IMPORT,           HVR_VERB_ADD_AUTHORIZATION,
        HVR_VERB_TEST_CONNECTION,      HVR_VERB_GET_CERTIFICATES,
    };
    guint n_documented = 0;

    for (HvrReplVerb verb = 0; verb < HVR_N_VERBS; verb++)
        n_documented += strstr(hvr_repl_verb_get_row(verb)->source, "inferred") == NULL;
    g_assert_cmpuint(n_documented, ==, G_N_ELEMENTS(documented));
    for (guint i = 0; i < G_N_ELEMENTS(documented); i++)
        g_assert_null(strstr(hvr_repl_verb_get_row(documented[i])->source, "inferred"));
}

/* Returns: (transfer full): "1 3". */
static char *
join_numbers(guint32 states)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < 32; i++) {
        if ((states & (1u << i)) != 0)
            g_string_append_printf(text, "%s%u", text->len > 0 ? " " : "", i);
    }

    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_follows(gconstpointer data)
{
    const Row *expect = data;
    const HvrReplVerbRow *row = hvr_repl_verb_get_row((HvrReplVerb)(expect - rows));
    g_autofree char *during = join_numbers(row->during);
    g_autofree char *then = join_numbers(row->then);

    g_assert_cmpstr(during, ==, expect->during);
    g_assert_cmpstr(then, ==, expect->then);
}

static void
test_kinds(void)
{
    for (HvrReplVerb verb = 0; verb < HVR_N_VERBS; verb++) {
        g_assert_true(hvr_repl_verb_is_of_host(verb) == (verb >= HVR_VERB_MODIFY_SERVICE));
        g_assert_true(hvr_repl_verb_is_query(verb) ==
                      (verb == HVR_VERB_GET_STATISTICS || verb == HVR_VERB_GET_CERTIFICATES));
    }
}

typedef struct {
    HvrReplVerb verb;
    guint mode;
    guint leg;
    guint state;
    const char *expect;
} Refusal;

/* clang-format off */
static const Refusal refusals[] = {
    { HVR_VERB_COMMIT, 1, 0, 3,
      "cannot commit the failover of 'web01': it is a primary in state 'replicating', only a replica in state 'failed-over' can" },
    { HVR_VERB_REVERSE, 4, 0, 3,
      "cannot reverse the replication of 'web01': it is an extended replica in state 'replicating', only a replica in state 'failed-over', 'committed' can" },
    { HVR_VERB_START, 0, 0, 0,
      "cannot start the initial replication of 'web01': it is a machine without replication in state 'disabled', only a sender in state 'ready' can" },
    { HVR_VERB_PREPARE, 2, 1, 3,
      "cannot prepare the planned failover of 'web01': it is an extending replica in state 'replicating', only a primary in state 'replicating', 'prepared' can" },
    { HVR_VERB_FAILOVER, 3, 0, 3,
      "cannot fail over 'web01': it is a test replica in state 'replicating', only a replica in state 'replicating', 'suspended', 'critical' can" },
    { HVR_VERB_ENABLE, 1, 0, 1,
      "cannot enable the replication of 'web01': it is a primary in state 'ready', only a machine in state 'disabled', 'replicating', 'suspended', 'critical' can" },
    { HVR_VERB_BECOME_REPLICA, 2, 0, 999,
      "cannot make 'web01' a replica: it is a replica in state 'unknown', only a primary, or a machine without replication, in state 'disabled', 'ready', "
      "'initial-replication', 'replicating', 'prepared', 'suspended', 'critical', 'resync-required', 'resynchronizing', 'resync-suspended' can become one" },
    { HVR_VERB_IMPORT, 2, 0, 3,
      "cannot import the initial replica of 'web01': it is a replica in state 'replicating', only a replica in state 'initial-replication' can" },
    { HVR_VERB_TEST_FAILOVER, 2, 0, 2,
      "cannot start a test failover of 'web01': it is a replica in state 'initial-replication', only a replica in state 'replicating', 'suspended', 'critical' can" },
    { HVR_VERB_BECOME_PRIMARY, 2, 0, 5,
      "cannot make 'web01' the primary: it is a replica in state 'failed-over', only a replica in state 'committed' can become it" },
    { HVR_VERB_AUTHORIZE, 3, 0, 3,
      "cannot choose who may replicate to 'web01': it is a test replica in state 'replicating', only a machine of another role can" },
    { HVR_VERB_SET_NETWORK, 0, 0, 0,
      "cannot change the failover network of 'web01': it is a machine without replication in state 'disabled', only a replicated machine can" },
    { HVR_VERB_GET_STATISTICS, 0, 0, 0,
      "cannot read the replication statistics of 'web01': it is a machine without replication in state 'disabled', only a replicated machine has any" },
    { HVR_VERB_RESET_STATISTICS, 3, 0, 0,
      "cannot reset the replication statistics of 'web01': it is a test replica in state 'disabled', only a replicated machine has any" },
};
/* clang-format on */

static void
test_refusals(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
        const Refusal *c = &refusals[i];
        g_autofree char *text =
            hvr_repl_verb_dup_refusal(c->verb, "web01", c->mode, c->leg, c->state);

        g_assert_cmpstr(text, ==, c->expect);
    }
}

/* Every verb's sentence names machine, role and state, in only one line. */
static void
test_refusal_of_each(void)
{
    for (HvrReplVerb verb = 0; verb < HVR_VERB_MODIFY_SERVICE; verb++) {
        g_autofree char *text = hvr_repl_verb_dup_refusal(verb, "web%01", 3, 0, 7);

        g_assert_true(g_str_has_prefix(text, "cannot "));
        g_assert_nonnull(strstr(text, "'web%01'"));
        g_assert_nonnull(strstr(text, " a test replica "));
        g_assert_nonnull(strstr(text, "'suspended'"));
        g_assert_null(strchr(text, '\n'));
    }
}

/* createreplicationrelationship page and its like: four methods on a replica. */
static void
test_leg(void)
{
    for (HvrReplVerb verb = 0; verb < HVR_N_VERBS; verb++) {
        gboolean extends = verb == HVR_VERB_ENABLE || verb == HVR_VERB_START ||
                           verb == HVR_VERB_RESYNCHRONIZE || verb == HVR_VERB_MODIFY;

        for (guint mode = 0; mode < 7; mode++)
            g_assert_cmpuint(hvr_repl_verb_get_leg(verb, mode), ==, mode == 2 && extends);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *cells = g_strconcat("/repl/verb/cells/", rows[i].name, NULL);
        g_autofree char *follows = g_strconcat("/repl/verb/follows/", rows[i].name, NULL);

        g_test_add_data_func(cells, &rows[i], test_row);
        g_test_add_data_func(follows, &rows[i], test_follows);
    }
    g_test_add_func("/repl/verb/facts", test_facts);
    g_test_add_func("/repl/verb/inferred", test_inferred);
    g_test_add_func("/repl/verb/kinds", test_kinds);
    g_test_add_func("/repl/verb/refusals", test_refusals);
    g_test_add_func("/repl/verb/refusal-of-each", test_refusal_of_each);
    g_test_add_func("/repl/verb/leg", test_leg);

    return g_test_run();
}
