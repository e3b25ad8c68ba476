/* host_checkpoint.c: checkpoints made, applied and removed
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "host_checkpoint.h"

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <string.h>

#include "checkpoint_call.h"
#include "host_power.h"
#include "host_private.h"
#include "hvr_error.h"
#include "repl_point.h"
#include "repl_relationship.h"
#include "sequence.h"

/* What a host says is done shows after this time, or somebody undid it (inferred). */
#define PATIENCE (10 * G_TIME_SPAN_SECOND)

static const HvrSnapshot *
find_by_id(const HvrDomain *domain, const char *id)
{
    for (guint i = 0; i < domain->snapshots->len; i++) {
        const HvrSnapshot *snapshot = domain->snapshots->pdata[i];

        if (g_ascii_strcasecmp(snapshot->id, id) == 0)
            return snapshot;
    }

    return NULL;
}

/* Returns: (nullable): the only checkpoint of @domain that @other has not. */
static const HvrSnapshot *
find_new(const HvrDomain *domain, const HvrDomain *other, guint *out_n_new)
{
    const HvrSnapshot *found = NULL;

    *out_n_new = 0;
    for (guint i = 0; i < domain->snapshots->len; i++) {
        const HvrSnapshot *snapshot = domain->snapshots->pdata[i];

        if (hvr_snapshot_is_point(snapshot) || find_by_id(other, snapshot->id) != NULL)
            continue;
        found = snapshot;
        (*out_n_new)++;
    }

    return *out_n_new == 1 ? found : NULL;
}

static gboolean
is_made(const HvrDomain *before, const HvrDomain *now)
{
    guint n_new;

    find_new(now, before, &n_new);

    return n_new > 0;
}

static gboolean
is_removed(const HvrDomain *before, const HvrDomain *now)
{
    return is_made(now, before);
}

static gboolean
is_described(const HvrDomain *before, const HvrDomain *now)
{
    for (guint i = 0; i < now->snapshots->len; i++) {
        const HvrSnapshot *snapshot = now->snapshots->pdata[i];
        const HvrSnapshot *old = find_by_id(before, snapshot->id);

        if (old != NULL && (g_strcmp0(old->title, snapshot->title) != 0 ||
                            g_strcmp0(old->notes, snapshot->notes) != 0))
            return TRUE;
    }

    return FALSE;
}

static const char *
get_current_id(const HvrDomain *domain)
{
    for (guint i = 0; i < domain->snapshots->len; i++) {
        const HvrSnapshot *snapshot = domain->snapshots->pdata[i];

        if (snapshot->is_current)
            return snapshot->id;
    }

    return NULL;
}

static gboolean
is_applied(const HvrDomain *before, const HvrDomain *now)
{
    return g_strcmp0(get_current_id(before), get_current_id(now)) != 0;
}

typedef enum {
    MAKE,
    DESCRIBE,
    APPLY,
    REMOVE,
} Deed;

static HvrErrandEvidence
prove(guint what, gboolean wait, const HvrDomain *before, const HvrDomain *now);

/* Applying the one that the machine is at already shows nowhere. */
/* clang-format off */
static const struct {
    const char *title;
    HvrErrandIsDone evidence;
    HvrErrandEvidence otherwise;
    HvrErrandType type;
} deeds[] = {
    [MAKE]     = { "make-checkpoint",     is_made,      HVR_ERRAND_UNDONE,
                   { .is_done = is_made, .prove = prove, .patience = PATIENCE, .is_strict = TRUE } },
    [DESCRIBE] = { "describe-checkpoint", is_described, HVR_ERRAND_UNDONE,
                   { .is_done = is_described, .prove = prove, .patience = PATIENCE } },
    [APPLY]    = { "apply-checkpoint",    is_applied,   HVR_ERRAND_UNCLEAR,
                   { .prove = prove } },
    [REMOVE]   = { "remove-checkpoint",   is_removed,   HVR_ERRAND_UNDONE,
                   { .is_done = is_removed, .prove = prove, .patience = PATIENCE, .is_strict = TRUE } },
};
/* clang-format on */

