/* test_sim_version_rules.c: how replication differs between releases of Windows Server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "replication_verb.h"

/* clang-format off */
typedef struct {
    const char *version;
    const char *id;         /* of the first relationship's settings */
    guint max_history;
    gboolean auto_resynchronize;
    gboolean has_interval;  /* ReplicationInterval can be set */
    gboolean keeps_order;   /* EnableWriteOrderPreservationAcrossDisks is always TRUE */
    gboolean can_extend;
    gboolean can_change_disks;
} Release;

/* msvm-replicationsettingdata.md, Microsoft's blog 2013-10 and 2013-12; the
 * defaults of AutoResynchronizeEnabled are inferred. */
static const Release releases[] = {
    { "2012",    "Microsoft:" GUID "\\HVR",    16, FALSE, FALSE, FALSE, FALSE, FALSE },
    { "2012 R2", "Microsoft:" GUID "\\HVR\\0", 24, FALSE, TRUE,  TRUE,  TRUE,  FALSE },
    { "2016",    "Microsoft:" GUID "\\HVR\\0", 24, TRUE,  TRUE,  TRUE,  TRUE,  TRUE  },
    { "2019",    "Microsoft:" GUID "\\HVR\\0", 24, TRUE,  TRUE,  TRUE,  TRUE,  TRUE  },
    { "2022",    "Microsoft:" GUID "\\HVR\\0", 24, TRUE,  TRUE,  TRUE,  TRUE,  TRUE  },
    { "2025",    "Microsoft:" GUID "\\HVR\\0", 24, TRUE,  TRUE,  TRUE,  TRUE,  TRUE  },
};
/* clang-format on */

static void
init(ReplicaWorld *w, const char *version)
{
    replica_world_init(w);
    hvs_host_set_version(w->p, version);
    hvs_host_set_version(w->r, version);
    hvs_host_set_version(w->x, version);
}

static Msvm_ReplicationSettingData *
get_settings(HvsHost *host)
{
    return sim_get_only(host, &hvr_wmi_class_Msvm_ReplicationSettingData);
}

static guint32
modify(ReplicaWorld *w, HvsHost *host, const char *text)
{
    return replica_text(w, host, SERVICE(ModifyReplicationSettings), "ReplicationSettingData",
                        text);
}

/* Both sides, before and after, and as an address. */
static void
test_ids(gconstpointer data)
{
    const Release *release = data;
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_ReplicationSettingData) before = NULL;
    g_autoptr(Msvm_ReplicationSettingData) mine = NULL;
    g_autoptr(Msvm_ReplicationSettingData) other = NULL;
    g_autofree char *text = NULL;

    init(&w, release->version);
    before = get_settings(w.p);
    g_assert_cmpstr(before->InstanceID, ==, release->id);
    g_assert_cmpint(before->AutoResynchronizeEnabled, ==, release->auto_resynchronize);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    mine = get_settings(w.p);
    other = get_settings(w.r);
    g_assert_cmpstr(mine->InstanceID, ==, release->id);
    g_assert_cmpstr(other->InstanceID, ==, release->id);
    hvr_wmi_object_set_uint(mine, "RecoveryHistory", 3);
    text = hvr_wmi_embedded_format(mine);
    DO(modify(&w, w.p, text));
}

/* What another release calls it is unknown here. */
static void
test_other_ids(gconstpointer data)
{
    const Release *release = data;
    gboolean is_2012 = strcmp(release->version, "2012") == 0;
    g_auto(ReplicaWorld) w = { 0 };
    g_autofree char *wrong = NULL;

    init(&w, release->version);
    wrong = g_strdup_printf(
        SETTINGS(PROPERTY("InstanceID", "string", "Microsoft:" GUID "\\HVR%s") TO("hv-replica")),
        is_2012 ? "\\0" : "");
    g_assert_cmpuint(replica_create(&w, w.p, wrong), ==, 32773);
}

static void
test_history(gconstpointer data)
{
    const Release *release = data;
    g_auto(ReplicaWorld) w = { 0 };
    g_autofree char *most = g_strdup_printf("%u", release->max_history);
    g_autofree char *more = g_strdup_printf("%u", release->max_history + 1);
    g_autofree char *fits = g_strdup_printf(
        SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "%s")), most);
    g_autofree char *exceeds = g_strdup_printf(
        SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "%s")), more);

    init(&w, release->version);
    g_assert_cmpuint(replica_create(&w, w.p, exceeds), ==, 32773);
    DO(replica_create(&w, w.p, fits));
}

