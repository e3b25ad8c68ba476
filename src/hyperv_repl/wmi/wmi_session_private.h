/* wmi_session_private.h: what the other files of this floor may have of a session
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to wmi_session.c and wmi_subscription.c.
 */

#pragma once

#include "wmi_session.h"

G_BEGIN_DECLS

/** hvr_wmi_session_get_client: (transfer none): what the session speaks through */
HvrWsmanClient *hvr_wmi_session_get_client(HvrWmiSession *session);

/**
 * hvr_wmi_session_fail:
 * @operation: what was tried
 * @failure: (transfer full): of the floor below, which does not know the host's name
 *
 * Returns: always %FALSE, with @error naming the host
 */
gboolean hvr_wmi_session_fail(const HvrWmiSession *session,
                              const char *operation,
                              GError *failure,
                              GError **error);

G_END_DECLS
