/* repl_answer_output.h: an answer as the host sends it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include "repl_answer.h"
#include "wmi_object.h"

G_BEGIN_DECLS

/**
 * hvr_repl_answer_parse:
 * @method: what was invoked
 * @output: its METHOD_OUTPUT object
 * @host: for messages
 *
 * Returns: (transfer full): or %NULL with the host's refusal, with
 *   %HVR_ERROR_PROTOCOL if the answer lacks what it has to have, with
 *   %HVR_ERROR_BUSY if the host has not got it yet
 */
HvrReplAnswer *hvr_repl_answer_parse(const HvrWmiMethod *method,
                                     const HvrWmiObject *output,
                                     const char *host,
                                     GError **error);

G_END_DECLS