static HvrErrandEvidence
prove(guint what, gboolean wait G_GNUC_UNUSED, const HvrDomain *before, const HvrDomain *now)
{
    return deeds[what].evidence(before, now) ? HVR_ERRAND_SHOWN : deeds[what].otherwise;
}

/* @call: (transfer full) */
static HvrSequenceTurn
order(HvrErrandOrder *out_order, Deed deed, HvrCheckpointCall *call)
{
    *out_order = (HvrErrandOrder){
        .type = &deeds[deed].type,
        .title = deeds[deed].title,
        .what = deed,
        .work = { hvr_checkpoint_call_run, call, hvr_checkpoint_call_free, g_free },
        .wait = TRUE,
        .cause = deed == APPLY ? HVR_CAUSE_REVERT : HVR_CAUSE_NONE,
    };

    return HVR_SEQUENCE_ONCE;
}

/* What a client wants, while it is being done. */
typedef struct {
    HvrCheckpoint *checkpoint; /* (nullable) */
    HvrDomain *before;         /* (nullable): without the new one */
    char *id;                  /* (nullable): of the checkpoint that it is about */
    guint flags;
} Wish;

static void
wish_free(gpointer data)
{
    Wish *wish = data;

    g_clear_pointer(&wish->checkpoint, hvr_checkpoint_free);
    g_clear_pointer(&wish->before, hvr_domain_unref);
    g_free(wish->id);
    g_free(wish);
}

