/* host_console.h: what a machine's guest shows and is typed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "host.h"

G_BEGIN_DECLS

/** HVR_CONSOLE_MIME: what screenshots are */
#define HVR_CONSOLE_MIME "image/x-portable-pixmap"

/** HVR_CONSOLE_HOLD_MAX: milliseconds that keys may be held */
#define HVR_CONSOLE_HOLD_MAX 10000u

/**
 * hvr_host_screenshot_async:
 *
 * Scaled down where the whole picture would not fit an answer of the host.
 */
void hvr_host_screenshot_async(HvrHost *host,
                               HvrDomain *domain,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** hvr_host_screenshot_finish: (transfer full): a file of the type %HVR_CONSOLE_MIME */
GBytes *hvr_host_screenshot_finish(GAsyncResult *result, GError **error);

/**
 * hvr_host_send_keys_async:
 * @keys: (element-type guint): virtual-key codes, see hvr_keymap_translate()
 * @hold: milliseconds between pressing and releasing them
 *
 * All are pressed, one after the other, then released.
 */
void hvr_host_send_keys_async(HvrHost *host,
                              HvrDomain *domain,
                              const GArray *keys,
                              guint hold,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean hvr_host_send_keys_finish(GAsyncResult *result, GError **error);

G_END_DECLS
