/* host_reading.c: readings of a host, kept while they are fresh
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_reading.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "errand.h"
#include "host_private.h"
#include "host_query.h"
#include "host_reading_private.h"
#include "hvr_error.h"

/* An old sum of processor time is still a lower bound, but not for ever. */
#define STALE G_TIME_SPAN_MINUTE

/* What a worker brings: of each kind an array or an error. */
typedef struct {
    guint kinds;
    guint64 windows;
    GPtrArray *values[HVR_N_READINGS];
    GError *errors[HVR_N_READINGS];
} Harvest;

typedef struct {
    GPtrArray *value; /* (nullable) */
    GError *error;    /* (nullable) */
    gint64 time;      /* monotonic, when it was asked for; 0: never */
} Entry;

/* Waits until none of its kinds is under way. */
typedef struct {
    GTask *task;
    guint kinds;
} Waiter;

struct _HvrHostReadings {
    Entry entries[HVR_N_READINGS];
    guint pending;
    GPtrArray *waiters;
};

static void
harvest_free(gpointer data)
{
    Harvest *harvest = data;

    for (guint i = 0; i < HVR_N_READINGS; i++) {
        g_clear_pointer(&harvest->values[i], g_ptr_array_unref);
        g_clear_error(&harvest->errors[i]);
    }
    g_free(harvest);
}

static void
waiter_free(gpointer data)
{
    Waiter *waiter = data;

    g_object_unref(waiter->task);
    g_free(waiter);
}

static void
clear_entry(Entry *entry)
{
    g_clear_pointer(&entry->value, g_ptr_array_unref);
    g_clear_error(&entry->error);
    entry->time = 0;
}

HvrHostReadings *
hvr_host_readings_new(void)
{
    HvrHostReadings *readings = g_new0(HvrHostReadings, 1);

    readings->waiters = g_ptr_array_new_with_free_func(waiter_free);

    return readings;
}

void
hvr_host_readings_free(HvrHostReadings *readings)
{
    for (guint i = 0; i < HVR_N_READINGS; i++)
        clear_entry(&readings->entries[i]);
    g_ptr_array_unref(readings->waiters);
    g_free(readings);
}

static gint64
get_age(HvrHost *host, const Entry *entry)
{
    return entry->time == 0 ? G_MAXINT64 : hvr_clock_get_monotonic(host->line->clock) - entry->time;
}

static guint
list_stale(HvrHost *host, guint kinds)
{
    guint stale = 0;

    for (guint i = 0; i < HVR_N_READINGS; i++) {
        if ((kinds & HVR_READING_BIT(i)) != 0 &&
            get_age(host, &host->readings->entries[i]) > hvr_reading_get_row(i)->max_age)
            stale |= HVR_READING_BIT(i);
    }

    return stale;
}

gboolean
hvr_host_is_reading_fresh(HvrHost *host, guint kinds)
{
    return list_stale(host, kinds) == 0;
}

/* One kind that a host does not have says nothing about the others; one that
 * did not answer at all would let each of them wait in turn. */
static gboolean
goes_on(const GError *error)
{
    return error == NULL || hvr_error_is_code(error, HVR_ERROR_UNSUPPORTED) ||
           hvr_error_is_code(error, HVR_ERROR_INVALID) ||
           hvr_error_is_code(error, HVR_ERROR_DENIED) ||
           hvr_error_is_code(error, HVR_ERROR_NO_DOMAIN) ||
           hvr_error_is_code(error, HVR_ERROR_PROTOCOL) ||
           hvr_error_is_code(error, HVR_ERROR_JOB_FAILED);
}

static gpointer
harvest(HvrWmiSession *session, gpointer input, GCancellable *cancellable, GError **error)
{
    const Harvest *wanted = input;
    Harvest *result = g_new0(Harvest, 1);

    result->kinds = wanted->kinds;
    for (guint i = 0; i < HVR_N_READINGS; i++) {
        GError *failure = NULL;

        if ((wanted->kinds & HVR_READING_BIT(i)) == 0)
            continue;
        result->values[i] =
            hvr_reading_get_row(i)->fetch(session, wanted->windows, cancellable, &failure);
        if (!goes_on(failure)) {
            harvest_free(result);
            g_propagate_error(error, failure);
            return NULL;
        }
        result->errors[i] = failure;
    }

    return result;
}

/* Returns: (transfer full) (nullable): a task whose kinds are all there.  An answer
 * may bring new waiters, so each search starts anew. */
static GTask *
take_waiter(HvrHost *host)
{
    GPtrArray *waiters = host->readings->waiters;

    for (guint i = 0; i < waiters->len; i++) {
        const Waiter *waiter = waiters->pdata[i];

        if ((waiter->kinds & host->readings->pending) == 0) {
            GTask *task = g_object_ref(waiter->task);

            g_ptr_array_remove_index(waiters, i);
            return task;
        }
    }

    return NULL;
}

