/* sim_gate.h: what a request has to pass before anybody reads it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Path, size, quota, and who asks; in the order of WinRM, as far as that is known
 * (MS-WSMV 3.1.4.1).
 */

#pragma once

#include <libsoup/soup.h>

#include "sim_server_private.h"

G_BEGIN_DECLS

/** hvs_gate_check_head: answer at once what can be told without the body */
void hvs_gate_check_head(HvsServer *server, SoupServerMessage *message);

/** hvs_gate_serve: answer @message, now or later */
void hvs_gate_serve(HvsServer *server, SoupServerMessage *message);

G_END_DECLS
