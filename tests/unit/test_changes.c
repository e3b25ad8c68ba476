/* test_changes.c: what two pictures of a host have to say
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "changes.h"

#include <libvirt/libvirt.h>
#include <string.h>

#include "repl_document.h"
#include "repl_point.h"
#include "repl_relationship.h"

#define GUID "6DDC63C1-0135-40CA-B998-A606D91080E9"
#define TIME G_GINT64_CONSTANT(1777604400)

/* A picture with at most one machine, in short. */
typedef struct {
    gboolean is_there;
    const char *name;
    int state;
    gboolean is_saved;
    const char *notes;
    guint mode;
    int leg_state; /* of leg 0; -1: there is none */
    guint leg_health;
    int extended_state; /* of leg 1; -1: there is none */
    const char *points[3];
    guint n_vcpus;
    int reason; /* where the host itself says it */
} Snap;

typedef struct {
    const char *name;
    Snap before;
    Snap now;
    HvrCause cause; /* of ours */
    int reason;
    const char *expect[8];
} Case;

#define NOBODY                                                                                     \
    {                                                                                              \
        FALSE                                                                                      \
    }
#define MACHINE(state, saved)                                                                      \
    {                                                                                              \
        TRUE, "web01", VIR_DOMAIN_##state, saved, NULL, 0, -1, 0, -1                               \
    }
#define LEG(mode, state, health)                                                                   \
    {                                                                                              \
        TRUE, "web01", VIR_DOMAIN_SHUTOFF, FALSE, NULL, mode, state, health, -1                    \
    }

#define OFF    MACHINE(SHUTOFF, FALSE)
#define SAVED  MACHINE(SHUTOFF, TRUE)
#define ON     MACHINE(RUNNING, FALSE)
#define PAUSED MACHINE(PAUSED, FALSE)
#define DOWN   MACHINE(SHUTDOWN, FALSE)
#define ODD    MACHINE(NOSTATE, FALSE)
#define STUCK                                                                                      \
    {                                                                                              \
        TRUE, "web01", VIR_DOMAIN_PAUSED, .reason = VIR_DOMAIN_PAUSED_IOERROR, .leg_state = -1,    \
                                          .extended_state = -1                                     \
    }

#define NONE    HVR_CAUSE_NONE
#define DESTROY HVR_CAUSE_DESTROY
#define REVERT  HVR_CAUSE_REVERT
#define MIGRATE HVR_CAUSE_MIGRATE

#define METADATA "metadata 2 " HVR_REPL_NS
/* THEN: "state", "health", "mode" before. */
#define STATE(mode, state, number, health, index, then)                                            \
    "REPLICATION_STATE_CHANGE {\"mode\":\"" mode "\",\"state\":\"" state                           \
    "\",\"state-number\":" number ",\"health\":\"" health "\",\"index\":" index then
#define THEN(state, number, health, mode)                                                          \
    ",\"previous-state\":\"" state "\",\"health-number\":" number ",\"previous-health\":\"" health \
    "\",\"previous-mode\":\"" mode "\"}"

/* "lifecycle EVENT DETAIL" with the numbers of libvirt-domain.h: defined 0 (added 0,
 * updated 1, renamed 2), undefined 1 (removed 0, renamed 1), started 2 (booted 0,
 * restored 2, migrated 1, from snapshot 3), suspended 3 (paused 0, input or output 2),
 * resumed 4, stopped 5 (shutdown 0, destroyed 1, migrated 3, saved 4, from snapshot 6),
 * shutdown 6. */
