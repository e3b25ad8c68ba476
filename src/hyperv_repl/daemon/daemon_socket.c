/* daemon_socket.c: a socket that clients connect to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_socket.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <grp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "hvr_error.h"

struct _HvrDaemonSocket {
    int fd;
    char *path;       /* %NULL if the file is systemd's */
    ino_t inode;      /* of the file at @path */
    gboolean guarded; /* its file lets others in, on purpose */
    HvrDaemonSocketKind kind;
    HvrDaemonAccept accept;
    gpointer user_data;
    guint source;
};

/* A socket file that root opened to a group or to all has been thought about;
 * otherwise only root and the daemon's own user may change things. */
static gboolean
may_connect(const HvrDaemonSocket *self, int fd)
{
    struct ucred peer;
    socklen_t n_peer = sizeof(peer);

    if (self->kind != HVR_DAEMON_SOCKET_READ_WRITE || self->guarded)
        return TRUE;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n_peer) != 0)
        return FALSE;
    if (peer.uid == 0 || peer.uid == geteuid())
        return TRUE;

    g_message("refused a client of user %u", (guint)peer.uid);

    return FALSE;
}

static gboolean
on_ready(int listener, GIOCondition condition, gpointer user_data)
{
    HvrDaemonSocket *self = user_data;
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    /* Whatever went wrong concerns that client alone. */
    if (fd < 0)
        return G_SOURCE_CONTINUE;

    if (may_connect(self, fd))
        self->accept(self->user_data, fd, self->kind);
    else
        close(fd);

    return G_SOURCE_CONTINUE;
}

static HvrDaemonSocket *
socket_new(int fd, HvrDaemonSocketKind kind, HvrDaemonAccept accept, gpointer user_data)
{
    HvrDaemonSocket *self = g_new0(HvrDaemonSocket, 1);

    self->fd = fd;
    self->kind = kind;
    self->accept = accept;
    self->user_data = user_data;
    self->source = g_unix_fd_add(fd, G_IO_IN, on_ready, self);

    return self;
}

static gboolean
is_alive(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    gboolean alive;

    if (fd < 0)
        return FALSE;

    alive = connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
    close(fd);

    return alive;
}

static gboolean
make_room(const struct sockaddr_un *address, GError **error)
{
    struct stat facts;

    if (lstat(address->sun_path, &facts) != 0)
        return TRUE;
    if (!S_ISSOCK(facts.st_mode))
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' is there already and is no socket"),
                        address->sun_path);
    if (is_alive(address))
        return hvr_fail(error, HVR_ERROR_CONFIG, _("another daemon listens on '%s'"),
                        address->sun_path);
    if (unlink(address->sun_path) != 0)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("cannot remove the stale socket '%1$s': %2$s"),
                        address->sun_path, g_strerror(errno));

    return TRUE;
}

static gboolean
set_group(const HvrDaemonPlace *place, GError **error)
{
    const struct group *group;

    if (place->group == NULL)
        return TRUE;

    group = getgrnam(place->group);
    if (group == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("there is no group '%s'"), place->group);
    if (chown(place->path, (uid_t)-1, group->gr_gid) != 0)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("cannot give '%1$s' to the group '%2$s': %3$s"),
                        place->path, place->group, g_strerror(errno));

    return TRUE;
}

/* The mode is there from the first moment on: the umask sees to it. */
static gboolean
bind_and_listen(int fd,
                const struct sockaddr_un *address,
                const HvrDaemonPlace *place,
                GError **error)
{
    mode_t before = umask(0777 & ~(mode_t)place->mode);
    gboolean ok = bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
    int reason = errno;

    umask(before);
    if (!ok)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("cannot listen on '%1$s': %2$s"),
                        address->sun_path, g_strerror(reason));
    if (set_group(place, error) && listen(fd, place->n_waiting) == 0)
        return TRUE;

    unlink(address->sun_path);
    if (error != NULL && *error == NULL)
        hvr_fail(error, HVR_ERROR_CONFIG, _("cannot listen on '%1$s': %2$s"), address->sun_path,
                 g_strerror(errno));

    return FALSE;
}

HvrDaemonSocket *
hvr_daemon_socket_new(const HvrDaemonPlace *place,
                      HvrDaemonAccept accept,
                      gpointer user_data,
                      GError **error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    const char *path = place->path;
    HvrDaemonSocket *self;
    struct stat facts;
    int fd;

    if (g_strlcpy(address.sun_path, path, sizeof(address.sun_path)) >= sizeof(address.sun_path))
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("the path '%s' is too long for a socket"),
                             path);
    if (!make_room(&address, error))
        return NULL;

    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("cannot listen on '%1$s': %2$s"), path,
                             g_strerror(errno));
    if (!bind_and_listen(fd, &address, place, error)) {
        close(fd);
        return NULL;
    }

    self = socket_new(fd, place->kind, accept, user_data);
    self->guarded = (place->mode & (S_IWGRP | S_IWOTH)) != 0;
    self->path = g_strdup(path);
    if (lstat(path, &facts) == 0)
        self->inode = facts.st_ino;

    return self;
}

HvrDaemonSocket *
hvr_daemon_socket_new_from_fd(int fd,
                              HvrDaemonSocketKind kind,
                              HvrDaemonAccept accept,
                              gpointer user_data)
{
    HvrDaemonSocket *self = socket_new(fd, kind, accept, user_data);
    struct sockaddr_un address = { 0 };
    socklen_t n_address = sizeof(address);
    struct stat facts;

    g_unix_set_fd_nonblocking(fd, TRUE, NULL);
    if (getsockname(fd, (struct sockaddr *)&address, &n_address) == 0 &&
        address.sun_family == AF_UNIX && stat(address.sun_path, &facts) == 0)
        self->guarded = (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0;

    return self;
}

void
hvr_daemon_socket_free(HvrDaemonSocket *self)
{
    struct stat facts;

    if (self == NULL)
        return;

    g_source_remove(self->source);
    close(self->fd);
    /* Somebody may have put another one in its place. */
    if (self->path != NULL && lstat(self->path, &facts) == 0 && facts.st_ino == self->inode)
        unlink(self->path);
    g_free(self->path);
    g_free(self);
}
