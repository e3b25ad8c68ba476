/* cli_host.h: a connection to one Hyper-V host
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Other hosts of the same daemon have the same URI with another path, or with
 * another ?host= where the path says "session".
 */

#pragma once

#include "cli_session.h"

G_BEGIN_DECLS

/**
 * hvr_cli_host_new:
 * @base: (nullable): URI as given by the user; %NULL: of the environment, else the system's daemon
 * @name: (nullable): host to go to by that road, or a URI; %NULL: the one that @base names
 *
 * Returns: (transfer full): not opened yet, or %NULL with an error
 */
HvrCliHost *
hvr_cli_host_new(const char *base, const char *name, gboolean is_read_only, GError **error);
void hvr_cli_host_free(HvrCliHost *self);

/**
 * hvr_cli_host_open_all:
 * @hosts: (element-type HvrCliHost): none of them twice
 * @out_errors: (array): as many as @hosts, all %NULL: set for those that cannot be opened
 *
 * All at a time: whoever does not answer is waited for once, not once each.
 */
void hvr_cli_host_open_all(GPtrArray *hosts, GError **out_errors);

/** hvr_cli_host_list_names: (transfer full): hosts of the daemon behind this one, or %NULL with an
 * error */
GStrv hvr_cli_host_list_names(HvrCliHost *self, GError **error);

G_END_DECLS
