/* wsman_spn.h: what a host is called where services are registered
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Names are taken as the host file writes them: DNS is not asked for others.
 */

#pragma once

#include "hvr_endpoint.h"

G_BEGIN_DECLS

/**
 * HvrWsmanSpn:
 * @service: its class, e.g. "HTTP"
 * @host: name of the host
 * @realm: (nullable): where krb5.conf has to say
 * @is_whole: whether the host file names the host in it, too
 */
typedef struct {
    char *service;
    char *host;
    char *realm;
    gboolean is_whole;
} HvrWsmanSpn;

/** hvr_wsman_spn_new: (transfer full): of "HTTP", "HTTP/hv01" or "HTTP/hv01@REALM", or of none */
HvrWsmanSpn *hvr_wsman_spn_new(const HvrEndpoint *endpoint);
void hvr_wsman_spn_free(HvrWsmanSpn *spn);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanSpn, hvr_wsman_spn_free)

G_END_DECLS
