/* daemon_settings.c: the daemon's own settings, virthypervd.conf
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_settings.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <stddef.h>

#include "daemon_conf.h"
#include "hvr_error.h"

/* VIR_NET_MESSAGE_MAX of libvirt, and the length word before it. */
#define MESSAGE_MAX 33554436

/* Whoever may connect where nobody is asked must be let in on purpose. */
#define MODE_UNSET     07777u
#define MODE_ASKED     0666u
#define MODE_NOT_ASKED 0600u

typedef struct _Key Key;

/* Where an entry stands and where its value goes. */
typedef struct {
    const Key *key;
    const HvrDaemonConfEntry *entry;
    const char *path;
    gpointer target;
} Slot;

struct _Key {
    const char *name;
    gboolean (*parse)(const Slot *slot, GError **error);
    gsize offset; /* in HvrDaemonSettings */
    gint64 minimum;
    gint64 maximum;
};

static gboolean
fail(const Slot *slot, const char *expected, GError **error)
{
    return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: '%3$s' should be %4$s"), slot->path,
                    slot->entry->line, slot->entry->key, expected);
}

static gboolean
parse_text(const Slot *slot, GError **error)
{
    char **target = slot->target;

    if (slot->entry->type != HVR_DAEMON_CONF_TEXT || *slot->entry->texts[0] == '\0')
        return fail(slot, _("a text in quotes"), error);

    g_free(*target);
    *target = g_strdup(slot->entry->texts[0]);

    return TRUE;
}

static gboolean
parse_list(const Slot *slot, GError **error)
{
    GStrv *target = slot->target;

    if (slot->entry->type != HVR_DAEMON_CONF_LIST)
        return fail(slot, _("a list of texts in brackets"), error);
    *target = g_strdupv(slot->entry->texts);

    return TRUE;
}

static gboolean
parse_number(const Slot *slot, GError **error)
{
    gint64 *target = slot->target;
    const Key *key = slot->key;
    g_autofree char *expected = NULL;

    if (slot->entry->type == HVR_DAEMON_CONF_NUMBER && slot->entry->number >= key->minimum &&
        slot->entry->number <= key->maximum) {
        *target = slot->entry->number;
        return TRUE;
    }
    expected =
        g_strdup_printf(_("a number from %1$" PRId64 " to %2$" PRId64), key->minimum, key->maximum);

    return fail(slot, expected, error);
}

static gboolean
parse_switch(const Slot *slot, GError **error)
{
    gboolean *target = slot->target;

    if (slot->entry->type != HVR_DAEMON_CONF_NUMBER ||
        (slot->entry->number != 0 && slot->entry->number != 1))
        return fail(slot, _("0 or 1"), error);
    *target = slot->entry->number == 1;

    return TRUE;
}

/* As libvirt has them: octal digits in quotes. */
static gboolean
parse_mode(const Slot *slot, GError **error)
{
    guint *target = slot->target;
    guint64 mode;

    if (slot->entry->type != HVR_DAEMON_CONF_TEXT ||
        !g_ascii_string_to_unsigned(slot->entry->texts[0], 8, 0, 0777, &mode, NULL))
        return fail(slot, _("a file's mode like \"0660\""), error);
    *target = (guint)mode;

    return TRUE;
}

static gboolean
parse_scheme(const Slot *slot, GError **error)
{
    gboolean *target = slot->target;
    const char *text = slot->entry->type == HVR_DAEMON_CONF_TEXT ? slot->entry->texts[0] : "";

    *target = g_str_equal(text, "polkit");

    return *target || g_str_equal(text, "none") || fail(slot, _("\"none\" or \"polkit\""), error);
}

#define IN(field)                        offsetof(HvrDaemonSettings, field), 0, 0
#define BOUNDED(field, minimum, maximum) offsetof(HvrDaemonSettings, field), (minimum), (maximum)

