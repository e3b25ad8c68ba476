/* host_query.h: what only the host itself knows, asked in a worker
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor: what needs a round trip or a few, and changes nothing.
 * One piece of work should be short, so that others get their turn.
 */

#pragma once

#include "host.h"
#include "repl_request.h"
#include "workers.h"

G_BEGIN_DECLS

/**
 * hvr_host_query_async:
 * @domain: whose; for messages
 * @work: its run returns the answer; its input is taken over
 */
void hvr_host_query_async(HvrHost *host,
                          HvrDomain *domain,
                          const HvrWork *work,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/** hvr_host_query_finish: (transfer full) (nullable): what @work returned; %NULL may be a good
 * answer, so ask @error */
gpointer hvr_host_query_finish(GAsyncResult *result, GError **error);

/**
 * hvr_host_ask_async:
 * @request: a verb for which hvr_repl_verb_is_query(); copied and completed as in
 *   hvr_host_verb_async()
 */
void hvr_host_ask_async(HvrHost *host,
                        HvrDomain *domain,
                        const HvrReplRequest *request,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);

/** hvr_host_ask_finish: (transfer full): %NULL with an error */
HvrReplAnswer *hvr_host_ask_finish(GAsyncResult *result, GError **error);

G_END_DECLS
