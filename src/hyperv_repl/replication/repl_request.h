/* repl_request.h: one verb for one VM, checked and sent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One function runs all verbs of repl_verb.h.
 */

#pragma once

#include "repl_relationship.h"
#include "repl_verb.h"

G_BEGIN_DECLS

/**
 * HvrReplRequest:
 * @verb: what
 * @vm: the VM's GUID, upper case
 * @vm_name: for messages
 * @mode: the VM's HvrReplMode as last seen
 * @relationship: (nullable): the leg it is about as last seen, %NULL if there is none
 * @running: the VM runs
 * @settings: (nullable): ENABLE, MODIFY, REVERSE, FAILBACK: only what shall differ
 * @point: (nullable): FAILOVER: the recovery point's InstanceID, %NULL for the latest;
 *   FAILBACK: its RecoveryPointIdentifier
 * @start_time: START, RESYNCHRONIZE: microseconds since 1970 UTC, 0 for now
 *
 * Everything a verb needs; copied by hvr_repl_request_copy().
 */
typedef struct _HvrReplRequest HvrReplRequest;

struct _HvrReplRequest {
    HvrReplVerb verb;
    const char *vm;
    const char *vm_name;
    guint mode;
    HvrReplRelationship *relationship;
    gboolean running;
    HvrReplSettings *settings;
    const char *point;
    gint64 start_time;
};

HvrReplRequest *hvr_repl_request_copy(const HvrReplRequest *request);
void hvr_repl_request_free(HvrReplRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReplRequest, hvr_repl_request_free)

/**
 * hvr_repl_request_check:
 *
 * No I/O.
 *
 * Returns: %FALSE with %HVR_ERROR_STATE naming VM, verb, role and state if the
 *   host would surely refuse, %HVR_ERROR_INVALID if something the verb needs is missing
 */
gboolean hvr_repl_request_check(const HvrReplRequest *request, GError **error);

/**
 * hvr_repl_request_start:
 * @session: to the VM's host
 * @out_job: (nullable result): InstanceID of the job that the host started,
 *   %NULL if it was done at once
 *
 * Checks, reads what it must (the present settings, for verbs that send all of
 * them), sends the one mutating call, never repeats it.
 *
 * Returns: %FALSE with the refusal, host, method and number in its detail
 */
gboolean hvr_repl_request_start(const HvrReplRequest *request,
                                HvrWmiSession *session,
                                char **out_job,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
