/* sim_fragment.c: one property of an instance (DSP0226 7.7)
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_fragment.h"

#include <string.h>

#include "hvr_xml.h"
#include "wsman_names.h"

/* NAME, NAME[n], NAME/text() and NAME[n]/text(): XPath as far as WinRM speaks it
 * (MS-WSMV, note 65). */
typedef struct {
    char *name;
    guint64 index; /* from 1; 0: all */
    gboolean is_text;
} Path;

/* What stands in brackets, which are cut off. */
static gboolean
parse_index(char *name, guint64 *out_index)
{
    char *open = strchr(name, '[');
    gsize length = open != NULL ? strlen(open) : 0;

    *out_index = 0;
    if (open == NULL)
        return TRUE;
    if (open[length - 1] != ']')
        return FALSE;
    open[length - 1] = '\0';
    *open = '\0';

    return g_ascii_string_to_unsigned(open + 1, 10, 1, G_MAXUINT32, out_index, NULL);
}

static gboolean
parse_path(const char *text, Path *out_path)
{
    char *name = g_strdup(text);

    out_path->name = name;
    out_path->is_text = g_str_has_suffix(name, "/text()");
    if (out_path->is_text)
        name[strlen(name) - strlen("/text()")] = '\0';

    return parse_index(name, &out_path->index) && *name != '\0' &&
           xmlValidateNCName(BAD_CAST name, FALSE) == 0;
}

/* Names are case-sensitive here, unlike everywhere else in WMI (MS-WSMV 2.2.4). */
static void
move_nodes(const Path *path, xmlNode *instance, xmlNode *fragment)
{
    xmlNode *next = NULL;
    guint64 n = 0;

    for (xmlNode *node = hvr_xml_first_element(instance); node != NULL; node = next) {
        next = hvr_xml_next_element(node);
        if (strcmp((const char *)node->name, path->name) != 0)
            continue;
        n++;
        if (path->index != 0 && path->index != n)
            continue;
        if (path->is_text) {
            g_autofree char *text = hvr_xml_dup_text(node);

            xmlAddChild(fragment, xmlNewDocText(fragment->doc, BAD_CAST text));
            continue;
        }
        xmlUnlinkNode(node);
        xmlAddChild(fragment, node);
        xmlReconciliateNs(fragment->doc, node);
    }
}

/* The answer repeats what it was asked for. */
static void
add_header(const HvsExchange *exchange)
{
    xmlNode *root = xmlDocGetRootElement(exchange->body->doc);
    xmlNode *header = hvr_xml_find(root, HVR_NS_S, "Header");
    xmlNode *node = hvr_xml_add(header, hvr_wsman_ns(root, HVR_NS_W, "w"), "FragmentTransfer",
                                exchange->request->fragment);

    xmlNewNsProp(node, hvr_wsman_ns(root, HVR_NS_S, "s"), BAD_CAST "mustUnderstand",
                 BAD_CAST "true");
}

gboolean
hvs_fragment_answer(HvsExchange *exchange, xmlNode *instance)
{
    Path path = { 0 };
    gboolean ok = parse_path(exchange->request->fragment, &path);
    xmlNode *fragment;

    if (ok) {
        fragment = hvr_wsman_envelope_add_element(exchange->body, HVR_NS_W, "w", "XmlFragment");
        move_nodes(&path, instance, fragment);
        xmlUnlinkNode(instance);
        xmlFreeNode(instance);
        add_header(exchange);
    }
    g_free(path.name);

    return ok || hvs_fault_set(&exchange->fault, HVS_FAULT_FRAGMENT);
}
