/* sim_upset_body.c: envelopes that no host of good will sends
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_upset_body.h"

#include <string.h>

#include "wsman_names.h"

#define OVERSIZE (64u << 20)
#define N_LEVELS 9
#define DEPTH    100000

#define HEAD "<s:Envelope xmlns:s=\"" HVR_NS_S "\"><s:Header/><s:Body>"
#define TAIL "</s:Body></s:Envelope>"

GBytes *
hvs_upset_body_oversize(void)
{
    GString *text = g_string_sized_new(OVERSIZE + 1);
    gsize length;

    g_string_append(text, HEAD);
    length = OVERSIZE - text->len - strlen(TAIL);
    g_string_set_size(text, OVERSIZE - strlen(TAIL));
    memset(text->str + text->len - length, 'x', length);
    g_string_append(text, TAIL);

    return g_string_free_to_bytes(text);
}

GBytes *
hvs_upset_body_bomb(void)
{
    GString *text = g_string_new("<!DOCTYPE s:Envelope [<!ENTITY e0 \"ha\">");

    for (guint level = 1; level <= N_LEVELS; level++) {
        g_string_append_printf(text, "<!ENTITY e%u \"", level);
        for (guint i = 0; i < 10; i++)
            g_string_append_printf(text, "&e%u;", level - 1);
        g_string_append(text, "\">");
    }
    g_string_append_printf(text, "]>" HEAD "&e%u;" TAIL, N_LEVELS);

    return g_string_free_to_bytes(text);
}

GBytes *
hvs_upset_body_deep(void)
{
    GString *text = g_string_new(HEAD);

    for (guint i = 0; i < DEPTH; i++)
        g_string_append(text, "<x>");
    for (guint i = 0; i < DEPTH; i++)
        g_string_append(text, "</x>");
    g_string_append(text, TAIL);

    return g_string_free_to_bytes(text);
}
