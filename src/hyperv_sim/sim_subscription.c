/* sim_subscription.c: who waits for events
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_subscription.h"

#include <string.h>

#include "hvr_xml.h"
#include "sim_event_watch.h"
#include "sim_page.h"
#include "sim_subscription_request.h"
#include "wmi_codec.h"
#include "wsman_names.h"

/* A Pull that waits is asked for several times a second; one that is not has
 * lost its connection. */
#define LOST_AFTER (2 * G_TIME_SPAN_SECOND)

/* How long a subscription without heartbeats outlives its client, and how long
 * it is known why one was closed (both inferred; EnumerationTimeoutms). */
#define LIFETIME (60 * G_TIME_SPAN_SECOND)

typedef struct {
    char *identifier;
    char *wmi_namespace;
    HvsEventWatch *watch; /* NULL once closed, because the client was away too long */
    GTimeSpan heartbeat;
    gint64 expires;  /* monotonic; G_MAXINT64: never */
    gint64 answered; /* when the last page was sent */
    gint64 present;  /* when the client was last there */
    char *pull_id;   /* (nullable): a:MessageID of the Pull that waits */
    gint64 pull_received;
} Subscription;

struct _HvsSubscriptions {
    GHashTable *open; /* context -> Subscription */
};

static void
subscription_free(Subscription *subscription)
{
    g_free(subscription->identifier);
    g_free(subscription->wmi_namespace);
    hvs_event_watch_free(subscription->watch);
    g_free(subscription->pull_id);
    g_free(subscription);
}

HvsSubscriptions *
hvs_subscriptions_new(void)
{
    HvsSubscriptions *subscriptions = g_new0(HvsSubscriptions, 1);

    subscriptions->open =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)subscription_free);

    return subscriptions;
}

void
hvs_subscriptions_free(HvsSubscriptions *subscriptions)
{
    if (subscriptions == NULL)
        return;

    g_hash_table_unref(subscriptions->open);
    g_free(subscriptions);
}

guint
hvs_subscriptions_count(const HvsSubscriptions *subscriptions)
{
    GHashTableIter iter;
    gpointer value;
    guint n = 0;

    g_hash_table_iter_init(&iter, subscriptions->open);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Subscription *subscription = value;

        n += (subscription->watch != NULL) + (subscription->pull_id != NULL);
    }

    return n;
}

guint
hvs_subscriptions_count_open(const HvsSubscriptions *subscriptions)
{
    GHashTableIter iter;
    gpointer value;
    guint n = 0;

    g_hash_table_iter_init(&iter, subscriptions->open);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        n += ((const Subscription *)value)->watch != NULL;

    return n;
}

/* The same request, asked for again. */
static gboolean
is_waiting(const Subscription *subscription, const HvsExchange *exchange)
{
    return subscription->pull_id != NULL && exchange->request != NULL &&
           subscription->pull_received == exchange->received &&
           g_strcmp0(subscription->pull_id, exchange->request->message_id) == 0;
}

/* Whoever stays away longer than a heartbeat is given up (wsmerror.h:
 * CLIENT_DID_NOT_CALL_WITHIN_HEARTBEAT); for a while it is told why. */
static gboolean
is_gone(Subscription *subscription, gint64 now)
{
    GTimeSpan away = now - subscription->present;
    GTimeSpan patience = subscription->heartbeat > 0 ? subscription->heartbeat : LIFETIME;

    if (now >= subscription->expires || away > patience + LIFETIME)
        return TRUE;
    if (subscription->pull_id != NULL && away > LOST_AFTER)
        g_clear_pointer(&subscription->pull_id, g_free);
    if (subscription->pull_id != NULL || away <= patience)
        return FALSE;
    g_clear_pointer(&subscription->watch, hvs_event_watch_free);

    return subscription->heartbeat == 0;
}

void
hvs_subscriptions_refresh(HvsSubscriptions *subscriptions, const HvsExchange *exchange)
{
    gint64 now = hvs_exchange_get_time(exchange);
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, subscriptions->open);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        Subscription *subscription = value;

        if (is_waiting(subscription, exchange))
            subscription->present = now;
        if (is_gone(subscription, now))
            g_hash_table_iter_remove(&iter);
        else if (subscription->watch != NULL)
            hvs_event_watch_look(subscription->watch);
    }
}

gboolean
hvs_subscriptions_has(const HvsSubscriptions *subscriptions, const HvsExchange *exchange)
{
    g_autofree char *context = hvs_exchange_dup_context(exchange);

    return context != NULL && g_hash_table_contains(subscriptions->open, context);
}

