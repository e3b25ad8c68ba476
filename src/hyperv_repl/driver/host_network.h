/* host_network.h: what test machines of a host are connected to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.
 */

#pragma once

#include "host.h"

G_BEGIN_DECLS

/**
 * HvrHostSwitchOrder:
 * @adapters: (element-type HvrReplAdapter): which
 * @test_switch: (nullable): a virtual switch's name
 * @test_pool: (nullable): a resource pool's id
 * @wait: end when the last job has ended, not when it was started
 * @timeout: for each adapter; 0 for the configured default
 */
typedef struct {
    GPtrArray *adapters;
    const char *test_switch;
    const char *test_pool;
    gboolean wait;
    GTimeSpan timeout;
} HvrHostSwitchOrder;

/** hvr_host_set_test_switch_async: one adapter after the other, until one fails */
void hvr_host_set_test_switch_async(HvrHost *host,
                                    HvrDomain *domain,
                                    const HvrHostSwitchOrder *order,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/** hvr_host_set_test_switch_finish: @out_job: (transfer full) (nullable): of the last one */
gboolean hvr_host_set_test_switch_finish(HvrHost *host,
                                         GAsyncResult *result,
                                         HvrJob **out_job,
                                         GError **error);

G_END_DECLS
