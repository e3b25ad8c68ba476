/* cli_phrase.h: the daemon's sentences in this program's words
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_cli_phrase:
 * @text: a message or a remedy of the daemon
 *
 * The daemon advises its own commands, e.g. "use replication-resume"; whoever
 * sits here types "virt-replica resume".
 *
 * Returns: (transfer full): with such names replaced; what nobody knows stays
 */
char *hvr_cli_phrase(const char *text);

G_END_DECLS
