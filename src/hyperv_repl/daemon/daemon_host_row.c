/* daemon_host_row.c: one section of the host file
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "daemon_host_row.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>
#include <string.h>

#include "daemon_host_key.h"
#include "hvr_error.h"

/* What a scheme cannot do without, and what to write then. */
/* clang-format off */
static const struct {
    HvrAuthScheme scheme;
    gsize offset; /* in HvrEndpoint, of a pointer */
    const char *key;
} needs[] = {
    { HVR_AUTH_NTLM,        offsetof(HvrEndpoint, user),               "user" },
    { HVR_AUTH_NTLM,        offsetof(HvrEndpoint, password),           "password-file" },
    { HVR_AUTH_CERTIFICATE, offsetof(HvrEndpoint, client_certificate), "client-certificate" },
    { HVR_AUTH_BASIC,       offsetof(HvrEndpoint, user),               "user" },
    { HVR_AUTH_BASIC,       offsetof(HvrEndpoint, password),           "password-file" },
};
/* clang-format on */

static gboolean
has(const HvrEndpoint *endpoint, gsize offset)
{
    return *(const void *const *)((const char *)endpoint + offset) != NULL;
}

/* What the credentials are good for: nothing is ever tried that the file does
 * not ask for, Basic only where it does so in words. */
static void
choose_scheme(HvrEndpoint *endpoint)
{
    if (endpoint->schemes[0] != HVR_AUTH_NONE)
        return;

    if (endpoint->client_certificate != NULL)
        endpoint->schemes[0] = HVR_AUTH_CERTIFICATE;
    else if (endpoint->keytab != NULL || endpoint->ccache != NULL || endpoint->user == NULL ||
             strchr(endpoint->user, '@') != NULL)
        endpoint->schemes[0] = HVR_AUTH_KERBEROS;
    else
        endpoint->schemes[0] = HVR_AUTH_NTLM;
}

static gboolean
check(const HvrDaemonHostRow *self,
      const HvrDaemonSection *section,
      const char *path,
      GError **error)
{
    const HvrEndpoint *endpoint = &self->config.endpoint;
    g_autoptr(GError) reason = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(needs); i++) {
        if (hvr_endpoint_has_scheme(endpoint, needs[i].scheme) && !has(endpoint, needs[i].offset))
            return hvr_fail(error, HVR_ERROR_CONFIG,
                            _("%1$s:%2$u: host '%3$s' needs '%4$s' for 'auth = %5$s'"), path,
                            section->line, section->name, needs[i].key,
                            hvr_auth_scheme_get_name(needs[i].scheme));
    }
    if (hvr_endpoint_has_scheme(endpoint, HVR_AUTH_BASIC) && !endpoint->use_tls &&
        !endpoint->allow_plain_basic)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("%1$s:%2$u: host '%3$s' would send its password over plain HTTP, "
                          "allow that with 'allow-basic-over-http = yes' or use https"),
                        path, section->line, section->name);
    if (hvr_endpoint_has_scheme(endpoint, HVR_AUTH_CERTIFICATE) && !endpoint->use_tls)
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("%1$s:%2$u: host '%3$s' cannot be shown a certificate over plain HTTP, "
                          "use https"),
                        path, section->line, section->name);
    if (endpoint->client_certificate != NULL && endpoint->client_key == NULL &&
        !hvr_secret_check_file(endpoint->client_certificate, &reason))
        return hvr_fail(error, HVR_ERROR_CONFIG, _("%1$s:%2$u: host '%3$s' has no '%4$s': %5$s"),
                        path, section->line, section->name, "client-key", reason->message);
    if (!endpoint->use_tls && (endpoint->ca_file != NULL || endpoint->pin != NULL))
        return hvr_fail(error, HVR_ERROR_CONFIG,
                        _("%1$s:%2$u: host '%3$s' has no certificate over plain HTTP, "
                          "drop 'ca-file' and 'certificate-pin' or use https"),
                        path, section->line, section->name);

    return TRUE;
}

static char *
format_lines(const HvrDaemonSection *section)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < section->entries->len; i++) {
        const HvrDaemonEntry *entry = g_ptr_array_index(section->entries, i);

        g_string_append_printf(text, "%s = %s\n", entry->key, entry->value);
    }

    return g_string_free(g_steal_pointer(&text), FALSE);
}

HvrDaemonHostRow *
hvr_daemon_host_row_parse(const HvrDaemonSection *section, const char *path, GError **error)
{
    g_autoptr(HvrDaemonHostRow) self = g_new0(HvrDaemonHostRow, 1);
    char *name = g_strdup(section->name);

    self->texts = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(self->texts, name);
    self->text = format_lines(section);
    hvr_host_config_init(&self->config);
    self->config.endpoint.name = name;
    self->config.endpoint.address = name;
    self->config.endpoint.use_tls = TRUE;
    self->config.want_events = TRUE;
    for (guint i = 0; i < section->entries->len; i++) {
        if (!hvr_daemon_host_key_parse(self, g_ptr_array_index(section->entries, i), path, error))
            return NULL;
    }
    choose_scheme(&self->config.endpoint);
    if (!check(self, section, path, error))
        return NULL;

    return g_steal_pointer(&self);
}

void
hvr_daemon_host_row_free(HvrDaemonHostRow *self)
{
    if (self == NULL)
        return;

    g_clear_pointer(&self->config.endpoint.password, hvr_secret_source_unref);
    g_ptr_array_unref(self->texts);
    g_free(self->text);
    g_free(self);
}
