/* daemon_password.c: a password from a file of its own
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_password.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hvr_error.h"

#define PASSWORD_MAX 1024

/* Asked of the open file, so that nobody swaps it in between. */
static gboolean
check_mode(int fd, const char *path, GError **error)
{
    struct stat facts;

    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode))
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' is no file"), path);
    if (facts.st_mode & (S_IRWXG | S_IRWXO))
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("others can read '%1$s', its mode is %2$04o and must be 0600"), path,
                        facts.st_mode & 07777u);
    if (facts.st_uid != 0 && facts.st_uid != geteuid())
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' belongs to somebody else"), path);

    return TRUE;
}

static gboolean
strip(const char *text, gssize *n_text, const char *path, GError **error)
{
    if (*n_text == PASSWORD_MAX)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' is too long for a password"), path);

    while (*n_text > 0 && (text[*n_text - 1] == '\n' || text[*n_text - 1] == '\r'))
        (*n_text)--;
    if (*n_text <= 0)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' has no password"), path);
    if (memchr(text, '\n', (gsize)*n_text) != NULL || memchr(text, '\0', (gsize)*n_text) != NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' has more than one line"), path);

    return TRUE;
}

static HvrSecret *
read_line(int fd, const char *path, GError **error)
{
    char text[PASSWORD_MAX];
    gssize n_text = read(fd, text, sizeof(text));
    HvrSecret *secret = NULL;

    if (strip(text, &n_text, path, error))
        secret = hvr_secret_new(text, (gsize)n_text);
    hvr_secret_wipe(text, sizeof(text));

    return secret;
}

HvrSecret *
hvr_daemon_password_read(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    HvrSecret *secret = NULL;

    if (fd < 0)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("cannot read '%1$s': %2$s"), path,
                             g_strerror(errno));

    if (check_mode(fd, path, error))
        secret = read_line(fd, path, error);
    close(fd);

    return secret;
}
