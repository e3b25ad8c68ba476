/* client_event.c: the daemon's monitor events, as events of replication
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "libvirt-hyperv-repl.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt-qemu.h>
#include <string.h>

#include "client_call.h"
#include "client_channel.h"
#include "client_error.h"
#include "client_params.h"

/* What the daemon calls them; a change of state comes with the health. */
/* clang-format off */
static const char *const names[] = {
    [VIR_HYPERV_REPL_EVENT_ANY]             = NULL,
    [VIR_HYPERV_REPL_EVENT_STATE]           = "REPLICATION_STATE_CHANGE",
    [VIR_HYPERV_REPL_EVENT_HEALTH]          = "REPLICATION_STATE_CHANGE",
    [VIR_HYPERV_REPL_EVENT_JOB]             = "REPLICATION_JOB",
    [VIR_HYPERV_REPL_EVENT_POINT_ADDED]     = "REPLICATION_POINT_ADDED",
    [VIR_HYPERV_REPL_EVENT_POINT_REMOVED]   = "REPLICATION_POINT_REMOVED",
    [VIR_HYPERV_REPL_EVENT_FAILOVER_FORCED] = "REPLICATION_FAILOVER_FORCED",
};
/* clang-format on */

typedef struct {
    int event_id;
    virConnectHypervReplEventCallback callback;
    void *opaque;
    virFreeCallback free_opaque;
} Subscription;

typedef struct {
    virConnectPtr conn;
    virDomainPtr domain;
    long long seconds;
    unsigned int micros;
    virTypedParameterPtr details;
    int n_details;
} Event;

static void
subscription_free(void *data)
{
    Subscription *self = data;

    if (self->free_opaque != NULL)
        self->free_opaque(self->opaque);
    g_free(self);
}

static void
tell(Subscription *self, const Event *event, int event_id)
{
    if (self->event_id != VIR_HYPERV_REPL_EVENT_ANY && self->event_id != event_id)
        return;

    self->callback(event->conn, event->domain, event_id, event->seconds, event->micros,
                   event->details, event->n_details, self->opaque);
}

static const char *
get_string(const Event *event, const char *name)
{
    virTypedParameterPtr param = virTypedParamsGet(event->details, event->n_details, name);

    return param != NULL && param->type == VIR_TYPED_PARAM_STRING ? param->value.s : "";
}

static gboolean
is_new(const Event *event, const char *name, const char *previous)
{
    return strcmp(get_string(event, name), get_string(event, previous)) != 0;
}

/* One of the daemon's events has all three; a change of role is one of state, and
 * so is one from a number that nobody has heard of to another, which has no names. */
static void
tell_state(Subscription *self, const Event *event)
{
    gboolean has_health = is_new(event, "health", "previous-health");

    if (is_new(event, "state", "previous-state") || is_new(event, "mode", "previous-mode") ||
        !has_health)
        tell(self, event, VIR_HYPERV_REPL_EVENT_STATE);
    if (has_health)
        tell(self, event, VIR_HYPERV_REPL_EVENT_HEALTH);
}

/* A name that an older library does not know is left alone. */
static void
tell_named(Subscription *self, const Event *event, const char *name)
{
    if (strcmp(name, names[VIR_HYPERV_REPL_EVENT_STATE]) == 0) {
        tell_state(self, event);
        return;
    }

    for (int id = VIR_HYPERV_REPL_EVENT_JOB; id < (int)G_N_ELEMENTS(names); id++) {
        if (strcmp(names[id], name) == 0)
            tell(self, event, id);
    }
}

static void
on_event(virConnectPtr conn,
         virDomainPtr domain,
         const char *name,
         long long seconds,
         unsigned int micros,
         const char *details,
         void *opaque)
{
    g_autoptr(JsonNode) node = details != NULL ? hvr_client_channel_parse(details) : NULL;
    Event event = { .conn = conn, .domain = domain, .seconds = seconds, .micros = micros };

    if (node != NULL && JSON_NODE_HOLDS_OBJECT(node))
        hvr_client_params_decode(node, NULL, &event.details, &event.n_details);
    tell_named(opaque, &event, name);
    virTypedParamsFree(event.details, event.n_details);
}

int
virConnectHypervReplEventRegister(virConnectPtr conn,
                                  virDomainPtr dom,
                                  int eventID,
                                  virConnectHypervReplEventCallback cb,
                                  void *opaque,
                                  virFreeCallback freecb,
                                  unsigned int flags)
{
    g_autoptr(HvrClientCall) call = hvr_client_call_new(__func__, NULL, 0, flags);
    Subscription *self;
    int id;

    if (call == NULL || !hvr_client_call_has_pointer(__func__, "cb", cb != NULL ? __func__ : NULL))
        return -1;
    if (eventID < 0 || eventID >= (int)G_N_ELEMENTS(names))
        return hvr_client_error_set(VIR_ERR_INVALID_ARG, _("there is no event %1$d in %2$s"),
                                    eventID, __func__);

    self = g_new0(Subscription, 1);
    self->event_id = eventID;
    self->callback = cb;
    self->opaque = opaque;
    self->free_opaque = freecb;
    id = virConnectDomainQemuMonitorEventRegister(conn, dom, names[eventID], on_event, self,
                                                  subscription_free, 0);
    if (id < 0) {
        self->free_opaque = NULL;
        subscription_free(self);
    }

    return id;
}

int
virConnectHypervReplEventDeregister(virConnectPtr conn, int callbackID)
{
    return virConnectDomainQemuMonitorEventDeregister(conn, callbackID);
}
