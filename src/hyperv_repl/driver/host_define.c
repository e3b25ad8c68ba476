/* host_define.c: machines made and taken away
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_configure.h"

#include <glib/gi18n-lib.h>

#include "errand.h"
#include "host_private.h"
#include "hvr_error.h"
#include "machine_apply.h"
#include "msvm_tables.h"
#include "repl_relationship.h"
#include "wmi_path.h"
#include "wmi_result.h"

static const HvrErrandType define_type = { .is_whole = TRUE };
static const HvrErrandType undefine_type = { .removes = TRUE };

static void
return_domain(GTask *task, HvrHost *host, const char *guid)
{
    GError *error = NULL;
    HvrDomain *domain = NULL;
    guchar uuid[16];

    if (hvr_domain_parse_guid(guid, uuid))
        domain = hvr_host_lookup_by_uuid(host, uuid, &error);
    if (domain != NULL)
        g_task_return_pointer(task, hvr_domain_ref(domain), (GDestroyNotify)hvr_domain_unref);
    else if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_new_error(task, HVR_ERROR, HVR_ERROR_PROTOCOL,
                                _("host '%1$s' calls a machine '%2$s'"), hvr_host_get_name(host),
                                guid);
}

static void
on_defined(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    const HvrMachineJob *job = g_task_get_task_data(task);
    GError *error = NULL;

    if (hvr_errand_finish(result, NULL, &error))
        return_domain(task, HVR_HOST(source), job->guid);
    else
        g_task_return_error(task, error);
}

static void
on_redefined(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    const HvrMachineJob *job = g_task_get_task_data(task);
    GError *error = NULL;

    if (hvr_host_configure_finish(HVR_HOST(source), result, &error))
        return_domain(task, HVR_HOST(source), job->guid);
    else
        g_task_return_error(task, error);
}

static gboolean
check_new(HvrHost *host, const HvrMachineHead *head, const char *xml, GError **error)
{
    g_autoptr(HvrMachine) blank = hvr_machine_new_blank(head->generation);
    g_autoptr(HvrMachine) wanted = NULL;
    const GPtrArray *domains = hvr_host_get_domains(host);

    for (guint i = 0; i < domains->len; i++) {
        const HvrDomain *other = domains->pdata[i];

        if (g_strcmp0(other->name, head->name) == 0)
            return hvr_fail(error, HVR_ERROR_STATE,
                            _("domain '%1$s' already exists with uuid %2$s"), other->name,
                            other->guid);
    }
    if (head->uuid != NULL)
        return hvr_fail(error, HVR_ERROR_UNFIT,
                        _("element 'uuid': the host has no machine with UUID %s, and Hyper-V draws "
                          "that of a new one itself, so leave the element out"),
                        head->uuid);
    wanted = hvr_machine_parse(xml, blank, TRUE, error);

    return wanted != NULL;
}

static HvrDomain *
find_domain(HvrHost *host, const char *text)
{
    guchar uuid[16];

    return text != NULL && hvr_domain_parse_guid(text, uuid)
               ? hvr_host_lookup_by_uuid(host, uuid, NULL)
               : NULL;
}

static void
start_define(HvrHost *host, GTask *task, const HvrMachineJob *job)
{
    HvrErrandOrder order = { .type = &define_type, .title = "define" };
    GCancellable *cancellable = g_task_get_cancellable(task);
    g_autoptr(GTask) inner = hvr_errand_new_task(host, cancellable, on_defined, g_object_ref(task));

    order.work = (HvrWork){ hvr_machine_define_run, hvr_machine_job_ref((HvrMachineJob *)job),
                            (GDestroyNotify)hvr_machine_job_unref, NULL };
    hvr_errand_start(host, hvr_host_get_own_domain(host), inner, &order);
}

void
hvr_host_define_async(HvrHost *host,
                      const char *xml,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    HvrMachineJob *job = hvr_machine_job_new();
    g_auto(HvrMachineHead) head = { 0 };
    GError *error = NULL;
    HvrDomain *known = NULL;

    job->xml = g_strdup(xml);
    job->windows = host->facts != NULL ? host->facts->version : 0;
    g_task_set_source_tag(task, hvr_host_define_async);
    g_task_set_task_data(task, job, (GDestroyNotify)hvr_machine_job_unref);
    if (hvr_machine_parse_head(xml, &head, &error))
        known = find_domain(host, head.uuid);
    if (error != NULL || (known == NULL && !check_new(host, &head, xml, &error))) {
        g_task_return_error(task, error);
    } else if (known != NULL) {
        job->guid = g_strdup(known->guid);
        hvr_host_configure_async(host, known, hvr_machine_wish_new(HVR_WISH_DOCUMENT, 0, xml),
                                 cancellable, on_redefined, g_steal_pointer(&task));
    } else {
        start_define(host, task, job);
    }
}

/* The state's own, which lasts until the main context goes on. */
HvrDomain *
hvr_host_define_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    g_autoptr(HvrDomain) domain = g_task_propagate_pointer(G_TASK(result), error);

    return domain != NULL ? hvr_host_lookup_by_uuid(host, domain->uuid, error) : NULL;
}

static gpointer
destroy(HvrWmiSession *session, gpointer guid, GCancellable *cancellable, GError **error)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *machine = hvr_wmi_path_build_system(guid);
    g_autofree char *path =
        hvr_wmi_session_fetch_service(session, method->owner, cancellable, error);
    char *job = NULL;

    if (path == NULL)
        return NULL;
    hvr_wmi_object_set_string(input, "AffectedSystem", machine);
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);
    if (output != NULL)
        hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error);

    return job;
}

/* There are no transient machines, so that one that runs cannot be undefined. */
static gboolean
check_undefine(const HvrDomain *domain, gboolean takes_saved, GError **error)
{
    gboolean is_replicated = domain->mode != HVR_REPL_MODE_NONE &&
                             domain->mode != HVR_REPL_MODE_TEST;

    if (domain->is_host)
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED, _("'%1$s' is the host itself"), domain->name);
    if (hvr_domain_is_active(domain))
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("cannot undefine '%s' while it is running: Hyper-V has no transient "
                          "domains"),
                        domain->name);
    if (is_replicated)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("cannot undefine '%s' while it is replicated, end that with "
                          "replication-remove"),
                        domain->name);
    if (domain->is_saved && !takes_saved)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Refusing to undefine while domain managed save image exists"));

    return TRUE;
}

void
hvr_host_undefine_async(HvrHost *host,
                        HvrDomain *domain,
                        gboolean takes_saved,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    HvrErrandOrder order = { .type = &undefine_type, .title = "undefine", .wait = TRUE };
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, domain, &error);

    g_task_set_source_tag(task, hvr_host_undefine_async);
    if (now == NULL || !check_undefine(now, takes_saved, &error)) {
        g_task_return_error(task, error);
        return;
    }

    order.work = (HvrWork){ destroy, g_strdup(now->guid), g_free, g_free };
    hvr_errand_start(host, now, task, &order);
}

gboolean
hvr_host_undefine_finish(HvrHost *host G_GNUC_UNUSED, GAsyncResult *result, GError **error)
{
    return hvr_errand_finish(result, NULL, error);
}
