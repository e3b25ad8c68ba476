/* sim_service.c: the WS-Management service of a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_service.h"

#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "sim_charset.h"
#include "sim_enumeration.h"
#include "sim_exchange.h"
#include "sim_fragment.h"
#include "sim_invocation.h"
#include "sim_subscription.h"
#include "sim_wbem.h"
#include "wsman_names.h"

/* The least that w:MaxEnvelopeSize may ask for (MS-WSMV 3.1.4.1.13). */
#define MIN_ENVELOPE_SIZE 8192
#define MAX_ID_LENGTH     2048

#define HTTP_BASIC  "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/http/basic"
#define HTTPS_BASIC "http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/basic"

struct _HvsService {
    HvsHost *host;
    HvsEnumerations *enumerations;
    HvsSubscriptions *subscriptions;
    guint n_restarts; /* of the host, that contexts are from */
};

typedef gboolean (*Operation)(HvsService *service, HvsExchange *exchange);

HvsService *
hvs_service_new(HvsHost *host)
{
    HvsService *service = g_new0(HvsService, 1);

    service->host = host;
    service->enumerations = hvs_enumerations_new();
    service->subscriptions = hvs_subscriptions_new();
    service->n_restarts = host->n_restarts;

    return service;
}

void
hvs_service_free(HvsService *service)
{
    if (service == NULL)
        return;

    hvs_enumerations_free(service->enumerations);
    hvs_subscriptions_free(service->subscriptions);
    g_free(service);
}

/* Contexts are kept in memory only. */
static void
follow_restart(HvsService *service)
{
    if (service->n_restarts == service->host->n_restarts)
        return;

    hvs_enumerations_free(service->enumerations);
    hvs_subscriptions_free(service->subscriptions);
    service->enumerations = hvs_enumerations_new();
    service->subscriptions = hvs_subscriptions_new();
    service->n_restarts = service->host->n_restarts;
}

static gboolean
answer_get(HvsService *service, HvsExchange *exchange)
{
    g_autoptr(HvrWmiObject) object = hvs_exchange_find_object(exchange, "GetObject");
    xmlNode *instance;

    if (object == NULL)
        return FALSE;
    instance = hvs_exchange_encode(exchange, object, exchange->path->wmi_namespace, exchange->body);
    if (exchange->request->fragment != NULL && !hvs_fragment_answer(exchange, instance))
        return FALSE;
    if (hvs_exchange_get_size(xmlDocGetRootElement(exchange->body->doc)) >
        hvs_exchange_get_max_size(exchange))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_ENVELOPE_EXCEEDED);

    return TRUE;
}

static gboolean
answer_enumerate(HvsService *service, HvsExchange *exchange)
{
    return hvs_enumerations_open(service->enumerations, exchange);
}

static gboolean
answer_pull(HvsService *service, HvsExchange *exchange)
{
    return hvs_subscriptions_has(service->subscriptions, exchange)
               ? hvs_subscriptions_pull(service->subscriptions, exchange)
               : hvs_enumerations_pull(service->enumerations, exchange);
}

static gboolean
answer_release(HvsService *service, HvsExchange *exchange)
{
    return hvs_subscriptions_has(service->subscriptions, exchange)
               ? hvs_subscriptions_release(service->subscriptions, exchange)
               : hvs_enumerations_release(service->enumerations, exchange);
}

static gboolean
answer_subscribe(HvsService *service, HvsExchange *exchange)
{
    return hvs_subscriptions_open(service->subscriptions, exchange);
}

static gboolean
answer_unsubscribe(HvsService *service, HvsExchange *exchange)
{
    return hvs_subscriptions_close(service->subscriptions, exchange);
}

/* MS-WSMV 3.1.4.14. */
static gboolean
refuse_renewal(HvsService *service, HvsExchange *exchange)
{
    return hvs_fault_set(&exchange->fault, HVS_FAULT_RENEW);
}

/* Hyper-V's instances are changed by the methods of its services (inferred). */
static gboolean
refuse_change(HvsService *service, HvsExchange *exchange)
{
    hvs_exchange_find_class(exchange);
    if (exchange->fault.kind != HVS_FAULT_NONE)
        return FALSE;

    return hvs_fault_set_wmi(&exchange->fault, HVS_WBEM_E_PROVIDER_NOT_CAPABLE, "PutInstance",
                             exchange->path->class_name);
}

