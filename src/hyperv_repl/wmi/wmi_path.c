/* wmi_path.c: WMI object paths, and their WS-Man form
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wmi_path.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"
#include "wsman_epr.h"
#include "wsman_names.h"

/* No class has nearly as many. */
#define MAX_KEYS 32

HvrWmiPath *
hvr_wmi_path_new(const char *host, const char *wmi_namespace, const char *class_name)
{
    HvrWmiPath *path = g_new0(HvrWmiPath, 1);

    path->host = g_strdup(host);
    path->wmi_namespace = g_strdup(wmi_namespace);
    path->class_name = g_strdup(class_name);
    path->keys = hvr_wsman_selectors_new();

    return path;
}

void
hvr_wmi_path_free(HvrWmiPath *path)
{
    if (path == NULL)
        return;

    g_free(path->host);
    g_free(path->wmi_namespace);
    g_free(path->class_name);
    g_ptr_array_unref(path->keys);
    g_free(path);
}

void
hvr_wmi_path_add(HvrWmiPath *path, const char *name, const char *value)
{
    hvr_wsman_selectors_add(path->keys, name, value);
}

const char *
hvr_wmi_path_get(const HvrWmiPath *path, const char *name)
{
    return hvr_wsman_selectors_get(path->keys, name);
}

static gboolean
is_slash(char c)
{
    return c == '\\' || c == '/';
}

static gboolean
is_name(char c)
{
    return g_ascii_isalnum(c) || c == '_';
}

/* Step over an identifier or a number; NULL if there is none. */
static char *
take_name(const char **text)
{
    const char *start = *text;

    while (is_name(**text))
        (*text)++;

    return *text > start ? g_strndup(start, *text - start) : NULL;
}

static gboolean
take_mark(const char **text, char mark)
{
    if (**text != mark)
        return FALSE;
    (*text)++;

    return TRUE;
}

/* \\HOST, up to the next slash; a path without it is fine. */
static gboolean
take_host(const char **text, HvrWmiPath *path)
{
    const char *start = *text + 2;
    const char *end = start;

    if (!is_slash((*text)[0]) || !is_slash((*text)[1]))
        return TRUE;

    while (*end != '\0' && !is_slash(*end))
        end++;
    if (end == start || *end == '\0')
        return FALSE;

    path->host = g_strndup(start, end - start);
    *text = end + 1;

    return TRUE;
}

/* root\virtualization\v2: if a colon ends it, otherwise the class has begun. */
static gboolean
take_namespace(const char **text, HvrWmiPath *path)
{
    const char *end = *text;

    while (is_name(*end) || is_slash(*end))
        end++;
    if (*end != ':')
        return path->host == NULL;
    if (end == *text)
        return FALSE;

    path->wmi_namespace = g_strdelimit(g_strndup(*text, end - *text), "\\", '/');
    *text = end + 1;

    return TRUE;
}

/* A backslash escapes itself and quotes; before anything else it is meant as it
 * stands, since some callers forget to double it. */
static char *
take_quoted(const char **text)
{
    g_autoptr(GString) value = g_string_new(NULL);
    char quote = *(*text)++;

    for (; **text != quote; (*text)++) {
        if (**text == '\0')
            return NULL;
        if (**text == '\\' && (*text)[1] != '\0' && strchr("\\\"'", (*text)[1]) != NULL)
            (*text)++;
        g_string_append_c(value, **text);
    }
    (*text)++;

    return g_string_free(g_steal_pointer(&value), FALSE);
}

/* A string in quotes, a number or a boolean. */
static char *
take_value(const char **text)
{
    const char *sign = **text == '-' ? "-" : "";
    g_autofree char *value = NULL;

    if (**text == '"' || **text == '\'')
        return take_quoted(text);

    *text += strlen(sign);
    value = take_name(text);

    return value != NULL ? g_strconcat(sign, value, NULL) : NULL;
}

static gboolean
take_key(const char **text, HvrWmiPath *path)
{
    g_autofree char *name = take_name(text);
    g_autofree char *value = NULL;

    if (name == NULL || !take_mark(text, '=') || hvr_wmi_path_get(path, name) != NULL ||
        path->keys->len >= MAX_KEYS)
        return FALSE;
    value = take_value(text);
    if (value == NULL)
        return FALSE;

    hvr_wmi_path_add(path, name, value);

    return TRUE;
}

/* Nothing, =@ for a singleton, or .K1="v",K2=5 */
static gboolean
parse_keys(const char *text, HvrWmiPath *path)
{
    if (*text == '\0' || strcmp(text, "=@") == 0 || strcmp(text, ".@") == 0)
        return TRUE;
    if (!take_mark(&text, '.'))
        return FALSE;

    do {
        if (!take_key(&text, path))
            return FALSE;
    } while (take_mark(&text, ','));

    return *text == '\0';
}

static gboolean
parse(const char *text, HvrWmiPath *path)
{
    if (!take_host(&text, path) || !take_namespace(&text, path))
        return FALSE;

    path->class_name = take_name(&text);

    return path->class_name != NULL && parse_keys(text, path);
}

HvrWmiPath *
hvr_wmi_path_parse(const char *text, GError **error)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(NULL, NULL, NULL);

    if (!parse(text, path))
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, _("'%s' is no WMI object path"), text);

    return g_steal_pointer(&path);
}

