/* wsman_client.c: the WS-Management operations
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_client.h"

#include "hvr_xml.h"
#include "wsman_call.h"
#include "wsman_enumeration.h"
#include "wsman_names.h"

struct _HvrWsmanClient {
    HvrWsmanTransport *transport;
    GTimeSpan timeout;
    gint64 deadline; /* 0: none but the timeout */
};

HvrWsmanClient *
hvr_wsman_client_new(HvrWsmanTransport *transport, GTimeSpan timeout)
{
    HvrWsmanClient *client = g_new0(HvrWsmanClient, 1);

    client->transport = transport;
    client->timeout = timeout;

    return client;
}

void
hvr_wsman_client_free(HvrWsmanClient *client)
{
    if (client == NULL)
        return;

    hvr_wsman_transport_free(client->transport);
    g_free(client);
}

void
hvr_wsman_client_set_deadline(HvrWsmanClient *client, gint64 deadline)
{
    client->deadline = deadline;
}

GTimeSpan
hvr_wsman_client_get_timeout(const HvrWsmanClient *client)
{
    return client->timeout;
}

guint
hvr_wsman_client_get_n_requests(const HvrWsmanClient *client)
{
    return client->transport->n_exchanges;
}

HvrWsmanTransport *
hvr_wsman_client_get_transport(HvrWsmanClient *client)
{
    return client->transport;
}

void
hvr_wsman_identity_free(HvrWsmanIdentity *identity)
{
    if (identity == NULL)
        return;

    g_free(identity->vendor);
    g_free(identity->version);
    g_free(identity);
}

static HvrWsmanCall
start_call(HvrWsmanClient *client, const char *operation, GCancellable *cancellable)
{
    return (HvrWsmanCall){
        .transport = client->transport,
        .operation = operation,
        .deadline = client->deadline != 0 ? client->deadline
                                          : g_get_monotonic_time() + client->timeout,
        .cancellable = cancellable,
    };
}

/* Identify stands outside of WS-Addressing (DSP0226 11). */
static xmlDoc *
new_identify_request(void)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "Envelope", NULL);
    xmlNode *body;

    xmlDocSetRootElement(doc, root);
    xmlSetNs(root, hvr_wsman_ns(root, HVR_NS_S, "s"));
    hvr_wsman_ns(root, HVR_NS_WSMID, "wsmid");
    hvr_xml_add(root, NULL, "Header", NULL);
    body = hvr_xml_add(root, NULL, "Body", NULL);
    hvr_wsman_envelope_add_element(body, HVR_NS_WSMID, "wsmid", "Identify");

    return doc;
}

static char *
dup_child_text(const xmlNode *parent, const char *name)
{
    const xmlNode *node = hvr_xml_find(parent, HVR_NS_WSMID, name);

    return node != NULL ? g_strstrip(hvr_xml_dup_text(node)) : g_strdup("");
}

HvrWsmanIdentity *
hvr_wsman_client_identify(HvrWsmanClient *client, GCancellable *cancellable, GError **error)
{
    HvrWsmanCall call = start_call(client, "Identify", cancellable);
    g_autoptr(xmlDoc) request = new_identify_request();
    g_autoptr(HvrWsmanEnvelope) answer = hvr_wsman_call_exchange(&call, request, error);
    HvrWsmanIdentity *identity;

    if (answer == NULL)
        return NULL;
    if (!hvr_wsman_call_check(&call, hvr_xml_is(answer->body, HVR_NS_WSMID, "IdentifyResponse"),
                              "IdentifyResponse", error))
        return NULL;

    identity = g_new0(HvrWsmanIdentity, 1);
    identity->vendor = dup_child_text(answer->body, "ProductVendor");
    identity->version = dup_child_text(answer->body, "ProductVersion");

    return identity;
}

gboolean
hvr_wsman_client_get(HvrWsmanClient *client,
                     const HvrWsmanEpr *target,
                     HvrWsmanVisit visit,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
    HvrWsmanCall call = start_call(client, "Get", cancellable);
    xmlNode *body;
    g_autoptr(xmlDoc) request = hvr_wsman_call_new_request(&call, HVR_ACTION_GET, target, &body);
    g_autoptr(HvrWsmanEnvelope) answer = hvr_wsman_call_exchange(&call, request, error);

    return answer != NULL && hvr_wsman_call_check(&call, answer->body != NULL, "Body/*", error) &&
           visit(answer->body, user_data, error);
}

gboolean
hvr_wsman_client_enumerate(HvrWsmanClient *client,
                           const char *resource_uri,
                           const char *wql,
                           HvrWsmanVisit visit,
                           gpointer user_data,
                           GCancellable *cancellable,
                           GError **error)
{
    HvrWsmanCall call = start_call(client, "Enumerate", cancellable);

    return hvr_wsman_enumeration_visit(&call, resource_uri, wql, visit, user_data, error);
}

/* Windows' answers are in the class's namespace; other stacks are less exact,
 * so only the local name counts. */
static gboolean
check_output(const HvrWsmanCall *call, const xmlNode *body, GError **error)
{
    g_autofree char *name = g_strconcat(call->operation, "_OUTPUT", NULL);
    gboolean present = body != NULL && g_str_equal((const char *)body->name, name);

    return hvr_wsman_call_check(call, present, name, error);
}

gboolean
hvr_wsman_client_invoke(HvrWsmanClient *client,
                        const HvrWsmanEpr *target,
                        const char *method,
                        HvrWsmanFill fill,
                        HvrWsmanVisit visit,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error)
{
    HvrWsmanCall call = start_call(client, method, cancellable);
    g_autofree char *action = g_strconcat(target->resource_uri, "/", method, NULL);
    g_autofree char *input_name = g_strconcat(method, "_INPUT", NULL);
    xmlNode *body;
    g_autoptr(xmlDoc) request = hvr_wsman_call_new_request(&call, action, target, &body);
    xmlNode *input = hvr_wsman_envelope_add_element(body, target->resource_uri, "p", input_name);
    g_autoptr(HvrWsmanEnvelope) answer = NULL;

    if (fill != NULL)
        fill(input, user_data);

    answer = hvr_wsman_call_exchange(&call, request, error);

    return answer != NULL && check_output(&call, answer->body, error) &&
           visit(answer->body, user_data, error);
}

HvrAuthScheme
hvr_wsman_client_get_scheme(HvrWsmanClient *client, gboolean *out_is_sealed)
{
    return hvr_wsman_transport_get_scheme(client->transport, out_is_sealed);
}

gint64
hvr_wsman_client_get_date(const HvrWsmanClient *client)
{
    return client->transport->date;
}
