/* test_repl_verb.c: who may do what in which state, cell by cell
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_verb.h"

#include <string.h>

#include "repl_verb_row.h"

#define N_STATES 26

/* States that no document gives to either side, and those nobody has heard of. */
#define NOVEL "+++++++++++"

/* Transcribed from the method pages, the cmdlets' pages and the team's blog, not
 * from the table under test: one sign per state from 0 to 25, "+" is sent, "." is
 * refused; NULL: refused in every state.
 *
 *   ready 1, initial 2, replicating 3, prepared 4, failed over 5, committed 6,
 *   suspended 7, critical 8, resync required 9, resynchronizing 10, resync
 *   suspended 11, failing over 12, failing back 13, failed back 14 */
typedef struct {
    const char *name;
    const char *method;
    guint16 requested_state;
    const char *none;
    const char *primary;
    const char *replica;   /* relationship 0: it receives */
    const char *extending; /* relationship 1 of a replica: it sends */
    const char *extended;
} Row;

/* clang-format off */
#define RSC "RequestReplicationStateChange"
static const Row rows[] = {
    /*                                                            012345678901234 */
    { "enable",               "CreateReplicationRelationship", 0, "+.............." NOVEL, NULL,
                                "...+...+++++.++" NOVEL, "+.............." NOVEL, NULL },
    { "start",                "StartReplication", 0, NULL, ".+............." NOVEL,
                                NULL, ".+............." NOVEL, NULL },
    { "cancel-initial",       RSC, 1, NULL, ".++............" NOVEL,
                                NULL, ".++............" NOVEL, NULL },
    { "suspend",              RSC, 7, NULL, "..++...+.++...." NOVEL,
                                "..++...+.+++.++" NOVEL, "..++...+.++...." NOVEL, "..++...+.+++.++" NOVEL },
    { "resume",               RSC, 3, NULL, "...+...+++.+..." NOVEL,
                                "...+...+++++.++" NOVEL, "...+...+++.+..." NOVEL, "...+...+++++.++" NOVEL },
    { "resynchronize",        "Resynchronize", 0, NULL, ".......+++.+..." NOVEL,
                                NULL, ".......+++.+..." NOVEL, NULL },
    { "cancel-resynchronize", RSC, 9, NULL, "..........++..." NOVEL,
                                NULL, "..........++..." NOVEL, NULL },
    { "prepare",              RSC, 4, NULL, "...++.........." NOVEL, NULL, NULL, NULL },
    { "cancel-prepare",       RSC, 3, NULL, "....+.........." NOVEL, NULL, NULL, NULL },
    { "failover",             "InitiateFailover", 0, NULL, NULL,
                                "...+...+++++.++" NOVEL, NULL, "...+...+++++.++" NOVEL },
    { "revert",               "RevertFailover", 0, NULL, NULL,
                                ".....+...+++.++" NOVEL, NULL, ".....+...+++.++" NOVEL },
    { "commit",               "CommitFailover", 0, NULL, NULL,
                                ".....+...+++.++" NOVEL, NULL, ".....+...+++.++" NOVEL },
    { "become-replica",       RSC, 2, "+++++..+++++..." NOVEL, "+++++..+++++..." NOVEL, NULL, NULL, NULL },
    { "reverse",              "ReverseReplicationRelationship", 0, NULL, NULL,
                                ".....++..+++.++" NOVEL, NULL, ".....++..+++.++" NOVEL },
    { "failback",             "InitiateFailback", 0, NULL, NULL,
                                "..++.++++++++++" NOVEL, NULL, "..++.++++++++++" NOVEL },
    { "modify",               "ModifyReplicationSettings", 0, NULL, ".+++...+++.+..." NOVEL,
                                NULL, ".+++...+++.+..." NOVEL, NULL },
    { "remove",               "RemoveReplicationRelationship", 0, NULL, ".++++..+++++..." NOVEL,
                                "..++.+++++++.++" NOVEL, ".++++..+++++..." NOVEL, "..++.+++++++.++" NOVEL },
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

static void
test_row(gconstpointer data)
{
    const Row *row = data;
    HvrReplVerb verb = (HvrReplVerb)(row - rows);

    g_assert_cmpstr(hvr_repl_verb_get_name(verb), ==, row->name);
    g_assert_cmpstr(hvr_repl_verb_get_method(verb), ==, row->method);
    g_assert_cmpuint(hvr_repl_verb_get_row(verb)->requested_state, ==, row->requested_state);
    assert_cells(verb, 0, 0, row->none);
    assert_cells(verb, 1, 0, row->primary);
    assert_cells(verb, 2, 0, row->replica);
    assert_cells(verb, 2, 1, row->extending);
    assert_cells(verb, 3, 0, NULL); /* a test replica: "all 32775", inferred */
    assert_cells(verb, 4, 0, row->extended);
    /* A role that nobody has heard of is the host's to judge. */
    assert_cells(verb, 5, 0, "+++++++++++++++" NOVEL);
    g_assert_true(hvr_repl_verb_is_allowed(verb, 65535, 0, 65535));
}

/* What the documents fill in: every row says where its cells are from, has a
 * title of its own, and a method whose class is one of the two. */
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
        g_assert_cmpuint(strlen(row->source), >, 10);
        g_assert_true(row->method->owner == owner);
        if (row->extended_method == NULL)
            continue;
        g_assert_true(row->extended_method->owner == owner);
        g_assert_nonnull(
            hvr_wmi_class_find_field(row->extended_method->input, "ReplicationRelationship"));
    }
    g_assert_cmpstr(hvr_repl_verb_get_title(HVR_VERB_FAILOVER), ==, "Failing over");
}

