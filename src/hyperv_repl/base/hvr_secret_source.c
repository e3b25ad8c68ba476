/* hvr_secret_source.c: where a password comes from
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_secret_source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hvr_error.h"

/* A password is short; auth.conf may have many. */
#define PASSWORD_MAX  1024
#define AUTH_FILE_MAX ((gsize)64 * 1024)

typedef HvrSecret *(*Extract)(HvrSecretSource *source, char *text, gsize n_text, GError **error);

struct _HvrSecretSource {
    char *path; /* (nullable): %NULL where there is @text */
    char *host; /* (nullable): whose section of an auth file */
    HvrSecret *text;
    gsize n_max;
    gboolean is_shielded; /* by its directory, so its mode says nothing */
    Extract extract;
};

/* The only line. */
static HvrSecret *
extract_line(HvrSecretSource *source, char *text, gsize n_text, GError **error)
{
    while (n_text > 0 && (text[n_text - 1] == '\n' || text[n_text - 1] == '\r'))
        n_text--;
    if (n_text == 0)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("'%s' has no password"), source->path);
    if (memchr(text, '\n', n_text) != NULL || memchr(text, '\0', n_text) != NULL)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("'%s' has more than one line"),
                             source->path);

    return hvr_secret_new(text, n_text);
}

/* The line "KEY=value" of "[SECTION]" in @text; points into it, *@out_n long. */
static const char *
find_value(const char *text, const char *section, const char *key, gsize *out_n)
{
    g_autofree char *heading = g_strdup_printf("[%s]", section);
    gboolean is_there = FALSE;

    for (const char *line = text; *line != '\0';) {
        gsize n_line = strcspn(line, "\n");
        gsize n_key = strlen(key);
        const char *value = line + n_key;

        if (*line == '[')
            is_there = strncmp(line, heading, strlen(heading)) == 0;
        if (is_there && strncmp(line, key, n_key) == 0) {
            value += strspn(value, " \t");
            if (*value == '=') {
                value++;
                value += strspn(value, " \t");
                *out_n = (gsize)(line + n_line - value);
                while (*out_n > 0 && g_ascii_isspace(value[*out_n - 1]))
                    (*out_n)--;
                return value;
            }
        }
        line += n_line + (line[n_line] == '\n');
    }

    return NULL;
}

/* libvirt's two steps: the host's section names credentials, which have a
 * section of their own. */
static const char *
find_credential(
    const HvrSecretSource *source, const char *text, const char *key, gsize *out_n, GError **error)
{
    g_autofree char *own = g_strconcat("auth-hyperv-", source->host, NULL);
    g_autofree char *section = NULL;
    const char *value;
    gsize n_name = 0;
    const char *name = find_value(text, own, "credentials", &n_name);

    if (name == NULL)
        name = find_value(text, "auth-hyperv-default", "credentials", &n_name);
    if (name == NULL)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("'%1$s' has no section [%2$s]"),
                             source->path, own);

    section = g_strdup_printf("credentials-%.*s", (int)n_name, name);
    value = find_value(text, section, key, out_n);
    if (value == NULL || *out_n == 0)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("'%1$s' has no '%2$s' in section [%3$s]"),
                             source->path, key, section);

    return value;
}

static HvrSecret *
extract_password(HvrSecretSource *source, char *text, gsize n_text, GError **error)
{
    gsize n_value = 0;
    const char *value = find_credential(source, text, "password", &n_value, error);

    return value != NULL ? hvr_secret_new(value, n_value) : NULL;
}

HvrSecretSource *
hvr_secret_source_new_text(const char *text)
{
    HvrSecretSource *source = g_atomic_rc_box_new0(HvrSecretSource);

    source->text = hvr_secret_new(text, strlen(text));

    return source;
}

HvrSecretSource *
hvr_secret_source_new_file(const char *path)
{
    HvrSecretSource *source = g_atomic_rc_box_new0(HvrSecretSource);

    source->path = g_strdup(path);
    source->n_max = PASSWORD_MAX;
    source->extract = extract_line;

    return source;
}

/* systemd shields the directory and may show an ACL as the group's rights. */
HvrSecretSource *
hvr_secret_source_new_credential(const char *name)
{
    const char *directory = g_getenv("CREDENTIALS_DIRECTORY");
    g_autofree char *path =
        g_build_filename(directory != NULL ? directory : "$CREDENTIALS_DIRECTORY", name, NULL);
    HvrSecretSource *source = hvr_secret_source_new_file(path);

    source->is_shielded = TRUE;

    return source;
}

