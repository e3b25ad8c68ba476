/* cli_edit.h: documents changed in an editor
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/** hvr_cli_edit_run: run function of 'edit': settings of a machine's replication, or its failover
 * network */
gboolean hvr_cli_edit_run(HvrCliCall *call, GError **error);

/** hvr_cli_edit_run_service: run function of 'service-edit': a host as replication server */
gboolean hvr_cli_edit_run_service(HvrCliCall *call, GError **error);

G_END_DECLS
