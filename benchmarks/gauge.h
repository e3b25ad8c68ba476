/* gauge.h: what a process has cost so far
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Gauge:
 * @cpu_nsec: of all its threads
 * @switches: by thread, how often the kernel let it run
 */
typedef struct {
    pid_t pid;
    gint64 cpu_nsec;
    GHashTable *switches;
} Gauge;

Gauge *gauge_read(pid_t pid);
void gauge_free(Gauge *gauge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gauge, gauge_free)

/** gauge_count_threads: threads that were woken at least @n times between the two */
guint gauge_count_threads(const Gauge *before, const Gauge *after, guint64 n);

/** gauge_get_nsec: now, on the clock that all measurements use */
gint64 gauge_get_nsec(void);

G_END_DECLS
