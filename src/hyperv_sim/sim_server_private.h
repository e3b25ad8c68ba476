/* sim_server_private.h: what a host's listeners share with the requests that come in
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_login_keys.h"
#include "sim_server.h"
#include "sim_service.h"

G_BEGIN_DECLS

struct _HvsServer {
    HvsHost *host;
    HvsService *service;
    HvsLoginKeys *keys;
    GHashTable *connections; /* HvsConnection, all that are open */
    GHashTable *requests;    /* those whose answer is still to come */
    GHashTable *wires;       /* answers that libsoup does not write */
};

G_END_DECLS
