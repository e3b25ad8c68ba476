/* line.h: how the threads of one host reach it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Shared by the host, its workers, its watcher and its listener; const but for one
 * atomic counter and the refusal.  That one has a lock: it is several words that
 * belong together, whichever thread is refused writes them, and whichever thread
 * wants a connection next reads them, while the main context has no part in it.
 */

#pragma once

#include "host.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/* What one host is burdened with at most: WinRM grants an account more, but its WMI
 * plug-in only 15 operations (wsman.md 7.5), and we are not alone.  The watcher and
 * the listener have a connection each, workers share the others. */
#define HVR_LINE_MAX_CONNECTIONS 5
#define HVR_LINE_MAX_OPERATIONS  8
#define HVR_LINE_MAX_WORKERS     (HVR_LINE_MAX_CONNECTIONS - 2)

/* Each connection has one request under way, or one list of which more pages are to
 * come; a subscription is one operation more. */
G_STATIC_ASSERT(HVR_LINE_MAX_CONNECTIONS + 1 <= HVR_LINE_MAX_OPERATIONS);

/**
 * HvrRefusal:
 * @lock: guards the others
 * @error: (nullable): what a host said to our credentials
 * @version: (nullable): which ones those were, see line.c
 * @time: monotonic, when it said so, or when somebody was let through to ask again
 * @asking: (nullable) (borrowed): who that was, for comparison only
 */
typedef struct {
    GMutex lock;
    GError *error;
    char *version;
    gint64 time;
    const HvrWmiSession *asking;
} HvrRefusal;

/**
 * HvrLine:
 * @config: a copy; the strings in it live as long as the line
 * @closing: cancelled when the host is closed
 * @n_requests: atomic
 * @scheme: atomic, an HvrAuthScheme: how the last call that worked was authorised
 * @is_sealed: atomic: whether its messages were sealed
 */
typedef struct {
    HvrHostConfig config;
    HvrClock *clock;
    GCancellable *closing;
    guint n_requests;
    int scheme;
    int is_sealed;
    HvrRefusal refusal;
} HvrLine;

HvrLine *hvr_line_new(const HvrHostConfig *config, HvrClock *clock);
HvrLine *hvr_line_ref(HvrLine *line);
void hvr_line_unref(HvrLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrLine, hvr_line_unref)

/**
 * hvr_line_open:
 *
 * Wrong credentials do not get better by trying, and may lock the account: for
 * half a minute after a refusal, or until the files they come from are written
 * to, everybody gets the same error without asking the host; then one may ask.
 *
 * Returns: (transfer full): a session for the calling thread
 */
HvrWmiSession *hvr_line_open(HvrLine *line, GError **error);

/** hvr_line_note: what @session met, so that a refusal is remembered, or forgotten; @error:
 * (nullable) */
void hvr_line_note(HvrLine *line, HvrWmiSession *session, const GError *error);

/** hvr_line_count: add what @session sent since it had sent @before */
void hvr_line_count(HvrLine *line, const HvrWmiSession *session, guint before);

/** hvr_line_is_broken: whether a session that ended in @error should not be used again */
gboolean hvr_line_is_broken(const GError *error);

G_END_DECLS
