/* changes.c: two pictures of a host compared
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "changes.h"

#include <libvirt/libvirt.h>

#include "event_row.h"
#include "repl_document.h"
#include "repl_point.h"
#include "repl_relationship.h"

/* A state that nobody has heard of counts as on: something holds resources. */
typedef enum {
    OFF,
    SAVED,
    ON,
    PAUSED,
    DOWN, /* on the way */
} Phase;

static Phase
get_phase(const HvrDomain *domain)
{
    if (domain->state == VIR_DOMAIN_SHUTOFF)
        return domain->is_saved ? SAVED : OFF;
    if (domain->state == VIR_DOMAIN_PAUSED)
        return PAUSED;

    return domain->state == VIR_DOMAIN_SHUTDOWN ? DOWN : ON;
}

typedef struct {
    int type;
    int detail;
} Lifecycle;

#define STARTED_BOOTED                                                                             \
    {                                                                                              \
        VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_BOOTED                                  \
    }
#define STARTED_RESTORED                                                                           \
    {                                                                                              \
        VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_RESTORED                                \
    }
#define SUSPENDED_PAUSED                                                                           \
    {                                                                                              \
        VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED                              \
    }
#define RESUMED_UNPAUSED                                                                           \
    {                                                                                              \
        VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_UNPAUSED                                \
    }
#define STOPPED_SHUTDOWN                                                                           \
    {                                                                                              \
        VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN                                \
    }
#define STOPPED_DESTROYED                                                                          \
    {                                                                                              \
        VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_DESTROYED                               \
    }
#define STOPPED_SAVED                                                                              \
    {                                                                                              \
        VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_SAVED                                   \
    }
#define SHUTDOWN_FINISHED                                                                          \
    {                                                                                              \
        VIR_DOMAIN_EVENT_SHUTDOWN, VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED                              \
    }
#define NOTHING                                                                                    \
    {                                                                                              \
        -1, -1                                                                                     \
    }

/* A paused guest cannot shut itself down, so it was destroyed; a shutdown that
 * came to nothing is told as a resume (inferred, both). */
/* clang-format off */
static const struct {
    Phase from;
    Phase to;
    int reason;
    Lifecycle events[2];
} transitions[] = {
    { OFF,    SAVED,  VIR_DOMAIN_SHUTOFF_SAVED,     { NOTHING,           NOTHING } },
    { OFF,    ON,     VIR_DOMAIN_RUNNING_BOOTED,    { STARTED_BOOTED,    NOTHING } },
    { OFF,    PAUSED, VIR_DOMAIN_PAUSED_USER,       { STARTED_BOOTED,    SUSPENDED_PAUSED } },
    { OFF,    DOWN,   VIR_DOMAIN_SHUTDOWN_USER,     { STARTED_BOOTED,    SHUTDOWN_FINISHED } },
    { SAVED,  OFF,    VIR_DOMAIN_SHUTOFF_UNKNOWN,   { NOTHING,           NOTHING } },
    { SAVED,  ON,     VIR_DOMAIN_RUNNING_RESTORED,  { STARTED_RESTORED,  NOTHING } },
    { SAVED,  PAUSED, VIR_DOMAIN_PAUSED_USER,       { STARTED_RESTORED,  SUSPENDED_PAUSED } },
    { SAVED,  DOWN,   VIR_DOMAIN_SHUTDOWN_USER,     { STARTED_RESTORED,  SHUTDOWN_FINISHED } },
    { ON,     OFF,    VIR_DOMAIN_SHUTOFF_SHUTDOWN,  { STOPPED_SHUTDOWN,  NOTHING } },
    { ON,     SAVED,  VIR_DOMAIN_SHUTOFF_SAVED,     { STOPPED_SAVED,     NOTHING } },
    { ON,     PAUSED, VIR_DOMAIN_PAUSED_USER,       { SUSPENDED_PAUSED,  NOTHING } },
    { ON,     DOWN,   VIR_DOMAIN_SHUTDOWN_USER,     { SHUTDOWN_FINISHED, NOTHING } },
    { PAUSED, OFF,    VIR_DOMAIN_SHUTOFF_DESTROYED, { STOPPED_DESTROYED, NOTHING } },
    { PAUSED, SAVED,  VIR_DOMAIN_SHUTOFF_SAVED,     { STOPPED_SAVED,     NOTHING } },
    { PAUSED, ON,     VIR_DOMAIN_RUNNING_UNPAUSED,  { RESUMED_UNPAUSED,  NOTHING } },
    { PAUSED, DOWN,   VIR_DOMAIN_SHUTDOWN_USER,     { SHUTDOWN_FINISHED, NOTHING } },
    { DOWN,   OFF,    VIR_DOMAIN_SHUTOFF_SHUTDOWN,  { STOPPED_SHUTDOWN,  NOTHING } },
    { DOWN,   SAVED,  VIR_DOMAIN_SHUTOFF_SAVED,     { STOPPED_SAVED,     NOTHING } },
    { DOWN,   ON,     VIR_DOMAIN_RUNNING_UNPAUSED,  { RESUMED_UNPAUSED,  NOTHING } },
    { DOWN,   PAUSED, VIR_DOMAIN_PAUSED_USER,       { SUSPENDED_PAUSED,  NOTHING } },
};
/* clang-format on */

