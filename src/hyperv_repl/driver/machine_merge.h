/* machine_merge.h: values that a document says twice, in libvirt's words and in the driver's own
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "machine_field.h"

G_BEGIN_DECLS

/**
 * hvr_machine_merge:
 * @base: as it is
 * @noted: as the driver's own element says
 * @value: as libvirt's words say; gets what the other changed
 *
 * Returns: %FALSE with %HVR_ERROR_XML if both changed the same, and differently
 */
gboolean hvr_machine_merge(const HvrMachineField *fields,
                           gconstpointer base,
                           gconstpointer noted,
                           gpointer value,
                           GError **error);

G_END_DECLS
