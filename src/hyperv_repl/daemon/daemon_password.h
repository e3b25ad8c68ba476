/* daemon_password.h: a password from a file of its own
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

#include "hvr_secret.h"

G_BEGIN_DECLS

/**
 * hvr_daemon_password_read:
 * @path: a file of one line
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_CONFIG if it cannot be
 *   read, is empty, or could be read by others than root and this user
 */
HvrSecret *hvr_daemon_password_read(const char *path, GError **error);

G_END_DECLS
