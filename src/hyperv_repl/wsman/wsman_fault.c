/* wsman_fault.c: SOAP faults as data
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_fault.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_xml.h"
#include "wsman_fault_map.h"
#include "wsman_names.h"

/* A host may send a sentence of any length; this much of it is shown. */
#define MAX_REASON 500
#define MAX_QNAME  100

/* Each family of subcodes has its own action (DSP0226 14.2).  That the last
 * two rows speak with the action of their neighbours is inferred. */
/* clang-format off */
static const struct {
    const char *ns;
    const char *prefix;
    const char *action;
} families[] = {
    { HVR_NS_W, "w", HVR_ACTION_WSMAN_FAULT },
    { HVR_NS_A, "a", HVR_NS_A "/fault" },
    { HVR_NS_N, "n", HVR_NS_N "/fault" },
    { HVR_NS_E, "e", HVR_NS_E "/fault" },
    { HVR_NS_X, "x", HVR_NS_X "/fault" },
    { HVR_NS_B, "b", HVR_ACTION_WSMAN_FAULT },
    { HVR_NS_S, "s", HVR_NS_A "/fault" },
};
/* clang-format on */

void
hvr_wsman_fault_free(HvrWsmanFault *fault)
{
    if (fault == NULL)
        return;

    g_free(fault->subcode_ns);
    g_free(fault->subcode);
    g_free(fault->detail);
    g_free(fault->reason);
    g_free(fault->machine);
    g_free(fault->provider);
    g_free(fault->provider_message);
    g_free(fault);
}

/* The text that stands in @node itself, not in its children; NULL if blank. */
static char *
dup_own_text(const xmlNode *node)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (const xmlNode *child = node != NULL ? node->children : NULL; child != NULL;
         child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            g_string_append(text, (const char *)child->content);
    }
    g_strstrip(text->str);

    return *text->str != '\0' ? g_strdup(text->str) : NULL;
}

static void
replace(char **member, char *text)
{
    if (text == NULL)
        return;

    g_free(*member);
    *member = text;
}

/* Numbers come unsigned, signed, in hexadecimal, and behind the word HRESULT. */
static guint32
parse_number(const char *text)
{
    const char *digits = text != NULL ? strpbrk(text, "-0123456789") : NULL;
    gint64 number;

    if (digits == NULL)
        return 0;

    number = g_ascii_strtoll(digits, NULL, g_str_has_prefix(digits, "0x") ? 16 : 10);

    return number >= G_MININT32 && number <= G_MAXUINT32 ? (guint32)number : 0;
}

/* Splits and resolves a QName of an element's text.  It becomes part of a line,
 * so what is no name, or a longer one than anybody has, is none. */
static gboolean
decode_qname(const xmlNode *node, char **out_ns, char **out_name)
{
    g_autofree char *text = dup_own_text(node);
    g_autofree char *prefix = NULL;
    const char *colon = text != NULL ? strchr(text, ':') : NULL;
    const xmlNs *ns;

    if (text == NULL || strlen(text) > MAX_QNAME || xmlValidateQName(BAD_CAST text, 0) != 0)
        return FALSE;

    if (colon != NULL)
        prefix = g_strndup(text, (gsize)(colon - text));
    ns = xmlSearchNs(node->doc, (xmlNode *)node, BAD_CAST prefix);

    g_free(*out_ns);
    g_free(*out_name);
    *out_ns = g_strdup(ns != NULL ? (const char *)ns->href : "");
    *out_name = g_strdup(colon != NULL ? colon + 1 : text);

    return TRUE;
}

/* Where there is no subcode, s:MustUnderstand and s:VersionMismatch say it all. */
static void
decode_code(HvrWsmanFault *fault, const xmlNode *code)
{
    const xmlNode *subcode = hvr_xml_find(code, HVR_NS_S, "Subcode");

    decode_qname(hvr_xml_find(code, HVR_NS_S, "Value"), &fault->subcode_ns, &fault->subcode);
    fault->sender = g_str_equal(fault->subcode, "Sender");
    decode_qname(hvr_xml_find(subcode, HVR_NS_S, "Value"), &fault->subcode_ns, &fault->subcode);
}

/* The extended status repeats what WMI itself said, where it said anything. */
static void
decode_extended_status(HvrWsmanFault *fault, const xmlNode *provider)
{
    static const char *const ns = HVR_NS_CIM_SCHEMA "__ExtendedStatus";
    const xmlNode *status =
        hvr_xml_find(hvr_xml_find(provider, HVR_NS_F, "ExtendedError"), ns, "__ExtendedStatus");
    g_autofree char *number = dup_own_text(hvr_xml_find(status, ns, "StatusCode"));
    guint32 code = parse_number(number);

    if (code != 0)
        fault->code = code;
    if (fault->provider_message == NULL)
        fault->provider_message = dup_own_text(hvr_xml_find(status, ns, "Description"));
}

