/* command_request.h: a command's arguments as a request, and its answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the command files.
 */

#pragma once

#include "command_row.h"
#include "repl_request.h"

G_BEGIN_DECLS

/**
 * hvr_command_request_new:
 *
 * Returns: (transfer full): all that the arguments of a verb's command say; %NULL with what is
 *   wrong with them
 */
HvrReplRequest *hvr_command_request_new(HvrCommandCall *call, GError **error);

/** hvr_command_request_get_timeout: 0 if none is given */
GTimeSpan hvr_command_request_get_timeout(HvrCommandCall *call);

/** hvr_command_request_wants_wait: whether the answer comes when the job has ended */
gboolean hvr_command_request_wants_wait(HvrCommandCall *call);

/** hvr_command_request_run: (transfer full): ask for it, and answer the call at the end */
void hvr_command_request_run(HvrCommandCall *call, HvrReplRequest *request);

/** hvr_command_request_run_all: (transfer full) (element-type HvrReplRequest): the same, one after
 * the other */
void hvr_command_request_run_all(HvrCommandCall *call, GPtrArray *requests);

/** hvr_command_request_describe: (transfer full): members of the answer: role, state and health
 * as they are now, of a machine; and @job */
JsonObject *hvr_command_request_describe(HvrCommandCall *call, const HvrJob *job);

/** hvr_command_request_fail: end the call with %HVR_ERROR_INVALID; @format takes the command's
 * name */
void hvr_command_request_fail(HvrCommandCall *call, const char *format);

G_END_DECLS
