/* host_config.c: how to reach a Hyper-V host, and how often to look at it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_config.h"

void
hvr_host_config_init(HvrHostConfig *config)
{
    *config = (HvrHostConfig){
        .endpoint.connect_timeout = 10 * G_TIME_SPAN_SECOND,
        .endpoint.request_timeout = 60 * G_TIME_SPAN_SECOND,
        .n_workers = 2,
        .idle_interval = 5 * G_TIME_SPAN_SECOND,
        .resync_interval = 60 * G_TIME_SPAN_SECOND,
        .busy_interval = 250 * G_TIME_SPAN_MILLISECOND,
        .job_timeout = 15 * G_TIME_SPAN_MINUTE,
    };
}
