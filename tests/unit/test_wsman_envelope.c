/* test_wsman_envelope.c: SOAP envelopes, and what is none
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_envelope.h"

#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_names.h"

#define OPEN                                                                                       \
    "<s:Envelope xmlns:s=\"" HVR_NS_S "\" xmlns:a=\"" HVR_NS_A "\" xmlns:w=\"" HVR_NS_W            \
    "\" xmlns:p=\"" HVR_NS_P "\"><s:Header>"
#define MIDDLE "</s:Header><s:Body>"
#define CLOSE  "</s:Body></s:Envelope>"

static HvrWsmanEnvelope *
parse(const char *text, GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));

    return hvr_wsman_envelope_parse(bytes, error);
}

static HvrWsmanEnvelope *
parse_ok(const char *text)
{
    g_autoptr(GError) error = NULL;
    HvrWsmanEnvelope *envelope = parse(text, &error);

    g_assert_no_error(error);

    return envelope;
}

typedef struct {
    const char *name;
    const char *text;
    int code; /* an HvrErrorCode */
    const char *message;
} Refusal;

/* clang-format off */
static const Refusal refusals[] = {
    { "empty",         "",                                             HVR_ERROR_XML,      "empty" },
    { "text",          "hello",                                        HVR_ERROR_XML,      "not well-formed" },
    { "cut-off",       OPEN MIDDLE "<x>",                              HVR_ERROR_XML,      "not well-formed" },
    { "doctype",       "<!DOCTYPE x [<!ENTITY y \"z\">]>" OPEN MIDDLE CLOSE, HVR_ERROR_XML, "document type" },
    { "html",          "<html><body/></html>",                         HVR_ERROR_PROTOCOL, "'html' is no SOAP envelope" },
    { "soap-1.1",      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>", HVR_ERROR_PROTOCOL, "SOAP 1.2" },
    { "no-namespace",  "<Envelope><Body/></Envelope>",                 HVR_ERROR_PROTOCOL, "SOAP 1.2" },
    { "no-body",       "<s:Envelope xmlns:s=\"" HVR_NS_S "\"><s:Header/></s:Envelope>", HVR_ERROR_PROTOCOL, "no body" },
    { "twice",         OPEN "<a:Action>1</a:Action><a:Action>2</a:Action>" MIDDLE CLOSE, HVR_ERROR_PROTOCOL, "'Action' stands twice" },
    { "two-targets",   OPEN "<w:ResourceURI>1</w:ResourceURI><w:ResourceURI>2</w:ResourceURI>" MIDDLE CLOSE, HVR_ERROR_PROTOCOL, "'ResourceURI' stands twice" },
    { "size-text",     OPEN "<w:MaxEnvelopeSize>big</w:MaxEnvelopeSize>" MIDDLE CLOSE, HVR_ERROR_PROTOCOL, "'big'" },
    { "size-negative", OPEN "<w:MaxEnvelopeSize>-1</w:MaxEnvelopeSize>" MIDDLE CLOSE, HVR_ERROR_PROTOCOL, "'MaxEnvelopeSize'" },
    { "size-huge",     OPEN "<w:MaxEnvelopeSize>4294967296</w:MaxEnvelopeSize>" MIDDLE CLOSE, HVR_ERROR_PROTOCOL, "'MaxEnvelopeSize'" },
    { "timeout",       OPEN "<w:OperationTimeout>60</w:OperationTimeout>" MIDDLE CLOSE, HVR_ERROR_PROTOCOL, "'OperationTimeout'" },
    { "selector",      OPEN "<w:ResourceURI>u</w:ResourceURI><w:SelectorSet><w:Selector/></w:SelectorSet>" MIDDLE CLOSE, HVR_ERROR_PROTOCOL, "a selector has no name" },
    { "option",        OPEN "<w:OptionSet><w:Option>1</w:Option></w:OptionSet>" MIDDLE CLOSE, HVR_ERROR_PROTOCOL, "an option has no name" },
};
/* clang-format on */

static void
test_refusal(gconstpointer data)
{
    const Refusal *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEnvelope) envelope = parse(c->text, &error);

    g_assert_null(envelope);
    g_assert_error(error, HVR_ERROR, c->code);
    g_assert_nonnull(strstr(error->message, c->message));
}

