/* rpc_permit.c: whether a client may do what it wishes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_permit.h"

typedef struct {
    HvrRpcCall *call;
    HvrRpcPermitted permitted;
} Question;

gboolean
hvr_rpc_permit_needs(const HvrRpcSession *session, HvrAccess access)
{
    return hvr_access_is_write(access) && hvr_rpc_session_get_config(session)->authorize != NULL;
}

static void
on_verdict(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autofree Question *question = user_data;
    GError *error = NULL;

    if (g_task_propagate_boolean(G_TASK(result), &error))
        question->permitted(question->call);
    else
        hvr_rpc_call_end(question->call, FALSE, error);
}

void
hvr_rpc_permit_ask(HvrRpcCall *call, HvrRpcPermitted permitted)
{
    const HvrRpcSessionConfig *config = hvr_rpc_session_get_config(call->session);
    Question *question = g_new0(Question, 1);

    question->call = call;
    question->permitted = permitted;
    config->authorize(config->user_data, call->session, &call->wish,
                      hvr_rpc_session_get_cancellable(call->session), on_verdict, question);
}

static HvrDomain *
find(HvrHost *host, const HvrWireDomain *wire)
{
    HvrDomain *domain = hvr_host_lookup_by_uuid(host, (const guchar *)wire->uuid, NULL);

    return domain != NULL ? hvr_domain_ref(domain) : NULL;
}

/* A UUID that the host knows does not stand there by chance. */
HvrDomain *
hvr_rpc_permit_find_domain(HvrHost *host, const guint8 *payload, gsize n_payload)
{
    HvrWireDomain domain = { 0 };
    HvrWireSnapshot snapshot = { 0 };
    HvrDomain *found = NULL;

    if (hvr_rpc_frame_decode(payload, n_payload, (xdrproc_t)xdr_HvrWireDomain, &domain)) {
        found = find(host, &domain);
        xdr_free((xdrproc_t)xdr_HvrWireDomain, (char *)&domain);
    }
    if (found == NULL &&
        hvr_rpc_frame_decode(payload, n_payload, (xdrproc_t)xdr_HvrWireSnapshot, &snapshot)) {
        found = find(host, &snapshot.domain);
        xdr_free((xdrproc_t)xdr_HvrWireSnapshot, (char *)&snapshot);
    }

    return found;
}
