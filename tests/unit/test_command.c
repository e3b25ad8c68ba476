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

static void
set_up_host(Fixture *fixture, gconstpointer data)
{
    set_up(fixture, data);
    hvr_domain_unref(fixture->domain);
    fixture->domain = hvr_domain_new("99999999-9999-4999-8999-999999999999", "HV01");
    fixture->domain->is_host = TRUE;
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

/* 256 characters. */
#define K16 "aaaaaaaaaaaaaaaa"
#define K   K16 K16 K16 K16 K16 K16 K16 K16 K16 K16 K16 K16 K16 K16 K16 K16

#define COMMAND(name, arguments) "{\"execute\":\"" name "\",\"arguments\":{" arguments "}}"

/* clang-format off */
static const Refusal refusals[] = {
    { "empty",            "",                                                    HVR_ERROR_INVALID, "no JSON object" },
    { "cut-off",          "{\"execute\":\"query-commands\"",                     HVR_ERROR_INVALID, "not valid JSON" },
    { "array",            "[1]",                                                 HVR_ERROR_INVALID, "no JSON object" },
    { "no-execute",       "{\"id\":1}",                                          HVR_ERROR_INVALID, "no string member 'execute'" },
    { "execute-number",   "{\"execute\":1}",                                     HVR_ERROR_INVALID, "no string member 'execute'" },
    { "execute-null",     "{\"execute\":null}",                                  HVR_ERROR_INVALID, "no string member 'execute'" },
    { "unknown-member",   "{\"execute\":\"query-job\",\"args\":{}}",             HVR_ERROR_INVALID, "unknown member 'args'" },
    { "arguments-array",  "{\"execute\":\"query-job\",\"arguments\":[]}",        HVR_ERROR_INVALID, "'arguments' is no JSON object" },
    { "not-utf8",         "{\"execute\":\"\xff\"}",                              HVR_ERROR_INVALID, "not valid UTF-8" },
    { "nul",              "{\"execute\":\"query-commands\\u0000x\"}",            HVR_ERROR_INVALID, "a NUL character" },
    { "no-such-argument", COMMAND("query-job", "\"x\":1"),                       HVR_ERROR_INVALID, "command 'query-job' has no argument 'x'" },
    { "argument-lines",   COMMAND("query-job", "\"a\\nb\":1"),                   HVR_ERROR_INVALID, "command 'query-job' has no argument 'a?b'" },
    { "boolean-string",   COMMAND("replication-commit", "\"wait\":\"no\""),      HVR_ERROR_INVALID, "argument 'wait' of 'replication-commit' must be true or false" },
    { "boolean-null",     COMMAND("replication-commit", "\"wait\":null"),        HVR_ERROR_INVALID, "must be true or false" },
    { "number-string",    COMMAND("replication-commit", "\"timeout\":\"1\""),    HVR_ERROR_INVALID, "must be a whole number" },
    { "number-fraction",  COMMAND("replication-commit", "\"timeout\":1.5"),      HVR_ERROR_INVALID, "must be a whole number" },
    { "number-low",       COMMAND("replication-commit", "\"timeout\":0"),        HVR_ERROR_INVALID, "must be from 1 to 604800" },
    { "number-high",      COMMAND("replication-commit", "\"timeout\":604801"),   HVR_ERROR_INVALID, "must be from 1 to 604800" },
    { "number-null",      COMMAND("replication-commit", "\"timeout\":null"),     HVR_ERROR_INVALID, "must be a whole number" },
    { "string-number",    COMMAND("replication-import", "\"location\":7"),       HVR_ERROR_INVALID, "argument 'location' of 'replication-import' must be a string" },
    { "string-empty",     COMMAND("replication-import", "\"location\":\"\""),    HVR_ERROR_INVALID, "argument 'location' of 'replication-import' must be more than an empty string" },
    { "string-lines",     COMMAND("replication-import", "\"location\":\"E:\\\\a\\nb\""), HVR_ERROR_INVALID, "argument 'location' of 'replication-import' must be one line of at most 1024 characters" },
    { "string-long",      COMMAND("replication-import", "\"location\":\"" K K K K "x\""), HVR_ERROR_INVALID, "argument 'location' of 'replication-import' must be one line of at most 1024 characters" },
    { "point-long",       COMMAND("replication-failover", "\"point\":\"" K K K K "x\""), HVR_ERROR_INVALID, "argument 'point' of 'replication-failover' must be one line of at most 1024 characters" },
    { "list-lines",       COMMAND("replication-enable", "\"replica-server\":\"b\",\"excluded-disks\":[\"a\\tb\"]"), HVR_ERROR_INVALID, "'excluded-disks' of 'replication-enable' must be one line" },
    { "choice",           COMMAND("replication-start", "\"transfer\":\"car\""),  HVR_ERROR_INVALID, "argument 'transfer' of 'replication-start' must be one of 'network', 'export', 'seeded', not 'car'" },
    { "choice-number",    COMMAND("replication-start", "\"transfer\":1"),        HVR_ERROR_INVALID, "argument 'transfer' of 'replication-start' must be a string" },
    { "choice-format",    COMMAND("query-replication", "\"format\":\"yaml\""),   HVR_ERROR_INVALID, "must be one of 'json', 'xml', not 'yaml'" },
    { "list-string",      COMMAND("replication-enable", "\"replica-server\":\"b\",\"excluded-disks\":\"a\""), HVR_ERROR_INVALID, "argument 'excluded-disks' of 'replication-enable' must be an array of strings" },
    { "list-empty",       COMMAND("replication-enable", "\"replica-server\":\"b\",\"excluded-disks\":[]"), HVR_ERROR_INVALID, "must be an array of at least one string" },
    { "list-numbers",     COMMAND("replication-enable", "\"replica-server\":\"b\",\"excluded-disks\":[1]"), HVR_ERROR_INVALID, "'excluded-disks' of 'replication-enable' must be a string" },
    { "time",             COMMAND("replication-start", "\"start-time\":\"soon\""), HVR_ERROR_INVALID, "argument 'start-time' of 'replication-start': 'soon' is no time with offset" },
    { "time-no-offset",   COMMAND("replication-start", "\"start-time\":\"2026-05-01T03:00:00\""), HVR_ERROR_INVALID, "is no time with offset" },
    { "time-epoch",       COMMAND("replication-start", "\"start-time\":\"1970-01-01T00:00:00Z\""), HVR_ERROR_INVALID, "is long past" },
    { "no-point",         COMMAND("replication-failover", "\"point\":\"rp-1\""), HVR_ERROR_NO_POINT, "rp-1" },
    { "required",         COMMAND("replication-import", ""),                     HVR_ERROR_INVALID, "command 'replication-import' needs the argument 'location'" },
    { "required-setting", COMMAND("replication-enable", ""),                     HVR_ERROR_INVALID, "command 'replication-enable' needs the argument 'replica-server'" },
    { "setting-range",    COMMAND("replication-enable", "\"replica-server\":\"b\",\"recovery-history\":25"), HVR_ERROR_INVALID, "argument 'recovery-history' of 'replication-enable': " },
    { "setting-object",   COMMAND("replication-enable", "\"replica-server\":{}"), HVR_ERROR_INVALID, "argument 'replica-server' of 'replication-enable' must be a string" },
    { "setting-string",   COMMAND("replication-modify", "\"compression\":\"yes\""), HVR_ERROR_INVALID, "argument 'compression' of 'replication-modify' must be true or false" },
    { "setting-number",   COMMAND("replication-modify", "\"port\":\"80\""),      HVR_ERROR_INVALID, "argument 'port' of 'replication-modify' must be a whole number" },
    { "setting-choice",   COMMAND("replication-modify", "\"authentication\":\"ntlm\""), HVR_ERROR_INVALID, "argument 'authentication' of 'replication-modify': " },
    { "setting-time",     COMMAND("replication-modify", "\"auto-resync-start\":\"25:00\""), HVR_ERROR_INVALID, "argument 'auto-resync-start' of 'replication-modify': " },
    { "setting-list",     COMMAND("replication-modify", "\"included-disks\":[]"), HVR_ERROR_INVALID, "argument 'included-disks' of 'replication-modify' must be an array of at least one string" },
    { "setting-read",     COMMAND("replication-modify", "\"replica-host\":\"x\""), HVR_ERROR_INVALID, "argument 'replica-host' of 'replication-modify' can only be read" },
    { "no-setting",       COMMAND("replication-suspend", "\"port\":80"),         HVR_ERROR_INVALID, "command 'replication-suspend' has no argument 'port'" },
    { "no-extended",      COMMAND("replication-suspend", "\"extended\":true"),   HVR_ERROR_STATE, "'web01' has no extended relationship" },
    { "two-ways",         COMMAND("replication-modify", "\"document\":\"<a/>\",\"port\":80"), HVR_ERROR_INVALID, "'replication-modify' takes either a document or settings" },
    { "two-ways-leg",     COMMAND("replication-modify", "\"document\":\"<a/>\",\"extended\":true"), HVR_ERROR_INVALID, "'replication-modify' takes either a document or settings" },
    { "three-ways",       COMMAND("replication-set-failover-network", ""),       HVR_ERROR_INVALID, "'replication-set-failover-network' needs either a document, settings or 'clear'" },
    { "three-ways-two",   COMMAND("replication-set-failover-network", "\"clear\":\"all\",\"dhcp\":true"), HVR_ERROR_INVALID, "needs either a document, settings or 'clear'" },
    { "document-adapter", COMMAND("replication-set-failover-network", "\"document\":\"<a/>\",\"adapter\":\"x\""), HVR_ERROR_INVALID, "takes no adapter beside a document" },
    { "switch-and-pool",  COMMAND("replication-set-test-switch", "\"switch\":\"a\",\"pool\":\"b\""), HVR_ERROR_INVALID, "takes either a switch or a pool" },
    { "host-command",     COMMAND("query-replication-service", ""),              HVR_ERROR_INVALID, "command 'query-replication-service' is for the host: send it to the domain 'hv01', not to the virtual machine 'web01'" },
    { "host-filter",      COMMAND("query-replication-statistics", "\"state\":\"ready\""), HVR_ERROR_INVALID, "command 'query-replication-statistics' has no argument 'state'" },
};

/* Sent to the host's own domain. */
static const Refusal host_refusals[] = {
    { "machine-command",  COMMAND("replication-enable", ""),                     HVR_ERROR_INVALID, "command 'replication-enable' is for virtual machines, 'HV01' is the host itself" },
    { "machine-query",    COMMAND("query-replication", ""),                      HVR_ERROR_INVALID, "command 'query-replication' is for virtual machines" },
    { "leg-argument",     COMMAND("query-replication-statistics", "\"extended\":true"), HVR_ERROR_INVALID, "command 'query-replication-statistics' has no argument 'extended'" },
    { "state-choice",     COMMAND("query-replications", "\"state\":\"fine\""),   HVR_ERROR_INVALID, "argument 'state' of 'query-replications' must be one of 'disabled', 'ready', " },
    { "role-choice",      COMMAND("query-replications", "\"role\":\"king\""),    HVR_ERROR_INVALID, "must be one of 'none', 'primary', 'replica', 'test', 'extended', 'unknown', not 'king'" },
    { "health-choice",    COMMAND("query-replications", "\"health\":\"good\""),  HVR_ERROR_INVALID, "must be one of 'none', 'ok', 'warning', 'critical', 'unknown', not 'good'" },
    { "entry-needs",      COMMAND("replication-authorization-add", "\"allowed-primary\":\"a\",\"trust-group\":\"b\""), HVR_ERROR_INVALID, "command 'replication-authorization-add' needs the argument 'storage-location'" },
    { "entry-needs-key",  COMMAND("replication-authorization-modify", "\"trust-group\":\"b\""), HVR_ERROR_INVALID, "command 'replication-authorization-modify' needs the argument 'allowed-primary'" },
    { "neither",          COMMAND("replication-authorization-remove", ""),       HVR_ERROR_INVALID, "'replication-authorization-remove' needs either 'allowed-primary' or 'trust-group'" },
    { "both",             COMMAND("replication-authorization-remove", "\"allowed-primary\":\"a\",\"trust-group\":\"b\""), HVR_ERROR_INVALID, "needs either 'allowed-primary' or 'trust-group'" },
    { "contact-setting",  COMMAND("replication-test-connection", "\"replica-server\":\"b\",\"frequency\":30"), HVR_ERROR_INVALID, "command 'replication-test-connection' has no argument 'frequency'" },
    { "contact-needs",    COMMAND("replication-test-connection", ""),            HVR_ERROR_INVALID, "needs the argument 'replica-server'" },
    { "service-two-ways", COMMAND("replication-service-modify", "\"document\":\"<a/>\",\"enabled\":true"), HVR_ERROR_INVALID, "takes either a document or settings, not both" },
    { "service-port",     COMMAND("replication-service-modify", "\"http-port\":0"), HVR_ERROR_INVALID, "argument 'http-port' of 'replication-service-modify': " },
    { "state-needed",     COMMAND("replication-service-request-state", ""),      HVR_ERROR_INVALID, "needs the argument 'state'" },
    { "state-range",      COMMAND("replication-service-request-state", "\"state\":65536"), HVR_ERROR_INVALID, "must be from 1 to 65535" },
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

static void
address(Fixture *fixture, const HvrCommandRow *row)
{
    fixture->domain->is_host = row->scope == HVR_COMMAND_HOST;
}

/* Every row: writers are refused on a read-only connection. */
static void
test_read_only(Fixture *fixture, gconstpointer data)
{
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);
    guint n_refused = 0;

    for (guint i = 0; i < n_rows; i++) {
        g_autofree char *text = g_strdup_printf("{\"execute\":\"%s\"}", rows[i].name);
        g_autoptr(GError) error = NULL;

        g_assert_true(g_str_has_prefix(rows[i].name, "replication-") ==
                      hvr_access_is_write(rows[i].access));
        if (!hvr_access_is_write(rows[i].access))
            continue;
        address(fixture, &rows[i]);
        g_assert_null(run(fixture, text, TRUE, &error));
        g_assert_error(error, HVR_ERROR, HVR_ERROR_DENIED);
        g_assert_nonnull(strstr(error->message, rows[i].name));
        n_refused++;
    }
    g_assert_cmpuint(n_refused, ==, 33);
}

/* Every row that changes something: to ask what it would do takes no more than the right to read.
 */
static void
test_dry_run(Fixture *fixture, gconstpointer data)
{
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);

    for (guint i = 0; i < n_rows; i++) {
        gboolean is_write = hvr_access_is_write(rows[i].access);
        g_autofree char *text =
            g_strdup_printf("{\"execute\":\"%s\",\"arguments\":{\"dry-run\":true}}", rows[i].name);
        g_autofree char *wet =
            g_strdup_printf("{\"execute\":\"%s\",\"arguments\":{\"dry-run\":false}}", rows[i].name);
        g_autofree char *number =
            g_strdup_printf("{\"execute\":\"%s\",\"arguments\":{\"dry-run\":1}}", rows[i].name);
        g_autoptr(GError) error = NULL;
        const char *name;

        address(fixture, &rows[i]);
        g_assert_true(is_write ==
                      (hvr_command_row_find_argument(&rows[i], HVR_COMMAND_DRY_RUN) != NULL));
        g_assert_cmpint(hvr_command_find_access(fixture->domain, text, &name), ==, HVR_ACCESS_READ);
        g_assert_cmpstr(name, ==, rows[i].name);
        g_assert_cmpint(hvr_command_find_access(fixture->domain, wet, &name), ==, rows[i].access);
        g_assert_cmpint(hvr_command_find_access(fixture->domain, number, &name), ==,
                        rows[i].access);
        if (!is_write)
            continue;
        g_assert_null(run(fixture, text, TRUE, &error));
        g_assert_nonnull(error);
        g_assert_false(hvr_error_is_code(error, HVR_ERROR_DENIED));
    }
}

