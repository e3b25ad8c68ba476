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
 *
 * All at a time: whoever does not answer is waited for once, not once each, and
 * neither again by those who open it afterwards; hvr_cli_host_open() has the error.
 */
void hvr_cli_host_open_all(GPtrArray *hosts);

/** hvr_cli_host_dup_daemon: (transfer full) (nullable): the URI without the host: whom to ask */
char *hvr_cli_host_dup_daemon(const HvrCliHost *self);

G_END_DECLS
