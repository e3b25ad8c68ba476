/* host_image.h: asking a host what is in a virtual hard disk
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "host.h"
#include "image.h"

G_BEGIN_DECLS

/** hvr_host_ask_image_async: two requests; @path: a file on the host */
void hvr_host_ask_image_async(HvrHost *host,
                              const char *path,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/** hvr_host_ask_image_finish: (transfer full): %NULL with an error */
HvrImage *hvr_host_ask_image_finish(HvrHost *host, GAsyncResult *result, GError **error);

G_END_DECLS
