/* host_name.c: a host that is called otherwise than before
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <string.h>

#include "host_facts.h"
#include "host_private.h"

static gpointer
fetch_facts(HvrWmiSession *session,
            gpointer input G_GNUC_UNUSED,
            GCancellable *cancellable,
            GError **error)
{
    return hvr_host_facts_fetch(session, cancellable, error);
}

static void
on_facts(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(HvrHost) host = user_data;
    HvrHostFacts *facts = hvr_workers_finish(result, NULL);

    if (facts == NULL) {
        g_clear_pointer(&host->facts_name, g_free); /* the next look asks again */
        return;
    }
    hvr_host_facts_free(host->facts);
    host->facts = facts;
}

/* A restart may pass between two looks, so the watcher, who reads the facts anew
 * after a failure, need not have met one. */
void
hvr_host_follow_name(HvrHost *host, gboolean is_fresh)
{
    const char *name = host->picture->own->name;
    gboolean is_known = host->facts_name != NULL && strcmp(host->facts_name, name) == 0;

    if (is_known)
        return;
    g_free(host->facts_name);
    host->facts_name = g_strdup(name);
    if (!is_fresh)
        hvr_workers_run(
            host->workers,
            &(HvrWork){ .run = fetch_facts, .free_output = (GDestroyNotify)hvr_host_facts_free },
            on_facts, g_object_ref(host));
}
