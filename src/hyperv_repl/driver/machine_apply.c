/* machine_apply.c: a machine made what is wanted, in a worker
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "machine_apply.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "machine_change.h"
#include "machine_fetch.h"
#include "machine_parser.h"
#include "machine_resolve.h"
#include "msvm_tables.h"
#include "wmi_embedded.h"
#include "wmi_job.h"
#include "wmi_path.h"
#include "wmi_result.h"

/* Controllers, drives, what is in them, the order to boot from, and a look at the end. */
#define MAX_ROUNDS 8

/* How often to look for a change whose answer got lost, once a second. */
#define LOOKS 10

static void
job_clear(gpointer data)
{
    HvrMachineJob *job = data;

    hvr_machine_unref(job->base);
    hvr_machine_unref(job->wanted);
    g_free(job->xml);
    g_free(job->guid);
}

HvrMachineJob *
hvr_machine_job_new(void)
{
    return g_atomic_rc_box_new0(HvrMachineJob);
}

HvrMachineJob *
hvr_machine_job_ref(HvrMachineJob *job)
{
    return g_atomic_rc_box_acquire(job);
}

void
hvr_machine_job_unref(HvrMachineJob *job)
{
    if (job != NULL)
        g_atomic_rc_box_release_full(job, job_clear);
}

/* What all rounds have in common. */
typedef struct {
    HvrWmiSession *session;
    const HvrMachineJob *job;
    GCancellable *cancellable;
    GHashTable *sent; /* texts of calls */
    GString *done;    /* titles */
} Work;

static void
add_title(GString *titles, const char *title)
{
    g_autoptr(GString) word = g_string_new(NULL);

    hvr_error_append_quoted(word, title);
    if (strstr(titles->str, word->str) == NULL)
        hvr_error_append_quoted(titles, title);
}

static HvrMachine *
fetch(const Work *work, GError **error)
{
    const char *guid = work->job->base->guid;

    return hvr_machine_fetch(work->session, guid, work->job->windows, work->cancellable, error);
}

static gboolean
is_listed(const GPtrArray *calls, const char *text)
{
    for (guint i = 0; i < calls->len; i++) {
        g_autofree char *other = hvr_machine_call_format(calls->pdata[i]);

        if (strcmp(other, text) == 0)
            return TRUE;
    }

    return FALSE;
}

/* Whether a call whose answer got lost is done, as the machine shows.  Nothing is sent
 * again: what does not show for a while is taken for lost on its way. */
static gboolean
is_shown(const Work *work, const char *text)
{
    HvrClock *clock = hvr_wmi_session_get_clock(work->session);

    for (guint i = 0; i < LOOKS; i++) {
        g_autoptr(HvrMachine) now = fetch(work, NULL);
        g_autoptr(GPtrArray) calls =
            now != NULL ? hvr_machine_change_list(work->job->base, now, work->job->wanted, NULL)
                        : NULL;

        if (calls != NULL && !is_listed(calls, text))
            return TRUE;
        if (!hvr_clock_sleep(clock, G_TIME_SPAN_SECOND, work->cancellable, NULL))
            return FALSE;
    }

    return FALSE;
}

/* A host that says it did something and does not show it will not show it the next time. */
static gboolean
send(Work *work, const HvrMachineCall *call, GError **error)
{
    char *text = hvr_machine_call_format(call);
    g_autoptr(GError) cause = NULL;

    if (!g_hash_table_add(work->sent, text))
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("host '%1$s' says that it changed '%2$s', but does not show it"),
                        hvr_wmi_session_get_host(work->session), call->title);
    if (!hvr_machine_call_run(call, work->session, work->cancellable, &cause) &&
        !((hvr_error_is_code(cause, HVR_ERROR_LOST) ||
           hvr_error_is_code(cause, HVR_ERROR_TIMEOUT)) &&
          is_shown(work, text))) {
        g_propagate_prefixed_error(error, g_steal_pointer(&cause), _("changing '%s': "),
                                   call->title);
        return FALSE;
    }
    add_title(work->done, call->title);

    return TRUE;
}

static gboolean
run_round(Work *work, const HvrMachine *now, gboolean *out_is_done, GError **error)
{
    g_autoptr(GPtrArray)
        calls = hvr_machine_change_list(work->job->base, now, work->job->wanted, error);

    if (calls == NULL)
        return FALSE;
    *out_is_done = calls->len == 0;
    for (guint i = 0; i < calls->len; i++) {
        if (!send(work, calls->pdata[i], error))
            return FALSE;
    }

    return TRUE;
}

static gboolean
run_rounds(Work *work, GError **error)
{
    g_autoptr(HvrMachine) now = hvr_machine_ref(work->job->base);
    gboolean is_done = FALSE;

    for (guint i = 0; i < MAX_ROUNDS; i++) {
        if (!run_round(work, now, &is_done, error))
            return FALSE;
        if (is_done)
            return TRUE;
        hvr_machine_unref(now);
        now = fetch(work, error);
        if (now == NULL)
            return FALSE;
    }

    return hvr_fail(error, HVR_ERROR_STATE,
                    _("'%1$s' was changed by others at the same time, on host '%2$s'"), now->name,
                    hvr_wmi_session_get_host(work->session));
}

/* A part of a change is worth less than none.  Where the host is out of reach there is
 * nothing to be done. */
