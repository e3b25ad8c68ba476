/* sim_control_winrm.c: commands about a host's WinRM: its users, its traffic, what goes wrong
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_control_private.h"

#include <string.h>

#include "sim_upset.h"
#include "sim_world_value.h"

char *
hvs_control_upset(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    guint counts[] = { 1, 0 };

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    for (gsize i = 0; i < G_N_ELEMENTS(counts) && words[2 + i] != NULL; i++) {
        if (!hvs_control_parse_count(words[2 + i], G_MAXINT, &counts[i]))
            return g_strdup_printf("error '%s' is no number from 0 to %u", words[2 + i], G_MAXINT);
    }
    if (!hvs_upset_order(host, words[1], counts[0], counts[1]))
        return g_strdup_printf("error nothing is upset by '%s'; try 'list-upsets'", words[1]);

    return g_strdup("ok");
}

char *
hvs_control_list_upsets(HvsWorld *world G_GNUC_UNUSED, char **words G_GNUC_UNUSED)
{
    GString *text = g_string_new("ok none: what was ordered is taken back");
    const HvsUpset *upset;

    for (guint i = 0; (upset = hvs_upset_get(i)) != NULL; i++)
        g_string_append_printf(text, "; %s: %s", upset->name, upset->help);

    return g_string_free(text, FALSE);
}

char *
hvs_control_requests(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);

    return g_strdup_printf("ok %u", host->n_requests);
}

/* clang-format off */
static const struct {
    const char *name;
    goffset offset;
} counters[] = {
    { "requests",             G_STRUCT_OFFSET(HvsHost, n_requests)               },
    { "connections",          G_STRUCT_OFFSET(HvsHost, traffic.n_connections)    },
    { "peak-connections",     G_STRUCT_OFFSET(HvsHost, traffic.peak_connections) },
    { "accepted-connections", G_STRUCT_OFFSET(HvsHost, traffic.n_accepted)       },
    { "busy-connections",     G_STRUCT_OFFSET(HvsHost, traffic.n_busy)           },
    { "peak-requests",        G_STRUCT_OFFSET(HvsHost, traffic.peak_busy)        },
    { "subscriptions",        G_STRUCT_OFFSET(HvsHost, traffic.n_subscriptions)  },
};
/* clang-format on */

/* What was at most at once begins with what is right now. */
char *
hvs_control_counters(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    GString *text;

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    if (words[1] != NULL && strcmp(words[1], "reset") != 0)
        return g_strdup_printf("error counters can be reset, not '%s'", words[1]);

    text = g_string_new("ok");
    for (gsize i = 0; i < G_N_ELEMENTS(counters); i++)
        g_string_append_printf(text, "%s %s %u", i == 0 ? "" : ";", counters[i].name,
                               G_STRUCT_MEMBER(guint, host, counters[i].offset));
    if (words[1] != NULL) {
        host->traffic.peak_connections = host->traffic.n_connections;
        host->traffic.peak_busy = host->traffic.n_busy;
    }

    return g_string_free(text, FALSE);
}

/* Whoever is in stays in, as on Windows. */
char *
hvs_control_set_password(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    g_free(host->password);
    host->password = g_strdup(words[1]);

    return g_strdup("ok");
}

char *
hvs_control_expire_password(HvsWorld *world, char **words)
{
    HvsHost *host = hvs_world_find_host(world, words[0]);
    gboolean has_expired;

    if (host == NULL)
        return hvs_control_dup_no_host(words[0]);
    if (!hvs_world_value_parse_boolean(words[1], &has_expired))
        return g_strdup_printf("error a password has expired, yes or no, not '%s'", words[1]);
    host->winrm.password_expired = has_expired;

    return g_strdup("ok");
}
