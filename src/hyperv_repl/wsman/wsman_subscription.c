/* wsman_subscription.c: WS-Eventing, in pull mode
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_subscription.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_call.h"
#include "wsman_enumeration.h"
#include "wsman_names.h"

/* Whoever stops listening does not wait long for the host's consent. */
#define UNSUBSCRIBE_TIMEOUT G_TIME_SPAN_SECOND

#define MAX_EVENTS 100

/* The fault of a Pull that was parked as long as it allowed (wsmerror.h, OPERATION_TIMEDOUT). */
#define CODE_TIMED_OUT 2150858793u

/**
 * HvrWsmanSubscription:
 * @target: what was subscribed to
 * @manager: the same, as the subscription's manager calls it
 * @identifier: (nullable): the subscription's, for its manager
 * @context: of the next Pull; changes with each answer
 */
struct _HvrWsmanSubscription {
    HvrWsmanEpr *target;
    HvrWsmanEpr *manager;
    char *identifier;
    char *context;
    GTimeSpan expires;
};

static void
subscription_free(HvrWsmanSubscription *subscription)
{
    hvr_wsman_epr_free(subscription->target);
    hvr_wsman_epr_free(subscription->manager);
    g_free(subscription->identifier);
    g_free(subscription->context);
    g_free(subscription);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrWsmanSubscription, subscription_free)

static HvrWsmanCall
start_call(HvrWsmanClient *client,
           const char *operation,
           GTimeSpan timeout,
           GCancellable *cancellable)
{
    return (HvrWsmanCall){
        .transport = hvr_wsman_client_get_transport(client),
        .operation = operation,
        .deadline = g_get_monotonic_time() + timeout,
        .cancellable = cancellable,
    };
}

static void
add_locale(xmlNode *delivery, const char *href, const char *prefix, const char *name)
{
    xmlNode *node = hvr_wsman_envelope_add_element(delivery, href, prefix, name);

    xmlNodeSetLang(node, BAD_CAST "en-US");
    xmlNewNsProp(node, hvr_wsman_ns(node, HVR_NS_S, "s"), BAD_CAST "mustUnderstand",
                 BAD_CAST "false");
}

static void
add_delivery(xmlNode *subscribe, const char *heartbeat)
{
    xmlNode *delivery = hvr_xml_add(subscribe, NULL, "Delivery", NULL);
    xmlNs *w = hvr_wsman_ns(delivery, HVR_NS_W, "w");

    hvr_xml_set(delivery, "Mode", HVR_WSMAN_DELIVERY_PULL);
    hvr_xml_add(delivery, w, "Heartbeats", heartbeat);
    add_locale(delivery, HVR_NS_W, "w", "Locale");
    add_locale(delivery, HVR_NS_P, "p", "DataLocale");
    hvr_xml_add(delivery, w, "ContentEncoding", "UTF-8");
}

static void
add_subscribe(xmlNode *body, const char *wql, GTimeSpan heartbeat, GTimeSpan expires)
{
    xmlNode *subscribe = hvr_wsman_envelope_add_element(body, HVR_NS_E, "e", "Subscribe");
    g_autofree char *heartbeat_text = hvr_wsman_duration_format(heartbeat);
    g_autofree char *expires_text = hvr_wsman_duration_format(expires);
    xmlNode *filter;

    add_delivery(subscribe, heartbeat_text);
    hvr_xml_add(subscribe, NULL, "Expires", expires_text);
    filter = hvr_xml_add(subscribe, hvr_wsman_ns(subscribe, HVR_NS_W, "w"), "Filter", wql);
    hvr_xml_set(filter, "Dialect", HVR_DIALECT_WQL);
}

/* Returns: (transfer full) (nullable): %NULL if it is absent or empty. */
static char *
dup_child(const xmlNode *parent, const char *ns, const char *name)
{
    const xmlNode *node = hvr_xml_find(parent, ns, name);
    g_autofree char *text = node != NULL ? g_strstrip(hvr_xml_dup_text(node)) : NULL;

    return text != NULL && *text != '\0' ? g_steal_pointer(&text) : NULL;
}

/* Windows says ReferenceProperties, of the first draft of WS-Addressing; others
 * have moved on (MS-WSMV 4.1.7.2). */
static const xmlNode *
find_references(const xmlNode *response)
{
    const xmlNode *manager = hvr_xml_find(response, HVR_NS_E, "SubscriptionManager");
    const xmlNode *properties = hvr_xml_find(manager, HVR_NS_A, "ReferenceProperties");

    return properties != NULL && hvr_xml_find(properties, HVR_NS_E, "Identifier") != NULL
               ? properties
               : hvr_xml_find(manager, HVR_NS_A, "ReferenceParameters");
}

/* Whoever does not say how long, or says it as a date, grants what was asked for. */
static void
read_response(HvrWsmanSubscription *subscription, const xmlNode *response)
{
    const xmlNode *references = find_references(response);
    g_autofree char *resource_uri = dup_child(references, HVR_NS_W, "ResourceURI");
    g_autofree char *expires = dup_child(response, HVR_NS_E, "Expires");
    GTimeSpan granted;

    subscription->identifier = dup_child(references, HVR_NS_E, "Identifier");
    subscription->context = dup_child(response, HVR_NS_N, "EnumerationContext");
    subscription->manager =
        hvr_wsman_epr_new(resource_uri != NULL ? resource_uri : subscription->target->resource_uri);
    if (expires != NULL && hvr_wsman_duration_parse(expires, &granted))
        subscription->expires = granted;
}

