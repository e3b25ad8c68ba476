/* test_rehearsal.c: what would be sent is noted, and nothing is sent but what reads
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rehearsal.h"

#include "canned_host.h"
#include "msvm_tables.h"
#include "wmi_embedded.h"
#include "wmi_result.h"

#define VM                                                                                         \
    "\\\\HV\\root\\virtualization\\v2:Msvm_ComputerSystem.CreationClassName=\"Msvm_"               \
    "ComputerSystem\",Name=\"A\""

static gpointer
send_all(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    guint *n_sent = input;
    guint n_classes;
    const HvrWmiClass *const *classes = hvr_wmi_schema_list(&n_classes);

    for (guint i = 0; i < n_classes; i++) {
        for (guint j = 0; j < classes[i]->n_methods; j++) {
            const HvrWmiMethod *method = classes[i]->methods[j];
            g_autoptr(HvrWmiObject) arguments = hvr_wmi_object_new(method->input);
            g_autoptr(HvrWmiObject) output = NULL;
            g_autofree char *job = NULL;

            if (hvr_wmi_method_is_query(method))
                continue;
            output = hvr_wmi_session_invoke(session, method, VM, arguments, NULL, error);
            g_assert_nonnull(output);
            g_assert_true(hvr_wmi_result_read("hv", method, output, &job, error));
            g_assert_null(job);
            (*n_sent)++;
        }
    }

    return g_strdup("a job");
}

static JsonArray *
run(HvrWorkRun work, gpointer input, const char *const *answers, GError **error)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(HvrRehearsal) rehearsal = hvr_rehearsal_new(NULL);
    g_autoptr(JsonNode) calls = NULL;

    g_assert_null(hvr_rehearsal_run(rehearsal, &(HvrWork){ work, input, NULL, g_free }, session,
                                    NULL, error));
    canned_host_close(&host);
    calls = hvr_rehearsal_list_calls(rehearsal);

    return json_node_dup_array(calls);
}

/* Every method of the schema that is not called Get...: the canned host fails the test when it is
 * asked for anything. */
static void
test_nothing_sent(void)
{
    const char *answers[] = { NULL };
    guint n_sent = 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonArray) calls = run(send_all, &n_sent, answers, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(n_sent, >, 60);
    g_assert_cmpuint(json_array_get_length(calls), ==, n_sent);
}

static gpointer
send_query(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ReplicationService_GetSystemCertificates;
    g_autoptr(HvrWmiObject) arguments = hvr_wmi_object_new(method->input);
    g_autoptr(HvrWmiObject)
        output = hvr_wmi_session_invoke(session, method, VM, arguments, NULL, error);

    g_assert_nonnull(output);

    return NULL;
}

static void
test_query_sent(void)
{
    const char *answers[] = { CANNED_OUTPUT("Msvm_ReplicationService", "GetSystemCertificates",
                                            "<p:ReturnValue>0</p:ReturnValue>"),
                              NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonArray) calls = run(send_query, NULL, answers, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(json_array_get_length(calls), ==, 0);
}

static gpointer
send_modify(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ReplicationService_ModifyReplicationSettings;
    g_autoptr(HvrWmiObject) arguments = hvr_wmi_object_new(method->input);
    g_autoptr(HvrWmiObject)
        settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    g_autofree char *text = NULL;
    const char *const disks[] = { "a \"disk\"", NULL };
    const char *const none[] = { NULL };

    hvr_wmi_object_set_boolean(settings, "CompressionEnabled", FALSE);
    hvr_wmi_object_set_uint(settings, "RecoveryHistory", 24);
    hvr_wmi_object_set_string(settings, "RecoveryConnectionPoint", "<hv> & \"co\"");
    hvr_wmi_object_set_strv(settings, "IncludedDisks", GPOINTER_TO_INT(input) != 0 ? disks : none);
    text = hvr_wmi_embedded_format(settings);
    hvr_wmi_object_set_string(arguments, "ComputerSystem", VM);
    hvr_wmi_object_set_string(arguments, "ReplicationSettingData", text);

    return hvr_wmi_session_invoke(session, method, "service", arguments, NULL, error);
}

static void
assert_call(gboolean has_disks, const char *expect)
{
    const char *answers[] = { NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonArray) calls = run(send_modify, GINT_TO_POINTER(has_disks), answers, &error);
    g_autofree char *text = json_to_string(json_array_get_element(calls, 0), FALSE);

    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, expect);
}

#define CALL(disks)                                                                                \
    "{\"host\":\"hv-primary\",\"class\":\"Msvm_ReplicationService\",\"object\":\"service\","       \
    "\"method\":\"ModifyReplicationSettings\",\"arguments\":{\"ComputerSystem\":"                  \
    "\"\\\\\\\\HV\\\\root\\\\virtualization\\\\v2:Msvm_ComputerSystem.CreationClassName="          \
    "\\\"Msvm_ComputerSystem\\\",Name=\\\"A\\\"\",\"ReplicationSettingData\":{\"__CLASS\":"        \
    "\"Msvm_ReplicationSettingData\",\"CompressionEnabled\":false,\"RecoveryConnectionPoint\":"    \
    "\"<hv> & \\\"co\\\"\",\"RecoveryHistory\":24,\"IncludedDisks\":[" disks "]}}}"

/* What travels as text is shown member by member; a list that is empty says so. */
static void
test_arguments(void)
{
    assert_call(TRUE, CALL("\"a \\\"disk\\\"\""));
    assert_call(FALSE, CALL(""));
}

static void
test_cancelled(void)
{
    g_autoptr(GCancellable) caller = g_cancellable_new();
    g_autoptr(HvrRehearsal) before = hvr_rehearsal_new(caller);
    g_autoptr(HvrRehearsal) gone = hvr_rehearsal_new(caller);
    g_autoptr(HvrRehearsal) after = NULL;

    g_clear_object(&gone);
    g_assert_false(g_cancellable_is_cancelled(G_CANCELLABLE(before)));
    g_cancellable_cancel(caller);
    after = hvr_rehearsal_new(caller);
    g_assert_true(g_cancellable_is_cancelled(G_CANCELLABLE(before)));
    g_assert_true(g_cancellable_is_cancelled(G_CANCELLABLE(after)));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/rehearsal/nothing-sent", test_nothing_sent);
    g_test_add_func("/rehearsal/query-sent", test_query_sent);
    g_test_add_func("/rehearsal/arguments", test_arguments);
    g_test_add_func("/rehearsal/cancelled", test_cancelled);

    return g_test_run();
}
