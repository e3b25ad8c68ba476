/* job_board.h: which jobs run for which domain, and which ended last
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Part of a host's state: main context only.
 */

#pragma once

#include "event_list.h"
#include "picture.h"

G_BEGIN_DECLS

typedef struct _HvrJobBoard HvrJobBoard;

HvrJobBoard *hvr_job_board_new(void);
void hvr_job_board_free(HvrJobBoard *board);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrJobBoard, hvr_job_board_free)

/** hvr_job_board_expect: we started this one: its end counts even if nobody saw it run */
void hvr_job_board_expect(HvrJobBoard *board, const char *id);

/** hvr_job_board_tell: the event that says how a job of replication goes */
void hvr_job_board_tell(HvrDomain *domain, const HvrJob *job, HvrEventList *list);

/**
 * hvr_job_board_hold:
 * @is_held: whether an operation of ours has the machine
 *
 * While it has, the host's own jobs are steps of it: their ends are not shown as the machine's.
 */
void hvr_job_board_hold(HvrJobBoard *board, const char *guid, gboolean is_held);

/** hvr_job_board_end: a job of our own has ended: now it is the machine's last one */
void hvr_job_board_end(HvrJobBoard *board, HvrDomain *domain, HvrJob *job, HvrEventList *list);

/** hvr_job_board_update: what @picture says, and the events that follow */
void hvr_job_board_update(HvrJobBoard *board, const HvrPicture *picture, HvrEventList *list);

/** hvr_job_board_find: (nullable): the job that holds a domain; of several the newest of
 * replication */
HvrJob *hvr_job_board_find(HvrJobBoard *board, const char *guid);

/** hvr_job_board_find_last: (nullable): the one that ended last */
HvrJob *hvr_job_board_find_last(HvrJobBoard *board, const char *guid);
void hvr_job_board_forget_last(HvrJobBoard *board, const char *guid);

/** hvr_job_board_is_busy: whether any job runs */
gboolean hvr_job_board_is_busy(HvrJobBoard *board);

G_END_DECLS
