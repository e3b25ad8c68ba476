/* test_sim_replication_baseline.c: lost baselines, and resynchronizations that begin by themselves
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The world begins on 2026-05-01 at 03:00 UTC.
 */

#include <config.h>

#include "replication_verb.h"
#include "sim_control.h"
#include "sim_replication_baseline.h"

static HvsRelationship *
get_first(HvsHost *host)
{
    return replica_find_vm(host)->relationships[0];
}

static char *
dup_answer(ReplicaWorld *w, const char *host, const char *cause)
{
    g_autofree char *line = g_strdup_printf("lose-baseline %s web01 %s", host, cause);

    return hvs_control_run(w->world, line);
}

static void
lose(ReplicaWorld *w, const char *host, const char *cause)
{
    g_autofree char *answer = dup_answer(w, host, cause);

    g_assert_cmpstr(answer, ==, "ok");
}

/* Nothing resynchronizes by itself. */
static void
prepare_world(ReplicaWorld *w)
{
    replica_world_init(w);
    replica_replicate(w, w->p,
                      SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "4")
                                   PROPERTY("AutoResynchronizeEnabled", "boolean", "FALSE")));
    hvs_world_step(w->world, 90 * MINUTE);
    g_assert_cmpuint(replica_find_vm(w->r)->snapshots->len, ==, 1);
}

/* The texts of ReplicationHealthIssues, joined; transfer full. */
static char *
dup_issues(HvsHost *host)
{
    g_autoptr(HvrWmiObject) input = replica_input(SERVICE(GetReplicationStatistics));
    g_autoptr(Msvm_ReplicationService_GetReplicationStatistics_OUTPUT) output = NULL;
    gpointer answer = NULL;

    g_assert_cmpuint(sim_call(host, SERVICE(GetReplicationStatistics),
                              "Msvm_ReplicationService.Name=\"replicasvc\"", input, &answer),
                     ==, 0);
    output = answer;
    g_assert_nonnull(output->ReplicationHealthIssues);

    return g_strjoinv("", output->ReplicationHealthIssues);
}

/* clang-format off */
static const struct {
    const char *name, *text;
} causes[] = {
    { "disk-changed", "was changed while the virtual machine was turned off" },
    { "log-full",     "exceed 50 percent" },
    { "log-error",    "could not be written" },
    { "crash",        "was not closed properly" },
    { "reverted",     "was reverted to an older point in time" },
};
/* clang-format on */

/* Critical, in words, and over once all is compared: points are gone then. */
static void
test_sender(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_auto(ReplicaWorld) w = { 0 };
    g_autofree char *issues = NULL;
    guint64 successes;

    prepare_world(&w);
    successes = get_first(w.p)->statistics->ReplicationSuccessCount;
    lose(&w, "hv-primary", causes[i].name);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(get_first(w.p)->health, ==, 3);
    g_assert_cmpuint(get_first(w.r)->health, ==, 3);
    issues = dup_issues(w.p);
    g_assert_nonnull(strstr(issues, "Virtual machine 'web01' is scheduled for resynchronization."));
    g_assert_nonnull(strstr(issues, causes[i].text));
    hvs_world_step(w.world, 24 * HOUR);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    g_assert_cmpuint(get_first(w.p)->statistics->ReplicationSuccessCount, <=, successes);
    DO(replica_resync(&w, w.p, 0));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(replica_find_vm(w.r)->snapshots->len, ==, 0);
    g_assert_null(get_first(w.p)->problem);
}

