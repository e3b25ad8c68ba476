/* repl_request_input.c: a request as a method's parameters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_request_input.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "repl_leg.h"
#include "repl_settings_object.h"
#include "repl_verb_row.h"
#include "wmi_embedded.h"
#include "wmi_path.h"
#include "wmi_query.h"

/* startreplication-msvm-replicationservice.md. */
#define NETWORK_TRANSFER 1

/* msvm-replicationsettingdata.md: each way to authenticate has its usual port. */
#define KERBEROS      1
#define CERTIFICATE   2
#define KERBEROS_PORT 80
#define HTTPS_PORT    443

typedef struct {
    const HvrReplRequest *request;
    guint leg;
    HvrWmiSession *session;
    GCancellable *cancellable;
} Call;

guint
hvr_repl_request_get_leg(const HvrReplRequest *request)
{
    return request->relationship != NULL ? request->relationship->index
                                         : hvr_repl_verb_get_leg(request->verb, request->mode);
}

/* Returns: (transfer full) (nullable): the settings of the leg as the host has them. */
static Msvm_ReplicationSettingData *
find_leg(GPtrArray *objects, guint leg)
{
    for (guint i = 0; i < objects->len; i++) {
        const Msvm_ReplicationSettingData *object = objects->pdata[i];
        g_autofree char *vm = NULL;
        guint index;

        if (hvr_repl_leg_parse(object->InstanceID, &vm, &index) && index == leg)
            return hvr_wmi_object_copy(object);
    }

    return NULL;
}

static Msvm_ReplicationSettingData *
fetch_settings(const Call *call, GError **error)
{
    const HvrReplRequest *request = call->request;
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, "Msvm_ReplicationSettingData");
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(Msvm_ReplicationSettingData) object = NULL;
    g_autofree char *id = hvr_repl_leg_format(request->vm, call->leg);

    hvr_wmi_query_where(query, "VirtualSystemIdentifier", "=", request->vm);
    objects = hvr_wmi_session_list(call->session, HVR_WMI_NAMESPACE,
                                   &hvr_wmi_class_Msvm_ReplicationSettingData,
                                   hvr_wmi_query_get_text(query), call->cancellable, error);
    if (objects == NULL)
        return NULL;

    object = find_leg(objects, call->leg);
    if (object != NULL)
        return g_steal_pointer(&object);
    if (request->verb != HVR_VERB_ENABLE)
        return hvr_fail_null(error, HVR_ERROR_STATE,
                             _("host '%1$s': has no replication settings '%2$s'"),
                             hvr_wmi_session_get_host(call->session), id);

    /* A default instance "is there before replication is enabled", shows
     * Microsoft's sample; for a second relationship nobody says so. */
    object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationSettingData);
    hvr_wmi_object_set_string(object, "InstanceID", id);
    hvr_wmi_object_set_string(object, "VirtualSystemIdentifier", request->vm);

    return g_steal_pointer(&object);
}

/* Replicating back means to where it came from (Microsoft's Replica sample). */
static gboolean
turn_round(Msvm_ReplicationSettingData *object, const Call *call, GError **error)
{
    const HvrReplSettings *given = call->request->settings;

    if (given != NULL && hvr_repl_settings_has(given, hvr_repl_setting_find("replica-server")))
        return TRUE;
    if (object->PrimaryConnectionPoint == NULL || object->PrimaryConnectionPoint[0] == '\0')
        return hvr_fail(error, HVR_ERROR_INVALID,
                        _("the host does not say where it replicated from, give 'replica-server'"));
    hvr_wmi_object_set_string(object, "RecoveryConnectionPoint", object->PrimaryConnectionPoint);

    return TRUE;
}

/* Enable-VMReplication insists on both; who gives neither means the usual. */
static void
complete(Msvm_ReplicationSettingData *object)
{
    if (object->AuthenticationType == 0)
        hvr_wmi_object_set_uint(object, "AuthenticationType", KERBEROS);
    if (object->RecoveryServerPortNumber == 0)
        hvr_wmi_object_set_uint(object, "RecoveryServerPortNumber",
                                object->AuthenticationType == CERTIFICATE ? HTTPS_PORT
                                                                          : KERBEROS_PORT);
}

