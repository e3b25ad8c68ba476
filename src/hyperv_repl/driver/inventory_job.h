/* inventory_job.h: an Msvm_ConcreteJob made into a job
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to the inventory; pure.
 */

#pragma once

#include "job.h"
#include "msvm_tables.h"

G_BEGIN_DECLS

/** hvr_inventory_job_new: (transfer full): @guid: (nullable): whose it is; @host: for messages */
HvrJob *hvr_inventory_job_new(const Msvm_ConcreteJob *cim, const char *guid, const char *host);

/** hvr_inventory_job_is_background: whether nobody asked for it, so that it holds
 * no machine */
gboolean hvr_inventory_job_is_background(const Msvm_ConcreteJob *cim);

G_END_DECLS
