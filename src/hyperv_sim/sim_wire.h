/* sim_wire.h: an answer that is not what HTTP wants
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Written to a connection that libsoup has let go of.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HvsWireEnd: what happens when all is written
 * @HVS_WIRE_CLOSE: orderly
 * @HVS_WIRE_RESET: as a host that crashes does
 * @HVS_WIRE_HALF_CLOSE: nothing more comes, but the client may go on talking
 * @HVS_WIRE_SILENCE: nothing more, until the client leaves
 */
typedef enum {
    HVS_WIRE_CLOSE,
    HVS_WIRE_RESET,
    HVS_WIRE_HALF_CLOSE,
    HVS_WIRE_SILENCE,
} HvsWireEnd;

/**
 * HvsWireForm:
 * @length_percent: what Content-Length says, of the body's; 0: there is no head
 * @body_percent: as much of the body is sent
 * @n_copies: of it all
 * @text: (nullable): sent instead
 * @pace_ms: a byte in that time; 0: as fast as it goes
 */
typedef struct {
    guint length_percent;
    guint body_percent;
    guint n_copies;
    const char *text;
    guint pace_ms;
    HvsWireEnd end;
} HvsWireForm;

/** HvsWireAnswer: @head: status line and headers but for Content-Length, each with its line end */
typedef struct {
    const char *head;
    GBytes *body;
} HvsWireAnswer;

/** hvs_wire_format: (transfer full): all bytes of @answer in that form */
GBytes *hvs_wire_format(const HvsWireForm *form, const HvsWireAnswer *answer);

/** hvs_wire_new_set: (transfer full): for hvs_wire_write(); removing one cuts its connection */
GHashTable *hvs_wire_new_set(void);

/**
 * hvs_wire_write:
 * @stream: kept until that is over
 * @all: where it is kept
 * @over: called when it is, or cut
 */
void hvs_wire_write(const HvsWireForm *form,
                    GIOStream *stream,
                    GBytes *bytes,
                    GHashTable *all,
                    GDestroyNotify over,
                    gpointer user_data);

G_END_DECLS
