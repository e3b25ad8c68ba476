/* sim_replication_relationship.h: relationships, and how one side finds the other
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Each host has its own side of a relationship.  Finding the other side here
 * means that it exists; whether it answers is known in sim_replication_contact.h.
 */

#pragma once

#include "sim_job.h"
#include "sim_replication_state.h"

G_BEGIN_DECLS

/** HVS_N_LEGS: \HVR\0 and \HVR\1 */
#define HVS_N_LEGS 2

/**
 * hvs_relationship_new:
 * @index: free on that VM
 * @settings: (transfer full): with InstanceID and name yet to be set
 *
 * In @state, with its statistics; cycles begin with hvs_cycle_start().
 */
HvsRelationship *
hvs_relationship_new(HvsVm *vm, guint index, gboolean sender, guint16 state, gpointer settings);

/** hvs_relationship_remove: with what it was transferring */
void hvs_relationship_remove(HvsRelationship *relationship);

/** hvs_relationship_set_index: move it to another, free place */
void hvs_relationship_set_index(HvsRelationship *relationship, guint index);

/** hvs_relationship_set_state: the health on both sides follows */
void hvs_relationship_set_state(HvsRelationship *relationship, guint16 state);

/** hvs_relationship_dup_id: (transfer full): "Microsoft:GUID\HVR\0" */
char *hvs_relationship_dup_id(const HvsVm *vm, guint index);

/** hvs_relationship_is_shown: whether WMI has an instance for that place */
gboolean hvs_relationship_is_shown(const HvsVm *vm, guint index);

/** hvs_relationship_parse_id: the index in a relationship's or its settings' InstanceID, if it is
 * of @vm */
gboolean hvs_relationship_parse_id(const HvsVm *vm, const char *id, guint *out_index);

/** hvs_relationship_get_sending: (nullable): the side of @vm that ships changes */
HvsRelationship *hvs_relationship_get_sending(const HvsVm *vm);

/** hvs_relationship_find_peer: (nullable): the other side, if it still is one */
HvsRelationship *hvs_relationship_find_peer(const HvsRelationship *relationship);

/** hvs_relationship_find_linked_peer: (nullable): the same, if both hosts reach each other */
HvsRelationship *hvs_relationship_find_linked_peer(const HvsRelationship *relationship);

/** hvs_relationship_get_shown_state: what WMI clients see; one without a VM stands for none */
guint16 hvs_relationship_get_shown_state(const HvsRelationship *relationship);

/* What a job remembers of a relationship, packed into its data pointer so that
 * there is nothing to free. */
#define HVS_TASK(index, before, extra)                                                             \
    GUINT_TO_POINTER((guint)(index) | (guint)(before) << 8 | (guint)(extra) << 16)
#define HVS_TASK_INDEX(data)  (GPOINTER_TO_UINT(data) & 0xff)
#define HVS_TASK_BEFORE(data) ((guint16)(GPOINTER_TO_UINT(data) >> 8 & 0xff))
#define HVS_TASK_EXTRA(data)  (GPOINTER_TO_UINT(data) >> 16 & 0xff)

/** hvs_relationship_of_job: (nullable): what a job's task is about; %NULL fails the job */
HvsRelationship *hvs_relationship_of_job(HvsJob *job, gpointer data);

G_END_DECLS
