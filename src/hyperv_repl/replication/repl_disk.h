/* repl_disk.h: a VM's disks, as users and as relationships name them
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * hvr_repl_disk_get_name:
 * @given: image path, InstanceID or object path
 * @storage: (element-type Msvm_StorageAllocationSettingData): the VM's
 *
 * Returns: (transfer none): the image path, @given itself if it is none of @storage
 */
const char *hvr_repl_disk_get_name(const char *given, GPtrArray *storage);

/**
 * hvr_repl_disk_resolve:
 * @vm: whose, a GUID
 * @included: (nullable): these; by image path as libvirt's disks have it, InstanceID or
 *   object path
 * @excluded: (nullable): all but these; one of the two is %NULL
 *
 * Returns: (transfer full): object paths, in the host's order; or %NULL with
 *   %HVR_ERROR_INVALID that says what disks there are
 */
GStrv hvr_repl_disk_resolve(HvrWmiSession *session,
                            const char *vm,
                            const char *const *included,
                            const char *const *excluded,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
