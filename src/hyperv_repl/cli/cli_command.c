/* cli_command.c: the rows of virt-replica's commands
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <config.h>

#include "cli_command.h"

#include <glib/gi18n-lib.h>

#include "cli_shared.h"

static const HvrCliCommand *const *const tables[] = {
    hvr_cli_reading_commands,
    hvr_cli_changing_commands,
    hvr_cli_shell_commands,
};

/* clang-format off */
const HvrCliOption hvr_cli_shared_options[] = {
    { "connect",   'c', HVR_CLI_TEXT, 0, N_("URI"),   NULL,                   HVR_CLI_OFFER_NOTHING, N_("the connection, like hyperv+unix:///HOST") },
    { "hosts",     'H', HVR_CLI_TEXT, 0, N_("A,B"),   NULL,                   HVR_CLI_OFFER_HOSTS,   N_("these hosts of that daemon, or 'all'") },
    { "readonly",  'r', HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("connect read-only") },
    { "output",    'o', HVR_CLI_TEXT, 0, NULL,        "table|json|yaml|name", HVR_CLI_OFFER_NOTHING, N_("how to print") },
    { "quiet",     'q', HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("no headings, no notes") },
    { "color",     0,   HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("colours even where no terminal is") },
    { "no-color",  0,   HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("no colours, like NO_COLOR=1 in the environment") },
    { "help",      'h', HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("help, instead of doing anything") },
    { NULL }
};

const HvrCliOption hvr_cli_program_options[] = {
    { "version",   'V', HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("print the version") },
    { NULL }
};

static const HvrCliOption machine_options[] = {
    { "all",       'a', HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("all machines of the host") },
    { NULL }
};

static const HvrCliOption change_options[] = {
    { "dry-run",   'n', HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("print the WMI calls in order, change nothing") },
    { NULL }
};

static const HvrCliOption job_options[] = {
    { "wait",      0,   HVR_CLI_FLAG,     0, NULL,    NULL,                   HVR_CLI_OFFER_NOTHING, N_("come back when it has ended (default)") },
    { "no-wait",   0,   HVR_CLI_FLAG,     0, NULL,    NULL,                   HVR_CLI_OFFER_NOTHING, N_("come back when it was started") },
    { "timeout",   0,   HVR_CLI_DURATION, 0, N_("TIME"), NULL,                HVR_CLI_OFFER_NOTHING, N_("wait no longer than 90s, 30m or 2h; it goes on all the same") },
    { NULL }
};

static const HvrCliOption order_options[] = {
    { "one-by-one", 0,  HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("one after the other, as they are named, until one fails; else up to four at a time") },
    { NULL }
};

static const HvrCliOption confirm_options[] = {
    { "yes",       'y', HVR_CLI_FLAG, 0, NULL,        NULL,                   HVR_CLI_OFFER_NOTHING, N_("do not ask; needs --reason") },
    { "reason",    0,   HVR_CLI_TEXT, 0, N_("TEXT"),  NULL,                   HVR_CLI_OFFER_NOTHING, N_("why, in your words; goes to the daemon's log and journal") },
    { NULL }
};
/* clang-format on */

const HvrCliCommand *
hvr_cli_command_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        for (const HvrCliCommand *const *row = tables[i]; *row != NULL; row++) {
            if (g_str_equal((*row)->name, name))
                return *row;
        }
    }

    return NULL;
}

const HvrCliCommand *
hvr_cli_command_find_words(const char *const *words, guint *out_n_words)
{
    const HvrCliCommand *command = NULL;

    *out_n_words = 2;
    if (words[0] != NULL && words[1] != NULL) {
        g_autofree char *name = g_strjoin("-", words[0], words[1], NULL);

        command = hvr_cli_command_find(name);
    }
    if (command != NULL)
        return command;

    *out_n_words = 1;

    return words[0] != NULL ? hvr_cli_command_find(words[0]) : NULL;
}

GPtrArray *
hvr_cli_command_list(void)
{
    GPtrArray *list = g_ptr_array_new();

    for (guint group = 0; group < HVR_CLI_N_GROUPS; group++) {
        for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
            for (const HvrCliCommand *const *row = tables[i]; *row != NULL; row++) {
                if ((*row)->group == group)
                    g_ptr_array_add(list, (gpointer)*row);
            }
        }
    }

    return list;
}

static gboolean
takes_machines(const HvrCliCommand *self)
{
    return self->target == HVR_CLI_ON_MACHINES || self->target == HVR_CLI_ON_ANY_MACHINES;
}

const HvrCliOption **
hvr_cli_command_list_options(const HvrCliCommand *self)
{
    GPtrArray *list = g_ptr_array_new();

    if (self->options != NULL)
        g_ptr_array_add(list, (gpointer)self->options);
    if (takes_machines(self))
        g_ptr_array_add(list, (gpointer)machine_options);
    if (self->traits & HVR_CLI_CHANGES)
        g_ptr_array_add(list, (gpointer)change_options);
    if (self->traits & HVR_CLI_STARTS_JOB)
        g_ptr_array_add(list, (gpointer)job_options);
    if (self->traits & HVR_CLI_STARTS_JOB && self->target == HVR_CLI_ON_MACHINES)
        g_ptr_array_add(list, (gpointer)order_options);
    if (self->traits & HVR_CLI_CONFIRMS)
        g_ptr_array_add(list, (gpointer)confirm_options);
    g_ptr_array_add(list, (gpointer)hvr_cli_shared_options);
    g_ptr_array_add(list, NULL);

    return (const HvrCliOption **)g_ptr_array_free(list, FALSE);
}