/* clang-format off */
static const Case cases[] = {
    { "nothing",          NOBODY, NOBODY, NONE,    0,                               { NULL } },
    { "same",             ON,     ON,     NONE,    VIR_DOMAIN_RUNNING_UNKNOWN,      { NULL } },
    { "added-off",        NOBODY, OFF,    NONE,    0,                               { "lifecycle 0 0" } },
    { "added-running",    NOBODY, ON,     NONE,    0,                               { "lifecycle 0 0", "lifecycle 2 0" } },
    { "removed-off",      OFF,    NOBODY, NONE,    0,                               { "lifecycle 1 0" } },
    { "removed-running",  ON,     NOBODY, NONE,    0,                               { "lifecycle 5 1", "lifecycle 1 0" } },

    { "booted",           OFF,    ON,     NONE,    VIR_DOMAIN_RUNNING_BOOTED,       { "lifecycle 2 0" } },
    { "booted-paused",    OFF,    PAUSED, NONE,    VIR_DOMAIN_PAUSED_USER,          { "lifecycle 2 0", "lifecycle 3 0" } },
    { "booted-down",      OFF,    DOWN,   NONE,    VIR_DOMAIN_SHUTDOWN_USER,        { "lifecycle 2 0", "lifecycle 6 0" } },
    { "saved-unseen",     OFF,    SAVED,  NONE,    VIR_DOMAIN_SHUTOFF_SAVED,        { NULL } },
    { "restored",         SAVED,  ON,     NONE,    VIR_DOMAIN_RUNNING_RESTORED,     { "lifecycle 2 2" } },
    { "restored-paused",  SAVED,  PAUSED, NONE,    VIR_DOMAIN_PAUSED_USER,          { "lifecycle 2 2", "lifecycle 3 0" } },
    { "restored-down",    SAVED,  DOWN,   NONE,    VIR_DOMAIN_SHUTDOWN_USER,        { "lifecycle 2 2", "lifecycle 6 0" } },
    { "save-dropped",     SAVED,  OFF,    NONE,    VIR_DOMAIN_SHUTOFF_UNKNOWN,      { NULL } },
    { "suspended",        ON,     PAUSED, NONE,    VIR_DOMAIN_PAUSED_USER,          { "lifecycle 3 0" } },
    { "resumed",          PAUSED, ON,     NONE,    VIR_DOMAIN_RUNNING_UNPAUSED,     { "lifecycle 4 0" } },
    { "shutting-down",    ON,     DOWN,   NONE,    VIR_DOMAIN_SHUTDOWN_USER,        { "lifecycle 6 0" } },
    { "paused-down",      PAUSED, DOWN,   NONE,    VIR_DOMAIN_SHUTDOWN_USER,        { "lifecycle 6 0" } },
    { "shut-down",        DOWN,   OFF,    NONE,    VIR_DOMAIN_SHUTOFF_SHUTDOWN,     { "lifecycle 5 0" } },
    { "down-saved",       DOWN,   SAVED,  NONE,    VIR_DOMAIN_SHUTOFF_SAVED,        { "lifecycle 5 4" } },
    { "not-down-at-all",  DOWN,   ON,     NONE,    VIR_DOMAIN_RUNNING_UNPAUSED,     { "lifecycle 4 0" } },
    { "down-paused",      DOWN,   PAUSED, NONE,    VIR_DOMAIN_PAUSED_USER,          { "lifecycle 3 0" } },
    { "off-at-once",      ON,     OFF,    NONE,    VIR_DOMAIN_SHUTOFF_SHUTDOWN,     { "lifecycle 5 0" } },
    { "saved",            ON,     SAVED,  NONE,    VIR_DOMAIN_SHUTOFF_SAVED,        { "lifecycle 5 4" } },
    { "paused-saved",     PAUSED, SAVED,  NONE,    VIR_DOMAIN_SHUTOFF_SAVED,        { "lifecycle 5 4" } },
    { "paused-off",       PAUSED, OFF,    NONE,    VIR_DOMAIN_SHUTOFF_DESTROYED,    { "lifecycle 5 1" } },
    { "destroyed",        ON,     OFF,    DESTROY, VIR_DOMAIN_SHUTOFF_DESTROYED,    { "lifecycle 5 1" } },
    { "destroyed-saved",  ON,     SAVED,  DESTROY, VIR_DOMAIN_SHUTOFF_SAVED,        { "lifecycle 5 4" } },
    { "save-destroyed",   SAVED,  OFF,    DESTROY, VIR_DOMAIN_SHUTOFF_UNKNOWN,      { NULL } },
    { "being-destroyed",  ON,     DOWN,   DESTROY, VIR_DOMAIN_SHUTDOWN_UNKNOWN,     { NULL } },
    { "reverted-off",     ON,     OFF,    REVERT,  VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT,{ "lifecycle 5 6" } },
    { "reverting",        ON,     DOWN,   REVERT,  VIR_DOMAIN_SHUTDOWN_UNKNOWN,     { NULL } },
    { "reverted-to-save", OFF,    SAVED,  REVERT,  VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT,{ NULL } },
    { "reverted-save",    SAVED,  OFF,    REVERT,  VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT,{ NULL } },
    { "reverted-on",      SAVED,  ON,     REVERT,  VIR_DOMAIN_RUNNING_FROM_SNAPSHOT,{ "lifecycle 2 3" } },
    { "migrated-away",    ON,     OFF,    MIGRATE, VIR_DOMAIN_SHUTOFF_MIGRATED,     { "lifecycle 5 3" } },
    { "migrated-here",    OFF,    ON,     MIGRATE, VIR_DOMAIN_RUNNING_MIGRATED,     { "lifecycle 2 1" } },
    { "destroy-is-late",  OFF,    ON,     DESTROY, VIR_DOMAIN_RUNNING_BOOTED,       { "lifecycle 2 0" } },
    { "disk-full",        ON,     STUCK,  NONE,    VIR_DOMAIN_PAUSED_IOERROR,       { "lifecycle 3 2" } },
    { "disk-full-later",  PAUSED, STUCK,  NONE,    VIR_DOMAIN_PAUSED_IOERROR,       { NULL } },
    { "disk-has-room",    STUCK,  ON,     NONE,    VIR_DOMAIN_RUNNING_UNPAUSED,     { "lifecycle 4 0" } },
    { "to-unknown",       ON,     ODD,    NONE,    VIR_DOMAIN_NOSTATE_UNKNOWN,      { NULL } },
    { "unknown-to-off",   ODD,    OFF,    NONE,    VIR_DOMAIN_SHUTOFF_SHUTDOWN,     { "lifecycle 5 0" } },

    { "renamed", OFF, { TRUE, "web02", VIR_DOMAIN_SHUTOFF, NONE, NULL, 0, -1, 0, -1 }, NONE, 0,
      { "lifecycle 1 1", "lifecycle 0 2" } },
    { "described", OFF, { TRUE, "web01", VIR_DOMAIN_SHUTOFF, NONE, "shop", 0, -1, 0, -1 }, NONE, 0, { "metadata 0" } },
    { "more-cpus", OFF, { TRUE, "web01", VIR_DOMAIN_SHUTOFF, NONE, NULL, 0, -1, 0, -1, { NULL }, 4 }, NONE, 0,
      { "lifecycle 0 1" } },

    { "enabled", OFF, LEG(1, 1, 1), NONE, 0, { METADATA, STATE("primary", "ready", "1", "ok", "0", THEN("disabled", "1", "none", "none")) } },
    { "initial", LEG(1, 1, 1), LEG(1, 2, 1), NONE, 0, { METADATA, STATE("primary", "initial-replication", "2", "ok", "0", THEN("ready", "1", "ok", "primary")) } },
    { "sick", LEG(1, 3, 1), LEG(1, 3, 2), NONE, 0, { METADATA, STATE("primary", "replicating", "3", "warning", "0", THEN("replicating", "2", "ok", "primary")) } },
    { "turned", LEG(1, 3, 1), LEG(2, 3, 1), NONE, 0, { METADATA, STATE("replica", "replicating", "3", "ok", "0", THEN("replicating", "1", "ok", "primary")) } },
    { "unheard-of", LEG(1, 3, 1), LEG(1, 77, 1), NONE, 0, { METADATA, STATE("primary", "unknown", "77", "ok", "0", THEN("replicating", "1", "ok", "primary")) } },
    { "removed", LEG(1, 3, 1), OFF, NONE, 0, { METADATA, STATE("none", "disabled", "0", "none", "0", THEN("replicating", "0", "ok", "primary")) } },
    { "extended", LEG(2, 3, 1), { TRUE, "web01", VIR_DOMAIN_SHUTOFF, NONE, NULL, 2, 3, 1, 1 }, NONE, 0,
      { METADATA, STATE("replica", "ready", "1", "ok", "1", THEN("disabled", "1", "none", "replica")) } },
    { "new-replica", NOBODY, LEG(2, 2, 2), NONE, 0,
      { "lifecycle 0 0", METADATA, STATE("replica", "initial-replication", "2", "warning", "0", THEN("disabled", "2", "none", "none")) } },

    { "point-added", LEG(2, 3, 1), { TRUE, "web01", VIR_DOMAIN_SHUTOFF, NONE, NULL, 2, 3, 1, -1, { "A" } }, NONE, 0,
      { METADATA, "REPLICATION_POINT_ADDED {\"name\":\"rp-2026-05-01T03:00:00Z\",\"kind\":\"standard\",\"created\":\"2026-05-01T03:00:00Z\"}" } },
    { "point-moved-on", { TRUE, "web01", VIR_DOMAIN_SHUTOFF, NONE, NULL, 2, 3, 1, -1, { "A" } },
      { TRUE, "web01", VIR_DOMAIN_SHUTOFF, NONE, NULL, 2, 3, 1, -1, { NULL, "B" } }, NONE, 0,
      { METADATA,
        "REPLICATION_POINT_REMOVED {\"name\":\"rp-2026-05-01T03:00:00Z\",\"kind\":\"standard\",\"created\":\"2026-05-01T03:00:00Z\"}",
        "REPLICATION_POINT_ADDED {\"name\":\"rp-2026-05-01T04:00:00Z\",\"kind\":\"standard\",\"created\":\"2026-05-01T04:00:00Z\"}" } },
    { "started-and-failed-over", LEG(2, 3, 1), { TRUE, "web01", VIR_DOMAIN_RUNNING, FALSE, NULL, 2, 5, 1, -1 }, NONE,
      VIR_DOMAIN_RUNNING_BOOTED,
      { "lifecycle 2 0", METADATA, STATE("replica", "failed-over", "5", "ok", "0", THEN("replicating", "1", "ok", "replica")) } },
};
/* clang-format on */

