/* test_sim_service.c: the WS-Management service of a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "service_fixture.h"

typedef struct {
    const char *name;
    const char *action;
    const char *uri;
    const char *more;
    const char *body;
    const char *subcode;
    const char *code;
} FaultCase;

#define FRAGMENT(path) "<w:FragmentTransfer s:mustUnderstand=\"true\">" path "</w:FragmentTransfer>"

/* Numbers of wsmerror.h, base 2150858752. */
/* clang-format off */
static const FaultCase fault_cases[] = {
    { "foreign-uri",           GET, "http://example.com/x", "", "", "a:DestinationUnreachable", "2150858752" },
    { "outside-root",          GET, "http://schemas.microsoft.com/wbem/wsman/1/wmi/other/X", "", "", "a:DestinationUnreachable", "2150858752" },
    { "unknown-class",         GET, V2 "Msvm_NoSuchThing", VM_KEYS, "", "a:DestinationUnreachable", "2150858752" },
    { "class-elsewhere",       GET, WIN "Msvm_ComputerSystem", VM_KEYS, "", "a:DestinationUnreachable", "2150858752" },
    { "get-all",               GET, V2 "*", "", "", "a:DestinationUnreachable", "2150858752" },
    { "not-found",             GET, CS, KEYS(KEY("CreationClassName", "Msvm_ComputerSystem") KEY("Name", "x")), "", "a:DestinationUnreachable", "2150858752" },
    { "no-keys",               GET, CS, "", "", "w:InvalidSelectors", "2150859002" },
    { "ambiguous-keys",        GET, V2 "Msvm_ResourceAllocationSettingData", "", "", "w:InvalidSelectors", "2150859002" },
    { "no-key",                GET, CS, KEYS(KEY("ElementName", "web")), "", "w:InvalidSelectors", "2150858843" },
    { "namespace-selector",    GET, CS, KEYS(KEY("Name", GUID) KEY("__cimnamespace", "root/cimv2")), "", "w:InternalError", "2150859038" },
    { "unknown-action",        "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Renew", CS, "", "", "a:ActionNotSupported", "2150858771" },
    { "put",                   "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put", CS, VM_KEYS, "<x/>", "w:InternalError", "2150859010" },
    { "create",                "http://schemas.xmlsoap.org/ws/2004/09/transfer/Create", CS, "", "<x/>", "w:InternalError", "2150859010" },
    { "delete",                "http://schemas.xmlsoap.org/ws/2004/09/transfer/Delete", CS, VM_KEYS, "", "w:InternalError", "2150859010" },
    { "small-envelope",        GET, CS, VM_KEYS "<w:MaxEnvelopeSize>8191</w:MaxEnvelopeSize>", "", "w:EncodingLimit", "2150858878" },
    { "tight-envelope",        GET, SETTINGS, KEYS(KEY("InstanceID", "Microsoft:" GUID)) "<w:MaxEnvelopeSize>8192</w:MaxEnvelopeSize>", "", "w:EncodingLimit", "2150858824" },
    { "must-understand",       GET, CS, VM_KEYS "<q:New xmlns:q=\"urn:q\" s:mustUnderstand=\"true\"/>", "", NULL, "2150858768" },
    { "locale",                GET, CS, VM_KEYS "<w:Locale xml:lang=\"de-DE\" s:mustUnderstand=\"true\"/>", "", "w:UnsupportedFeature", "2150858887" },
    { "fragment-root",         GET, CS, VM_KEYS FRAGMENT("/Name"), "", "w:CannotProcessFilter", "2150859042" },
    { "fragment-deep",         GET, CS, VM_KEYS FRAGMENT("Name/x"), "", "w:CannotProcessFilter", "2150859042" },
    { "fragment-empty",        GET, CS, VM_KEYS FRAGMENT(""), "", "w:CannotProcessFilter", "2150859042" },
    { "fragment-index",        GET, CS, VM_KEYS FRAGMENT("Name[0]"), "", "w:CannotProcessFilter", "2150859042" },
    { "fragment-open-index",   GET, CS, VM_KEYS FRAGMENT("Name[1"), "", "w:CannotProcessFilter", "2150859042" },
    { "fragment-of-nobody",    GET, CS, KEYS(KEY("CreationClassName", "Msvm_ComputerSystem") KEY("Name", "x")) FRAGMENT("Name"), "", "a:DestinationUnreachable", "2150858752" },
    { "fragment-enumerate",    ENUMERATE, CS, FRAGMENT("Name"), "<n:Enumerate/>", "w:UnsupportedFeature", "2150858818" },
    { "fragment-call",         CS "/RequestStateChange", CS, VM_KEYS FRAGMENT("Name"), "", "w:UnsupportedFeature", "2150858818" },
    { "fragment-put",          "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put", CS, VM_KEYS FRAGMENT("Name"), "<x/>", "w:InternalError", "2150859010" },
    { "selector-twice",        GET, CS, KEYS(KEY("Name", GUID) KEY("NAME", GUID)), "", "w:InvalidSelectors", "2150858847" },
    { "selector-nameless",     GET, CS, KEYS("<w:Selector/>"), "", "a:InvalidMessageInformationHeader", "2150858767" },
    { "data-locale",           GET, CS, VM_KEYS "<p:DataLocale xml:lang=\"de-DE\" s:mustUnderstand=\"true\"/>", "", "w:UnsupportedFeature", "2150858887" },
    { "enumerate-body",        ENUMERATE, CS, "", "", "w:SchemaValidationError", "2150858817" },
    { "enumerate-keys",        ENUMERATE, CS, VM_KEYS, "<n:Enumerate/>", "w:InvalidSelectors", "2150859016" },
    { "enumerate-all",         ENUMERATE, V2 "*", "", "<n:Enumerate/>", "n:CannotProcessFilter", "2150858778" },
    { "enumeration-mode",      ENUMERATE, CS, "", "<n:Enumerate><w:EnumerationMode>All</w:EnumerationMode></n:Enumerate>", "w:UnsupportedFeature", "2150858886" },
    { "wql-on-class",          ENUMERATE, CS, "", QUERY("SELECT * FROM Msvm_ComputerSystem"), "n:CannotProcessFilter", "2150859003" },
    { "wql-invalid",           ENUMERATE, V2 "*", "", QUERY("SELECT"), "n:CannotProcessFilter", "2150858778" },
    { "wql-unknown-property",  ENUMERATE, V2 "*", "", QUERY("SELECT * FROM Msvm_ComputerSystem WHERE Nope = 1"), "n:CannotProcessFilter", "2150858778" },
    { "wql-unknown-class",     ENUMERATE, V2 "*", "", QUERY("SELECT * FROM Msvm_NoSuchThing"), "w:InternalError", "2147749904" }, /* 0x80041010 */
    { "wql-absent-source",     ENUMERATE, V2 "*", "", QUERY("ASSOCIATORS OF {Msvm_ComputerSystem.Name='x'}"), "a:DestinationUnreachable", "2150858752" },
    { "no-dialect",            ENUMERATE, V2 "*", "", "<n:Enumerate><w:Filter>x</w:Filter></n:Enumerate>", "n:FilterDialectRequestedUnavailable", "2150858777" },
    { "cql",                   ENUMERATE, V2 "*", "", "<n:Enumerate><w:Filter Dialect=\"http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf\">x</w:Filter></n:Enumerate>", "n:FilterDialectRequestedUnavailable", "2150858777" },
    { "selectors-on-all",      ENUMERATE, V2 "*", "", "<n:Enumerate><w:Filter Dialect=\"" SELECTOR "\">" VM_KEYS "</w:Filter></n:Enumerate>", "n:FilteringNotSupported", "2150858776" },
    { "selectors-missing",     ENUMERATE, CS, "", "<n:Enumerate><w:Filter Dialect=\"" SELECTOR "\"/></n:Enumerate>", "n:CannotProcessFilter", "2150858778" },
    { "selectors-unknown",     ENUMERATE, CS, "", "<n:Enumerate><w:Filter Dialect=\"" SELECTOR "\">" KEYS(KEY("Nope", "1")) "</w:Filter></n:Enumerate>", "n:CannotProcessFilter", "2150858778" },
    { "association-on-class",  ENUMERATE, CS, "", "<n:Enumerate><w:Filter Dialect=\"" ASSOCIATION "\"/></n:Enumerate>", "n:FilteringNotSupported", "2150858776" },
    { "association-missing",   ENUMERATE, V2 "*", "", "<n:Enumerate><w:Filter Dialect=\"" ASSOCIATION "\"/></n:Enumerate>", "n:CannotProcessFilter", "2150858778" },
    { "association-no-object", ENUMERATE, V2 "*", "", "<n:Enumerate><w:Filter Dialect=\"" ASSOCIATION "\"><b:AssociatedInstances/></w:Filter></n:Enumerate>", "n:CannotProcessFilter", "2150858778" },
    { "pull-body",             PULL, CS, "", "<n:Release/>", "w:SchemaValidationError", "2150858817" },
    { "pull-no-context",       PULL, CS, "", "<n:Pull/>", "w:SchemaValidationError", "2150858817" },
    { "pull-unknown",          PULL, CS, "", "<n:Pull><n:EnumerationContext>uuid:0</n:EnumerationContext></n:Pull>", "n:InvalidEnumerationContext", "2150858779" },
    { "pull-none",             PULL, CS, "", "<n:Pull><n:EnumerationContext>uuid:0</n:EnumerationContext><n:MaxElements>0</n:MaxElements></n:Pull>", "w:SchemaValidationError", "2150858817" },
    { "release-unknown",       RELEASE, CS, "", "<n:Release><n:EnumerationContext>uuid:0</n:EnumerationContext></n:Release>", "n:InvalidEnumerationContext", "2150858779" },
    { "action-mismatch",       V2 "Msvm_ConcreteJob/RequestStateChange", CS, VM_KEYS, "", "a:ActionNotSupported", "2150858801" },
    { "unknown-method",        CS "/NoSuchMethod", CS, VM_KEYS, "", "a:ActionNotSupported", "2150858868" },
    { "call-without-keys",     CS "/RequestStateChange", CS, "", "", "w:InternalError", "2147749935" }, /* 0x8004102f */
    { "call-on-nobody",        CS "/RequestStateChange", CS, KEYS(KEY("CreationClassName", "Msvm_ComputerSystem") KEY("Name", "x")), "", "a:DestinationUnreachable", "2150858752" },
    { "input-name",            CS "/RequestStateChange", CS, VM_KEYS, "<q:Wrong_INPUT xmlns:q=\"" CS "\"/>", "w:SchemaValidationError", "2150858817" },
    { "unknown-parameter",     CS "/RequestStateChange", CS, VM_KEYS, "<q:RequestStateChange_INPUT xmlns:q=\"" CS "\"><q:Nope>1</q:Nope></q:RequestStateChange_INPUT>", "w:InternalError", "2147749935" },
    { "parameter-case",        CS "/RequestStateChange", CS, VM_KEYS, "<q:RequestStateChange_INPUT xmlns:q=\"" CS "\"><q:requestedstate>2</q:requestedstate></q:RequestStateChange_INPUT>", "w:InternalError", "2147749935" },
    { "parameter-value",       CS "/RequestStateChange", CS, VM_KEYS, "<q:RequestStateChange_INPUT xmlns:q=\"" CS "\"><q:RequestedState>two</q:RequestedState></q:RequestStateChange_INPUT>", "w:SchemaValidationError", "2150858817" },
    { "parameter-element",     CS "/RequestStateChange", CS, VM_KEYS, "<q:RequestStateChange_INPUT xmlns:q=\"" CS "\"><q:RequestedState><x>2</x></q:RequestedState></q:RequestStateChange_INPUT>", "w:SchemaValidationError", "2150858817" },
};
/* clang-format on */

