/* wsman_ticket.h: a Kerberos ticket for one host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whatever can go wrong with Kerberos before the host is asked goes wrong here,
 * where libkrb5 says what it was.  May ask a KDC.  What is got with a key or a
 * password lies in memory and nowhere else.
 */

#pragma once

#include "hvr_endpoint.h"

G_BEGIN_DECLS

typedef struct _HvrWsmanTicket HvrWsmanTicket;

/**
 * hvr_wsman_ticket_new:
 *
 * By the first of: the keytab's key of the user, the credential cache, the
 * user's password, the cache of this process's owner.
 *
 * Returns: (transfer full): or %NULL, see hvr_wsman_gss_new()
 */
HvrWsmanTicket *hvr_wsman_ticket_new(const HvrEndpoint *endpoint, GError **error);

/** hvr_wsman_ticket_free: takes %NULL, too; a cache in memory is wiped */
void hvr_wsman_ticket_free(HvrWsmanTicket *ticket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanTicket, hvr_wsman_ticket_free)

/** hvr_wsman_ticket_get_ccache: the cache it lies in, as krb5 names caches */
const char *hvr_wsman_ticket_get_ccache(const HvrWsmanTicket *ticket);

/** hvr_wsman_ticket_get_service: the principal it is for */
const char *hvr_wsman_ticket_get_service(const HvrWsmanTicket *ticket);

G_END_DECLS