static HvrReplRelationship *
make_leg(guint index, guint state, guint health)
{
    HvrReplRelationship *leg = g_atomic_rc_box_new0(HvrReplRelationship);

    leg->vm = g_strdup(GUID);
    leg->index = index;
    leg->state = state;
    leg->health = health;
    leg->settings = hvr_repl_settings_new(HVR_REPL_RELATIONSHIP);

    return leg;
}

static HvrPicture *
make_picture(const Snap *snap)
{
    HvrPicture *picture = hvr_picture_new();
    HvrDomain *domain;

    if (!snap->is_there)
        return picture;

    domain = hvr_domain_new(GUID, snap->name);
    domain->state = snap->state;
    domain->is_saved = snap->is_saved;
    domain->description = g_strdup(snap->notes);
    domain->mode = snap->mode;
    domain->n_vcpus = snap->n_vcpus;
    domain->reason = snap->reason;
    if (snap->leg_state >= 0)
        domain->legs[0] = make_leg(0, snap->leg_state, snap->leg_health);
    if (snap->extended_state >= 0)
        domain->legs[1] = make_leg(1, snap->extended_state, snap->leg_health);
    for (guint i = 0; i < G_N_ELEMENTS(snap->points); i++) {
        if (snap->points[i] != NULL)
            g_ptr_array_add(
                domain->snapshots,
                hvr_snapshot_new(snap->points[i], "title", HVR_POINT_STANDARD, TIME + i * 3600));
    }
    g_ptr_array_add(domain->snapshots,
                    hvr_snapshot_new("C", "checkpoint", HVR_POINT_CHECKPOINT, snap->n_vcpus));
    hvr_snapshot_assign_names(domain->snapshots);
    hvr_picture_add(picture, domain);

    return picture;
}