static gboolean
set_settings(gpointer input, const Call *call, GError **error)
{
    const HvrReplRequest *request = call->request;
    g_autoptr(Msvm_ReplicationSettingData) object = fetch_settings(call, error);
    g_autofree char *text = NULL;

    if (object == NULL)
        return FALSE;
    if (request->verb == HVR_VERB_REVERSE && !turn_round(object, call, error))
        return FALSE;
    if (request->settings != NULL)
        hvr_wmi_object_merge(object, hvr_repl_settings_get_object(request->settings));
    if (request->verb == HVR_VERB_ENABLE)
        complete(object);
    text = hvr_wmi_embedded_format(object);
    hvr_wmi_object_set_string(input, "ReplicationSettingData", text);

    return TRUE;
}

static gboolean
set_system(gpointer input, const Call *call, GError **error G_GNUC_UNUSED)
{
    g_autofree char *path = hvr_wmi_path_build_system(call->request->vm);

    hvr_wmi_object_set_string(input, "ComputerSystem", path);

    return TRUE;
}

static gboolean
set_initial_type(gpointer input, const Call *call G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    hvr_wmi_object_set_uint(input, "InitialReplicationType", NETWORK_TRANSFER);

    return TRUE;
}

static gboolean
set_start_time(gpointer input, const Call *call, GError **error G_GNUC_UNUSED)
{
    if (call->request->start_time != 0)
        hvr_wmi_object_set_time(input, "StartTime", call->request->start_time);

    return TRUE;
}

/* Microsoft's C# sample calls it an embedded instance; the MOF says reference. */
static gboolean
set_point(gpointer input, const Call *call, GError **error G_GNUC_UNUSED)
{
    g_autofree char *path = NULL;

    if (call->request->point == NULL)
        return TRUE;
    path = hvr_wmi_path_build("Msvm_VirtualSystemSettingData", "InstanceID", call->request->point);
    hvr_wmi_object_set_string(input, "SnapshotSettingData", path);

    return TRUE;
}

static gboolean
set_point_identifier(gpointer input, const Call *call, GError **error G_GNUC_UNUSED)
{
    hvr_wmi_object_set_string(input, "RecoveryPointIdentifier", call->request->point);

    return TRUE;
}

/* The key alone: nothing else in it can decide which one is meant (inferred). */
static gboolean
set_relationship(gpointer input, const Call *call, GError **error G_GNUC_UNUSED)
{
    g_autoptr(Msvm_ReplicationRelationship)
        object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationRelationship);
    g_autofree char *id = hvr_repl_leg_format(call->request->vm, call->leg);
    g_autofree char *text = NULL;

    hvr_wmi_object_set_string(object, "InstanceID", id);
    text = hvr_wmi_embedded_format(object);
    hvr_wmi_object_set_string(input, "ReplicationRelationship", text);

    return TRUE;
}

static gboolean
set_requested_state(gpointer input, const Call *call, GError **error G_GNUC_UNUSED)
{
    const HvrReplVerbRow *row = hvr_repl_verb_get_row(call->request->verb);

    hvr_wmi_object_set_uint(input, "RequestedState", row->requested_state);

    return TRUE;
}

/* Which parameters a method has, the schema says; here stands what goes into each. */
/* clang-format off */
static const struct {
    const char *name;
    gboolean (*set)(gpointer input, const Call *call, GError **error);
} parameters[] = {
    { "ComputerSystem",          set_system           },
    { "InitialReplicationType",  set_initial_type     },
    { "RecoveryPointIdentifier", set_point_identifier },
    { "ReplicationRelationship", set_relationship     },
    { "ReplicationSettingData",  set_settings         },
    { "RequestedState",          set_requested_state  },
    { "SnapshotSettingData",     set_point            },
    { "StartTime",               set_start_time       },
};
/* clang-format on */

gpointer
hvr_repl_request_new_input(const HvrReplRequest *request,
                           const HvrWmiMethod *method,
                           HvrWmiSession *session,
                           GCancellable *cancellable,
                           GError **error)
{
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    guint own_leg = hvr_repl_verb_get_leg(request->verb, request->mode);
    /* A replica is extended in view of the leg it receives on, and sends on another. */
    const Call call = {
        .request = request,
        .leg = MAX(own_leg, hvr_repl_request_get_leg(request)),
        .session = session,
        .cancellable = cancellable,
    };

    for (guint i = 0; i < G_N_ELEMENTS(parameters); i++) {
        if (hvr_wmi_class_find_field(method->input, parameters[i].name) != NULL &&
            !parameters[i].set(input, &call, error))
            return NULL;
    }

    return g_steal_pointer(&input);
}
