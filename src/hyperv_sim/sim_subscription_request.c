/* sim_subscription_request.c: what a Subscribe request asks for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_subscription_request.h"

#include <string.h>

#include "hvr_xml.h"
#include "sim_wbem.h"
#include "wsman_names.h"

/* The namespace is all that selectors can say here. */
static gboolean
check_selectors(HvsExchange *exchange)
{
    const GPtrArray *selectors = exchange->request->target->selectors;

    for (guint i = 0; i < selectors->len; i++) {
        const HvrWsmanSelector *selector = selectors->pdata[i];

        if (g_ascii_strcasecmp(selector->name, "__cimnamespace") != 0)
            return hvs_fault_set(&exchange->fault, HVS_FAULT_SUBSCRIPTION_KEYS);
    }

    return hvs_exchange_check_namespace(exchange);
}

static char *
dup_child_text(const xmlNode *parent, const char *ns, const char *name)
{
    const xmlNode *node = hvr_xml_find(parent, ns, name);

    return node != NULL ? g_strstrip(hvr_xml_dup_text(node)) : NULL;
}

/* Events go the way that answers go: UTF-8 or UTF-16 (MS-WSMV 2.2.4). */
static gboolean
check_encoding(HvsExchange *exchange, const xmlNode *delivery)
{
    g_autofree char *encoding = dup_child_text(delivery, HVR_NS_W, "ContentEncoding");

    return encoding == NULL || g_ascii_strcasecmp(encoding, "UTF-8") == 0 ||
           g_ascii_strcasecmp(encoding, "UTF-16") == 0 ||
           hvs_fault_set(&exchange->fault, HVS_FAULT_ENCODING);
}

/* Without a mode it is Push (WS-Eventing 3.1), which the WMI plug-in refuses
 * (inferred from wsmerror.h). */
static gboolean
read_delivery(HvsExchange *exchange, const xmlNode *subscribe, GTimeSpan *out_heartbeat)
{
    const xmlNode *delivery = hvr_xml_find(subscribe, HVR_NS_E, "Delivery");
    g_autofree char *mode = NULL;
    g_autofree char *heartbeat = dup_child_text(delivery, HVR_NS_W, "Heartbeats");

    if (delivery == NULL)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    mode = hvr_xml_dup_attribute(delivery, NULL, "Mode");
    if (g_strcmp0(mode, HVR_WSMAN_DELIVERY_PULL) != 0)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_DELIVERY_MODE);
    if (heartbeat != NULL && !hvr_wsman_duration_parse(heartbeat, out_heartbeat))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);

    return check_encoding(exchange, delivery);
}

/* A point in time is legal, but who sends one does not know our clock. */
static gboolean
read_expires(HvsExchange *exchange, const xmlNode *subscribe, GTimeSpan *out_expires)
{
    g_autofree char *text = dup_child_text(subscribe, HVR_NS_E, "Expires");

    if (text == NULL || hvr_wsman_duration_parse(text, out_expires))
        return TRUE;

    return hvs_fault_set(&exchange->fault, g_ascii_isdigit(*text) ? HVS_FAULT_EXPIRATION_TYPE
                                                                  : HVS_FAULT_EXPIRATION_TIME);
}

/* A query goes with "*", an event class goes without (MS-WSMV 3.1.4.6). */
static gboolean
check_filter(HvsExchange *exchange, const xmlNode *filter)
{
    const char *class_name = exchange->path->class_name;
    gboolean is_all = strcmp(class_name, "*") == 0;
    g_autofree char *dialect = NULL;
    HvsFault *fault = &exchange->fault;

    if (filter == NULL)
        return !is_all || hvs_fault_set(fault, HVS_FAULT_CANNOT_PROCESS_FILTER);
    if (hvs_event_query_is_class(class_name))
        return hvs_fault_set(fault, HVS_FAULT_EVENT_FILTERING);
    dialect = hvr_xml_dup_attribute(filter, NULL, "Dialect");
    if (g_strcmp0(dialect, HVR_DIALECT_WQL) != 0)
        return hvs_fault_set(fault, HVS_FAULT_EVENT_DIALECT);

    return is_all || hvs_fault_set(fault, HVS_FAULT_WQL_ON_CLASS);
}

static gboolean
read_query(HvsExchange *exchange, const xmlNode *subscribe, HvsEventQuery **out_query)
{
    const xmlNode *filter = hvr_xml_find(subscribe, HVR_NS_W, "Filter");
    g_autofree char *text = NULL;
    guint32 status;

    /* Both names mean the same (MS-WSMV 3.1.4.1.30). */
    if (filter == NULL)
        filter = hvr_xml_find(subscribe, HVR_NS_E, "Filter");
    if (!check_filter(exchange, filter))
        return FALSE;

    text = filter != NULL ? hvr_xml_dup_text(filter)
                          : g_strconcat("SELECT * FROM ", exchange->path->class_name, NULL);
    status = hvs_event_query_new(text, exchange->host, exchange->path->wmi_namespace, out_query);

    return status == HVS_WBEM_OK ||
           hvs_fault_set_wmi(&exchange->fault, status, "ExecNotificationQuery", text);
}

gboolean
hvs_subscription_request_parse(HvsExchange *exchange, HvsSubscriptionRequest *out_request)
{
    const xmlNode *subscribe = exchange->request->body;
    HvsSubscriptionRequest request = { 0 };

    if (!hvr_xml_is(subscribe, HVR_NS_E, "Subscribe"))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    if (!check_selectors(exchange) || !read_delivery(exchange, subscribe, &request.heartbeat) ||
        !read_expires(exchange, subscribe, &request.expires) ||
        !read_query(exchange, subscribe, &request.query))
        return FALSE;
    *out_request = request;

    return TRUE;
}
