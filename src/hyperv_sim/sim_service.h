/* sim_service.h: the WS-Management service of a simulated host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Envelope in, envelope out, as WinRM does it: header rules, enumeration
 * contexts and pages, faults.  Knows nothing of HTTP and nothing of Hyper-V.
 */

#pragma once

#include "sim_world.h"

G_BEGIN_DECLS

typedef struct _HvsService HvsService;

/** hvs_service_new: @host must outlive it */
HvsService *hvs_service_new(HvsHost *host);
void hvs_service_free(HvsService *service);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvsService, hvs_service_free)

/**
 * hvs_service_answer:
 * @request: an envelope
 * @out_is_fault: HTTP says 500 for those
 *
 * Brings the world's time up first.
 *
 * Returns: (transfer full): the answering envelope, a fault for whatever is wrong
 */
GBytes *hvs_service_answer(HvsService *service, GBytes *request, gboolean *out_is_fault);

/**
 * hvs_service_answer_anonymous:
 *
 * Answers Identify to whoever asks, without telling the version.
 *
 * Returns: (transfer full) (nullable): the answer, %NULL if @request is anything else
 */
GBytes *hvs_service_answer_anonymous(HvsService *service, GBytes *request);

/** hvs_service_answer_loopback: the same as an HvrWsmanLoopbackPeer; @user_data is the service */
GBytes *hvs_service_answer_loopback(GBytes *request, gpointer user_data, GError **error);

G_END_DECLS
