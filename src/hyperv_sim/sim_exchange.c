/* sim_exchange.c: one request on its way to its answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_exchange.h"

#include <string.h>

#include "hvr_xml.h"
#include "sim_cim.h"
#include "sim_wbem.h"
#include "wmi_codec.h"
#include "wsman_names.h"

char *
hvs_exchange_dup_uuid(void)
{
    g_autofree char *uuid = g_uuid_string_random();
    g_autofree char *upper = g_ascii_strup(uuid, -1);

    return g_strconcat("uuid:", upper, NULL);
}

gint64
hvs_exchange_get_time(const HvsExchange *exchange)
{
    return hvr_clock_get_monotonic(exchange->host->world->clock);
}

/* The one operation that MaxTimeoutms does not shorten (MS-WSMV 3.1.4.1.9). */
GTimeSpan
hvs_exchange_get_pull_timeout(const HvsExchange *exchange)
{
    GTimeSpan wanted = exchange->request->operation_timeout;

    return wanted > 0 ? wanted : exchange->host->winrm.max_timeout_ms * G_TIME_SPAN_MILLISECOND;
}

/* Windows counts UTF-16 code units, two bytes each, whatever is sent (pages of
 * 76,800 characters were recorded under a limit of 153,600). */
gsize
hvs_exchange_get_max_size(const HvsExchange *exchange)
{
    guint32 wanted = exchange->request->max_envelope_size;
    guint32 granted = exchange->host->winrm.max_envelope_kb * 1024;

    return (wanted == 0 ? granted : MIN(wanted, granted)) / 2;
}

gsize
hvs_exchange_get_size(xmlNode *node)
{
    g_autofree char *text = hvr_xml_format_flat(node);

    return (gsize)g_utf8_strlen(text, -1);
}

char *
hvs_exchange_dup_context(const HvsExchange *exchange)
{
    const xmlNode *node = hvr_xml_find(exchange->request->body, HVR_NS_N, "EnumerationContext");

    return node != NULL ? g_strstrip(hvr_xml_dup_text(node)) : NULL;
}

char *
hvs_exchange_dup_next_context(const HvsExchange *exchange)
{
    g_autofree char *context = hvs_exchange_dup_context(exchange);

    return context != NULL && exchange->host->world->switches.contexts_stay
               ? g_steal_pointer(&context)
               : hvs_exchange_dup_uuid();
}

/* One if nothing is said, whatever else the client hopes for (DSP0226 8.4). */
gboolean
hvs_exchange_parse_max_elements(HvsExchange *exchange, guint *out_n)
{
    const xmlNode *node = hvr_xml_find(exchange->request->body, HVR_NS_N, "MaxElements");
    g_autofree char *text = node != NULL ? g_strstrip(hvr_xml_dup_text(node)) : g_strdup("1");
    guint64 n;

    if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT64, &n, NULL))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    *out_n = (guint)MIN(n, exchange->host->winrm.max_items);

    return TRUE;
}

/* Allowed beside the keys if it says the same as the URI (MS-WSMV, note 46). */
gboolean
hvs_exchange_check_namespace(HvsExchange *exchange)
{
    const char *selector = hvr_wsman_epr_get(exchange->request->target, "__cimnamespace");

    if (selector != NULL && g_ascii_strcasecmp(selector, exchange->path->wmi_namespace) != 0)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_NAMESPACE_SELECTOR);
    if (!hvs_cim_has_namespace(exchange->path->wmi_namespace))
        return hvs_fault_set_wmi(&exchange->fault, HVS_WBEM_E_INVALID_NAMESPACE, NULL, NULL);

    return TRUE;
}

const HvrWmiClass *
hvs_exchange_find_class(HvsExchange *exchange)
{
    const HvrWmiPath *path = exchange->path;
    const HvrWmiClass *type;

    if (!hvs_exchange_check_namespace(exchange) || strcmp(path->class_name, "*") == 0)
        return NULL;

    type = hvs_cim_find_class(exchange->host, path->wmi_namespace, path->class_name);
    if (type == NULL)
        hvs_fault_set_wmi(&exchange->fault, HVS_WBEM_E_NOT_FOUND, "GetObject", path->class_name);

    return type;
}

static guint
count_keys(const HvrWmiClass *type)
{
    guint n_keys = 0;

    for (guint i = 0; i < type->n_fields; i++)
        n_keys += (type->fields[i].flags & HVR_CIM_KEY) != 0;

    return n_keys;
}

static gboolean
check_selectors(HvsExchange *exchange, const HvrWmiClass *type)
{
    const HvrWmiPath *path = exchange->path;

    for (guint i = 0; i < path->keys->len; i++) {
        const HvrWsmanSelector *key = path->keys->pdata[i];
        const HvrWmiField *field = hvs_version_find_field(exchange->host->version, type, key->name);

        if (field == NULL || (field->flags & HVR_CIM_KEY) == 0)
            return hvs_fault_set(&exchange->fault, HVS_FAULT_UNEXPECTED_SELECTORS);
    }

    return TRUE;
}

/* Some keys are enough as long as they hit one instance; none never are. */
gpointer
hvs_exchange_find_object(HvsExchange *exchange, const char *operation)
{
    const HvrWmiClass *type = hvs_exchange_find_class(exchange);
    g_autofree char *path = hvr_wmi_path_format(exchange->path);
    guint n_given = exchange->path->keys->len;
    gpointer object = NULL;

    if (type == NULL) {
        if (exchange->fault.kind == HVS_FAULT_NONE)
            hvs_fault_set(&exchange->fault, HVS_FAULT_RESOURCE_URI);
        return NULL;
    }
    if (!check_selectors(exchange, type))
        return NULL;

    if (n_given > 0 || count_keys(type) == 0)
        object = hvs_cim_find(exchange->host, exchange->path);
    if (object == NULL && n_given < count_keys(type))
        hvs_fault_set(&exchange->fault, HVS_FAULT_MISSING_KEYS);
    else if (object == NULL)
        hvs_fault_set_wmi(&exchange->fault, HVS_WBEM_E_NOT_FOUND, operation, path);

    return object;
}

xmlNode *
hvs_exchange_encode(const HvsExchange *exchange,
                    gconstpointer object,
                    const char *wmi_namespace,
                    xmlNode *parent)
{
    const HvrWmiClass *type = ((const HvrWmiObject *)object)->type;
    xmlNode *element = hvr_wmi_codec_encode_instance(object, wmi_namespace, parent);

    hvs_version_prune(exchange->host->version, type, element);

    return element;
}
