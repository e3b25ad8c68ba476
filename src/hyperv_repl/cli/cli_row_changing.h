/* cli_row_changing.h: the rows of the commands that change or watch something
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/* cli_row_replication.c */
extern const HvrCliCommand hvr_cli_command_enable;
extern const HvrCliCommand hvr_cli_command_set;
extern const HvrCliCommand hvr_cli_command_edit;
extern const HvrCliCommand hvr_cli_command_start;
extern const HvrCliCommand hvr_cli_command_import;
extern const HvrCliCommand hvr_cli_command_suspend;
extern const HvrCliCommand hvr_cli_command_resume;
extern const HvrCliCommand hvr_cli_command_resync;
extern const HvrCliCommand hvr_cli_command_remove;
extern const HvrCliCommand hvr_cli_command_reverse;
extern const HvrCliCommand hvr_cli_command_failback;

/* cli_row_failover.c */
extern const HvrCliCommand hvr_cli_command_failover;
extern const HvrCliCommand hvr_cli_command_prepare;
extern const HvrCliCommand hvr_cli_command_revert;
extern const HvrCliCommand hvr_cli_command_commit;
extern const HvrCliCommand hvr_cli_command_promote;
extern const HvrCliCommand hvr_cli_command_demote;

/* cli_row_host.c */
extern const HvrCliCommand hvr_cli_command_net_set;
extern const HvrCliCommand hvr_cli_command_net_clear;
extern const HvrCliCommand hvr_cli_command_net_test_switch;
extern const HvrCliCommand hvr_cli_command_auth_add;
extern const HvrCliCommand hvr_cli_command_auth_modify;
extern const HvrCliCommand hvr_cli_command_auth_remove;
extern const HvrCliCommand hvr_cli_command_auth_bind;
extern const HvrCliCommand hvr_cli_command_service_set;
extern const HvrCliCommand hvr_cli_command_service_edit;
extern const HvrCliCommand hvr_cli_command_service_start;
extern const HvrCliCommand hvr_cli_command_service_stop;
extern const HvrCliCommand hvr_cli_command_test_connection;
extern const HvrCliCommand hvr_cli_command_refresh;

/* cli_row_watch.c */
extern const HvrCliCommand hvr_cli_command_wait;
extern const HvrCliCommand hvr_cli_command_events;
extern const HvrCliCommand hvr_cli_command_doctor;

G_END_DECLS
