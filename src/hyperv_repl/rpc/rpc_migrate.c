/* rpc_migrate.c: planned failover as migration
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Peer-to-peer all of it is in one call to the source.  Managed, the client
 * goes from end to end: begin at the source, prepare at the target, perform at the
 * source, finish at the target, confirm at the source; with --offline it leaves
 * perform out, and forgets the target's cookie, so that the move is made when it
 * finishes, from what the target's URI says.
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "directory.h"
#include "host_machine.h"
#include "host_xml.h"
#include "hvr_error.h"
#include "hvr_uri.h"
#include "planned_failover.h"
#include "rpc_error.h"
#include "rpc_handler.h"
#include "rpc_migration.h"
#include "rpc_value.h"

#define PARSE(args, stage, out_migration, error)                                                   \
    hvr_rpc_migration_parse((args)->params.params_val, (args)->params.params_len, (args)->flags,   \
                            stage, out_migration, error)

/* For the log; the calls before and after have nothing to give reasons for. */
static void
keep_reason(HvrRpcCall *call, const HvrRpcMigration *migration)
{
    g_free(call->wish.reason);
    call->wish.reason = g_strdup(migration->reason);
}

/* Whether source and flags fit; the target has its say later. */
static HvrDomain *
lookup_source(HvrRpcCall *call,
              const HvrWireDomain *wire,
              const HvrRpcMigration *migration,
              GError **error)
{
    HvrDomain *domain = hvr_rpc_call_lookup_domain(call, wire, error);
    guint wishes = hvr_rpc_migration_get_order(migration).wishes;

    if (domain == NULL || !hvr_planned_failover_check_source(call->host, domain,
                                                             HVR_PLANNED_FAILOVER_SHUT_DOWN, error))
        return NULL;
    if (!hvr_rpc_migration_check_domain(migration, domain, error) ||
        !hvr_planned_failover_check_source(call->host, domain, wishes, error))
        return NULL;

    return domain;
}

static HvrDomain *
check_begin(HvrRpcCall *call, GError **error)
{
    const HvrWireMigrateBegin *args = call->args;
    HvrRpcMigration migration;

    return PARSE(args, HVR_RPC_MIGRATION_ASKED, &migration, error)
               ? lookup_source(call, &args->domain, &migration, error)
               : NULL;
}

/* Checks again: much may have changed while the host was asked. */
static gboolean
fill_begun(HvrRpcCall *call, const HvrMachine *machine, GError **error)
{
    HvrWireMigrateBegun *ret = call->ret;
    HvrDomain *domain = check_begin(call, error);

    if (domain == NULL)
        return FALSE;

    ret->cookie.cookie_val = hvr_rpc_place_format(call->host, domain, NULL);
    ret->cookie.cookie_len = (u_int)strlen(ret->cookie.cookie_val);
    hvr_rpc_value_set_text(
        &ret->xml, hvr_host_get_xml(call->host, domain, machine, VIR_DOMAIN_XML_MIGRATABLE));

    return TRUE;
}

/* Returns: whether it has taken the call over. */
typedef gboolean (*Go)(HvrRpcCall *call, GError **error);

/* The state of a moment ago is no ground for a refusal: what has just been done, by this very
 * daemon even, may not have arrived in it yet.
 * @go: tried at once, and by @callback once more, after a look at the host */
static gboolean
go_or_look(HvrRpcCall *call, Go go, GAsyncReadyCallback callback, GError **error)
{
    GError *refusal = NULL;

    if (go(call, &refusal))
        return TRUE;
    if (!hvr_error_is_code(refusal, HVR_ERROR_STATE)) {
        g_propagate_error(error, refusal);
        return FALSE;
    }

    g_error_free(refusal);
    hvr_host_refresh_async(call->host, hvr_rpc_session_get_cancellable(call->session), callback,
                           call);

    return TRUE;
}

static void
go_after_look(HvrRpcCall *call, Go go, GAsyncResult *result)
{
    GError *error = NULL;

    if (!hvr_host_refresh_finish(call->host, result, &error) || !go(call, &error))
        hvr_rpc_call_end(call, FALSE, error);
}

static void
on_begun(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrMachine) machine = hvr_host_fetch_machine_finish(HVR_HOST(source), result, &error);

    hvr_rpc_call_end(call, machine != NULL && fill_begun(call, machine, &error), error);
}

static gboolean
begin(HvrRpcCall *call, GError **error)
{
    HvrDomain *domain = check_begin(call, error);

    if (domain == NULL)
        return FALSE;

    hvr_host_fetch_machine_async(call->host, domain, hvr_rpc_session_get_cancellable(call->session),
                                 on_begun, call);

    return TRUE;
}

static void
on_looked_to_begin(GObject *source, GAsyncResult *result, gpointer user_data)
{
    go_after_look(user_data, begin, result);
}

