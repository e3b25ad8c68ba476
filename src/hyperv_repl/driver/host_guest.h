/* host_guest.h: asking a host what a guest tells it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "guest.h"
#include "host.h"

G_BEGIN_DECLS

/**
 * hvr_host_ask_guest_async:
 *
 * Two requests; %HVR_ERROR_STATE for a machine that does not run.
 */
void hvr_host_ask_guest_async(HvrHost *host,
                              HvrDomain *domain,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** hvr_host_ask_guest_finish: (transfer full): %NULL with an error, %HVR_ERROR_UNSUPPORTED if the
 * guest says nothing */
HvrGuest *hvr_host_ask_guest_finish(HvrHost *host, GAsyncResult *result, GError **error);

G_END_DECLS
