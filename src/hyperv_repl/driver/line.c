/* line.c: how the threads of one host reach it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "line.h"

#include "hvr_error.h"
#include "wmi_session.h"

HvrLine *
hvr_line_new(const HvrHostConfig *config, HvrClock *clock)
{
    HvrLine *line = g_atomic_rc_box_new0(HvrLine);
    HvrEndpoint *endpoint = &line->config.endpoint;

    line->config = *config;
    endpoint->name = g_strdup(config->endpoint.name);
    endpoint->address = g_strdup(config->endpoint.address);
    endpoint->ca_file = g_strdup(config->endpoint.ca_file);
    endpoint->user = g_strdup(config->endpoint.user);
    if (endpoint->password != NULL)
        hvr_secret_ref(endpoint->password);
    line->clock = hvr_clock_ref(clock);
    line->closing = g_cancellable_new();

    return line;
}

HvrLine *
hvr_line_ref(HvrLine *line)
{
    return g_atomic_rc_box_acquire(line);
}

static void
line_clear(gpointer data)
{
    HvrLine *line = data;
    HvrEndpoint *endpoint = &line->config.endpoint;

    g_free((char *)endpoint->name);
    g_free((char *)endpoint->address);
    g_free((char *)endpoint->ca_file);
    g_free((char *)endpoint->user);
    g_clear_pointer(&endpoint->password, hvr_secret_unref);
    hvr_clock_unref(line->clock);
    g_object_unref(line->closing);
}

void
hvr_line_unref(HvrLine *line)
{
    g_atomic_rc_box_release_full(line, line_clear);
}

HvrWmiSession *
hvr_line_open(HvrLine *line, GError **error)
{
    if (line->config.open != NULL)
        return line->config.open(line->config.open_data, line->clock, error);

    return hvr_wmi_session_open(&line->config.endpoint, line->clock, error);
}

void
hvr_line_count(HvrLine *line, const HvrWmiSession *session, guint before)
{
    g_atomic_int_add(&line->n_requests, hvr_wmi_session_get_n_requests(session) - before);
}

/* What the host itself refused came over a sound connection. */
gboolean
hvr_line_is_broken(const GError *error)
{
    /* clang-format off */
    static const HvrErrorCode codes[] = {
        HVR_ERROR_AUTH, HVR_ERROR_TLS, HVR_ERROR_UNREACHABLE, HVR_ERROR_LOST,
        HVR_ERROR_TIMEOUT, HVR_ERROR_CANCELLED, HVR_ERROR_PROTOCOL,
    };
    /* clang-format on */

    for (guint i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (hvr_error_is_code(error, codes[i]))
            return TRUE;
    }

    return FALSE;
}
