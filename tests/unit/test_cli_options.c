/* test_cli_options.c: options as they are typed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_error.h"
#include "cli_options.h"

/* clang-format off */
static const HvrCliOption own[] = {
    { "force",   0,   HVR_CLI_FLAG,     HVR_CLI_PARAM, NULL, NULL,    0, "s" },
    { "server",  's', HVR_CLI_TEXT,     HVR_CLI_PARAM, "S",  NULL,    0, "s" },
    { "kind",    0,   HVR_CLI_TEXT,     HVR_CLI_PARAM, NULL, "a|b-c", 0, "s" },
    { "port",    'p', HVR_CLI_NUMBER,   HVR_CLI_PARAM, "N",  NULL,    0, "s" },
    { "zip",     0,   HVR_CLI_SWITCH,   HVR_CLI_PARAM, NULL, NULL,    0, "s" },
    { "timeout", 0,   HVR_CLI_DURATION, HVR_CLI_PARAM, "T",  NULL,    0, "s" },
    { "disk",    0,   HVR_CLI_LIST,     HVR_CLI_PARAM, "D",  NULL,    0, "s" },
    { "place",   0,   HVR_CLI_TEXT,     HVR_CLI_PARAM | HVR_CLI_OPERAND, "P", NULL, 0, "s" },
    { NULL }
};
static const HvrCliOption shared[] = {
    { "quiet",   'q', HVR_CLI_FLAG,     0,             NULL, NULL,    0, "s" },
    { "rapid",   'r', HVR_CLI_FLAG,     0,             NULL, NULL,    0, "s" },
    { NULL }
};
static const HvrCliOption *const tables[] = { own, shared, NULL };

typedef struct {
    const char *name;
    const char *line;
    gboolean stops;
    const char *params;   /* name=value of what the library gets; what the error says where it fails */
    const char *operands;
    gboolean fails;
} Case;

static const Case cases[] = {
    /* name               line                            stops  params, or error             operands    fails */
    { "nothing",          "",                             FALSE, "",                          "",         FALSE },
    { "flag",             "--force",                      FALSE, "force=1;",                  "",         FALSE },
    { "value",            "--server x",                   FALSE, "server=x;",                 "",         FALSE },
    { "equals",           "--server=x=y",                 FALSE, "server=x=y;",               "",         FALSE },
    { "empty-value",      "--server=",                    FALSE, "server=;",                  "",         FALSE },
    { "value-of-dashes",  "--server --force",             FALSE, "server=--force;",           "",         FALSE },
    { "letter",           "-s x",                         FALSE, "server=x;",                 "",         FALSE },
    { "letter-joined",    "-sx",                          FALSE, "server=x;",                 "",         FALSE },
    { "letters",          "-qrp 4",                       FALSE, "port=4;",                   "",         FALSE },
    { "last-counts",      "--server x --server y",        FALSE, "server=y;",                 "",         FALSE },
    { "list",             "--disk a --disk b,c",          FALSE, "disk=a;disk=b,c;",          "",         FALSE },
    { "switch-yes",       "--zip yes",                    FALSE, "zip=1;",                    "",         FALSE },
    { "switch-no",        "--zip no",                     FALSE, "zip=0;",                    "",         FALSE },
    { "seconds",          "--timeout 90",                 FALSE, "timeout=90;",               "",         FALSE },
    { "minutes",          "--timeout 30m",                FALSE, "timeout=1800;",             "",         FALSE },
    { "hours",            "--timeout 2h",                 FALSE, "timeout=7200;",             "",         FALSE },
    { "days",             "--timeout 7d",                 FALSE, "timeout=604800;",           "",         FALSE },
    { "choice",           "--kind b-c",                   FALSE, "kind=b-c;",                 "",         FALSE },
    { "operands",         "a --force b",                  FALSE, "force=1;",                  "a b",      FALSE },
    { "dash-is-operand",  "-",                            FALSE, "",                          "-",        FALSE },
    { "end-of-options",   "-- --force -q",                FALSE, "",                          "--force -q", FALSE },
    { "stops",            "-q list --force",              TRUE,  "",                          "list --force", FALSE },
    { "unknown",          "--frob=1",                     FALSE, "'--frob'",                  "",         TRUE  },
    { "prefix-is-none",   "--forc",                       FALSE, "'--forc'",                  "",         TRUE  },
    { "unknown-letter",   "-x",                           FALSE, "'-x'",                      "",         TRUE  },
    { "lacks-value",      "--server",                     FALSE, "'--server' needs a value",  "",         TRUE  },
    { "letter-lacks",     "-s",                           FALSE, "'-s' needs a value",        "",         TRUE  },
    { "flag-with-value",  "--force=yes",                  FALSE, "'--force' takes no value",  "",         TRUE  },
    { "wrong-choice",     "--kind b",                     FALSE, "a|b-c",                     "",         TRUE  },
    { "no-number",        "--port x4",                    FALSE, "'x4' is no number",         "",         TRUE  },
    { "negative",         "--port -4",                    FALSE, "'-4' is no number",         "",         TRUE  },
    { "number-with-unit", "--port 4m",                    FALSE, "'4m' is no number",         "",         TRUE  },
    { "no-number-at-all", "--port=",                      FALSE, "'' is no number",           "",         TRUE  },
    { "huge-number",      "--port 99999999999999999999",  FALSE, "is no number",              "",         TRUE  },
    { "huge-duration",    "--timeout 9223372036854775807d", FALSE, "is no duration",          "",         TRUE  },
    { "unknown-unit",     "--timeout 5w",                 FALSE, "is no duration",            "",         TRUE  },
    { "no-switch",        "--zip true",                   FALSE, "yes|no",                    "",         TRUE  },
    { "operand-by-name",  "--place x",                    FALSE, "'--place'",                 "",         TRUE  },
};
/* clang-format on */

