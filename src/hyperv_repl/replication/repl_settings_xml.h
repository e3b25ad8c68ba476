/* repl_settings_xml.h: reading the documents that users edit
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor: what repl_settings_xml.c and repl_document.c share.
 */

#pragma once

#include "repl_document.h"

G_BEGIN_DECLS

/** hvr_repl_xml_fail: FALSE with %HVR_ERROR_XML naming the element and its line */
gboolean hvr_repl_xml_fail(const xmlNode *node, GError **error, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/** hvr_repl_xml_new_document: (transfer full): with a root of that name in our namespace */
xmlDoc *hvr_repl_xml_new_document(const char *name);

/** hvr_repl_xml_parse_document: (transfer full): %NULL with %HVR_ERROR_XML, also if the root is
 * called otherwise */
xmlDoc *hvr_repl_xml_parse_document(const char *text, const char *name, GError **error);

/** hvr_repl_xml_check_ns: %FALSE with %HVR_ERROR_XML if @node is in another namespace than ours */
gboolean hvr_repl_xml_check_ns(const xmlNode *node, GError **error);

/**
 * hvr_repl_xml_check:
 * @attributes: names, ended by %NULL: all that @node may have
 * @holds_text: or else elements
 *
 * Returns: %FALSE with %HVR_ERROR_XML if @node is in another namespace, has other attributes,
 *   text where elements belong or the other way round
 */
gboolean hvr_repl_xml_check(const xmlNode *node,
                            const char *const *attributes,
                            gboolean holds_text,
                            GError **error);

/** hvr_repl_xml_check_once: %FALSE with %HVR_ERROR_XML if a sibling before it has its name */
gboolean hvr_repl_xml_check_once(const xmlNode *node, GError **error);

/**
 * hvr_repl_xml_parse_setting:
 * @node: an element
 * @present: (nullable): as the host has them
 *
 * Returns: %FALSE with %HVR_ERROR_XML if it is no setting of the subject of @settings, or a wrong
 *   one
 */
gboolean hvr_repl_xml_parse_setting(HvrReplSettings *settings,
                                    const xmlNode *node,
                                    const HvrReplSettings *present,
                                    GError **error);

G_END_DECLS
