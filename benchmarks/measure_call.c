/* measure_call.c: latency and cost of single calls
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "measure.h"

#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gauge.h"
#include "wire_client.h"

#define N_WARM_UP 50

static GByteArray *
encode_call(WireClient *client, const char *what, const char *name, GError **error)
{
    HvrWireDomainFlags on_domain = { .flags = 0 };
    HvrWireList list = { .need_results = 1 };
    GByteArray *frame;

    if (strcmp(what, "version") == 0)
        return wire_client_encode(WIRE_GET_LIB_VERSION, NULL, NULL);
    if (strcmp(what, "list") == 0)
        return wire_client_encode(WIRE_LIST_ALL, CODER(HvrWireList), &list);
    if (!wire_client_lookup(client, name, &on_domain.domain, error))
        return NULL;

    frame = wire_client_encode(strcmp(what, "xml") == 0 ? WIRE_GET_XML : WIRE_GET_STATE,
                               CODER(HvrWireDomainFlags), &on_domain);
    xdr_free(CODER(HvrWireDomainFlags), &on_domain);

    return frame;
}

static int
compare_nsec(gconstpointer a, gconstpointer b)
{
    const gint64 *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

void
measure_print_calls(gint64 *nsec, guint count, gint64 cpu_nsec, guint n_threads)
{
    gint64 sum = 0;

    for (guint i = 0; i < count; i++)
        sum += nsec[i];
    qsort(nsec, count, sizeof(*nsec), compare_nsec);
    printf("{\"mean_usec\": %.3f, \"p50_usec\": %.3f, \"p99_usec\": %.3f, \"cpu_usec\": %.3f, "
           "\"threads\": %u}\n",
           (double)sum / count / 1e3, (double)nsec[count / 2] / 1e3,
           (double)nsec[count - 1 - count / 100] / 1e3, (double)cpu_nsec / count / 1e3, n_threads);
}

gboolean
measure_calls(const MeasureTarget *target, const char *what, const char *domain, GError **error)
{
    g_autoptr(WireClient) client = wire_client_open(target->socket, target->uri, error);
    g_autofree gint64 *nsec = g_new0(gint64, MAX(target->count, 1));
    g_autoptr(GByteArray) frame = NULL;
    g_autoptr(Gauge) before = NULL, after = NULL;

    if (client == NULL)
        return FALSE;

    frame = encode_call(client, what, domain, error);
    if (frame == NULL)
        return FALSE;
    for (guint i = 0; i < N_WARM_UP; i++) {
        if (!wire_client_exchange(client, frame, error))
            return FALSE;
    }

    before = gauge_read(target->pid);
    for (guint i = 0; i < target->count; i++) {
        gint64 start = gauge_get_nsec();

        if (!wire_client_exchange(client, frame, error))
            return FALSE;
        nsec[i] = gauge_get_nsec() - start;
    }
    after = gauge_read(target->pid);
    measure_print_calls(nsec, target->count, after->cpu_nsec - before->cpu_nsec,
                        gauge_count_threads(before, after, target->count / 10 + 1));

    return TRUE;
}

static gboolean
connect_once(const MeasureTarget *target, GByteArray *closing, GError **error)
{
    g_autoptr(WireClient) client = wire_client_open(target->socket, target->uri, error);

    return client != NULL && wire_client_exchange(client, closing, error);
}

gboolean
measure_connects(const MeasureTarget *target, GError **error)
{
    g_autoptr(GByteArray) closing = wire_client_encode(WIRE_CLOSE, NULL, NULL);
    g_autoptr(Gauge) before = gauge_read(target->pid), after = NULL;
    gint64 start = gauge_get_nsec(), nsec;

    for (guint i = 0; i < target->count; i++) {
        if (!connect_once(target, closing, error))
            return FALSE;
    }
    nsec = gauge_get_nsec() - start;
    after = gauge_read(target->pid);
    printf("{\"per_second\": %.0f, \"cpu_usec\": %.3f}\n", target->count * 1e9 / (double)nsec,
           (double)(after->cpu_nsec - before->cpu_nsec) / target->count / 1e3);

    return TRUE;
}
