/* client_call.h: one call of a function of the library
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * What is wrong with flags and arguments is found before anything is sent.
 */

#pragma once

#include "client_row.h"

G_BEGIN_DECLS

/**
 * HvrClientCall:
 * @command: of @row, or the one that the caller names
 * @arguments: (owned): what it is sent with
 */
typedef struct {
    const HvrClientRow *row;
    const char *command;
    JsonObject *arguments;
} HvrClientCall;

/**
 * hvr_client_call_new:
 * @function: of the library
 * @params: (nullable): arguments as the caller gave them
 *
 * Returns: (transfer full) (nullable): %NULL with VIR_ERR_INVALID_ARG
 */
HvrClientCall *hvr_client_call_new(const char *function,
                                   virTypedParameterPtr params,
                                   int nparams,
                                   unsigned int flags);

/** hvr_client_call_new_read: the same for a function that reads; VIR_ERR_INVALID_ARG also where it
 * has nowhere to put the answer */
HvrClientCall *hvr_client_call_new_read(const char *function,
                                        virTypedParameterPtr filters,
                                        int nfilters,
                                        virTypedParameterPtr *params,
                                        int *nparams,
                                        unsigned int flags);

/** hvr_client_call_new_document: the same for one that answers a document */
HvrClientCall *hvr_client_call_new_document(const char *function, unsigned int flags);

/** hvr_client_call_free: accepts %NULL */
void hvr_client_call_free(HvrClientCall *call);

/** hvr_client_call_set_string: adds an argument */
void hvr_client_call_set_string(HvrClientCall *call, const char *name, const char *value);

/** hvr_client_call_set_boolean: adds an argument */
void hvr_client_call_set_boolean(HvrClientCall *call, const char *name, gboolean value);

/** hvr_client_call_has_pointer: whether what a caller must give is there; VIR_ERR_INVALID_ARG if
 * not */
gboolean hvr_client_call_has_pointer(const char *function, const char *name, const void *pointer);

/**
 * hvr_client_call_rehearse:
 * @call: (nullable): %NULL fails as it failed
 * @command: which the caller gave, as the two pointers
 *
 * Makes it the dry run of a command; VIR_ERR_INVALID_ARG if one of them is %NULL.
 */
gboolean hvr_client_call_rehearse(HvrClientCall *call,
                                  const char *command,
                                  const void *calls,
                                  const void *n_calls);

/** hvr_client_call_send: (transfer full) (nullable): the answer; @call: (nullable): %NULL fails as
 * it failed */
JsonNode *hvr_client_call_send(HvrClientCall *call, virDomainPtr domain);

/** hvr_client_call_send_host: (transfer full) (nullable): the same, to a host's own domain */
JsonNode *hvr_client_call_send_host(HvrClientCall *call, virConnectPtr conn);

/** hvr_client_call_end: 0 if there is an answer, else -1 */
int hvr_client_call_end(JsonNode *answer);

/** hvr_client_call_end_read: the same with the answer, flattened; both pointers are written then
 * only */
int hvr_client_call_end_read(HvrClientCall *call,
                             JsonNode *answer,
                             virTypedParameterPtr *params,
                             int *nparams);

/** hvr_client_call_end_document: (transfer full) (nullable): the answer, which is a string */
char *hvr_client_call_end_document(HvrClientCall *call, JsonNode *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrClientCall, hvr_client_call_free)

G_END_DECLS
