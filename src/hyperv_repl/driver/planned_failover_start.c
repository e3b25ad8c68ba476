/* planned_failover_start.c: a planned failover begun, or refused for what is so now
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <libvirt/libvirt.h>
#include <string.h>

#include "planned_failover.h"
#include "planned_failover_check.h"

typedef struct {
    HvrHost *source;
    HvrHost *target;
    guchar uuid[VIR_UUID_BUFLEN];
    HvrOperationOrder order;
    char *reason;
    guint n_looks;
    GAsyncReadyCallback callback;
    gpointer user_data;
} Start;

static void
start_free(Start *start)
{
    g_object_unref(start->source);
    g_object_unref(start->target);
    g_free(start->reason);
    g_free(start);
}

/* @start: (transfer full); @error: (transfer full) */
static void
fail(Start *start, GError *error)
{
    g_task_report_error(start->source, start->callback, start->user_data,
                        hvr_planned_failover_start_async, error);
    start_free(start);
}

static void on_looked(GObject *source, GAsyncResult *result, gpointer user_data);

static void
look(Start *start)
{
    HvrHost *next = start->n_looks++ == 0 ? start->source : start->target;

    hvr_host_refresh_async(next, NULL, on_looked, start);
}

/* The state of a moment ago is no ground for a refusal: what has just been done, by this very
 * daemon even, may not have arrived in it yet, least of all from the other host. */
static void
go(Start *start)
{
    GError *error = NULL;
    HvrDomain *domain = hvr_host_lookup_by_uuid(start->source, start->uuid, &error);
    guint memory;

    if (domain != NULL && hvr_planned_failover_check(start->source, start->target, domain,
                                                     start->order.wishes, &memory, &error)) {
        hvr_operation_start_async(hvr_planned_failover_get_plan(), start->source, start->target,
                                  domain, &start->order, start->callback, start->user_data);
        start_free(start);
    } else if (start->n_looks == 0) {
        g_error_free(error);
        look(start);
    } else {
        fail(start, error);
    }
}

static void
on_looked(GObject *source, GAsyncResult *result, gpointer user_data)
{
    Start *start = user_data;
    GError *error = NULL;

    if (!hvr_host_refresh_finish(HVR_HOST(source), result, &error))
        fail(start, error);
    else if (start->n_looks == 1)
        look(start);
    else
        go(start);
}

void
hvr_planned_failover_start_async(HvrHost *source,
                                 HvrHost *target,
                                 const guchar *uuid,
                                 const HvrOperationOrder *order,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
    Start *start = g_new0(Start, 1);

    start->source = g_object_ref(source);
    start->target = g_object_ref(target);
    memcpy(start->uuid, uuid, sizeof start->uuid);
    start->reason = g_strdup(order->reason);
    start->order = (HvrOperationOrder){ order->wishes, start->reason };
    start->callback = callback;
    start->user_data = user_data;
    go(start);
}
