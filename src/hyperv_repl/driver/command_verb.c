/* command_verb.c: the commands that change a machine's replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_row.h"
#include "command_value.h"
#include "hvr_error.h"
#include "repl_point.h"
#include "repl_request.h"

/* A setting's value as the text that hvr_repl_settings_set() takes. */
static char *
dup_text(JsonNode *value)
{
    GType type = JSON_NODE_HOLDS_VALUE(value) ? json_node_get_value_type(value) : G_TYPE_INVALID;

    if (type == G_TYPE_STRING)
        return g_strdup(json_node_get_string(value));
    if (type == G_TYPE_BOOLEAN)
        return g_strdup(json_node_get_boolean(value) ? "yes" : "no");
    if (type == G_TYPE_INT64)
        return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(value));

    return NULL;
}

static gboolean
set_setting(HvrReplSettings *settings, const char *name, JsonNode *value, GError **error)
{
    g_autofree char *text = dup_text(value);

    if (text == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("setting '%1$s' must be a string, a whole number, true or false"), name);

    return hvr_repl_settings_set(settings, name, text, error);
}

static gboolean
set_list(HvrReplSettings *settings, const char *name, JsonNode *value, GError **error)
{
    JsonArray *array;

    if (!JSON_NODE_HOLDS_ARRAY(value))
        return hvr_fail(error, HVR_ERROR_INVALID, _("setting '%1$s' must be an array of strings"),
                        name);

    array = json_node_get_array(value);
    if (json_array_get_length(array) == 0)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("setting '%1$s' is an empty array, name at least one"), name);
    for (guint i = 0; i < json_array_get_length(array); i++) {
        if (!set_setting(settings, name, json_array_get_element(array, i), error))
            return FALSE;
    }

    return TRUE;
}

/* All arguments that are settings; check_arguments() refused what is neither. */
static HvrReplSettings *
get_settings(HvrCommandCall *call, GError **error)
{
    g_autoptr(HvrReplSettings) settings = hvr_repl_settings_new();
    JsonObjectIter iter;
    const char *name;
    JsonNode *value;

    json_object_iter_init(&iter, call->arguments);
    while (json_object_iter_next(&iter, &name, &value)) {
        const HvrReplSetting *setting = hvr_repl_setting_find(name);
        gboolean ok;

        if (setting == NULL)
            continue;
        ok = setting->type == HVR_REPL_SETTING_LIST ? set_list(settings, name, value, error)
                                                    : set_setting(settings, name, value, error);
        if (!ok)
            return NULL;
    }

    return g_steal_pointer(&settings);
}

static gboolean
get_time(JsonObject *arguments, gint64 *out_usec, GError **error)
{
    const char *text = json_object_get_string_member_with_default(arguments, "start-time", NULL);
    g_autoptr(GDateTime) time = NULL;

    *out_usec = 0;
    if (text == NULL)
        return TRUE;

    time = g_date_time_new_from_iso8601(text, NULL);
    if (time == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("'%1$s' is no time with offset like '2026-05-01T03:00:00Z'"), text);
    /* Zero would mean now to those below. */
    *out_usec = g_date_time_to_unix(time) * G_USEC_PER_SEC;
    if (*out_usec <= 0)
        return hvr_fail(error, HVR_ERROR_INVALID, _("the start time '%1$s' is long past"), text);

    return TRUE;
}

/* The host's id of the recovery point; NULL for the latest state. */
static gboolean
get_point(HvrCommandCall *call, const char **out_id, GError **error)
{
    const char *name = json_object_get_string_member_with_default(call->arguments, "point", NULL);
    const HvrSnapshot *snapshot;

    *out_id = json_object_get_string_member_with_default(call->arguments,
                                                         "recovery-point-identifier", NULL);
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

static void
on_done(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrCommandCall *call = user_data;
    HvrHost *host = HVR_HOST(source);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrJob) job = NULL;
    g_autoptr(JsonNode) node = NULL;
    HvrDomain *domain;
    JsonObject *object;
    guint leg;

    if (!hvr_host_verb_finish(host, result, &job, &error)) {
        hvr_command_call_fail(call, g_steal_pointer(&error));
        return;
    }

    /* The state already shows the effect; the domain is a newer value now. */
    domain = hvr_host_lookup_by_uuid(host, call->domain->uuid, NULL);
    if (domain == NULL)
        domain = call->domain;
    leg = json_object_get_boolean_member_with_default(call->arguments, "extended", FALSE) ? 1 : 0;
    node = hvr_command_value_state(domain, domain->legs[leg]);
    object = json_node_dup_object(node);
    json_object_set_member(object, "job", hvr_command_value_job(job));
    json_node_take_object(node, object);
    hvr_command_call_return(call, g_steal_pointer(&node));
}

void
hvr_command_verb(HvrCommandCall *call)
{
    JsonObject *arguments = call->arguments;
    gboolean wait = json_object_get_boolean_member_with_default(arguments, "wait", TRUE);
    gint64 timeout = json_object_get_int_member_with_default(arguments, "timeout", 0);
    gboolean extended = json_object_get_boolean_member_with_default(arguments, "extended", FALSE);
    g_autoptr(HvrReplSettings) settings = NULL;
    g_autoptr(GError) error = NULL;
    HvrReplRequest request = { .verb = call->row->verb };

    if (call->row->settings)
        settings = get_settings(call, &error);
    if (error != NULL || !get_time(arguments, &request.start_time, &error) ||
        !get_point(call, &request.point, &error)) {
        hvr_command_call_fail(call, g_steal_pointer(&error));
        return;
    }

    if (extended && call->domain->legs[1] == NULL) {
        hvr_fail(&error, HVR_ERROR_STATE, _("'%1$s' has no extended relationship"),
                 call->domain->name);
        hvr_command_call_fail(call, g_steal_pointer(&error));
        return;
    }

    request.settings = settings;
    if (extended)
        request.relationship = call->domain->legs[1];
    hvr_host_verb_async(call->host, call->domain, &request, wait, timeout * G_TIME_SPAN_SECOND,
                        g_task_get_cancellable(call->task), on_done, call);
}
