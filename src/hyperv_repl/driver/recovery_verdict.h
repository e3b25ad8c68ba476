/* recovery_verdict.h: what became of a verb whose daemon was killed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include "journal.h"
#include "picture.h"

G_BEGIN_DECLS

/** hvr_recovery_verdict_describe: (transfer full): what was interrupted, and at which step */
char *hvr_recovery_verdict_describe(const HvrJournalLine *line);

/** hvr_recovery_verdict_describe_successor: (transfer full): the same, when somebody went on with
 * @successor */
char *hvr_recovery_verdict_describe_successor(const HvrJournalLine *line, const char *successor);

/**
 * hvr_recovery_verdict_find:
 * @line: of a verb
 * @picture: of its host, taken since
 * @age: since the line was written
 * @out_message: (transfer full): says it, translated
 *
 * Returns: done, started, failed, undone if it shows that it had no effect, else unclear
 */
HvrOperationPhase hvr_recovery_verdict_find(const HvrJournalLine *line,
                                            const HvrPicture *picture,
                                            GTimeSpan age,
                                            char **out_message);

G_END_DECLS
