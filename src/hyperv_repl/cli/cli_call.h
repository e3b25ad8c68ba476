/* cli_call.h: one turn of a command: what it has to do for one target
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>
#include <libvirt/libvirt.h>

#include "cli_options.h"
#include "cli_report.h"
#include "cli_session.h"

G_BEGIN_DECLS

typedef struct _HvrCliCommand HvrCliCommand;

/**
 * HvrCliChosen:
 * @host: where it is
 * @domain: (nullable): the machine; %NULL for a host
 * @rank: which selector chose it, the first that did, counted from 1; 0: --all
 * @is_named: by its name or UUID, not by a glob
 * @point: (nullable): the recovery point that was found for it, before anybody was asked
 * @detail: (nullable): lines that are shown with it where somebody is asked
 *
 * One of those that were selected.
 */
typedef struct {
    HvrCliHost *host;
    virDomainPtr domain;
    guint rank;
    gboolean is_named;
    virDomainSnapshotPtr point;
    char *detail;
} HvrCliChosen;

/**
 * HvrCliCall:
 * @command: its row
 * @session: terminal, output, connections
 * @options: what the command line gives, the row's own options and the shared ones
 * @report: where records go; printed when all targets have had their turn
 * @host: (nullable): the host it is about; %NULL only for %HVR_CLI_ON_NOTHING
 * @conn: (nullable): open connection to @host
 * @domain: (nullable): the machine it is about, for %HVR_CLI_ON_MACHINES
 * @machine: (nullable): its name
 * @chosen: (nullable): the same, as it was selected
 * @n_targets: how many targets there are in all
 * @n_hosts: how many hosts were asked
 * @n_failed: for @finish: how many targets failed, or could not be asked
 * @is_chosen: machines were named, not just taken as all there are
 * @memory: (nullable): what @run keeps from target to target, and @finish frees
 * @errands: private, see hvr_cli_call_send()
 * @is_pending: private, see hvr_cli_call_send()
 * @result: private, see hvr_cli_call_set_result()
 *
 * One turn of a command: what it has to do for one target.
 */
typedef struct {
    const HvrCliCommand *command;
    HvrCliSession *session;
    HvrCliOptions *options;
    HvrCliReport *report;
    HvrCliHost *host;
    virConnectPtr conn;
    virDomainPtr domain;
    const char *machine;
    HvrCliChosen *chosen;
    guint n_targets;
    guint n_hosts;
    guint n_failed;
    gboolean is_chosen;
    gpointer memory;
    GPtrArray *errands;
    gboolean is_pending;
    JsonObject *result;
} HvrCliCall;

/** hvr_cli_call_is_dry_run: --dry-run was given */
gboolean hvr_cli_call_is_dry_run(const HvrCliCall *self);

/** hvr_cli_call_is_in_order: --one-by-one was given: a target begins when the one before has ended;
 * a rehearsal begins nothing */
gboolean hvr_cli_call_is_in_order(const HvrCliCall *self);

/** hvr_cli_call_waits: a command with %HVR_CLI_STARTS_JOB shall wait: not --no-wait */
gboolean hvr_cli_call_waits(const HvrCliCall *self);

/**
 * hvr_cli_call_set_result:
 * @result: "done", "unchanged", "started" or "planned"; a word of JSON output, translated where a
 * table shows it
 * @detail: (nullable): one translated clause on what happened, for tables: "test machine 'web01 -
 * Test'"
 * @facts: (nullable) (transfer full): more members of the target's record
 *
 * What came of a changing command for this target.
 */
void hvr_cli_call_set_result(HvrCliCall *self,
                             const char *result,
                             const char *detail,
                             JsonObject *facts);

/**
 * hvr_cli_call_plan:
 * @command: the daemon's command, e.g. "replication-failover"
 * @params: what it would be given
 *
 * What --dry-run does: ask for the WMI calls and add them to the report, in order.
 *
 * Returns: %FALSE with an error
 */
gboolean hvr_cli_call_plan(HvrCliCall *self,
                           const char *command,
                           virTypedParameterPtr params,
                           int n_params,
                           GError **error);

G_END_DECLS
