/* cli_shared.c: options that every command takes
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_shared.h"

#include <glib/gi18n-lib.h>

#include "cli_error.h"

static const char *const outputs[] = {
    [HVR_CLI_OUTPUT_TABLE] = "table",
    [HVR_CLI_OUTPUT_JSON] = "json",
    [HVR_CLI_OUTPUT_YAML] = "yaml",
    [HVR_CLI_OUTPUT_NAME] = "name",
};

static void
apply_output(HvrCliSession *session, const char *word)
{
    for (guint i = 0; word != NULL && i < G_N_ELEMENTS(outputs); i++) {
        if (g_str_equal(outputs[i], word))
            session->output = i;
    }
}

static void
apply_text(const HvrCliOptions *options, const char *name, const char **setting)
{
    if (hvr_cli_options_has(options, name))
        *setting = g_intern_string(hvr_cli_options_get_text(options, name));
}

gboolean
hvr_cli_shared_apply(HvrCliSession *session, const HvrCliOptions *options, GError **error)
{
    if (hvr_cli_options_is_set(options, "color") && hvr_cli_options_is_set(options, "no-color"))
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("--color and --no-color exclude each other; leave out one"));

    apply_text(options, "connect", &session->uri);
    apply_text(options, "hosts", &session->hosts);
    apply_output(session, hvr_cli_options_get_text(options, "output"));
    if (hvr_cli_options_is_set(options, "quiet"))
        session->is_quiet = TRUE;
    if (hvr_cli_options_is_set(options, "readonly"))
        session->is_read_only = TRUE;
    if (hvr_cli_options_is_set(options, "color"))
        hvr_cli_session_set_colours(session, HVR_CLI_COLOUR_ALWAYS);
    if (hvr_cli_options_is_set(options, "no-color"))
        hvr_cli_session_set_colours(session, HVR_CLI_COLOUR_NEVER);

    return TRUE;
}
