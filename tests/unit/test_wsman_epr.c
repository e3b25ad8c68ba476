/* test_wsman_epr.c: endpoint references, in and out
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_epr.h"

#include <string.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_names.h"

#define OPEN           "<r xmlns:a=\"" HVR_NS_A "\" xmlns:w=\"" HVR_NS_W "\">"
#define CLOSE          "</r>"
#define URI            "<w:ResourceURI>http://x/C</w:ResourceURI>"
#define K(name, value) "<w:Selector Name=\"" name "\">" value "</w:Selector>"

typedef struct {
    const char *name;
    const char *text;
    const char *expect; /* "URI|name=value|...", or a part of the message */
} Case;

/* clang-format off */
static const Case good[] = {
    { "inline",        OPEN "<a:Address>any</a:Address><a:ReferenceParameters>" URI "<w:SelectorSet>" K("A", "1") K("B", "2") "</w:SelectorSet></a:ReferenceParameters>" CLOSE,
                       "http://x/C|A=1|B=2" },
    { "wrapped",       OPEN "<a:EndpointReference><a:ReferenceParameters>" URI "<w:SelectorSet>" K("A", "1") "</w:SelectorSet></a:ReferenceParameters></a:EndpointReference>" CLOSE,
                       "http://x/C|A=1" },
    { "properties",    OPEN "<a:ReferenceProperties>" URI "</a:ReferenceProperties>" CLOSE,
                       "http://x/C" },
    { "singleton",     OPEN "<a:ReferenceParameters>" URI "</a:ReferenceParameters>" CLOSE,
                       "http://x/C" },
    { "no-selectors",  OPEN "<a:ReferenceParameters>" URI "<w:SelectorSet/></a:ReferenceParameters>" CLOSE,
                       "http://x/C" },
    { "blanks",        OPEN "<a:ReferenceParameters> <w:ResourceURI>\n http://x/C </w:ResourceURI><w:SelectorSet> " K("A", " 1 ") " </w:SelectorSet></a:ReferenceParameters>" CLOSE,
                       "http://x/C|A= 1 " },
    { "markup",        OPEN "<a:ReferenceParameters>" URI "<w:SelectorSet>" K("A", "a&lt;&amp;\"\\b") "</w:SelectorSet></a:ReferenceParameters>" CLOSE,
                       "http://x/C|A=a<&\"\\b" },
    { "empty-value",   OPEN "<a:ReferenceParameters>" URI "<w:SelectorSet><w:Selector Name=\"A\"/></w:SelectorSet></a:ReferenceParameters>" CLOSE,
                       "http://x/C|A=" },
};

static const Case bad[] = {
    { "nothing",       OPEN CLOSE, "no ResourceURI" },
    { "no-parameters", OPEN URI CLOSE, "no ResourceURI" },
    { "no-uri",        OPEN "<a:ReferenceParameters/>" CLOSE, "no ResourceURI" },
    { "other-ns",      OPEN "<ReferenceParameters>" URI "</ReferenceParameters>" CLOSE, "no ResourceURI" },
    { "no-name",       OPEN "<a:ReferenceParameters>" URI "<w:SelectorSet><w:Selector>1</w:Selector></w:SelectorSet></a:ReferenceParameters>" CLOSE, "no name" },
    { "empty-name",    OPEN "<a:ReferenceParameters>" URI "<w:SelectorSet>" K("", "1") "</w:SelectorSet></a:ReferenceParameters>" CLOSE, "no name" },
    { "twice",         OPEN "<a:ReferenceParameters>" URI "<w:SelectorSet>" K("A", "1") K("a", "2") "</w:SelectorSet></a:ReferenceParameters>" CLOSE, "'a' stands twice" },
    { "nested",        OPEN "<a:ReferenceParameters>" URI "<w:SelectorSet>" K("A", "<a:EndpointReference/>") "</w:SelectorSet></a:ReferenceParameters>" CLOSE, "'A' is no plain value" },
};
/* clang-format on */

static xmlDoc *
parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    xmlDoc *doc = hvr_xml_parse(text, strlen(text), &error);

    g_assert_no_error(error);

    return doc;
}

