/* job_value.c: a job as JSON, in answers and in events
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "job_value.h"

static void
set_text(JsonObject *object, const char *name, const char *text)
{
    if (text != NULL)
        json_object_set_string_member(object, name, text);
}

JsonObject *
hvr_job_value_format(const HvrJob *job)
{
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "id", job->id);
    json_object_set_string_member(object, "kind", job->kind);
    json_object_set_int_member(object, "percent", job->percent);
    json_object_set_string_member(object, "status", hvr_job_get_status(job));
    set_text(object, "phase", job->phase);
    set_text(object, "phase-title", job->phase_title);
    set_text(object, "reason", job->reason);
    json_object_set_int_member(object, "elapsed-ms", (gint64)job->elapsed_ms);
    json_object_set_int_member(object, "remaining-ms", (gint64)job->remaining_ms);
    json_object_set_boolean_member(object, "cancellable", job->cancellable);
    set_text(object, "error", job->error);

    return object;
}
