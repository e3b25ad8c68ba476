/* test_sim_enumeration.c: enumerations and their pages
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "enumeration_fixture.h"

/* libvirt's way: no optimisation, one item a pull, the class's URI to pull with. */
static void
test_enumerate_one_by_one(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = { 0 };
    g_auto(Answer) first = { 0 };
    g_auto(Answer) last = { 0 };
    g_auto(Answer) again = { 0 };
    const xmlNode *response;
    const xmlNode *items;
    g_autofree char *context = NULL;
    g_autofree char *next = NULL;

    hvs_vm_new(f->host, "db", NULL);
    open = ask(f, ENUMERATE, V2 "*", "",
               QUERY("SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER "));
    response = assert_response(&open, HVR_NS_N, "EnumerateResponse");
    g_assert_null(hvr_xml_find(response, HVR_NS_W, "Items"));
    g_assert_null(hvr_xml_find(response, HVR_NS_N, "Expires"));
    context = dup_context(response);
    g_assert_true(g_str_has_prefix(context, "uuid:"));

    first = pull(f, context, "");
    response = assert_response(&first, HVR_NS_N, "PullResponse");
    items = hvr_xml_find(response, HVR_NS_N, "Items");
    g_assert_cmpuint(count_children(items), ==, 1);
    g_assert_true(hvr_xml_is(hvr_xml_first_element(items), CS, "Msvm_ComputerSystem"));
    g_assert_null(hvr_xml_find(response, HVR_NS_N, "EndOfSequence"));
    next = dup_context(response);
    g_assert_cmpstr(next, !=, context);

    last = pull(f, next, "");
    response = assert_response(&last, HVR_NS_N, "PullResponse");
    g_assert_cmpuint(count_children(hvr_xml_find(response, HVR_NS_N, "Items")), ==, 1);
    g_assert_nonnull(hvr_xml_find(response, HVR_NS_N, "EndOfSequence"));
    g_assert_null(hvr_xml_find(response, HVR_NS_N, "EnumerationContext"));

    again = pull(f, next, "");
    assert_fault(&again, "n:InvalidEnumerationContext", "2150858779");
}

/* A reply that got lost cannot be asked for again. */
static void
test_enumerate_old_context(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, ENUMERATE, V2 "CIM_ManagedElement", "", "<n:Enumerate/>");
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_auto(Answer) first = pull(f, context, "");
    g_auto(Answer) second = pull(f, context, "");

    assert_response(&first, HVR_NS_N, "PullResponse");
    assert_fault(&second, "n:InvalidEnumerationContext", "2150858779");
}

static void
test_enumerate_nothing(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open =
        ask(f, ENUMERATE, V2 "*", "", QUERY("SELECT * FROM Msvm_ComputerSystem WHERE Name = 'x'"));
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_auto(Answer) answer = pull(f, context, "");
    const xmlNode *response = assert_response(&answer, HVR_NS_N, "PullResponse");

    g_assert_nonnull(hvr_xml_find(response, HVR_NS_N, "Items"));
    g_assert_null(hvr_xml_first_element(hvr_xml_find(response, HVR_NS_N, "Items")));
    g_assert_nonnull(hvr_xml_find(response, HVR_NS_N, "EndOfSequence"));
    g_assert_null(hvr_xml_find(response, HVR_NS_N, "EnumerationContext"));
}

#define OPTIMIZED(more)                                                                            \
    "<n:Enumerate><w:OptimizeEnumeration/><w:MaxElements>32000</w:MaxElements>" more               \
    "<w:Filter Dialect=\"" WQL "\">SELECT * FROM Msvm_ComputerSystem WHERE Caption = "             \
    "'Virtual Machine'</w:Filter></n:Enumerate>"

