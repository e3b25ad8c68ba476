/* watcher.c: the thread that looks at a host over and over
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "watcher.h"

#include "host_facts.h"
#include "hvr_error.h"
#include "inventory.h"
#include "wmi_session.h"

/* Everything is asked anew at least this often: what nothing announces, like
 * checkpoints and recovery points, shows up after that time. */
#define FULL_INTERVAL (60 * G_TIME_SPAN_SECOND)

#define FIRST_BACKOFF G_TIME_SPAN_SECOND
#define LAST_BACKOFF  (30 * G_TIME_SPAN_SECOND)

/* What passes between the main context and the thread, guarded by the lock. */
typedef struct {
    GMutex lock;
    GCond taken;
    guint64 wanted;     /* serial of the newest wish */
    GCancellable *wake; /* cancelled to end the sleep */
    GHashTable *told;   /* job id to GUID */
    gboolean is_taken;
    gboolean is_busy;
    gboolean is_stopped;
} Mailbox;

struct _HvrWatcher {
    GThread *thread;           /* joined when its last report is delivered */
    gatomicrefcount ref_count; /* the owner's and the thread's */
    HvrLine *line;
    HvrWorkers *workers;
    GMainContext *context;
    HvrWatcherTake take;
    gpointer user_data;
    Mailbox mailbox;

    /* The thread's own. */
    HvrWmiSession *session;
    HvrHostFacts *facts;
    HvrInventory *inventory;
    GHashTable *owners;
    gint64 full_time;
    guint64 seen; /* serial of the newest wish that a good look fulfilled */
    guint n_failures;
};

static void
watcher_unref(HvrWatcher *watcher)
{
    if (!g_atomic_ref_count_dec(&watcher->ref_count))
        return;

    hvr_line_unref(watcher->line);
    g_main_context_unref(watcher->context);
    g_mutex_clear(&watcher->mailbox.lock);
    g_cond_clear(&watcher->mailbox.taken);
    g_object_unref(watcher->mailbox.wake);
    g_hash_table_unref(watcher->mailbox.told);
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
    Mailbox *mailbox = &watcher->mailbox;
    g_autoptr(GMutexLocker) locker = NULL;
    gboolean is_busy;

    /* Whoever learns that all is over may exit, which must not race what a
     * thread's end frees. */
    if (delivery->report->is_last)
        g_thread_join(watcher->thread);
    is_busy = watcher->take(delivery->report, watcher->user_data);

    locker = g_mutex_locker_new(&mailbox->lock);
    mailbox->is_busy = is_busy;
    mailbox->is_taken = TRUE;
    g_cond_signal(&mailbox->taken);

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
static void
post_and_wait(HvrWatcher *watcher, HvrReport *report)
{
    Mailbox *mailbox = &watcher->mailbox;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    mailbox->is_taken = FALSE;
    post(watcher, report);
    while (!mailbox->is_taken && !mailbox->is_stopped)
        g_cond_wait(&mailbox->taken, &mailbox->lock);
}

static guint64
begin(HvrWatcher *watcher)
{
    Mailbox *mailbox = &watcher->mailbox;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);
    GHashTableIter iter;
    gpointer id;
    gpointer guid;

    g_hash_table_iter_init(&iter, mailbox->told);
    while (g_hash_table_iter_next(&iter, &id, &guid)) {
        g_hash_table_iter_steal(&iter);
        g_hash_table_replace(watcher->owners, id, guid);
    }

    return mailbox->wanted;
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

    return watcher->inventory == NULL || watcher->seen != serial ||
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
    if (report->is_full)
        watcher->full_time = hvr_clock_get_monotonic(watcher->line->clock);

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
    gboolean is_first = watcher->inventory == NULL;
    guint before = 0;

    report->serial = begin(watcher);
    if (watcher->session != NULL)
        before = hvr_wmi_session_get_n_requests(watcher->session);
    if (prepare(watcher, &report->error))
        look(watcher, report, &report->error);
    if (watcher->session != NULL)
        hvr_line_count(watcher->line, watcher->session, before);

    if (report->error == NULL) {
        watcher->n_failures = 0;
        if (is_first)
            report->facts = copy_facts(watcher->facts);
    } else {
        watcher->n_failures++;
        g_clear_pointer(&watcher->session, hvr_wmi_session_free);
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

/* Returns: (transfer full) (nullable): what wakes the sleeper; %NULL if there is no time to sleep.
 */
static GCancellable *
prepare_sleep(HvrWatcher *watcher, guint64 serial, gboolean *out_is_busy)
{
    Mailbox *mailbox = &watcher->mailbox;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    *out_is_busy = mailbox->is_busy;
    if (mailbox->is_stopped || mailbox->wanted != serial)
        return NULL;
    g_object_unref(mailbox->wake);
    mailbox->wake = g_cancellable_new();

    return g_object_ref(mailbox->wake);
}

static void
sleep_after(HvrWatcher *watcher, guint64 serial, GTimeSpan delay)
{
    const HvrHostConfig *config = &watcher->line->config;
    gboolean is_busy;
    g_autoptr(GCancellable) wake = prepare_sleep(watcher, serial, &is_busy);

    if (wake == NULL)
        return;
    if (delay == 0)
        delay = is_busy ? config->busy_interval : config->idle_interval;
    hvr_clock_sleep(watcher->line->clock, delay, wake, NULL);
}

static gboolean
is_stopped(HvrWatcher *watcher)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&watcher->mailbox.lock);

    return watcher->mailbox.is_stopped;
}

static gpointer
watch(gpointer data)
{
    HvrWatcher *watcher = data;
    HvrReport *last = NULL;

    while (!is_stopped(watcher)) {
        HvrReport *report = make_report(watcher);
        guint64 serial = report->serial;
        GTimeSpan delay = 0;

        if (report->error != NULL)
            delay = hvr_watcher_get_delay(watcher->n_failures, report->error);
        post_and_wait(watcher, report);
        sleep_after(watcher, serial, delay);
    }

    hvr_workers_free(watcher->workers);
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
    Mailbox *mailbox = &watcher->mailbox;

    g_atomic_ref_count_init(&watcher->ref_count);
    g_atomic_ref_count_inc(&watcher->ref_count);
    watcher->line = hvr_line_ref(line);
    watcher->workers = workers;
    watcher->context = g_main_context_ref_thread_default();
    watcher->take = take;
    watcher->user_data = user_data;
    watcher->owners = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_mutex_init(&mailbox->lock);
    g_cond_init(&mailbox->taken);
    mailbox->wake = g_cancellable_new();
    mailbox->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    watcher->thread = g_thread_new("hvr-watcher", watch, watcher);

    return watcher;
}

guint64
hvr_watcher_want(HvrWatcher *watcher)
{
    Mailbox *mailbox = &watcher->mailbox;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    mailbox->wanted++;
    g_cancellable_cancel(mailbox->wake);

    return mailbox->wanted;
}

void
hvr_watcher_tell(HvrWatcher *watcher, const char *job_id, const char *guid)
{
    Mailbox *mailbox = &watcher->mailbox;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mailbox->lock);

    g_hash_table_replace(mailbox->told, g_strdup(job_id), g_strdup(guid));
}

void
hvr_watcher_stop(HvrWatcher *watcher)
{
    Mailbox *mailbox = &watcher->mailbox;

    g_mutex_lock(&mailbox->lock);
    mailbox->is_stopped = TRUE;
    g_cancellable_cancel(mailbox->wake);
    g_cond_signal(&mailbox->taken);
    g_mutex_unlock(&mailbox->lock);
    watcher_unref(watcher);
}
