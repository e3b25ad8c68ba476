/* sim_world.c: a set of hosts, the links between them, and GUIDs
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "sim_world.h"

#include "sim_vm.h"

/* The defaults of the fact sheet; each one is inferred. */
static const HvsSwitches default_switches = {
    .methods_start_jobs = TRUE,
    .reverse_commits = TRUE,
    .relationship_always = FALSE,
    .auto_resynchronize = TRUE,
    .unknown_property_refused = FALSE,
    .external_provider = FALSE,
    .failover_in_progress = TRUE,
    .export_replicates = TRUE,
    .replica_shows_resync = FALSE,
    .resync_critical = FALSE,
    .resume_resynchronizes = FALSE,
    .port_zero_refused = FALSE,
    .disks_as_ids = FALSE,
    .second_test_in_use = FALSE,
    .first_page_items = 1,
    .contexts_stay = FALSE,
    .wmi_errors = FALSE,
    .background_jobs = TRUE,
};

HvsWorld *
hvs_world_new(HvrClock *clock, gint64 start, double speed, guint32 seed)
{
    HvsWorld *world = g_new0(HvsWorld, 1);

    world->clock = hvr_clock_ref(clock);
    world->clock_mark = hvr_clock_get_monotonic(clock);
    world->start = start;
    world->now = start;
    world->speed = speed;
    world->timeline = g_sequence_new(g_free);
    world->rand = g_rand_new_with_seed(seed);
    world->hosts = g_ptr_array_new_with_free_func((GDestroyNotify)hvs_host_free);
    world->cut_links = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    world->switches = default_switches;

    return world;
}

void
hvs_world_free(HvsWorld *world)
{
    if (world == NULL)
        return;

    /* VMs of different hosts know each other: all of them go before any host does. */
    for (guint i = 0; i < world->hosts->len; i++) {
        HvsHost *host = g_ptr_array_index(world->hosts, i);

        while (host->vms->len > 0)
            hvs_vm_remove(g_ptr_array_index(host->vms, host->vms->len - 1));
    }
    g_ptr_array_unref(world->hosts);
    g_ptr_array_unref(world->cut_links);
    g_sequence_free(world->timeline);
    g_rand_free(world->rand);
    hvr_clock_unref(world->clock);
    g_free(world);
}

static gboolean
had_name(const HvsHost *host, const char *name)
{
    for (guint i = 0; i < host->former_names->len; i++) {
        if (g_ascii_strcasecmp(host->former_names->pdata[i], name) == 0)
            return TRUE;
    }

    return FALSE;
}

HvsHost *
hvs_world_find_host(HvsWorld *world, const char *name)
{
    for (guint i = 0; name != NULL && i < world->hosts->len; i++) {
        HvsHost *host = g_ptr_array_index(world->hosts, i);

        if (hvs_host_has_name(host, name) || had_name(host, name))
            return host;
    }

    return NULL;
}

HvsHost *
hvs_world_resolve_host(HvsWorld *world, const char *name)
{
    HvsHost *host = hvs_world_find_host(world, name);

    return host != NULL && hvs_host_has_name(host, name) ? host : NULL;
}

static gboolean
find_cut(const HvsWorld *world, const HvsHost *a, const HvsHost *b, guint *out_index)
{
    for (guint i = 0; i < world->cut_links->len; i++) {
        const char *const *names = g_ptr_array_index(world->cut_links, i);

        if (!g_strv_contains(names, a->name) || !g_strv_contains(names, b->name))
            continue;
        if (out_index != NULL)
            *out_index = i;
        return TRUE;
    }

    return FALSE;
}

gboolean
hvs_world_is_linked(const HvsWorld *world, const HvsHost *from, const HvsHost *to)
{
    return from->up && to->up && (from == to || !find_cut(world, from, to, NULL));
}

void
hvs_world_set_link(HvsWorld *world, const HvsHost *a, const HvsHost *b, gboolean up)
{
    guint i = 0;
    gboolean is_cut = find_cut(world, a, b, &i);

    if (up && is_cut) {
        g_ptr_array_remove_index(world->cut_links, i);
    } else if (!up && !is_cut && a != b) {
        const char *names[] = { a->name, b->name, NULL };

        g_ptr_array_add(world->cut_links, g_strdupv((char **)names));
    }
}

/* RFC 4122 4.4: the version in the high half of byte 6, the variant in byte 8. */
static char *
format_guid(guint8 bytes[16], guint8 version)
{
    static const char digits[] = "0123456789ABCDEF";
    GString *text = g_string_sized_new(36);

    bytes[6] = (guint8)((bytes[6] & 0x0f) | version << 4);
    bytes[8] = (guint8)((bytes[8] & 0x3f) | 0x80);
    for (guint i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            g_string_append_c(text, '-');
        g_string_append_c(text, digits[bytes[i] >> 4]);
        g_string_append_c(text, digits[bytes[i] & 0x0f]);
    }

    return g_string_free(text, FALSE);
}

char *
hvs_world_dup_guid(HvsWorld *world)
{
    guint8 bytes[16];

    for (guint i = 0; i < 16; i++)
        bytes[i] = (guint8)g_rand_int_range(world->rand, 0, 256);

    return format_guid(bytes, 4);
}

char *
hvs_guid_from_text(const char *text)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 bytes[32];
    gsize length = sizeof(bytes);

    g_checksum_update(sum, (const guchar *)text, -1);
    g_checksum_get_digest(sum, bytes, &length);

    return format_guid(bytes, 8);
}
