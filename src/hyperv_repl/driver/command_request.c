/* command_request.c: a command's arguments as a request, and its answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "command_request.h"

#include <glib/gi18n-lib.h>

#include "command_settings.h"
#include "command_value.h"
#include "host_verb.h"
#include "hvr_error.h"
#include "repl_point.h"

/* Microseconds since 1970; checked before. */
static gint64
get_start_time(HvrCommandCall *call)
{
    const char *text = hvr_command_call_get_string(call, "start-time");
    g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601(text, NULL) : NULL;

    return time != NULL ? g_date_time_to_unix(time) * G_USEC_PER_SEC : 0;
}

/* The host's id of the recovery point; NULL for the latest state. */
static gboolean
get_point(HvrCommandCall *call, const char **out_id, GError **error)
{
    const char *name = hvr_command_call_get_string(call, "point");
    const HvrSnapshot *snapshot;

    *out_id = hvr_command_call_get_string(call, "recovery-point-identifier");
    if (name == NULL)
        return TRUE;

    snapshot = hvr_domain_lookup_snapshot(call->domain, name, error);
    if (snapshot == NULL)
        return FALSE;
    if (snapshot->kind == HVR_POINT_CHECKPOINT)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("'%1$s' is a checkpoint, no recovery point of '%2$s'"), name,
                        call->domain->name);
    *out_id = snapshot->id;

    return TRUE;
}

static gboolean
get_leg(HvrCommandCall *call, HvrReplRelationship **out_leg, GError **error)
{
    *out_leg = NULL;
    if (!hvr_command_call_get_boolean(call, "extended", FALSE))
        return TRUE;

    *out_leg = call->domain->legs[1];

    return *out_leg != NULL ||
           hvr_fail(error, HVR_ERROR_STATE, _("'%1$s' has no extended relationship"),
                    call->domain->name);
}

/* Returns: (transfer full) (nullable) */
static GStrv
dup_disks(HvrCommandCall *call)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    JsonArray *array;

    if (!json_object_has_member(call->arguments, "excluded-disks"))
        return NULL;

    array = json_object_get_array_member(call->arguments, "excluded-disks");
    for (guint i = 0; i < json_array_get_length(array); i++)
        g_strv_builder_add(builder, json_array_get_string_element(array, i));

    return g_strv_builder_end(builder);
}

/* A folder to export to, or one to import from. */
static const char *
get_location(HvrCommandCall *call)
{
    const char *location = hvr_command_call_get_string(call, "export-location");

    return location != NULL ? location : hvr_command_call_get_string(call, "location");
}

/* The service's; a filter of that name is a word. */
static guint16
get_service_state(HvrCommandCall *call)
{
    if (call->row->verb != HVR_VERB_REQUEST_SERVICE_STATE)
        return 0;

    return (guint16)json_object_get_int_member_with_default(call->arguments, "state", 0);
}

HvrReplRequest *
hvr_command_request_new(HvrCommandCall *call, GError **error)
{
    g_autoptr(HvrReplSettings) settings = NULL;
    g_auto(GStrv) excluded_disks = dup_disks(call);
    const char *transfer = hvr_command_call_get_string(call, "transfer");
    HvrReplRequest request = { .verb = (HvrReplVerb)call->row->verb };

    if (call->row->settings != NULL) {
        settings = hvr_command_settings_parse(call, error);
        if (settings == NULL)
            return NULL;
    }
    if (!get_leg(call, &request.relationship, error) || !get_point(call, &request.point, error))
        return NULL;
    if (transfer != NULL && !hvr_repl_transfer_find(transfer, &request.transfer))
        return hvr_fail_null(error, HVR_ERROR_INTERNAL, _("there is no transfer '%s'"), transfer);

    request.vm = call->domain->guid;
    request.vm_name = call->domain->name;
    request.settings = settings;
    request.excluded_disks = excluded_disks;
    request.start_time = get_start_time(call);
    request.location = get_location(call);
    request.allowed_primary = hvr_command_call_get_string(call, "allowed-primary");
    request.service_state = get_service_state(call);

    return hvr_repl_request_copy(&request);
}

GTimeSpan
hvr_command_request_get_timeout(HvrCommandCall *call)
{
    return json_object_get_int_member_with_default(call->arguments, "timeout", 0) *
           G_TIME_SPAN_SECOND;
}

gboolean
hvr_command_request_wants_wait(HvrCommandCall *call)
{
    return hvr_command_call_get_boolean(call, "wait", TRUE);
}

JsonObject *
hvr_command_request_describe(HvrCommandCall *call, const HvrJob *job)
{
    /* The state already shows the effect; the domain is a newer value now. */
    const HvrDomain *domain = hvr_host_lookup_by_uuid(call->host, call->domain->uuid, NULL);
    guint leg = hvr_command_call_get_boolean(call, "extended", FALSE) ? 1 : 0;
    g_autoptr(JsonNode) node = NULL;
    JsonObject *object;

    if (domain == NULL)
        domain = call->domain;
    if (domain->is_host) {
        object = json_object_new();
    } else {
        node = hvr_command_value_state(domain, domain->legs[leg]);
        object = json_node_dup_object(node);
    }
    json_object_set_member(object, "job", hvr_command_value_job(job));

    return object;
}

static void
on_done(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrJob) job = NULL;

    if (!hvr_host_verbs_finish(HVR_HOST(source), result, &job, &error))
        hvr_command_call_fail(call, error);
    else
        hvr_command_call_return(
            call, hvr_command_value_take_object(hvr_command_request_describe(call, job)));
}

void
hvr_command_request_run_all(HvrCommandCall *call, GPtrArray *requests)
{
    hvr_host_verbs_async(call->host, call->domain, requests, hvr_command_request_wants_wait(call),
                         hvr_command_request_get_timeout(call),
                         hvr_command_call_get_cancellable(call), on_done, call);
    g_ptr_array_unref(requests);
}

void
hvr_command_request_run(HvrCommandCall *call, HvrReplRequest *request)
{
    GPtrArray *requests = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_repl_request_free);

    g_ptr_array_add(requests, request);
    hvr_command_request_run_all(call, requests);
}

void
hvr_command_request_fail(HvrCommandCall *call, const char *format)
{
    GError *error = NULL;

    hvr_fail(&error, HVR_ERROR_INVALID, format, call->row->name);
    hvr_command_call_fail(call, error);
}
