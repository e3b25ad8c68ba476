/* watcher.c: the thread that looks at a host over and over
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "watcher.h"

#include "host_facts.h"
#include "hvr_error.h"
#include "inventory_refresh.h"
#include "listener.h"
#include "mailbox.h"
#include "wmi_session.h"

#define BIT(refresh) (1u << (refresh))
#define REST         (BIT(HVR_INVENTORY_SETTINGS) | BIT(HVR_INVENTORY_DEVICES))
#define BEGINNING    (BIT(HVR_INVENTORY_FACTS) | BIT(HVR_INVENTORY_STATE))

/* What an answer's Date, to the second and as old as the answer, may be off without anybody
 * having set a clock. */
#define CLOCK_TOLERANCE 5

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
    gint64 skew;     /* seconds, as answers had it when the facts were asked for */
    gboolean is_new; /* nobody was told the facts */
    guint due;       /* BIT()s: what to refresh before the next picture is told */
    guint64 serial;  /* of the newest wish when the state was asked for */
    gint64 times[HVR_INVENTORY_N_REFRESHES]; /* monotonic, when each was made last */
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

/* What is told now was whole when it began: who wishes later waits for the next state. */
static void
begin(HvrWatcher *watcher)
{
    HvrHint hint;
    guint64 serial = hvr_mailbox_begin(watcher->mailbox, watcher->owners, &hint);

    if (serial != watcher->serial || hint == HVR_HINT_FULL)
        watcher->due |= REST;
    watcher->serial = serial;
}

/* By how many seconds the host's clock is ahead, says its last answer; else as before. */
static gint64
get_skew(const HvrWatcher *watcher)
{
    gint64 date = hvr_wmi_session_get_date(watcher->session);

    if (date <= 0)
        return watcher->skew;

    return date - hvr_clock_get_real(watcher->line->clock) / G_USEC_PER_SEC;
}

static gboolean
fetch_facts(HvrWatcher *watcher, GError **error)
{
    if (watcher->facts != NULL)
        return TRUE;

    watcher->facts = hvr_host_facts_fetch(watcher->session, watcher->line->closing, error);
    watcher->skew = get_skew(watcher);
    watcher->is_new = TRUE;

    return watcher->facts != NULL;
}

/* A host's clock is set while it is up, and so is ours; what is old by it would be so no more.
 * Facts that nobody was told are as new as they can be. */
static gboolean
has_new_clock(const HvrWatcher *watcher)
{
    return !watcher->is_new && ABS(get_skew(watcher) - watcher->skew) > CLOCK_TOLERANCE;
}

/* A restart may pass between two looks, so a new name may come without a failure. */
static void
follow_change(HvrWatcher *watcher, const HvrInventory *now)
{
    if (!hvr_inventory_is_quiet(watcher->inventory, now))
        watcher->due |= REST;
    if (hvr_inventory_is_renamed(watcher->inventory, now) || has_new_clock(watcher)) {
        g_clear_pointer(&watcher->facts, hvr_host_facts_free);
        watcher->due |= BEGINNING;
    }
}

static gboolean
refresh_inventory(HvrWatcher *watcher, HvrInventoryRefresh refresh, GError **error)
{
    g_autoptr(HvrInventory) now = hvr_inventory_copy(watcher->inventory);
    HvrInventoryHost host = {
        .session = watcher->session,
        .windows = watcher->facts->version,
        .owners = watcher->owners,
        .cancellable = watcher->line->closing,
    };

    if (!hvr_inventory_refresh(now, refresh, &host, error))
        return FALSE;
    if (refresh == HVR_INVENTORY_STATE && watcher->inventory != NULL)
        follow_change(watcher, now);

    hvr_inventory_free(watcher->inventory);
    watcher->inventory = g_steal_pointer(&now);

    return TRUE;
}

static gboolean
ask(HvrWatcher *watcher, HvrInventoryRefresh refresh, GError **error)
{
    if (watcher->session == NULL)
        watcher->session = hvr_line_open(watcher->line, error);
    if (watcher->session == NULL)
        return FALSE;

    return refresh == HVR_INVENTORY_FACTS ? fetch_facts(watcher, error)
                                          : refresh_inventory(watcher, refresh, error);
}

