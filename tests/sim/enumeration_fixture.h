/* enumeration_fixture.h: what tests of enumerations ask and look for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "service_fixture.h"

static inline char *
dup_context(const xmlNode *response)
{
    const xmlNode *node = hvr_xml_find(response, HVR_NS_N, "EnumerationContext");

    return node != NULL ? hvr_xml_dup_text(node) : NULL;
}

static inline guint
count_children(const xmlNode *parent)
{
    guint n = 0;

    for (const xmlNode *node = hvr_xml_first_element(parent); node != NULL;
         node = hvr_xml_next_element(node))
        n++;

    return n;
}

static inline Answer
pull(Fixture *f, const char *context, const char *more)
{
    g_autofree char *body = g_strconcat("<n:Pull><n:EnumerationContext>", context,
                                        "</n:EnumerationContext>", more, "</n:Pull>", NULL);

    return ask(f, PULL, CS, "", body);
}
