/* repl_answer.h: what a host answered to a verb
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "repl_statistics.h"

G_BEGIN_DECLS

/**
 * HvrReplAnswer:
 * @job: (nullable): InstanceID of the job that the host started, %NULL if it was done at once
 * @system: (nullable): TEST_FAILOVER: GUID of the test machine, if it exists already
 * @statistics: (nullable): GET_STATISTICS
 * @certificates: (nullable): GET_CERTIFICATES: base64 of the DER encoding, one each
 */
typedef struct {
    char *job;
    char *system;
    HvrReplStatistics *statistics;
    GStrv certificates;
} HvrReplAnswer;

void hvr_repl_answer_free(HvrReplAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReplAnswer, hvr_repl_answer_free)

G_END_DECLS