/* One refresh: the first of those that are due. */
static gboolean
look(HvrWatcher *watcher, GError **error)
{
    HvrInventoryRefresh refresh = (HvrInventoryRefresh)g_bit_nth_lsf(watcher->due, -1);
    guint before = watcher->session != NULL ? hvr_wmi_session_get_n_requests(watcher->session) : 0;
    GError *failure = NULL;

    if ((BIT(refresh) & BEGINNING) != 0)
        begin(watcher);
    watcher->due &= ~BIT(refresh);
    if (ask(watcher, refresh, &failure))
        watcher->times[refresh] = hvr_clock_get_monotonic(watcher->line->clock);
    else
        watcher->due |= BIT(refresh);
    if (watcher->session != NULL)
        hvr_line_count(watcher->line, watcher->session, before);
    hvr_line_note(watcher->line, watcher->session, failure);
    if (failure == NULL)
        return TRUE;

    g_propagate_error(error, failure);

    return FALSE;
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

    watcher->n_failures = 0;
    hvr_mailbox_set_reachable(watcher->mailbox, TRUE, watcher->facts->version);
    report->serial = watcher->serial;
    report->picture = hvr_inventory_describe(watcher->inventory, watcher->facts, watcher->owners);
    if (watcher->is_new)
        report->facts = copy_facts(watcher->facts);
    watcher->is_new = FALSE;

    return report;
}

/* @error: (transfer full) */
static HvrReport *
make_failure(HvrWatcher *watcher, GError *error)
{
    HvrReport *report = g_new0(HvrReport, 1);

    watcher->n_failures++;
    watcher->due |= BEGINNING;
    g_clear_pointer(&watcher->session, hvr_wmi_session_free);
    /* Who comes back may have been renamed, or upgraded. */
    g_clear_pointer(&watcher->facts, hvr_host_facts_free);
    hvr_workers_drop_idle(watcher->workers);
    hvr_mailbox_set_reachable(watcher->mailbox, FALSE, 0);
    report->serial = watcher->serial;
    report->error = error;

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
nap(HvrWatcher *watcher, const HvrWatcherNap *nap)
{
    g_autoptr(GCancellable)
        wake = hvr_mailbox_prepare_sleep(watcher->mailbox, watcher->serial, nap->wakes);

    return wake != NULL && hvr_clock_sleep(watcher->line->clock, nap->span, wake, NULL);
}

/* Returns: whether nothing happened all the while. */
static gboolean
sleep_after_look(HvrWatcher *watcher, gboolean is_busy)
{
    HvrWatcherNap naps[HVR_WATCHER_N_NAPS];
    gboolean has_events = hvr_mailbox_get_flow(watcher->mailbox, NULL);

    hvr_watcher_plan(&watcher->line->config, has_events, is_busy, naps);
    for (guint i = 0; i < G_N_ELEMENTS(naps); i++) {
        if (!nap(watcher, &naps[i]))
            return FALSE;
    }

    return TRUE;
}

/* A host that failed is left alone whatever it is said to tell. */
static void
tell_failure(HvrWatcher *watcher, GError *error)
{
    HvrReport *report = make_failure(watcher, error);
    HvrWatcherNap pause = { hvr_watcher_get_delay(watcher->n_failures, error), HVR_N_HINTS };

    post_and_wait(watcher, report);
    nap(watcher, &pause);
}

static HvrInventoryRefresh
choose(HvrWatcher *watcher, HvrInventoryMoment moment)
{
    const HvrHostConfig *config = &watcher->line->config;
    gboolean has_events = hvr_mailbox_get_flow(watcher->mailbox, NULL);

    return hvr_inventory_refresh_choose(
        watcher->times, hvr_clock_get_monotonic(watcher->line->clock),
        has_events ? config->resync_interval : config->idle_interval, moment);
}

static void
tell_picture(HvrWatcher *watcher)
{
    gboolean is_busy = post_and_wait(watcher, make_report(watcher));
    HvrInventoryRefresh next = choose(watcher, HVR_INVENTORY_TOLD);

    if (next == HVR_INVENTORY_N_REFRESHES && sleep_after_look(watcher, is_busy))
        next = choose(watcher, HVR_INVENTORY_RESTED);
    else if (next == HVR_INVENTORY_N_REFRESHES)
        next = choose(watcher, HVR_INVENTORY_WOKEN);
    watcher->due = BIT(next);
}

static gpointer
watch(gpointer data)
{
    HvrWatcher *watcher = data;
    HvrReport *last = NULL;

    while (!hvr_mailbox_is_stopped(watcher->mailbox)) {
        GError *error = NULL;

        if (!look(watcher, &error))
            tell_failure(watcher, error);
        else if (watcher->due == 0)
            tell_picture(watcher);
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
    watcher->due = BEGINNING | REST;
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
