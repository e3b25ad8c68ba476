/* measure.h: one measurement, as a subcommand of measure
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each prints one line of JSON; run.py makes the tables.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MeasureTarget:
 * @socket: a unix socket that speaks libvirt's protocol
 * @uri: what is opened there
 * @pid: of the server, whose processor time is measured
 * @count: of whatever is measured
 */
typedef struct {
    const char *socket;
    const char *uri;
    pid_t pid;
    guint count;
} MeasureTarget;

/** measure_calls: one procedure, @count times, one after the other, over the bare wire */
gboolean
measure_calls(const MeasureTarget *target, const char *what, const char *domain, GError **error);

/** measure_library: the same through libvirt.so */
gboolean
measure_library(const MeasureTarget *target, const char *what, const char *domain, GError **error);

/** measure_connects: connect, greet, ask, close, @count times */
gboolean measure_connects(const MeasureTarget *target, GError **error);

/** measure_toggles: suspend and resume @domain, @count calls, one after the other */
gboolean measure_toggles(const MeasureTarget *target, const char *domain, GError **error);

/** measure_events: @n_clients that listen, until each has had @count events or nothing comes any
 * more; prints "ready" once all listen */
gboolean measure_events(const MeasureTarget *target, guint n_clients, GError **error);

/** measure_print_calls: the line of measure_calls(), of the @nsec each call took; sorts them */
void measure_print_calls(gint64 *nsec, guint count, gint64 cpu_nsec, guint n_threads);

G_END_DECLS