static void
test_too_deep(void)
{
    g_autoptr(GString) text = g_string_new(OPEN MIDDLE);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEnvelope) envelope = NULL;

    for (guint i = 0; i < 10000; i++)
        g_string_append(text, "<x>");
    envelope = parse(text->str, &error);

    g_assert_null(envelope);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
}

static void
test_too_large(void)
{
    g_autofree char *text = g_strnfill(HVR_XML_MAX_SIZE + 1, ' ');
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEnvelope) envelope = parse(text, &error);

    g_assert_null(envelope);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
}

/* As openwsman, hence libvirt's own driver, writes it: other prefixes, other order. */
static void
test_foreign_request(void)
{
    g_autoptr(HvrWsmanEnvelope) envelope = parse_ok(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\""
        " xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
        " xmlns:wsman=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\">\n"
        "<e:Header>\n"
        "<wsman:SelectorSet><wsman:Selector Name=\"Name\">vm</wsman:Selector></wsman:SelectorSet>\n"
        "<wsa:Action e:mustUnderstand=\"true\">http://x/C/M</wsa:Action>\n"
        "<wsa:To e:mustUnderstand=\"true\">http://hv1:5985/wsman</wsa:To>\n"
        "<wsman:ResourceURI e:mustUnderstand=\"true\"> http://x/C\n</wsman:ResourceURI>\n"
        "<wsa:MessageID e:mustUnderstand=\"true\">uuid:1</wsa:MessageID>\n"
        "<wsa:ReplyTo><wsa:Address>http://anon</wsa:Address></wsa:ReplyTo>\n"
        "<wsa:RelatesTo>uuid:0</wsa:RelatesTo>\n"
        "<wsman:OptionSet><wsman:Option Name=\"wmi:k\">v</wsman:Option></wsman:OptionSet>\n"
        "<wsman:MaxEnvelopeSize>153600</wsman:MaxEnvelopeSize>\n"
        "<wsman:OperationTimeout>PT60.0S</wsman:OperationTimeout>\n"
        "</e:Header>\n<e:Body>\n<x/>\n<y/></e:Body></e:Envelope>");

    g_assert_cmpstr(envelope->action, ==, "http://x/C/M");
    g_assert_cmpstr(envelope->message_id, ==, "uuid:1");
    g_assert_cmpstr(envelope->relates_to, ==, "uuid:0");
    g_assert_cmpstr(envelope->to, ==, "http://hv1:5985/wsman");
    g_assert_cmpstr(envelope->reply_to, ==, "http://anon");
    g_assert_cmpstr(envelope->target->resource_uri, ==, "http://x/C");
    g_assert_cmpstr(hvr_wsman_epr_get(envelope->target, "Name"), ==, "vm");
    g_assert_cmpuint(g_hash_table_size(envelope->options), ==, 1);
    g_assert_cmpstr(g_hash_table_lookup(envelope->options, "wmi:k"), ==, "v");
    g_assert_cmpuint(envelope->max_envelope_size, ==, 153600);
    g_assert_cmpint(envelope->operation_timeout, ==, 60000000);
    g_assert_null(envelope->not_understood);
    g_assert_false(envelope->locale_must_understand);
    g_assert_true(hvr_xml_is(envelope->body, NULL, "x"));
}

static void
test_bare(void)
{
    g_autoptr(HvrWsmanEnvelope)
        envelope = parse_ok("<s:Envelope xmlns:s=\"" HVR_NS_S "\"><s:Body> </s:Body></s:Envelope>");

    g_assert_cmpstr(envelope->action, ==, "");
    g_assert_null(envelope->message_id);
    g_assert_null(envelope->target);
    g_assert_null(envelope->body);
    g_assert_cmpuint(envelope->max_envelope_size, ==, 0);
    g_assert_cmpint(envelope->operation_timeout, ==, 0);
    hvr_wsman_envelope_free(NULL);
}

