/* wsman_enumeration.c: Enumerate, Pull and Release
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_enumeration.h"

#include "hvr_error.h"
#include "hvr_xml.h"
#include "wsman_names.h"

/* Giving a context back must not hold up somebody who wants to stop. */
#define RELEASE_TIMEOUT G_TIME_SPAN_SECOND

/* EnumerateResponse says w:Items and w:EndOfSequence, PullResponse n:Items and
 * n:EndOfSequence; not every stack keeps them apart (DSP0226 8.2.3). */
static xmlNode *
find_either(const xmlNode *page, const char *name)
{
    xmlNode *node = hvr_xml_find(page, HVR_NS_N, name);

    return node != NULL ? node : hvr_xml_find(page, HVR_NS_W, name);
}

gboolean
hvr_wsman_enumeration_is_at_end(const xmlNode *page)
{
    return find_either(page, "EndOfSequence") != NULL;
}

/* NULL once there is nothing more to pull.  The context may be another one on
 * each page. */
static char *
dup_context(const xmlNode *page)
{
    const xmlNode *context = hvr_xml_find(page, HVR_NS_N, "EnumerationContext");
    g_autofree char *text = NULL;

    if (context == NULL || hvr_wsman_enumeration_is_at_end(page))
        return NULL;

    text = g_strstrip(hvr_xml_dup_text(context));

    return *text != '\0' ? g_steal_pointer(&text) : NULL;
}

gboolean
hvr_wsman_enumeration_visit_items(const xmlNode *page,
                                  HvrWsmanVisit visit,
                                  gpointer user_data,
                                  GError **error)
{
    const xmlNode *item = hvr_xml_first_element(find_either(page, "Items"));

    for (; item != NULL; item = hvr_xml_next_element(item)) {
        const xmlNode *inner = hvr_xml_is(item, HVR_NS_W, "Item") ? hvr_xml_first_element(item)
                                                                  : item;

        if (inner != NULL && !visit(inner, user_data, error))
            return FALSE;
    }

    return TRUE;
}

/* The answer whose body is the element called @name, in the namespace of enumerations. */
static HvrWsmanEnvelope *
exchange_page(const HvrWsmanCall *call, xmlDoc *request, const char *name, GError **error)
{
    g_autoptr(HvrWsmanEnvelope) answer = hvr_wsman_call_exchange(call, request, error);

    if (answer == NULL ||
        !hvr_wsman_call_check(call, hvr_xml_is(answer->body, HVR_NS_N, name), name, error))
        return NULL;

    return g_steal_pointer(&answer);
}

static HvrWsmanEnvelope *
open_enumeration(const HvrWsmanCall *call,
                 const HvrWsmanEpr *target,
                 const char *wql,
                 GError **error)
{
    xmlNode *body;
    g_autoptr(xmlDoc)
        request = hvr_wsman_call_new_request(call, HVR_ACTION_ENUMERATE, target, &body);
    xmlNode *enumerate = hvr_wsman_envelope_add_element(body, HVR_NS_N, "n", "Enumerate");
    xmlNs *w = hvr_wsman_ns(enumerate, HVR_NS_W, "w");

    hvr_xml_add(enumerate, w, "OptimizeEnumeration", NULL);
    hvr_xml_add_format(enumerate, w, "MaxElements", "%d", HVR_WSMAN_MAX_ITEMS);
    if (wql != NULL)
        hvr_xml_set(hvr_xml_add(enumerate, w, "Filter", wql), "Dialect", HVR_DIALECT_WQL);

    return exchange_page(call, request, "EnumerateResponse", error);
}

HvrWsmanEnvelope *
hvr_wsman_enumeration_pull(const HvrWsmanCall *call,
                           const HvrWsmanEpr *target,
                           const char *context,
                           guint max_items,
                           GError **error)
{
    xmlNode *body;
    g_autoptr(xmlDoc) request = hvr_wsman_call_new_request(call, HVR_ACTION_PULL, target, &body);
    xmlNode *node = hvr_wsman_envelope_add_element(body, HVR_NS_N, "n", "Pull");

    hvr_xml_add(node, NULL, "EnumerationContext", context);
    hvr_xml_add_format(node, NULL, "MaxElements", "%u", max_items);

    return exchange_page(call, request, "PullResponse", error);
}

/* An open context counts against the user's quota until its timer ends.  The
 * call may be cancelled by now, so this goes on its own ticket; nobody can do
 * anything about its failure. */
static void
release(const HvrWsmanCall *call, const HvrWsmanEpr *target, const char *context)
{
    HvrWsmanCall own = {
        .transport = call->transport,
        .operation = "Release",
        .deadline = g_get_monotonic_time() + RELEASE_TIMEOUT,
    };
    xmlNode *body;
    g_autoptr(xmlDoc) request = hvr_wsman_call_new_request(&own, HVR_ACTION_RELEASE, target, &body);
    xmlNode *node = hvr_wsman_envelope_add_element(body, HVR_NS_N, "n", "Release");

    hvr_xml_add(node, NULL, "EnumerationContext", context);
    hvr_wsman_envelope_free(hvr_wsman_call_exchange(&own, request, NULL));
}

/* Whether a host whose Pull ended so may still hold the context: not one that
 * cannot be reached or authorised, nor one that said itself that it has none. */
static gboolean
may_be_held(const GError *error)
{
    /* clang-format off */
    static const HvrErrorCode codes[] = {
        HVR_ERROR_LOST, HVR_ERROR_TIMEOUT, HVR_ERROR_CANCELLED, HVR_ERROR_PROTOCOL, HVR_ERROR_BUSY,
    };
    /* clang-format on */
    const HvrErrorDetail *detail = hvr_error_get_detail(error);
    gboolean is_closed = hvr_error_is_code(error, HVR_ERROR_LOST) && detail->fault_subcode != NULL;

    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (hvr_error_is_code(error, codes[i]))
            return !is_closed;
    }

    return FALSE;
}

/* The next page; if there is none, the context is given back. */
static HvrWsmanEnvelope *
pull_or_release(const HvrWsmanCall *call,
                const HvrWsmanEpr *target,
                const char *context,
                GError **error)
{
    GError *failure = NULL;
    HvrWsmanEnvelope *page =
        hvr_wsman_enumeration_pull(call, target, context, HVR_WSMAN_MAX_ITEMS, &failure);

    if (page != NULL)
        return page;
    if (may_be_held(failure))
        release(call, target, context);
    g_propagate_error(error, failure);

    return NULL;
}

gboolean
hvr_wsman_enumeration_visit(const HvrWsmanCall *call,
                            const char *resource_uri,
                            const char *wql,
                            HvrWsmanVisit visit,
                            gpointer user_data,
                            GError **error)
{
    g_autoptr(HvrWsmanEpr) target = hvr_wsman_epr_new(resource_uri);
    g_autoptr(HvrWsmanEnvelope) page = open_enumeration(call, target, wql, error);

    while (page != NULL) {
        g_autofree char *context = dup_context(page->body);

        if (!hvr_wsman_enumeration_visit_items(page->body, visit, user_data, error)) {
            if (context != NULL)
                release(call, target, context);
            return FALSE;
        }
        if (context == NULL)
            return TRUE;

        hvr_wsman_envelope_free(page);
        page = pull_or_release(call, target, context, error);
    }

    return FALSE;
}