/* A host that paused a machine for want of room on a disk says so itself. */
static gboolean
is_told_by_host(const HvrDomain *now)
{
    return now->state == VIR_DOMAIN_PAUSED && now->reason == VIR_DOMAIN_PAUSED_IOERROR;
}

/* Whom we turn off goes through the same states as who shuts down; 0: as any other. */
/* clang-format off */
static const struct {
    int running;
    int shutoff;
} own_reasons[] = {
    [HVR_CAUSE_DESTROY] = { 0,                                VIR_DOMAIN_SHUTOFF_DESTROYED },
    [HVR_CAUSE_REVERT]  = { VIR_DOMAIN_RUNNING_FROM_SNAPSHOT, VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT },
    [HVR_CAUSE_MIGRATE] = { VIR_DOMAIN_RUNNING_MIGRATED,      VIR_DOMAIN_SHUTOFF_MIGRATED },
};
/* clang-format on */
G_STATIC_ASSERT(G_N_ELEMENTS(own_reasons) == HVR_N_CAUSES);

static void
settle_own(HvrDomain *now, Phase from, Phase to, HvrCause cause)
{
    int running = own_reasons[cause].running;

    if (to == OFF && (from != SAVED || cause == HVR_CAUSE_REVERT))
        now->reason = own_reasons[cause].shutoff;
    else if (to == SAVED && cause == HVR_CAUSE_REVERT)
        now->reason = own_reasons[cause].shutoff;
    else if (to == DOWN)
        now->reason = VIR_DOMAIN_SHUTDOWN_UNKNOWN;
    else if (to == ON && (from == OFF || from == SAVED) && running != 0)
        now->reason = running;
}

static void
settle(HvrDomain *now, const HvrDomain *before, HvrCause cause)
{
    Phase from = get_phase(before);
    Phase to = get_phase(now);

    if (now->state == before->state && from == to) {
        if (!is_told_by_host(now))
            now->reason = before->reason;
        return;
    }
    if (now->state == VIR_DOMAIN_NOSTATE)
        return;

    for (guint i = 0; i < G_N_ELEMENTS(transitions); i++) {
        if (transitions[i].from == from && transitions[i].to == to && !is_told_by_host(now))
            now->reason = transitions[i].reason;
    }
    if (cause != HVR_CAUSE_NONE)
        settle_own(now, from, to, cause);
}

void
hvr_changes_settle(HvrPicture *now, const HvrPicture *before, GHashTable *causes)
{
    for (guint i = 0; before != NULL && i < now->domains->len; i++) {
        HvrDomain *domain = now->domains->pdata[i];
        const HvrDomain *old = hvr_picture_find(before, domain->guid);

        if (old != NULL)
            settle(domain, old, GPOINTER_TO_UINT(g_hash_table_lookup(causes, domain->guid)));
    }
}

/* A machine that is turned off does not finish anything. */
static gboolean
is_told(const HvrDomain *now, const Lifecycle *event)
{
    return event->type >= 0 &&
           (event->type != VIR_DOMAIN_EVENT_SHUTDOWN || now->reason != VIR_DOMAIN_SHUTDOWN_UNKNOWN);
}

/* Details that follow from a reason; all others from the change of state. */
/* clang-format off */
static const struct {
    int state;
    int reason;
    int type;
    int detail;
} told[] = {
    { VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_DESTROYED,     VIR_DOMAIN_EVENT_STOPPED,   VIR_DOMAIN_EVENT_STOPPED_DESTROYED },
    { VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_MIGRATED,      VIR_DOMAIN_EVENT_STOPPED,   VIR_DOMAIN_EVENT_STOPPED_MIGRATED },
    { VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT, VIR_DOMAIN_EVENT_STOPPED,   VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT },
    { VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_MIGRATED,      VIR_DOMAIN_EVENT_STARTED,   VIR_DOMAIN_EVENT_STARTED_MIGRATED },
    { VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_FROM_SNAPSHOT, VIR_DOMAIN_EVENT_STARTED,   VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT },
    { VIR_DOMAIN_PAUSED,  VIR_DOMAIN_PAUSED_IOERROR,        VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_IOERROR },
};
/* clang-format on */

