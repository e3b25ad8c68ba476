/* machine_note_reader.h: the driver's own element in a whole document
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "machine_reader.h"

G_BEGIN_DECLS

/** hvr_machine_reader_read_notes: @noted: a copy of the base; gets what is no device's */
gboolean hvr_machine_reader_read_notes(const xmlNode *root, HvrMachine *noted, GError **error);

/** hvr_machine_reader_merge_notes: once the rest is read: all of it into the machine; @noted:
 * (nullable): %NULL if it has what is no device's already */
gboolean hvr_machine_reader_merge_notes(HvrMachineReader *self,
                                        const xmlNode *root,
                                        const HvrMachine *noted,
                                        GError **error);

G_END_DECLS
