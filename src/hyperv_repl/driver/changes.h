/* changes.h: two pictures of a host compared
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Pure.  Hyper-V says what is; libvirt wants to know what happened.
 */

#pragma once

#include "cause.h"
#include "event_list.h"
#include "picture.h"

G_BEGIN_DECLS

/**
 * hvr_changes_settle:
 * @now: not yet shown to anybody
 * @before: (nullable)
 * @causes: GUIDs of machines that we do something to, to the HvrCause
 *
 * Fills in why each machine is in its state, which only the change tells.
 */
void hvr_changes_settle(HvrPicture *now, const HvrPicture *before, GHashTable *causes);

/** hvr_changes_list: add the events that lead from @before to the settled @now */
void hvr_changes_list(const HvrPicture *before, const HvrPicture *now, HvrEventList *list);

G_END_DECLS