/* Why somebody wants it, for the log: one line, and only of what takes a reason. */
static void
test_reason(Fixture *fixture, gconstpointer data)
{
    /* clang-format off */
    const struct {
        const char *text;
        const char *reason;
    } cases[] = {
        { "{\"execute\":\"replication-commit\",\"arguments\":{\"reason\":\"works\"}}",           "works"       },
        { "{\"execute\":\"replication-failover\",\"arguments\":{\"reason\":\"fire\"}}",          "fire"        },
        { "{\"execute\":\"replication-remove\",\"arguments\":{\"reason\":\"a\\nb\\u001b[1m\"}}", "a b [1m"     },
        { "{\"execute\":\"replication-commit\",\"arguments\":{\"reason\":\"\u00fcbung\"}}",      "\u00fcbung" },
        { "{\"execute\":\"replication-commit\",\"arguments\":{\"reason\":7}}",                   NULL          },
        { "{\"execute\":\"replication-commit\",\"arguments\":7}",                                NULL          },
        { "{\"execute\":\"replication-commit\"}",                                                NULL          },
        { "{\"execute\":\"replication-suspend\",\"arguments\":{\"reason\":\"works\"}}",          NULL          },
        { "{\"execute\":\"nothing\",\"arguments\":{\"reason\":\"works\"}}",                      NULL          },
        { "nonsense",                                                                            NULL          },
    };
    /* clang-format on */

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *reason = hvr_command_find_reason(fixture->domain, cases[i].text);

        g_assert_cmpstr(reason, ==, cases[i].reason);
    }
}

