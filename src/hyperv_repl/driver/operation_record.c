/* operation_record.c: what of an operation has to outlive the daemon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "operation_record.h"

const char *
hvr_operation_phase_get_name(HvrOperationPhase phase)
{
    static const char *const names[] = { "running", "undoing", "done",   "undone",
                                         "stuck",   "started", "failed", "unclear" };

    return phase < G_N_ELEMENTS(names) ? names[phase] : "unknown";
}

HvrOperationRecord *
hvr_operation_record_copy(const HvrOperationRecord *record)
{
    HvrOperationRecord *copy = g_memdup2(record, sizeof(*record));

    copy->id = g_strdup(record->id);
    copy->plan = g_strdup(record->plan);
    copy->guid = g_strdup(record->guid);
    copy->vm = g_strdup(record->vm);
    copy->source = g_strdup(record->source);
    copy->target = g_strdup(record->target);
    copy->error = g_strdup(record->error);
    copy->reason = g_strdup(record->reason);

    return copy;
}

void
hvr_operation_record_free(HvrOperationRecord *record)
{
    if (record == NULL)
        return;

    g_free(record->id);
    g_free(record->plan);
    g_free(record->guid);
    g_free(record->vm);
    g_free(record->source);
    g_free(record->target);
    g_free(record->error);
    g_free(record->reason);
    g_free(record);
}
