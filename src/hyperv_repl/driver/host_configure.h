/* host_configure.h: machines made, changed and taken away
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "host.h"
#include "machine_wish.h"

G_BEGIN_DECLS

/**
 * hvr_host_configure_async:
 * @wish: (transfer full)
 *
 * Ends when the host shows the change; at once, without asking the host anything,
 * where all is so already.  What Hyper-V does not do in the machine's state is
 * refused before anything is sent: %HVR_ERROR_STATE.
 */
void hvr_host_configure_async(HvrHost *host,
                              HvrDomain *domain,
                              HvrMachineWish *wish,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean hvr_host_configure_finish(HvrHost *host, GAsyncResult *result, GError **error);

/**
 * hvr_host_define_async:
 * @xml: a domain; of a machine that the host has, or a new one
 *
 * A new machine gets its UUID from the host, so a document that has another one is
 * refused: %HVR_ERROR_UNFIT.
 */
void hvr_host_define_async(HvrHost *host,
                           const char *xml,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/** hvr_host_define_finish: (transfer none): the domain, as it is now */
HvrDomain *hvr_host_define_finish(HvrHost *host, GAsyncResult *result, GError **error);

/**
 * hvr_host_undefine_async:
 * @takes_saved: even if there is a saved state
 *
 * Disk images stay, checkpoints are merged into them by the host.  A machine that is replicated is
 * not touched.
 */
void hvr_host_undefine_async(HvrHost *host,
                             HvrDomain *domain,
                             gboolean takes_saved,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean hvr_host_undefine_finish(HvrHost *host, GAsyncResult *result, GError **error);

G_END_DECLS
