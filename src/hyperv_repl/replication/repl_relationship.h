/* repl_relationship.h: one leg of a VM's replication, as its host tells it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A value: built by a worker, then const, shared by reference count.
 */

#pragma once

#include "repl_settings.h"
#include "repl_state.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * HvrReplRelationship:
 * @vm: the VM's GUID, upper case
 * @index: 0 the primary leg, 1 the extended one
 * @state: HvrReplState, or what nobody has heard of
 * @health: HvrReplHealth, or what nobody has heard of
 * @failed_over_kind: see hvr_repl_kind_get_name()
 * @last_kind: the same, of the last replication
 * @last_replication: microseconds since 1970 UTC, 0 for never
 * @last_apply: the same
 * @last_consistent: the same, application-consistent
 * @settings: never %NULL
 */
typedef struct _HvrReplRelationship HvrReplRelationship;

struct _HvrReplRelationship {
    char *vm;
    guint index;
    guint state;
    guint health;
    guint failed_over_kind;
    guint last_kind;
    gint64 last_replication;
    gint64 last_apply;
    gint64 last_consistent;
    HvrReplSettings *settings;
};

HvrReplRelationship *hvr_repl_relationship_ref(HvrReplRelationship *relationship);
void hvr_repl_relationship_unref(HvrReplRelationship *relationship);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReplRelationship, hvr_repl_relationship_unref)

/** hvr_repl_relationship_equal: every field but the three times */
gboolean hvr_repl_relationship_equal(const HvrReplRelationship *a, const HvrReplRelationship *b);

/** hvr_repl_relationship_dup_in_state: (transfer full): the same, in another state */
HvrReplRelationship *hvr_repl_relationship_dup_in_state(const HvrReplRelationship *relationship,
                                                        guint state);

/**
 * hvr_repl_relationship_name_disks:
 * @relationship: (transfer none): as its host tells it
 * @storage: (element-type Msvm_StorageAllocationSettingData): the VM's
 *
 * Hosts name the replicated disks by object path, which nobody can read.
 *
 * Returns: (transfer full): the same with image paths in "included-disks", as far as
 *   @storage knows them
 */
HvrReplRelationship *hvr_repl_relationship_name_disks(HvrReplRelationship *relationship,
                                                      GPtrArray *storage);

/**
 * hvr_repl_relationship_list:
 * @session: to the host
 * @windows: its version, see hvr_repl_version_is_at_least(); 0 costs another query where
 *   it is 2012
 *
 * All legs of all VMs of a host with one query, whatever their number; legs
 * in state 0 (Windows keeps objects for VMs that do not replicate) are left out.
 *
 * Returns: (transfer full) (element-type HvrReplRelationship): with empty settings
 */
GPtrArray *hvr_repl_relationship_list(HvrWmiSession *session,
                                      guint64 windows,
                                      GCancellable *cancellable,
                                      GError **error);

/** hvr_repl_relationship_list_settings: (transfer full) (element-type Msvm_ReplicationSettingData):
 * of all legs, with one query; @windows: 0 asks for what hosts of all versions have */
GPtrArray *hvr_repl_relationship_list_settings(HvrWmiSession *session,
                                               guint64 windows,
                                               GCancellable *cancellable,
                                               GError **error);

/**
 * hvr_repl_relationship_join:
 * @relationships: (element-type HvrReplRelationship)
 * @settings: (element-type Msvm_ReplicationSettingData): of these and others
 *
 * Returns: (transfer full) (element-type HvrReplRelationship): each with its own settings
 */
GPtrArray *hvr_repl_relationship_join(GPtrArray *relationships, GPtrArray *settings);

G_END_DECLS
