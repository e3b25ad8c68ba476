/* hvr_xml.h: libxml2 with our manners
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Parsing refuses document types, never touches the network and is bounded in
 * depth and size.  Names are always (namespace URI, local name), never prefixes.
 * XML is built with libxml2 calls only, so that escaping happens in one place.
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)

/** HVR_XML_MAX_SIZE: bytes that one document may have */
#define HVR_XML_MAX_SIZE (16 * 1024 * 1024)

/**
 * hvr_xml_parse:
 * @bytes: the document, UTF-8 or with an encoding that it declares
 * @length: its size in bytes
 *
 * Returns: (transfer full): the document, or %NULL with %HVR_ERROR_XML
 */
xmlDoc *hvr_xml_parse(const char *bytes, gsize length, GError **error);

/** HVR_XML_MAX_TEXT: bytes that a document of a client may have */
#define HVR_XML_MAX_TEXT (256 * 1024)

/**
 * hvr_xml_parse_text:
 * @text: what a client sent
 *
 * As hvr_xml_parse(), for documents that are parsed while others wait.
 *
 * Returns: (transfer full): the document, or %NULL with %HVR_ERROR_XML
 */
xmlDoc *hvr_xml_parse_text(const char *text, GError **error);

/** hvr_xml_is: whether @node is an element of that name; a %NULL @ns means no namespace */
gboolean hvr_xml_is(const xmlNode *node, const char *ns, const char *name);

/** hvr_xml_find: (nullable): @parent's first child element of that name; @parent may be %NULL */
xmlNode *hvr_xml_find(const xmlNode *parent, const char *ns, const char *name);

/** hvr_xml_next: (nullable): the next sibling element of that name */
xmlNode *hvr_xml_next(const xmlNode *node, const char *ns, const char *name);

/** hvr_xml_first_element: (nullable): @parent's first child element */
xmlNode *hvr_xml_first_element(const xmlNode *parent);

/** hvr_xml_next_element: (nullable): the next sibling element */
xmlNode *hvr_xml_next_element(const xmlNode *node);

/** hvr_xml_dup_text: (transfer full): all text below @node; "" for none; @node may not be %NULL */
char *hvr_xml_dup_text(const xmlNode *node);

/** hvr_xml_dup_attribute: (transfer full) (nullable): an attribute's value; @ns %NULL for none */
char *hvr_xml_dup_attribute(const xmlNode *node, const char *ns, const char *name);

/**
 * hvr_xml_add:
 * @parent: where to append
 * @ns: (nullable): a namespace declared on an ancestor; %NULL for the one @parent is in
 * @name: the element's local name
 * @text: (nullable): its text; escaped here
 *
 * Returns: (transfer none): the new element
 */
xmlNode *hvr_xml_add(xmlNode *parent, xmlNs *ns, const char *name, const char *text);

/** hvr_xml_add_format: as hvr_xml_add(), with printf-like text */
xmlNode *hvr_xml_add_format(xmlNode *parent, xmlNs *ns, const char *name, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/** hvr_xml_set: set an attribute without namespace; %NULL @value sets nothing */
void hvr_xml_set(xmlNode *node, const char *name, const char *value);

/** hvr_xml_set_format: as hvr_xml_set(), with printf-like value */
void hvr_xml_set_format(xmlNode *node, const char *name, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/** hvr_xml_format: (transfer full): the element as indented text without XML declaration */
char *hvr_xml_format(xmlNode *node);

/** hvr_xml_format_flat: (transfer full): the same without any added white space */
char *hvr_xml_format_flat(xmlNode *node);

G_END_DECLS
