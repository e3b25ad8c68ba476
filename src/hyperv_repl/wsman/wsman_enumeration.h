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

/**
 * hvr_wsman_enumeration_pull:
 * @max_items: how many the answer may hold; without it Windows sends one
 *
 * Returns: (transfer full): an answer whose body is a PullResponse
 */
HvrWsmanEnvelope *hvr_wsman_enumeration_pull(const HvrWsmanCall *call,
                                             const HvrWsmanEpr *target,
                                             const char *context,
                                             guint max_items,
                                             GError **error);

/** hvr_wsman_enumeration_visit_items: @page: a PullResponse or EnumerateResponse element */
gboolean hvr_wsman_enumeration_visit_items(const xmlNode *page,
                                           HvrWsmanVisit visit,
                                           gpointer user_data,
                                           GError **error);

/** hvr_wsman_enumeration_is_at_end: whether @page says that nothing more will come */
gboolean hvr_wsman_enumeration_is_at_end(const xmlNode *page);

G_END_DECLS
