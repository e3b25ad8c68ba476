/* daemon_host_row.c: one section of the host file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_host_row.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "daemon_password.h"
#include "hvr_error.h"

typedef struct _Key Key;

/* Where an entry stands and where its value goes. */
typedef struct {
    const Key *key;
    const HvrDaemonEntry *entry;
    const char *path;
    HvrDaemonHostRow *row;
    gpointer target;
} Slot;

struct _Key {
    const char *name;
    gboolean (*parse)(const Slot *slot, GError **error);
    gsize offset; /* in HvrHostConfig */
    gint64 minimum;
    gint64 maximum;
};

static gboolean
fail_value(const Slot *slot, const char *expected, GError **error)
{
    return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: %3$s = '%4$s' is not %5$s"), slot->path,
                    slot->entry->line, slot->entry->key, slot->entry->value, expected);
}

static const char *
keep(const Slot *slot, char *text)
{
    g_ptr_array_add(slot->row->texts, text);

    return text;
}

static gboolean
parse_text(const Slot *slot, GError **error)
{
    const char **target = slot->target;

    *target = keep(slot, g_strdup(slot->entry->value));

    return TRUE;
}

/* Paths in the file are meant from where the file is. */
static char *
get_path(const Slot *slot)
{
    g_autofree char *file = g_canonicalize_filename(slot->path, NULL);
    g_autofree char *directory = g_path_get_dirname(file);

    return g_canonicalize_filename(slot->entry->value, directory);
}

static gboolean
parse_file(const Slot *slot, GError **error)
{
    const char **target = slot->target;

    *target = keep(slot, get_path(slot));
    if (access(*target, R_OK) != 0)
        return fail_value(slot, _("a file that can be read"), error);

    return TRUE;
}

static gboolean
parse_password(const Slot *slot, GError **error)
{
    g_autofree char *file = get_path(slot);
    g_autoptr(GError) reason = NULL;
    HvrSecret **target = slot->target;

    *target = hvr_daemon_password_read(file, &reason);
    if (*target == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, "%s:%u: %s: %s", slot->path, slot->entry->line,
                        slot->entry->key, reason->message);

    return TRUE;
}

static gboolean
parse_port(const Slot *slot, GError **error)
{
    guint16 *target = slot->target;
    guint64 number;

    if (!g_ascii_string_to_unsigned(slot->entry->value, 10, (guint64)slot->key->minimum,
                                    (guint64)slot->key->maximum, &number, NULL))
        return fail_value(slot, _("a port number, 1 to 65535"), error);

    *target = (guint16)number;

    return TRUE;
}

static gboolean
parse_transport(const Slot *slot, GError **error)
{
    gboolean *target = slot->target;

    *target = g_str_equal(slot->entry->value, "https");
    if (!*target && !g_str_equal(slot->entry->value, "http"))
        return fail_value(slot, _("'https' or 'http'"), error);

    return TRUE;
}

static gboolean
parse_yes(const Slot *slot, GError **error)
{
    gboolean *target = slot->target;

    *target = g_str_equal(slot->entry->value, "yes");
    if (!*target && !g_str_equal(slot->entry->value, "no"))
        return fail_value(slot, _("'yes' or 'no'"), error);

    return TRUE;
}

/* clang-format off */
static const struct {
    const char *suffix;
    gint64 usec;
} units[] = {
    { "ms",  G_TIME_SPAN_MILLISECOND },
    { "min", G_TIME_SPAN_MINUTE },
    { "h",   G_TIME_SPAN_HOUR },
    { "s",   G_TIME_SPAN_SECOND },
    { "",    G_TIME_SPAN_SECOND },
};
/* clang-format on */

static gboolean
parse_span(const Slot *slot, GError **error)
{
    const char *value = slot->entry->value;
    GTimeSpan *target = slot->target;

    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autofree char *number = NULL;
        guint64 count;

        if (!g_str_has_suffix(value, units[i].suffix))
            continue;
        number = g_strndup(value, strlen(value) - strlen(units[i].suffix));
        g_strchomp(number);
        if (!g_ascii_string_to_unsigned(number, 10, 0, G_MAXUINT32, &count, NULL))
            break;
        *target = (gint64)count * units[i].usec;
        if (*target < slot->key->minimum || *target > slot->key->maximum)
            break;
        return TRUE;
    }

    return fail_value(slot, _("a time like '250ms', '10s' or '15min' within its bounds"), error);
}

