/* sim_login_basic.h: a user's name and password with each request
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

/** hvs_login_basic_check: @text: what stands behind "Basic", base64 */
gboolean hvs_login_basic_check(const HvsHost *host, const char *text);

G_END_DECLS
