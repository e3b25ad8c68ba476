/* repl_service.h: a host as replication server
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "repl_settings.h"
#include "wmi_session.h"

G_BEGIN_DECLS

/**
 * HvrReplService:
 * @settings: of subject HVR_REPL_SERVICE, never %NULL
 * @entries: (element-type HvrReplSettings): of subject HVR_REPL_AUTHORIZATION, who may
 *   replicate to this host; "*" is any server
 * @listening: the service says that its listeners run (OperationalStatus OK)
 */
typedef struct {
    HvrReplSettings *settings;
    GPtrArray *entries;
    gboolean listening;
} HvrReplService;

void hvr_repl_service_free(HvrReplService *service);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HvrReplService, hvr_repl_service_free)

/** hvr_repl_service_fetch: (transfer full): three queries */
HvrReplService *
hvr_repl_service_fetch(HvrWmiSession *session, GCancellable *cancellable, GError **error);

/**
 * hvr_repl_service_fetch_bindings:
 *
 * Which VM was bound to which entry by SetAuthorizationEntry; the documents do
 * not say where that shows (Msvm_ElementSettingData inferred), so it may be empty.
 *
 * Returns: (transfer full): GUID, upper case, to the entry's "allowed-primary"
 */
GHashTable *
hvr_repl_service_fetch_bindings(HvrWmiSession *session, GCancellable *cancellable, GError **error);

G_END_DECLS
