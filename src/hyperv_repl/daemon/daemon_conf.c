/* daemon_conf.c: the language of libvirt's configuration files
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_conf.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"

typedef struct {
    const char *path;
    const char *at;
    guint line;
} Cursor;

static void
entry_free(HvrDaemonConfEntry *entry)
{
    g_free(entry->key);
    g_strfreev(entry->texts);
    g_free(entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrDaemonConfEntry, entry_free)

static gboolean
fail(const Cursor *self, const char *wanted, GError **error)
{
    g_autofree char *rest = g_strndup(self->at, strcspn(self->at, "\r\n"));

    return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: here should be %3$s, not '%4$s'"),
                    self->path, self->line, wanted, rest);
}

static void
skip_blanks(Cursor *self)
{
    self->at += strspn(self->at, " \t\r");
    if (*self->at == '#')
        self->at += strcspn(self->at, "\n");
}

static void
skip_lines(Cursor *self)
{
    for (skip_blanks(self); *self->at == '\n'; skip_blanks(self)) {
        self->at++;
        self->line++;
    }
}

static char *
take_key(Cursor *self, GError **error)
{
    gsize n = strspn(self->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    char *key;

    if (n == 0) {
        fail(self, _("a line like 'key = value'"), error);
        return NULL;
    }
    key = g_strndup(self->at, n);
    self->at += n;

    return key;
}

static char *
take_text(Cursor *self, GError **error)
{
    const char quote[] = { *self->at, '\n', '\0' };
    gsize n = strcspn(self->at + 1, quote);
    char *text;

    if (self->at[n + 1] != *quote) {
        fail(self, _("a text that ends within the line"), error);
        return NULL;
    }
    text = g_strndup(self->at + 1, n);
    self->at += n + 2;

    return text;
}

static gboolean
is_quote(char c)
{
    return c == '"' || c == '\'';
}

static GStrv
take_list(Cursor *self, GError **error)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    self->at++;
    for (skip_lines(self); *self->at != ']'; skip_lines(self)) {
        char *text = NULL;

        if (!is_quote(*self->at)) {
            fail(self, _("a text in quotes or the list's ']'"), error);
            return NULL;
        }
        text = take_text(self, error);
        if (text == NULL)
            return NULL;
        g_ptr_array_add(texts, text);
        skip_lines(self);
        if (*self->at == ',')
            self->at++;
        else if (*self->at != ']') {
            fail(self, _("a ',' or the list's ']'"), error);
            return NULL;
        }
    }
    self->at++;
    g_ptr_array_add(texts, NULL);

    return (GStrv)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
}

static gboolean
take_number(Cursor *self, gint64 *out_number, GError **error)
{
    gsize n = strspn(self->at, "-0123456789");
    g_autofree char *digits = g_strndup(self->at, n);

    if (!g_ascii_string_to_signed(digits, 10, G_MININT64, G_MAXINT64, out_number, NULL))
        return fail(self, _("a number, a text in quotes or a list in brackets"), error);
    self->at += n;

    return TRUE;
}

static gboolean
take_value(Cursor *self, HvrDaemonConfEntry *entry, GError **error)
{
    char *text;

    if (*self->at == '[') {
        entry->type = HVR_DAEMON_CONF_LIST;
        entry->texts = take_list(self, error);
        return entry->texts != NULL;
    }
    entry->texts = g_new0(char *, 2);
    if (!is_quote(*self->at))
        return take_number(self, &entry->number, error);

    entry->type = HVR_DAEMON_CONF_TEXT;
    text = take_text(self, error);
    entry->texts[0] = text;

    return text != NULL;
}

static HvrDaemonConfEntry *
take_entry(Cursor *self, GError **error)
{
    g_autoptr(HvrDaemonConfEntry) entry = g_new0(HvrDaemonConfEntry, 1);

    entry->line = self->line;
    entry->key = take_key(self, error);
    if (entry->key == NULL)
        return NULL;
    skip_blanks(self);
    if (*self->at != '=') {
        fail(self, "'='", error);
        return NULL;
    }
    self->at++;
    skip_blanks(self);
    if (!take_value(self, entry, error))
        return NULL;
    skip_blanks(self);
    if (*self->at != '\n' && *self->at != '\0') {
        fail(self, _("the end of the line"), error);
        return NULL;
    }

    return g_steal_pointer(&entry);
}

static gboolean
check_unique(GPtrArray *entries, const HvrDaemonConfEntry *entry, const char *path, GError **error)
{
    for (guint i = 0; i < entries->len; i++) {
        const HvrDaemonConfEntry *other = g_ptr_array_index(entries, i);

        if (g_str_equal(other->key, entry->key))
            return hvr_fail(error, HVR_ERROR_CONFIG,
                            _("%1$s:%2$u: '%3$s' stands in line %4$u already"), path, entry->line,
                            entry->key, other->line);
    }

    return TRUE;
}

GPtrArray *
hvr_daemon_conf_parse(const char *text, const char *path, GError **error)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    Cursor cursor = { .path = path, .at = text, .line = 1 };

    for (skip_lines(&cursor); *cursor.at != '\0'; skip_lines(&cursor)) {
        g_autoptr(HvrDaemonConfEntry) entry = take_entry(&cursor, error);

        if (entry == NULL || !check_unique(entries, entry, path, error))
            return NULL;
        g_ptr_array_add(entries, g_steal_pointer(&entry));
    }

    return g_steal_pointer(&entries);
}
