/* machine_firmware_reader.h: the os and sysinfo elements of libvirt's documents
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "machine_reader.h"

G_BEGIN_DECLS

/** hvr_machine_reader_read_generation: @root: a domain; 2 if it has UEFI or says so in its metadata
 */
gboolean
hvr_machine_reader_read_generation(const xmlNode *root, guint *out_generation, GError **error);

gboolean hvr_machine_reader_read_os(HvrMachineReader *self, const xmlNode *node, GError **error);
gboolean
hvr_machine_reader_read_sysinfo(HvrMachineReader *self, const xmlNode *node, GError **error);

G_END_DECLS
