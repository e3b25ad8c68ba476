/* rpc_event.c: what happened on a host, as messages to a client
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "rpc_event.h"

#include <libvirt/libvirt.h>

#include "rpc_frame.h"
#include "rpc_value.h"
#include "rpc_wire.h"

#define PROCEDURE_CONNECTION_CLOSED 362

typedef void (*FillMessage)(const HvrEvent *event, gpointer message);

static void
fill_lifecycle(const HvrEvent *event, gpointer message)
{
    HvrWireLifecycle *wire = message;

    hvr_rpc_value_set_domain(&wire->domain, event->domain);
    wire->event = event->type;
    wire->detail = event->detail;
}

static void
fill_metadata_change(const HvrEvent *event, gpointer message)
{
    HvrWireMetadataChange *wire = message;

    hvr_rpc_value_set_domain(&wire->domain, event->domain);
    wire->type = event->type;
    wire->uri = hvr_rpc_value_new_text(event->ns_uri);
}

static void
fill_job_completed(const HvrEvent *event, gpointer message)
{
    HvrWireJobCompleted *wire = message;
    g_autoptr(GPtrArray) params = hvr_job_list_params(event->job);

    hvr_rpc_value_set_domain(&wire->domain, event->domain);
    hvr_rpc_value_set_params(&wire->params.params_val, &wire->params.params_len, params);
}

/* go-libvirt cannot read a message without details. */
static void
fill_monitor(const HvrEvent *event, gpointer message)
{
    HvrWireMonitorEvent *wire = message;

    hvr_rpc_value_set_domain(&wire->domain, event->domain);
    hvr_rpc_value_set_text(&wire->event, event->name);
    wire->seconds = event->usec / G_USEC_PER_SEC;
    wire->micros = (guint)(event->usec % G_USEC_PER_SEC);
    wire->details = hvr_rpc_value_new_text(event->details != NULL ? event->details : "{}");
}

static void
fill_reboot(const HvrEvent *event, gpointer message)
{
    HvrWireReboot *wire = message;

    hvr_rpc_value_set_domain(&wire->domain, event->domain);
}

/* clang-format off */
static const struct {
    int event;
    guint32 program;
    int procedure;
    xdrproc_t coder;
    gsize size;
    FillMessage fill;
} messages[] = {
    [HVR_EVENT_LIFECYCLE]       = { VIR_DOMAIN_EVENT_ID_LIFECYCLE,       HVR_RPC_PROGRAM_REMOTE, 318,
                                    (xdrproc_t)xdr_HvrWireLifecycle,      sizeof(HvrWireLifecycle),      fill_lifecycle },
    [HVR_EVENT_METADATA_CHANGE] = { VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, HVR_RPC_PROGRAM_REMOTE, 379,
                                    (xdrproc_t)xdr_HvrWireMetadataChange, sizeof(HvrWireMetadataChange), fill_metadata_change },
    [HVR_EVENT_JOB_COMPLETED]   = { VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,   HVR_RPC_PROGRAM_REMOTE, 363,
                                    (xdrproc_t)xdr_HvrWireJobCompleted,   sizeof(HvrWireJobCompleted),   fill_job_completed },
    [HVR_EVENT_MONITOR]         = { HVR_RPC_MONITOR,                     HVR_RPC_PROGRAM_QEMU,   6,
                                    (xdrproc_t)xdr_HvrWireMonitorEvent,   sizeof(HvrWireMonitorEvent),   fill_monitor },
    [HVR_EVENT_REBOOT]          = { VIR_DOMAIN_EVENT_ID_REBOOT,          HVR_RPC_PROGRAM_REMOTE, 319,
                                    (xdrproc_t)xdr_HvrWireReboot,         sizeof(HvrWireReboot),         fill_reboot },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(messages) == HVR_EVENT_HOST_LOST);

static HvrRpcHeader
get_header(guint32 program, int procedure)
{
    HvrRpcHeader header = {
        .program = program,
        .version = HVR_RPC_VERSION,
        .procedure = procedure,
        .type = HVR_RPC_MESSAGE,
    };

    return header;
}

static GByteArray *
encode(const HvrEvent *event)
{
    HvrRpcHeader header =
        get_header(messages[event->kind].program, messages[event->kind].procedure);
    g_autofree gpointer message = g_malloc0(messages[event->kind].size);
    GByteArray *frame;

    messages[event->kind].fill(event, message);
    frame = hvr_rpc_frame_encode(&header, messages[event->kind].coder, message);
    xdr_free(messages[event->kind].coder, message);

    return frame;
}

void
hvr_rpc_event_send(HvrRpcSession *session, const HvrEvent *event)
{
    HvrRpcSubscriptions *subscriptions = hvr_rpc_session_get_subscriptions(session);
    g_autoptr(GByteArray) frame = NULL;
    g_autoptr(GArray) callbacks = NULL;

    if (event->kind == HVR_EVENT_HOST_LOST) {
        hvr_rpc_session_send_closed(session, VIR_CONNECT_CLOSE_REASON_ERROR);
        return;
    }

    callbacks = hvr_rpc_subscriptions_list(subscriptions, messages[event->kind].event,
                                           event->domain->uuid, event->name);
    if (callbacks->len == 0)
        return;

    /* The same bytes for all callbacks but for the first word. */
    frame = encode(event);
    for (guint i = 0; frame != NULL && i < callbacks->len; i++) {
        hvr_rpc_frame_set_callback(frame, g_array_index(callbacks, int, i));
        hvr_rpc_session_send(session, frame);
    }
}

void
hvr_rpc_event_send_closed(HvrRpcSession *session, int reason)
{
    HvrRpcHeader header = get_header(HVR_RPC_PROGRAM_REMOTE, PROCEDURE_CONNECTION_CLOSED);
    g_autoptr(GByteArray) frame = hvr_rpc_frame_encode(&header, (xdrproc_t)xdr_int, &reason);

    hvr_rpc_session_send(session, frame);
}