static int
get_detail(const HvrDomain *now, const Lifecycle *event)
{
    for (guint i = 0; i < G_N_ELEMENTS(told); i++) {
        if (told[i].state == now->state && told[i].reason == now->reason &&
            told[i].type == event->type)
            return told[i].detail;
    }

    return event->detail;
}

static void
add_transition(Phase from, HvrDomain *now, HvrEventList *list)
{
    Phase to = get_phase(now);

    for (guint i = 0; i < G_N_ELEMENTS(transitions); i++) {
        const Lifecycle *events = transitions[i].events;

        if (transitions[i].from != from || transitions[i].to != to)
            continue;
        for (guint j = 0; j < G_N_ELEMENTS(transitions[i].events); j++) {
            if (is_told(now, &events[j]))
                hvr_event_list_add_lifecycle(list, now, events[j].type,
                                             get_detail(now, &events[j]));
        }
    }
}

static gboolean
is_leg_equal(const HvrReplRelationship *before, const HvrReplRelationship *now)
{
    if (before == NULL || now == NULL)
        return before == now;

    return hvr_repl_relationship_equal(before, now);
}

static guint
get_state(const HvrReplRelationship *leg)
{
    return leg != NULL ? leg->state : HVR_REPL_STATE_DISABLED;
}

static guint
get_health(const HvrReplRelationship *leg)
{
    return leg != NULL ? leg->health : HVR_REPL_HEALTH_NONE;
}

static void
add_leg(const HvrDomain *before, HvrDomain *now, guint index, HvrEventList *list)
{
    const HvrReplRelationship *old = before->legs[index];
    const HvrReplRelationship *leg = now->legs[index];
    gboolean is_role_new = index == 0 && before->mode != now->mode;
    JsonObject *details;

    if (!is_role_new && get_state(old) == get_state(leg) && get_health(old) == get_health(leg))
        return;

    details = json_object_new();
    json_object_set_string_member(details, "mode", hvr_repl_mode_get_name(now->mode));
    json_object_set_string_member(details, "state", hvr_repl_state_get_name(get_state(leg)));
    json_object_set_int_member(details, "state-number", get_state(leg));
    json_object_set_string_member(details, "health", hvr_repl_health_get_name(get_health(leg)));
    json_object_set_int_member(details, "index", index);
    json_object_set_string_member(details, "previous-state",
                                  hvr_repl_state_get_name(get_state(old)));
    json_object_set_int_member(details, "health-number", get_health(leg));
    json_object_set_string_member(details, "previous-health",
                                  hvr_repl_health_get_name(get_health(old)));
    json_object_set_string_member(details, "previous-mode", hvr_repl_mode_get_name(before->mode));
    hvr_event_list_add_monitor(list, now, HVR_EVENT_REPLICATION_STATE_CHANGE, details);
}

static const HvrSnapshot *
find_point(const HvrDomain *domain, const char *id)
{
    for (guint i = 0; i < domain->snapshots->len; i++) {
        const HvrSnapshot *snapshot = domain->snapshots->pdata[i];

        if (snapshot->kind != HVR_POINT_CHECKPOINT && g_ascii_strcasecmp(snapshot->id, id) == 0)
            return snapshot;
    }

    return NULL;
}

static void
add_point(HvrEventList *list, HvrDomain *domain, const char *name, const HvrSnapshot *point)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(point->created);
    g_autofree char *created = time != NULL ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    JsonObject *details = json_object_new();

    json_object_set_string_member(details, "name", point->name);
    json_object_set_string_member(details, "kind", hvr_repl_point_kind_get_name(point->kind));
    json_object_set_string_member(details, "created", created != NULL ? created : "");
    hvr_event_list_add_monitor(list, domain, name, details);
}

/* Tells @domain of the recovery points of @one that @other has not; returns
 * whether there are any. */
static gboolean
add_points(HvrEventList *list,
           HvrDomain *domain,
           const char *name,
           const HvrDomain *one,
           const HvrDomain *other)
{
    gboolean is_any = FALSE;

    for (guint i = 0; i < one->snapshots->len; i++) {
        const HvrSnapshot *point = one->snapshots->pdata[i];

        if (point->kind == HVR_POINT_CHECKPOINT || find_point(other, point->id) != NULL)
            continue;
        if (list != NULL)
            add_point(list, domain, name, point);
        is_any = TRUE;
    }

    return is_any;
}