typedef struct {
    const char *name;
    const char *headers;
    const char *not_understood;
    gboolean locale;
    gboolean data_locale;
} Must;

/* clang-format off */
static const Must musts[] = {
    { "known",           "<w:MaxEnvelopeSize s:mustUnderstand=\"true\">1</w:MaxEnvelopeSize>",          NULL,                            FALSE },
    { "unknown",         "<x s:mustUnderstand=\"true\"/>",                                             "{}x",                           FALSE },
    { "unknown-1",       "<a:Retry s:mustUnderstand=\" 1 \"/>",                                        "{" HVR_NS_A "}Retry",           FALSE },
    { "first-of-two",    "<a:X s:mustUnderstand=\"1\"/><a:Y s:mustUnderstand=\"1\"/>",                 "{" HVR_NS_A "}X",               FALSE },
    { "fragment",        "<w:FragmentTransfer s:mustUnderstand=\"true\">a</w:FragmentTransfer>",       NULL,                            FALSE },
    { "fault-to",        "<a:FaultTo s:mustUnderstand=\"true\"/>",                                     NULL,                            FALSE },
    { "identifier",      "<e:Identifier xmlns:e=\"" HVR_NS_E "\" s:mustUnderstand=\"1\">x</e:Identifier>", NULL,                       FALSE },
    { "need-not",        "<x s:mustUnderstand=\"false\"/><y s:mustUnderstand=\"0\"/><z/>",             NULL,                            FALSE },
    { "other-attribute", "<x mustUnderstand=\"true\"/>",                                               NULL,                            FALSE },
    { "locale",          "<w:Locale s:mustUnderstand=\"true\" xml:lang=\"de\"/>",                      NULL,                            TRUE },
    { "data-locale",     "<p:DataLocale s:mustUnderstand=\"1\"/>",                                     NULL,                            FALSE, TRUE },
    { "weak-locales",    "<w:Locale s:mustUnderstand=\"false\"/><p:DataLocale/>",                      NULL,                            FALSE },
    { "session",         "<p:SessionId s:mustUnderstand=\"false\">uuid:1</p:SessionId>",               NULL,                            FALSE },
};
/* clang-format on */

static void
test_must(gconstpointer data)
{
    const Must *c = data;
    g_autofree char *text = g_strconcat(OPEN, c->headers, MIDDLE CLOSE, NULL);
    g_autoptr(HvrWsmanEnvelope) envelope = parse_ok(text);

    g_assert_cmpstr(envelope->not_understood, ==, c->not_understood);
    g_assert_cmpint(envelope->locale_must_understand, ==, c->locale);
    g_assert_cmpint(envelope->data_locale_must_understand, ==, c->data_locale);
}

static void
test_services_headers(void)
{
    g_autoptr(HvrWsmanEnvelope) envelope = parse_ok(
        OPEN
        "<a:FaultTo><a:Address> http://x/ </a:Address></a:FaultTo>"
        "<e:Identifier xmlns:e=\"" HVR_NS_E "\">885E9924</e:Identifier>"
        "<p:ActivityId>1</p:ActivityId>"
        "<w:FragmentTransfer s:mustUnderstand=\"true\">Name</w:FragmentTransfer>" MIDDLE CLOSE);
    g_autoptr(HvrWsmanEnvelope)
        weak = parse_ok(OPEN "<w:FragmentTransfer>Name</w:FragmentTransfer>" MIDDLE CLOSE);

    g_assert_cmpstr(envelope->fault_to, ==, "http://x/");
    g_assert_cmpstr(envelope->identifier, ==, "885E9924");
    g_assert_cmpstr(envelope->activity_id, ==, "1");
    g_assert_cmpstr(envelope->fragment, ==, "Name");
    g_assert_true(envelope->fragment_must_understand);
    g_assert_false(weak->fragment_must_understand);
    g_assert_null(weak->fault_to);
}

