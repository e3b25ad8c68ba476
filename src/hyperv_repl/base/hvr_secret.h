/* hvr_secret.h: a password that is wiped when it is no longer needed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Never printed, never copied by accident: the text is only lent to the one
 * function that sends it.  It lies in memory of its own that is neither swapped
 * nor dumped.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HvrSecret HvrSecret;

/** hvr_secret_new: @text is copied, the caller still wipes its own copy */
HvrSecret *hvr_secret_new(const char *text, gsize length);

HvrSecret *hvr_secret_ref(HvrSecret *secret);
void hvr_secret_unref(HvrSecret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrSecret, hvr_secret_unref)

/** hvr_secret_get_text: NUL-terminated, lent for as long as @secret lives */
const char *hvr_secret_get_text(HvrSecret *secret);

/** hvr_secret_wipe: overwrite @length bytes in a way no compiler drops */
void hvr_secret_wipe(void *bytes, gsize length);

G_END_DECLS
