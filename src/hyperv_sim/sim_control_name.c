/* sim_control_name.c: the command that renames a host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_control_private.h"

/* A name that a host of this world has, or had, would be two hosts'. */
char *
hvs_control_rename_host(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    HvsHost *other = hvs_world_find_host(world, words[1]);

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    if (!hvs_host_is_name(words[1]))
        return g_strdup_printf("error '%s' is no name of a computer", words[1]);
    if (other != NULL && other != host)
        return g_strdup_printf("error '%s' is or was the name of '%s'", words[1], other->name);
    hvs_host_rename(host, words[1]);

    return g_strdup("ok");
}
