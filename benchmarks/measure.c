/* measure.c: figures of a server that speaks libvirt's protocol
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The same program measures virthypervd and libvirtd; run.py starts both.
 */

#include <config.h>

#include "measure.h"

#include <glib/gprintf.h>
#include <stdlib.h>
#include <string.h>

typedef gboolean (*Run)(const MeasureTarget *target, char **words, GError **error);

static gboolean
run_calls(const MeasureTarget *target, char **words, GError **error)
{
    return measure_calls(target, words[0], words[1], error);
}

static gboolean
run_library(const MeasureTarget *target, char **words, GError **error)
{
    return measure_library(target, words[0], words[1], error);
}

static gboolean
run_connects(const MeasureTarget *target, char **words, GError **error)
{
    return measure_connects(target, error);
}

static gboolean
run_toggles(const MeasureTarget *target, char **words, GError **error)
{
    return measure_toggles(target, words[0], error);
}

static gboolean
run_events(const MeasureTarget *target, char **words, GError **error)
{
    return measure_events(target, (guint)g_ascii_strtoull(words[0], NULL, 10), error);
}

/* clang-format off */
static const struct {
    const char *name;
    int n_words;
    const char *arguments;
    Run run;
} rows[] = {
    { "calls",    2, "SOCKET URI PID COUNT version|state|xml|list DOMAIN", run_calls },
    { "library",  2, "SOCKET URI PID COUNT version|state|xml|list DOMAIN", run_library },
    { "connects", 0, "SOCKET URI PID COUNT",                               run_connects },
    { "toggles",  1, "SOCKET URI PID COUNT DOMAIN",                        run_toggles },
    { "events",   1, "SOCKET URI PID COUNT CLIENTS",                       run_events },
};
/* clang-format on */
#define FIRST_WORD 6 /* program, row, and the four of every row */

static int
usage(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_fprintf(stderr, "usage: measure %s %s\n", rows[i].name, rows[i].arguments);

    return EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
    MeasureTarget target = { 0 };
    g_autoptr(GError) error = NULL;

    if (argc < FIRST_WORD)
        return usage();

    target.socket = argv[2];
    target.uri = argv[3];
    target.pid = (pid_t)g_ascii_strtoll(argv[4], NULL, 10);
    target.count = (guint)g_ascii_strtoull(argv[5], NULL, 10);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(argv[1], rows[i].name) != 0 || argc != FIRST_WORD + rows[i].n_words)
            continue;
        if (rows[i].run(&target, argv + FIRST_WORD, &error))
            return EXIT_SUCCESS;
        g_fprintf(stderr, "measure: %s\n", error->message);
        return EXIT_FAILURE;
    }

    return usage();
}
