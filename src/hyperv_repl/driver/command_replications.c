/* command_replications.c: all relationships of a host, with how they went
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "command_filter.h"
#include "command_statistics.h"
#include "command_value.h"
#include "host_query.h"
#include "hvr_error.h"

static void
answer_replications(HvrCommandCall *call, GPtrArray *found)
{
    JsonArray *array = json_array_new();

    for (guint i = 0; i < found->len; i++) {
        const HvrCommandRelationship *relationship = found->pdata[i];

        json_array_add_object_element(
            array,
            hvr_command_value_relationship(call->host, relationship->domain, relationship->leg));
    }
    g_ptr_array_unref(found);
    hvr_command_call_return(call, hvr_command_value_take_array(array));
}

void
hvr_command_query_replications(HvrCommandCall *call)
{
    hvr_command_filter_run(call, answer_replications);
}

/* One question at a time, so that a large host keeps its workers for others. */
typedef struct {
    HvrCommandCall *call;
    GPtrArray *found;
    guint next;
    JsonArray *answers;
} Measurement;

static void ask_next(Measurement *measurement);

static void
measurement_free(Measurement *measurement)
{
    g_ptr_array_unref(measurement->found);
    json_array_unref(measurement->answers);
    g_free(measurement);
}

/* What goes wrong with one machine says nothing of the others. */
static gboolean
is_of_machine(const GError *error)
{
    return hvr_error_is_code(error, HVR_ERROR_STATE) || hvr_error_is_code(error, HVR_ERROR_BUSY) ||
           hvr_error_is_code(error, HVR_ERROR_UNSUPPORTED) ||
           hvr_error_is_code(error, HVR_ERROR_JOB_FAILED) ||
           hvr_error_is_code(error, HVR_ERROR_NO_DOMAIN) ||
           hvr_error_is_code(error, HVR_ERROR_INVALID);
}

static JsonObject *
describe(HvrHost *host,
         const HvrCommandRelationship *relationship,
         HvrReplAnswer *answer,
         const GError *error)
{
    JsonObject *object =
        hvr_command_value_relationship(host, relationship->domain, relationship->leg);

    if (answer != NULL)
        json_object_set_member(object, "statistics",
                               hvr_command_statistics_format(answer->statistics));
    else
        json_object_set_null_member(object, "statistics");
    if (error != NULL)
        json_object_set_string_member(object, "error", error->message);

    return object;
}

static void
on_asked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Measurement *measurement = user_data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrReplAnswer) answer = hvr_host_ask_finish(result, &error);
    const HvrCommandRelationship *relationship = measurement->found->pdata[measurement->next++];

    if (error != NULL && !is_of_machine(error)) {
        hvr_command_call_fail(measurement->call, g_steal_pointer(&error));
        measurement_free(measurement);
        return;
    }

    json_array_add_object_element(measurement->answers,
                                  describe(HVR_HOST(source), relationship, answer, error));
    ask_next(measurement);
}

static void
ask_next(Measurement *measurement)
{
    HvrCommandCall *call = measurement->call;
    HvrReplRequest request = { .verb = HVR_VERB_GET_STATISTICS };
    const HvrCommandRelationship *relationship;

    if (measurement->next == measurement->found->len) {
        hvr_command_call_return(call,
                                hvr_command_value_take_array(json_array_ref(measurement->answers)));
        measurement_free(measurement);
        return;
    }

    relationship = measurement->found->pdata[measurement->next];
    request.relationship = relationship->leg;
    hvr_host_ask_async(call->host, relationship->domain, &request,
                       hvr_command_call_get_cancellable(call), on_asked, measurement);
}

static void
measure(HvrCommandCall *call, GPtrArray *found)
{
    Measurement *measurement = g_new0(Measurement, 1);

    measurement->call = call;
    measurement->found = found;
    measurement->answers = json_array_new();
    ask_next(measurement);
}

void
hvr_command_query_all_statistics(HvrCommandCall *call)
{
    hvr_command_filter_run(call, measure);
}
