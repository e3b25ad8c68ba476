/* errand_evidence.h: whether a verb that the journal has shows in the state
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.  Those of power and replication are in host_power.c and
 * host_verb.c, where the verbs are; the others show by other means than there.
 */

#pragma once

#include "errand.h"
#include "journal.h"

G_BEGIN_DECLS

/** hvr_host_power_judge: FALSE if @line is about no power verb */
gboolean hvr_host_power_judge(const HvrJournalLine *line,
                              const HvrDomain *now,
                              HvrErrandEvidence *out_evidence);

/** hvr_host_checkpoint_judge: FALSE if @line is about no checkpoint */
gboolean hvr_host_checkpoint_judge(const HvrJournalLine *line,
                                   const HvrDomain *now,
                                   HvrErrandEvidence *out_evidence);

/** hvr_host_configure_judge: FALSE if @line is about no change to a machine's configuration */
gboolean hvr_host_configure_judge(const HvrJournalLine *line,
                                  const HvrDomain *now,
                                  HvrErrandEvidence *out_evidence);

/** hvr_host_verb_judge: FALSE if @line is about no replication verb */
gboolean hvr_host_verb_judge(const HvrJournalLine *line,
                             const HvrDomain *now,
                             HvrErrandEvidence *out_evidence);

G_END_DECLS