HvrSecretSource *
hvr_secret_source_new_auth_file(const char *path, const char *host)
{
    HvrSecretSource *source = hvr_secret_source_new_file(path);

    source->host = g_strdup(host);
    source->n_max = AUTH_FILE_MAX;
    source->extract = extract_password;

    return source;
}

HvrSecretSource *
hvr_secret_source_ref(HvrSecretSource *source)
{
    return g_atomic_rc_box_acquire(source);
}

static void
source_clear(gpointer data)
{
    HvrSecretSource *source = data;

    g_free(source->path);
    g_free(source->host);
    g_clear_pointer(&source->text, hvr_secret_unref);
}

void
hvr_secret_source_unref(HvrSecretSource *source)
{
    g_atomic_rc_box_release_full(source, source_clear);
}

/* Asked of the open file, so that nobody swaps it in between. */
static gboolean
check_mode(const char *path, gboolean is_shielded, int fd, GError **error)
{
    struct stat facts;

    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode))
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' is no file"), path);
    if (is_shielded)
        return TRUE;
    if (facts.st_mode & (S_IRWXG | S_IRWXO))
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("others can read '%1$s', its mode is %2$04o and must be 0600"), path,
                        facts.st_mode & 07777u);
    if (facts.st_uid != 0 && facts.st_uid != geteuid())
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' belongs to somebody else"), path);

    return TRUE;
}

/* Returns: a descriptor, or -1.  Whatever blocks when opened is no file. */
static int
open_file(const char *path, GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0)
        hvr_fail(error, HVR_ERROR_CONFIG, _("cannot read '%1$s': %2$s"), path, g_strerror(errno));

    return fd;
}

gboolean
hvr_secret_check_file(const char *path, GError **error)
{
    int fd = open_file(path, error);
    gboolean ok = fd >= 0 && check_mode(path, FALSE, fd, error);

    if (fd >= 0)
        close(fd);

    return ok;
}

/* Reads all of @fd into @text, which has room for one byte more than is allowed. */
static gboolean
read_text(const HvrSecretSource *source, int fd, char *text, gsize *out_n, GError **error)
{
    gsize n_text = 0;
    gssize n_read;

    while ((n_read = read(fd, text + n_text, source->n_max + 1 - n_text)) > 0)
        n_text += (gsize)n_read;
    if (n_read < 0)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("cannot read '%1$s': %2$s"), source->path,
                        g_strerror(errno));
    if (n_text > source->n_max)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("'%s' is too long for a password"),
                        source->path);
    text[n_text] = '\0';
    *out_n = n_text;

    return TRUE;
}

/* Returns: (transfer full) (nullable): the file, to be wiped over @n_max bytes. */
static char *
load(const HvrSecretSource *source, gsize *out_n, GError **error)
{
    int fd = open_file(source->path, error);
    char *text;
    gboolean ok;

    if (fd < 0)
        return NULL;

    text = g_malloc0(source->n_max + 2);
    ok = check_mode(source->path, source->is_shielded, fd, error) &&
         read_text(source, fd, text, out_n, error);
    close(fd);
    if (ok)
        return text;

    hvr_secret_wipe(text, source->n_max);
    g_free(text);

    return NULL;
}

HvrSecret *
hvr_secret_source_read(HvrSecretSource *source, GError **error)
{
    HvrSecret *secret;
    gsize n_text = 0;
    char *text;

    if (source->text != NULL)
        return hvr_secret_ref(source->text);

    text = load(source, &n_text, error);
    if (text == NULL)
        return NULL;
    secret = source->extract(source, text, n_text, error);
    hvr_secret_wipe(text, source->n_max);
    g_free(text);

    return secret;
}

char *
hvr_secret_source_read_user(HvrSecretSource *source, GError **error)
{
    gsize n_text = 0;
    gsize n_user = 0;
    const char *value;
    char *text;
    char *user;

    if (source->host == NULL)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("only an auth file names users"));

    text = load(source, &n_text, error);
    if (text == NULL)
        return NULL;
    value = find_credential(source, text, "username", &n_user, error);
    user = value != NULL ? g_strndup(value, n_user) : NULL;
    hvr_secret_wipe(text, source->n_max);
    g_free(text);

    return user;
}

char *
hvr_secret_source_dup_version(HvrSecretSource *source)
{
    struct stat facts;

    if (source->path == NULL || stat(source->path, &facts) != 0)
        return g_strdup("");

    return g_strdup_printf("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT,
                           (guint64)facts.st_ino, (gint64)facts.st_mtim.tv_sec,
                           facts.st_mtim.tv_nsec, (gint64)facts.st_size);
}
