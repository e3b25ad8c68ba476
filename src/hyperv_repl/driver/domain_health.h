/* domain_health.h: how a domain's replication is, for those who do not know replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

#include "host.h"

G_BEGIN_DECLS

/**
 * HvrDomainHealth:
 * @state: as the host numbers it
 * @health: as the host numbers it
 * @is_healthy: the host says so, and can be asked; what nobody has heard of is not
 * @last_replication: microseconds since 1970 UTC, 0 for never
 */
typedef struct {
    guint state;
    guint health;
    gboolean is_healthy;
    gint64 last_replication;
} HvrDomainHealth;

/** hvr_domain_health_get: @leg: 0 the primary one, 1 the extended one; FALSE if there is none */
gboolean hvr_domain_health_get(HvrHost *host,
                               const HvrDomain *domain,
                               guint leg,
                               HvrDomainHealth *out_health);

/** hvr_domain_health_list_messages: (transfer full): what needs attention, translated, one line
 * each */
GStrv hvr_domain_health_list_messages(HvrHost *host, const HvrDomain *domain);

/**
 * HvrDomainIssue:
 * @text: what is the matter, translated, one clause
 * @remedy: what to do about it, translated, one clause
 */
typedef struct {
    char *text;
    char *remedy;
} HvrDomainIssue;

/**
 * hvr_domain_health_list_issues:
 *
 * Why its replication is not as it should be, as far as the state shows it; the host's own reasons
 * take a question, see hvr_command_query_statistics().
 *
 * Returns: (transfer full) (element-type HvrDomainIssue): nothing if all is well
 */
GPtrArray *hvr_domain_health_list_issues(HvrHost *host, const HvrDomain *domain);

/** hvr_domain_health_get_rpo: seconds since the last replication, by the host's clock; -1 if there
 * was none */
gint64 hvr_domain_health_get_rpo(HvrHost *host, const HvrReplRelationship *leg);

G_END_DECLS
