/* client_params.h: typed parameters as JSON, and JSON as typed parameters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libvirt/libvirt.h>

G_BEGIN_DECLS

/**
 * hvr_client_params_encode:
 * @params: (array length=nparams) (nullable)
 *
 * Returns: (transfer full) (nullable): a command's arguments; %NULL with
 * VIR_ERR_INVALID_ARG
 */
JsonObject *hvr_client_params_encode(virTypedParameterPtr params, int nparams);

/**
 * hvr_client_params_decode:
 * @answer: what a command answered
 * @word: (nullable): what the elements of an answer that is an array are called
 * @params: (out) (transfer full): flattened, see libvirt-hyperv-repl.h
 *
 * Returns: 0, or -1 with libvirt's last error set
 */
int hvr_client_params_decode(JsonNode *answer,
                             const char *word,
                             virTypedParameterPtr *params,
                             int *nparams);

G_END_DECLS
