/* hvr_uri.c: which host a connection URI names
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_uri.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"

#define SCHEME "hyperv"

/* Paths that libvirt's clients use to say which daemon, not which host. */
static const char *const daemon_paths[] = { "", "session", "system" };

static gboolean
names_daemon(const char *path)
{
    for (gsize i = 0; i < G_N_ELEMENTS(daemon_paths); i++) {
        if (g_str_equal(path, daemon_paths[i]))
            return TRUE;
    }

    return FALSE;
}

/* A client that was told to may leave its transport there ("hyperv+unix"). */
static gboolean
is_ours(GUri *uri)
{
    const char *scheme = g_uri_get_scheme(uri);
    gsize n_scheme = strlen(SCHEME);

    return g_ascii_strncasecmp(scheme, SCHEME, n_scheme) == 0 &&
           (scheme[n_scheme] == '\0' || scheme[n_scheme] == '+');
}

static gboolean
find_host_parameter(const char *query, char **out_host, GError **error)
{
    g_autoptr(GError) reason = NULL;
    GUriParamsIter iter;
    char *key;
    char *value;

    g_uri_params_iter_init(&iter, query, -1, "&", G_URI_PARAMS_NONE);
    while (*out_host == NULL && g_uri_params_iter_next(&iter, &key, &value, &reason)) {
        g_autofree char *owned_key = key;
        g_autofree char *owned_value = value;

        if (g_str_equal(key, "host") && *value != '\0')
            *out_host = g_steal_pointer(&owned_value);
    }
    if (reason != NULL)
        return hvr_fail(error, HVR_ERROR_INVALID, _("the parameters '%s' are not well encoded"),
                        query);

    return TRUE;
}

static gboolean
decode(const char *segment, gsize n_segment, char **out_host, GError **error)
{
    *out_host = g_uri_unescape_segment(segment, segment + n_segment, NULL);
    if (*out_host == NULL || !g_utf8_validate(*out_host, -1, NULL))
        return hvr_fail(error, HVR_ERROR_INVALID, _("the host '%s' is not well encoded"), segment);

    return TRUE;
}

/* Both the authority of a whole URI and the path name a host; the authority is
 * what somebody spelt out. */
static gboolean
find_host(GUri *uri, char **out_host, GError **error)
{
    const char *authority = g_uri_get_host(uri);
    const char *query = g_uri_get_query(uri);
    const char *path = g_uri_get_path(uri);
    gsize n_path;

    if (authority != NULL && *authority != '\0')
        return decode(authority, strlen(authority), out_host, error);

    path += strspn(path, "/");
    if (names_daemon(path))
        return query == NULL || find_host_parameter(query, out_host, error);

    n_path = strlen(path);
    while (path[n_path - 1] == '/')
        n_path--;

    return decode(path, n_path, out_host, error);
}

gboolean
hvr_uri_parse_host(const char *text, char **out_host, GError **error)
{
    g_autoptr(GUri) uri = NULL;
    g_autofree char *host = NULL;

    if (*text != '\0') {
        uri = g_uri_parse(text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
        if (uri == NULL || !is_ours(uri))
            return hvr_fail(error, HVR_ERROR_INVALID, _("'%s' is not a URI like hyperv:///HOST"),
                            text);
        if (!find_host(uri, &host, error))
            return FALSE;
    }

    *out_host = g_steal_pointer(&host);

    return TRUE;
}

char *
hvr_uri_format(const char *host)
{
    g_autofree char *escaped = g_uri_escape_string(host, NULL, FALSE);

    return g_strconcat(SCHEME ":///", escaped, NULL);
}
