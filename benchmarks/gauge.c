/* gauge.c: what a process has cost so far
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "gauge.h"

#include <string.h>
#include <time.h>

#define VOLUNTARY "\nvoluntary_ctxt_switches:"

static gint64
to_nsec(const struct timespec *time)
{
    return time->tv_sec * G_GINT64_CONSTANT(1000000000) + time->tv_nsec;
}

gint64
gauge_get_nsec(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);

    return to_nsec(&now);
}

static gint64
read_cpu(pid_t pid)
{
    struct timespec time = { 0 };
    clockid_t clock;

    if (clock_getcpuclockid(pid, &clock) == 0)
        clock_gettime(clock, &time);

    return to_nsec(&time);
}

/* Whoever waits gives up its processor first: a voluntary switch for each time it was woken. */
static guint64
read_switches(const char *folder, const char *thread)
{
    g_autofree char *path = g_build_filename(folder, thread, "status", NULL);
    g_autofree char *text = NULL;
    const char *line;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return 0;

    line = strstr(text, VOLUNTARY);

    return line != NULL ? g_ascii_strtoull(line + strlen(VOLUNTARY), NULL, 10) : 0;
}

Gauge *
gauge_read(pid_t pid)
{
    g_autofree char *folder = g_strdup_printf("/proc/%d/task", (int)pid);
    g_autoptr(GDir) threads = g_dir_open(folder, 0, NULL);
    Gauge *gauge = g_new0(Gauge, 1);
    const char *thread;

    gauge->pid = pid;
    gauge->cpu_nsec = read_cpu(pid);
    gauge->switches = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    while (threads != NULL && (thread = g_dir_read_name(threads)) != NULL) {
        guint64 n = read_switches(folder, thread);

        g_hash_table_insert(gauge->switches, g_strdup(thread), g_memdup2(&n, sizeof(n)));
    }

    return gauge;
}

void
gauge_free(Gauge *gauge)
{
    if (gauge == NULL)
        return;

    g_hash_table_unref(gauge->switches);
    g_free(gauge);
}

guint
gauge_count_threads(const Gauge *before, const Gauge *after, guint64 n)
{
    GHashTableIter iter;
    gpointer thread, value;
    guint n_threads = 0;

    g_hash_table_iter_init(&iter, after->switches);
    while (g_hash_table_iter_next(&iter, &thread, &value)) {
        const guint64 *old = g_hash_table_lookup(before->switches, thread);
        const guint64 *now = value;

        if (*now - (old != NULL ? *old : 0) >= n)
            n_threads++;
    }

    return n_threads;
}
