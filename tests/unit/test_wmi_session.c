/* test_wmi_session.c: objects in and out, and errors that say whose they are
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_session.h"

#include "canned_host.h"
#include "msvm_tables.h"
#include "wmi_path.h"

#define GUID "6DDC63C1-0135-40CA-B998-A606D91080E9"

static HvrWmiSession *
open_session(CannedHost *host)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);

    return canned_host_open(host, clock);
}

/* The error names the host in message and detail, and what was done. */
static void
assert_names_host(const GError *error, const char *operation)
{
    g_assert_true(g_str_has_prefix(error->message, "host 'hv-primary': "));
    g_assert_null(strstr(error->message + 1, "host 'hv-primary'"));
    g_assert_cmpstr(hvr_error_get_detail(error)->host, ==, "hv-primary");
    g_assert_cmpstr(hvr_error_get_detail(error)->operation, ==, operation);
}

static void
test_fetch(void)
{
    const char *answers[] = { CANNED_INSTANCE("Msvm_ConcreteJob",
                                              "<p:InstanceID>J</p:InstanceID>"
                                              "<p:PercentComplete>42</p:PercentComplete>"),
                              NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(Msvm_ConcreteJob) job = NULL;
    g_autoptr(GError) error = NULL;

    job = hvr_wmi_session_fetch(session, &hvr_wmi_class_Msvm_ConcreteJob,
                                "Msvm_ConcreteJob.InstanceID=\"a\\\\b\"", NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(job->PercentComplete, ==, 42);
    canned_host_assert_asked(&host, 0, "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</");
    canned_host_assert_asked(&host, 0, CANNED_V2 "Msvm_ConcreteJob</");
    canned_host_assert_asked(&host, 0, "Name=\"InstanceID\">a\\b</");
    g_assert_cmpuint(hvr_wmi_session_get_n_requests(session), ==, 1);
    canned_host_close(&host);
}

typedef struct {
    const char *name;
    const char *answer;
    int code;
} Failure;

/* clang-format off */
static const Failure failures[] = {
    { "not-found",   CANNED_NOT_FOUND,                                               HVR_ERROR_NO_DOMAIN },
    { "denied",      CANNED_FAULT("AccessDenied", "5", "Access is denied."),         HVR_ERROR_DENIED },
    { "timed-out",   CANNED_FAULT("TimedOut", "2150858793", "The operation timed."), HVR_ERROR_TIMEOUT },
    { "empty-body",  "",                                                             HVR_ERROR_PROTOCOL },
    { "no-xml",      "<a",                                                           HVR_ERROR_PROTOCOL },
    { "wrong-value", CANNED_INSTANCE("Msvm_ConcreteJob", "<p:PercentComplete>many</p:PercentComplete>"),
                                                                                     HVR_ERROR_PROTOCOL },
};
/* clang-format on */

static void
test_fetch_fails(gconstpointer data)
{
    const Failure *c = data;
    const char *answers[] = { c->answer, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wmi_session_fetch(session, &hvr_wmi_class_Msvm_ConcreteJob,
                                        "Msvm_ConcreteJob.InstanceID=\"J\"", NULL, &error));
    g_assert_error(error, HVR_ERROR, c->code);
    assert_names_host(error, "Get");
    canned_host_close(&host);
}

#define QUOTA CANNED_FAULT("QuotaLimit", "2150859174", "Too many operations.")
#define GOES  CANNED_FAULT("EndpointUnavailable", "2150858772", "It is shutting down.")

static void
test_fetch_ignoring_errors(void)
{
    const char *answers[] = { CANNED_NOT_FOUND, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);

    g_assert_null(hvr_wmi_session_fetch(session, &hvr_wmi_class_Msvm_ConcreteJob,
                                        "Msvm_ConcreteJob.InstanceID=\"J\"", NULL, NULL));
    canned_host_close(&host);
}

static void
test_fetch_no_path(void)
{
    const char *answers[] = { NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wmi_session_fetch(session, &hvr_wmi_class_Msvm_ConcreteJob,
                                        "Msvm_ConcreteJob.InstanceID=\"cut", NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    canned_host_close(&host);
}

static void
test_list(void)
{
    const char *answers[] = {
        "<n:EnumerateResponse><n:EnumerationContext>uuid:1</n:EnumerationContext><w:Items>"
        "<w:XmlFragment><Name>A</Name></w:XmlFragment></w:Items></n:EnumerateResponse>",
        "<n:PullResponse><n:Items><w:XmlFragment><Name>B</Name></w:XmlFragment>"
        "<w:XmlFragment><Name>C</Name></w:XmlFragment></n:Items><n:EndOfSequence/>"
        "</n:PullResponse>",
        NULL
    };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(GPtrArray) systems = NULL;
    g_autoptr(GError) error = NULL;

    systems = hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_ComputerSystem,
                                   "SELECT Name FROM Msvm_ComputerSystem WHERE Name < 'a'", NULL,
                                   &error);
    g_assert_no_error(error);
    g_assert_cmpuint(systems->len, ==, 3);
    g_assert_cmpstr(((Msvm_ComputerSystem *)systems->pdata[0])->Name, ==, "A");
    g_assert_cmpstr(((Msvm_ComputerSystem *)systems->pdata[2])->Name, ==, "C");
    canned_host_assert_asked(&host, 0, CANNED_V2 "*</");
    canned_host_assert_asked(&host, 0, "SELECT Name FROM Msvm_ComputerSystem WHERE Name &lt; 'a'<");
    g_assert_cmpuint(hvr_wmi_session_get_n_requests(session), ==, 2);
    canned_host_close(&host);
}

static void
test_list_none(void)
{
    const char *answers[] = { CANNED_ITEMS(""), NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(GPtrArray)
        systems = hvr_wmi_session_list(session, HVR_WMI_CIMV2, &hvr_wmi_class_Msvm_ComputerSystem,
                                       "SELECT * FROM Msvm_ComputerSystem", NULL, NULL);

    g_assert_cmpuint(systems->len, ==, 0);
    canned_host_assert_asked(&host, 0, "wmi/root/cimv2/*</");
    canned_host_close(&host);
}

static void
test_list_fails(void)
{
    const char *answers[] = { CANNED_ITEMS(CANNED_FRAGMENT("<EnabledState>on</EnabledState>")),
                              NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wmi_session_list(session, HVR_WMI_NAMESPACE,
                                       &hvr_wmi_class_Msvm_ComputerSystem, "SELECT x FROM y", NULL,
                                       &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    assert_names_host(error, "Enumerate");
    g_assert_nonnull(strstr(error->message, "EnabledState"));
    canned_host_close(&host);
}

static gpointer
invoke(HvrWmiSession *session, GError **error)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autofree char *path = hvr_wmi_path_build_system(GUID);

    hvr_wmi_object_set_uint(input, "RequestedState", 2);

    return hvr_wmi_session_invoke(session, method, path, input, NULL, error);
}

static void
test_invoke(void)
{
    const char *answers[] = { CANNED_OUTPUT(
                                  "Msvm_ComputerSystem", "RequestStateChange",
                                  CANNED_JOB("J-1") "<p:ReturnValue>4096</p:ReturnValue>"),
                              NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(Msvm_ComputerSystem_RequestStateChange_OUTPUT) output = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *body = NULL;
    g_autofree char *job = NULL;

    output = invoke(session, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(output->ReturnValue, ==, 4096);
    job = hvr_wmi_path_dup_key(output->Job, "InstanceID");
    g_assert_cmpstr(job, ==, "J-1");
    body = canned_host_dup_body(&host, 0);
    g_assert_cmpstr(body, ==,
                    "<p:RequestStateChange_INPUT xmlns:p=\"" CANNED_V2 "Msvm_ComputerSystem\">"
                    "<p:RequestedState>2</p:RequestedState></p:RequestStateChange_INPUT>");
    canned_host_assert_asked(&host, 0, CANNED_V2 "Msvm_ComputerSystem/RequestStateChange</");
    canned_host_assert_asked(&host, 0, "Name=\"Name\">" GUID "</");
    canned_host_close(&host);
}

/* The ReturnValue is for the caller to judge, even one that nobody knows. */
static void
test_invoke_refused(void)
{
    const char *answers[] = { CANNED_OUTPUT("Msvm_ComputerSystem", "RequestStateChange",
                                            "<p:ReturnValue>32775</p:ReturnValue>"),
                              NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(Msvm_ComputerSystem_RequestStateChange_OUTPUT) output = invoke(session, NULL);

    g_assert_cmpuint(output->ReturnValue, ==, 32775);
    g_assert_null(output->Job);
    canned_host_close(&host);
}

/* A mutating call is asked once, whatever becomes of it; nothing is refused that
 * the host did not refuse. */
static const Failure invoke_failures[] = {
    /* clang-format off */
    { "lost",         CANNED_LOST,                                    HVR_ERROR_LOST },
    { "unreachable",  CANNED_REFUSED,                                 HVR_ERROR_UNREACHABLE },
    { "quota",        QUOTA,                                          HVR_ERROR_BUSY },
    { "shuts-down",   GOES,                                           HVR_ERROR_UNREACHABLE },
    { "timed-out",    CANNED_FAULT("TimedOut", "2150858793", "Late"), HVR_ERROR_TIMEOUT },
    { "unknown",      CANNED_FAULT("InternalError", "4711", "Huh"),   HVR_ERROR_PROTOCOL },
    { "empty-body",   "",                                             HVR_ERROR_LOST },
    { "no-xml",       "<a",                                           HVR_ERROR_LOST },
    { "another",      "<p:Other_OUTPUT xmlns:p=\"x\"/>",              HVR_ERROR_LOST },
    { "wrong-value",  CANNED_OUTPUT("Msvm_ComputerSystem", "RequestStateChange",
                                    "<p:ReturnValue>much</p:ReturnValue>"), HVR_ERROR_LOST },
    /* clang-format on */
};

static void
test_invoke_fails(gconstpointer data)
{
    const Failure *c = data;
    const char *answers[] = { c->answer, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(GError) error = NULL;

    g_assert_null(invoke(session, &error));
    g_assert_error(error, HVR_ERROR, c->code);
    assert_names_host(error, "RequestStateChange");
    canned_host_close(&host);
}

static void
test_identify(void)
{
    const char *answers[] = {
        "<i:IdentifyResponse "
        "xmlns:i=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">"
        "<i:ProductVendor>Microsoft Corporation</i:ProductVendor>"
        "<i:ProductVersion>OS: 10.0.17763 SP: 0.0 Stack: 3.0</i:ProductVersion>"
        "</i:IdentifyResponse>",
        CANNED_REFUSED, NULL
    };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(GError) error = NULL;
    g_autofree char *version = hvr_wmi_session_identify(session, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(version, ==, "OS: 10.0.17763 SP: 0.0 Stack: 3.0");
    g_assert_null(hvr_wmi_session_identify(session, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_UNREACHABLE);
    assert_names_host(error, "Identify");
    canned_host_close(&host);
}

#define SERVICE                                                                                    \
    CANNED_FRAGMENT("<CreationClassName>Msvm_ReplicationService</CreationClassName>"               \
                    "<Name>replicasvc</Name>"                                                      \
                    "<SystemCreationClassName>Msvm_ComputerSystem</SystemCreationClassName>"       \
                    "<SystemName>WIN-1</SystemName>")

static char *
fetch_service(HvrWmiSession *session, GError **error)
{
    return hvr_wmi_session_fetch_service(session, &hvr_wmi_class_Msvm_ReplicationService, NULL,
                                         error);
}

static void
assert_service(const char *path, const char *system)
{
    g_autoptr(HvrWmiPath) parsed = hvr_wmi_path_parse(path, NULL);

    g_assert_cmpstr(parsed->class_name, ==, "Msvm_ReplicationService");
    g_assert_cmpuint(parsed->keys->len, ==, 4);
    g_assert_cmpstr(hvr_wmi_path_get(parsed, "CreationClassName"), ==, "Msvm_ReplicationService");
    g_assert_cmpstr(hvr_wmi_path_get(parsed, "Name"), ==, "replicasvc");
    g_assert_cmpstr(hvr_wmi_path_get(parsed, "SystemCreationClassName"), ==, "Msvm_ComputerSystem");
    g_assert_cmpstr(hvr_wmi_path_get(parsed, "SystemName"), ==, system);
}

static void
test_service(void)
{
    const char *answers[] = { CANNED_ITEMS(SERVICE), NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autoptr(GError) error = NULL;
    g_autofree char *path = fetch_service(session, &error);
    g_autofree char *again = fetch_service(session, &error);

    g_assert_no_error(error);
    assert_service(path, "WIN-1");
    g_assert_cmpstr(again, ==, path);
    canned_host_assert_asked(&host, 0, " FROM Msvm_ReplicationService<");
    g_assert_cmpuint(host.n_asked, ==, 1);
    canned_host_close(&host);
}

typedef struct {
    const char *name;
    const char *answers[4];
    gboolean has_moved;
    guint n_asked;
} Moved;

/* clang-format off */
static const Moved moved[] = {
    { "elsewhere", { CANNED_ITEMS(SERVICE), CANNED_NOT_FOUND, CANNED_ITEMS(CANNED_FRAGMENT("<SystemName>WIN-2</SystemName>")) }, TRUE,  3 },
    { "still",     { CANNED_ITEMS(SERVICE), CANNED_NOT_FOUND, CANNED_ITEMS(SERVICE) },                                           FALSE, 3 },
    { "nowhere",   { CANNED_ITEMS(SERVICE), CANNED_NOT_FOUND, CANNED_ITEMS("") },                                                FALSE, 3 },
    { "lost",      { CANNED_ITEMS(SERVICE), CANNED_LOST },                                                                       FALSE, 2 },
    { "refused",   { CANNED_ITEMS(SERVICE), CANNED_REFUSED },                                                                    FALSE, 2 },
};
/* clang-format on */

/* A renamed host says that it is not called so, and is asked again.  Whoever may have been heard,
 * or is found where it was, is not called again. */
static void
test_service_moved(gconstpointer data)
{
    const Moved *c = data;
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ReplicationService_CommitFailover;
    const char *answers[G_N_ELEMENTS(c->answers) + 1] = { NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = NULL;
    g_autofree char *path = NULL;
    g_autoptr(GError) failure = NULL;

    memcpy(answers, c->answers, sizeof c->answers);
    session = open_session(&host);
    path = fetch_service(session, NULL);
    g_assert_null(hvr_wmi_session_invoke(session, method, path, NULL, NULL, &failure));
    g_assert_cmpint(hvr_wmi_session_has_moved(session, method, path, failure, NULL), ==,
                    c->has_moved);
    g_assert_cmpuint(host.n_asked, ==, c->n_asked);
    canned_host_close(&host);
}

/* What its input is made of may be missing likewise; that is no word on the call. */
static void
test_service_moved_input(void)
{
    const char *answers[] = { CANNED_ITEMS(SERVICE), CANNED_NOT_FOUND, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);
    g_autofree char *path = fetch_service(session, NULL);
    g_autoptr(GError) failure = NULL;

    g_assert_null(hvr_wmi_session_fetch(session, &hvr_wmi_class_Msvm_ConcreteJob,
                                        "Msvm_ConcreteJob.InstanceID=\"1\"", NULL, &failure));
    g_assert_false(hvr_wmi_session_has_moved(
        session, &hvr_wmi_method_Msvm_ReplicationService_CommitFailover, path, failure, NULL));
    g_assert_cmpuint(host.n_asked, ==, 2);
    canned_host_close(&host);
}

static void
test_service_missing(void)
{
    const char *answers[] = { CANNED_ITEMS(""), CANNED_ITEMS(SERVICE SERVICE), CANNED_REFUSED,
                              NULL };
    const int codes[] = { HVR_ERROR_UNSUPPORTED, HVR_ERROR_UNSUPPORTED, HVR_ERROR_UNREACHABLE };
    CannedHost host = { answers };
    g_autoptr(HvrWmiSession) session = open_session(&host);

    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(fetch_service(session, &error));
        g_assert_error(error, HVR_ERROR, codes[i]);
        assert_names_host(error, "Enumerate");
    }
    canned_host_close(&host);
}

static void
test_open(void)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrSecretSource) password = hvr_secret_source_new_text("secret");
    HvrEndpoint endpoint = {
        .name = "hv-primary",
        .address = "127.0.0.1",
        .schemes = { HVR_AUTH_BASIC },
        .user = "admin",
        .password = password,
        .connect_timeout = G_TIME_SPAN_SECOND,
        .request_timeout = G_TIME_SPAN_SECOND,
    };
    g_autoptr(HvrWmiSession) refused = NULL;
    g_autoptr(HvrWmiSession) session = NULL;
    g_autoptr(GError) error = NULL;

    refused = hvr_wmi_session_open(&endpoint, clock, &error);
    g_assert_null(refused);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CONFIG);
    g_assert_true(g_str_has_prefix(error->message, "host 'hv-primary': "));
    g_assert_cmpstr(hvr_error_get_detail(error)->host, ==, "hv-primary");
    g_clear_error(&error);

    endpoint.use_tls = TRUE;
    session = hvr_wmi_session_open(&endpoint, clock, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(hvr_wmi_session_get_host(session), ==, "hv-primary");
    g_assert_true(hvr_wmi_session_get_clock(session) == clock);
    g_assert_cmpuint(hvr_wmi_session_get_n_requests(session), ==, 0);
    hvr_wmi_session_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/wmi/session/fetch", test_fetch);
    for (gsize i = 0; i < G_N_ELEMENTS(failures); i++) {
        g_autofree char *path = g_strconcat("/wmi/session/fetch/", failures[i].name, NULL);

        g_test_add_data_func(path, &failures[i], test_fetch_fails);
    }
    g_test_add_func("/wmi/session/fetch/ignoring-errors", test_fetch_ignoring_errors);
    g_test_add_func("/wmi/session/fetch/no-path", test_fetch_no_path);
    g_test_add_func("/wmi/session/list", test_list);
    g_test_add_func("/wmi/session/list/none", test_list_none);
    g_test_add_func("/wmi/session/list/fails", test_list_fails);
    g_test_add_func("/wmi/session/invoke", test_invoke);
    g_test_add_func("/wmi/session/invoke/refused", test_invoke_refused);
    for (gsize i = 0; i < G_N_ELEMENTS(invoke_failures); i++) {
        g_autofree char *path = g_strconcat("/wmi/session/invoke/", invoke_failures[i].name, NULL);

        g_test_add_data_func(path, &invoke_failures[i], test_invoke_fails);
    }
    g_test_add_func("/wmi/session/identify", test_identify);
    g_test_add_func("/wmi/session/service", test_service);
    for (gsize i = 0; i < G_N_ELEMENTS(moved); i++) {
        g_autofree char *path = g_strconcat("/wmi/session/service/moved/", moved[i].name, NULL);

        g_test_add_data_func(path, &moved[i], test_service_moved);
    }
    g_test_add_func("/wmi/session/service/moved/input", test_service_moved_input);
    g_test_add_func("/wmi/session/service/missing", test_service_missing);
    g_test_add_func("/wmi/session/open", test_open);

    return g_test_run();
}
