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

/* What nobody has heard of is no reason for calm. */
static gboolean
is_calm(const HvrReplRelationship *leg)
{
    return is_known(leg->state) && leg->state != HVR_REPL_STATE_FAILED_OVER &&
           (leg->health == HVR_REPL_HEALTH_NONE || leg->health == HVR_REPL_HEALTH_OK);
}

static char *
format_message(const HvrReplRelationship *leg)
{
    if (leg->state == HVR_REPL_STATE_FAILED_OVER)
        return g_strdup(_("a failover waits for 'replication-commit' or 'replication-revert'"));
    if (is_calm(leg))
        return NULL;

    return g_strdup_printf(_("replication health is %1$s: %2$s"),
                           hvr_repl_health_get_title(leg->health),
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

gint64
hvr_domain_health_get_rpo(HvrHost *host, const HvrReplRelationship *leg)
{
    if (leg->last_replication == 0)
        return -1;

    return MAX(0, hvr_host_get_time(host) - leg->last_replication) / G_USEC_PER_SEC;
}

/* Microsoft's blog on health, of June 2012: a warning after an hour of silence, or when more than a
 * fifth of the cycles were missed. */
#define SILENCE_SECONDS 3600

#define LOOK N_("query-replication-statistics tells the host's reasons")

/* What a state with a health that is not good comes of (the same blog; where it is silent,
 * inferred), and the command that ends it. */
/* clang-format off */
static const struct {
    HvrReplState state;
    const char *text;
    const char *remedy;
} reasons[] = {
    { HVR_REPL_STATE_READY,                N_("nothing has been copied yet"),                             N_("copy it with replication-start") },
    { HVR_REPL_STATE_INITIAL,              N_("the first copy is not complete"),                          N_("wait for it, or take in one that was exported with replication-import") },
    { HVR_REPL_STATE_FAILED_OVER,          N_("a failover waits for a decision"),                         N_("decide with replication-commit, replication-revert or replication-reverse") },
    { HVR_REPL_STATE_COMMITTED,            N_("after its failover the machine is not replicated"),        N_("replicate it back with replication-reverse, or end the relationship with replication-remove") },
    { HVR_REPL_STATE_SUSPENDED,            N_("the replication is paused"),                               N_("let it go on with replication-resume") },
    { HVR_REPL_STATE_CRITICAL,             N_("an error has stopped the replication"),                    N_("mend what query-replication-statistics names, then use replication-resume") },
    { HVR_REPL_STATE_RESYNC_REQUIRED,      N_("both copies have to be compared"),                         N_("compare them with replication-resynchronize") },
    { HVR_REPL_STATE_RESYNCHRONIZING,      N_("both copies are being compared"),                          N_("wait for it") },
    { HVR_REPL_STATE_RESYNC_SUSPENDED,     N_("the comparison of both copies is paused"),                 N_("let it go on with replication-resume") },
    { HVR_REPL_STATE_UPDATING_DISKS,       N_("disks are being added or removed"),                        N_("wait for it") },
    { HVR_REPL_STATE_DISK_UPDATE_CRITICAL, N_("an error has stopped the change of the replicated disks"), N_("mend what query-replication-statistics names, then use replication-resume") },
};
/* clang-format on */

static void
issue_free(gpointer data)
{
    HvrDomainIssue *issue = data;

    g_free(issue->text);
    g_free(issue->remedy);
    g_free(issue);
}

static void
add(GPtrArray *issues, const char *text, const char *remedy)
{
    HvrDomainIssue *issue = g_new0(HvrDomainIssue, 1);

    issue->text = g_strdup(text);
    issue->remedy = g_strdup(remedy);
    g_ptr_array_add(issues, issue);
}

static void
add_reason(GPtrArray *issues, HvrHost *host, const HvrReplRelationship *leg)
{
    g_autofree char *unknown = NULL;

    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (reasons[i].state == leg->state) {
            add(issues, _(reasons[i].text), _(reasons[i].remedy));
            return;
        }
    }
    if (leg->state == HVR_REPL_STATE_REPLICATING && leg->health == HVR_REPL_HEALTH_CRITICAL) {
        add(issues, _("what is sent does not arrive"),
            _("look at the other host: it is down, out of space, or has paused the replication"));
    } else if (leg->state == HVR_REPL_STATE_REPLICATING && leg->health == HVR_REPL_HEALTH_WARNING) {
        add(issues,
            hvr_domain_health_get_rpo(host, leg) > SILENCE_SECONDS
                ? _("nothing has been replicated for more than an hour")
                : _("more than a fifth of the cycles have been missed"),
            _(LOOK));
    } else {
        unknown = g_strdup_printf(_("replication health is %1$s: %2$s"),
                                  hvr_repl_health_get_title(leg->health),
                                  hvr_repl_state_get_title(leg->state));
        add(issues, unknown, _(LOOK));
    }
}

GPtrArray *
hvr_domain_health_list_issues(HvrHost *host, const HvrDomain *domain)
{
    GPtrArray *issues = g_ptr_array_new_with_free_func(issue_free);
    g_autofree char *trouble = find_trouble(host, domain);

    if (trouble != NULL)
        add(issues, trouble, _("query-operations tells what was begun, and how far it came"));
    if (domain->mode != HVR_REPL_MODE_NONE && !hvr_host_is_reachable(host))
        add(issues, _("the host cannot be reached, this may be out of date"),
            _("query-host tells why; make sure that it is up"));
    for (guint i = 0; i < G_N_ELEMENTS(domain->legs); i++) {
        if (domain->legs[i] != NULL && !is_calm(domain->legs[i]))
            add_reason(issues, host, domain->legs[i]);
    }

    return issues;
}
