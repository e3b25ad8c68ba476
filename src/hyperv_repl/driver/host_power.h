/* host_power.h: turning machines on and off, as steps of something larger
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include "errand.h"

G_BEGIN_DECLS

/** hvr_host_power_check: whether @power may be tried in the machine's present state */
gboolean hvr_host_power_check(const HvrDomain *domain, HvrPower power, GError **error);

/** hvr_host_power_order: @out_order: filled; its work's input is for hvr_errand_start() */
void hvr_host_power_order(const HvrDomain *domain, HvrPower power, HvrErrandOrder *out_order);

G_END_DECLS
