/* client_connect.c: the functions of a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "libvirt-hyperv-repl.h"

#include "client_call.h"

/* A function is its row in client_row.c. */
#define READ(function, filters, nfilters)                                                          \
    {                                                                                              \
        g_autoptr(HvrClientCall)                                                                   \
            call = hvr_client_call_new_read(#function, filters, nfilters, params, nparams, flags); \
        g_autoptr(JsonNode) answer = hvr_client_call_send_host(call, conn);                        \
                                                                                                   \
        return hvr_client_call_end_read(call, answer, params, nparams);                            \
    }
#define GET(function)                                                                              \
    int function(virConnectPtr conn, virTypedParameterPtr *params, int *nparams,                   \
                 unsigned int flags) READ(function, NULL, 0)
#define GET_FILTERED(function)                                                                     \
    int function(virConnectPtr conn, virTypedParameterPtr filters, int nfilters,                   \
                 virTypedParameterPtr *params, int *nparams, unsigned int flags)                   \
        READ(function, filters, nfilters)
#define CHANGE(function)                                                                           \
    int function(virConnectPtr conn, virTypedParameterPtr params, int nparams, unsigned int flags) \
    {                                                                                              \
        g_autoptr(HvrClientCall) call = hvr_client_call_new(#function, params, nparams, flags);    \
        g_autoptr(JsonNode) answer = hvr_client_call_send_host(call, conn);                        \
                                                                                                   \
        return hvr_client_call_end(answer);                                                        \
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
    g_autoptr(HvrClientCall) call = hvr_client_call_new_document(__func__, flags);
    g_autoptr(JsonNode) answer = hvr_client_call_send_host(call, conn);

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
