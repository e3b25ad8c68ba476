/* snapshot.h: recovery points and checkpoints as libvirt's snapshots
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A value, part of a domain.  Names are unique within the domain and stable
 * from one refresh to the next: a recovery point is called by its UTC time
 * ("rp-2026-05-01T03:00:00Z"), a checkpoint by its own name; a second one of
 * the same name gets part of its id appended.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HvrSnapshot:
 * @name: what clients call it
 * @id: the host's InstanceID
 * @title: the host's own name for it
 * @notes: (nullable): what somebody wrote about it, or about the machine back then
 * @kind: HvrReplPointKind
 * @created: seconds since 1970 UTC
 * @parent: (nullable): name of the one it derives from
 * @has_memory: it was taken of a running machine
 * @is_current: the machine's disks derive from this checkpoint
 */
typedef struct {
    char *name;
    char *id;
    char *title;
    char *notes;
    guint kind;
    gint64 created;
    char *parent;
    gboolean has_memory;
    gboolean is_current;
} HvrSnapshot;

HvrSnapshot *hvr_snapshot_new(const char *id, const char *title, guint kind, gint64 created);
void hvr_snapshot_free(HvrSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrSnapshot, hvr_snapshot_free)

/** hvr_snapshot_is_point: a recovery point rather than a checkpoint */
gboolean hvr_snapshot_is_point(const HvrSnapshot *snapshot);

/** hvr_snapshot_assign_names: give all of a domain's snapshots unique names; parents first, oldest
 * first */
void hvr_snapshot_assign_names(GPtrArray *snapshots);

G_END_DECLS
