/* sim_page.c: as many items as fit an answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_page.h"

/* What one EnumerateResponse element and its like need besides the items. */
#define FRAME_SIZE 300

void
hvs_page_init(HvsPage *page, HvsExchange *exchange, xmlNode *items)
{
    xmlNode *root = xmlDocGetRootElement(exchange->body->doc);

    *page = (HvsPage){ .exchange = exchange, .items = items };
    page->size = hvs_exchange_get_size(root) + FRAME_SIZE;
}

gboolean
hvs_page_keep(HvsPage *page)
{
    xmlNode *last = page->items->last;
    gsize size = page->size + hvs_exchange_get_size(last);

    if (size > hvs_exchange_get_max_size(page->exchange)) {
        xmlUnlinkNode(last);
        xmlFreeNode(last);
        return FALSE;
    }
    page->size = size;
    page->n_items++;

    return TRUE;
}
