/* wsman_header.h: the header blocks of an envelope that was received
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "wsman_envelope.h"

G_BEGIN_DECLS

/**
 * hvr_wsman_header_parse:
 * @envelope: gets what the blocks say
 * @header: the s:Header element
 *
 * Blocks may come in any order.  Unknown ones are skipped, and the first of
 * them that must be understood is noted in @envelope.
 *
 * Returns: %FALSE with %HVR_ERROR_PROTOCOL if a known block stands twice or
 *   holds no value of its type
 */
gboolean hvr_wsman_header_parse(HvrWsmanEnvelope *envelope, const xmlNode *header, GError **error);

G_END_DECLS
