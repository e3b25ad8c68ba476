/* fake_console.c: checkpoints, screen and keyboard of the machines that a test makes up
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Implements host_checkpoint.h and host_console.h (see fake_host.h).
 */

#include <config.h>

#include "fake_host.h"
#include "host_checkpoint.h"
#include "host_console.h"

void
hvr_host_create_checkpoint_async(HvrHost *self,
                                 HvrDomain *domain,
                                 HvrCheckpoint *checkpoint,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
    g_autofree char *work = g_strdup_printf("make %s %s memory %d quiesced %d", domain->name,
                                            checkpoint->name, checkpoint->has_memory,
                                            checkpoint->is_quiesced);

    hvr_checkpoint_free(checkpoint);
    fake_host_begin(self, work, cancellable, callback, user_data);
}

/* The only one that there is. */
char *
hvr_host_create_checkpoint_finish(GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error) ? g_strdup("rp-2") : NULL;
}

void
hvr_host_apply_checkpoint_async(HvrHost *self,
                                HvrDomain *domain,
                                const char *name,
                                guint flags,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
    g_autofree char *work = g_strdup_printf("apply %s %s %u", domain->name, name, flags);

    fake_host_begin(self, work, cancellable, callback, user_data);
}

void
hvr_host_remove_checkpoint_async(HvrHost *self,
                                 HvrDomain *domain,
                                 const char *name,
                                 guint flags,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
    g_autofree char *work = g_strdup_printf("remove %s %s %u", domain->name, name, flags);

    fake_host_begin(self, work, cancellable, callback, user_data);
}

gboolean
hvr_host_checkpoint_finish(GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error);
}

void
hvr_host_screenshot_async(HvrHost *self,
                          HvrDomain *domain,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    fake_host_begin(self, "screenshot", cancellable, callback, user_data);
}

GBytes *
hvr_host_screenshot_finish(GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error)
               ? g_bytes_new_take(g_malloc0(FAKE_PICTURE_SIZE), FAKE_PICTURE_SIZE)
               : NULL;
}

void
hvr_host_send_keys_async(HvrHost *self,
                         HvrDomain *domain,
                         const GArray *keys,
                         guint hold,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr(GString) work = g_string_new(NULL);

    g_string_printf(work, "keys %s %u:", domain->name, hold);
    for (guint i = 0; i < keys->len; i++)
        g_string_append_printf(work, " %u", g_array_index(keys, guint, i));
    fake_host_begin(self, work->str, cancellable, callback, user_data);
}

gboolean
hvr_host_send_keys_finish(GAsyncResult *result, GError **error)
{
    return fake_host_end(result, error);
}
