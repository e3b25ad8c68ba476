/* test_cli_progress.c: bars fit their terminal, logs get a line a change
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_progress.h"

#include <string.h>

#include "cli_width.h"

typedef struct {
    const char *name;
    const char *machine;
    HvrCliStep before;
    HvrCliStep step;
    guint columns;
    const char *line;
} Case;

/* clang-format off */
static const Case cases[] = {
    /* name     machine  before and now                                             columns  line */
    { "begun",   "app01", { NULL, 0, 0, 0, 0, 0 },
      { "initial-replication", 0, 0, 0, 0, 0 },                  79,
      "app01        initial-replication      [....]   0 %" },
    { "percent", "app01", { NULL, 12, 12000, 0, 0, 0 },
      { "initial-replication", 42, 42000, 58000, 0, 0 },         79,
      "app01        initial-replication      [#...]  42 %  60.0 %/min    0:58 left" },
    { "bytes",   "app01", { NULL, 40, 8000, 0, 2000000000, 800000000 },
      { "copy", 50, 10000, 10000, 2000000000, 1000000000 },      79,
      "app01        copy                     [##..]  50 %  100.0\302\240MB/s    0:10 left" },
    { "stuck",   "app01", { NULL, 50, 8000, 0, 2000000000, 1000000000 },
      { "copy", 50, 10000, 10000, 2000000000, 1000000000 },      79,
      "app01        copy                     [##..]  50 %  0 bytes/s     0:10 left" },
    { "slow",    "app01", { NULL, 0, 0, 0, 0, 0 },
      { "initial-replication", 3, 3900000, 126100000, 0, 0 },    79,
      "app01        initial-replication      [....]   3 %  2.8 %/h       35:01:40 left" },
    { "whole",   "app01", { NULL, 0, 0, 0, 0, 0 },
      { "copy", 100, 60000, 5000, 0, 0 },                        79,
      "app01        copy                     [####] 100 %  100.0 %/min" },
    { "once",    "app01", { NULL, 42, 42000, 0, 0, 0 },
      { "copy", 42, 42000, 58000, 0, 0 },                        79,
      "app01        copy                     [#...]  42 %                0:58 left" },
    { "soon",    "app01", { NULL, 42, 42000, 0, 0, 0 },
      { "copy", 44, 42900, 58000, 0, 0 },                        79,
      "app01        copy                     [#...]  44 %                0:58 left" },
    { "wide",    "資料庫伺服器", { NULL, 7, 500, 0, 0, 0 },
      { "初始複寫", 7, 500, 0, 0, 0 },                           79,
      "資料庫伺服器 初始複寫                 [....]   7 %" },
    { "narrow",  "app01", { NULL, 0, 0, 0, 0, 0 },
      { "initial-replication", 42, 42000, 58000, 0, 0 },         49,
      "app01       initial-replicati… [####......]  42 %" },
};
/* clang-format on */

static void
test_format(gconstpointer user_data)
{
    const Case *c = user_data;
    g_autofree char *line = hvr_cli_progress_format(c->machine, &c->before, &c->step, c->columns);

    g_assert_cmpstr(line, ==, c->line);
}

static char *
read_all(FILE *file)
{
    char buffer[4096];
    gsize n;

    rewind(file);
    n = fread(buffer, 1, sizeof(buffer) - 1, file);
    buffer[n] = '\0';

    return g_strdup(buffer);
}

/* Whatever the names, no line is wider than the terminal. */
static void
test_fits(void)
{
    const char *names[] = { "", "a", "資料庫伺服器資料庫伺服器資料庫伺服器",
                            "a-very-long-name-of-a-machine-that-goes-on" };
    const HvrCliStep steps[] = {
        { NULL, 0, 0, 0, 0, 0 },
        { "初始複寫初始複寫初始複寫初始複寫", 99, 86400000, 872727, 0, 0 },
        { "initial-replication", 100, G_MAXUINT32, 0, G_MAXUINT64, G_MAXUINT64 },
        { "initial-replication", 250, 5000, G_MAXUINT32, 1, 1 },
    };

    const HvrCliStep begin = { 0 };

    for (guint columns = 0; columns < 200; columns++) {
        for (gsize i = 0; i < G_N_ELEMENTS(names) * G_N_ELEMENTS(steps); i++) {
            g_autofree char *line = hvr_cli_progress_format(
                names[i / G_N_ELEMENTS(steps)], &begin, &steps[i % G_N_ELEMENTS(steps)], columns);

            g_assert_cmpuint(hvr_cli_width_get(line), <=, columns);
        }
    }
}

