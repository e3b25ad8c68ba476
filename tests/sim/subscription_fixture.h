/* subscription_fixture.h: a subscriber that speaks literal envelopes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "service_fixture.h"

#define SUBSCRIBE   "http://schemas.xmlsoap.org/ws/2004/08/eventing/Subscribe"
#define UNSUBSCRIBE "http://schemas.xmlsoap.org/ws/2004/08/eventing/Unsubscribe"
#define RENEW       "http://schemas.xmlsoap.org/ws/2004/08/eventing/Renew"

#define MODE_PULL "http://schemas.dmtf.org/wbem/wsman/1/wsman/Pull"
#define MODE_PUSH "http://schemas.xmlsoap.org/ws/2004/08/eventing/DeliveryModes/Push"

#define EV V2 "__InstanceModificationEvent"

#define SECONDS(n) ((n)*G_TIME_SPAN_SECOND)

/* The parts of a Subscribe body. */
#define DELIVERY(mode, more) "<e:Delivery Mode=\"" mode "\">" more "</e:Delivery>"
#define HEARTBEAT            "<w:Heartbeats>PT30.000S</w:Heartbeats>"
#define FILTER(query)        "<w:Filter Dialect=\"" WQL "\">" query "</w:Filter>"
#define BODY(parts)          "<e:Subscribe>" parts "</e:Subscribe>"

#define PULLED         DELIVERY(MODE_PULL, HEARTBEAT)
#define ON(event)      "SELECT * FROM " event " WHERE TargetInstance ISA "
#define MODIFIED       ON("__InstanceModificationEvent")
#define WANTED(query)  BODY(PULLED FILTER(query))
#define VM_CHANGES     WANTED(MODIFIED "'Msvm_ComputerSystem'")
#define VM_OPERATIONS  WANTED(ON("__InstanceOperationEvent") "'Msvm_ComputerSystem'")
#define POLLED(event)  "SELECT * FROM " event " WITHIN 2 WHERE TargetInstance ISA "
#define OPERATION_POLL POLLED("__InstanceOperationEvent")

static inline char *
dup_context(const xmlNode *response)
{
    const xmlNode *node = hvr_xml_find(response, HVR_NS_N, "EnumerationContext");

    g_assert_nonnull(node);
    return hvr_xml_dup_text(node);
}

static inline char *
subscribe(Fixture *f, const char *body)
{
    g_auto(Answer) answer = ask(f, SUBSCRIBE, V2 "*", "", body);

    return dup_context(assert_response(&answer, HVR_NS_E, "SubscribeResponse"));
}

/* A Pull, as the server asks for it: again and again with the same words and the
 * time at which they came. */
typedef struct {
    GBytes *request;
    gint64 received;
    Answer answer;
} Pull;

static inline void
pull_clear(Pull *pull)
{
    g_bytes_unref(pull->request);
    answer_clear(&pull->answer);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pull, pull_clear)

static inline Pull
pull_new(Fixture *f, const char *context, const char *id, const char *more)
{
    g_autofree char *headers = g_strconcat("<a:MessageID>", id,
                                           "</a:MessageID>" REPLY_TO "<a:Action>" PULL
                                           "</a:Action><w:ResourceURI>" V2 "*</w:ResourceURI>"
                                           "<w:OperationTimeout>PT60S</w:OperationTimeout>",
                                           more, NULL);
    g_autofree char *body =
        g_strconcat("<n:Pull><n:EnumerationContext>", context,
                    "</n:EnumerationContext><n:MaxElements>10</n:MaxElements></n:Pull>", NULL);
    char *text = build(headers, body);

    return (Pull){
        .request = g_bytes_new_take(text, strlen(text)),
        .received = hvr_clock_get_monotonic(f->clock),
    };
}

/* FALSE: it is parked. */
static inline gboolean
pull_try(Fixture *f, Pull *pull)
{
    g_autoptr(GBytes) reply = NULL;
    const char *text;

    reply = hvs_service_answer(f->service, pull->request, pull->received, &pull->answer.is_fault);
    if (reply == NULL)
        return FALSE;

    text = g_bytes_get_data(reply, &pull->answer.size);
    pull->answer.doc = hvr_xml_parse(text, pull->answer.size, NULL);
    pull->answer.body = hvr_xml_find(xmlDocGetRootElement(pull->answer.doc), HVR_NS_S, "Body");

    return TRUE;
}

static inline const xmlNode *
pull_finish(Fixture *f, Pull *pull)
{
    g_assert_true(pull_try(f, pull));

    return assert_response(&pull->answer, HVR_NS_N, "PullResponse");
}

static inline guint
count_items(const xmlNode *response)
{
    const xmlNode *items = hvr_xml_find(response, HVR_NS_N, "Items");
    guint n = 0;

    g_assert_nonnull(items);
    for (const xmlNode *item = hvr_xml_first_element(items); item != NULL;
         item = hvr_xml_next_element(item))
        n++;

    return n;
}

static inline const xmlNode *
first_item(const xmlNode *response)
{
    return hvr_xml_first_element(hvr_xml_find(response, HVR_NS_N, "Items"));
}
