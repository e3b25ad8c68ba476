/* test_sim_fault.c: what WinRM answers when it cannot answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "service_fixture.h"

static void
test_fault_not_understood(Fixture *f, gconstpointer data)
{
    g_auto(Answer)
        answer = ask(f, GET, CS, VM_KEYS "<q:New xmlns:q=\"urn:q\" s:mustUnderstand=\"1\"/>", "");
    const xmlNode *code = hvr_xml_find(find_fault(&answer), HVR_NS_S, "Code");
    xmlNode *node = hvr_xml_find(answer.header, HVR_NS_S, "NotUnderstood");
    g_autofree char *name = NULL;

    assert_text(code, HVR_NS_S, "Value", "s:MustUnderstand");
    g_assert_nonnull(node);
    name = hvr_xml_dup_attribute(node, NULL, "qname");
    g_assert_cmpstr(name, ==, "q:New");
    g_assert_cmpstr((const char *)xmlSearchNs(answer.doc, node, BAD_CAST "q")->href, ==, "urn:q");
}

typedef struct {
    const char *name;
    const char *more;
    const char *detail;
} DetailCase;

#define DETAIL(name) "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/" name

/* clang-format off */
static const DetailCase detail_cases[] = {
    { "locale",              VM_KEYS "<w:Locale s:mustUnderstand=\"true\"/>",     DETAIL("Locale")               },
    { "data-locale",         VM_KEYS "<p:DataLocale s:mustUnderstand=\"true\"/>", DETAIL("DataLocale")           },
    { "small-envelope",      VM_KEYS "<w:MaxEnvelopeSize>1</w:MaxEnvelopeSize>",  DETAIL("MinimumEnvelopeLimit") },
    { "fault-to",            VM_KEYS "<a:FaultTo><a:Address>x</a:Address></a:FaultTo>", DETAIL("AddressingMode") },
    { "duplicate-selectors", KEYS(KEY("Name", GUID) KEY("Name", GUID)),           DETAIL("DuplicateSelectors")   },
};
/* clang-format on */

static void
test_fault_detail(Fixture *f, gconstpointer data)
{
    const DetailCase *c = data;
    g_auto(Answer) answer = ask(f, GET, CS, c->more, "");

    assert_text(hvr_xml_find(find_fault(&answer), HVR_NS_S, "Detail"), HVR_NS_W, "FaultDetail",
                c->detail);
}

static void
test_fault_upgrade(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer = ask_text(f, "<html/>");
    const xmlNode *upgrade = hvr_xml_find(answer.header, HVR_NS_S, "Upgrade");

    g_assert_nonnull(hvr_xml_find(upgrade, HVR_NS_S, "SupportedEnvelope"));
    assert_text(hvr_xml_find(find_fault(&answer), HVR_NS_S, "Code"), HVR_NS_S, "Value",
                "s:VersionMismatch");
}

/* As recorded from a 2012 R2 host. */
static void
test_fault_provider(Fixture *f, gconstpointer data)
{
    static const char *const ns =
        "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/__ExtendedStatus";
    g_auto(Answer) answer = ask(f, GET, V2 "Msvm_ConcreteJob", KEYS(KEY("InstanceID", "gone")), "");
    const xmlNode *detail = hvr_xml_find(find_fault(&answer), HVR_NS_S, "Detail");
    const xmlNode *message =
        hvr_xml_find(hvr_xml_find(detail, HVR_NS_F, "WSManFault"), HVR_NS_F, "Message");
    const xmlNode *provider = hvr_xml_find(message, HVR_NS_F, "ProviderFault");
    const xmlNode *status =
        hvr_xml_find(hvr_xml_find(provider, HVR_NS_F, "ExtendedError"), ns, "__ExtendedStatus");
    g_autofree char *name = NULL;
    g_autofree char *machine = NULL;

    assert_text(answer.header, HVR_NS_A, "Action",
                "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault");
    g_assert_nonnull(provider);
    name = hvr_xml_dup_attribute(provider, NULL, "provider");
    g_assert_cmpstr(name, ==, "WMI Provider");
    machine = hvr_xml_dup_attribute(hvr_xml_find(detail, HVR_NS_F, "WSManFault"), NULL, "Machine");
    g_assert_cmpstr(machine, ==, "hv-primary.sim.test");
    g_assert_nonnull(hvr_xml_find(provider, HVR_NS_F, "WSManFault"));
    assert_text(status, ns, "Operation", "GetObject");
    g_assert_nonnull(
        strstr((const char *)hvr_xml_find(status, ns, "ParameterInfo")->children->content,
               "Msvm_ConcreteJob.InstanceID=\"gone\""));
}

