/* rpc_value.c: the driver's values in the shapes of the wire
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_value.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "job.h"

HvrWireOptString
hvr_rpc_value_new_text(const char *text)
{
    HvrWireOptString wire;

    if (text == NULL)
        return NULL;

    wire = g_new(HvrWireString, 1);
    *wire = g_strdup(text);

    return wire;
}

void
hvr_rpc_value_set_text(HvrWireString *out_text, const char *text)
{
    *out_text = g_strdup(text != NULL ? text : "");
}

void
hvr_rpc_value_set_domain(HvrWireDomain *out_wire, const HvrDomain *domain)
{
    hvr_rpc_value_set_text(&out_wire->name, domain->name);
    memcpy(out_wire->uuid, domain->uuid, sizeof(out_wire->uuid));
    out_wire->id = domain->id;
}

void
hvr_rpc_value_set_snapshot(HvrWireSnapshot *out_wire,
                           const HvrDomain *domain,
                           const HvrSnapshot *snapshot)
{
    hvr_rpc_value_set_text(&out_wire->name, snapshot->name);
    hvr_rpc_value_set_domain(&out_wire->domain, domain);
}

/* Clients insist on the exact type, so it is the driver who says it. */
static void
set_param(HvrWireParam *out_wire, const HvrParam *param)
{
    HvrWireValue *value = &out_wire->value;

    hvr_rpc_value_set_text(&out_wire->name, param->name);
    value->type = param->type;
    switch (param->type) {
    case VIR_TYPED_PARAM_INT:
        value->HvrWireValue_u.i = param->value.i;
        break;
    case VIR_TYPED_PARAM_UINT:
        value->HvrWireValue_u.ui = param->value.ui;
        break;
    case VIR_TYPED_PARAM_LLONG:
        value->HvrWireValue_u.l = param->value.l;
        break;
    case VIR_TYPED_PARAM_ULLONG:
        value->HvrWireValue_u.ul = param->value.ul;
        break;
    case VIR_TYPED_PARAM_DOUBLE:
        value->HvrWireValue_u.d = param->value.d;
        break;
    case VIR_TYPED_PARAM_BOOLEAN:
        value->HvrWireValue_u.b = param->value.b ? 1 : 0;
        break;
    case VIR_TYPED_PARAM_STRING:
        hvr_rpc_value_set_text(&value->HvrWireValue_u.s, param->value.s);
        break;
    default:
        g_return_if_reached();
    }
}

void
hvr_rpc_value_set_params(HvrWireParam **out_params, u_int *out_n_params, GPtrArray *params)
{
    *out_params = g_new0(HvrWireParam, params->len);
    *out_n_params = params->len;
    for (guint i = 0; i < params->len; i++)
        set_param(&(*out_params)[i], g_ptr_array_index(params, i));
}
