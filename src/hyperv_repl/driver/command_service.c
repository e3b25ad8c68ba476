/* command_service.c: a host as replication server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_request.h"
#include "command_settings.h"
#include "command_value.h"
#include "host_query.h"
#include "hvr_error.h"
#include "repl_document.h"

static gpointer
fetch(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    return hvr_repl_service_fetch(session, cancellable, error);
}

static void
fetch_async(HvrCommandCall *call, GAsyncReadyCallback callback)
{
    HvrWork work = { .run = fetch, .free_output = (GDestroyNotify)hvr_repl_service_free };

    hvr_host_query_async(call->host, call->domain, &work, hvr_command_call_get_cancellable(call),
                         callback, call);
}

static gboolean
is_wanted(HvrCommandCall *call, const HvrReplSettings *entry)
{
    static const char *const filters[] = { "allowed-primary", "storage-location", "trust-group" };

    for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
        if (!hvr_command_settings_is(entry, filters[i],
                                     hvr_command_call_get_string(call, filters[i])))
            return FALSE;
    }

    return TRUE;
}

/* Those that the command's filters let through; all if it has none. */
static JsonNode *
format_entries(HvrCommandCall *call, const HvrReplService *service)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; i < service->entries->len; i++) {
        if (is_wanted(call, service->entries->pdata[i]))
            json_array_add_element(array, hvr_command_value_settings(service->entries->pdata[i]));
    }

    return hvr_command_value_take_array(array);
}

static JsonNode *
format_service(HvrCommandCall *call, const HvrReplService *service)
{
    JsonObject *object = json_object_new();

    json_object_set_member(object, "settings", hvr_command_value_settings(service->settings));
    json_object_set_member(object, "authorization", format_entries(call, service));
    json_object_set_boolean_member(object, "listening", service->listening);

    return hvr_command_value_take_object(object);
}

static void
on_service(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrReplService) service = hvr_host_query_finish(result, &error);
    g_autofree char *text = NULL;

    if (service == NULL) {
        hvr_command_call_fail(call, error);
    } else if (hvr_command_call_wants_xml(call)) {
        text = hvr_repl_document_format_service(service);
        hvr_command_call_return(call, json_node_init_string(json_node_alloc(), text));
    } else {
        hvr_command_call_return(call, format_service(call, service));
    }
}

void
hvr_command_query_service(HvrCommandCall *call)
{
    fetch_async(call, on_service);
}

static void
on_authorization(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrReplService) service = hvr_host_query_finish(result, &error);

    if (service != NULL)
        hvr_command_call_return(call, format_entries(call, service));
    else
        hvr_command_call_fail(call, error);
}

void
hvr_command_query_authorization(HvrCommandCall *call)
{
    fetch_async(call, on_authorization);
}

static char *
dup_primary(const HvrReplSettings *entry)
{
    return hvr_repl_settings_dup_text(
        entry, hvr_repl_setting_find(HVR_REPL_AUTHORIZATION, "allowed-primary"));
}

static HvrReplSettings *
find_entry(const HvrReplService *service, const HvrReplSettings *like)
{
    g_autofree char *primary = dup_primary(like);

    for (guint i = 0; primary != NULL && i < service->entries->len; i++) {
        if (hvr_command_settings_is(service->entries->pdata[i], "allowed-primary", primary))
            return service->entries->pdata[i];
    }

    return NULL;
}

/* @settings: (nullable); @primary: (nullable) */
static void
add(GPtrArray *requests,
    HvrCommandCall *call,
    HvrReplVerb verb,
    HvrReplSettings *settings,
    const char *primary)
{
    HvrReplRequest request = { .verb = verb,
                               .vm = call->domain->guid,
                               .vm_name = call->domain->name,
                               .settings = settings,
                               .allowed_primary = primary };

    g_ptr_array_add(requests, hvr_repl_request_copy(&request));
}

