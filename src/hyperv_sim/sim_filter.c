/* sim_filter.c: what an Enumerate request asks for
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_filter.h"

#include "hvr_xml.h"
#include "sim_wbem.h"
#include "sim_wql.h"
#include "wsman_names.h"

/* What a filter works on. */
typedef struct {
    HvsExchange *exchange;
    const xmlNode *filter;
    const HvrWmiClass *type; /* NULL for "*" */
    GPtrArray *objects;
    GStrv properties;
} Listing;

static gboolean
fail_filter(Listing *listing)
{
    return hvs_fault_set(&listing->exchange->fault, HVS_FAULT_CANNOT_PROCESS_FILTER);
}

static gboolean
check_status(Listing *listing, guint32 status, const char *subject)
{
    if (status == HVS_WBEM_OK)
        return TRUE;

    return hvs_fault_set_wmi(&listing->exchange->fault, status, "ExecQuery", subject);
}

static gboolean
list_query(Listing *listing)
{
    const HvsExchange *exchange = listing->exchange;
    g_autofree char *text = hvr_xml_dup_text(listing->filter);
    g_autoptr(HvsWql) wql = hvs_wql_parse(text);
    guint32 status = HVS_WBEM_E_INVALID_QUERY;

    if (wql != NULL) {
        status = hvs_wql_run(wql, exchange->host, exchange->path->wmi_namespace, &listing->objects);
        listing->properties = g_strdupv(wql->properties);
    }

    return check_status(listing, status, text);
}

/* The condition that a selector stands for; the parser is not asked, so no
 * quoting can go wrong. */
static HvsWqlNode *
new_equality(const HvrWsmanSelector *selector)
{
    HvsWqlNode *node = g_new0(HvsWqlNode, 1);

    node->kind = HVS_WQL_COMPARISON;
    node->operator= HVS_WQL_EQUAL;
    node->property = g_strdup(selector->name);
    node->literal = g_strdup(selector->value);

    return node;
}

static gboolean
list_selected(Listing *listing)
{
    const HvsExchange *exchange = listing->exchange;
    g_autoptr(HvrWsmanEpr) epr = hvr_wsman_epr_new("");
    g_autoptr(HvsWql) wql = g_new0(HvsWql, 1);

    if (!hvr_wsman_epr_decode_selectors(epr, hvr_xml_find(listing->filter, HVR_NS_W, "SelectorSet"),
                                        NULL) ||
        epr->selectors->len == 0)
        return fail_filter(listing);

    wql->class_name = g_strdup(listing->type->name);
    wql->where = g_new0(HvsWqlNode, 1);
    wql->where->kind = HVS_WQL_AND;
    wql->where->children = g_ptr_array_new_with_free_func((GDestroyNotify)hvs_wql_node_free);
    for (guint i = 0; i < epr->selectors->len; i++)
        g_ptr_array_add(wql->where->children, new_equality(epr->selectors->pdata[i]));

    return check_status(
        listing, hvs_wql_run(wql, exchange->host, exchange->path->wmi_namespace, &listing->objects),
        wql->class_name);
}

/* clang-format off */
static const struct {
    const char *name;
    gsize offset;
} association_parts[] = {
    { "AssociationClassName", offsetof(HvsAssociation, association_class) },
    { "Role",                 offsetof(HvsAssociation, role)              },
    { "ResultClassName",      offsetof(HvsAssociation, result_class)      },
    { "ResultRole",           offsetof(HvsAssociation, result_role)       },
};
/* clang-format on */

/* b:Object is a bare endpoint reference (DSP0227 8.4). */
static char *
decode_source(const xmlNode *request)
{
    const xmlNode *node = hvr_xml_find(request, HVR_NS_B, "Object");
    g_autoptr(HvrWsmanEpr) epr = node != NULL ? hvr_wsman_epr_decode(node, NULL) : NULL;
    g_autoptr(HvrWmiPath) path = epr != NULL ? hvr_wmi_path_from_epr(epr, NULL, NULL) : NULL;

    return path != NULL ? hvr_wmi_path_format(path) : NULL;
}