static char *
format(const HvrEvent *event)
{
    switch (event->kind) {
    case HVR_EVENT_LIFECYCLE:
        return g_strdup_printf("lifecycle %d %d", event->type, event->detail);
    case HVR_EVENT_METADATA_CHANGE:
        return event->ns_uri != NULL ? g_strdup_printf("metadata %d %s", event->type, event->ns_uri)
                                     : g_strdup_printf("metadata %d", event->type);
    case HVR_EVENT_MONITOR:
        return g_strdup_printf("%s %s", event->name, event->details);
    case HVR_EVENT_JOB_COMPLETED:
    case HVR_EVENT_REBOOT:
    case HVR_EVENT_HOST_LOST:
        break;
    }

    return g_strdup("something else");
}

static void
test_list(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(HvrPicture) before = make_picture(&c->before);
    g_autoptr(HvrPicture) now = make_picture(&c->now);
    g_autoptr(GHashTable) causes = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(HvrEventList) list = hvr_event_list_new(5);
    HvrDomain *domain = hvr_picture_find(now, GUID);

    g_hash_table_insert(causes, (gpointer)GUID, GUINT_TO_POINTER(c->cause));
    hvr_changes_settle(now, before, causes);
    hvr_changes_list(before, now, list);

    for (guint i = 0; i < list->events->len; i++) {
        const HvrEvent *event = list->events->pdata[i];
        g_autofree char *text = format(event);

        g_assert_cmpstr(text, ==, c->expect[i]);
        g_assert_cmpint(event->usec, ==, 5);
        g_assert_cmpstr(event->domain->guid, ==, GUID);
    }
    g_assert_null(c->expect[list->events->len]);
    if (domain != NULL)
        g_assert_cmpint(domain->reason, ==, c->reason);
}

