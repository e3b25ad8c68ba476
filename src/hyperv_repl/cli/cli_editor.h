/* cli_editor.h: let a person change a text in the editor of his choice
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * hvr_cli_editor_run:
 * @text: what the person begins with
 * @suffix: of the file's name, which editors choose their colours by: ".xml"
 * @error: set if there is no such editor, or it did not end well
 *
 * Runs $VISUAL, else $EDITOR, else vi, on a private file, and waits for its end.
 *
 * Returns: (transfer full): what the editor left
 */
char *hvr_cli_editor_run(const char *text, const char *suffix, GError **error);

G_END_DECLS
