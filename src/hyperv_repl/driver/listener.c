/* listener.c: the thread that a host tells what happens
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "listener.h"

#include <glib/gi18n-lib.h>

#include "hvr_error.h"
#include "inventory_event.h"
#include "wmi_path.h"
#include "wmi_subscription.h"

/* An idle host says so before the Pull's own time is over, which would be a
 * fault, and before anybody on the way takes the connection for dead. */
#define HEARTBEAT (15 * G_TIME_SPAN_SECOND)
#define PATIENCE  (30 * G_TIME_SPAN_SECOND)

/* Even a host that grants seconds is given time to answer. */
#define LEAST_PATIENCE (10 * G_TIME_SPAN_SECOND)

/* A subscription that nobody pulls any more counts against the account's quota. */
#define EXPIRES (10 * G_TIME_SPAN_MINUTE)

#define FIRST_BACKOFF G_TIME_SPAN_SECOND
#define LAST_BACKOFF  G_TIME_SPAN_MINUTE

/* Rights, quotas and Windows itself may change, but not every minute. */
#define AFTER_REFUSAL (10 * G_TIME_SPAN_MINUTE)

/* Where Windows compares machines itself, each that runs has changed each time, in
 * its uptime, and an event is twenty times as big as what a poll reads of a
 * machine (inferred, WITHIN).  Answers full of that, again and again, cost host
 * and network more than polling does. */
#define MAX_NOISE 32
#define MAX_NOISY 3

/**
 * HvrListener:
 * @thread: (nullable): %NULL in tests
 * @session: (nullable): %NULL after whatever went wrong
 * @subscription: (nullable): the same
 * @renew_time: monotonic, when to subscribe anew
 * @n_failures: since the last good pull
 * @n_noise: events of this pull that nobody reads
 * @n_noisy: pulls in a row with more than enough of them
 */
struct _HvrListener {
    GThread *thread;
    HvrLine *line;
    HvrMailbox *mailbox;
    HvrWmiSession *session;
    HvrWmiSubscription *subscription;
    gint64 renew_time;
    guint n_failures;
    guint n_noise;
    guint n_noisy;
};

static gint64
get_time(HvrListener *listener)
{
    return hvr_clock_get_monotonic(listener->line->clock);
}

/* The new one is there before the old one goes, and what happened between the
 * last pull of the old one and the first of the new one a look will show. */
static gboolean
subscribe(HvrListener *listener, guint64 windows, GError **error)
{
    g_autofree char *wql = hvr_inventory_event_query(windows);
    HvrWmiSubscription *subscription =
        hvr_wmi_subscription_open(listener->session, HVR_WMI_NAMESPACE, wql, HEARTBEAT, EXPIRES,
                                  listener->line->closing, error);
    GTimeSpan granted;

    if (subscription == NULL)
        return FALSE;

    g_clear_pointer(&listener->subscription, hvr_wmi_subscription_close);
    listener->subscription = subscription;
    granted = hvr_wmi_subscription_get_expires(subscription);
    listener->renew_time = granted > 0 ? get_time(listener) + granted / 4 * 3 : G_MAXINT64;
    hvr_mailbox_set_flow(listener->mailbox, NULL);

    return TRUE;
}

static void
on_event(const HvrWmiEvent *event, gpointer user_data)
{
    HvrListener *listener = user_data;
    HvrHint hint = hvr_inventory_event_judge(event);

    if (hint == HVR_HINT_NONE)
        listener->n_noise++;
    hvr_mailbox_hint(listener->mailbox, hint);
}

static gboolean
check_worth(HvrListener *listener, GError **error)
{
    if (listener->n_noise <= MAX_NOISE) {
        listener->n_noisy = 0;
        return TRUE;
    }
    if (++listener->n_noisy < MAX_NOISY)
        return TRUE;
    listener->n_noisy = 0;

    return hvr_fail(error, HVR_ERROR_UNSUPPORTED,
                    g_dngettext(GETTEXT_PACKAGE,
                                "host '%1$s' tells of %2$u change at once that nobody reads; "
                                "asking costs less",
                                "host '%1$s' tells of %2$u changes at once that nobody reads; "
                                "asking costs less",
                                listener->n_noise),
                    hvr_wmi_session_get_host(listener->session), listener->n_noise);
}