/* clang-format off */
static const Key keys[] = {
    { "unix_sock_dir",         parse_text,   IN(unix_sock_dir) },
    { "unix_sock_group",       parse_text,   IN(unix_sock_group) },
    { "unix_sock_ro_perms",    parse_mode,   IN(unix_sock_ro_perms) },
    { "unix_sock_rw_perms",    parse_mode,   IN(unix_sock_rw_perms) },
    { "auth_unix_ro",          parse_scheme, IN(polkit_ro) },
    { "auth_unix_rw",          parse_scheme, IN(polkit_rw) },
    { "listen_tls",            parse_switch, IN(listen_tls) },
    { "listen_addr",           parse_text,   IN(listen_addr) },
    { "tls_port",              parse_text,   IN(tls_port) },
    { "key_file",              parse_text,   IN(key_file) },
    { "cert_file",             parse_text,   IN(cert_file) },
    { "ca_file",               parse_text,   IN(ca_file) },
    { "crl_file",              parse_text,   IN(crl_file) },
    { "tls_priority",          parse_text,   IN(tls_priority) },
    { "tls_allowed_dn_list",   parse_list,   IN(tls_allowed_dn_list) },
    { "max_clients",           parse_number, BOUNDED(max_clients, 1, 65536) },
    { "max_anonymous_clients", parse_number, BOUNDED(max_anonymous_clients, 0, 65536) },
    { "max_queued_clients",    parse_number, BOUNDED(max_queued_clients, 1, 65536) },
    { "max_client_requests",   parse_number, BOUNDED(max_client_requests, 1, 1024) },
    { "max_message_size",      parse_number, BOUNDED(max_message_size, 65536, MESSAGE_MAX) },
    { "keepalive_interval",    parse_number, BOUNDED(keepalive_interval, -1, 86400) },
    { "keepalive_count",       parse_number, BOUNDED(keepalive_count, 0, 1000) },
    { "log_level",             parse_number, BOUNDED(log_level, 1, 4) },
};
/* clang-format on */

void
hvr_daemon_settings_free(HvrDaemonSettings *self)
{
    if (self == NULL)
        return;

    g_free(self->unix_sock_dir);
    g_free(self->unix_sock_group);
    g_free(self->listen_addr);
    g_free(self->tls_port);
    g_free(self->key_file);
    g_free(self->cert_file);
    g_free(self->ca_file);
    g_free(self->crl_file);
    g_free(self->tls_priority);
    g_strfreev(self->tls_allowed_dn_list);
    g_free(self);
}

/* The places of certificates are those of libvirt's daemons: one set serves all. */
static HvrDaemonSettings *
new_default(gboolean is_system)
{
    const HvrDaemonSettings defaults = {
        .unix_sock_ro_perms = 0666,
        .unix_sock_rw_perms = MODE_UNSET,
        .polkit_rw = is_system,
        .max_clients = 5000,
        .max_anonymous_clients = 20,
        .max_queued_clients = 1000,
        .max_client_requests = 32,
        .max_message_size = MESSAGE_MAX,
        .keepalive_interval = 5,
        .keepalive_count = 5,
        .log_level = 3,
    };
    HvrDaemonSettings *self = g_memdup2(&defaults, sizeof(defaults));

    self->tls_port = g_strdup("16514");
    self->key_file = g_strdup("/etc/pki/libvirt/private/serverkey.pem");
    self->cert_file = g_strdup("/etc/pki/libvirt/servercert.pem");
    self->ca_file = g_strdup("/etc/pki/CA/cacert.pem");

    return self;
}

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
parse(HvrDaemonSettings *self, GPtrArray *entries, const char *path, GError **error)
{
    for (guint i = 0; i < entries->len; i++) {
        const HvrDaemonConfEntry *entry = g_ptr_array_index(entries, i);
        Slot slot = { .key = find_key(entry->key), .entry = entry, .path = path };

        if (slot.key == NULL)
            return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: unknown key '%3$s'"), path,
                            entry->line, entry->key);
        slot.target = (char *)self + slot.key->offset;
        if (!slot.key->parse(&slot, error))
            return FALSE;
    }

    return TRUE;
}

static void
settle(HvrDaemonSettings *self)
{
    if (self->unix_sock_rw_perms == MODE_UNSET)
        self->unix_sock_rw_perms = self->polkit_rw ? MODE_ASKED : MODE_NOT_ASKED;
}

HvrDaemonSettings *
hvr_daemon_settings_load(const char *path, gboolean required, gboolean is_system, GError **error)
{
    g_autoptr(HvrDaemonSettings) self = new_default(is_system);
    g_autoptr(GError) reason = NULL;
    g_autoptr(GPtrArray) entries = NULL;
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, &reason)) {
        if (!required && g_error_matches(reason, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
            settle(self);
            return g_steal_pointer(&self);
        }
        return hvr_fail_null(error, HVR_ERROR_CONFIG, _("cannot read the settings: %s"),
                             reason->message);
    }
    entries = hvr_daemon_conf_parse(text, path, error);
    if (entries == NULL || !parse(self, entries, path, error))
        return NULL;
    settle(self);

    return g_steal_pointer(&self);
}