/* "Out of sequence or invalid": found with the next delta, not by retrying. */
static void
test_replica(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autofree char *issues = NULL;

    prepare_world(&w);
    lose(&w, "hv-replica", "log-invalid");
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    hvs_world_step(w.world, 5 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    issues = dup_issues(w.p);
    g_assert_nonnull(strstr(issues, "invalid or out of sequence"));
    DO(replica_resync(&w, w.p, 0));
    hvs_world_step(w.world, 20 * MINUTE);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* Whoever resumes finds it, too. */
static void
test_replica_resumed(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    DO(replica_request(&w, w.p, 7));
    lose(&w, "hv-replica", "log-invalid");
    g_assert_cmpuint(replica_request(&w, w.p, 3), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
}

/* clang-format off */
static const struct {
    guint state;
    const char *host, *cause;
    gboolean is_lost;
} states[] = {
    { 3,  "hv-primary", "crash",       TRUE  },
    { 7,  "hv-primary", "crash",       TRUE  },
    { 8,  "hv-primary", "crash",       TRUE  },
    { 9,  "hv-primary", "crash",       TRUE  },
    { 1,  "hv-primary", "crash",       FALSE },
    { 2,  "hv-primary", "crash",       FALSE },
    { 4,  "hv-primary", "crash",       FALSE },
    { 10, "hv-primary", "crash",       FALSE },
    { 11, "hv-primary", "crash",       FALSE },
    { 3,  "hv-replica", "log-invalid", TRUE  },
    { 3,  "hv-replica", "crash",       FALSE },
    { 3,  "hv-third",   "crash",       FALSE },
};
/* clang-format on */

static void
test_states(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    hvs_vm_new(w.x, "web01", NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        g_autofree char *answer = NULL;

        get_first(w.p)->state = (guint16)states[i].state;
        answer = dup_answer(&w, states[i].host, states[i].cause);
        g_assert_cmpstr(answer, ==,
                        states[i].is_lost ? "ok" : "error 'web01' cannot lose a baseline so");
        g_assert_cmpuint(
            replica_state(w.p, 0), ==,
            states[i].is_lost && strcmp(states[i].host, "hv-primary") == 0 ? 9 : states[i].state);
    }
}

/* A replica that sends on loses what it has with the third host. */
static void
test_extended(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    prepare_world(&w);
    replica_replicate(
        &w, w.r, SETTINGS(TO("hv-third") PROPERTY("AutoResynchronizeEnabled", "boolean", "FALSE")));
    lose(&w, "hv-replica", "crash");
    g_assert_cmpuint(replica_state(w.r, 0), ==, 3);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 9);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    g_assert_cmpuint(replica_resync(&w, w.r, 0), ==, 4096);
    g_assert_cmpuint(w.job->type, ==, 121);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(replica_state(w.r, 1), ==, 3);
}

/* When a window opens by the sender's own clock; minutes from the world's beginning. */
/* clang-format off */
static const struct {
    const char *name;
    gint timezone;
    gint64 start, end; /* minutes of the day */
    gint64 opens;      /* -1: not within a day */
} windows[] = {
    { "wraps-inside",       0,    18 * 60 + 30, 6 * 60,  0       }, /* 03:00 */
    { "wraps-east",         540,  18 * 60 + 30, 6 * 60,  390     }, /* 12:00 in Tokyo */
    { "wraps-west",         -300, 18 * 60 + 30, 6 * 60,  0       }, /* 22:00 in New York */
    { "wraps-far-west",     -720, 18 * 60 + 30, 6 * 60,  210     }, /* 15:00 */
    { "half-hour",          330,  9 * 60,       10 * 60, 30      }, /* 08:30 in Delhi */
    { "before-noon",        0,    10 * 60,      12 * 60, 7 * 60  },
    { "yesterday",          -480, 20 * 60,      21 * 60, 60      }, /* 19:00 of the day before */
    { "past",               0,    1 * 60,       2 * 60,  22 * 60 },
};
/* clang-format on */

static void
test_window(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_auto(ReplicaWorld) w = { 0 };
    Msvm_ReplicationSettingData *settings;
    gint64 opens = windows[i].opens * MINUTE;

    replica_world_init(&w);
    hvs_replication_set_timezone(w.p, windows[i].timezone);
    hvs_replication_set_timezone(w.r, 60); /* not that one's */
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    settings = get_first(w.p)->settings;
    hvr_wmi_object_set_boolean(settings, "AutoResynchronizeEnabled", TRUE);
    hvr_wmi_object_set_interval(settings, "AutoResynchronizeIntervalStart",
                                windows[i].start * MINUTE);
    hvr_wmi_object_set_interval(settings, "AutoResynchronizeIntervalEnd", windows[i].end * MINUTE);
    w.p->initial_rate = GIB / 1024; /* nearly three hours */
    lose(&w, "hv-primary", "crash");
    if (opens > MINUTE)
        hvs_world_step(w.world, SIM_START + opens - MINUTE - w.world->now);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    hvs_world_step(w.world, 7 * MINUTE); /* it looks with every cycle */
    g_assert_cmpuint(replica_state(w.p, 0), ==, 10);
}

/* "09:00 local, expressed in UTC." */
static void
test_timezone(void)
{
    static const struct {
        gint timezone;
        gint64 start; /* minutes of the day */
    } starts[] = {
        { 0, 540 }, { 120, 420 }, { 540, 0 }, { 600, 1380 }, { -720, 1260 }, { 840, 1140 },
    };
    g_auto(ReplicaWorld) w = { 0 };

    replica_world_init(&w);
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        g_autoptr(GPtrArray) systems = NULL;
        const Win32_OperatingSystem *os;

        hvs_replication_set_timezone(w.p, starts[i].timezone);
        g_assert_cmpint(w.p->service_settings->MonitoringStartTime.usec, ==,
                        starts[i].start * MINUTE);
        g_assert_true(w.p->service_settings->MonitoringStartTime.is_interval);
        systems = hvs_cim_list(w.p, HVR_WMI_CIMV2, &hvr_wmi_class_Win32_OperatingSystem);
        os = g_ptr_array_index(systems, 0);
        g_assert_cmpint(os->CurrentTimeZone, ==, starts[i].timezone);
        g_assert_cmpint(os->LocalDateTime.usec, ==, w.world->now);
    }
}

/* Their names tell the replica server's local time. */
static void
test_point_names(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    const HvsSnapshot *point;

    replica_world_init(&w);
    hvs_replication_set_timezone(w.r, 600);
    replica_replicate(&w, w.p,
                      SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "4")));
    hvs_world_step(w.world, 70 * MINUTE);
    point = g_ptr_array_index(replica_find_vm(w.r)->snapshots, 0);
    g_assert_nonnull(strstr(point->name, "web01 - Standard Replica - (5/1/2026 - 2:00:1"));
}