/* As recorded: ReferenceProperties, the name of an older draft, and the
 * listener's own address. */
static void
add_manager(const HvsExchange *exchange, const Subscription *subscription, xmlNode *response)
{
    const HvsHost *host = exchange->host;
    xmlNode *manager = hvr_xml_add(response, NULL, "SubscriptionManager", NULL);
    xmlNs *a = hvr_wsman_ns(response, HVR_NS_A, "a");
    xmlNode *properties;

    hvr_xml_add_format(manager, a, "Address", "http://%s:%u" HVR_WSMAN_PATH,
                       host->fqdn != NULL ? host->fqdn : host->name, host->http_port);
    properties = hvr_xml_add(manager, a, "ReferenceProperties", NULL);
    hvr_xml_add(properties, hvr_wsman_ns(response, HVR_NS_W, "w"), "ResourceURI",
                exchange->request->target->resource_uri);
    hvr_wsman_epr_encode_selectors(exchange->request->target, properties);
    hvr_xml_add(properties, response->ns, "Identifier", subscription->identifier);
}

static Subscription *
new_subscription(const HvsExchange *exchange, const HvsSubscriptionRequest *request)
{
    Subscription *subscription = g_new0(Subscription, 1);
    g_autofree char *uuid = hvs_exchange_dup_uuid();
    gint64 now = hvs_exchange_get_time(exchange);

    subscription->identifier = g_strdup(uuid + strlen("uuid:"));
    subscription->wmi_namespace = g_strdup(exchange->path->wmi_namespace);
    subscription->watch =
        hvs_event_watch_new(exchange->host, exchange->path->wmi_namespace, request->query);
    subscription->heartbeat = request->heartbeat;
    subscription->expires = request->expires > 0 ? now + request->expires : G_MAXINT64;
    subscription->answered = now;
    subscription->present = now;

    return subscription;
}

gboolean
hvs_subscriptions_open(HvsSubscriptions *subscriptions, HvsExchange *exchange)
{
    HvsSubscriptionRequest request = { 0 };
    g_autofree char *expires = NULL;
    Subscription *subscription;
    xmlNode *response;
    char *context;

    /* As on 2008 R2 (MS-WSMV, note 112). */
    if (!exchange->host->winrm.events)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_ACTION_NOT_SUPPORTED);
    if (!hvs_subscription_request_parse(exchange, &request))
        return FALSE;

    context = hvs_exchange_dup_uuid();
    subscription = new_subscription(exchange, &request);
    response = hvr_wsman_envelope_add_element(exchange->body, HVR_NS_E, "e", "SubscribeResponse");
    add_manager(exchange, subscription, response);
    expires = hvr_wsman_duration_format(request.expires);
    hvr_xml_add(response, NULL, "Expires", expires);
    hvr_xml_add(response, hvr_wsman_ns(response, HVR_NS_N, "n"), "EnumerationContext", context);
    g_hash_table_insert(subscriptions->open, context, subscription);

    return TRUE;
}

/* That SECURITY_DESCRIPTOR is there, unlike other arrays that are NULL, was recorded. */
static void
add_event(HvsExchange *exchange, const Subscription *subscription, xmlNode *items)
{
    gconstpointer event = hvs_event_watch_peek(subscription->watch);
    GStrv properties = hvs_event_watch_get_query(subscription->watch)->wql->properties;
    xmlNode *element;
    xmlNode *descriptor;

    if (properties != NULL) {
        element = hvr_wmi_codec_encode_fragment(event, (const char *const *)properties, items);
        hvs_version_prune(exchange->host->version, ((const HvrWmiObject *)event)->type, element);
        return;
    }

    element = hvs_exchange_encode(exchange, event, subscription->wmi_namespace, items);
    descriptor = xmlNewDocNode(element->doc, element->ns, BAD_CAST "SECURITY_DESCRIPTOR", NULL);
    xmlNewNsProp(descriptor, hvr_wsman_ns(element, HVR_NS_XSI, "xsi"), BAD_CAST "nil",
                 BAD_CAST "true");
    xmlAddPrevSibling(hvr_xml_find(element, (const char *)element->ns->href, "TargetInstance"),
                      descriptor);
}

/* An event that fits no answer is lost, or it would block all others (inferred). */
static gboolean
add_events(HvsExchange *exchange, Subscription *subscription, guint n_wanted, xmlNode *items)
{
    HvsPage page;

    hvs_page_init(&page, exchange, items);
    while (page.n_items < n_wanted && hvs_event_watch_peek(subscription->watch) != NULL) {
        gboolean fits;

        add_event(exchange, subscription, items);
        fits = hvs_page_keep(&page);
        if (!fits && page.n_items > 0)
            break;
        hvs_event_watch_drop(subscription->watch);
        if (!fits)
            return hvs_fault_set(&exchange->fault, HVS_FAULT_ENVELOPE_EXCEEDED);
    }

    return TRUE;
}