static HvsAssociation *
decode_association(const xmlNode *filter)
{
    const xmlNode *request = hvr_xml_first_element(filter);
    g_autoptr(HvsAssociation) association = g_new0(HvsAssociation, 1);

    association->references = hvr_xml_is(request, HVR_NS_B, "AssociationInstances");
    if (!association->references && !hvr_xml_is(request, HVR_NS_B, "AssociatedInstances"))
        return NULL;

    association->source = decode_source(request);
    for (gsize i = 0; i < G_N_ELEMENTS(association_parts); i++) {
        const xmlNode *node = hvr_xml_find(request, HVR_NS_B, association_parts[i].name);
        g_autofree char *text = node != NULL ? g_strstrip(hvr_xml_dup_text(node)) : NULL;

        if (text != NULL && *text != '\0')
            G_STRUCT_MEMBER(char *, association, association_parts[i].offset) =
                g_steal_pointer(&text);
    }

    return association->source != NULL ? g_steal_pointer(&association) : NULL;
}

static gboolean
list_associated(Listing *listing)
{
    const HvsExchange *exchange = listing->exchange;
    g_autoptr(HvsAssociation) association = decode_association(listing->filter);

    if (association == NULL)
        return fail_filter(listing);

    return check_status(listing,
                        hvs_association_run(association, exchange->host,
                                            exchange->path->wmi_namespace, &listing->objects),
                        association->source);
}

/* clang-format off */
static const struct {
    const char *uri;
    gboolean for_class; /* goes with a class's URI, else with "*" */
    HvsFaultKind fault; /* if it does not */
    gboolean (*list)(Listing *listing);
} dialects[] = {
    { HVR_DIALECT_WQL,         FALSE, HVS_FAULT_WQL_ON_CLASS,            list_query      },
    { HVR_DIALECT_SELECTOR,    TRUE,  HVS_FAULT_FILTERING_NOT_SUPPORTED, list_selected   },
    { HVR_DIALECT_ASSOCIATION, FALSE, HVS_FAULT_FILTERING_NOT_SUPPORTED, list_associated },
};
/* clang-format on */

/* Without the attribute it would be XPath, which nobody sends. */
static gboolean
list_filtered(Listing *listing)
{
    g_autofree char *dialect = hvr_xml_dup_attribute(listing->filter, NULL, "Dialect");
    HvsFault *fault = &listing->exchange->fault;

    for (gsize i = 0; i < G_N_ELEMENTS(dialects); i++) {
        if (g_strcmp0(dialects[i].uri, dialect) != 0)
            continue;
        if (dialects[i].for_class != (listing->type != NULL))
            return hvs_fault_set(fault, dialects[i].fault);
        return dialects[i].list(listing);
    }

    return hvs_fault_set(fault, HVS_FAULT_FILTER_DIALECT);
}

static gboolean
list_class(Listing *listing)
{
    HvsExchange *exchange = listing->exchange;

    /* Everything in a namespace is never what somebody wants. */
    if (listing->type == NULL)
        return fail_filter(listing);
    if (exchange->path->keys->len > 0)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_KEYS_WITHOUT_FILTER);
    listing->objects = hvs_cim_list(exchange->host, exchange->path->wmi_namespace, listing->type);

    return TRUE;
}

gboolean
hvs_filter_run(HvsExchange *exchange,
               const xmlNode *enumerate,
               GPtrArray **out_objects,
               GStrv *out_properties)
{
    Listing listing = { .exchange = exchange };

    listing.type = hvs_exchange_find_class(exchange);
    if (exchange->fault.kind != HVS_FAULT_NONE)
        return FALSE;

    /* Both names mean the same (MS-WSMV 3.1.4.1.30). */
    listing.filter = hvr_xml_find(enumerate, HVR_NS_W, "Filter");
    if (listing.filter == NULL)
        listing.filter = hvr_xml_find(enumerate, HVR_NS_N, "Filter");
    if (!(listing.filter != NULL ? list_filtered(&listing) : list_class(&listing))) {
        g_strfreev(listing.properties);
        return FALSE;
    }
    *out_objects = listing.objects;
    *out_properties = listing.properties;

    return TRUE;
}
