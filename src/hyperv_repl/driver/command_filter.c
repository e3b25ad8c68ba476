/* command_filter.c: the relationships of a host that a command is about
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_filter.h"

#include "command_settings.h"
#include "host_query.h"
#include "repl_service.h"

static void
relationship_free(gpointer data)
{
    HvrCommandRelationship *relationship = data;

    hvr_domain_unref(relationship->domain);
    hvr_repl_relationship_unref(relationship->leg);
    g_free(relationship);
}

static gboolean
is_word(HvrCommandCall *call, const char *name, const char *word)
{
    const char *wanted = hvr_command_call_get_string(call, name);

    return wanted == NULL || g_str_equal(wanted, word);
}

/* A server is known by the name that was given, and by its own. */
static gboolean
is_server(HvrCommandCall *call, const HvrReplRelationship *leg, const char *given, const char *own)
{
    const char *wanted = hvr_command_call_get_string(call, given);

    return hvr_command_settings_is(leg->settings, given, wanted) ||
           hvr_command_settings_is(leg->settings, own, wanted);
}

/* @bound: (nullable): GUIDs of the machines of the trust group */
static gboolean
is_wanted(HvrCommandCall *call,
          const HvrDomain *domain,
          const HvrReplRelationship *leg,
          GHashTable *bound)
{
    return is_word(call, "role", hvr_repl_mode_get_name(domain->mode)) &&
           is_word(call, "state", hvr_repl_state_get_name(leg->state)) &&
           is_word(call, "health", hvr_repl_health_get_name(leg->health)) &&
           is_word(call, "relationship", leg->index == 0 ? "primary" : "extended") &&
           is_server(call, leg, "replica-server", "replica-host") &&
           is_server(call, leg, "primary-server", "primary-host") &&
           (bound == NULL || g_hash_table_contains(bound, domain->guid));
}

static GPtrArray *
find(HvrCommandCall *call, GHashTable *bound)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(relationship_free);
    GPtrArray *domains = hvr_host_get_domains(call->host);

    for (guint i = 0; domains != NULL && i < domains->len; i++) {
        HvrDomain *domain = domains->pdata[i];

        for (guint index = 0; index < G_N_ELEMENTS(domain->legs); index++) {
            HvrReplRelationship *leg = domain->legs[index];
            HvrCommandRelationship *relationship;

            if (leg == NULL || !is_wanted(call, domain, leg, bound))
                continue;
            relationship = g_new0(HvrCommandRelationship, 1);
            relationship->domain = hvr_domain_ref(domain);
            relationship->leg = hvr_repl_relationship_ref(leg);
            g_ptr_array_add(found, relationship);
        }
    }

    return found;
}

static gboolean
has_entry(const HvrReplService *service, const char *allowed_primary, const char *trust_group)
{
    for (guint i = 0; i < service->entries->len; i++) {
        const HvrReplSettings *entry = service->entries->pdata[i];

        if (hvr_command_settings_is(entry, "allowed-primary", allowed_primary) &&
            hvr_command_settings_is(entry, "trust-group", trust_group))
            return TRUE;
    }

    return FALSE;
}

/* Returns: (transfer full): GUIDs of the machines that are bound to an entry of the trust group. */
static gpointer
fetch_bound(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    g_autoptr(HvrReplService) service = hvr_repl_service_fetch(session, cancellable, error);
    g_autoptr(GHashTable) bindings = NULL;
    GHashTable *bound;
    GHashTableIter iter;
    gpointer guid;
    gpointer allowed_primary;

    if (service == NULL)
        return NULL;
    bindings = hvr_repl_service_fetch_bindings(session, cancellable, error);
    if (bindings == NULL)
        return NULL;

    bound = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_iter_init(&iter, bindings);
    while (g_hash_table_iter_next(&iter, &guid, &allowed_primary)) {
        if (has_entry(service, allowed_primary, input))
            g_hash_table_add(bound, g_strdup(guid));
    }

    return bound;
}

typedef struct {
    HvrCommandCall *call;
    HvrCommandFound take;
} Search;

static void
on_fetched(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autofree Search *search = user_data;
    GError *error = NULL;
    g_autoptr(GHashTable) bound = hvr_host_query_finish(result, &error);

    if (bound != NULL)
        search->take(search->call, find(search->call, bound));
    else
        hvr_command_call_fail(search->call, error);
}

void
hvr_command_filter_run(HvrCommandCall *call, HvrCommandFound take)
{
    const char *trust_group = hvr_command_call_get_string(call, "trust-group");
    HvrWork work = { fetch_bound, g_strdup(trust_group), g_free,
                     (GDestroyNotify)g_hash_table_unref };
    Search *search;

    if (trust_group == NULL) {
        take(call, find(call, NULL));
        return;
    }

    search = g_new0(Search, 1);
    search->call = call;
    search->take = take;
    hvr_host_query_async(call->host, call->domain, &work, hvr_command_call_get_cancellable(call),
                         on_fetched, search);
}
