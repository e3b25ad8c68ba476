/* test_wmi_retry.c: reads that failed, and are tried again or not
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_retry.h"

#include "canned_host.h"
#include "msvm_tables.h"
#include "wmi_path.h"

#define JOB   CANNED_INSTANCE("Msvm_ConcreteJob", "<p:InstanceID>J</p:InstanceID>")
#define QUOTA CANNED_FAULT("QuotaLimit", "2150859174", "Too many operations.")
#define GOES  CANNED_FAULT("EndpointUnavailable", "2150858772", "It is shutting down.")
#define PAGES                                                                                      \
    "<n:EnumerateResponse><n:EnumerationContext>uuid:1</n:EnumerationContext><w:Items>"            \
    "<w:XmlFragment><Name>A</Name></w:XmlFragment></w:Items></n:EnumerateResponse>"

/* @answers: in turn; @code: how it ends, 0: well; @sleeps_ms: all the time between them. */
typedef struct {
    const char *name;
    const char *answers[CANNED_MAX];
    int code;
    gint64 sleeps_ms;
} Retry;

/* clang-format off */
static const Retry retries[] = {
    { "at-once",        { JOB },                                       0,                     0 },
    { "second",         { CANNED_LOST, JOB },                          0,                     200 },
    { "third",          { CANNED_LOST, CANNED_LOST, JOB },             0,                     1200 },
    { "given-up",       { CANNED_LOST, CANNED_LOST, CANNED_LOST },     HVR_ERROR_LOST,        1200 },
    { "quota",          { QUOTA, JOB },                                0,                     200 },
    { "quota-given-up", { QUOTA, QUOTA, QUOTA },                       HVR_ERROR_BUSY,        1200 },
    { "said-so",        { GOES, JOB },                                 0,                     200 },
    { "refused",        { CANNED_REFUSED },                            HVR_ERROR_UNREACHABLE, 0 },
    { "gone",           { CANNED_LOST, CANNED_NOT_FOUND },             HVR_ERROR_NO_DOMAIN,   200 },
};
/* clang-format on */

static void
test_retry(gconstpointer data)
{
    const Retry *c = data;
    CannedHost host = { c->answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    gint64 before = hvr_clock_get_monotonic(clock);
    g_autoptr(Msvm_ConcreteJob) job = NULL;
    g_autoptr(GError) error = NULL;

    job = hvr_wmi_session_fetch(session, &hvr_wmi_class_Msvm_ConcreteJob,
                                "Msvm_ConcreteJob.InstanceID=\"J\"", NULL, &error);
    if (c->code == 0) {
        g_assert_no_error(error);
        g_assert_cmpstr(job->InstanceID, ==, "J");
    } else {
        g_assert_error(error, HVR_ERROR, c->code);
        g_assert_cmpstr(hvr_error_get_detail(error)->operation, ==, "Get");
    }
    g_assert_cmpint(hvr_clock_get_monotonic(clock) - before, ==, c->sleeps_ms * 1000);
    canned_host_close(&host);
}

/* What came before the connection broke is not there twice, and the context of
 * the first attempt is given back. */
static void
test_list(void)
{
    const char *answers[] = { PAGES, CANNED_LOST, "<n:ReleaseResponse/>",
                              CANNED_ITEMS(CANNED_FRAGMENT("<Name>A</Name>")), NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) systems = hvr_wmi_session_list(
        session, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_ComputerSystem, "SELECT x", NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(systems->len, ==, 1);
    canned_host_assert_asked(&host, 2, "<n:EnumerationContext>uuid:1<");
    canned_host_assert_asked(&host, 2, "enumeration/Release</");
    canned_host_close(&host);
}

/* A context that the host says is closed need not be given back. */
static void
test_closed(void)
{
    const char *answers[] = { PAGES,
                              CANNED_FAULT("InvalidEnumerationContext", "2150858779", "Closed."),
                              CANNED_ITEMS(""), NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(HvrWmiSession) session = canned_host_open(&host, clock);
    g_autoptr(GPtrArray) systems = hvr_wmi_session_list(
        session, HVR_WMI_NAMESPACE, &hvr_wmi_class_Msvm_ComputerSystem, "SELECT x", NULL, NULL);

    g_assert_cmpuint(systems->len, ==, 0);
    canned_host_close(&host);
}

/* Less time is left than the pause would take. */
static void
test_too_late(void)
{
    const char *answers[] = { CANNED_LOST, NULL };
    CannedHost host = { answers };
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    HvrWsmanTransport *transport = hvr_wsman_loopback_new(canned_host_answer, &host);
    HvrWsmanClient *client = hvr_wsman_client_new(transport, 150 * G_TIME_SPAN_MILLISECOND);
    g_autoptr(HvrWmiSession) session = hvr_wmi_session_new(client, "hv-primary", clock);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wmi_session_identify(session, NULL, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_LOST);
    canned_host_close(&host);
}

static GBytes *
cancel_and_lose(GBytes *request, gpointer user_data, GError **error)
{
    g_cancellable_cancel(user_data);

    return hvr_fail_null(error, HVR_ERROR_LOST, "the connection broke");
}

/* Whoever gives up meanwhile does not wait for the next attempt. */
static void
test_cancelled(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(HvrClock) clock = hvr_clock_new();
    HvrWsmanTransport *transport = hvr_wsman_loopback_new(cancel_and_lose, cancellable);
    HvrWsmanClient *client = hvr_wsman_client_new(transport, G_TIME_SPAN_MINUTE);
    g_autoptr(HvrWmiSession) session = hvr_wmi_session_new(client, "hv-primary", clock);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_wmi_session_identify(session, cancellable, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_CANCELLED);
    g_assert_cmpstr(hvr_error_get_detail(error)->operation, ==, "Identify");
    g_assert_cmpuint(hvr_wmi_session_get_n_requests(session), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(retries); i++) {
        g_autofree char *path = g_strconcat("/wmi/retry/", retries[i].name, NULL);

        g_test_add_data_func(path, &retries[i], test_retry);
    }
    g_test_add_func("/wmi/retry/list", test_list);
    g_test_add_func("/wmi/retry/closed", test_closed);
    g_test_add_func("/wmi/retry/too-late", test_too_late);
    g_test_add_func("/wmi/retry/cancelled", test_cancelled);

    return g_test_run();
}
