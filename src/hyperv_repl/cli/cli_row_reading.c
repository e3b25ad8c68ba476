/* cli_row_reading.c: the commands that only read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_row_reading.h"

const HvrCliCommand *const hvr_cli_reading_commands[] = {
    &hvr_cli_command_list_machines,
    &hvr_cli_command_status,
    &hvr_cli_command_health,
    &hvr_cli_command_points,
    &hvr_cli_command_stats,
    &hvr_cli_command_jobs,
    &hvr_cli_command_jobs_history,
    &hvr_cli_command_net,
    &hvr_cli_command_hosts,
    &hvr_cli_command_service,
    &hvr_cli_command_auth,
    &hvr_cli_command_certs,
    NULL,
};
