/* host_metadata.c: the replication element, edited
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "errand.h"
#include "host_document.h"
#include "host_private.h"
#include "host_verb.h"
#include "hvr_error.h"
#include "repl_document.h"

GPtrArray *
hvr_host_list_document_requests(const HvrDomain *domain, const char *text, GError **error)
{
    g_autoptr(GPtrArray)
        requests = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_request_free);
    HvrReplSettings *wanted[] = { NULL, NULL };

    if (!hvr_repl_document_parse_replication(text, domain->mode, domain->legs, wanted, error))
        return NULL;

    for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
        HvrReplRequest request = { .verb = HVR_VERB_MODIFY };

        if (wanted[i] == NULL)
            continue;
        request.vm = domain->guid;
        request.vm_name = domain->name;
        request.relationship = domain->legs[i];
        request.settings = wanted[i];
        g_ptr_array_add(requests, hvr_repl_request_copy(&request));
        hvr_repl_settings_unref(wanted[i]);
    }

    return g_steal_pointer(&requests);
}

/* Returns: (transfer full) (element-type HvrReplRequest): what has to be done. */
static GPtrArray *
list_requests(const HvrDomain *domain, int type, const char *text, const char *uri, GError **error)
{
    if (type != VIR_DOMAIN_METADATA_ELEMENT || g_strcmp0(uri, HVR_REPL_NS) != 0)
        return hvr_fail_null(error, HVR_ERROR_UNSUPPORTED,
                             _("a Hyper-V host keeps no metadata for its clients, only the "
                               "replication element can be changed"));
    if (domain->is_host)
        return hvr_fail_null(error, HVR_ERROR_UNSUPPORTED,
                             _("'%1$s' is the host itself, which is not replicated"), domain->name);
    if (text == NULL || text[0] == '\0')
        return hvr_fail_null(error, HVR_ERROR_INVALID,
                             _("the replication element of '%1$s' cannot be removed, the command "
                               "'replication-remove' ends replication"),
                             domain->name);

    return hvr_host_list_document_requests(domain, text, error);
}

static void
on_done(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;

    if (hvr_host_verbs_finish(HVR_HOST(source), result, NULL, &error))
        g_task_return_pointer(task, NULL, NULL);
    else
        g_task_return_error(task, error);
}

void
hvr_host_set_metadata_async(HvrHost *host,
                            HvrDomain *domain,
                            int type,
                            const char *text,
                            const char *uri,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    g_autoptr(GPtrArray) requests = NULL;
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, domain, &error);

    g_task_set_source_tag(task, hvr_host_set_metadata_async);
    if (now != NULL)
        requests = list_requests(now, type, text, uri, &error);
    if (requests == NULL)
        g_task_return_error(task, error);
    else
        hvr_host_verbs_async(host, now, requests, TRUE, 0, cancellable, on_done,
                             g_steal_pointer(&task));
}

gboolean
hvr_host_set_metadata_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return hvr_errand_finish(result, NULL, error);
}
