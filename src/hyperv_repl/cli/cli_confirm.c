/* cli_confirm.c: is that meant?
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_confirm.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>

/* Returns: (transfer full) (nullable): a line of standard input without its end */
static char *
read_line(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t n_read = getline(&line, &size, stdin);
    char *copy = n_read >= 0 ? g_strstrip(g_strdup(line)) : NULL;

    free(line);

    return copy;
}

/* Returns: (transfer full): what has to be typed: nobody types that by habit */
static char *
choose_word(const HvrCliSelection *selection)
{
    const HvrCliChosen *first = selection->chosen->pdata[0];

    if (selection->chosen->len > 1)
        return g_strdup_printf("%u", selection->chosen->len);

    return g_strdup(first->domain != NULL ? virDomainGetName(first->domain) : first->host->name);
}

/* What it is about in particular is looked up now, and is what will be done. */
static void
look_at(HvrCliSession *session,
        const HvrCliCommand *command,
        HvrCliOptions *options,
        HvrCliChosen *chosen)
{
    HvrCliCall call = {
        .command = command,
        .session = session,
        .options = options,
        .host = chosen->host,
        .conn = chosen->host->conn,
        .domain = chosen->domain,
        .machine = chosen->domain != NULL ? virDomainGetName(chosen->domain) : NULL,
        .chosen = chosen,
    };

    if (command->look != NULL)
        command->look(&call);
}

static void
list_targets(HvrCliSession *session,
             const HvrCliCommand *command,
             HvrCliOptions *options,
             const HvrCliSelection *selection)
{
    for (guint i = 0; i < selection->chosen->len; i++) {
        HvrCliChosen *chosen = selection->chosen->pdata[i];

        look_at(session, command, options, chosen);
        if (chosen->domain != NULL)
            g_printerr(_("  '%1$s' on '%2$s'\n"), virDomainGetName(chosen->domain),
                       chosen->host->name);
        else
            g_printerr(_("  host '%s'\n"), chosen->host->name);
        if (chosen->detail != NULL)
            g_printerr("%s", chosen->detail);
    }
}

static gboolean
ask(HvrCliSession *session,
    const HvrCliCommand *command,
    HvrCliOptions *options,
    const HvrCliSelection *selection,
    const char *what,
    GError **error)
{
    g_autofree char *word = choose_word(selection);
    g_autofree char *answer = NULL;

    g_printerr("%s:\n", command->name);
    list_targets(session, command, options, selection);
    g_printerr("%s\n", what);
    if (selection->chosen->len > 1)
        g_printerr(_("Type how many these are to go on: "));
    else
        g_printerr(_("Type '%s' to go on: "), word);

    answer = read_line();
    if (answer == NULL)
        g_printerr("\n");
    if (g_strcmp0(answer, word) != 0)
        return hvr_cli_fail(error, HVR_CLI_EXIT_REFUSED,
                            _("'%s' was not confirmed; nothing changed"), command->name);

    return TRUE;
}

gboolean
hvr_cli_confirm(HvrCliSession *session,
                const HvrCliCommand *command,
                HvrCliOptions *options,
                const HvrCliSelection *selection,
                const char *what,
                GError **error)
{
    const char *reason = hvr_cli_options_get_text(options, "reason");
    gboolean is_reasoned = reason != NULL && reason[0] != '\0';

    if (hvr_cli_options_is_set(options, "yes") && is_reasoned)
        return TRUE;
    if (hvr_cli_options_is_set(options, "yes"))
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'%s' with --yes needs a reason; add --reason 'TEXT'"),
                            command->name);
    if (!session->asks)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("'%s' asks before it goes on, and there is no terminal; "
                              "add --yes --reason 'TEXT'"),
                            command->name);

    return ask(session, command, options, selection, what, error);
}