static void
test_log(void)
{
    FILE *file = tmpfile();
    g_autoptr(HvrCliProgress) progress = hvr_cli_progress_new(file, FALSE);
    guint percents[] = { 0, 3, 9, 10, 12, 19, 40 };
    g_autofree char *text = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(percents); i++) {
        HvrCliStep step = { .what = "copy", .percent = percents[i] };

        hvr_cli_progress_set(progress, "app01", &step);
        hvr_cli_progress_draw(progress);
    }
    hvr_cli_progress_set(progress, "app01", &(HvrCliStep){ .what = "start\033[2J", .percent = 40 });
    hvr_cli_progress_draw(progress);
    hvr_cli_progress_end(progress, "app01");
    hvr_cli_progress_draw(progress);
    text = read_all(file);

    g_assert_cmpstr(text, ==,
                    "app01: copy: 0 %\n"
                    "app01: copy: 10 %\n"
                    "app01: copy: 40 %\n"
                    "app01: start [2J: 40 %\n");
    fclose(file);
}

/* clang-format off */
#define A "a            copy                     [....]   7 %\033[K\n"
#define B "b            copy                     [....]   7 %\033[K\n"
/* clang-format on */

static void
test_bars(void)
{
    FILE *file = tmpfile();
    HvrCliProgress *progress = hvr_cli_progress_new(file, TRUE);
    HvrCliStep step = { .what = "copy", .percent = 7 };
    g_autofree char *text = NULL;

    hvr_cli_progress_set(progress, "a", &step);
    hvr_cli_progress_set(progress, "b", &step);
    hvr_cli_progress_draw(progress);
    hvr_cli_progress_draw(progress);
    hvr_cli_progress_end(progress, "a");
    hvr_cli_progress_end(progress, "nobody");
    hvr_cli_progress_draw(progress);
    hvr_cli_progress_free(progress);
    text = read_all(file);

    g_assert_cmpstr(text, ==,
                    A B "\033[J\033[2A\r" A B "\033[J\033[2A\r\033[J" B "\033[J\033[1A\r\033[J");
    fclose(file);
}

/* The rate is that of the last sixteen changes; a job that begins anew has none yet. */
static void
test_rate(void)
{
    FILE *file = tmpfile();
    HvrCliProgress *progress = hvr_cli_progress_new(file, TRUE);
    HvrCliStep step = { .what = "copy" };
    g_autofree char *text = NULL;

    /* Twenty seconds at one percent, twenty at two: the last sixteen changes are of the latter. */
    for (guint second = 0; second <= 40; second++) {
        step.elapsed_ms = second * 1000;
        step.percent = second <= 20 ? second : 20 + (second - 20) * 2;
        hvr_cli_progress_set(progress, "a", &step);
    }
    hvr_cli_progress_draw(progress);
    /* As long again without any change. */
    step.elapsed_ms += 15000;
    hvr_cli_progress_set(progress, "a", &step);
    hvr_cli_progress_draw(progress);
    step = (HvrCliStep){ .what = "copy", .percent = 1, .elapsed_ms = 60000 };
    hvr_cli_progress_set(progress, "a", &step);
    hvr_cli_progress_draw(progress);
    text = read_all(file);

    g_assert_cmpstr(
        text, ==,
        "a            copy                     [##..]  60 %  120.0 %/min\033[K\n\033[J"
        "\033[1A\ra            copy                     [##..]  60 %  60.0 %/min\033[K\n\033[J"
        "\033[1A\ra            copy                     [....]   1 %\033[K\n\033[J");
    hvr_cli_progress_free(progress);
    fclose(file);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/cli/progress/format/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_format);
    }
    g_test_add_func("/cli/progress/fits", test_fits);
    g_test_add_func("/cli/progress/log", test_log);
    g_test_add_func("/cli/progress/bars", test_bars);
    g_test_add_func("/cli/progress/rate", test_rate);

    return g_test_run();
}
