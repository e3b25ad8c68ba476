/* test_sim_invocation.c: method calls
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "service_fixture.h"

#define INPUT(method, parameters)                                                                  \
    "<q:" method "_INPUT xmlns:q=\"" CS "\">" parameters "</q:" method "_INPUT>"

/* libvirt reads p:Job and p:ReturnValue with "p" as the OUTPUT element declares it. */
static void
test_invoke(Fixture *f, gconstpointer data)
{
    g_auto(Answer)
        answer = ask(f, CS "/RequestStateChange", CS,
                     KEYS(KEY("Name", "6ddc63c1-0135-40ca-b998-a606d91080e9")
                              KEY("CreationClassName", "Msvm_ComputerSystem")),
                     INPUT("RequestStateChange", "<q:RequestedState>2</q:RequestedState>"));
    const xmlNode *output = assert_response(&answer, CS, "RequestStateChange_OUTPUT");
    const xmlNode *parameters;
    const xmlNode *selector;
    g_autofree char *name = NULL;

    g_assert_cmpstr((const char *)output->ns->prefix, ==, "p");
    g_assert_true(output->nsDef != NULL);
    assert_text(answer.header, HVR_NS_A, "Action", CS "/RequestStateChangeResponse");
    assert_text(output, CS, "ReturnValue", "4096");
    parameters = hvr_xml_find(hvr_xml_find(output, CS, "Job"), HVR_NS_A, "ReferenceParameters");
    assert_text(parameters, HVR_NS_W, "ResourceURI", V2 "Msvm_ConcreteJob");
    selector =
        hvr_xml_find(hvr_xml_find(parameters, HVR_NS_W, "SelectorSet"), HVR_NS_W, "Selector");
    name = hvr_xml_dup_attribute(selector, NULL, "Name");
    g_assert_cmpstr(name, ==, "InstanceID");
}

static void
test_invoke_empty_body(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer = ask(f, CS "/RequestStateChange", CS, VM_KEYS, "");

    assert_response(&answer, CS, "RequestStateChange_OUTPUT");
}

#define KEYBOARD V2 "Msvm_Keyboard"

/* Documented, but not played: the method says so itself. */
static void
test_invoke_not_played(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer =
        ask(f, KEYBOARD "/TypeText", KEYBOARD, KEYS(KEY("CreationClassName", "Msvm_Keyboard")), "");

    assert_text(assert_response(&answer, KEYBOARD, "TypeText_OUTPUT"), KEYBOARD, "ReturnValue",
                "32770");
}

#define REQUEST INPUT("RequestStateChange", "<q:RequestedState>2</q:RequestedState>")

/* What a test wants answered is answered once, and nothing happens. */
static void
test_invoke_forced(Fixture *f, gconstpointer data)
{
    g_auto(Answer) forced = { 0 };
    g_auto(Answer) bare = { 0 };
    g_auto(Answer) after = { 0 };

    f->host->fail_next_call = 40000;
    forced = ask(f, CS "/RequestStateChange", CS, VM_KEYS, REQUEST);
    assert_text(assert_response(&forced, CS, "RequestStateChange_OUTPUT"), CS, "ReturnValue",
                "40000");
    f->host->fail_next_call = HVS_NO_VALUE;
    bare = ask(f, CS "/RequestStateChange", CS, VM_KEYS, REQUEST);
    g_assert_null(
        hvr_xml_find(assert_response(&bare, CS, "RequestStateChange_OUTPUT"), CS, "ReturnValue"));
    g_assert_cmpuint(f->host->jobs->len, ==, 0);
    after = ask(f, CS "/RequestStateChange", CS, VM_KEYS, REQUEST);
    assert_text(assert_response(&after, CS, "RequestStateChange_OUTPUT"), CS, "ReturnValue",
                "4096");
}

#define VSMS V2 "Msvm_VirtualSystemManagementService"
#define EPR                                                                                        \
    "<a:Address>" ANONYMOUS "</a:Address><a:ReferenceParameters><w:ResourceURI>" CS                \
    "</w:ResourceURI>" VM_KEYS "</a:ReferenceParameters>"
#define SERVICE_KEYS KEYS(KEY("CreationClassName", "Msvm_VirtualSystemManagementService"))
#define DESTROY(parameter)                                                                         \
    "<q:DestroySystem_INPUT xmlns:q=\"" VSMS "\"><q:AffectedSystem>" parameter                     \
    "</q:AffectedSystem></q:DestroySystem_INPUT>"

static void
test_invoke_reference(Fixture *f, gconstpointer data)
{
    g_auto(Answer) wrapped = ask(f, VSMS "/DestroySystem", VSMS, SERVICE_KEYS,
                                 DESTROY("<a:EndpointReference>" EPR "</a:EndpointReference>"));
    g_auto(Answer) bare = { 0 };
    g_autofree char *value = NULL;

    assert_fault(&wrapped, "w:SchemaValidationError", "2150858817");
    bare = ask(f, VSMS "/DestroySystem", VSMS, SERVICE_KEYS, DESTROY(EPR));
    value = hvr_xml_dup_text(
        hvr_xml_find(assert_response(&bare, VSMS, "DestroySystem_OUTPUT"), VSMS, "ReturnValue"));
    g_assert_true(g_str_equal(value, "0") || g_str_equal(value, "4096"));
}

/* Subtrees where text is wanted: what go-wsman's author learnt the hard way. */
static void
test_invoke_embedded_subtree(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer = ask(f, VSMS "/DefineSystem", VSMS, SERVICE_KEYS,
                                "<q:DefineSystem_INPUT xmlns:q=\"" VSMS
                                "\"><q:SystemSettings><q:ElementName>new"
                                "</q:ElementName></q:SystemSettings></q:DefineSystem_INPUT>");

    assert_fault(&answer, "w:SchemaValidationError", "2150858817");
    g_assert_cmpuint(f->host->vms->len, ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_story("/sim/invocation", test_invoke);
    add_story("/sim/invocation/empty-body", test_invoke_empty_body);
    add_story("/sim/invocation/not-played", test_invoke_not_played);
    add_story("/sim/invocation/forced", test_invoke_forced);
    add_story("/sim/invocation/reference", test_invoke_reference);
    add_story("/sim/invocation/embedded-subtree", test_invoke_embedded_subtree);

    return g_test_run();
}
