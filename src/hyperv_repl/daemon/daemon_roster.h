/* daemon_roster.h: the hosts that the file has, and those that are open
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Hosts are opened when the first client names them, and stay.  When the file
 * is read anew, what has not changed is left alone; what has changed or is
 * gone from it serves those who have it until the last of them leaves.
 */

#pragma once

#include "daemon_hosts.h"

G_BEGIN_DECLS

typedef struct _HvrDaemonRoster HvrDaemonRoster;

/**
 * hvr_daemon_roster_new:
 * @path: of the host file
 * @hosts: (transfer full) (nullable): what is in it; %NULL to look once somebody asks
 * @changed: called when a host has ended, all threads and users gone
 */
HvrDaemonRoster *hvr_daemon_roster_new(const char *path,
                                       HvrDaemonHosts *hosts,
                                       void (*changed)(gpointer user_data),
                                       gpointer user_data);
void hvr_daemon_roster_free(HvrDaemonRoster *roster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonRoster, hvr_daemon_roster_free)

/** hvr_daemon_roster_keep_history: from now on changes are written down, see daemon_history.h;
 * @path: of the journal */
void hvr_daemon_roster_keep_history(HvrDaemonRoster *roster, const char *path);

/** hvr_daemon_roster_lookup: (transfer full): the one called @name, the default one for %NULL */
HvrHost *hvr_daemon_roster_lookup(HvrDaemonRoster *roster, const char *name, GError **error);

/** hvr_daemon_roster_reload: %FALSE with %HVR_ERROR_CONFIG, and nothing has changed, if the file is
 * no good */
gboolean hvr_daemon_roster_reload(HvrDaemonRoster *roster, GError **error);

/** hvr_daemon_roster_prune: close those that the file no longer has like that, except @used
 * (element-type HvrHost) */
void hvr_daemon_roster_prune(HvrDaemonRoster *roster, GPtrArray *used);

/** hvr_daemon_roster_is_busy: whether something is under way that must not be left alone */
gboolean hvr_daemon_roster_is_busy(HvrDaemonRoster *roster);

/** hvr_daemon_roster_get_n_open: hosts that clients can get without waiting for them */
guint hvr_daemon_roster_get_n_open(HvrDaemonRoster *roster);

/** hvr_daemon_roster_close: close all; hvr_daemon_roster_is_over() once they have ended */
void hvr_daemon_roster_close(HvrDaemonRoster *roster);
gboolean hvr_daemon_roster_is_over(HvrDaemonRoster *roster);

G_END_DECLS
