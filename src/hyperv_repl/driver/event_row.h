/* event_row.h: the replication events that clients of the pass-through channel hear
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The documents are made of these rows; tests hold real events against them.
 */

#pragma once

#include "command_answer.h"

G_BEGIN_DECLS

#define HVR_EVENT_REPLICATION_STATE_CHANGE    "REPLICATION_STATE_CHANGE"
#define HVR_EVENT_REPLICATION_JOB             "REPLICATION_JOB"
#define HVR_EVENT_REPLICATION_POINT_ADDED     "REPLICATION_POINT_ADDED"
#define HVR_EVENT_REPLICATION_POINT_REMOVED   "REPLICATION_POINT_REMOVED"
#define HVR_EVENT_REPLICATION_FAILOVER_FORCED "REPLICATION_FAILOVER_FORCED"

/**
 * HvrEventRow:
 * @summary: to be translated: when it is told
 * @fields: of its details; ended by a row of zeros
 */
typedef struct {
    const char *name;
    const char *summary;
    const HvrAnswerField *fields;
} HvrEventRow;

/** hvr_event_row_list: all of them */
const HvrEventRow *hvr_event_row_list(guint *out_n_rows);

G_END_DECLS
