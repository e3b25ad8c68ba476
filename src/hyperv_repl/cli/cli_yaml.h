/* cli_yaml.h: JSON trees as YAML
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** hvr_cli_yaml_format: (transfer full): a document, with its "---" */
char *hvr_cli_yaml_format(JsonNode *node);

G_END_DECLS
