/* rpc_checkpoint.c: snapshots made, applied and removed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>

#include "host_checkpoint.h"
#include "hvr_error.h"
#include "rpc_handler.h"
#include "rpc_value.h"

static gboolean
fill_snapshot(HvrRpcCall *call, const char *name, GError **error)
{
    const HvrDomain *domain = hvr_rpc_call_lookup_domain(call, call->args, error);
    const HvrSnapshot *snapshot = domain != NULL ? hvr_domain_lookup_snapshot(domain, name, error)
                                                 : NULL;

    if (snapshot == NULL)
        return FALSE;

    hvr_rpc_value_set_snapshot(call->ret, domain, snapshot);

    return TRUE;
}

static void
on_created(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    g_autofree char *name = hvr_host_create_checkpoint_finish(result, &error);
    gboolean ok = name != NULL && fill_snapshot(call, name, &error);

    hvr_rpc_call_end(call, ok, error);
}

gboolean
hvr_rpc_checkpoint_create(HvrRpcCall *call, GError **error)
{
    const HvrWireDomainText *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->domain, error);
    HvrCheckpoint *checkpoint =
        domain != NULL ? hvr_checkpoint_parse(domain, args->text, args->flags, error) : NULL;

    if (checkpoint == NULL)
        return FALSE;

    hvr_host_create_checkpoint_async(call->host, domain, checkpoint,
                                     hvr_rpc_session_get_cancellable(call->session), on_created,
                                     call);

    return TRUE;
}

static void
on_done(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;
    gboolean ok = hvr_host_checkpoint_finish(result, &error);

    hvr_rpc_call_end(user_data, ok, error);
}

/* A failover is nothing to be started by a verb that is usually mild. */
gboolean
hvr_rpc_checkpoint_apply(HvrRpcCall *call, GError **error)
{
    const HvrWireSnapshotFlags *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->snapshot.domain, error);
    const HvrSnapshot *snapshot =
        domain != NULL ? hvr_domain_lookup_snapshot(domain, args->snapshot.name, error) : NULL;

    if (snapshot == NULL)
        return FALSE;
    if (hvr_snapshot_is_point(snapshot))
        return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                        _("'%s' is a recovery point, use the command replication-failover"),
                        snapshot->name);

    hvr_host_apply_checkpoint_async(call->host, domain, snapshot->name, args->flags,
                                    hvr_rpc_session_get_cancellable(call->session), on_done, call);

    return TRUE;
}

gboolean
hvr_rpc_checkpoint_remove(HvrRpcCall *call, GError **error)
{
    const HvrWireSnapshotFlags *args = call->args;
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, &args->snapshot.domain, error);

    if (domain == NULL)
        return FALSE;

    hvr_host_remove_checkpoint_async(call->host, domain, args->snapshot.name, args->flags,
                                     hvr_rpc_session_get_cancellable(call->session), on_done, call);

    return TRUE;
}
