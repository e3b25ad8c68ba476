/* purpose.c: why somebody wants a change
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "purpose.h"

#define KEY "hvr-purpose"

gboolean
hvr_purpose_is_line(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL) || g_utf8_strlen(text, -1) > HVR_PURPOSE_MAX_LINE)
        return FALSE;
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        if (g_unichar_iscntrl(g_utf8_get_char(text)))
            return FALSE;
    }

    return TRUE;
}

GCancellable *
hvr_purpose_new(GCancellable *caller, const char *reason)
{
    GCancellable *self = g_cancellable_new();

    g_object_set_data_full(G_OBJECT(self), KEY, g_strdup(reason), g_free);
    hvr_purpose_follow(self, caller);

    return self;
}

const char *
hvr_purpose_get_reason(GCancellable *cancellable)
{
    return cancellable != NULL ? g_object_get_data(G_OBJECT(cancellable), KEY) : NULL;
}

void
hvr_purpose_follow(GCancellable *self, GCancellable *caller)
{
    if (caller != NULL)
        g_signal_connect_object(caller, "cancelled", G_CALLBACK(g_cancellable_cancel), self,
                                G_CONNECT_SWAPPED);
    if (g_cancellable_is_cancelled(caller))
        g_cancellable_cancel(self);
}
