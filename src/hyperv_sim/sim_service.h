/* sim_service.h: the WS-Management service of a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Envelope in, envelope out, as WinRM does it: header rules, enumerations,
 * subscriptions, quotas, faults, in UTF-8 or UTF-16 as it was asked.  Knows
 * nothing of HTTP and nothing of Hyper-V; what an answer's Content-Type has to
 * be tells hvs_charset_get_content_type().
 */

#pragma once

#include "sim_fault.h"

G_BEGIN_DECLS

typedef struct _HvsService HvsService;

/** hvs_service_new: @host must outlive it */
HvsService *hvs_service_new(HvsHost *host);
void hvs_service_free(HvsService *service);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsService, hvs_service_free)

/**
 * hvs_service_answer:
 * @request: an envelope
 * @received: monotonic time at which it came, by the world's clock, microseconds
 * @out_is_fault: HTTP says 500 for those
 *
 * Brings the world's time up first.
 *
 * Returns: (transfer full) (nullable): the answering envelope, a fault for
 *   whatever is wrong; %NULL if a Pull waits for an event: ask again a little
 *   later, with the same arguments
 */
GBytes *
hvs_service_answer(HvsService *service, GBytes *request, gint64 received, gboolean *out_is_fault);

/**
 * hvs_service_answer_anonymous:
 *
 * Answers Identify to whoever asks, without telling the version.
 *
 * Returns: (transfer full) (nullable): the answer, %NULL if @request is anything else
 */
GBytes *hvs_service_answer_anonymous(HvsService *service, GBytes *request);

/** hvs_service_refuse: (transfer full): answer @request with a fault, whatever it asks for */
GBytes *hvs_service_refuse(HvsService *service, GBytes *request, HvsFaultKind kind);

/**
 * hvs_service_answer_loopback:
 * @user_data: the service
 *
 * The same as an HvrWsmanLoopbackPeer.  Never waits: a Pull that nothing is
 * there for has timed out.
 */
GBytes *hvs_service_answer_loopback(GBytes *request, gpointer user_data, GError **error);

G_END_DECLS
