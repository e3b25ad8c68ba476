/* rpc_value.h: the driver's values in the shapes of the wire
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whatever is put into a wire value belongs to it and goes with xdr_free().
 */

#pragma once

#include <glib.h>

#include "domain.h"
#include "rpc_wire.h"

G_BEGIN_DECLS

/** hvr_rpc_value_new_text: (transfer full): @text: (nullable): copied */
HvrWireOptString hvr_rpc_value_new_text(const char *text);

/** hvr_rpc_value_set_text: @out_text: a mandatory string; @text: copied, %NULL becomes "" */
void hvr_rpc_value_set_text(HvrWireString *out_text, const char *text);

void hvr_rpc_value_set_domain(HvrWireDomain *out_wire, const HvrDomain *domain);

void hvr_rpc_value_set_snapshot(HvrWireSnapshot *out_wire,
                                const HvrDomain *domain,
                                const HvrSnapshot *snapshot);

/** hvr_rpc_value_set_params: @params: (element-type HvrParam) */
void hvr_rpc_value_set_params(HvrWireParam **out_params, u_int *out_n_params, GPtrArray *params);

G_END_DECLS
