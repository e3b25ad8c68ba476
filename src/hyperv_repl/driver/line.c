/* line.c: how the threads of one host reach it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "line.h"

#include <string.h>
#include <sys/stat.h>

#include "hvr_error.h"
#include "wmi_session.h"

/* How long credentials that were refused are not tried again. */
#define REFUSAL_TIME (30 * G_TIME_SPAN_SECOND)

/* How krb5 names a cache that is a file; one without a type is, too. */
#define CCACHE_FILE "FILE:"

HvrLine *
hvr_line_new(const HvrHostConfig *config, HvrClock *clock)
{
    HvrLine *line = g_atomic_rc_box_new0(HvrLine);

    line->config = *config;
    hvr_endpoint_copy(&line->config.endpoint);
    line->clock = hvr_clock_ref(clock);
    line->closing = g_cancellable_new();
    g_mutex_init(&line->refusal.lock);

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

    hvr_endpoint_clear(&line->config.endpoint);
    hvr_clock_unref(line->clock);
    g_object_unref(line->closing);
    g_mutex_clear(&line->refusal.lock);
    g_clear_error(&line->refusal.error);
    g_free(line->refusal.version);
}

void
hvr_line_unref(HvrLine *line)
{
    g_atomic_rc_box_release_full(line, line_clear);
}

static void
append_file(GString *version, const char *path)
{
    struct stat facts;

    if (path != NULL && g_str_has_prefix(path, CCACHE_FILE))
        path += strlen(CCACHE_FILE);
    if (path != NULL && stat(path, &facts) == 0)
        g_string_append_printf(version, "%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld",
                               (guint64)facts.st_ino, (gint64)facts.st_mtim.tv_sec,
                               facts.st_mtim.tv_nsec);
    g_string_append_c(version, ';');
}

/* Returns: (transfer full): another text whenever the credentials may be others. */
static char *
dup_version(const HvrEndpoint *endpoint)
{
    GString *version = g_string_new(NULL);
    const char *files[] = { endpoint->keytab, endpoint->ccache, endpoint->client_certificate,
                            endpoint->client_key };

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
        append_file(version, files[i]);
    if (endpoint->password != NULL) {
        g_autofree char *password = hvr_secret_source_dup_version(endpoint->password);

        g_string_append(version, password);
    }

    return g_string_free(version, FALSE);
}

/* Returns: FALSE with the old refusal if a new connection would surely bring another;
 * @out_asks: whether the caller is the one who finds out if that is still so. */
static gboolean
check_refusal(HvrLine *line, gboolean *out_asks, GError **error)
{
    HvrRefusal *refusal = &line->refusal;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&refusal->lock);
    g_autofree char *version = NULL;
    gint64 now;

    *out_asks = refusal->error != NULL;
    if (refusal->error == NULL)
        return TRUE;

    now = hvr_clock_get_monotonic(line->clock);
    version = dup_version(&line->config.endpoint);
    if (now - refusal->time < REFUSAL_TIME && strcmp(version, refusal->version) == 0) {
        g_propagate_error(error, g_error_copy(refusal->error));
        return FALSE;
    }

    refusal->time = now;
    g_free(refusal->version);
    refusal->version = g_steal_pointer(&version);

    return TRUE;
}

static HvrWmiSession *
open_session(HvrLine *line, GError **error)
{
    if (line->config.open != NULL)
        return line->config.open(line->config.open_data, line->clock, error);

    return hvr_wmi_session_open(&line->config.endpoint, line->clock, error);
}

HvrWmiSession *
hvr_line_open(HvrLine *line, GError **error)
{
    HvrWmiSession *session;
    gboolean asks;

    if (!check_refusal(line, &asks, error))
        return NULL;

    session = open_session(line, error);
    if (asks) {
        g_mutex_lock(&line->refusal.lock);
        line->refusal.asking = session;
        g_mutex_unlock(&line->refusal.lock);
    }

    return session;
}

/* What was missing here, like tickets, may be there the next moment; the host, or
 * its KDC, was not asked, or did not blame the credentials. */
static gboolean
is_refusal(const GError *error)
{
    const HvrErrorDetail *detail = hvr_error_get_detail(error);

    return hvr_error_is_code(error, HVR_ERROR_AUTH) && detail != NULL &&
           (detail->http_status != 0 || detail->fault_subcode != NULL);
}

/* For whoever asks how the host is reached. */
static void
note_scheme(HvrLine *line, HvrWmiSession *session)
{
    gboolean is_sealed = FALSE;
    HvrAuthScheme scheme = hvr_wmi_session_get_scheme(session, &is_sealed);

    g_atomic_int_set(&line->scheme, (int)scheme);
    g_atomic_int_set(&line->is_sealed, is_sealed);
}

void
hvr_line_note(HvrLine *line, HvrWmiSession *session, const GError *error)
{
    HvrRefusal *refusal = &line->refusal;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&refusal->lock);
    gboolean is_refused = is_refusal(error);

    if (session != NULL && error == NULL)
        note_scheme(line, session);
    /* Who got no session has asked nobody.  A connection of long ago may go on to
     * work, which says nothing of new ones. */
    if (session == NULL || (!is_refused && (error != NULL || session != refusal->asking)))
        return;

    g_clear_error(&refusal->error);
    g_clear_pointer(&refusal->version, g_free);
    refusal->asking = NULL;
    if (!is_refused)
        return;

    refusal->error = g_error_copy(error);
    refusal->version = dup_version(&line->config.endpoint);
    refusal->time = hvr_clock_get_monotonic(line->clock);
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
