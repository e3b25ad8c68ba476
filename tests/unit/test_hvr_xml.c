/* test_hvr_xml.c: bounded parsing, escaping once
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_xml.h"

#include <string.h>

#include "hvr_error.h"
#include "hvr_secret.h"

typedef struct {
    const char *name;
    const char *text;
    const char *message; /* a part of it */
} Refusal;

/* clang-format off */
static const Refusal refusals[] = {
    { "empty",     "",                                                        "is empty" },
    { "no-xml",    "hello",                                                   "not well-formed" },
    { "cut-off",   "<a><b></b>",                                              "line 1" },
    { "two-roots", "<a/><b/>",                                                "not well-formed" },
    { "doctype",   "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",              "document type" },
    { "external",  "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",          "document type" },
    { "control",   "<a>\x01</a>",                                             "not well-formed" },
    { "no-utf8",   "<a>\xff\xfe</a>",                                         "not well-formed" },
};
/* clang-format on */

static void
test_refusal(gconstpointer data)
{
    const Refusal *c = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(xmlDoc) doc = hvr_xml_parse(c->text, strlen(c->text), &error);

    g_assert_null(doc);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
    g_assert_nonnull(strstr(error->message, c->message));
    g_assert_null(strchr(error->message, '\n'));
}

static void
test_too_deep(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(xmlDoc) doc = NULL;

    for (guint i = 0; i < 100000; i++)
        g_string_append(text, "<a>");
    doc = hvr_xml_parse(text->str, text->len, &error);
    g_assert_null(doc);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
}

/* The parser's words quote the document, which may be all one name. */
static void
test_long_name(void)
{
    g_autofree char *name = g_strnfill(40000, 'n');
    g_autofree char *text = g_strconcat("<", name, "></x>", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_xml_parse(text, strlen(text), &error));
    g_assert_cmpuint(strlen(error->message), <, 300);
}

static void
test_too_big(void)
{
    gsize length = HVR_XML_MAX_SIZE + 1;
    g_autofree char *text = g_malloc(length);
    g_autoptr(GError) error = NULL;
    g_autoptr(xmlDoc) doc = NULL;

    memset(text, ' ', length);
    doc = hvr_xml_parse(text, length, &error);
    g_assert_null(doc);
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
    g_assert_nonnull(strstr(error->message, "16777217"));
}

static void
test_text_too_big(void)
{
    g_autofree char *text = g_strnfill(HVR_XML_MAX_TEXT + 1, ' ');
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_xml_parse_text(text, &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
    g_assert_nonnull(strstr(error->message, "262145"));
}

/* Each hyphen is one more error: all of them take libxml2 longer than a test may. */
static void
test_many_errors(void)
{
    g_autofree char *hyphens = g_strnfill(2000000, '-');
    g_autofree char *text = g_strconcat("<a><!--", hyphens, "--></a>", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_null(hvr_xml_parse(text, strlen(text), &error));
    g_assert_error(error, HVR_ERROR, HVR_ERROR_XML);
}

static void
test_find(void)
{
    const char *text = "<a xmlns='urn:x' xmlns:y='urn:y'> <y:b n='1'/>text<b m='2' y:m='3'>t&amp;u"
                       "<c>v</c></b><b/></a>";
    g_autoptr(GError) error = NULL;
    g_autoptr(xmlDoc) doc = hvr_xml_parse(text, strlen(text), &error);
    xmlNode *root;
    xmlNode *b;
    g_autofree char *content = NULL;
    g_autofree char *m = NULL;
    g_autofree char *ym = NULL;

    g_assert_no_error(error);
    root = xmlDocGetRootElement(doc);
    g_assert_true(hvr_xml_is(root, "urn:x", "a"));
    g_assert_false(hvr_xml_is(root, NULL, "a"));
    g_assert_true(hvr_xml_is(hvr_xml_first_element(root), "urn:y", "b"));

    b = hvr_xml_find(root, "urn:x", "b");
    g_assert_true(b == hvr_xml_next_element(hvr_xml_first_element(root)));
    content = hvr_xml_dup_text(b);
    g_assert_cmpstr(content, ==, "t&uv");
    m = hvr_xml_dup_attribute(b, NULL, "m");
    ym = hvr_xml_dup_attribute(b, "urn:y", "m");
    g_assert_cmpstr(m, ==, "2");
    g_assert_cmpstr(ym, ==, "3");
    g_assert_null(hvr_xml_dup_attribute(b, NULL, "none"));

    g_assert_nonnull(hvr_xml_next(b, "urn:x", "b"));
    g_assert_null(hvr_xml_next(hvr_xml_next(b, "urn:x", "b"), "urn:x", "b"));
    g_assert_null(hvr_xml_find(NULL, "urn:x", "b"));
    g_assert_null(hvr_xml_first_element(NULL));
}

static void
test_build(void)
{
    g_autoptr(xmlDoc) doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *root = xmlNewDocNode(doc, NULL, BAD_CAST "a", NULL);
    g_autofree char *flat = NULL;
    g_autofree char *indented = NULL;

    xmlDocSetRootElement(doc, root);
    hvr_xml_set(root, "q", "\"<&>'");
    hvr_xml_set(root, "absent", NULL);
    hvr_xml_set_format(root, "n", "%d", 7);
    hvr_xml_add(root, NULL, "b", "x & <y>");
    hvr_xml_add_format(root, NULL, "c", "%s", "]]>");
    hvr_xml_add(root, NULL, "d", NULL);

    flat = hvr_xml_format_flat(root);
    g_assert_cmpstr(flat, ==,
                    "<a q=\"&quot;&lt;&amp;&gt;'\" n=\"7\"><b>x &amp; &lt;y&gt;</b>"
                    "<c>]]&gt;</c><d/></a>");
    indented = hvr_xml_format(root);
    g_assert_nonnull(strstr(indented, "\n  <b>"));
}

static void
test_secret(void)
{
    char text[] = { 'p', 'w', '\0', 'x' };
    g_autoptr(HvrSecret) secret = hvr_secret_new(text, 2);
    g_autoptr(HvrSecret) again = hvr_secret_ref(secret);

    hvr_secret_wipe(text, sizeof text);
    for (gsize i = 0; i < sizeof text; i++)
        g_assert_cmpint(text[i], ==, '\0');
    g_assert_cmpstr(hvr_secret_get_text(again), ==, "pw");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/hvr/xml/refusal/", refusals[i].name, NULL);

        g_test_add_data_func(path, &refusals[i], test_refusal);
    }
    g_test_add_func("/hvr/xml/refusal/too-deep", test_too_deep);
    g_test_add_func("/hvr/xml/refusal/long-name", test_long_name);
    g_test_add_func("/hvr/xml/refusal/too-big", test_too_big);
    g_test_add_func("/hvr/xml/refusal/text-too-big", test_text_too_big);
    g_test_add_func("/hvr/xml/refusal/many-errors", test_many_errors);
    g_test_add_func("/hvr/xml/find", test_find);
    g_test_add_func("/hvr/xml/build", test_build);
    g_test_add_func("/hvr/secret/wipe", test_secret);

    return g_test_run();
}
