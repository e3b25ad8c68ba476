/* inventory_event.h: what an event of a host is worth to its inventory
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * An event is a hint and no more: it says that it is worth looking, never what
 * there is to see.  So nothing depends on events being whole, or in order.
 */

#pragma once

#include "mailbox.h"
#include "wmi_subscription.h"

G_BEGIN_DECLS

/** hvr_inventory_event_query: (transfer full): the events that a host with that version can have */
char *hvr_inventory_event_query(guint64 windows);

/** hvr_inventory_event_judge: how soon somebody should look */
HvrHint hvr_inventory_event_judge(const HvrWmiEvent *event);

G_END_DECLS