/* A value that no argument of the type takes. */
static const char *
get_wrong(HvrArgumentType type)
{
    return type == HVR_ARGUMENT_BOOLEAN ? "3" : "false";
}

/* Every argument of every row: a wrong type is refused with one line that names both. */
static void
test_wrong_types(Fixture *fixture, gconstpointer data)
{
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);
    guint n_arguments = 0;

    for (guint i = 0; i < n_rows; i++) {
        address(fixture, &rows[i]);
        for (const HvrArgument *argument = rows[i].arguments; argument->name != NULL; argument++) {
            g_autofree char *text =
                g_strdup_printf("{\"execute\":\"%s\",\"arguments\":{\"%s\":%s}}", rows[i].name,
                                argument->name, get_wrong(argument->type));
            g_autofree char *expect =
                g_strdup_printf("argument '%s' of '%s' must be ", argument->name, rows[i].name);
            g_autoptr(GError) error = NULL;

            g_assert_null(run(fixture, text, FALSE, &error));
            g_assert_error(error, HVR_ERROR, HVR_ERROR_INVALID);
            g_assert_true(g_str_has_prefix(error->message, expect));
            g_assert_null(strchr(error->message, '\n'));
            n_arguments++;
        }
    }
    g_assert_cmpuint(n_arguments, >, 100);
}

