/* test_command_describe.c: the table of commands as JSON
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_describe.h"

#include "command_row.h"

static JsonObject *
find(JsonArray *array, const char *name, const char *scope)
{
    for (guint i = 0; i < json_array_get_length(array); i++) {
        JsonObject *object = json_array_get_object_element(array, i);

        if (g_str_equal(json_object_get_string_member(object, "name"), name) &&
            (scope == NULL || g_str_equal(json_object_get_string_member(object, "scope"), scope)))
            return object;
    }

    return NULL;
}

/* An argument, or else a member of the answer. */
static JsonObject *
find_part(JsonObject *command, const char *name)
{
    JsonObject *found = find(json_object_get_array_member(command, "arguments"), name, NULL);

    if (found != NULL || !json_object_has_member(command, "answer"))
        return found;

    return find(json_object_get_array_member(command, "answer"), name, NULL);
}

static char *
format_member(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);

    return node != NULL ? json_to_string(node, FALSE) : g_strdup("-");
}

static void
assert_member(JsonObject *object, const char *name, const char *expect)
{
    g_autofree char *text = format_member(object, name);

    g_assert_cmpstr(text, ==, expect);
}

typedef struct {
    const char *command;
    const char *scope;
    const char *argument; /* (nullable): or a member of the answer */
    const char *member;
    const char *expect; /* "-" for no such member */
} Case;

/* clang-format off */
static const Case cases[] = {
    { "query-commands",               "any",  NULL,               "access",   "\"read\""  },
    { "replication-failover",         "vm",   NULL,               "access",   "\"write\"" },
    { "replication-failover",         "vm",   NULL,               "method",   "\"InitiateFailover\"" },
    { "replication-remove",           "vm",   NULL,               "extended-method", "\"RemoveReplicationRelationshipEx\"" },
    { "replication-test-cleanup",     "vm",   NULL,               "method",   "-" },
    { "replication-failover",         "vm",   "point",            "type",     "\"point\"" },
    { "replication-failover",         "vm",   "wait",             "type",     "\"boolean\"" },
    { "replication-failover",         "vm",   "timeout",          "unit",     "\"s\"" },
    { "replication-failover",         "vm",   "timeout",          "maximum",  "604800" },
    { "replication-start",            "vm",   "start-time",       "type",     "\"time\"" },
    { "replication-start",            "vm",   "transfer",         "choices",  "[\"network\",\"export\",\"seeded\"]" },
    { "replication-import",           "vm",   "location",         "required", "true" },
    { "replication-enable",           "vm",   "replica-server",   "required", "true" },
    { "replication-reverse",          "vm",   "replica-server",   "required", "false" },
    { "replication-enable",           "vm",   "replica-host",     "name",     "-" },
    { "replication-enable",           "vm",   "excluded-disks",   "type",     "\"list\"" },
    { "replication-enable",           "vm",   "authentication",   "choices",  "[\"kerberos\",\"certificate\"]" },
    { "replication-enable",           "vm",   "frequency",        "choices",  "[\"30\",\"300\",\"900\"]" },
    { "replication-enable",           "vm",   "consistent-interval", "unit",  "\"h\"" },
    { "replication-enable",           "vm",   "auto-resync-start", "type",    "\"time-of-day\"" },
    { "replication-modify",           "vm",   "document",         "type",     "\"document\"" },
    { "query-replication-statistics", "vm",   "extended",         "type",     "\"boolean\"" },
    { "query-replication-statistics", "vm",   "state",            "name",     "-" },
    { "query-replication-statistics", "host", "role",             "choices",  "[\"none\",\"primary\",\"replica\",\"test\",\"extended\",\"unknown\"]" },
    { "replication-service-modify",   "host", "authentication",   "choices",  "[\"kerberos\",\"certificate\",\"both\"]" },
    { "replication-test-connection",  "host", "frequency",        "name",     "-" },
    { "replication-test-connection",  "host", "bypass-proxy",     "type",     "\"boolean\"" },
    { "replication-set-failover-network", "vm", "addresses",      "type",     "\"list\"" },
    { "query-job",                    "any",  NULL,               "answer-type", "\"object\"" },
    { "query-job",                    "any",  "running",          "nullable", "true" },
    { "query-replications",           "host", NULL,               "answer-type", "\"objects\"" },
    { "query-replications",           "host", "rpo-seconds",      "unit",     "\"s\"" },
    { "query-replications",           "host", "settings",         "subject",  "\"relationship\"" },
    { "query-replication-authorization", "host", NULL,            "answer-subject", "\"authorization\"" },
    { "refresh",                      "any",  NULL,               "answer-type", "\"null\"" },
    { "replication-suspend",          "vm",   "dry-run",          "type",     "\"boolean\"" },
    { "query-planned-failover",       "vm",   "dry-run",          "name",     "-" },
    { "query-host",                   "any",  "requests",         "type",     "\"number\"" },
    { "query-host",                   "any",  "requests",         "always",   "true" },
    { "query-host",                   "any",  "unreachable-since", "type",    "\"time\"" },
    { "query-host",                   "any",  "unreachable-since", "always",  "false" },
    { "query-host",                   "any",  "sealed",           "type",     "\"boolean\"" },
};
/* clang-format on */

