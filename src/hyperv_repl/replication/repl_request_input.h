/* repl_request_input.h: a request as a method's parameters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include "msvm_tables.h"
#include "repl_request.h"

G_BEGIN_DECLS

/** hvr_repl_request_get_leg: the relationship it is about, named or not */
guint hvr_repl_request_get_leg(const HvrReplRequest *request);

/** hvr_repl_request_get_method: which of the verb's methods is for its relationship */
const HvrWmiMethod *hvr_repl_request_get_method(const HvrReplRequest *request);

/**
 * hvr_repl_request_has_parameter:
 * @name: of a parameter of any method
 * @out_why_not: (nullable result): why nothing is ever put into it
 *
 * Returns: whether it is known what goes into it
 */
gboolean hvr_repl_request_has_parameter(const char *name, const char **out_why_not);

/**
 * hvr_repl_request_new_input:
 * @method: whose parameters
 * @session: to read the present settings on, for methods that take all of them
 *
 * Every parameter of the method that a request has something for; the others
 * stay NULL, which is every method's default.
 *
 * Returns: (transfer full): the METHOD_INPUT object
 */
gpointer hvr_repl_request_new_input(const HvrReplRequest *request,
                                    const HvrWmiMethod *method,
                                    HvrWmiSession *session,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