static gboolean
undo_all(const Work *work, const GError *cause)
{
    static const HvrErrorCode lost[] = { HVR_ERROR_LOST, HVR_ERROR_TIMEOUT, HVR_ERROR_CANCELLED,
                                         HVR_ERROR_UNREACHABLE };
    g_autoptr(GHashTable) sent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(HvrMachineJob) back = hvr_machine_job_new();
    g_autoptr(GString) done = g_string_new(NULL);
    Work undoing = { work->session, back, work->cancellable, sent, done };

    for (gsize i = 0; i < G_N_ELEMENTS(lost); i++) {
        if (hvr_error_is_code(cause, lost[i]))
            return FALSE;
    }
    back->windows = work->job->windows;
    back->base = fetch(work, NULL);
    back->wanted = hvr_machine_ref(work->job->base);

    return back->base != NULL && run_rounds(&undoing, NULL);
}

static gboolean
apply(HvrWmiSession *session, HvrMachineJob *job, GCancellable *cancellable, GError **error)
{
    g_autoptr(GHashTable) sent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) done = g_string_new(NULL);
    g_autoptr(GError) cause = NULL;
    Work work = { session, job, cancellable, sent, done };

    if (!hvr_machine_resolve(job->wanted, session, cancellable, error))
        return FALSE;
    if (run_rounds(&work, &cause))
        return TRUE;
    if (done->len > 0) {
        const char *format = undo_all(&work, cause)
                                 ? _("%1$s; what was done before, %2$s, is undone")
                                 : _("%1$s; done before: %2$s");
        char *message = g_strdup_printf(format, cause->message, done->str);

        g_free(cause->message);
        cause->message = message;
    }
    g_propagate_error(error, g_steal_pointer(&cause));

    return FALSE;
}

gpointer
hvr_machine_apply_run(HvrWmiSession *session,
                      gpointer job,
                      GCancellable *cancellable,
                      GError **error)
{
    apply(session, job, cancellable, error);

    return NULL;
}

/* Returns: (transfer full): the METHOD_OUTPUT, once the host's job has ended. */
static gpointer
invoke(HvrWmiSession *session,
       const HvrWmiMethod *method,
       gconstpointer input,
       GCancellable *cancellable,
       GError **error)
{
    g_autofree char *path =
        hvr_wmi_session_fetch_service(session, method->owner, cancellable, error);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *job = NULL;

    if (path == NULL)
        return NULL;
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);
    if (output == NULL ||
        !hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error) ||
        (job != NULL && !hvr_wmi_job_wait(session, job, NULL, NULL, cancellable, error)))
        return NULL;

    return g_steal_pointer(&output);
}

/* Name and generation, for the rest the new machine has to be there. */
static char *
create(HvrWmiSession *session, const char *xml, GCancellable *cancellable, GError **error)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_VirtualSystemManagementService_DefineSystem;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autoptr(HvrWmiObject)
        settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData);
    const Msvm_VirtualSystemManagementService_DefineSystem_OUTPUT *answer;
    g_auto(HvrMachineHead) head = { 0 };
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *text = NULL;
    char *guid;

    if (!hvr_machine_parse_head(xml, &head, error))
        return NULL;
    hvr_wmi_object_set_string(settings, "ElementName", head.name);
    hvr_wmi_object_set_string(settings, "VirtualSystemSubType",
                              head.generation == 2 ? "Microsoft:Hyper-V:SubType:2"
                                                   : "Microsoft:Hyper-V:SubType:1");
    text = hvr_wmi_embedded_format(settings);
    hvr_wmi_object_set_string(input, "SystemSettings", text);
    output = invoke(session, method, input, cancellable, error);
    if (output == NULL)
        return NULL;

    answer = (gconstpointer)output;
    guid = answer->ResultingSystem != NULL ? hvr_wmi_path_dup_key(answer->ResultingSystem, "Name")
                                           : NULL;
    if (guid == NULL)
        hvr_fail(error, HVR_ERROR_PROTOCOL,
                 _("host '%1$s' made machine '%2$s', but does not say what it is called there"),
                 hvr_wmi_session_get_host(session), head.name);

    return guid;
}

static gboolean
complete(HvrWmiSession *session, HvrMachineJob *job, GCancellable *cancellable, GError **error)
{
    job->base = hvr_machine_fetch(session, job->guid, job->windows, cancellable, error);
    if (job->base == NULL)
        return FALSE;
    job->wanted = hvr_machine_parse(job->xml, job->base, TRUE, error);

    return job->wanted != NULL && apply(session, job, cancellable, error);
}

/* Half a machine is worse than none, but is told where it cannot be taken away. */
static void
undo(HvrWmiSession *session, const HvrMachineJob *job, GCancellable *cancellable, GError **error)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_VirtualSystemManagementService_DestroySystem;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autofree char *path = hvr_wmi_path_build_system(job->guid);
    g_autoptr(HvrWmiObject) output = NULL;

    hvr_wmi_object_set_string(input, "AffectedSystem", path);
    output = invoke(session, method, input, cancellable, NULL);
    if (output == NULL)
        g_prefix_error(error, _("machine %s is there, but not as wanted: "), job->guid);
}

gpointer
hvr_machine_define_run(HvrWmiSession *session,
                       gpointer data,
                       GCancellable *cancellable,
                       GError **error)
{
    HvrMachineJob *job = data;

    job->guid = create(session, job->xml, cancellable, error);
    if (job->guid != NULL && !complete(session, job, cancellable, error)) {
        undo(session, job, cancellable, error);
        g_clear_pointer(&job->guid, g_free);
    }

    return NULL;
}