/* Every verb has its command; names are unique among those of a scope; each has a summary. */
static void
test_table(void)
{
    guint n_rows;
    const HvrCommandRow *rows = hvr_command_row_list(&n_rows);
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint n_of_verb[HVR_N_VERBS + 1] = { 0 };

    for (guint i = 0; i < n_rows; i++) {
        char *name = g_strdup_printf("%s %d", rows[i].name, rows[i].scope == HVR_COMMAND_HOST);

        g_assert_true(g_hash_table_add(names, name));
        g_assert_nonnull(rows[i].summary);
        g_assert_nonnull(rows[i].run);
        g_assert_cmpuint(rows[i].verb, <=, HVR_N_VERBS);
        n_of_verb[rows[i].verb]++;
        if (rows[i].verb == HVR_COMMAND_NO_VERB)
            continue;
        g_assert_true(hvr_repl_verb_is_query(rows[i].verb) == !hvr_access_is_write(rows[i].access));
        g_assert_true(hvr_repl_verb_is_of_host(rows[i].verb) ==
                          (rows[i].scope == HVR_COMMAND_HOST) ||
                      rows[i].verb == HVR_VERB_GET_STATISTICS);
        if (rows[i].run == hvr_command_verb)
            g_assert_cmpstr(rows[i].name + strlen("replication-"), ==,
                            hvr_repl_verb_get_name(rows[i].verb));
    }
    for (guint i = 0; i < HVR_N_VERBS; i++)
        g_assert_cmpuint(n_of_verb[i], ==, i == HVR_VERB_GET_STATISTICS ? 2 : 1);
}

