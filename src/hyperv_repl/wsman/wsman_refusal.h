/* wsman_refusal.h: why a host lets nobody in
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A 401 says nothing but what else is offered; this makes a line of it that
 * names who was refused, how, and what to do.
 */

#pragma once

#include "hvr_endpoint.h"

G_BEGIN_DECLS

/**
 * hvr_wsman_refusal_is_offered:
 * @challenges: see wsman_challenge.h
 *
 * A mapping of client certificates is not announced, so nobody can tell that it
 * is missing (inferred).
 */
gboolean hvr_wsman_refusal_is_offered(HvrAuthScheme scheme, const GPtrArray *challenges);

/**
 * hvr_wsman_refusal_fail:
 * @scheme: what was tried
 * @challenges: what came with the 401
 *
 * Returns: always %FALSE, with %HVR_ERROR_AUTH
 */
gboolean hvr_wsman_refusal_fail(const HvrEndpoint *endpoint,
                                HvrAuthScheme scheme,
                                const GPtrArray *challenges,
                                GError **error);

G_END_DECLS
