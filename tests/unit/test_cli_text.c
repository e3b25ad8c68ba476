/* test_cli_text.c: members of records as people read them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_text.h"

/* clang-format off */
static const struct {
    const char *name;
    HvrCliFormat format;
    const char *record;
    const char *member;
    const char *text; /* NULL: nothing to show */
    const char *colour;
} cases[] = {
    { "text",              HVR_CLI_AS_TEXT,         "{\"m\":\"x\"}",                       "m",     "x",            NULL },
    { "number",            HVR_CLI_AS_TEXT,         "{\"m\":-4}",                          "m",     "-4",           NULL },
    { "boolean",           HVR_CLI_AS_YES_NO,       "{\"m\":false}",                       "m",     "no",           NULL },
    { "absent",            HVR_CLI_AS_TEXT,         "{}",                                  "m",     NULL,           NULL },
    { "null",              HVR_CLI_AS_HEALTH,       "{\"m\":null}",                        "m",     NULL,           NULL },
    { "nested",            HVR_CLI_AS_TEXT,         "{\"a\":{\"b\":\"x\"}}",               "a.b",   "x",            NULL },
    { "nested-in-text",    HVR_CLI_AS_TEXT,         "{\"a\":\"x\"}",                       "a.b",   NULL,           NULL },
    { "first-there",       HVR_CLI_AS_TEXT,         "{\"b\":\"x\"}",                       "a|b",   "x",            NULL },
    { "first-wins",        HVR_CLI_AS_TEXT,         "{\"a\":\"y\",\"b\":\"x\"}",           "a|b",   "y",            NULL },
    { "health-ok",         HVR_CLI_AS_HEALTH,       "{\"m\":\"ok\",\"m-number\":1}",       "m",     "Normal",       "\033[32m" },
    { "health-critical",   HVR_CLI_AS_HEALTH,       "{\"m\":\"critical\",\"m-number\":3}", "m",     "Critical",     "\033[31m" },
    { "health-unknown",    HVR_CLI_AS_HEALTH,       "{\"m\":\"unknown\",\"m-number\":7}",  "m",     "Unknown (7)",  "\033[35m" },
    { "health-newer",      HVR_CLI_AS_HEALTH,       "{\"m\":\"splendid\",\"m-number\":9}", "m",     "Unknown (9)",  "\033[35m" },
    { "state",             HVR_CLI_AS_STATE,        "{\"m\":\"replicating\",\"m-number\":3}", "m",  "Replicating",  NULL },
    { "state-unknown",     HVR_CLI_AS_STATE,        "{\"m\":\"unknown\",\"m-number\":42}", "m",     "Unknown (42)", "\033[35m" },
    { "state-no-number",   HVR_CLI_AS_STATE,        "{\"m\":\"odd\"}",                     "m",     "odd",          "\033[35m" },
    { "result",            HVR_CLI_AS_RESULT,       "{\"m\":\"failed\"}",                  "m",     "failed",       "\033[31m" },
    { "kind-none",         HVR_CLI_AS_KIND,         "{\"m\":\"none\"}",                    "m",     NULL,           NULL },
    { "age-seconds",       HVR_CLI_AS_AGE,          "{\"m\":59}",                          "m",     "59s",          NULL },
    { "age-minute",        HVR_CLI_AS_AGE,          "{\"m\":60}",                          "m",     "1m 0s",        NULL },
    { "age-hour",          HVR_CLI_AS_AGE,          "{\"m\":3659}",                        "m",     "1h 0m",        NULL },
    { "age-days",          HVR_CLI_AS_AGE,          "{\"m\":190800}",                      "m",     "2d 5h",        NULL },
    { "age-negative",      HVR_CLI_AS_AGE,          "{\"m\":-61}",                         "m",     "-1m 1s",       NULL },
    { "hours-never",       HVR_CLI_AS_HOURS,        "{\"m\":0}",                           "m",     "never",        NULL },
    { "hours",             HVR_CLI_AS_HOURS,        "{\"m\":4}",                           "m",     "4h 0m",        NULL },
    { "rpo-fine",          HVR_CLI_AS_RPO,          "{\"m\":5,\"rpo-breached\":false}",    "m",     "5s",           NULL },
    { "rpo-breached",      HVR_CLI_AS_RPO,          "{\"m\":5,\"rpo-breached\":true}",     "m",     "5s!",          "\033[31m" },
    { "milliseconds",      HVR_CLI_AS_MILLISECONDS, "{\"m\":1250}",                        "m",     "1.2 s",        NULL },
    { "size",              HVR_CLI_AS_SIZE,         "{\"m\":1610612736}",                  "m",     "1.5 GiB",      NULL },
    { "size-negative",     HVR_CLI_AS_SIZE,         "{\"m\":-1}",                          "m",     "0 bytes",      NULL },
    { "time",              HVR_CLI_AS_TIME,         "{\"m\":\"2026-05-01T03:00:00Z\"}",    "m",     "2026-05-01 05:00:00 +02:00", NULL },
    { "no-time",           HVR_CLI_AS_TIME,         "{\"m\":\"soon\"}",                    "m",     "soon",         NULL },
    { "percent",           HVR_CLI_AS_PERCENT,      "{\"m\":7}",                           "m",     "7 %",          NULL },
    { "count",             HVR_CLI_AS_COUNT,        "{\"m\":[1,2]}",                       "m",     "2",            NULL },
    { "count-of-text",     HVR_CLI_AS_COUNT,        "{\"m\":\"x\"}",                       "m",     "0",            NULL },
    { "list",              HVR_CLI_AS_LIST,         "{\"m\":[\"a\",\"b\"]}",               "m",     "a, b",         NULL },
    { "list-of-nothing",   HVR_CLI_AS_LIST,         "{\"m\":{}}",                          "m",     "",             NULL },
    { "lines",             HVR_CLI_AS_LINES,        "{\"m\":[\"a\",\"b\"]}",               "m",     "a\nb",         NULL },
    { "members",           HVR_CLI_AS_MEMBERS,      "{\"m\":{\"a\":1,\"b\":\"x\"}}",       "m",     "a=1, b=x",     NULL },
    { "issues",            HVR_CLI_AS_ISSUES,       "{\"m\":[{\"text\":\"it is off\",\"remedy\":\"use replication-resume\"},{\"text\":\"two\"}]}", "m",
                                                                                                    "it is off; use 'virt-replica resume'\ntwo", NULL },
    { "arguments",         HVR_CLI_AS_ARGUMENTS,    "{\"m\":{\"A\":1,\"B\":{\"C\":\"x\"},\"D\":\"{\\\"E\\\":2}\",\"F\":\"{x\"}}", "m", "A=1\nB.C=x\nD.E=2\nF={x", NULL },
    { "word-of-number",    HVR_CLI_AS_STATE,        "{\"m\":4}",                           "m",     "",             NULL },
};
/* clang-format on */

