/* sim_replication_contact.h: the channel between two hosts' vmms
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * HTTP with Kerberos or HTTPS with certificates, from the sender to the
 * receiver's listener.  Says why it fails in words that go into a job.
 */

#pragma once

#include "sim_replication_relationship.h"

G_BEGIN_DECLS

/** HVS_PROVIDER_NAME: Name of the built-in host-to-host Msvm_ReplicationProvider */
#define HVS_PROVIDER_NAME "22391CDC-272C-4DDF-BA88-9BEFB1A0975C"

/**
 * hvs_contact_find_host:
 * @from: the future sender
 * @settings: where to, which port and authentication
 * @out_reason: (transfer full): why not, set when %NULL is returned
 *
 * Whether the listener would take a connection from @from.
 */
HvsHost *hvs_contact_find_host(HvsHost *from,
                               const Msvm_ReplicationSettingData *settings,
                               char **out_reason);

/** hvs_contact_find_authorization: (nullable): the entry of @host that lets @from in, the most
 * special first */
HvsAuthorization *hvs_contact_find_authorization(const HvsHost *host, const HvsHost *from);

/**
 * hvs_contact_is_authorized:
 * @vm: on the receiving host
 *
 * By any entry, or by the one that the VM is bound to and those of its trust group.
 */
gboolean hvs_contact_is_authorized(const HvsVm *vm, const HvsHost *from);

/** hvs_contact_reach_peer: (nullable): the receiving side of @sender, ready to talk; else
 * @out_reason is set */
HvsRelationship *hvs_contact_reach_peer(const HvsRelationship *sender, char **out_reason);

/** hvs_contact_takes: whether @to can have a replica of @vm, by its configuration version; else
 * @out_reason is set */
gboolean hvs_contact_takes(const HvsHost *to, const HvsVm *vm, char **out_reason);

/** hvs_contact_fail: end a job in 32768 with @reason (transfer full) */
void hvs_contact_fail(HvsJob *job, char *reason);

G_END_DECLS