/* One item in the first answer however many were wanted, in w: names. */
static void
test_enumerate_optimized(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = { 0 };
    g_auto(Answer) rest = { 0 };
    const xmlNode *response;
    g_autofree char *context = NULL;

    for (guint i = 0; i < 9; i++)
        hvs_vm_new(f->host, "another", NULL);
    open = ask(f, ENUMERATE, V2 "*", "", OPTIMIZED(""));
    response = assert_response(&open, HVR_NS_N, "EnumerateResponse");
    g_assert_cmpuint(count_children(hvr_xml_find(response, HVR_NS_W, "Items")), ==, 1);
    g_assert_null(hvr_xml_find(response, HVR_NS_W, "EndOfSequence"));
    context = dup_context(response);

    rest = pull(f, context, "<n:MaxElements>32000</n:MaxElements>");
    response = assert_response(&rest, HVR_NS_N, "PullResponse");
    g_assert_cmpuint(count_children(hvr_xml_find(response, HVR_NS_N, "Items")), ==, 9);
    g_assert_nonnull(hvr_xml_find(response, HVR_NS_N, "EndOfSequence"));
}

static void
test_enumerate_optimized_single(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, ENUMERATE, V2 "*", "", OPTIMIZED(""));
    const xmlNode *response = assert_response(&open, HVR_NS_N, "EnumerateResponse");
    g_autofree char *context = dup_context(response);

    g_assert_cmpstr(context, ==, "");
    g_assert_cmpuint(count_children(hvr_xml_find(response, HVR_NS_W, "Items")), ==, 1);
    g_assert_nonnull(hvr_xml_find(response, HVR_NS_W, "EndOfSequence"));
}

static void
test_enumerate_optimized_nothing(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, ENUMERATE, V2 "Msvm_DiskDrive", "",
                              "<n:Enumerate><w:OptimizeEnumeration/></n:Enumerate>");
    const xmlNode *response = assert_response(&open, HVR_NS_N, "EnumerateResponse");

    g_assert_nonnull(hvr_xml_find(response, HVR_NS_W, "Items"));
    g_assert_null(hvr_xml_first_element(hvr_xml_find(response, HVR_NS_W, "Items")));
    g_assert_nonnull(hvr_xml_find(response, HVR_NS_W, "EndOfSequence"));
}

static void
assert_epr(const xmlNode *epr)
{
    const xmlNode *parameters = hvr_xml_find(epr, HVR_NS_A, "ReferenceParameters");
    const xmlNode *selectors = hvr_xml_find(parameters, HVR_NS_W, "SelectorSet");

    g_assert_true(hvr_xml_is(epr, HVR_NS_A, "EndpointReference"));
    assert_text(epr, HVR_NS_A, "Address", ANONYMOUS);
    assert_text(parameters, HVR_NS_W, "ResourceURI", CS);
    g_assert_cmpuint(count_children(selectors), ==, 2);
    assert_text(selectors, HVR_NS_W, "Selector", "Msvm_ComputerSystem");
}

/* libvirt's way to a parameter: the enumeration is for references, the one
 * pull goes to the service that will get them. */
static void
test_enumerate_epr(Fixture *f, gconstpointer data)
{
    g_auto(Answer)
        open = ask(f, ENUMERATE, V2 "*", "",
                   "<n:Enumerate><w:EnumerationMode>EnumerateEPR</w:EnumerationMode><w:Filter "
                   "Dialect=\"" WQL "\">SELECT * FROM Msvm_ComputerSystem WHERE Name = '" GUID
                   "'</w:Filter></n:Enumerate>");
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_autofree char *body = g_strconcat("<n:Pull><n:EnumerationContext>", context,
                                        "</n:EnumerationContext><w:EnumerationMode>EnumerateEPR"
                                        "</w:EnumerationMode></n:Pull>",
                                        NULL);
    g_auto(Answer) answer = ask(f, PULL, V2 "Msvm_VirtualSystemManagementService", "", body);
    const xmlNode *response = assert_response(&answer, HVR_NS_N, "PullResponse");

    assert_epr(hvr_xml_first_element(hvr_xml_find(response, HVR_NS_N, "Items")));
}

