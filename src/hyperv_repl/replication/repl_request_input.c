/* repl_request_input.c: a request as a method's parameters
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_request_input.h"

#include "repl_leg.h"
#include "repl_request_object.h"
#include "repl_verb_row.h"
#include "wmi_embedded.h"
#include "wmi_path.h"

guint
hvr_repl_request_get_leg(const HvrReplRequest *request)
{
    return request->relationship != NULL ? request->relationship->index
                                         : hvr_repl_verb_get_leg(request->verb, request->mode);
}

const HvrWmiMethod *
hvr_repl_request_get_method(const HvrReplRequest *request)
{
    const HvrReplVerbRow *row = hvr_repl_verb_get_row(request->verb);
    gboolean extended = hvr_repl_request_get_leg(request) != 0 && row->extended_method != NULL;

    return extended ? row->extended_method : row->method;
}

/* Methods take instances as text. */
static gboolean
set_object(gpointer input, const char *name, gpointer object)
{
    g_autoptr(HvrWmiObject) instance = object;
    g_autofree char *text = NULL;

    if (instance == NULL)
        return FALSE;
    text = hvr_wmi_embedded_format(instance);
    hvr_wmi_object_set_string(input, name, text);

    return TRUE;
}

static gboolean
set_settings(gpointer input, const char *name, const HvrReplCall *call, GError **error)
{
    return set_object(input, name, hvr_repl_request_fetch_settings(call, error));
}

static gboolean
set_service(gpointer input, const char *name, const HvrReplCall *call, GError **error)
{
    return set_object(input, name, hvr_repl_request_fetch_service(call, error));
}

static gboolean
set_entry(gpointer input, const char *name, const HvrReplCall *call, GError **error)
{
    return set_object(input, name, hvr_repl_request_fetch_entry(call, error));
}

static gboolean
set_network(gpointer input, const char *name, const HvrReplCall *call, GError **error)
{
    GPtrArray *adapters = call->request->adapters;
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < adapters->len; i++) {
        g_autoptr(HvrWmiObject)
            object = (gpointer)hvr_repl_request_new_adapter(adapters->pdata[i], error);

        if (object == NULL)
            return FALSE;
        g_ptr_array_add(texts, hvr_wmi_embedded_format(object));
    }
    g_ptr_array_add(texts, NULL);
    hvr_wmi_object_set_strv(input, name, (const char *const *)texts->pdata);

    return TRUE;
}

static gboolean
set_system(gpointer input, const char *name, const HvrReplCall *call, GError **error G_GNUC_UNUSED)
{
    g_autofree char *path = hvr_wmi_path_build_system(call->request->vm);

    hvr_wmi_object_set_string(input, name, path);

    return TRUE;
}

static gboolean
set_initial_type(gpointer input,
                 const char *name,
                 const HvrReplCall *call,
                 GError **error G_GNUC_UNUSED)
{
    HvrReplTransfer transfer = call->request->transfer;

    hvr_wmi_object_set_uint(input, name, transfer != 0 ? transfer : HVR_REPL_TRANSFER_NETWORK);

    return TRUE;
}

static gboolean
set_location(gpointer input,
             const char *name,
             const HvrReplCall *call,
             GError **error G_GNUC_UNUSED)
{
    hvr_wmi_object_set_string(input, name, call->request->location);

    return TRUE;
}

static gboolean
set_start_time(gpointer input,
               const char *name,
               const HvrReplCall *call,
               GError **error G_GNUC_UNUSED)
{
    if (call->request->start_time != 0)
        hvr_wmi_object_set_time(input, name, call->request->start_time);

    return TRUE;
}

/* Microsoft's C# sample calls it an embedded instance; the MOF says reference. */
static gboolean
set_point(gpointer input, const char *name, const HvrReplCall *call, GError **error G_GNUC_UNUSED)
{
    g_autofree char *path = NULL;

    if (call->request->point == NULL)
        return TRUE;
    path = hvr_wmi_path_build("Msvm_VirtualSystemSettingData", "InstanceID", call->request->point);
    hvr_wmi_object_set_string(input, name, path);

    return TRUE;
}

static gboolean
set_point_identifier(gpointer input,
                     const char *name,
                     const HvrReplCall *call,
                     GError **error G_GNUC_UNUSED)
{
    hvr_wmi_object_set_string(input, name, call->request->point);

    return TRUE;
}

