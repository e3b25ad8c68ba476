/* measure_event.c: events to many clients
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "measure.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gauge.h"
#include "wire_client.h"

/* Longer than this without any event, and the rest is lost. */
#define QUIET_MSEC 5000
#define READ_SIZE  65536

typedef struct {
    WireClient *wire;
    GByteArray *rest; /* the beginning of a frame */
    guint n_events;
} Listener;

static void
listener_free(Listener *listener)
{
    wire_client_free(listener->wire);
    g_byte_array_unref(listener->rest);
    g_free(listener);
}

static Listener *
listen_to(const MeasureTarget *target, GError **error)
{
    HvrWireRegister args = { .event = 0 };
    g_autoptr(GByteArray) frame = wire_client_encode(WIRE_REGISTER, CODER(HvrWireRegister), &args);
    g_autoptr(WireClient) wire = wire_client_open(target->socket, target->uri, error);
    Listener *listener;

    if (wire == NULL || !wire_client_exchange(wire, frame, error))
        return NULL;

    listener = g_new0(Listener, 1);
    listener->wire = g_steal_pointer(&wire);
    listener->rest = g_byte_array_new();

    return listener;
}

static guint
count_frames(Listener *listener)
{
    const GByteArray *bytes = listener->rest;
    guint n_events = 0;
    gsize n_used = 0;
    guint32 length;

    while (bytes->len - n_used >= HVR_RPC_HEADER_SIZE &&
           hvr_rpc_frame_get_length(bytes->data + n_used, &length) &&
           bytes->len - n_used >= length) {
        HvrRpcHeader header;

        hvr_rpc_frame_get_header(bytes->data + n_used, &header);
        n_events += header.type == HVR_RPC_MESSAGE && header.procedure == WIRE_LIFECYCLE;
        n_used += length;
    }
    if (n_used > 0)
        g_byte_array_remove_range(listener->rest, 0, n_used);

    return n_events;
}

/* Returns how many events that were. */
static guint
read_events(Listener *listener)
{
    guint n_before = listener->rest->len, n_events;
    gssize n;

    g_byte_array_set_size(listener->rest, n_before + READ_SIZE);
    n = recv(listener->wire->fd, listener->rest->data + n_before, READ_SIZE, MSG_DONTWAIT);
    g_byte_array_set_size(listener->rest, n_before + (n > 0 ? (guint)n : 0));
    n_events = count_frames(listener);
    listener->n_events += n_events;

    return n_events;
}

typedef struct {
    gint64 first;
    gint64 last;
    guint64 n_events;
} Tally;

static void
gather(int poll, guint64 n_wanted, Tally *tally)
{
    struct epoll_event ready[64];
    int n_ready;

    while (tally->n_events < n_wanted &&
           (n_ready = epoll_wait(poll, ready, G_N_ELEMENTS(ready), QUIET_MSEC)) > 0) {
        for (int i = 0; i < n_ready; i++) {
            guint n = read_events(ready[i].data.ptr);

            if (n == 0)
                continue;
            tally->last = gauge_get_nsec();
            if (tally->n_events == 0)
                tally->first = tally->last;
            tally->n_events += n;
        }
    }
}

static void
print_tally(const Tally *tally, GPtrArray *listeners, gint64 cpu_nsec)
{
    guint fewest = G_MAXUINT, most = 0;

    for (guint i = 0; i < listeners->len; i++) {
        const Listener *listener = g_ptr_array_index(listeners, i);

        fewest = MIN(fewest, listener->n_events);
        most = MAX(most, listener->n_events);
    }
    printf("{\"events\": %" G_GUINT64_FORMAT ", \"fewest\": %u, \"most\": %u, \"seconds\": %.6f, "
           "\"per_second\": %.0f, \"cpu_usec\": %.3f}\n",
           tally->n_events, fewest, most, (double)(tally->last - tally->first) / 1e9,
           (double)tally->n_events * 1e9 / (double)MAX(tally->last - tally->first, 1),
           (double)cpu_nsec / (double)MAX(tally->n_events, 1) / 1e3);
}

gboolean
measure_events(const MeasureTarget *target, guint n_clients, GError **error)
{
    g_autoptr(GPtrArray) listeners = g_ptr_array_new_with_free_func((GDestroyNotify)listener_free);
    g_autoptr(Gauge) before = NULL, after = NULL;
    int poll = epoll_create1(EPOLL_CLOEXEC);
    Tally tally = { 0 };

    for (guint i = 0; i < n_clients; i++) {
        Listener *listener = listen_to(target, error);
        struct epoll_event wanted = { .events = EPOLLIN, .data.ptr = listener };

        if (listener == NULL)
            return FALSE;
        g_ptr_array_add(listeners, listener);
        epoll_ctl(poll, EPOLL_CTL_ADD, listener->wire->fd, &wanted);
    }

    before = gauge_read(target->pid);
    printf("ready\n");
    fflush(stdout);
    gather(poll, (guint64)n_clients * target->count, &tally);
    close(poll);
    after = gauge_read(target->pid);
    print_tally(&tally, listeners, after->cpu_nsec - before->cpu_nsec);

    return TRUE;
}

/* One after the other: libvirtd's workers would mix up what comes together. */
gboolean
measure_toggles(const MeasureTarget *target, const char *domain, GError **error)
{
    g_autoptr(WireClient) client = wire_client_open(target->socket, target->uri, error);
    g_autoptr(GByteArray) suspend = NULL, resume = NULL;
    HvrWireDomain found = { 0 };

    if (client == NULL || !wire_client_lookup(client, domain, &found, error))
        return FALSE;

    suspend = wire_client_encode(WIRE_SUSPEND, CODER(HvrWireDomain), &found);
    resume = wire_client_encode(WIRE_RESUME, CODER(HvrWireDomain), &found);
    xdr_free(CODER(HvrWireDomain), &found);
    for (guint i = 0; i < target->count; i++) {
        if (!wire_client_exchange(client, i % 2 == 0 ? suspend : resume, error))
            return FALSE;
    }
    printf("{\"toggles\": %u}\n", target->count);

    return TRUE;
}
