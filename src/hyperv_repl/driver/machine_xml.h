/* machine_xml.h: a machine's configuration in libvirt's words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Elements of libvirt's domaincommon.rng; what it has no word for goes to
 * machine_metadata.h.
 */

#pragma once

#include "machine.h"

G_BEGIN_DECLS

/* libxml2's, which not every reader of this header has. */
typedef struct _xmlNode xmlNode;

/** hvr_machine_xml_add: append to @root, a <domain>, all between its metadata and its devices */
void hvr_machine_xml_add(xmlNode *root, const HvrMachine *machine);

/** hvr_machine_xml_add_devices: append its <devices> */
void hvr_machine_xml_add_devices(xmlNode *root, const HvrMachine *machine);

/** hvr_machine_xml_add_disk, ...: append one device, as attaching and detaching take it */
void hvr_machine_xml_add_disk(xmlNode *devices, const HvrMachineDisk *disk);
void hvr_machine_xml_add_nic(xmlNode *devices, const HvrMachineNic *nic);

G_END_DECLS
