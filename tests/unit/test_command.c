/* test_command.c: what the command table refuses before anything is sent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command.h"

#include <string.h>

#include "command_row.h"
#include "hvr_error.h"
#include "repl_verb.h"
#include "wmi_session.h"

typedef struct {
    HvrHost *host;
    HvrDomain *domain;
} Fixture;

static HvrWmiSession *
no_session(gpointer user_data, HvrClock *clock, GError **error)
{
    return hvr_fail_null(error, HVR_ERROR_UNREACHABLE, "no host in this test");
}

static void
set_up(Fixture *fixture, gconstpointer data)
{
    HvrHostConfig config;
    g_autoptr(HvrClock) clock = hvr_clock_new();

    hvr_host_config_init(&config);
    config.endpoint.name = "hv01";
    config.open = no_session;
    fixture->host = hvr_host_new(&config, clock);
    fixture->domain = hvr_domain_new("11111111-1111-4111-8111-111111111111", "web01");
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    hvr_host_close(fixture->host);
    g_object_unref(fixture->host);
    hvr_domain_unref(fixture->domain);
}

static void
keep_result(GObject *source, GAsyncResult *result, gpointer user_data)
{
    *(GAsyncResult **)user_data = g_object_ref(result);
}

static char *
run(Fixture *fixture, const char *text, gboolean read_only, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hvr_command_run_async(fixture->host, fixture->domain, text, read_only, NULL, keep_result,
                          &result);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);

    return hvr_command_run_finish(result, error);
}

typedef struct {
    const char *name;
    const char *text;
    HvrErrorCode code;
    const char *message;
} Refusal;

/* clang-format off */
static const Refusal refusals[] = {
    { "empty",           "",                                                   HVR_ERROR_INVALID, "no JSON object" },
    { "cut-off",         "{\"execute\":\"query-commands\"",                    HVR_ERROR_INVALID, "not valid JSON" },
    { "array",           "[1]",                                                HVR_ERROR_INVALID, "no JSON object" },
    { "no-execute",      "{\"id\":1}",                                         HVR_ERROR_INVALID, "no string member 'execute'" },
    { "execute-number",  "{\"execute\":1}",                                    HVR_ERROR_INVALID, "no string member 'execute'" },
    { "execute-null",    "{\"execute\":null}",                                 HVR_ERROR_INVALID, "no string member 'execute'" },
    { "unknown-member",  "{\"execute\":\"query-job\",\"args\":{}}",            HVR_ERROR_INVALID, "unknown member 'args'" },
    { "arguments-array", "{\"execute\":\"query-job\",\"arguments\":[]}",       HVR_ERROR_INVALID, "'arguments' is no JSON object" },
    { "no-such-argument", "{\"execute\":\"query-job\",\"arguments\":{\"x\":1}}", HVR_ERROR_INVALID, "command 'query-job' has no argument 'x'" },
    { "not-utf8",        "{\"execute\":\"\xff\"}",                             HVR_ERROR_INVALID, "not valid UTF-8" },
    { "nul",             "{\"execute\":\"query-commands\\u0000x\"}",         HVR_ERROR_INVALID, "a NUL character" },
    { "boolean-string",  "{\"execute\":\"replication-commit\",\"arguments\":{\"wait\":\"no\"}}", HVR_ERROR_INVALID, "'wait' of 'replication-commit' must be true or false" },
    { "number-string",   "{\"execute\":\"replication-commit\",\"arguments\":{\"timeout\":\"1\"}}", HVR_ERROR_INVALID, "must be a whole number" },
    { "number-fraction", "{\"execute\":\"replication-commit\",\"arguments\":{\"timeout\":1.5}}", HVR_ERROR_INVALID, "must be a whole number" },
    { "number-low",      "{\"execute\":\"replication-commit\",\"arguments\":{\"timeout\":0}}", HVR_ERROR_INVALID, "must be from 1 to 604800" },
    { "number-high",     "{\"execute\":\"replication-commit\",\"arguments\":{\"timeout\":604801}}", HVR_ERROR_INVALID, "must be from 1 to 604800" },
    { "number-null",     "{\"execute\":\"replication-commit\",\"arguments\":{\"timeout\":null}}", HVR_ERROR_INVALID, "must be a whole number" },
    { "time",            "{\"execute\":\"replication-start\",\"arguments\":{\"start-time\":\"soon\"}}", HVR_ERROR_INVALID, "'soon' is no time with offset" },
    { "time-no-offset",  "{\"execute\":\"replication-start\",\"arguments\":{\"start-time\":\"2026-05-01T03:00:00\"}}", HVR_ERROR_INVALID, "is no time with offset" },
    { "time-epoch",      "{\"execute\":\"replication-start\",\"arguments\":{\"start-time\":\"1970-01-01T00:00:00Z\"}}", HVR_ERROR_INVALID, "is long past" },
    { "no-point",        "{\"execute\":\"replication-failover\",\"arguments\":{\"point\":\"rp-1\"}}", HVR_ERROR_NO_POINT, "rp-1" },
    { "required",        "{\"execute\":\"replication-enable\"}",               HVR_ERROR_INVALID, "needs the argument 'replica-server'" },
    { "setting-range",   "{\"execute\":\"replication-enable\",\"arguments\":{\"replica-server\":\"b\",\"recovery-history\":25}}", HVR_ERROR_INVALID, "recovery-history" },
    { "setting-object",  "{\"execute\":\"replication-enable\",\"arguments\":{\"replica-server\":{}}}", HVR_ERROR_INVALID, "'replica-server' must be a string" },
    { "no-extended",     "{\"execute\":\"replication-suspend\",\"arguments\":{\"extended\":true}}", HVR_ERROR_STATE, "'web01' has no extended relationship" },
};
/* clang-format on */

