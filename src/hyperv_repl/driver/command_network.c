/* command_network.c: a machine's network after failover, and in test failover
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_adapter.h"
#include "command_request.h"
#include "command_settings.h"
#include "command_value.h"
#include "host_network.h"
#include "host_query.h"
#include "hvr_error.h"
#include "repl_document.h"

static gpointer
fetch(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    return hvr_repl_network_list(session, input, cancellable, error);
}

static void
fetch_async(HvrCommandCall *call, GAsyncReadyCallback callback)
{
    HvrWork work = { fetch, g_strdup(call->domain->guid), g_free,
                     (GDestroyNotify)g_ptr_array_unref };

    hvr_host_query_async(call->host, call->domain, &work, hvr_command_call_get_cancellable(call),
                         callback, call);
}

static void
on_network(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(GPtrArray) adapters = hvr_host_query_finish(result, &error);
    g_autofree char *text = NULL;

    if (adapters == NULL) {
        hvr_command_call_fail(call, error);
    } else if (hvr_command_call_wants_xml(call)) {
        text = hvr_repl_document_format_network(adapters);
        hvr_command_call_return(call, json_node_init_string(json_node_alloc(), text));
    } else {
        hvr_command_call_return(call, hvr_command_adapter_format_all(adapters));
    }
}

void
hvr_command_query_network(HvrCommandCall *call)
{
    fetch_async(call, on_network);
}

/* Returns: (transfer full) (element-type HvrReplAdapter): the one that was named, or all. */
static GPtrArray *
choose(HvrCommandCall *call, GPtrArray *adapters, GError **error)
{
    const char *which = hvr_command_call_get_string(call, "adapter");
    GPtrArray *chosen;
    HvrReplAdapter *adapter;

    if (adapters->len == 0)
        return hvr_fail_null(error, HVR_ERROR_STATE,
                             _("'%s' has no network adapter of the kind "
                               "that can be set up for failover"),
                             call->domain->name);
    if (which == NULL)
        return g_ptr_array_ref(adapters);

    adapter = hvr_repl_network_find(adapters, which, error);
    if (adapter == NULL)
        return NULL;
    chosen = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_adapter_free);
    g_ptr_array_add(chosen, hvr_repl_adapter_copy(adapter));

    return chosen;
}

/* Returns: (transfer full) (element-type HvrReplAdapter): as they shall be. */
static GPtrArray *
list_wanted(HvrCommandCall *call, GPtrArray *present, GError **error)
{
    const char *document = hvr_command_call_get_string(call, "document");
    const char *clear = hvr_command_call_get_string(call, "clear");
    g_autoptr(HvrReplSettings) given = NULL;
    g_autoptr(GPtrArray) chosen = NULL;

    if (document != NULL)
        return hvr_repl_document_parse_network(document, present, error);
    chosen = choose(call, present, error);
    if (chosen == NULL)
        return NULL;
    if (clear != NULL)
        return hvr_command_adapter_list_cleared(chosen, clear);

    given = hvr_command_settings_parse(call, error);

    return given != NULL ? hvr_command_adapter_list_changed(chosen, given) : NULL;
}

static gboolean
check_all(GPtrArray *adapters, GError **error)
{
    for (guint i = 0; i < adapters->len; i++) {
        if (!hvr_repl_network_check(adapters->pdata[i], error))
            return FALSE;
    }

    return TRUE;
}

static void
on_present(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(GPtrArray) present = hvr_host_query_finish(result, &error);
    g_autoptr(GPtrArray) wanted = present != NULL ? list_wanted(call, present, &error) : NULL;
    HvrReplRequest request = { .verb = HVR_VERB_SET_NETWORK };

    if (wanted == NULL || !check_all(wanted, &error)) {
        hvr_command_call_fail(call, error);
        return;
    }
    if (wanted->len == 0) {
        /* A document that was handed back as it was. */
        hvr_command_request_run_all(call, g_ptr_array_new());
        return;
    }

    request.vm = call->domain->guid;
    request.vm_name = call->domain->name;
    request.adapters = wanted;
    hvr_command_request_run(call, hvr_repl_request_copy(&request));
}

void
hvr_command_set_network(HvrCommandCall *call)
{
    gboolean has_document = hvr_command_call_get_string(call, "document") != NULL;
    gboolean has_clear = hvr_command_call_get_string(call, "clear") != NULL;
    gboolean has_settings = hvr_command_settings_are_given(call);

    if (has_document + has_clear + has_settings != 1)
        hvr_command_request_fail(call, _("'%s' needs either a document, settings or 'clear'"));
    else if (has_document && hvr_command_call_get_string(call, "adapter") != NULL)
        hvr_command_request_fail(call, _("'%s' takes no adapter beside a document, which says "
                                         "itself which adapters it is about"));
    else
        fetch_async(call, on_present);
}

static void
on_switched(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    g_autoptr(HvrJob) job = NULL;
    GError *error = NULL;

    if (hvr_host_set_test_switch_finish(HVR_HOST(source), result, &job, &error))
        hvr_command_call_return(
            call, hvr_command_value_take_object(hvr_command_request_describe(call, job)));
    else
        hvr_command_call_fail(call, error);
}

static void
on_adapters(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(GPtrArray) present = hvr_host_query_finish(result, &error);
    g_autoptr(GPtrArray) chosen = present != NULL ? choose(call, present, &error) : NULL;
    HvrHostSwitchOrder order = { 0 };

    if (chosen == NULL) {
        hvr_command_call_fail(call, error);
        return;
    }

    order.adapters = chosen;
    order.test_switch = hvr_command_call_get_string(call, "switch");
    order.test_pool = hvr_command_call_get_string(call, "pool");
    order.wait = hvr_command_request_wants_wait(call);
    order.timeout = hvr_command_request_get_timeout(call);
    hvr_host_set_test_switch_async(call->host, call->domain, &order,
                                   hvr_command_call_get_cancellable(call), on_switched, call);
}

void
hvr_command_set_test_switch(HvrCommandCall *call)
{
    if (hvr_command_call_get_string(call, "switch") != NULL &&
        hvr_command_call_get_string(call, "pool") != NULL)
        hvr_command_request_fail(call, _("'%s' takes either a switch or a pool, not both"));
    else
        fetch_async(call, on_adapters);
}