/* Under another context than before, unless the host is one that stays with it. */
static char *
renew_context(HvsSubscriptions *subscriptions, const HvsExchange *exchange)
{
    g_autofree char *old_context = hvs_exchange_dup_context(exchange);
    char *context = hvs_exchange_dup_next_context(exchange);
    gpointer key;
    gpointer value;

    g_hash_table_steal_extended(subscriptions->open, old_context, &key, &value);
    g_free(key);
    g_hash_table_insert(subscriptions->open, context, value);

    return context;
}

static gboolean
send_page(HvsSubscriptions *subscriptions,
          HvsExchange *exchange,
          Subscription *subscription,
          guint n_wanted)
{
    xmlNode *response;
    xmlNode *context;

    g_clear_pointer(&subscription->pull_id, g_free);
    response = hvr_wsman_envelope_add_element(exchange->body, HVR_NS_N, "n", "PullResponse");
    context = hvr_xml_add(response, NULL, "EnumerationContext", NULL);
    if (!add_events(exchange, subscription, n_wanted, hvr_xml_add(response, NULL, "Items", NULL)))
        return FALSE;

    xmlNodeAddContent(context, BAD_CAST renew_context(subscriptions, exchange));
    subscription->answered = hvs_exchange_get_time(exchange);

    return TRUE;
}

/* An empty page is a heartbeat; if OperationTimeout ends first the context
 * stays as it is (MS-WSMV 3.1.4.1.9). */
static gboolean
wait_or_answer(HvsSubscriptions *subscriptions,
               HvsExchange *exchange,
               Subscription *subscription,
               guint n_wanted)
{
    gint64 now = hvs_exchange_get_time(exchange);

    if (hvs_event_watch_peek(subscription->watch) != NULL ||
        (subscription->heartbeat > 0 && now - subscription->answered >= subscription->heartbeat))
        return send_page(subscriptions, exchange, subscription, n_wanted);

    if (!exchange->can_wait ||
        now - exchange->received >= hvs_exchange_get_pull_timeout(exchange)) {
        g_clear_pointer(&subscription->pull_id, g_free);
        return hvs_fault_set(&exchange->fault, HVS_FAULT_TIMED_OUT);
    }
    exchange->parked = TRUE;

    return TRUE;
}

gboolean
hvs_subscriptions_pull(HvsSubscriptions *subscriptions, HvsExchange *exchange)
{
    g_autofree char *context = hvs_exchange_dup_context(exchange);
    Subscription *subscription = g_hash_table_lookup(subscriptions->open, context);
    guint n_wanted = 1;

    if (!hvr_xml_is(exchange->request->body, HVR_NS_N, "Pull"))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    if (!hvs_exchange_parse_max_elements(exchange, &n_wanted))
        return FALSE;
    if (subscription->watch == NULL)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_CLIENT_ABSENT);
    if (subscription->pull_id != NULL && !is_waiting(subscription, exchange))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_PULL_IN_PROGRESS);

    subscription->present = hvs_exchange_get_time(exchange);
    subscription->pull_received = exchange->received;
    g_free(subscription->pull_id);
    subscription->pull_id = g_strdup(exchange->request->message_id);

    return wait_or_answer(subscriptions, exchange, subscription, n_wanted);
}

gboolean
hvs_subscriptions_release(HvsSubscriptions *subscriptions, HvsExchange *exchange)
{
    g_autofree char *context = hvs_exchange_dup_context(exchange);

    if (!hvr_xml_is(exchange->request->body, HVR_NS_N, "Release"))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    g_hash_table_remove(subscriptions->open, context);

    return TRUE;
}

static gboolean
has_identifier(gpointer context, gpointer value, gpointer identifier)
{
    const Subscription *subscription = value;

    return g_ascii_strcasecmp(subscription->identifier, identifier) == 0;
}

/* The reference property has become a header (WS-Eventing 3.4). */
gboolean
hvs_subscriptions_close(HvsSubscriptions *subscriptions, HvsExchange *exchange)
{
    char *identifier = exchange->request->identifier;

    if (!hvr_xml_is(exchange->request->body, HVR_NS_E, "Unsubscribe"))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    if (identifier == NULL ||
        g_hash_table_foreach_remove(subscriptions->open, has_identifier, identifier) == 0)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SUBSCRIPTION_ID);

    return TRUE;
}
