/* rpc_migration.c: what a client asks for with libvirt's migration, as far as it can be had
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_migration.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <string.h>

#include "command.h"
#include "hvr_error.h"
#include "planned_failover.h"
#include "purpose.h"
#include "rpc_error.h"

/* More than any place of ours has. */
#define MAX_PLACE 4096

/* PEER2PEER, PERSIST_DEST, UNSAFE and OFFLINE are what there is; CHANGE_PROTECTION holds anyway. */
#define HONOURED                                                                                   \
    (VIR_MIGRATE_PEER2PEER | VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNSAFE | VIR_MIGRATE_OFFLINE | \
     VIR_MIGRATE_CHANGE_PROTECTION)

/* Newer than the oldest libvirt that this builds with. */
#define MIGRATE_ZEROCOPY (1 << 20)

/* clang-format off */
static const struct {
    guint flag;
    const char *option;
    const char *why;
} refused_flags[] = {
    { VIR_MIGRATE_LIVE,               "--live",              N_("a replicated guest is shut down here and started there, which --unsafe allows") },
    { VIR_MIGRATE_TUNNELLED,          "--tunnelled",         N_("the hosts talk to each other") },
    { VIR_MIGRATE_UNDEFINE_SOURCE,    "--undefinesource",    N_("the machine stays on the source, as the replica") },
    { VIR_MIGRATE_PAUSED,             "--suspend",           N_("the guest is started there anew, or stays off") },
    { VIR_MIGRATE_NON_SHARED_DISK,    "--copy-storage-all",  N_("replication has copied the disks already") },
    { VIR_MIGRATE_NON_SHARED_INC,     "--copy-storage-inc",  N_("replication has copied the disks already") },
    { VIR_MIGRATE_COMPRESSED,         "--compressed",        N_("the relationship's setting 'compression' says that") },
    { VIR_MIGRATE_ABORT_ON_ERROR,     "--abort-on-error",    N_("nothing is copied from a guest that runs") },
    { VIR_MIGRATE_AUTO_CONVERGE,      "--auto-converge",     N_("nothing is copied from a guest that runs") },
    { VIR_MIGRATE_RDMA_PIN_ALL,       "--rdma-pin-all",      N_("nothing is copied from a guest that runs") },
    { VIR_MIGRATE_POSTCOPY,           "--postcopy",          N_("nothing is copied from a guest that runs") },
    { VIR_MIGRATE_POSTCOPY_RESUME,    "--postcopy-resume",   N_("nothing is copied from a guest that runs") },
    { VIR_MIGRATE_TLS,                "--tls",               N_("the relationship's setting 'authentication' says that") },
    { VIR_MIGRATE_PARALLEL,           "--parallel",          N_("nothing is copied from a guest that runs") },
    { VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES, "--copy-storage-synchronous-writes", N_("replication has copied the disks already") },
    { MIGRATE_ZEROCOPY,               "--zerocopy",          N_("nothing is copied from a guest that runs") },
};
/* clang-format on */

static gboolean
check_flags(guint flags, GError **error)
{
    guint unknown = flags & ~(guint)HONOURED;

    for (guint i = 0; i < G_N_ELEMENTS(refused_flags); i++) {
        if (flags & refused_flags[i].flag)
            return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                                _("a planned failover cannot honour %1$s: %2$s"),
                                refused_flags[i].option,
                                g_dgettext(GETTEXT_PACKAGE, refused_flags[i].why));
    }
    if (unknown != 0)
        return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            _("a planned failover cannot honour the migration flags 0x%x"),
                            unknown);
    if (flags & VIR_MIGRATE_PERSIST_DEST)
        return TRUE;
    if (flags & VIR_MIGRATE_OFFLINE)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: offline migration must be specified "
                          "with the persistent flag set"));

    return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                        _("a machine cannot be moved without --persistent: Hyper-V hosts have no "
                          "others"));
}

static const char **
find_field(HvrRpcMigration *migration, const char *name)
{
    if (g_str_equal(name, VIR_MIGRATE_PARAM_URI))
        return &migration->uri;
    if (g_str_equal(name, VIR_MIGRATE_PARAM_DEST_NAME))
        return &migration->name;
    if (g_str_equal(name, VIR_MIGRATE_PARAM_DEST_XML))
        return &migration->xml;
    if (g_str_equal(name, HVR_COMMAND_REASON))
        return &migration->reason;

    return NULL;
}

static gboolean
fail_param(const char *name, GError **error)
{
    return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                        _("a planned failover cannot honour the migration parameter '%s'"), name);
}

