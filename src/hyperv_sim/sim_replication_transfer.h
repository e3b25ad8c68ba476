/* sim_replication_transfer.h: initial replications and resynchronizations
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The long jobs of a sender: scheduled, running, paused, cancelled, done.
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/* InitialReplicationType of StartReplication; 0 is for a resynchronization. */
#define HVS_TRANSFER_RESYNC  0
#define HVS_TRANSFER_NETWORK 1
#define HVS_TRANSFER_EXPORT  2
#define HVS_TRANSFER_SEEDED  3

/**
 * hvs_transfer_start:
 * @type: one of the above
 * @when: 0 or past for now
 * @location: (nullable): directory of an export
 *
 * Goes on where a paused one stopped; set @sender->transferred to 0 otherwise.
 *
 * Returns: (transfer none): the job
 */
HvsJob *
hvs_transfer_start(HvsRelationship *sender, guint16 type, gint64 when, const char *location);

/** hvs_transfer_pause: end the job, remember how far it came */
void hvs_transfer_pause(HvsRelationship *sender);

/** hvs_transfer_drop: end the job, forget it */
void hvs_transfer_drop(HvsRelationship *sender);

/** hvs_transfer_is: whether @job is that of @vm's transfer */
gboolean hvs_transfer_is(const HvsVm *vm, const HvsJob *job);

/** hvs_transfer_dup_directory: (transfer full): the name of a VM's own directory inside an export
 */
char *hvs_transfer_dup_directory(const HvsVm *vm);

G_END_DECLS
