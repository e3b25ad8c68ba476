/* sim_page.h: as many items as fit an answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "sim_exchange.h"

G_BEGIN_DECLS

/**
 * HvsPage:
 * @n_items: how many are on it
 */
typedef struct {
    HvsExchange *exchange;
    xmlNode *items;
    gsize size;
    guint n_items;
} HvsPage;

/** hvs_page_init: @items is the empty element that they go into, in @exchange's body */
void hvs_page_init(HvsPage *page, HvsExchange *exchange, xmlNode *items);

/** hvs_page_keep: the item that was just appended stays if it fits, else it is removed */
gboolean hvs_page_keep(HvsPage *page);

G_END_DECLS
