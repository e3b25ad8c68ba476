/* daemon_peer.h: who is at the other end of a connection
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrDaemonPeer:
 * @is_local: the kernel says who it is; the numbers are only valid then
 * @start_time: of the process, in the kernel's ticks: with it, a process that
 *   took over the number of one that ended is told from it; 0 if it cannot be had
 * @name: (nullable): what its certificate says
 * @text: for messages
 */
typedef struct {
    gboolean is_local;
    guint uid;
    guint gid;
    guint pid;
    guint64 start_time;
    char *name;
    char *text;
} HvrDaemonPeer;

/** hvr_daemon_peer_new_for_socket: of a unix socket, as its other end was when it connected */
HvrDaemonPeer *hvr_daemon_peer_new_for_socket(int fd);

/** hvr_daemon_peer_new_for_name: one that has shown a certificate */
HvrDaemonPeer *hvr_daemon_peer_new_for_name(const char *name);
void hvr_daemon_peer_free(HvrDaemonPeer *peer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonPeer, hvr_daemon_peer_free)

/** hvr_daemon_peer_is_trusted: root, or the daemon's own user: nobody asks whether they may */
gboolean hvr_daemon_peer_is_trusted(const HvrDaemonPeer *peer);

/** hvr_daemon_peer_parse_start_time: of the text of /proc/PID/stat; 0 if it is none */
guint64 hvr_daemon_peer_parse_start_time(const char *stat);

G_END_DECLS
