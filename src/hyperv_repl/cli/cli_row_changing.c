/* cli_row_changing.c: the commands that change or watch something
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_row_changing.h"

const HvrCliCommand *const hvr_cli_changing_commands[] = {
    &hvr_cli_command_enable,
    &hvr_cli_command_start,
    &hvr_cli_command_import,
    &hvr_cli_command_set,
    &hvr_cli_command_edit,
    &hvr_cli_command_suspend,
    &hvr_cli_command_resume,
    &hvr_cli_command_resync,
    &hvr_cli_command_remove,
    &hvr_cli_command_failover,
    &hvr_cli_command_revert,
    &hvr_cli_command_commit,
    &hvr_cli_command_prepare,
    &hvr_cli_command_reverse,
    &hvr_cli_command_demote,
    &hvr_cli_command_promote,
    &hvr_cli_command_failback,
    &hvr_cli_command_net_set,
    &hvr_cli_command_net_clear,
    &hvr_cli_command_net_test_switch,
    &hvr_cli_command_service_set,
    &hvr_cli_command_service_edit,
    &hvr_cli_command_service_start,
    &hvr_cli_command_service_stop,
    &hvr_cli_command_auth_add,
    &hvr_cli_command_auth_modify,
    &hvr_cli_command_auth_remove,
    &hvr_cli_command_auth_bind,
    &hvr_cli_command_test_connection,
    &hvr_cli_command_refresh,
    &hvr_cli_command_wait,
    &hvr_cli_command_events,
    &hvr_cli_command_doctor,
    NULL,
};
