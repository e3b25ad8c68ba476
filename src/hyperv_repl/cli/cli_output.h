/* cli_output.h: a report, printed as the session wants it
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_report.h"
#include "cli_session.h"

G_BEGIN_DECLS

/** HVR_CLI_API_VERSION: of JSON and YAML output, see schemas/virt-replica.schema.json */
#define HVR_CLI_API_VERSION "virt-replica/v1"

/**
 * hvr_cli_output_format:
 * @records: objects
 * @n_hosts: how many hosts were asked
 *
 * Returns: (transfer full): what to print, lines and all
 */
char *hvr_cli_output_format(const HvrCliSession *session,
                            const HvrCliLayout *layout,
                            JsonArray *records,
                            guint n_hosts);

/** hvr_cli_output_print: print all records of a report; %FALSE with an error if they cannot be
 * written */
gboolean hvr_cli_output_print(const HvrCliSession *session,
                              const HvrCliReport *report,
                              guint n_hosts,
                              GError **error);

/** hvr_cli_output_is_empty: a table of it would have no line, and its layout has words for that */
gboolean hvr_cli_output_is_empty(const HvrCliSession *session, const HvrCliReport *report);

/** hvr_cli_output_print_record: print one record now: a line of a table, of JSON, a YAML document
 * or a name; (transfer none) */
void hvr_cli_output_print_record(const HvrCliSession *session,
                                 const HvrCliLayout *layout,
                                 JsonObject *record);

G_END_DECLS
