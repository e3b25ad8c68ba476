/* sim_enumeration.c: enumerations and their pages
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_enumeration.h"

#include "hvr_xml.h"
#include "sim_cim.h"
#include "sim_filter.h"
#include "sim_page.h"
#include "wmi_codec.h"
#include "wsman_names.h"

/* Service/EnumerationTimeoutms (MS-WSMV, 3.1.1). */
#define LIFETIME (60 * G_TIME_SPAN_SECOND)

typedef enum {
    MODE_OBJECT,
    MODE_EPR,
    MODE_OBJECT_AND_EPR,
} Mode;

/* clang-format off */
static const char *const mode_names[] = {
    [MODE_OBJECT]         = "EnumerateObject",
    [MODE_EPR]            = "EnumerateEPR",
    [MODE_OBJECT_AND_EPR] = "EnumerateObjectAndEPR",
};
/* clang-format on */

typedef struct {
    char *wmi_namespace;
    GPtrArray *objects;
    guint next; /* first one not yet sent */
    GStrv properties;
    Mode mode;
    gint64 deadline; /* monotonic */
} Enumeration;

struct _HvsEnumerations {
    GHashTable *open; /* context -> Enumeration */
};

static void
enumeration_free(Enumeration *enumeration)
{
    g_free(enumeration->wmi_namespace);
    g_clear_pointer(&enumeration->objects, g_ptr_array_unref);
    g_strfreev(enumeration->properties);
    g_free(enumeration);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Enumeration, enumeration_free)

HvsEnumerations *
hvs_enumerations_new(void)
{
    HvsEnumerations *enumerations = g_new0(HvsEnumerations, 1);

    enumerations->open =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)enumeration_free);

    return enumerations;
}

void
hvs_enumerations_free(HvsEnumerations *enumerations)
{
    if (enumerations == NULL)
        return;

    g_hash_table_unref(enumerations->open);
    g_free(enumerations);
}

static gboolean
is_over(gpointer key, gpointer value, gpointer user_data)
{
    const Enumeration *enumeration = value;
    const gint64 *now = user_data;

    return enumeration->deadline <= *now;
}

static void
forget_old(HvsEnumerations *enumerations, const HvsExchange *exchange)
{
    gint64 now = hvs_exchange_get_time(exchange);

    g_hash_table_foreach_remove(enumerations->open, is_over, &now);
}

guint
hvs_enumerations_count(HvsEnumerations *enumerations, const HvsExchange *exchange)
{
    forget_old(enumerations, exchange);

    return g_hash_table_size(enumerations->open);
}

static gboolean
has_more(const Enumeration *enumeration)
{
    return enumeration->next < enumeration->objects->len;
}

/* Keeps it under its next context, which goes into @node. */
static void
keep(HvsEnumerations *enumerations, HvsExchange *exchange, Enumeration *enumeration, xmlNode *node)
{
    char *context = hvs_exchange_dup_next_context(exchange);

    xmlNodeAddContent(node, BAD_CAST context);
    enumeration->deadline = hvs_exchange_get_time(exchange) + LIFETIME;
    g_hash_table_insert(enumerations->open, context, enumeration);
}

static void
add_object(const HvsExchange *exchange,
           const Enumeration *enumeration,
           gconstpointer object,
           xmlNode *parent)
{
    if (enumeration->properties != NULL)
        hvr_wmi_codec_encode_fragment(object, (const char *const *)enumeration->properties, parent);
    else
        hvs_exchange_encode(exchange, object, enumeration->wmi_namespace, parent);
}

static void
add_epr(HvsExchange *exchange,
        const Enumeration *enumeration,
        gconstpointer object,
        xmlNode *parent)
{
    g_autoptr(HvrWmiPath)
        path = hvs_cim_new_path(exchange->host, enumeration->wmi_namespace, object);
    g_autoptr(HvrWsmanEpr) epr = hvr_wmi_path_to_epr(path);

    hvr_wsman_epr_encode(
        epr, hvr_wsman_envelope_add_element(parent, HVR_NS_A, "a", "EndpointReference"));
}

