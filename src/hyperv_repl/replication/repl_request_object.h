/* repl_request_object.h: the instances that methods take
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Private to this floor.  Methods that change settings take all of them, so the
 * present ones are read first and what is given is laid over them.
 */

#pragma once

#include "msvm_tables.h"
#include "repl_network.h"
#include "repl_request.h"

G_BEGIN_DECLS

/**
 * HvrReplCall:
 * @leg: which relationship the instances are of
 *
 * A request on its way.
 */
typedef struct {
    const HvrReplRequest *request;
    guint leg;
    HvrWmiSession *session;
    GCancellable *cancellable;
} HvrReplCall;

/** hvr_repl_request_fetch_settings: (transfer full): of the relationship, as they shall be */
Msvm_ReplicationSettingData *hvr_repl_request_fetch_settings(const HvrReplCall *call,
                                                             GError **error);

/** hvr_repl_request_new_road: (transfer full): how to reach a replica server, what is not given
 * being as usual; no I/O */
Msvm_ReplicationSettingData *hvr_repl_request_new_road(const HvrReplRequest *request);

/** hvr_repl_request_fetch_service: (transfer full): the service's settings as they shall be */
Msvm_ReplicationServiceSettingData *hvr_repl_request_fetch_service(const HvrReplCall *call,
                                                                   GError **error);

/** hvr_repl_request_fetch_entry: (transfer full): an authorization entry, as it shall be; one that
 * exists already, or %HVR_ERROR_INVALID */
Msvm_ReplicationAuthorizationSettingData *hvr_repl_request_fetch_entry(const HvrReplCall *call,
                                                                       GError **error);

/** hvr_repl_request_new_adapter: (transfer full): %HVR_ERROR_INVALID if the host could not tell
 * which is meant; no I/O */
Msvm_FailoverNetworkAdapterSettingData *hvr_repl_request_new_adapter(const HvrReplAdapter *adapter,
                                                                     GError **error);

G_END_DECLS
