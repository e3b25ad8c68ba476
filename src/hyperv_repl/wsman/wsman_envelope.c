/* wsman_envelope.c: SOAP envelopes, both directions
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_envelope.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_header.h"
#include "wsman_names.h"

/* A namespace and the prefix that Windows gives it. */
typedef struct {
    const char *prefix;
    const char *href;
} Declaration;

/* The order is that of Microsoft's client and of Windows' answers; libvirt's
 * client looks prefixes up on the root. */
/* clang-format off */
static const Declaration request_declarations[] = {
    { "s", HVR_NS_S },
    { "a", HVR_NS_A },
    { "w", HVR_NS_W },
    { "p", HVR_NS_P },
    { "n", HVR_NS_N },
    { "x", HVR_NS_X },
};

static const Declaration response_declarations[] = {
    { "s", HVR_NS_S },
    { "a", HVR_NS_A },
    { "x", HVR_NS_X },
    { "n", HVR_NS_N },
    { "w", HVR_NS_W },
    { "p", HVR_NS_P },
};

static const Declaration fault_declarations[] = {
    { "s", HVR_NS_S },
    { "a", HVR_NS_A },
    { "x", HVR_NS_X },
    { "e", HVR_NS_E },
    { "n", HVR_NS_N },
    { "w", HVR_NS_W },
    { "p", HVR_NS_P },
};
/* clang-format on */

static gboolean
in_scope_and_in_use(xmlNode *node, const char *prefix)
{
    if (xmlSearchNs(node->doc, node, BAD_CAST prefix) == NULL)
        return FALSE;

    return node->children != NULL || node->properties != NULL ||
           (node->ns != NULL && g_strcmp0((const char *)node->ns->prefix, prefix) == 0);
}

static gboolean
is_declared_here(const xmlNode *node, const char *prefix)
{
    for (const xmlNs *ns = node->nsDef; ns != NULL; ns = ns->next) {
        if (g_strcmp0((const char *)ns->prefix, prefix) == 0)
            return TRUE;
    }

    return FALSE;
}

xmlNs *
hvr_wsman_ns(xmlNode *node, const char *href, const char *prefix)
{
    xmlNs *ns = xmlSearchNsByHref(node->doc, node, BAD_CAST href);
    g_autofree char *name = g_strdup(prefix);

    if (ns != NULL)
        return ns;

    for (guint i = 1; is_declared_here(node, name) || in_scope_and_in_use(node, name); i++) {
        g_free(name);
        name = g_strdup_printf("%s%u", prefix, i);
    }

    return xmlNewNs(node, BAD_CAST href, BAD_CAST name);
}

xmlNode *
hvr_wsman_envelope_add_element(xmlNode *parent,
                               const char *href,
                               const char *prefix,
                               const char *name)
{
    xmlNode *node = xmlAddChild(parent, xmlNewDocNode(parent->doc, NULL, BAD_CAST name, NULL));

    xmlSetNs(node, hvr_wsman_ns(node, href, prefix));

    return node;
}

/* libxml2 writes characters as numbers in attributes unless the document has an encoding. */
static xmlDoc *
new_envelope(const Declaration *declarations, gsize n_declarations, xmlNode **out_header)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "Envelope", NULL);

    doc->encoding = xmlStrdup(BAD_CAST "UTF-8");
    xmlDocSetRootElement(doc, root);
    for (gsize i = 0; i < n_declarations; i++)
        xmlNewNs(root, BAD_CAST declarations[i].href, BAD_CAST declarations[i].prefix);
    xmlSetNs(root, root->nsDef);
    *out_header = hvr_xml_add(root, NULL, "Header", NULL);

    return doc;
}

static xmlNode *
add_header(xmlNode *header, const char *href, const char *name, const char *text)
{
    return hvr_xml_add(header, hvr_wsman_ns(header, href, "h"), name, text);
}

static void
set_must_understand(xmlNode *node, const char *value)
{
    xmlNewNsProp(node, hvr_wsman_ns(node, HVR_NS_S, "s"), BAD_CAST "mustUnderstand",
                 BAD_CAST value);
}

static void
add_locale(xmlNode *header, const char *href, const char *name)
{
    xmlNode *node = add_header(header, href, name, NULL);

    xmlNodeSetLang(node, BAD_CAST "en-US");
    set_must_understand(node, "false");
}

static char *
new_message_id(void)
{
    g_autofree char *uuid = g_uuid_string_random();
    g_autofree char *upper = g_ascii_strup(uuid, -1);

    return g_strconcat("uuid:", upper, NULL);
}

