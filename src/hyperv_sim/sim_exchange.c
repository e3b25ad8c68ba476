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

/* Windows counts UTF-16 code units, two bytes each, whatever is sent (pages of
 * 76,800 characters were recorded under a limit of 153,600). */
gsize
hvs_exchange_get_max_size(const HvsExchange *exchange)
{
    guint32 wanted = exchange->request->max_envelope_size;

    if (wanted == 0 || wanted > HVR_WSMAN_MAX_ENVELOPE_SIZE)
        wanted = HVR_WSMAN_MAX_ENVELOPE_SIZE;

    return wanted / 2;
}

gsize
hvs_exchange_get_size(xmlNode *node)
{
    g_autofree char *text = hvr_xml_format_flat(node);

    return (gsize)g_utf8_strlen(text, -1);
}

/* Allowed beside the keys if it says the same as the URI (MS-WSMV, note 46). */
static gboolean
check_namespace(HvsExchange *exchange)
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

    if (!check_namespace(exchange) || strcmp(path->class_name, "*") == 0)
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