static void
test_selectors_without_class(void)
{
    g_autoptr(HvrWsmanEnvelope) envelope = parse_ok(
        OPEN "<w:SelectorSet><w:Selector Name=\"a\">1</w:Selector></w:SelectorSet>" MIDDLE CLOSE);

    g_assert_null(envelope->target);
}

/* What the client writes the simulator must read, and each request is another message. */
static void
test_request(void)
{
    g_autoptr(HvrWsmanEpr) target = hvr_wsman_epr_new("http://x/C");
    HvrWsmanRequest request = { "http://h/wsman", "http://x/C/M", target, 1500000 };
    char *ids[2];

    hvr_wsman_epr_add(target, "K", "\303\244<&> \"\\\r\n");
    for (guint i = 0; i < 2; i++) {
        xmlNode *body;
        g_autoptr(xmlDoc) doc = hvr_wsman_envelope_new_request(&request, &body);
        g_autoptr(GBytes) bytes = NULL;
        g_autoptr(HvrWsmanEnvelope) envelope = NULL;

        hvr_wsman_envelope_add_element(body, "http://x/C", "p", "M_INPUT");
        bytes = hvr_wsman_envelope_format(doc);
        envelope = hvr_wsman_envelope_parse(bytes, NULL);
        g_assert_cmpstr(envelope->to, ==, "http://h/wsman");
        g_assert_cmpstr(envelope->action, ==, "http://x/C/M");
        g_assert_cmpstr(envelope->reply_to, ==, HVR_WSMAN_ANONYMOUS);
        g_assert_cmpstr(hvr_wsman_epr_get(envelope->target, "K"), ==, "\303\244<&> \"\\\r\n");
        g_assert_cmpuint(envelope->max_envelope_size, ==, 512000);
        g_assert_cmpint(envelope->operation_timeout, ==, 1500000);
        g_assert_null(envelope->not_understood);
        g_assert_false(envelope->locale_must_understand);
        g_assert_true(hvr_xml_is(envelope->body, "http://x/C", "M_INPUT"));
        ids[i] = g_strdup(envelope->message_id);
    }

    g_assert_true(
        g_regex_match_simple("^uuid:[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$", ids[0], 0, 0));
    g_assert_cmpstr(ids[0], !=, ids[1]);
    g_free(ids[0]);
    g_free(ids[1]);
}

static void
test_early_response(void)
{
    xmlNode *body;
    g_autoptr(xmlDoc) doc = hvr_wsman_envelope_new_response(NULL, NULL, "uuid:1", &body);
    g_autoptr(GBytes) bytes = hvr_wsman_envelope_format(doc);
    g_autoptr(HvrWsmanEnvelope) envelope = hvr_wsman_envelope_parse(bytes, NULL);

    g_assert_cmpstr(envelope->action, ==, "");
    g_assert_null(envelope->relates_to);
    g_assert_cmpstr(envelope->message_id, ==, "uuid:1");
    g_assert_cmpstr(envelope->to, ==, HVR_WSMAN_ANONYMOUS);
}

/* Windows writes no character references (recorded), and neither do attributes of ours. */
static void
test_encoding(void)
{
    xmlNode *body;
    g_autoptr(xmlDoc) doc = hvr_wsman_envelope_new_response("a", NULL, "uuid:1", &body);
    g_autoptr(GBytes) bytes = NULL;

    hvr_xml_set(hvr_xml_add(body, NULL, "x", "\343\203\206"), "y", "\303\244");
    bytes = hvr_wsman_envelope_format(doc);
    g_assert_nonnull(g_strstr_len(g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes),
                                  "<s:x y=\"\303\244\">\343\203\206</s:x>"));
}

