/* cli_machine.h: one machine and its replication as a record
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/**
 * hvr_cli_machine_fetch:
 * @call: of a command on machines
 *
 * What query-replication answers, with "name", "host", "uuid" and "power", and in
 * each relationship "relationship", "partner", "rpo-seconds" and "rpo-breached" as far
 * as they can be told.
 *
 * Returns: (transfer full): or %NULL with an error
 */
JsonObject *hvr_cli_machine_fetch(const HvrCliCall *call, GError **error);

/** hvr_cli_machine_is_replicated: has it a relationship in any other state than "disabled" */
gboolean hvr_cli_machine_is_replicated(JsonObject *machine);

/** hvr_cli_machine_list_legs: (transfer none) (nullable): its relationships */
JsonArray *hvr_cli_machine_list_legs(JsonObject *machine);

/** hvr_cli_machine_get_host_time: seconds since 1970, by the host's clock if the record tells, else
 * by ours */
gint64 hvr_cli_machine_get_host_time(JsonObject *machine);

G_END_DECLS