static void
test_format(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    HvrCliColumn column = { "TITLE", cases[i].member, cases[i].format, 0 };
    g_autoptr(JsonNode) node = json_from_string(cases[i].record, NULL);
    HvrCliRow row = { .record = json_node_get_object(node) };
    g_autofree char *text = hvr_cli_text_format(&column, &row);

    g_assert_cmpstr(text, ==, cases[i].text);
    g_assert_cmpstr(hvr_cli_text_find_colour(&column, &row), ==, cases[i].colour);
}

static void
test_element_first(void)
{
    g_autoptr(JsonNode) record = json_from_string("{\"a\":\"record\",\"b\":\"record\"}", NULL);
    g_autoptr(JsonNode) element = json_from_string("{\"a\":\"element\"}", NULL);
    HvrCliRow row = { json_node_get_object(element), json_node_get_object(record) };

    g_assert_cmpstr(json_node_get_string(hvr_cli_row_find(&row, "a")), ==, "element");
    g_assert_cmpstr(json_node_get_string(hvr_cli_row_find(&row, "b")), ==, "record");
}

int
main(int argc, char **argv)
{
    g_setenv("TZ", "XYZ-02:00", TRUE);
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/text/format/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_format);
    }
    g_test_add_func("/cli/text/element-first", test_element_first);

    return g_test_run();
}
