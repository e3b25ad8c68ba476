/* cli_failover.h: failing over: planned, unplanned, for a test; to which point
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_command.h"

G_BEGIN_DECLS

/** hvr_cli_failover_check: refuses options that exclude each other, or that mean nothing alone */
gboolean hvr_cli_failover_check(const HvrCliOptions *options, GError **error);

/** hvr_cli_failover_suits: suits function of 'failover': what of --all there is to clean up */
gboolean hvr_cli_failover_suits(const HvrCliOptions *options, virDomainPtr domain);

/** hvr_cli_failover_run: run function of 'failover' */
gboolean hvr_cli_failover_run(HvrCliCall *call, GError **error);

/** hvr_cli_failover_run_planned: with --planned: by way of libvirt's migration */
gboolean hvr_cli_failover_run_planned(HvrCliCall *call, GError **error);

/** hvr_cli_failover_finish: finish function of 'failover': says which machines are not ready */
HvrCliExit hvr_cli_failover_finish(HvrCliCall *call);

/** hvr_cli_failover_plan_boot: for --boot, add to a plan what starts the machine on @host */
void hvr_cli_failover_plan_boot(HvrCliCall *call, const char *host);

/** hvr_cli_failover_boot: start what has failed over; the error says that this much was done */
gboolean hvr_cli_failover_boot(virDomainPtr domain, GError **error);

G_END_DECLS