static char *
describe(const HvrWsmanEpr *epr)
{
    g_autoptr(GString) text = g_string_new(epr->resource_uri);

    for (guint i = 0; i < epr->selectors->len; i++) {
        const HvrWsmanSelector *selector = g_ptr_array_index(epr->selectors, i);

        g_string_append_printf(text, "|%s=%s", selector->name, selector->value);
    }

    return g_strdup(text->str);
}

static void
assert_described(const HvrWsmanEpr *epr, const char *expect)
{
    g_autofree char *text = describe(epr);

    g_assert_cmpstr(text, ==, expect);
}

static void
test_decode(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(xmlDoc) doc = parse(c->text);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEpr) epr = hvr_wsman_epr_decode(xmlDocGetRootElement(doc), &error);

    g_assert_no_error(error);
    assert_described(epr, c->expect);
}

static void
test_refuse(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(xmlDoc) doc = parse(c->text);
    g_autoptr(GError) error = NULL;
    g_autoptr(HvrWsmanEpr) epr = hvr_wsman_epr_decode(xmlDocGetRootElement(doc), &error);

    g_assert_null(epr);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_PROTOCOL);
    g_assert_nonnull(strstr(error->message, c->expect));
}

static void
test_encode(void)
{
    g_autoptr(xmlDoc) doc = parse("<r/>");
    xmlNode *root = xmlDocGetRootElement(doc);
    g_autoptr(HvrWsmanEpr) epr = hvr_wsman_epr_new("http://x/C");
    g_autofree char *text = NULL;

    hvr_wsman_epr_add(epr, "A", "1 < 2");
    hvr_wsman_epr_add(epr, "B", "Microsoft:X\\Y");
    hvr_wsman_epr_encode(epr, root);
    text = hvr_xml_format_flat(root);

    g_assert_cmpstr(text, ==,
                    "<r xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                    " xmlns:w=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\">"
                    "<a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
                    "</a:Address><a:ReferenceParameters>"
                    "<w:ResourceURI>http://x/C</w:ResourceURI>"
                    "<w:SelectorSet><w:Selector Name=\"A\">1 &lt; 2</w:Selector>"
                    "<w:Selector Name=\"B\">Microsoft:X\\Y</w:Selector></w:SelectorSet>"
                    "</a:ReferenceParameters></r>");
}

/* An empty w:SelectorSet is left out, as Microsoft's client does. */
static void
test_encode_singleton(void)
{
    g_autoptr(xmlDoc) doc = parse("<r/>");
    g_autoptr(HvrWsmanEpr) epr = hvr_wsman_epr_new("http://x/C");

    hvr_wsman_epr_encode_selectors(epr, xmlDocGetRootElement(doc));
    g_assert_null(xmlDocGetRootElement(doc)->children);
}

static void
test_value(void)
{
    g_autoptr(HvrWsmanEpr) epr = hvr_wsman_epr_new("http://x/C");
    g_autoptr(HvrWsmanEpr) copy = NULL;

    hvr_wsman_epr_add(epr, "InstanceID", "1");
    copy = hvr_wsman_epr_copy(epr);
    hvr_wsman_epr_add(copy, "Name", "2");

    g_assert_cmpstr(hvr_wsman_epr_get(epr, "instanceid"), ==, "1");
    g_assert_null(hvr_wsman_epr_get(epr, "Name"));
    assert_described(copy, "http://x/C|InstanceID=1|Name=2");
    hvr_wsman_epr_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autofree char *path = g_strconcat("/wsman/epr/decode/", good[i].name, NULL);

        g_test_add_data_func(path, &good[i], test_decode);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *path = g_strconcat("/wsman/epr/refuse/", bad[i].name, NULL);

        g_test_add_data_func(path, &bad[i], test_refuse);
    }
    g_test_add_func("/wsman/epr/encode", test_encode);
    g_test_add_func("/wsman/epr/encode/singleton", test_encode_singleton);
    g_test_add_func("/wsman/epr/value", test_value);

    return g_test_run();
}
