/* host_power.c: turning machines on and off
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "errand.h"
#include "host_private.h"
#include "hvr_error.h"
#include "msvm_tables.h"
#include "repl_relationship.h"
#include "wmi_path.h"
#include "wmi_query.h"
#include "wmi_result.h"

#define STATE(name) (1u << VIR_DOMAIN_##name)
#define ACTIVE      (STATE(NOSTATE) | STATE(RUNNING) | STATE(BLOCKED) | STATE(PAUSED) | STATE(SHUTDOWN))

static gboolean
is_running(const HvrDomain *before, const HvrDomain *now)
{
    return now->state == VIR_DOMAIN_RUNNING;
}

static gboolean
is_off(const HvrDomain *before, const HvrDomain *now)
{
    return now->state == VIR_DOMAIN_SHUTOFF;
}

static gboolean
is_paused(const HvrDomain *before, const HvrDomain *now)
{
    return now->state == VIR_DOMAIN_PAUSED;
}

typedef enum {
    REQUEST_STATE, /* Msvm_ComputerSystem.RequestStateChange */
    ASK_SHUTDOWN,  /* Msvm_ShutdownComponent: the guest decides */
    ASK_REBOOT,
} Means;

static HvrErrandEvidence
prove(guint what, gboolean wait, const HvrDomain *before, const HvrDomain *now);

/* What a host says is done shows after this time, or somebody undid it (inferred). */
#define PATIENCE (10 * G_TIME_SPAN_SECOND)

#define SHOWN_BY(is_done_func)                                                                     \
    .is_done = is_done_func, .prove = prove, .patience = PATIENCE, .is_strict = TRUE

/* RequestedState: requeststatechange-msvm-computersystem.md. */
/* clang-format off */
static const struct {
    const char *title;
    guint allowed; /* states */
    Means means;
    guint16 requested_state;
    HvrErrandType type;
} rows[] = {
    [HVR_POWER_START]    = { "start",    STATE(SHUTOFF),                                    REQUEST_STATE, 2,  { SHOWN_BY(is_running) } },
    [HVR_POWER_SHUTDOWN] = { "shutdown", STATE(NOSTATE) | STATE(RUNNING) | STATE(BLOCKED),  ASK_SHUTDOWN,  0,  { 0 } },
    [HVR_POWER_DESTROY]  = { "destroy",  ACTIVE,                                            REQUEST_STATE, 3,  { SHOWN_BY(is_off), .destroys = TRUE } },
    [HVR_POWER_SUSPEND]  = { "suspend",  STATE(NOSTATE) | STATE(RUNNING) | STATE(BLOCKED),  REQUEST_STATE, 9,  { SHOWN_BY(is_paused) } },
    [HVR_POWER_RESUME]   = { "resume",   STATE(NOSTATE) | STATE(PAUSED),                    REQUEST_STATE, 2,  { SHOWN_BY(is_running) } },
    [HVR_POWER_REBOOT]   = { "reboot",   STATE(NOSTATE) | STATE(RUNNING) | STATE(BLOCKED),  ASK_REBOOT,    0,  { 0 } },
    [HVR_POWER_RESET]    = { "reset",    ACTIVE,                                            REQUEST_STATE, 11, { 0 } },
};

/* What libvirt's own drivers say of a domain in the wrong state. */
static const char *const refusals[] = {
    [VIR_DOMAIN_NOSTATE]  = N_("Requested operation is not valid: the domain's state is unknown"),
    [VIR_DOMAIN_RUNNING]  = N_("Requested operation is not valid: domain is already running"),
    [VIR_DOMAIN_BLOCKED]  = N_("Requested operation is not valid: domain is already running"),
    [VIR_DOMAIN_PAUSED]   = N_("Requested operation is not valid: domain is paused"),
    [VIR_DOMAIN_SHUTDOWN] = N_("Requested operation is not valid: domain is being shut down"),
    [VIR_DOMAIN_SHUTOFF]  = N_("Requested operation is not valid: domain is not running"),
};
/* clang-format on */

static HvrErrandEvidence
prove(guint what, gboolean wait G_GNUC_UNUSED, const HvrDomain *before, const HvrDomain *now)
{
    HvrErrandIsDone is_done = rows[what].type.is_done;

    return is_done(before, now) ? HVR_ERRAND_SHOWN : HVR_ERRAND_UNDONE;
}

static gboolean
is_state_of(const HvrReplRelationship *leg, const HvrReplState *states, guint n_states)
{
    for (guint i = 0; leg != NULL && i < n_states; i++) {
        if (leg->state == states[i])
            return TRUE;
    }

    return FALSE;
}

/* A replica starts only after a failover, a primary not while it is prepared for
 * one (Microsoft's virtualization blog).  Whatever else there is, the host knows. */
static gboolean
check_interlock(const HvrDomain *domain, GError **error)
{
    static const HvrReplState replica[] = { HVR_REPL_STATE_INITIAL, HVR_REPL_STATE_REPLICATING,
                                            HVR_REPL_STATE_SUSPENDED, HVR_REPL_STATE_CRITICAL,
                                            HVR_REPL_STATE_FAILING_OVER };
    static const HvrReplState primary[] = { HVR_REPL_STATE_PREPARED };
    gboolean is_replica = domain->mode == HVR_REPL_MODE_REPLICA ||
                          domain->mode == HVR_REPL_MODE_EXTENDED;

    if (is_replica && is_state_of(domain->legs[0], replica, G_N_ELEMENTS(replica)))
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: domain is a replica that has not "
                          "been failed over"));
    if (domain->mode == HVR_REPL_MODE_PRIMARY &&
        is_state_of(domain->legs[0], primary, G_N_ELEMENTS(primary)))
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: domain is prepared for a planned "
                          "failover"));

    return TRUE;
}

