/* wsman_call.c: one operation of the client, from its envelope to a checked answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_call.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_fault.h"
#include "wsman_names.h"

/* What Microsoft's client allows for the road (MS-WSMV, NetworkDelayms). */
#define NETWORK_DELAY (5 * G_TIME_SPAN_SECOND)

GTimeSpan
hvr_wsman_call_get_left(const HvrWsmanCall *call)
{
    return call->deadline - g_get_monotonic_time();
}

xmlDoc *
hvr_wsman_call_new_request(const HvrWsmanCall *call,
                           const char *action,
                           const HvrWsmanEpr *target,
                           xmlNode **out_body)
{
    GTimeSpan left = MAX(hvr_wsman_call_get_left(call), G_TIME_SPAN_MILLISECOND);
    HvrWsmanRequest request = {
        .to = call->transport->url,
        .action = action,
        .target = target,
        .operation_timeout = left - MIN(NETWORK_DELAY, left / 4),
    };

    return hvr_wsman_envelope_new_request(&request, out_body);
}

static gboolean
has_message_id(xmlDoc *request, const char *id)
{
    const xmlNode *header = hvr_xml_find(xmlDocGetRootElement(request), HVR_NS_S, "Header");
    const xmlNode *node = hvr_xml_find(header, HVR_NS_A, "MessageID");
    g_autofree char *own = node != NULL ? hvr_xml_dup_text(node) : NULL;

    return own != NULL && g_ascii_strcasecmp(own, id) == 0;
}

/* Early answers and Identify's relate to nothing, which is fine: one connection
 * carries one request at a time.  Where another request's answer comes, this one's
 * never will: its outcome is unknown. */
static gboolean
check_relation(const HvrWsmanCall *call,
               xmlDoc *request,
               const HvrWsmanEnvelope *answer,
               GError **error)
{
    const char *relates_to = answer->relates_to;

    if (relates_to == NULL || *relates_to == '\0' || has_message_id(request, relates_to))
        return TRUE;

    return hvr_fail(error, HVR_ERROR_LOST, _("'%s' failed: the answer is one to another request"),
                    call->operation);
}

static HvrWsmanEnvelope *
parse_answer(const HvrWsmanCall *call, GBytes *bytes, GError **error)
{
    g_autoptr(GError) cause = NULL;
    HvrWsmanEnvelope *answer = hvr_wsman_envelope_parse(bytes, &cause);

    if (answer != NULL)
        return answer;

    return hvr_fail_null(error, HVR_ERROR_PROTOCOL,
                         _("'%1$s' failed: the answer cannot be read: %2$s"), call->operation,
                         cause->message);
}

static GBytes *
exchange_bytes(const HvrWsmanCall *call, xmlDoc *request, GError **error)
{
    g_autoptr(GBytes) sent = hvr_wsman_envelope_format(request);
    HvrErrorDetail detail = { .operation = call->operation };
    GBytes *received = hvr_wsman_transport_exchange(
        call->transport, sent, hvr_wsman_call_get_left(call), call->cancellable, error);

    if (received != NULL || error == NULL)
        return received;

    hvr_error_set_detail(*error, &detail);
    g_prefix_error(error, _("'%s' failed: "), call->operation);

    return NULL;
}

HvrWsmanEnvelope *
hvr_wsman_call_exchange(const HvrWsmanCall *call, xmlDoc *request, GError **error)
{
    g_autoptr(GBytes) bytes = exchange_bytes(call, request, error);
    g_autoptr(HvrWsmanEnvelope) answer = NULL;
    g_autoptr(HvrWsmanFault) fault = NULL;

    if (bytes == NULL)
        return NULL;
    answer = parse_answer(call, bytes, error);
    if (answer == NULL || !check_relation(call, request, answer, error))
        return NULL;

    fault = hvr_wsman_fault_decode(answer);
    if (fault != NULL) {
        hvr_wsman_fault_fail(fault, call->operation, error);
        return NULL;
    }

    return g_steal_pointer(&answer);
}

gboolean
hvr_wsman_call_check(const HvrWsmanCall *call,
                     gboolean present,
                     const char *element,
                     GError **error)
{
    return present ||
           hvr_fail(error, HVR_ERROR_PROTOCOL, _("'%1$s' failed: the answer has no element '%2$s'"),
                    call->operation, element);
}
