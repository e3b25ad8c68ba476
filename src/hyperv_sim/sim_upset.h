/* sim_upset.h: what goes wrong between a host and its clients
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Ordered in advance, for the requests to come; those that log on do not count.
 */

#pragma once

#include "sim_fault.h"
#include "sim_wire.h"

G_BEGIN_DECLS

/**
 * HvsUpsetTime: how far a request gets
 * @HVS_UPSET_UNREAD: the connection's context is forgotten before it is opened
 * @HVS_UPSET_UNDONE: it has no effect
 * @HVS_UPSET_DONE: it has its effect
 */
typedef enum {
    HVS_UPSET_UNREAD,
    HVS_UPSET_UNDONE,
    HVS_UPSET_DONE,
} HvsUpsetTime;

/**
 * HvsUpset:
 * @fault: sent instead of the answer
 * @status: sent instead of the answer, bare; 0: none
 * @replace: (nullable): an envelope that is sent instead of the answer
 * @is_misshapen: sent as @form says
 */
typedef struct {
    const char *name;
    const char *help;
    HvsUpsetTime time;
    HvsFaultKind fault;
    guint status;
    GBytes *(*replace)(void);
    gboolean is_misshapen;
    HvsWireForm form;
} HvsUpset;

/**
 * hvs_upset_order:
 * @text: a kind; of "delay" with the milliseconds behind an equals sign; "none" takes
 *   all orders back
 * @count: so many requests
 * @after: so many are left alone before, once whatever was ordered earlier is over
 *
 * Returns: %FALSE if there is no such kind
 */
gboolean hvs_upset_order(HvsHost *host, const char *text, guint count, guint after);

/** hvs_upset_take: (nullable): what happens to the request that has come; static */
const HvsUpset *hvs_upset_take(HvsHost *host, guint *out_delay_ms);

/** hvs_upset_get_drop: what happens to a request to a host that is down; static */
const HvsUpset *hvs_upset_get_drop(void);

/** hvs_upset_clear: take all orders back */
void hvs_upset_clear(HvsHost *host);

/** hvs_upset_get: (nullable): the @i-th kind */
const HvsUpset *hvs_upset_get(guint i);

G_END_DECLS
