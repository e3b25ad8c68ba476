/* cli_verb.h: from a command of virt-replica to a function of the library
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Which function a command stands for, and the daemon's name of it, is a row;
 * one function runs them all.
 */

#pragma once

#include "cli_command.h"
#include "cli_errand.h"

G_BEGIN_DECLS

/**
 * HvrCliSide:
 * @HVR_CLI_EITHER_SIDE: whoever it is
 * @HVR_CLI_SENDER: who sends changes, as primary or to a third site
 * @HVR_CLI_RECEIVER: who applies them
 */
typedef enum {
    HVR_CLI_EITHER_SIDE,
    HVR_CLI_SENDER,
    HVR_CLI_RECEIVER,
} HvrCliSide;

/**
 * HvrCliVerb:
 * @command: row of #HvrCliCommand
 * @option: (nullable): the option that makes it this one; rows with one stand before the row
 * without
 * @name: the daemon's command
 * @on_machine: (nullable): function for a machine
 * @on_host: (nullable): function for a host
 * @goal: (nullable): the state that it leads to: where that is so already, its refusal is no
 * failure
 * @side: who comes to it: on the other side of the same relationship it is the wrong host's
 */
typedef struct {
    const char *command;
    const char *option;
    const char *name;
    int (*on_machine)(virDomainPtr domain,
                      virTypedParameterPtr params,
                      int n_params,
                      unsigned int flags);
    int (*on_host)(virConnectPtr conn,
                   virTypedParameterPtr params,
                   int n_params,
                   unsigned int flags);
    const char *goal;
    HvrCliSide side;
} HvrCliVerb;

/** hvr_cli_verb_list: (array length=out_n_verbs): all of them */
const HvrCliVerb *hvr_cli_verb_list(guint *out_n_verbs);

/** hvr_cli_verb_find: (nullable): what a command does with these options */
const HvrCliVerb *hvr_cli_verb_find(const char *command, const HvrCliOptions *options);

/**
 * hvr_cli_verb_run:
 * @call: its turn
 * @error: set on failure
 *
 * Run function of commands that need nothing but their row.
 */
gboolean hvr_cli_verb_run(HvrCliCall *call, GError **error);

/**
 * hvr_cli_verb_prepare:
 * @call: its turn
 * @out_error: set on failure
 *
 * Returns: (transfer full): an errand with the arguments that the options give, without work, or
 * %NULL
 */
HvrCliErrand *hvr_cli_verb_prepare(const HvrCliCall *call, GError **error);

/** hvr_cli_verb_finish: run @errand for @verb, or plan it with --dry-run, and say what came of it
 */
gboolean
hvr_cli_verb_finish(HvrCliCall *call, const HvrCliVerb *verb, HvrCliErrand *errand, GError **error);

/** hvr_cli_verb_add_reason: what somebody gave for it, if anything */
void hvr_cli_verb_add_reason(HvrCliErrand *errand, const HvrCliCall *call);

/** hvr_cli_verb_settle: as HvrCliErrand.settle: the usual result, "unchanged" where the goal is
 * reached
 */
gboolean hvr_cli_verb_settle(HvrCliCall *call, HvrCliErrand *errand, GError **error);

G_END_DECLS