static void
add_replication(const HvrDomain *before, HvrDomain *now, HvrEventList *list)
{
    gboolean is_changed = before->mode != now->mode || add_points(NULL, NULL, NULL, before, now) ||
                          add_points(NULL, NULL, NULL, now, before);

    for (guint i = 0; i < G_N_ELEMENTS(now->legs); i++)
        is_changed = is_changed || !is_leg_equal(before->legs[i], now->legs[i]);
    if (!is_changed)
        return;

    hvr_event_list_add_metadata(list, now, VIR_DOMAIN_METADATA_ELEMENT, HVR_REPL_NS);
    for (guint i = 0; i < G_N_ELEMENTS(now->legs); i++)
        add_leg(before, now, i, list);
    add_points(list, now, HVR_EVENT_REPLICATION_POINT_REMOVED, before, now);
    add_points(list, now, HVR_EVENT_REPLICATION_POINT_ADDED, now, before);
}

static gboolean
is_definition_equal(const HvrDomain *a, const HvrDomain *b)
{
    if (a->memory_kib != b->memory_kib || a->max_memory_kib != b->max_memory_kib ||
        a->n_vcpus != b->n_vcpus || a->autostart != b->autostart || a->disks->len != b->disks->len)
        return FALSE;

    for (guint i = 0; i < a->disks->len; i++) {
        const HvrDisk *disk = a->disks->pdata[i];
        const HvrDisk *other = b->disks->pdata[i];

        if (g_strcmp0(disk->path, other->path) != 0 || g_strcmp0(disk->id, other->id) != 0)
            return FALSE;
    }

    return TRUE;
}

static void
add_definition(HvrDomain *before, HvrDomain *now, HvrEventList *list)
{
    if (g_strcmp0(before->name, now->name) != 0) {
        hvr_event_list_add_lifecycle(list, before, VIR_DOMAIN_EVENT_UNDEFINED,
                                     VIR_DOMAIN_EVENT_UNDEFINED_RENAMED);
        hvr_event_list_add_lifecycle(list, now, VIR_DOMAIN_EVENT_DEFINED,
                                     VIR_DOMAIN_EVENT_DEFINED_RENAMED);
    }
    if (!is_definition_equal(before, now))
        hvr_event_list_add_lifecycle(list, now, VIR_DOMAIN_EVENT_DEFINED,
                                     VIR_DOMAIN_EVENT_DEFINED_UPDATED);
    if (g_strcmp0(before->description, now->description) != 0)
        hvr_event_list_add_metadata(list, now, VIR_DOMAIN_METADATA_DESCRIPTION, NULL);
}

static void
add_removed(HvrDomain *before, HvrEventList *list)
{
    if (hvr_domain_is_active(before))
        hvr_event_list_add_lifecycle(list, before, VIR_DOMAIN_EVENT_STOPPED,
                                     VIR_DOMAIN_EVENT_STOPPED_DESTROYED);
    hvr_event_list_add_lifecycle(list, before, VIR_DOMAIN_EVENT_UNDEFINED,
                                 VIR_DOMAIN_EVENT_UNDEFINED_REMOVED);
}

/* The host's own, which has neither another state nor an end.  What has another
 * UUID is another machine. */
static void
add_own(HvrDomain *before, HvrDomain *now, HvrEventList *list)
{
    if (before != NULL && now != NULL && strcmp(before->guid, now->guid) == 0)
        add_definition(before, now, list);
}

void
hvr_changes_list(const HvrPicture *before, const HvrPicture *now, HvrEventList *list)
{
    add_own(before->own, now->own, list);
    for (guint i = 0; i < before->domains->len; i++) {
        HvrDomain *old = before->domains->pdata[i];

        if (hvr_picture_find(now, old->guid) == NULL)
            add_removed(old, list);
    }

    for (guint i = 0; i < now->domains->len; i++) {
        HvrDomain *domain = now->domains->pdata[i];
        HvrDomain *old = hvr_picture_find(before, domain->guid);
        g_autoptr(HvrDomain) blank = NULL;

        if (old == NULL) {
            hvr_event_list_add_lifecycle(list, domain, VIR_DOMAIN_EVENT_DEFINED,
                                         VIR_DOMAIN_EVENT_DEFINED_ADDED);
            blank = hvr_domain_new(domain->guid, domain->name);
        } else {
            add_definition(old, domain, list);
        }
        add_transition(old != NULL ? get_phase(old) : OFF, domain, list);
        add_replication(old != NULL ? old : blank, domain, list);
    }
}
