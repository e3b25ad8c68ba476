/* test_cli_yaml.c: JSON trees as YAML
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_yaml.h"

/* What YAML 1.1 takes for something else than text has quotes: yaml.org/type. */
/* clang-format off */
static const struct {
    const char *name;
    const char *json;
    const char *yaml;
} cases[] = {
    { "object",     "{\"a\":1,\"b\":true,\"c\":null}",  "---\na: 1\nb: true\nc: null\n" },
    { "array",      "{\"a\":[\"v\",\"w\"]}",            "---\na:\n- v\n- w\n" },
    { "empty",      "{\"a\":[],\"b\":{}}",              "---\na: []\nb: {}\n" },
    { "nested",     "{\"a\":[{\"b\":\"c\",\"d\":[]}]}", "---\na:\n- b: c\n  d: []\n" },
    { "number",     "{\"a\":\"12\"}",                   "---\na: \"12\"\n" },
    { "off",        "{\"a\":\"Off\"}",                  "---\na: \"Off\"\n" },
    { "y",          "{\"a\":\"y\"}",                    "---\na: \"y\"\n" },
    { "no",         "{\"a\":\"no\"}",                   "---\na: \"no\"\n" },
    { "null-word",  "{\"a\":\"null\"}",                 "---\na: \"null\"\n" },
    { "time",       "{\"a\":\"2026-05-01T03:00:00Z\"}", "---\na: \"2026-05-01T03:00:00Z\"\n" },
    { "nothing",    "{\"a\":\"\"}",                     "---\na: \"\"\n" },
    { "colon",      "{\"a\":\"b: c\"}",                 "---\na: 'b: c'\n" },
    { "comment",    "{\"a\":\"b #c\"}",                 "---\na: 'b #c'\n" },
    { "lines",      "{\"a\":\"b\\nc\"}",                "---\na: 'b\n\n  c'\n" },
    { "escape",     "{\"a\":\"b\\u001bc\"}",            "---\na: \"b\\ec\"\n" },
    { "wide",       "{\"a\":\"資料庫\"}",               "---\na: \"資料庫\"\n" },
    { "key",        "{\"1\":\"a\"}",                    "---\n\"1\": a\n" },
};
/* clang-format on */

static void
test_format(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(JsonNode) node = json_from_string(cases[i].json, NULL);
    g_autofree char *text = hvr_cli_yaml_format(node);

    g_assert_cmpstr(text, ==, cases[i].yaml);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/yaml/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_format);
    }

    return g_test_run();
}
