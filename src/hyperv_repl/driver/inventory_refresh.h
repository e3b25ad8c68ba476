/* inventory_refresh.h: in which portions a host is asked, and which one is next
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Used by the watcher's thread alone.
 */

#pragma once

#include "inventory.h"

G_BEGIN_DECLS

/**
 * HvrInventoryRefresh:
 * @HVR_INVENTORY_FACTS: what a host is; with each new session, and not part of an #HvrInventory.
 *   Four questions, but about what there is one of (processors excepted)
 * @HVR_INVENTORY_STATE: what changes by itself
 * @HVR_INVENTORY_SETTINGS: what changes when somebody does something
 * @HVR_INVENTORY_DEVICES: the rest of that, and whose the jobs are that nobody told us of
 * @HVR_INVENTORY_N_REFRESHES: none of them
 *
 * One pass of the watcher.  In the order in which they are made if several are due.
 */
typedef enum {
    HVR_INVENTORY_FACTS,
    HVR_INVENTORY_STATE,
    HVR_INVENTORY_SETTINGS,
    HVR_INVENTORY_DEVICES,
    HVR_INVENTORY_N_REFRESHES,
} HvrInventoryRefresh;

/** HVR_INVENTORY_MAX_QUESTIONS: of one refresh.  Each is an Enumerate, and a Pull if there is more
 * than one answer, so that no refresh has more than six requests as long as pages suffice */
#define HVR_INVENTORY_MAX_QUESTIONS 3

/**
 * HvrInventoryHost:
 * @windows: its version
 * @owners: see hvr_inventory_fetch_owners()
 * @cancellable: (nullable)
 *
 * Whom to ask.
 */
typedef struct {
    HvrWmiSession *session;
    guint64 windows;
    GHashTable *owners;
    GCancellable *cancellable;
} HvrInventoryHost;

/** hvr_inventory_refresh: after a failure part of @inventory is new */
gboolean hvr_inventory_refresh(HvrInventory *inventory,
                               HvrInventoryRefresh refresh,
                               const HvrInventoryHost *host,
                               GError **error);

/**
 * HvrInventoryMoment:
 * @HVR_INVENTORY_TOLD: the last refresh was just reported
 * @HVR_INVENTORY_RESTED: and nothing happened for as long as there was to sleep
 * @HVR_INVENTORY_WOKEN: and something happened
 *
 * When to choose.
 */
typedef enum {
    HVR_INVENTORY_TOLD,
    HVR_INVENTORY_RESTED,
    HVR_INVENTORY_WOKEN,
} HvrInventoryMoment;

/**
 * hvr_inventory_refresh_choose:
 * @times: (array fixed-size=HVR_INVENTORY_N_REFRESHES): monotonic, when each was made last
 * @now: monotonic
 * @interval: how long the watcher sleeps when nothing happens
 *
 * What only time makes due is spread: in the place of a refresh of the state, never two in a row.
 * Who sleeps longer than that asks for everything at once.
 *
 * Returns: which refresh to make; %HVR_INVENTORY_N_REFRESHES: sleep
 */
HvrInventoryRefresh hvr_inventory_refresh_choose(const gint64 *times,
                                                 gint64 now,
                                                 GTimeSpan interval,
                                                 HvrInventoryMoment moment);

G_END_DECLS
