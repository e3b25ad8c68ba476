/* host_reading.h: readings of a host, kept while they are fresh
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Whoever asks while a reading is under way gets what it brings, so the host is
 * asked once, however many ask and however many machines there are.
 */

#pragma once

#include "host.h"
#include "reading.h"

G_BEGIN_DECLS

/** hvr_host_is_reading_fresh: @kinds: HVR_READING_BIT()s: nothing of it has to be asked for */
gboolean hvr_host_is_reading_fresh(HvrHost *host, guint kinds);

/**
 * hvr_host_read_async:
 * @kinds: HVR_READING_BIT()s
 *
 * Ends when each of them was read lately, or could not be read: see
 * hvr_host_get_reading().
 */
void hvr_host_read_async(HvrHost *host,
                         guint kinds,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean hvr_host_read_finish(HvrHost *host, GAsyncResult *result, GError **error);

/** hvr_host_get_reading: (transfer none): what the last attempt brought; %NULL with what it failed
 * with */
GPtrArray *hvr_host_get_reading(HvrHost *host, HvrReadingKind kind, GError **error);

/** hvr_host_get_cpu_time: (nullable): the processor time of a machine's life so far, nanoseconds,
 * as last read and not older than a minute; FALSE if nobody knows */
gboolean hvr_host_get_cpu_time(HvrHost *host, const HvrDomain *domain, guint64 *out_time);

/** hvr_host_drop_reading: @kinds: have to be read anew */
void hvr_host_drop_reading(HvrHost *host, guint kinds);

G_END_DECLS