static void
test_fault(Fixture *f, gconstpointer data)
{
    const FaultCase *c = data;
    g_auto(Answer) answer = ask(f, c->action, c->uri, c->more, c->body);

    assert_fault(&answer, c->subcode, c->code);
    /* Whoever cannot read the selectors has not got as far as the message's id. */
    if (g_str_has_prefix(c->name, "selector-"))
        g_assert_null(hvr_xml_find(answer.header, HVR_NS_A, "RelatesTo"));
    else
        assert_text(answer.header, HVR_NS_A, "RelatesTo", "uuid:1");
}

typedef struct {
    const char *name;
    const char *headers;
    const char *subcode;
    const char *code;
} HeaderCase;

#define TARGET "<a:Action>" GET "</a:Action><w:ResourceURI>" CS "</w:ResourceURI>" VM_KEYS

/* clang-format off */
static const HeaderCase header_cases[] = {
    { "no-message-id",    REPLY_TO TARGET,                                      "a:InvalidMessageInformationHeader",  "2150858767" },
    { "empty-message-id", "<a:MessageID/>" REPLY_TO TARGET,                     "a:InvalidMessageInformationHeader",  "2150858767" },
    { "no-reply-to",      ID TARGET,                                            "a:MessageInformationHeaderRequired", "2150858769" },
    { "other-reply-to",   ID "<a:ReplyTo><a:Address>http://x/</a:Address></a:ReplyTo>" TARGET, "w:UnsupportedFeature", "2150858818" },
    { "other-fault-to",   ID REPLY_TO "<a:FaultTo><a:Address>http://x/</a:Address></a:FaultTo>" TARGET, "w:UnsupportedFeature", "2150858818" },
    { "weak-fragment",    ID REPLY_TO TARGET "<w:FragmentTransfer>Name</w:FragmentTransfer>", "a:InvalidMessageInformationHeader", "2150858767" },
    { "no-fragment",      ID REPLY_TO TARGET "<w:FragmentTransfer s:mustUnderstand=\"false\">Name</w:FragmentTransfer>", "a:InvalidMessageInformationHeader", "2150858767" },
    { "twice",            ID REPLY_TO REPLY_TO TARGET,                          "a:InvalidMessageInformationHeader",  "2150858767" },
    { "no-action",        ID REPLY_TO "<w:ResourceURI>" CS "</w:ResourceURI>",  "a:MessageInformationHeaderRequired", "2150858769" },
    { "no-resource-uri",  ID REPLY_TO "<a:Action>" GET "</a:Action>",           "a:DestinationUnreachable",           "2150858752" },
    { "nothing",          "",                                                   "a:MessageInformationHeaderRequired", "2150858769" },
};
/* clang-format on */