gboolean
hvr_rpc_migrate_begin(HvrRpcCall *call, GError **error)
{
    return go_or_look(call, begin, on_looked_to_begin, error);
}

static HvrDomain *
lookup_replica(HvrRpcCall *call, const HvrRpcPlace *place, GError **error)
{
    HvrDomain *domain = hvr_host_lookup_by_uuid(call->host, place->uuid, NULL);

    if (domain == NULL)
        hvr_fail(error, HVR_ERROR_STATE,
                 _("Requested operation is not valid: host '%1$s' has no replica of the machine "
                   "that '%2$s' wants to move"),
                 hvr_host_get_name(call->host), place->system);
    else if (call->wish.domain == NULL)
        call->wish.domain = hvr_domain_ref(domain);

    return domain;
}

static gboolean
prepare(HvrRpcCall *call, GError **error)
{
    const HvrWireMigratePrepare *args = call->args;
    HvrWireMigratePrepared *ret = call->ret;
    g_auto(HvrRpcPlace) place = { 0 };
    g_autofree char *uri = NULL;
    HvrRpcMigration migration;
    const HvrDomain *domain;

    if (!PARSE(args, HVR_RPC_MIGRATION_UNDER_WAY, &migration, error) ||
        !hvr_rpc_place_parse(args->cookie.cookie_val, args->cookie.cookie_len, &place, error))
        return FALSE;
    domain = lookup_replica(call, &place, error);
    if (domain == NULL)
        return FALSE;

    uri = hvr_rpc_place_format(call->host, domain, place.system);
    ret->uri = hvr_rpc_value_new_text(uri);
    hvr_rpc_call_end(call, TRUE, NULL);

    return TRUE;
}

static void
on_looked_to_prepare(GObject *source, GAsyncResult *result, gpointer user_data)
{
    go_after_look(user_data, prepare, result);
}

gboolean
hvr_rpc_migrate_prepare(HvrRpcCall *call, GError **error)
{
    return go_or_look(call, prepare, on_looked_to_prepare, error);
}

/* The URI that prepare gave the client. */
static gboolean
parse_place(const HvrRpcMigration *migration, HvrRpcPlace *out_place, GError **error)
{
    const char *uri = migration->uri != NULL ? migration->uri : "";

    return hvr_rpc_place_parse(uri, strlen(uri), out_place, error);
}

/* The host at the other end. */

static HvrDirectory *
get_directory(HvrRpcCall *call, GError **error)
{
    HvrDirectory *directory = hvr_host_get_directory(call->host);

    if (directory == NULL)
        hvr_fail(error, HVR_ERROR_NO_HOST, _("this daemon has no other hosts than '%s'"),
                 hvr_host_get_name(call->host));

    return directory;
}

static void
on_performed(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;
    gboolean ok = hvr_operation_finish(result, &error);

    hvr_rpc_call_end(user_data, ok, error);
}

static void
on_target_open(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    const HvrWireMigratePerform *args = call->args;
    const HvrRpcMigration migration = { .flags = args->flags, .reason = call->wish.reason };
    const HvrOperationOrder order = hvr_rpc_migration_get_order(&migration);
    GError *error = NULL;

    if (!hvr_host_open_finish(HVR_HOST(source), result, &error))
        hvr_rpc_call_end(call, FALSE, error);
    else
        hvr_planned_failover_start_async(call->host, HVR_HOST(source),
                                         (const guchar *)args->domain.uuid, &order, on_performed,
                                         call);
}

static void
on_target_found(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrHost) target = hvr_directory_find_finish(result, &error);

    if (target == NULL)
        hvr_rpc_call_end(call, FALSE, error);
    else
        hvr_host_open_async(target, NULL, on_target_open, call);
}

/* Users name a host as the host file does, hosts name each other as Windows does. */
static gboolean
perform_at(HvrRpcCall *call, const char *name, gboolean is_section, GError **error)
{
    HvrDirectory *directory = get_directory(call, error);
    g_autoptr(HvrHost) target = NULL;

    if (directory == NULL)
        return FALSE;

    if (is_section)
        target = hvr_directory_lookup(directory, name, NULL);
    if (target != NULL)
        hvr_host_open_async(target, NULL, on_target_open, call);
    else
        hvr_directory_find_async(directory, name, NULL, on_target_found, call);

    return TRUE;
}

/* The URI that goes with a peer-to-peer migration may say once more where to. */
static gboolean
perform_peer(HvrRpcCall *call, const HvrRpcMigration *migration, GError **error)
{
    const HvrWireMigratePerform *args = call->args;
    g_autofree char *name = NULL;
    g_autofree char *again = NULL;

    if (!hvr_uri_parse_host(*args->uri, &name, error))
        return FALSE;
    if (name == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' names no host to move to"), *args->uri);
    if (migration->xml != NULL)
        return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            _("a planned failover cannot honour the migration parameter '%s'"),
                            VIR_MIGRATE_PARAM_DEST_XML);
    if (migration->uri != NULL &&
        (!hvr_uri_parse_host(migration->uri, &again, NULL) || g_strcmp0(name, again) != 0))
        return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            _("a planned failover cannot honour the migration parameter '%s': the "
                              "hosts know how to reach each other"),
                            VIR_MIGRATE_PARAM_URI);

    return perform_at(call, name, TRUE, error);
}

