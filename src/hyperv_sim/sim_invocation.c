/* sim_invocation.c: method calls
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_invocation.h"

#include <string.h>

#include "hvr_xml.h"
#include "sim_cim.h"
#include "sim_wbem.h"
#include "wmi_codec.h"
#include "wsman_names.h"

/* The Hyper-V return value for a method that is documented but that this
 * simulation does not play. */
#define NOT_SUPPORTED 32770

#define OPERATION "ExecMethod"

/* The action is the class's URI, a slash and the method (DSP0230 9.1). */
static const char *
find_method_name(const HvsExchange *exchange)
{
    const char *uri = exchange->request->target->resource_uri;
    const char *action = exchange->request->action;
    gsize length = strlen(uri);

    if (g_ascii_strncasecmp(action, uri, length) != 0 || action[length] != '/' ||
        strchr(action + length + 1, '/') != NULL)
        return NULL;

    return action + length + 1;
}

static gboolean
fail_parameters(HvsExchange *exchange, const char *subject)
{
    return hvs_fault_set_wmi(&exchange->fault, HVS_WBEM_E_INVALID_METHOD_PARAMETERS, OPERATION,
                             subject);
}

/* Parameter names are case-sensitive, other than those of the schema at large
 * (MS-WSMV 2.2.4). */
static const HvrWmiField *
find_parameter(const HvsExchange *exchange, const HvrWmiClass *input, const char *name)
{
    const HvrWmiField *field = hvs_version_find_field(exchange->host->version, input, name);

    return field != NULL && strcmp(field->name, name) == 0 ? field : NULL;
}

/* The codec is more lenient than WinRM.  A reference stands bare in its
 * parameter, an embedded instance is text, anything else is no element but a
 * datetime's. */
static gboolean
has_right_shape(const HvrWmiField *field, const xmlNode *node)
{
    const xmlNode *child = hvr_xml_first_element(node);

    if (field->type == HVR_CIM_REF)
        return child == NULL || !hvr_xml_is(child, HVR_NS_A, "EndpointReference");
    if (field->type == HVR_CIM_DATETIME || field->type == HVR_CIM_OBJECT)
        return TRUE;

    return child == NULL;
}

static gboolean
check_parameters(HvsExchange *exchange, const HvrWmiClass *input)
{
    const xmlNode *node = hvr_xml_first_element(exchange->request->body);

    for (; node != NULL; node = hvr_xml_next_element(node)) {
        const HvrWmiField *field = find_parameter(exchange, input, (const char *)node->name);

        if (field == NULL)
            return fail_parameters(exchange, (const char *)node->name);
        if (!has_right_shape(field, node))
            return hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
    }

    return TRUE;
}

/* The namespace of the INPUT element is not looked at: Windows accepted a
 * wrong one.  No body at all stands for no parameters. */
static gpointer
decode_input(HvsExchange *exchange, const HvrWmiMethod *method)
{
    const xmlNode *body = exchange->request->body;
    gpointer input;

    if (body == NULL)
        return hvr_wmi_object_new(method->input);
    if (strcmp((const char *)body->name, method->input->name) != 0) {
        hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);
        return NULL;
    }
    if (!check_parameters(exchange, method->input))
        return NULL;

    input = hvr_wmi_codec_decode(method->input, body, exchange->host->netbios, NULL);
    if (input == NULL)
        hvs_fault_set(&exchange->fault, HVS_FAULT_SCHEMA);

    return input;
}

static guint32
run_row(const HvsCimMethod *row, HvsCall *call)
{
    guint32 forced = call->host->fail_next_call;

    call->host->fail_next_call = 0;
    if (forced != 0)
        return forced;

    return row != NULL ? row->invoke(call) : NOT_SUPPORTED;
}

static void
run_method(HvsExchange *exchange,
           const HvrWmiMethod *method,
           const HvrWmiPath *target,
           gconstpointer input)
{
    g_autoptr(HvrWmiObject) output = hvr_wmi_object_new(method->output);
    HvsCall call = {
        .host = exchange->host,
        .method = method,
        .target = target,
        .input = input,
        .output = output,
    };
    guint32 value = run_row(hvs_cim_find_method(method), &call);
    xmlNode *node;

    if (value != HVS_NO_VALUE)
        hvr_wmi_object_set_uint(output, "ReturnValue", value);
    node = hvr_wsman_envelope_add_element(exchange->body, exchange->request->target->resource_uri,
                                          "p", method->output->name);
    hvr_wmi_codec_encode_output(output, node);
    hvs_version_prune(exchange->host->version, method->output, node);
}

static gpointer
find_target(HvsExchange *exchange)
{
    gpointer object = hvs_exchange_find_object(exchange, OPERATION);

    /* Where Get misses keys, ExecMethod misses parameters. */
    if (exchange->fault.kind == HVS_FAULT_MISSING_KEYS) {
        hvs_fault_clear(&exchange->fault);
        fail_parameters(exchange, exchange->path->class_name);
    }

    return object;
}

gboolean
hvs_invocation_run(HvsExchange *exchange)
{
    const char *name = find_method_name(exchange);
    g_autoptr(HvrWmiObject) object = NULL;
    g_autoptr(HvrWmiPath) target = NULL;
    g_autoptr(HvrWmiObject) input = NULL;
    const HvrWmiMethod *method;

    if (name == NULL)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_ACTION_MISMATCH);
    object = find_target(exchange);
    if (object == NULL)
        return FALSE;
    method = hvs_version_find_method(exchange->host->version, object->type, name);
    if (method == NULL)
        return hvs_fault_set(&exchange->fault, HVS_FAULT_BAD_METHOD);
    input = decode_input(exchange, method);
    if (input == NULL)
        return FALSE;

    target = hvs_cim_new_path(exchange->host, exchange->path->wmi_namespace, object);
    run_method(exchange, method, target, input);
    /* Whether Windows cuts these answers off is inferred from what it does to Get. */
    if (hvs_exchange_get_size(xmlDocGetRootElement(exchange->body->doc)) >
        hvs_exchange_get_max_size(exchange))
        return hvs_fault_set(&exchange->fault, HVS_FAULT_ENVELOPE_EXCEEDED);

    return TRUE;
}
