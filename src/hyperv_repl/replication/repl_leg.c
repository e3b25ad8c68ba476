/* repl_leg.c: InstanceIDs of relationships and their settings
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "repl_leg.h"

#include <string.h>

#define PREFIX "Microsoft:"

/* By the documents there are two relationships at most, so "\2" is none. */
static const char *const suffixes[] = { "\\HVR\\0", "\\HVR\\1" };

#define SUFFIX_2012 "\\HVR"

gboolean
hvr_repl_leg_parse(const char *instance_id, char **out_vm, guint *out_index)
{
    const char *guid;
    const char *end;
    guint index = 0;

    if (instance_id == NULL || g_ascii_strncasecmp(instance_id, PREFIX, strlen(PREFIX)) != 0)
        return FALSE;
    guid = instance_id + strlen(PREFIX);
    end = strchr(guid, '\\');
    if (end == NULL || end == guid)
        return FALSE;

    if (g_ascii_strcasecmp(end, suffixes[1]) == 0)
        index = 1;
    else if (g_ascii_strcasecmp(end, suffixes[0]) != 0 && g_ascii_strcasecmp(end, SUFFIX_2012) != 0)
        return FALSE;

    *out_vm = g_ascii_strup(guid, end - guid);
    *out_index = index;

    return TRUE;
}

char *
hvr_repl_leg_format(const char *vm, guint index)
{
    g_return_val_if_fail(index < G_N_ELEMENTS(suffixes), NULL);

    return g_strconcat(PREFIX, vm, suffixes[index], NULL);
}

char *
hvr_repl_leg_format_single(const char *vm)
{
    return g_strconcat(PREFIX, vm, SUFFIX_2012, NULL);
}