static void
test_header(Fixture *f, gconstpointer data)
{
    const HeaderCase *c = data;
    g_autofree char *text = build(c->headers, "");
    g_auto(Answer) answer = ask_text(f, text);

    assert_fault(&answer, c->subcode, c->code);
}

typedef struct {
    const char *name;
    const char *text;
    const char *subcode;
    const char *code;
} TextCase;

/* clang-format off */
static const TextCase text_cases[] = {
    { "empty",     "",                                             "w:SchemaValidationError", "2150858819" },
    { "no-xml",    "hello",                                        "w:SchemaValidationError", "2150858819" },
    { "cut-off",   "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>", "w:SchemaValidationError", "2150858819" },
    { "dtd",       "<!DOCTYPE x [<!ENTITY y \"z\">]><x>&y;</x>",   "w:SchemaValidationError", "2150858819" },
    { "no-body",   "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"/>", "w:SchemaValidationError", "2150858819" },
    { "soap-1.1",  "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>", NULL, "2150858765" },
    { "no-soap",   "<html/>",                                      NULL,                      "2150858765" },
};
/* clang-format on */

/* MS-WSMV allows 2 KiB. */
static void
test_header_long_id(Fixture *f, gconstpointer data)
{
    g_autofree char *id = g_strnfill(2049, 'x');
    g_autofree char *headers =
        g_strconcat("<a:MessageID>", id, "</a:MessageID>" REPLY_TO TARGET, NULL);
    g_autofree char *text = build(headers, "");
    g_auto(Answer) answer = ask_text(f, text);

    assert_fault(&answer, "a:InvalidMessageInformationHeader", "2150858767");
}

/* Neither may p:ActivityId be longer. */
static void
test_header_long_activity(Fixture *f, gconstpointer data)
{
    g_autofree char *id = g_strnfill(2048, 'x');
    g_autofree char *enough = g_strconcat(VM_KEYS "<p:ActivityId>", id, "</p:ActivityId>", NULL);
    g_autofree char *more = g_strconcat(VM_KEYS "<p:ActivityId>", id, "x</p:ActivityId>", NULL);
    g_auto(Answer) accepted = ask(f, GET, CS, enough, "");
    g_auto(Answer) refused = ask(f, GET, CS, more, "");

    assert_response(&accepted, CS, "Msvm_ComputerSystem");
    assert_fault(&refused, "a:InvalidMessageInformationHeader", "2150858767");
}

static void
test_header_fault_to(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer = ask(f, GET, CS,
                                VM_KEYS "<a:FaultTo s:mustUnderstand=\"true\"><a:Address>" ANONYMOUS
                                        "</a:Address></a:FaultTo>",
                                "");

    assert_response(&answer, CS, "Msvm_ComputerSystem");
}

static void
test_text(Fixture *f, gconstpointer data)
{
    const TextCase *c = data;
    g_auto(Answer) answer = ask_text(f, c->text);

    assert_fault(&answer, c->subcode, c->code);
    g_assert_null(hvr_xml_find(answer.header, HVR_NS_A, "RelatesTo"));
}

static void
test_identify(Fixture *f, gconstpointer data)
{
    static const char *const text =
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
        " xmlns:wsmid=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">"
        "<s:Header/><s:Body><wsmid:Identify/></s:Body></s:Envelope>";
    g_autoptr(GBytes) request = g_bytes_new_static(text, strlen(text));
    g_autoptr(GBytes) anonymous = hvs_service_answer_anonymous(f->service, request);
    g_auto(Answer) answer = ask_text(f, text);
    const xmlNode *node = assert_response(&answer, HVR_NS_WSMID, "IdentifyResponse");
    gsize length;

    assert_text(node, HVR_NS_WSMID, "ProtocolVersion",
                "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd");
    assert_text(node, HVR_NS_WSMID, "ProductVendor", "Microsoft Corporation");
    assert_text(node, HVR_NS_WSMID, "ProductVersion", "OS: 10.0.20348 SP: 0.0 Stack: 3.0");
    g_assert_nonnull(hvr_xml_find(node, HVR_NS_WSMID, "SecurityProfiles"));

    g_assert_nonnull(anonymous);
    g_assert_nonnull(
        g_strstr_len(g_bytes_get_data(anonymous, &length), -1, "OS: 0.0.0 SP: 0.0 Stack: 3.0"));
    g_assert_null(g_strstr_len(g_bytes_get_data(anonymous, &length), -1, "20348"));
}

static void
test_identify_stranger(Fixture *f, gconstpointer data)
{
    g_autofree char *text = build(ID REPLY_TO TARGET, "");
    g_autoptr(GBytes) request = g_bytes_new(text, strlen(text));

    g_assert_null(hvs_service_answer_anonymous(f->service, request));
    g_assert_cmpuint(f->host->n_requests, ==, 0);
}

/* What libvirt 9.0.0's driver relies on: prefixes on the root, "p" and the
 * class's namespace on the instance, each scalar there. */
static void
test_get(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer = ask(f, GET, CS, VM_KEYS, "");
    xmlNode *root = xmlDocGetRootElement(answer.doc);
    const xmlNode *node = assert_response(&answer, CS, "Msvm_ComputerSystem");
    g_autofree char *type = hvr_xml_dup_attribute(node, HVR_NS_XSI, "type");

    g_assert_cmpstr((const char *)xmlSearchNs(answer.doc, root, BAD_CAST "s")->href, ==, HVR_NS_S);
    g_assert_cmpstr((const char *)xmlSearchNs(answer.doc, root, BAD_CAST "a")->href, ==, HVR_NS_A);
    g_assert_cmpstr((const char *)xmlSearchNs(answer.doc, root, BAD_CAST "w")->href, ==, HVR_NS_W);
    g_assert_cmpstr((const char *)node->ns->prefix, ==, "p");
    g_assert_cmpstr(type, ==, "p:Msvm_ComputerSystem_Type");
    assert_text(answer.header, HVR_NS_A, "Action",
                "http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse");
    assert_text(answer.header, HVR_NS_A, "RelatesTo", "uuid:1");
    assert_text(answer.header, HVR_NS_A, "To", ANONYMOUS);
    assert_text(node, CS, "ElementName", "web");
    assert_text(node, CS, "Name", GUID);
    assert_text(hvr_xml_find(node, CS, "TimeOfLastStateChange"), HVR_NS_CIM, "Datetime",
                "2026-05-01T03:00:00Z");
    g_assert_nonnull(hvr_xml_find(node, CS, "OtherEnabledState"));
}

static void
test_get_some_keys(Fixture *f, gconstpointer data)
{
    g_auto(Answer)
        by_guid = ask(f, GET, CS, KEYS(KEY("Name", "6ddc63c1-0135-40ca-b998-a606d91080e9")), "");
    g_auto(Answer)
        service = ask(f, GET, V2 "Msvm_VirtualSystemManagementService",
                      KEYS(KEY("CreationClassName", "Msvm_VirtualSystemManagementService")), "");
    g_auto(Answer)
        base = ask(f, GET, V2 "CIM_ComputerSystem",
                   KEYS(KEY("Name", GUID) KEY("__cimnamespace", "root/virtualization/v2")), "");

    assert_response(&by_guid, CS, "Msvm_ComputerSystem");
    assert_response(&service, V2 "Msvm_VirtualSystemManagementService",
                    "Msvm_VirtualSystemManagementService");
    assert_response(&base, CS, "Msvm_ComputerSystem");
}

static void
test_counts(Fixture *f, gconstpointer data)
{
    g_auto(Answer) good = ask(f, GET, CS, VM_KEYS, "");
    g_auto(Answer) bad = ask_text(f, "");

    g_assert_cmpuint(f->host->n_requests, ==, 2);
}

/* Nobody turns a crank: the world moves when it is asked. */
static void
test_brings_up_the_world(Fixture *f, gconstpointer data)
{
    g_auto(Answer)
        call = ask(f, CS "/RequestStateChange", CS, VM_KEYS,
                   "<q:RequestStateChange_INPUT xmlns:q=\"" CS
                   "\"><q:RequestedState>2</q:RequestedState></q:RequestStateChange_INPUT>");
    g_auto(Answer) answer = { 0 };

    g_assert_false(call.is_fault);
    f->world->speed = 1;
    hvr_clock_step(f->clock, G_TIME_SPAN_MINUTE);
    answer = ask(f, GET, CS, VM_KEYS, "");
    assert_text(assert_response(&answer, CS, "Msvm_ComputerSystem"), CS, "EnabledState", "2");
}

static void
test_loopback(Fixture *f, gconstpointer data)
{
    g_autofree char *text = build(ID REPLY_TO TARGET, "");
    g_autoptr(GBytes) request = g_bytes_new(text, strlen(text));
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) reply = hvs_service_answer_loopback(request, f->service, &error);
    gsize length;

    g_assert_no_error(error);
    g_assert_nonnull(g_strstr_len(g_bytes_get_data(reply, &length), -1, "<p:ElementName>web"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_cases("/sim/service/fault/", fault_cases, test_fault);
    add_cases("/sim/service/header/", header_cases, test_header);
    add_cases("/sim/service/text/", text_cases, test_text);
    add_story("/sim/service/identify", test_identify);
    add_story("/sim/service/identify/stranger", test_identify_stranger);
    add_story("/sim/service/get", test_get);
    add_story("/sim/service/get/some-keys", test_get_some_keys);
    add_story("/sim/service/counts", test_counts);
    add_story("/sim/service/header/long-message-id", test_header_long_id);
    add_story("/sim/service/header/long-activity-id", test_header_long_activity);
    add_story("/sim/service/header/fault-to", test_header_fault_to);
    add_story("/sim/service/brings-up-the-world", test_brings_up_the_world);
    add_story("/sim/service/loopback", test_loopback);

    return g_test_run();
}
