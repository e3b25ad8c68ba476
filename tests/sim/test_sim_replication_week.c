/* test_sim_replication_week.c: a week of world time, twice, is the same week
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Ten VMs that replicate every 30 seconds, with a lost link, a full disk and
 * failing guests on the way.
 */

#include <config.h>

#include <time.h>

#include "sim_call.h"
#include "sim_control.h"
#include "wmi_embedded.h"

#define DAY    (24 * G_TIME_SPAN_HOUR)
#define N_VMS  10
#define BUDGET 10 /* seconds of the processor */

static const char head[] = "[world]\n"
                           "seed = %u\n"
                           "start = 2026-05-01T03:00:00Z\n"
                           "speed = 0\n"
                           "[host hv-a]\n"
                           "delta-rate = 100K\n"
                           "[host hv-b]\n"
                           "replica-listener = yes\n"
                           "storage-location = D:\\Replica\n";
static const char machine[] = "[vm vm%u]\n"
                              "host = hv-a\n"
                              "guid = 5BBE9A63-7A55-4A0C-9E0F-1E6A3C1D0A%02u\n"
                              "state = running\n"
                              "disks = C:\\VMs\\vm%u.vhdx:40G\n"
                              "[replication vm%u]\n"
                              "replica = hv-b\n"
                              "points = 4\n";

static HvsWorld *
new_world(guint seed)
{
    g_autoptr(HvrClock) clock = hvr_clock_new_stepped(0);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    HvsWorld *world;

    g_string_append_printf(text, head, seed);
    for (guint i = 0; i < N_VMS; i++)
        g_string_append_printf(text, machine, i, i, i, i);
    world = hvs_world_load_text(text->str, "week.world", clock, &error);
    g_assert_no_error(error);

    return world;
}

static void
set_intervals(HvsWorld *world)
{
    for (guint i = 0; i < world->hosts->len; i++) {
        const HvsHost *host = g_ptr_array_index(world->hosts, i);

        for (guint j = 0; j < host->vms->len; j++) {
            const HvsVm *vm = g_ptr_array_index(host->vms, j);

            hvr_wmi_object_set_uint(vm->relationships[0]->settings, "ReplicationInterval", 30);
        }
    }
}

static void
control(HvsWorld *world, const char *line)
{
    g_autofree char *answer = hvs_control_run(world, line);

    g_assert_true(g_str_has_prefix(answer, "ok"));
}

/* A minute is three cycles, so the link's loss is noticed and no more. */
static void
live(HvsWorld *world)
{
    hvs_world_step(world, DAY);
    control(world, "link hv-a hv-b down");
    hvs_world_step(world, 50 * G_TIME_SPAN_SECOND);
    control(world, "link hv-a hv-b up");
    control(world, "fail-vss hv-a vm3 2");
    hvs_world_step(world, 2 * DAY);
    control(world, "storage-free hv-b 0");
    hvs_world_step(world, G_TIME_SPAN_HOUR);
    control(world, "storage-free hv-b 1T");
    control(world, "lose-baseline hv-a vm5 crash");
    hvs_world_step(world, 4 * DAY);
}

static void
append_objects(GString *text, HvsHost *host, const char *wmi_namespace)
{
    g_autoptr(GPtrArray) objects = hvs_cim_list(host, wmi_namespace, NULL);

    for (guint i = 0; i < objects->len; i++) {
        g_autofree char *object = hvr_wmi_embedded_format(g_ptr_array_index(objects, i));

        g_string_append_printf(text, "%s\n", object);
    }
}

/* Every instance of every class, and the statistics, which only methods answer. */
static char *
dup_dump(HvsWorld *world)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < world->hosts->len; i++) {
        HvsHost *host = g_ptr_array_index(world->hosts, i);

        append_objects(text, host, HVR_WMI_NAMESPACE);
        append_objects(text, host, HVR_WMI_CIMV2);
        for (guint j = 0; j < host->vms->len; j++) {
            const HvsVm *vm = g_ptr_array_index(host->vms, j);
            g_autofree char *statistics = hvr_wmi_embedded_format(vm->relationships[0]->statistics);

            g_string_append_printf(text, "%s\n", statistics);
        }
    }

    return g_string_free(text, FALSE);
}

static char *
dup_week(guint seed)
{
    g_autoptr(HvsWorld) world = new_world(seed);

    set_intervals(world);
    live(world);

    return dup_dump(world);
}

static void
test_repeated(void)
{
    g_autofree char *first = dup_week(7);
    g_autofree char *second = dup_week(7);
    g_autofree char *other = dup_week(8);

    g_assert_nonnull(strstr(first, "Msvm_ReplicationRelationship"));
    g_assert_nonnull(strstr(first, "Snapshot:Replica:ApplicationConsistent"));
    g_assert_nonnull(strstr(first, "PendingReplicationSize"));
    g_assert_cmpstr(first, ==, second);
    g_assert_cmpstr(first, !=, other);
}

/* A second is what it may take; ten leave room for slow machines and sanitizers.
 * At 100 KiB/s deltas soon fall behind; at 10 MiB/s all arrive in time. */
static void
test_fast(gconstpointer data)
{
    g_autoptr(HvsWorld) world = new_world(7);
    HvsHost *sender = g_ptr_array_index(world->hosts, 0);
    clock_t before = clock();
    double spent;

    set_intervals(world);
    sender->delta_rate = GPOINTER_TO_UINT(data);
    hvs_world_step(world, 7 * DAY);
    spent = (double)(clock() - before) / CLOCKS_PER_SEC;
    g_test_message("a week took %.1f s", spent);
    g_assert_cmpfloat(spent, <, BUDGET);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sim/replication/week/repeated", test_repeated);
    g_test_add_data_func("/sim/replication/week/fast", GUINT_TO_POINTER(100 << 10), test_fast);
    g_test_add_data_func("/sim/replication/week/all-in-time", GUINT_TO_POINTER(10 << 20),
                         test_fast);

    return g_test_run();
}
