/* sim_world_file_host.c: the hosts of a world file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_world_file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "sim_ethernet.h"
#include "sim_host_disk.h"
#include "sim_replication.h"
#include "sim_replication_certificate.h"
#include "sim_world_value.h"

/* The world is older than its simulation, recovery points among it. */
#define HOST_AGE    (90 * G_TIME_SPAN_DAY)
#define HOST_UPTIME (7 * G_TIME_SPAN_DAY)

/* Minutes east of UTC: what clocks on Earth show. */
#define MIN_TIMEZONE -720
#define MAX_TIMEZONE 840

/* clang-format off */
static const HvsWorldKey host_keys[] = {
    { "fqdn",             HVS_WORLD_TEXT,         G_STRUCT_OFFSET(HvsHost, fqdn), 1, 255 },
    { "version",          HVS_WORLD_VERSION,      G_STRUCT_OFFSET(HvsHost, version) },
    { "processors",       HVS_WORLD_GUINT,        G_STRUCT_OFFSET(HvsHost, n_processors), 1, 2048 },
    { "memory",           HVS_WORLD_SIZE,         G_STRUCT_OFFSET(HvsHost, memory) },
    { "http-port",        HVS_WORLD_GUINT16,      G_STRUCT_OFFSET(HvsHost, http_port), 0, G_MAXUINT16 },
    { "https-port",       HVS_WORLD_GUINT16,      G_STRUCT_OFFSET(HvsHost, https_port), 0, G_MAXUINT16 },
    { "user",             HVS_WORLD_TEXT,         G_STRUCT_OFFSET(HvsHost, user), 1, 255 },
    { "password",         HVS_WORLD_TEXT,         G_STRUCT_OFFSET(HvsHost, password), 0, 255 },
    { "basic",            HVS_WORLD_BOOLEAN,      G_STRUCT_OFFSET(HvsHost, winrm.basic) },
    { "negotiate",        HVS_WORLD_BOOLEAN,      G_STRUCT_OFFSET(HvsHost, winrm.negotiate) },
    { "kerberos",         HVS_WORLD_BOOLEAN,      G_STRUCT_OFFSET(HvsHost, winrm.kerberos) },
    { "certificate",      HVS_WORLD_BOOLEAN,      G_STRUCT_OFFSET(HvsHost, winrm.certificate) },
    { "allow-unencrypted", HVS_WORLD_BOOLEAN,     G_STRUCT_OFFSET(HvsHost, winrm.allow_unencrypted) },
    { "channel-binding",  HVS_WORLD_ELSEWHERE },
    { "keytab",           HVS_WORLD_TEXT,         G_STRUCT_OFFSET(HvsHost, winrm.keytab), 1, 4095 },
    { "client-ca",        HVS_WORLD_TEXT,         G_STRUCT_OFFSET(HvsHost, winrm.client_ca), 1, 4095 },
    { "client-subject",   HVS_WORLD_TEXT,         G_STRUCT_OFFSET(HvsHost, winrm.client_subject), 1, 255 },
    { "password-expired", HVS_WORLD_BOOLEAN,      G_STRUCT_OFFSET(HvsHost, winrm.password_expired) },
    { "max-envelope-kb",  HVS_WORLD_GUINT,        G_STRUCT_OFFSET(HvsHost, winrm.max_envelope_kb), 32, 1039440 },
    { "max-items",        HVS_WORLD_GUINT,        G_STRUCT_OFFSET(HvsHost, winrm.max_items), 1, 32000 },
    { "max-timeout-ms",   HVS_WORLD_GUINT,        G_STRUCT_OFFSET(HvsHost, winrm.max_timeout_ms), 500, G_MAXUINT32 },
    { "max-user-operations", HVS_WORLD_GUINT,     G_STRUCT_OFFSET(HvsHost, winrm.max_user_operations), 1, 1500 },
    { "max-connections",  HVS_WORLD_GUINT,        G_STRUCT_OFFSET(HvsHost, winrm.max_connections), 1, 512 },
    { "idle-ms",          HVS_WORLD_GUINT,        G_STRUCT_OFFSET(HvsHost, winrm.idle_ms), 1, G_MAXINT32 },
    { "events",           HVS_WORLD_BOOLEAN,      G_STRUCT_OFFSET(HvsHost, winrm.events) },
    { "initial-rate",     HVS_WORLD_SIZE,         G_STRUCT_OFFSET(HvsHost, initial_rate) },
    { "delta-rate",       HVS_WORLD_SIZE,         G_STRUCT_OFFSET(HvsHost, delta_rate) },
    { "storage-free",     HVS_WORLD_SIZE,         G_STRUCT_OFFSET(HvsHost, storage_free) },
    { "quick-job-ms",     HVS_WORLD_MILLISECONDS, G_STRUCT_OFFSET(HvsHost, quick_job), 0, 3600 * 1000 },
    { "free-disks",       HVS_WORLD_GUINT,        G_STRUCT_OFFSET(HvsHost, n_free_disks), 0, HVS_N_HOST_DISKS },
    { "replica-listener", HVS_WORLD_ELSEWHERE },
    { "storage-location", HVS_WORLD_ELSEWHERE },
    { "timezone",         HVS_WORLD_ELSEWHERE },
    { "certificates",     HVS_WORLD_ELSEWHERE },
    { "switches",         HVS_WORLD_ELSEWHERE },
    { 0 }
};
/* clang-format on */

