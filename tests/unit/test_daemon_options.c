/* test_daemon_options.c: the command line of virthypervd
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_options.h"

typedef struct {
    const char *name;
    const char *line;
    const char *expected; /* or the end of the message */
} Case;

/* clang-format off */
static const Case good[] = {
    { "system-stdio",  "/usr/libexec/virthypervd-stdio",         "stdio=1 timeout=0" },
    { "none",          "virthypervd",                            "stdio=0 timeout=0" },
    { "stdio",         "virthypervd --stdio",                    "stdio=1 timeout=0" },
    { "autostart",     "virthypervd --timeout=120",              "stdio=0 timeout=120" },
    { "foreground",    "virthypervd --foreground -t 5",          "stdio=0 timeout=5" },
};

static const Case bad[] = {
    { "unknown",       "virthypervd --daemon",                   "Unknown option --daemon" },
    { "argument",      "virthypervd hv01",                       "unexpected argument 'hv01'" },
    { "negative",      "virthypervd --timeout=-1",               "--timeout must not be negative" },
};
/* clang-format on */

static HvrDaemonOptions *
parse(const char *line, GError **error)
{
    g_auto(GStrv) arguments = g_strsplit(line, " ", -1);

    return hvr_daemon_options_parse(&arguments, error);
}

static void
test_good(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrDaemonOptions) options = parse(c->line, &error);
    g_autofree char *seen = NULL;

    g_assert_no_error(error);
    seen = g_strdup_printf("stdio=%d timeout=%d", options->stdio, options->idle_seconds);
    g_assert_cmpstr(seen, ==, c->expected);
    g_assert_nonnull(options->config);
    g_assert_nonnull(options->runtime_dir);
}

static void
test_bad(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GError) error = NULL;

    g_assert_null(parse(c->line, &error));
    g_assert_cmpstr(error->message, ==, c->expected);
}

/* A directory means the file in it. */
static void
test_config(void)
{
    g_autoptr(HvrDaemonOptions) directory = parse("virthypervd --config /", NULL);
    g_autoptr(HvrDaemonOptions) file = parse("virthypervd --config /gone/my.conf", NULL);

    g_assert_cmpstr(directory->config, ==, "/hosts.conf");
    g_assert_cmpstr(file->config, ==, "/gone/my.conf");
}

static void
test_paths(void)
{
    g_autoptr(HvrDaemonOptions)
        options = parse("virthypervd --runtime-dir /r --socket /s/sock --verbose", NULL);

    g_assert_cmpstr(options->runtime_dir, ==, "/r");
    g_assert_cmpstr(options->socket, ==, "/s/sock");
    g_assert_true(options->verbose);
}

/* Beside the host file, unless it is told where. */
static void
test_journal(void)
{
    g_autoptr(HvrDaemonOptions) beside = parse("virthypervd --config /gone/my.conf", NULL);
    g_autoptr(HvrDaemonOptions)
        there = parse("virthypervd --config /gone/my.conf --state-dir /there --journal", NULL);
    g_autoptr(HvrDaemonOptions) usual = parse("virthypervd", NULL);

    g_assert_cmpstr(beside->journal, ==, "/gone/journal.db");
    g_assert_false(beside->show_journal);
    g_assert_cmpstr(there->journal, ==, "/there/journal.db");
    g_assert_true(there->show_journal);
    g_assert_true(g_str_has_suffix(usual->journal, "virthypervd/journal.db"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autofree char *path = g_strconcat("/daemon/options/good/", good[i].name, NULL);

        g_test_add_data_func(path, &good[i], test_good);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *path = g_strconcat("/daemon/options/bad/", bad[i].name, NULL);

        g_test_add_data_func(path, &bad[i], test_bad);
    }
    g_test_add_func("/daemon/options/config", test_config);
    g_test_add_func("/daemon/options/paths", test_paths);
    g_test_add_func("/daemon/options/journal", test_journal);

    return g_test_run();
}
