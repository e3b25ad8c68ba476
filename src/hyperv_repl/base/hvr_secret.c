/* hvr_secret.c: a password that is wiped when it is no longer needed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "hvr_secret.h"

#include <string.h>

struct _HvrSecret {
    char *text;
    gsize length;
};

HvrSecret *
hvr_secret_new(const char *text, gsize length)
{
    HvrSecret *secret = g_atomic_rc_box_new0(HvrSecret);

    secret->text = g_malloc(length + 1);
    memcpy(secret->text, text, length);
    secret->text[length] = '\0';
    secret->length = length;

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

    hvr_secret_wipe(secret->text, secret->length);
    g_free(secret->text);
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
