/* cli_option_value.h: what stands behind an option, checked and counted
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "cli_options.h"

G_BEGIN_DECLS

/** hvr_cli_option_check: can @value be a value of this option; %FALSE with an error */
gboolean hvr_cli_option_check(const HvrCliOption *row, const char *value, GError **error);

/** hvr_cli_option_parse_number: of a value that was checked: the number, or a duration's seconds */
guint64 hvr_cli_option_parse_number(const HvrCliOption *row, const char *value);

/** hvr_cli_option_add_param: append a value that was checked, as virTypedParamsAdd*() do */
void hvr_cli_option_add_param(const HvrCliOption *row,
                              const char *value,
                              virTypedParameterPtr *params,
                              int *n_params,
                              int *maximum);

G_END_DECLS
