/* test_wsman_golden.c: envelopes byte by byte against tests/data/wsman
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The files are written by hand after MS-WSMV and traces of Windows hosts; white
 * space between their elements is for the reader, attributes stand in libxml2's
 * order.
 */

#include <config.h>

#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_client.h"
#include "wsman_fault.h"
#include "wsman_loopback.h"
#include "wsman_names.h"

#define V2             HVR_WSMAN_WMI_PREFIX "root/virtualization/v2"
#define COMPUTER       V2 "/Msvm_ComputerSystem"
#define ANSWER_ID      "uuid:91F13D8B-0D7C-4C8F-9E5E-1A2B3C4D5E6F"
#define PLACEHOLDER_ID "uuid:MESSAGE-ID"

static char *
replace(const char *text, const char *pattern, const char *with)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);

    return g_regex_replace(regex, text, -1, 0, with, 0, NULL);
}

/* A golden file as it stands on the wire. */
static char *
load(const char *name)
{
    g_autofree char *path = g_test_build_filename(G_TEST_DIST, "data/wsman", name, NULL);
    g_autofree char *text = NULL;
    g_autofree char *squeezed = NULL;
    g_autoptr(GError) error = NULL;

    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    squeezed = replace(text, ">\\s+<", "><");

    return replace(squeezed, "\\s+xmlns:", " xmlns:");
}

static HvrWsmanEnvelope *
load_envelope(const char *name)
{
    g_autofree char *text = load(name);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(GError) error = NULL;
    HvrWsmanEnvelope *envelope = hvr_wsman_envelope_parse(bytes, &error);

    g_assert_no_error(error);

    return envelope;
}

static void
assert_golden(const char *text, const char *name)
{
    g_autofree char *golden = load(name);
    g_autofree char *oneline = replace(golden, "\\s+xml:lang", " xml:lang");

    g_strchomp(oneline);
    g_assert_cmpstr(text, ==, oneline);
}

/* A host that answers from files, in their order. */
typedef struct {
    const char *const *files; /* request, answer, request, answer, ... */
    guint next;
} Host;

static GBytes *
answer(GBytes *request, gpointer user_data, GError **error)
{
    Host *host = user_data;
    g_autofree char *text = g_strndup(g_bytes_get_data(request, NULL), g_bytes_get_size(request));
    g_autofree char *anonymous = replace(
        text, "uuid:[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}(?=</a:MessageID>)", PLACEHOLDER_ID);
    /* A client with 60 s leaves five of them to the network. */
    g_autofree char *timeless =
        replace(anonymous, "PT(54\\.\\d{3}|55\\.000)S|PT0\\.7[0-9]{2}S", "TIMEOUT");
    const char *id = strstr(text, "<a:MessageID>");
    g_autofree char *message_id = id != NULL ? g_strndup(id + 13, 41) : NULL;
    g_autofree char *template = NULL;
    char *reply;

    g_assert_nonnull(host->files[host->next]);
    assert_golden(timeless, host->files[host->next++]);
    template = load(host->files[host->next++]);
    reply = replace(template, PLACEHOLDER_ID, message_id != NULL ? message_id : "");

    return g_bytes_new_take(reply, strlen(reply));
}

static gboolean
collect(const xmlNode *item, gpointer user_data, GError **error)
{
    const xmlNode *name = hvr_xml_find(item, COMPUTER, "ElementName");

    g_assert_nonnull(name);
    g_ptr_array_add(user_data, hvr_xml_dup_text(name));

    return TRUE;
}

static gboolean
stop(const xmlNode *item, gpointer user_data, GError **error)
{
    return hvr_fail(error, HVR_ERROR_STATE, "seen enough");
}

static HvrWsmanEpr *
new_vm(void)
{
    HvrWsmanEpr *epr = hvr_wsman_epr_new(COMPUTER);

    hvr_wsman_epr_add(epr, "CreationClassName", "Msvm_ComputerSystem");
    hvr_wsman_epr_add(epr, "Name", "5CD6E20A-0E3B-44A0-9A1B-3F1E0B6C0001");

    return epr;
}

#define QUERY "SELECT * FROM Msvm_ComputerSystem WHERE ProcessID > 0 AND ElementName <> 'a&b'"

