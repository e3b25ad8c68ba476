/* daemon_port.c: a TCP port to listen on
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_port.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hvr_error.h"

/* The wildcard of IPv6 takes IPv4, too, unless the system says otherwise. */
static int
try_address(const struct addrinfo *place, int n_waiting)
{
    int fd = socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const int yes = 1;
    const int no = 0;
    int reason;

    if (fd < 0)
        return -1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (place->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
    if (bind(fd, place->ai_addr, place->ai_addrlen) == 0 && listen(fd, n_waiting) == 0)
        return fd;

    reason = errno;
    close(fd);
    errno = reason;

    return -1;
}

int
hvr_daemon_port_listen(const char *address, const char *port, int n_waiting, GError **error)
{
    const struct addrinfo hints = { .ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM };
    const char *shown = address != NULL ? address : "*";
    struct addrinfo *places = NULL;
    int code = getaddrinfo(address, port, &hints, &places);
    int fd = -1;

    if (code != 0) {
        hvr_fail(error, HVR_ERROR_CONFIG, _("cannot listen on '%1$s', port '%2$s': %3$s"), shown,
                 port, gai_strerror(code));
        return -1;
    }

    for (const struct addrinfo *at = places; at != NULL && fd < 0; at = at->ai_next) {
        if (at->ai_family == AF_INET6)
            fd = try_address(at, n_waiting);
    }
    for (const struct addrinfo *at = places; at != NULL && fd < 0; at = at->ai_next)
        fd = try_address(at, n_waiting);
    freeaddrinfo(places);
    if (fd < 0)
        hvr_fail(error, HVR_ERROR_CONFIG, _("cannot listen on '%1$s', port '%2$s': %3$s"), shown,
                 port, g_strerror(errno));

    return fd;
}
