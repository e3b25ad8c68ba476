/* wsman_epr.c: an endpoint reference: which object of which class
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_epr.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_envelope.h"
#include "wsman_names.h"

static void
selector_free(gpointer data)
{
    HvrWsmanSelector *selector = data;

    g_free(selector->name);
    g_free(selector->value);
    g_free(selector);
}

GPtrArray *
hvr_wsman_selectors_new(void)
{
    return g_ptr_array_new_with_free_func(selector_free);
}

void
hvr_wsman_selectors_add(GPtrArray *selectors, const char *name, const char *value)
{
    HvrWsmanSelector *selector = g_new(HvrWsmanSelector, 1);

    selector->name = g_strdup(name);
    selector->value = g_strdup(value);
    g_ptr_array_add(selectors, selector);
}

const char *
hvr_wsman_selectors_get(const GPtrArray *selectors, const char *name)
{
    for (guint i = 0; i < selectors->len; i++) {
        const HvrWsmanSelector *selector = g_ptr_array_index(selectors, i);

        if (g_ascii_strcasecmp(selector->name, name) == 0)
            return selector->value;
    }

    return NULL;
}

HvrWsmanEpr *
hvr_wsman_epr_new(const char *resource_uri)
{
    HvrWsmanEpr *epr = g_new0(HvrWsmanEpr, 1);

    epr->resource_uri = g_strdup(resource_uri);
    epr->selectors = hvr_wsman_selectors_new();

    return epr;
}

HvrWsmanEpr *
hvr_wsman_epr_copy(const HvrWsmanEpr *epr)
{
    HvrWsmanEpr *copy = hvr_wsman_epr_new(epr->resource_uri);

    for (guint i = 0; i < epr->selectors->len; i++) {
        const HvrWsmanSelector *selector = g_ptr_array_index(epr->selectors, i);

        hvr_wsman_epr_add(copy, selector->name, selector->value);
    }

    return copy;
}

void
hvr_wsman_epr_free(HvrWsmanEpr *epr)
{
    if (epr == NULL)
        return;

    g_free(epr->resource_uri);
    g_ptr_array_unref(epr->selectors);
    g_free(epr);
}

void
hvr_wsman_epr_add(HvrWsmanEpr *epr, const char *name, const char *value)
{
    hvr_wsman_selectors_add(epr->selectors, name, value);
}

const char *
hvr_wsman_epr_get(const HvrWsmanEpr *epr, const char *name)
{
    return hvr_wsman_selectors_get(epr->selectors, name);
}

/* Keys of association instances are references themselves (DSP0226 5.1.2.2).
 * Nobody here addresses an association, and its text would be a meaningless
 * run of URIs, so such a selector is refused rather than misread. */
static gboolean
decode_selector(HvrWsmanEpr *epr, const xmlNode *node, GError **error)
{
    g_autofree char *name = hvr_xml_dup_attribute(node, NULL, "Name");
    g_autofree char *value = hvr_xml_dup_text(node);

    if (name == NULL || *name == '\0')
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("a selector has no name"));
    if (hvr_xml_first_element(node) != NULL)
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("the selector '%s' is no plain value"), name);
    if (hvr_wsman_epr_get(epr, name) != NULL)
        return hvr_fail(error, HVR_ERROR_PROTOCOL, _("the selector '%s' stands twice"), name);

    hvr_wsman_epr_add(epr, name, value);

    return TRUE;
}

gboolean
hvr_wsman_epr_decode_selectors(HvrWsmanEpr *epr, const xmlNode *selector_set, GError **error)
{
    const xmlNode *node = hvr_xml_find(selector_set, HVR_NS_W, "Selector");

    for (; node != NULL; node = hvr_xml_next(node, HVR_NS_W, "Selector")) {
        if (!decode_selector(epr, node, error))
            return FALSE;
    }

    return TRUE;
}

/* Older stacks write ReferenceProperties, the name of the draft before. */
static const xmlNode *
find_parameters(const xmlNode *parent)
{
    const xmlNode *wrapper = hvr_xml_find(parent, HVR_NS_A, "EndpointReference");
    const xmlNode *epr = wrapper != NULL ? wrapper : parent;
    const xmlNode *parameters = hvr_xml_find(epr, HVR_NS_A, "ReferenceParameters");

    return parameters != NULL ? parameters : hvr_xml_find(epr, HVR_NS_A, "ReferenceProperties");
}

HvrWsmanEpr *
hvr_wsman_epr_decode(const xmlNode *parent, GError **error)
{
    const xmlNode *parameters = find_parameters(parent);
    const xmlNode *resource = hvr_xml_find(parameters, HVR_NS_W, "ResourceURI");
    g_autoptr(HvrWsmanEpr) epr = NULL;
    g_autofree char *uri = NULL;

    if (resource == NULL)
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL,
                             _("the endpoint reference in '%s' has no ResourceURI"), parent->name);

    uri = g_strstrip(hvr_xml_dup_text(resource));
    epr = hvr_wsman_epr_new(uri);
    if (!hvr_wsman_epr_decode_selectors(epr, hvr_xml_find(parameters, HVR_NS_W, "SelectorSet"),
                                        error))
        return NULL;

    return g_steal_pointer(&epr);
}

void
hvr_wsman_epr_encode_selectors(const HvrWsmanEpr *epr, xmlNode *parent)
{
    xmlNs *w = hvr_wsman_ns(parent, HVR_NS_W, "w");
    xmlNode *set;

    if (epr->selectors->len == 0)
        return;

    set = hvr_xml_add(parent, w, "SelectorSet", NULL);
    for (guint i = 0; i < epr->selectors->len; i++) {
        const HvrWsmanSelector *selector = g_ptr_array_index(epr->selectors, i);

        hvr_xml_set(hvr_xml_add(set, w, "Selector", selector->value), "Name", selector->name);
    }
}

void
hvr_wsman_epr_encode(const HvrWsmanEpr *epr, xmlNode *parent)
{
    xmlNs *a = hvr_wsman_ns(parent, HVR_NS_A, "a");
    xmlNs *w = hvr_wsman_ns(parent, HVR_NS_W, "w");
    xmlNode *parameters;

    hvr_xml_add(parent, a, "Address", HVR_WSMAN_ANONYMOUS);
    parameters = hvr_xml_add(parent, a, "ReferenceParameters", NULL);
    hvr_xml_add(parameters, w, "ResourceURI", epr->resource_uri);
    hvr_wsman_epr_encode_selectors(epr, parameters);
}