static void
test_enumerate_object_and_epr(Fixture *f, gconstpointer data)
{
    g_auto(Answer)
        open = ask(f, ENUMERATE, V2 "*", "",
                   OPTIMIZED("<w:EnumerationMode>EnumerateObjectAndEPR</w:EnumerationMode>"));
    const xmlNode *response = assert_response(&open, HVR_NS_N, "EnumerateResponse");
    const xmlNode *item = hvr_xml_find(hvr_xml_find(response, HVR_NS_W, "Items"), HVR_NS_W, "Item");

    g_assert_nonnull(item);
    g_assert_true(hvr_xml_is(hvr_xml_first_element(item), CS, "Msvm_ComputerSystem"));
    assert_epr(hvr_xml_next_element(hvr_xml_first_element(item)));
}

static void
test_enumerate_projection(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open =
        ask(f, ENUMERATE, V2 "*", "",
            "<n:Enumerate><w:OptimizeEnumeration/><w:Filter Dialect=\"" WQL
            "\">SELECT Name, EnabledState, InstallDate, OtherEnabledState FROM Msvm_ComputerSystem "
            "WHERE Name = '" GUID "'</w:Filter></n:Enumerate>");
    const xmlNode *response = assert_response(&open, HVR_NS_N, "EnumerateResponse");
    const xmlNode *fragment =
        hvr_xml_find(hvr_xml_find(response, HVR_NS_W, "Items"), HVR_NS_W, "XmlFragment");
    g_autofree char *nil = NULL;

    g_assert_nonnull(fragment);
    g_assert_cmpuint(count_children(fragment), ==, 4);
    g_assert_true(hvr_xml_is(hvr_xml_first_element(fragment), NULL, "EnabledState"));
    assert_text(fragment, NULL, "Name", GUID);
    nil =
        hvr_xml_dup_attribute(hvr_xml_find(fragment, NULL, "OtherEnabledState"), HVR_NS_XSI, "nil");
    g_assert_cmpstr(nil, ==, "true");
}

static guint
enumerate_count(Fixture *f, const char *uri, const char *body)
{
    g_auto(Answer) open = ask(f, ENUMERATE, uri, "", body);
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_auto(Answer) answer = pull(f, context, "<n:MaxElements>99</n:MaxElements>");

    return count_children(
        hvr_xml_find(assert_response(&answer, HVR_NS_N, "PullResponse"), HVR_NS_N, "Items"));
}

#define OBJECT                                                                                     \
    "<b:Object><a:Address>" ANONYMOUS "</a:Address><a:ReferenceParameters><w:ResourceURI>" CS      \
    "</w:ResourceURI>" VM_KEYS "</a:ReferenceParameters></b:Object>"

static void
test_enumerate_filters(Fixture *f, gconstpointer data)
{
    hvs_vm_new(f->host, "db", NULL);

    g_assert_cmpuint(enumerate_count(f, CS,
                                     "<n:Enumerate><w:Filter Dialect=\"" SELECTOR "\">" KEYS(
                                         KEY("ElementName", "WEB")) "</w:Filter></n:Enumerate>"),
                     ==, 1);
    g_assert_cmpuint(enumerate_count(f, CS,
                                     "<n:Enumerate><n:Filter Dialect=\"" SELECTOR
                                     "\">" KEYS(KEY("ElementName", "db") KEY(
                                         "EnabledState", "2")) "</n:Filter></n:Enumerate>"),
                     ==, 0);
    g_assert_cmpuint(
        enumerate_count(f, V2 "*",
                        "<n:Enumerate><w:Filter Dialect=\"" ASSOCIATION
                        "\"><b:AssociatedInstances>" OBJECT
                        "<b:AssociationClassName>Msvm_SettingsDefineState</b:AssociationClassName>"
                        "<b:Role/><b:ResultClassName>Msvm_VirtualSystemSettingData"
                        "</b:ResultClassName><b:ResultRole/></b:AssociatedInstances></w:Filter>"
                        "</n:Enumerate>"),
        ==, 1);
    g_assert_cmpuint(
        enumerate_count(f, V2 "*",
                        "<n:Enumerate><w:Filter Dialect=\"" ASSOCIATION
                        "\"><b:AssociationInstances>" OBJECT
                        "<b:ResultClassName>Msvm_SettingsDefineState</b:ResultClassName>"
                        "</b:AssociationInstances></w:Filter></n:Enumerate>"),
        ==, 1);
    g_assert_cmpuint(enumerate_count(f, WIN "Win32_OperatingSystem", "<n:Enumerate/>"), ==, 1);
}