/* Those that go on with what is open, or end it, are never one too many. */
/* clang-format off */
static const struct {
    const char *action;
    Operation answer;
    gboolean takes_fragment; /* DSP0226 7.7 */
    gboolean is_free;
} operations[] = {
    { HVR_ACTION_GET,         answer_get,         TRUE,  FALSE },
    { HVR_ACTION_ENUMERATE,   answer_enumerate,   FALSE, FALSE },
    { HVR_ACTION_PULL,        answer_pull,        FALSE, TRUE  },
    { HVR_ACTION_RELEASE,     answer_release,     FALSE, TRUE  },
    { HVR_ACTION_SUBSCRIBE,   answer_subscribe,   FALSE, FALSE },
    { HVR_ACTION_UNSUBSCRIBE, answer_unsubscribe, FALSE, TRUE  },
    { HVR_NS_E "/Renew",      refuse_renewal,     FALSE, TRUE  },
    { HVR_NS_X "/Put",        refuse_change,      TRUE,  FALSE },
    { HVR_NS_X "/Create",     refuse_change,      TRUE,  FALSE },
    { HVR_NS_X "/Delete",     refuse_change,      TRUE,  FALSE },
};
/* clang-format on */

/* The simulator knows one user.  What is open counts, and what is asked for
 * right now (MS-WSMV, note 19; that Pulls are never refused is inferred). */
static gboolean
check_quota(HvsService *service, HvsExchange *exchange)
{
    guint n_open = hvs_enumerations_count(service->enumerations, exchange) +
                   hvs_subscriptions_count(service->subscriptions);

    return n_open < service->host->winrm.max_user_operations ||
           hvs_fault_set(&exchange->fault, HVS_FAULT_QUOTA);
}

static gboolean
check_fragment(HvsExchange *exchange, gboolean takes_fragment)
{
    return takes_fragment || exchange->request->fragment == NULL ||
           hvs_fault_set(&exchange->fault, HVS_FAULT_FRAGMENT_ACCESS);
}

/* A method's action starts like a resource URI. */
static gboolean
answer_operation(HvsService *service, HvsExchange *exchange)
{
    const char *action = exchange->request->action;

    for (gsize i = 0; i < G_N_ELEMENTS(operations); i++) {
        if (!g_str_equal(operations[i].action, action))
            continue;
        return check_fragment(exchange, operations[i].takes_fragment) &&
               (operations[i].is_free || check_quota(service, exchange)) &&
               operations[i].answer(service, exchange);
    }
    if (g_ascii_strncasecmp(action, HVR_WSMAN_WMI_PREFIX, strlen(HVR_WSMAN_WMI_PREFIX)) == 0)
        return check_fragment(exchange, FALSE) && check_quota(service, exchange) &&
               hvs_invocation_run(exchange);

    return hvs_fault_set(&exchange->fault, HVS_FAULT_ACTION_NOT_SUPPORTED);
}

/* Only what starts with a root namespace is routed to WMI at all. */
static gboolean
parse_target(HvsExchange *exchange)
{
    const HvrWsmanEpr *target = exchange->request->target;

    if (target != NULL)
        exchange->path = hvr_wmi_path_from_epr(target, exchange->host->netbios, NULL);
    if (exchange->path == NULL ||
        g_ascii_strncasecmp(exchange->path->wmi_namespace, "root", strlen("root")) != 0)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_RESOURCE_URI);

    return TRUE;
}

static gboolean
is_id(const char *text)
{
    return text != NULL && *text != '\0' && strlen(text) <= MAX_ID_LENGTH;
}

static gboolean
is_anonymous(const char *address)
{
    return g_str_equal(address, HVR_WSMAN_ANONYMOUS);
}

