/* daemon_socket.c: a socket that clients connect to
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_socket.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "hvr_error.h"

#define BACKLOG        128
#define MODE_READ_ONLY 0666
#define MODE_OWNER     0600

struct _HvrDaemonSocket {
    int fd;
    char *path;       /* %NULL if the file is systemd's */
    ino_t inode;      /* of the file at @path */
    gboolean guarded; /* its file lets others in, on purpose */
    gboolean read_only;
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

    if (self->read_only || self->guarded)
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
        self->accept(self->user_data, fd, self->read_only);
    else
        close(fd);

    return G_SOURCE_CONTINUE;
}

static HvrDaemonSocket *
socket_new(int fd, gboolean read_only, HvrDaemonAccept accept, gpointer user_data)
{
    HvrDaemonSocket *self = g_new0(HvrDaemonSocket, 1);

    self->fd = fd;
    self->read_only = read_only;
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

/* The mode is there from the first moment on: the umask sees to it. */
static gboolean
bind_and_listen(int fd, const struct sockaddr_un *address, mode_t mode, GError **error)
{
    mode_t before = umask(0777 & ~mode);
    gboolean ok = bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
    int reason = errno;

    umask(before);
    if (ok && listen(fd, BACKLOG) != 0) {
        ok = FALSE;
        reason = errno;
    }
    if (!ok)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("cannot listen on '%1$s': %2$s"),
                        address->sun_path, g_strerror(reason));

    return TRUE;
}

HvrDaemonSocket *
hvr_daemon_socket_new(const char *path,
                      gboolean read_only,
                      HvrDaemonAccept accept,
                      gpointer user_data,
                      GError **error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    mode_t mode = read_only ? MODE_READ_ONLY : MODE_OWNER;
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
    if (!bind_and_listen(fd, &address, mode, error)) {
        close(fd);
        return NULL;
    }

    self = socket_new(fd, read_only, accept, user_data);
    self->path = g_strdup(path);
    if (lstat(path, &facts) == 0)
        self->inode = facts.st_ino;

    return self;
}

HvrDaemonSocket *
hvr_daemon_socket_new_from_fd(int fd,
                              gboolean read_only,
                              HvrDaemonAccept accept,
                              gpointer user_data)
{
    HvrDaemonSocket *self = socket_new(fd, read_only, accept, user_data);
    struct sockaddr_un address = { 0 };
    socklen_t n_address = sizeof(address);
    struct stat facts;

    g_unix_set_fd_nonblocking(fd, TRUE, NULL);
    if (getsockname(fd, (struct sockaddr *)&address, &n_address) == 0 &&
        stat(address.sun_path, &facts) == 0)
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