static void
test_identify(void)
{
    static const char *const files[] = { "identify-request.xml", "identify-response.xml", NULL };
    Host host = { files, 0 };
    g_autoptr(HvrWsmanClient)
        client = hvr_wsman_client_new(hvr_wsman_loopback_new(answer, &host), G_TIME_SPAN_MINUTE);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanIdentity) identity = hvr_wsman_client_identify(client, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(identity->vendor, ==, "Microsoft Corporation");
    g_assert_cmpstr(identity->version, ==, "OS: 10.0.17763 SP: 0.0 Stack: 3.0");
    g_assert_cmpuint(hvr_wsman_client_get_n_requests(client), ==, 1);
}

static void
test_get(void)
{
    static const char *const files[] = { "get-request.xml", "get-response.xml", NULL };
    Host host = { files, 0 };
    g_autoptr(HvrWsmanClient)
        client = hvr_wsman_client_new(hvr_wsman_loopback_new(answer, &host), G_TIME_SPAN_MINUTE);
    g_autoptr(HvrWsmanEpr) vm = new_vm();
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;

    g_assert_true(hvr_wsman_client_get(client, vm, collect, names, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(names->len, ==, 1);
    g_assert_cmpstr(g_ptr_array_index(names, 0), ==, "vm <1> & \"two\"");
}

/* How many items the host sends on which page is its own business. */
typedef struct {
    const char *name;
    const char *files[8];
    const char *expect; /* the items, joined */
} Enumeration;

/* clang-format off */
static const Enumeration enumerations[] = {
    { "one-then-pages", { "enumerate-request.xml", "enumerate-response.xml",
                          "pull-1-request.xml", "pull-1-response.xml",
                          "pull-2-request.xml", "pull-2-response.xml" },             "vm1 vm2 vm3 vm4" },
    { "single",         { "enumerate-request.xml", "enumerate-single-response.xml" }, "vm1" },
    { "empty",          { "enumerate-request.xml", "enumerate-empty-response.xml" },  "" },
    { "not-optimised",  { "enumerate-request.xml", "enumerate-plain-response.xml",
                          "pull-1-request.xml", "pull-1-response.xml",
                          "pull-2-request.xml", "pull-2-response.xml" },             "vm2 vm3 vm4" },
};
/* clang-format on */

static void
test_enumerate(gconstpointer data)
{
    const Enumeration *c = data;
    Host host = { c->files, 0 };
    g_autoptr(HvrWsmanClient)
        client = hvr_wsman_client_new(hvr_wsman_loopback_new(answer, &host), G_TIME_SPAN_MINUTE);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *joined = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(hvr_wsman_client_enumerate(client, V2 "/*", QUERY, collect, names, NULL, &error));
    g_assert_no_error(error);
    g_assert_null(c->files[host.next]);

    g_ptr_array_add(names, NULL);
    joined = g_strjoinv(" ", (char **)names->pdata);
    g_assert_cmpstr(joined, ==, c->expect);
}

static void
test_release(void)
{
    static const char *const files[] = { "enumerate-request.xml", "enumerate-response.xml",
                                         "release-request.xml", "release-response.xml", NULL };
    Host host = { files, 0 };
    g_autoptr(HvrWsmanClient)
        client = hvr_wsman_client_new(hvr_wsman_loopback_new(answer, &host), G_TIME_SPAN_MINUTE);
    g_autoptr(GError) error = NULL;

    g_assert_false(hvr_wsman_client_enumerate(client, V2 "/*", QUERY, stop, NULL, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_STATE);
    g_assert_cmpstr(error->message, ==, "seen enough");
    g_assert_cmpuint(host.next, ==, 4);
}

static void
add_state(xmlNode *input, gpointer user_data)
{
    hvr_xml_add(input, NULL, "RequestedState", "2");
}

static gboolean
read_output(const xmlNode *output, gpointer user_data, GError **error)
{
    HvrWsmanEpr **out_job = user_data;
    g_autofree char *value = hvr_xml_dup_text(hvr_xml_find(output, COMPUTER, "ReturnValue"));

    g_assert_cmpstr(value, ==, "4096");
    *out_job = hvr_wsman_epr_decode(hvr_xml_find(output, COMPUTER, "Job"), error);

    return *out_job != NULL;
}

static void
test_invoke(void)
{
    static const char *const files[] = { "invoke-request.xml", "invoke-response.xml", NULL };
    Host host = { files, 0 };
    g_autoptr(HvrWsmanClient)
        client = hvr_wsman_client_new(hvr_wsman_loopback_new(answer, &host), G_TIME_SPAN_MINUTE);
    g_autoptr(HvrWsmanEpr) vm = new_vm();
    g_autoptr(HvrWsmanEpr) job = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(hvr_wsman_client_invoke(client, vm, "RequestStateChange", add_state, read_output,
                                          &job, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(job->resource_uri, ==, V2 "/Msvm_ConcreteJob");
    g_assert_cmpstr(hvr_wsman_epr_get(job, "InstanceID"), ==,
                    "0D2B0A6E-5B38-4B5C-9E5B-000000000001");
}

static void
assert_formats(xmlDoc *doc, const char *name)
{
    g_autoptr(GBytes) bytes = hvr_wsman_envelope_format(doc);
    g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));

    assert_golden(text, name);
}

/* What the simulator answers with. */
static void
test_format_invoke_response(void)
{
    g_autoptr(HvrWsmanEpr) job = hvr_wsman_epr_new(V2 "/Msvm_ConcreteJob");
    xmlNode *body;
    g_autoptr(xmlDoc) doc = hvr_wsman_envelope_new_response(COMPUTER "/RequestStateChangeResponse",
                                                            PLACEHOLDER_ID, ANSWER_ID, &body);
    xmlNode *output =
        hvr_wsman_envelope_add_element(body, COMPUTER, "p", "RequestStateChange_OUTPUT");

    hvr_wsman_epr_add(job, "InstanceID", "0D2B0A6E-5B38-4B5C-9E5B-000000000001");
    hvr_wsman_epr_encode(job, hvr_xml_add(output, NULL, "Job", NULL));
    hvr_xml_add(output, NULL, "ReturnValue", "4096");

    assert_formats(doc, "invoke-response.xml");
}

static void
test_format_release_response(void)
{
    xmlNode *body;
    g_autoptr(xmlDoc) doc = hvr_wsman_envelope_new_response(HVR_ACTION_RELEASE "Response",
                                                            PLACEHOLDER_ID, ANSWER_ID, &body);

    assert_formats(doc, "release-response.xml");
}

/* One row per file: what it says, whether we would write it so, what it means. */
typedef struct {
    const char *file;
    HvrWsmanFault fault;
    gboolean encodes;
    int code;            /* an HvrErrorCode */
    const char *message; /* the error's */
} Fault;

#define PROVIDER "WMI Provider"
#define XML      "The service cannot process the request because the XML is invalid"
#define URI      "The resource URI is missing or it has an incorrect format"
#define NO_OBJECT                                                                                  \
    "The service cannot find the resource identified by the resource URI and selectors"
#define REFUSED "The WS-Management service cannot process the request"
#define NO_V2   REFUSED ". The CIM namespace root/virtualization/v2 is invalid"

/* clang-format off */
static const Fault faults[] = {
    { "fault-plain.xml",
      { TRUE, (char *)HVR_NS_W, (char *)"SchemaValidationError", NULL, (char *)XML ".", 2150858817, (char *)"hv1.example.org", NULL, NULL },
      TRUE, HVR_ERROR_PROTOCOL, "'Op' failed: " XML " (SchemaValidationError, code 2150858817)" },
    { "fault-detail.xml",
      { TRUE, (char *)HVR_NS_A, (char *)"DestinationUnreachable", (char *)"InvalidResourceURI", (char *)URI ".", 2150858752, (char *)"hv1", NULL, NULL },
      TRUE, HVR_ERROR_NO_DOMAIN, "'Op' failed: " URI " (DestinationUnreachable, code 2150858752)" },
    { "fault-provider.xml",
      { TRUE, (char *)HVR_NS_A, (char *)"DestinationUnreachable", NULL, (char *)REFUSED ".", 2150858752, (char *)"hv1", (char *)PROVIDER, (char *)NO_OBJECT "." },
      TRUE, HVR_ERROR_NO_DOMAIN, "'Op' failed: " NO_OBJECT " (DestinationUnreachable, code 2150858752)" },
    { "fault-timed-out.xml",
      { FALSE, (char *)HVR_NS_W, (char *)"TimedOut", NULL, (char *)"", 2150858793, (char *)"", NULL, NULL },
      TRUE, HVR_ERROR_TIMEOUT, "'Op' failed: the host gave no reason (TimedOut, code 2150858793)" },
    { "fault-must-understand.xml",
      { FALSE, (char *)HVR_NS_S, (char *)"MustUnderstand", NULL, (char *)"A header block was not understood.", 2150858768, (char *)"hv1", NULL, NULL },
      TRUE, HVR_ERROR_PROTOCOL, "'Op' failed: A header block was not understood (MustUnderstand, code 2150858768)" },
    { "fault-extended.xml",
      { FALSE, (char *)HVR_NS_W, (char *)"InternalError", NULL, (char *)"L\303\244uft nicht.", 2147749891, (char *)"hv1", (char *)PROVIDER, (char *)"Zugriff verweigert" },
      FALSE, HVR_ERROR_DENIED, "'Op' failed: Zugriff verweigert (InternalError, code 2147749891)" },
    { "fault-provider-text.xml",
      { FALSE, (char *)HVR_NS_W, (char *)"InternalError", NULL, (char *)"", 2147749889, (char *)"hv1", (char *)PROVIDER, (char *)"Generic failure" },
      FALSE, HVR_ERROR_JOB_FAILED, "'Op' failed: Generic failure (InternalError, code 2147749889)" },
    { "fault-wmi-error.xml",
      { FALSE, (char *)HVR_NS_W, (char *)"InternalError", NULL, (char *)REFUSED ".", 2150858778, NULL, (char *)"MSFT_WmiError", (char *)NO_V2 "." },
      FALSE, HVR_ERROR_UNSUPPORTED, "'Op' failed, is the Hyper-V role installed? " NO_V2 " (InternalError, code 2150858778)" },
    { "fault-wmi-error-mi.xml",
      { FALSE, (char *)HVR_NS_W, (char *)"InternalError", NULL, (char *)"", 2147749890, NULL, (char *)"MSFT_WmiError", (char *)"Not found" },
      FALSE, HVR_ERROR_NO_DOMAIN, "'Op' failed: Not found (InternalError, code 2147749890)" },
    { "fault-wmi-error-id.xml",
      { FALSE, (char *)HVR_NS_W, (char *)"InternalError", NULL, (char *)"", 2150859174, NULL, (char *)"MSFT_WmiError", NULL },
      FALSE, HVR_ERROR_BUSY, "'Op' failed, is the host's quota MaxConcurrentOperationsPerUser used up? the host gave no reason (InternalError, code 2150859174)" },
};
/* clang-format on */

static void
test_fault(gconstpointer data)
{
    const Fault *c = data;
    g_autoptr(HvrWsmanEnvelope) envelope = load_envelope(c->file);
    g_autoptr(HvrWsmanFault) fault = hvr_wsman_fault_decode(envelope);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(fault->sender, ==, c->fault.sender);
    g_assert_cmpstr(fault->subcode_ns, ==, c->fault.subcode_ns);
    g_assert_cmpstr(fault->subcode, ==, c->fault.subcode);
    g_assert_cmpstr(fault->detail, ==, c->fault.detail);
    g_assert_cmpstr(fault->reason, ==, c->fault.reason);
    g_assert_cmpuint(fault->code, ==, c->fault.code);
    g_assert_cmpstr(fault->machine, ==, c->fault.machine);
    g_assert_cmpstr(fault->provider, ==, c->fault.provider);
    g_assert_cmpstr(fault->provider_message, ==, c->fault.provider_message);

    g_assert_false(hvr_wsman_fault_fail(fault, "Op", &error));
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_cmpstr(error->message, ==, c->message);
    g_assert_cmpstr(hvr_error_get_detail(error)->operation, ==, "Op");
    g_assert_cmpstr(hvr_error_get_detail(error)->fault_subcode, ==, c->fault.subcode);
    g_assert_cmpuint(hvr_error_get_detail(error)->fault_code, ==, c->fault.code);
}

static void
test_format_fault(gconstpointer data)
{
    const Fault *c = data;
    g_autoptr(xmlDoc) doc = hvr_wsman_fault_encode(&c->fault, PLACEHOLDER_ID, ANSWER_ID);

    assert_formats(doc, c->file);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wsman/golden/identify", test_identify);
    g_test_add_func("/wsman/golden/get", test_get);
    for (gsize i = 0; i < G_N_ELEMENTS(enumerations); i++) {
        g_autofree char *path = g_strconcat("/wsman/golden/enumerate/", enumerations[i].name, NULL);

        g_test_add_data_func(path, &enumerations[i], test_enumerate);
    }
    g_test_add_func("/wsman/golden/release", test_release);
    g_test_add_func("/wsman/golden/invoke", test_invoke);
    g_test_add_func("/wsman/golden/format/invoke-response", test_format_invoke_response);
    g_test_add_func("/wsman/golden/format/release-response", test_format_release_response);
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autofree char *path = g_strconcat("/wsman/golden/fault/", faults[i].file, NULL);
        g_autofree char *format = g_strconcat("/wsman/golden/format/", faults[i].file, NULL);

        g_test_add_data_func(path, &faults[i], test_fault);
        if (faults[i].encodes)
            g_test_add_data_func(format, &faults[i], test_format_fault);
    }

    return g_test_run();
}
