/* daemon_keyfile.c: strict reading of files in GKeyFile's form
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_keyfile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hvr_error.h"

typedef struct {
    const char *path;
    guint line;
    GPtrArray *sections;
    HvrDaemonSection *section; /* the one that lines go into, %NULL before the first */
} Parser;

static void
entry_free(HvrDaemonEntry *entry)
{
    g_free(entry->key);
    g_free(entry->value);
    g_free(entry);
}

static void
section_free(HvrDaemonSection *section)
{
    g_free(section->name);
    g_ptr_array_unref(section->entries);
    g_free(section);
}

static gboolean
parse_section(Parser *self, char *line, GError **error)
{
    gsize n_line = strlen(line);
    const char *name = line + 1;

    if (n_line < 3 || line[n_line - 1] != ']' || strpbrk(name, "[]") != line + n_line - 1)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: '%3$s' is no section like [NAME]"),
                        self->path, self->line, line);

    line[n_line - 1] = '\0';
    for (guint i = 0; i < self->sections->len; i++) {
        const HvrDaemonSection *other = g_ptr_array_index(self->sections, i);

        if (g_str_equal(other->name, name))
            return hvr_fail(error, HVR_ERROR_CONFIG,
                            _("%1$s:%2$u: section [%3$s] stands in line %4$u already"), self->path,
                            self->line, name, other->line);
    }

    self->section = g_new0(HvrDaemonSection, 1);
    self->section->name = g_strdup(name);
    self->section->line = self->line;
    self->section->entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_ptr_array_add(self->sections, self->section);

    return TRUE;
}

static gboolean
check_unique(const Parser *self, const char *key, GError **error)
{
    for (guint i = 0; i < self->section->entries->len; i++) {
        const HvrDaemonEntry *other = g_ptr_array_index(self->section->entries, i);

        if (g_str_equal(other->key, key))
            return hvr_fail(error, HVR_ERROR_CONFIG,
                            _("%1$s:%2$u: '%3$s' stands in line %4$u already"), self->path,
                            self->line, key, other->line);
    }

    return TRUE;
}

static gboolean
parse_entry(Parser *self, char *line, GError **error)
{
    char *equals = strchr(line, '=');
    HvrDaemonEntry *entry;

    if (equals == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("%1$s:%2$u: '%3$s' is neither [SECTION] nor KEY = VALUE nor # COMMENT"),
                        self->path, self->line, line);
    if (self->section == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: the first section is still to come"),
                        self->path, self->line);

    *equals = '\0';
    g_strchomp(line);
    g_strchug(equals + 1);
    if (*line == '\0' || equals[1] == '\0')
        return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: '%3$s' has no value"), self->path,
                        self->line, line);
    if (!check_unique(self, line, error))
        return FALSE;

    entry = g_new0(HvrDaemonEntry, 1);
    entry->key = g_strdup(line);
    entry->value = g_strdup(equals + 1);
    entry->line = self->line;
    g_ptr_array_add(self->section->entries, entry);

    return TRUE;
}

static gboolean
parse_line(Parser *self, char *line, GError **error)
{
    g_strstrip(line);
    if (*line == '\0' || *line == '#')
        return TRUE;
    if (!g_utf8_validate(line, -1, NULL))
        return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: this is not UTF-8"), self->path,
                        self->line);
    if (*line == '[')
        return parse_section(self, line, error);

    return parse_entry(self, line, error);
}

GPtrArray *
hvr_daemon_keyfile_parse(const char *text, const char *path, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GPtrArray) sections = g_ptr_array_new_with_free_func((GDestroyNotify)section_free);
    Parser parser = { .path = path, .sections = sections };

    for (gsize i = 0; lines[i] != NULL; i++) {
        parser.line = (guint)i + 1;
        if (!parse_line(&parser, lines[i], error))
            return NULL;
    }

    return g_steal_pointer(&sections);
}
