/* watcher.c: the thread that looks at a host over and over
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "watcher.h"

#include "host_facts.h"
#include "hvr_error.h"
#include "inventory.h"
#include "listener.h"
#include "mailbox.h"
#include "wmi_session.h"

/* Everything is asked anew at least this often: what nothing announces, like
 * checkpoints and recovery points, shows up after that time. */
#define FULL_INTERVAL (60 * G_TIME_SPAN_SECOND)

#define FIRST_BACKOFF G_TIME_SPAN_SECOND
#define LAST_BACKOFF  (30 * G_TIME_SPAN_SECOND)

struct _HvrWatcher {
    GThread *thread;           /* joined when its last report is delivered */
    gatomicrefcount ref_count; /* the owner's and the thread's */
    HvrLine *line;
    HvrWorkers *workers;
    GMainContext *context;
    HvrWatcherTake take;
    gpointer user_data;
    HvrMailbox *mailbox;
    HvrListener *listener; /* (nullable): ended together with the watcher, like the workers */

    /* The thread's own. */
    HvrWmiSession *session;
    HvrHostFacts *facts;
    HvrInventory *inventory;
    GHashTable *owners;
    gint64 full_time;
    guint64 seen;         /* serial of the newest wish that a good look fulfilled */
    gboolean is_full_due; /* events said so, and no good look was full since */
    guint n_failures;
};

static void
watcher_unref(HvrWatcher *watcher)
{
    if (!g_atomic_ref_count_dec(&watcher->ref_count))
        return;

    hvr_line_unref(watcher->line);
    g_main_context_unref(watcher->context);
    hvr_mailbox_unref(watcher->mailbox);
    g_clear_pointer(&watcher->session, hvr_wmi_session_free);
    hvr_host_facts_free(watcher->facts);
    hvr_inventory_free(watcher->inventory);
    g_hash_table_unref(watcher->owners);
    g_free(watcher);
}

static void
report_free(HvrReport *report)
{
    g_clear_pointer(&report->picture, hvr_picture_unref);
    hvr_host_facts_free(report->facts);
    g_clear_error(&report->error);
    g_free(report);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReport, report_free)

typedef struct {
    HvrWatcher *watcher;
    HvrReport *report;
} Delivery;

static void
delivery_free(gpointer data)
{
    Delivery *delivery = data;

    report_free(delivery->report);
    watcher_unref(delivery->watcher);
    g_free(delivery);
}

static gboolean
deliver(gpointer data)
{
    Delivery *delivery = data;
    HvrWatcher *watcher = delivery->watcher;

    /* Whoever learns that all is over may exit, which must not race what a
     * thread's end frees. */
    if (delivery->report->is_last)
        g_thread_join(watcher->thread);
    hvr_mailbox_take(watcher->mailbox, watcher->take(delivery->report, watcher->user_data));

    return G_SOURCE_REMOVE;
}

/* Not g_main_context_invoke(): that would run @deliver in this thread whenever
 * nobody iterates the context just now. */
static void
post(HvrWatcher *watcher, HvrReport *report)
{
    g_autoptr(GSource) source = g_idle_source_new();
    Delivery *delivery = g_new0(Delivery, 1);

    g_atomic_ref_count_inc(&watcher->ref_count);
    delivery->watcher = watcher;
    delivery->report = report;
    g_source_set_priority(source, G_PRIORITY_DEFAULT);
    g_source_set_callback(source, deliver, delivery, delivery_free);
    g_source_attach(source, watcher->context);
}

/* One report at a time: a main context that is late is not flooded, and how
 * busy it is afterwards decides how long to sleep. */
static gboolean
post_and_wait(HvrWatcher *watcher, HvrReport *report)
{
    hvr_mailbox_expect(watcher->mailbox);
    post(watcher, report);

    return hvr_mailbox_await_taken(watcher->mailbox);
}

static gboolean
prepare(HvrWatcher *watcher, GError **error)
{
    GCancellable *closing = watcher->line->closing;

    if (watcher->session == NULL)
        watcher->session = hvr_line_open(watcher->line, error);
    if (watcher->session == NULL)
        return FALSE;
    if (watcher->facts != NULL)
        return TRUE;

    watcher->facts = hvr_host_facts_fetch(watcher->session, closing, error);

    return watcher->facts != NULL;
}