static void
append_quoted(GString *text, const char *value)
{
    g_string_append_c(text, '"');
    for (; *value != '\0'; value++) {
        if (*value == '\\' || *value == '"')
            g_string_append_c(text, '\\');
        g_string_append_c(text, *value);
    }
    g_string_append_c(text, '"');
}

char *
hvr_wmi_path_format(const HvrWmiPath *path)
{
    const char *wmi_namespace = path->wmi_namespace;
    GString *text = g_string_new(NULL);

    if (path->host != NULL) {
        g_string_append_printf(text, "\\\\%s\\", path->host);
        wmi_namespace = wmi_namespace != NULL ? wmi_namespace : HVR_WMI_NAMESPACE;
    }
    if (wmi_namespace != NULL) {
        g_string_append_printf(text, "%s:", wmi_namespace);
        g_string_replace(text, "/", "\\", 0);
    }
    g_string_append(text, path->class_name);

    for (guint i = 0; i < path->keys->len; i++) {
        const HvrWsmanSelector *selector = path->keys->pdata[i];

        g_string_append_printf(text, "%c%s=", i == 0 ? '.' : ',', selector->name);
        append_quoted(text, selector->value);
    }

    return g_string_free(text, FALSE);
}

HvrWmiPath *
hvr_wmi_path_from_epr(const HvrWsmanEpr *epr, const char *host, GError **error)
{
    const char *uri = epr->resource_uri;
    gsize length = strlen(HVR_WSMAN_WMI_PREFIX);
    g_autofree char *wmi_namespace = NULL;
    const char *slash;
    HvrWmiPath *path;

    slash = strrchr(uri, '/');
    if (g_ascii_strncasecmp(uri, HVR_WSMAN_WMI_PREFIX, length) != 0 || slash < uri + length ||
        slash[1] == '\0')
        return hvr_fail_null(error, HVR_ERROR_PROTOCOL, _("'%s' is no resource URI of WMI"), uri);

    wmi_namespace = g_strndup(uri + length, slash - uri - length);
    path = hvr_wmi_path_new(host, wmi_namespace, slash + 1);
    for (guint i = 0; i < epr->selectors->len; i++) {
        const HvrWsmanSelector *selector = epr->selectors->pdata[i];

        /* Repeats the URI's namespace, is no key (DSP0227 8.3). */
        if (g_ascii_strcasecmp(selector->name, "__cimnamespace") != 0)
            hvr_wmi_path_add(path, selector->name, selector->value);
    }

    return path;
}

HvrWsmanEpr *
hvr_wmi_path_to_epr(const HvrWmiPath *path)
{
    const char *wmi_namespace = path->wmi_namespace;
    g_autofree char *uri = NULL;
    HvrWsmanEpr *epr;

    uri = hvr_wmi_resource_uri(wmi_namespace != NULL ? wmi_namespace : HVR_WMI_NAMESPACE,
                               path->class_name);
    epr = hvr_wsman_epr_new(uri);
    for (guint i = 0; i < path->keys->len; i++) {
        const HvrWsmanSelector *selector = path->keys->pdata[i];

        hvr_wsman_epr_add(epr, selector->name, selector->value);
    }

    return epr;
}

static gboolean
equal_host(const char *a, const char *b)
{
    /* A dot is whichever host was asked. */
    if (a == NULL || b == NULL || strcmp(a, ".") == 0 || strcmp(b, ".") == 0)
        return TRUE;

    return g_ascii_strcasecmp(a, b) == 0;
}

static gboolean
equal_namespace(const char *a, const char *b)
{
    return g_ascii_strcasecmp(a != NULL ? a : HVR_WMI_NAMESPACE,
                              b != NULL ? b : HVR_WMI_NAMESPACE) == 0;
}

gboolean
hvr_wmi_path_equal(const HvrWmiPath *a, const HvrWmiPath *b)
{
    if (!equal_host(a->host, b->host) || !equal_namespace(a->wmi_namespace, b->wmi_namespace) ||
        g_ascii_strcasecmp(a->class_name, b->class_name) != 0 || a->keys->len != b->keys->len)
        return FALSE;

    for (guint i = 0; i < a->keys->len; i++) {
        const HvrWsmanSelector *selector = a->keys->pdata[i];
        const char *value = hvr_wmi_path_get(b, selector->name);

        if (value == NULL || g_ascii_strcasecmp(selector->value, value) != 0)
            return FALSE;
    }

    return TRUE;
}

char *
hvr_wmi_path_build(const char *class_name, const char *key, const char *value)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(NULL, NULL, class_name);

    hvr_wmi_path_add(path, key, value);

    return hvr_wmi_path_format(path);
}

char *
hvr_wmi_path_build_system(const char *guid)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_new(NULL, NULL, "Msvm_ComputerSystem");

    hvr_wmi_path_add(path, "CreationClassName", "Msvm_ComputerSystem");
    hvr_wmi_path_add(path, "Name", guid);

    return hvr_wmi_path_format(path);
}

char *
hvr_wmi_path_dup_key(const char *text, const char *key)
{
    g_autoptr(HvrWmiPath) path = hvr_wmi_path_parse(text, NULL);

    return path != NULL ? g_strdup(hvr_wmi_path_get(path, key)) : NULL;
}

char *
hvr_wmi_resource_uri(const char *wmi_namespace, const char *class_name)
{
    return g_strconcat(HVR_WSMAN_WMI_PREFIX, wmi_namespace, "/", class_name, NULL);
}