/* A WSManFault may hold a ProviderFault that holds a WSManFault: the innermost
 * number and sentence are the provider's, the outermost machine is the host. */
static void
decode_wsman_fault(HvrWsmanFault *fault, const xmlNode *node)
{
    const xmlNode *innermost = NULL;

    while (node != NULL) {
        const xmlNode *message = hvr_xml_find(node, HVR_NS_F, "Message");
        const xmlNode *provider = hvr_xml_find(message, HVR_NS_F, "ProviderFault");
        g_autofree char *number = hvr_xml_dup_attribute(node, NULL, "Code");
        guint32 code = parse_number(number);
        char **sentence = fault->provider != NULL ? &fault->provider_message : &fault->reason;

        if (code != 0)
            fault->code = code;
        if (fault->machine == NULL)
            fault->machine = hvr_xml_dup_attribute(node, NULL, "Machine");
        if (sentence == &fault->provider_message || *fault->reason == '\0')
            replace(sentence, dup_own_text(message));
        if (provider != NULL) {
            innermost = provider;
            replace(&fault->provider, g_strdup(""));
            replace(&fault->provider, hvr_xml_dup_attribute(provider, NULL, "provider"));
            replace(&fault->provider_message, dup_own_text(provider));
        }

        node = hvr_xml_find(provider, HVR_NS_F, "WSManFault");
    }
    decode_extended_status(fault, innermost);
}

/* With an error_Type of "MI" the number is a CIM status (OMI's MI_Result). */
static void
decode_wmi_error(HvrWsmanFault *fault, const xmlNode *node)
{
    static const char *const ns = HVR_NS_CIM_SCHEMA "MSFT_WmiError";
    g_autofree char *type = dup_own_text(hvr_xml_find(node, ns, "error_Type"));
    g_autofree char *number = dup_own_text(hvr_xml_find(node, ns, "error_Code"));
    g_autofree char *message_id = dup_own_text(hvr_xml_find(node, ns, "MessageID"));
    g_autofree char *status = dup_own_text(hvr_xml_find(node, ns, "CIMStatusCode"));

    fault->provider = g_strdup("MSFT_WmiError");
    replace(&fault->provider_message, dup_own_text(hvr_xml_find(node, ns, "Message")));

    if (g_strcmp0(type, "MI") == 0)
        fault->code = hvr_wsman_fault_map_cim_status(parse_number(number));
    else
        fault->code = parse_number(number);
    if (fault->code == 0 && message_id != NULL && g_str_has_prefix(message_id, "HRESULT "))
        fault->code = parse_number(message_id);
    if (fault->code == 0)
        fault->code = hvr_wsman_fault_map_cim_status(parse_number(status));
}

static void
decode_detail(HvrWsmanFault *fault, const xmlNode *detail)
{
    static const char *const wmi_error_ns = HVR_NS_CIM_SCHEMA "MSFT_WmiError";
    const xmlNode *wmi_error = hvr_xml_find(detail, wmi_error_ns, "MSFT_WmiError");
    g_autofree char *uri = dup_own_text(hvr_xml_find(detail, HVR_NS_W, "FaultDetail"));

    if (uri != NULL)
        fault->detail = g_path_get_basename(uri);
    decode_wsman_fault(fault, hvr_xml_find(detail, HVR_NS_F, "WSManFault"));
    if (wmi_error != NULL && fault->code == 0)
        decode_wmi_error(fault, wmi_error);
}

HvrWsmanFault *
hvr_wsman_fault_decode(const HvrWsmanEnvelope *envelope)
{
    const xmlNode *reason;
    HvrWsmanFault *fault;

    if (!hvr_xml_is(envelope->body, HVR_NS_S, "Fault"))
        return NULL;

    fault = g_new0(HvrWsmanFault, 1);
    fault->subcode_ns = g_strdup("");
    fault->subcode = g_strdup("");
    fault->reason = g_strdup("");

    reason = hvr_xml_find(envelope->body, HVR_NS_S, "Reason");
    replace(&fault->reason, dup_own_text(hvr_xml_find(reason, HVR_NS_S, "Text")));
    decode_code(fault, hvr_xml_find(envelope->body, HVR_NS_S, "Code"));
    decode_detail(fault, hvr_xml_find(envelope->body, HVR_NS_S, "Detail"));

    return fault;
}

static xmlNode *
encode_wsman_fault(const HvrWsmanFault *fault, xmlNode *parent)
{
    xmlNode *node = hvr_wsman_envelope_add_element(parent, HVR_NS_F, "f", "WSManFault");

    hvr_xml_set_format(node, "Code", "%u", fault->code);
    hvr_xml_set(node, "Machine", fault->machine != NULL ? fault->machine : "");

    return node;
}

