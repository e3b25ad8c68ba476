/* line.h: how the threads of one host reach it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Shared by the host, its workers and its watcher; const but for one atomic
 * counter, so nobody locks.
 */

#pragma once

#include "host.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * HvrLine:
 * @config: a copy; the strings in it live as long as the line
 * @closing: cancelled when the host is closed
 * @n_requests: atomic
 */
typedef struct {
    HvrHostConfig config;
    HvrClock *clock;
    GCancellable *closing;
    guint n_requests;
} HvrLine;

HvrLine *hvr_line_new(const HvrHostConfig *config, HvrClock *clock);
HvrLine *hvr_line_ref(HvrLine *line);
void hvr_line_unref(HvrLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrLine, hvr_line_unref)

/** hvr_line_open: (transfer full): a session for the calling thread */
HvrWmiSession *hvr_line_open(HvrLine *line, GError **error);

/** hvr_line_count: add what @session sent since it had sent @before */
void hvr_line_count(HvrLine *line, const HvrWmiSession *session, guint before);

/** hvr_line_is_broken: whether a session that ended in @error should not be used again */
gboolean hvr_line_is_broken(const GError *error);

G_END_DECLS
