/* hvr_secret.c: a password that is wiped when it is no longer needed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct _HvrSecret {
    char *text; /* a mapping of its own */
    gsize n_mapped;
};

/* Whole pages that are never swapped out, dumped, or seen by a child.  Locking
 * may fail where the limit is low, which is no reason to refuse to work. */
static char *
map(gsize length, gsize *out_n_mapped)
{
    gsize page = (gsize)sysconf(_SC_PAGESIZE);
    gsize n_mapped = (length / page + 1) * page;
    void *memory = mmap(NULL, n_mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        return NULL;

    mlock(memory, n_mapped);
    madvise(memory, n_mapped, MADV_DONTDUMP);
    madvise(memory, n_mapped, MADV_WIPEONFORK);
    *out_n_mapped = n_mapped;

    return memory;
}

HvrSecret *
hvr_secret_new(const char *text, gsize length)
{
    HvrSecret *secret = g_atomic_rc_box_new0(HvrSecret);

    secret->text = map(length + 1, &secret->n_mapped);
    /* As GLib does where there is no memory left. */
    g_assert(secret->text != NULL);
    memcpy(secret->text, text, length);

    return secret;
}

HvrSecret *
hvr_secret_ref(HvrSecret *secret)
{
    return g_atomic_rc_box_acquire(secret);
}

static void
secret_clear(gpointer data)
{
    HvrSecret *secret = data;

    hvr_secret_wipe(secret->text, secret->n_mapped);
    munmap(secret->text, secret->n_mapped);
}

void
hvr_secret_unref(HvrSecret *secret)
{
    g_atomic_rc_box_release_full(secret, secret_clear);
}

const char *
hvr_secret_get_text(HvrSecret *secret)
{
    return secret->text;
}

void
hvr_secret_wipe(void *bytes, gsize length)
{
    explicit_bzero(bytes, length);
}
