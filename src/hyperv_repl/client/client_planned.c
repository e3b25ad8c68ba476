/* client_planned.c: planned failover, which to libvirt is a migration
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "libvirt-hyperv-repl.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client_call.h"
#include "client_error.h"

int
virDomainHypervReplGetPlannedFailover(virDomainPtr domain,
                                      const char *destination,
                                      virTypedParameterPtr *params,
                                      int *nparams,
                                      unsigned int flags)
{
    g_autoptr(HvrClientCall)
        call = hvr_client_call_new_read(__func__, NULL, 0, params, nparams, flags);
    g_autoptr(JsonNode) answer = NULL;

    if (call == NULL || !hvr_client_call_has_pointer(__func__, "destination", destination))
        return -1;
    hvr_client_call_set_string(call, "destination", destination);
    answer = hvr_client_call_send(call, domain);

    return hvr_client_call_end_read(call, answer, params, nparams);
}

/* What virsh migrate is told by --persistent with --offline or --unsafe; 0: refused. */
static unsigned int
find_migrate_flags(virDomainPtr domain, unsigned int flags)
{
    int is_active = virDomainIsActive(domain);

    if (is_active < 0)
        return 0;
    if (is_active == 0)
        return VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_OFFLINE;
    if (flags & VIR_HYPERV_REPL_SHUTDOWN)
        return VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNSAFE;

    hvr_client_error_set(VIR_ERR_OPERATION_INVALID,
                         _("'%s' is running and would have to be shut down"),
                         virDomainGetName(domain));
    return 0;
}

static virDomainPtr
migrate_to_uri(virDomainPtr domain,
               const char *destination,
               virTypedParameterPtr params,
               unsigned int nparams,
               unsigned int migrate_flags)
{
    g_autofree char *uri = strstr(destination, "://") != NULL
                               ? g_strdup(destination)
                               : g_strdup_printf("hyperv://%s/", destination);

    if (virDomainMigrateToURI3(domain, uri, params, nparams,
                               migrate_flags | VIR_MIGRATE_PEER2PEER) < 0 ||
        virDomainRef(domain) < 0)
        return NULL;

    return domain;
}

virDomainPtr
virDomainHypervReplPlannedFailover(virDomainPtr domain,
                                   virConnectPtr dconn,
                                   const char *destination,
                                   virTypedParameterPtr params,
                                   int nparams,
                                   unsigned int flags)
{
    g_autoptr(HvrClientCall) call = hvr_client_call_new(__func__, params, nparams, flags);
    unsigned int migrate_flags;

    if (call == NULL)
        return NULL;
    if ((dconn == NULL) == (destination == NULL)) {
        hvr_client_error_set(VIR_ERR_INVALID_ARG, _("one of %1$s and %2$s in %3$s must be NULL"),
                             "dconn", "destination", __func__);
        return NULL;
    }
    migrate_flags = find_migrate_flags(domain, flags);
    if (migrate_flags == 0)
        return NULL;
    if (dconn != NULL)
        return virDomainMigrate3(domain, dconn, params, (unsigned int)nparams, migrate_flags);

    return migrate_to_uri(domain, destination, params, (unsigned int)nparams, migrate_flags);
}