/* "FROM/UNTIL", where each is a time. */
static gboolean
read_certificate(HvsHost *host, char *text)
{
    char *slash = strchr(text, '/');
    gint64 from, until;

    if (slash == NULL)
        return FALSE;
    *slash = '\0';
    if (!hvs_world_value_parse_time(g_strchomp(text), &from) ||
        !hvs_world_value_parse_time(g_strchug(slash + 1), &until) || until < from)
        return FALSE;
    hvs_certificate_add(host, from, until);

    return TRUE;
}

/* A host has one for this century unless the file says what it has, which may be none. */
static gboolean
read_certificates(const HvsWorldFile *file, const char *group, HvsHost *host, GError **error)
{
    g_autofree char *value = hvs_world_file_dup_value(file, group, "certificates");
    g_autoptr(GPtrArray) parts = value != NULL ? hvs_world_value_split(value) : NULL;

    g_ptr_array_set_size(host->certificates, 0);
    if (parts == NULL)
        hvs_certificate_add_default(host);
    for (guint i = 0; parts != NULL && i < parts->len; i++) {
        if (!read_certificate(host, g_ptr_array_index(parts, i)))
            return hvs_world_file_fail(file, group, "certificates",
                                       _("not a list of FROM/UNTIL, separated by semicolons"),
                                       error);
    }

    return TRUE;
}

/* "KIND:NAME", a name may have colons. */
static gboolean
read_switch(HvsHost *host, char *text)
{
    char *colon = strchr(text, ':');
    HvsSwitchKind kind;

    if (colon == NULL)
        return FALSE;
    *colon = '\0';
    if (!hvs_switch_parse_kind(g_strchomp(text), &kind) || *g_strchug(colon + 1) == '\0')
        return FALSE;
    hvs_switch_add(host, colon + 1, kind);

    return TRUE;
}

static gboolean
read_switches(const HvsWorldFile *file, const char *group, HvsHost *host, GError **error)
{
    g_autofree char *value = hvs_world_file_dup_value(file, group, "switches");
    g_autoptr(GPtrArray) parts = value != NULL ? hvs_world_value_split(value) : NULL;

    for (guint i = 0; parts != NULL && i < parts->len; i++) {
        if (!read_switch(host, g_ptr_array_index(parts, i)))
            return hvs_world_file_fail(
                file, group, "switches",
                _("not a list of external:NAME, internal:NAME and private:NAME, separated by "
                  "semicolons"),
                error);
    }

    return TRUE;
}

static gboolean
read_timezone(const HvsWorldFile *file, const char *group, HvsHost *host, GError **error)
{
    g_autofree char *value = hvs_world_file_dup_value(file, group, "timezone");
    gint64 minutes = 0;

    if (value != NULL &&
        !g_ascii_string_to_signed(value, 10, MIN_TIMEZONE, MAX_TIMEZONE, &minutes, NULL))
        return hvs_world_file_fail(file, group, "timezone",
                                   _("not a number of minutes from -720 to 840"), error);
    hvs_replication_set_timezone(host, (gint)minutes);

    return TRUE;
}

static gboolean
read_binding(const HvsWorldFile *file, const char *group, HvsHost *host, GError **error)
{
    g_autofree char *value = hvs_world_file_dup_value(file, group, "channel-binding");

    if (value != NULL && !hvs_winrm_parse_binding(value, &host->winrm.binding))
        return hvs_world_file_fail(file, group, "channel-binding",
                                   _("neither none, relaxed nor strict"), error);

    return TRUE;
}

static gboolean
open_listener(const HvsWorldFile *file, const char *group, HvsHost *host, GError **error)
{
    g_autofree char *listener = hvs_world_file_dup_value(file, group, "replica-listener");
    g_autofree char *location = hvs_world_file_dup_value(file, group, "storage-location");
    gboolean is_open = FALSE;

    if (listener != NULL && !hvs_world_value_parse_boolean(listener, &is_open))
        return hvs_world_file_fail(file, group, "replica-listener", _("neither yes nor no"), error);
    if (is_open && (location == NULL || *location == '\0'))
        return hvs_world_file_fail(file, group, "replica-listener",
                                   _("storage-location has to say where replicas go"), error);
    if (!is_open && location != NULL)
        return hvs_world_file_fail(file, group, "storage-location",
                                   _("nothing is stored without replica-listener"), error);
    if (is_open)
        hvs_replication_open_listener(host, location);

    return TRUE;
}

gboolean
hvs_world_file_read_host(const HvsWorldFile *file,
                         const char *group,
                         const char *name,
                         GError **error)
{
    HvsHost *host;

    if (!hvs_host_is_name(name))
        return hvs_world_file_fail(
            file, group, NULL, _("a host's name has 1 to 15 letters, digits and hyphens"), error);
    if (hvs_world_find_host(file->world, name) != NULL)
        return hvs_world_file_fail(file, group, NULL, _("there is such a host already"), error);

    host = hvs_host_new(file->world, name);
    host->installed -= HOST_AGE;
    host->booted -= HOST_UPTIME;

    return hvs_world_file_read_group(file, group, host_keys, host, error) &&
           read_switches(file, group, host, error) && read_binding(file, group, host, error) &&
           read_timezone(file, group, host, error) && read_certificates(file, group, host, error) &&
           open_listener(file, group, host, error);
}