/* Each answer grants another minute. */
static void
test_enumerate_expires(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, ENUMERATE, V2 "CIM_ManagedElement", "", "<n:Enumerate/>");
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_auto(Answer) late = { 0 };

    for (guint i = 0; i < 2; i++) {
        g_auto(Answer) early = { 0 };

        hvr_clock_step(f->clock, 59 * G_TIME_SPAN_SECOND);
        early = pull(f, context, "");
        g_free(context);
        context = dup_context(assert_response(&early, HVR_NS_N, "PullResponse"));
    }
    hvr_clock_step(f->clock, 60 * G_TIME_SPAN_SECOND);
    late = pull(f, context, "");
    assert_fault(&late, "n:InvalidEnumerationContext", "2150858779");
}

static void
test_enumerate_release(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = ask(f, ENUMERATE, CS, "", "<n:Enumerate/>");
    g_autofree char *context = dup_context(assert_response(&open, HVR_NS_N, "EnumerateResponse"));
    g_autofree char *body = g_strconcat("<n:Release><n:EnumerationContext>", context,
                                        "</n:EnumerationContext></n:Release>", NULL);
    g_auto(Answer) release = ask(f, RELEASE, CS, "", body);
    g_auto(Answer) late = { 0 };

    g_assert_false(release.is_fault);
    g_assert_null(hvr_xml_first_element(release.body));
    assert_text(release.header, HVR_NS_A, "Action",
                "http://schemas.xmlsoap.org/ws/2004/09/enumeration/ReleaseResponse");
    late = pull(f, context, "");
    assert_fault(&late, "n:InvalidEnumerationContext", "2150858779");
}

/* Whoever drains or releases nothing is stopped, until his contexts expire. */
static void
test_enumerate_quota(Fixture *f, gconstpointer data)
{
    g_auto(Answer) refused = { 0 };
    g_auto(Answer) accepted = { 0 };

    for (guint i = 0; i < 1500; i++) {
        g_auto(Answer) open = ask(f, ENUMERATE, V2 "Msvm_DiskDrive", "", "<n:Enumerate/>");

        g_assert_false(open.is_fault);
    }
    refused = ask(f, ENUMERATE, V2 "Msvm_DiskDrive", "", "<n:Enumerate/>");
    assert_fault(&refused, "w:QuotaLimit", "2150859174");
    hvr_clock_step(f->clock, 60 * G_TIME_SPAN_SECOND);
    accepted = ask(f, ENUMERATE, V2 "Msvm_DiskDrive", "", "<n:Enumerate/>");
    g_assert_false(accepted.is_fault);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_story("/sim/enumeration/one-by-one", test_enumerate_one_by_one);
    add_story("/sim/enumeration/old-context", test_enumerate_old_context);
    add_story("/sim/enumeration/nothing", test_enumerate_nothing);
    add_story("/sim/enumeration/optimized", test_enumerate_optimized);
    add_story("/sim/enumeration/optimized/single", test_enumerate_optimized_single);
    add_story("/sim/enumeration/optimized/nothing", test_enumerate_optimized_nothing);
    add_story("/sim/enumeration/epr", test_enumerate_epr);
    add_story("/sim/enumeration/object-and-epr", test_enumerate_object_and_epr);
    add_story("/sim/enumeration/projection", test_enumerate_projection);
    add_story("/sim/enumeration/filters", test_enumerate_filters);
    add_story("/sim/enumeration/expires", test_enumerate_expires);
    add_story("/sim/enumeration/release", test_enumerate_release);
    add_story("/sim/enumeration/quota", test_enumerate_quota);

    return g_test_run();
}