static gboolean
pull(HvrListener *listener, GError **error)
{
    GTimeSpan patience = CLAMP(listener->renew_time - get_time(listener), LEAST_PATIENCE, PATIENCE);

    listener->n_noise = 0;
    if (!hvr_wmi_subscription_pull(listener->subscription, patience, on_event, listener,
                                   listener->line->closing, error))
        return FALSE;

    listener->n_failures = 0;

    return check_worth(listener, error);
}

static void
hang_up(HvrListener *listener)
{
    HvrWmiSession *session = listener->session;
    guint before = session != NULL ? hvr_wmi_session_get_n_requests(session) : 0;

    g_clear_pointer(&listener->subscription, hvr_wmi_subscription_close);
    if (session != NULL)
        hvr_line_count(listener->line, session, before);
    g_clear_pointer(&listener->session, hvr_wmi_session_free);
}

/* A sound "no" to the question whether there are events. */
static gboolean
is_refusal(const HvrListener *listener, const GError *error)
{
    gboolean is_answer = !hvr_line_is_broken(error) || hvr_error_is_code(error, HVR_ERROR_PROTOCOL);

    return hvr_error_is_code(error, HVR_ERROR_UNSUPPORTED) ||
           (is_answer && listener->session != NULL && listener->subscription == NULL);
}

static GTimeSpan
give_up(HvrListener *listener, const GError *error)
{
    gboolean is_refused = is_refusal(listener, error);

    hvr_mailbox_set_flow(listener->mailbox, error->message);
    hang_up(listener);
    if (is_refused)
        return AFTER_REFUSAL;

    listener->n_failures++;

    return MIN(FIRST_BACKOFF << MIN(listener->n_failures - 1, 6), LAST_BACKOFF);
}

/* A host that answers at once, with nothing or with the same again, is not asked
 * more often than it is looked at while somebody waits. */
static GTimeSpan
get_pause(HvrListener *listener, gint64 start)
{
    return MAX(start + listener->line->config.busy_interval - get_time(listener), 0);
}

GTimeSpan
hvr_listener_step(HvrListener *listener, guint64 windows)
{
    g_autoptr(GError) error = NULL;
    gint64 start = get_time(listener);
    gboolean is_due;
    guint before;

    if (listener->session == NULL)
        listener->session = hvr_line_open(listener->line, &error);
    if (listener->session == NULL)
        return give_up(listener, error);

    before = hvr_wmi_session_get_n_requests(listener->session);
    is_due = listener->subscription == NULL || get_time(listener) >= listener->renew_time;
    if (!is_due || subscribe(listener, windows, &error))
        pull(listener, &error);
    hvr_line_count(listener->line, listener->session, before);
    hvr_line_note(listener->line, listener->session, error);

    return error == NULL ? get_pause(listener, start) : give_up(listener, error);
}

static gpointer
listen(gpointer data)
{
    HvrListener *listener = data;
    guint64 windows;

    while (hvr_mailbox_await_reachable(listener->mailbox, &windows)) {
        GTimeSpan delay = hvr_listener_step(listener, windows);

        if (delay > 0)
            hvr_clock_sleep(listener->line->clock, delay, listener->line->closing, NULL);
    }

    return NULL;
}

HvrListener *
hvr_listener_new(HvrLine *line, HvrMailbox *mailbox)
{
    HvrListener *listener = g_new0(HvrListener, 1);

    listener->line = hvr_line_ref(line);
    listener->mailbox = hvr_mailbox_ref(mailbox);

    return listener;
}

HvrListener *
hvr_listener_start(HvrLine *line, HvrMailbox *mailbox)
{
    HvrListener *listener = hvr_listener_new(line, mailbox);

    listener->thread = g_thread_new("hvr-listener", listen, listener);

    return listener;
}

void
hvr_listener_free(HvrListener *listener)
{
    if (listener == NULL)
        return;

    g_clear_pointer(&listener->thread, g_thread_join);
    hang_up(listener);
    hvr_line_unref(listener->line);
    hvr_mailbox_unref(listener->mailbox);
    g_free(listener);
}