/* 2012 does not know the property: it stays at the five minutes that are fixed there. */
static void
test_interval(gconstpointer data)
{
    static const char settings[] =
        SETTINGS(TO("hv-replica") PROPERTY("ReplicationInterval", "uint16", "30"));
    const Release *release = data;
    g_auto(ReplicaWorld) w = { 0 };
    const HvsVm *vm;

    init(&w, release->version);
    w.world->switches.unknown_property_refused = TRUE;
    if (!release->has_interval)
        g_assert_cmpuint(replica_create(&w, w.p, settings), ==, 32773);
    w.world->switches.unknown_property_refused = FALSE;
    DO(replica_create(&w, w.p, settings));
    vm = replica_find_vm(w.p);
    g_assert_cmpuint(vm->relationships[0]->settings->ReplicationInterval, ==,
                     release->has_interval ? 30 : 300);
}

static void
test_write_order(gconstpointer data)
{
    static const char settings[] = SETTINGS(
        TO("hv-replica") PROPERTY("EnableWriteOrderPreservationAcrossDisks", "boolean", "FALSE"));
    const Release *release = data;
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_ReplicationSettingData) mine = NULL;
    g_autoptr(Msvm_ReplicationSettingData) other = NULL;

    init(&w, release->version);
    DO(replica_create(&w, w.p, settings));
    mine = get_settings(w.p);
    other = get_settings(w.r);
    g_assert_cmpint(mine->EnableWriteOrderPreservationAcrossDisks, ==, release->keeps_order);
    g_assert_cmpint(other->EnableWriteOrderPreservationAcrossDisks, ==, release->keeps_order);
}

static void
test_extend(gconstpointer data)
{
    const Release *release = data;
    g_auto(ReplicaWorld) w = { 0 };
    guint32 result;

    init(&w, release->version);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    result = replica_create(&w, w.r, SETTINGS(TO("hv-third")));
    g_assert_cmpuint(result, ==, release->can_extend ? 4096 : 32775);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(replica_mode(w.x), ==, release->can_extend ? 4 : 99);
    g_assert_cmpuint(replica_mode(w.r), ==, 2);
}

/* Before 2016 a relationship's disks are those that it began with; the same list
 * again is no change. */
static void
test_disks(gconstpointer data)
{
    const Release *release = data;
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_ReplicationSettingData) same = NULL;
    g_autofree char *text = NULL;
    g_autofree char *disks = NULL;

    init(&w, release->version);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    disks = g_strdup_printf(
        SETTINGS("<PROPERTY.ARRAY NAME=\"IncludedDisks\" TYPE=\"string\"><VALUE.ARRAY>"
                 "<VALUE>%s</VALUE><VALUE>%s</VALUE></VALUE.ARRAY></PROPERTY.ARRAY>"),
        ((HvsDisk *)w.vm->disks->pdata[0])->instance_id,
        hvs_vm_add_disk(w.vm, "C:\\VMs\\more.vhdx", GIB)->instance_id);
    same = get_settings(w.p);
    text = hvr_wmi_embedded_format(same);
    DO(modify(&w, w.p, text));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
    if (!release->can_change_disks) {
        g_assert_cmpuint(modify(&w, w.p, disks), ==, 32770);
        g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
        return;
    }
    DO(modify(&w, w.p, disks));
    g_assert_cmpuint(replica_state(w.p, 0), ==, 15);
    g_assert_cmpuint(w.p->jobs->len, >, 0);
    w.job = g_ptr_array_index(w.p->jobs, w.p->jobs->len - 1);
    g_assert_cmpuint(w.job->type, ==, 125);
    g_assert_cmpuint(replica_finish(&w), ==, 0);
    g_assert_cmpuint(replica_state(w.p, 0), ==, 3);
}

/* Who may replicate to whom, a row a sender.  "A server of 2012 replicates to one
 * of 2012 R2, not back" is Microsoft's; the rest follows from its table of
 * supported configuration versions (inferred). */
/* clang-format off */
static const struct {
    const char *from;
    const char *to;
} pairs[] = {
    { "2012",    "++----" },
    { "2012 R2", "-+++--" },
    { "2016",    "--++++" },
    { "2019",    "---+++" },
    { "2022",    "----++" },
    { "2025",    "-----+" },
};
/* clang-format on */

static void
test_pairs(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        for (gsize j = 0; j < G_N_ELEMENTS(releases); j++) {
            g_auto(ReplicaWorld) w = { 0 };
            gboolean expect = pairs[i].to[j] == '+';

            g_test_message("%s to %s", pairs[i].from, releases[j].version);
            init(&w, pairs[i].from);
            hvs_host_set_version(w.r, releases[j].version);
            g_assert_cmpuint(replica_create(&w, w.p, SETTINGS(TO("hv-replica"))), ==, 4096);
            g_assert_cmpuint(replica_finish(&w), ==, expect ? 0 : 32768);
            g_assert_cmpuint(replica_mode(w.r), ==, expect ? 2 : 99);
            g_assert_cmpuint(replica_mode(w.p), ==, expect ? 1 : 0);
            if (!expect)
                g_assert_nonnull(strstr(w.job->error_text, "hv-replica.sim.test"));
        }
    }
}