/* Every mention of "inferred" in the documents' notes, again. */
static void
test_inferred(void)
{
    static const HvrReplVerb inferred[] = {
        HVR_VERB_ENABLE,  HVR_VERB_CANCEL_INITIAL, HVR_VERB_SUSPEND,  HVR_VERB_RESUME,
        HVR_VERB_PREPARE, HVR_VERB_CANCEL_PREPARE, HVR_VERB_FAILOVER, HVR_VERB_BECOME_REPLICA,
        HVR_VERB_REVERSE, HVR_VERB_FAILBACK,       HVR_VERB_MODIFY,
    };
    guint n_inferred = 0;

    for (HvrReplVerb verb = 0; verb < HVR_N_VERBS; verb++)
        n_inferred += strstr(hvr_repl_verb_get_row(verb)->source, "inferred") != NULL;
    g_assert_cmpuint(n_inferred, ==, G_N_ELEMENTS(inferred));
    for (guint i = 0; i < G_N_ELEMENTS(inferred); i++)
        g_assert_nonnull(strstr(hvr_repl_verb_get_row(inferred[i])->source, "inferred"));
}

/* The state that the partner of a sequence waits for: the whole road and back. */
static void
test_then(void)
{
    static const struct {
        HvrReplVerb verb;
        guint then[3]; /* ended by the first repeated */
    } follows[] = {
        { HVR_VERB_ENABLE, { 1, 1 } },
        { HVR_VERB_START, { 2, 3, 1 } },
        { HVR_VERB_CANCEL_INITIAL, { 1, 1 } },
        { HVR_VERB_SUSPEND, { 7, 11, 11 } },
        { HVR_VERB_RESUME, { 3, 10, 10 } },
        { HVR_VERB_RESYNCHRONIZE, { 10, 3, 9 } },
        { HVR_VERB_CANCEL_RESYNCHRONIZE, { 9, 9 } },
        { HVR_VERB_PREPARE, { 4, 4 } },
        { HVR_VERB_CANCEL_PREPARE, { 3, 3 } },
        { HVR_VERB_FAILOVER, { 12, 5, 5 } },
        { HVR_VERB_REVERT, { 3, 3 } },
        { HVR_VERB_COMMIT, { 6, 6 } },
        { HVR_VERB_BECOME_REPLICA, { 2, 2 } },
        { HVR_VERB_REVERSE, { 1, 3, 3 } },
        { HVR_VERB_FAILBACK, { 13, 14, 14 } },
        { HVR_VERB_REMOVE, { 0, 0 } },
    };

    for (guint i = 0; i < G_N_ELEMENTS(follows); i++) {
        guint32 then = hvr_repl_verb_get_row(follows[i].verb)->then;

        g_assert_true((then & (1u << follows[i].then[0])) != 0);
        g_assert_true((then & (1u << follows[i].then[1])) != 0);
    }
    g_assert_cmpuint(hvr_repl_verb_get_row(HVR_VERB_MODIFY)->then, ==, 0);
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

/* Every verb's sentence has its four places, and only one line. */
static void
test_refusal_of_each(void)
{
    for (HvrReplVerb verb = 0; verb < HVR_N_VERBS; verb++) {
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
        g_autofree char *path = g_strconcat("/repl/verb/cells/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test_row);
    }
    g_test_add_func("/repl/verb/facts", test_facts);
    g_test_add_func("/repl/verb/inferred", test_inferred);
    g_test_add_func("/repl/verb/then", test_then);
    g_test_add_func("/repl/verb/refusals", test_refusals);
    g_test_add_func("/repl/verb/refusal-of-each", test_refusal_of_each);
    g_test_add_func("/repl/verb/leg", test_leg);

    return g_test_run();
}
