/* daemon_client.c: one client: who it is, what it may do, what it did
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_client.h"

#include <glib/gi18n-lib.h>

struct _HvrDaemonClient {
    const HvrDaemonClientHouse *house;
    HvrDaemonPeer *peer;
    HvrRpcSession *session;
};

static HvrHost *
find_host(gpointer user_data, const char *name, GError **error)
{
    HvrDaemonClient *self = user_data;

    return self->house->find_host(self->house->user_data, name, error);
}

static void
on_closed(gpointer user_data, HvrRpcSession *session)
{
    HvrDaemonClient *self = user_data;

    g_debug("%s has gone", self->peer->text);
    self->house->closed(self->house->user_data, self);
}

static void
authorize(gpointer user_data,
          HvrRpcSession *session,
          const HvrRpcWish *wish,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer callback_data)
{
    HvrDaemonClient *self = user_data;

    hvr_daemon_polkit_check_async(self->house->polkit, self->peer, wish, cancellable, callback,
                                  callback_data);
}

/* Field names as systemd.journal-fields(7) wants them. */
static void
record(gpointer user_data, HvrRpcSession *session, const HvrRpcWish *wish, const GError *error)
{
    HvrDaemonClient *self = user_data;
    const char *host = wish->host != NULL ? wish->host : "";
    const char *vm = wish->domain != NULL ? wish->domain->name : "";
    const char *guid = wish->domain != NULL ? wish->domain->guid : "";
    g_autofree char *uid = g_strdup_printf("%u", self->peer->uid);
    g_autofree char *pid = g_strdup_printf("%u", self->peer->pid);
    const char *reason = wish->reason != NULL ? wish->reason : "";
    const char *outcome = error == NULL ? _("done") : error->message;
    g_autofree char *line = vm[0] != '\0'
                                ? g_strdup_printf(_("%1$s: '%2$s' of '%3$s' on '%4$s': %5$s"),
                                                  self->peer->text, wish->what, vm, host, outcome)
                                : g_strdup_printf(_("%1$s: '%2$s' on '%3$s': %4$s"),
                                                  self->peer->text, wish->what, host, outcome);
    g_autofree char *reasoned =
        reason[0] != '\0' ? g_strdup_printf(_("%1$s; the reason given: %2$s"), line, reason) : NULL;

    g_log_structured(
        G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "HYPERV_HOST", host, "HYPERV_VM", vm, "HYPERV_VM_GUID",
        guid, "HYPERV_OPERATION", wish->what, "HYPERV_RIGHT", hvr_access_get_name(wish->access),
        "HYPERV_OUTCOME", error == NULL ? "done" : "failed", "HYPERV_REASON", reason, "CLIENT_UID",
        uid, "CLIENT_PID", pid, "CLIENT_NAME", self->peer->name != NULL ? self->peer->name : "",
        "MESSAGE", "%s", reasoned != NULL ? reasoned : line);
}

/* Root and the daemon's own user could do everything without us. */
static gboolean
must_ask(const HvrDaemonClient *self, gboolean read_only)
{
    const HvrDaemonSettings *settings = self->house->settings;

    if (!self->peer->is_local || hvr_daemon_peer_is_trusted(self->peer))
        return FALSE;

    return read_only ? settings->polkit_ro : settings->polkit_rw;
}

static void
destroy(gpointer user_data)
{
    HvrDaemonClient *self = user_data;

    hvr_daemon_peer_free(self->peer);
    g_free(self);
}

HvrDaemonClient *
hvr_daemon_client_new(int fd,
                      HvrDaemonPeer *peer,
                      gboolean read_only,
                      const HvrDaemonClientHouse *house)
{
    HvrDaemonClient *self = g_new0(HvrDaemonClient, 1);
    const HvrDaemonSettings *settings = house->settings;
    const gint64 interval = settings->keepalive_interval;
    HvrRpcSessionConfig config = {
        .peer = peer->text,
        .read_only = read_only,
        .n_running_max = (guint)settings->max_client_requests,
        .n_bytes_max = (guint32)settings->max_message_size,
        .keepalive_interval = interval > 0 ? (guint)interval : 0,
        .keepalive_count = (guint)settings->keepalive_count,
        .record = house->is_recording ? record : NULL,
        .find_host = find_host,
        .closed = on_closed,
        .destroy = destroy,
        .user_data = self,
    };

    self->house = house;
    self->peer = peer;
    if (must_ask(self, read_only))
        config.authorize = authorize;
    self->session = hvr_rpc_session_new(fd, &config);
    g_debug("%s has come, %s", peer->text, read_only ? "read-only" : "read-write");

    return self;
}

void
hvr_daemon_client_free(HvrDaemonClient *self)
{
    if (self != NULL)
        hvr_rpc_session_unref(self->session);
}

HvrRpcSession *
hvr_daemon_client_get_session(HvrDaemonClient *self)
{
    return self->session;
}