static void
answer_waiters(HvrHost *host)
{
    GTask *task;

    while ((task = take_waiter(host)) != NULL) {
        g_task_return_boolean(task, TRUE);
        g_object_unref(task);
    }
}

static void
put(Entry *entry, GPtrArray *value, GError *error, gint64 now)
{
    clear_entry(entry);
    entry->value = value;
    entry->error = error;
    entry->time = MAX(now, 1);
}

static void
on_harvested(GObject *source, GAsyncResult *result, gpointer user_data)
{
    HvrHost *host = HVR_HOST(source);
    guint kinds = GPOINTER_TO_UINT(user_data);
    g_autoptr(GError) error = NULL;
    Harvest *brought = hvr_host_query_finish(result, &error);
    gint64 now = hvr_clock_get_monotonic(host->line->clock);

    for (guint i = 0; i < HVR_N_READINGS; i++) {
        Entry *entry = &host->readings->entries[i];

        if ((kinds & HVR_READING_BIT(i)) == 0)
            continue;
        if (brought != NULL)
            put(entry, g_steal_pointer(&brought->values[i]), g_steal_pointer(&brought->errors[i]),
                now);
        else
            put(entry, NULL, g_error_copy(error), now);
    }
    g_clear_pointer(&brought, harvest_free);
    host->readings->pending &= ~kinds;
    answer_waiters(host);
}

static void
start_harvest(HvrHost *host, guint kinds)
{
    Harvest *wanted = g_new0(Harvest, 1);
    HvrWork work = { harvest, wanted, harvest_free, harvest_free };

    wanted->kinds = kinds;
    wanted->windows = host->facts != NULL ? host->facts->version : 0;
    host->readings->pending |= kinds;
    hvr_host_query_async(host, hvr_host_get_own_domain(host), &work, NULL, on_harvested,
                         GUINT_TO_POINTER(kinds));
}

void
hvr_host_read_async(HvrHost *host,
                    guint kinds,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    guint stale = list_stale(host, kinds);
    guint missing = stale & ~host->readings->pending;
    Waiter *waiter;

    g_assert(hvr_host_is_confined(host));
    g_task_set_source_tag(task, hvr_host_read_async);
    if (stale == 0) {
        g_task_return_boolean(task, TRUE);
        return;
    }

    waiter = g_new0(Waiter, 1);
    waiter->task = g_object_ref(task);
    waiter->kinds = stale;
    g_ptr_array_add(host->readings->waiters, waiter);
    if (missing != 0)
        start_harvest(host, missing);
}

gboolean
hvr_host_read_finish(HvrHost *host, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

GPtrArray *
hvr_host_get_reading(HvrHost *host, HvrReadingKind kind, GError **error)
{
    const Entry *entry = &host->readings->entries[kind];

    if (entry->value == NULL && entry->error != NULL && error != NULL)
        *error = g_error_copy(entry->error);
    else if (entry->value == NULL)
        hvr_fail(error, HVR_ERROR_INTERNAL, "'%s' was not read", hvr_reading_get_row(kind)->name);

    return entry->value;
}

/* The host's counters go by names, and two machines may have the same. */
static gboolean
is_only(HvrHost *host, const HvrDomain *domain)
{
    GPtrArray *domains = hvr_host_get_domains(host);

    for (guint i = 0; i < domains->len; i++) {
        const HvrDomain *other = domains->pdata[i];

        if (strcmp(other->name, domain->name) == 0 && strcmp(other->guid, domain->guid) != 0 &&
            hvr_domain_is_active(other))
            return FALSE;
    }

    return TRUE;
}

gboolean
hvr_host_get_cpu_time(HvrHost *host, const HvrDomain *domain, guint64 *out_time)
{
    const Entry *entry = &host->readings->entries[HVR_READING_CPU];
    gboolean is_known = FALSE;
    guint64 sum = 0;

    if (entry->value == NULL || get_age(host, entry) > STALE || !hvr_domain_is_active(domain) ||
        !is_only(host, domain))
        return FALSE;

    for (guint i = 0; i < entry->value->len; i++) {
        const HvrCpuTime *cpu = entry->value->pdata[i];

        if (strcmp(cpu->machine, domain->name) != 0)
            continue;
        sum += cpu->time;
        is_known = TRUE;
    }
    if (is_known)
        *out_time = sum;

    return is_known;
}

void
hvr_host_drop_reading(HvrHost *host, guint kinds)
{
    for (guint i = 0; i < HVR_N_READINGS; i++) {
        if ((kinds & HVR_READING_BIT(i)) != 0)
            host->readings->entries[i].time = 0;
    }
}
