/* host_machine.h: whole configurations of a host's machines, kept while they hold
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Only who asks for one machine has it read, and only once: until the host says
 * that its configuration changed.
 */

#pragma once

#include "host.h"
#include "machine.h"

G_BEGIN_DECLS

/** hvr_host_find_machine: (transfer none) (nullable): without a round trip; %NULL if nobody read it
 * or it no longer holds */
HvrMachine *hvr_host_find_machine(HvrHost *host, const HvrDomain *domain);

/**
 * hvr_host_fetch_machine_async:
 *
 * Ends at once with what hvr_host_find_machine() has; else asks the host, which
 * takes at most six requests; who asks while that is under way gets what it brings.
 * The host's own partition has no configuration: %HVR_ERROR_UNSUPPORTED.
 */
void hvr_host_fetch_machine_async(HvrHost *host,
                                  HvrDomain *domain,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/** hvr_host_fetch_machine_finish: (transfer full) */
HvrMachine *hvr_host_fetch_machine_finish(HvrHost *host, GAsyncResult *result, GError **error);

/** hvr_host_list_disks: (transfer full) (element-type HvrMachineDisk): a machine's drives in order,
 * as it is known, else as %HVR_READING_STORAGE has them */
GPtrArray *hvr_host_list_disks(HvrHost *host, const HvrDomain *domain, GError **error);

/** hvr_host_drop_machine: has to be read anew, whatever the host says of changes */
void hvr_host_drop_machine(HvrHost *host, const HvrDomain *domain);

G_END_DECLS
