/* host_power.c: turning machines on and off
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_power.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "errand.h"
#include "errand_evidence.h"
#include "guard.h"
#include "host_private.h"
#include "hvr_error.h"
#include "msvm_tables.h"
#include "repl_relationship.h"
#include "sequence.h"
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

static gboolean
is_saved(const HvrDomain *before, const HvrDomain *now)
{
    return now->is_saved;
}

static gboolean
is_fresh(const HvrDomain *before, const HvrDomain *now)
{
    return !now->is_saved && now->state == VIR_DOMAIN_SHUTOFF;
}

typedef enum {
    REQUEST_STATE, /* Msvm_ComputerSystem.RequestStateChange */
    ASK_SHUTDOWN,  /* Msvm_ShutdownComponent: the guest decides */
    ASK_REBOOT,
    INTERRUPT, /* Msvm_ComputerSystem.InjectNonMaskableInterrupt */
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
    HvrCause cause;
} rows[] = {
    [HVR_POWER_START]     = { "start",      STATE(SHUTOFF),                                   REQUEST_STATE, 2,  { SHOWN_BY(is_running) } },
    [HVR_POWER_SHUTDOWN]  = { "shutdown",   STATE(NOSTATE) | STATE(RUNNING) | STATE(BLOCKED), ASK_SHUTDOWN,  0,  { 0 } },
    [HVR_POWER_DESTROY]   = { "destroy",    ACTIVE,                                           REQUEST_STATE, 3,  { SHOWN_BY(is_off) }, HVR_CAUSE_DESTROY },
    [HVR_POWER_SUSPEND]   = { "suspend",    STATE(NOSTATE) | STATE(RUNNING) | STATE(BLOCKED), REQUEST_STATE, 9,  { SHOWN_BY(is_paused) } },
    [HVR_POWER_RESUME]    = { "resume",     STATE(NOSTATE) | STATE(PAUSED),                   REQUEST_STATE, 2,  { SHOWN_BY(is_running) } },
    [HVR_POWER_REBOOT]    = { "reboot",     STATE(NOSTATE) | STATE(RUNNING) | STATE(BLOCKED), ASK_REBOOT,    0,  { 0 } },
    [HVR_POWER_RESET]     = { "reset",      ACTIVE,                                           REQUEST_STATE, 11, { 0 } },
    [HVR_POWER_SAVE]      = { "save",       ACTIVE & ~STATE(SHUTDOWN),                        REQUEST_STATE, 6,  { SHOWN_BY(is_saved) } },
    [HVR_POWER_DISCARD]   = { "discard",    STATE(SHUTOFF),                                   REQUEST_STATE, 3,  { SHOWN_BY(is_fresh) } },
    [HVR_POWER_BOOT]      = { "start",      STATE(SHUTOFF),                                   REQUEST_STATE, 2,  { SHOWN_BY(is_running) } },
    [HVR_POWER_INTERRUPT] = { "inject-nmi", STATE(NOSTATE) | STATE(RUNNING) | STATE(BLOCKED), INTERRUPT,     0,  { 0 } },
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

gboolean
hvr_host_power_judge(const HvrJournalLine *line,
                     const HvrDomain *now,
                     HvrErrandEvidence *out_evidence)
{
    guint what = line->record->wishes;

    if (what >= G_N_ELEMENTS(rows) || g_strcmp0(rows[what].title, line->record->plan) != 0)
        return FALSE;

    *out_evidence = rows[what].type.prove != NULL ? prove(what, line->wait, NULL, now)
                                                  : HVR_ERRAND_UNCLEAR;

    return TRUE;
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

gboolean
hvr_host_power_check(const HvrDomain *domain, HvrPower power, GError **error)
{
    gboolean is_start = power == HVR_POWER_START || power == HVR_POWER_BOOT;
    guint state = domain->state >= 0 && (gsize)domain->state < G_N_ELEMENTS(refusals)
                      ? (guint)domain->state
                      : VIR_DOMAIN_NOSTATE;

    if (domain->is_host)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: '%1$s' is the host itself"),
                        domain->name);
    if (power == HVR_POWER_DISCARD && !domain->is_saved)
        return hvr_fail(error, HVR_ERROR_STATE,
                        _("Requested operation is not valid: Domain has no managed save image"));
    if ((rows[power].allowed & 1u << state) == 0)
        return hvr_fail(error, HVR_ERROR_STATE, "%s", g_dgettext(GETTEXT_PACKAGE, refusals[state]));

    return !is_start || check_interlock(domain, error);
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
ask_system(HvrWmiSession *session,
           const Request *request,
           GCancellable *cancellable,
           GError **error)
{
    gboolean is_interrupt = rows[request->power].means == INTERRUPT;
    const HvrWmiMethod *method =
        is_interrupt ? &hvr_wmi_method_Msvm_ComputerSystem_InjectNonMaskableInterrupt
                     : &hvr_wmi_method_Msvm_ComputerSystem_RequestStateChange;
    g_autofree char *path = hvr_wmi_path_build_system(request->guid);
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_autoptr(HvrWmiObject) output = NULL;
    char *job = NULL;

    if (!is_interrupt)
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
    Means means = rows[request->power].means;

    if (means == REQUEST_STATE || means == INTERRUPT)
        return ask_system(session, request, cancellable, error);

    ask_guest(session, request, cancellable, error);

    return NULL;
}

void
hvr_host_power_order(const HvrDomain *domain, HvrPower power, HvrErrandOrder *out_order)
{
    Request *request = g_new0(Request, 1);

    request->guid = g_strdup(domain->guid);
    request->name = g_strdup(domain->name);
    request->power = power;
    *out_order = (HvrErrandOrder){
        .type = &rows[power].type,
        .title = rows[power].title,
        .what = power,
        .work = { send_request, request, request_free, g_free },
        .wait = TRUE,
        .cause = rows[power].cause,
    };
}

static HvrSequenceTurn
discard(HvrDomain *domain,
        gpointer data G_GNUC_UNUSED,
        HvrErrandOrder *out_order,
        GError **error G_GNUC_UNUSED)
{
    if (!domain->is_saved)
        return HVR_SEQUENCE_PASS;

    hvr_host_power_order(domain, HVR_POWER_DISCARD, out_order);

    return HVR_SEQUENCE_ONCE;
}

static HvrSequenceTurn
boot(HvrDomain *domain, gpointer data G_GNUC_UNUSED, HvrErrandOrder *out_order, GError **error)
{
    if (!hvr_host_power_check(domain, HVR_POWER_BOOT, error))
        return HVR_SEQUENCE_PASS;

    hvr_host_power_order(domain, HVR_POWER_BOOT, out_order);

    return HVR_SEQUENCE_ONCE;
}

static void
start_power(HvrHost *host, HvrDomain *domain, HvrPower power, GTask *task)
{
    static const HvrSequenceStep boot_steps[] = { discard, boot, NULL };
    HvrErrandOrder order;
    GError *error = NULL;
    HvrDomain *now = hvr_host_lookup_current(host, domain, &error);

    if (now == NULL || !hvr_host_power_check(now, power, &error)) {
        g_task_return_error(task, error);
    } else if (power == HVR_POWER_BOOT) {
        hvr_sequence_start(host, now, task, boot_steps, NULL);
    } else {
        hvr_host_power_order(now, power, &order);
        hvr_errand_start(host, now, task, &order);
    }
}

/* A start that waits for the word of the machine's partner. */
typedef struct {
    HvrDomain *domain;
    HvrPower power;
} Start;

static void
start_free(gpointer data)
{
    Start *start = data;

    hvr_domain_unref(start->domain);
    g_free(start);
}

static void
on_guard(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    const Start *start = g_task_get_task_data(task);
    GError *error = NULL;

    if (hvr_guard_start_finish(result, &error))
        start_power(HVR_HOST(source), start->domain, start->power, task);
    else
        g_task_return_error(task, error);
}

/* What is refused anyway need not be asked about. */
static gboolean
wants_guard(HvrHost *host, const HvrDomain *domain, HvrPower power)
{
    const HvrDomain *now = hvr_host_lookup_current(host, domain, NULL);

    return (power == HVR_POWER_START || power == HVR_POWER_BOOT) && now != NULL &&
           hvr_guard_wants_start(host, now) && hvr_host_power_check(now, power, NULL);
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
    Start *start;

    g_task_set_source_tag(task, hvr_host_power_async);
    if (!wants_guard(host, domain, power)) {
        start_power(host, domain, power, task);
        return;
    }

    start = g_new0(Start, 1);
    start->domain = hvr_domain_ref(domain);
    start->power = power;
    g_task_set_task_data(task, start, start_free);
    hvr_guard_start_async(host, domain, cancellable, on_guard, g_steal_pointer(&task));
}

gboolean
hvr_host_power_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return hvr_errand_finish(result, NULL, error);
}
