/* test_cli_record.c: records from typed parameters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_report.h"

/* "name=value": a number where the value is one, "yes" and "no" booleans, else a string. */
/* clang-format off */
static const struct {
    const char *name;
    const char *params;
    const char *record;
} cases[] = {
    { "nothing",          "",                                            "{}" },
    { "plain",            "a=x b=4 c=yes d=no",                          "{\"a\":\"x\",\"b\":4,\"c\":true,\"d\":false}" },
    { "nested",           "a.b.c=x a.d=1",                               "{\"a\":{\"b\":{\"c\":\"x\"},\"d\":1}}" },
    { "array",            "p.count=2 p.0.n=x p.1.n=y",                   "{\"p\":[{\"n\":\"x\"},{\"n\":\"y\"}]}" },
    { "strings",          "p.count=2 p.0=x p.1=y",                       "{\"p\":[\"x\",\"y\"]}" },
    { "empty-array",      "p.count=0",                                   "{\"p\":[]}" },
    { "in-array",         "p.count=1 p.0.q.count=1 p.0.q.0=x",           "{\"p\":[{\"q\":[\"x\"]}]}" },
    { "more-than-ten",    "p.count=11 p.0=a p.1=b p.2=c p.3=d p.4=e p.5=f p.6=g p.7=h p.8=i p.9=j p.10=k",
                                                                         "{\"p\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\"]}" },
    { "count-is-a-word",  "p.count=x p.a=1",                             "{\"p\":{\"count\":\"x\",\"a\":1}}" },
    { "count-of-object",  "p.count=3 p.a=1",                             "{\"p\":{\"count\":3,\"a\":1}}" },
    { "claims-too-many",  "p.count=9000000000000 p.0=x",                 "{\"p\":[\"x\"]}" },
    { "claims-negative",  "p.count=-1",                                  "{\"p\":[]}" },
    { "value-then-object", "a=1 a.b=2",                                  "{\"a\":{\"b\":2}}" },
    { "empty-part",       "a..b=1",                                      "{\"a\":{\"\":{\"b\":1}}}" },
};
/* clang-format on */

static void
add(const char *text, virTypedParameterPtr *params, int *n_params, int *maximum)
{
    g_auto(GStrv) pair = g_strsplit(text, "=", 2);
    gint64 number;

    if (g_str_equal(pair[1], "yes") || g_str_equal(pair[1], "no"))
        virTypedParamsAddBoolean(params, n_params, maximum, pair[0], g_str_equal(pair[1], "yes"));
    else if (g_ascii_string_to_signed(pair[1], 10, G_MININT64, G_MAXINT64, &number, NULL))
        virTypedParamsAddLLong(params, n_params, maximum, pair[0], number);
    else
        virTypedParamsAddString(params, n_params, maximum, pair[0], pair[1]);
}

static void
test_new(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_auto(GStrv) words = g_strsplit(cases[i].params, " ", -1);
    virTypedParameterPtr params = NULL;
    int n_params = 0;
    int maximum = 0;
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);
    g_autofree char *text = NULL;

    for (guint j = 0; words[j] != NULL; j++)
        add(words[j], &params, &n_params, &maximum);
    json_node_take_object(node, hvr_cli_record_new(params, n_params));
    text = json_to_string(node, FALSE);
    g_assert_cmpstr(text, ==, cases[i].record);

    json_node_unref(node);
    virTypedParamsFree(params, n_params);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_cmpint(virInitialize(), ==, 0);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/record/new/", cases[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_new);
    }

    return g_test_run();
}
