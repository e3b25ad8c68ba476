/* cli_command.h: the rows of virt-replica's commands
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A command is a row.  Help, completion, manual page and the running of it all
 * read the same row.  What many commands share, the row only asks for: who is
 * selected, confirmation, a result for each item, exit status, output.
 */

#pragma once

#include <glib.h>
#include <libvirt/libvirt.h>

#include "cli_call.h"
#include "cli_error.h"
#include "cli_options.h"
#include "cli_report.h"
#include "cli_session.h"

G_BEGIN_DECLS

/**
 * HvrCliTarget:
 * @HVR_CLI_ON_NOTHING: run once, without a connection unless it opens one itself
 * @HVR_CLI_ON_SESSION: run once, with the first host that answers
 * @HVR_CLI_ON_HOSTS: run for each host of the session
 * @HVR_CLI_ON_MACHINES: run for each machine that names, globs or UUIDs select, or --all
 * @HVR_CLI_ON_ANY_MACHINES: the same, and all machines if nothing is selected
 * @HVR_CLI_ON_MACHINE: run for the one machine that the first operand names
 */
typedef enum {
    HVR_CLI_ON_NOTHING,
    HVR_CLI_ON_SESSION,
    HVR_CLI_ON_HOSTS,
    HVR_CLI_ON_MACHINES,
    HVR_CLI_ON_ANY_MACHINES,
    HVR_CLI_ON_MACHINE,
} HvrCliTarget;

/** HvrCliGroup: the heading that help lists a command under */
typedef enum {
    HVR_CLI_GROUP_READING,
    HVR_CLI_GROUP_REPLICATION,
    HVR_CLI_GROUP_FAILOVER,
    HVR_CLI_GROUP_HOST,
    HVR_CLI_GROUP_SHELL,
    HVR_CLI_N_GROUPS,
} HvrCliGroup;

/**
 * HvrCliTraits:
 * @HVR_CLI_CHANGES: changes something: takes --dry-run, is refused on a read-only
 *   connection, and each target has a record with its "result"
 * @HVR_CLI_STARTS_JOB: takes --wait, --no-wait and --timeout, and --one-by-one for machines
 * @HVR_CLI_CONFIRMS: may ask, see @warn: takes --yes and --reason
 * @HVR_CLI_HIDDEN: not listed in help
 * @HVR_CLI_STAYS: what its options and itself set in the session stays, in a shell
 * @HVR_CLI_STREAMS: prints its records itself as they come (hvr_cli_output_print_record())
 */
typedef enum {
    HVR_CLI_CHANGES = 1 << 0,
    HVR_CLI_STARTS_JOB = 1 << 1,
    HVR_CLI_CONFIRMS = 1 << 2,
    HVR_CLI_HIDDEN = 1 << 3,
    HVR_CLI_STREAMS = 1 << 4,
    HVR_CLI_STAYS = 1 << 5,
} HvrCliTraits;

/**
 * HvrCliCommand:
 * @name: as typed
 * @group: heading of help
 * @target: what it is run for
 * @traits: of #HvrCliTraits
 * @summary: one translatable clause, capital first, no full stop
 * @description: (nullable): translatable paragraphs for help and the manual page
 * @options: (nullable): its own ones
 * @layout: (nullable): how its records are shown; %NULL for changing commands: the usual table of
 * results
 * @example: (nullable): a command line without the program's name, not translated
 * @check: (nullable): run once before anything is opened: refuses options that exclude each other
 * @suits: (nullable): of what globs or --all stand for, only these machines are meant
 * @look: (nullable): for each target, before somebody is asked about it: may set its detail and
 *   its point, see #HvrCliChosen
 * @warn: (nullable): what cannot be undone, one translated sentence with full stop, or %NULL if
 *   these options do nothing of the kind; asked once for all targets unless --dry-run
 * @run: run for each target in turn; %FALSE with an error fails that target alone
 * @finish: (nullable): run once after all targets, before the records are printed; what it
 *   returns is the exit status, unless that is %HVR_CLI_EXIT_DONE
 *
 * For a changing command, @run may add nothing: then the target's record says
 * "result": "done".  hvr_cli_call_set_result() says otherwise.
 */
struct _HvrCliCommand {
    const char *name;
    HvrCliGroup group;
    HvrCliTarget target;
    guint traits;
    const char *summary;
    const char *description;
    const HvrCliOption *options;
    const HvrCliLayout *layout;
    const char *example;
    gboolean (*check)(const HvrCliOptions *options, GError **error);
    gboolean (*suits)(const HvrCliOptions *options, virDomainPtr domain);
    void (*look)(const HvrCliCall *call);
    const char *(*warn)(const HvrCliOptions *options);
    gboolean (*run)(HvrCliCall *call, GError **error);
    HvrCliExit (*finish)(HvrCliCall *call);
};

/* Tables of rows, each ended by %NULL; cli_command.c lists them all. */
extern const HvrCliCommand *const hvr_cli_reading_commands[];
extern const HvrCliCommand *const hvr_cli_changing_commands[];
extern const HvrCliCommand *const hvr_cli_shell_commands[];

/** hvr_cli_command_find: (nullable): the row of that name */
const HvrCliCommand *hvr_cli_command_find(const char *name);

/**
 * hvr_cli_command_find_words:
 * @words: a command line; "net set" stands for "net-set", too
 * @out_n_words: (out): how many of them are the command's name
 *
 * Returns: (nullable): the row
 */
const HvrCliCommand *hvr_cli_command_find_words(const char *const *words, guint *out_n_words);

/** hvr_cli_command_list: (transfer container) (element-type HvrCliCommand): all rows, by group */
GPtrArray *hvr_cli_command_list(void);

/** hvr_cli_command_list_options: (transfer container): its tables of options, own and shared, ended
 * by %NULL */
const HvrCliOption **hvr_cli_command_list_options(const HvrCliCommand *self);

/**
 * hvr_cli_command_run:
 * @words: (array zero-terminated=1): what follows the command's name
 *
 * Parses, selects, asks, runs, prints, complains.
 *
 * Returns: exit status
 */
HvrCliExit
hvr_cli_command_run(const HvrCliCommand *self, HvrCliSession *session, const char *const *words);

G_END_DECLS
