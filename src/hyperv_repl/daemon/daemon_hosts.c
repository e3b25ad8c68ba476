/* daemon_hosts.c: the host file, hosts.conf
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_hosts.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>

#include "daemon_host_row.h"
#include "daemon_keyfile.h"
#include "hvr_error.h"

struct _HvrDaemonHosts {
    char *path;
    char *default_name; /* %NULL: the only one */
    GPtrArray *rows;    /* HvrDaemonHostRow */
};

void
hvr_daemon_hosts_free(HvrDaemonHosts *self)
{
    if (self == NULL)
        return;

    g_free(self->path);
    g_free(self->default_name);
    g_ptr_array_unref(self->rows);
    g_free(self);
}

static const HvrDaemonHostRow *
find(const HvrDaemonHosts *self, const char *name)
{
    for (guint i = 0; i < self->rows->len; i++) {
        const HvrDaemonHostRow *row = g_ptr_array_index(self->rows, i);

        if (g_str_equal(row->config.endpoint.name, name))
            return row;
    }

    return NULL;
}

static gboolean
parse_default(HvrDaemonHosts *self, const HvrDaemonSection *section, GError **error)
{
    for (guint i = 0; i < section->entries->len; i++) {
        const HvrDaemonEntry *entry = g_ptr_array_index(section->entries, i);

        if (!g_str_equal(entry->key, "host"))
            return hvr_fail(error, HVR_ERROR_CONFIG,
                            _("%1$s:%2$u: unknown key '%3$s', section [%4$s] has only 'host'"),
                            self->path, entry->line, entry->key, section->name);
        if (find(self, entry->value) == NULL)
            return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: there is no section [%3$s]"),
                            self->path, entry->line, entry->value);
        self->default_name = g_strdup(entry->value);
    }

    return TRUE;
}

static gboolean
parse_sections(HvrDaemonHosts *self, GPtrArray *sections, GError **error)
{
    const HvrDaemonSection *chosen = NULL;

    for (guint i = 0; i < sections->len; i++) {
        const HvrDaemonSection *section = g_ptr_array_index(sections, i);
        HvrDaemonHostRow *row;

        if (g_str_equal(section->name, HVR_DAEMON_DEFAULT)) {
            chosen = section;
            continue;
        }
        row = hvr_daemon_host_row_parse(section, self->path, error);
        if (row == NULL)
            return FALSE;
        g_ptr_array_add(self->rows, row);
    }

    return chosen == NULL || parse_default(self, chosen, error);
}

HvrDaemonHosts *
hvr_daemon_hosts_load(const char *path, GError **error)
{
    g_autoptr(HvrDaemonHosts) self = g_new0(HvrDaemonHosts, 1);
    g_autoptr(GPtrArray) sections = NULL;
    g_autoptr(GError) reason = NULL;
    g_autofree char *text = NULL;

    self->path = g_strdup(path);
    self->rows = g_ptr_array_new_with_free_func((GDestroyNotify)hvr_daemon_host_row_free);
    if (!g_file_get_contents(path, &text, NULL, &reason))
        return hvr_fail_null(
            error, HVR_ERROR_CONFIG,
            _("cannot read the host file: %s; virthypervd-hosts.conf(5) says what goes there"),
            reason->message);

    sections = hvr_daemon_keyfile_parse(text, path, error);
    if (sections == NULL || !parse_sections(self, sections, error))
        return NULL;
    if (self->rows->len == 0)
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("%s: no host has a section here"), path);

    return g_steal_pointer(&self);
}

static char *
list_names(const HvrDaemonHosts *self)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < self->rows->len; i++) {
        const HvrDaemonHostRow *row = g_ptr_array_index(self->rows, i);

        hvr_error_append_quoted(names, row->config.endpoint.name);
    }

    return g_string_free(g_steal_pointer(&names), FALSE);
}

GStrv
hvr_daemon_hosts_list_names(HvrDaemonHosts *self)
{
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    for (guint i = 0; i < self->rows->len; i++) {
        const HvrDaemonHostRow *row = g_ptr_array_index(self->rows, i);

        g_strv_builder_add(builder, row->config.endpoint.name);
    }

    return g_strv_builder_end(builder);
}

const HvrHostConfig *
hvr_daemon_hosts_lookup(HvrDaemonHosts *self, const char *name, GError **error)
{
    const HvrDaemonHostRow *row = NULL;
    g_autofree char *names = NULL;

    if (name == NULL)
        name = self->default_name;
    if (name != NULL)
        row = find(self, name);
    else if (self->rows->len == 1)
        row = g_ptr_array_index(self->rows, 0);
    if (row != NULL)
        return &row->config;

    names = list_names(self);
    if (name == NULL)
        return hvr_fail_null(error, HVR_ERROR_NO_HOST,
                             _("the URI names no host, and %1$s has no default among %2$s"),
                             self->path, names);

    return hvr_fail_null(error, HVR_ERROR_NO_HOST, _("no host '%1$s' in %2$s, only %3$s"), name,
                         self->path, names);
}

GPtrArray *
hvr_daemon_hosts_list(HvrDaemonHosts *self)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; i < self->rows->len; i++) {
        const HvrDaemonHostRow *row = g_ptr_array_index(self->rows, i);

        g_ptr_array_add(names, (gpointer)row->config.endpoint.name);
    }

    return names;
}

gboolean
hvr_daemon_hosts_is_same(HvrDaemonHosts *self, HvrDaemonHosts *others, const char *name)
{
    const HvrDaemonHostRow *row = find(self, name);
    const HvrDaemonHostRow *other = find(others, name);

    return row != NULL && other != NULL && g_str_equal(row->text, other->text);
}