static void
test_member(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(JsonNode) node = hvr_command_describe();
    JsonObject *object = find(json_node_get_array(node), c->command, c->scope);

    g_assert_nonnull(object);
    if (c->argument != NULL)
        object = find_part(object, c->argument);
    if (object != NULL)
        assert_member(object, c->member, c->expect);
    else
        g_assert_cmpstr(c->expect, ==, "-");
}

static void
check_summaries(JsonArray *array)
{
    for (guint i = 0; i < json_array_get_length(array); i++) {
        JsonObject *object = json_array_get_object_element(array, i);

        if (!json_object_has_member(object, "summary"))
            g_test_message("%s has none", json_object_get_string_member(object, "name"));
        g_assert_true(json_object_has_member(object, "summary"));
        if (json_object_has_member(object, "members"))
            check_summaries(json_object_get_array_member(object, "members"));
    }
}

/* What documents are made of: nothing without a line that says what it is. */
static void
test_summaries(void)
{
    g_autoptr(JsonNode) node = hvr_command_describe();
    JsonArray *array = json_node_get_array(node);
    guint n_rows;

    hvr_command_row_list(&n_rows);
    g_assert_cmpuint(json_array_get_length(array), ==, n_rows);
    for (guint i = 0; i < n_rows; i++) {
        JsonObject *object = json_array_get_object_element(array, i);

        check_summaries(json_object_get_array_member(object, "arguments"));
        if (json_object_has_member(object, "answer"))
            check_summaries(json_object_get_array_member(object, "answer"));
    }
    check_summaries(array);
}

/* Who reads answers by program relies on these names. */
static void
test_host_members(void)
{
    static const char *const names[] = {
        "name",
        "address",
        "hostname",
        "version",
        "reachable",
        "unreachable-since",
        "unreachable-reason",
        "authentication",
        "sealed",
        "clock-skew-seconds",
        "events",
        "events-reason",
        "requests",
        "domains",
    };
    g_autoptr(JsonNode) node = hvr_command_describe();
    JsonObject *command = find(json_node_get_array(node), "query-host", NULL);
    JsonArray *answer = json_object_get_array_member(command, "answer");

    g_assert_cmpuint(json_array_get_length(answer), ==, G_N_ELEMENTS(names));
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        g_assert_nonnull(find(answer, names[i], NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path =
            g_strdup_printf("/command/describe/%s/%s/%s/%s", cases[i].command, cases[i].scope,
                            cases[i].argument != NULL ? cases[i].argument : "-", cases[i].member);

        g_test_add_data_func(path, &cases[i], test_member);
    }
    g_test_add_func("/command/describe/summaries", test_summaries);
    g_test_add_func("/command/describe/host-members", test_host_members);

    return g_test_run();
}
