/* daemon_settings.h: the daemon's own settings, virthypervd.conf
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Keys are called and mean what they do in libvirt's daemons.  Everything has
 * a default; what is unknown or out of bounds is refused with file and line.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrDaemonSettings:
 * @unix_sock_dir: (nullable): of the usual sockets
 * @unix_sock_group: (nullable): whom they belong to besides their user
 * @polkit_ro: whether polkit is asked about clients of the read-only socket
 * @polkit_rw: the same, of the other
 * @listen_addr: (nullable): where TLS is listened for, %NULL for everywhere
 * @tls_allowed_dn_list: (nullable): patterns, %NULL for whoever has a certificate
 * @max_anonymous_clients: that may have yet to prove who they are, 0 for as many as there may be
 * clients
 * @max_message_size: bytes
 * @keepalive_interval: seconds, not positive for never
 * @log_level: libvirt's: 1 debug, 2 info, 3 warning, 4 error
 *
 * Strings are owned.
 */
typedef struct {
    char *unix_sock_dir;
    char *unix_sock_group;
    guint unix_sock_ro_perms;
    guint unix_sock_rw_perms;
    gboolean polkit_ro;
    gboolean polkit_rw;
    gboolean listen_tls;
    char *listen_addr;
    char *tls_port;
    char *key_file;
    char *cert_file;
    char *ca_file;
    char *crl_file;
    char *tls_priority;
    GStrv tls_allowed_dn_list;
    gint64 max_clients;
    gint64 max_anonymous_clients;
    gint64 max_queued_clients;
    gint64 max_client_requests;
    gint64 max_message_size;
    gint64 keepalive_interval;
    gint64 keepalive_count;
    gint64 log_level;
} HvrDaemonSettings;

/**
 * hvr_daemon_settings_load:
 * @path: the file
 * @required: whether it has to be there
 * @is_system: the daemon of the machine rather than of one user
 *
 * Returns: (transfer full): or %NULL with %HVR_ERROR_CONFIG
 */
HvrDaemonSettings *
hvr_daemon_settings_load(const char *path, gboolean required, gboolean is_system, GError **error);
void hvr_daemon_settings_free(HvrDaemonSettings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonSettings, hvr_daemon_settings_free)

G_END_DECLS