/* virt-who reads the number there to tell hosts without the Hyper-V role. */
static void
test_fault_wmi_error(Fixture *f, gconstpointer data)
{
    static const char *const ns = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/MSFT_WmiError";
    g_auto(Answer) answer =
        ask(f, ENUMERATE, "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/*", "",
            QUERY("SELECT * FROM Msvm_ComputerSystem"));
    const xmlNode *detail = hvr_xml_find(find_fault(&answer), HVR_NS_S, "Detail");
    const xmlNode *error = hvr_xml_find(detail, ns, "MSFT_WmiError");
    g_autofree char *is_error = NULL;

    g_assert_true(answer.is_fault);
    g_assert_null(hvr_xml_find(detail, HVR_NS_F, "WSManFault"));
    g_assert_nonnull(error);
    is_error = hvr_xml_dup_attribute(error, HVR_NS_B, "IsCIM_Error");
    g_assert_cmpstr(is_error, ==, "true");
    assert_text(error, ns, "CIMStatusCode", "3");
    assert_text(error, ns, "error_Code", "2150858778");
    assert_text(error, ns, "MessageID", "HRESULT 0x8033801a");
}

typedef struct {
    const char *name;
    const char *action;
    const char *uri;
    const char *more;
    const char *body;
    const char *status;
    const char *code;
} WmiErrorCase;

/* The same errors from the native path: always w:InternalError, CIMStatusCode of DSP0200. */
/* clang-format off */
static const WmiErrorCase wmi_error_cases[] = {
    { "not-found",     GET, V2 "Msvm_ConcreteJob", KEYS(KEY("InstanceID", "gone")), "", "6",  "2150858752" },
    { "missing-keys",  GET, CS, "", "",                                             "4",  "2150859002" },
    { "unknown-class", ENUMERATE, V2 "*", "", QUERY("SELECT * FROM Msvm_NoSuchThing"), "5", "2147749904" },
    { "bad-query",     ENUMERATE, V2 "*", "", QUERY("SELECT"),                      "15", "2150858778" },
    { "put",           "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put", CS, VM_KEYS, "<x/>", "7", "2150859010" },
};
/* clang-format on */

static void
test_wmi_error(Fixture *f, gconstpointer data)
{
    static const char *const ns = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/MSFT_WmiError";
    const WmiErrorCase *c = data;
    g_auto(Answer) answer = { 0 };
    const xmlNode *detail;
    const xmlNode *code;

    f->world->switches.wmi_errors = TRUE;
    answer = ask(f, c->action, c->uri, c->more, c->body);
    g_assert_true(answer.is_fault);
    code = hvr_xml_find(find_fault(&answer), HVR_NS_S, "Code");
    assert_text(code, HVR_NS_S, "Value", "s:Receiver");
    assert_text(hvr_xml_find(code, HVR_NS_S, "Subcode"), HVR_NS_S, "Value", "w:InternalError");
    detail = hvr_xml_find(find_fault(&answer), HVR_NS_S, "Detail");
    g_assert_null(hvr_xml_find(detail, HVR_NS_F, "WSManFault"));
    assert_text(hvr_xml_find(detail, ns, "MSFT_WmiError"), ns, "CIMStatusCode", c->status);
    assert_text(hvr_xml_find(detail, ns, "MSFT_WmiError"), ns, "error_Code", c->code);
}