static gboolean
is_full_due(const HvrWatcher *watcher, const HvrInventory *now, guint64 serial)
{
    gint64 time = hvr_clock_get_monotonic(watcher->line->clock);

    return watcher->inventory == NULL || watcher->seen != serial || watcher->is_full_due ||
           time - watcher->full_time >= FULL_INTERVAL ||
           !hvr_inventory_is_quiet(watcher->inventory, now);
}

static gboolean
look(HvrWatcher *watcher, HvrReport *report, GError **error)
{
    g_autoptr(HvrInventory) now = hvr_inventory_new();
    GCancellable *closing = watcher->line->closing;
    HvrWmiSession *session = watcher->session;
    guint64 windows = watcher->facts->version;

    if (!hvr_inventory_fetch(now, session, windows, closing, error))
        return FALSE;

    report->is_full = is_full_due(watcher, now, report->serial);
    if (!report->is_full)
        hvr_inventory_share_settings(now, watcher->inventory);
    else if (!hvr_inventory_fetch_settings(now, session, windows, closing, error))
        return FALSE;
    if (!hvr_inventory_fetch_owners(now, watcher->owners, session, closing, error))
        return FALSE;

    report->picture = hvr_inventory_describe(now, watcher->facts, watcher->owners);
    hvr_inventory_free(watcher->inventory);
    watcher->inventory = g_steal_pointer(&now);
    watcher->seen = report->serial;
    if (report->is_full) {
        watcher->full_time = hvr_clock_get_monotonic(watcher->line->clock);
        watcher->is_full_due = FALSE;
    }

    return TRUE;
}

static HvrHostFacts *
copy_facts(const HvrHostFacts *facts)
{
    HvrHostFacts *copy = g_memdup2(facts, sizeof *facts);

    copy->hostname = g_strdup(facts->hostname);
    copy->cpu_model = g_strdup(facts->cpu_model);

    return copy;
}

static HvrReport *
make_report(HvrWatcher *watcher)
{
    HvrReport *report = g_new0(HvrReport, 1);
    gboolean is_new = watcher->facts == NULL;
    HvrHint hint;
    guint before = 0;

    report->serial = hvr_mailbox_begin(watcher->mailbox, watcher->owners, &hint);
    watcher->is_full_due = watcher->is_full_due || hint == HVR_HINT_FULL;
    if (watcher->session != NULL)
        before = hvr_wmi_session_get_n_requests(watcher->session);
    if (prepare(watcher, &report->error))
        look(watcher, report, &report->error);
    if (watcher->session != NULL)
        hvr_line_count(watcher->line, watcher->session, before);
    hvr_line_note(watcher->line, watcher->session, report->error);

    hvr_mailbox_set_reachable(watcher->mailbox, report->error == NULL,
                              watcher->facts != NULL ? watcher->facts->version : 0);
    if (report->error == NULL) {
        watcher->n_failures = 0;
        if (is_new)
            report->facts = copy_facts(watcher->facts);
    } else {
        watcher->n_failures++;
        g_clear_pointer(&watcher->session, hvr_wmi_session_free);
        /* Who comes back may have been renamed, or upgraded. */
        g_clear_pointer(&watcher->facts, hvr_host_facts_free);
    }

    return report;
}

/* Wrong credentials do not get better by trying, and may lock the account. */
GTimeSpan
hvr_watcher_get_delay(guint n_failures, const GError *error)
{
    if (hvr_error_is_code(error, HVR_ERROR_AUTH))
        return LAST_BACKOFF;

    return MIN(FIRST_BACKOFF << MIN(n_failures - 1, 5), LAST_BACKOFF);
}

/* However many events come: those that matter make no more looks than somebody
 * who waits does, the others no more than polling would. */
