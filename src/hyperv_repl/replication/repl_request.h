/* repl_request.h: one verb for one VM, or for its host, checked and sent
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * One function runs all verbs of repl_verb.h.
 */

#pragma once

#include "repl_answer.h"
#include "repl_relationship.h"
#include "repl_verb.h"

G_BEGIN_DECLS

/**
 * HvrReplTransfer:
 *
 * How an initial copy travels (startreplication-msvm-replicationservice.md).
 */
typedef enum {
    HVR_REPL_TRANSFER_NETWORK = 1,
    HVR_REPL_TRANSFER_EXPORT = 2,
    HVR_REPL_TRANSFER_SEEDED = 3, /* the replica's host has a copy of the disks already */
} HvrReplTransfer;

/** hvr_repl_transfer_find: by our name: "network", "export", "seeded"; FALSE if it is none */
gboolean hvr_repl_transfer_find(const char *name, HvrReplTransfer *out_transfer);

/**
 * HvrReplRequest:
 * @verb: what
 * @windows: the host's version, see hvr_repl_version_parse(); 0 if nobody knows
 * @vm: the VM's GUID, upper case; the host's name for verbs of the host
 * @vm_name: for messages; the same
 * @mode: the VM's HvrReplMode as last seen
 * @relationship: (nullable): the leg it is about as last seen, %NULL if there is none
 * @other: (nullable): the VM's other leg as last seen, %NULL if there is none
 * @running: the VM runs
 * @settings: (nullable): ENABLE, MODIFY, REVERSE, FAILBACK, TEST_CONNECTION: of a
 *   relationship; MODIFY_SERVICE: of a service; ADD_AUTHORIZATION,
 *   MODIFY_AUTHORIZATION: of an entry; only what shall differ
 * @excluded_disks: (nullable): ENABLE, MODIFY: all disks but these; image paths,
 *   InstanceIDs or object paths, as in the setting "included-disks"
 * @point: (nullable): FAILOVER, TEST_FAILOVER: the recovery point's InstanceID, %NULL for the
 *   latest; FAILBACK: its RecoveryPointIdentifier
 * @start_time: START, RESYNCHRONIZE: microseconds since 1970 UTC, 0 for now
 * @transfer: START: how; 0 is the network
 * @location: (nullable): START by export: the folder on the host to export to; IMPORT:
 *   the machine's own folder in it
 * @allowed_primary: (nullable): AUTHORIZE, REMOVE_AUTHORIZATION: the entry meant
 * @adapters: (nullable) (element-type HvrReplAdapter): SET_NETWORK
 * @service_state: REQUEST_SERVICE_STATE: RequestedState
 *
 * Everything a verb needs; copied by hvr_repl_request_copy().
 */
typedef struct _HvrReplRequest HvrReplRequest;

struct _HvrReplRequest {
    HvrReplVerb verb;
    guint64 windows;
    const char *vm;
    const char *vm_name;
    guint mode;
    HvrReplRelationship *relationship;
    HvrReplRelationship *other;
    gboolean running;
    HvrReplSettings *settings;
    GStrv excluded_disks;
    const char *point;
    gint64 start_time;
    HvrReplTransfer transfer;
    const char *location;
    const char *allowed_primary;
    GPtrArray *adapters;
    guint16 service_state;
};

HvrReplRequest *hvr_repl_request_copy(const HvrReplRequest *request);
void hvr_repl_request_free(HvrReplRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReplRequest, hvr_repl_request_free)

/**
 * hvr_repl_request_check:
 *
 * No I/O.
 *
 * Returns: %FALSE with %HVR_ERROR_STATE naming VM, verb, role and state if the
 *   host would surely refuse, %HVR_ERROR_INVALID if something the verb needs is missing,
 *   %HVR_ERROR_UNSUPPORTED if it needs a later Windows Server
 */
gboolean hvr_repl_request_check(const HvrReplRequest *request, GError **error);

/**
 * hvr_repl_request_run:
 * @session: to the VM's host
 *
 * Checks, reads what it must (the present settings, for verbs that send all of
 * them), and makes the one call; again only if it went to a path that a renamed host
 * no longer has, where it had no effect.
 *
 * Returns: (transfer full): what the host answered, or %NULL with the refusal, host,
 *   method and number in its detail
 */
HvrReplAnswer *hvr_repl_request_run(const HvrReplRequest *request,
                                    HvrWmiSession *session,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