/* Each side shows the relationship as its release does; the machine is one of
 * 2012 R2 after that and finds no way back. */
static void
test_upgrade(void)
{
    g_auto(ReplicaWorld) w = { 0 };
    g_autoptr(Msvm_ReplicationSettingData) mine = NULL;
    g_autoptr(Msvm_ReplicationSettingData) other = NULL;

    init(&w, "2012");
    hvs_host_set_version(w.r, "2012 R2");
    replica_replicate(
        &w, w.p,
        SETTINGS(TO("hv-replica") PROPERTY("RecoveryHistory", "uint16", "16")
                     PROPERTY("EnableWriteOrderPreservationAcrossDisks", "boolean", "FALSE")));
    mine = get_settings(w.p);
    other = get_settings(w.r);
    g_assert_cmpstr(mine->InstanceID, ==, "Microsoft:" GUID "\\HVR");
    g_assert_cmpstr(other->InstanceID, ==, "Microsoft:" GUID "\\HVR\\0");
    g_assert_false(mine->EnableWriteOrderPreservationAcrossDisks);
    g_assert_true(other->EnableWriteOrderPreservationAcrossDisks);
    g_assert_cmpuint(other->RecoveryHistory, ==, 16);
    g_assert_cmpuint(other->ReplicationInterval, ==, 300);
    g_assert_cmpuint(replica_find_vm(w.r)->config_version, ==, 50);

    DO(replica_request(&w, w.p, 4));
    DO(replica_failover(&w, w.r, NULL));
    g_assert_cmpuint(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_mode(w.r), ==, 2);
}

/* Since 2016 a machine keeps its version until somebody upgrades it. */
static void
test_way_back(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    init(&w, "2016");
    hvs_host_set_version(w.r, "2019");
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    g_assert_cmpuint(replica_find_vm(w.r)->config_version, ==, 80);
    DO(replica_request(&w, w.p, 4));
    DO(replica_failover(&w, w.r, NULL));
    DO(replica_reverse(&w, w.r, SETTINGS(TO("hv-primary"))));
    g_assert_cmpuint(replica_mode(w.p), ==, 2);
    g_assert_cmpuint(replica_mode(w.r), ==, 1);
}

/* A chain of which only the last link is too old. */
static void
test_chain(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    init(&w, "2012 R2");
    hvs_host_set_version(w.x, "2012");
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    g_assert_cmpuint(replica_create(&w, w.r, SETTINGS(TO("hv-third"))), ==, 4096);
    g_assert_cmpuint(replica_finish(&w), ==, 32768);
    g_assert_cmpuint(replica_mode(w.x), ==, 99);
}

/* A class that the release does not have, sent in a text. */
static void
test_embedded_class(void)
{
    g_auto(ReplicaWorld) w = { 0 };

    init(&w, "2012");
    g_assert_cmpuint(replica_request_ex(&w, w.p, LEG("0"), 2), ==, 32776);
}

/* One of no relationship, even where Windows might keep them for all machines. */
static void
test_links(gconstpointer data)
{
    const Release *release = data;
    guint expect = strcmp(release->version, "2012") == 0 ? 0 : 1;
    g_auto(ReplicaWorld) w = { 0 };

    init(&w, release->version);
    w.world->switches.relationship_always = TRUE;
    g_assert_cmpuint(sim_count(w.p, &hvr_wmi_class_Msvm_ReplicationRelationship), ==, expect);
    g_assert_cmpuint(sim_count(w.p, &hvr_wmi_class_Msvm_ReplicationProvider), ==, expect);
    replica_replicate(&w, w.p, SETTINGS(TO("hv-replica")));
    g_assert_cmpuint(sim_count(w.p, &hvr_wmi_class_Msvm_ReplicationRelationship), ==, expect);
    g_assert_cmpuint(sim_count(w.p, &hvr_wmi_class_Msvm_SystemReplicationRelationship), ==, expect);
}

static void
add(const char *name, GTestDataFunc func)
{
    for (gsize i = 0; i < G_N_ELEMENTS(releases); i++) {
        g_autofree char *path = g_strconcat("/sim/version/", name, "/", releases[i].version, NULL);

        g_test_add_data_func(g_strdelimit(path, " ", '-'), &releases[i], func);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    add("ids", test_ids);
    add("other-ids", test_other_ids);
    add("history", test_history);
    add("interval", test_interval);
    add("write-order", test_write_order);
    add("extend", test_extend);
    add("disks", test_disks);
    add("links", test_links);
    g_test_add_func("/sim/version/pairs", test_pairs);
    g_test_add_func("/sim/version/upgrade", test_upgrade);
    g_test_add_func("/sim/version/way-back", test_way_back);
    g_test_add_func("/sim/version/chain", test_chain);
    g_test_add_func("/sim/version/embedded-class", test_embedded_class);

    return g_test_run();
}
