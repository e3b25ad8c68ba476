/* hvr_xml.c: libxml2 with our manners
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_xml.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "hvr_error.h"

/* libxml2 itself stops at a depth of 256 and at 10 MB of text in one node,
 * as long as XML_PARSE_HUGE stays off. */
#define PARSE_OPTIONS                                                                              \
    (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA)

/* libxml2 quotes names of any length. */
#define MAX_REASON 200

static gboolean
fail_like_parser(xmlParserCtxt *parser, GError **error)
{
    const xmlError *cause = xmlCtxtGetLastError(parser);
    g_autofree char *start = NULL;
    g_autofree char *reason = NULL;

    if (cause == NULL || cause->message == NULL)
        return hvr_fail(error, HVR_ERROR_XML, _("the XML document is not well-formed"));

    /* libxml2 puts a line end behind, and sometimes one inside. */
    start = g_strndup(cause->message, MAX_REASON);
    reason = g_strchomp(g_strdelimit(g_utf8_make_valid(start, -1), "\r\n", ' '));
    return hvr_fail(error, HVR_ERROR_XML, _("the XML document is not well-formed, line %1$d: %2$s"),
                    cause->line, reason);
}

/* libxml2 2.9 goes on after the first error, and what it says about each further one
 * has a copy of all that went before: half a megabyte of hyphens in a comment takes half a
 * minute.  xmlStopParser() frees the text that its caller is still reading. */
static void
stop_at_error(void *user_data, const xmlError *error)
{
    xmlParserCtxt *parser = user_data;

    if (error->level != XML_ERR_FATAL || parser->input == NULL)
        return;

    parser->disableSAX = 1;
    parser->instate = XML_PARSER_EOF;
    parser->input->cur = parser->input->end;
}

static gboolean
check_size(gsize length, int max, GError **error)
{
    if (length == 0)
        return hvr_fail(error, HVR_ERROR_XML, _("the XML document is empty"));
    if (length > (gsize)max)
        return hvr_fail(error, HVR_ERROR_XML,
                        _("the XML document has %1$zu bytes, more than the %2$d allowed"), length,
                        max);

    return TRUE;
}

xmlDoc *
hvr_xml_parse(const char *bytes, gsize length, GError **error)
{
    xmlParserCtxt *parser;
    g_autoptr(xmlDoc) doc = NULL;
    gboolean ok;

    if (!check_size(length, HVR_XML_MAX_SIZE, error))
        return NULL;

    parser = xmlNewParserCtxt();
    parser->sax->serror = (xmlStructuredErrorFunc)stop_at_error;
    doc = xmlCtxtReadMemory(parser, bytes, (int)length, NULL, NULL, PARSE_OPTIONS);
    ok = doc != NULL && xmlDocGetRootElement(doc) != NULL;
    if (!ok)
        fail_like_parser(parser, error);
    xmlFreeParserCtxt(parser);
    if (!ok)
        return NULL;

    /* A document type is how XML bombs are built; no peer of ours sends one. */
    if (xmlGetIntSubset(doc) != NULL)
        return hvr_fail_null(error, HVR_ERROR_XML, _("the XML document has a document type"));

    return g_steal_pointer(&doc);
}

/* How long libxml2 takes grows with the square of an element's attributes: twenty seconds
 * for a megabyte of them. */
xmlDoc *
hvr_xml_parse_text(const char *text, GError **error)
{
    gsize length = strlen(text);

    return check_size(length, HVR_XML_MAX_TEXT, error) ? hvr_xml_parse(text, length, error) : NULL;
}

gboolean
hvr_xml_is(const xmlNode *node, const char *ns, const char *name)
{
    const char *node_ns;

    if (node == NULL || node->type != XML_ELEMENT_NODE)
        return FALSE;

    node_ns = node->ns != NULL ? (const char *)node->ns->href : NULL;
    return strcmp((const char *)node->name, name) == 0 && g_strcmp0(node_ns, ns) == 0;
}

static xmlNode *
first_match(xmlNode *node, const char *ns, const char *name)
{
    for (; node != NULL; node = node->next) {
        if (hvr_xml_is(node, ns, name))
            return node;
    }

    return NULL;
}

static xmlNode *
first_element(xmlNode *node)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE)
        node = node->next;

    return node;
}

xmlNode *
hvr_xml_find(const xmlNode *parent, const char *ns, const char *name)
{
    return parent != NULL ? first_match(parent->children, ns, name) : NULL;
}

xmlNode *
hvr_xml_next(const xmlNode *node, const char *ns, const char *name)
{
    return first_match(node->next, ns, name);
}

xmlNode *
hvr_xml_first_element(const xmlNode *parent)
{
    return parent != NULL ? first_element(parent->children) : NULL;
}

xmlNode *
hvr_xml_next_element(const xmlNode *node)
{
    return first_element(node->next);
}

char *
hvr_xml_dup_text(const xmlNode *node)
{
    xmlChar *text = xmlNodeGetContent(node);
    char *copy = g_strdup(text != NULL ? (const char *)text : "");

    xmlFree(text);

    return copy;
}

char *
hvr_xml_dup_attribute(const xmlNode *node, const char *ns, const char *name)
{
    xmlChar *value = ns != NULL ? xmlGetNsProp((xmlNode *)node, BAD_CAST name, BAD_CAST ns)
                                : xmlGetNoNsProp((xmlNode *)node, BAD_CAST name);
    char *copy = g_strdup((const char *)value);

    xmlFree(value);

    return copy;
}

xmlNode *
hvr_xml_add(xmlNode *parent, xmlNs *ns, const char *name, const char *text)
{
    return xmlNewTextChild(parent, ns, BAD_CAST name, BAD_CAST text);
}

xmlNode *
hvr_xml_add_format(xmlNode *parent, xmlNs *ns, const char *name, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);

    return hvr_xml_add(parent, ns, name, text);
}

void
hvr_xml_set(xmlNode *node, const char *name, const char *value)
{
    if (value != NULL)
        xmlNewProp(node, BAD_CAST name, BAD_CAST value);
}

void
hvr_xml_set_format(xmlNode *node, const char *name, const char *format, ...)
{
    g_autofree char *value = NULL;
    va_list args;

    va_start(args, format);
    value = g_strdup_vprintf(format, args);
    va_end(args);
    hvr_xml_set(node, name, value);
}

static char *
format_node(xmlNode *node, int indent)
{
    xmlBuffer *buffer = xmlBufferCreate();
    char *text;

    xmlNodeDump(buffer, node->doc, node, 0, indent);
    text = g_strdup((const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);

    return text;
}

char *
hvr_xml_format(xmlNode *node)
{
    return format_node(node, 1);
}

char *
hvr_xml_format_flat(xmlNode *node)
{
    return format_node(node, 0);
}