static char *
format_params(const HvrCliOptions *options)
{
    GString *text = g_string_new(NULL);
    virTypedParameterPtr params;
    int n_params;

    hvr_cli_options_list_params(options, &params, &n_params);
    for (int i = 0; i < n_params; i++) {
        g_autofree char *number =
            g_strdup_printf("%llu", params[i].type == VIR_TYPED_PARAM_BOOLEAN
                                        ? (unsigned long long)params[i].value.b
                                        : params[i].value.ul);

        g_string_append_printf(text, "%s=%s;", params[i].field,
                               params[i].type == VIR_TYPED_PARAM_STRING ? params[i].value.s
                                                                        : number);
    }
    virTypedParamsFree(params, n_params);

    return g_string_free(text, FALSE);
}

static void
test_parse(gconstpointer data)
{
    const Case *c = data;
    g_auto(GStrv) words = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrCliOptions) options = NULL;
    g_autofree char *params = NULL;
    g_autofree char *operands = NULL;

    words = c->line[0] != '\0' ? g_strsplit(c->line, " ", -1) : g_new0(char *, 1);
    options = hvr_cli_options_parse(tables, (const char *const *)words, c->stops, &error);

    if (c->fails) {
        g_assert_null(options);
        g_assert_error(error, HVR_CLI_ERROR, HVR_CLI_EXIT_USAGE);
        g_assert_nonnull(strstr(error->message, c->params));
        return;
    }
    g_assert_no_error(error);
    params = format_params(options);
    operands = g_strjoinv(" ", (GStrv)hvr_cli_options_get_operands(options));
    g_assert_cmpstr(params, ==, c->params);
    g_assert_cmpstr(operands, ==, c->operands);
}

static void
test_get(void)
{
    const char *words[] = { "--zip", "no", "--timeout", "2m", "--disk", "a", "--quiet", NULL };
    g_autoptr(HvrCliOptions) options = hvr_cli_options_parse(tables, words, FALSE, NULL);

    g_assert_true(hvr_cli_options_has(options, "zip"));
    g_assert_false(hvr_cli_options_is_set(options, "zip"));
    g_assert_true(hvr_cli_options_is_set(options, "quiet"));
    g_assert_false(hvr_cli_options_has(options, "server"));
    g_assert_null(hvr_cli_options_get_text(options, "server"));
    g_assert_cmpuint(hvr_cli_options_get_number(options, "timeout", 7), ==, 120);
    g_assert_cmpuint(hvr_cli_options_get_number(options, "port", 7), ==, 7);
    g_assert_cmpstr(hvr_cli_options_get_list(options, "disk")[0], ==, "a");
    g_assert_null(hvr_cli_options_get_list(options, "disk")[1]);
    g_assert_null(hvr_cli_options_get_list(options, "server")[0]);
    g_assert_true(hvr_cli_options_set(options, "place", "here", NULL));
    g_assert_cmpstr(hvr_cli_options_get_text(options, "place"), ==, "here");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_cmpint(virInitialize(), ==, 0);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/options/parse/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_parse);
    }
    g_test_add_func("/cli/options/get", test_get);

    return g_test_run();
}
