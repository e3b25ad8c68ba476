/* wsman_enumeration.h: Enumerate, Pull and Release
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "wsman_call.h"
#include "wsman_client.h"

G_BEGIN_DECLS

/**
 * hvr_wsman_enumeration_visit:
 * @call: its deadline is that of all pages together
 *
 * See hvr_wsman_client_enumerate().
 */
gboolean hvr_wsman_enumeration_visit(const HvrWsmanCall *call,
                                     const char *resource_uri,
                                     const char *wql,
                                     HvrWsmanVisit visit,
                                     gpointer user_data,
                                     GError **error);

G_END_DECLS