gboolean
hvr_rpc_migration_parse(const HvrWireParam *params,
                        guint n_params,
                        guint flags,
                        HvrRpcMigrationStage stage,
                        HvrRpcMigration *out_migration,
                        GError **error)
{
    HvrRpcMigration migration = { .flags = flags };

    for (guint i = 0; i < n_params; i++) {
        const char **field = find_field(&migration, params[i].name);

        if (field == NULL)
            return fail_param(params[i].name, error);
        if (params[i].value.type != VIR_TYPED_PARAM_STRING || *field != NULL)
            return hvr_fail(error, HVR_ERROR_INVALID,
                            _("the migration parameter '%s' is to be one string"), params[i].name);
        *field = params[i].value.HvrWireValue_u.s;
    }
    if (!check_flags(flags, error))
        return FALSE;
    if (migration.reason != NULL && !hvr_purpose_is_line(migration.reason))
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("the migration parameter '%1$s' is to be one line of at most %2$d "
                          "characters"),
                        HVR_COMMAND_REASON, HVR_PURPOSE_MAX_LINE);
    if (stage == HVR_RPC_MIGRATION_ASKED && migration.xml != NULL)
        return fail_param(VIR_MIGRATE_PARAM_DEST_XML, error);
    if (stage == HVR_RPC_MIGRATION_ASKED && migration.uri != NULL)
        return fail_param(VIR_MIGRATE_PARAM_URI, error);

    *out_migration = migration;

    return TRUE;
}

gboolean
hvr_rpc_migration_check_domain(const HvrRpcMigration *migration,
                               const HvrDomain *domain,
                               GError **error)
{
    gboolean is_active = hvr_domain_is_active(domain);

    if (migration->name != NULL && strcmp(migration->name, domain->name) != 0)
        return hvr_rpc_fail(error, VIR_ERR_ARGUMENT_UNSUPPORTED,
                            _("a planned failover cannot honour --dname: '%s' has its name on both "
                              "hosts"),
                            domain->name);
    if (is_active && (migration->flags & VIR_MIGRATE_UNSAFE) == 0)
        return hvr_rpc_fail(error, VIR_ERR_MIGRATE_UNSAFE,
                            _("'%s' is running: it would be shut down here and started there; "
                              "--unsafe allows that"),
                            domain->name);
    if (!is_active && (migration->flags & VIR_MIGRATE_OFFLINE) == 0)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: domain is not running; --offline "
                          "moves it as it is"));

    return TRUE;
}

HvrOperationOrder
hvr_rpc_migration_get_order(const HvrRpcMigration *migration)
{
    return (HvrOperationOrder){ .wishes = migration->flags & VIR_MIGRATE_UNSAFE
                                              ? HVR_PLANNED_FAILOVER_SHUT_DOWN
                                              : 0,
                                .reason = migration->reason };
}

void
hvr_rpc_place_clear(HvrRpcPlace *place)
{
    g_clear_pointer(&place->system, g_free);
    g_clear_pointer(&place->source, g_free);
}

char *
hvr_rpc_place_format(HvrHost *host, const HvrDomain *domain, const char *source)
{
    g_autofree char *system = g_uri_escape_string(hvr_host_get_facts(host)->hostname, NULL, FALSE);
    g_autofree char *from = source != NULL ? g_uri_escape_string(source, NULL, FALSE)
                                           : g_strdup("");

    return g_strdup_printf("hyperv://%s/?vm=%s&source=%s", system, domain->guid, from);
}

static gboolean
fail_place(GError **error)
{
    return hvr_fail(error, HVR_ERROR_INVALID,
                    _("the client brought no place that a host of this driver has named: both ends "
                      "of a migration have to be its connections"));
}

gboolean
hvr_rpc_place_parse(const char *text, gsize n_text, HvrRpcPlace *out_place, GError **error)
{
    g_auto(HvrRpcPlace) place = { 0 };
    g_autofree char *copy = g_strndup(text != NULL ? text : "", MIN(n_text, MAX_PLACE));
    g_autoptr(GUri) uri = g_uri_parse(copy, G_URI_FLAGS_ENCODED_QUERY, NULL);
    g_autoptr(GHashTable) query = NULL;
    const char *guid;
    const char *source;

    if (n_text > MAX_PLACE || uri == NULL || g_strcmp0(g_uri_get_scheme(uri), "hyperv") != 0 ||
        g_uri_get_host(uri) == NULL || g_uri_get_query(uri) == NULL)
        return fail_place(error);

    query = g_uri_parse_params(g_uri_get_query(uri), -1, "&", G_URI_PARAMS_NONE, NULL);
    guid = query != NULL ? g_hash_table_lookup(query, "vm") : NULL;
    source = query != NULL ? g_hash_table_lookup(query, "source") : NULL;
    if (guid == NULL || !hvr_domain_parse_guid(guid, place.uuid) || *g_uri_get_host(uri) == '\0')
        return fail_place(error);

    place.system = g_strdup(g_uri_get_host(uri));
    place.source = source != NULL && *source != '\0' ? g_strdup(source) : NULL;
    *out_place = place;
    place = (HvrRpcPlace){ 0 };

    return TRUE;
}
