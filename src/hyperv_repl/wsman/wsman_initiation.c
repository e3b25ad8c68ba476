/* wsman_initiation.c: the beginning of a GSS context, which may take a while
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_initiation.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"

struct _HvrWsmanInitiation {
    HvrEndpoint endpoint;
    HvrAuthScheme scheme;
    GBytes *binding;

    GMutex lock; /* what follows */
    GCond news;
    gboolean is_over;
    HvrWsmanGss *gss;
    GBytes *token;
    GError *failure;
};

static void
initiation_clear(gpointer data)
{
    HvrWsmanInitiation *self = data;

    hvr_endpoint_clear(&self->endpoint);
    g_clear_pointer(&self->binding, g_bytes_unref);
    g_clear_pointer(&self->gss, hvr_wsman_gss_free);
    g_clear_pointer(&self->token, g_bytes_unref);
    g_clear_error(&self->failure);
    g_mutex_clear(&self->lock);
    g_cond_clear(&self->news);
}

void
hvr_wsman_initiation_unref(HvrWsmanInitiation *initiation)
{
    g_atomic_rc_box_release_full(initiation, initiation_clear);
}

/* The thread's own reference keeps all that it needs, whoever has gone. */
static gpointer
run(gpointer data)
{
    g_autoptr(HvrWsmanInitiation) self = data;
    g_autoptr(HvrWsmanGss) gss = NULL;
    g_autoptr(GBytes) token = NULL;
    g_autoptr(GError) failure = NULL;

    gss = hvr_wsman_gss_new(&self->endpoint, self->scheme, self->binding, &failure);
    if (gss != NULL && !hvr_wsman_gss_step(gss, NULL, &token, &failure))
        g_clear_pointer(&gss, hvr_wsman_gss_free);

    g_mutex_lock(&self->lock);
    self->gss = g_steal_pointer(&gss);
    self->token = g_steal_pointer(&token);
    self->failure = g_steal_pointer(&failure);
    self->is_over = TRUE;
    g_cond_signal(&self->news);
    g_mutex_unlock(&self->lock);

    return NULL;
}

HvrWsmanInitiation *
hvr_wsman_initiation_start(const HvrEndpoint *endpoint,
                           HvrAuthScheme scheme,
                           GBytes *binding,
                           GError **error)
{
    g_autoptr(HvrWsmanInitiation) self = g_atomic_rc_box_new0(HvrWsmanInitiation);
    g_autoptr(GError) failure = NULL;
    GThread *thread;

    self->endpoint = *endpoint;
    hvr_endpoint_copy(&self->endpoint);
    self->scheme = scheme;
    self->binding = binding != NULL ? g_bytes_ref(binding) : NULL;
    g_mutex_init(&self->lock);
    g_cond_init(&self->news);

    thread = g_thread_try_new("gss", run, g_atomic_rc_box_acquire(self), &failure);
    if (thread == NULL) {
        g_atomic_rc_box_release(self);
        return hvr_fail_null(error, HVR_ERROR_INTERNAL, _("cannot start a thread: %s"),
                             failure->message);
    }
    g_thread_unref(thread);

    return g_steal_pointer(&self);
}

static void
on_cancelled(GCancellable *cancellable, gpointer data)
{
    HvrWsmanInitiation *self = data;

    g_mutex_lock(&self->lock);
    g_cond_signal(&self->news);
    g_mutex_unlock(&self->lock);
}

static gboolean
fail_deadline(const HvrWsmanInitiation *self, GError **error)
{
    HvrErrorDetail detail = { .remedy = N_("check that the KDC of the realm answers") };

    hvr_fail(error, HVR_ERROR_UNREACHABLE,
             _("no credentials for '%1$s' in time, nothing was sent to the host"),
             hvr_auth_scheme_get_name(self->scheme));
    if (error != NULL)
        hvr_error_set_detail(*error, &detail);

    return FALSE;
}

gboolean
hvr_wsman_initiation_wait(HvrWsmanInitiation *initiation,
                          gint64 deadline,
                          GCancellable *cancellable,
                          GError **error)
{
    gulong handler = 0;
    gboolean is_over;

    if (cancellable != NULL)
        handler = g_cancellable_connect(cancellable, G_CALLBACK(on_cancelled), initiation, NULL);

    g_mutex_lock(&initiation->lock);
    while (!initiation->is_over && !g_cancellable_is_cancelled(cancellable)) {
        if (!g_cond_wait_until(&initiation->news, &initiation->lock, deadline))
            break;
    }
    is_over = initiation->is_over;
    g_mutex_unlock(&initiation->lock);
    g_cancellable_disconnect(cancellable, handler);

    if (g_cancellable_is_cancelled(cancellable))
        return hvr_fail(error, HVR_ERROR_CANCELLED, _("the operation was cancelled"));

    return is_over || fail_deadline(initiation, error);
}

HvrWsmanGss *
hvr_wsman_initiation_take(HvrWsmanInitiation *initiation, GBytes **out_token, GError **error)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&initiation->lock);

    if (initiation->gss == NULL) {
        g_propagate_error(error, g_steal_pointer(&initiation->failure));
        return NULL;
    }
    *out_token = g_steal_pointer(&initiation->token);

    return g_steal_pointer(&initiation->gss);
}
