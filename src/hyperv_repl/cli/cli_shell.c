/* cli_shell.c: virt-replica as a shell of its own
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_shell.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "cli_complete.h"
#include "cli_names.h"

#define HISTORY_LENGTH 500

HvrCliExit
hvr_cli_shell_run_words(HvrCliSession *session, const char *const *words)
{
    guint n_words;
    const HvrCliCommand *command = hvr_cli_command_find_words(words, &n_words);
    g_autoptr(GError) error = NULL;

    if (command != NULL)
        return hvr_cli_command_run(command, session, words + n_words);

    hvr_cli_fail(&error, HVR_CLI_EXIT_USAGE,
                 _("there is no command '%s'; 'virt-replica help' lists them"), words[0]);
    hvr_cli_complain(session, error);

    return HVR_CLI_EXIT_USAGE;
}

static HvrCliExit
run_line(HvrCliSession *session, const char *line)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) ours = NULL;
    g_auto(GStrv) words = NULL;

    if (g_shell_parse_argv(line, NULL, &words, &error))
        return hvr_cli_shell_run_words(session, (const char *const *)words);
    if (g_error_matches(error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
        return HVR_CLI_EXIT_DONE;

    hvr_cli_fail(&ours, HVR_CLI_EXIT_USAGE, _("the line makes no words; close its quotes"));
    hvr_cli_complain(session, ours);

    return HVR_CLI_EXIT_USAGE;
}

static GStrv
fetch_names(HvrCliOffer offer, const char *machine, gpointer user_data)
{
    return hvr_cli_names_fetch(user_data, offer, machine);
}

/* readline asks without saying for whom.  Returns: (transfer none): the session
 * that was told last. */
static HvrCliSession *
asking_session(HvrCliSession *session)
{
    static HvrCliSession *asking;

    if (session != NULL)
        asking = session;

    return asking;
}

/* Words before the cursor, the one it stands in last, quotes taken away as far as they are closed.
 */
static GStrv
split_until(const char *line, int start, int end)
{
    g_autofree char *before = g_strndup(line, (gsize)start);
    g_autofree char *last = g_strndup(line + start, (gsize)(end - start));
    g_auto(GStrv) words = NULL;
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    if (g_shell_parse_argv(before, NULL, &words, NULL))
        g_strv_builder_addv(builder, (const char **)words);
    g_strv_builder_add(builder, last);

    return g_strv_builder_end(builder);
}

/* readline wants what all have in common, then each, in memory of malloc(). */
static char **
make_matches(const GPtrArray *words)
{
    char **matches;
    gsize n_common = words->len > 0 ? strlen(words->pdata[0]) : 0;

    if (words->len == 0)
        return NULL;

    matches = calloc(words->len + 2, sizeof(char *));
    for (guint i = 0; i < words->len; i++) {
        const char *word = words->pdata[i];

        while (strncmp(word, words->pdata[0], n_common) != 0)
            n_common--;
        matches[i + 1] = strdup(word);
    }
    matches[0] = strndup(words->pdata[0], n_common);

    return matches;
}

static char **
on_complete(const char *text G_GNUC_UNUSED, int start, int end)
{
    g_auto(GStrv) words = split_until(rl_line_buffer, start, end);
    g_autoptr(HvrCliCandidates)
        found = hvr_cli_complete((const char *const *)words, fetch_names, asking_session(NULL));

    rl_attempted_completion_over = found->wants_files ? 0 : 1;

    return make_matches(found->words);
}

static char *
dup_history_path(void)
{
    g_autofree char *directory = g_build_filename(g_get_user_state_dir(), "virt-replica", NULL);

    if (g_mkdir_with_parents(directory, 0700) != 0)
        return NULL;

    return g_build_filename(directory, "history", NULL);
}

/* Ctrl-C at the prompt begins a new line, as in other shells. */
static int
on_signal(void)
{
    rl_free_line_state();
    rl_replace_line("", 0);
    rl_crlf();
    rl_on_new_line();
    rl_redisplay();

    return 0;
}

static void
do_nothing(int number G_GNUC_UNUSED)
{
}

/* While a command runs, Ctrl-C ends that, or the shell with it. */
static char *
read_at_prompt(void)
{
    struct sigaction nothing = { .sa_handler = do_nothing };
    struct sigaction before;
    char *line;

    sigaction(SIGINT, &nothing, &before);
    line = readline("virt-replica # ");
    sigaction(SIGINT, &before, NULL);

    return line;
}

static void
start_readline(HvrCliSession *session, const char *path)
{
    asking_session(session);
    rl_readline_name = "virt-replica";
    rl_attempted_completion_function = on_complete;
    rl_signal_event_hook = on_signal;
    rl_completer_word_break_characters = " \t\n";
    rl_completer_quote_characters = "'\"";
    using_history();
    stifle_history(HISTORY_LENGTH);
    if (path != NULL)
        read_history(path);
}

/* Returns: (transfer full) (nullable): memory of malloc() */
static char *
read_line(const HvrCliSession *session)
{
    char *line = NULL;
    size_t size = 0;

    if (session->asks && isatty(STDOUT_FILENO))
        return read_at_prompt();
    if (getline(&line, &size, stdin) >= 0)
        return line;
    free(line);

    return NULL;
}

HvrCliExit
hvr_cli_shell_run(HvrCliSession *session)
{
    g_autofree char *path = dup_history_path();
    HvrCliExit status = HVR_CLI_EXIT_DONE;
    gboolean asks = session->asks && isatty(STDOUT_FILENO);
    char *line;

    session->is_interactive = TRUE;
    start_readline(session, path);
    if (asks)
        hvr_cli_note(session, _("Type 'help' for the commands, 'quit' to leave."));

    while (!session->has_ended && (line = read_line(session)) != NULL) {
        if (asks && g_strstrip(line)[0] != '\0')
            add_history(line);
        status = run_line(session, line);
        free(line);
    }
    if (asks && !session->has_ended)
        printf("\n");
    if (asks && path != NULL)
        write_history(path);

    return status;
}
