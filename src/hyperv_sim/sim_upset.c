/* sim_upset.c: what goes wrong between a host and its clients
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_upset.h"

#include <string.h>

#include "sim_upset_body.h"

#define MAX_DELAY_MS (24u * 3600 * 1000)

typedef struct {
    const HvsUpset *upset;
    guint delay_ms;
    guint count;
    guint after;
} Order;

/* What becomes of a request to a host that is down. */
#define DROP_REQUEST 0

/* clang-format off */
static const HvsUpset upsets[] = {
    [DROP_REQUEST] =
    { "drop-request",       "closed before it takes effect",                  HVS_UPSET_UNDONE, .is_misshapen = TRUE, .form = { .end = HVS_WIRE_CLOSE } },
    { "drop-reply",         "closed after it took effect",                    HVS_UPSET_DONE,   .is_misshapen = TRUE, .form = { .end = HVS_WIRE_CLOSE } },
    { "delay",              "delay=MS: answered that late",                   HVS_UPSET_DONE },
    { "reauthenticate",     "401, the connection is nobody's again",          HVS_UPSET_UNREAD, .status = 401 },
    { "forget-context",     "400, the connection is nobody's again",          HVS_UPSET_UNREAD, .status = 400 },
    { "status-401",         "401 without effect or schemes",                  HVS_UPSET_UNDONE, .status = 401 },
    { "status-413",         "413 without effect",                             HVS_UPSET_UNDONE, .status = 413 },
    { "status-500",         "500 without effect or body",                     HVS_UPSET_UNDONE, .status = 500 },
    { "status-503",         "503 without effect",                             HVS_UPSET_UNDONE, .status = 503 },
    { "truncate",           "half of the answer, then closed",                HVS_UPSET_DONE,   .is_misshapen = TRUE, .form = { 100, 50, 1, .end = HVS_WIRE_CLOSE } },
    { "long-length",        "half of what Content-Length says, then silence", HVS_UPSET_DONE,   .is_misshapen = TRUE, .form = { 200, 100, 1, .end = HVS_WIRE_SILENCE } },
    { "short-length",       "twice what Content-Length says",                 HVS_UPSET_DONE,   .is_misshapen = TRUE, .form = { 50, 100, 1, .end = HVS_WIRE_SILENCE } },
    { "garbage",            "something that is not HTTP",                     HVS_UPSET_DONE,   .is_misshapen = TRUE, .form = { .text = "\x16\x03\x01 220 mail ready\r\n\xff\xfe\r\n\r\n", .end = HVS_WIRE_CLOSE } },
    { "oversize",           "an answer of 64 MiB",                            HVS_UPSET_DONE,   .replace = hvs_upset_body_oversize },
    { "half-close",         "the head, then no more from here",               HVS_UPSET_DONE,   .is_misshapen = TRUE, .form = { 100, 0, 1, .end = HVS_WIRE_HALF_CLOSE } },
    { "reset",              "reset after it took effect",                     HVS_UPSET_DONE,   .is_misshapen = TRUE, .form = { .end = HVS_WIRE_RESET } },
    { "slow",               "a byte each 50 ms",                              HVS_UPSET_DONE,   .is_misshapen = TRUE, .form = { 100, 100, 1, .pace_ms = 50, .end = HVS_WIRE_CLOSE } },
    { "xml-bomb",           "entities that would be a gigabyte",              HVS_UPSET_DONE,   .replace = hvs_upset_body_bomb },
    { "xml-deep",           "100000 elements inside each other",              HVS_UPSET_DONE,   .replace = hvs_upset_body_deep },
    { "twice",              "the answer two times",                           HVS_UPSET_DONE,   .is_misshapen = TRUE, .form = { 100, 100, 2, .end = HVS_WIRE_SILENCE } },
    { "stray-fault-before", "the fault InternalError without effect",         HVS_UPSET_UNDONE, .fault = HVS_FAULT_INTERNAL },
    { "stray-fault-after",  "the fault InternalError after it took effect",   HVS_UPSET_DONE,   .fault = HVS_FAULT_INTERNAL },
};
/* clang-format on */

const HvsUpset *
hvs_upset_get_drop(void)
{
    return &upsets[DROP_REQUEST];
}

const HvsUpset *
hvs_upset_get(guint i)
{
    return i < G_N_ELEMENTS(upsets) ? &upsets[i] : NULL;
}

static const HvsUpset *
find_upset(const char *name, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(upsets); i++) {
        if (strlen(upsets[i].name) == length && strncmp(upsets[i].name, name, length) == 0)
            return &upsets[i];
    }

    return NULL;
}

/* Only a delay has a number, and always. */
static gboolean
parse_delay(const HvsUpset *upset, const char *text, guint *out_delay_ms)
{
    gboolean is_delay = g_str_equal(upset->name, "delay");
    guint64 delay = 0;

    if (is_delay != (*text == '=') ||
        (is_delay && !g_ascii_string_to_unsigned(text + 1, 10, 0, MAX_DELAY_MS, &delay, NULL)))
        return FALSE;
    *out_delay_ms = (guint)delay;

    return TRUE;
}

void
hvs_upset_clear(HvsHost *host)
{
    g_queue_clear_full(&host->upsets, g_free);
}

gboolean
hvs_upset_order(HvsHost *host, const char *text, guint count, guint after)
{
    gsize length = strcspn(text, "=");
    const HvsUpset *upset = find_upset(text, length);
    Order *order;
    guint delay_ms;

    if (g_str_equal(text, "none")) {
        hvs_upset_clear(host);
        return TRUE;
    }
    if (upset == NULL || !parse_delay(upset, text + length, &delay_ms))
        return FALSE;

    if (count > 0) {
        order = g_new0(Order, 1);
        *order = (Order){ upset, delay_ms, count, after };
        g_queue_push_tail(&host->upsets, order);
    }

    return TRUE;
}

const HvsUpset *
hvs_upset_take(HvsHost *host, guint *out_delay_ms)
{
    Order *order = g_queue_peek_head(&host->upsets);
    const HvsUpset *upset;

    *out_delay_ms = 0;
    if (order == NULL)
        return NULL;
    if (order->after > 0) {
        order->after--;
        return NULL;
    }

    upset = order->upset;
    *out_delay_ms = order->delay_ms;
    if (--order->count == 0)
        g_free(g_queue_pop_head(&host->upsets));

    return upset;
}
