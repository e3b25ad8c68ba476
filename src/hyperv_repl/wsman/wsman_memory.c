/* wsman_memory.c: memory for libcurl that keeps nothing
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "wsman_memory.h"

#include <curl/curl.h>
#include <glib/gi18n-lib.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "hvr_error.h"

static void
wipe_and_free(void *memory)
{
    if (memory == NULL)
        return;

    explicit_bzero(memory, malloc_usable_size(memory));
    free(memory);
}

/* realloc() itself would leave the old place as it was. */
static void *
move(void *memory, size_t size)
{
    size_t old_size = memory != NULL ? malloc_usable_size(memory) : 0;
    void *moved = malloc(size);

    if (moved == NULL || memory == NULL)
        return moved;

    memcpy(moved, memory, MIN(size, old_size));
    wipe_and_free(memory);

    return moved;
}

gboolean
hvr_wsman_memory_start(GError **error)
{
    static gsize result;

    if (g_once_init_enter(&result)) {
        CURLcode code =
            curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wipe_and_free, move, strdup, calloc);

        g_once_init_leave(&result, (gsize)code + 1);
    }
    if (result == CURLE_OK + 1)
        return TRUE;

    return hvr_fail(error, HVR_ERROR_INTERNAL, _("libcurl cannot be initialised"));
}
