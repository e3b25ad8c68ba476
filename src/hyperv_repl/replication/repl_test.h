/* repl_test.h: test replicas and how to be rid of them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * hvr_repl_test_list:
 *
 * Which machines are test replicas of which (Msvm_ReplicaSystemDependency).
 *
 * Returns: (transfer full): GUID of the test machine to GUID of the replica, upper case
 */
GHashTable *hvr_repl_test_list(HvrWmiSession *session, GCancellable *cancellable, GError **error);

/**
 * hvr_repl_test_destroy:
 * @test_vm: a test machine's GUID; off
 *
 * Msvm_VirtualSystemManagementService.DestroySystem, after a fresh read that it really is of mode
 * test: nothing else is ever destroyed.
 *
 * Returns: (transfer full): InstanceID of the job, "" if it was done at once; %NULL with
 *   %HVR_ERROR_STATE if it is no test machine
 */
char *hvr_repl_test_destroy(HvrWmiSession *session,
                            const char *test_vm,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
