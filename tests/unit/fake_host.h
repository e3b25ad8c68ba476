/* fake_host.h: a Hyper-V host without Hyper-V, for tests of what stands above the driver
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Implements host.h and command.h: state is what the test puts there, and work
 * ends when the test says so.
 */

#pragma once

#include "host.h"

G_BEGIN_DECLS

#define FAKE_WEB01_GUID "11111111-1111-4111-8111-111111111111"
#define FAKE_DB01_GUID  "22222222-2222-4222-8222-222222222222"
#define FAKE_OWN_GUID   "99999999-9999-4999-8999-999999999999"

/** FAKE_PICTURE_SIZE: bytes of a screenshot, all zero, more than two messages take */
#define FAKE_PICTURE_SIZE 600000

/** fake_host_new: "hv01" with web01 (running, id 7, two recovery points) and db 01 (off) */
HvrHost *fake_host_new(void);

/** fake_host_get_domain: 0 web01, 1 db 01 */
HvrDomain *fake_host_get_domain(HvrHost *host, guint index);

void fake_host_emit(HvrHost *host, const HvrEvent *event);

/** fake_host_set_jobs: (transfer full): of web01 */
void fake_host_set_jobs(HvrHost *host, HvrJob *running, HvrJob *last);

/** fake_host_hold: work does not end by itself any more */
void fake_host_hold(HvrHost *host);

/** fake_host_get_n_held: pieces of work begun and not ended */
guint fake_host_get_n_held(HvrHost *host);

/** fake_host_release: end the piece @index; @error: (transfer full) (nullable) */
void fake_host_release(HvrHost *host, guint index, GError *error);

/** fake_host_release_unexplained: as no host should: failed, but no error */
void fake_host_release_unexplained(HvrHost *host, guint index);

/** fake_host_get_last_work: the name of the last piece begun */
const char *fake_host_get_last_work(HvrHost *host);

/** fake_host_is_cancelled: whether the piece @index may be given up */
gboolean fake_host_is_cancelled(HvrHost *host, guint index);

/* For the rest of the fake. */

/** fake_host_begin: a piece of work called @work */
void fake_host_begin(HvrHost *host,
                     const char *work,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
gboolean fake_host_end(GAsyncResult *result, GError **error);

G_END_DECLS