static void
add_removal(GPtrArray *requests, HvrCommandCall *call, const HvrReplSettings *entry)
{
    g_autofree char *primary = dup_primary(entry);

    if (primary != NULL)
        add(requests, call, HVR_VERB_REMOVE_AUTHORIZATION, NULL, primary);
}

static void
add_entry(GPtrArray *requests,
          HvrCommandCall *call,
          HvrReplSettings *entry,
          const HvrReplSettings *present)
{
    g_autoptr(HvrReplSettings) differing = NULL;
    g_autoptr(HvrReplSettings) merged = NULL;

    if (present == NULL) {
        add(requests, call, HVR_VERB_ADD_AUTHORIZATION, entry, NULL);
        return;
    }

    differing = hvr_command_settings_diff(entry, present);
    if (differing == NULL)
        return;
    merged = hvr_command_settings_merge(present, entry);
    add(requests, call, HVR_VERB_MODIFY_AUTHORIZATION, merged, NULL);
}

/* Entries go before others come: one for any server and others exclude each
 * other (Set-VMReplicationServer). */
static GPtrArray *
list_requests(HvrCommandCall *call, const HvrReplService *wanted, const HvrReplService *present)
{
    GPtrArray *requests = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_request_free);
    g_autoptr(HvrReplSettings)
        differing = hvr_command_settings_diff(wanted->settings, present->settings);

    if (differing != NULL)
        add(requests, call, HVR_VERB_MODIFY_SERVICE, differing, NULL);
    /* A document about settings alone is no wish to lock everybody out. */
    for (guint i = 0; wanted->entries->len > 0 && i < present->entries->len; i++) {
        if (find_entry(wanted, present->entries->pdata[i]) == NULL)
            add_removal(requests, call, present->entries->pdata[i]);
    }
    for (guint i = 0; i < wanted->entries->len; i++)
        add_entry(requests, call, wanted->entries->pdata[i],
                  find_entry(present, wanted->entries->pdata[i]));

    return requests;
}

static void
on_present(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrReplService) present = hvr_host_query_finish(result, &error);
    g_autoptr(HvrReplService) wanted = NULL;

    if (present != NULL)
        wanted =
            hvr_repl_document_parse_service(hvr_command_call_get_string(call, "document"), &error);
    if (wanted != NULL)
        hvr_command_request_run_all(call, list_requests(call, wanted, present));
    else
        hvr_command_call_fail(call, error);
}

void
hvr_command_modify_service(HvrCommandCall *call)
{
    if (hvr_command_call_get_string(call, "document") == NULL)
        hvr_command_verb(call);
    else if (hvr_command_settings_are_given(call))
        hvr_command_request_fail(call, _("'%s' takes either a document or settings, not both"));
    else
        fetch_async(call, on_present);
}

static void
on_entries(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrReplService) service = hvr_host_query_finish(result, &error);
    g_autoptr(GPtrArray)
        requests = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_request_free);

    for (guint i = 0; service != NULL && i < service->entries->len; i++) {
        if (is_wanted(call, service->entries->pdata[i]))
            add_removal(requests, call, service->entries->pdata[i]);
    }
    if (service != NULL && requests->len == 0)
        hvr_fail(&error, HVR_ERROR_INVALID, _("host '%s' has no such authorization entry"),
                 hvr_host_get_name(call->host));
    if (error != NULL)
        hvr_command_call_fail(call, error);
    else
        hvr_command_request_run_all(call, g_steal_pointer(&requests));
}

void
hvr_command_remove_authorization(HvrCommandCall *call)
{
    gboolean is_one = hvr_command_call_get_string(call, "allowed-primary") != NULL;
    gboolean is_group = hvr_command_call_get_string(call, "trust-group") != NULL;

    if (is_one == is_group)
        hvr_command_request_fail(call, _("'%s' needs either 'allowed-primary' or 'trust-group'"));
    else
        fetch_async(call, on_entries);
}
