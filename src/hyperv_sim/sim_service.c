/* sim_service.c: the WS-Management service of a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_service.h"

#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "sim_enumeration.h"
#include "sim_exchange.h"
#include "sim_invocation.h"
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
};

typedef gboolean (*Operation)(HvsService *service, HvsExchange *exchange);

HvsService *
hvs_service_new(HvsHost *host)
{
    HvsService *service = g_new0(HvsService, 1);

    service->host = host;
    service->enumerations = hvs_enumerations_new();

    return service;
}

void
hvs_service_free(HvsService *service)
{
    if (service == NULL)
        return;

    hvs_enumerations_free(service->enumerations);
    g_free(service);
}

static gboolean
answer_get(HvsService *service, HvsExchange *exchange)
{
    g_autoptr(HvrWmiObject) object = hvs_exchange_find_object(exchange, "GetObject");

    if (object == NULL)
        return FALSE;
    hvs_exchange_encode(exchange, object, exchange->path->wmi_namespace, exchange->body);
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
    return hvs_enumerations_pull(service->enumerations, exchange);
}

static gboolean
answer_release(HvsService *service, HvsExchange *exchange)
{
    return hvs_enumerations_release(service->enumerations, exchange);
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

/* Events are refused as by 2008 R2: a client must be able to live without. */
/* clang-format off */
static const struct {
    const char *action;
    Operation answer;
} operations[] = {
    { HVR_ACTION_GET,       answer_get       },
    { HVR_ACTION_ENUMERATE, answer_enumerate },
    { HVR_ACTION_PULL,      answer_pull      },
    { HVR_ACTION_RELEASE,   answer_release   },
    { HVR_NS_X "/Put",      refuse_change    },
    { HVR_NS_X "/Create",   refuse_change    },
    { HVR_NS_X "/Delete",   refuse_change    },
};
/* clang-format on */

/* A method's action starts like a resource URI. */
static gboolean
answer_operation(HvsService *service, HvsExchange *exchange)
{
    const char *action = exchange->request->action;

    for (gsize i = 0; i < G_N_ELEMENTS(operations); i++) {
        if (g_str_equal(operations[i].action, action))
            return operations[i].answer(service, exchange);
    }
    if (g_ascii_strncasecmp(action, HVR_WSMAN_WMI_PREFIX, strlen(HVR_WSMAN_WMI_PREFIX)) == 0)
        return hvs_invocation_run(exchange);

    return hvs_fault_set(&exchange->fault, HVS_FAULT_ACTION_NOT_SUPPORTED);
}

/* Only what starts with a root namespace is routed to WMI at all. */
static gboolean
parse_target(HvsExchange *exchange)
{
    const HvrWsmanEpr *target = exchange->request->target;

    if (target != NULL)
        exchange->path = hvr_wmi_path_from_epr(target, exchange->host->name, NULL);
    if (exchange->path == NULL ||
        g_ascii_strncasecmp(exchange->path->wmi_namespace, "root", strlen("root")) != 0)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_RESOURCE_URI);

    return TRUE;
}

/* In this order, as MS-WSMV 3.1.4.1 goes through the headers. */
static gboolean
check_headers(HvsExchange *exchange)
{
    const HvrWsmanEnvelope *request = exchange->request;
    const char *id = request->message_id;
    HvsFault *fault = &exchange->fault;

    if (*request->action == '\0')
        return hvs_fault_set(fault, HVS_FAULT_HEADER_REQUIRED);
    if (id == NULL || *id == '\0' || strlen(id) > MAX_ID_LENGTH)
        return hvs_fault_set(fault, HVS_FAULT_HEADER_INVALID);
    if (request->reply_to == NULL)
        return hvs_fault_set(fault, HVS_FAULT_HEADER_REQUIRED);
    if (!g_str_equal(request->reply_to, HVR_WSMAN_ANONYMOUS))
        return hvs_fault_set(fault, HVS_FAULT_ADDRESSING_MODE);
    if (request->not_understood != NULL)
        return hvs_fault_set(fault, HVS_FAULT_MUST_UNDERSTAND);
    if (request->locale_must_understand)
        return hvs_fault_set(fault, HVS_FAULT_LOCALE);
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

/* The parser does not say which of the two it was. */
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

GBytes *
hvs_service_answer(HvsService *service, GBytes *request, gboolean *out_is_fault)
{
    g_autofree char *message_id = hvs_exchange_dup_uuid();
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEnvelope) envelope = hvr_wsman_envelope_parse(request, &error);
    HvsExchange exchange = { .host = service->host, .request = envelope };
    g_autoptr(xmlDoc) doc = NULL;

    hvs_world_sync(service->host->world);
    service->host->n_requests++;

    if (envelope == NULL) {
        hvs_fault_set(&exchange.fault, find_parse_fault(request, error));
    } else {
        doc = new_response(&exchange, message_id);
        answer_body(service, &exchange);
    }

    *out_is_fault = exchange.fault.kind != HVS_FAULT_NONE;
    if (*out_is_fault) {
        g_clear_pointer(&doc, xmlFreeDoc);
        doc = hvs_fault_encode(&exchange.fault, service->host, envelope, message_id);
    }
    hvs_fault_clear(&exchange.fault);
    hvr_wmi_path_free(exchange.path);

    return hvr_wsman_envelope_format(doc);
}

GBytes *
hvs_service_answer_anonymous(HvsService *service, GBytes *request)
{
    g_autofree char *message_id = hvs_exchange_dup_uuid();
    g_autoptr(HvrWsmanEnvelope) envelope = hvr_wsman_envelope_parse(request, NULL);
    HvsExchange exchange = { .host = service->host, .request = envelope };
    g_autoptr(xmlDoc) doc = NULL;

    if (envelope == NULL || !is_identify(envelope))
        return NULL;

    service->host->n_requests++;
    doc = new_response(&exchange, message_id);
    add_identity(&exchange, FALSE);

    return hvr_wsman_envelope_format(doc);
}

GBytes *
hvs_service_answer_loopback(GBytes *request, gpointer user_data, GError **error)
{
    gboolean is_fault;

    return hvs_service_answer(user_data, request, &is_fault);
}