static void
test_refusal(Fixture *fixture, gconstpointer data)
{
    const Refusal *c = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *answer = run(fixture, c->text, FALSE, &error);

    g_assert_null(answer);
    g_assert_error(error, HVR_ERROR, (int)c->code);
    g_assert_nonnull(strstr(error->message, c->message));
    g_assert_null(strchr(error->message, '\n'));
}

static void
test_huge(Fixture *fixture, gconstpointer data)
{
    g_autofree char *deep = g_strnfill(100000, '[');
    g_autofree char *long_text = g_strnfill(300 * 1024, ' ');
    g_autoptr(GError) deep_error = NULL;
    g_autoptr(GError) long_error = NULL;

    g_assert_null(run(fixture, deep, FALSE, &deep_error));
    g_assert_error(deep_error, HVR_ERROR, HVR_ERROR_INVALID);
    g_assert_nonnull(strstr(deep_error->message, "nested deeper than 32"));
    g_assert_null(run(fixture, long_text, FALSE, &long_error));
    g_assert_nonnull(strstr(long_error->message, "262144"));
}

static void
test_not_found(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *answer =
        run(fixture, "{\"execute\":\"a\\\"[{\",\"id\":{\"n\":[1,null]}}", FALSE, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(
        answer, ==,
        "{\"error\":{\"class\":\"CommandNotFound\",\"desc\":\"The command a\\\"[{ has not been "
        "found\"},\"id\":{\"n\":[1,null]}}");
}

/* Every row: writers are refused on a read-only connection, readers are not. */
static void
test_read_only(Fixture *fixture, gconstpointer data)
{
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);
    guint n_refused = 0;

    for (guint i = 0; i < n_rows; i++) {
        g_autofree char *text = g_strdup_printf("{\"execute\":\"%s\"}", rows[i].name);
        g_autoptr(GError) error = NULL;

        if (!g_str_has_prefix(rows[i].name, "replication-"))
            continue;
        g_assert_null(run(fixture, text, TRUE, &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_DENIED);
        g_assert_nonnull(strstr(error->message, rows[i].name));
        n_refused++;
    }
    g_assert_cmpuint(n_refused, ==, HVR_N_VERBS);
}

/* One command per verb, each with a summary, names unique. */
static void
test_table(void)
{
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    guint n_of_verb[HVR_N_VERBS] = { 0 };

    for (guint i = 0; i < n_rows; i++) {
        g_assert_true(g_hash_table_add(names, (gpointer)rows[i].name));
        g_assert_nonnull(rows[i].summary);
        g_assert_nonnull(rows[i].run);
        if (rows[i].run != hvr_command_verb)
            continue;
        n_of_verb[rows[i].verb]++;
        g_assert_true(g_str_has_prefix(rows[i].name, "replication-"));
        g_assert_cmpstr(rows[i].name + strlen("replication-"), ==,
                        hvr_repl_verb_get_name(rows[i].verb));
    }
    for (guint i = 0; i < HVR_N_VERBS; i++)
        g_assert_cmpuint(n_of_verb[i], ==, 1);
}

static void
test_query(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *answer =
        run(fixture, "{\"execute\":\"query-replication\",\"id\":7}", TRUE, &error);
    g_autofree char *points = run(fixture, "{\"execute\":\"query-recovery-points\"}", TRUE, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(answer, ==,
                    "{\"return\":{\"role\":\"none\",\"role-number\":0,\"relationships\":[],"
                    "\"reachable\":false},\"id\":7}");
    g_assert_cmpstr(points, ==, "{\"return\":[]}");
}

static void
add(const char *path, gconstpointer data, void (*test)(Fixture *, gconstpointer))
{
    g_test_add(path, Fixture, data, set_up, test, tear_down);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/command/refusal/", refusals[i].name, NULL);

        add(path, &refusals[i], test_refusal);
    }
    add("/command/refusal/huge", NULL, test_huge);
    add("/command/not-found", NULL, test_not_found);
    add("/command/read-only", NULL, test_read_only);
    add("/command/query", NULL, test_query);
    g_test_add_func("/command/table", test_table);

    return g_test_run();
}