static void
add_item(HvsExchange *exchange,
         const Enumeration *enumeration,
         gconstpointer object,
         xmlNode *parent)
{
    if (enumeration->mode == MODE_OBJECT_AND_EPR)
        parent = hvr_wsman_envelope_add_element(parent, HVR_NS_W, "w", "Item");
    if (enumeration->mode != MODE_EPR)
        add_object(exchange, enumeration, object, parent);
    if (enumeration->mode != MODE_OBJECT)
        add_epr(exchange, enumeration, object, parent);
}

/* As many items as are wanted and fit.  One at least, or it never ends. */
static gboolean
add_items(HvsExchange *exchange, Enumeration *enumeration, guint n_wanted, xmlNode *items)
{
    HvsPage page;

    hvs_page_init(&page, exchange, items);
    while (page.n_items < n_wanted && has_more(enumeration)) {
        add_item(exchange, enumeration, enumeration->objects->pdata[enumeration->next], items);
        if (!hvs_page_keep(&page))
            break;
        enumeration->next++;
    }

    return page.n_items > 0 || !has_more(enumeration) ||
           hvs_fault_set(&exchange->fault, HVS_FAULT_ENVELOPE_EXCEEDED);
}

static gboolean
parse_mode(HvsExchange *exchange, const xmlNode *enumerate, Mode *out_mode)
{
    const xmlNode *node = hvr_xml_find(enumerate, HVR_NS_W, "EnumerationMode");
    g_autofree char *text = node != NULL ? g_strstrip(hvr_xml_dup_text(node)) : NULL;

    *out_mode = MODE_OBJECT;
    if (text == NULL)
        return TRUE;

    for (gsize i = 0; i < G_N_ELEMENTS(mode_names); i++) {
        if (g_str_equal(mode_names[i], text)) {
            *out_mode = (Mode)i;
            return TRUE;
        }
    }

    return hvs_fault_set(&exchange->fault, HVS_FAULT_ENUMERATION_MODE);
}

/* How many items the first answer may carry: one, however many were wanted, from
 * 2008 R2 on; all that fit before.  0 if it is no optimised enumeration, or the
 * host knows none. */
static gboolean
parse_first_items(HvsExchange *exchange, const xmlNode *enumerate, guint *out_n)
{
    const xmlNode *node = hvr_xml_find(enumerate, HVR_NS_W, "MaxElements");
    g_autofree char *text = node != NULL ? g_strstrip(hvr_xml_dup_text(node)) : g_strdup("1");
    guint64 n;

    if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT64, &n, NULL))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    if (hvr_xml_find(enumerate, HVR_NS_W, "OptimizeEnumeration") == NULL)
        n = 0;
    n = MIN(n, exchange->host->world->switches.first_page_items);
    *out_n = (guint)MIN(n, exchange->host->winrm.max_items);

    return TRUE;
}

/* The first answer names things in w: where a PullResponse does in n:. */
static gboolean
add_first_items(HvsExchange *exchange, Enumeration *enumeration, guint n_wanted, xmlNode *response)
{
    xmlNode *items = hvr_wsman_envelope_add_element(response, HVR_NS_W, "w", "Items");

    if (!add_items(exchange, enumeration, n_wanted, items))
        return FALSE;
    if (!has_more(enumeration))
        hvr_wsman_envelope_add_element(response, HVR_NS_W, "w", "EndOfSequence");

    return TRUE;
}

static Enumeration *
new_enumeration(HvsExchange *exchange, const xmlNode *enumerate)
{
    g_autoptr(Enumeration) enumeration = g_new0(Enumeration, 1);

    if (!parse_mode(exchange, enumerate, &enumeration->mode) ||
        !hvs_filter_run(exchange, enumerate, &enumeration->objects, &enumeration->properties))
        return NULL;
    enumeration->wmi_namespace = g_strdup(exchange->path->wmi_namespace);

    return g_steal_pointer(&enumeration);
}