static gboolean
perform_managed(HvrRpcCall *call, const HvrRpcMigration *migration, GError **error)
{
    g_auto(HvrRpcPlace) place = { 0 };

    return parse_place(migration, &place, error) && perform_at(call, place.system, FALSE, error);
}

static gboolean
perform(HvrRpcCall *call, GError **error)
{
    const HvrWireMigratePerform *args = call->args;
    HvrRpcMigration migration;

    if (!PARSE(args, HVR_RPC_MIGRATION_UNDER_WAY, &migration, error) ||
        lookup_source(call, &args->domain, &migration, error) == NULL)
        return FALSE;

    keep_reason(call, &migration);
    if (args->uri != NULL)
        return perform_peer(call, &migration, error);

    return perform_managed(call, &migration, error);
}

static void
on_looked_to_perform(GObject *source, GAsyncResult *result, gpointer user_data)
{
    go_after_look(user_data, perform, result);
}

gboolean
hvr_rpc_migrate_perform(HvrRpcCall *call, GError **error)
{
    return go_or_look(call, perform, on_looked_to_perform, error);
}

/* Called with what perform or finish has moved here. */
static void
end_finish(HvrRpcCall *call, GError *error)
{
    const HvrWireMigrateFinish *args = call->args;
    HvrWireMigrateFinished *ret = call->ret;
    g_auto(HvrRpcPlace) place = { 0 };
    const HvrDomain *domain = NULL;
    HvrRpcMigration migration;

    if (error == NULL && PARSE(args, HVR_RPC_MIGRATION_UNDER_WAY, &migration, &error) &&
        parse_place(&migration, &place, &error))
        domain = lookup_replica(call, &place, &error);
    if (domain != NULL)
        hvr_rpc_value_set_domain(&ret->domain, domain);
    hvr_rpc_call_end(call, domain != NULL, error);
}

static void
on_finished(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;

    hvr_operation_finish(result, &error);
    end_finish(user_data, error);
}

static void
on_source_open(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    const HvrWireMigrateFinish *args = call->args;
    g_auto(HvrRpcPlace) place = { 0 };
    HvrRpcMigration migration;
    HvrOperationOrder order;
    GError *error = NULL;

    if (!hvr_host_open_finish(HVR_HOST(source), result, &error) ||
        !PARSE(args, HVR_RPC_MIGRATION_UNDER_WAY, &migration, &error) ||
        !parse_place(&migration, &place, &error)) {
        hvr_rpc_call_end(call, FALSE, error);
        return;
    }

    order = hvr_rpc_migration_get_order(&migration);
    hvr_planned_failover_start_async(HVR_HOST(source), call->host, place.uuid, &order, on_finished,
                                     call);
}

static void
on_source_found(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrRpcCall *call = user_data;
    GError *error = NULL;
    g_autoptr(HvrHost) found = hvr_directory_find_finish(result, &error);

    if (found == NULL)
        hvr_rpc_call_end(call, FALSE, error);
    else
        hvr_host_open_async(found, NULL, on_source_open, call);
}

static void
on_looked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    GError *error = NULL;

    hvr_host_refresh_finish(HVR_HOST(source), result, &error);
    end_finish(user_data, error);
}

gboolean
hvr_rpc_migrate_finish(HvrRpcCall *call, GError **error)
{
    const HvrWireMigrateFinish *args = call->args;
    g_auto(HvrRpcPlace) place = { 0 };
    HvrRpcMigration migration;
    HvrDirectory *directory;

    if (args->cancelled)
        return hvr_rpc_fail(error, VIR_ERR_MIGRATE_FINISH_OK, "migration successfully aborted");
    if (!PARSE(args, HVR_RPC_MIGRATION_UNDER_WAY, &migration, error) ||
        !parse_place(&migration, &place, error))
        return FALSE;

    keep_reason(call, &migration);
    if ((args->flags & VIR_MIGRATE_OFFLINE) == 0) {
        hvr_host_refresh_async(call->host, NULL, on_looked, call);
        return TRUE;
    }

    directory = get_directory(call, error);
    if (directory == NULL)
        return FALSE;
    if (place.source == NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' does not say where the machine is"),
                        migration.uri);

    hvr_directory_find_async(directory, place.source, NULL, on_source_found, call);

    return TRUE;
}

/* By then everything is done, or undone. */
gboolean
hvr_rpc_migrate_confirm(HvrRpcCall *call G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    return TRUE;
}