static gboolean
check(const HvrDomain *domain, HvrPower power, GError **error)
{
    guint state = domain->state >= 0 && (gsize)domain->state < G_N_ELEMENTS(refusals)
                      ? (guint)domain->state
                      : VIR_DOMAIN_NOSTATE;

    if (domain->is_host)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' is the host itself"),
                        domain->name);
    if ((rows[power].allowed & 1u << state) == 0)
        return hvr_fail(error, HVR_ERROR_STATE, "%s", g_dgettext(GETTEXT_PACKAGE, refusals[state]));

    return power != HVR_POWER_START || check_interlock(domain, error);
}

/* What the worker is told. */
typedef struct {
    char *guid;
    char *name;
    HvrPower power;
} Request;

static void
request_free(gpointer data)
{
    Request *request = data;

    g_free(request->guid);
    g_free(request->name);
    g_free(request);
}

static char *
request_state(HvrWmiSession *session,
              const Request *request,
              GCancellable *cancellable,
              GError **error)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange;
    g_autofree char *path = hvr_wmi_path_build_system(request->guid);
    g_autoptr(Msvm_ComputerSystem_RequestStateChange_INPUT)
        input = hvr_wmi_object_new(method->input);
    g_autoptr(Msvm_ComputerSystem_RequestStateChange_OUTPUT) output = NULL;
    char *job = NULL;

    hvr_wmi_object_set_uint(input, "RequestedState", rows[request->power].requested_state);
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);
    if (output != NULL)
        hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error);

    return job;
}

/* Returns: (transfer full): the path of the guest service that shuts the machine down. */
static char *
fetch_component(HvrWmiSession *session,
                const Request *request,
                GCancellable *cancellable,
                GError **error)
{
    const HvrWmiClass *type = &hvr_wmi_class_Msvm_ShutdownComponent;
    g_autoptr(HvrWmiQuery) query = hvr_wmi_query_new(NULL, type->name);
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(NULL, HVR_WMI_NAMESPACE, type->name);
    g_autoptr(GPtrArray) components = NULL;
    const Msvm_ShutdownComponent *component;

    hvr_wmi_query_where(query, "SystemName", "=", request->guid);
    components = hvr_wmi_session_list(session, HVR_WMI_NAMESPACE, type,
                                      hvr_wmi_query_get_text(query), cancellable, error);
    if (components == NULL)
        return NULL;
    if (components->len == 0)
        return hvr_fail_null(error, HVR_ERROR_STATE,
                             _("the guest of '%1$s' offers no shutdown service"), request->name);

    component = components->pdata[0];
    hvr_wmi_path_add(path, "CreationClassName", component->CreationClassName);
    hvr_wmi_path_add(path, "DeviceID", component->DeviceID);
    hvr_wmi_path_add(path, "SystemCreationClassName", component->SystemCreationClassName);
    hvr_wmi_path_add(path, "SystemName", component->SystemName);

    return hvr_wmi_path_format(path);
}

/* Both methods take the same and answer with the same, a value alone. */
static void
ask_guest(HvrWmiSession *session, const Request *request, GCancellable *cancellable, GError **error)
{
    gboolean is_reboot = rows[request->power].means == ASK_REBOOT;
    const HvrWmiMethod *method = is_reboot
                                     ? &hvr_wmi_method_Msvm_ShutdownComponent_InitiateReboot
                                     : &hvr_wmi_method_Msvm_ShutdownComponent_InitiateShutdown;
    g_autofree char *path = fetch_component(session, request, cancellable, error);
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autoptr(HvrWmiObject) output = NULL;
    g_autofree char *job = NULL;

    if (path == NULL)
        return;

    hvr_wmi_object_set_boolean(input, "Force", FALSE);
    hvr_wmi_object_set_string(input, "Reason", "libvirt");
    output = hvr_wmi_session_invoke(session, method, path, input, cancellable, error);
    if (output != NULL)
        hvr_wmi_result_read(hvr_wmi_session_get_host(session), method, output, &job, error);
}

static gpointer
send_request(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    const Request *request = input;

    if (rows[request->power].means == REQUEST_STATE)
        return request_state(session, request, cancellable, error);

    ask_guest(session, request, cancellable, error);

    return NULL;
}

void
hvr_host_power_async(HvrHost *host,
                     HvrDomain *domain,
                     HvrPower power,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    HvrErrandOrder order = {
        .type = &rows[power].type, .title = rows[power].title, .what = power, .wait = TRUE
    };
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, domain, &error);
    Request *request;

    g_task_set_source_tag(task, hvr_host_power_async);
    if (now == NULL || !check(now, power, &error)) {
        g_task_return_error(task, error);
        return;
    }

    request = g_new0(Request, 1);
    request->guid = g_strdup(now->guid);
    request->name = g_strdup(now->name);
    request->power = power;
    order.work = (HvrWork){ send_request, request, request_free, g_free };
    hvr_errand_start(host, now, task, &order);
}

gboolean
hvr_host_power_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return hvr_errand_finish(result, NULL, error);
}