/* MS-WSMV 3.1.4.1.25; an envelope with such characters would not be XML. */
static void
test_control_characters(void)
{
    xmlNode *body;
    g_autoptr(xmlDoc) doc = hvr_wsman_envelope_new_response("a", NULL, "uuid:1", &body);
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(HvrWsmanEnvelope) envelope = NULL;
    g_autofree char *text = NULL;

    hvr_xml_add(body, NULL, "x",
                "a\x01"
                "b\x1f"
                "c\td\ne");
    bytes = hvr_wsman_envelope_format(doc);
    envelope = hvr_wsman_envelope_parse(bytes, NULL);
    g_assert_nonnull(envelope);
    text = hvr_xml_dup_text(envelope->body);
    g_assert_cmpstr(text, ==, "a?b?c\td\ne");
}

/* A prefix that is taken must not change what stands there already. */
static void
test_ns(void)
{
    static const char text[] = "<p:r xmlns:p=\"u:1\"><p:a/></p:r>";
    g_autoptr(xmlDoc) doc = hvr_xml_parse(text, strlen(text), NULL);
    xmlNode *root = xmlDocGetRootElement(doc);
    g_autofree char *result = NULL;

    g_assert_cmpstr((const char *)hvr_wsman_ns(root, "u:1", "q")->prefix, ==, "p");
    g_assert_cmpstr((const char *)hvr_wsman_ns(root, "u:2", "p")->prefix, ==, "p1");
    g_assert_cmpstr((const char *)hvr_wsman_ns(root, "u:3", "p")->prefix, ==, "p2");
    g_assert_cmpstr((const char *)hvr_wsman_ns(root->children, "u:4", "p")->prefix, ==, "p1");
    hvr_wsman_envelope_add_element(root->children, "u:5", "p", "b");

    result = hvr_xml_format_flat(root);
    g_assert_cmpstr(result, ==,
                    "<p:r xmlns:p=\"u:1\" xmlns:p1=\"u:2\" xmlns:p2=\"u:3\">"
                    "<p:a xmlns:p1=\"u:4\"><p:b xmlns:p=\"u:5\"/></p:a></p:r>");
}

/* The element itself does not use the prefix, but what is in it does. */
static void
test_ns_in_use_below(void)
{
    static const char text[] = "<r xmlns:p=\"u:1\"><q><p:a/></q></r>";
    g_autoptr(xmlDoc) doc = hvr_xml_parse(text, strlen(text), NULL);
    xmlNode *q = xmlDocGetRootElement(doc)->children;
    g_autofree char *result = NULL;

    hvr_wsman_ns(q, "u:2", "p");
    result = hvr_xml_format_flat(xmlDocGetRootElement(doc));
    g_assert_cmpstr(result, ==, "<r xmlns:p=\"u:1\"><q xmlns:p1=\"u:2\"><p:a/></q></r>");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/wsman/envelope/refuse/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_refusal);
    }
    g_test_add_func("/wsman/envelope/refuse/too-deep", test_too_deep);
    g_test_add_func("/wsman/envelope/refuse/too-large", test_too_large);
    for (gsize i = 0; i < G_N_ELEMENTS(musts); i++) {
        g_autofree char *path = g_strconcat("/wsman/envelope/must/", musts[i].name, NULL);

        g_test_add_data_func(path, &musts[i], test_must);
    }
    g_test_add_func("/wsman/envelope/foreign-request", test_foreign_request);
    g_test_add_func("/wsman/envelope/bare", test_bare);
    g_test_add_func("/wsman/envelope/selectors-without-class", test_selectors_without_class);
    g_test_add_func("/wsman/envelope/services-headers", test_services_headers);
    g_test_add_func("/wsman/envelope/request", test_request);
    g_test_add_func("/wsman/envelope/early-response", test_early_response);
    g_test_add_func("/wsman/envelope/control-characters", test_control_characters);
    g_test_add_func("/wsman/envelope/ns", test_ns);
    g_test_add_func("/wsman/envelope/ns/in-use-below", test_ns_in_use_below);
    g_test_add_func("/wsman/envelope/encoding", test_encoding);

    return g_test_run();
}
