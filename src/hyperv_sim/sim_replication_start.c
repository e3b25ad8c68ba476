/* sim_replication_start.c: initial copies and resynchronization: StartReplication,
 * ImportInitialReplica, Resynchronize
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_replication_method.h"

#include <string.h>

#include "sim_replication_call.h"
#include "sim_replication_contact.h"
#include "sim_replication_cycle.h"
#include "sim_replication_disk.h"
#include "sim_replication_transfer.h"

static guint32
check_type(const HvsCall *call, guint16 type)
{
    const char *location = hvs_call_get_text(call, "InitialReplicationExportLocation");

    if (type < HVS_TRANSFER_NETWORK || type > HVS_TRANSFER_SEEDED)
        return HVS_RESULT_INVALID_PARAMETER;
    if (type == HVS_TRANSFER_EXPORT && !hvs_call_is_path(location))
        return HVS_RESULT_INVALID_PARAMETER;

    return HVS_RESULT_DONE;
}

static HvsOperation
get_operation(guint16 type, gint64 when)
{
    if (type == HVS_TRANSFER_EXPORT)
        return HVS_OPERATION_START_EXPORT;

    return when != 0 ? HVS_OPERATION_START_LATER : HVS_OPERATION_START;
}

/* "StartTime is ignored" for an export. */
guint32
hvs_replication_start(HvsCall *call)
{
    const Msvm_ReplicationService_StartReplication_INPUT *input = call->input;
    guint16 type = input->InitialReplicationType;
    HvsRelationship *sender;
    HvsVm *vm = NULL;
    gint64 when = 0;
    guint32 result = hvs_call_read(call, &vm, NULL, NULL, NULL);

    if (result == HVS_RESULT_DONE || result == HVS_RESULT_NOT_AVAILABLE) {
        guint32 parsed = check_type(call, type);

        if (parsed == HVS_RESULT_DONE && type != HVS_TRANSFER_EXPORT)
            parsed = hvs_call_read_start(call, &when);
        result = parsed != HVS_RESULT_DONE ? parsed : result;
    }
    if (result != HVS_RESULT_DONE)
        return result;

    sender = hvs_relationship_get_sending(vm);
    result = hvs_call_admit(sender, get_operation(type, when));
    if (result != HVS_RESULT_DONE)
        return result;
    sender->transferred = 0;

    return hvs_call_answer(
        call, hvs_transfer_start(sender, type, when, input->InitialReplicationExportLocation));
}

guint32
hvs_replication_resynchronize(HvsCall *call)
{
    HvsRelationship *sender;
    HvsVm *vm = NULL;
    gint64 when = 0;
    guint32 result = hvs_call_read(call, &vm, NULL, NULL, NULL);

    if (result == HVS_RESULT_DONE)
        result = hvs_call_read_start(call, &when);
    if (result != HVS_RESULT_DONE)
        return result;

    sender = hvs_relationship_get_sending(vm);
    result = hvs_call_admit(sender, when != 0 ? HVS_OPERATION_RESYNC_LATER : HVS_OPERATION_RESYNC);
    /* Without a first copy there is nothing to compare with; inferred. */
    if (result == HVS_RESULT_DONE && sender->initial && !sender->exported)
        result = HVS_RESULT_INVALID_STATE;
    if (result != HVS_RESULT_DONE)
        return result;
    sender->transferred = 0;

    return hvs_call_answer(call, hvs_transfer_start(sender, HVS_TRANSFER_RESYNC, when, NULL));
}

/* The sender may be out of reach: then it learns with the next delta. */
static void
on_imported(HvsJob *job, gpointer data)
{
    HvsRelationship *receiver = hvs_relationship_of_job(job, data);
    HvsRelationship *sender;
    guint64 size;

    if (receiver == NULL)
        return;
    size = hvs_disk_get_included_size(receiver->vm);
    if (!hvs_disk_has_room(job->host, size)) {
        hvs_contact_fail(job, g_strdup_printf(HVS_DISK_NO_ROOM, job->host->fqdn));
        return;
    }

    hvs_disk_take_room(job->host, size);
    receiver->initial = FALSE;
    receiver->exported = FALSE;
    receiver->last_point = job->host->world->now;
    receiver->last_apply = job->host->world->now;
    if (receiver->last_replication == 0)
        receiver->last_replication = job->host->world->now;
    sender = hvs_relationship_find_linked_peer(receiver);
    if (sender != NULL) {
        sender->initial = FALSE;
        sender->exported = FALSE;
        if (sender->state == HVS_STATE_INITIAL)
            hvs_relationship_set_state(sender, HVS_STATE_REPLICATING);
    }
    hvs_cycle_start(receiver);
    hvs_relationship_set_state(receiver, HVS_STATE_REPLICATING);
}

/* The files are wherever somebody put them: what counts is the name of the
 * directory and that there was an export. */
static gboolean
has_files(const HvsRelationship *receiver, const char *location)
{
    g_autofree char *name = hvs_transfer_dup_directory(receiver->vm);
    g_autofree char *path = g_strdup(location);
    gsize length = strlen(path);
    const char *slash;

    if (path[length - 1] == '\\')
        path[length - 1] = '\0';
    slash = strrchr(path, '\\');

    return receiver->exported && slash != NULL && g_ascii_strcasecmp(slash + 1, name) == 0;
}

guint32
hvs_replication_import(HvsCall *call)
{
    static const HvsJobRow row = { 95, "Import Replication", TRUE, on_imported };
    const char *location = hvs_call_get_text(call, "InitialReplicationImportLocation");
    HvsHost *host = call->host;
    HvsVm *vm = NULL;
    GTimeSpan duration;
    guint32 result = hvs_call_read(call, &vm, NULL, NULL, NULL);

    if ((result == HVS_RESULT_DONE || result == HVS_RESULT_NOT_AVAILABLE) &&
        !hvs_call_is_path(location))
        result = HVS_RESULT_INVALID_PARAMETER;
    if (result == HVS_RESULT_DONE)
        result = hvs_call_admit(vm->relationships[0], HVS_OPERATION_IMPORT);
    if (result != HVS_RESULT_DONE)
        return result;
    if (!has_files(vm->relationships[0], location))
        return HVS_RESULT_FILE_NOT_FOUND;

    duration = hvs_disk_get_copy_time(host, hvs_disk_get_included_size(vm));

    return hvs_call_answer(call, hvs_job_start(host, &row, vm, duration, 0, HVS_TASK(0, 0, 0)));
}
