/* host_lookup.c: what the state of a host answers without a round trip
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <string.h>

#include "host_private.h"
#include "hvr_error.h"
#include "operation.h"

const char *
hvr_host_get_name(HvrHost *host)
{
    const char *name = host->line->config.endpoint.name;

    return name != NULL ? name : "hyperv";
}

const char *
hvr_host_get_address(HvrHost *host)
{
    const char *address = host->line->config.endpoint.address;

    return address != NULL ? address : hvr_host_get_name(host);
}

gint64
hvr_host_get_time(HvrHost *host)
{
    return hvr_clock_get_real(host->line->clock) +
           (host->facts != NULL ? host->facts->clock_skew : 0);
}

const HvrHostFacts *
hvr_host_get_facts(HvrHost *host)
{
    return host->facts;
}

gboolean
hvr_host_is_reachable(HvrHost *host)
{
    return host->is_reachable;
}

gint64
hvr_host_get_lost_time(HvrHost *host)
{
    return host->lost_error != NULL ? host->lost_at : 0;
}

const char *
hvr_host_get_lost_reason(HvrHost *host)
{
    return host->lost_error != NULL ? host->lost_error->message : NULL;
}

gboolean
hvr_host_has_events(HvrHost *host, char **out_why_not)
{
    if (host->watcher != NULL)
        return hvr_watcher_get_flow(host->watcher, out_why_not);
    if (out_why_not != NULL)
        *out_why_not = g_strdup(_("the host is not open"));

    return FALSE;
}

HvrAuthScheme
hvr_host_get_scheme(HvrHost *host, gboolean *out_is_sealed)
{
    *out_is_sealed = g_atomic_int_get(&host->line->is_sealed);

    return (HvrAuthScheme)g_atomic_int_get(&host->line->scheme);
}

GPtrArray *
hvr_host_get_domains(HvrHost *host)
{
    return host->picture != NULL ? host->picture->domains : NULL;
}

HvrDomain *
hvr_host_get_own_domain(HvrHost *host)
{
    return host->picture != NULL ? host->picture->own : NULL;
}

/* A machine that is called like its host comes first: the host has a UUID, too. */
HvrDomain *
hvr_host_lookup_by_name(HvrHost *host, const char *name, GError **error)
{
    HvrDomain *own = hvr_host_get_own_domain(host);
    HvrDomain *found = NULL;

    for (guint i = 0; host->picture != NULL && i < host->picture->domains->len; i++) {
        HvrDomain *domain = host->picture->domains->pdata[i];

        if (strcmp(domain->name, name) != 0)
            continue;
        if (found != NULL)
            return hvr_fail_null(error, HVR_ERROR_AMBIGUOUS,
                                 _("several domains are called '%1$s': '%2$s', '%3$s'"), name,
                                 found->guid, domain->guid);
        found = domain;
    }
    if (found == NULL && own != NULL && g_ascii_strcasecmp(own->name, name) == 0)
        found = own;

    if (found == NULL)
        hvr_fail(error, HVR_ERROR_NO_DOMAIN,
                 _("Domain not found: no domain with matching name '%1$s'"), name);

    return found;
}

HvrDomain *
hvr_host_lookup_by_uuid(HvrHost *host, const guchar *uuid, GError **error)
{
    g_autofree char *guid = hvr_domain_format_guid(uuid);
    HvrDomain *found = host->picture != NULL ? hvr_picture_find(host->picture, guid) : NULL;

    if (found == NULL)
        hvr_fail(error, HVR_ERROR_NO_DOMAIN,
                 _("Domain not found: no domain with matching uuid '%1$s'"), guid);

    return found;
}

HvrDomain *
hvr_host_lookup_by_id(HvrHost *host, int id, GError **error)
{
    HvrDomain *own = hvr_host_get_own_domain(host);

    for (guint i = 0; id > 0 && host->picture != NULL && i < host->picture->domains->len; i++) {
        HvrDomain *domain = host->picture->domains->pdata[i];

        if (domain->id == id)
            return domain;
    }

    if (own != NULL && own->id == id)
        return own;

    return hvr_fail_null(error, HVR_ERROR_NO_DOMAIN,
                         _("Domain not found: no domain with matching id %1$d"), id);
}

HvrDomain *
hvr_host_lookup_current(HvrHost *host, const HvrDomain *domain, GError **error)
{
    if (!hvr_host_is_open(host))
        return hvr_fail_null(error, HVR_ERROR_CANCELLED, _("host '%1$s' is not open"),
                             hvr_host_get_name(host));

    if (domain->is_assumed)
        return (HvrDomain *)domain;

    return hvr_host_lookup_by_uuid(host, domain->uuid, error);
}

HvrJob *
hvr_host_get_job(HvrHost *host, const HvrDomain *domain)
{
    return hvr_job_board_find(host->board, domain->guid);
}

/* On the target it is a guest, whose host has jobs of its own. */
HvrJob *
hvr_host_get_shown_job(HvrHost *host, const HvrDomain *domain)
{
    HvrOperation *operation = hvr_host_find_operation(host, domain->guid);

    if (operation != NULL && hvr_operation_get_source(operation) == host)
        return hvr_operation_get_job(operation);

    return hvr_host_get_job(host, domain);
}

HvrJob *
hvr_host_get_last_job(HvrHost *host, const HvrDomain *domain)
{
    return hvr_job_board_find_last(host->board, domain->guid);
}

void
hvr_host_forget_last_job(HvrHost *host, const HvrDomain *domain)
{
    g_assert(hvr_host_is_confined(host));
    hvr_job_board_forget_last(host->board, domain->guid);
}

guint
hvr_host_get_n_requests(HvrHost *host)
{
    return (guint)g_atomic_int_get(&host->line->n_requests);
}