static void
on_done(GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    GError *error = NULL;

    if (hvr_errand_finish(result, NULL, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

/* The wish lives as long as @task, which the steps keep. */
static void
start(HvrHost *host,
      HvrDomain *now,
      GTask *task,
      const HvrSequenceStep *steps,
      GAsyncReadyCallback callback)
{
    GCancellable *cancellable = g_task_get_cancellable(task);
    g_autoptr(GTask) inner = hvr_errand_new_task(host, cancellable, callback, g_object_ref(task));

    hvr_sequence_start(host, now, inner, steps, g_task_get_task_data(task));
}

static HvrSequenceTurn
make(HvrDomain *domain, gpointer data, HvrErrandOrder *out_order, GError **error G_GNUC_UNUSED)
{
    Wish *wish = data;
    HvrCheckpointCall *call = hvr_checkpoint_call_new(HVR_CHECKPOINT_CREATE, domain->guid);

    wish->before = hvr_domain_ref(domain);
    call->has_memory = wish->checkpoint->has_memory;
    call->is_quiesced = wish->checkpoint->is_quiesced;

    return order(out_order, MAKE, call);
}

/* The host names a checkpoint itself; only afterwards it can be called otherwise. */
static HvrSequenceTurn
describe(HvrDomain *domain, gpointer data, HvrErrandOrder *out_order, GError **error)
{
    Wish *wish = data;
    const HvrCheckpoint *wanted = wish->checkpoint;
    guint n_new;
    const HvrSnapshot *made = find_new(domain, wish->before, &n_new);
    HvrCheckpointCall *call;

    if (made == NULL) {
        hvr_fail(error, HVR_ERROR_STATE,
                 _("'%1$s' got %2$u new checkpoints at the same time, so which one was asked for "
                   "here is unknown and none was named"),
                 domain->name, n_new);
        return HVR_SEQUENCE_PASS;
    }
    wish->id = g_strdup(made->id);
    if ((wanted->name == NULL || g_strcmp0(wanted->name, made->title) == 0) &&
        (wanted->description == NULL || g_strcmp0(wanted->description, made->notes) == 0))
        return HVR_SEQUENCE_PASS;

    call = hvr_checkpoint_call_new(HVR_CHECKPOINT_DESCRIBE, made->id);
    call->name = g_strdup(wanted->name);
    call->description = g_strdup(wanted->description);

    return order(out_order, DESCRIBE, call);
}

static void
on_created(GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr(GTask) task = user_data;
    const Wish *wish = g_task_get_task_data(task);
    const HvrSnapshot *made = NULL;
    GError *error = NULL;
    const HvrDomain *now;

    if (!hvr_errand_finish(result, NULL, &error)) {
        g_task_return_error(task, error);
        return;
    }

    now = hvr_host_lookup_current(HVR_HOST(source), wish->before, &error);
    made = now != NULL ? find_by_id(now, wish->id) : NULL;
    if (made != NULL)
        g_task_return_pointer(task, g_strdup(made->name), g_free);
    else if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_new_error(task, HVR_ERROR, HVR_ERROR_NO_POINT,
                                _("the new checkpoint of '%s' is gone already"), now->name);
}

/* Returns: (transfer none) (nullable): the machine as it is now, if it may have checkpoints. */
static HvrDomain *
check_domain(HvrHost *host, HvrDomain *domain, GError **error)
{
    HvrDomain *now = hvr_host_lookup_current(host, domain, error);

    if (now != NULL && now->is_host)
        return hvr_fail_null(error, HVR_ERROR_STATE, _("'%s' is the host itself"), now->name);

    return now;
}

void
hvr_host_create_checkpoint_async(HvrHost *host,
                                 HvrDomain *domain,
                                 HvrCheckpoint *checkpoint,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
    static const HvrSequenceStep steps[] = { make, describe, NULL };
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    Wish *wish = g_new0(Wish, 1);
    GError *error = NULL;
    HvrDomain *now = check_domain(host, domain, &error);

    wish->checkpoint = checkpoint;
    g_task_set_source_tag(task, hvr_host_create_checkpoint_async);
    g_task_set_task_data(task, wish, wish_free);
    if (now == NULL)
        g_task_return_error(task, error);
    else
        start(host, now, task, steps, on_created);
}

char *
hvr_host_create_checkpoint_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

/* Returns: (nullable): the checkpoint, if there is one that clients may change. */
static const HvrSnapshot *
lookup(const HvrDomain *domain, const char *name, GError **error)
{
    const HvrSnapshot *snapshot = hvr_domain_lookup_snapshot(domain, name, error);

    if (snapshot != NULL && hvr_snapshot_is_point(snapshot))
        return hvr_fail_null(error, HVR_ERROR_UNSUPPORTED,
                             _("'%s' is a recovery point, which only replication changes"), name);

    return snapshot;
}

static HvrSequenceTurn
turn_off(HvrDomain *domain,
         gpointer data G_GNUC_UNUSED,
         HvrErrandOrder *out_order,
         GError **error G_GNUC_UNUSED)
{
    if (!hvr_domain_is_active(domain))
        return HVR_SEQUENCE_PASS;

    hvr_host_power_order(domain, HVR_POWER_DESTROY, out_order);
    out_order->cause = HVR_CAUSE_REVERT;

    return HVR_SEQUENCE_ONCE;
}

static HvrSequenceTurn
apply(HvrDomain *domain G_GNUC_UNUSED,
      gpointer data,
      HvrErrandOrder *out_order,
      GError **error G_GNUC_UNUSED)
{
    const Wish *wish = data;

    return order(out_order, APPLY, hvr_checkpoint_call_new(HVR_CHECKPOINT_APPLY, wish->id));
}

/* With its memory a machine is left saved: it goes on once it is started. */
static HvrSequenceTurn
go_on(HvrDomain *domain, gpointer data, HvrErrandOrder *out_order, GError **error)
{
    const Wish *wish = data;

    if (!domain->is_saved && (wish->flags & VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING) == 0)
        return HVR_SEQUENCE_PASS;
    if (!hvr_host_power_check(domain, HVR_POWER_START, error))
        return HVR_SEQUENCE_PASS;

    hvr_host_power_order(domain, HVR_POWER_START, out_order);
    out_order->cause = HVR_CAUSE_REVERT;

    return HVR_SEQUENCE_ONCE;
}

/* A sender whose disks go back in time has to send all of them anew. */
static gboolean
check_risk(const HvrDomain *domain, guint flags, GError **error)
{
    gboolean sends = domain->mode == HVR_REPL_MODE_PRIMARY && domain->legs[0] != NULL;

    if (!sends || (flags & VIR_DOMAIN_SNAPSHOT_REVERT_FORCE) != 0)
        return TRUE;

    return hvr_fail(error, HVR_ERROR_RISKY,
                    _("'%s' is replicated, and would have to be resynchronized"), domain->name);
}

static void
start_on_checkpoint(
    HvrHost *host, HvrDomain *domain, const char *name, GTask *task, const HvrSequenceStep *steps)
{
    Wish *wish = g_task_get_task_data(task);
    GError *error = NULL;
    HvrDomain *now = check_domain(host, domain, &error);
    const HvrSnapshot *snapshot = now != NULL ? lookup(now, name, &error) : NULL;

    if (snapshot == NULL || (steps[0] == turn_off && !check_risk(now, wish->flags, &error))) {
        g_task_return_error(task, error);
        return;
    }

    wish->id = g_strdup(snapshot->id);
    start(host, now, task, steps, on_done);
}

void
hvr_host_apply_checkpoint_async(HvrHost *host,
                                HvrDomain *domain,
                                const char *name,
                                guint flags,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
    static const HvrSequenceStep steps[] = { turn_off, apply, go_on, NULL };
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    Wish *wish = g_new0(Wish, 1);

    wish->flags = flags;
    g_task_set_source_tag(task, hvr_host_apply_checkpoint_async);
    g_task_set_task_data(task, wish, wish_free);
    start_on_checkpoint(host, domain, name, task, steps);
}

static HvrSequenceTurn
remove_one(HvrDomain *domain G_GNUC_UNUSED,
           gpointer data,
           HvrErrandOrder *out_order,
           GError **error G_GNUC_UNUSED)
{
    const Wish *wish = data;
    gboolean is_tree = (wish->flags & VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN) != 0;

    return order(out_order, REMOVE,
                 hvr_checkpoint_call_new(
                     is_tree ? HVR_CHECKPOINT_DESTROY_TREE : HVR_CHECKPOINT_DESTROY, wish->id));
}

/* Each child with all below it, one after the other. */
static HvrSequenceTurn
remove_children(HvrDomain *domain,
                gpointer data,
                HvrErrandOrder *out_order,
                GError **error G_GNUC_UNUSED)
{
    const Wish *wish = data;
    const HvrSnapshot *parent = find_by_id(domain, wish->id);

    for (guint i = 0; parent != NULL && i < domain->snapshots->len; i++) {
        const HvrSnapshot *child = domain->snapshots->pdata[i];

        if (hvr_snapshot_is_point(child) || g_strcmp0(child->parent, parent->name) != 0)
            continue;
        order(out_order, REMOVE, hvr_checkpoint_call_new(HVR_CHECKPOINT_DESTROY_TREE, child->id));
        return HVR_SEQUENCE_MORE;
    }

    return HVR_SEQUENCE_PASS;
}

/* Of libvirt's own there is nothing that could be forgotten. */
static const HvrSequenceStep nothing_steps[] = { NULL };
static const HvrSequenceStep one_steps[] = { remove_one, NULL };
static const HvrSequenceStep children_steps[] = { remove_children, NULL };

void
hvr_host_remove_checkpoint_async(HvrHost *host,
                                 HvrDomain *domain,
                                 const char *name,
                                 guint flags,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
    g_autoptr(GTask) task = hvr_errand_new_task(host, cancellable, callback, user_data);
    Wish *wish = g_new0(Wish, 1);
    const HvrSequenceStep *steps = one_steps;

    if (flags & VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY)
        steps = nothing_steps;
    else if (flags & VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY)
        steps = children_steps;
    wish->flags = flags;
    g_task_set_source_tag(task, hvr_host_remove_checkpoint_async);
    g_task_set_task_data(task, wish, wish_free);
    start_on_checkpoint(host, domain, name, task, steps);
}

gboolean
hvr_host_checkpoint_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}
