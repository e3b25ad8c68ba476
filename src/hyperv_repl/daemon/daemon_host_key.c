/* daemon_host_key.c: one line of a host's section
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_host_key.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

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
fail_reason(const Slot *slot, const GError *reason, GError **error)
{
    return hvr_fail(error, HVR_ERROR_CONFIG, "%s:%u: %s: %s", slot->path, slot->entry->line,
                    slot->entry->key, reason->message);
}

/* A file that tells whoever reads it how to be this user. */
static gboolean
parse_private(const Slot *slot, GError **error)
{
    const char **target = slot->target;
    g_autoptr(GError) reason = NULL;

    *target = keep(slot, get_path(slot));

    return hvr_secret_check_file(*target, &reason) || fail_reason(slot, reason, error);
}

/* One host has one password.  It is read once to see that it is there. */
static gboolean
set_password(const Slot *slot, HvrSecretSource *source, GError **error)
{
    HvrSecretSource **target = slot->target;
    g_autoptr(GError) reason = NULL;
    g_autoptr(HvrSecret) secret = NULL;

    if (*target != NULL)
        hvr_secret_source_unref(*target);
    *target = source;
    if (slot->row->has_password)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("%1$s:%2$u: the password comes from somewhere else already"), slot->path,
                        slot->entry->line);
    slot->row->has_password = TRUE;
    secret = hvr_secret_source_read(source, &reason);

    return secret != NULL || fail_reason(slot, reason, error);
}

static gboolean
parse_password(const Slot *slot, GError **error)
{
    g_autofree char *file = get_path(slot);

    return set_password(slot, hvr_secret_source_new_file(file), error);
}

static gboolean
parse_credential(const Slot *slot, GError **error)
{
    if (strchr(slot->entry->value, '/') != NULL)
        return fail_value(slot, _("the name of a systemd credential"), error);

    return set_password(slot, hvr_secret_source_new_credential(slot->entry->value), error);
}

/* libvirt's own file of credentials names the user, too. */
static gboolean
parse_auth_file(const Slot *slot, GError **error)
{
    g_autofree char *file = get_path(slot);
    HvrEndpoint *endpoint = &slot->row->config.endpoint;
    g_autoptr(GError) reason = NULL;
    char *user;

    if (!set_password(slot, hvr_secret_source_new_auth_file(file, endpoint->name), error))
        return FALSE;
    if (endpoint->user != NULL)
        return TRUE;

    user = hvr_secret_source_read_user(endpoint->password, &reason);
    if (user == NULL)
        return fail_reason(slot, reason, error);
    endpoint->user = keep(slot, user);

    return TRUE;
}

/* Words in order of preference, each once, so the list always ends in time. */
static gboolean
parse_schemes(const Slot *slot, GError **error)
{
    g_auto(GStrv) words = g_strsplit_set(slot->entry->value, " ,", -1);
    HvrEndpoint *endpoint = &slot->row->config.endpoint;
    gsize n_schemes = 0;

    for (gsize i = 0; words[i] != NULL; i++) {
        HvrAuthScheme scheme = hvr_auth_scheme_find(words[i]);

        if (*words[i] == '\0')
            continue;
        if (scheme == HVR_AUTH_NONE || hvr_endpoint_has_scheme(endpoint, scheme))
            return fail_value(
                slot, _("a list of 'kerberos', 'ntlm', 'certificate' and 'basic', each once"),
                error);
        endpoint->schemes[n_schemes++] = scheme;
    }

    return TRUE;
}

/* As certificate tools print it: in either case, with colons or without. */
static gboolean
parse_pin(const Slot *slot, GError **error)
{
    const char **target = slot->target;
    g_autoptr(GString) digits = g_string_new(NULL);

    for (const char *c = slot->entry->value; *c != '\0'; c++) {
        if (*c != ':')
            g_string_append_c(digits, g_ascii_tolower(*c));
    }
    if (digits->len != 64 || strspn(digits->str, "0123456789abcdef") != 64)
        return fail_value(slot, _("a SHA-256 fingerprint, 64 hexadecimal digits"), error);
    *target = keep(slot, g_string_free(g_steal_pointer(&digits), FALSE));

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
    { "address",               parse_text,       IN_ENDPOINT(address) },
    { "port",                  parse_port,       BOUNDED(endpoint.port, 1, G_MAXUINT16) },
    { "transport",             parse_transport,  IN_ENDPOINT(use_tls) },
    { "auth",                  parse_schemes,    IN_ENDPOINT(schemes) },
    { "user",                  parse_text,       IN_ENDPOINT(user) },
    { "password-file",         parse_password,   IN_ENDPOINT(password) },
    { "password-credential",   parse_credential, IN_ENDPOINT(password) },
    { "auth-file",             parse_auth_file,  IN_ENDPOINT(password) },
    { "keytab",                parse_private,    IN_ENDPOINT(keytab) },
    { "credential-cache",      parse_text,       IN_ENDPOINT(ccache) },
    { "service-principal",     parse_text,       IN_ENDPOINT(spn) },
    { "client-certificate",    parse_file,       IN_ENDPOINT(client_certificate) },
    { "client-key",            parse_private,    IN_ENDPOINT(client_key) },
    { "ca-file",               parse_file,       IN_ENDPOINT(ca_file) },
    { "crl-file",              parse_file,       IN_ENDPOINT(crl_file) },
    { "certificate-pin",       parse_pin,        IN_ENDPOINT(pin) },
    { "allow-basic-over-http", parse_yes,        IN_ENDPOINT(allow_plain_basic) },
    { "connect-timeout",       parse_span,       BOUNDED(endpoint.connect_timeout, 100 * G_TIME_SPAN_MILLISECOND, 10 * G_TIME_SPAN_MINUTE) },
    { "request-timeout",       parse_span,       BOUNDED(endpoint.request_timeout, 100 * G_TIME_SPAN_MILLISECOND, G_TIME_SPAN_HOUR) },
    { "events",                parse_yes,        IN_CONFIG(want_events) },
    { "poll-interval",         parse_span,       BOUNDED(idle_interval, 50 * G_TIME_SPAN_MILLISECOND, G_TIME_SPAN_HOUR) },
    { "resync-interval",       parse_span,       BOUNDED(resync_interval, 50 * G_TIME_SPAN_MILLISECOND, G_TIME_SPAN_HOUR) },
    { "busy-poll-interval",    parse_span,       BOUNDED(busy_interval, 10 * G_TIME_SPAN_MILLISECOND, G_TIME_SPAN_HOUR) },
    { "job-timeout",           parse_span,       BOUNDED(job_timeout, G_TIME_SPAN_SECOND, 7 * G_TIME_SPAN_DAY) },
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

gboolean
hvr_daemon_host_key_parse(HvrDaemonHostRow *self,
                          const HvrDaemonEntry *entry,
                          const char *path,
                          GError **error)
{
    Slot slot = { .key = find_key(entry->key), .entry = entry, .path = path, .row = self };

    if (slot.key == NULL)
        return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: unknown key '%3$s'"), path,
                        entry->line, entry->key);

    slot.target = (char *)&self->config + slot.key->offset;

    return slot.key->parse(&slot, error);
}
