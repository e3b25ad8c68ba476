/* wsman_spn.c: what a host is called where services are registered
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_spn.h"

#include <string.h>

/* Covered by HOST, which every machine's account has. */
#define SERVICE "HTTP"

HvrWsmanSpn *
hvr_wsman_spn_new(const HvrEndpoint *endpoint)
{
    const char *text = endpoint->spn != NULL ? endpoint->spn : SERVICE;
    const char *slash = strchr(text, '/');
    HvrWsmanSpn *spn = g_new0(HvrWsmanSpn, 1);
    const char *at;

    if (slash == NULL) {
        spn->service = g_strdup(text);
        spn->host = g_ascii_strdown(endpoint->address, -1);
        return spn;
    }

    at = strrchr(slash, '@');
    spn->is_whole = TRUE;
    spn->service = g_strndup(text, (gsize)(slash - text));
    spn->host = g_strndup(slash + 1, at != NULL ? (gsize)(at - slash - 1) : strlen(slash + 1));
    spn->realm = at != NULL ? g_strdup(at + 1) : NULL;

    return spn;
}

void
hvr_wsman_spn_free(HvrWsmanSpn *spn)
{
    if (spn == NULL)
        return;

    g_free(spn->service);
    g_free(spn->host);
    g_free(spn->realm);
    g_free(spn);
}
