/* wsman_fault_map.h: what a fault means for us
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "hvr_error.h"
#include "wsman_fault.h"

G_BEGIN_DECLS

/**
 * HvrWsmanFaultNumber:
 * @first, @last: WSManFault/@Code
 * @name: as Microsoft's headers call it
 * @hint: (nullable): a question to the reader, to be translated
 */
typedef struct {
    guint32 first;
    guint32 last;
    HvrErrorCode code;
    const char *name;
    const char *hint;
} HvrWsmanFaultNumber;

/** hvr_wsman_fault_map_list: those that say more than their subcode, ascending */
const HvrWsmanFaultNumber *hvr_wsman_fault_map_list(guint *out_n_numbers);

/**
 * hvr_wsman_fault_map:
 * @out_hint: (nullable): set to a question to the reader, translated, or %NULL
 *
 * The number is asked first, then the subcode.  What nobody has heard of is
 * %HVR_ERROR_PROTOCOL.
 */
HvrErrorCode hvr_wsman_fault_map(const HvrWsmanFault *fault, const char **out_hint);

/** hvr_wsman_fault_map_cim_status: the WMI error that means the same, 0 for none (DSP0200 5.3.2) */
guint32 hvr_wsman_fault_map_cim_status(guint32 status);

G_END_DECLS