static void
encode_detail(const HvrWsmanFault *fault, xmlNode *detail)
{
    xmlNode *node;
    xmlNode *message;
    xmlNode *provider;

    if (fault->detail != NULL)
        hvr_xml_add_format(detail, hvr_wsman_ns(detail, HVR_NS_W, "w"), "FaultDetail", "%s%s",
                           HVR_WSMAN_FAULT_DETAIL, fault->detail);
    if (fault->code == 0)
        return;

    node = encode_wsman_fault(fault, detail);
    if (fault->provider == NULL) {
        hvr_xml_add(node, NULL, "Message", fault->reason);
        return;
    }

    message = hvr_xml_add(node, NULL, "Message", NULL);
    provider = hvr_xml_add(message, NULL, "ProviderFault", NULL);
    hvr_xml_set(provider, "provider", fault->provider);
    hvr_xml_set(provider, "path", "C:\\Windows\\system32\\WsmWmiPl.dll");
    node = encode_wsman_fault(fault, provider);
    hvr_xml_add(node, NULL, "Message", fault->provider_message);
}

static gsize
find_family(const char *ns)
{
    for (gsize i = 0; i < G_N_ELEMENTS(families); i++) {
        if (g_str_equal(families[i].ns, ns))
            return i;
    }

    g_return_val_if_reached(0);
}

/* s:MustUnderstand and s:VersionMismatch are codes, not subcodes. */
static void
encode_code(const HvrWsmanFault *fault, const char *prefix, xmlNode *code)
{
    xmlNode *subcode;

    if (g_str_equal(fault->subcode_ns, HVR_NS_S)) {
        hvr_xml_add_format(code, NULL, "Value", "%s:%s", prefix, fault->subcode);
        return;
    }

    hvr_xml_add(code, NULL, "Value", fault->sender ? "s:Sender" : "s:Receiver");
    subcode = hvr_xml_add(code, NULL, "Subcode", NULL);
    hvr_xml_add_format(subcode, NULL, "Value", "%s:%s", prefix, fault->subcode);
}

xmlDoc *
hvr_wsman_fault_encode(const HvrWsmanFault *fault, const char *relates_to, const char *message_id)
{
    gsize family = find_family(fault->subcode_ns);
    xmlNode *body;
    xmlNode *node;
    xmlNode *text;
    xmlDoc *doc =
        hvr_wsman_envelope_new_fault(families[family].action, relates_to, message_id, &body);

    hvr_wsman_ns(xmlDocGetRootElement(doc), families[family].ns, families[family].prefix);
    node = hvr_xml_add(body, NULL, "Fault", NULL);
    encode_code(fault, families[family].prefix, hvr_xml_add(node, NULL, "Code", NULL));
    text = hvr_xml_add(hvr_xml_add(node, NULL, "Reason", NULL), NULL, "Text", fault->reason);
    xmlNodeSetLang(text, BAD_CAST(*fault->reason != '\0' ? "en-US" : ""));
    encode_detail(fault, hvr_xml_add(node, NULL, "Detail", NULL));

    return doc;
}

/* A host's sentence as part of ours: one line, no full stop, of bounded length. */
static char *
dup_one_line(const char *text)
{
    g_autoptr(GString) line = g_string_new(NULL);

    for (; *text != '\0' && line->len < MAX_REASON; text = g_utf8_next_char(text)) {
        if (!g_unichar_isspace(g_utf8_get_char(text)))
            g_string_append_len(line, text, g_utf8_next_char(text) - text);
        else if (line->len > 0 && line->str[line->len - 1] != ' ')
            g_string_append_c(line, ' ');
    }
    g_strchomp(line->str);
    if (g_str_has_suffix(line->str, "."))
        line->str[strlen(line->str) - 1] = '\0';

    return g_strdup(line->str);
}

static const char *
get_sentence(const HvrWsmanFault *fault)
{
    if (fault->provider_message != NULL)
        return fault->provider_message;

    return *fault->reason != '\0' ? fault->reason : _("the host gave no reason");
}

/* The two groups open WinRM and Hyper-V to who is no administrator. */
#define GRANT                                                                                      \
    N_("on the host put the account into 'Remote Management Users' and 'Hyper-V Administrators'")

gboolean
hvr_wsman_fault_fail(const HvrWsmanFault *fault, const char *operation, GError **error)
{
    const char *hint;
    HvrErrorCode code = hvr_wsman_fault_map(fault, &hint);
    g_autofree char *sentence = dup_one_line(get_sentence(fault));
    HvrErrorDetail detail = {
        .operation = operation,
        .fault_subcode = fault->subcode,
        .fault_code = fault->code,
        .remedy = code == HVR_ERROR_DENIED ? GRANT : NULL,
    };

    if (hint != NULL)
        hvr_fail(error, code, _("'%1$s' failed, %2$s %3$s (%4$s, code %5$u)"), operation, hint,
                 sentence, fault->subcode, fault->code);
    else if (fault->code != 0)
        hvr_fail(error, code, _("'%1$s' failed: %2$s (%3$s, code %4$u)"), operation, sentence,
                 fault->subcode, fault->code);
    else
        hvr_fail(error, code, _("'%1$s' failed: %2$s (%3$s)"), operation, sentence, fault->subcode);

    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}