/* The key alone: nothing else in it can decide which one is meant (inferred). */
static gboolean
set_relationship(gpointer input,
                 const char *name,
                 const HvrReplCall *call,
                 GError **error G_GNUC_UNUSED)
{
    gpointer object = hvr_wmi_object_new(&hvr_wmi_class_Msvm_ReplicationRelationship);
    /* The one that is to stay, while the state is that of the other. */
    guint leg = call->request->verb == HVR_VERB_BECOME_PRIMARY ? 1 : call->leg;
    g_autofree char *id = hvr_repl_leg_format(call->request->vm, leg);

    hvr_wmi_object_set_string(object, "InstanceID", id);

    return set_object(input, name, object);
}

static gboolean
set_requested_state(gpointer input,
                    const char *name,
                    const HvrReplCall *call,
                    GError **error G_GNUC_UNUSED)
{
    const HvrReplVerbRow *row = hvr_repl_verb_get_row(call->request->verb);

    hvr_wmi_object_set_uint(input, name,
                            row->requested_state != 0 ? row->requested_state
                                                      : call->request->service_state);

    return TRUE;
}

static gboolean
set_primary(gpointer input, const char *name, const HvrReplCall *call, GError **error G_GNUC_UNUSED)
{
    hvr_wmi_object_set_string(input, name, call->request->allowed_primary);

    return TRUE;
}

/* What is a property of the settings elsewhere is a parameter of its own here. */
static gboolean
set_road(gpointer input, const char *name, const HvrReplCall *call, GError **error)
{
    g_autoptr(Msvm_ReplicationSettingData) road = hvr_repl_request_new_road(call->request);
    const HvrWmiField *from =
        hvr_wmi_class_find_field(&hvr_wmi_class_Msvm_ReplicationSettingData, name);
    const HvrWmiField *to = hvr_wmi_class_find_field(((HvrWmiObject *)input)->type, name);
    g_autofree char *text = hvr_wmi_object_format_field(road, from, 0);

    return text == NULL || hvr_wmi_object_parse_field(input, to, text, error);
}

/* Which parameters a method has, the schema says; here stands what goes into each. */
/* clang-format off */
static const struct {
    const char *name;
    gboolean (*set)(gpointer input, const char *name, const HvrReplCall *call, GError **error);
    const char *why_not; /* on purpose: the parameter stays NULL */
} parameters[] = {
    { "AllowedPrimaryHostSystem",         set_primary,         NULL },
    { "AuthenticationType",               set_road,            NULL },
    { "AuthorizationEntry",               set_entry,           NULL },
    { "BypassProxyServer",                set_road,            NULL },
    { "CertificateThumbPrint",            set_road,            NULL },
    { "ComputerSystem",                   set_system,          NULL },
    { "InitialReplicationExportLocation", set_location,        NULL },
    { "InitialReplicationImportLocation", set_location,        NULL },
    { "InitialReplicationType",           set_initial_type,    NULL },
    { "NetworkSettings",                  set_network,         NULL },
    { "RecoveryConnectionPoint",          set_road,            NULL },
    { "RecoveryPointIdentifier",          set_point_identifier, NULL },
    { "RecoveryServerPortNumber",         set_road,            NULL },
    { "ReplicationRelationship",          set_relationship,    NULL },
    { "ReplicationSettingData",           set_settings,        NULL },
    { "RequestedState",                   set_requested_state, NULL },
    { "SettingData",                      set_service,         NULL },
    { "SnapshotSettingData",              set_point,           NULL },
    { "StartTime",                        set_start_time,      NULL },
    { "TimeoutPeriod",                    NULL,                "not used, say its method's pages" },
};
/* clang-format on */

gboolean
hvr_repl_request_has_parameter(const char *name, const char **out_why_not)
{
    for (guint i = 0; i < G_N_ELEMENTS(parameters); i++) {
        if (g_str_equal(parameters[i].name, name)) {
            *out_why_not = parameters[i].why_not;
            return TRUE;
        }
    }

    return FALSE;
}

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
    const HvrReplCall call = {
        .request = request,
        .leg = MAX(own_leg, hvr_repl_request_get_leg(request)),
        .session = session,
        .cancellable = cancellable,
    };

    for (guint i = 0; i < G_N_ELEMENTS(parameters); i++) {
        if (parameters[i].set != NULL &&
            hvr_wmi_class_find_field(method->input, parameters[i].name) != NULL &&
            !parameters[i].set(input, parameters[i].name, &call, error))
            return NULL;
    }

    return g_steal_pointer(&input);
}