xmlDoc *
hvr_wsman_envelope_new_request(const HvrWsmanRequest *request, xmlNode **out_body)
{
    g_autofree char *message_id = new_message_id();
    g_autofree char *timeout = hvr_wsman_duration_format(request->operation_timeout);
    g_autofree char *max_size = g_strdup_printf("%d", HVR_WSMAN_MAX_ENVELOPE_SIZE);
    xmlNode *header;
    xmlNode *reply_to;
    xmlDoc *doc = new_envelope(request_declarations, G_N_ELEMENTS(request_declarations), &header);

    add_header(header, HVR_NS_A, "To", request->to);
    set_must_understand(add_header(header, HVR_NS_W, "ResourceURI", request->target->resource_uri),
                        "true");
    reply_to = add_header(header, HVR_NS_A, "ReplyTo", NULL);
    set_must_understand(hvr_xml_add(reply_to, NULL, "Address", HVR_WSMAN_ANONYMOUS), "true");
    set_must_understand(add_header(header, HVR_NS_A, "Action", request->action), "true");
    set_must_understand(add_header(header, HVR_NS_W, "MaxEnvelopeSize", max_size), "true");
    add_header(header, HVR_NS_A, "MessageID", message_id);
    add_locale(header, HVR_NS_W, "Locale");
    add_locale(header, HVR_NS_P, "DataLocale");
    hvr_wsman_epr_encode_selectors(request->target, header);
    add_header(header, HVR_NS_W, "OperationTimeout", timeout);

    *out_body = hvr_xml_add(xmlDocGetRootElement(doc), NULL, "Body", NULL);

    return doc;
}

static void
fill_answer(xmlDoc *doc,
            xmlNode *header,
            const char *action,
            const char *relates_to,
            const char *message_id)
{
    xmlNodeSetLang(xmlDocGetRootElement(doc), BAD_CAST "en-US");
    if (action != NULL)
        add_header(header, HVR_NS_A, "Action", action);
    add_header(header, HVR_NS_A, "MessageID", message_id);
    add_header(header, HVR_NS_A, "To", HVR_WSMAN_ANONYMOUS);
    if (relates_to != NULL)
        add_header(header, HVR_NS_A, "RelatesTo", relates_to);
}

xmlDoc *
hvr_wsman_envelope_new_response(const char *action,
                                const char *relates_to,
                                const char *message_id,
                                xmlNode **out_body)
{
    xmlNode *header;
    xmlDoc *doc = new_envelope(response_declarations, G_N_ELEMENTS(response_declarations), &header);

    fill_answer(doc, header, action, relates_to, message_id);
    *out_body = hvr_xml_add(xmlDocGetRootElement(doc), NULL, "Body", NULL);

    return doc;
}

xmlDoc *
hvr_wsman_envelope_new_fault(const char *action,
                             const char *relates_to,
                             const char *message_id,
                             xmlNode **out_body)
{
    xmlNode *header;
    xmlDoc *doc = new_envelope(fault_declarations, G_N_ELEMENTS(fault_declarations), &header);

    fill_answer(doc, header, action, relates_to, message_id);
    *out_body = hvr_xml_add(xmlDocGetRootElement(doc), NULL, "Body", NULL);

    return doc;
}

GBytes *
hvr_wsman_envelope_format(xmlDoc *doc)
{
    char *text = hvr_xml_format_flat(xmlDocGetRootElement(doc));
    gsize length = strlen(text);

    for (gsize i = 0; i < length; i++) {
        if ((guchar)text[i] < ' ' && strchr("\t\n\r", text[i]) == NULL)
            text[i] = '?';
    }

    return g_bytes_new_take(text, length);
}

void
hvr_wsman_envelope_free(HvrWsmanEnvelope *envelope)
{
    if (envelope == NULL)
        return;

    g_free(envelope->action);
    g_free(envelope->message_id);
    g_free(envelope->relates_to);
    g_free(envelope->to);
    g_free(envelope->reply_to);
    g_free(envelope->fault_to);
    g_free(envelope->identifier);
    g_free(envelope->activity_id);
    g_free(envelope->fragment);
    hvr_wsman_epr_free(envelope->target);
    g_hash_table_unref(envelope->options);
    g_free(envelope->not_understood);
    g_clear_pointer(&envelope->doc, xmlFreeDoc);
    g_free(envelope);
}

static gboolean
check_root(const xmlNode *root, GError **error)
{
    if (hvr_xml_is(root, HVR_NS_S, "Envelope"))
        return TRUE;
    if (strcmp((const char *)root->name, "Envelope") == 0)
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("the envelope is not one of SOAP 1.2"));

    return hvr_fail(error, HVR_ERROR_PROTOCOL, _("the element '%s' is no SOAP envelope"),
                    root->name);
}

/* The envelope owns @doc from here on, also on failure. */
static HvrWsmanEnvelope *
decode_envelope(xmlDoc *doc, GError **error)
{
    g_autoptr(HvrWsmanEnvelope) envelope = g_new0(HvrWsmanEnvelope, 1);
    const xmlNode *root = xmlDocGetRootElement(doc);
    const xmlNode *body;

    envelope->doc = doc;
    envelope->action = g_strdup("");
    envelope->options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    if (!check_root(root, error))
        return NULL;

    body = hvr_xml_find(root, HVR_NS_S, "Body");
    if (body == NULL)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, _("the SOAP envelope has no body"));

    envelope->body = hvr_xml_first_element(body);
    if (!hvr_wsman_header_parse(envelope, hvr_xml_find(root, HVR_NS_S, "Header"), error))
        return NULL;

    return g_steal_pointer(&envelope);
}

HvrWsmanEnvelope *
hvr_wsman_envelope_parse(GBytes *bytes, GError **error)
{
    gsize length;
    const char *text = g_bytes_get_data(bytes, &length);
    xmlDoc *doc = hvr_xml_parse(text, length, error);

    return doc != NULL ? decode_envelope(doc, error) : NULL;
}
