/* daemon_hosts.h: the host file, hosts.conf
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One section per Hyper-V host.  Whatever is unknown, missing or too open is
 * refused with file and line before anything is served.
 */

#pragma once

#include <glib.h>

#include "host.h"

G_BEGIN_DECLS

/** HVR_DAEMON_DEFAULT: the section that is no host but names the default one */
#define HVR_DAEMON_DEFAULT "default"

typedef struct _HvrDaemonHosts HvrDaemonHosts;

/**
 * hvr_daemon_hosts_load:
 * @path: the file
 *
 * Reads the passwords, too, so that a missing one is noticed at once.
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_CONFIG
 */
HvrDaemonHosts *hvr_daemon_hosts_load(const char *path, GError **error);
void hvr_daemon_hosts_free(HvrDaemonHosts *hosts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonHosts, hvr_daemon_hosts_free)

/** hvr_daemon_hosts_list_names: (transfer full): of all sections that are hosts */
GStrv hvr_daemon_hosts_list_names(HvrDaemonHosts *hosts);

/**
 * hvr_daemon_hosts_lookup:
 * @name: (nullable): %NULL for the default one: what the file says, or the only one
 *
 * Returns: (transfer none): or %NULL with %HVR_ERROR_NO_HOST naming the file
 *   and the hosts in it
 */
const HvrHostConfig *
hvr_daemon_hosts_lookup(HvrDaemonHosts *hosts, const char *name, GError **error);

/** hvr_daemon_hosts_list: (transfer container) (element-type utf8): their names, in the file's
 * order
 */
GPtrArray *hvr_daemon_hosts_list(HvrDaemonHosts *hosts);

/** hvr_daemon_hosts_is_same: whether the section @name says the same in both */
gboolean hvr_daemon_hosts_is_same(HvrDaemonHosts *hosts, HvrDaemonHosts *others, const char *name);

G_END_DECLS
