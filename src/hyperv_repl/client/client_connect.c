/* client_connect.c: the functions of a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "libvirt-hyperv-repl.h"

#include "client_call.h"

typedef struct {
    virTypedParameterPtr params;
    int n_params;
} Filters;

static int
get(const char *function,
    virConnectPtr conn,
    Filters filters,
    virTypedParameterPtr *params,
    int *nparams,
    unsigned int flags)
{
    g_autoptr(HvrClientCall)
        call = hvr_client_call_new(function, filters.params, filters.n_params, flags);
    g_autoptr(JsonNode) answer = NULL;

    if (call == NULL || !hvr_client_call_has_pointer(function, "params", params) ||
        !hvr_client_call_has_pointer(function, "nparams", nparams))
        return -1;
    answer = hvr_client_call_send_host(call, conn);

    return hvr_client_call_end_read(call, answer, params, nparams);
}

static int
change(const char *function,
       virConnectPtr conn,
       virTypedParameterPtr params,
       int nparams,
       unsigned int flags)
{
    g_autoptr(HvrClientCall) call = hvr_client_call_new(function, params, nparams, flags);
    g_autoptr(JsonNode) answer = hvr_client_call_send_host(call, conn);

    return hvr_client_call_end(answer);
}

/* A function is its row in client_row.c. */
#define GET(function)                                                                              \
    int function(virConnectPtr conn, virTypedParameterPtr *params, int *nparams,                   \
                 unsigned int flags)                                                               \
    {                                                                                              \
        return get(#function, conn, (Filters){ NULL, 0 }, params, nparams, flags);                 \
    }
#define GET_FILTERED(function)                                                                     \
    int function(virConnectPtr conn, virTypedParameterPtr filters, int nfilters,                   \
                 virTypedParameterPtr *params, int *nparams, unsigned int flags)                   \
    {                                                                                              \
        return get(#function, conn, (Filters){ filters, nfilters }, params, nparams, flags);       \
    }
#define CHANGE(function)                                                                           \
    int function(virConnectPtr conn, virTypedParameterPtr params, int nparams, unsigned int flags) \
    {                                                                                              \
        return change(#function, conn, params, nparams, flags);                                    \
    }

/* clang-format off */
GET(virConnectHypervReplGetService)
GET(virConnectHypervReplGetCertificates)
GET(virConnectHypervReplGetHost)
GET(virConnectHypervReplGetHosts)
GET(virConnectHypervReplGetCommands)
GET_FILTERED(virConnectHypervReplGetAuthorization)
GET_FILTERED(virConnectHypervReplGetReplications)
GET_FILTERED(virConnectHypervReplGetStatistics)
GET_FILTERED(virConnectHypervReplGetOperations)
CHANGE(virConnectHypervReplModifyService)
CHANGE(virConnectHypervReplAddAuthorization)
CHANGE(virConnectHypervReplModifyAuthorization)
CHANGE(virConnectHypervReplRemoveAuthorization)
CHANGE(virConnectHypervReplTestConnection)
CHANGE(virConnectHypervReplStartService)
CHANGE(virConnectHypervReplStopService)
CHANGE(virConnectHypervReplRequestServiceState)
CHANGE(virConnectHypervReplRefresh)
/* clang-format on */

char *
virConnectHypervReplGetServiceXMLDesc(virConnectPtr conn, unsigned int flags)
{
    g_autoptr(HvrClientCall) call = hvr_client_call_new(__func__, NULL, 0, flags);
    g_autoptr(JsonNode) answer = NULL;

    if (call == NULL)
        return NULL;
    hvr_client_call_set_string(call, "format", "xml");
    answer = hvr_client_call_send_host(call, conn);

    return hvr_client_call_end_document(call, answer);
}

int
virConnectHypervReplGetPlan(virConnectPtr conn,
                            const char *command,
                            virTypedParameterPtr params,
                            int nparams,
                            virTypedParameterPtr *calls,
                            int *ncalls,
                            unsigned int flags)
{
    g_autoptr(HvrClientCall) call = hvr_client_call_new(__func__, params, nparams, flags);
    g_autoptr(JsonNode) answer = NULL;

    if (!hvr_client_call_rehearse(call, command, calls, ncalls))
        return -1;
    answer = hvr_client_call_send_host(call, conn);

    return hvr_client_call_end_read(call, answer, calls, ncalls);
}
