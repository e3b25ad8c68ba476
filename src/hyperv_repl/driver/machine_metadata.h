/* machine_metadata.h: what libvirt has no word for, in a domain's metadata
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Described by schemas/machine.rng, values as in machine_field.h.  Adapters and
 * drives stand in the order of the document's interfaces and disks.
 */

#pragma once

#include "machine_field.h"

G_BEGIN_DECLS

/** hvr_machine_metadata_add: append the machine element to @metadata, a <metadata> element */
void hvr_machine_metadata_add(const HvrMachine *machine, xmlNode *metadata);

/** hvr_machine_metadata_format: (transfer full): the element alone */
char *hvr_machine_metadata_format(const HvrMachine *machine);

/**
 * hvr_machine_metadata_parse:
 * @root: the machine element
 * @machine: takes it over: what is missing stays as it is.  Its disks and adapters
 *   are there already
 *
 * Returns: %FALSE with %HVR_ERROR_XML
 */
gboolean hvr_machine_metadata_parse(const xmlNode *root, HvrMachine *machine, GError **error);

G_END_DECLS