#define IN_CONFIG(field)                 offsetof(HvrHostConfig, field), 0, 0
#define IN_ENDPOINT(field)               offsetof(HvrHostConfig, endpoint.field), 0, 0
#define BOUNDED(field, minimum, maximum) offsetof(HvrHostConfig, field), (minimum), (maximum)

/* clang-format off */
static const Key keys[] = {
    { "address",               parse_text,      IN_ENDPOINT(address) },
    { "port",                  parse_port,      BOUNDED(endpoint.port, 1, G_MAXUINT16) },
    { "transport",             parse_transport, IN_ENDPOINT(use_tls) },
    { "user",                  parse_text,      IN_ENDPOINT(user) },
    { "password-file",         parse_password,  IN_ENDPOINT(password) },
    { "ca-file",               parse_file,      IN_ENDPOINT(ca_file) },
    { "allow-basic-over-http", parse_yes,       IN_ENDPOINT(allow_plain_basic) },
    { "connect-timeout",       parse_span,      BOUNDED(endpoint.connect_timeout, 100 * G_TIME_SPAN_MILLISECOND, 10 * G_TIME_SPAN_MINUTE) },
    { "request-timeout",       parse_span,      BOUNDED(endpoint.request_timeout, 100 * G_TIME_SPAN_MILLISECOND, G_TIME_SPAN_HOUR) },
    { "poll-interval",         parse_span,      BOUNDED(idle_interval, 50 * G_TIME_SPAN_MILLISECOND, G_TIME_SPAN_HOUR) },
    { "busy-poll-interval",    parse_span,      BOUNDED(busy_interval, 10 * G_TIME_SPAN_MILLISECOND, G_TIME_SPAN_HOUR) },
    { "job-timeout",           parse_span,      BOUNDED(job_timeout, G_TIME_SPAN_SECOND, 7 * G_TIME_SPAN_DAY) },
};
/* clang-format on */

static const Key *
find_key(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (g_str_equal(keys[i].name, name))
            return &keys[i];
    }

    return NULL;
}

static gboolean
parse_entry(HvrDaemonHostRow *self, const HvrDaemonEntry *entry, const char *path, GError **error)
{
    Slot slot = { .key = find_key(entry->key), .entry = entry, .path = path, .row = self };

    if (slot.key == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: unknown key '%3$s'"), path,
                        entry->line, entry->key);

    slot.target = (char *)&self->config + slot.key->offset;

    return slot.key->parse(&slot, error);
}

static gboolean
check(const HvrDaemonHostRow *self,
      const HvrDaemonSection *section,
      const char *path,
      GError **error)
{
    const HvrEndpoint *endpoint = &self->config.endpoint;

    if (endpoint->user == NULL || endpoint->password == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: host '%3$s' needs '%4$s'"), path,
                        section->line, section->name,
                        endpoint->user == NULL ? "user" : "password-file");
    if (!endpoint->use_tls && !endpoint->allow_plain_basic)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("%1$s:%2$u: host '%3$s' would send its password over plain HTTP, "
                          "allow that with 'allow-basic-over-http = yes' or use https"),
                        path, section->line, section->name);

    return TRUE;
}

HvrDaemonHostRow *
hvr_daemon_host_row_parse(const HvrDaemonSection *section, const char *path, GError **error)
{
    g_autoptr(HvrDaemonHostRow) self = g_new0(HvrDaemonHostRow, 1);
    char *name = g_strdup(section->name);

    self->texts = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(self->texts, name);
    hvr_host_config_init(&self->config);
    self->config.endpoint.name = name;
    self->config.endpoint.address = name;
    self->config.endpoint.use_tls = TRUE;
    for (guint i = 0; i < section->entries->len; i++) {
        if (!parse_entry(self, g_ptr_array_index(section->entries, i), path, error))
            return NULL;
    }
    if (!check(self, section, path, error))
        return NULL;

    return g_steal_pointer(&self);
}

void
hvr_daemon_host_row_free(HvrDaemonHostRow *self)
{
    if (self == NULL)
        return;

    g_clear_pointer(&self->config.endpoint.password, hvr_secret_unref);
    g_ptr_array_unref(self->texts);
    g_free(self);
}
