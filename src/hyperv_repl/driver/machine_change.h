/* machine_change.h: what to ask of a host so that a machine becomes what is wanted
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Nothing is asked for that is so already.  What needs something that is not
 * there yet waits: parts get their names from the host, so that changes are
 * found out again after each round of them.
 */

#pragma once

#include "domain.h"
#include "machine.h"
#include "machine_call.h"

G_BEGIN_DECLS

/**
 * hvr_machine_change_list:
 * @base: the machine when somebody made up his mind
 * @now: as it is
 * @wanted: as it shall be; ids are those of @base
 *
 * Returns: (transfer full) (element-type HvrMachineCall): in order, empty if there is nothing left;
 *   %NULL with %HVR_ERROR_UNFIT for what can never be changed
 */
GPtrArray *hvr_machine_change_list(const HvrMachine *base,
                                   const HvrMachine *now,
                                   const HvrMachine *wanted,
                                   GError **error);

/** hvr_machine_change_check: whether the machine is in a state for all of @calls */
gboolean hvr_machine_change_check(const GPtrArray *calls, const HvrDomain *domain, GError **error);

G_END_DECLS
