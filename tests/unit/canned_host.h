/* canned_host.h: a host that reads its answers from a list
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * For tests that want to see what is asked, and to choose what is answered,
 * word by word.  Asking more often than there are answers fails the test.
 */

#pragma once

#include <string.h>

#include "hvr_error.h"
#include "wmi_session.h"
#include "wsman_client.h"
#include "wsman_loopback.h"
#include "wsman_names.h"

#define CANNED_MAX 16

/* An answer that never comes. */
#define CANNED_LOST "lost"

/* No connection, so nothing was asked. */
#define CANNED_REFUSED "refused"

#define CANNED_V2 "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/virtualization/v2/"

/* Bodies as Windows writes them. */
/* clang-format off */
#define CANNED_ITEMS(items) \
    "<n:EnumerateResponse><n:EnumerationContext></n:EnumerationContext><w:Items>" items \
    "</w:Items><w:EndOfSequence/></n:EnumerateResponse>"
#define CANNED_FRAGMENT(properties) "<w:XmlFragment>" properties "</w:XmlFragment>"
#define CANNED_INSTANCE(class_name, properties) \
    "<p:" class_name " xmlns:p=\"" CANNED_V2 class_name "\"" \
    " xmlns:cim=\"http://schemas.dmtf.org/wbem/wscim/1/common\" xsi:type=\"p:" class_name "_Type\">" \
    properties "</p:" class_name ">"
#define CANNED_OUTPUT(class_name, method, parameters) \
    "<p:" method "_OUTPUT xmlns:p=\"" CANNED_V2 class_name "\">" parameters "</p:" method "_OUTPUT>"
#define CANNED_EPR(class_name, selectors) \
    "<a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address>" \
    "<a:ReferenceParameters><w:ResourceURI>" CANNED_V2 class_name "</w:ResourceURI>" \
    "<w:SelectorSet>" selectors "</w:SelectorSet></a:ReferenceParameters>"
#define CANNED_SELECTOR(name, value) "<w:Selector Name=\"" name "\">" value "</w:Selector>"
#define CANNED_JOB(id) \
    "<p:Job>" CANNED_EPR("Msvm_ConcreteJob", CANNED_SELECTOR("InstanceID", id)) "</p:Job>"
#define CANNED_FAULT(subcode, number, sentence) \
    "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>w:" subcode "</s:Value></s:Subcode></s:Code>" \
    "<s:Reason><s:Text xml:lang=\"en-US\">" sentence "</s:Text></s:Reason>" \
    "<s:Detail><f:WSManFault xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\"" \
    " Code=\"" number "\" Machine=\"hv\"><f:Message>" sentence "</f:Message></f:WSManFault></s:Detail></s:Fault>"
#define CANNED_NOT_FOUND \
    CANNED_FAULT("InvalidSelectors", "2150858752", "The resource could not be found.")
/* clang-format on */

/**
 * CannedHost:
 * @answers: bodies in turn, ended by %NULL
 * @asked: the requests so far, whole envelopes
 */
typedef struct {
    const char *const *answers;
    char *asked[CANNED_MAX];
    guint n_asked;
} CannedHost;

static inline GBytes *
canned_host_answer(GBytes *request, gpointer user_data, GError **error)
{
    CannedHost *host = user_data;
    const char *body = host->answers[host->n_asked];
    char *envelope;

    g_assert_nonnull(body);
    g_assert_cmpuint(host->n_asked, <, CANNED_MAX);
    host->asked[host->n_asked++] =
        g_strndup(g_bytes_get_data(request, NULL), g_bytes_get_size(request));
    if (g_str_equal(body, CANNED_LOST)) {
        hvr_fail(error, HVR_ERROR_LOST, "the connection broke");
        return NULL;
    }
    if (g_str_equal(body, CANNED_REFUSED)) {
        hvr_fail(error, HVR_ERROR_UNREACHABLE, "no connection");
        return NULL;
    }

    envelope = g_strdup_printf("<s:Envelope xmlns:s=\"%s\" xmlns:a=\"%s\" xmlns:n=\"%s\" "
                               "xmlns:w=\"%s\" xmlns:xsi=\"%s\"><s:Header/><s:Body>%s</s:Body>"
                               "</s:Envelope>",
                               HVR_NS_S, HVR_NS_A, HVR_NS_N, HVR_NS_W, HVR_NS_XSI, body);

    return g_bytes_new_take(envelope, strlen(envelope));
}

/* canned_host_open: (transfer full): a session called "hv-primary" to @host */
static inline HvrWmiSession *
canned_host_open(CannedHost *host, HvrClock *clock)
{
    HvrWsmanTransport *transport = hvr_wsman_loopback_new(canned_host_answer, host);

    return hvr_wmi_session_new(hvr_wsman_client_new(transport, G_TIME_SPAN_MINUTE), "hv-primary",
                               clock);
}

/* canned_host_close: every answer has been asked for, and no more */
static inline void
canned_host_close(CannedHost *host)
{
    g_assert_null(host->answers[host->n_asked]);
    for (guint i = 0; i < host->n_asked; i++)
        g_free(host->asked[i]);
}

/* canned_host_dup_body: (transfer full): what stands in s:Body of a request */
static inline char *
canned_host_dup_body(const CannedHost *host, guint index)
{
    const char *start = strstr(host->asked[index], "<s:Body>");
    const char *end = strstr(host->asked[index], "</s:Body>");

    g_assert_true(start != NULL && end != NULL);
    start += strlen("<s:Body>");

    return g_strndup(start, (gsize)(end - start));
}

/* canned_host_assert_asked: the request has that text somewhere */
static inline void
canned_host_assert_asked(const CannedHost *host, guint index, const char *text)
{
    g_assert_cmpuint(index, <, host->n_asked);
    if (strstr(host->asked[index], text) == NULL)
        g_test_fail_printf("'%s' is not in: %s", text, host->asked[index]);
}