gboolean
hvs_enumerations_open(HvsEnumerations *enumerations, HvsExchange *exchange)
{
    const xmlNode *enumerate = exchange->request->body;
    g_autoptr(Enumeration) enumeration = NULL;
    guint n_first = 0;
    xmlNode *response;
    xmlNode *context;

    if (!hvr_xml_is(enumerate, HVR_NS_N, "Enumerate"))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    if (!parse_first_items(exchange, enumerate, &n_first))
        return FALSE;
    enumeration = new_enumeration(exchange, enumerate);
    if (enumeration == NULL)
        return FALSE;

    response = hvr_wsman_envelope_add_element(exchange->body, HVR_NS_N, "n", "EnumerateResponse");
    context = hvr_xml_add(response, NULL, "EnumerationContext", NULL);
    if (n_first > 0 && !add_first_items(exchange, enumeration, n_first, response))
        return FALSE;
    /* Without optimisation even nothing has to be pulled. */
    if (n_first == 0 || has_more(enumeration))
        keep(enumerations, exchange, g_steal_pointer(&enumeration), context);

    return TRUE;
}

/* The open enumeration that a Pull or Release names; it stays open. */
static Enumeration *
find_enumeration(HvsEnumerations *enumerations, HvsExchange *exchange, char **out_context)
{
    g_autofree char *context = hvs_exchange_dup_context(exchange);
    Enumeration *enumeration = NULL;

    forget_old(enumerations, exchange);
    if (context != NULL)
        enumeration = g_hash_table_lookup(enumerations->open, context);
    if (context == NULL)
        hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    else if (enumeration == NULL)
        hvs_fault_set(&exchange->fault, HVS_FAULT_ENUMERATION_CONTEXT);
    *out_context = g_steal_pointer(&context);

    return enumeration;
}

gboolean
hvs_enumerations_pull(HvsEnumerations *enumerations, HvsExchange *exchange)
{
    g_autofree char *old_context = NULL;
    Enumeration *enumeration;
    xmlNode *response;
    xmlNode *context;
    guint n_wanted = 1;

    if (!hvr_xml_is(exchange->request->body, HVR_NS_N, "Pull"))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    if (!hvs_exchange_parse_max_elements(exchange, &n_wanted))
        return FALSE;
    enumeration = find_enumeration(enumerations, exchange, &old_context);
    if (enumeration == NULL)
        return FALSE;

    response = hvr_wsman_envelope_add_element(exchange->body, HVR_NS_N, "n", "PullResponse");
    context = hvr_xml_add(response, NULL, "EnumerationContext", NULL);
    if (!add_items(exchange, enumeration, n_wanted, hvr_xml_add(response, NULL, "Items", NULL)))
        return FALSE;
    if (has_more(enumeration)) {
        g_autofree char *key = NULL;

        g_hash_table_steal_extended(enumerations->open, old_context, (gpointer *)&key, NULL);
        keep(enumerations, exchange, enumeration, context);
        return TRUE;
    }

    /* libvirt's driver goes on as long as there is a context. */
    g_hash_table_remove(enumerations->open, old_context);
    xmlUnlinkNode(context);
    xmlFreeNode(context);
    hvr_xml_add(response, NULL, "EndOfSequence", NULL);

    return TRUE;
}

gboolean
hvs_enumerations_release(HvsEnumerations *enumerations, HvsExchange *exchange)
{
    g_autofree char *context = NULL;

    if (!hvr_xml_is(exchange->request->body, HVR_NS_N, "Release"))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    if (find_enumeration(enumerations, exchange, &context) == NULL)
        return FALSE;
    g_hash_table_remove(enumerations->open, context);

    return TRUE;
}
