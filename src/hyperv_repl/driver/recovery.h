/* recovery.h: what a daemon that ended left in the middle, taken up by the next
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Operations are finished or undone, see operation.h.  Single verbs are never
 * sent again: a fresh look tells what became of them.  Hosts that are out of
 * reach are tried again and again; once somebody else has changed the machine,
 * it is left to him.  Main context only.
 */

#pragma once

#include "directory.h"
#include "journal.h"

G_BEGIN_DECLS

typedef struct _HvrRecovery HvrRecovery;

/**
 * HvrRecoveryTold:
 * @line: as it is in the journal now
 * @message: translated, one line
 */
typedef void (*HvrRecoveryTold)(const HvrJournalLine *line,
                                const char *message,
                                gpointer user_data);

/**
 * hvr_recovery_start:
 * @journal: open
 * @told: called for each at the beginning, and at the end
 *
 * Returns: (transfer full): for hvr_recovery_stop()
 */
HvrRecovery *hvr_recovery_start(HvrDirectory *directory,
                                HvrJournal *journal,
                                HvrClock *clock,
                                HvrRecoveryTold told,
                                gpointer user_data);

/** hvr_recovery_stop: nobody is told any more; what has not ended is for the next daemon;
 * @recovery: (nullable) */
void hvr_recovery_stop(HvrRecovery *recovery);

G_END_DECLS