void
hvr_watcher_plan(const HvrHostConfig *config,
                 gboolean has_events,
                 gboolean is_busy,
                 HvrWatcherNap *out_naps)
{
    GTimeSpan idle = has_events ? config->resync_interval : config->idle_interval;
    GTimeSpan whole = is_busy ? config->busy_interval : idle;
    GTimeSpan first = MIN(config->busy_interval, whole);
    GTimeSpan second = CLAMP(config->idle_interval, first, whole);

    out_naps[0] = (HvrWatcherNap){ first, HVR_N_HINTS };
    out_naps[1] = (HvrWatcherNap){ second - first, HVR_HINT_NOW };
    out_naps[2] = (HvrWatcherNap){ whole - second, HVR_HINT_LATER };
}

/* Returns: whether the whole of it was slept. */
static gboolean
nap(HvrWatcher *watcher, guint64 serial, const HvrWatcherNap *nap)
{
    g_autoptr(GCancellable) wake = hvr_mailbox_prepare_sleep(watcher->mailbox, serial, nap->wakes);

    return wake != NULL && hvr_clock_sleep(watcher->line->clock, nap->span, wake, NULL);
}

/* A host that failed is left alone whatever it is said to tell. */
static void
sleep_after_failure(HvrWatcher *watcher, guint64 serial, GTimeSpan delay)
{
    nap(watcher, serial, &(HvrWatcherNap){ delay, HVR_N_HINTS });
}

static void
sleep_after_look(HvrWatcher *watcher, guint64 serial, gboolean is_busy)
{
    HvrWatcherNap naps[HVR_WATCHER_N_NAPS];
    gboolean has_events = hvr_mailbox_get_flow(watcher->mailbox, NULL);

    hvr_watcher_plan(&watcher->line->config, has_events, is_busy, naps);
    for (guint i = 0; i < G_N_ELEMENTS(naps); i++) {
        if (!nap(watcher, serial, &naps[i]))
            return;
    }
}

static gpointer
watch(gpointer data)
{
    HvrWatcher *watcher = data;
    HvrReport *last = NULL;

    while (!hvr_mailbox_is_stopped(watcher->mailbox)) {
        HvrReport *report = make_report(watcher);
        guint64 serial = report->serial;
        GTimeSpan delay = 0;
        gboolean is_busy;

        if (report->error != NULL)
            delay = hvr_watcher_get_delay(watcher->n_failures, report->error);
        is_busy = post_and_wait(watcher, report);
        if (delay > 0)
            sleep_after_failure(watcher, serial, delay);
        else
            sleep_after_look(watcher, serial, is_busy);
    }

    hvr_workers_free(watcher->workers);
    g_clear_pointer(&watcher->listener, hvr_listener_free);
    g_clear_pointer(&watcher->session, hvr_wmi_session_free);
    last = g_new0(HvrReport, 1);
    last->is_last = TRUE;
    post(watcher, last);
    watcher_unref(watcher);

    return NULL;
}

HvrWatcher *
hvr_watcher_new(HvrLine *line, HvrWorkers *workers, HvrWatcherTake take, gpointer user_data)
{
    HvrWatcher *watcher = g_new0(HvrWatcher, 1);

    g_atomic_ref_count_init(&watcher->ref_count);
    g_atomic_ref_count_inc(&watcher->ref_count);
    watcher->line = hvr_line_ref(line);
    watcher->workers = workers;
    watcher->context = g_main_context_ref_thread_default();
    watcher->take = take;
    watcher->user_data = user_data;
    watcher->owners = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    watcher->mailbox = hvr_mailbox_new();
    if (line->config.want_events)
        watcher->listener = hvr_listener_start(line, watcher->mailbox);
    watcher->thread = g_thread_new("hvr-watcher", watch, watcher);

    return watcher;
}

guint64
hvr_watcher_want(HvrWatcher *watcher)
{
    return hvr_mailbox_want(watcher->mailbox);
}

void
hvr_watcher_tell(HvrWatcher *watcher, const char *job_id, const char *guid)
{
    hvr_mailbox_tell(watcher->mailbox, job_id, guid);
}

gboolean
hvr_watcher_get_flow(HvrWatcher *watcher, char **out_why_not)
{
    return hvr_mailbox_get_flow(watcher->mailbox, out_why_not);
}

void
hvr_watcher_stop(HvrWatcher *watcher)
{
    hvr_mailbox_stop(watcher->mailbox);
    watcher_unref(watcher);
}