/* In this order, as MS-WSMV 3.1.4.1 goes through the headers. */
static gboolean
check_headers(HvsExchange *exchange)
{
    const HvrWsmanEnvelope *request = exchange->request;
    HvsFault *fault = &exchange->fault;

    if (*request->action == '\0')
        return hvs_fault_set(fault, HVS_FAULT_HEADER_REQUIRED);
    if (!is_id(request->message_id) ||
        (request->activity_id != NULL && strlen(request->activity_id) > MAX_ID_LENGTH) ||
        (request->fragment != NULL && !request->fragment_must_understand))
        return hvs_fault_set(fault, HVS_FAULT_HEADER_INVALID);
    if (request->reply_to == NULL)
        return hvs_fault_set(fault, HVS_FAULT_HEADER_REQUIRED);
    if (!is_anonymous(request->reply_to) ||
        (request->fault_to != NULL && !is_anonymous(request->fault_to)))
        return hvs_fault_set(fault, HVS_FAULT_ADDRESSING_MODE);
    if (request->not_understood != NULL)
        return hvs_fault_set(fault, HVS_FAULT_MUST_UNDERSTAND);
    if (request->locale_must_understand)
        return hvs_fault_set(fault, HVS_FAULT_LOCALE);
    if (request->data_locale_must_understand)
        return hvs_fault_set(fault, HVS_FAULT_DATA_LOCALE);
    if (!parse_target(exchange))
        return FALSE;
    if (request->max_envelope_size != 0 && request->max_envelope_size < MIN_ENVELOPE_SIZE)
        return hvs_fault_set(fault, HVS_FAULT_ENVELOPE_TOO_SMALL);

    return TRUE;
}

static gboolean
is_identify(const HvrWsmanEnvelope *request)
{
    return hvr_xml_is(request->body, HVR_NS_WSMID, "Identify");
}

static void
add_identity(HvsExchange *exchange, gboolean authenticated)
{
    xmlNode *node =
        hvr_wsman_envelope_add_element(exchange->body, HVR_NS_WSMID, "wsmid", "IdentifyResponse");
    xmlNode *profiles;

    hvr_xml_add(node, NULL, "ProtocolVersion", HVR_NS_W);
    hvr_xml_add(node, NULL, "ProductVendor", "Microsoft Corporation");
    hvr_xml_add_format(node, NULL, "ProductVersion", "OS: %s SP: 0.0 Stack: 3.0",
                       authenticated ? exchange->host->version->os_version : "0.0.0");
    if (!authenticated)
        return;

    profiles = hvr_xml_add(node, NULL, "SecurityProfiles", NULL);
    hvr_xml_add(profiles, NULL, "SecurityProfileName", HTTP_BASIC);
    hvr_xml_add(profiles, NULL, "SecurityProfileName", HTTPS_BASIC);
}

/* Everything but the document around the body. */
static gboolean
answer_body(HvsService *service, HvsExchange *exchange)
{
    if (is_identify(exchange->request)) {
        add_identity(exchange, TRUE);
        return TRUE;
    }

    return check_headers(exchange) && answer_operation(service, exchange);
}

/* Names compare in any case. */
static gboolean
has_duplicate_selectors(const xmlNode *header)
{
    const xmlNode *set = hvr_xml_find(header, HVR_NS_W, "SelectorSet");
    const xmlNode *node = hvr_xml_find(set, HVR_NS_W, "Selector");
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (; node != NULL; node = hvr_xml_next(node, HVR_NS_W, "Selector")) {
        g_autofree char *name = hvr_xml_dup_attribute(node, NULL, "Name");

        if (name != NULL && !g_hash_table_add(names, g_ascii_strdown(name, -1)))
            return TRUE;
    }

    return FALSE;
}

/* The parser does not say which of them it was. */
static HvsFaultKind
find_parse_fault(GBytes *request, const GError *error)
{
    gsize length;
    const char *text = g_bytes_get_data(request, &length);
    g_autoptr(xmlDoc) doc = hvr_xml_parse(text, length, NULL);

    if (doc == NULL || !hvr_error_is_code(error, HVR_ERROR_PROTOCOL))
        return HVS_FAULT_INVALID_XML;
    if (!hvr_xml_is(xmlDocGetRootElement(doc), HVR_NS_S, "Envelope"))
        return HVS_FAULT_VERSION_MISMATCH;
    if (hvr_xml_find(xmlDocGetRootElement(doc), HVR_NS_S, "Body") == NULL)
        return HVS_FAULT_INVALID_XML;
    if (has_duplicate_selectors(hvr_xml_find(xmlDocGetRootElement(doc), HVR_NS_S, "Header")))
        return HVS_FAULT_DUPLICATE_SELECTORS;

    return HVS_FAULT_HEADER_INVALID;
}

static xmlDoc *
new_response(HvsExchange *exchange, const char *message_id)
{
    const HvrWsmanEnvelope *request = exchange->request;
    g_autofree char *action = NULL;

    if (!is_identify(request))
        action = g_strconcat(request->action, "Response", NULL);

    return hvr_wsman_envelope_new_response(action, request->message_id, message_id,
                                           &exchange->body);
}

