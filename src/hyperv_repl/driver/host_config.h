/* host_config.h: how to reach a Hyper-V host, and how often to look at it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

#include "hvr_clock.h"
#include "hvr_endpoint.h"

G_BEGIN_DECLS

/* A floor's headers name only its own types: wmi_session.h has this one. */
typedef struct _HvrWmiSession HvrWmiSession;

/** HvrSessionOpen: a new session to the host, for one thread; called in that thread */
typedef HvrWmiSession *(*HvrSessionOpen)(gpointer user_data, HvrClock *clock, GError **error);

/**
 * HvrHostConfig:
 * @endpoint: how to reach it
 * @open: (nullable): instead of @endpoint, for tests
 * @open_data: for @open; needed until hvr_host_is_closed()
 * @n_workers: threads that talk to the host besides the watcher
 * @want_events: subscribe to what changes where the host grants that; %FALSE polls
 * @idle_interval: between refreshes when nothing happens and no events come
 * @resync_interval: the same, while events come
 * @busy_interval: while a job runs or somebody waits
 * @job_timeout: how long a command waits for its job by default
 *
 * Copied by hvr_host_new().
 */
typedef struct {
    HvrEndpoint endpoint;
    HvrSessionOpen open;
    gpointer open_data;
    guint n_workers;
    gboolean want_events;
    GTimeSpan idle_interval;
    GTimeSpan resync_interval;
    GTimeSpan busy_interval;
    GTimeSpan job_timeout;
} HvrHostConfig;

/** hvr_host_config_init: 2 workers, no events, 5 s, 60 s, 250 ms, 15 min; connect 10 s, request 60
 * s */
void hvr_host_config_init(HvrHostConfig *config);

G_END_DECLS