/* A reason is learnt once and stays until the state changes. */
static void
test_reason_stays(void)
{
    static const Snap off = OFF;
    static const Snap on = ON;
    g_autoptr(GHashTable) causes = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(HvrPicture) first = make_picture(&off);
    g_autoptr(HvrPicture) second = make_picture(&on);
    g_autoptr(HvrPicture) third = make_picture(&on);

    hvr_changes_settle(second, first, causes);
    hvr_changes_settle(third, second, causes);
    g_assert_cmpint(hvr_picture_find(third, GUID)->reason, ==, VIR_DOMAIN_RUNNING_BOOTED);
}

/* An old name ends with the old value, a new one begins with the new. */
static void
test_renamed(void)
{
    static const Snap old = OFF;
    static const Snap young = { TRUE, "web02", VIR_DOMAIN_SHUTOFF, FALSE, NULL, 0, -1, 0, -1 };
    g_autoptr(HvrPicture) before = make_picture(&old);
    g_autoptr(HvrPicture) now = make_picture(&young);
    g_autoptr(HvrEventList) list = hvr_event_list_new(5);

    hvr_changes_list(before, now, list);
    g_assert_cmpuint(list->events->len, ==, 2);
    g_assert_cmpstr(((HvrEvent *)list->events->pdata[0])->domain->name, ==, "web01");
    g_assert_cmpstr(((HvrEvent *)list->events->pdata[1])->domain->name, ==, "web02");
}

/* The host's own machine: renamed, as any other; with another UUID it is another. */
static void
test_own(void)
{
    static const Snap nobody = NOBODY;
    g_autoptr(HvrPicture) before = make_picture(&nobody);
    g_autoptr(HvrPicture) now = make_picture(&nobody);
    g_autoptr(HvrPicture) other = make_picture(&nobody);
    g_autoptr(HvrEventList) list = hvr_event_list_new(5);
    g_autofree char *old = NULL;
    g_autofree char *young = NULL;

    before->own = hvr_domain_new(GUID, "HV-OLD");
    now->own = hvr_domain_new(GUID, "HV-NEW");
    other->own = hvr_domain_new("7DDC63C1-0135-40CA-B998-A606D91080E9", "HV-OTHER");
    hvr_changes_list(now, other, list);
    g_assert_cmpuint(list->events->len, ==, 0);
    hvr_changes_list(before, now, list);
    g_assert_cmpuint(list->events->len, ==, 2);
    old = format(list->events->pdata[0]);
    young = format(list->events->pdata[1]);
    g_assert_cmpstr(old, ==, "lifecycle 1 1");
    g_assert_cmpstr(((HvrEvent *)list->events->pdata[0])->domain->name, ==, "HV-OLD");
    g_assert_cmpstr(young, ==, "lifecycle 0 2");
    g_assert_cmpstr(((HvrEvent *)list->events->pdata[1])->domain->name, ==, "HV-NEW");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/changes/list/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_list);
    }
    g_test_add_func("/changes/reason-stays", test_reason_stays);
    g_test_add_func("/changes/renamed", test_renamed);
    g_test_add_func("/changes/own", test_own);

    return g_test_run();
}
