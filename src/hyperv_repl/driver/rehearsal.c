/* rehearsal.c: the calls that a change would make, without making them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rehearsal.h"

#include "purpose.h"
#include "rehearsal_value.h"
#include "wmi_object.h"

struct _HvrRehearsal {
    GCancellable parent_instance;
    JsonArray *calls; /* of one worker after the other */
};

G_DEFINE_TYPE(HvrRehearsal, hvr_rehearsal, G_TYPE_CANCELLABLE)

static void
finalize(GObject *object)
{
    json_array_unref(HVR_REHEARSAL(object)->calls);

    G_OBJECT_CLASS(hvr_rehearsal_parent_class)->finalize(object);
}

static void
hvr_rehearsal_class_init(HvrRehearsalClass *class)
{
    G_OBJECT_CLASS(class)->finalize = finalize;
}

static void
hvr_rehearsal_init(HvrRehearsal *self)
{
    self->calls = json_array_new();
}

HvrRehearsal *
hvr_rehearsal_new(GCancellable *caller)
{
    HvrRehearsal *self = g_object_new(HVR_TYPE_REHEARSAL, NULL);

    hvr_purpose_follow(G_CANCELLABLE(self), caller);

    return self;
}

/* What the host would be told; it answers that it has been done. */
static gpointer
note(HvrWmiSession *session,
     const HvrWmiMethod *method,
     const char *path,
     gconstpointer input,
     gpointer user_data)
{
    HvrRehearsal *self = user_data;
    JsonObject *call = json_object_new();
    gpointer output = hvr_wmi_object_new(method->output);

    json_object_set_string_member(call, "host", hvr_wmi_session_get_host(session));
    json_object_set_string_member(call, "class", method->owner->name);
    json_object_set_string_member(call, "object", path);
    json_object_set_string_member(call, "method", method->name);
    json_object_set_object_member(call, "arguments", hvr_rehearsal_value_format(input));
    json_array_add_object_element(self->calls, call);
    hvr_wmi_object_set_uint(output, "ReturnValue", 0);

    return output;
}

gpointer
hvr_rehearsal_run(HvrRehearsal *self,
                  const HvrWork *work,
                  HvrWmiSession *session,
                  GCancellable *cancellable,
                  GError **error)
{
    gpointer output;

    hvr_wmi_session_set_understudy(session, note, self);
    output = work->run(session, work->input, cancellable, error);
    hvr_wmi_session_set_understudy(session, NULL, NULL);
    if (output != NULL && work->free_output != NULL)
        work->free_output(output);

    return NULL;
}

JsonNode *
hvr_rehearsal_list_calls(HvrRehearsal *self)
{
    return json_node_init_array(json_node_alloc(), self->calls);
}