/* "Reverted to an older point": nothing written since can tell what differs. */
static void
test_checkpoint_applied(void)
{
    const HvrWmiMethod *method = &hvr_wmi_method_Msvm_VirtualSystemSnapshotService_ApplySnapshot;
    g_autoptr(HvrWmiObject) input = hvr_wmi_object_new(method->input);
    g_auto(ReplicaWorld) w = { 0 };
    g_autofree char *path = NULL;
    g_autofree char *issues = NULL;
    HvsSnapshot *checkpoint;

    prepare_world(&w);
    checkpoint = hvs_vm_add_snapshot(replica_find_vm(w.p), "Microsoft:Hyper-V:Snapshot:Realized",
                                     "before the upgrade");
    hvs_vm_set_state(replica_find_vm(w.p), HVS_VM_OFF);
    path = hvs_cim_dup_key_path(w.p, "Msvm_VirtualSystemSettingData", "InstanceID",
                                checkpoint->instance_id);
    hvr_wmi_object_set_string(input, "Snapshot", path);
    g_assert_cmpuint(sim_call(w.p, method,
                              "Msvm_VirtualSystemSnapshotService.CreationClassName="
                              "\"Msvm_VirtualSystemSnapshotService\"",
                              input, NULL),
                     ==, 4096);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    hvs_world_step(w.world, w.p->quick_job);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 9);
    issues = dup_issues(w.p);
    g_assert_nonnull(strstr(issues, "was reverted to an older point in time"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(causes); i++) {
        g_autofree char *path =
            g_strconcat("/sim/replication/baseline/sender/", causes[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_sender);
    }
    g_test_add_func("/sim/replication/baseline/replica", test_replica);
    g_test_add_func("/sim/replication/baseline/replica-resumed", test_replica_resumed);
    g_test_add_func("/sim/replication/baseline/checkpoint-applied", test_checkpoint_applied);
    g_test_add_func("/sim/replication/baseline/states", test_states);
    g_test_add_func("/sim/replication/baseline/extended", test_extended);
    for (gsize i = 0; i < G_N_ELEMENTS(windows); i++) {
        g_autofree char *path =
            g_strconcat("/sim/replication/baseline/window/", windows[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_window);
    }
    g_test_add_func("/sim/replication/baseline/timezone", test_timezone);
    g_test_add_func("/sim/replication/baseline/point-names", test_point_names);

    return g_test_run();
}
