/* sim_ntlm_user.h: a user as the NTLM mechanism reads them from a file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvs_ntlm_user_format:
 *
 * A line of the form of smbpasswd, which gss-ntlmssp takes for any domain: a
 * host in no domain looks every user up in its own accounts (inferred).
 *
 * Returns: (transfer full): "" for a user whom nobody can be, as there is no
 *   password (LimitBlankPasswordUse) or no MD4 to hash it by
 */
char *hvs_ntlm_user_format(const char *user, const char *password);

G_END_DECLS