static void
test_query(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *answer =
        run(fixture, "{\"execute\":\"query-replication\",\"id\":7}", TRUE, &error);
    g_autofree char *points = run(fixture, "{\"execute\":\"query-recovery-points\"}", TRUE, &error);
    g_autofree char *xml =
        run(fixture, COMMAND("query-replication", "\"format\":\"xml\""), TRUE, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(answer, ==,
                    "{\"return\":{\"role\":\"none\",\"role-number\":0,\"relationships\":[],"
                    "\"issues\":[],\"reachable\":false},\"id\":7}");
    g_assert_cmpstr(points, ==, "{\"return\":[]}");
    g_assert_true(g_str_has_prefix(xml, "{\"return\":\"<replication:replication "));
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
    for (gsize i = 0; i < G_N_ELEMENTS(host_refusals); i++) {
        g_autofree char *path = g_strconcat("/command/host-refusal/", host_refusals[i].name, NULL);

        g_test_add(path, Fixture, &host_refusals[i], set_up_host, test_refusal, tear_down);
    }
    add("/command/refusal/huge", NULL, test_huge);
    add("/command/not-found", NULL, test_not_found);
    add("/command/read-only", NULL, test_read_only);
    add("/command/dry-run", NULL, test_dry_run);
    add("/command/reason", NULL, test_reason);
    add("/command/wrong-types", NULL, test_wrong_types);
    add("/command/query", NULL, test_query);
    g_test_add_func("/command/table", test_table);

    return g_test_run();
}
