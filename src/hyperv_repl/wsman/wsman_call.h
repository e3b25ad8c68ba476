/* wsman_call.h: one operation of the client, from its envelope to a checked answer
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whatever round trips an operation takes, they share its deadline and its name
 * in messages.
 */

#pragma once

#include "wsman_envelope.h"
#include "wsman_transport.h"

G_BEGIN_DECLS

/**
 * HvrWsmanCall:
 * @transport: to the host
 * @operation: how messages call it: "Get", or a method's name
 * @deadline: when it must have ended, g_get_monotonic_time()
 * @cancellable: (nullable): interrupts it at once
 */
typedef struct {
    HvrWsmanTransport *transport;
    const char *operation;
    gint64 deadline;
    GCancellable *cancellable;
} HvrWsmanCall;

/** hvr_wsman_call_get_left: microseconds until the deadline, negative past it */
GTimeSpan hvr_wsman_call_get_left(const HvrWsmanCall *call);

/**
 * hvr_wsman_call_new_request:
 *
 * Asks the host to give up a little before we do, so that it is the host who
 * says what happened.
 *
 * Returns: (transfer full): see hvr_wsman_envelope_new_request()
 */
xmlDoc *hvr_wsman_call_new_request(const HvrWsmanCall *call,
                                   const char *action,
                                   const HvrWsmanEpr *target,
                                   xmlNode **out_body);

/**
 * hvr_wsman_call_exchange:
 * @request: (transfer none): a whole envelope
 *
 * Returns: (transfer full): the answer, which is no fault and belongs to
 *   @request; or %NULL with an error that names the operation
 */
HvrWsmanEnvelope *
hvr_wsman_call_exchange(const HvrWsmanCall *call, xmlDoc *request, GError **error);

/**
 * hvr_wsman_call_check:
 * @present: whether the answer has @element in its place
 *
 * Returns: @present, with %HVR_ERROR_PROTOCOL if it is %FALSE
 */
gboolean hvr_wsman_call_check(const HvrWsmanCall *call,
                              gboolean present,
                              const char *element,
                              GError **error);

G_END_DECLS
