/* operation_record.h: what of an operation has to outlive the daemon
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "directory.h"

G_BEGIN_DECLS

/* A floor's headers name only what they need: journal.h has this one. */
typedef struct _HvrJournal HvrJournal;

/**
 * HvrOperationPhase:
 * @HVR_OPERATION_RUNNING: going forward
 * @HVR_OPERATION_UNDOING: going back
 * @HVR_OPERATION_DONE: ended as wished
 * @HVR_OPERATION_UNDONE: ended, everything is as it was
 * @HVR_OPERATION_STUCK: ended in between; @error says where things stand
 * @HVR_OPERATION_STARTED: of single verbs: the host's job goes on, nobody waits for it
 * @HVR_OPERATION_FAILED: of single verbs: the host refused, or failed
 * @HVR_OPERATION_UNCLEAR: of single verbs: the daemon ended, and nothing shows what became of it
 */
typedef enum {
    HVR_OPERATION_RUNNING,
    HVR_OPERATION_UNDOING,
    HVR_OPERATION_DONE,
    HVR_OPERATION_UNDONE,
    HVR_OPERATION_STUCK,
    HVR_OPERATION_STARTED,
    HVR_OPERATION_FAILED,
    HVR_OPERATION_UNCLEAR,
} HvrOperationPhase;

/** hvr_operation_phase_get_name: kebab case, "running", "undoing", "done", "undone", "stuck",
 * "started", "failed", "unclear" */
const char *hvr_operation_phase_get_name(HvrOperationPhase phase);

/**
 * HvrOperationRecord:
 * @id: a UUID
 * @plan: its name
 * @guid: the machine's, upper case, the same on both hosts
 * @vm: the machine's name, for messages
 * @source: where it is, as the host file calls the host
 * @target: (nullable): where it goes
 * @wishes: what was asked for, bits of the plan's own
 * @memory: what steps have to remember, bits of the plan's own
 * @step: index of the step that is about to be sent, or undone
 * @began: microseconds since 1970 UTC
 * @changed: the same
 * @error: (nullable): what it fails, or failed, with
 * @reason: (nullable): what somebody gave for it, one line
 *
 * All that has to outlive the daemon.
 */
typedef struct {
    char *id;
    char *plan;
    char *guid;
    char *vm;
    char *source;
    char *target;
    guint wishes;
    guint memory;
    HvrOperationPhase phase;
    guint step;
    gint64 began;
    gint64 changed;
    char *error;
    char *reason;
} HvrOperationRecord;

HvrOperationRecord *hvr_operation_record_copy(const HvrOperationRecord *record);
void hvr_operation_record_free(HvrOperationRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrOperationRecord, hvr_operation_record_free)

/**
 * HvrOperationJournal:
 * @write: called before each step that changes something, in either direction, and at the end;
 *   has to be on disk when it returns; a step whose line cannot be written is not sent
 * @lines: (nullable): where single verbs are written down, see journal.h
 *
 * Where operations are written down, see hvr_directory_set_journal().
 */
struct _HvrOperationJournal {
    gboolean (*write)(gpointer user_data, const HvrOperationRecord *record, GError **error);
    gpointer user_data;
    HvrJournal *lines;
};

G_END_DECLS
