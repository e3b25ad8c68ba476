/* daemon_notify.h: telling systemd how we are
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The datagrams of sd_notify(3).  Without systemd all of this does nothing.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HvrDaemonNotify HvrDaemonNotify;

/** hvr_daemon_notify_new: as the environment says; children do not inherit it */
HvrDaemonNotify *hvr_daemon_notify_new(void);

/** hvr_daemon_notify_free: no more signs of life */
void hvr_daemon_notify_free(HvrDaemonNotify *notify);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonNotify, hvr_daemon_notify_free)

/** hvr_daemon_notify_start: clients are served from now on, and the watchdog is told so as long as
 * the main loop turns */
void hvr_daemon_notify_start(HvrDaemonNotify *notify);

/** hvr_daemon_notify_reload: the settings are being read anew; hvr_daemon_notify_start() ends it */
void hvr_daemon_notify_reload(HvrDaemonNotify *notify);
void hvr_daemon_notify_stop(HvrDaemonNotify *notify);

/** hvr_daemon_notify_status: one line for `systemctl status` */
void hvr_daemon_notify_status(HvrDaemonNotify *notify, const char *status);

G_END_DECLS