/* What is wrong with the message itself is no error of WMI's. */
static void
test_wmi_error_other(Fixture *f, gconstpointer data)
{
    g_auto(Answer) answer = { 0 };

    f->world->switches.wmi_errors = TRUE;
    answer = ask(f, PULL, CS, "", "<n:Pull/>");
    assert_fault(&answer, "w:SchemaValidationError", "2150858817");
}

/* Every operation counts against what is open, other than going on with that. */
static void
test_quota(Fixture *f, gconstpointer data)
{
    g_auto(Answer) open = { 0 };
    g_auto(Answer) get = { 0 };
    g_auto(Answer) call = { 0 };
    g_auto(Answer) pulled = { 0 };
    g_auto(Answer) after = { 0 };
    g_autofree char *context = NULL;
    g_autofree char *body = NULL;

    f->host->winrm.max_user_operations = 1;
    open = ask(f, ENUMERATE, CS, "", "<n:Enumerate/>");
    context = hvr_xml_dup_text(hvr_xml_find(assert_response(&open, HVR_NS_N, "EnumerateResponse"),
                                            HVR_NS_N, "EnumerationContext"));
    get = ask(f, GET, CS, VM_KEYS, "");
    assert_fault(&get, "w:QuotaLimit", "2150859174");
    assert_text(hvr_xml_find(find_fault(&get), HVR_NS_S, "Reason"), HVR_NS_S, "Text",
                "The WS-Management service cannot process the request. This user is allowed a "
                "maximum number of 1 concurrent operations, which has been exceeded. ");
    call = ask(f, CS "/RequestStateChange", CS, VM_KEYS, "");
    assert_fault(&call, "w:QuotaLimit", "2150859174");
    body = g_strconcat("<n:Pull><n:EnumerationContext>", context,
                       "</n:EnumerationContext><n:MaxElements>9</n:MaxElements></n:Pull>", NULL);
    pulled = ask(f, PULL, CS, "", body);
    assert_response(&pulled, HVR_NS_N, "PullResponse");
    after = ask(f, GET, CS, VM_KEYS, "");
    assert_response(&after, CS, "Msvm_ComputerSystem");
}

/* Whatever the client hopes for, an answer is no longer than the host grants. */
static void
test_max_envelope(Fixture *f, gconstpointer data)
{
    g_auto(Answer) refused = { 0 };
    g_auto(Answer) granted = { 0 };

    f->host->winrm.max_envelope_kb = 8;
    refused = ask(f, GET, SETTINGS,
                  KEYS(KEY("InstanceID", "Microsoft:" GUID)) "<w:MaxEnvelopeSize>512000"
                                                             "</w:MaxEnvelopeSize>",
                  "");
    assert_fault(&refused, "w:EncodingLimit", "2150858824");
    f->host->winrm.max_envelope_kb = 32;
    granted = ask(f, GET, SETTINGS, KEYS(KEY("InstanceID", "Microsoft:" GUID)), "");
    assert_response(&granted, SETTINGS, "Msvm_VirtualSystemSettingData");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add_story("/sim/fault/not-understood", test_fault_not_understood);
    add_cases("/sim/fault/detail/", detail_cases, test_fault_detail);
    add_story("/sim/fault/upgrade", test_fault_upgrade);
    add_story("/sim/fault/provider", test_fault_provider);
    add_story("/sim/fault/wmi-error", test_fault_wmi_error);
    add_cases("/sim/fault/wmi-error/", wmi_error_cases, test_wmi_error);
    add_story("/sim/fault/wmi-error/other", test_wmi_error_other);
    add_story("/sim/fault/quota", test_quota);
    add_story("/sim/fault/max-envelope", test_max_envelope);

    return g_test_run();
}
