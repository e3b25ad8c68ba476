/* cli_row_shell.c: the commands of the shell itself
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli_complete.h"
#include "cli_help.h"
#include "cli_names.h"

static gboolean
run_help(HvrCliCall *call, GError **error)
{
    const char *const *words = hvr_cli_options_get_list(call->options, "command");
    guint n_words;
    const HvrCliCommand *command = hvr_cli_command_find_words(words, &n_words);

    if (words[0] != NULL && command == NULL)
        return hvr_cli_fail(error, HVR_CLI_EXIT_USAGE,
                            _("there is no command '%s'; 'virt-replica help' lists them"),
                            words[0]);

    if (command != NULL)
        hvr_cli_help_print_command(command);
    else
        hvr_cli_help_print();

    return TRUE;
}

/* clang-format off */
static const HvrCliOption help_options[] = {
    { "command", 0, HVR_CLI_LIST, HVR_CLI_OPERAND, N_("COMMAND"), NULL, HVR_CLI_OFFER_COMMANDS, N_("the command to tell more of") },
    { NULL }
};
/* clang-format on */

static const HvrCliCommand help = {
    .name = "help",
    .group = HVR_CLI_GROUP_SHELL,
    .target = HVR_CLI_ON_NOTHING,
    .summary = N_("List the commands, or tell more of one"),
    .options = help_options,
    .example = "help failover",
    .run = run_help,
};

static gboolean
run_connect(HvrCliCall *call, GError **error)
{
    HvrCliSession *session = call->session;
    const char *uri = hvr_cli_options_get_text(call->options, "uri");
    const char *old_uri = session->uri;
    const char *old_hosts = session->hosts;
    HvrCliHost *host;

    session->uri = uri != NULL ? g_intern_string(uri) : old_uri;
    session->hosts = NULL;
    host = hvr_cli_session_get_host(session, NULL, error);
    if (host == NULL || hvr_cli_host_open(host, error) == NULL) {
        session->uri = old_uri;
        session->hosts = old_hosts;
        return FALSE;
    }
    hvr_cli_note(session, _("connected to '%s'"), host->name);

    return TRUE;
}

/* clang-format off */
static const HvrCliOption connect_options[] = {
    { "uri", 0, HVR_CLI_TEXT, HVR_CLI_OPERAND, N_("URI"), NULL, HVR_CLI_OFFER_NOTHING, N_("like hyperv+unix:///HOST; without, the one there is") },
    { NULL }
};
/* clang-format on */

static const HvrCliCommand connect_to = {
    .name = "connect",
    .group = HVR_CLI_GROUP_SHELL,
    .target = HVR_CLI_ON_NOTHING,
    .traits = HVR_CLI_STAYS,
    .summary = N_("Connect the shell to another host"),
    .options = connect_options,
    .example = "connect hyperv+unix:///hv-replica",
    .run = run_connect,
};

static gboolean
run_quit(HvrCliCall *call, GError **error G_GNUC_UNUSED)
{
    call->session->has_ended = TRUE;

    return TRUE;
}

static const HvrCliCommand quit = {
    .name = "quit",
    .group = HVR_CLI_GROUP_SHELL,
    .target = HVR_CLI_ON_NOTHING,
    .traits = HVR_CLI_STAYS,
    .summary = N_("Leave the shell, like exit or Ctrl-D"),
    .run = run_quit,
};

static const HvrCliCommand leave = {
    .name = "exit",
    .group = HVR_CLI_GROUP_SHELL,
    .target = HVR_CLI_ON_NOTHING,
    .traits = HVR_CLI_STAYS | HVR_CLI_HIDDEN,
    .summary = N_("Leave the shell, like quit or Ctrl-D"),
    .run = run_quit,
};

static GStrv
get_names(HvrCliOffer offer, const char *machine, gpointer user_data)
{
    return hvr_cli_names_get(user_data, offer, machine);
}

/* What the line being completed says of the connection counts for its completion, too. */
static void
follow_line(HvrCliSession *session, const char *const *words)
{
    for (; words[0] != NULL && words[1] != NULL && words[2] != NULL; words++) {
        if (g_str_equal(words[0], "-c") || g_str_equal(words[0], "--connect"))
            session->uri = g_intern_string(words[1]);
        if (g_str_equal(words[0], "-H") || g_str_equal(words[0], "--hosts"))
            session->hosts = g_intern_string(words[1]);
    }
}

static gboolean
run_complete(HvrCliCall *call, GError **error)
{
    const char *const *words = hvr_cli_options_get_list(call->options, "word");
    guint64 offer = hvr_cli_options_get_number(call->options, "refresh", 0);
    g_autoptr(HvrCliCandidates) found = NULL;

    if (offer != 0) {
        if (!hvr_cli_names_refresh(call->session, (HvrCliOffer)offer, words[0]))
            return hvr_cli_fail(error, HVR_CLI_EXIT_UNREACHABLE,
                                _("names could not be asked for; check the connection"));
        return TRUE;
    }

    follow_line(call->session, words);
    found = hvr_cli_complete(words, get_names, call->session);
    for (guint i = 0; i < found->words->len; i++)
        printf("%s\n", (const char *)found->words->pdata[i]);
    if (found->wants_files)
        printf("\t\n");

    return TRUE;
}

/* clang-format off */
static const HvrCliOption complete_options[] = {
    { "refresh", 0, HVR_CLI_NUMBER, 0,               N_("KIND"), NULL, HVR_CLI_OFFER_NOTHING, N_("ask for names and keep them") },
    { "word",    0, HVR_CLI_LIST,   HVR_CLI_OPERAND, N_("WORD"), NULL, HVR_CLI_OFFER_NOTHING, N_("the command line so far") },
    { NULL }
};
/* clang-format on */

static const HvrCliCommand complete = {
    .name = "complete",
    .group = HVR_CLI_GROUP_SHELL,
    .target = HVR_CLI_ON_NOTHING,
    .traits = HVR_CLI_HIDDEN,
    .summary = N_("Say what could stand next on a command line, for shells"),
    .options = complete_options,
    .run = run_complete,
};

const HvrCliCommand *const hvr_cli_shell_commands[] = {
    &help, &connect_to, &quit, &leave, &complete, NULL,
};
