/* checkpoint_call.c: one call of a host's snapshot service
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "checkpoint_call.h"

#include "msvm_tables.h"
#include "wmi_embedded.h"
#include "wmi_path.h"
#include "wmi_result.h"

#define SNAPSHOT(method)   (&hvr_wmi_method_Msvm_VirtualSystemSnapshotService_##method)
#define MANAGEMENT(method) (&hvr_wmi_method_Msvm_VirtualSystemManagementService_##method)

/* createsnapshot-msvm-virtualsystemsnapshotservice.md: SnapshotType. */
#define TYPE_FULL 2
#define TYPE_DISK 3

/* msvm-virtualsystemsnapshotsettingdata.md: ConsistencyLevel. */
#define CONSISTENT_FOR_APPLICATIONS 1

HvrCheckpointCall *
hvr_checkpoint_call_new(HvrCheckpointVerb verb, const char *id)
{
    HvrCheckpointCall *call = g_new0(HvrCheckpointCall, 1);

    call->verb = verb;
    call->id = g_strdup(id);

    return call;
}

void
hvr_checkpoint_call_free(gpointer data)
{
    HvrCheckpointCall *call = data;

    g_free(call->id);
    g_free(call->name);
    g_free(call->description);
    g_free(call);
}

/* "May be an empty string", and has to be one on hosts before 2016. */
static char *
format_snapshot_settings(const HvrCheckpointCall *call)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_VirtualSystemSnapshotSettingData;
    g_autoptr(HvrWmiObject) settings = hvr_wmi_object_new(type);

    if (!call->is_quiesced)
        return g_strdup("");

    hvr_wmi_object_set_uint(settings, "ConsistencyLevel", CONSISTENT_FOR_APPLICATIONS);

    return hvr_wmi_embedded_format(settings);
}

static void
fill_create(const HvrCheckpointCall *call, gpointer input)
{
    g_autofree char *system = hvr_wmi_path_build_system(call->id);
    g_autofree char *settings = format_snapshot_settings(call);

    hvr_wmi_object_set_string(input, "AffectedSystem", system);
    hvr_wmi_object_set_string(input, "SnapshotSettings", settings);
    hvr_wmi_object_set_uint(input, "SnapshotType", call->has_memory ? TYPE_FULL : TYPE_DISK);
}

static void
fill_describe(const HvrCheckpointCall *call, gpointer input)
{
    g_autoptr(HvrWmiObject)
        settings = hvr_wmi_object_new(&hvr_wmi_class_Msvm_VirtualSystemSettingData);
    const char *notes[] = { call->description, NULL };
    g_autofree char *text = NULL;

    hvr_wmi_object_set_string(settings, "InstanceID", call->id);
    if (call->name != NULL)
        hvr_wmi_object_set_string(settings, "ElementName", call->name);
    if (call->description != NULL)
        hvr_wmi_object_set_strv(settings, "Notes", notes);
    text = hvr_wmi_embedded_format(settings);
    hvr_wmi_object_set_string(input, "SystemSettings", text);
}

/* The others have one argument, called differently by each. */
static void
fill_snapshot(const HvrCheckpointCall *call, gpointer input)
{
    const HvrWmiObject *object = input;
    g_autofree char *path =
        hvr_wmi_path_build("Msvm_VirtualSystemSettingData", "InstanceID", call->id);

    hvr_wmi_object_set_string(input, object->type->fields[0].name, path);
}

/* clang-format off */
static const struct {
    const HvrWmiMethod *method;
    void (*fill)(const HvrCheckpointCall *call, gpointer input);
} rows[] = {
    [HVR_CHECKPOINT_CREATE]       = { SNAPSHOT(CreateSnapshot),         fill_create },
    [HVR_CHECKPOINT_DESCRIBE]     = { MANAGEMENT(ModifySystemSettings), fill_describe },
    [HVR_CHECKPOINT_APPLY]        = { SNAPSHOT(ApplySnapshot),          fill_snapshot },
    [HVR_CHECKPOINT_DESTROY]      = { SNAPSHOT(DestroySnapshot),        fill_snapshot },
    [HVR_CHECKPOINT_DESTROY_TREE] = { SNAPSHOT(DestroySnapshotTree),    fill_snapshot },
};
/* clang-format on */

gpointer
hvr_checkpoint_call_run(HvrWmiSession *session,
                        gpointer data,
                        GCancellable *cancellable,
                        GError **error)
{
    const HvrCheckpointCall *call = data;
    const HvrWmiMethod *method = rows[call->verb].method;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *path =
        hvr_wmi_session_fetch_service(session, method->owner, cancellable, error);
    char *job = NULL;

    if (path == NULL)
        return NULL;

    rows[call->verb].fill(call, input);
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);
    if (output != NULL)
        hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error);

    return job;
}
