/* machine_fetch.h: one machine's whole configuration, asked of its host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * At most six requests, however many parts the machine has (WinRM may cut very
 * long answers into pages).  Blocking, for workers.
 */

#pragma once

#include "machine.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * HvrMachineParts:
 * @settings: Msvm_VirtualSystemSettingData
 * @resources: what hangs on it, each of its own class
 * @features: what ports of switches do for it
 * @security: (nullable): Msvm_SecuritySettingData; %NULL where the host has none
 * @boot_sources: (nullable): %NULL if nobody needs them
 * @drives: (nullable): Msvm_DiskDrive, likewise
 * @switches: (nullable): Msvm_VirtualEthernetSwitch, likewise
 */
typedef struct {
    gpointer settings;
    GPtrArray *resources;
    GPtrArray *features;
    gpointer security;
    GPtrArray *boot_sources;
    GPtrArray *drives;
    GPtrArray *switches;
} HvrMachineParts;

/** hvr_machine_parts_clear: frees what is in it */
void hvr_machine_parts_clear(HvrMachineParts *parts);

/** hvr_machine_describe: (transfer full): the same in our words; CIM ends here */
HvrMachine *hvr_machine_describe(const HvrMachineParts *parts);

/**
 * hvr_machine_fetch:
 * @guid: of the machine, upper case
 * @windows: the host's version, see hvr_repl_version_is_at_least()
 *
 * Returns: (transfer full): %NULL with %HVR_ERROR_NO_DOMAIN if there is no such machine
 */
HvrMachine *hvr_machine_fetch(HvrWmiSession *session,
                              const char *guid,
                              guint64 windows,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