/* The document that answers; NULL if the request has been parked. */
static xmlDoc *
answer_exchange(HvsService *service, HvsExchange *exchange, HvsFaultKind parse_fault)
{
    g_autofree char *message_id = hvs_exchange_dup_uuid();
    g_autoptr(xmlDoc) doc = NULL;

    if (parse_fault != HVS_FAULT_NONE) {
        hvs_fault_set(&exchange->fault, parse_fault);
    } else {
        doc = new_response(exchange, message_id);
        answer_body(service, exchange);
    }
    if (exchange->fault.kind != HVS_FAULT_NONE)
        return hvs_fault_encode(&exchange->fault, service->host, exchange->request, message_id);

    return exchange->parked ? NULL : g_steal_pointer(&doc);
}

static GBytes *
answer_bytes(
    HvsService *service, GBytes *bytes, gint64 received, gboolean can_wait, gboolean *out_is_fault)
{
    HvsCharset charset;
    g_autoptr(GBytes) request = hvs_charset_decode(bytes, &charset);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEnvelope) envelope = hvr_wsman_envelope_parse(request, &error);
    HvsExchange exchange = {
        .host = service->host,
        .request = envelope,
        .received = received,
        .can_wait = can_wait,
    };
    HvsFaultKind parse_fault = HVS_FAULT_NONE;
    g_autoptr(xmlDoc) doc = NULL;
    g_autoptr(GBytes) answer = NULL;

    if (charset == HVS_CHARSET_OTHER)
        parse_fault = HVS_FAULT_ENCODING;
    else if (envelope == NULL)
        parse_fault = find_parse_fault(request, error);

    hvs_world_sync(service->host->world);
    follow_restart(service);
    hvs_subscriptions_refresh(service->subscriptions, &exchange);
    doc = answer_exchange(service, &exchange, parse_fault);
    service->host->traffic.n_subscriptions = hvs_subscriptions_count_open(service->subscriptions);
    *out_is_fault = exchange.fault.kind != HVS_FAULT_NONE;
    hvs_fault_clear(&exchange.fault);
    hvr_wmi_path_free(exchange.path);
    if (doc == NULL)
        return NULL;

    service->host->n_requests++;
    answer = hvr_wsman_envelope_format(doc);

    return hvs_charset_encode(answer, charset);
}

GBytes *
hvs_service_answer(HvsService *service, GBytes *request, gint64 received, gboolean *out_is_fault)
{
    return answer_bytes(service, request, received, TRUE, out_is_fault);
}

GBytes *
hvs_service_answer_anonymous(HvsService *service, GBytes *request)
{
    g_autofree char *message_id = hvs_exchange_dup_uuid();
    HvsCharset charset;
    g_autoptr(GBytes) text = hvs_charset_decode(request, &charset);
    g_autoptr(HvrWsmanEnvelope) envelope = hvr_wsman_envelope_parse(text, NULL);
    HvsExchange exchange = { .host = service->host, .request = envelope };
    g_autoptr(xmlDoc) doc = NULL;
    g_autoptr(GBytes) answer = NULL;

    if (envelope == NULL || !is_identify(envelope))
        return NULL;

    service->host->n_requests++;
    doc = new_response(&exchange, message_id);
    add_identity(&exchange, FALSE);
    answer = hvr_wsman_envelope_format(doc);

    return hvs_charset_encode(answer, charset);
}

GBytes *
hvs_service_refuse(HvsService *service, GBytes *request, HvsFaultKind kind)
{
    g_autofree char *message_id = hvs_exchange_dup_uuid();
    HvsCharset charset;
    g_autoptr(GBytes) text = hvs_charset_decode(request, &charset);
    g_autoptr(HvrWsmanEnvelope) envelope = hvr_wsman_envelope_parse(text, NULL);
    const HvsFault fault = { .kind = kind };
    g_autoptr(xmlDoc) doc = hvs_fault_encode(&fault, service->host, envelope, message_id);
    g_autoptr(GBytes) answer = hvr_wsman_envelope_format(doc);

    return hvs_charset_encode(answer, charset);
}

GBytes *
hvs_service_answer_loopback(GBytes *request, gpointer user_data, GError **error)
{
    HvsService *service = user_data;
    gint64 now = hvr_clock_get_monotonic(service->host->world->clock);
    gboolean is_fault;

    return answer_bytes(service, request, now, FALSE, &is_fault);
}
