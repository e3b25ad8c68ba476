/* rpc_migration.h: what a client asks for with libvirt's migration, as far as it can be had
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A migration of a replicated machine is a planned failover: the guest is off
 * while it lasts, nothing is copied, and both ends keep the machine.  Every flag
 * and every parameter that wants something else is refused by name.
 */

#pragma once

#include <glib.h>

#include "host.h"
#include "operation.h"
#include "rpc_wire.h"

G_BEGIN_DECLS

/**
 * HvrRpcMigrationStage:
 * @HVR_RPC_MIGRATION_ASKED: all parameters are the user's
 * @HVR_RPC_MIGRATION_UNDER_WAY: the client has added its own
 */
typedef enum {
    HVR_RPC_MIGRATION_ASKED,
    HVR_RPC_MIGRATION_UNDER_WAY,
} HvrRpcMigrationStage;

/**
 * HvrRpcMigration:
 * @flags: virDomainMigrateFlags
 * @uri: (nullable): "migrate_uri"
 * @name: (nullable): "destination_name"
 * @xml: (nullable): "destination_xml"
 * @reason: (nullable): "reason", ours: what somebody gave for it, one line
 *
 * What is left of the parameters; borrows from them.
 */
typedef struct {
    guint flags;
    const char *uri;
    const char *name;
    const char *xml;
    const char *reason;
} HvrRpcMigration;

/** hvr_rpc_migration_parse: %FALSE with VIR_ERR_ARGUMENT_UNSUPPORTED naming flag or parameter */
gboolean hvr_rpc_migration_parse(const HvrWireParam *params,
                                 guint n_params,
                                 guint flags,
                                 HvrRpcMigrationStage stage,
                                 HvrRpcMigration *out_migration,
                                 GError **error);

/** hvr_rpc_migration_check_domain: whether name, power state and flags fit */
gboolean hvr_rpc_migration_check_domain(const HvrRpcMigration *migration,
                                        const HvrDomain *domain,
                                        GError **error);

/** hvr_rpc_migration_get_order: as hvr_planned_failover_start_async() takes it */
HvrOperationOrder hvr_rpc_migration_get_order(const HvrRpcMigration *migration);

/**
 * HvrRpcPlace:
 * @system: a host's DNS name
 * @source: (nullable): another one's
 * @uuid: of the machine
 *
 * What one end of a migration tells the other by way of the client: which host, which machine,
 * and where from.  No end has to remember anything.
 */
typedef struct {
    char *system;
    char *source;
    guchar uuid[16];
} HvrRpcPlace;

void hvr_rpc_place_clear(HvrRpcPlace *place);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HvrRpcPlace, hvr_rpc_place_clear)

/** hvr_rpc_place_format: (transfer full): "hyperv://SYSTEM/?vm=GUID&source=SOURCE" */
char *hvr_rpc_place_format(HvrHost *host, const HvrDomain *domain, const char *source);

/** hvr_rpc_place_parse: %FALSE with %HVR_ERROR_INVALID if the client brought something else */
gboolean
hvr_rpc_place_parse(const char *text, gsize n_text, HvrRpcPlace *out_place, GError **error);

G_END_DECLS
