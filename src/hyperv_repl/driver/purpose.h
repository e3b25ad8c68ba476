/* purpose.h: why somebody wants a change
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whoever asks for changes is known to them by a cancellable; that is where the
 * reason goes with it, past all who have no use for it, to the journal.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** HVR_PURPOSE_MAX_LINE: of words that go to logs and lists, in characters */
#define HVR_PURPOSE_MAX_LINE 1024

/** hvr_purpose_is_line: whether @text is UTF-8, no longer than that, and without control characters
 */
gboolean hvr_purpose_is_line(const char *text);

/** hvr_purpose_new: (transfer full): @caller: (nullable): cancels it, too; @reason: one line */
GCancellable *hvr_purpose_new(GCancellable *caller, const char *reason);

/** hvr_purpose_get_reason: (nullable): @cancellable: (nullable): any */
const char *hvr_purpose_get_reason(GCancellable *cancellable);

/** hvr_purpose_follow: @caller: (nullable): cancels @self, too, for as long as that lives */
void hvr_purpose_follow(GCancellable *self, GCancellable *caller);

G_END_DECLS
