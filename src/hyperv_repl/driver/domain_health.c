/* domain_health.c: how a domain's replication is, for those who do not know replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "domain_health.h"

#include <glib/gi18n-lib.h>

#include "directory.h"
#include "journal.h"
#include "repl_relationship.h"

static gboolean
is_known(guint state)
{
    return state < HVR_REPL_N_STATES && state != HVR_REPL_STATE_UNKNOWN;
}

gboolean
hvr_domain_health_get(HvrHost *host,
                      const HvrDomain *domain,
                      guint leg,
                      HvrDomainHealth *out_health)
{
    const HvrReplRelationship *relationship = domain->legs[leg];

    if (relationship == NULL)
        return FALSE;

    out_health->state = relationship->state;
    out_health->health = relationship->health;
    out_health->is_healthy = hvr_host_is_reachable(host) &&
                             relationship->health == HVR_REPL_HEALTH_OK &&
                             is_known(relationship->state);
    out_health->last_replication = relationship->last_replication;

    return TRUE;
}

static char *
format_message(const HvrReplRelationship *leg)
{
    if (leg->state == HVR_REPL_STATE_FAILED_OVER)
        return g_strdup(_("a failover waits for 'replication-commit' or 'replication-revert'"));
    /* What nobody has heard of is no reason for calm. */
    if (is_known(leg->state) &&
        (leg->health == HVR_REPL_HEALTH_NONE || leg->health == HVR_REPL_HEALTH_OK))
        return NULL;

    return g_strdup_printf(_("replication health is %1$s: %2$s"),
                           hvr_repl_health_get_name(leg->health),
                           hvr_repl_state_get_title(leg->state));
}

/* Returns: (transfer full) (nullable): how the last change ended, if somebody should know. */
static char *
find_trouble(HvrHost *host, const HvrDomain *domain)
{
    HvrDirectory *directory = hvr_host_get_directory(host);
    const HvrOperationJournal *journal = directory != NULL ? hvr_directory_get_journal(directory)
                                                           : NULL;
    g_autoptr(GPtrArray) lines = NULL;
    const HvrJournalLine *last;

    if (journal == NULL || journal->lines == NULL)
        return NULL;

    lines = hvr_journal_list(journal->lines, hvr_host_get_name(host), domain->guid, 1, NULL);
    if (lines == NULL || lines->len == 0)
        return NULL;

    last = lines->pdata[0];
    if (!hvr_journal_line_wants_attention(last))
        return NULL;

    return last->record->error != NULL
               ? g_strdup(last->record->error)
               : g_strdup_printf(_("'%s' was interrupted and is being looked after"),
                                 last->record->plan);
}

GStrv
hvr_domain_health_list_messages(HvrHost *host, const HvrDomain *domain)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    g_autofree char *trouble = find_trouble(host, domain);

    if (trouble != NULL)
        g_strv_builder_add(builder, trouble);
    if (domain->mode != HVR_REPL_MODE_NONE && !hvr_host_is_reachable(host))
        g_strv_builder_add(builder, _("the host cannot be reached, this may be out of date"));
    for (guint i = 0; i < G_N_ELEMENTS(domain->legs); i++) {
        g_autofree char *message = domain->legs[i] != NULL ? format_message(domain->legs[i]) : NULL;

        if (message != NULL)
            g_strv_builder_add(builder, message);
    }

    return g_strv_builder_end(builder);
}
