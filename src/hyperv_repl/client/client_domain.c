/* client_domain.c: the functions of a machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "libvirt-hyperv-repl.h"

#include <glib/gi18n-lib.h>

#include "client_call.h"
#include "client_error.h"

/* A function is its row in client_row.c. */
#define GET(function)                                                                              \
    int function(virDomainPtr domain, virTypedParameterPtr *params, int *nparams,                  \
                 unsigned int flags)                                                               \
    {                                                                                              \
        g_autoptr(HvrClientCall)                                                                   \
            call = hvr_client_call_new_read(#function, NULL, 0, params, nparams, flags);           \
        g_autoptr(JsonNode) answer = hvr_client_call_send(call, domain);                           \
                                                                                                   \
        return hvr_client_call_end_read(call, answer, params, nparams);                            \
    }
#define GET_DOCUMENT(function)                                                                     \
    char *function(virDomainPtr domain, unsigned int flags)                                        \
    {                                                                                              \
        g_autoptr(HvrClientCall) call = hvr_client_call_new_document(#function, flags);            \
        g_autoptr(JsonNode) answer = hvr_client_call_send(call, domain);                           \
                                                                                                   \
        return hvr_client_call_end_document(call, answer);                                         \
    }
#define CHANGE(function)                                                                           \
    int function(virDomainPtr domain, virTypedParameterPtr params, int nparams,                    \
                 unsigned int flags)                                                               \
    {                                                                                              \
        g_autoptr(HvrClientCall) call = hvr_client_call_new(#function, params, nparams, flags);    \
        g_autoptr(JsonNode) answer = hvr_client_call_send(call, domain);                           \
                                                                                                   \
        return hvr_client_call_end(answer);                                                        \
    }

/* clang-format off */
GET(virDomainHypervReplGetState)
GET(virDomainHypervReplGetPoints)
GET(virDomainHypervReplGetStatistics)
GET(virDomainHypervReplGetNetwork)
GET(virDomainHypervReplGetJob)
GET_DOCUMENT(virDomainHypervReplGetXMLDesc)
GET_DOCUMENT(virDomainHypervReplGetNetworkXMLDesc)
CHANGE(virDomainHypervReplEnable)
CHANGE(virDomainHypervReplStart)
CHANGE(virDomainHypervReplImport)
CHANGE(virDomainHypervReplCancelInitial)
CHANGE(virDomainHypervReplSuspend)
CHANGE(virDomainHypervReplResume)
CHANGE(virDomainHypervReplResynchronize)
CHANGE(virDomainHypervReplCancelResynchronize)
CHANGE(virDomainHypervReplPrepare)
CHANGE(virDomainHypervReplCancelPrepare)
CHANGE(virDomainHypervReplRevert)
CHANGE(virDomainHypervReplCommit)
CHANGE(virDomainHypervReplBecomeReplica)
CHANGE(virDomainHypervReplBecomePrimary)
CHANGE(virDomainHypervReplReverse)
CHANGE(virDomainHypervReplFailback)
CHANGE(virDomainHypervReplModify)
CHANGE(virDomainHypervReplRemove)
CHANGE(virDomainHypervReplTestCleanup)
CHANGE(virDomainHypervReplAuthorize)
CHANGE(virDomainHypervReplSetNetwork)
CHANGE(virDomainHypervReplSetTestSwitch)
CHANGE(virDomainHypervReplResetStatistics)
/* clang-format on */

/* Returns: (transfer full) (nullable): with the point's name among the arguments. */
static HvrClientCall *
new_with_point(const char *function,
               virDomainSnapshotPtr point,
               virTypedParameterPtr params,
               int nparams,
               unsigned int flags)
{
    g_autoptr(HvrClientCall) call = hvr_client_call_new(function, params, nparams, flags);
    const char *name = NULL;

    if (call != NULL && point != NULL) {
        name = virDomainSnapshotGetName(point);
        if (name == NULL)
            return NULL;
        hvr_client_call_set_string(call, VIR_HYPERV_REPL_PARAM_POINT, name);
    }

    return g_steal_pointer(&call);
}

int
virDomainHypervReplFailover(virDomainPtr domain,
                            virDomainSnapshotPtr point,
                            virTypedParameterPtr params,
                            int nparams,
                            unsigned int flags)
{
    g_autoptr(HvrClientCall) call = new_with_point(__func__, point, params, nparams, flags);
    g_autoptr(JsonNode) answer = hvr_client_call_send(call, domain);

    return hvr_client_call_end(answer);
}

/* Returns: (nullable): of the test machine that an answer is about. */
static const char *
find_test_machine(JsonNode *answer)
{
    JsonObject *object = JSON_NODE_HOLDS_OBJECT(answer) ? json_node_get_object(answer) : NULL;
    JsonNode *machine = object != NULL ? json_object_get_member(object, "test-machine") : NULL;

    if (machine == NULL || !JSON_NODE_HOLDS_OBJECT(machine))
        return NULL;

    return json_object_get_string_member_with_default(json_node_get_object(machine), "uuid", NULL);
}

virDomainPtr
virDomainHypervReplTestFailover(virDomainPtr domain,
                                virDomainSnapshotPtr point,
                                virTypedParameterPtr params,
                                int nparams,
                                unsigned int flags)
{
    g_autoptr(HvrClientCall) call = new_with_point(__func__, point, params, nparams, flags);
    g_autoptr(JsonNode) answer = hvr_client_call_send(call, domain);
    const char *uuid = answer != NULL ? find_test_machine(answer) : NULL;

    if (uuid != NULL)
        return virDomainLookupByUUIDString(virDomainGetConnect(domain), uuid);
    if (answer != NULL)
        hvr_client_error_set(VIR_ERR_NO_DOMAIN, _("the test machine is gone already"));

    return NULL;
}

int
virDomainHypervReplGetPlan(virDomainPtr domain,
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
    answer = hvr_client_call_send(call, domain);

    return hvr_client_call_end_read(call, answer, calls, ncalls);
}
