/* cli_row_reading.h: the commands that only read
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

extern const HvrCliCommand hvr_cli_command_list_machines;
extern const HvrCliCommand hvr_cli_command_status;
extern const HvrCliCommand hvr_cli_command_points;
extern const HvrCliCommand hvr_cli_command_stats;
extern const HvrCliCommand hvr_cli_command_health;
extern const HvrCliCommand hvr_cli_command_net;
extern const HvrCliCommand hvr_cli_command_jobs;
extern const HvrCliCommand hvr_cli_command_jobs_history;
extern const HvrCliCommand hvr_cli_command_hosts;
extern const HvrCliCommand hvr_cli_command_service;
extern const HvrCliCommand hvr_cli_command_auth;
extern const HvrCliCommand hvr_cli_command_certs;

G_END_DECLS