HvrWsmanSubscription *
hvr_wsman_subscription_open(HvrWsmanClient *client,
                            const char *resource_uri,
                            const char *wql,
                            GTimeSpan heartbeat,
                            GTimeSpan expires,
                            GCancellable *cancellable,
                            GError **error)
{
    HvrWsmanCall call =
        start_call(client, "Subscribe", hvr_wsman_client_get_timeout(client), cancellable);
    g_autoptr(HvrWsmanSubscription) subscription = g_new0(HvrWsmanSubscription, 1);
    g_autoptr(HvrWsmanEnvelope) answer = NULL;
    g_autoptr(xmlDoc) request = NULL;
    xmlNode *body;

    subscription->target = hvr_wsman_epr_new(resource_uri);
    subscription->expires = expires;
    request = hvr_wsman_call_new_request(&call, HVR_ACTION_SUBSCRIBE, subscription->target, &body);
    add_subscribe(body, wql, heartbeat, expires);
    answer = hvr_wsman_call_exchange(&call, request, error);
    if (answer == NULL ||
        !hvr_wsman_call_check(&call, hvr_xml_is(answer->body, HVR_NS_E, "SubscribeResponse"),
                              "SubscribeResponse", error))
        return NULL;

    read_response(subscription, answer->body);
    if (!hvr_wsman_call_check(&call, subscription->context != NULL, "EnumerationContext", error))
        return NULL;

    return g_steal_pointer(&subscription);
}

/* What the manager called its reference property comes back as a header (WS-Addressing 2.3). */
static void
unsubscribe(const HvrWsmanSubscription *subscription,
            HvrWsmanClient *client,
            GCancellable *cancellable)
{
    HvrWsmanCall call = start_call(client, "Unsubscribe", UNSUBSCRIBE_TIMEOUT, cancellable);
    xmlNode *body;
    g_autoptr(xmlDoc) request =
        hvr_wsman_call_new_request(&call, HVR_ACTION_UNSUBSCRIBE, subscription->manager, &body);
    xmlNode *header = hvr_xml_find(xmlDocGetRootElement(request), HVR_NS_S, "Header");
    xmlNode *identifier = hvr_wsman_envelope_add_element(header, HVR_NS_E, "e", "Identifier");

    xmlNodeAddContent(identifier, BAD_CAST subscription->identifier);
    hvr_wsman_envelope_add_element(body, HVR_NS_E, "e", "Unsubscribe");
    hvr_wsman_envelope_free(hvr_wsman_call_exchange(&call, request, NULL));
}

/* One that cannot be called by a name ends when nobody pulls any more. */
void
hvr_wsman_subscription_close(HvrWsmanSubscription *subscription,
                             HvrWsmanClient *client,
                             GCancellable *cancellable)
{
    if (subscription == NULL)
        return;

    if (subscription->identifier != NULL)
        unsubscribe(subscription, client, cancellable);
    subscription_free(subscription);
}

/* Not a deadline that passed here: then nobody has answered at all. */
static gboolean
is_nothing_yet(const GError *error)
{
    const HvrErrorDetail *detail = hvr_error_get_detail(error);

    return hvr_error_is_code(error, HVR_ERROR_TIMEOUT) && detail != NULL &&
           (detail->fault_code == CODE_TIMED_OUT ||
            g_strcmp0(detail->fault_subcode, "TimedOut") == 0);
}

/* Nobody need be told to forget what he has forgotten. */
static void
forget(HvrWsmanSubscription *subscription)
{
    g_clear_pointer(&subscription->identifier, g_free);
}

/* Unlike a connection that broke, which says nothing of the subscription. */
static gboolean
is_forgotten(const GError *error)
{
    const HvrErrorDetail *detail = hvr_error_get_detail(error);

    return hvr_error_is_code(error, HVR_ERROR_LOST) && detail != NULL &&
           detail->fault_subcode != NULL;
}

/* An absent context goes on being valid; an empty one, or an end, does not. */
static gboolean
take_context(HvrWsmanSubscription *subscription, const xmlNode *page, GError **error)
{
    const xmlNode *node = hvr_xml_find(page, HVR_NS_N, "EnumerationContext");
    char *context = dup_child(page, HVR_NS_N, "EnumerationContext");

    if (context != NULL) {
        g_free(subscription->context);
        subscription->context = context;
    }
    if (!hvr_wsman_enumeration_is_at_end(page) && (node == NULL || context != NULL))
        return TRUE;

    forget(subscription);

    return hvr_fail(error, HVR_ERROR_LOST, _("the host has ended the subscription"));
}

gboolean
hvr_wsman_subscription_pull(HvrWsmanSubscription *subscription,
                            HvrWsmanClient *client,
                            GTimeSpan patience,
                            HvrWsmanVisit visit,
                            gpointer user_data,
                            GCancellable *cancellable,
                            GError **error)
{
    HvrWsmanCall call = start_call(client, "Pull", patience, cancellable);
    g_autoptr(GError) failure = NULL;
    g_autoptr(HvrWsmanEnvelope) answer = hvr_wsman_enumeration_pull(
        &call, subscription->target, subscription->context, MAX_EVENTS, &failure);

    if (answer == NULL && is_nothing_yet(failure))
        return TRUE;
    if (answer == NULL) {
        if (is_forgotten(failure))
            forget(subscription);
        g_propagate_error(error, g_steal_pointer(&failure));
        return FALSE;
    }

    return hvr_wsman_enumeration_visit_items(answer->body, visit, user_data, error) &&
           take_context(subscription, answer->body, error);
}

GTimeSpan
hvr_wsman_subscription_get_expires(const HvrWsmanSubscription *subscription)
{
    return subscription->expires;
}
